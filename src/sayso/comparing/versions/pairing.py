"""Two readings -> which statement of the one is which of the other, one to one: by their words first, then by likeness.

Statements of the same words are paired first: at the same place, of the same speaker, then in order. What is left is paired by
likeness of words, each with its best, with the speaker, the neighbours and the outer statement as evidence.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from math import log

from sayso.comparing.versions.identity import Identity, identify, identities, same
from sayso.comparing.versions.passages import Passages
from sayso.comparing.wording import Token, keys, tokens
from sayso.languages import word_class
from sayso.languages.lexicon import word_lists
from sayso.record import Reading, Statement

Name = tuple[str, ...]

# From this likeness on, two statements are one that was reworded; with a speaker or a neighbour to vouch for it, from the
# lower one on. Chosen on half of the edited articles of tests/edits.txt, checked on the other (benchmarks/likeness.py,
# docs/decisions/versions.md): .35 to .55 and .34 to .36 are alike there, OPENING from .15 on, the other three by half.
ENOUGH, ENOUGH_WITH_EVIDENCE = 0.55, 0.35
SPEAKER, NEIGHBOUR, CUE = 0.1, 0.06, 0.08
OPENING = 0.2  # the same first word: of a statement that was split, the part that it began with goes on
_TELLING = 3  # words that make two statements one whoever says them: "it" of one speaker is not "it" of another
_SMALL_WEIGHT = 0.15
_CANDIDATES = 8  # of which the best is chosen for one statement
_STEPS = 2_000_000  # of counting shared words, rarest first: 0.3 s; 500 against 500 statements about one thing need 1,000,000


@dataclass(frozen=True, slots=True)
class Told:
    """A statement made ready to be paired: the words of its content, who says it, the sentences that it stands in."""

    statement: Statement
    tokens: tuple[Token, ...]
    words: Name
    speaker: Identity | None
    relay: tuple[Identity, ...]
    addressee: Identity | None

    @property
    def start(self) -> int:
        """Where its content begins, in code points."""
        return min(span.start for span in self.statement.content)


@dataclass(frozen=True, slots=True)
class Pairing:
    """Numbers of statements, in the order of their text: ``pairs`` from the earlier reading's to the later's."""

    before: tuple[Told, ...]
    after: tuple[Told, ...]
    pairs: Mapping[int, int]


def tell(reading: Reading) -> tuple[Told, ...]:
    """The reading's statements, ready, in the order of their text; nested ones behind those around them."""
    parties, text = identities(reading), reading.article.text
    ordered = sorted(reading.statements, key=lambda s: (min(c.start for c in s.content), -max(c.end for c in s.content)))

    def ready(statement: Statement) -> Told:
        found = tuple(tokens(text, [(span.start, span.end) for span in statement.content]))
        speaker, addressee = statement.speaker, statement.addressee
        return Told(
            statement,
            found,
            tuple(token.key for token in found),
            identify(speaker, parties) if speaker else None,
            tuple(identify(voice, parties) for voice in statement.relay),
            identify(addressee, parties) if addressee else None,
        )

    return tuple(map(ready, ordered))


def pair_statements(before: Reading, after: Reading) -> Pairing:
    """Pair the statements of two readings, one to one. Time grows with their number, not with its square."""
    olds, news = tell(before), tell(after)
    pairs: dict[int, int] = {}
    places = (Passages(before.article), Passages(after.article))
    _pair_alike(olds, news, places, pairs)
    for enough in (ENOUGH, ENOUGH_WITH_EVIDENCE):
        _pair_likely(olds, news, pairs, enough)
    return Pairing(olds, news, pairs)


# The same words


def _pair_alike(olds: Sequence[Told], news: Sequence[Told], places: tuple[Passages, Passages], pairs: dict[int, int]) -> None:
    """Pair those of the same words, the surest first; of several that are alike in all, the first with the first."""
    regions = [
        {id(told): place.around(told.statement.content) for told in side}
        for place, side in zip(places, (olds, news), strict=True)
    ]
    region = {**regions[0], **regions[1]}
    alikes: list[Callable[[Told], Hashable]] = [
        lambda told: (told.words, _who(told), _cue(told), region[id(told)]),
        lambda told: (told.words, _cue(told), region[id(told)]),
        lambda told: (told.words, _who(told), _cue(told)),
        lambda told: (told.words, _who(told)),
        lambda told: (told.words, _cue(told)),
        lambda told: told.words if len(told.words) >= _TELLING else id(told),
    ]
    for alike in alikes:
        taken = set(pairs.values())
        waiting: dict[Hashable, list[int]] = defaultdict(list)
        for number in reversed(range(len(news))):
            if number not in taken:
                waiting[alike(news[number])].append(number)
        for number, told in enumerate(olds):
            if number not in pairs and waiting[alike(told)]:
                pairs[number] = waiting[alike(told)].pop()


