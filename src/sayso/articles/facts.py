"""A page's tree -> the facts of its article: JSON-LD and microdata, OpenGraph, Dublin Core, then what a reader sees."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from itertools import islice
from urllib.parse import urljoin, urlsplit

from lxml.html import HtmlElement

from sayso.articles.byline_places import names_on_page
from sayso.articles.bylines import is_account, is_name, is_opener, is_organisation, letters, names_in_nodes, split_names
from sayso.articles.composition import Facts, clean
from sayso.articles.datelines import written_day, written_time
from sayso.articles.linked_data import Node, article_nodes, kinds, linked_nodes, words_of
from sayso.articles.markup import Block
from sayso.articles.times import has_clock, has_offset, to_iso

MOST_IMAGES = 20
MOST_AUTHORS = 50
MOST_TITLES = 20  # that a page may give by OpenGraph, against each of which its nodes are held
LONGEST_TITLE = 1_000  # characters of each that are looked at
_PUBLISHED = (
    "article:published_time og:article:published_time og:published_time datepublished publishdate publish_date "
    "publisheddate pubdate publication_date date sailthru.date parsely-pub-date cxenseparse:publishtime "
    "cxenseparse:recs:publishtime dc.date.issued dcterms.issued dcterms.created dc.date dc.date.created dcterms.date "
    "article.published originalpublicationdate rnews:datepublished bt:pubdate"
)
_UPDATED = (
    "article:modified_time og:article:modified_time og:updated_time datemodified last-modified lastmod lastupdate "
    "modified dcterms.modified dc.date.modified article:updated_time article.updated"
)
_AUTHORS = (
    "author article:author og:article:author article:author_name parsely-author sailthru.author dc.creator "
    "dcterms.creator byl cxenseparse:author citation_author article.author"
)
# WordPress writes this pair for cards: twitter:label1 "Written by", twitter:data1 "Ada Stone".
_LABELS = tuple((f"twitter:label{number}", f"twitter:data{number}") for number in (1, 2))
_OUTLETS = ("og:site_name", "application-name", "dc.publisher", "publisher", "cre")
_SUFFIX = re.compile(r"\s+[-–—|:•»·]\s+[^-–—|•»·]{2,60}$|[|：]\s?[^|：]{2,30}$")
_SEPARATOR = re.compile(r"\s*[-–—|:：•»·]")
_DATED = re.compile(r"date|time|published|pubdate", re.I)
_LANGUAGE = re.compile(r"[a-z]{2}(?![a-z])", re.I)
# Where 03/04/2031 is the third of April. In English it may be March the fourth (and en-US is what pages of any country say that
# were left as their program came); in America and on the Philippines other languages follow it.
_DAY_FIRST = re.compile(
    r"en[-_](?:au|gb|ie|in|nz|za)\b"
    r"|(?:bg|ca|cs|da|de|el|es|et|fi|fr|he|hr|id|it|nl|no|nb|pl|pt|ro|ru|sk|sl|sr|tr|uk|vi)(?![a-z])(?![-_](?:us|pr|ca|ph|pa)\b)",
    re.I,
)

Meta = dict[str, list[str]]


def facts_of(tree: HtmlElement, url: str | None, blocks: Sequence[Block] = ()) -> tuple[Facts, str]:
    """All that the page says of its article, the most specific statement first, and the article's words as JSON-LD has them.

    ``blocks`` are the page's, for the byline that a reader sees. The words are empty where there are none, may be a teaser, and
    their paragraphs may be glued.
    """
    meta = _meta(tree)
    linked = linked_nodes(tree)
    everything = article_nodes(tree, linked)
    pages = [node for node in linked if "webpage" in kinds(node)]
    nodes = _about_this_page(everything, tree, meta)
    outlet = _outlet(nodes, meta, url)
    address = url or _address(tree, meta, nodes)
    language = _language(tree, nodes, meta)
    day_first = bool(_DAY_FIRST.match(language))
    published = _time(_values([*nodes, *pages], "datePublished"), meta, _PUBLISHED.split(), tree, day_first)
    facts = Facts(
        url=address,
        outlet=outlet,
        headline=_headline(tree, nodes, meta, (outlet or "", _site(address))),
        standfirst=_first([*_values(nodes, "description"), *meta.get("og:description", []), *meta.get("description", [])]),
        authors=tuple(_authors(tree, nodes, meta, (outlet or "", _site(address)), blocks))[:MOST_AUTHORS],
        published=published,
        updated=_since(published, _time(_values([*nodes, *pages], "dateModified"), meta, _UPDATED.split(), None, day_first)),
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
    said = [*meta.get("og:title", [])[:MOST_TITLES], *_titles(tree), *map(_text, _top_headings(tree))]
    titles = [letters(title[:LONGEST_TITLE]) for title in said if title]
    same = [node for node in nodes if _agrees(letters(words_of(node.get("headline") or node.get("name")) or ""), titles)]
    return same or nodes[:1]


def _agrees(headline: str, titles: Iterable[str]) -> bool:
    return len(headline) >= 8 and any(headline[:30] in title or title[:30] in headline for title in titles if len(title) >= 8)


def _headline(tree: HtmlElement, nodes: list[Node], meta: Meta, outlets: tuple[str, ...]) -> str | None:
    """The headline.

    OpenGraph's goes first where it is not dressed with the outlet's name, since JSON-LD and h1 are more often a short form or
    a search engine's form of it (of 58 pages 12 have two headlines: OpenGraph's was right on 7 of them, and the two
    exceptions here are 4 more).
    """
    linked = _first(_values(nodes, "headline"))
    shared = _first([*meta.get("og:title", []), *meta.get("twitter:title", [])])
    visible = next((words for words in map(_text, _top_headings(tree)) if words), None)
    titled = _first(_titles(tree))
    others = [words for words in (linked, visible) if words]
    if shared is None:
        best = linked or visible or titled
    elif others and _undressed(shared, outlets, others) != shared:
        best = others[0]
    elif linked and titled and visible and letters(linked) != letters(visible) and letters(titled).startswith(letters(linked)):
        best = linked
    else:
        best = shared
    return _undressed(best, outlets, others) if best else None


def _undressed(title: str, outlets: Iterable[str], others: Iterable[str]) -> str:
    """A title without the outlet's name behind it: "Rain falls | The Mirwen Post"."""
    for other in others:
        if 8 < len(other) < len(title) and title.startswith(other) and _SEPARATOR.match(title, len(other)):
            return other
    found = _SUFFIX.search(title)
    suffix = letters(found[0]) if found else ""
    for name in map(letters, outlets):
        if found and len(suffix) > 1 and len(name) > 1 and (suffix in name or name in suffix):
            return title[: found.start()]
    return title


