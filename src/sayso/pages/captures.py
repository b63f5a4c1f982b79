"""A page that an archive or a browser kept -> the same page under its own address, captured when the archive says.

Two captures of one article are two texts of one address then, which ``sayso versions`` sets side by side.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime

from sayso.pages.addresses import bare_address, is_address
from sayso.record import Page

HEAD_BYTES, TAIL_BYTES = 65_536, 4_096  # of a page, in which what kept it left its mark
# Archives of the web that show a page under "…/20310314100000/https://courier.example/1". A page that was fetched goes by the
# address within only if it came from one of these: else any site could put its words into another outlet's mouth.
_ARCHIVES = re.compile(
    r"(?:.+\.)?(?:archive\.org|archive-it\.org|archive\.(?:today|ph|is|li|md|vn|fo)|arquivo\.pt|webarchive\.org\.uk|perma\.cc"
    r"|webarchive\.loc\.gov|nationalarchives\.gov\.uk|webarchive\.parliament\.uk|vefsafn\.is|swap\.stanford\.edu|webrecorder\.net"
    r"|browsertrix\.com|conifer\.rhizome\.org|haw\.nsk\.hr|webarchiv\.cz|bibalex\.org|archiveweb\.page|localhost|127\.0\.0\.1)",
    re.I,
)
_STAMPED = re.compile(
    r"https?://([^/?#\s]{1,255})/(?:[^?#\s]{0,200}?/)?(?:(\d{14})|(?<=/web/)(\d{4,13})|(\d{4}\.\d\d\.\d\d-\d{6}))(?:[a-z]{2}_)?\*?/"
    r"(https?:/{1,2}[^\s/][^\s]*)$",
    re.I,
)
_SCHEME = re.compile(r"^(https?):/{1,2}([^/\s?#]+?)(?::(80|443))?(?=[/?#]|$)", re.I)
_SINGLE_FILE = re.compile(
    rb"Page saved with SingleFile\s{1,9}url:\s{0,9}(\S{1,4000})\s{1,9}saved date:\s{0,9}([^\r\n(<]{1,80})"
)
_SAVED_FROM = re.compile(rb"<!--\s{0,9}saved from url=\(\d{1,6}\)(\S{1,4000}?)\s{0,9}-->")
_MIRRORED = re.compile(
    rb"<!--\s{0,9}Mirrored from (\S{1,4000}) by HTTrack[^>]{0,200}?(?:, (\w{3}, \d\d \w{3} \d{4} [\d:]{8} GMT))?\s{0,9}-->"
)
_SAVE_PAGE = re.compile(rb"<meta name=[\"']?savepage-(url|date)[\"']? content=[\"']([^\"'<>]{1,4000})[\"']", re.I)
_TAG = re.compile(rb"<(?:link|meta)\b([^<>]{1,8000})>", re.I)
_OWN = re.compile(rb"\brel=[\"']?canonical\b|\bproperty=[\"']?og:url\b", re.I)
_VALUE = re.compile(rb"\b(?:href|content)=(?:\"([^\"]{1,4000})\"|'([^']{1,4000})'|([^\s>]{1,4000}))", re.I)
_WOMBAT = re.compile(rb"__wm\.wombat\([\"'](https?:[^\"'\s]{1,4000})[\"'],\s?[\"'](\d{14})[\"']")
_TOOLBAR = re.compile(rb"<input\b[^>]{0,200}\bname=[\"']url[\"'][^>]{0,200}\bvalue=[\"'](https?:[^\"'\s<>]{1,4000})[\"']", re.S)
_ARCHIVED_ON = re.compile(rb"FILE ARCHIVED ON (\d\d:\d\d:\d\d) (\w{3}) (\d{1,2}), (\d{4}) AND RETRIEVED FROM")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_DATE_BY_SCRIPT = re.compile(r"\w{3} (\w{3}) (\d\d) (\d{4}) (\d\d:\d\d:\d\d) GMT([+-]\d{4})")


def as_captured(page: Page, fetched: bool = False) -> Page:
    """The page under the address that it had when it was kept, with the time of that, where its address or its bytes tell.

    ``fetched`` is True where the address is the one that was asked, by Sayso or a crawler: it is taken apart only if it is a
    known archive's, and what the bytes say counts for nothing.

    >>> kept = as_captured(Page("a.jsonl:1", b"", url="https://web.archive.org/web/20310314100000/https://courier.example/1"))
    >>> kept.url, kept.captured
    ('https://courier.example/1', '2031-03-14T10:00:00+00:00')
    """
    if page.url is not None:
        found = unwrapped(page.url, anywhere=not fetched)
        return replace(page, url=found[0], captured=found[1] or page.captured) if found else page
    if fetched or page.prose or page.media_type == "text/plain":
        return page
    url, captured = _told_inside(page.content[:HEAD_BYTES], page.content[-TAIL_BYTES:])
    return replace(page, url=url or page.url, captured=captured or page.captured) if url or captured else page


def unwrapped(address: str, anywhere: bool = True) -> tuple[str, str | None] | None:
    """The address that an archive's address holds, and when it was captured; None where it is no archive's.

    >>> unwrapped("https://archive.ph/2031.03.14-100000/https://courier.example/1")
    ('https://courier.example/1', '2031-03-14T10:00:00+00:00')
    >>> unwrapped("https://evil.example/20310314100000/https://courier.example/1", anywhere=False) is None
    True
    """
    captured, found = None, None
    for _ in range(3):  # an archive of an archive
        inner = _STAMPED.match(address)
        host = bare_address(f"//{inner[1]}")[2:].partition(":")[0] if inner else ""
        if not inner or not (anywhere or _ARCHIVES.fullmatch(host)):
            break
        captured = _stamp(inner[2] or inner[3] or inner[4]) or captured
        address = found = bare_address(_SCHEME.sub(_plain_scheme, inner[5], count=1))
    return (found, captured) if found else None


def _plain_scheme(found: re.Match[str]) -> str:
    """With two slashes, and without the port that the scheme has anyway: "http:/courier.example:80"."""
    scheme = found[1].lower()
    port = f":{found[3]}" if found[3] and (scheme, found[3]) not in (("http", "80"), ("https", "443")) else ""
    return f"{scheme}://{found[2]}{port}"


def _stamp(digits: str) -> str | None:
    """ISO 8601 of an archive's time stamp, which may be cut; it is always UTC."""
    digits = re.sub(r"\D", "", digits)
    whole = digits + "20000101000000"[len(digits) :]
    try:
        return datetime.strptime(whole, "%Y%m%d%H%M%S").replace(tzinfo=UTC).isoformat(timespec="seconds")
    except ValueError:
        return None