def _who(told: Told) -> Name | None:
    return told.speaker.name if told.speaker else None


def _cue(told: Told) -> Name:
    return keys(told.statement.cue.text) if told.statement.cue else ()


# Words that are like each other


def _pair_likely(olds: Sequence[Told], news: Sequence[Told], pairs: dict[int, int], enough: float) -> None:
    """Pair the rest, the likeliest first, down to a likeness of ``enough``."""
    taken = set(pairs.values())
    left = [number for number in range(len(olds)) if number not in pairs]
    right = [number for number in range(len(news)) if number not in taken]
    weights = _weights(olds, news)
    known = dict(pairs)
    ranked: list[tuple[float, int, int, int]] = []
    for old, new in _candidates(olds, left, news, right, weights):
        likeness = _likeness(olds[old].words, news[new].words, weights)
        vouched = _evidence(olds, old, news, new, known)
        if likeness >= ENOUGH or (likeness >= enough and vouched):
            rank = likeness + vouched + (CUE if _cue(olds[old]) == _cue(news[new]) else 0)
            rank += OPENING if _open_alike(olds[old].words, news[new].words) else 0
            ranked.append((-round(rank, 9), abs(old - new), old, new))
    for _, _, old, new in sorted(ranked):
        if old not in pairs and new not in taken:
            pairs[old] = new
            taken.add(new)


def _weights(olds: Sequence[Told], news: Sequence[Told]) -> dict[str, float]:
    """What each word counts: small words little, words of many statements less than words of few."""
    spread = Counter(word for told in (*olds, *news) for word in set(told.words))
    small = small_words()
    return {word: _SMALL_WEIGHT if word in small else 1 / (1 + log(1 + times / 8)) for word, times in spread.items()}


@cache
def small_words() -> frozenset[str]:
    """Words that a statement is not told by: determiners, prepositions, pronouns and the like."""
    classes = ("determiner", "preposition", "headline cut", "copula", "relative", "article")
    return frozenset().union(*(word_class(name) for name in classes)) | word_lists().pronouns


def _candidates(
    olds: Sequence[Told], left: Sequence[int], news: Sequence[Told], right: Sequence[int], weights: Mapping[str, float]
) -> Iterator[tuple[int, int]]:
    """For each old statement the few new ones that share most with it, found through the words they share, rarest first."""
    index: dict[str, list[int]] = defaultdict(list)
    holders: dict[str, list[int]] = defaultdict(list)
    for number in right:
        for word in set(news[number].words):
            index[word].append(number)
    for number in left:
        for word in set(olds[number].words):
            if word in index:
                holders[word].append(number)
    shared: dict[int, Counter[int]] = defaultdict(Counter)
    steps = 0
    for word in sorted(holders, key=lambda word: (len(holders[word]) * len(index[word]), word)):
        steps += len(holders[word]) * len(index[word])
        if steps > _STEPS:
            break
        for old in holders[word]:
            counts, weight = shared[old], weights[word]
            for new in index[word]:
                counts[new] += weight  # type: ignore[assignment]  # a Counter of weights, not of whole numbers
    for old in left:
        best = sorted(shared[old].items(), key=lambda item: (-item[1], abs(item[0] - old), item[0]))
        yield from ((old, new) for new, _ in best[:_CANDIDATES])


def _likeness(one: Name, other: Name, weights: Mapping[str, float]) -> float:
    """Twice the weight of the words shared over the weight of all: 1 for the same words, 0 for none shared (Dice 1945)."""
    if not any(weights[word] > _SMALL_WEIGHT for word in set(one) & set(other)):
        return 0.0  # "the" and "to" alone make nothing alike
    first, second = Counter(one), Counter(other)
    both = sum(weights[word] * times for word, times in (first & second).items())
    sizes = [sum(weights[word] * times for word, times in words.items()) for words in (first, second)]
    return round(2 * both / sum(sizes), 9)


def _open_alike(one: Name, other: Name) -> bool:
    """Whether the first word that is no small one is the same."""
    small = small_words()
    first, second = (next((word for word in words if word not in small), None) for words in (one, other))
    return first is not None and first == second


def _evidence(olds: Sequence[Told], old: int, news: Sequence[Told], new: int, pairs: Mapping[int, int]) -> float:
    """What speaks for the pair beside its words and its cue (most are "said"): one speaker, neighbours that are paired."""
    one, other = olds[old], news[new]
    found = 0.0
    if one.speaker and other.speaker and not (one.speaker.open or other.speaker.open) and same(one.speaker, other.speaker):
        found += SPEAKER
    found += sum(NEIGHBOUR for step in (-1, 1) if pairs.get(old + step) == new + step)
    return found