def _authors(tree: HtmlElement, nodes: list[Node], meta: Meta, outlets: tuple[str, str], blocks: Sequence[Block]) -> list[str]:
    """People from JSON-LD, else from meta elements, else from the byline on the page; an organisation only where no one is.

    A name that may be an account's or the outlet's gives way to a person's in the byline.
    """
    names, organisations = names_in_nodes(nodes)
    if names and not organisations and not any(is_stand_in(name, outlets) for name in names):
        return names
    people = [name for name in _meta_names(meta, set(map(letters, [*names, *outlets]))) if not is_stand_in(name, outlets)]
    top = next(iter(_top_headings(tree)), None)
    seen = names_on_page(tree, top, blocks)
    known = [name for name in seen if not is_stand_in(name, outlets)]
    return people or known or names or _meta_names(meta, set()) or seen


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


def _time(first: list[object], meta: Meta, keys: Iterable[str], tree: HtmlElement | None, day_first: bool) -> str | None:
    """The first time with a clock, else the first day; a missing offset is taken from another field with the same clock."""
    said = [words for words in map(words_of, first) if words]
    said += [content for key in keys for content in meta.get(key, [])]
    times = [time for words in said if (time := to_iso(words, day_first))]
    if not times and tree is not None:
        times += [time for time in _visible_times(tree, day_first) if time]
    best = next(filter(has_clock, times), next(iter(times), None))
    if best and has_clock(best) and (not has_offset(best) or best.endswith("+00:00")):
        # The same clock with an offset: a local time is often written with none, or passed off as UTC.
        return next((time for time in times if _is_local(time) and time[:16] == best[:16]), best)
    return best


def _since(published: str | None, updated: str | None) -> str | None:
    """The time of the last change, unless it lies before the first appearance: then one of the two is a mistake."""
    if published and updated and has_offset(published) and has_offset(updated):
        return updated if datetime.fromisoformat(updated) >= datetime.fromisoformat(published) else None
    return updated


def _is_local(time: str) -> bool:
    return has_offset(time) and not time.endswith("+00:00")


def _visible_times(tree: HtmlElement, day_first: bool) -> Iterator[str | None]:
    """The times that a reader sees: time elements, then short words in elements classed as a date."""
    for element in list(tree.iter("time"))[:3]:
        yield to_iso(element.get("datetime"), day_first) or _visible_time(_text(element), day_first)
    dated = (element for element in tree.iter("span", "div", "p", "li") if _DATED.search(element.get("class") or ""))
    for element in islice(dated, 5):
        yield _visible_time(_text(element)[:80], day_first)


def _visible_time(words: str, day_first: bool) -> str | None:
    """The time in words that a reader sees: with its clock, where they have one ("Published 7:07 PM EST Nov 19, 2031")."""
    return to_iso(written_time(words) or words, day_first) or written_day(words)


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


def _text(element: HtmlElement) -> str:
    return clean(" ".join(element.itertext()))
