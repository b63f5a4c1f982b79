"""Proper names of an article -> its cast: who is named, under which variants, with gender, country and offices."""

from __future__ import annotations

import unicodedata
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from sayso.languages import word_class
from sayso.languages.lexicon import word_lists
from sayso.parties.names import Occurrence
from sayso.parties.posts import Post, posts_beside
from sayso.parties.words import Words
from sayso.record import PartyKind

_MANY = 50  # namesakes looked at, in texts that are nothing but names


def fold(word: str) -> str:
    """Lower case without accents and apostrophe variants: "Élysée" and "Elysee" are one name."""
    if word.isascii():
        return word.lower()
    plain = unicodedata.normalize("NFD", word.replace("’", "'"))
    return "".join(c for c in plain if not unicodedata.combining(c)).lower()


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

    def has_post(self, office: str) -> bool:
        return any(office in post.offices for post in self.posts)


class Cast:
    """All members of an article's cast, and which occurrence names which."""

    def __init__(self, words: Words, occurrences: Sequence[Occurrence]) -> None:
        self.words = words
        self.members: list[Member] = []
        self.of: dict[tuple[int, int], Member] = {}
        self._by_word: dict[str, list[Member]] = defaultdict(list)
        self._acronyms: dict[str, Member] = {}
        self._shortened: dict[str, list[Member]] | None = None
        self._holders: dict[str, list[Member]] | None = None
        self._bodies: dict[str, list[Member]] | None = None
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

    def shortened(self) -> dict[str, list[Member]]:
        """Members by their surname without one letter; made once all full names are in."""
        if self._shortened is None:
            self._shortened = {}
            for member in self.members:
                for short in _shorter(member.words[-1]):
                    self._shortened.setdefault(short, []).append(member)
        return self._shortened

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

    def starting(self, first: int, last: int) -> list[Occurrence]:
        """The occurrences that begin at these words (half-open indices)."""
        return self._sorted[bisect_left(self._firsts, first) : bisect_left(self._firsts, last)]

    def member_of(self, occurrence: Occurrence) -> Member | None:
        return self.of.get((occurrence.start, occurrence.end))


def _fuller(occurrence: Occurrence, member: Member) -> bool:
    if len(occurrence.text) <= len(member.name):
        return False
    return member.kind == "person" or member.name.lower() in occurrence.text.lower()


def cast_names(words: Words, occurrences: Sequence[Occurrence]) -> Cast:
    """Group the occurrences: full names first, then the surnames, given names, acronyms and short forms of just one."""
    cast = Cast(words, occurrences)
    full = [o for o in occurrences if o.last - o.first > 1]
    short = [o for o in occurrences if o.last - o.first == 1]
    for occurrence in full:
        _place_full(cast, occurrence)
    for member in cast.members:
        _note_acronym(cast, member)
    _split_namesakes(cast, short)
    for occurrence in short:
        _place_short(cast, occurrence)
    for member in cast.members:
        member.occurrences.sort(key=lambda o: o.start)
    for occurrence in occurrences:
        found = cast.member_of(occurrence)
        if found is not None:
            _note_posts(cast, found, occurrence)
    for member in cast.members:
        if member.kind == "unknown":
            _settle(words, member)
    return cast


def _settle(words: Words, member: Member) -> None:
    """A name of unknown kind is a person's where the article uses its last word alone, or says what office she holds; it is a
    place's where it follows "in" and "at" as often as not."""
    bare = [o for o in member.occurrences if not (o.first and words.lower[o.first - 1] in ("the", "a", "an"))]
    surnames = [o for o in bare if len(member.words) > 1 and name_words(o.text) == member.words[-1:]]
    member.thing = len(bare) * 2 < len(member.occurrences)
    told = bool(member.posts) and word_lists().common.isdisjoint(member.words)
    if (surnames or told) and len(bare) * 2 > len(member.occurrences):
        member.kind = "person"
    elif 2 * sum(_after_place_word(words, o) for o in member.occurrences) >= len(member.occurrences):
        member.kind = "place"


def _split_namesakes(cast: Cast, short: Sequence[Occurrence]) -> None:
    """«Mr. Vega» where the only full name is Ana Vega's, "President Vega" before any: a member by the surname."""
    seen: set[str] = set()
    for occurrence in short:
        word = name_words(occurrence.text)[-1]
        if not occurrence.title or occurrence.kind != "person" or word in seen:
            continue
        people = [m for m in cast.named(word) if m.kind == "person" and m.words[-1] == word]
        fits = [m for m in people if occurrence.gender in ("u", m.gender) or m.gender == "u"]
        early = (
            _heads_state(cast.words, occurrence)
            and cast.words.paragraph[occurrence.first] > 1
            and all(m.occurrences[0].start > occurrence.start for m in fits)
        )
        if people and (not fits or (early and len(people) > 0 and occurrence.gender == "u")):
            seen.add(word)
            member = cast.add(occurrence.text, "person", (word,))
            member.gender = occurrence.gender


