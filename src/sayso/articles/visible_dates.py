"""A page's blocks -> when its article was published and changed, by the datelines that a reader sees beside the headline."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lxml.html import HtmlElement

from sayso.articles.datelines import LATER, written
from sayso.articles.markup import Block, is_heading
from sayso.languages import listed

# Swept over the pages whose day is known, in folds over outlets.
BELOW, ABOVE = 14, 6  # blocks from the headline: share buttons, a standfirst and the byline stand between
PASSAGE = 160  # characters; after two passages of this length the text has begun
LONGEST = 150  # characters of a block that may be a dateline
LONGEST_HEADLINE = 300
LEAST_ALIKE = 0.5  # of two headlines' words
OLDEST = "1994"  # what a page dates itself; older days are what it tells of
WITHIN = 40  # characters at a passage's start in which its own dateline stands: "PORT SEL, 14.03.2031 –"
LONGEST_ALONE = 60  # characters of a dateline far from the headline
LONGEST_LABEL = 30
_BESIDE_TAGS = frozenset(("aside", "nav", "footer", "figure", "figcaption", "form"))
# What stands before the day at a passage's start: nothing, or a place with a mark behind: "PORT SEL, (", "Port Sel –".
_PLACE = re.compile(r"(?:[^\W\d_][\w .'-]{0,30}\s?[,/–—|:·(-])?[\s(]*")
# Where two parts of a line run into each other: "MusicOCTOBER 22, 2031Updated: …", "Ada Stone22.10.2031".
_GLUED = re.compile(r"(?<=[a-zß-ÿ])(?=[A-Z\d])|(?<=(?:19|20)\d\d)(?=[^\W\d_])|(?<=\D(?:19|20)\d\d)(?=\d\d?\.? [^\W\d_]{3})")
_WORD = re.compile(r"\w+")
_BESIDE = re.compile(
    r"(?:^|[\s_-])(?:related|recommend\w*|comments?|popular|trending|side-?bar|widget|footer|copyright|promo)(?:$|[\s_-])", re.I
)


@dataclass(frozen=True, slots=True)
class Dates:
    """ISO 8601 times as the page shows them, a day where no clock stands beside."""

    published: str | None = None
    updated: str | None = None


def dates_near(blocks: Sequence[Block], headline: str | None, day_first: bool | None = None) -> Dates:
    """The first day below the headline, else the nearest above it; a day that is said to be a change's goes apart.

    ``day_first`` tells of 03/04/2031 whether it is the third of April; None where nobody knows.
    """
    at = headline_block(blocks, headline)
    if at is None:
        return Dates()
    near = _Near(frozenset(blocks[at].context), blocks[at].hidden, day_first)
    below = near.dates_in(list(_below(blocks, at)))
    if below.published:
        return below
    above = near.dates_in(blocks[max(0, at - ABOVE) : at][::-1])
    return Dates(above.published, below.updated or above.updated)


def headline_block(blocks: Sequence[Block], headline: str | None) -> int | None:
    """The number of the headline's block: an h1 with its words, any with them, a heading much like it, or the first h1."""
    wanted = _letters(headline or "")[:25]
    tops = [number for number, block in enumerate(blocks) if block.tag == "h1"]
    if wanted:
        held = next((number for number in tops if wanted in _letters(blocks[number].words)), None)
        if held is None:
            short = (number for number, block in enumerate(blocks) if len(block.words) < LONGEST_HEADLINE)
            spaced = re.compile(r"[\W_]*" + r"[\W_]*".join(map(re.escape, wanted)))
            held = next((number for number in short if spaced.match(blocks[number].words.lower())), None)
        if held is None:
            held = _much_like(blocks, headline or "")
        if held is not None:
            return held
    return tops[0] if tops else None


def _much_like(blocks: Sequence[Block], headline: str) -> int | None:
    """The heading that shares most words with a headline, and at least the half of both."""
    wanted = set(_WORD.findall(headline.lower()))
    best, found = LEAST_ALIKE, None
    for number, block in enumerate(blocks):
        if is_heading(block) and len(block.words) < LONGEST_HEADLINE:
            words = set(_WORD.findall(block.words.lower()))
            alike = len(words & wanted) / max(1, len(words | wanted))
            if alike > best:
                best, found = alike, number
    return found


