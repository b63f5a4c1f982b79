"""A comparison of accounts -> columns for people, as wide as the terminal; one account below the other where it is narrow."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import zip_longest

from sayso.comparing import RELATIONS, Claim, Comparison, Relation, Row, Standing, standings
from sayso.formats.rows import Line, Piece, cells, painted, painter, plain, rows
from sayso.formats.side_by_side import (
    NOT_HELD,
    cells_of_row,
    label,
    left_out,
    marked,
    names_of,
    not_held,
    ordinal_share,
    sign,
    summary,
    tags,
    views,
)

NARROWEST = 28  # cells of a column in which a sentence can be read; with less the accounts stand below each other
_BETWEEN = " │ "


def write_comparison(
    comparison: Comparison, width: int = 80, colour: bool = False, relations: Collection[Relation] = RELATIONS
) -> Iterator[str]:
    """The accounts, then the rows with a column an account, at most ``width`` cells wide; words that differ as «so».

    Of the rows those of these ``relations`` are shown, while the head counts them all. Control characters of a page never
    reach the terminal.
    """
    yield from painted(_head(comparison), width, colour)
    count = len(comparison.accounts)
    column = (width - len(_BETWEEN) * (count - 1)) // count
    names, standing = names_of(comparison), standings(comparison)
    if column >= NARROWEST:
        yield from _beside([[Line(((names[a.id], "speaker"),))] for a in comparison.accounts], column, colour)
    for row in (row for row in comparison.rows if row.relation in relations):
        yield "\n"
        style = {"conflict": "refused", "differs": "act"}.get(row.relation, "heading" if row.relation == "same" else "dim")
        yield from painted([Line(((f"{sign(row)} {label(row, comparison)}", style),), indent=2)], width, colour)
        told = [_cell(found, row, standing, colour) for found in cells_of_row(row, comparison)]
        if column >= NARROWEST:
            yield from _beside(told, column, colour)
        else:
            yield from painted(_below(told, comparison, names), width, colour)


def _head(comparison: Comparison) -> Iterator[Line]:
    for view in views(comparison):
        facts = "".join(f" · {fact}" for fact in view.facts)
        yield Line(((view.name, "speaker"), (facts, "dim")), indent=2)
    yield Line(((summary(comparison), ""),), indent=2)
    yield Line(((f"{NOT_HELD}  {not_held(comparison)}", "dim"),), indent=3)
    if more := left_out(comparison):
        yield Line(((more, "dim"),), indent=2)
    yield Line()


def _cell(claims: Sequence[Claim], row: Row, standing: Mapping[Claim, Standing], colour: bool) -> list[Line]:
    if not claims:
        return [Line(((NOT_HELD, "dim"),))]
    lines = []
    for claim in claims:
        at = standing[claim]
        lines.append(Line(tuple(piece for words, kind in marked(claim, row) for piece in _piece(words, kind, row, colour))))
        lines.append(Line(((ordinal_share(at.place, at.of, at.share), "dim"),)))
    return lines


def _piece(words: str, kind: str, row: Row, colour: bool) -> Iterator[Piece]:
    """Words of a claim, those that differ marked, and named where the row has differences of several kinds."""
    if not kind:
        yield words, ""
        return
    yield words if colour else f"«{words}»", "found"
    if kind in tags(row):
        yield f" [{kind}]", "dim"


def _below(told: Sequence[list[Line]], comparison: Comparison, names: dict[str, str]) -> Iterator[Line]:
    """Each account that has something of the row, under its name."""
    for account, lines in zip(comparison.accounts, told, strict=True):
        if lines[0].pieces[0][0] != NOT_HELD:
            yield Line(((names[account.id], "speaker"),), lead="  ", indent=4)
            yield from (Line(line.pieces, lead="    ", indent=4) for line in lines)


def _beside(told: Sequence[list[Line]], width: int, colour: bool) -> Iterator[str]:
    """Cells folded at a column's width, side by side."""
    paint = painter() if colour else plain
    folded = [[row for line in lines for row in _cut(line, width, colour)] for lines in told]
    for beside in zip_longest(*folded, fillvalue=[]):
        whole: list[Piece] = []
        for number, row in enumerate(beside):
            used = sum(cells(words) for words, _ in row)
            whole += [(_BETWEEN, "dim")] if number else []
            whole += [*row, (" " * (width - used), "")]
        yield paint(whole).rstrip() + "\n"


def _cut(line: Line, width: int, colour: bool) -> Iterator[list[Piece]]:
    """Rows that are never wider than the column: a word that is, an address, goes on in the next row."""
    for row in rows(line, width, colour):
        while sum(cells(words) for words, _ in row) > width:
            taken, row = _split(row, width)
            yield taken
        yield row


def _split(row: list[Piece], width: int) -> tuple[list[Piece], list[Piece]]:
    letters = [(letter, style) for words, style in row for letter in words]
    used = at = 0
    while at < len(letters) and used + cells(letters[at][0]) <= width:
        used += cells(letters[at][0])
        at += 1
    return letters[: max(1, at)], letters[max(1, at) :]
