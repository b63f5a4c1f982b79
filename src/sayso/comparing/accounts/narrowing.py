"""Claims that were put in one row -> the same, cut to the part that is alike; what is cut off is a claim by itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sayso.attribution import Extent
from sayso.comparing.accounts.assigning import Member
from sayso.comparing.accounts.claiming import trimmed
from sayso.comparing.accounts.cutting import cut
from sayso.comparing.accounts.rows import Account, Claim
from sayso.comparing.accounts.traits import Traits, Word
from sayso.record import Reading, Span

# Swept over the marked pairs with the weights of other folds, cuts from .02 to .08 and shares from .6 to .9: alignment F1 rises
# from .535 to .558, and differs by .006 between them.
FINE = 0.04  # chance of a cut from which a claim of a row may be cut
KEPT = 0.8  # of what a claim has alike with the others of its row: the shortest part that holds as much
_OF_A_NAME = 0.3  # of a word's weight, where it is part of a name
_LEAST = 3  # words that tell, without which nothing is a claim by itself


def narrow(
    groups: Sequence[Sequence[Member]],
    accounts: Sequence[Account],
    readings: Sequence[Reading],
    traits: Sequence[Sequence[Traits]],
) -> tuple[Account, ...]:
    """The accounts, the claims of which stand in rows cut to what is alike there; ``traits`` are those of their claims."""
    kept: dict[Member, Extent] = {}
    for group in groups:
        for member in group:
            others = {w.concept for at, number in group if at != member[0] for w in traits[at][number].all_words}
            if others and (part := _part(traits[member[0]][member[1]], readings[member[0]], others)):
                kept[member] = part
    return tuple(replace(account, claims=tuple(_claims(account, at, kept))) for at, account in enumerate(accounts))


def _part(one: Traits, reading: Reading, others: set[str]) -> Extent | None:
    """The shortest part of a claim that has most of what is alike; None where that is all of it, or what is left is little."""
    span = one.claim.spans[0]
    if len(one.claim.spans) > 1:
        return None
    times = [(time.span.start, time.span.end) for time in reading.times]
    pieces = list(cut(reading.article.text, (span.start, span.end), times, FINE))
    alike = [sum(_weight(w) for w in one.all_words if w.concept in others and start <= w.start < end) for start, end in pieces]
    whole = sum(alike)
    found = min(
        (
            (pieces[last][1] - pieces[first][0], first, last)
            for first in range(len(pieces))
            for last in range(first, len(pieces))
            if sum(alike[first : last + 1]) >= KEPT * whole > 0
        ),
        default=None,
    )
    if found is None:
        return None
    start, end = pieces[found[1]][0], pieces[found[2]][1]
    left = [w for w in one.words if not start <= w.start < end]
    return (start, end) if len(left) >= _LEAST else None


def _weight(word: Word) -> float:
    return word.rare * (_OF_A_NAME if word.kind == "name" else 1.0)


def _claims(account: Account, at: int, kept: dict[Member, Extent]) -> list[Claim]:
    text = account.article.text
    claims = []
    for number, claim in enumerate(account.claims):
        part = kept.get((at, number))
        if part is None:
            claims.append(claim)
            continue
        span = claim.spans[0]
        for start, end in ((span.start, part[0]), part, (part[1], span.end)):
            if found := trimmed(text, start, end):
                claims.append(Claim(claim.account, (Span(*found, text[slice(*found)]),)))
    return claims
