"""A page's tree and blocks -> the names in the byline that a reader sees, below the headline or under the text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from lxml.html import HtmlElement

from sayso.articles.bylines import (
    has_given_name,
    is_button,
    is_job,
    is_likely_person,
    is_opened,
    is_opener,
    is_person,
    is_written_as_name,
    split_names,
)
from sayso.articles.composition import clean
from sayso.articles.datelines import written
from sayso.articles.markup import Block, is_heading
from sayso.articles.visible_dates import is_beside
from sayso.languages import listed

FARTHEST = 400  # elements below the headline
MOST_CLASSED = 20
LONGEST_LINE = 150
BLOCKS_BELOW = 14  # below the headline: share buttons and a standfirst stand between it and the byline
LAST_LINES = 4  # an appeal for money and tags may stand below the signature
BLOCKS_ABOVE = 4  # above the headline
LONGEST_NAME_LINE = 60
PASSAGE = 160  # characters; after two passages of this length the text has begun
_CAPITAL = re.compile(r"(?<=[a-z])([A-Z])")
_LIKE_CLASSES = re.compile("line|auth|aut[oe]|writ|penulis|journ|report", re.I)
_CLASSES = re.compile(
    r"(?:^|[\s_-])(?:by-?lines?|authors?|autor(?:en|es)?|auteurs?|writers?|penulis|journalists?|reporters?)(?:$|[\s_-])", re.I
)
_NAMED_IN_CLASS = re.compile(r"author-?_?-?name|byline-?_?-?name|name|(?:^|\s)fn(?:$|\s)", re.I)
_BESIDE = re.compile(r"caption|credit|photo|comment|related|teaser|foot", re.I)
_BESIDE_TAGS = frozenset(("figure", "figcaption", "aside", "nav", "footer", "form"))
_BETWEEN = re.compile(r"\s*[|•·⋅∙●/]\s*")
_BY_WITHIN = re.compile(r"\b(?:by|von|par|por|door|av)\s+(?=[^\W\d_])", re.I)
_WROTE = re.compile(
    r"(?:(?:article|posted|published|story|text|words|written|geschrieben|verfasst|escrito|écrit)\s+(?:by|von|por|par)\b)", re.I
)
_TEAM = re.compile(r"(?:^|\s)(?:team|staff|editors|newsroom|redaktion)$", re.I)
# What stands behind a name without a space, where two elements do so.
_GLUED = re.compile(r"(?<=[a-zß-ÿ])(?=(?:Published|Updated|Posted|Last|Stand)\b|\d)")
_RIGHT = re.compile(r"text-align\s{0,3}:\s{0,3}(?:right|end)")
_DESK = re.compile(r"(?:-|\s)(?:Redaktion|Staff|Newsroom|Desk|Editors|Redacción|Redazione)$")
_SIGNED = re.compile(r"author|sign|byline|autor|right", re.I)


def names_on_page(tree: HtmlElement, headline: HtmlElement | None, blocks: Sequence[Block] = ()) -> list[str]:
    """The names in the byline: what the page marks as its author, a line near the headline that starts with "By", or what
    is classed as a byline there; a name beside the day; a line far below that tells who wrote. Photographers, comments and
    other articles' authors are left out.
    """
    at = _place_of(blocks, headline)
    near = [] if at is None else [*_until_text(blocks[at + 1 : at + 1 + BLOCKS_BELOW])]
    above = [] if at is None else blocks[max(0, at - BLOCKS_ABOVE) : at]
    return (
        _marked(tree)
        or _led(near)
        or _classed(tree, headline)
        or _led(above, dated=True)
        or _beside_day(near)
        or _beside_day(above)
        or _written_by(blocks)
        or _led(near, teams=True)
        or _led(above, dated=True, teams=True)
    )


def _place_of(blocks: Sequence[Block], headline: HtmlElement | None) -> int | None:
    if headline is None:
        return None
    return next((n for n, block in enumerate(blocks) if block.element is headline or headline in block.context), None)


def _until_text(blocks: Sequence[Block]) -> Iterator[Block]:
    """The blocks up to the text's second passage."""
    passages = 0
    for block in blocks:
        passages += len(block.words) >= PASSAGE
        if passages > 1:
            return
        yield block