def _heads_state(words: Words, occurrence: Occurrence) -> bool:
    return occurrence.lead < occurrence.first and words.lower[occurrence.first - 1] in word_class("heads a state")


@lru_cache(maxsize=8192)
def name_words(text: str) -> tuple[str, ...]:
    """The folded words that tell a name apart, without article, generation and full stops.

    >>> name_words("the Élysée Palace")
    ('elysee', 'palace')
    """
    parts = [fold(part.strip(".,")) for part in text.split()]
    kept = tuple(p for p in parts if p and p not in word_class("generation"))
    return kept[1:] if len(kept) > 1 and kept[0] == "the" else kept or tuple(parts)


def _place_full(cast: Cast, occurrence: Occurrence) -> None:
    parts = name_words(occurrence.text)
    for member in cast.named(parts[-1])[-_MANY:]:
        if parts in member.variants or (member.kind in ("person", "unknown") and _same_person(parts, member.words, occurrence)):
            if member.kind == "unknown" and occurrence.kind != "unknown":
                member.kind = occurrence.kind
            member.variants.add(parts)
            cast.give(occurrence, member)
            return
        bodies = member.kind in ("organisation", "government") and occurrence.kind == "organisation"
        if bodies and parts == member.words[-len(parts) :]:
            cast.give(occurrence, member)  # "the Security Council" of "the United Nations Security Council"
            return
    cast.give(occurrence, cast.add(occurrence.text, _kind(occurrence), parts))


def _kind(occurrence: Occurrence) -> PartyKind:
    if occurrence.kind not in ("organisation", "place"):
        return occurrence.kind
    lists = word_lists()
    key = tuple(fold(w) for w in occurrence.text.split())
    if lists.metonyms.get(key) == "government" or lists.organisation.get(key[-1]) == "government":
        return "government"
    return "government" if lists.organisation.get(key[0]) == "government" and "of" in key else occurrence.kind


def _same_person(one: tuple[str, ...], other: tuple[str, ...], occurrence: Occurrence) -> bool:
    """«J. Vega» and "Juan Vega", "Dan Vega" and "Daniel Vega", "Ana Ruiz Vega" and "Ana Vega"."""
    if occurrence.kind not in ("person", "unknown") or len(one) < 2 or len(other) < 2 or one[-1] != other[-1]:
        return False
    if one == other[-len(one) :] or other == one[-len(other) :]:
        return True  # "Mr. Ruiz Vega"
    a, b = one[0], other[0]
    if a == b:
        return True
    if a.strip(".")[0] == b.strip(".")[0] and min(len(a.strip(".")), len(b.strip("."))) == 1:
        return True
    return len(a) > 2 and len(b) > 2 and a[:3] == b[:3]


def _note_acronym(cast: Cast, member: Member) -> None:
    """«Food and Drug Administration (FDA)»: the letters in brackets, or those that its capitals spell."""
    if member.kind == "person":
        return
    letters = "".join(word[0] for word in member.name.split() if word[0].isupper())
    if len(letters) > 1:
        cast._acronyms.setdefault(letters, member)
    for occurrence in member.occurrences[:3]:
        after = cast.words.forms[occurrence.last : occurrence.last + 3]
        if (
            len(after) == 3
            and after[0] == "("
            and after[2] == ")"
            and after[1].isupper()
            and after[1][0] == member.name[0].upper()
        ):
            cast._acronyms[after[1]] = member


def _place_short(cast: Cast, occurrence: Occurrence) -> None:
    """A one-word name: the acronym, surname, given name or short form of exactly one member, else a member of its own."""
    word = name_words(occurrence.text)[-1]
    acronym = cast._acronyms.get(occurrence.text.replace(".", ""))
    if acronym is not None and occurrence.text.isupper() and occurrence.text.replace(".", "") not in ("US",):
        acronym.variants.add((word,))
        cast.give(occurrence, acronym)
        return
    own = [m for m in cast.named(word) if m.words == (word,) and _agree(m, occurrence)]
    if own:
        cast.give(occurrence, own[0])
        return
    chosen = _bearer(cast, occurrence, word) or _misspelt(cast, occurrence, word)
    if chosen is not None:
        cast.give(occurrence, chosen)
    elif _stands_alone(cast, occurrence, word):
        cast.give(occurrence, cast.add(occurrence.text, _kind(occurrence), (word,)))


