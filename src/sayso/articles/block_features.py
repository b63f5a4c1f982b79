"""Blocks of a page -> a row of numbers for each, by which a small model tells the article's body from what is beside."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sayso.articles.block_places import FAR, NAMED, TAGS, Places
from sayso.articles.markup import Block

Rows = NDArray[np.float32]
Column = NDArray[np.float64]

_OWN_TAGS = "p li h1 h2 h3 h4 div td blockquote figcaption section article dd body pre"
_STOPS = re.compile(r"[.!?…。！？]")
_COMMAS = re.compile("[,、،]")
_DIGITS = re.compile(r"\d")
_ENDED = re.compile(r"[.!?…。！？:;][\"'”’»“)\]]{0,3}$")
_WORD = re.compile(r"\w+")
_WIDE = re.compile("[\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7a3]")
NEIGHBOURS = (-2, -1, 1, 2)
LEVELS = (1, 2, 3, 4)  # elements around a block of which a row has something
WINDOWS = (5, 15)  # blocks to each side
SHORTEST_RUNNING = 12  # words
MOST_COUNTED = 60  # blocks: a page of thousands is to look like one of a hundred, of which there are some to learn from
HOLDS_MOST = 0.55  # of the running text
_APART = (TAGS.index("aside"), TAGS.index("nav"), TAGS.index("footer"), TAGS.index("form"))
_COMMENTS = list(NAMED).index("comments")
_BESIDE_TAGS = ("figcaption", "li", "td")

_TEXT = (
    "length characters linked strong stops commas ended upper digits quoted colon question hidden is_description "
    "in_linked_body seen_before"
)
_PLACE = (
    "depth place after_headline from_headline is_headline has_linked_body to_headline from_headline_up container "
    "container_depth out_of_container before_share blocks_since blocks_until since_heading article_share articles "
    "outside_share apart"
)
_GROUP = "group_size group_words group_linked group_running group_from group_to group_mean"
_LEVEL = "words{} links{} mean{} many{}"
_WINDOW = "run{} link{} words{}"
_COPIED = ("length", "linked", "stops", "ended", "tag_p", "group_words", "container", "run5-", "tag_h2")


@dataclass(frozen=True, slots=True)
class PageWords:
    """What is known of the page beside its blocks: its headline, description and the body that JSON-LD gives, in words."""

    headline: str = ""
    description: str = ""
    linked_body: str = ""


def feature_names() -> list[str]:
    """The columns of a row, in order."""
    own = [*_TEXT.split(), *_PLACE.split(), *_GROUP.split()]
    own += [name.format(level) for level in LEVELS for name in _LEVEL.split()]
    own += [name.format(f"{size}{side}") for size in WINDOWS for side in "-+" for name in _WINDOW.split()]
    own += [f"tag_{tag}" for tag in _OWN_TAGS.split()] + [f"in_{tag}" for tag in TAGS]
    own += [f"own_{name}" for name in NAMED] + [f"near_{name}" for name in NAMED]
    return own + [f"{column}{by:+d}" for by in NEIGHBOURS for column in _COPIED]


def rows_of(blocks: Sequence[Block], page: PageWords) -> Rows:
    """One row of numbers for each block, its neighbours' among them."""
    names = feature_names()
    if not blocks:
        return np.zeros((0, len(names)), dtype=np.float32)
    own = np.concatenate(list(_Counting(blocks, page).columns()), axis=1).astype(np.float32)
    copied = own[:, [names.index(column) for column in _COPIED]]
    parts = [own]
    for by in NEIGHBOURS:
        moved = np.full_like(copied, -1)
        if by > 0:
            moved[:-by] = copied[by:]
        else:
            moved[-by:] = copied[:by]
        parts.append(moved)
    return np.concatenate(parts, axis=1)


