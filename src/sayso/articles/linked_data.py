"""A page's tree -> what JSON-LD and microdata say about its article: dictionaries by schema.org's names, best first."""

from __future__ import annotations

import json
import re
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from html import unescape
from typing import Any

from lxml import etree
from lxml.html import HtmlElement

from sayso.articles.composition import clean

Node = dict[str, Any]

# Kinds of schema.org that are an article of news, in the order of trust; a WebPage gives its times only.
_KINDS = [
    "newsarticle",
    "reportagenewsarticle",
    "analysisnewsarticle",
    "backgroundnewsarticle",
    "opinionnewsarticle",
    "askpublicnewsarticle",
    "reviewnewsarticle",
    "liveblogposting",
    "report",
    "advertisercontentarticle",
    "satiricalarticle",
    "scholarlyarticle",
    "techarticle",
    "article",
    "blogposting",
    "socialmediaposting",
]
_MOST_NODES = 5_000
_DEEPEST = 50  # objects and lists in each other; pages have six or seven
_MOST_SHARED = 200  # facts of an object that others point at; each gets a copy of them
_MOST_SHARES = 2_000  # such copies on a page
_LONGEST_PROPERTY = 200_000  # characters under one of microdata's properties that are looked at, white space with them
_MOST_PROPERTIES = 2_000_000  # characters under all of them: a property may stand in another, and a page in fifty
_UNREAD = frozenset(("articleBody", "reviewBody", "text"))  # properties as long as an article, which nobody asks microdata for
_TRAILING_COMMA = re.compile(r",\s{0,20}([\]}])")
_MARKUP = re.compile(r"<[^<>]{1,200}>")


def marked_elements(tree: HtmlElement) -> list[HtmlElement]:
    """The elements of a page that have microdata, in page order; none where items have no properties."""
    if not tree.xpath("boolean(descendant::*[@itemprop])"):
        return []
    return list(tree.xpath("//*[@itemscope or @itemprop]")[:_MOST_NODES])


def article_nodes(tree: HtmlElement, linked: list[Node], marked: Sequence[HtmlElement]) -> list[Node]:
    """The nodes of a page that describe an article, the most specific kind first, in page order within a kind.

    ``linked`` are those of its JSON-LD, and ``marked`` its elements with microdata.
    """
    by_id = {str(node["@id"]): node for node in reversed(linked) if "@id" in node and 2 < len(node) <= _MOST_SHARED}
    shares = iter(range(_MOST_SHARES))
    found = [{key: _pointed(value, by_id, shares) for key, value in node.items()} for node in linked if _rank(node) is not None]
    found += [node for node in _microdata_nodes(marked) if _rank(node) is not None]
    return sorted(found, key=lambda node: _rank(node) or 0)


def linked_nodes(tree: HtmlElement) -> list[Node]:
    """All typed objects in the page's JSON-LD, in page order, outer ones before those inside them."""
    nodes: list[Node] = []
    for script in tree.iter("script"):
        if "ld+json" in (script.get("type") or "").lower():
            nodes.extend(_walk(_loaded(script.text or "")))
    return nodes


def kinds(node: Node) -> list[str]:
    """The node's types, lower case, without the vocabulary's address."""
    value = node.get("@type")
    values = value if isinstance(value, list) else [value]
    return [kind.rsplit("/", 1)[-1].lower() for kind in values if isinstance(kind, str)]


def words_of(value: object) -> str | None:
    """The first text of a value: a string, a list of them, or an object's name; entities and tags undone.

    >>> words_of([{"@type": "Person", "name": "Ada &amp; Bo"}])
    'Ada & Bo'
    """
    for _ in range(5):
        if isinstance(value, list):
            value = value[0] if value else None
        elif isinstance(value, dict):
            value = value.get("name") or value.get("@value") or value.get("url")
    if not isinstance(value, str):
        return None
    plain = unescape(unescape(value)) if "&" in value else value
    return clean(_MARKUP.sub(" ", plain) if "<" in plain else plain) or None


def _rank(node: Node) -> int | None:
    ranks = [_KINDS.index(kind) for kind in kinds(node) if kind in _KINDS]
    return min(ranks, default=None)


def _loaded(text: str) -> object:
    """What a JSON-LD script holds; control characters, comment and CDATA borders and trailing commas are forgiven."""
    text = text.strip().removeprefix("<!--").removesuffix("-->").removeprefix("//<![CDATA[").removeprefix("<![CDATA[")
    text = text.strip().removesuffix("]]>").removesuffix("//").strip().rstrip(";")
    for attempt in (text, _TRAILING_COMMA.sub(r"\1", text)):
        try:
            return _pruned(json.loads(attempt, strict=False))
        except (ValueError, RecursionError):
            continue
    return None


