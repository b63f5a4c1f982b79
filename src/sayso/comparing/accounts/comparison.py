"""Accounts of one event and their readings -> a comparison: claims of one matter in a row, in what they differ, all others alone."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

from sayso.comparing.accounts.assigning import Member, group
from sayso.comparing.accounts.distinctions import Side
from sayso.comparing.accounts.identities import identify
from sayso.comparing.accounts.likelihood import chances
from sayso.comparing.accounts.relating import relate
from sayso.comparing.accounts.rows import Account, Claim, Comparison, Row
from sayso.comparing.accounts.traits import Traits, traits_of
from sayso.record import Reading


def compare(accounts: Sequence[Account], readings: Sequence[Reading]) -> Comparison:
    """Set the claims of accounts of one event side by side; ``readings`` are those the accounts stand in, in the same order.

    Rows stand in the first account's order, then in the next one's; a claim stands in one row. An account that has nothing like
    a claim is not in its row: nobody denies by silence. Raises ValueError where there is not one reading for each account.
    """
    if len(accounts) != len(readings):
        raise ValueError(f"{len(accounts)} accounts with {len(readings)} readings: each needs the reading that it stands in")
    traits = [
        traits_of(account.claims, reading, who)
        for account, reading, who in zip(accounts, readings, identify(readings), strict=True)
    ]
    likely = {(a, b): chances(traits[a], traits[b]) for a, b in combinations(range(len(accounts)), 2)}
    groups = group([len(account.claims) for account in accounts], likely)
    rows = [_row(found, accounts, traits, likely) for found in sorted(groups)]
    return Comparison(tuple(accounts), tuple(rows))


def _row(found: list[Member], accounts: Sequence[Account], traits: Sequence[Sequence[Traits]], likely: dict[tuple[int, int], object]) -> Row:
    claims: tuple[Claim, ...] = tuple(accounts[account].claims[number] for account, number in found)
    if len({account for account, _ in found}) < 2:
        return Row("only", claims)
    sides = [
        Side(account.id, tuple(traits[at][number] for place, number in found if place == at), account.article.text)
        for at, account in enumerate(accounts)
        if any(place == at for place, _ in found)
    ]
    score = max(
        float(likely[a[0], b[0]][a[1], b[1]])  # type: ignore[index]
        for a, b in combinations(sorted(found), 2)
        if a[0] != b[0]
    )
    relation, distinctions = relate(sides, score)
    return Row(relation, claims, distinctions, score)
