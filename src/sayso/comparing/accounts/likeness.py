"""Claims of two accounts -> what speaks for each pair of them telling the same matter, and how likely they do."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from sayso.comparing.accounts.figures import agree
from sayso.comparing.accounts.identities import BOTH
from sayso.comparing.accounts.meaning import Table, alike
from sayso.comparing.accounts.traits import Traits, Word

_ROOM = 0.02  # share of the claims: what stands in one of fifty tells as much as what stands in one


def table(ones: Sequence[Traits], others: Sequence[Traits]) -> dict[str, Table]:
    """The features of each claim of the one account with each of the other, by name."""
    found: dict[str, Table] = {}
    stems, concepts = _Bags(ones, others, lambda word: word.stem), _Bags(ones, others, lambda word: word.concept)
    found["cosine of all"] = stems.cosine(lambda word: True)
    found["cosine"] = concepts.cosine(_tells)
    found["cosine of rare"] = concepts.cosine(lambda word: _tells(word) and word.rare > 0.5)
    found["cosine of names"] = concepts.cosine(lambda word: word.kind in ("country", "name"))
    found["cosine of cues"] = concepts.cosine(lambda word: word.kind == "cue")
    here, there = concepts.weights(ones, _tells), concepts.weights(others, _tells)
    shared, most = np.zeros((len(ones), len(others))), np.zeros((len(ones), len(others), 2))
    for at, row in enumerate(here):  # one at a time: all at once would be claims times claims times words
        each = np.minimum(row, there)
        shared[at] = each.sum(1)
        most[at] = -np.sort(np.partition(-each, 1, axis=1)[:, :2], axis=1) if each.shape[1] > 1 else 0.0
    mine, theirs = here.sum(1)[:, None], there.sum(1)[None, :]
    found["shared"] = shared
    found["shared of smaller"] = shared / (np.minimum(mine, theirs) + 0.1)
    found["shared of both"] = shared / (mine + theirs - shared + 0.1)
    found["rarest shared"], found["second rarest shared"] = most[:, :, 0], most[:, :, 1]
    found["left of smaller"] = np.minimum(mine, theirs) - shared
    found["size of smaller"], found["size of larger"] = np.minimum(mine, theirs), np.maximum(mine, theirs)
    found |= _each(ones, others)
    for name in ("cosine of all", "shared of both"):
        found[f"{name}, above others here"], found[f"{name}, above others there"] = _above(found[name])
    found["beside alike"] = _beside(found["cosine of all"])
    return found | _meant(ones, others)


def _meant(ones: Sequence[Traits], others: Sequence[Traits]) -> dict[str, Table]:
    """How alike they are in meaning, by itself and against the other claims of both; NaN where that is not known."""
    by_itself = alike([one.meaning for one in ones], [other.meaning for other in others])
    found = {f"meant {name}": each for name, each in by_itself.items()}
    found["meant both"] = np.minimum(by_itself["here"], by_itself["there"])
    found["meant either"] = np.maximum(by_itself["here"], by_itself["there"])
    for name in ("meant whole", "meant both"):
        found[f"{name}, above others here"], found[f"{name}, above others there"] = _above(found[name])
        found[f"{name}, above all here"] = found[name] - found[name].mean(1, keepdims=True)
        found[f"{name}, above all there"] = found[name] - found[name].mean(0, keepdims=True)
    found["beside meant"] = _beside(found["meant both"])
    return found


def _tells(word: Word) -> bool:
    return word.kind in ("word", "country") and word.rare >= 0.1


class _Bags:
    """The words of the claims of two accounts by a key, each weighed by its rarity in the news and among these claims."""

    def __init__(self, ones: Sequence[Traits], others: Sequence[Traits], key: Callable[[Word], str]) -> None:
        self.key, self.ones, self.others = key, ones, others
        shares: dict[str, float] = {}
        self.rare: dict[str, float] = {}
        self.word: dict[str, Word] = {}
        for account in (ones, others):
            for one in account:
                for found in {key(word) for word in one.all_words}:
                    shares[found] = shares.get(found, 0.0) + 0.5 / len(account)
                for word in one.all_words:
                    self.rare[key(word)] = max(self.rare.get(key(word), 0.0), word.rare)
                    self.word.setdefault(key(word), word)
        self.places = {name: at for at, name in enumerate(shares)}
        few = np.log(1 / np.minimum(1.0, np.array(list(shares.values())) + _ROOM))
        self.weight = few * np.sqrt(np.array([self.rare[name] for name in shares]))

    def weights(self, account: Sequence[Traits], which: Callable[[Word], bool]) -> Table:
        """A row a claim, a column a key: the weight of the words that count."""
        rows = np.zeros((len(account), len(self.places)))
        for at, one in enumerate(account):
            places = [self.places[self.key(word)] for word in one.all_words if which(word)]
            rows[at, places] = self.weight[places]
        return rows

    def cosine(self, which: Callable[[Word], bool]) -> Table:
        """How alike the claims are in the words that count."""
        here, there = self.weights(self.ones, which), self.weights(self.others, which)
        norms = np.outer(np.linalg.norm(here, axis=1), np.linalg.norm(there, axis=1))
        found: Table = here @ there.T / np.maximum(norms, 1e-9)
        return found


def _above(alike: Table) -> tuple[Table, Table]:
    """How far a pair stands above the best other pair of its claim, here and there; below it where negative."""
    found = []
    for axis in (1, 0):
        order = np.sort(alike, axis=axis)
        best = np.take(order, [-1], axis=axis)
        second = np.take(order, [-2], axis=axis) if alike.shape[axis] > 1 else np.zeros_like(best)
        found.append(alike - np.where(alike >= best, second, best))
    return found[0], found[1]


def _beside(alike: Table) -> Table:
    """How alike the claims before both, or behind both, are."""
    wide = np.pad(alike, 1)
    found: Table = np.maximum(wide[:-2, :-2], wide[2:, 2:])
    return found


def _each(ones: Sequence[Traits], others: Sequence[Traits]) -> dict[str, Table]:
    """What is asked of each pair by itself."""
    shape = (len(ones), len(others))
    found = {
        name: np.array([[float(ask(one, other)) for other in others] for one in ones]).reshape(shape)
        for name, ask in _ASKED.items()
    }
    # What is worked out of one claim is worked out once, not for each pair.
    here, there = [_neighbours(one) for one in ones], [_neighbours(other) for other in others]
    found["phrases"] = np.array([[float(len(one & other)) for other in there] for one in here]).reshape(shape)
    words, places = [[word.concept for word in one.words] for one in ones], [_places(other.words) for other in others]
    found["run"] = np.array([[float(_run(one, other)) for other in places] for one in words]).reshape(shape)
    return found


def _neighbours(one: Traits) -> set[tuple[str, str]]:
    keys = [word.concept for word in one.words]
    return {(a, b) if a < b else (b, a) for a, b in itertools.pairwise(keys) if a != b}


def run(ones: Sequence[Word], others: Sequence[Word]) -> int:
    """The most words of one concept that stand in both in one order."""
    return _run([word.concept for word in ones], _places(others))


def _places(words: Sequence[Word]) -> tuple[int, dict[str, int]]:
    """How many words there are, and their concepts, each with a bit for each place where it stands."""
    found: dict[str, int] = {}
    for at, word in enumerate(words):
        found[word.concept] = found.get(word.concept, 0) | 1 << at
    return len(words), found


def _run(ones: Sequence[str], others: tuple[int, dict[str, int]]) -> int:
    """The longest common subsequence, a word's whole row in one addition of integers (Hyyrö 2004): a bit is taken away for
    each word that it is longer by.
    """
    count, places = others
    whole = left = (1 << count) - 1
    for concept in ones:
        if both := left & places.get(concept, 0):
            left = (left + both | left - both) & whole
    return (whole ^ left).bit_count()


def _figures_alike(one: Traits, other: Traits) -> bool:
    return any(f.value == g.value for f in one.figures for g in other.figures)


def _figures_apart(one: Traits, other: Traits) -> bool:
    return any(set(f.of) & set(g.of) and not agree(f, g) for f in one.figures for g in other.figures)


def _times_alike(one: Traits, other: Traits) -> bool:
    return bool({time.value or time.span.text for time in one.times} & {time.value or time.span.text for time in other.times})


def _same_event(one: Traits, other: Traits) -> bool:
    """«Spoke today with President X», "had a phone conversation with Y": both tell that the event took place."""
    return any(
        kind == more and status == "happened" == other_status and (not who or not whom or bool(who & whom))
        for kind, status, who in one.events
        for more, other_status, whom in other.events
    )


def _quoted(one: Traits, other: Traits) -> bool:
    return any(q in r or r in q for q in one.quoted for r in other.quoted if min(len(q), len(r)) > 8)


_ASKED: dict[str, Callable[[Traits, Traits], float]] = {
    "figures alike": _figures_alike,
    "figures apart": _figures_apart,
    "times alike": _times_alike,
    "who same": lambda one, other: bool((one.who & other.who) - {BOTH}),
    "who apart": lambda one, other: bool(one.who and other.who) and not one.who & other.who,
    "who together": lambda one, other: (BOTH in one.who) + (BOTH in other.who),
    "act same": lambda one, other: bool(one.act) and one.act == other.act,
    "acts": lambda one, other: bool(one.act) + bool(other.act),
    "event": _same_event,
    "quoted": _quoted,
    "apart": lambda one, other: abs(one.place - other.place),
    "opens both": lambda one, other: one.place < 0.15 and other.place < 0.15,
    "closes both": lambda one, other: one.place > 0.9 and other.place > 0.9,
    "denied one": lambda one, other: bool(one.negators) != bool(other.negators),
}


def rows_of(found: dict[str, Table], names: Iterable[str]) -> NDArray[np.float64]:
    """The features as one array: claims, claims, features in the order of their names."""
    return np.stack([found[name] for name in names], axis=2)
