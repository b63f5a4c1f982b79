"""A page's blocks -> its article's paragraphs with their kinds: which blocks are the body is decided here."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
from lxml.html import HtmlElement
from numpy.typing import NDArray

from sayso.articles.block_features import PageWords, feature_names, rows_of, runs_of
from sayso.articles.byline_places import signed_by
from sayso.articles.composition import Facts
from sayso.articles.datelines import written_day
from sayso.articles.headings import with_headings
from sayso.articles.markup import SHORTEST_PASSAGE, Block, is_heading
from sayso.articles.signatures import signature_in
from sayso.articles.trees import margins
from sayso.record import ParagraphKind

# In five folds over sites .4 gives .956 on the benchmark's bodies, .940 on the outlets' and .952 on the wider ones; .5 .961,
# .947 and .948; .6 .965, .949 and .945.
LEAST_SCORE = 0.5
LEAST_ASIDE = 0.8  # as good in folds as .5, and without newsletters that are advertised amid the text
LEAST_NAMED = 0.3  # "article-body": the wider F1 is .002 higher than with .5, and live blogs keep their summaries
LEAST_QUOTATION = 0.25  # of words set apart between two passages
LONGEST_DATELINE = 60  # characters
LONGEST_NOTICE = 8  # words: without such the outlets' F1 is .001 higher in folds, the others' the same
MOST_LEADS = 3
SHORTEST_REPEATED = 40  # characters: "Read more" may come again, a sentence may not
HEAP_RUNS = 60

_CAPTIONS = frozenset(("figcaption", "caption"))
_OPEN_END = re.compile(r"[\w,;–—-]$")

Rows = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Body:
    """A page's article without its headline: the standfirst as the page shows it, and the paragraphs in page order.

    ``signed`` has the names that stand alone above or under the text.
    """

    standfirst: tuple[str, ...]
    parts: tuple[tuple[ParagraphKind, str], ...]
    signed: tuple[str, ...] = ()


def body_of(blocks: Sequence[Block], facts: Facts, linked_body: str = "") -> Body:
    """The article's paragraphs; none where the page has no article. ``linked_body`` is the body that JSON-LD gives."""
    found, rows = candidate_rows(blocks, facts, linked_body)
    return body_of_scores(found, rows, block_scores(rows)) if found else Body((), ())


def body_of_scores(found: Sequence[Block], rows: Rows, scores: NDArray[np.float64]) -> Body:
    """The body of those blocks that are likely enough to belong to it."""
    scores = np.where(rows[:, feature_names().index("is_headline")] > 0, 0.0, scores)
    kept = _set_apart(found, scores, (scores >= _least(rows)) & ~_notices(found, rows))
    kept = _without_datelines(found, kept)
    for number in range(1, len(found)):
        kept[number] = kept[number] or (kept[number - 1] and _signs(found[number], found[number - 1]))
    kept = np.array(with_headings(found, scores.tolist(), kept.tolist()))
    body = [block for block, keep in zip(found, kept, strict=True) if keep]
    while body and is_heading(body[-1]):  # a heading over what was left out
        body.pop()
    parts = _joined([(_kind_of(block), block.words) for block in body])
    signed = signed_by(found, np.flatnonzero(kept).tolist())
    return Body(tuple(_standfirst(found, rows, kept)), tuple(parts), tuple(signed))


