"""A page's blocks -> its article's paragraphs with their kinds: which blocks are the body is decided here."""

from __future__ import annotations

import logging
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
from lxml.etree import LxmlError
from lxml.html import HtmlElement
from numpy.typing import NDArray

from sayso.articles.block_features import PageWords, feature_names, rows_of
from sayso.articles.byline_places import signed_by
from sayso.articles.composition import Facts
from sayso.articles.headings import with_headings
from sayso.articles.markup import Block, is_heading
from sayso.articles.signatures import signature_in
from sayso.record import ParagraphKind

# Five-fold cross-validation over 160 pages: .4 gives .959 on the benchmark's bodies and .937 on the outlets', .5 .959 and .940,
# .6 .953 and .943.
LEAST_SCORE = 0.5
MOST_LEADS = 3
DEEPEST_TREE = 11  # splits above a leaf, of 10 leaves at most; a leaf is its own child
SHORTEST_REPEATED = 40  # characters: "Read more" may come again, a sentence may not
HEAP_RUNS = 60
# trafilatura copies and searches the tree many times over: linear up to here, minutes and gigabytes beyond.
MOST_ELEMENTS = 30_000
MOST_CHARACTERS = 5_000_000
DEEPEST = 200

_WORD = re.compile(r"\w+")
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


def body_of(tree: HtmlElement, blocks: Sequence[Block], facts: Facts, linked_body: str = "") -> Body:
    """The article's paragraphs; none where the page has no article."""
    found, rows = candidate_rows(tree, blocks, facts, linked_body)
    if not found:
        return Body((), ())
    scores = block_scores(rows)
    kept = scores >= LEAST_SCORE
    headline = _letters(facts.headline or "")
    not_headline = np.array([_letters(block.words) != headline for block in found])
    kept &= not_headline
    for number in range(1, len(found)):
        kept[number] = kept[number] or (kept[number - 1] and _signs(found[number], found[number - 1]))
    kept = np.array(with_headings(found, scores.tolist(), kept.tolist())) & not_headline
    body = [block for block, keep in zip(found, kept, strict=True) if keep]
    while body and is_heading(body[-1]):  # a heading over what was left out
        body.pop()
    parts = _joined([(_kind_of(block), block.words) for block in body])
    signed = signed_by(found, np.flatnonzero(kept).tolist())
    return Body(tuple(_standfirst(found, rows, kept)), tuple(parts), tuple(signed))


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


def candidate_rows(tree: HtmlElement, blocks: Sequence[Block], facts: Facts, linked_body: str) -> tuple[list[Block], Rows]:
    """The blocks that may be the body, each text once, with their rows of numbers; trafilatura's verdict is the last column."""
    found = _once(blocks)
    page = PageWords(facts.headline or "", facts.standfirst or "", linked_body)
    rows = rows_of(found, page)
    text = _main_text(tree)
    verdict = np.array(_shares(found, text), dtype=np.float32) if text else _plainly_running(rows)
    return found, np.concatenate([rows, verdict.reshape(-1, 1)], axis=1)


def _plainly_running(rows: Rows) -> Rows:
    """Stands in for trafilatura's verdict where it gave none: sentences outside links, inside the element that holds most."""
    column = {name: rows[:, number] for number, name in enumerate(feature_names())}
    running = (column["container"] > 0) & (column["linked"] < 0.3) & (column["length"] >= 8) & (column["stops"] > 0)
    verdict: Rows = running.astype(np.float32)
    return verdict


def block_scores(rows: Rows) -> NDArray[np.float64]:
    """How likely each row's block belongs to the body: boosted trees, walked for all rows at a time."""
    trees = _trees()
    at = np.repeat(trees["roots"][None, :], len(rows), axis=0)
    values = np.ascontiguousarray(rows).ravel()
    start = (np.arange(len(rows)) * rows.shape[1])[:, None]
    for _ in range(DEEPEST_TREE):
        low = values.take(start + trees["feature"].take(at)) <= trees["threshold"].take(at)
        at = np.where(low, trees["left"].take(at), trees["right"].take(at))
    margin = trees["value"].take(at).sum(axis=1, dtype=np.float64) + float(trees["base"])
    scores: NDArray[np.float64] = 1 / (1 + np.exp(-margin))
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
    runs = [set(_runs(block.words)) for block in kept]
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


def _main_text(tree: HtmlElement) -> str:
    """The page's main text as trafilatura's precise settings find it, or nothing where the tree is beyond it."""
    if _is_vast(tree):
        return ""
    from trafilatura import bare_extraction  # 0.4 s to import, and not needed for text or dumps

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    try:
        found = bare_extraction(tree, favor_precision=True, include_comments=False, with_metadata=False)
    except (LxmlError, ValueError, TypeError, AttributeError, LookupError, RecursionError):  # on broken trees
        return ""
    return str(getattr(found, "text", "") or "")


def _is_vast(tree: HtmlElement) -> bool:
    """Whether a tree is deeper, or has more elements or characters, than a page of news has."""
    size = 0
    depth = {None: 0, tree.getparent(): 0}
    for number, element in enumerate(tree.iter()):
        size += len(element.text or "") + len(element.tail or "") + sum(map(len, element.values()))
        depth[element] = depth.get(element.getparent(), 0) + 1
        if number > MOST_ELEMENTS or size > MOST_CHARACTERS or depth[element] > DEEPEST:
            return True
    return False


def _shares(blocks: Sequence[Block], text: str) -> list[float]:
    """For each block, the share of its four-word runs that stand in a text."""
    words = _WORD.findall(text)
    seen = set(_runs(text))
    whole = f" {' '.join(words)} "
    shares = []
    for block in blocks:
        runs = _runs(block.words)
        short = " ".join(_WORD.findall(block.words)) if not runs else ""
        shares.append(sum(run in seen for run in runs) / len(runs) if runs else float(bool(short) and f" {short} " in whole))
    return shares


def _runs(words: str) -> list[int]:
    found = _WORD.findall(words)
    return [hash(tuple(found[i : i + 4])) for i in range(len(found) - 3)]


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


def _letters(words: str) -> str:
    return "".join(_WORD.findall(words.lower()))
