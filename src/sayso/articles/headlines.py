"""A page's tree, nodes and meta elements -> its headlines: the one that a reader sees, and those for search and for sharing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import unescape
from itertools import islice

from lxml.html import HtmlElement

from sayso.articles.bylines import is_day, letters
from sayso.articles.composition import clean
from sayso.articles.linked_data import Node, kinds, words_of

Meta = dict[str, list[str]]

MOST_HEADINGS = 5  # h1 elements that may be the headline
MOST_LOWER = 40  # headings of a lower order that are looked through where no h1 is one
MOST_TITLES = 8  # that are kept
NEAR = 8  # elements around a heading that tell whether it is a step of a path
LONGEST = 1_000  # characters of each that are looked at
# Shares of words that an h1 has with another headline of its page; one that has fewer is a logo, a banner or a box's heading.
LEAST_ALIKE = 0.2
_SUFFIX = re.compile(r"\s+[-–—|:•»·]\s+[^-–—|•»·]{2,60}$|[|：]\s?[^|：]{2,30}$")
_SEPARATOR = re.compile(r"\s*[-–—|:：•»·]")
_DATED_TAIL = re.compile(r"\s*\W*\s*(?:posted|published|by|on|\d)", re.I)
_PATH = re.compile(r"bread-?crumb", re.I)
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Headline:
    """One wording of a headline, with the places that have it: "page", "data" (JSON-LD), "search" (title), "sharing"."""

    text: str
    places: frozenset[str]
    home: bool = False  # it leads to the site's first page, or stands in a menu, or in the path to the page

    @property
    def letters(self) -> str:
        """Its letters and digits, by which wordings are held against each other."""
        return letters(self.text)


def headlines_of(tree: HtmlElement, nodes: Sequence[Node], meta: Meta, outlets: Sequence[str]) -> list[str]:
    """The page's headlines, each wording once, the article's first; none where the page has none.

    It is the h1 that shares words with what the page says elsewhere; a news article's linked data goes before one that
    nothing else agrees with, and before a wording with a kicker glued to it. Where no h1 is one, what most places agree on.
    """
    found = _wordings(tree, nodes, meta, outlets)
    best = _below_path(found) or _on_page(found, nodes, outlets) or _agreed(found, outlets)
    if best is None:
        return []
    rest = sorted((one for one in found if one is not best and not _is_outlet(one, outlets)), key=_order)
    return [one.text for one in (best, *rest)][:MOST_TITLES]


def _order(headline: Headline) -> int:
    return min(("page", "data", "search", "sharing", "lower").index(place) for place in headline.places)


def _wordings(tree: HtmlElement, nodes: Sequence[Node], meta: Meta, outlets: Sequence[str]) -> list[Headline]:
    """The headlines of all places, those of the same letters as one; an outlet's name behind them is no part of them."""
    tops = [element for element in islice(tree.iter("h1"), 2 * MOST_HEADINGS) if text_of(element)][:MOST_HEADINGS]
    data = [words for node in nodes[:2] if (words := words_of(node.get("headline")))]
    shared = [unescape(words) for key in ("og:title", "twitter:title") for words in meta.get(key, [])[:2]]
    search = [words for element in islice(tree.iter("title"), 1) if (words := clean(element.text or ""))]
    lower = list(_lower(tree, [*search, *shared])) if not tops or len(tops) == 1 else []
    visible = [text_of(element) for element in tops]
    others = [*data, *visible, *lower]
    said = [*(("page", words) for words in visible), *(("data", words) for words in data)]
    said += [
        *(("search", words) for words in search),
        *(("sharing", words) for words in shared),
        *(("lower", words) for words in lower),
    ]
    home = {text_of(element) for element in tops if _leads_home(element)}
    wordings: dict[str, Headline] = {}
    for place, words in said:
        text = undressed(words[:LONGEST], outlets, others).strip()
        key = letters(text)
        if key:
            known = wordings.get(key, Headline(text, frozenset()))
            wordings[key] = Headline(known.text, known.places | {place}, known.home or (place == "page" and words in home))
    return list(wordings.values())


def _lower(tree: HtmlElement, titles: Sequence[str]) -> Iterable[str]:
    """Headings of a lower order whose words the page's titles hold: the headline, where the h1 is the site's name."""
    known = [letters(title) for title in titles]
    for element in islice(tree.iter("h2", "h3"), MOST_LOWER):
        words = text_of(element)
        if len(mine := letters(words)) >= 8 and any(mine in title for title in known):
            yield words


