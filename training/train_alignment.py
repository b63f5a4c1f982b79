"""Labelled pairs of accounts -> the weights of ``sayso.comparing.accounts`` (cuts, alignment, relations), and their figures.

    PYTHONPATH=src python training/train_alignment.py LABELS_DIR ... --scorer ../shared/eval/score_accounts.py
        [--words whitehouse-2021-22.jsonl.gz] [--save]

A LABELS_DIR holds a folder a pair: ``a.txt``, ``b.txt``, ``labels.json`` (as ``benchmarks/accounts.py`` takes them).
``--words`` counts anew how rare words are, and which of them are verbs, in texts of one JSON object a line. The figures are
of folds over events: what is told of one event is never trained on and measured. Without ``--save`` nothing is written.
"""

from __future__ import annotations

import argparse
import gzip
import importlib.util
import itertools
import json
import math
import re
import sys
import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np

from sayso.attribution import sentence_states
from sayso.comparing.accounts import claiming, concepts, cutting, likelihood, meaning, relating
from sayso.comparing.accounts.cut_places import Places
from sayso.comparing.accounts.distinctions import Side, differences
from sayso.comparing.accounts.identities import identify
from sayso.comparing.accounts.likeness import rows_of, table
from sayso.comparing.accounts.rows import Claim
from sayso.comparing.accounts.traits import Traits, traits_of
from sayso.formats import comparison_to_json
from sayso.record import Reading, Span
from sayso.statements import sentences

sys.path.insert(0, str(Path(__file__).parent.parent / "benchmarks"))
from accounts import compare_readings, read_pair

HOUSE = Path(__file__).parent.parent / "src/sayso/comparing/accounts"
FOLDS = 8
MEANT_FOLDS = 4  # of ``train_meaning.py``: a divisor of FOLDS, so that what is left out here was left out there
DRAWS = 1_000
PENALTY = {
    "cutting": 1.0,
    "alignment": 5.0,
    "relation": 10.0,
    "conflict": 5.0,
}  # of squared weights; a third and three times of each differ by < .01
ARGUABLE = 0.5  # weight of a pair of claims on which a second reader could decide otherwise
ALTERED = 0.5  # weight of a row of an altered pair, which has more conflicts than a real one
OUTSIDE = 0.3  # weight of a pair with a claim that the labels do not have
LEADING = frozenset(("to", "will", "would", "can", "could", "should", "must", "may", "might", "not", "shall"))
WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")

Weights = dict[str, np.ndarray]
Taken = Callable[[list[dict], list[tuple[int, int]]], set[str]]
Rows = tuple[list[str], np.ndarray, np.ndarray, np.ndarray]


@dataclass(frozen=True, slots=True)
class Pair:
    """A labelled pair with its readings; ``event`` is a number that all pairs of one event have."""

    folder: Path
    labels: dict
    readings: list[Reading]
    event: int

    @property
    def fold(self) -> int:
        """Which fold its event is in."""
        return self.event % FOLDS


def load(folders: Iterable[Path]) -> list[Pair]:
    found = []
    for folder in (path.parent for root in folders for path in sorted(root.glob("*/labels.json"))):
        labels = json.loads((folder / "labels.json").read_text(encoding="utf8"))
        event = labels["event"]["date"] + "|" + "|".join(sorted(labels["event"]["parties"]))
        found.append(Pair(folder, labels, read_pair(folder), zlib.crc32(event.encode())))
    return found


def logistic(rows: np.ndarray, wanted: np.ndarray, counts: np.ndarray, penalty: float) -> tuple[np.ndarray, ...]:
    """The mean and spread of each column, a logistic regression's weights for them (Newton's method), and its constant."""
    mean, spread = rows.mean(axis=0), rows.std(axis=0) + 1e-6
    table = np.c_[(rows - mean) / spread, np.ones(len(rows))]
    shrinking = np.full(table.shape[1], penalty)
    shrinking[-1] = 0.01
    weights = np.zeros(table.shape[1])
    for _ in range(40):
        likely = 1 / (1 + np.exp(-table @ weights))
        slope = table.T @ (counts * (likely - wanted)) + shrinking * weights
        step = np.linalg.solve((table.T * (counts * likely * (1 - likely))) @ table + np.diag(shrinking), slope)
        weights -= step
        if abs(step).max() < 1e-6:
            break
    return mean, spread, weights[:-1], weights[-1:]


