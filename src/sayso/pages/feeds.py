"""A feed (RSS, Atom, JSON Feed) -> the addresses of its articles, in its order; one of nonsense is a Refusal.

Articles are read from their own pages: a feed's excerpt, or its own copy of the text, would be another version of the article
under the same address.
"""

from __future__ import annotations

import io
import itertools
import json
import re
from collections.abc import Iterator
from urllib.parse import urljoin

from lxml import etree

from sayso.pages.addresses import bare_address, is_address
from sayso.pages.charset import decode
from sayso.record import Page, Refusal

MOST_ENTRIES = 10_000  # of one feed; feedparser takes 0.3 ms for each
_ENTRIES = frozenset({"item", "entry"})
# All that is needed of an entry: texts, which may hold anything and make up most of a feed, are not even looked at.
_KEPT = frozenset({"link", "guid", "id", "origlink"})
_KEPT_SAYINGS = ("rel", "href", "type", "isPermaLink")
_ATOM = "http://www.w3.org/2005/Atom"
_FEEDBURNER = "http://rssnamespace.org/feedburner/ext/1.0"
_ABOUT = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}about"
# An ampersand that begins no entity, as hand-made feeds have it in addresses: "?id=1&cat=2". The parser would drop it and what
# follows. In CDATA it stands rightly; one that is never closed goes to the end.
_BARE_AMPERSAND = re.compile(r"<!\[CDATA\[(?:.*?\]\]>|.*)|&(?!(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z][\w.-]{0,63});)", re.I | re.S)
_BASE = "{http://www.w3.org/XML/1998/namespace}base"
_UNWRITABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def read_feed(page: Page) -> Iterator[str | Refusal]:
    """The articles' addresses in a feed's bytes, each once; relative ones stand against the feed's own address.

    >>> list(read_feed(Page("a.rss", b"<rss><channel><item><link>https://news.example/1</link></item></channel></rss>")))
    ['https://news.example/1']
    """
    text = (decode(page.content, page.charset) or "").lstrip("\ufeff \t\r\n")
    found = (_json_links if text.startswith("{") else _links)(text, page.url)
    if found is None:
        detail = f"{page.input} is no feed: no RSS, Atom or JSON Feed can be read from it. Is it a page?"
        yield Refusal(page.input, "bad-feed", detail)
        return
    links = found[:MOST_ENTRIES]
    if page.url is not None:  # a password in what a site sends is not the user's
        links = list(map(bare_address, links))
    addresses = list(dict.fromkeys(filter(is_address, links)))
    yield from addresses
    if len(found) > MOST_ENTRIES:
        yield Refusal(page.input, "too-big", f"{page.input} lists more than {MOST_ENTRIES:,} articles; the first are read.")
    elif not addresses:
        yield Refusal(page.input, "empty", f"{page.input} is a feed that links to no article.")


def _links(text: str, url: str | None) -> list[str] | None:
    """The links of an RSS or Atom feed; None where it is neither."""
    parser = etree.XMLParser(
        encoding="utf-8", recover=True, resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True
    )
    try:
        root = etree.fromstring(with_ampersands(text).encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError:
        return None
    if root is None or not _local(root).endswith(("rss", "rdf", "feed")):
        return None
    import feedparser  # type: ignore[import-untyped]  # ships no types

    headers = {"content-type": "application/xml; charset=utf-8", "content-location": url or ""}
    feed = feedparser.parse(io.BytesIO(_rebuilt(root)), response_headers=headers, sanitize_html=False)
    return [str(entry.get("feedburner_origlink") or entry.get("link") or "") for entry in feed.entries]


def with_ampersands(text: str) -> str:
    """XML with each ampersand that begins no entity written as one.

    >>> with_ampersands("<loc>https://a.example/?id=1&cat=2&amp;x=3</loc>")
    '<loc>https://a.example/?id=1&amp;cat=2&amp;x=3</loc>'
    """
    return _BARE_AMPERSAND.sub(lambda found: "&amp;" if found[0] == "&" else found[0], text)


def _rebuilt(root: etree._Element) -> bytes:
    """The feed with nothing but what its entries' links are made of, as XML without a fault.

    Left to broken XML, feedparser falls back on reading it by patterns; given 20,000 attributes, it takes half a minute.
    """
    atom = _local(root).endswith("feed")
    new = etree.Element(f"{{{_ATOM}}}feed") if atom else etree.Element("rss", version="2.0")
    top = new if atom else etree.SubElement(new, "channel")
    entries = (element for element in root.iter(etree.Element) if _local(element) in _ENTRIES)
    for entry in itertools.islice(entries, MOST_ENTRIES + 1):
        into = etree.SubElement(top, f"{{{_ATOM}}}entry" if atom else "item")
        for child in entry:
            if _local(child) in _KEPT:
                _add_part(into, child, atom)
        about = entry.get(_ABOUT) or ""  # RSS 1.0: the item's own name, which is its address where it has no link
        if (
            not atom
            and is_address(about)
            and not any(_local(child) == "link" and (child.text or child.get("href")) for child in entry)
        ):
            etree.SubElement(into, "link").text = _UNWRITABLE.sub("", about)
    return etree.tostring(new, encoding="utf-8")


def _add_part(entry: etree._Element, old: etree._Element, atom: bool) -> None:
    space = _FEEDBURNER if _local(old) == "origlink" else _ATOM if atom or old.get("href") else ""
    new = etree.SubElement(entry, f"{{{space}}}{'origLink' if space == _FEEDBURNER else _local(old)}")
    new.text = _UNWRITABLE.sub("", old.text or "")
    for name, value in [*((name, old.get(name)) for name in _KEPT_SAYINGS), (_BASE, old.base)]:
        if value:
            new.set(name, _UNWRITABLE.sub("", value))


def _local(element: etree._Element) -> str:
    # An entity's tag is a function; QName raises at names that only broken XML has.
    return element.tag.rpartition("}")[2].lower() if isinstance(element.tag, str) else ""


def _json_links(text: str, url: str | None) -> list[str] | None:
    try:
        feed = json.loads(text)
    except (ValueError, RecursionError):
        return None
    items = feed.get("items") if isinstance(feed, dict) else None
    if not isinstance(items, list):
        return None
    links = [item.get("url") or item.get("external_url") or item.get("id") for item in items if isinstance(item, dict)]
    return [_absolute(link, url) for link in links if isinstance(link, str)]


def _absolute(link: str, url: str | None) -> str:
    try:
        return urljoin(url or "", link.strip())
    except ValueError:  # half of an IPv6 address
        return ""
