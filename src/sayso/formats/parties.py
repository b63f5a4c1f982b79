"""Parties across articles, and corrections -> rows for people, JSON of ``sayso.parties/1`` and ``sayso.corrections/1``."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from sayso import __version__
from sayso.formats.counts import Count
from sayso.formats.facts import day
from sayso.formats.hits import hit_lines, hit_to_json
from sayso.formats.rows import Line, cells, fit, painted, painter, plain
from sayso.formats.unsaid import left_out
from sayso.store import Correction, Hit, Known

SCHEMA = "sayso.parties/1"
CORRECTIONS = "sayso.corrections/1"


@dataclass(frozen=True, slots=True)
class Portrait:
    """One party with what it does, what it said most lately, and what people corrected about it."""

    party: Known
    acts: tuple[Count, ...] = ()
    latest: tuple[Hit, ...] = ()
    corrections: tuple[Correction, ...] = ()
    unsaid: int = 0  # statements of it that were not said
    doubtful: int = 0  # of those that were, how many are as likely wrong as right


def write_parties(parties: Sequence[Known], width: int = 80, colour: bool = False) -> Iterator[str]:
    """A row a party: its number, name and kind, how much it said in how many articles, from when to when."""
    paint = painter() if colour else plain
    table = [("#", "name", "kind", "said", "articles", "first", "last"), *map(_row, parties)]
    shown = (0, 1, 2, 3, 4, 5, 6) if width >= 70 else (0, 1, 2, 3) if width >= 45 else (0, 1, 3)
    sizes = {column: max(cells(row[column]) for row in table) for column in shown}
    room = width - sum(sizes[column] + 2 for column in shown if column != 1)
    sizes[1] = max(8, min(sizes[1], room))
    for number, row in enumerate(table):
        style = {0: "dim", 1: "speaker"} if number else dict.fromkeys(shown, "dim")
        pieces = [(_padded(row[column], sizes[column], column in (0, 3, 4)) + "  ", style.get(column, "")) for column in shown]
        yield paint(pieces).rstrip() + "\n"


def write_portrait(portrait: Portrait, width: int = 80, colour: bool = False) -> Iterator[str]:
    """One party: its names, its roles over time, what it does, what was corrected, what it said most lately."""
    return painted(_portrait(portrait, width, colour), width, colour)


def parties_to_json(parties: Sequence[Known]) -> dict[str, Any]:
    """One object of ``sayso.parties/1``."""
    return {"schema": SCHEMA, "made_by": {"sayso": __version__}, "parties": [_known(party) for party in parties]}


def portrait_to_json(portrait: Portrait) -> dict[str, Any]:
    """The same with one party, and what is known of it alone."""
    more = {
        "acts": [{"value": value, "statements": number} for value, number in portrait.acts],
        "unsaid": portrait.unsaid,
        "doubtful": portrait.doubtful,
        "latest": [hit_to_json(hit) for hit in portrait.latest],
        "corrections": [_correction(correction) for correction in portrait.corrections],
    }
    made_by = {"sayso": __version__}
    return {"schema": SCHEMA, "made_by": made_by, "parties": [{**_known(portrait.party), **more}]}


def corrections_to_json(corrections: Sequence[Correction]) -> dict[str, Any]:
    """One object of ``sayso.corrections/1``, in the order they were made."""
    listed = [_correction(correction) for correction in corrections]
    return {"schema": CORRECTIONS, "made_by": {"sayso": __version__}, "corrections": listed}


def write_corrections(corrections: Sequence[Correction], width: int = 80, colour: bool = False) -> Iterator[str]:
    """Each correction: its number and time, what it says, why."""
    if not corrections:
        yield "no corrections\n"
    for correction in corrections:
        yield from painted(_correction_lines(correction), width, colour)


def in_words(correction: Correction) -> str:
    """What a correction says, as a sentence.

    >>> in_words(Correction("merge", "a slip", "2031-03-15", ("A. Dovrel", "person"), ("Ana Dovrel", "person")))
    'A. Dovrel (person) is Ana Dovrel (person)'
    """
    party = "{} ({})".format(*correction.party) if correction.party else ""
    other = "{} ({})".format(*correction.other) if correction.other else ""
    return {
        "merge": f"{party} is {other}",
        "split": f"{other} is not {party}",
        "rename": f"{party} is shown as {correction.name}",
        "not-said": _place(correction.statement or ""),
        "was-said": _place(correction.statement or ""),
        "merge-events": f"{correction.statement} is {correction.name}",
        "split-event": f"{correction.statement} is not {correction.name}",
        "set-state": f"{correction.statement}: {correction.name}",
        "set-statement": f"{_place(correction.statement or '')}: {correction.name}",
        "add-statement": f"{_place(correction.statement or '')}: {correction.name}",
        "undo": f"correction {correction.name}{f', of {_place(correction.statement)}' if correction.statement else ''}",
    }[correction.kind]


def _place(statement: str) -> str:
    """Where the words stand that are no statement, or are one after all.

    >>> _place('["a.html","9f86",[10,20,31,40],null]')
    'characters 10-20, 31-40 of a.html'
    """
    try:
        address, _, offsets, _ = json.loads(statement)
        spans = ", ".join(f"{start}-{end}" for start, end in zip(offsets[::2], offsets[1::2], strict=True))
    except (ValueError, TypeError):  # a hit's key, as it is until the store has it
        return statement
    return f"characters {spans} of {address}"


def dates(first: str | None, last: str | None) -> str:
    """A stretch of days.

    >>> dates("2031-03-14", "2031-03-15"), dates("2031-03-14", "2031-03-14"), dates(None, None)
    ('2031-03-14 to 2031-03-15', '2031-03-14', 'no date')
    """
    return " to ".join(dict.fromkeys(day[:10] for day in (first, last) if day)) or "no date"


def _row(party: Known) -> tuple[str, ...]:
    first, last = (party.first or "")[:10], (party.last or "")[:10]
    name = fit(party.name, 1_000)
    return (f"#{party.id}", name, party.kind, f"{party.statements:,}", f"{party.articles:,}", first, last)


def _padded(words: str, size: int, right: bool) -> str:
    words = fit(words, size)
    blanks = " " * (size - cells(words))
    return blanks + words if right else words + blanks


def _portrait(portrait: Portrait, width: int, colour: bool) -> Iterator[Line]:
    party = portrait.party
    yield Line(((party.name, "headline"), (f" ({party.kind}, #{party.id})", "dim")), rule="=")
    said = f"{party.statements:,} statement{'' if party.statements == 1 else 's'}"
    said += f" ({portrait.doubtful:,} doubtful)" if portrait.doubtful else ""
    within = f"{party.articles:,} article{'' if party.articles == 1 else 's'}"
    yield Line(((f"{said}, named in {within}, {dates(party.first, party.last)}", ""),))
    if unsaid := left_out(portrait.unsaid, f"sayso find --speaker '#{party.id}' --said any"):
        yield Line(((unsaid, "dim"),))
    others = [name for name in party.names if name != party.name]
    if others:
        yield from (*_heading("Other names"), Line(((", ".join(others), ""),), lead="  ", indent=2))
    if party.roles:
        yield from _heading("Roles")
        for role, first, last in party.roles:
            yield Line(((role, ""), (f" · {dates(first, last)}", "dim")), lead="  ", indent=4)
    if portrait.acts:
        acts = ", ".join(f"{act} {number:,}" for act, number in portrait.acts)
        yield from (*_heading("What it does"), Line(((acts, ""),), lead="  ", indent=2))
    if portrait.corrections:
        yield from _heading("Corrections")
        for correction in portrait.corrections:
            yield from _correction_lines(correction)
    if portrait.latest:
        yield from _heading("Said lately")
        for number, hit in enumerate(portrait.latest):
            yield from (*([Line()] if number else []), *hit_lines(hit, width, colour))


def _heading(words: str) -> tuple[Line, Line]:
    return Line(), Line(((words, "heading"),), rule="-")


_STATES = {
    "undone": "taken back",
    "moot": "moot: it is read so by itself",
    "alone": "stands alone: nothing like it is read there any longer",
    "gone": "its text is not in the store",
}


def _correction_lines(correction: Correction) -> Iterator[Line]:
    lead = f"{correction.number or '':>4}  "  # one that is not made yet has no number
    said = ((f"{correction.kind}: ", "act"), (in_words(correction), ""))
    yield Line(said, lead=lead, indent=len(lead) + 2)
    if correction.state in _STATES:
        yield Line(((_STATES[correction.state], "unsaid"),), lead=" " * len(lead), indent=len(lead))
    why = f"{day(correction.made)} · {correction.reason}"
    yield Line(((why, "dim"),), lead=" " * len(lead), indent=len(lead))


def _known(party: Known) -> dict[str, Any]:
    roles = [{"role": role, "first": first, "last": last} for role, first, last in party.roles]
    return {**asdict(party), "names": list(party.names), "roles": roles}


def _correction(correction: Correction) -> dict[str, Any]:
    named = {
        key: {"name": value[0], "kind": value[1]} if value else None
        for key, value in (("party", correction.party), ("other", correction.other))
    }
    change = json.loads(correction.change) if correction.change else None
    return {**asdict(correction), **named, "change": change}
