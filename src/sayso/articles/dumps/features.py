"""A dump's blocks -> a row of numbers for each, by which trees tell whether it stands in the article."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from sayso.articles.dumps.blocks import Block
from sayso.articles.dumps.body import CUT, is_ending, run_weights
from sayso.articles.dumps.lines import MACHINE, Line, is_stopped, plain

Column = NDArray[np.float64]
Rows = NDArray[np.float32]

LOOK = 400  # characters of a block that are looked at for its style
REACHES = (1, 2, 5, 10, 25, 60)  # blocks on each side
ABOUT_LINES = 8  # lines on each side in which addresses are counted
LONGEST_SHORT = 5  # letters: a language's little words
LEAST_TOPIC = 5  # letters: a word that tells what a text is about
MOST = 400  # blocks from the run
_TITLED = re.compile(r"[^\W\d_a-z]")
_BULLET = re.compile(r"(?:[•·▪►*–—-]|\(?\d{1,3}[.):])\s?")
_CREDIT = re.compile(
    r"(?:by|photo|photograph|image|picture|video|credit|source|via)\b|[(©]|.*\b(?:getty|photo|images?)\b", re.I
)
_READER = re.compile(r"\b(?:repl(?:y|ies)|ago|says|wrote|posted|likes?|comments?)\b", re.I)
_YOU = re.compile(r"\b(?:you|your|we|our|us)\b", re.I)


@dataclass(frozen=True, slots=True)
class Around:
    """What is known of a dump beside its blocks: its lines, its heaviest run, and runs of three words of flattened copies."""

    lines: Sequence[Line]
    start: int
    end: int
    threads: frozenset[tuple[str, str, str]]


def rows_of(blocks: Sequence[Block], own: Sequence[float], around: Around) -> Rows:
    """The numbers of each block, a row a block; ``own`` are the blocks' weights (``body.weights``)."""
    columns = columns_of(blocks, own, around)
    return np.stack([column.astype(np.float32) for column in columns.values()], axis=1)


@cache
def feature_names() -> tuple[str, ...]:
    """What each number of a row is, in their order."""
    return tuple(columns_of((), (), Around((), 0, 0, frozenset())))


def columns_of(blocks: Sequence[Block], own: Sequence[float], around: Around) -> dict[str, Column]:
    """The numbers by their names, in the order of the rows."""
    texts = [plain(block.text[:300]) for block in blocks]
    ways = _ways(blocks, own)
    columns = {**ways, **_styles(blocks, texts)}
    columns |= _neighbours({name: columns[name] for name in _TOLD_OF_NEIGHBOURS})
    columns |= _surroundings(ways, columns)
    columns |= _places(blocks, own, ways, around)
    columns |= _agreement(blocks, texts, around)
    columns |= _line_places(blocks, around.lines)
    return columns


_TOLD_OF_NEIGHBOURS = ("weight", "words", "stopped", "short words", "capitals", "phrase", "date", "interface", "again")


def _ways(blocks: Sequence[Block], own: Sequence[float]) -> dict[str, Column]:
    """Forms, lengths and weights."""
    forms = [block.form for block in blocks]
    found = {
        form: _flags([one == form for one in forms]) for form in ("sentence", "phrase", "date", "interface", "mark", "number")
    }
    found["machine"] = _flags([form in MACHINE for form in forms])
    found["words"] = np.array([float(block.words) for block in blocks])
    found["pieces"] = np.array([float(block.pieces) for block in blocks])
    found["gap"] = _flags([block.gap for block in blocks])
    found["weight"] = np.array(own, dtype=np.float64)
    found["promotion"] = _flags([weight == -4.0 for weight in own])
    found["ending"] = _flags([is_ending(block.text) for block in blocks])
    return found


