"""A comparison -> where each claim stands in its account, and what room it has there: what comes first, and at what length."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sayso.comparing.accounts.rows import Account, Claim, Comparison


@dataclass(frozen=True, slots=True)
class Standing:
    """A claim's place in its account: the ``place``-th of ``of`` claims; ``share`` of the words of them all (0 to 1)."""

    place: int
    of: int
    share: float


def standings(comparison: Comparison) -> Mapping[Claim, Standing]:
    """The standing of every claim. A share is of the account's claims, not of the text, which may have other matters.

    >>> from sayso.record import Article, Span
    >>> claims = (Claim("a1", (Span(0, 6, "It is."),)), Claim("a1", (Span(7, 24, "It was, and is so."),)))
    >>> account = Account("a1", None, "x", Article("x", "", ()), claims)
    >>> [(one.place, one.of, round(one.share, 2)) for one in standings(Comparison((account,), ())).values()]
    [(1, 2, 0.29), (2, 2, 0.71)]
    """
    return {claim: standing for account in comparison.accounts for claim, standing in _of(account)}


def words_of(account: Account) -> int:
    """How many words the account's claims have."""
    return sum(map(_length, account.claims))


def _of(account: Account) -> list[tuple[Claim, Standing]]:
    total = max(1, words_of(account))
    count = len(account.claims)
    return [(one, Standing(place, count, _length(one) / total)) for place, one in enumerate(account.claims, 1)]


def _length(claim: Claim) -> int:
    return sum(len(span.text.split()) for span in claim.spans)
