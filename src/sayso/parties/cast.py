"""The cast of an article: who is named in it, by which names and with which posts, looked up by any of these."""

from __future__ import annotations

import unicodedata
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from sayso.languages import word_class
from sayso.parties.occurrences import Occurrence
from sayso.parties.posts import Post
from sayso.parties.words import Words
from sayso.record import PartyKind


def fold(word: str) -> str:
    """Lower case without accents and apostrophe variants: "Élysée" and "Elysee" are one name."""
    if word.isascii():
        return word.lower()
    plain = unicodedata.normalize("NFD", word.replace("’", "'"))
    return "".join(c for c in plain if not unicodedata.combining(c)).lower()


@lru_cache(maxsize=8192)
def name_words(text: str) -> tuple[str, ...]:
    """The folded words that tell a name apart, without article, generation and full stops.

    >>> name_words("the Élysée Palace")
    ('elysee', 'palace')
    """
    parts = [fold(part.strip(".,“”\"‘’'")) for part in text.split()]
    kept = tuple(p for p in parts if p and p not in word_class("generation"))
    return kept[1:] if len(kept) > 1 and kept[0] == "the" else kept or tuple(parts)


@dataclass(slots=True, eq=False)
class Member:
    """One of the cast: what is named, by which occurrences, and what the article says of it."""

    name: str
    kind: PartyKind
    words: tuple[str, ...]
    gender: str = "u"
    posts: list[Post] = field(default_factory=list)
    occurrences: list[Occurrence] = field(default_factory=list)
    variants: set[tuple[str, ...]] = field(default_factory=set)
    order: int = 0
    thing: bool = False  # mostly behind an article: "the Zeitgeist" is no person
    ages: set[int] = field(default_factory=set)  # in years, as the article tells them
    members: tuple[Member, ...] = ()  # of a group that is named by its members
    named: bool = True  # goes by a name, not by a description alone

    def has_post(self, office: str) -> bool:
        """Whether the article gives the member this office."""
        return any(office in post.offices for post in self.posts)


class Cast:
    """All members of an article's cast, and which occurrence names which."""

    def __init__(self, words: Words, occurrences: Sequence[Occurrence]) -> None:
        self.words = words
        self.members: list[Member] = []
        self.of: dict[tuple[int, int], Member] = {}
        self._by_word: dict[str, list[Member]] = defaultdict(list)
        self.acronyms: dict[str, Member] = {}
        self._shortened: dict[str, list[Member]] | None = None
        self._holders: dict[str, list[Member]] | None = None
        self._bodies: dict[str, list[Member]] | None = None
        self._literal: dict[str, Member] = {}
        self._sorted = sorted(occurrences, key=lambda o: o.first)
        self._firsts = [o.first for o in self._sorted]

    def add(self, name: str, kind: PartyKind, words: tuple[str, ...]) -> Member:
        """A new member; every later name is held against its words."""
        member = Member(name, kind, words, order=len(self.members))
        member.variants.add(words)
        self.members.append(member)
        for word in {words[0], words[-1]}:
            self._by_word[word].append(member)
        return member

    def named(self, word: str) -> list[Member]:
        """Members whose name begins or ends with this folded word, in order of appearance."""
        return self._by_word.get(word, [])

    def give(self, occurrence: Occurrence, member: Member) -> None:
        """Take this occurrence as a name of the member."""
        member.occurrences.append(occurrence)
        self.of[occurrence.start, occurrence.end] = member
        if occurrence.gender != "u" and (member.gender == "u" or occurrence.title):
            member.gender = occurrence.gender
        if _fuller(occurrence, member):
            member.name = occurrence.text

    def nearly_named(self, word: str) -> set[Member]:
        """Members whose name differs from this folded word by one letter; to be asked once all full names are in."""
        if self._shortened is None:  # by their last word without one letter
            self._shortened = {}
            for member in self.members:
                for short in _shorter(member.words[-1]):
                    self._shortened.setdefault(short, []).append(member)
        return {m for short in _shorter(word) for m in self.named(short)} | set(self._shortened.get(word, ()))

    def holders(self, office: str) -> list[Member]:
        """The persons whom the article gives this office; made once all is read."""
        if self._holders is None:
            self._holders = {}
            for member in self.members:
                if member.kind in ("person", "unknown"):
                    for held in {held for post in member.posts for held in post.offices}:
                        self._holders.setdefault(held, []).append(member)
        return self._holders.get(office, [])

    def bodies(self, head: str) -> list[Member]:
        """The bodies whose name of several words begins or ends with this word, or that are said to be one."""
        if self._bodies is None:
            self._bodies = {}
            for member in self.members:
                if member.kind in ("organisation", "government"):
                    told = {held for post in member.posts for held in post.offices}
                    for word in told | ({member.words[0], member.words[-1]} if len(member.words) > 1 else set()):
                        self._bodies.setdefault(word, []).append(member)
        return self._bodies.get(head, [])

    def literal(self, text: str, kind: PartyKind = "group", key: str = "") -> Member:
        """The member that goes by these very words, or by this key of them: "Barrow officials"."""
        key = key or " ".join(text.lower().split())
        if key not in self._literal:
            member = Member(" ".join(text.split()), kind, (key,), order=len(self.members))
            self.members.append(member)
            self._literal[key] = member
        return self._literal[key]

    def joint(self, members: Sequence[Member]) -> Member:
        """The group of these members, by their names as they are first given: "Ana Vega and Leo Marr"."""
        single = list(dict.fromkeys(one for member in members for one in member.members or (member,)))
        names = [m.name for m in single]
        key = "+".join(str(order) for order in sorted(m.order for m in single))
        group = self.literal(", ".join(names[:-1]) + " and " + names[-1], key=key)
        group.members = group.members or tuple(single)
        return group

    def starting(self, first: int, last: int) -> list[Occurrence]:
        """The occurrences that begin at these words (half-open indices)."""
        return self._sorted[bisect_left(self._firsts, first) : bisect_left(self._firsts, last)]

    def member_of(self, occurrence: Occurrence) -> Member | None:
        """Whose name this is."""
        return self.of.get((occurrence.start, occurrence.end))


def _fuller(occurrence: Occurrence, member: Member) -> bool:
    if len(occurrence.text) <= len(member.name):
        return False
    return member.kind == "person" or member.name.lower() in occurrence.text.lower()


def _shorter(word: str) -> set[str]:
    """The word without one of its letters, the first apart."""
    return {word[:i] + word[i + 1 :] for i in range(1, len(word))} if 4 < len(word) < 20 else set()
