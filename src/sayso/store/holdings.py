"""An outlet, days -> the articles that a store holds of them, as they stand now, newest first; and how much it holds."""

from __future__ import annotations

from typing import Any

from sayso.questions import folded
from sayso.store import rows as written
from sayso.store.database import Database
from sayso.store.values import Holding, Holdings, Summary

_HELD = "FROM versions v JOIN articles a ON a.id = v.article AND a.latest = v.id LEFT JOIN outlets o ON o.id = v.outlet"
_FACTS = """a.id, a.address, v.number, v.headline, o.name, v.day, v.statements,
  (SELECT count(*) FROM versions w WHERE w.article = a.id)"""


def holdings(
    database: Database, outlet: str | None, since: str | None, until: str | None, limit: int, offset: int
) -> Holdings:
    """A page of the articles, those without a day last."""
    conditions, values = ["TRUE"], list[Any]()
    for condition, value in (
        ("o.folded = ?", folded(outlet[:2000])[:300] if outlet else None),
        ("v.day >= ?", since),
        ("v.day <= ?", until),
    ):
        if value:
            conditions.append(condition)
            values.append(value)
    where = f"{_HELD} WHERE {' AND '.join(conditions)}"
    with database.snapshot():
        counted = f"SELECT count(*) {where}" if values else "SELECT count(*) FROM articles"  # each has a text that stands there
        ((total,),) = database.rows(counted, values)
        order = "ORDER BY v.day DESC NULLS LAST, a.id DESC LIMIT ? OFFSET ?"
        rows = database.rows(f"SELECT {_FACTS} {where} {order}", (*values, limit, offset))
        return Holdings(tuple(_holding(row) for row in rows), int(total))


def _holding(row: Any) -> Holding:
    article, address, number, headline, outlet, day, statements, versions = row
    title, publisher, published = (written.unpacked(value) for value in (headline, outlet, day))
    here = written.unpacked(address) or ""
    return Holding(int(article), here, int(number), title, publisher, published, int(statements), int(versions))


def summary(database: Database) -> Summary:
    """How much there is."""
    ((articles,),) = database.rows("SELECT count(*) FROM articles")
    ((versions, statements),) = database.rows("SELECT count(*), CAST(COALESCE(SUM(statements), 0) AS BIGINT) FROM versions")
    ((known,),) = database.rows(
        "SELECT count(*) FROM parties p WHERE same_as IS NULL AND EXISTS (SELECT 1 FROM appearances n WHERE n.identity = p.id)"
    )
    refusals = database.rows(
        "SELECT refusal, count(*) FROM captures WHERE refusal IS NOT NULL GROUP BY refusal ORDER BY 2 DESC, 1"
    )
    return Summary(articles, versions, statements, known, {written.unpacked(why) or "": n for why, n in refusals})
