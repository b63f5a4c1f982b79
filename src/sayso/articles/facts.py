"""A page's tree -> the facts of its article: JSON-LD and microdata, OpenGraph, Dublin Core, then what a reader sees."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from urllib.parse import urljoin, urlsplit

from lxml.html import HtmlElement

from sayso.articles.byline_places import names_on_page
from sayso.articles.bylines import is_account, is_name, is_opener, is_organisation, letters, names_in_nodes, split_names
from sayso.articles.composition import Facts, clean
from sayso.articles.datelines import is_day_first
from sayso.articles.headlines import headlines_of, text_of
from sayso.articles.linked_data import Node, article_nodes, kinds, linked_nodes, marked_elements, words_of
from sayso.articles.markup import Block
from sayso.articles.publication import Sources, dates_of
from sayso.articles.visible_dates import headline_block

MOST_IMAGES = 20
MOST_AUTHORS = 50
MOST_TITLES = 20  # that a page may give by OpenGraph, against each of which its nodes are held
LONGEST_TITLE = 1_000  # characters of each that are looked at
_AUTHORS = (
    "author article:author og:article:author article:author_name parsely-author sailthru.author dc.creator "
    "dcterms.creator byl cxenseparse:author citation_author article.author"
)
# WordPress writes this pair for cards: twitter:label1 "Written by", twitter:data1 "Ada Stone".
_LABELS = tuple((f"twitter:label{number}", f"twitter:data{number}") for number in (1, 2))
_OUTLETS = ("og:site_name", "application-name", "dc.publisher", "publisher", "cre")
_LANGUAGE = re.compile(r"[a-z]{2}(?![a-z])", re.I)
Meta = dict[str, list[str]]


def facts_of(tree: HtmlElement, url: str | None, blocks: Sequence[Block] = ()) -> tuple[Facts, str]:
    """All that the page says of its article, the most specific statement first, and the article's words as JSON-LD has them.

    ``blocks`` are the page's, for the byline that a reader sees. The words are empty where there are none, may be a teaser, and
    their paragraphs may be glued.
    """
    meta = _meta(tree)
    linked = linked_nodes(tree)
    marked = marked_elements(tree)
    everything = article_nodes(tree, linked, marked)
    pages = [node for node in linked if "webpage" in kinds(node)]
    nodes = _about_this_page(everything, tree, meta)
    outlet = _outlet(nodes, meta, url)
    address = url or _address(tree, meta, nodes)
    language = _language(tree, nodes, meta)
    titles = headlines_of(tree, nodes, meta, (outlet or "", _site(address)))
    headline = next(iter(titles), None)
    at = headline_block(blocks, headline)
    top = next(iter(_top_headings(tree)), None) if at is None else blocks[at].element
    day_first = True if is_day_first(language) else None
    published, updated = dates_of(Sources(tree, nodes, pages, linked, meta, marked, blocks, headline, address, day_first))
    facts = Facts(
        url=address,
        outlet=outlet,
        headline=headline,
        titles=tuple(titles),
        standfirst=_first([*_values(nodes, "description"), *meta.get("og:description", []), *meta.get("description", [])]),
        authors=tuple(_authors(tree, nodes, meta, (outlet or "", _site(address)), blocks, top))[:MOST_AUTHORS],
        published=published,
        updated=updated,
        section=_first([*_values(nodes, "articleSection"), *meta.get("article:section", []), *meta.get("section", [])]),
        language=language[:2].lower() or None,
        images=tuple(_images(nodes, meta, address)),
    )
    bodies = [body for node in everything if isinstance(body := node.get("articleBody"), str)]
    return facts, max(bodies, key=len, default="")


def _meta(tree: HtmlElement) -> Meta:
    """The page's meta elements by lower-case name, each name's contents in page order."""
    found: Meta = {}
    for element in tree.iter("meta"):
        content = clean(element.get("content") or "")
        for key in {element.get("property"), element.get("name"), element.get("itemprop")}:
            if key and content:
                found.setdefault(key.strip().lower(), []).append(content)
    return found


def _about_this_page(nodes: list[Node], tree: HtmlElement, meta: Meta) -> list[Node]:
    """The nodes about this page's article, not about the teasers beside it: those that share its title, else the first."""
    said = [*meta.get("og:title", [])[:MOST_TITLES], *_titles(tree), *map(text_of, _top_headings(tree))]
    titles = [letters(title[:LONGEST_TITLE]) for title in said if title]
    same = [node for node in nodes if _agrees(letters(words_of(node.get("headline") or node.get("name")) or ""), titles)]
    return same or nodes[:1]


def _agrees(headline: str, titles: Iterable[str]) -> bool:
    return len(headline) >= 8 and any(headline[:30] in title or title[:30] in headline for title in titles if len(title) >= 8)


