"""Voices of two readings -> whether they are the same party: the words differ from version to version, the party may not.

Where one of them is left open, nothing can be said against it: a pronoun without a party is nobody else.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sayso.comparing.wording import keys
from sayso.languages import word_class
from sayso.languages.lexicon import word_lists
from sayso.record import Party, PartyKind, Reading, Voice

Name = tuple[str, ...]

# What brings somebody in as new: "a spokesman" is not "a ministry spokesman", while "the spokesman" may be him again.
_NEW = frozenset({"a", "an", "one", "another", "some", "several", "many", "two", "three", "four", "five", "six"})


@dataclass(frozen=True, slots=True)
class Identity:
    """Whom a voice stands for, as far as its reading knows.

    ``name`` is the fullest name of its party, or the words of its mention; ``names`` all that it goes by in its reading,
    without pronouns; ``kind`` is that of a party with a name of its own; ``open`` is true where neither a party nor words tell
    who it is; ``new`` where they bring in somebody: "a nurse", whom the reading may go on to call "the nurse".
    """

    name: Name
    names: frozenset[Name]
    kind: PartyKind | None = None
    open: bool = False
    new: bool = False


def identities(reading: Reading) -> Mapping[str, Identity]:
    """The identity of each of the reading's parties, by its id."""
    return {party.id: _of_party(party) for party in reading.parties}


def identify(voice: Voice, parties: Mapping[str, Identity]) -> Identity:
    """Whom the voice stands for: its party, or what its words say."""
    words = keys(voice.mention.text if voice.mention else None)
    if voice.party is not None and voice.party in parties:
        return parties[voice.party]
    if not words or is_pronoun(words):
        return Identity((), frozenset(), open=True)
    name = _bare(words)
    return Identity(name, frozenset({name}), new=words[0] in _NEW)


def is_pronoun(words: Name) -> bool:
    """Whether the words are one pronoun: "she", "They"."""
    return len(words) == 1 and words[0] in word_lists().pronouns


def same(one: Identity | None, other: Identity | None) -> bool:
    """Whether both may be the same party. None is nobody named, which is not the same as somebody.

    A shorter name is the same as a fuller one that ends in it ("Torvan", "Ilya Torvan"; "the palace", "the Lantern Palace"),
    or that goes on with "of" ("the ministry", "the ministry of defence"); "Torvan's office" is not Torvan.

    >>> from sayso.record import Span
    >>> def words(text): return identify(Voice(Span(0, len(text), text)), {})
    >>> same(words("Torvan"), words("Ilya Torvan")), same(words("Torvan"), words("Torvan's office"))
    (True, False)
    >>> same(words("the ministry"), words("Torvan")), same(words("she"), words("Torvan"))
    (False, True)
    """
    if one is None or other is None:
        return one is other
    if one.open or other.open or one.name == other.name:
        return True
    if one.new or other.new:  # no short name of anybody: only the same words, or a mention that its reading has settled
        return one.name in other.names or other.name in one.names
    return _is_short(one, other) or _is_short(other, one) or one.name in other.names or other.name in one.names


def settled(one: Identity, other: Identity) -> bool:
    """Whether both are parties with names of their own, so that a pronoun may be held to mean now one, now the other."""
    return bool(one.kind and other.kind and one.kind == other.kind and not same(one, other))


def _of_party(party: Party) -> Identity:
    name = _bare(keys(party.name))
    mentioned = [words for mention in party.mentions if (words := keys(mention.text)) and not is_pronoun(words)]
    names = frozenset({name, *(_bare(words) for words in mentioned if len(words) <= 8)})
    if party.named:
        return Identity(name, names, party.kind)
    return Identity(name, names, new=any(words[0] in _NEW for words in mentioned))


def _is_short(one: Identity, other: Identity) -> bool:
    """Whether the first name is a short form of the second."""
    short, full = one.name, other.name
    if not 0 < len(short) < len(full):
        return False
    if full[-len(short) :] == short:
        return True
    goes_on = full[len(short)]
    person = "person" in (one.kind, other.kind)
    return full[: len(short)] == short and (goes_on in ("of", "for") or (person and _given(short) and len(full) == 2))


def _given(name: Name) -> bool:
    return len(name) == 1 and name[0] in word_lists().given


def _bare(words: Name) -> Name:
    """The words without what stands before a name: determiners, titles and offices ("the President Ana Dovrel")."""
    small = word_class("determiner") | _NEW
    first = 0
    while first < len(words) - 1 and (words[first] in small or words[first] in word_lists().ranks):
        first += 1
    return words[first:]


def all_same(one: Iterable[Identity], other: Iterable[Identity]) -> bool:
    """Whether two lists of voices are the same, step by step."""
    steps, others = list(one), list(other)
    return len(steps) == len(others) and all(same(a, b) for a, b in zip(steps, others, strict=True))