def _without_datelines(blocks: Sequence[Block], kept: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """What is kept but for lines that are little more than a day, above the first passage or in a post: "Friday, March 14"."""
    left, begun = kept.copy(), False
    for number in np.flatnonzero(kept).tolist():
        words = blocks[number].words
        begun = begun or words.count(" ") >= SHORTEST_PASSAGE
        if len(words) <= LONGEST_DATELINE and (not begun or _quotation_around(blocks[number]) is not None):
            left[number] = written_day(words) is None
    return left


def _set_apart(blocks: Sequence[Block], scores: NDArray[np.float64], kept: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """What is kept, and the words in a block quotation that stand between two passages of it."""
    passages = [number for number in np.flatnonzero(kept).tolist() if blocks[number].words.count(" ") >= SHORTEST_PASSAGE]
    found = kept.copy()
    if passages:
        for number in (np.flatnonzero(~kept[: passages[-1]] & (scores[: passages[-1]] >= LEAST_QUOTATION))).tolist():
            block = blocks[number]
            found[number] = number > passages[0] and not block.linked and _quotation_around(block) is not None
    return found


def _least(rows: Rows) -> NDArray[np.float64]:
    """The score from which on each block is kept.

    More has to speak for one in an aside, or in what is named as a teaser; less for a passage in what is named as a body.
    """
    column = {name: rows[:, number] for number, name in enumerate(feature_names())}
    aside = (column["in_aside"] > 0) | (column["near_related"] <= 1)
    passage = (column["length"] > SHORTEST_PASSAGE) & (column["linked"] < 0.3) & (column["apart"] == 0)
    named = passage & (column["near_body"] <= 1)
    return np.where(aside, LEAST_ASIDE, np.where(named, LEAST_NAMED, LEAST_SCORE))


def _notices(blocks: Sequence[Block], rows: Rows) -> NDArray[np.bool_]:
    """Which blocks are a few words in what is named as an advertisement, a form or buttons to share: "Sign up for it"."""
    column = {name: rows[:, number] for number, name in enumerate(feature_names())}
    named = np.minimum(column["near_beside"], column["near_social"]) <= 1
    headings = np.array([is_heading(block) for block in blocks], dtype=bool)
    notices: NDArray[np.bool_] = named & (column["length"] <= LONGEST_NOTICE) & (column["ended"] == 0) & ~headings
    return notices


def _standfirst(blocks: Sequence[Block], rows: Rows, kept: NDArray[np.bool_]) -> Iterator[str]:
    """The standfirst's blocks, between the headline and the body's third block.

    They are classed as a lead, begin as the description does, or stand right below the headline.
    """
    column = {name: rows[:, number] for number, name in enumerate(feature_names())}
    third = next(iter(np.flatnonzero(kept)[2:3]), len(blocks))
    told = column["is_description"] > 0
    named = (
        (column["near_lead"] <= 2)
        & (column["near_details"] > 1)
        & (column["near_related"] > 3)
        & (column["after_headline"] > 0)
    )
    below = (
        (column["from_headline"] >= 1) & (column["from_headline"] <= 2) & (column["length"] >= 8) & (column["near_details"] > 1)
    )
    fit = (column["linked"] < 0.5) & (column["length"] >= 5) & (column["in_figure"] == 0) & (column["in_nav"] == 0)
    for number in np.flatnonzero(fit & (told | named | below) & ~kept)[:MOST_LEADS]:
        if number < third and not (named[number] and column["near_pictures"][number] <= 1):
            yield blocks[number].words


def candidate_rows(blocks: Sequence[Block], facts: Facts, linked_body: str) -> tuple[list[Block], Rows]:
    """The blocks that may be the body, each text once, with their rows of numbers."""
    found = _once(blocks)
    return found, rows_of(found, PageWords(facts.headline or "", facts.standfirst or "", linked_body))


def block_scores(rows: Rows) -> NDArray[np.float64]:
    """How likely each row's block belongs to the body, by boosted trees."""
    scores: NDArray[np.float64] = 1 / (1 + np.exp(-margins(rows, _trees())))
    return scores


@cache
def _trees() -> dict[str, NDArray[np.generic]]:
    with files("sayso.articles").joinpath("body.npz").open("rb") as file, np.load(file, allow_pickle=False) as arrays:
        return {name: arrays[name] for name in arrays.files}


def _once(blocks: Sequence[Block]) -> list[Block]:
    """Each passage once: a block whose words stood before is left out, as is a long one that heaps up others' words."""
    texts: set[str] = set()
    kept: list[Block] = []
    for block in blocks:
        if len(block.words) <= SHORTEST_REPEATED or block.words not in texts:
            kept.append(block)
            texts.add(block.words)
    runs = [runs_of(block.words) for block in kept]
    held = Counter(run for own in runs for run in own)
    left_out: set[int] = set()
    for number in sorted(range(len(kept)), key=lambda number: -len(runs[number])):
        own = runs[number]
        if len(own) < HEAP_RUNS:
            break
        if sum(held[run] > 1 for run in own) > 0.8 * len(own):
            left_out.add(number)
            held.subtract(own)
    return [block for number, block in enumerate(kept) if number not in left_out]


def _signs(block: Block, before: Block) -> bool:
    """Whether a block is the name under the words before it: a signature in the same block quotation.

    A link is no name: embedded posts have their day in one.
    """
    if block.linked or not signature_in(block.words, 0, len(block.words)) or _is_caption(block):
        return False
    quotation = _quotation_around(block)
    return quotation is not None and quotation is _quotation_around(before)


def _is_caption(block: Block) -> bool:
    return any(element.tag in _CAPTIONS for element in block.context)


def _quotation_around(block: Block) -> HtmlElement | None:
    return next((element for element in reversed(block.context) if element.tag == "blockquote"), None)


def _kind_of(block: Block) -> ParagraphKind:
    if is_heading(block):
        return "heading"
    if _is_caption(block):
        return "caption"
    if _quotation_around(block) is not None and signature_in(block.words, 0, len(block.words)):
        return "body"  # who spoke, though in strong letters
    all_strong = block.strong >= 0.95 * len(block.words)
    if all_strong and 3 <= len(block.words) <= 90 and block.words[-1] not in '.,;:…"”»':
        return "heading"
    return "body"


def _joined(parts: Sequence[tuple[ParagraphKind, str]]) -> list[tuple[ParagraphKind, str]]:
    """A sentence that a card or an advertisement cut is one paragraph again: no stop before, lower case after."""
    joined: list[tuple[ParagraphKind, str]] = []
    for kind, words in parts:
        if joined and kind == "body" == joined[-1][0] and words[0].islower() and _OPEN_END.search(joined[-1][1]):
            joined[-1] = (kind, f"{joined[-1][1]} {words}")
        else:
            joined.append((kind, words))
    return joined
