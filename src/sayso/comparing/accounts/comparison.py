"""Accounts of one event and their readings -> a comparison: claims of the same matter in one row, all others alone."""

from __future__ import annotations

from collections.abc import Sequence

from sayso.comparing.accounts.rows import Account, Claim, Comparison, Row
from sayso.comparing.wording import keys
from sayso.record import Reading

_LEAST = 0.2  # share of the words of both


def compare(accounts: Sequence[Account], readings: Sequence[Reading]) -> Comparison:
    """Set the claims of accounts of one event side by side; ``readings`` are those the accounts stand in, in the same order.

    Rows stand in the first account's order, each claim in one row.
    """
    groups: list[list[Claim]] = []
    for account in accounts:
        _join(groups, account.claims)
    places = {account.id: place for place, account in enumerate(accounts)}
    rows = [Row("same" if len(group) > 1 else "only", tuple(group)) for group in groups]
    return Comparison(tuple(accounts), tuple(sorted(rows, key=lambda row: (places[row.claims[0].account], row.claims[0].start))))


def _join(groups: list[list[Claim]], claims: Sequence[Claim]) -> None:
    """Put each claim of one more account into the group it is likest, one to one, or into one of its own."""
    found = [
        (_likeness(claim, other), at, number)
        for number, claim in enumerate(claims)
        for at, group in enumerate(groups)
        for other in group
    ]
    taken: set[int] = set()
    placed: dict[int, int] = {}
    for likeness, at, number in sorted(found, reverse=True):
        if likeness >= _LEAST and at not in taken and number not in placed:
            placed[number] = at
            taken.add(at)
    for number, claim in enumerate(claims):
        if number in placed:
            groups[placed[number]].append(claim)
        else:
            groups.append([claim])


def _likeness(one: Claim, other: Claim) -> float:
    here, there = ({key for span in claim.spans for key in keys(span.text)} for claim in (one, other))
    return len(here & there) / len(here | there) if here | there else 0.0
