"""Texts -> sentences that tell what became of an undertaking: "Norland broke its promise to send 40 engineers, Tamm said".

A sentence tells of an undertaking where it has words of an outcome, beside them the name of who undertook it, and half of
the words of what, with its numbers, if it has any. What may be, or would be, is no outcome; what was "not kept" was broken, and
of other words that are denied nothing is told. Linear in the texts' length.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import cast

from sayso.languages import entries, listed
from sayso.questions import folded_tokens
from sayso.record import PartyKind, Span
from sayso.store.chronicle import UNDERTAKING_STANDINGS, UndertakingStanding
from sayso.store.mentions import Names
from sayso.store.occurrences import sentence
from sayso.store.pledges import ALIKE, Pledge, numbers, terms

ENOUGH = 3  # words of an undertaking that a sentence has at least: "take action" is in many
BESIDE = 10  # words between those of an outcome and the name of who is bound
_NAME = re.compile(r"(?:[A-Z][\w.’'-]*)(?:\s+(?:of\s+(?:the\s+)?)?[A-Z][\w.’'-]*)*")
_BEFORE = 4  # words before those of an outcome that may take it back


@dataclass(frozen=True, slots=True)
class Outcome:
    """A sentence that has words of an outcome: where, which, its words, and the names that stand beside those."""

    state: UndertakingStanding
    at: Span
    words: tuple[str, ...]
    names: tuple[str, ...] = ()


def outcomes(text: str) -> Iterator[Outcome]:
    """The sentences of an English text that tell an outcome, each once for each of them.

    >>> [(one.state, one.at.text) for one in outcomes("Norland has broken its promise. It would have failed to pay.")]
    [('broken', 'broken its promise')]
    """
    opening, patterns = _patterns()
    spaced = " ".join(text.lower().split())
    if not any(first in spaced for first in patterns):  # most texts have none: .05 ms for 2,600 letters, not .3
        return
    seen: set[tuple[int, str]] = set()
    lowered = text.lower()
    if len(lowered) != len(text):  # "İ" has two letters in lower case: then offsets in it are not those of the text
        lowered = "".join(letter if len(letter.lower()) != 1 else letter.lower() for letter in text)
    for found in opening.finditer(lowered):
        if found.start() and lowered[found.start() - 1].isalnum():
            continue
        for state, pattern in patterns[" ".join(found.group().split())]:
            match = pattern.match(text, found.start())
            if not match:
                continue
            begin, end = sentence(text, match.start(), match.end())
            before = folded_tokens(text[begin : match.start()])[-_BEFORE:]
            told = _as_told(state, before)
            if told and (begin, told) not in seen:
                seen.add((begin, told))
                at = Span(match.start(), match.end(), match.group())
                names = tuple(_names(text, begin, end, at))
                names = names if told in ("kept", "superseded") else names[:1]
                yield Outcome(told, at, tuple(folded_tokens(text[begin:end])), names)
            break


def _names(text: str, begin: int, end: int, at: Span) -> Iterator[str]:
    """The names nearest to the words of an outcome in their sentence, no more than ``BESIDE`` words away: before and behind.

    A name goes on while its words are capitalised: "the United States Senate" is not the United States. Who keeps a promise may
    stand behind ("fulfils Dovrel's promise"); of all else whoever stands before it does it.
    """
    found = [name for name in _NAME.finditer(text, begin, end) if _name(name.group())]
    before = [name for name in found if name.end() <= at.start][-1:]
    behind = [name for name in found if name.start() >= at.end][:1]
    for name in before:
        if len(text[name.end() : at.start].split()) <= BESIDE:
            yield _name(name.group())
    for name in behind:
        if len(text[at.end : name.start()].split()) <= BESIDE:
            yield _name(name.group())


def _name(words: str) -> str:
    """A name as names are compared; nothing of a word that begins a sentence ("As")."""
    name = " ".join(folded_tokens(words)).removeprefix("the ").removesuffix(" s")
    return "" if name in listed("small_words") else name


def _as_told(state: UndertakingStanding, before: Sequence[str]) -> UndertakingStanding | None:
    """The outcome, by the words before it; None where it is taken back."""
    if not _words("maybe").isdisjoint(before):
        return None
    if _words("not").isdisjoint(before):
        return state
    return "broken" if state == "kept" else None


@cache
def _words(row: str) -> frozenset[str]:
    return frozenset(word for state, word in entries("en", "outcomes") if state == row)


@cache
def _patterns() -> tuple[re.Pattern[str], Mapping[str, Sequence[tuple[UndertakingStanding, re.Pattern[str]]]]]:
    """The first part of each outcome as one pattern, of a text in lower case, and what may follow each.

    That it begins a word is asked afterwards: a pattern that begins with letters is found faster than one that begins with a
    boundary.
    """
    rows: dict[str, list[tuple[UndertakingStanding, re.Pattern[str]]]] = defaultdict(list)
    for state, words in (row for row in entries("en", "outcomes") if row[0] in UNDERTAKING_STANDINGS):
        gap, parts = r"(?:\W+\w+){0,4}?", [r"\W+".join(map(re.escape, part.split())) for part in words.split("…")]
        body = rf"{gap}\W+".join(parts)
        rows[words.split(" … ")[0]].append((cast(UndertakingStanding, state), re.compile(rf"{body}\b", re.IGNORECASE)))
    first = (r"\s+".join(map(re.escape, words.split())) for words in sorted(rows, reverse=True))
    return re.compile(rf"(?:{'|'.join(first)})\b"), dict(rows)


class Undertaken:
    """Undertakings by their words and by who is bound by them, to find the one that a sentence tells of."""

    def __init__(self, told: Iterable[Pledge], of: Mapping[Pledge, int], names: Names) -> None:
        """Post them; ``of`` has the number of the undertaking across articles that each is."""
        self.names = names
        self.of = of
        self.places: dict[tuple[int, str], list[Pledge]] = defaultdict(list)
        for one in told:
            for party in one.doers:
                for term in one.terms:
                    self.places[party, term].append(one)

    def told_by(self, outcome: Outcome, parties: Iterable[int], version: int, day: int | None) -> int | None:
        """The one undertaking, of an earlier article, that the sentence tells of; None where two may be.

        ``parties`` are those that the sentence names.
        """
        held = terms(outcome.words)
        met: dict[str, set[Pledge]] = {
            term: {one for party in parties for one in self.places.get((party, term), ())} for term in held
        }
        shared = Counter(one for some in met.values() for one in some)
        shares: dict[int, float] = {}
        for one, count in shared.items():
            share = count / len(one.terms)
            if count >= ENOUGH and share >= ALIKE and _fits(one, held, version, day):
                shares[self.of[one]] = max(share, shares.get(self.of[one], 0))
        best = [number for number, share in shares.items() if share == max(shares.values())]
        return best[0] if len(best) == 1 else None


def _fits(one: Pledge, held: frozenset[str], version: int, day: int | None) -> bool:
    if one.version == version or day is None or one.day is None or one.day > day:
        return False
    return not numbers(one.terms) or not numbers(one.terms).isdisjoint(held)


def called(name: str, kind: PartyKind | str) -> tuple[str, ...]:
    """What a party may be called in a report of it: its name, and a person's by the last word of it.

    >>> called("ana dovrel", "person"), called("granite palace", "government")
    (('ana dovrel', 'dovrel'), ('granite palace',))
    """
    return (name, name.split()[-1]) if kind == "person" and " " in name else (name,)


def names_in(outcome: Outcome) -> set[str]:
    """What those who are named beside an outcome may be called: the end of a name, "torvan" of "minister ilya torvan".

    >>> sorted(names_in(Outcome("kept", Span(0, 4, "kept"), ("kept",), ("minister ana dovrel",))))
    ['ana dovrel', 'dovrel', 'minister ana dovrel']
    """
    return {" ".join(words[at:]) for words in map(str.split, outcome.names) for at in range(len(words))}