def _bearer(cast: Cast, occurrence: Occurrence, word: str) -> Member | None:
    people = [m for m in cast.named(word)[:_MANY] if m.kind in ("person", "unknown") and len(m.words) > 1]
    placed = occurrence.kind == "place" and _after_place_word(cast.words, occurrence)
    if (occurrence.kind in ("person", "unknown", "place") or occurrence.text.isupper()) and not placed:
        surnamed = [m for m in people if m.words[-1] == word and m.kind == "person"] or [
            m for m in people if m.words[-1] == word
        ]
        given = [m for m in people if m.words[0] == word and (m.kind == "person" or word in word_lists().given)]
        before = cast.words.lower[occurrence.first - 1] if occurrence.first else ""
        by_given = not occurrence.title or before in word_class("before a given name")
        for group in (surnamed, given if by_given else []):
            if group:
                return _one_of(group, occurrence)
    bodies = [m for m in cast.named(word)[:_MANY] if m.kind in ("organisation", "government") and len(m.words) > 1]
    lists = word_lists()
    if word in lists.organisation:
        heads = [m for m in bodies if m.words[-1] == word or m.words[0] == word]
        return heads[0] if len(heads) == 1 else None
    if (word,) in lists.places or (word,) in lists.demonyms or word in lists.common:
        return None
    firsts = [m for m in bodies if m.words[0] == word and len(m.words) == 2 and m.words[1] in ("palace",)]
    return firsts[0] if len(firsts) == 1 else None


def _after_place_word(words: Words, occurrence: Occurrence) -> bool:
    return occurrence.first > 0 and words.lower[occurrence.first - 1] in word_class("place preposition")


def _misspelt(cast: Cast, occurrence: Occurrence, word: str) -> Member | None:
    """The one person whose surname has a letter more or less: "Vegas said", a sentence after "Ana Vega said"."""
    if len(word) < 5 or occurrence.kind not in ("person", "unknown"):
        return None
    near = {m for shorter in _shorter(word) for m in cast.named(shorter)} | set(cast.shortened().get(word, ()))
    found = [m for m in near if m.kind == "person" and len(m.words) > 1 and abs(len(m.words[-1]) - len(word)) == 1]
    return found[0] if len(found) == 1 else None


def _shorter(word: str) -> set[str]:
    """The word without one of its letters, the first apart."""
    return {word[:i] + word[i + 1 :] for i in range(1, len(word))} if 4 < len(word) < 20 else set()


def _agree(member: Member, occurrence: Occurrence) -> bool:
    return not occurrence.title or occurrence.gender == "u" or member.gender in ("u", occurrence.gender)


def _one_of(group: list[Member], occurrence: Occurrence) -> Member | None:
    """The only bearer; of several, the one whom the title's gender leaves, or the one already introduced."""
    group = [m for m in group if _agree(m, occurrence)]
    if not group:
        return None
    if len(group) == 1:
        return group[0]
    if occurrence.title and occurrence.gender != "u":
        fits = [m for m in group if m.gender in (occurrence.gender, "u")]
        if len(fits) == 1:
            return fits[0]
    before = [m for m in group if m.occurrences[0].start < occurrence.start]
    if len(before) == 1:
        return before[0]
    near = [m for m in group if any(0 < occurrence.first - o.last < 60 for o in m.occurrences)]
    if len(near) == 1 and not any(
        0 < occurrence.first - o.last < 200 for m in group if m is not near[0] for o in m.occurrences
    ):
        return near[0]
    ranked = sorted(group, key=lambda m: -len(m.occurrences))
    return ranked[0] if len(ranked[0].occurrences) >= 3 * len(ranked[1].occurrences) else None


def _stands_alone(cast: Cast, occurrence: Occurrence, word: str) -> bool:
    if occurrence.kind == "place":
        return True
    if any(m.words[-1] == word for m in cast.named(word) if m.kind == "person"):
        return False  # a surname that several bear
    return occurrence.firm or occurrence.kind != "unknown"


def _note_posts(cast: Cast, member: Member, occurrence: Occurrence) -> None:
    """Give the member the posts told beside this name, and the gender that they tell."""
    if member.kind in ("place", "group"):
        return
    for post in posts_beside(cast.words, occurrence, member.kind in ("organisation", "government"), cast.starting):
        if post.text not in {held.text for held in member.posts}:
            member.posts.append(post)
        if member.gender == "u" and member.kind in ("person", "unknown"):
            member.gender = post.gender
