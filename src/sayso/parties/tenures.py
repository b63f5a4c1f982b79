"""What an article tells of offices that change hands -> who holds one where a description of its holder stands.

«Minister Fay Hurst resigned and was replaced by Colin Mabry»: behind these words "the minister" is Mabry, and without a
successor nobody that the words tell.
"""

from __future__ import annotations

from collections.abc import Iterable

from sayso.languages import word_class
from sayso.languages.lexicon import word_lists
from sayso.parties.cast import Cast, Member
from sayso.parties.posts import Post, canonical, is_office, office_of
from sayso.parties.words import Words

_NEAR = 12  # words between a name and what happened to its office


class Tenures:
    """Who left an office, where, and who took it."""

    def __init__(self, words: Words, cast: Cast) -> None:
        self.words, self.cast = words, cast
        self._left: dict[Member, int] = {}  # the word from which on a member's offices are nobody's or another's
        self._heir: dict[Member, Member] = {}
        for index in [i for i, word in enumerate(words.lower) if word in word_class("changes an office")]:
            self._read(index)

    def now(self, holders: Iterable[Member], at: int, wanted: set[str]) -> Member | None:
        """The one of the holders who still is one at this word, or who took it from one of them; None where none or two are."""
        held = set(holders)
        gone = {m for m in held if self._left.get(m, at) < at}
        if not gone or wanted & word_class("lesser"):
            return held.pop() if len(held) == 1 else None
        heirs = {self._heir[m] for m in gone if m in self._heir}
        still = (held - gone) | {m for m in heirs if self._left.get(m, at) >= at}
        return still.pop() if len(still) == 1 else None

    def left(self, office: str, at: int) -> set[Member]:
        """Who left this office before this word: "the former mayor"."""
        return {m for m in self.cast.holders(office) if self._left.get(m, at) < at}

    def _read(self, index: int) -> None:
        """One word that may tell of a change: "resigned", "replaced", "successor"."""
        lower = self.words.lower
        word = lower[index]
        if self._may_not_be(index):
            return
        if word in word_class("takes an office"):
            passive = index > 0 and lower[index - 1] in word_class("form of be")
            by = next((i for i in range(index + 1, min(index + 5, len(lower))) if lower[i] == "by"), 0) if passive else 0
            old = self._before(index) if passive else self._behind(index + 1)
            new = self._behind(by + 1) if by else None if passive else self._before(index)
            if old is not None and (passive or new is not None):
                self._note_office(old, index)
                self._change(old, new, index)
        elif word == "took" and lower[index + 1 : index + 2] == ["over"]:
            source = next((i for i in range(index + 2, min(index + _NEAR, len(lower))) if lower[i] == "from"), 0)
            old, new = self._behind(source + 1) if source else None, self._before(index)
            if old is not None and new is not None:
                self._note_office(old, index)
                self._change(old, new, index)
        elif word in word_class("heir to an office"):
            new = self._beside(index)
            gone = [m for m, at in self._left.items() if at < index]
            if new is not None and gone and self._left[gone[-1]] < index and new is not gone[-1]:
                self._heir.setdefault(gone[-1], new)
        elif self._leaves(index) and (old := self._before(index)) is not None:
            self._change(old, None, index)

    def _leaves(self, index: int) -> bool:
        """«Resigned», "was ousted", "stepped down"; not "a retired judge", nor "dismissed the claim"."""
        lower, word = self.words.lower, self.words.lower[index]
        if word in word_class("put out of an office"):
            return index > 0 and lower[index - 1] in word_class("form of be")
        if word in word_class("steps from an office"):
            return lower[index + 1 : index + 2] in (["down"], ["aside"])
        return word in word_class("leaves an office") and not (index and lower[index - 1] in word_class("article"))

    def _change(self, old: Member, new: Member | None, index: int) -> None:
        if new is old or not old.posts:
            return
        self._left.setdefault(old, index)
        if new is not None:
            self._heir.setdefault(old, new)

    def _note_office(self, old: Member, index: int) -> None:
        """«Succeeded Leo Marr as mayor» says what Marr was, too."""
        lower = self.words.lower
        for at in range(index + 1, min(index + _NEAR, len(lower) - 1)):
            if self.words.sentence[at] != self.words.sentence[index]:
                return
            told = (
                next((i for i in range(at + 1, at + 5) if i < len(lower) and is_office(lower[i])), 0)
                if lower[at] == "as"
                else 0
            )
            if told:
                office = frozenset((office_of(lower[told]),))
                words = frozenset(canonical(w for w in lower[at + 1 : told + 1] if w not in word_class("article")))
                old.posts.append(Post(office, words, " ".join(self.words.forms[at + 1 : told + 1])))
                return

    def _may_not_be(self, index: int) -> bool:
        """«Will resign», "to replace", "has not stepped down": not yet, or never."""
        before = self.words.lower[max(0, index - 4) : index]
        sentence = self.words.sentence
        words = [w for i, w in enumerate(before, max(0, index - 4)) if sentence[i] == sentence[index]]
        return any(word in word_class("not yet") or word.endswith(("n't", "n’t")) for word in words)

    def _before(self, index: int) -> Member | None:
        """The only person named shortly before this word in its sentence: its subject."""
        sentence = self.words.sentence[index]
        held = [o for o in self.cast.starting(max(0, index - _NEAR), index) if self.words.sentence[o.first] == sentence]
        people = [m for o in held if (m := self._person(o.start, o.end))]
        return people[-1] if people and len(set(people)) == 1 else None

    def _behind(self, index: int) -> Member | None:
        """The first person named from this word on, in its sentence."""
        if index >= len(self.words.lower):
            return None
        for o in self.cast.starting(index, index + _NEAR):
            if self.words.sentence[o.first] != self.words.sentence[index]:
                return None
            if member := self._person(o.start, o.end):
                return member
        return None

    def _beside(self, index: int) -> Member | None:
        """«His successor, Ana Vega,», "his successor is Ana Vega": the person right behind."""
        member = self._behind(index + 1)
        gap = next((o.lead for o in self.cast.starting(index + 1, index + _NEAR)), index + _NEAR) - index - 1
        between = self.words.lower[index + 1 : index + 1 + gap]
        return (
            member if all(w in (",", "is", "was", "as", "will", "be") or w in word_lists().offices for w in between) else None
        )

    def _person(self, start: int, end: int) -> Member | None:
        member = self.cast.of.get((start, end))
        return member if member is not None and member.kind in ("person", "unknown") else None
