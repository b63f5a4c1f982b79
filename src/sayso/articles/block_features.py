"""Blocks of a page -> a row of numbers for each, by which a small model tells the article's body from what is beside."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate

import numpy as np
from lxml.html import HtmlElement
from numpy.typing import NDArray

from sayso.articles.markup import Block

Rows = NDArray[np.float32]

# Words of classes and ids, by what they tell of the blocks inside. A page's maker names its parts for himself, but
# the same few words come back on most pages.
_NAMED = {
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
}
_NAMES = list(_NAMED)
_PATTERNS = [re.compile(pattern) for pattern in _NAMED.values()]
_ANCESTORS = (
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
_OWN_TAGS = ("p", "li", "h1", "h2", "h3", "h4", "div", "td", "blockquote", "figcaption", "section", "article", "dd", "body")
_STOPS = re.compile(r"[.!?…。！？]")
_ENDED = re.compile(r"[.!?…。！？:;][\"'”’»“)\]]{0,3}$")
_WORD = re.compile(r"\w+")
_WIDE = re.compile("[\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7a3]")
FAR = 9.0
_NOWHERE = (0.0,) * len(_ANCESTORS) + (FAR,) * len(_NAMED)
NEIGHBOURS = (-2, -1, 1, 2)


_OWN = (
    "length words linked strong stops commas ended upper digits quoted hidden depth place after_headline from_headline "
    "is_headline is_description in_linked_body has_linked_body seen_before group_size group_words group_linked "
    "parent_words grand_words great_words container container_depth paragraphs_beside colon question"
)


@dataclass(frozen=True, slots=True)
class PageWords:
    """What is known of the page beside its blocks: its headline, description and the body that JSON-LD gives, in words."""

    headline: str = ""
    description: str = ""
    linked_body: str = ""


def feature_names() -> list[str]:
    """The columns of a row, in order."""
    own = _OWN.split()
    own += [f"tag_{tag}" for tag in _OWN_TAGS] + [f"in_{tag}" for tag in _ANCESTORS]
    own += [f"own_{name}" for name in _NAMES] + [f"near_{name}" for name in _NAMES]
    return own + [f"{column}{by:+d}" for by in NEIGHBOURS for column in _COPIED]


_COPIED = ("length", "linked", "stops", "ended", "tag_p", "group_words", "container")


def rows_of(blocks: Sequence[Block], page: PageWords) -> Rows:
    """One row of numbers for each block, its neighbours' among them."""
    if not blocks:
        return np.zeros((0, len(feature_names())), dtype=np.float32)
    names = feature_names()
    own = np.array(_Counting(blocks, page).rows(), dtype=np.float32)
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
        self.lengths = [_length(block.words) for block in blocks]
        self.named: dict[HtmlElement, tuple[bool, ...]] = {}
        self.around: dict[HtmlElement, tuple[float, ...]] = {}
        self.inside: defaultdict[HtmlElement, float] = defaultdict(float)
        self.groups: defaultdict[object, list[float]] = defaultdict(lambda: [0.0] * 4)
        self.signatures = [_signature(block) for block in blocks]
        self.running = [_is_running(block, length) for block, length in zip(blocks, self.lengths, strict=True)]
        for number, (block, length) in enumerate(zip(blocks, self.lengths, strict=True)):
            group = self.groups[self.signatures[number]]
            for column, value in enumerate((1.0, length, block.linked, len(block.words))):
                group[column] += value
            for element in block.context if self.running[number] else ():
                self.inside[element] += length
        self.total = max(1.0, sum(length for length, running in zip(self.lengths, self.running, strict=True) if running))
        paragraphs = (running and block.tag == "p" for block, running in zip(blocks, self.running, strict=True))
        self.paragraphs = [0, *accumulate(map(int, paragraphs))]
        self.container = self._container()
        self.headline_letters = _letters(page.headline)
        self.description_letters = _letters(page.description[:400])
        self.headline = self._headline()
        self.body_runs = _runs(page.linked_body)
        self.seen = Counter(block.words for block in blocks)

    def _container(self) -> HtmlElement | None:
        """The deepest element that holds most of the page's running text."""
        best, depth = None, -1
        for block in self.blocks:
            for level, element in enumerate(block.context):
                if level > depth and self.inside[element] > 0.55 * self.total:
                    best, depth = element, level
        return best

    def _headline(self) -> int:
        wanted = self.headline_letters
        for number, block in enumerate(self.blocks):
            if block.tag == "h1" and wanted and wanted[:25] in _letters(block.words):
                return number
        for number, block in enumerate(self.blocks):
            if wanted and len(block.words) < 300 and _letters(block.words) == wanted:
                return number
        return next((number for number, block in enumerate(self.blocks) if block.tag == "h1"), -1)

    def rows(self) -> list[list[float]]:
        return [self._row(number, block) for number, block in enumerate(self.blocks)]

    def _row(self, number: int, block: Block) -> list[float]:
        words, length = block.words, self.lengths[number]
        size = max(1, len(words))
        group = self.groups[self.signatures[number]]
        context = block.context
        letters = _letters(words) if len(words) < 600 else ""
        shared = letters and letters == self.headline_letters
        row = [
            min(length, 200.0), min(float(len(words)), 1500.0), min(1.0, block.linked / size), min(1.0, block.strong / size),
            min(20.0, len(_STOPS.findall(words))), min(20.0, words.count(",") + words.count("、") + words.count("،")),
            float(bool(_ENDED.search(words))), float(words[0].isupper()), sum(map(str.isdigit, words[:200])) / min(200, size),
            float(words[0] in "\"“„«‘「"), float(block.hidden), min(30.0, block.depth), number / len(self.blocks),
            float(number > self.headline >= 0), max(-50.0, min(200.0, number - self.headline)) if self.headline >= 0 else -60.0,
            float(bool(shared)), self._like_description(words), self._share_in_body(words), float(bool(self.body_runs)),
            float(self.seen[words] > 1),
            min(100.0, group[0]), min(1.0, group[1] / self.total),
            group[2] / max(1.0, group[3]),
            *(self.inside[context[-level]] / self.total if len(context) >= level else 1.0 for level in (1, 2, 3)),
            float(self.container in context), self._from_container(context),
            self._paragraphs_beside(number), float(words.endswith((":", "："))), float(words.endswith(("?", "？"))),
        ]  # fmt: skip
        row += [float(block.tag == tag) for tag in _OWN_TAGS]
        around = self._around(context)
        row += around[: len(_ANCESTORS)]
        row += [float(flag) for flag in self._names(context[-1])]
        return [*row, *around[len(_ANCESTORS) :]]

    def _like_description(self, words: str) -> float:
        theirs = self.description_letters
        if len(words) < 20 or len(theirs) < 20 or len(mine := _letters(words[:400])) < 20:
            return 0.0
        return 1.0 if mine == theirs else 0.5 if mine.startswith(theirs[:40]) or theirs.startswith(mine[:40]) else 0.0

    def _share_in_body(self, words: str) -> float:
        if not self.body_runs:
            return -1.0
        runs = _runs(words)
        return sum(run in self.body_runs for run in runs) / len(runs) if runs else -0.5

    def _from_container(self, context: tuple[HtmlElement, ...]) -> float:
        if self.container is None or self.container not in context:
            return -1.0
        return float(min(FAR, len(context) - 1 - context.index(self.container)))

    def _paragraphs_beside(self, number: int) -> float:
        """How many of the ten blocks around are running text in a p."""
        first, last = max(0, number - 5), min(len(self.blocks), number + 6)
        own = self.paragraphs[number + 1] - self.paragraphs[number]
        return float(self.paragraphs[last] - self.paragraphs[first] - own)

    def _names(self, element: HtmlElement) -> tuple[bool, ...]:
        found = self.named.get(element)
        if found is None:
            words = f"{element.get('class') or ''} {element.get('id') or ''} {element.get('data-component') or ''}"[
                :400
            ].lower()
            words = f"{words} {element.get('itemprop') or ''} {element.get('role') or ''}".lower().strip()
            found = self.named[element] = _families(words)
        return found

    def _around(self, context: tuple[HtmlElement, ...]) -> tuple[float, ...]:
        """For each telling tag whether the block stands inside one, then for each kind of name how many steps up it stands."""
        known = len(context)
        while known and context[known - 1] not in self.around:
            known -= 1
        found = self.around[context[known - 1]] if known else _NOWHERE
        for element in context[known:]:
            tag = element.tag
            inside = (1.0 if tag == name else flag for name, flag in zip(_ANCESTORS, found[: len(_ANCESTORS)], strict=True))
            steps = zip(self._names(element), found[len(_ANCESTORS) :], strict=True)
            found = (*inside, *(0.0 if flag else min(FAR, up + 1) for flag, up in steps))
            self.around[element] = found
        return found


@lru_cache(maxsize=4096)
def _families(words: str) -> tuple[bool, ...]:
    """Which families of names an element's names are of; a page, and an outlet's next one, has the same few hundred."""
    return tuple(bool(pattern.search(words)) for pattern in _PATTERNS)


def _length(words: str) -> float:
    """Words; two characters of Chinese, Japanese or Korean count as one."""
    wide = len(_WIDE.findall(words))
    return words.count(" ") + 1 + wide / 2


def _is_running(block: Block, length: float) -> bool:
    return (
        length >= 12
        and block.linked < 0.5 * len(block.words)
        and block.tag not in ("figcaption", "li", "td")
        and not block.hidden
    )


def _signature(block: Block) -> tuple[str, ...]:
    return tuple(f"{element.tag}.{element.get('class') or ''}" for element in block.context[-3:])


def _runs(words: str) -> set[tuple[str, ...]]:
    found = _WORD.findall(words)
    return {tuple(found[i : i + 4]) for i in range(len(found) - 3)}


def _letters(words: str) -> str:
    return "".join(_WORD.findall(words.lower()))