def _styles(blocks: Sequence[Block], texts: Sequence[str]) -> dict[str, Column]:
    """How each block is written."""
    heads = [block.text[:LOOK] for block in blocks]
    split = [head.split() for head in heads]
    counts = [max(1, len(words)) for words in split]
    sizes = [max(1, len(head)) for head in heads]
    seen = Counter(texts)
    first: set[str] = set()
    came = []
    for text in texts:
        came.append(text in first)
        first.add(text)
    return {
        "stopped": _flags([is_stopped(block.text) for block in blocks]),
        "colon": _flags([block.text.endswith(":") for block in blocks]),
        "cut": _flags([bool(CUT.search(head[-8:])) for head in (block.text for block in blocks)]),
        "short words": _ratio(
            [sum(len(word) <= LONGEST_SHORT and word.islower() for word in words) for words in split], counts
        ),
        "capitals": _ratio([sum(bool(_TITLED.match(word)) for word in words) for words in split], counts),
        "digits": _ratio([sum(map(str.isdigit, head)) for head in heads], sizes),
        "commas": _ratio([head.count(",") for head in heads], counts),
        "letters a word": _ratio(sizes, counts),
        "quoted": _flags([bool(set(head) & set('"“”«»„')) for head in heads]),
        "bars": _flags([bool(set(head) & set("|•·›»→©")) for head in heads]),
        "lower": _flags([head[:1].islower() for head in heads]),
        "bullet": _flags([bool(_BULLET.match(head)) for head in heads]),
        "credit": _flags([len(head) < 200 and bool(_CREDIT.match(head)) for head in heads]),
        "reader": _flags([bool(_READER.search(head)) for head in heads]),
        "you": _flags([bool(_YOU.search(head)) for head in heads]),
        "asks": _flags([head.endswith("?") for head in heads]),
        "times": np.array([float(min(9, seen[text])) for text in texts]),
        "again": _flags([seen[text] > 1 for text in texts]),
        "came before": _flags(came),
    }


def _neighbours(columns: Mapping[str, Column]) -> dict[str, Column]:
    """Some numbers of the two blocks before and behind."""
    found: dict[str, Column] = {}
    for name, column in columns.items():
        for by in (-2, -1, 1, 2):
            moved = np.full(len(column), -1.0)
            moved[max(0, -by) : len(column) - max(0, by)] = column[max(0, by) : len(column) - max(0, -by)]
            found[f"{name} at {by:+d}"] = moved
    return found


def _surroundings(ways: Mapping[str, Column], styles: Mapping[str, Column]) -> dict[str, Column]:
    """What the blocks before and behind hold together, at several reaches, without the block itself."""
    words = np.minimum(ways["words"], 60)
    counted = {
        "sentences": ways["sentence"] * words,
        "labels": ways["phrase"] * (words < 12),
        "buttons": ways["interface"] + ways["date"],
        "titles": ways["phrase"] * (styles["capitals"] > 0.6),
        "repeated": styles["again"],
    }
    found: dict[str, Column] = {}
    for name, column in counted.items():
        sums = np.concatenate([[0.0], np.cumsum(column)])
        size = len(column)
        at = np.arange(size)
        for reach in REACHES if name == "sentences" else REACHES[2:5]:
            found[f"{name} {reach} before"] = sums[at] - sums[np.maximum(0, at - reach)]
            found[f"{name} {reach} behind"] = sums[np.minimum(size, at + 1 + reach)] - sums[at + 1]
    return found