def _pruned(value: object) -> object:
    """The value, emptied of what is nested deeper than _DEEPEST: whoever walks over it later may do so by recursion."""
    level = [value] if isinstance(value, list | dict) else []
    for _ in range(_DEEPEST):
        parts = (part for item in level for part in (item.values() if isinstance(item, dict) else item))
        level = [part for part in parts if isinstance(part, list | dict)]
    for item in level:
        item.clear()
    return value


def _walk(value: object) -> Iterator[Node]:
    """All objects inside a value, outer ones first, those that stand beside each other in their order."""
    queue = deque([value])
    for _ in range(_MOST_NODES):
        if not queue:
            return
        item = queue.popleft()
        if isinstance(item, list):
            queue.extendleft(reversed(item[:_MOST_NODES]))
        elif isinstance(item, dict):
            if "@type" in item:
                yield item
            queue.extend(part for part in item.values() if isinstance(part, list | dict))


def _pointed(value: object, by_id: dict[str, Node], shares: Iterator[int]) -> object:
    """A value with references by ``@id`` ({"author": {"@id": "#ada"}}) replaced by what they point at."""
    if isinstance(value, list):
        return [_pointed(item, by_id, shares) for item in value]
    if isinstance(value, dict) and "name" not in value and isinstance(value.get("@id"), str):
        target = by_id.get(value["@id"])
        if target is not None and next(shares, None) is not None:
            return {**value, **target}
    return value


def _microdata_nodes(marked: Sequence[HtmlElement]) -> list[Node]:
    """Microdata's items as the same dictionaries; nested items keep their own properties."""
    nodes: dict[HtmlElement, Node] = {}
    top: list[Node] = []
    texts = _Texts(element for element in marked if _is_read(element))
    for element in marked:
        owner = _owner(element, nodes)
        node: Node | None = None
        if element.get("itemscope") is not None:
            node = {"@type": (element.get("itemtype") or "").split(" ")[0]}
            nodes[element] = node
            top.append(node)
        for name in (element.get("itemprop") or "").split():
            if owner is not None:
                owner.setdefault(name, []).append(node if node is not None else _property(element, texts))
    return top


def _is_read(element: HtmlElement) -> bool:
    """Whether the words inside an element with microdata are looked at."""
    if element.get("itemscope") is not None or element.tag == "img":
        return False
    told = element.tag not in ("a", "link") and (element.get("content") or element.get("datetime"))
    return not told and any(name not in _UNREAD for name in (element.get("itemprop") or "").split())


class _Texts:
    """The texts inside some elements, each read on one walk: a page may have a property around a property, thousands deep."""

    def __init__(self, elements: Iterable[HtmlElement]) -> None:
        """``elements`` stand in page order."""
        self.left = _MOST_PROPERTIES
        self.texts: list[str] = []
        self.inside: dict[HtmlElement, tuple[int, int] | None] = dict.fromkeys(elements)
        for element, place in self.inside.items():
            if place is None:
                self._walk(element)

    def _walk(self, outer: HtmlElement) -> None:
        for event, element in etree.iterwalk(outer, events=("start", "end")):
            here = len(self.texts)
            if event == "start":
                if element in self.inside:
                    self.inside[element] = (here, here)
                self.texts += [element.text] if element.text else []
            else:
                if place := self.inside.get(element):
                    self.inside[element] = (place[0], here)
                self.texts += [element.tail] if element.tail else []

    def of(self, element: HtmlElement) -> list[str]:
        """The element's texts in page order, as far as they are looked at."""
        found: list[str] = []
        most = min(self.left, _LONGEST_PROPERTY)
        for number in range(*(self.inside.get(element) or (0, 0))):
            if most <= 0:
                break
            found.append(self.texts[number])
            most -= len(found[-1])
            self.left -= len(found[-1])
        return found


def _owner(element: HtmlElement, nodes: dict[HtmlElement, Node]) -> Node | None:
    for ancestor in element.iterancestors():
        if ancestor in nodes:
            return nodes[ancestor]
    return None


def _property(element: HtmlElement, texts: _Texts) -> str | None:
    for key in ("content", "datetime"):
        if element.get(key):
            return str(element.get(key))
    if element.tag in ("a", "link"):
        return clean("".join(texts.of(element))) or _attribute(element, "href")
    if element.tag == "img":
        return _attribute(element, "src")
    return clean(" ".join(texts.of(element)))[:20_000]


def _attribute(element: HtmlElement, name: str) -> str | None:
    value = element.get(name)
    return None if value is None else str(value)