def fitted(names: Sequence[str], rows: np.ndarray, wanted: np.ndarray, counts: np.ndarray, penalty: float) -> Weights:
    mean, spread, weights, bias = logistic(rows, wanted, counts, penalty)
    return {"names": np.array(names), "mean": mean, "spread": spread, "weights": weights, "bias": bias[0]}


def cut_rows(pairs: Iterable[Pair]) -> Iterator[tuple[dict[str, float], float]]:
    """What speaks for each place where a sentence may be cut, and whether a labelled claim begins there; a text once."""
    seen: set[str] = set()
    for pair in pairs:
        for side, reading in zip("ab", pair.readings, strict=True):
            if reading.article.text not in seen:
                seen.add(reading.article.text)
                yield from kept(pair, side, partial(cuts_of, side=side))


def cuts_of(pair: Pair, side: str) -> list[tuple[dict[str, float], float]]:
    reading, found = pair.readings["ab".index(side)], []
    text = reading.article.text
    gold = sorted((claim["start"], claim["end"]) for claim in pair.labels["claims_" + side])
    times = [(time.span.start, time.span.end) for time in reading.times]
    for paragraph in reading.article.paragraphs:
        for start, end in sentences(text, paragraph.start, paragraph.end):
            inside = [claim for claim in gold if start - 1 <= claim[0] < end]
            places = Places(text, (start, end), times)
            for place in places if inside else ():
                last, first = places.clauses.ends[place.last - 1], places.clauses.starts[place.first]
                if any(begin - 1 <= last <= stop + 1 for begin, stop in inside):
                    found.append((place.traits, float(any(start + 2 < b and last <= b <= first + 6 for b, _ in inside))))
    return found


def fit_cuts(pairs: Iterable[Pair]) -> Weights:
    rows = list(cut_rows(pairs))
    common = Counter(name for traits, _ in rows for name, value in traits.items() if value)
    names = sorted(name for name, count in common.items() if count >= 4)
    table = np.array([[traits.get(name, 0.0) for name in names] for traits, _ in rows])
    wanted = np.array([right for _, right in rows])
    mean, spread, weights, bias = logistic(table, wanted, np.ones(len(rows)), PENALTY["cutting"])
    plain = weights / spread  # the house weighs the traits as they are
    return {"names": np.array([*names, ""]), "weights": np.append(plain, bias[0] - plain @ mean)}


def gold_claims(pair: Pair) -> list[list[Claim]]:
    return [[Claim(side, (Span(c["start"], c["end"], c["text"]),)) for c in pair.labels["claims_" + side]] for side in "ab"]


@cache
def meant_without(fold: int) -> Weights:
    """What ``train_meaning.py`` learned without a fold of events."""
    with np.load(Path(__file__).with_name("meaning_folds.npz"), allow_pickle=False) as arrays:
        names = [name.removesuffix(f" {fold}") for name in arrays.files if name.endswith(f" {fold}")]
        return {name: arrays[f"{name} {fold}"].astype(np.float32) for name in names}


def leave_out(pair: Pair) -> None:
    """Let the house take the meaning of words as it was learned without this pair's event."""
    meaning.weights = lambda: meant_without(pair.event % MEANT_FOLDS)  # type: ignore[assignment]


def traits(pair: Pair, claims: Sequence[Sequence[Claim]]) -> list[tuple[Traits, ...]]:
    leave_out(pair)
    each = zip(claims, pair.readings, identify(pair.readings), strict=True)
    return [traits_of(found, reading, keys, meaning.meaning_of(reading, found)) for found, reading, keys in each]


def pair_rows(pair: Pair, claims: Sequence[Sequence[Claim]], taken: Taken) -> Rows:
    """The features of each two claims, whether the labels align what they take, and how much they count."""
    found = table(*traits(pair, claims))
    names = list(found)
    return names, rows_of(found, names).reshape(-1, len(names)), *weighed(pair, claims, taken)


def weighed(pair: Pair, claims: Sequence[Sequence[Claim]], taken: Taken) -> tuple[np.ndarray, np.ndarray]:
    """Whether the labels align what each two claims take, and how much they count."""
    labels = pair.labels
    aligned = {(a, b) for row in labels["alignments"] for a in row["a"] for b in row["b"]}
    unsure = {tuple(two) for kind in ("aligned", "not_aligned") for two in labels.get("arguable", {}).get(kind, ())}
    taking = [
        [taken(labels["claims_" + side], [(c.spans[0].start, c.spans[0].end)]) for c in some]
        for side, some in zip("ab", claims, strict=True)
    ]
    wanted, counts = [], []
    for here in taking[0]:
        for there in taking[1]:
            two = {(a, b) for a in here for b in there}
            wanted.append(float(bool(two & aligned)))
            counts.append(ARGUABLE if two & unsure else 1.0 if two else OUTSIDE)
    return np.array(wanted), np.array(counts)


