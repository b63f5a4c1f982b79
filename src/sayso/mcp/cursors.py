"""A place in a list of answers <-> a cursor, from which a client goes on although the store has grown since.

A cursor holds how many were given, and marks of the last of them. Where the store stands as it did, what follows is looked for
at that number; where articles came in before it, behind the last of the marks. So nothing is given twice. What came in before
that place is not given: who wants it asks anew.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

HELD = 8  # of the last ones given: should a text be read anew meanwhile, and its statements go by other keys, others are left
SCANNED = 10_000  # answers that are looked through for them
CHUNK = 200  # at a time
_VERSION = 1
_HEAD, _MARK, _SUM = 9, 4, 2  # bytes: version, question, number; a mark; the sum over all

NO_CURSOR = "this is no cursor: page.next_cursor of an answer is one, whole and unchanged; leave cursor out to begin"
OTHER = "this cursor is of another question: ask with the arguments of the answer that gave it, or leave cursor out to begin"
LOST = "the store has changed so much that nothing tells where this cursor stood: leave cursor out to begin anew"


@dataclass(frozen=True, slots=True)
class Place:
    """How many were given, and the marks of the last of them, the very last one last."""

    number: int = 0
    marks: tuple[bytes, ...] = ()

    def behind(self, number: int, keys: Sequence[str]) -> Place:
        """The place behind so many, of which these were the last."""
        return Place(number, (*self.marks, *map(mark, keys))[-HELD:])


def mark(key: str) -> bytes:
    """What a cursor has of an answer's key."""
    return hashlib.blake2s(key.encode(), digest_size=_MARK).digest()


def question(tool: str, values: Mapping[str, Any]) -> bytes:
    """What a cursor has of the question that it is of."""
    asked = json.dumps([tool, dict(values)], sort_keys=True, default=str)
    return hashlib.blake2s(asked.encode(), digest_size=_MARK).digest()


def written(place: Place, asked: bytes) -> str:
    """The cursor of a place.

    >>> place = Place(20, (mark("a"), mark("b")))
    >>> read(written(place, b"abcd"), b"abcd") == place
    True
    """
    body = bytes([_VERSION]) + asked + place.number.to_bytes(4, "big") + b"".join(place.marks)
    return base64.urlsafe_b64encode(body + _sum(body)).decode().rstrip("=")


def read(cursor: str, asked: bytes) -> Place:
    """The place of a cursor. Raises ValueError for what is none, and for one of another question."""
    try:
        held = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        raise ValueError(NO_CURSOR) from None
    body, marks = held[:-_SUM], held[_HEAD:-_SUM]
    if len(held) <= _HEAD + _SUM or held[0] != _VERSION or len(marks) % _MARK or _sum(body) != held[-_SUM:]:
        raise ValueError(NO_CURSOR)
    if held[1:5] != asked:
        raise ValueError(OTHER)
    number = int.from_bytes(held[5:_HEAD], "big")
    return Place(number, tuple(marks[at : at + _MARK] for at in range(0, len(marks), _MARK)))


def _sum(body: bytes) -> bytes:
    return hashlib.blake2s(body, digest_size=_SUM).digest()


def stands_at(place: Place, keys: Callable[[int, int], Sequence[str]]) -> int:
    """Where what follows on a place begins now. ``keys`` are those of the answers from one on, so many of them.

    Raises ValueError where none of those that were given last is found any more.
    """
    first = max(0, place.number - len(place.marks))
    if [mark(key) for key in keys(first, place.number - first)] == list(place.marks):
        return place.number
    wanted, last = set(place.marks), -1
    for at in range(first, first + SCANNED, CHUNK):  # more were kept before it: it stands further on
        found = [mark(key) for key in keys(at, CHUNK)]
        places = [at + number for number, one in enumerate(found) if one in wanted]
        wanted.difference_update(found)
        if not wanted or len(found) < CHUNK or (last >= 0 and not places):  # they stand near each other
            last = max([last, *places])
            break
        last = max([last, *places])
    if last < 0:  # some were taken out: it stands before that
        found = [mark(key) for key in keys(max(0, first - CHUNK), min(first, CHUNK))]
        last = max((max(0, first - CHUNK) + number for number, one in enumerate(found) if one in wanted), default=-1)
    if last < 0:
        raise ValueError(LOST)
    return last + 1
