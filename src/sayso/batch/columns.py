"""Frozen values <-> nested columns of Arrow: what type each has, and the values back, a column at a time."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from sayso.formats import pyarrow_modules

if TYPE_CHECKING:
    import pyarrow as pa


class Kind(Protocol):
    """What a column holds."""

    def type(self) -> pa.DataType:
        """Its type in Arrow."""

    def values(self, array: pa.Array) -> list[Any]:
        """Its values as Python has them, None for a null."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """A plain value, by the name of its type in pyarrow."""

    name: str

    def type(self) -> pa.DataType:
        return getattr(pyarrow_modules()[0], self.name)()

    def values(self, array: pa.Array) -> list[Any]:
        if self.name == "string" or not array.null_count:  # by way of numpy: an eighth of the time of to_pylist
            found: list[Any] = array.to_numpy(zero_copy_only=False).tolist()
            return found
        return list(array.to_pylist())


TEXT, INTEGER, LONG, FLOAT, FLAG = map(Leaf, ("string", "int32", "int64", "float64", "bool_"))


@dataclass(frozen=True, slots=True)
class Many:
    """A list of values of one kind; a tuple in Python, which is empty where the list is null."""

    kind: Kind

    def type(self) -> pa.DataType:
        return pyarrow_modules()[0].list_(self.kind.type())

    def values(self, array: pa.Array) -> list[Any]:
        held = self.kind.values(array.flatten())  # those of nulls are left out
        lengths = array.value_lengths().fill_null(0).to_numpy().tolist()
        found, at = [], 0
        for length in lengths:
            found.append(tuple(held[at : at + length]))
            at += length
        return found


class Struct:
    """A value made of its fields, in their order, by ``make``."""

    def __init__(self, make: Callable[..., Any], kinds: Mapping[str, Kind]) -> None:
        self.make, self.kinds = make, kinds

    def type(self) -> pa.DataType:
        """A struct of its fields."""
        return pyarrow_modules()[0].struct([(name, kind.type()) for name, kind in self.kinds.items()])

    def values(self, array: pa.Array) -> list[Any]:
        """What is made of each struct, None for a null."""
        there = array.is_valid().to_numpy(zero_copy_only=False).tolist()
        whole = array.drop_null() if array.null_count else array
        fields = whole.flatten() if len(whole) else ()
        # By their names: a file may hold its fields in another order, or more of them.
        places = {whole.type.field(at).name: at for at in range(whole.type.num_fields)}
        columns = [kind.values(fields[places[name]]) for name, kind in self.kinds.items()] if len(whole) else ()
        made = iter(list(map(self.make, *columns)) if columns else ())
        return [next(made) if one else None for one in there]


class Columns:
    """The columns of a table, each of a kind."""

    def __init__(self, kinds: Mapping[str, Kind]) -> None:
        self.kinds = kinds

    def fields(self) -> list[tuple[str, Any]]:
        """Their names and types, as ``pyarrow.schema`` takes them."""
        return [(name, kind.type()) for name, kind in self.kinds.items()]

    def values(self, table: pa.Table | pa.RecordBatch) -> dict[str, list[Any]]:
        """The values of each column. Raises KeyError for a column that is not there."""
        return {name: kind.values(_whole(table.column(name))) for name, kind in self.kinds.items()}


class _NoPandas:
    """A finder by which pandas is not to be had."""

    def find_spec(self, name: str, *_: object) -> None:
        """Nothing; an ImportError for pandas."""
        if name == "pandas":
            raise ModuleNotFoundError("pandas is not asked for here", name=name)


def without_pandas() -> None:
    """Have pyarrow do without pandas in this process, from here on.

    It imports pandas, where that is installed, when it first makes an array: 60 MB and .3 s of CPU that no shard needs.
    """
    arrow, _ = pyarrow_modules()
    if "pandas" in sys.modules:
        return
    finder: Any = _NoPandas()
    sys.meta_path.insert(0, finder)
    try:
        arrow.array([])
    finally:
        sys.meta_path.remove(finder)


def _whole(column: Any) -> Any:
    """A column in one piece."""
    return column.combine_chunks() if hasattr(column, "combine_chunks") else column