def fit_alignment(rows: Sequence[Rows], by_words: bool = False) -> Weights:
    """``by_words``: without what is known of what words mean."""
    names = [name for name in rows[0][0] if not (by_words and "meant" in name)]
    columns = [rows[0][0].index(name) for name in names]
    tables, wanted, counts = (np.concatenate([row[at] for row in rows]) for at in (1, 2, 3))
    return fitted(names, tables[:, columns], wanted, counts, PENALTY["alignment"])


def relation_rows(pair: Pair) -> Iterator[tuple[dict[str, float], dict[str, float], str]]:
    """What tells of each labelled row whether its sides say the same, and whether both can be true; and its relation."""
    both = traits(pair, gold_claims(pair))
    places = [{c["id"]: at for at, c in enumerate(pair.labels["claims_" + side])} for side in "ab"]
    for row in pair.labels["alignments"]:
        one, other = (
            Side(
                side,
                tuple(both[k][places[k][name]] for name in sorted(row[side], key=places[k].__getitem__)),
                reading.article.text,
            )
            for k, (side, reading) in enumerate(zip("ab", pair.readings, strict=True))
        )
        found = differences(one, other)
        yield relating.traits_of_pair(one, other, found), relating.traits_of_conflict(one, other, found), row["relation"]


def fit_relation(rows: Sequence[tuple[dict[str, float], bool, float]], penalty: float) -> Weights:
    """Of what tells of each row, whether it is so, and how much it counts."""
    names = list(rows[0][0])
    table = np.array([[row[name] for name in names] for row, _, _ in rows])
    return fitted(names, table, np.array([float(so) for _, so, _ in rows]), np.array([n for _, _, n in rows]), penalty)


KEPT: dict[tuple[Path, str], Any] = {}


def kept(pair: Pair, name: str, make: Callable[[Pair], Any]) -> Any:
    """What is made of a pair and is the same in all folds."""
    if (pair.folder, name) not in KEPT:
        KEPT[pair.folder, name] = make(pair)
    return KEPT[pair.folder, name]


def use(weights: dict[str, Weights]) -> None:
    """Let the house take these weights in place of its own."""
    cuts = weights["cutting"]
    by_name = dict(zip(cuts["names"].tolist(), cuts["weights"].tolist(), strict=True))
    cutting.weights = lambda: by_name  # type: ignore[assignment]
    likelihood.weights = weights.__getitem__  # type: ignore[assignment]
    relating.weights = weights.__getitem__  # type: ignore[assignment]


def fit(pairs: Sequence[Pair], altered: Sequence[Pair], scorer: ModuleType) -> dict[str, Weights]:
    """All weights; of the altered pairs, in which much was made to conflict, only conflicts are learned."""
    relations = [row for pair in pairs for row in kept(pair, "relations", lambda pair: list(relation_rows(pair)))]
    of_altered = [row for pair in altered for row in kept(pair, "relations", lambda pair: list(relation_rows(pair)))]
    found = {
        "cutting": fit_cuts(pairs),
        "relation": fit_relation([(traits, r == "same", 1.0) for traits, _, r in relations], PENALTY["relation"]),
        "conflict": fit_relation(
            [(traits, r == "conflict", n) for some, n in ((relations, 1.0), (of_altered, ALTERED)) for _, traits, r in some],
            PENALTY["conflict"],
        ),
    }
    use({**found, "alignment": {}})
    rows = []
    for pair in pairs:
        own = [list(claiming.claims_of(reading, side)) for side, reading in zip("ab", pair.readings, strict=True)]
        rows.append(kept(pair, "rows", lambda pair: pair_rows(pair, gold_claims(pair), scorer.taken)))
        rows.append(pair_rows(pair, own, scorer.taken))
    return {**found, "alignment": fit_alignment(rows), "alignment_by_words": fit_alignment(rows, by_words=True)}


def figures(
    pairs: Sequence[Pair], train: Sequence[Pair], altered: Sequence[Pair], scorer: ModuleType
) -> dict[Path, dict]:
    """The counts of each pair, compared with the weights of the other folds' pairs."""
    counts = {}
    for fold in range(FOLDS):
        use(fit(*([pair for pair in some if pair.fold != fold] for some in (train, altered)), scorer))
        for pair in (one for one in pairs if one.fold == fold):
            leave_out(pair)
            answer = comparison_to_json(compare_readings(pair.readings))
            texts = {side: reading.article.text for side, reading in zip("ab", pair.readings, strict=True)}
            counts[pair.folder], _ = scorer.count(pair.labels, texts, answer)
    return counts


