"""Where answers stand, and fields -> how many there are for what stands in the fields, from the statements' columns.

The same numbers as their rows give (``counting``), for questions whose answers are many.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sayso.store.columns import Column, Field, column
from sayso.store.database import Database, Row
from sayso.store.lookups import Scope
from sayso.store.migrations import PACKED, schema

if TYPE_CHECKING:
    import numpy as np

MANY = 3_000  # statements: of fewer the rows are sooner read than the columns of all
_DENSE = 1 << 21  # numbers up to which sums are kept for each, those that nothing has as well
Read = Callable[[Any], Any]
Tally = Counter[tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class First:
    """The first so many values of a field; ``together`` are those whose numbers others add to, which all stay."""

    most: int
    together: Collection[Any] = ()


class Answers:
    """The statements that answer, by their numbers, each wire's once: the copy that came first."""

    def __init__(self, database: Database, ids: np.ndarray) -> None:
        """Hold the numbers."""
        self._database, self.ids = database, ids

    def tally(self, fields: Sequence[Field], read: Sequence[Read | None], first: First | None = None) -> tuple[Tally, int]:
        """How many have what in the fields; ``read`` makes something else of a field's value.

        Of one field those alone that may be among the ``first``, and how many others there are.
        """
        held = [_folded(column(self._database, field), fold) for field, fold in zip(fields, read, strict=True)]
        codes, sizes = [one.codes[self.ids] + 1 for one in held], [int(one.codes.max(initial=-1)) + 2 for one in held]
        found = codes[0]
        for more, size in zip(codes[1:], sizes[1:], strict=True):
            found = found.astype("i8") * size + more
        keys, numbers = _summed(found)
        left = len(keys)
        if first and len(held) == 1:
            keys, numbers = _among_first(held[0], keys, numbers, first)
        left -= len(keys)
        columns = []
        for place in reversed(range(len(held))):
            columns.append(_values(held[place], (keys % sizes[place] if place else keys) - 1))
            keys = keys // sizes[place]
        return Counter(dict(zip(zip(*reversed(columns), strict=True), numbers.tolist(), strict=True))), left

    def without(self, field: Field) -> Answers:
        """Those of them that have nothing in a field."""
        return Answers(self._database, self.ids[column(self._database, field).codes[self.ids] < 0])


def answers(database: Database, scopes: Sequence[Scope], all_versions: bool) -> Answers | None:
    """What answers; None where the rows are asked: where it is little, or the database has no columns."""
    if len(scopes) != 1 or not has_columns(database):
        return None
    (scope,) = scopes
    if scope.states and scope.found is None:
        ids = standing(database, scope.states)
    elif scope.states:  # the index alone knows where they are; a statement's row takes a look-up each
        rows = database.rows(_found(database), (scope.found,))
        if len(rows) < MANY:
            return None
        ids = standing(database, scope.states, _numbers(rows))
    else:
        ids = _numbers(database.rows(scope.select(scope.id), scope.values))
    if len(ids) < MANY:
        return None
    return Answers(database, ids if all_versions else _each_once(database, ids))


def has_columns(database: Database) -> bool:
    """Whether what statements are counted by is packed."""
    return database.packs and schema(database) >= PACKED.number


def standing(database: Database, states: Collection[int], among: np.ndarray | None = None) -> np.ndarray:
    """The numbers of the statements in some states: of all, or of those ``among`` them."""
    import numpy as np

    state = column(database, "state")
    wanted = np.array([state.value(code) in states for code in range(-1, len(state.values or ()))])
    if among is None:
        return np.flatnonzero(wanted[state.codes + 1])
    held: np.ndarray = among[wanted[state.codes[among] + 1]]
    return held


def said_by(database: Database) -> np.ndarray:
    """How many statements each party made, at the place of its number; the copies on one wire are one of each party."""
    import numpy as np

    ids = standing(database, (0,))
    speakers, wires = column(database, "speaker").codes, column(database, "wire").codes
    ids = ids[speakers[ids] >= 0]
    alone, copies = ids[wires[ids] < 0], ids[wires[ids] >= 0]
    ((last,),) = database.rows("SELECT COALESCE(MAX(id), 0) FROM parties")
    most = int(max(last, speakers.max())) + 1
    pairs = np.unique(wires[copies].astype(np.int64) * most + speakers[copies])
    return np.bincount(speakers[alone], minlength=most) + np.bincount(pairs % most, minlength=most)


def made_by(database: Database, mark: str) -> tuple[int, list[int]] | None:
    """Of the statements that a look-up finds, how many count that stand on no wire, and the wires of the others.

    None where rows are asked.
    """
    if not has_columns(database):
        return None
    rows = database.rows(_found(database), (mark,))
    if len(rows) < MANY:
        return None
    wires = column(database, "wire").codes[standing(database, (0,), _numbers(rows))]
    return int((wires < 0).sum()), sorted({*wires[wires >= 0].tolist()})


def _found(database: Database) -> str:
    """The numbers of what a look-up finds, by the index alone."""
    return f"SELECT {database.matched_id} FROM {database.indexed} WHERE {database.matches}"


def _numbers(rows: Sequence[Row]) -> np.ndarray:
    import numpy as np

    return np.fromiter((id for (id,) in rows), np.int64, len(rows))


def _each_once(database: Database, ids: np.ndarray) -> np.ndarray:
    """Those that stand on no wire, and of each wire the first: by day, then as they were kept."""
    import numpy as np

    wires = column(database, "wire").codes[ids]
    copies = np.flatnonzero(wires >= 0)
    day = column(database, "day")
    days = np.array([0, *(value or 0 for value in day.values or ())])[day.codes[ids[copies]] + 1]
    order = np.lexsort((ids[copies], days, wires[copies]))
    sorted_wires = wires[copies][order]
    first = np.ones(len(order), bool)
    first[1:] = sorted_wires[1:] != sorted_wires[:-1]
    return np.concatenate([ids[wires < 0], ids[copies[order[first]]]])


def _folded(held: Column, read: Read | None) -> Column:
    """The column of what is made of its values."""
    if read is None or held.values is None:
        return held
    import numpy as np

    known: dict[Any, int] = {}
    places = [known.setdefault(read(value), len(known)) for value in held.values]
    return Column(np.array([-1, *places], np.int32)[held.codes + 1], list(known))


def _summed(keys: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Each number among them, and how often it is there."""
    import numpy as np

    if keys.max(initial=0) >= _DENSE:
        return np.unique(keys, return_counts=True)
    numbers = np.bincount(keys)
    held = np.flatnonzero(numbers)
    return held, numbers[held]


def _among_first(held: Column, keys: np.ndarray, numbers: np.ndarray, first: First) -> tuple[np.ndarray, np.ndarray]:
    """Those that may be among the first, one that stands for none (0) and those that others add to."""
    import numpy as np

    together = first.together if held.values is None else [n for n, value in enumerate(held.values) if value in first.together]
    kept = np.isin(keys, np.array([0, *(code + 1 for code in together)], np.int64))
    alone = numbers[~kept]
    least = np.partition(alone, -first.most)[-first.most] if len(alone) > first.most else 0
    kept |= numbers >= least
    return keys[kept], numbers[kept]


def _values(held: Column, codes: np.ndarray) -> list[Any]:
    if held.values is None:
        return [code if code >= 0 else None for code in codes.tolist()]
    values = [*held.values, None]  # the last one goes by -1
    return [values[code] for code in codes.tolist()]
