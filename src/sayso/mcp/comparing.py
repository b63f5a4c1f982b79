"""``compare_accounts``: an event, parties or texts -> their accounts side by side: an object of sayso.comparison/1."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import Any

from sayso.door import Parameter, Store
from sayso.formats import comparison_to_json
from sayso.mcp.answers import Page, answer, start_of, which
from sayso.mcp.arguments import PAGING, Asked
from sayso.mcp.wordings import sentence

NAME = "compare_accounts"
PARAMETERS = (
    Parameter("event", "The key of an event (from events): the accounts of all articles that tell of it."),
    Parameter("party", "In place of it: two parties or more, and what each says in all articles.", several=True),
    Parameter("texts", "In place of these: articles, by key (412, 412.2) or address; of one, what is in it.", several=True),
    Parameter("about", "With party: words that what is compared has, all of them."),
    Parameter("since", "With party: published on this day (2031-03-14, 2031-03, 2031) or later."),
    Parameter("until", "With party: published on this day or earlier."),
    Parameter("account", "With texts: parties whose accounts are taken of them.", several=True),
    *PAGING,
)
TOLD = """\
Lay accounts of one event side by side, claim by claim. A row is the same, differs (in number, date, place, actor, negation, \
act …), conflict (both cannot be so as they are written), or only: one account alone has it, which says nothing but that it \
is not in the texts held of the others. score: how sure it is that the claims of a row tell the same matter. Give event, \
party or texts."""


def compare_accounts(store: Store, asked: Asked) -> dict[str, Any]:
    """A page of the rows; the accounts are in each."""
    rest = asked.only("about", "since", "until")
    if rest and "party" not in asked.values:
        raise ValueError(f"{', '.join(rest)} go with party")
    several = {name: asked.get(name, ()) for name in ("party", "texts", "account")}
    body = comparison_to_json(store.compare(asked.get("event"), **several, **rest).comparison)
    rows = body["rows"]
    keys = [" ".join(f"{one['account']}:{one['spans'][0]['start']}" for one in row["claims"]) for row in rows]
    place, first = start_of(NAME, asked, lambda at, many: keys[at : at + many])
    shown = rows[first : first + asked.limit]
    kinds = Counter(row["relation"] for row in rows)

    def told(kept: int) -> str:
        of = ", ".join(f"{kinds[kind]:,} {kind}" for kind in ("same", "differs", "conflict", "only") if kinds[kind])
        texts = f"{len(body['accounts'])} accounts in {body['texts']:,} text{'' if body['texts'] == 1 else 's'}"
        return sentence([texts, f"{which('rows', first, kept, len(rows))}: {of}"])

    page = Page(shown, keys[first : first + len(shown)], lambda some: {**body, "rows": some}, told)
    return answer(NAME, asked, replace(page, first=first, more=first + len(shown) < len(rows)), place)