def _authors(
    tree: HtmlElement, nodes: list[Node], meta: Meta, outlets: tuple[str, str], blocks: Sequence[Block], top: HtmlElement | None
) -> list[str]:
    """People from JSON-LD, else from meta elements, else from the byline on the page; an organisation only where no one is.

    A name that may be an account's or the outlet's gives way to a person's in the byline.
    """
    names, organisations = names_in_nodes(nodes)
    if names and not organisations and not any(is_stand_in(name, outlets) for name in names):
        return names
    people = [name for name in _meta_names(meta, set(map(letters, [*names, *outlets]))) if not is_stand_in(name, outlets)]
    if people:
        return people
    seen = names_on_page(tree, top, blocks)
    known = [name for name in seen if not is_stand_in(name, outlets)]
    return known or names or _meta_names(meta, set()) or seen


def is_stand_in(name: str, outlets: Iterable[str]) -> bool:
    """Whether a name is one word, or an organisation's, or begins as the outlet's name does, and so may stand for a person.

    >>> is_stand_in("Mirwen Admin", ["Mirwen Post", "mirwenpost"]), is_stand_in("Ada Stone", ["Mirwen Post"])
    (True, False)
    """
    first, _, rest = name.partition(" ")
    if is_organisation(name) or (not rest and name.lower() != name.upper()):
        return True
    start = letters(first)
    known = [name for name in map(letters, outlets) if len(name) >= 4]
    return len(start) >= 4 and any(name.startswith(start) or start.startswith(name) for name in known)


def _meta_names(meta: Meta, without: set[str]) -> list[str]:
    for key in _AUTHORS.split():
        names = [name for content in meta.get(key, []) for name in split_names(content)]
        names = [name for name in names if is_name(name) and not is_account(name) and letters(name) not in without]
        if names:
            return list(dict.fromkeys(names))
    for label, data in _LABELS:
        if is_opener(next(iter(meta.get(label, [])), "")):
            return [name for content in meta.get(data, [])[:1] for name in split_names(content) if not is_account(name)]
    return []


def declared_language(tree: HtmlElement) -> str | None:
    """The language that a page's first element and meta elements declare, ISO 639-1; None where they say nothing."""
    return _language(tree, [], _meta(tree))[:2].lower() or None


def _language(tree: HtmlElement, nodes: list[Node], meta: Meta) -> str:
    """What the page says of its language, its own attribute first ("en-GB", "fr"); empty where it says nothing."""
    said = [tree.get("lang"), tree.get("{http://www.w3.org/XML/1998/namespace}lang"), tree.get("xml:lang")]
    said += [words_of(value) for value in _values(nodes, "inLanguage")]
    said += [
        *meta.get("og:locale", []),
        *meta.get("content-language", []),
        *meta.get("dc.language", []),
        *meta.get("language", []),
    ]
    return next((words.strip() for words in said if words and _LANGUAGE.match(words.strip())), "")


def _outlet(nodes: list[Node], meta: Meta, url: str | None) -> str | None:
    said = [content for key in _OUTLETS for content in meta.get(key, [])]
    published = [words_of(value) for value in _values(nodes, "publisher")]
    found = _first([*meta.get("og:site_name", []), *published, *said])
    return found or _host(url)


def _host(url: str | None) -> str | None:
    try:
        return (urlsplit(url or "").hostname or "").removeprefix("www.") or None
    except ValueError:
        return None


def _site(url: str | None) -> str:
    """The name in an address: "mirwenpost" of https://www.mirwenpost.example/1."""
    try:
        labels = (urlsplit(url or "").hostname or "").removeprefix("www.").split(".")
    except ValueError:
        return ""
    return max(labels[:-1], key=len, default="")


def _address(tree: HtmlElement, meta: Meta, nodes: list[Node]) -> str | None:
    said = [link.get("href") for link in tree.iter("link") if (link.get("rel") or "").lower() == "canonical"]
    said += meta.get("og:url", [])
    said += [value.get("@id") if isinstance(value, dict) else value for value in _values(nodes, "mainEntityOfPage")]
    said += [value for value in _values(nodes, "url") if isinstance(value, str)]
    return next((value for value in said if isinstance(value, str) and value.startswith(("http://", "https://"))), None)


def _images(nodes: list[Node], meta: Meta, url: str | None) -> list[str]:
    said: list[str] = list(meta.get("og:image", []))
    for value in _values(nodes, "image"):
        said += _image_addresses(value)
    whole = [_joined(url, address) for address in said]
    return list(dict.fromkeys(address for address in whole if address.startswith(("http://", "https://"))))[:MOST_IMAGES]


def _joined(url: str | None, address: str) -> str:
    try:
        return urljoin(url or "", address)
    except ValueError:
        return ""


def _image_addresses(value: object) -> list[str]:
    if isinstance(value, list):
        return [address for item in value[:MOST_IMAGES] for address in _image_addresses(item)]
    if isinstance(value, dict):
        value = value.get("url") or value.get("contentUrl")
    return [value] if isinstance(value, str) else []


def _values(nodes: Iterable[Node], key: str) -> list[object]:
    return [node[key] for node in nodes if node.get(key)]


def _first(values: Iterable[object], to_words: Callable[[object], str | None] = words_of) -> str | None:
    return next((words for words in map(to_words, values) if words), None)


def _titles(tree: HtmlElement) -> list[str]:
    return [clean(element.text or "") for element in tree.iter("title")][:1]


def _top_headings(tree: HtmlElement) -> list[HtmlElement]:
    return list(tree.iter("h1"))[:5]