def _marked(tree: HtmlElement) -> list[str]:
    """The names marked by rel=author or itemprop=author, where one or a few stand together."""
    found = tree.xpath("descendant::*[@itemprop='author'] | descendant::a[@rel][contains(concat(' ', @rel, ' '), ' author ')]")
    if not 0 < len(found) <= 6:
        return []
    first = found[0]
    near = {first.getparent(), first.getparent().getparent() if first.getparent() is not None else None} - {None}
    together = [element for element in found if element is first or near & set(_up(element, 2))]
    if len(found) > 3 and len(together) < len(found):
        return []
    return _names(" | ".join(_words(element) for element in together))


def _led(near: Sequence[Block], dated: bool = False, teams: bool = False) -> list[str]:
    """The names of the first line that starts with "By", or has a "by" beside a day, where all are written as names.

    With ``dated`` a line without a day is none: above a headline other things are signed too. With ``teams`` it may be one
    name of an outlet, an agency or a desk.
    """
    for number, block in enumerate(near):
        words = _GLUED.sub(" ", block.words)
        if is_opener(words) and number + 1 < len(near):
            words = f"{words.rstrip(' :')} {near[number + 1].words}"
        if len(words) > LONGEST_LINE or _is_beside(block.element):
            continue
        day = written(words, day_first=True)
        if dated and not day:
            continue
        opened = [part for part in _BETWEEN.split(words) if is_opened(part)]
        found = _BY_WITHIN.search(words) if day and not opened else None
        for led in [words, *opened] if opened else [words[found.start() :]] if found else []:
            names = split_names(led)
            alone = bool(day) and len(names) == 1 and names[0].istitle() and not is_button(names[0])
            team = teams and len(names) == 1 and is_written_as_name(names[0].removeprefix("The "))
            if names and (all(map(is_person, names)) or alone or team):
                return names
    return []


def _beside_day(near: Sequence[Block]) -> list[str]:
    """The names of a line that holds nothing else, where its neighbour is the article's day or what its bearer is.

    A team's name is taken where no person's stands there: "The Courier Team".
    """
    team: list[str] = []
    for number, block in enumerate(near):
        words = _GLUED.sub(" ", block.words)
        if len(words) > LONGEST_NAME_LINE or is_heading(block) or _is_beside(block.element):
            continue
        beside = [near[place].words for place in (number - 1, number + 1) if 0 <= place < len(near)]
        dated = any(map(_is_dateline, beside))
        if not dated and not (number + 1 < len(near) and _is_role(near[number + 1].words)):
            continue
        names = split_names(words)
        if names and all(map(is_likely_person if dated else has_given_name, names)):
            return names
        if not team and len(names) == 1 and _TEAM.search(names[0]) and is_written_as_name(names[0].removeprefix("The ")):
            team = names
    return team


def _is_dateline(words: str) -> bool:
    """Whether a line tells a day, or is the label before one."""
    if len(words) > LONGEST_NAME_LINE:
        return False
    return written(words, day_first=True) is not None or words.lower().strip(" :") in listed("day_labels")


def _is_role(words: str) -> bool:
    return len(words) <= LONGEST_NAME_LINE and is_job(words) and not is_opened(words)


def _written_by(blocks: Sequence[Block]) -> list[str]:
    """The names of the one line on a page that tells who wrote, wherever it stands: "Posted by Ada Stone on 14 March"."""
    told: list[list[str]] = []
    for number, block in enumerate(blocks):
        words = block.words
        label = is_opener(words) and len(words) > len("Text by")
        if len(words) > LONGEST_LINE or not (label or _WROTE.match(words)) or is_beside(block):
            continue
        if label and number + 1 < len(blocks):
            words = f"{words.rstrip(' :')} {blocks[number + 1].words}"
        names = split_names(words)
        if names and all(map(is_person, names)) and names not in told:
            told.append(names)
    return told[0] if len(told) == 1 else []