def _below_path(found: Sequence[Headline]) -> Headline | None:
    """The heading of a lower order that the page is shared by, where its h1 is the last step of a path to it: "News > Rain"."""
    tops = [one for one in found if "page" in one.places]
    if not tops or not all(one.home for one in tops):
        return None
    return next((one for one in found if one.places >= {"lower", "sharing"} and "page" not in one.places), None)


def _on_page(found: Sequence[Headline], nodes: Sequence[Node], outlets: Sequence[str]) -> Headline | None:
    """The h1 that is most like what other places say, or what stands for it in linked data."""
    others = [one for one in found if one.places & {"data", "search", "sharing"}]
    tops = [one for one in found if "page" in one.places and not _is_outlet(one, outlets)]
    scored = [(_likeness(one, others) - 0.5 * one.home, -number, one) for number, one in enumerate(tops)]
    scored = [entry for entry in scored if not others or entry[0] + 0.5 * entry[2].home >= LEAST_ALIKE]
    if not scored:
        return None
    best = max(scored, key=lambda entry: entry[:2])[2]
    data = [one for one in others if "data" in one.places and one is not best]
    if best.places == {"page"} and any("news" in kind for node in nodes for kind in kinds(node)):
        backed = (one for one in data if one.places & {"search", "sharing"} or _begins(one, others))
        best = next(backed, best)
    mine = best.letters
    for one in others:
        theirs = one.letters
        if one is best or len(one.text.split()) < 3 or "page" in one.places:
            continue
        if "data" in one.places and mine.endswith(theirs) and 2 * len(theirs) > len(mine):  # "Kultur : Was lesen wir?"
            return one
        if mine.endswith(theirs) and is_day(best.text[: -len(one.text)].strip()):  # "14 March 2031 Rain falls"
            return one
        if mine.startswith(theirs) and _DATED_TAIL.match(best.text, len(one.text)):  # "Rain falls Posted on 14 March"
            return one
    return best


def _begins(headline: Headline, others: Iterable[Headline]) -> bool:
    """Whether the page's title begins with a headline."""
    return any("search" in one.places and one.letters.startswith(headline.letters) for one in others if one is not headline)


def _likeness(headline: Headline, others: Sequence[Headline]) -> float:
    """How much a headline is like that of another place: the share of common words, more where one holds the other."""
    return max((_alike(headline, one) for one in others), default=1.0)


def _alike(one: Headline, other: Headline) -> float:
    if one is other:
        return 2.0
    mine, theirs = set(_WORD.findall(one.text.lower())), set(_WORD.findall(other.text.lower()))
    short, long = sorted((one.letters, other.letters), key=len)
    held = 0.3 if short in long and (len(short) >= 12 or 3 * len(short) >= len(long)) else 0.0
    return len(mine & theirs) / max(1, len(mine | theirs)) + held


def _agreed(found: Sequence[Headline], outlets: Sequence[str]) -> Headline | None:
    """The wording that most places have; a lone h1 that is unlike all the others comes last, with the outlet's name."""
    elsewhere = any("page" not in one.places for one in found)

    def weight(one: Headline) -> float:
        lone = elsewhere and one.places == {"page"}
        return len(one.places) - 2 * _is_outlet(one, outlets) - 2 * lone

    return max(found, key=weight, default=None)


def _is_outlet(headline: Headline, outlets: Sequence[str]) -> bool:
    """Whether a headline is the outlet's name, or little more."""
    mine = headline.letters
    return any(mine in name or (name in mine and 2 * len(name) > len(mine)) for name in map(letters, outlets) if name)


def _leads_home(element: HtmlElement) -> bool:
    """Whether a heading is a link to the site's first page, or stands in a menu or in the path to the page."""
    around = [element, *element.iterancestors()]
    links = [up for up in (*around, *element.iter("a")) if up.tag == "a"]
    path = any(_PATH.search(f"{up.get('class') or ''} {up.get('id') or ''}") for up in around[: NEAR + 1])
    return path or any(link.get("href") == "/" for link in links) or any(up.tag == "nav" for up in around)


def undressed(title: str, outlets: Iterable[str], others: Iterable[str]) -> str:
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


def text_of(element: HtmlElement) -> str:
    """All the words in an element."""
    return clean(" ".join(map(str, element.itertext())))