def _below(blocks: Sequence[Block], at: int) -> Iterator[Block]:
    """The blocks below the headline, up to the text's second passage."""
    passages = 0
    for block in blocks[at + 1 : at + 1 + BELOW]:
        yield block
        passages += len(block.words) >= PASSAGE
        if passages > 1:
            return


@dataclass(frozen=True, slots=True)
class _Near:
    """What is known of a headline's place: the elements around it, and whether it is hidden too, until a script runs."""

    around: frozenset[HtmlElement]
    hidden: bool
    day_first: bool | None

    def dates_in(self, blocks: Sequence[Block]) -> Dates:
        """The first published and the first updated that the blocks show, each block with its label before it."""
        published = updated = None
        for number, block in enumerate(blocks):
            if block.hidden and not self.hidden:
                continue
            told = list(days_told(block.words, _label(blocks, number), self.day_first))
            for later, when in told if told and not is_beside(block, self.around) else ():
                published, updated = (published, updated or when) if later else (published or when, updated)
            if published:
                break
        return Dates(published, updated)


def days_told(words: str, label: str = "", day_first: bool | None = None) -> Iterator[tuple[bool, str]]:
    """The days that one dateline tells, two at most, each with whether it is a change's; a passage may begin with one.

    ``label`` is what stands before it and belongs to it: "Last updated:".

    >>> list(days_told("Ada Stone, Oct 22, 2031Updated: Oct 24, 2031 at 9:15 am"))
    [(False, '2031-10-22'), (True, '2031-10-24T09:15')]
    """
    if len(words) > LONGEST:
        found = written(words[: WITHIN + 20], day_first)
        if found and found[1] <= WITHIN and _PLACE.fullmatch(words, 0, found[1]) and found[0] >= OLDEST:
            yield False, found[0]
        return
    words = _GLUED.sub(" ", words)
    for _ in range(2):
        found = written(words, day_first)
        if found is None:
            return
        when, start, end = found
        if when >= OLDEST:
            yield bool(LATER.search(f"{label} {words[:start]}")), when
        words, label = words[end:], ""


def _label(blocks: Sequence[Block], number: int) -> str:
    """What the block before says of the day in this one: "Last updated:"."""
    return label_of(blocks[number - 1].words) if number else ""


def label_of(before: str) -> str:
    """The words of a line, where they say something of the day in the next: "Last updated:"."""
    return before if len(before) <= LONGEST_LABEL and (before.endswith(":") or before.lower() in listed("day_labels")) else ""


def only_day(blocks: Sequence[Block], day_first: bool | None = None) -> str | None:
    """The day of a page's datelines, where all of them, wherever they stand, tell the same one.

    Right on 275 of 302 pages with such a day whose truth is known.
    """
    told = [when for later, when in _alldays_told(blocks, LONGEST_ALONE, day_first) if not later]
    return max(told, key=len) if len({when[:10] for when in told}) == 1 else None


def last_change(blocks: Sequence[Block], day_first: bool | None = None) -> str | None:
    """The first day on a page that is said to be a change's: under a text that tells no other day it is the text's."""
    return next((when for later, when in _alldays_told(blocks, LONGEST, day_first) if later), None)


def _alldays_told(blocks: Sequence[Block], longest: int, day_first: bool | None) -> Iterator[tuple[bool, str]]:
    for number, block in enumerate(blocks):
        if len(block.words) <= longest and not block.hidden:
            told = list(days_told(block.words, _label(blocks, number), day_first))
            yield from told if told and not is_beside(block) else ()


def is_change(words: str) -> bool:
    """Whether words tell of a change: "Updated: Oct 22, 2031"."""
    return bool(LATER.search(words))


def is_beside(block: Block, around: frozenset[HtmlElement] = frozenset()) -> bool:
    """Whether a block stands in a caption, a comment, a menu, or a box about another article.

    Elements ``around`` the headline too are no such thing, whatever they are called.
    """
    return any(
        element not in around
        and (element.tag in _BESIDE_TAGS or _BESIDE.search(f"{element.get('class') or ''} {element.get('id') or ''}"))
        for element in block.context[-4:]
    )


def _letters(words: str) -> str:
    return re.sub(r"[\W_]+", "", words.lower())