class _Counting:
    """One page's counts: what elements are named, how many words stand in them, which block is the headline."""

    def __init__(self, blocks: Sequence[Block], page: PageWords) -> None:
        self.blocks = blocks
        self.page = page
        self.size = len(blocks)
        self.places = Places(blocks)
        self.headline_letters = _letters(page.headline)
        self.named, self.steps, self.level = self.places.nearest()
        self.text = self._text()
        self.lengths, self.characters = self.text[:, 0], np.maximum(1.0, self.text[:, 1])
        self.links = self.text[:, 2] * self.characters
        self.apart = self._apart()
        running = np.array([block.tag not in _BESIDE_TAGS and not block.hidden for block in blocks])
        self.running = running & (self.lengths >= SHORTEST_RUNNING) & (self.text[:, 2] < 0.5) & (self.apart == 0)
        self.run_words = np.where(self.running, self.lengths, 0.0)
        self.total = max(1.0, float(self.run_words.sum()))
        self.inside = self.places.inside(
            np.stack([self.run_words, self.links, self.characters, self.lengths, np.ones(self.size)], axis=1)
        )
        self.headline = self._headline()

    def columns(self) -> Iterator[Column]:
        """The row's parts in the order of ``feature_names``."""
        own = self.places.own
        text = self.text.copy()
        text[:, 0] = np.minimum(200, text[:, 0])
        text[:, 1] = np.minimum(1500, text[:, 1])
        yield text
        yield self._place()
        yield self._groups()
        for level in LEVELS:
            yield self._around(level - 1)
        for size in WINDOWS:
            yield from self._windows(size)
        tags = np.array([block.tag for block in self.blocks])
        yield (tags[:, None] == np.array(_OWN_TAGS.split())).astype(np.float64)
        yield (self.level[own] >= 0).astype(np.float64)
        yield self.named[own].astype(np.float64)
        yield self.steps[own].astype(np.float64)

    def _text(self) -> Column:
        """What each block's own words tell."""
        seen = Counter(block.words for block in self.blocks)
        described = _letters(self.page.description[:400])
        runs = runs_of(self.page.linked_body)
        return np.array([self._words(block, described, runs, seen[block.words]) for block in self.blocks], dtype=np.float64)

    def _words(self, block: Block, described: str, runs: set[tuple[str, ...]], seen: int) -> list[float]:
        words = block.words
        size = len(words)
        wide = 0 if words.isascii() else len(_WIDE.findall(words))  # two characters of Chinese, Japanese, Korean are a word
        return [
            words.count(" ") + 1 + wide / 2, size, min(1.0, block.linked / size), min(1.0, block.strong / size),
            min(20, len(_STOPS.findall(words))), min(20, len(_COMMAS.findall(words))),
            _ENDED.search(words, max(0, size - 5)) is not None, words[0].isupper(),
            len(_DIGITS.findall(words, 0, 200)) / min(200, size), words[0] in "\"“„«‘「",
            words.endswith((":", "：")), words.endswith(("?", "？")), block.hidden,
            _likeness(words, described), _share(words, runs), seen > 1,
        ]  # fmt: skip

    def _apart(self) -> Column:
        """Whether each block is beside the article for sure: in a menu, a footer, a form, or among comments.

        Where hardly anything else is left of the page's words, nothing is.
        """
        own = self.places.own
        apart = (self.level[own][:, _APART] >= 0).any(axis=1) | (self.steps[own][:, _COMMENTS] < FAR)
        rest: float = self.lengths[~apart & (self.lengths >= SHORTEST_RUNNING) & (self.text[:, 2] < 0.5)].sum()
        return apart.astype(np.float64) if rest >= 60 else np.zeros(self.size)

    def _headline(self) -> int:
        wanted = self.headline_letters
        tops = [number for number, block in enumerate(self.blocks) if block.tag == "h1"]
        if wanted:
            for number in tops:
                if wanted[:25] in _letters(self.blocks[number].words):
                    return number
            for number, block in enumerate(self.blocks):
                if len(block.words) < 300 and len(block.words) >= len(wanted) and _letters(block.words) == wanted:
                    return number
        return tops[0] if tops else -1

    def _place(self) -> Column:
        """Where each block stands: from the headline, in the element that holds most running text, among the paragraphs."""
        blocks, places, size = np.arange(self.size), self.places, self.size
        depth = places.depth[places.own].astype(np.float64)
        from_headline = np.clip(blocks - self.headline, -50, MOST_COUNTED) if self.headline >= 0 else np.full(size, -60)
        up, down = np.full(size, -1.0), np.full(size, -1.0)
        if self.headline >= 0:
            path = places.path(int(places.own[self.headline]))
            shared = places.shared(path)
            up, down = np.minimum(20, depth + 1 - shared), np.minimum(20, len(path) - shared)
        contained, below, out = self._container(depth)
        said = np.cumsum(self.run_words)
        heads = np.array([block.tag in ("h1", "h2", "h3", "h4") for block in self.blocks])
        article = self._articles()
        shown: float = self.lengths.sum()
        columns = [
            np.minimum(30, depth + 1), blocks / size, (blocks > self.headline) & (self.headline >= 0), from_headline,
            self._is_headline(), np.full(size, bool(self.page.linked_body)), up, down, contained, below, out,
            (said - self.run_words) / self.total, _since(self.running), _since(self.running[::-1])[::-1], _since(heads),
            *article, np.full(size, self.total / max(1.0, shown)), self.apart,
        ]  # fmt: skip
        return np.stack([np.asarray(column, dtype=np.float64) for column in columns], axis=1)

    def _is_headline(self) -> list[bool]:
        wanted, shortest = self.headline_letters, len(self.headline_letters)
        return [
            bool(wanted) and shortest <= len(block.words) < 600 and _letters(block.words) == wanted for block in self.blocks
        ]

    def _container(self, depth: Column) -> tuple[Column, Column, Column]:
        """Whether each block is in the deepest element that holds most running text; how deep in it, or how far from it."""
        places = self.places
        holding = np.flatnonzero(self.inside[:, 0] > HOLDS_MOST * self.total)
        if not len(holding):
            return np.zeros(self.size), np.full(self.size, -1.0), np.full(self.size, -1.0)
        best = int(holding[np.argmax(places.depth[holding])])
        blocks = np.arange(self.size)
        contained = (places.first[best] <= blocks) & (blocks <= places.last[best])
        below = np.where(contained, np.minimum(FAR, depth - places.depth[best]), -1.0)
        path = places.path(best)
        return contained.astype(np.float64), below, np.minimum(20, len(path) - places.shared(path)).astype(np.float64)

    def _articles(self) -> tuple[Column, Column]:
        """The share of the running text in the block's nearest article element, and how many such elements there are."""
        level = self.level[self.places.own][:, 0]
        elements = np.array([element.tag == "article" for element in self.places.elements])
        at, own = self.places.own.copy(), self.places.depth[self.places.own]
        for _ in range(int((own - level)[level >= 0].max(initial=0))):
            rise = (level >= 0) & (self.places.depth[at] > level)
            if not rise.any():
                break
            at = np.where(rise, self.places.parent[at], at)
        share = np.where(level >= 0, self.inside[at, 0] / self.total, -1.0)
        return share, np.full(self.size, min(50.0, float(elements.sum())))

    def _groups(self) -> Column:
        """What the blocks of the same kind hold elsewhere on the page."""
        kinds = self.places.kinds()
        number = np.arange(self.size)
        count = np.bincount(kinds).astype(np.float64)
        sums = [np.bincount(kinds, weights=values) for values in (self.lengths, self.links, self.characters, self.run_words)]
        first, last = np.full(len(count), self.size), np.zeros(len(count), dtype=np.int64)
        np.minimum.at(first, kinds, number)
        np.maximum.at(last, kinds, number)
        columns = [
            np.minimum(MOST_COUNTED, count), np.minimum(1, sums[0] / self.total),
            sums[1] / np.maximum(1, sums[2]), sums[3] / self.total,
            first / self.size, last / self.size, np.minimum(200, sums[0] / count),
        ]  # fmt: skip
        return np.stack(columns, axis=1)[kinds]

    def _around(self, level: int) -> Column:
        """Of the element so many levels up: its share of the running text, its links, words a block, and blocks."""
        at = self.places.above(level)
        run, links, characters, words, many = self.inside[at].T
        mean = np.minimum(200, words / np.maximum(1, many))
        columns = [run / self.total, links / np.maximum(1, characters), mean, np.minimum(MOST_COUNTED, many)]
        return np.where((at >= 0)[:, None], np.stack(columns, axis=1), -1.0)

    def _windows(self, size: int) -> Iterator[Column]:
        """Of as many blocks before each, then after: how many are running text, the share of links, words a block."""
        values = np.stack([self.running, self.links, self.characters, self.lengths], axis=1)
        sums = np.concatenate([np.zeros((1, 4)), np.cumsum(values, axis=0)])
        at = np.arange(self.size)
        for first, last in ((np.maximum(0, at - size), at), (at + 1, np.minimum(self.size, at + 1 + size))):
            run, links, characters, words = (sums[last] - sums[first]).T
            mean = np.minimum(200, words / np.maximum(1, last - first))
            yield np.stack([run, links / np.maximum(1, characters), mean], axis=1)


