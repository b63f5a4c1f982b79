"""The first bytes of an input -> what kind it is: one page, a WARC, a feed, a sitemap, or a list of addresses."""

from __future__ import annotations

import codecs
import re
import zlib
from typing import Literal

from sayso.pages.charset import is_gzip
from sayso.pages.warc_frames import is_warc

Kind = Literal["page", "warc", "feed", "sitemap", "addresses"]

HEAD_BYTES = 8192  # enough for the comments and style sheets that stand before the first element

_ROOT = re.compile(r"<(?:[\w.-]{1,40}:)?(rss|rdf|feed|urlset|sitemapindex)[\s>]", re.I)
_RSS_1 = ("purl.org/rss/1.0", "purl.org/net/rss1.1", "my.netscape.com/rdf/simple/0.9")
_JSON_FEED = re.compile(r'"version"\s{0,9}:\s{0,9}"https?:\\?/\\?/jsonfeed\.org\\?/version')
# What may stand before the first element: declarations, comments, a document type with or without entities.
_ASIDE = re.compile(r"<\?.*?\?>\s*|<!--.*?-->\s*|<![^>\[]*(?:\[.*?\]\s*)?>\s*", re.S)
_ADDRESS = re.compile(r"https?://[^\s<>\"]{1,2000}", re.I)
FROM_LINE = re.compile(rb"From \S{1,300} .{0,100}\d{4}")
_HEAD = re.compile(rb"(?:[A-Za-z][A-Za-z0-9-]{1,60}:[^\r\n]{0,2000}\r?\n(?:[ \t][^\r\n]{0,2000}\r?\n){0,60}){2,200}")
_NAMES = re.compile(
    rb"^(mime-version|content-type|content-transfer-encoding|message-id|received|return-path|delivered-to|date|from|subject"
    rb"|to|snapshot-content-location|x-[\w-]{1,40}|list-unsubscribe|dkim-signature|reply-to):",
    re.I | re.M,
)
_BY_PROGRAM = (b"mime-version", b"content-type", b"message-id", b"received", b"return-path", b"snapshot-content-location")
_ZSTANDARD = (b"\x28\xb5\x2f\xfd", b"\x5d\x2a\x4d\x18")  # a frame, and the dictionary that archives put before it
_WIDE = ((codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


def kind_of(head: bytes) -> Kind:
    """What an input that begins with these bytes is, its gzip looked into.

    >>> kind_of(b'<?xml version="1.0"?><rss version="2.0"><channel>'), kind_of(b"<!DOCTYPE html><p>rss")
    ('feed', 'page')
    >>> kind_of(b"https://news.example/1\\nhttps://news.example/2\\n")
    'addresses'
    """
    if is_warc(head):
        return "warc"
    text = _text(head[:HEAD_BYTES])
    if text.startswith("<"):
        return _kind_of_markup(text)
    if text.startswith("{"):
        return "feed" if _JSON_FEED.search(text) else "page"
    return "addresses" if _is_list(text, whole=len(head) < HEAD_BYTES) else "page"


def is_mail(head: bytes, named: bool = False) -> bool:
    """Whether a file begins with a message's head; ``named`` where its name says so, else a program must have written it.

    >>> is_mail(b"From: a@b.example\\r\\nMIME-Version: 1.0\\r\\n\\r\\nRain"), is_mail(b"From: Ana\\nSubject: Rain\\n\\nRain")
    (True, False)
    """
    found = _HEAD.match(head.lstrip(b"\xef\xbb\xbf\r\n"))
    names = {name.lower() for name in _NAMES.findall(found[0])} if found else set()
    return len(names) >= 2 and (named or not names.isdisjoint(_BY_PROGRAM))


def is_mailbox(head: bytes) -> bool:
    """Whether a file begins as a mailbox of Unix does: "From ana@press.example Fri Mar 14 06:00:00 2031", then a head."""
    first, _, rest = head.partition(b"\n")
    return bool(FROM_LINE.match(first)) and is_mail(rest, named=True)


def is_zip(head: bytes) -> bool:
    """Whether a file begins as a ZIP does."""
    return head.startswith((b"PK\x03\x04", b"PK\x05\x06"))


def is_zstandard(head: bytes) -> bool:
    """Whether bytes begin as Zstandard does, with an archive's dictionary or without."""
    return head.startswith(_ZSTANDARD)


def _text(head: bytes) -> str:
    if is_gzip(head):
        try:
            head = zlib.decompressobj(wbits=31).decompress(head, HEAD_BYTES)
        except zlib.error:
            return ""
    for mark, name in _WIDE:
        if head.startswith(mark):
            return head.decode(name, "replace").lstrip()
    return head.decode("utf-8-sig", "replace").lstrip()


def _kind_of_markup(text: str) -> Kind:
    at = 0
    while aside := _ASIDE.match(text, at):
        at = aside.end()
    root = _ROOT.match(text, at)
    name = root[1].lower() if root else ""
    if name in ("urlset", "sitemapindex"):
        return "sitemap"
    return "feed" if name in ("rss", "feed") or (name == "rdf" and any(space in text for space in _RSS_1)) else "page"


def _is_list(text: str, whole: bool) -> bool:
    """Whether all lines are addresses, as in a sitemap of plain text; the last one may be cut."""
    lines = [line.strip() for line in (text if whole else text[: text.rfind("\n") + 1]).split("\n")]
    return any(lines) and all(not line or _ADDRESS.fullmatch(line) for line in lines)
