"""Undertakings across articles -> rows for people, an object of ``sayso.ledger/1``, JSON lines, CSV.

What became of one is what articles report, by name: Sayso gives no verdict.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from sayso import __version__
from sayso.formats.counts import Count
from sayso.formats.csv import csv_line
from sayso.formats.happenings import VERBS, WEAKER, days
from sayso.formats.histories import (
    STATE_COLUMNS,
    alike,
    foot_cells,
    headed,
    history_lines,
    names,
    parties_to_json,
    place_among,
    reach,
    state_cells,
    state_to_json,
    who_pieces,
)
from sayso.formats.json import dumps
from sayso.formats.rows import Line, Piece, painted
from sayso.store import KnownUndertaking, KnownUndertakings, LedgerQuestion, UndertakingStanding

SCHEMA = "sayso.ledger/1"

# What an undertaking stands at, for people: what is only reported says so.
STANDINGS: Mapping[UndertakingStanding, str] = {
    "open": "open",
    "due-soon": "due soon",
    "overdue": "overdue",
    "kept": "reported kept",
    "broken": "reported broken",
    "delayed": "reported delayed",
    "cancelled": "reported cancelled",
    "superseded": "another took its place",
    "disputed": "disputed",
}
LEDGER_COLUMNS = (
    *("key", "who", "to_whom", "kind", "strength", "status", "what", "condition", "due", "due_earliest", "due_latest", "since"),
    *("event", "articles", "outlets", "first", "last", "on_word_of", "words", "address", "statement", "candidates"),
    "score",
)


def write_ledger(
    found: KnownUndertakings, question: LedgerQuestion, width: int = 80, colour: bool = False, history: bool = False
) -> Iterator[str]:
    """Each undertaking as rows at most ``width`` cells wide (a longer address stands out), and which of all these are.

    The last that an article has of it stands below, with its words; with ``history`` all that every article has.
    """
    for one in found.undertakings:
        yield "".join(painted((*undertaking_lines(one, width, history), Line()), width, colour))
    yield place_among(len(found.undertakings), found.total, found.searched, question) + "\n"


def undertaking_lines(one: KnownUndertaking, width: int, history: bool = False) -> Iterator[Line]:
    """The due day, who undertakes it to whom and what it stands at; what; then the condition, and what articles have of it."""
    pieces: list[Piece] = [*who_pieces(one.who, "Someone not named"), (f" {VERBS[one.kind]}", "act")]
    if not one.condition and one.strength in WEAKER:
        pieces.append((f" [{WEAKER[one.strength]}]", "unsaid"))
    pieces += [(" to ", "dim"), *who_pieces(one.to_whom)] if one.to_whom else []
    style = "dim" if one.status in ("open", "kept") else "unsaid"
    indent, lines = headed(one.due_latest or one.due_earliest, [*pieces, (f" ({STANDINGS[one.status]})", style)], width)
    yield from lines
    margin = " " * indent
    yield Line(((one.what, ""),), lead=margin, indent=indent)
    if one.condition:
        yield Line((("on condition: ", "dim"), (one.condition, "")), lead=margin, indent=indent + 2)
    if facts := " · ".join(filter(None, [_due(one), _since(one)])):
        yield Line(((facts, ""),), lead=margin, indent=indent + 2)
    yield from history_lines(one.history, indent, history, [party.name for party in one.who])
    event = f"of the event {one.event}" if one.event else ""
    foot = " · ".join(filter(None, [reach(one.articles, one.outlets), one.key, event, alike(one.candidates)]))
    yield Line(((foot, "dim"),), lead=margin, indent=indent + 2)


def ledger_to_json(found: KnownUndertakings, question: LedgerQuestion) -> dict[str, Any]:
    """One object with the keys of ``schema/ledger-1.schema.json``: the question, how many answer, this page of them.

    >>> ledger_to_json(KnownUndertakings((), 0, 12), LedgerQuestion(who="Norland"))["searched"]
    12
    """
    return {
        **_head(question, found.total),
        "searched": found.searched,
        "undertakings": [known_undertaking_to_json(one) for one in found.undertakings],
    }


def ledger_counts_to_json(counts: Sequence[Count], total: int, question: LedgerQuestion, by: str) -> dict[str, Any]:
    """The same with how many there are ``by`` a field in place of the undertakings."""
    listed = [{"value": value, "undertakings": number} for value, number in counts]
    return {**_head(question, total), "by": by, "counts": listed}


def known_undertaking_to_json(one: KnownUndertaking) -> dict[str, Any]:
    """One undertaking as it stands among those of ``sayso.ledger/1``."""
    return {
        **asdict(one),
        "who": parties_to_json(one.who),
        "to_whom": parties_to_json(one.to_whom),
        "history": [state_to_json(state) for state in one.history],
        "outlets": list(one.outlets),
        "candidates": list(one.candidates),
    }


def write_ledger_jsonl(undertakings: Iterable[KnownUndertaking]) -> Iterator[str]:
    """An undertaking a line, each as in ``sayso.ledger/1``."""
    return (dumps(known_undertaking_to_json(one)) + "\n" for one in undertakings)


def write_ledger_csv(undertakings: Iterable[KnownUndertaking], history: bool = False) -> Iterator[str]:
    """The header and a row an undertaking; with ``history`` a row an entry of it. No cell runs as a formula."""
    columns = ("key", "who", "what", *STATE_COLUMNS) if history else LEDGER_COLUMNS
    yield csv_line(columns)
    for one in undertakings:
        own = {"key": one.key, "who": names(one.who), "what": one.what}
        rows = [{**own, **state_cells(state)} for state in one.history] if history else [undertaking_cells(one)]
        yield from (csv_line(row[column] for column in columns) for row in rows)


def undertaking_cells(one: KnownUndertaking) -> dict[str, object]:
    """An undertaking by its columns, as ``LEDGER_COLUMNS`` names them; the words are those of its last entry."""
    plain = ("key", "kind", "strength", "status", "what", "condition", "due", "due_earliest", "due_latest", "since", "event")
    return {
        **{name: getattr(one, name) for name in plain},
        **foot_cells(one),
        "who": names(one.who),
        "to_whom": names(one.to_whom),
    }


def _due(one: KnownUndertaking) -> str:
    """«due by 31 May 2031», or the words where they tell no day."""
    when = days(one.due_earliest, one.due_latest)
    return f"due {when}" if when else f"due “{one.due}”" if one.due else ""


def _since(one: KnownUndertaking) -> str:
    """In how many articles of later days nothing is reported of it: where only that makes it overdue, that must be said."""
    if one.status != "overdue" or one.since is None:
        return ""
    if not one.since:
        return "no article of later days to find it in"
    return f"nothing found of it in {one.since:,} later article{'' if one.since == 1 else 's'}"


def _head(question: LedgerQuestion, total: int) -> dict[str, Any]:
    return {"schema": SCHEMA, "made_by": {"sayso": __version__}, "question": asdict(question), "total": total}
