"""A saying -> rows for people, an object of ``sayso.trace/1``, CSV: who said it, where first, and what each text did to it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from sayso import __version__
from sayso.comparing import Asked, Saying, Witness
from sayso.formats.csv import csv_line
from sayso.formats.json import dumps
from sayso.formats.quoted_words import (
    also_at,
    among,
    by_whom,
    change_cells,
    change_lines,
    change_to_json,
    day_of,
    not_found,
    plain_pieces,
    quoted_pieces,
    when_of,
    witness_cells,
    witness_to_json,
)
from sayso.formats.rows import Line, Piece, painted
from sayso.formats.woven_words import marked

SCHEMA = "sayso.trace/1"
INDIRECT = "told indirectly"
OTHERWISE = "the words asked for are not what was said"

TRACE_COLUMNS = (
    *("place", "relation", "key", "published", "outlet", "headline", "speaker", "manner", "words", "spans", "changes"),
    *("changed_words", "parent", "address", "captured", "copies", "searched", "since", "until"),
)


def write_trace(saying: Saying, asked: Asked, width: int = 80, colour: bool = False) -> Iterator[str]:
    """The saying and each text that carries it, the first one first, as rows at most ``width`` cells wide.

    A longer key stands out: it is there to be copied. Words that left stand as [-so-], words that came as {+so+}.
    """
    yield from painted(_lines(saying, asked), width, colour)


def _lines(saying: Saying, asked: Asked) -> Iterator[Line]:
    yield Line((("“", "headline"), (asked.words, "headline"), ("”", "headline")), rule="=")
    if asked.key:
        yield Line(((asked.key, "dim"),))
    if not saying.witnesses:
        yield Line(((not_found(saying, saying.common), "unsaid"),))
        return
    yield Line(tuple(_first(saying)), indent=2)
    if saying.otherwise:
        yield Line(((f"{OTHERWISE}:", "unsaid"),), indent=2)
        yield from change_lines(saying.otherwise, 2)
    yield Line(((f"{carried(saying)}, of {among(saying)}", "dim"),), indent=2)
    for place, witness in enumerate(saying.witnesses):
        yield Line()
        yield from _witness_lines(saying, place, witness)
    if saying.again:
        yield from (Line(), Line(((said_again(saying), "heading"),), rule="-"))
    for witness in saying.again:
        yield Line()
        yield from _told(witness, "    ", ((day_of(witness) or "no date", ""),))
        yield Line(tuple(plain_pieces(witness.spans)), lead=" " * 6, indent=6)
        yield Line(((witness.key, "dim"),), lead=" " * 6)


def _first(saying: Saying) -> Iterator[Piece]:
    """«Ilya Torvan, first seen 14 March 2031, 18:42 (UTC+01:00), The Valdrin Courier»"""
    first = saying.witnesses[0]
    yield (saying.speaker, "speaker") if saying.speaker else ("Someone not named", "dim")
    yield (f", first seen {when_of(first) or 'on a day that is not known'}, {by_whom(first)}", "")


def _witness_lines(saying: Saying, place: int, witness: Witness) -> Iterator[Line]:
    """When and where; who says it there, from which text it likely has it; the words, what changed, and the key."""
    lead = f"{place + 1:>3}  "
    margin = " " * len(lead)
    when: tuple[Piece, ...] = ((day_of(witness) or "no date", ""), *(((" · first", "act"),) if not place else ()))
    yield from _told(witness, lead, when)
    if facts := facts_of(saying, place):
        yield Line(tuple(_between(facts)), lead=margin, indent=len(margin) + 2)
    words = (
        quoted_pieces(marked(saying.witnesses[0].spans, witness.spans, witness.changes))
        if place
        else plain_pieces(witness.spans)
    )
    yield Line(tuple(words), lead=margin, indent=len(margin))
    yield from change_lines(witness.changes, len(margin))
    yield Line(((witness.key, "dim"),), lead=margin)


def _told(witness: Witness, lead: str, when: tuple[Piece, ...]) -> Iterator[Line]:
    where = " ".join(filter(None, [by_whom(witness) if witness.outlet else "no outlet", also_at(witness)]))
    yield Line((*when, (f" · {where}", "dim")), lead=lead, indent=len(lead) + 2)


def _between(facts: list[Piece]) -> Iterator[Piece]:
    for number, fact in enumerate(facts):
        yield from ((" · ", "dim"), fact) if number else (fact,)


def facts_of(saying: Saying, place: int) -> list[Piece]:
    """Who says it in a text, whether it is told indirectly, from which text it likely has it; styled."""
    witness, first = saying.witnesses[place], saying.witnesses[0]
    other = bool(witness.speaker and first.speaker and is_reattributed(witness))
    named = f"{witness.speaker} [not {first.speaker}]" if other else witness.speaker
    facts: list[Piece] = [(named, "unsaid" if other else "speaker")] if named else []
    if witness.manner == "indirect":
        facts.append((INDIRECT, "unsaid" if place and first.manner != "indirect" else "dim"))
    if witness.parent is not None and place:
        facts.append((f"likely from {witness.parent + 1}", "dim"))
    return facts


def is_reattributed(witness: Witness) -> bool:
    """Whether a text gives the words to another than the first one does."""
    return any(change.kind == "reattributed" for change in witness.changes)


def carried(saying: Saying) -> str:
    """How many texts carry a saying, wire copy once.

    >>> carried(Saying("yes", None, (Witness("a#1", "a", None, None, None, None, (), copies=("b",)),)))
    '1 text carries it'
    """
    number = len(saying.witnesses)
    return "1 text carries it" if number == 1 else f"{number:,} texts carry it"


def said_again(saying: Saying) -> str:
    """What stands above the witnesses of the same words on other days."""
    return f"{saying.speaker or 'The same speaker'} on another day: other sayings"


# For programs


def trace_to_json(saying: Saying, asked: Asked) -> dict[str, Any]:
    """One object with the keys of ``schema/trace-1.schema.json``: what was asked, the saying, its witnesses.

    >>> trace_to_json(Saying("yes", None, (), searched=12), Asked("yes"))["searched"]
    12
    """
    return {
        "schema": SCHEMA,
        "made_by": {"sayso": __version__},
        "question": asdict(asked),
        "words": saying.words,
        "speaker": saying.speaker,
        "searched": saying.searched,
        "since": saying.since,
        "until": saying.until,
        "common": saying.common,
        "changes": [change_to_json(change) for change in saying.changes],
        "witnesses": [witness_to_json(witness) for witness in saying.witnesses],
        "again": [witness_to_json(witness) for witness in saying.again],
    }


def write_trace_json(saying: Saying, asked: Asked) -> Iterator[str]:
    """The same as one indented object and a newline."""
    yield dumps(trace_to_json(saying, asked), indent=1) + "\n"


def write_trace_csv(saying: Saying) -> Iterator[str]:
    """The header and a row a witness, those of other days last; no cell that a spreadsheet would run as a formula.

    ``place`` counts from 1, and ``parent`` is such a place; ``copies`` are addresses, joined by "; ".
    """
    yield csv_line(TRACE_COLUMNS)
    for cells in trace_cells(saying):
        yield csv_line(cells[column] for column in TRACE_COLUMNS)


def trace_cells(saying: Saying) -> Iterator[dict[str, object]]:
    """Each witness by its columns, as ``TRACE_COLUMNS`` names them."""
    numbered = [("witness" if place else "first", place + 1, one) for place, one in enumerate(saying.witnesses)]
    for relation, place, witness in (*numbered, *(("again", None, one) for one in saying.again)):
        yield {
            **witness_cells(witness),
            **change_cells(witness.changes),
            "place": place,
            "relation": relation,
            "parent": None if witness.parent is None else witness.parent + 1,
            "copies": "; ".join(witness.copies),
            "searched": saying.searched,
            "since": saying.since,
            "until": saying.until,
        }
