"""Corrections, in the order they were made -> who is one party with whom, under which name, and what is not said.

A merge puts a party, with all that were merged into it, under another. A split takes a party, with all that were merged into
it, out of the other's group again; where its name is only a shorter name of the other in what was read, these mentions become a
party of their own. A rename names the group as it stands. The later correction counts: merging A into B and then B into A
leaves one party under A's name.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise

from sayso.questions import folded
from sayso.store.values import Correction

ABOUT_EVENTS = frozenset(("merge-events", "split-event", "set-state"))  # these are taken when events are worked out
OF_STATEMENTS = frozenset(("not-said", "was-said", "set-statement", "add-statement", "undo"))
Place = tuple[str, str]  # a text: its address, and its SHA-256
Key = tuple[str, str]  # folded name, kind: what a party is known by across articles


def key_of(name: str, kind: str) -> Key:
    """A party's key. Names are compared folded, and without "the" before them; at most 300 code points count.

    >>> key_of("The Granite  Palace", "government"), key_of("???", "group")
    (('granite palace', 'government'), ('???', 'group'))
    """
    return name_key(name), kind


@lru_cache(maxsize=50_000)
def name_key(name: str) -> str:
    """A name as names are compared."""
    words = folded(name[:2000]).removeprefix("the ") or name.strip().encode("utf-8", "replace").decode().replace("\0", "?")
    return words[:300]


@dataclass(slots=True)
class Understanding:
    """``into`` leads from a party to the one it was merged into; ``apart`` has the names that are not the party's."""

    into: dict[Key, Key] = field(default_factory=dict)
    shown: dict[Key, str] = field(default_factory=dict)
    apart: dict[Key, dict[str, Key]] = field(default_factory=dict)
    not_said: set[str] = field(default_factory=set)
    changes: dict[Place, list[Correction]] = field(default_factory=dict)

    def root(self, key: Key) -> Key:
        """The party that the key's party is one with."""
        while key in self.into:
            key = self.into[key]
        return key

    def members(self, root: Key) -> set[Key]:
        """All parties of a group, the root too."""
        return {root, *(key for key in self.into if self.root(key) == root)}

    def named(self, key: Key) -> Key:
        """The party that goes by this key, or is shown under this name."""
        renamed = [held for held, name in self.shown.items() if key_of(name, held[1]) == key and held not in self.into]
        return renamed[0] if len(renamed) == 1 else key

    def take(self, correction: Correction, known: Callable[[Key], bool]) -> None:
        """Let one more correction count; ``known`` tells whether a party of this key was ever read."""
        if correction.kind == "not-said":
            self.not_said.add(correction.statement or "")
            return
        if correction.kind == "was-said":
            self.not_said.discard(correction.statement or "")
            return
        if correction.kind in ("set-statement", "add-statement"):
            self.changes.setdefault(place_of(correction.statement or ""), []).append(correction)
            return
        if correction.kind in ABOUT_EVENTS or correction.kind == "undo":
            return
        assert correction.party
        party = key_of(*correction.party)
        party = party if known(party) else self.named(party)
        if correction.kind == "rename":
            self.shown[self.root(party)] = correction.name or ""
            return
        assert correction.other
        other = key_of(*correction.other)
        if correction.kind == "merge":
            self._merge(party, other if known(other) else self.named(other))
        else:
            self._split(party, other)

    def _merge(self, party: Key, other: Key) -> None:
        root = self.root(party)
        if root != self.root(other):
            self.into[root] = other
        else:
            self._lead(other)
        for key in self.members(self.root(other)):
            for name, apart in list(self.apart.get(key, {}).items()):
                if self.root(apart) == self.root(other):
                    del self.apart[key][name]

    def _lead(self, key: Key) -> None:
        """Turn the way from the key to its root around."""
        path = [key]
        while path[-1] in self.into:
            path.append(self.into[path[-1]])
        for child in path[:-1]:
            del self.into[child]
        for child, parent in pairwise(path):
            self.into[parent] = child

    def _split(self, party: Key, other: Key) -> None:
        for key in self.members(self.root(party)) - {other}:
            if self._above(key, other) or not self._above(other, key):
                self.apart.setdefault(key, {})[other[0]] = other
        if self.root(party) == self.root(other) and party != other:
            if self._above(other, party):
                while self.into[party] != other:
                    party = self.into[party]
                del self.into[party]
            else:
                del self.into[other]

    def _above(self, upper: Key, lower: Key) -> bool:
        while lower in self.into:
            lower = self.into[lower]
            if lower == upper:
                return True
        return False


def understand(corrections: Iterable[Correction], known: Callable[[Key], bool]) -> Understanding:
    """What all corrections come to, the later counting over the earlier.

    >>> merge = Correction("merge", "one man", "2031-03-14", ("I. Torvan", "person"), ("Ilya Torvan", "person"))
    >>> understand([merge], lambda key: True).root(("i torvan", "person"))
    ('ilya torvan', 'person')
    """
    found = Understanding()
    for correction in counting(list(corrections)):
        found.take(correction, known)
    return found


def undone(corrections: Sequence[Correction]) -> set[int]:
    """The numbers of the corrections that others took back; who takes that back lets the first count again.

    >>> made = [Correction("undo", "", "", name="1", number=2), Correction("undo", "", "", name="2", number=3)]
    >>> undone(made[:1]), undone(made)
    ({1}, {2})
    """
    found: set[int] = set()
    for correction in reversed(corrections):
        if correction.kind == "undo" and correction.number not in found and (correction.name or "").isdecimal():
            found.add(int(correction.name or 0))
    return found


def counting(corrections: Sequence[Correction]) -> list[Correction]:
    """Those that nobody took back."""
    out = undone(corrections)
    return [one for one in corrections if one.number not in out]


def undone_by(correction: Correction, made: Iterable[Correction]) -> Correction:
    """The correction itself; of an undo the one that counts, or counts no longer, by it: that of an undo's undo, too."""
    held = {str(one.number): one for one in made}
    while correction.kind == "undo" and (correction.name or "") in held:
        correction = held[correction.name or ""]
    return correction


def place_of(key: str) -> Place:
    """The text that a statement stands in, by what corrections know the statement by.

    >>> place_of('["a.html","9f86",[10,20],null]')
    ('a.html', '9f86')
    """
    try:
        address, text_sha256, *_ = json.loads(key)
    except (ValueError, TypeError):
        return "", ""
    return str(address), str(text_sha256)


def statement_key(address: str, text_sha256: str, content: str, cue: str | None) -> str:
    """What a "not-said" is keyed by: the statement's words, not its row; ``content`` and ``cue`` as JSON arrays of offsets."""
    return json.dumps([address, text_sha256, json.loads(content), json.loads(cue) if cue else None], separators=(",", ":"))
