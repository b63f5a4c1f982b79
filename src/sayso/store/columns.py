"""The columns that statements are counted by, packed -> arrays: a million are counted in .05 s where their rows take one.

Statements are packed by their numbers, ``RUN`` in a row of ``statement_columns`` for each field. Triggers write down in which
runs something changes (``statement_columns_stale``), and these are packed anew before the transaction ends. Where another
program has changed rows, the marks stay, and of these runs the statements' own rows are read. So what is counted is what stands
in the rows at that moment, in the same snapshot.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, get_args

from sayso.store.database import Database
from sayso.store.errors import AlteredError

if TYPE_CHECKING:
    import numpy as np

RUN = 4_000  # statements: two fields of a byte each fill a page of 8,192 bytes
WHOLE = 15  # among what is stale: every field of a run
_PLACES = 1 << 40  # runs of a field, by which its rows are numbered

Field = Literal[
    "state", "said", "open", "wire", "speaker", "addressee", "relay",
    "act", "manner", "day", "role", "outlet", "language", "article",
]  # fmt: skip
# Their places are their numbers in a store. The role is the one that the article gives the speaker.
ROLE = "(SELECT MAX(n.role) FROM appearances n WHERE n.identity = s.speaker AND n.version = s.version)"
_OF_VERSIONS = ("outlet", "language", "article")
FIELDS: dict[Field, str] = {
    name: ROLE if name == "role" else f"v.{name}" if name in _OF_VERSIONS else f"s.{name}" for name in get_args(Field)
}
_NUMBERS = ("wire", "speaker", "addressee", "article")  # of which a run has many: kept as they are, others as places in a list

# SQLite's own. A statement that comes or goes makes all fields of its run stale, a change those that it can be seen in.
TABLES = (
    """CREATE TABLE statement_columns (  -- what statements are counted by: a field of 4,000 statements, packed
  id INTEGER PRIMARY KEY,  -- the field's number * 2^40 + the run: 0 has the statements 0 to 3,999
  held BLOB NOT NULL
)""",
    """CREATE TABLE statement_columns_stale (  -- runs of which a statement has changed since they were packed
  id INTEGER PRIMARY KEY  -- the run * 16 + the field's number, or 15 for all of them
)""",
    *(
        f"CREATE TRIGGER statement_columns_{name} AFTER {what} ON statements BEGIN\n"
        f"  INSERT INTO statement_columns_stale SELECT {row}.id / {RUN} * 16 + {field}\n"
        f"    WHERE NOT EXISTS (SELECT 1 FROM statement_columns_stale WHERE id = {row}.id / {RUN} * 16 + {field});\nEND"
        for name, what, row, field in (
            ("added", "INSERT", "NEW", WHOLE),
            ("gone", "DELETE", "OLD", WHOLE),
            ("state", "UPDATE OF state", "NEW", 0),
            ("wire", "UPDATE OF wire", "NEW", 3),
            (
                *("changed", "UPDATE OF version, said, open, speaker, addressee, relay, act, manner, day"),
                *("NEW", WHOLE),
            ),
        )
    ),
)


@dataclass(frozen=True, slots=True)
class Column:
    """What a field has for each statement, at the place of its number: a place in ``values``, or where these are None the
    value itself; -1 for none. Of the field ``state`` that is where no statement goes by the number.
    """

    codes: np.ndarray
    values: Sequence[Any] | None = None

    def value(self, code: int) -> Any:
        """What a code stands for."""
        return None if code < 0 else self.values[code] if self.values is not None else code


def column(database: Database, field: Field) -> Column:
    """The whole of a field as it stands."""
    import numpy as np

    number = _number(field)
    ((last,),) = database.rows("SELECT COALESCE(MAX(id), 0) FROM statements")
    codes = np.full((last // RUN + 1) * RUN, -1, np.int32)
    values: dict[Any, int] = {}
    stale = {id // 16 for (id,) in database.rows("SELECT id FROM statement_columns_stale") if id % 16 in (number, WHOLE)}
    rows = "SELECT id, held FROM statement_columns WHERE id BETWEEN ? AND ?"
    for id, held in database.rows(rows, (number * _PLACES, (number + 1) * _PLACES - 1)):
        if (run := id % _PLACES) not in stale and (run + 1) * RUN <= len(codes):
            codes = _filled(codes, run, held, values)
    for run in sorted(one for one in stale if (one + 1) * RUN <= len(codes)):
        codes = _filled(codes, run, packed(field, _read(database, run, (field,))[0]), values)
    return Column(codes, None if field in _NUMBERS else list(values))


def pack_stale(database: Database) -> None:
    """Pack anew what is stale, within the caller's transaction."""
    stale: dict[int, set[Field]] = {}
    for (id,) in database.rows("SELECT id FROM statement_columns_stale ORDER BY id"):
        stale.setdefault(id // 16, set()).update(FIELDS if id % 16 == WHOLE else (tuple(FIELDS)[id % 16],))
    for run, fields in stale.items():
        _pack(database, run, sorted(fields, key=_number))
    if stale:
        database.run("DELETE FROM statement_columns_stale")


def pack_all(database: Database) -> None:
    """Pack what is kept already, where there is nothing packed yet."""
    ((last,),) = database.rows("SELECT COALESCE(MAX(id), 0) FROM statements")
    for run in range(last // RUN + 1):
        _pack(database, run, tuple(FIELDS))


def misplaced(database: Database) -> Iterator[str]:
    """In words where what is packed is not what stands in the statements' rows."""
    ((changed,),) = database.rows("SELECT count(*) FROM statement_columns_stale")
    if changed:
        yield "another program than Sayso has changed rows of statements"
    held = {id for (id,) in database.rows("SELECT id FROM statement_columns")}
    ((last,),) = database.rows("SELECT COALESCE(MAX(id), 0) FROM statements")
    for run in range(last // RUN + 1):
        fresh = _read(database, run, tuple(FIELDS))
        is_empty = all(state is None for state in fresh[0])
        for field, values in zip(FIELDS, fresh, strict=True):
            id = _id(field, run)
            kept = database.rows("SELECT held FROM statement_columns WHERE id = ?", (id,))
            held.discard(id)
            if (kept[0][0] if kept else None) != (None if is_empty else packed(field, values)):
                yield f"{field} of the statements {run * RUN} to {run * RUN + RUN - 1} is not as their rows have it"
    if held:
        yield f"{len(held)} of its rows are of no statements"


def _number(field: Field) -> int:
    return tuple(FIELDS).index(field)


def _id(field: Field, run: int) -> int:
    return _number(field) * _PLACES + run


def _pack(database: Database, run: int, fields: Sequence[Field]) -> None:
    read = _read(database, run, ("state", *fields))
    ids = [(_id(field, run),) for field in fields]
    if all(state is None for state in read[0]):
        database.many("DELETE FROM statement_columns WHERE id = ?", ids)
        return
    rows = [(_id(field, run), packed(field, values)) for field, values in zip(fields, read[1:], strict=True)]
    database.many("INSERT OR REPLACE INTO statement_columns VALUES (?, ?)", rows)


def _read(database: Database, run: int, fields: Collection[Field]) -> list[list[Any]]:
    """What the statements of a run have of some fields, from their rows; None where no statement is."""
    columns = [FIELDS[field] for field in fields]
    join = "LEFT JOIN versions v ON v.id = s.version" if any(column.startswith("v.") for column in columns) else ""
    sql = f"SELECT s.id, {', '.join(columns)} FROM statements s {join} WHERE s.id BETWEEN ? AND ?"
    found: list[list[Any]] = [[None] * RUN for _ in columns]
    rows = database.rows(sql, (run * RUN, run * RUN + RUN - 1))
    if rows:
        ids, *held = zip(*rows, strict=True)
        places = [id - run * RUN for id in ids]
        for values, those in zip(found, held, strict=True):
            for place, value in zip(places, those, strict=True):
                values[place] = value
    return found


# How a field of a run is written: a letter for the form, a digit for the bytes of a number, the numbers, lowest byte first.


def packed(field: Field, values: Sequence[Any]) -> bytes:
    """A field of a run as it is kept. Raises AlteredError for a value that is none.

    >>> packed("act", [None, 7, 7])
    b'l1\\x03\\x00\\x00\\x00[7]\\xff\\x00\\x00'
    """
    import numpy as np

    if field not in _NUMBERS:
        known = {value: place for place, value in enumerate(dict.fromkeys(value for value in values if value is not None))}
        size = "1" if len(known) < 255 else "2"
        codes = np.array([known.get(value, -1) for value in values], f"<i{int(size) * 2}").astype(f"<u{size}")
        listed = json.dumps(list(known), separators=(",", ":")).encode()
        return f"l{size}".encode() + len(listed).to_bytes(4, "little") + listed + codes.tobytes()
    if any(value is not None and (type(value) is not int or value < 0) for value in values):
        raise AlteredError(f"a statement's {field} is no number")
    numbers = np.array([-1 if value is None else value for value in values], "<i8")
    size = "4" if numbers.max() < 2**31 else "8"
    places = np.flatnonzero(numbers >= 0)
    if 2 * len(places) < len(numbers):
        return f"s{size}".encode() + places.astype("<u2").tobytes() + numbers[places].astype(f"<i{size}").tobytes()
    return f"n{size}".encode() + numbers.astype(f"<i{size}").tobytes()


def _filled(codes: np.ndarray, run: int, held: bytes, values: dict[Any, int]) -> np.ndarray:
    """The codes with those of a run in their places; ``values`` gets the values of its list that it lacks."""
    import numpy as np

    form, size, held = held[:1], int(held[1:2]), held[2:]
    at = slice(run * RUN, run * RUN + RUN)
    if form == b"l":
        length = int.from_bytes(held[:4], "little")
        places = [values.setdefault(value, len(values)) for value in json.loads(held[4 : 4 + length])]
        own = np.frombuffer(held, f"<u{size}", RUN, 4 + length)
        found = np.full(256**size, -1, np.int32)
        found[: len(places)] = places
        codes[at] = found[own]
        return codes
    if size == 8 and codes.dtype.itemsize < 8:
        codes = codes.astype(np.int64)
    if form == b"n":
        codes[at] = np.frombuffer(held, f"<i{size}", RUN)
    else:
        count = len(held) // (2 + size)
        codes[at][np.frombuffer(held, "<u2", count)] = np.frombuffer(held, f"<i{size}", count, 2 * count)
    return codes
