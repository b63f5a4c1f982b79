"""Questions for undertakings -> the rows of ``promises`` that answer: narrowed, ordered and counted by the database."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sayso.questions import folded_tokens
from sayso.record import STRENGTHS, UNDERTAKING_KINDS
from sayso.store.chronicle import LedgerQuestion, UndertakingStanding, alternatives
from sayso.store.database import Database, Row
from sayso.store.finding import selected
from sayso.store.mentions import ordinal
from sayso.store.narrowing import Conditions, outlet_key, roots_of
from sayso.store.pledges import stem, terms
from sayso.store.traits import MONTH

COUNTED = "o.id, o.kind, o.strength, o.settled, o.delayed, o.begins, o.ends"
_OF_PARTIES = """o.id IN (SELECT m.promise FROM undertakers d JOIN promise_mentions m ON m.version = d.version
  AND m.number = d.number WHERE d.role = {0} AND d.party IN ({{}}))"""
_OF_OUTLET = """o.id IN (SELECT m.promise FROM outlets u JOIN versions v ON v.outlet = u.id
  JOIN promise_mentions m ON m.version = v.id WHERE u.folded IN ({}))"""
# What is due on no day stands behind all else; the later articles and keys first where the newest are asked for.
_ORDER = "o.ends IS NULL, o.ends {0}, COALESCE(o.day, 0) {0}, o.key {0}"
# Where it stands by its day, as ``promises.status`` has it: values are ``today``, and the last day that is soon.
_BY_DAY: dict[str, tuple[str, tuple[str, ...]]] = {
    "delayed": ("o.delayed = 1 AND (o.ends IS NULL OR o.ends >= ?)", ("today",)),
    "overdue": ("o.ends < ?", ("today",)),
    "due-soon": ("o.delayed = 0 AND o.ends BETWEEN ? AND ?", ("today", "soon")),
    "open": ("o.delayed = 0 AND (o.ends IS NULL OR o.ends > ?)", ("soon",)),
}


def conditions(database: Database, question: LedgerQuestion, today: int) -> Conditions:
    """What a row must be to answer, but for the words of what is undertaken."""
    found = Conditions()
    if question.key is not None:
        found.add("o.id IN (SELECT m.promise FROM promise_mentions m WHERE m.key = ?)", question.key)
    found.of_any("o.kind IN ({})", [UNDERTAKING_KINDS.index(kind) + 1 for kind in alternatives(question.kind)])
    found.of_any("o.strength IN ({})", [STRENGTHS.index(strength) + 1 for strength in alternatives(question.strength)])
    for role, named in enumerate(map(alternatives, (question.who, question.to_whom))):
        if named:
            found.of_parties(_OF_PARTIES.format(role), roots_of(database, *named))
    found.of_any(_OF_OUTLET, [outlet_key(outlet) for outlet in alternatives(question.outlet)])
    _of_days(found, ordinal(question.since), ordinal(question.until))
    found.either([_stands(state, today, question.soon) for state in alternatives(question.status)])
    stood = [("o.stood LIKE ?", (f'%"{state}"%',)) for state in alternatives(question.was)]
    found.either([*(_stands(state, today, question.soon) for state in alternatives(question.was)), *stood])
    return found


def _of_days(found: Conditions, since: int | None, until: int | None) -> None:
    """What is due on these days; what is due within no more than a month is looked up by its last day."""
    if since is None and until is None:
        return
    first, last = since if since is not None else 0, until if until is not None else 1 << 30
    short = "o.long = 0 AND o.ends BETWEEN ? AND ? AND o.begins <= ?"
    found.add(f"({short} OR o.long = 1 AND o.ends >= ? AND o.begins <= ?)", first, last + MONTH, last, first, last)


def _stands(state: UndertakingStanding, today: int, soon: int) -> tuple[str, tuple[Any, ...]]:
    """The condition that it stands so, and its values."""
    by_day, named = _BY_DAY.get(state, ("1 = 0", ()))
    days = {"today": today, "soon": today + soon}
    return f"(o.settled = ? OR o.settled IS NULL AND {by_day})", (state, *(days[name] for name in named))


def chosen(database: Database, question: LedgerQuestion, today: int) -> tuple[list[int], int]:
    """The ids of the page that is asked for, in its order, and how many answer in all."""
    narrowed = conditions(database, question, today)
    order = _ORDER.format("DESC" if question.order == "newest" else "ASC")
    if question.words:
        sql = f"SELECT o.id FROM promises o WHERE {narrowed.where()} ORDER BY {order}"
        ids = [row[0] for row in _with_words(database, database.rows(sql, narrowed.values), question.words)]
        end = question.offset + question.limit if question.limit else None
        return ids[question.offset : end], len(ids)
    ((total,),) = database.rows(f"SELECT count(*) FROM promises o WHERE {narrowed.where()}", narrowed.values)
    page = (question.limit or max(total, 1), question.offset)
    sql = f"SELECT o.id FROM promises o WHERE {narrowed.where()} ORDER BY {order} LIMIT ? OFFSET ?"
    return [id for (id,) in database.rows(sql, (*narrowed.values, *page))], int(total)


def answering(database: Database, question: LedgerQuestion, today: int) -> list[Row]:
    """The columns ``COUNTED`` of all that answer."""
    narrowed = conditions(database, question, today)
    rows = database.rows(f"SELECT {COUNTED} FROM promises o WHERE {narrowed.where()}", narrowed.values)
    return _with_words(database, rows, question.words) if question.words else rows


def _with_words(database: Database, rows: Sequence[Row], words: str) -> list[Row]:
    """Those of which one mention has all of these words of what is undertaken."""
    wanted = {stem(word) for word in folded_tokens(words)}
    sql = """SELECT m.promise, u.terms FROM promise_mentions m JOIN undertakings u ON u.version = m.version
      AND u.number = m.number WHERE m.promise IN ({})"""
    told = selected(database, sql, [row[0] for row in rows])
    found = {promise for promise, held in told if wanted <= terms(held.split())}
    return [row for row in rows if row[0] in found]


def with_parties(database: Database, rows: Sequence[Row], role: int) -> dict[int, set[int]]:
    """Who undertakes (role 0) or is told (1) what answers, by its ids."""
    sql = f"""SELECT m.promise, d.party FROM promise_mentions m JOIN undertakers d ON d.version = m.version
      AND d.number = m.number WHERE d.role = {role} AND m.promise IN ({{}})"""
    found: dict[int, set[int]] = {}
    for id, party in selected(database, sql, [row[0] for row in rows]):
        found.setdefault(id, set()).add(party)
    return found


def versions_with(database: Database, rows: Sequence[Row]) -> dict[int, set[int]]:
    """The versions that have what answers, by its ids."""
    found: dict[int, set[int]] = {}
    sql = "SELECT promise, version FROM promise_mentions WHERE promise IN ({})"
    for id, version in selected(database, sql, [row[0] for row in rows]):
        found.setdefault(id, set()).add(version)
    return found