def _since(flags: NDArray[np.bool_]) -> Column:
    """For each place how many places ago the last flagged one before it was, up to 60."""
    at = np.arange(len(flags))
    last = np.maximum.accumulate(np.where(flags, at, -60))
    before = np.concatenate([[-60], last[:-1]])
    ago: Column = np.minimum(60, at - before).astype(np.float64)
    return ago


def _likeness(words: str, described: str) -> float:
    if len(words) < 20 or len(described) < 20 or described[0] not in words[:9].lower():
        return 0.0
    mine = _letters(words[:400])
    if len(mine) < 20:
        return 0.0
    return 1.0 if mine == described else 0.5 if mine.startswith(described[:40]) or described.startswith(mine[:40]) else 0.0


def _share(words: str, runs: set[tuple[str, ...]]) -> float:
    """The share of a block's four-word runs that stand among others; below 0 where it or they have none."""
    if not runs:
        return -1.0
    own = runs_of(words)
    return len(own & runs) / len(own) if own else -0.5


def runs_of(words: str) -> set[tuple[str, ...]]:
    """The four-word runs of a text."""
    found = _WORD.findall(words)
    return set(zip(found, found[1:], found[2:], found[3:], strict=False))


def _letters(words: str) -> str:
    return "".join(_WORD.findall(words.lower()))
