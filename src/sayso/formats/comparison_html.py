"""A comparison of accounts -> one self-contained page: accounts in columns, rows aligned, the texts below; no script."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import Any

from sayso import __version__
from sayso.comparing import RELATIONS, Account, Claim, Comparison, Relation, Row, Standing, standings
from sayso.controls import in_markup
from sayso.formats.facts import head
from sayso.formats.marks import claim_blocks
from sayso.formats.sections import template
from sayso.formats.side_by_side import (
    NOT_HELD,
    cells_of_row,
    check_claims,
    label,
    left_out,
    marked,
    not_held,
    sign,
    summary,
    tags,
    texts,
    title,
    views,
)
from sayso.record import Reading

Href = Callable[[Claim, Standing], str]
COLOURS = 6  # as many accounts have a colour of their own in the template; a seventh takes the first one's again


def write_comparison_html(comparison: Comparison, relations: Collection[Relation] = RELATIONS) -> Iterator[str]:
    """One page, nothing loaded, no script; of the rows there are those of these ``relations``.

    Raises EvidenceError where a span does not hold its words.
    """
    check_claims(comparison)
    yield in_markup(template("comparison.html.j2").render(page=comparison_shown(comparison, relations), version=__version__))


def comparison_shown(
    comparison: Comparison,
    relations: Collection[Relation] = RELATIONS,
    text_of: Callable[[Account], str | None] = lambda account: None,
    place_of: Callable[[Account, Claim], str | None] = lambda account, claim: None,
    lead: str = "the text below, and back",
) -> Mapping[str, Any]:
    """What ``accounts.html.j2`` shows; ``text_of`` and ``place_of`` are the addresses of an account's text and a claim's words.

    Where there are none they lead to the texts on the same page; ``lead`` says where they lead.
    """
    accounts = {account.id: account for account in comparison.accounts}

    def href(claim: Claim, standing: Standing) -> str:
        return place_of(accounts[claim.account], claim) or f"#t-{_id(claim, standing)}"

    standing = standings(comparison)
    shown = [(number, row) for number, row in enumerate(comparison.rows, 1) if row.relation in relations]
    colours = {account.id: f"account-{number % COLOURS + 1}" for number, account in enumerate(comparison.accounts)}
    return {
        "title": title(comparison),
        "accounts": [
            {"view": view, "colour": colours[view.account.id], "href": text_of(view.account)} for view in views(comparison)
        ],
        "lead": lead,
        "summary": summary(comparison),
        "left_out": left_out(comparison),
        "dash": NOT_HELD,
        "not_held": not_held(comparison),
        "rows": [_row(number, row, comparison, standing, href) for number, row in shown],
        "texts": [_text(number, accounts, shown, standing) for number, (_, accounts) in enumerate(texts(comparison), 1)],
        "colours": colours,
        "claims": _claims(shown, standing),
    }


def _row(number: int, row: Row, comparison: Comparison, standing: Mapping[Claim, Standing], href: Href) -> Mapping[str, Any]:
    cells = [[_cell(claim, row, standing[claim], href) for claim in claims] for claims in cells_of_row(row, comparison)]
    return {
        "number": number,
        "relation": row.relation,
        "label": label(row, comparison),
        "sign": sign(row),
        "tags": tags(row),
        "cells": cells,
    }


def _cell(claim: Claim, row: Row, standing: Standing, href: Href) -> Mapping[str, Any]:
    return {"id": _id(claim, standing), "words": list(marked(claim, row)), "standing": standing, "href": href(claim, standing)}


def _text(
    number: int, accounts: Sequence[Account], shown: Sequence[tuple[int, Row]], standing: Mapping[Claim, Standing]
) -> Mapping[str, Any]:
    """A text with the claims of the accounts that stand in it marked, those that are shown above."""
    account, ids = accounts[0], {one.id for one in accounts}
    told = (claim for _, row in shown for claim in row.claims if claim.account in ids)
    claims = [(_id(claim, standing[claim]), claim.spans) for claim in told]
    parts = list(claim_blocks(account.article, claims))
    headline = next((block for block in parts if block.kind == "headline"), None)
    return {
        "number": number,
        "head": head(Reading(account.input, account.article)),
        "headline": headline,
        "language": account.article.language,
        "blocks": [block for block in parts if block is not headline],
    }


def _claims(shown: Sequence[tuple[int, Row]], standing: Mapping[Claim, Standing]) -> Mapping[str, Mapping[str, Any]]:
    """Of each claim by its id on the page: its account, its place there and the number of its row."""
    return {
        _id(claim, standing[claim]): {"account": claim.account, "place": standing[claim].place, "row": number}
        for number, row in shown
        for claim in row.claims
    }


def _id(claim: Claim, standing: Standing) -> str:
    return f"{claim.account}-{standing.place}"
