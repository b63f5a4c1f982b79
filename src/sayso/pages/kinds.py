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