def _told_inside(head: bytes, tail: bytes) -> tuple[str | None, str | None]:
    """Address and time of capture as what kept the page wrote them into it."""
    if found := _SINGLE_FILE.search(head):
        return _address(found[1], _script_date(found[2]))
    if found := _SAVED_FROM.search(head):
        return _address(found[1], None)
    if found := _MIRRORED.search(head) or _MIRRORED.search(tail):
        return _address(b"http://" + found[1], _mail_date(found[2]))
    if b"savepage-url" in head:
        told = {name.lower(): value for name, value in _SAVE_PAGE.findall(head)}
        if b"url" in told:
            return _address(told[b"url"], _script_date(told.get(b"date", b"")))
    return _archived(head, tail)


def _archived(head: bytes, tail: bytes) -> tuple[str | None, str | None]:
    """Of a page as the Wayback Machine shows it, or as an archive rewrote its own address."""
    on = _ARCHIVED_ON.search(tail)
    captured = _archived_on(on) if on else None
    for attributes in _TAG.findall(head) if b"/http" in head else ():  # in few pages; 0.3 ms in the others
        value = _VALUE.search(attributes) if _OWN.search(attributes) else None
        found = unwrapped(_text(value[1] or value[2] or value[3])) if value else None
        if found:
            return found[0], found[1] or captured
    if wombat := _WOMBAT.search(head):
        return _address(wombat[1], captured or _stamp(wombat[2].decode()))
    bar = head.find(b"wm-ipp")
    if on and bar >= 0 and (toolbar := _TOOLBAR.search(head[bar : bar + 16_384])):
        return _address(toolbar[1], captured)
    return None, captured


def _address(raw: bytes, captured: str | None) -> tuple[str | None, str | None]:
    address = bare_address(_SCHEME.sub(_plain_scheme, _text(raw), count=1))
    if not is_address(address):
        return None, captured
    return unwrapped(address) or (address, captured)


def _text(raw: bytes) -> str:
    return raw.decode("utf-8", "replace").replace("&amp;", "&").strip()


def _archived_on(found: re.Match[bytes]) -> str | None:
    clock, month, day, year = (part.decode() for part in found.groups())
    return _moment(year, month, day, clock, "+0000")


def _script_date(raw: bytes) -> str | None:
    """A date as a browser's script writes it: "Fri Mar 14 2031 12:00:00 GMT+0100"."""
    found = _DATE_BY_SCRIPT.match(_text(raw))
    return _moment(found[3], found[1], found[2], found[4], found[5]) if found else None


def _moment(year: str, month: str, day: str, clock: str, offset: str) -> str | None:
    try:
        number = _MONTHS.index(month) + 1
        when = datetime.strptime(f"{year}-{number}-{day} {clock} {offset}", "%Y-%m-%d %H:%M:%S %z")
        return when.astimezone(UTC).isoformat(timespec="seconds")
    except (ValueError, OverflowError):
        return None


def _mail_date(raw: bytes | None) -> str | None:
    return mail_time(_text(raw)) if raw else None


def mail_time(written: str) -> str | None:
    """ISO 8601, in UTC, of a date as e-mail and HTTP write it; None where it is none.

    >>> mail_time("Fri, 14 Mar 2031 06:00:00 +0100")
    '2031-03-14T05:00:00+00:00'
    """
    from email.utils import parsedate_to_datetime  # 10 ms to import

    try:
        when = parsedate_to_datetime(written)
        return when.replace(tzinfo=when.tzinfo or UTC).astimezone(UTC).isoformat(timespec="seconds")
    except (ValueError, OverflowError, TypeError):
        return None
