"""A sitemap (also of news, also an index of others, also plain text) -> the addresses of its pages, in its order."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from urllib.parse import urljoin

from lxml import etree

from sayso.pages.addresses import bare_address, is_address
from sayso.pages.charset import decode
from sayso.pages.feeds import read_feed, with_ampersands
from sayso.pages.kinds import HEAD_BYTES, kind_of
from sayso.record import Page, Refusal

MOST_ADDRESSES = 50_000  # of one input: what the protocol allows one sitemap, and 14 hours at one a second
MOST_SITEMAPS = 1_000
DEEPEST = 3  # an index of indexes of sitemaps

Fetch = Callable[[str], Page | Refusal]


def read_sitemap(page: Page, fetch: Fetch) -> Iterator[str | Refusal]:
    """The addresses in a sitemap's bytes, each once, as they are asked for; ``fetch`` gets the sitemaps that an index names.

    Beyond MOST_ADDRESSES, MOST_SITEMAPS or DEEPEST a Refusal says what was left.

    >>> page = Page("a.xml", b"<urlset><url><loc>https://news.example/1</loc></url></urlset>")
    >>> list(read_sitemap(page, fetch=lambda address: Refusal(address, "unreachable", "")))
    ['https://news.example/1']
    """
    walk = _Walk(fetch)
    count = 0
    for found in walk.read(page, 1):
        if isinstance(found, str):
            if count == MOST_ADDRESSES:
                yield _too_many(page.input, f"{MOST_ADDRESSES:,} addresses")
                return
            count += 1
        yield found
    if not count and not walk.refused:
        yield Refusal(page.input, "empty", f"{page.input} is a sitemap that names no page.")


class _Walk:
    """One walk through a sitemap and those it names, each once."""

    def __init__(self, fetch: Fetch) -> None:
        self.fetch = fetch
        self.refused = False
        self._told = False  # of the caps
        self._sitemaps: set[str] = set()
        self._addresses: set[str] = set()

    def read(self, page: Page, depth: int) -> Iterator[str | Refusal]:
        kind = kind_of(page.content[:HEAD_BYTES])
        if kind == "feed":
            rows: Iterator[tuple[str, str] | Refusal] = (
                ("url", one) if isinstance(one, str) else one for one in read_feed(page)
            )
        else:
            rows = _rows(page, plain=kind == "addresses")
        for row in rows:
            if isinstance(row, Refusal):
                self.refused = True
                yield row
            elif row[0] == "sitemap":
                yield from self._nested(row[1], page, depth)
            elif row[1] not in self._addresses:
                self._addresses.add(row[1])
                yield row[1]

    def _nested(self, address: str, page: Page, depth: int) -> Iterator[str | Refusal]:
        if address in self._sitemaps or address == page.url:
            return
        if depth == DEEPEST or len(self._sitemaps) == MOST_SITEMAPS:
            if not self._told:
                self._told = self.refused = True
                most = f"{DEEPEST} sitemaps in each other" if depth == DEEPEST else f"{MOST_SITEMAPS:,} sitemaps"
                yield _too_many(page.input, most)
            return
        self._sitemaps.add(address)
        inner = self.fetch(address)
        if isinstance(inner, Refusal):
            self.refused = True
            yield inner
        else:
            yield from self.read(inner, depth + 1)


def _too_many(name: str, most: str) -> Refusal:
    return Refusal(
        name, "too-big", f"{name} leads to more than {most}, the most that one input may. Give its parts one by one."
    )


def _rows(page: Page, plain: bool) -> Iterator[tuple[str, str] | Refusal]:
    """("url" or "sitemap", address) for each that stands in the bytes."""
    text = decode(page.content, page.charset)
    if text is None:
        yield Refusal(page.input, "bad-sitemap", f"{page.input} is no sitemap, but an image, an archive or a program.")
        return
    known = False
    for kind, address in (("url", line) for line in text.split()) if plain else _elements(text):
        known = True
        if is_address(whole := _absolute(address, page.url)):
            yield kind, whole if page.url is None else bare_address(whole)  # a password in what a site sends is not the user's
    if not known and kind_of(page.content[:HEAD_BYTES]) not in ("sitemap", "addresses"):
        yield Refusal(page.input, "bad-sitemap", f"{page.input} is no sitemap: no XML with its elements, no list of addresses.")


def _absolute(address: str, url: str | None) -> str:
    try:
        return urljoin(url or "", address)
    except ValueError:  # half of an IPv6 address
        return ""


def _elements(text: str) -> Iterator[tuple[str, str]]:
    """Each ``url`` and ``sitemap`` element with its own ``loc`` (an image's loc stands deeper), in the memory of one."""
    content = io.BytesIO(with_ampersands(text.lstrip("\ufeff \t\r\n")).encode("utf-8", "replace"))
    safe = {"recover": True, "resolve_entities": False, "no_network": True, "load_dtd": False, "remove_comments": True}
    walk = etree.iterparse(content, ("end",), tag=("{*}url", "{*}sitemap"), encoding="utf-8", **safe)
    try:
        for _, element in walk:
            space, brace, kind = element.tag.rpartition("}")
            for place in element.iterchildren(f"{space}{brace}loc"):
                yield kind, (place.text or "").strip()
            element.clear(keep_tail=False)
            parent = element.getparent()
            while parent is not None and element.getprevious() is not None:
                del parent[0]
    except etree.XMLSyntaxError:  # nothing in it that could be mended
        return
