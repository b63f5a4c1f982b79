"""The versions of one address -> the order in which they stood there, whatever the order in which they came in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sayso.record import Reading
from sayso.store.values import Capture, Sighting

# What became of a capture that was met before: its article's address and the version's number (None where it was refused), when
# it was met last, and when what stands there now was (None where that is its own version).
Before = tuple[str | None, int | None, str | None, str | None]


@dataclass(frozen=True, slots=True)
class Standing:
    """A text that stood, or stands, at an address. ``id`` is the version's, 0 for one that is only on its way in.

    Times are ISO 8601: ``captured`` when the page was got, ``updated`` and ``published`` as the page itself has them.
    """

    id: int
    number: int
    captured: str | None
    updated: str | None
    published: str | None
    text_sha256: str
    fingerprint: str

    def says_the_same(self, other: Standing) -> bool:
        """Whether the two texts are one, noise apart."""
        return self.text_sha256 == other.text_sha256 or bool(self.fingerprint and self.fingerprint == other.fingerprint)


# The columns of ``versions`` that make a Standing, in its order.
COLUMNS = "v.id, v.number, v.captured, v.updated, v.published, v.text_sha256, v.fingerprint"


def standing(row: Sequence[Any]) -> Standing:
    """A row of COLUMNS."""
    id, number, captured, updated, published, text_sha256, fingerprint = row
    return Standing(int(id), int(number), captured, updated, published, text_sha256, fingerprint or "")


def in_order(versions: Sequence[Standing]) -> list[Standing]:
    """Oldest first: by the times of capture where all have one, else by their pages' own times where all have one.

    Else, and where times are equal, as they came in. Times with and without an offset are not held against each other.

    >>> monday, tuesday = (f"2031-03-{day}T09:00:00+00:00" for day in (10, 11))
    >>> first_in = Standing(1, 1, tuesday, None, None, "b", "")
    >>> [one.number for one in in_order([first_in, Standing(2, 2, monday, None, None, "a", "")])]
    [2, 1]
    """
    came = sorted(versions, key=lambda one: one.number)
    kinds: tuple[Callable[[Standing], str | None], ...] = (lambda one: one.captured, lambda one: one.updated or one.published)
    for time in kinds:
        times = {one.number: _instant(time(one)) for one in came}
        if None not in times.values() and len({when.tzinfo is None for when in times.values() if when}) == 1:
            return sorted(came, key=lambda one: times[one.number] or datetime.min)
    return came


def sighting(capture: Capture, before: Before | None) -> Sighting:
    """What a capture is to the store, by what became of its bytes before.

    >>> page = Capture("https://lantern.example/1", "00", "2031-03-14T12:00:00+00:00")
    >>> sighting(page, ("https://lantern.example/1", 1, "2031-03-12T12:00:00+00:00", "2031-03-13T12:00:00+00:00"))
    'back'
    """
    if before is None or before[0] is None:
        return "new"
    if not is_later(capture.captured, before[2]):
        return "same"
    return "back" if is_later(capture.captured, before[3]) else "again"


@dataclass(frozen=True, slots=True)
class Line:
    """Where a text goes among the versions of its article: its number, and whether it stands there now.

    ``same`` is the version beside it that says the same: then it is no version of its own.
    """

    article: int | None
    latest: int | None
    number: int = 1
    is_last: bool = True
    same: Standing | None = None

    @classmethod
    def of(cls, held: Sequence[Sequence[Any]], capture: Capture, reading: Reading, fingerprint: str) -> Line:
        """Among the rows of the article's versions (its id, its latest version's, and COLUMNS)."""
        if not held:
            return cls(None, None)
        article, versions = reading.article, [standing(row[2:]) for row in held]
        number = max(one.number for one in versions) + 1
        new = Standing(0, number, capture.captured, article.updated, article.published, article.text_sha256, fingerprint)
        line = in_order([*versions, new])
        place = line.index(new)
        beside = [*reversed(line[:place][-1:]), *line[place + 1 : place + 2]]
        return cls(held[0][0], held[0][1], number, line[-1] is new, next(filter(new.says_the_same, beside), None))


def is_later(time: str | None, than: str | None) -> bool:
    """Whether a time is known to be later than another.

    >>> is_later("2031-03-14T12:00:00+02:00", "2031-03-14T11:00:00+00:00"), is_later("2031-03-14", None)
    (False, False)
    """
    one, other = _instant(time), _instant(than)
    return bool(one and other and (one.tzinfo is None) == (other.tzinfo is None) and one > other)


def _instant(iso: str | None) -> datetime | None:
    try:
        when = datetime.fromisoformat(iso or "")
    except ValueError:
        return None
    return when.astimezone(UTC) if when.tzinfo else when
