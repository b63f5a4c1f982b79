"""What is understood of a statement -> its entry in the index: the marks it is found by, beside the words of its content."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sayso.store import rows as written, wordings
from sayso.store.database import Database, Entry

# Bits of a statement's state: it stands in an earlier version; a correction takes it out; its article does not have it that it
# was said ("will say"). What has none of them counts.
SUPERSEDED, NOT_SAID, UNSAID = 1, 2, 4


@dataclass(frozen=True, slots=True)
class Dated:
    """Whose an article is, and of which day: 20310314."""

    outlet: int | None
    day: int | None

    def marks(self) -> tuple[str, ...]:
        """The marks that all statements of the article have."""
        day = f"{self.day:08}" if self.day else ""
        marks = (f"_y{day[:4]}", f"_y{day[:6]}", f"_y{day}") if day else ("_y0",)
        return (*marks, f"_o{self.outlet}") if self.outlet else marks


@dataclass(frozen=True, slots=True)
class Said:
    """What is understood of a statement: parties across articles (None where left open), act, manner, and its state."""

    speaker: int | None
    addressee: int | None
    relay: tuple[int | None, ...]
    about: tuple[int, ...]

    def columns(self) -> tuple[int | None, int | None, str | None, str | None]:
        """As the columns speaker, addressee, relay and about have it."""
        return self.speaker, self.addressee, _listed(self.relay), _listed(self.about)

    def entry(
        self,
        id: int,
        act: int,
        manner: int,
        dated: tuple[str, ...],
        state: int,
        words: tuple[str, ...],
        number: int | None = None,
    ) -> Entry | None:
        """Its entry in the index; none where a correction takes it out.

        ``dated`` are the marks of its article, ``number`` is the column ``said``: what was said has no mark for that, so that
        the index of an older store is right as it stands.
        """
        if state & NOT_SAID:
            return None
        marks = [f"_a{act}", f"_m{manner}", *dated]
        if self.speaker:
            marks.append(f"_s{self.speaker}")
        if self.addressee:
            marks.append(f"_d{self.addressee}")
        if self.relay:
            marks += [f"_r{party}" for party in sorted({party for party in self.relay if party})]
        marks += [f"_b{party}" for party in self.about]
        if state & SUPERSEDED:
            marks.append("_x")
        if number:
            marks.append(unsaid_mark(number))
        return Entry(id, tuple(marks), words)


def unsaid_mark(number: int) -> str:
    """The mark of what was not plainly said: which of ``SAID_KINDS`` it is, from 2."""
    return f"_n{number}"


def said_of(speaker: int | None, addressee: int | None, relay: str | None, about: str | None) -> Said:
    """What the columns speaker, addressee, relay and about say."""
    return Said(speaker, addressee, tuple(written.array(relay)) if relay else (), tuple(written.array(about)) if about else ())


def _listed(parties: Sequence[int | None]) -> str | None:
    return "[" + ",".join(["null" if party is None else str(party) for party in parties]) + "]" if parties else None


ENTRIES = """SELECT s.id, s.speaker, s.addressee, s.relay, s.about, s.act, s.manner, v.outlet, s.day, s.state, s.content,
  s.said
  FROM versions v JOIN statements s ON s.id >= v.first_statement AND s.id < v.first_statement + v.statements
  WHERE v.id = ? ORDER BY s.id"""


def entry_of(row: Sequence[Any], text: str) -> Entry | None:
    """The entry of a row of ``ENTRIES``; None where a correction takes the statement out."""
    id, speaker, addressee, relay, about, act, manner, outlet, day, state, content, number = row
    words = wordings.words_at(content, text)
    return said_of(speaker, addressee, relay, about).entry(id, act, manner, Dated(outlet, day).marks(), state, words, number)


def entries(database: Database, version: int) -> list[Entry]:
    """The index entries of a version's statements, from their rows."""
    held = database.rows(ENTRIES, (version,))
    if not held:
        return []
    text = written.unpacked(database.rows("SELECT text FROM texts WHERE version = ?", (version,))[0][0]) or ""
    return [entry for entry in (entry_of(row, text) for row in held) if entry]


def restate(database: Database, version: int, bit: int, only: Sequence[int] = (), on: bool = True) -> None:
    """Set a bit of the state of a version's statements, or of some of them, or clear it, and let the index follow."""
    change, mask = ("state | ?", bit) if on else ("state & ?", ~bit)
    database.unindex(entry for entry in entries(database, version) if not only or entry.id in only)
    if only:
        database.many(f"UPDATE statements SET state = {change} WHERE id = ?", [(mask, id) for id in only])
    else:
        ((first, count),) = database.rows("SELECT first_statement, statements FROM versions WHERE id = ?", (version,))
        database.run(f"UPDATE statements SET state = {change} WHERE id BETWEEN ? AND ?", (mask, first, first + count - 1))
    database.index(entry for entry in entries(database, version) if not only or entry.id in only)
