"""Statements that come in, with those kept before of their article -> which are the same: of other versions, other readings.

The same is what stands at the same place of a text, at its cue, or has the same words: a model that reads the text anew may
find another speaker for it, an outlet that edits the article leaves most of it as it was.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Hashable, Sequence
from typing import Any, NamedTuple

from sayso.store import rows as written, wordings
from sayso.store.database import Database
from sayso.store.migrations import WATCHES, schema

_KEPT = """SELECT s.version, s.id, s.name, COALESCE(s.kept_as, s.id), s.wording, s.content, s.cue
  FROM versions v JOIN statements s ON s.id >= v.first_statement AND s.id < v.first_statement + v.statements
  WHERE v.article = ?"""


class Incomer(NamedTuple):
    """A statement that comes in, as its row is written: ``wording`` is the hash of its words and its speaker's."""

    name: str | None
    content: str
    cue: str | None
    wording: int
    words: tuple[str, ...]


class _Kept(NamedTuple):
    version: int
    id: int
    name: str | None
    kept_as: int
    wording: int
    content: str
    cue: str | None


class Earlier:
    """The statements that are kept of an article, before one of its versions is written, or written anew."""

    def __init__(self, database: Database, article: int, version: int, rewritten: bool, corrected: bool = False) -> None:
        """Look them up. ``version`` is the one that is written anew, as it stands there still, or else the one before.

        ``corrected``: it is the same reading, with another correction; its statements keep their names.
        """
        rows = database.rows(_KEPT, (article,)) if schema(database) >= WATCHES.number else []
        self._kept = sorted(map(_Kept._make, rows))
        self._beside = [one for one in self._kept if one.version == version]
        self._rewritten, self._corrected = rewritten, corrected
        self._text = ""
        if self._beside:
            ((packed,),) = database.rows("SELECT text FROM texts WHERE version = ?", (version,))
            self._text = written.unpacked(packed) or ""

    def numbers(self, incoming: Sequence[Incomer]) -> list[int | None]:
        """For each statement, in order, the number under which it was kept first; None for what is new. None is given twice."""
        matching = _Matching(incoming)
        if self._rewritten:
            if self._corrected:
                matching.match(self._beside, lambda one: one.name)
            matching.match(self._beside, lambda one: (_place(one), one.wording))
            matching.match(self._beside, _place)
        matching.match(self._kept, lambda one: one.wording)
        if not matching.done:
            words = {one.id: wordings.words_at(one.content, self._text) for one in matching.free(self._beside)}
            matching.match(self._beside, lambda one: one.words if isinstance(one, Incomer) else words.get(one.id))
        if self._rewritten and not matching.done:
            matching.match_near(self._beside)
        return matching.found


class _Matching:
    def __init__(self, incoming: Sequence[Incomer]) -> None:
        self.incoming = incoming
        self.found: list[int | None] = [None] * len(incoming)
        self._taken: set[int] = set()

    @property
    def done(self) -> bool:
        return None not in self.found

    def free(self, kept: Sequence[_Kept]) -> list[_Kept]:
        return [one for one in kept if one.kept_as not in self._taken]

    def match(self, kept: Sequence[_Kept], key: Callable[[Any], Hashable]) -> None:
        """Of what has the same key, the first that comes in is the first that is kept."""
        waiting: dict[Hashable, list[int]] = defaultdict(list)
        for one in reversed(self.free(kept)):
            waiting[key(one)].append(one.kept_as)
        for at, incomer in enumerate(self.incoming):
            numbers = waiting.get(key(incomer), []) if self.found[at] is None else []
            while numbers and self.found[at] is None:
                self._give(at, numbers.pop())

    def match_near(self, kept: Sequence[_Kept]) -> None:
        """What has some of the same cue; of what has no cue, some of the same content."""
        for at, incomer in enumerate(self.incoming):
            if self.found[at] is None:
                near = (one.kept_as for one in self.free(kept) if _overlap(_places(one), _places(incomer)))
                self._give(at, next(near, None))

    def _give(self, at: int, number: int | None) -> None:
        if number is not None and number not in self._taken:
            self._taken.add(number)
            self.found[at] = number


def _place(one: Incomer | _Kept) -> str:
    return one.cue or one.content


def _places(one: Incomer | _Kept) -> list[int]:
    found: list[int] = json.loads(_place(one))
    return found


def _overlap(some: Sequence[int], others: Sequence[int]) -> bool:
    """Whether stretches have something in common.

    >>> _overlap([10, 20, 40, 50], [15, 18]), _overlap([10, 20, 40, 50], [20, 40])
    (True, False)
    """
    pairs = [list(zip(one[::2], one[1::2], strict=True)) for one in (some, others)]
    return any(a < d and c < b for a, b in pairs[0] for c, d in pairs[1])
