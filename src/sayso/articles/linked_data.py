"""A page's tree -> what JSON-LD and microdata say about its article: dictionaries by schema.org's names, best first."""

from __future__ import annotations

import json
import re
from collections import deque
from collections.abc import Iterator
from html import unescape
from typing import Any

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
_TRAILING_COMMA = re.compile(r",\s{0,20}([\]}])")
_MARKUP = re.compile(r"<[^<>]{1,200}>")


def article_nodes(tree: HtmlElement, linked: list[Node]) -> list[Node]:
    """The nodes of a page that describe an article, the most specific kind first, in page order within a kind."""
    by_id = {str(node["@id"]): node for node in reversed(linked) if "@id" in node and len(node) > 2}
    found = [_resolved(node, by_id) for node in linked if _rank(node) is not None]
    found += [node for node in _microdata_nodes(tree) if _rank(node) is not None]
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
            return json.loads(attempt, strict=False)
        except (ValueError, RecursionError):
            continue
    return None


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


def _resolved(node: Node, by_id: dict[str, Node]) -> Node:
    """The node with references by ``@id`` ({"author": {"@id": "#ada"}}) replaced by what they point at."""
    return {key: _pointed(value, by_id) for key, value in node.items()}


def _pointed(value: object, by_id: dict[str, Node]) -> object:
    if isinstance(value, list):
        return [_pointed(item, by_id) for item in value]
    if isinstance(value, dict) and "name" not in value and isinstance(value.get("@id"), str):
        return {**value, **by_id.get(value["@id"], {})}
    return value


def _microdata_nodes(tree: HtmlElement) -> list[Node]:
    """Microdata's items as the same dictionaries; nested items keep their own properties."""
    nodes: dict[HtmlElement, Node] = {}
    top: list[Node] = []
    for element in tree.xpath("//*[@itemscope or @itemprop]")[:_MOST_NODES]:
        owner = _owner(element, nodes)
        node: Node | None = None
        if element.get("itemscope") is not None:
            node = {"@type": (element.get("itemtype") or "").split(" ")[0]}
            nodes[element] = node
            top.append(node)
        for name in (element.get("itemprop") or "").split():
            if owner is not None:
                owner.setdefault(name, []).append(node if node is not None else _property(element))
    return top


def _owner(element: HtmlElement, nodes: dict[HtmlElement, Node]) -> Node | None:
    for ancestor in element.iterancestors():
        if ancestor in nodes:
            return nodes[ancestor]
    return None


def _property(element: HtmlElement) -> str | None:
    for key in ("content", "datetime"):
        if element.get(key):
            return str(element.get(key))
    if element.tag in ("a", "link"):
        return clean("".join(map(str, element.itertext()))) or _attribute(element, "href")
    if element.tag == "img":
        return _attribute(element, "src")
    return clean(" ".join(map(str, element.itertext())))[:20_000]


def _attribute(element: HtmlElement, name: str) -> str | None:
    value = element.get(name)
    return None if value is None else str(value)
