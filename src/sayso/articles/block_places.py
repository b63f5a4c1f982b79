"""Blocks of a page -> the elements around them, in arrays: which blocks stand in each, and how far up each kind of name is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

import numpy as np
from lxml.html import HtmlElement
from numpy.typing import NDArray

from sayso.articles.markup import Block

# Words of classes and ids, by what they tell of the blocks inside. A page's maker names its parts for himself, but
# the same few words come back on most pages.
NAMED = {
    "related": "relat|recommend|read-?(?:next|more|also)|also-|teaser|promo|outbrain|taboola|most-|popular|trend|latest|"
    "carousel|recirc|swiper|listing",
    "beside": r"side-?bar|aside|rail|widget|banner|advert|sponsor|\bads?\b|-ad-|nav|menu|foot|masthead|toolbar|breadcrumb|skip",
    "social": "shar(?:e|ing)|social|follow|newsletter|subscri|sign-?up|paywall|piano|cookie|consent|gdpr|modal|pop-?up|log-?in|"
    "donat|tooltip",
    "comments": "comment|disqus|respond|reply|replies|forum",
    "details": r"by-?line|author|autor|meta\b|-meta|date|time|\btags?\b|topic|categor|label|kicker|\bbio\b|about|profile|"
    "copyright|credit",
    "pictures": "caption|figure|image|photo|gallery|picture|video|player|media",
    "box": r"fact-?box|info-?box|\bbox\b|-box|inset|embed|quiz|poll|ticker|table|toc\b|timeline|card",
    "body": "article[-_]*(?:body|content|text|main)|story[-_]*(?:body|content|text)|entry[-_]*content|"
    r"post[-_]*(?:body|content)|content[-_]*(?:body|text|main)|body[-_]*(?:content|text|copy)|main[-_]*content|"
    r"rich-?text|paragraph|\brte\b|prose|wysiwyg",
    "lead": r"standfirst|\blead|-lead|intro|sub-?title|sub-?head|\bdek\b|\bdeck\b|summary|chapo|descri|excerpt|ingress|"
    "vorspann|sottotitolo|abstract",
    "live": r"\blive|-live|key-?(?:event|point)|timestamp|\bupdates?\b|liveticker",
}
TAGS = (
    "article",
    "main",
    "aside",
    "nav",
    "footer",
    "header",
    "figure",
    "form",
    "ul",
    "ol",
    "table",
    "blockquote",
    "section",
)
FAR = 9.0
LONGEST_NAME = 400  # characters of an element's names that are looked at
_PATTERNS = [(1 << number, re.compile(pattern)) for number, pattern in enumerate(NAMED.values())]
_NAMING = frozenset(("class", "id", "data-component", "itemprop", "role"))
_TAG_FLAGS = {tag: np.array([tag == name for name in TAGS]) for tag in TAGS}
_NO_TAG = np.zeros(len(TAGS), dtype=bool)
_NOWHERE = -100  # levels: farther than any

Floats = NDArray[np.float32]
Numbers = NDArray[np.int64]


class Places:
    """The elements around a page's blocks, numbered in page order, each after the one around it.

    An element holds the blocks from ``first`` to ``last``: those of one element stand together. ``own`` is the number of
    the innermost element of each block.
    """

    def __init__(self, blocks: Sequence[Block]) -> None:
        self.blocks = blocks
        self.elements: list[HtmlElement] = []
        self.kind: list[str] = []
        self.names: list[int] = []
        number: dict[HtmlElement, int] = {}
        parents: list[int] = []
        first: list[int] = []
        own: list[int] = []
        for at, block in enumerate(blocks):
            context = block.context
            known = len(context)
            while known and context[known - 1] not in number:
                known -= 1
            parent = number[context[known - 1]] if known else -1
            for element in context[known:]:
                number[element] = len(parents)
                self._look_at(element)
                parents.append(parent)
                first.append(at)
                parent = len(parents) - 1
            own.append(parent)
        self.own: Numbers = np.array(own, dtype=np.int64)
        self.parent: Numbers = np.array(parents, dtype=np.int64)
        self.first: Numbers = np.array(first, dtype=np.int64)
        self.depth, self.last = self._depths(parents), self._lasts(parents, first, own)

    def _look_at(self, element: HtmlElement) -> None:
        """Take an element's tag and class, which are its kind, and what its names tell; a page's own classes tell of all."""
        tag, names, kind = str(element.tag), "", ""
        for key, value in element.items():
            if key in _NAMING:
                names += f" {value}"
                if key == "class":
                    kind = value
        self.elements.append(element)
        self.kind.append(f"{tag}.{kind}")
        self.names.append(_families(names[:LONGEST_NAME].lower()) if names and tag not in ("html", "body") else 0)

    def _depths(self, parents: list[int]) -> Numbers:
        depths: list[int] = []
        for parent in parents:
            depths.append(depths[parent] + 1 if parent >= 0 else 0)
        return np.array(depths, dtype=np.int64)

    def _lasts(self, parents: list[int], first: list[int], own: list[int]) -> Numbers:
        last = list(first)
        for at, element in enumerate(own):
            last[element] = at
        for element in range(len(parents) - 1, -1, -1):
            parent = parents[element]
            if parent >= 0 and last[parent] < last[element]:
                last[parent] = last[element]
        return np.array(last, dtype=np.int64)

    def inside(self, values: NDArray[np.float64]) -> NDArray[np.float64]:
        """For each element the sum of its blocks' values; ``values`` may have several columns."""
        sums = np.concatenate([np.zeros_like(values[:1]), np.cumsum(values, axis=0)])
        found: NDArray[np.float64] = sums[self.last + 1] - sums[self.first]
        return found

    def above(self, levels: int) -> Numbers:
        """For each block the element so many levels above its own; -1 where there is none."""
        at = self.own
        for _ in range(levels):
            at = np.where(at >= 0, self.parent[at], -1)
        return at

    def path(self, element: int) -> Numbers:
        """The elements from the outermost one down to this one."""
        up: list[int] = []
        while element >= 0:
            up.append(element)
            element = int(self.parent[element])
        return np.array(up[::-1], dtype=np.int64)

    def shared(self, path: Numbers) -> Numbers:
        """For each block, how many elements of a path it stands in."""
        blocks = np.arange(len(self.blocks))
        begun = np.searchsorted(self.first[path], blocks, side="right")
        ended = len(path) - np.searchsorted(self.last[path][::-1], blocks, side="left")
        return np.minimum(begun, ended)

    def nearest(self) -> tuple[Floats, Floats, Numbers]:
        """Of each element: its names' kinds; then how many levels up the nearest element of each kind of name is, up to FAR.

        Last the level of the nearest element of each of TAGS; below 0 where it is in none.
        """
        named = (np.array(self.names, dtype=np.int64)[:, None] >> np.arange(len(NAMED)) & 1).astype(bool)
        tagged = np.array([_TAG_FLAGS.get(element.tag, _NO_TAG) for element in self.elements], dtype=bool)
        level = np.where(np.concatenate([named, tagged], axis=1), self.depth[:, None], _NOWHERE)
        order = np.argsort(self.depth, kind="stable")
        borders = np.searchsorted(self.depth[order], np.arange(1, self.depth.max(initial=0) + 2))
        for begin, end in pairwise(borders):
            own = order[begin:end]
            level[own] = np.maximum(level[own], level[self.parent[own]])
        steps = np.minimum(FAR, self.depth[:, None] - level[:, : len(NAMED)]).astype(np.float32)
        return named.astype(np.float32), steps, level[:, len(NAMED) :]

    def kinds(self) -> Numbers:
        """For each block the number of its kind: blocks of one kind have the same tags and classes three elements up."""
        known: dict[str, int] = {}
        own = np.array([known.setdefault(kind, len(known)) + 1 for kind in self.kind], dtype=np.int64)
        up = np.where(self.parent >= 0, own[self.parent], 0)
        above = np.where(self.parent >= 0, up[self.parent], 0)
        size = len(known) + 1
        return np.unique(((above * size + up) * size + own)[self.own], return_inverse=True)[1].reshape(-1)


@lru_cache(maxsize=4096)
def _families(words: str) -> int:
    """Which families of names an element's names are of, a bit for each."""
    found = 0
    for name in words.split():
        found |= _families_of_one(name)
    return found


@lru_cache(maxsize=16_384)
def _families_of_one(name: str) -> int:
    """The same of one name; a page, and an outlet's next one, has the same few hundred."""
    return sum(bit for bit, pattern in _PATTERNS if pattern.search(name))
