"""Two that an article names together -> what "the former", "the latter", "the two" and "they" behind them mean."""

from __future__ import annotations

from itertools import pairwise

from sayso.languages import word_class
from sayso.languages.lexicon import word_lists
from sayso.parties.cast import Member
from sayso.parties.mentions import Phrase
from sayso.parties.occurrences import Occurrence
from sayso.parties.scene import Scene

_BACK = 3  # sentences looked back


class Pairs:
    """The pairs of an article: "Ana Vega and Leo Marr", or the only two whom a sentence names."""

    def __init__(self, scene: Scene) -> None:
        self.words, self.cast = scene.words, scene.cast

    def one_of(self, phrase: Phrase) -> Member | None:
        """«The former», "the latter": the first or the second of the pair."""
        pair = self.before(phrase.first)
        return pair[phrase.head == "latter"] if pair else None

    def both(self, phrase: Phrase) -> Member | None:
        """«The two», "both", "the pair", "the two leaders": the group of the pair."""
        pair = self.before(phrase.first)
        return self.cast.joint(pair) if pair else None

    def before(self, at: int, back: int = _BACK) -> tuple[Member, Member] | None:
        """The pair of the nearest sentence, up to this word, that names two or joins two; None where it names more."""
        sentence = self.words.sentence[at]
        for number in range(sentence, sentence - back - 1, -1):
            held = self._named_in(number, at)
            if len({member for _, member in held}) > 1:
                return self._pair(held)
        return None

    def together(self, at: int) -> tuple[Member, Member] | None:
        """The pair of the sentence right before this word's, where it acts together and nobody else is spoken of there."""
        words, number = self.words, self.words.sentence[at] - 1
        held = self._named_in(number, at)
        if len({member for _, member in held}) != 2 or not held:
            return None
        first, last = held[0][0], next(o for o, m in held if m is not held[0][1])
        between = words.lower[first.last : min(last.lead, last.first)]
        behind = [i for i in range(first.lead, at) if words.sentence[i] == number]
        others = any(words.lower[i] in word_lists().groups and i >= last.last for i in behind)
        meet = between == ["and"] or any(word in word_class("meets") for word in between)
        both_persons = held[0][1].kind == "person" and all(m.kind == held[0][1].kind for _, m in held)
        return (held[0][1], next(m for _, m in held if m is not held[0][1])) if meet and both_persons and not others else None

    def _named_in(self, number: int, at: int) -> list[tuple[Occurrence, Member]]:
        """Who is named in this sentence before the word, outside quotation marks."""
        first = at
        while first > 0 and self.words.sentence[first - 1] >= number:
            first -= 1
        named = [(o, self.cast.member_of(o)) for o in self.cast.starting(first, at) if self.words.sentence[o.first] == number]
        return [
            (o, m)
            for o, m in named
            if m is not None and not self.words.quote[o.first] and m.kind in ("person", "organisation", "government", "unknown")
        ]

    def _pair(self, held: list[tuple[Occurrence, Member]]) -> tuple[Member, Member] | None:
        joined = []
        for (one, a), (other, b) in pairwise(held):
            between = self.words.lower[one.last : min(other.lead, other.first)]
            if a is not b and between in (["and"], ["and", "the"], ["and", "his"], ["and", "her"]):
                joined.append((a, b, one))
        if len(joined) == 1:
            a, b, one = joined[0]
            listed = one.lead > 0 and self.words.lower[one.lead - 1] == "," and len(held) > 2
            return None if listed else (a, b)
        people = list(dict.fromkeys(m for _, m in held if m.kind == "person"))
        return (people[0], people[1]) if len(people) == 2 and not joined else None


def names_a_pair(phrase: Phrase) -> bool:
    """Whether a phrase means two that were named: "the two", "both", "the pair", "the two leaders"."""
    if phrase.owner or phrase.of or phrase.possessor or phrase.name or phrase.preposition:
        return False
    if not phrase.head:
        return phrase.determiner == "both"
    if phrase.head in ("two", "both"):
        return not phrase.modifiers
    alone = not phrase.modifiers or phrase.modifiers == ("two",)
    return phrase.determiner in ("the", "both") and alone and phrase.head in word_class("two of them")