def _places(blocks: Sequence[Block], own: Sequence[float], ways: Mapping[str, Column], around: Around) -> dict[str, Column]:
    """Where each block stands: in the dump, from its heaviest run, and from headings of what follows an article."""
    size = len(blocks)
    at = np.arange(size)
    told = np.concatenate([[0.0], np.cumsum(ways["sentence"] * np.minimum(ways["words"], 60))])
    all_told = max(1.0, float(told[-1]))
    endings = np.concatenate([[0.0], np.cumsum(ways["ending"])])
    promotions = np.concatenate([[0.0], np.cumsum(ways["promotion"])])
    runs = np.array(run_weights(own))
    last_ending = np.maximum.accumulate(np.where(ways["ending"] > 0, at, -MOST)) if size else at
    return {
        "place": at / max(1, size),
        "words before": told[:-1] / all_told,
        "words behind": np.minimum(all_told - told[1:], 2000),
        "in the run": ((at >= around.start) & (at < around.end)).astype(float),
        "from its start": np.clip(at - around.start, -MOST, MOST).astype(float),
        "from its end": np.clip(at - around.end + 1, -MOST, MOST).astype(float),
        "words from its end": np.clip(told[:-1] - told[min(around.end, size)], -2000, 2000),
        "endings since": np.where(at >= around.start, endings[:-1] - endings[min(around.start, size)], 0.0),
        "from an ending": np.minimum(at - last_ending, MOST).astype(float),
        "promotions since": np.where(at >= around.start, promotions[:-1] - promotions[min(around.start, size)], 0.0),
        "weight of its run": runs / max(1.0, float(runs.max(initial=0.0))),
        "blocks": np.full(size, float(size)),
        "all words": np.full(size, all_told),
        "share of sentences": np.full(size, float(ways["sentence"].mean()) if size else 0.0),
    }


def _agreement(blocks: Sequence[Block], texts: Sequence[str], around: Around) -> dict[str, Column]:
    """How many of a block's words a flattened copy has in a row, and how many of its long words the heaviest run."""
    topic = Counter(word for text in texts[around.start : around.end] for word in set(text.split()) if len(word) >= LEAST_TOPIC)
    shares, often, copied = [], [], []
    for number, (block, text) in enumerate(zip(blocks, texts, strict=True)):
        inside = around.start <= number < around.end
        long = [word for word in text.split() if len(word) >= LEAST_TOPIC]
        found = [topic[word] - inside for word in long]
        shares.append(sum(count > 0 for count in found) / max(1, len(long)))
        often.append(sum(min(count, 5) for count in found) / max(1, len(long)))
        words = block.text[:LOOK].split() if around.threads else []
        runs = list(zip(words, words[1:], words[2:], strict=False))
        copied.append(sum(run in around.threads for run in runs) / max(1, len(runs)) if runs else -1.0)
    return {"of the topic": np.array(shares), "topic's words": np.array(often), "copied": np.array(copied)}


def _line_places(blocks: Sequence[Block], lines: Sequence[Line]) -> dict[str, Column]:
    """What stands in the dump's lines around each block: addresses and pictures, where a dump kept them."""
    addresses = np.concatenate([[0.0], np.cumsum(_flags([line.form == "address" for line in lines]))])
    images = np.concatenate([[0.0], np.cumsum(_flags([line.form == "image" for line in lines]))])
    size = len(lines)
    first = np.array([block.first for block in blocks], dtype=np.int64)
    end = np.array([block.first + block.pieces for block in blocks], dtype=np.int64)
    spread = np.maximum(1, np.minimum(size, end + ABOUT_LINES) - np.maximum(0, first - ABOUT_LINES))

    def share(sums: Column) -> Column:
        found: Column = (sums[np.minimum(size, end + ABOUT_LINES)] - sums[np.maximum(0, first - ABOUT_LINES)]) / spread
        return found

    return {
        "addresses": share(addresses),
        "images": share(images),
        "addresses within": addresses[end] - addresses[first],
        "address before": addresses[first] - addresses[np.maximum(0, first - 1)],
        "address behind": addresses[np.minimum(size, end + 1)] - addresses[end],
        "image before": images[first] - images[np.maximum(0, first - 1)],
        "image behind": images[np.minimum(size, end + 1)] - images[end],
        "all addresses": np.full(len(blocks), float(addresses[-1] / max(1, size))),
    }


def _flags(found: Sequence[bool]) -> Column:
    return np.array(found, dtype=np.float64)


def _ratio(found: Sequence[int], of: Sequence[int]) -> Column:
    return np.array(found, dtype=np.float64) / np.array(of, dtype=np.float64)
