"""The parties of one article -> who they are across articles: by their fullest name, and by what corrections say.

A shorter name ("Torvan") is the fuller one's ("Ilya Torvan") only where the article has one party of that kind that it can be
short for; a name is never looked up in other articles.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from sayso.record import Party, Statement, Voice
from sayso.store.entries import Said
from sayso.store.understanding import Key, name_key

_JOINING = ("person", "organisation", "government")
_LONGEST_SHORT = 6  # words
Headline = tuple[int, int, str]  # where it stands, and its words as names are compared


class Cast:
    """The parties of one article, as they are understood: from voices and mentions to parties across articles.

    Who has no name is nobody across articles, as a voice that was left open.
    """

    def __init__(
        self,
        identities: Mapping[str, int],
        apart: Mapping[str, Mapping[str, Key]],
        parties: Sequence[Party],
        party_of: Callable[[Key], int],
    ) -> None:
        """``identities`` are by the id in the reading of who has a name; ``apart`` has the names that are not that party's."""
        self._identities = identities
        self._nobodies = {party.id for party in parties if not party.named}
        self._apart = apart
        self._party_of = party_of
        self._mentions = sorted((m.start, m.end, p.id, m.text) for p in parties if p.named for m in p.mentions)
        self._starts = [mention[0] for mention in self._mentions]
        self._surnames = {p.id: name_key(p.name).split()[-1:] for p in parties if p.named and p.kind == "person"}

    def identity(self, party: str | None, mention: str | None) -> int | None:
        """The party across articles that a mention of a party is taken to be."""
        if party is None or party in self._nobodies:
            return None
        if mention is not None and party in self._apart:
            other = self._apart[party].get(name_key(mention))
            if other:
                return self._party_of(other)
        return self._identities[party]

    def said(self, statement: Statement) -> Said:
        """Who speaks, to whom, on whose word and about whom, across articles."""
        relay = tuple([self._voice(voice) for voice in statement.relay])
        about = tuple(sorted(set(self._about(statement)))) if self._starts else ()
        return Said(self._voice(statement.speaker), self._voice(statement.addressee), relay, about)

    def named_at(self, headlines: Sequence[Headline]) -> list[int]:
        """The parties across articles that a headline names, in the order of their numbers.

        A person whose surname is nobody else's in the article is named by that, though no mention was read there.
        """
        found = {self.identity(party, words) for party, words in self._at(headlines)}
        found |= {self.identity(party, None) for party in self._by_surname(headlines)}
        return sorted(party for party in found if party is not None)

    def taking_turns(self, voices: Iterable[Voice], headlines: Sequence[Headline]) -> list[int]:
        """Those of them who are among these voices too: the same party, or persons of one surname ("TAMM", "Ilir Tamm")."""
        heard = list(voices)
        turns = {self.identity(voice.party, voice.mention.text if voice.mention else None) for voice in heard}
        surnames = [self._surnames.get(voice.party) for voice in heard if voice.party is not None]
        found = {
            self.identity(party, words): None
            for party, words in self._at(headlines)
            if self.identity(party, words) in turns or (self._surnames.get(party) and self._surnames[party] in surnames)
        }
        known = [self._surnames.get(party) for party, _ in self._at(headlines)]
        for party in self._by_surname(headlines):
            if self._surnames[party] not in known and self.identity(party, None) in turns:
                found[self.identity(party, None)] = None
        return sorted(party for party in found if party is not None)

    def _by_surname(self, headlines: Sequence[Headline]) -> Iterator[str]:
        """The persons, by their ids in the reading, whose surname stands in a headline and is nobody else's in the article."""
        words = {word for _, _, told in headlines for word in told.split() if len(word) > 2}
        of: dict[str, set[int]] = {}
        for party, surname in self._surnames.items():
            if surname and surname[0] in words and party in self._identities:
                of.setdefault(surname[0], set()).add(self._identities[party])
        for party, surname in self._surnames.items():
            if surname and len(of.get(surname[0], ())) == 1 and party in self._identities:
                yield party

    def _at(self, headlines: Sequence[Headline]) -> Iterator[tuple[str, str]]:
        """The parties, by their ids in the reading, and the words of the mentions within headlines."""
        for start, end, _ in headlines:
            for at in range(bisect_left(self._starts, start), bisect_right(self._starts, end)):
                _, stop, party, words = self._mentions[at]
                if stop <= end:
                    yield party, words

    def _voice(self, voice: Voice | None) -> int | None:
        return self.identity(voice.party, voice.mention.text if voice.mention else None) if voice else None

    def _about(self, statement: Statement) -> Iterator[int]:
        for span in statement.content:
            for at in range(bisect_left(self._starts, span.start), bisect_right(self._starts, span.end)):
                _, end, party, words = self._mentions[at]
                identity = self.identity(party, words) if end <= span.end else None
                if identity:
                    yield identity


def fuller_names(parties: Sequence[Party]) -> dict[str, str]:
    """For each party under a shorter name ("Torvan") the one of its kind in the article with a fuller one ("Ilya Torvan").

    A description ("trial court") is neither.

    >>> found = [Party("p1", "Ilya Torvan", "person"), Party("p2", "Torvan", "person"), Party("p3", "Torvan", "group")]
    >>> fuller_names(found)
    {'p2': 'p1'}
    """
    ends: dict[Key, set[str]] = {}
    words = {party.id: name_key(party.name).split() for party in parties if party.named and party.kind in _JOINING}
    kinds = {party.id: party.kind for party in parties}
    for id, name in words.items():
        for at in range(max(1, len(name) - _LONGEST_SHORT), len(name)):
            ends.setdefault((" ".join(name[at:]), kinds[id]), set()).add(id)
    found: dict[str, str] = {}
    for id, name in words.items():
        candidates = ends.get((" ".join(name), kinds[id]), set())
        if len({" ".join(words[candidate]) for candidate in candidates}) == 1:
            found[id] = min(candidates)
    return {id: _fullest(found, id) for id in found}


def _fullest(found: Mapping[str, str], id: str) -> str:
    """The end of the way from "Torvan" by "Markov Torvan" to "Ilya Markov Torvan"; names only grow longer, so there is one."""
    while id in found:
        id = found[id]
    return id


def names_in(party: Party) -> dict[str, str]:
    """The names by which the article calls a party, by the name as it is compared: not "she", not "the president".

    A name is a stretch of the fullest name, or its initials.

    >>> from sayso.record import Span
    >>> names_in(Party("p1", "Ilya Torvan", "person", None, (Span(0, 6, "Torvan"), Span(9, 11, "he"))))
    {'torvan': 'Torvan', 'ilya torvan': 'Ilya Torvan'}
    """
    full = name_key(party.name)
    found: dict[str, str] = {}
    for mention in dict.fromkeys(mention.text for mention in party.mentions):
        name = name_key(mention)
        if name and (f" {name} " in f" {full} " or (mention.isupper() and name == _initials(full))):
            found.setdefault(name, mention)
    found.setdefault(full, party.name)
    return found


def _initials(name: str) -> str | None:
    words = name.split()
    return "".join(word[0] for word in words) if len(words) > 1 else None
