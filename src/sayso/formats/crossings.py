"""Counts by two fields -> a table of text: a row a value of the one, a column a value of the other, at a terminal's width."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from sayso.formats.charts import heading
from sayso.formats.counts import PERIODS, Asked, Count, Crossing, Field, count_label
from sayso.formats.rows import cells, fit, painter, plain

_ALL, _OTHERS, _HEAD = 7, 9, 16  # cells of the column "all", of that of the others, of any other at most


def write_crossings(
    counts: Sequence[Crossing],
    total: int,
    question: Asked,
    by: Sequence[Field],
    width: int = 80,
    colour: bool = False,
    most: int = 0,
    unsaid: int = 0,
) -> Iterator[str]:
    """A table of two fields: a row a value of the first, a column a value of the second, those that have most first.

    As many columns as the width has room for; the others are one; of rows there are the first ``most`` (0: all). What has no
    value stands last. Sums are of the table: a statement on the word of two voices is in two rows.
    """
    yield from heading(total, question, by, width, colour, unsaid)
    if not counts:
        return
    paint = painter() if colour else plain
    rows, columns = (_ranked(counts, place, by[place]) for place in (0, 1))
    cell: Counter[tuple[str | None, ...]] = Counter()
    for values, number in counts:
        cell[values] += number
    shown = [row for row in rows if row[0] is not None][: most or None] + [row for row in rows if row[0] is None]
    lead = min(max(cells(_label(value, by[0])) for value, _ in shown), max(8, width * 2 // 5))
    kept = _columns(columns, by[1], width - lead)
    wide = [_wide(value, number, by[1]) for value, number in kept]
    others = len(columns) - len(kept)
    heads = [_label(value, by[1]) for value, _ in kept] + ([f"{others:,} more"] if others else [])
    wide += [_OTHERS] if others else []
    head = "".join(f"  {_right(name, size)}" for name, size in zip([*heads, "all"], [*wide, _ALL], strict=True))
    yield paint([(" " * lead + head, "dim")]).rstrip() + "\n"
    for value, number in shown:
        numbers = [cell[value, column] for column, _ in kept]
        numbers += [number - sum(numbers)] if others else []
        name = fit(_label(value, by[0]), lead)
        line = "".join(f"  {_right(f'{n:,}' if n else '·', size)}" for n, size in zip(numbers, wide, strict=True))
        style = "" if value is not None else "dim"
        yield paint([(name + " " * (lead - cells(name)), style), (f"{line}  {number:>{_ALL},}", "")]) + "\n"
    if rest := len(rows) - len(shown):
        yield paint([(f"and {rest:,} more rows; --limit all shows them", "dim")]) + "\n"


def _ranked(counts: Sequence[Crossing], place: int, by: Field) -> list[Count]:
    """The values of one of the fields with their sums: most first, times in their order, what has none last."""
    sums: Counter[str | None] = Counter()
    for values, number in counts:
        sums[values[place]] += number
    named = sorted((value for value in sums if value is not None), key=lambda value: (-sums[value], value))
    ordered = [*(sorted(named) if by in PERIODS else named), *([None] if None in sums else [])]
    return [(value, sums[value]) for value in ordered]


def _label(value: str | None, by: Field) -> str:
    return fit(count_label(value, by), 1_000)


def _wide(value: str | None, number: int, by: Field) -> int:
    return min(_HEAD, max(5, cells(_label(value, by)), len(f"{number:,}")))


def _columns(columns: Sequence[Count], by: Field, room: int) -> list[Count]:
    """The first columns that there is room for, beside that of all and, where some are left over, that of the others."""
    sizes = [_wide(value, number, by) + 2 for value, number in columns]
    if sum(sizes) + _ALL + 2 <= room:
        return list(columns)
    kept, used = [], _ALL + 2 + _OTHERS + 2
    for column, size in zip(columns, sizes, strict=True):
        if used + size > room:
            break
        kept.append(column)
        used += size
    return kept


def _right(words: str, size: int) -> str:
    words = fit(words, size)
    return " " * (size - cells(words)) + words
