"""An address as it was given -> the same without the name and password in it, which are shown nowhere, and these apart."""

from __future__ import annotations

import re

# What stands before a host: a scheme, if need be after a quotation mark or a blank, or the two slashes alone.
_BEFORE_HOST = re.compile(r"[^A-Za-z]*[A-Za-z][A-Za-z0-9+.-]+:[/\\]+|\s*[/\\]{2,}")
_WWW = re.compile(r"www\.[^\s/\\.]+\.[^\s/\\]", re.I)  # «www.news.example/1»; "www.html" is a file
_AFTER_HOST = re.compile(r"[/?#]")
_HOST = re.compile(r"(?:\[[^\[\]]*\]|[^:\[\]]*)(?::[0-9]*)?")  # with a port or without
# What ends a name and password: the sign, what keyboards of East Asia and old documents have for it, and how it is written in
# an address, which no host's name may hold.
_SIGNS = ("@", "\uff20", "\ufe6b", "%40")


def is_address(name: str) -> bool:
    """Whether an input is an address rather than a path.

    >>> is_address("HTTPS://news.example/1"), is_address("news.html")
    (True, False)
    """
    return name[:8].lower().startswith(("http://", "https://"))


def meant_address(name: str) -> str | None:
    """The address that an input is, or is taken for: what begins with "www." has https:// before it. None for a path.

    What stands as a file under such a name is that file: who asks looks first.

    >>> meant_address("http://news.example/1"), meant_address("www.news.example/1"), meant_address("www.html")
    ('http://news.example/1', 'https://www.news.example/1', None)
    """
    return name if is_address(name) else f"https://{name}" if _WWW.match(name) else None


def bare_address(address: str) -> str:
    """The address without the name and password that may stand before its host; any other text as it is.

    >>> bare_address("https://ana:hunter2@news.example/ok"), bare_address("https://news.example/@ana")
    ('https://news.example/ok', 'https://news.example/@ana')
    """
    return split_userinfo(address)[0]


def split_userinfo(address: str) -> tuple[str, str]:
    """The bare address, and what stood before its host ("" for nothing), by RFC 3986, 3.2.1, and beyond it.

    A password may hold "/", "?" or "#" as they stand, if what comes before cannot be a host: all up to the last "@" is then
    taken for the password, so that rather too little is shown than too much. One of digits up to there reads as a port.

    >>> split_userinfo("http://ana:hun/ter@2@news.example/ok")
    ('http://news.example/ok', 'ana:hun/ter@2')
    """
    before = _BEFORE_HOST.match(address)
    if before is None:
        return address, ""
    start = before.end()
    end = _AFTER_HOST.search(address, start)
    authority = address[start : end.start()] if end else address[start:]
    if not any(sign in authority for sign in _SIGNS) and not _HOST.fullmatch(authority):
        authority = address[start:]
    at, sign = max((authority.rfind(sign), sign) for sign in _SIGNS)
    if at < 0:
        return address, ""
    return address[:start] + address[start + at + len(sign) :], authority[:at]
