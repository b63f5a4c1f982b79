"""A comparison of accounts -> an object of the schema ``sayso.comparison/1``, and CSV with a row a claim."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from sayso import __version__
from sayso.comparing import RELATIONS, Account, Claim, Comparison, Relation, Row, Standing, standings, words_of
from sayso.formats.csv import GAP, csv_line, joined, places
from sayso.formats.json import dumps
from sayso.formats.side_by_side import check_claims, names_of, texts_held
from sayso.record import Span

SCHEMA = "sayso.comparison/1"

COMPARISON_COLUMNS = (
    *("row", "relation", "differences", "account", "name", "party", "own", "claim", "spans", "differing", "place", "of"),
    *("share", "score", "outlet", "headline", "published", "url", "input", "key", "text_sha256"),
)


def write_comparison_json(comparison: Comparison, relations: Collection[Relation] = RELATIONS) -> Iterator[str]:
    """One indented object and a newline."""
    yield dumps(comparison_to_json(comparison, relations), indent=1) + "\n"


def comparison_to_json(comparison: Comparison, relations: Collection[Relation] = RELATIONS) -> dict[str, Any]:
    """The object of ``schema/comparison-1.schema.json``; offsets are code points into the text of the claim's account.

    Of the rows there are those of these ``relations``. Raises EvidenceError where a span does not hold its words.
    """
    check_claims(comparison)
    standing = standings(comparison)
    return {
        "schema": SCHEMA,
        "made_by": {"sayso": __version__},
        "texts": texts_held(comparison),
        "left_out": comparison.left_out,
        "accounts": [_account(account) for account in comparison.accounts],
        "rows": [_row(row, standing) for row in comparison.rows if row.relation in relations],
    }


def write_comparison_csv(comparison: Comparison, relations: Collection[Relation] = RELATIONS) -> Iterator[str]:
    """The header and a row a claim, those of one row of the comparison under its number. No cell runs as a formula.

    Raises EvidenceError as ``comparison_to_json``.
    """
    yield csv_line(COMPARISON_COLUMNS)
    yield from (csv_line(cells[column] for column in COMPARISON_COLUMNS) for cells in comparison_cells(comparison, relations))


def comparison_cells(comparison: Comparison, relations: Collection[Relation] = RELATIONS) -> Iterator[dict[str, object]]:
    """A claim a row, by ``COMPARISON_COLUMNS``; of the rows there are those of these ``relations``, under their numbers."""
    check_claims(comparison)
    standing, names = standings(comparison), names_of(comparison)
    accounts = {account.id: account for account in comparison.accounts}
    for number, row in enumerate(comparison.rows, 1):
        for claim in row.claims if row.relation in relations else ():
            yield {
                "row": number,
                "relation": row.relation,
                "differences": "; ".join(one.kind for one in row.differences),
                "account": claim.account,
                "name": names[claim.account],
                "claim": joined(claim.spans),
                "spans": places(claim.spans),
                "differing": GAP.join(_differing(row, claim)),
                "score": round(row.score, 3),
                **_standing(standing[claim]),
                "of": standing[claim].of,
                **_text(accounts[claim.account]),
            }


def _account(account: Account) -> dict[str, Any]:
    article = account.article
    return {
        "id": account.id,
        "party": account.party,
        "own": account.own,
        "excerpt": account.excerpt,
        "input": account.input,
        "article": article.id,
        "key": account.key,
        "url": article.url,
        "outlet": article.outlet,
        "headline": article.headline,
        "published": article.published,
        "text_sha256": article.text_sha256,
        "claims": len(account.claims),
        "words": words_of(account),
        "searched": list(account.searched),
    }


def _row(row: Row, standing: Mapping[Claim, Standing]) -> dict[str, Any]:
    return {
        "relation": row.relation,
        "differences": [
            {"kind": one.kind, "words": [{"account": account, **_span(span)} for account, span in one.words]}
            for one in row.differences
        ],
        "claims": [
            {"account": claim.account, "spans": [_span(span) for span in claim.spans], **_standing(standing[claim])}
            for claim in row.claims
        ],
        "score": round(row.score, 3),
    }


def _standing(standing: Standing) -> dict[str, Any]:
    return {"place": standing.place, "share": round(standing.share, 4)}


def _text(account: Account) -> dict[str, object]:
    article = account.article
    return {
        "party": account.party,
        "own": "yes" if account.own else "no",
        "outlet": article.outlet,
        "headline": article.headline,
        "published": article.published,
        "url": article.url,
        "input": account.input,
        "key": account.key,
        "text_sha256": article.text_sha256,
    }


def _differing(row: Row, claim: Claim) -> list[str]:
    return [span.text for one in row.differences for account, span in one.words if account == claim.account]


def _span(span: Span) -> dict[str, Any]:
    return {"start": span.start, "end": span.end, "text": span.text}
