"""Mentions of an article so far -> who is on the reader's mind at each place: whom a pronoun there may mean."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

from sayso.attribution import Antecedent, Name
from sayso.languages import word_class
from sayso.languages.lexicon import word_lists
from sayso.parties.cast import Member
from sayso.parties.scene import Scene
from sayso.parties.words import Words

_REACH = 6  # sentences looked back
_MOST = 80  # mentions looked back, for texts that end no sentence
_FADE = 0.42  # what a sentence's distance leaves of a mention's weight; swept .3-.65
_MARGIN = 1.3  # how far the best must be ahead of the second; swept 1.15-2
_LEAST = 0.12
_POSSESSIVE = 0.45
_OBJECT = 0.5
_LATER = 0.5
_FOREIGN = 0.4  # a mention in another quotation
PASSED = 0.9  # a pronoun that is nobody's voice
VOICED = 1.2  # a speaker
UNNAMED = 0.6  # "a nurse" in passing
_UNKNOWN = 0.5  # a name that may be no person's; swept .2-.5
_SHARE = 0.25  # what being the article's main person adds
_HERE = 1.5  # a person whom the sentence itself brings in as its subject
_NEW = 1.0  # a person whom the sentence before brings in as its subject; swept 0-1.3 over folds of documents
SPOKE = 0.15  # whoever spoke last, for a pronoun that speaks; swept 0-.6 over folds of documents
ASKED = 1.5  # whoever was asked, where a question came last
GOES_ON = 0.3  # the same, where its cue is "added", "continued"

Hints = Mapping[int, Mapping[Member, float]]  # where a pronoun stands (code points) -> how likely it means each member


def read_hints(scene: Scene, names: Sequence[Name], antecedents: Sequence[Antecedent]) -> Hints:
    """How likely the encoder takes each pronoun to mean each member: it points at names, of one member or more."""
    hints: dict[int, dict[Member, float]] = {}
    meant: dict[int, set[Member]] = {}
    for antecedent in antecedents:
        number = antecedent.name
        if 0 <= number < len(names):
            if number not in meant:
                held = scene.names.touching(names[number].start, names[number].end)
                meant[number] = {member for o in held if (member := scene.cast.member_of(o))}
            here = hints.setdefault(antecedent.mention[0], {})
            for member in meant[number]:
                here[member] = max(here.get(member, 0.0), antecedent.score)
    return hints


@dataclass(frozen=True, slots=True)
class Trace:
    """One earlier mention of a member: where, how prominent."""

    index: int
    member: Member
    weight: float


class Salience:
    """Who is on the reader's mind at each place: mentions so far, weighed by place in the sentence, fading by the sentence.

    Somebody whom the article never names ("a nurse") is on it too, though no member of the cast.
    """

    def __init__(self, words: Words, hints: Hints) -> None:
        self.words = words
        self.traces: list[Trace] = []
        self._keys: list[int] = []
        self._hints = hints
        self._told = _count_told(words)
        self._unnamed: dict[str, Member] = {}

    def unnamed(self, noun: str) -> Member:
        """Whoever goes by this noun alone: one and the same for all its mentions."""
        if noun not in self._unnamed:
            self._unnamed[noun] = Member(noun, "person", (noun,), word_lists().offices.get(noun, "u"), order=10**6)
        return self._unnamed[noun]

    def told(self, index: int, fits: Callable[[Member], float]) -> dict[Member, float]:
        """What speaks for some members at this word beside their mentions: being brought in as the subject of its sentence,
        or of the one before."""
        found: dict[Member, float] = {}
        if self.words.quote[index]:
            return found
        sentence = self.words.sentence[index]
        before = next((n for n in range(sentence - 1, max(-1, sentence - _REACH), -1) if self._is_told(n)), sentence - 1)
        for number, weight in ((sentence, _HERE), (before, _NEW)):
            new = self._subject(number, index, fits)
            if new is not None and new.occurrences and self.words.sentence[new.occurrences[0].first] == number:
                found[new] = found.get(new, 0.0) + weight
        return found

    def _is_told(self, sentence: int) -> bool:
        """Whether something of the sentence stands outside quotation marks."""
        return self._told[sentence] > (self._told[sentence - 1] if sentence else 0)

    def _subject(self, sentence: int, index: int, fits: Callable[[Member], float]) -> Member | None:
        """The only subject of a sentence before this word, outside quotation marks, whom the pronoun fits."""
        at = bisect_left(self._keys, index) - 1
        least = max(0, at - _MOST)
        first: Member | None = None
        subjects: set[Member] = set()
        while at >= least and self.words.sentence[self.traces[at].index] >= sentence:
            trace = self.traces[at]
            here = self.words.sentence[trace.index] == sentence and not self.words.quote[trace.index]
            if here and trace.member.kind == "person" and fits(trace.member):
                first = trace.member
                if trace.weight >= PASSED:
                    subjects.add(first)
            at -= 1
        return first if first in subjects and len(subjects) == 1 else None

    def note(self, index: int, member: Member, weight: float) -> None:
        """A mention of the member at this word."""
        at = bisect_left(self._keys, index)
        self._keys.insert(at, index)
        self.traces.insert(at, Trace(index, member, weight))

    def scores(self, index: int, fits: Callable[[Member], float]) -> dict[Member, float]:
        """The weight of each member before this word; ``fits`` weighs members, 0 for none of it."""
        words = self.words
        sentence, quote = words.sentence[index], words.quote[index]
        found: dict[Member, float] = {}
        fitting: dict[Member, float] = {}
        last = bisect_left(self._keys, index) - 1
        for at in range(last, max(-1, last - _MOST), -1):
            trace = self.traces[at]
            distance = sentence - words.sentence[trace.index]
            if distance > _REACH:
                break
            fit = fitting.get(trace.member)
            if fit is None:
                fit = fitting[trace.member] = fits(trace.member)
            weight = trace.weight * _FADE**distance * fit
            if words.quote[trace.index] and words.quote[trace.index] != quote:
                weight *= _FOREIGN
            if weight:
                found[trace.member] = found.get(trace.member, 0.0) + weight
        hints = self._hints.get(words.starts[index], {})
        total = 1 + sum(len(member.occurrences) for member in found)
        return {
            member: score + hints.get(member, 0.0) + _SHARE * fitting[member] * len(member.occurrences) / total
            for member, score in found.items()
        }

    def best(
        self,
        index: int,
        fits: Callable[[Member], float],
        more: Mapping[Member, float] | None = None,
        margin: float | None = None,
    ) -> Member | None:
        """The member clearly ahead of all others, or None; ``more`` is what speaks for some beside their mentions."""
        scores = self.scores(index, fits)
        for member, weight in (more or {}).items():
            if fit := fits(member):
                scores[member] = scores.get(member, 0.0) + weight * fit
        ranked = sorted(scores.items(), key=lambda pair: (-pair[1], pair[0].order))
        if not ranked or ranked[0][1] < _LEAST:
            return None
        if len(ranked) > 1 and ranked[0][1] < (margin or _MARGIN) * ranked[1][1]:
            return None
        return ranked[0][0]

    def best_named(
        self,
        index: int,
        fits: Callable[[Member], float],
        more: Mapping[Member, float] | None = None,
        margin: float | None = None,
    ) -> Member | None:
        """The same, but None where it is somebody unnamed: the pronoun is known to mean none of the cast."""
        member = self.best(index, fits, more, margin)
        return None if member is None or member in self._unnamed.values() else member


def _count_told(words: Words) -> list[int]:
    """For each sentence how many up to it are not all quotation."""
    told = [False] * (words.sentence[-1] + 1 if words.sentence else 0)
    for sentence, quote, form in zip(words.sentence, words.quote, words.forms, strict=True):
        told[sentence] = told[sentence] or (not quote and form[0].isalnum())
    return list(accumulate(map(int, told)))


def gender_fit(gender: str, but: Sequence[Member] = ()) -> Callable[[Member], float]:
    """How well a member fits "he" or "she": persons of that gender, less so those of whom nothing tells it."""

    def fit(member: Member) -> float:
        if member in but or member.thing or member.kind not in ("person", "unknown"):
            return 0.0
        if member.gender == "u":
            if member.kind == "unknown" and (len(member.words) > 3 or not word_lists().common.isdisjoint(member.words)):
                return 0.0
            return 0.8 if member.kind == "person" else _UNKNOWN if len(member.occurrences) > 1 else 0.0
        return 1.0 if gender in (member.gender, "u") else 0.0

    return fit


def body_fit(member: Member) -> float:
    """How well a member fits "it": organisations and governments."""
    return {"organisation": 1.0, "government": 1.0, "document": 0.8, "place": 0.3}.get(member.kind, 0.0)


def group_fit(member: Member) -> float:
    """How well a member fits "they": groups, then bodies."""
    return {"group": 1.0, "organisation": 0.8, "government": 0.6}.get(member.kind, 0.0)


def prominence(words: Words, first: int, last: int, lead: int, alone: bool) -> float:
    """The weight of a name by its place: 1 for the first of its sentence, less for possessives, objects and later names."""
    if last < len(words.forms) and words.forms[last] in ("'s", "’s", "'", "’"):
        return _POSSESSIVE
    if lead > 0 and words.lower[lead - 1] in word_class("meets alike"):
        return 1.0  # "Ana Vega met Jo Marr": she may be either
    if (
        lead > 0
        and words.lower[lead - 1] in word_class("object preposition")
        and words.sentence[lead - 1] == words.sentence[first]
    ):
        return _OBJECT
    return 1.0 if alone else _LATER