def count_words(path: Path) -> Weights:
    """How rare each stem is, over stretches of 400 words; and the words that stand behind "to" and modal verbs often enough."""
    stretches, texts, behind, all_of_it = 0, Counter(), Counter(), Counter()
    with gzip.open(path, "rt", encoding="utf8") as lines:
        for line in lines:
            words = [word.lower().replace("’", "'") for word in WORD.findall(json.loads(line)["text"])]
            for at in range(0, len(words) - 100, 400):
                stretches += 1
                texts.update({concepts.stem(word.removesuffix("'s")) for word in words[at : at + 400]})
            all_of_it.update(words)
            behind.update(after for before, after in itertools.pairwise(words) if before in LEADING)
    rare = {stem: min(1.0, math.log(stretches / n) / math.log(500)) for stem, n in texts.items() if n * 500 >= stretches}
    names = sorted(rare)
    verbs = sorted(word for word, n in behind.items() if n >= 8 and n >= 0.2 * all_of_it[word])
    return {
        "stems": np.array(names),
        "rarity": np.array([round(255 * rare[name]) for name in names], np.uint8),
        "verbs": np.array(verbs),
    }


def shown(counts: Sequence[tuple[int, dict]], scorer: ModuleType) -> dict[str, tuple[float, float, float]]:
    """Each figure with the ends of its 95% interval: draws of events with replacement, an event's pairs together."""
    events: dict[int, list[dict]] = {}
    for event, count in counts:
        events.setdefault(event, []).append(count)
    random = np.random.RandomState(0)
    drawn: dict[str, list[float]] = {}
    for _ in range(DRAWS):
        some = [count for at in random.randint(0, len(events), len(events)) for count in list(events.values())[at]]
        for name, value in scorer.figures(scorer.add(some)).items():
            if value is not None:
                drawn.setdefault(name, []).append(value)
    whole = scorer.figures(scorer.add([count for _, count in counts]))
    ends = {name: np.percentile(values, (2.5, 97.5)) for name, values in drawn.items()}
    return {name: (value, float(ends[name][0]), float(ends[name][1])) for name, value in whole.items() if value is not None}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("labels", type=Path, nargs="+", metavar="LABELS_DIR")
    altered_help = "pairs changed on purpose: measured by the same folds; conflicts alone are learned from them"
    parser.add_argument("--altered", type=Path, help=altered_help)
    parser.add_argument("--scorer", type=Path, required=True)
    parser.add_argument("--words", type=Path, help="texts, one JSON object a line, gzip: count words and verbs anew")
    parser.add_argument("--save", action="store_true", help="write the weights into the package")
    parser.add_argument("--json", action="store_true", help="print the figures of each LABELS_DIR as one JSON object")
    asked = parser.parse_args()
    described = importlib.util.spec_from_file_location("scorer", asked.scorer)
    assert described and described.loader
    scorer = importlib.util.module_from_spec(described)
    described.loader.exec_module(scorer)
    if asked.words:
        np.savez_compressed(HOUSE / "rarity.npz", **count_words(asked.words))
    meaning.sentence_states = cache(sentence_states)
    train, altered = load(asked.labels), load([asked.altered] if asked.altered else [])
    counts = figures([*train, *altered], train, altered, scorer)
    event_of = {pair.folder: pair.event for pair in (*train, *altered)}
    roots = [[root] for root in (*asked.labels, *([asked.altered] if asked.altered else []))]
    some = {root[0].name if len(root) == 1 else "all": root for root in (asked.labels, *roots)}
    told = {
        name: shown([(event_of[folder], count) for folder, count in counts.items() if folder.parent in root], scorer)
        for name, root in some.items()
    }
    if asked.json:
        print(json.dumps(told))
    for name, found in told.items() if not asked.json else ():
        print(f"{name}, {sum(folder.parent in some[name] for folder in counts)} pairs")
        for figure, (value, low, high) in found.items():
            print(f"  {figure:22s} {value:.3f}   [{low:.3f}, {high:.3f}]")
    if asked.save:
        for name, weights in fit(train, altered, scorer).items():
            small = {key: value.astype(np.float32) if value.dtype.kind == "f" else value for key, value in weights.items()}
            np.savez_compressed(HOUSE / f"{name}.npz", **small)


if __name__ == "__main__":
    main()
