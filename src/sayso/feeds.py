"""A feed (RSS, Atom, JSON Feed) -> the addresses of its articles, in its order; one of nonsense is a Refusal.

Articles are read from their own pages: a feed's excerpt, or its own copy of the text, would be another version of the article
under the same address.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from urllib.parse import urljoin

from lxml import etree

from sayso.charset import decode
from sayso.record import Page, Refusal

# All that is needed of an entry: texts, which may hold anything and make up most of a feed, are not even looked at.
_KEPT = frozenset({"link", "guid", "id", "origlink"})
_ENTRIES = frozenset({"item", "entry"})


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
    addresses = list(dict.fromkeys(link for link in found if link[:8].lower().startswith(("http://", "https://"))))
    yield from addresses
    if not addresses:
        yield Refusal(page.input, "empty", f"{page.input} is a feed that links to no article.")


def _links(text: str, url: str | None) -> list[str] | None:
    """The links of an RSS or Atom feed; None where it is neither."""
    pruned = _pruned(text)
    if pruned is None:
        return None
    import feedparser  # type: ignore[import-untyped]  # ships no types

    headers = {"content-type": "application/xml; charset=utf-8", "content-location": url or ""}
    feed = feedparser.parse(io.BytesIO(pruned), response_headers=headers, sanitize_html=False, resolve_relative_uris=True)
    if not feed.version and not feed.entries:
        return None
    return [str(entry.get("feedburner_origlink") or entry.get("link") or "") for entry in feed.entries]


def _pruned(text: str) -> bytes | None:
    """The feed as well-formed XML without document type and entities, and without its entries' texts; None for no XML.

    Broken XML is mended here, by libxml2, so that feedparser need not fall back on its own reading of it by patterns.
    """
    parser = etree.XMLParser(
        encoding="utf-8", recover=True, resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True
    )
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError:
        return None
    if root is None:
        return None
    for entry in root.iter(etree.Element):
        if _local(entry) in _ENTRIES:
            for child in list(entry):
                if _local(child) not in _KEPT:
                    entry.remove(child)
    return etree.tostring(root, encoding="utf-8")


def _local(element: etree._Element) -> str:
    return etree.QName(element).localname.lower() if isinstance(element.tag, str) else ""


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