def _classed(tree: HtmlElement, headline: HtmlElement | None) -> list[str]:
    """The names in the first element below the headline that is classed as a byline and has any: all that it names."""
    seen = 0
    for element in islice(tree.iter() if headline is None else _behind(headline), FARTHEST):
        named = element.get("class") if isinstance(element.tag, str) else None
        if not named or not _LIKE_CLASSES.search(named):
            continue
        if seen > MOST_CLASSED:
            break
        if _CLASSES.search(_CAPITAL.sub(r"-\1", named)) and not _is_beside(element):
            seen += 1
            if names := _names_inside(element):
                return names
    return []


def _behind(element: HtmlElement) -> Iterator[HtmlElement]:
    """The elements that begin behind an element's own beginning, in page order."""
    yield from element.iterdescendants()
    for up in (element, *element.iterancestors()):
        for sibling in up.itersiblings():
            yield from sibling.iter()


def _names_inside(element: HtmlElement) -> list[str]:
    """The names in parts of a byline that are classed as names, else in its links, else in all of it."""
    inside = [part for part in element.iter("a", "span", "p", "div", "li") if part is not element]
    named = [part for part in inside if _NAMED_IN_CLASS.search(part.get("class") or "")]
    for parts in (named, [part for part in inside if part.tag == "a"]):
        words = [text for text in map(_words, parts[:8]) if 2 < len(text) <= LONGEST_LINE]
        names = [name for text in words for name in _names(text)]
        if names:
            return list(dict.fromkeys(names))
    texts = list(filter(None, (clean(str(text)) for text in element.itertext())))
    if sum(map(len, texts)) + len(texts) > LONGEST_LINE + 1:
        return []
    whole = _joined(texts)
    return _names(whole) if 2 < len(whole) <= LONGEST_LINE else []


def _joined(texts: Iterable[str]) -> str:
    """An element's texts as one byline: those that may be names of their own are kept apart ("Ada Stone | Mirwen Wire")."""
    line = ""
    for text in texts:
        apart = " | " if line and _names(line.rsplit(" | ", 1)[-1]) and _names(text) else " "
        line = f"{line}{apart}{text}" if line else text
    return line


def signed_by(blocks: Sequence[Block], kept: Sequence[int]) -> list[str]:
    """The names with which a text is signed: alone in one of its last lines or its first, and set apart from it.

    ``kept`` are the numbers of the blocks that are the body.
    """
    if not kept:
        return []
    for number in (*kept[: -LAST_LINES - 1 : -1], kept[-1] + 1, kept[0], kept[0] - 1):
        if 0 <= number < len(blocks) and _is_set_apart(blocks[number]):
            names = split_names(blocks[number].words)
            if names and (all(map(is_person, names)) or (len(names) == 1 and _DESK.search(names[0]))):
                return names
    return []


def _is_set_apart(block: Block) -> bool:
    """A short line without a stop that is bold, in italics, or on the right."""
    if not 3 < len(block.words) <= 60 or block.words[-1] in ".!?:" or block.linked:
        return False
    if is_heading(block) or block.tag == "li":
        return False
    element = block.element
    italic = sum(len(_words(part)) for part in element.iter("em", "i")) >= 0.9 * len(block.words)
    aligned = _RIGHT.search(element.get("style") or "") or _SIGNED.search(element.get("class") or "")
    return block.strong >= 0.9 * len(block.words) or italic or bool(aligned)


def _names(words: str) -> list[str]:
    return [name for name in split_names(words) if is_written_as_name(name)]


def _is_beside(element: HtmlElement) -> bool:
    """Whether an element stands in a picture's caption, a comment, or a box about another article."""
    return any(up.tag in _BESIDE_TAGS or _BESIDE.search(up.get("class") or "") for up in (element, *_up(element, 4)))


def _up(element: HtmlElement, steps: int) -> Iterator[HtmlElement]:
    for _, up in zip(range(steps), element.iterancestors(), strict=False):
        yield up


def _words(element: HtmlElement) -> str:
    return clean(" ".join(map(str, element.itertext())))
