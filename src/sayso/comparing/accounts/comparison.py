"""Accounts of one event and their readings -> a comparison: claims of one matter in a row, all others alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from itertools import combinations, groupby

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import ThreadpoolController

from sayso.comparing.accounts.assigning import Member, group
from sayso.comparing.accounts.distinctions import Side
from sayso.comparing.accounts.identities import Identities, identify
from sayso.comparing.accounts.likelihood import chances
from sayso.comparing.accounts.meaning import Meaning, meaning_of
from sayso.comparing.accounts.narrowing import narrow
from sayso.comparing.accounts.relating import relate
from sayso.comparing.accounts.rows import Account, Claim, Comparison, Row
from sayso.comparing.accounts.traits import Traits, traits_of
from sayso.record import Reading

Likely = dict[tuple[int, int], NDArray[np.float64]]  # of two accounts' numbers, the lower first
_NONE: Likely = {}


def compare(accounts: Sequence[Account], readings: Sequence[Reading]) -> Comparison:
    """Set the claims of accounts of one event side by side; ``readings`` are those that they stand in, in the same order.

    Rows stand in the first account's order, then in the next one's; a claim stands in one row. Where a sentence has one part in
    common with another account's and one of its own, it becomes two claims of its account. An account that has nothing like a
    claim is not in its row: nobody denies by silence. Raises ValueError where there is not one reading for each account.
    """
    with _one_thread().limit(limits=1, user_api="blas"):
        return _compared(accounts, readings)


@cache
def _one_thread() -> ThreadpoolController:
    """The libraries that multiply matrices: of ours, a claim's words times an account's, more threads take longer than one.

    Of twelve texts of 4,600 characters on two busy cores 7 s of CPU where two threads take 32.
    """
    return ThreadpoolController()


def _compared(accounts: Sequence[Account], readings: Sequence[Reading]) -> Comparison:
    if len(accounts) != len(readings):
        raise ValueError(f"{len(accounts)} accounts with {len(readings)} readings: each needs the reading that it stands in")
    who = identify(readings)
    # 1. Claims that are likely to be one matter come together: one of each account to one of another, then what else belongs.
    meant = [meaning_of(reading, account.claims) for account, reading in zip(accounts, readings, strict=True)]
    traits = _traits(accounts, readings, who, meant)
    likely = _likely(traits)
    groups = group([len(account.claims) for account in accounts], likely)
    # 2. They are cut to what is alike in them, and the rest is held against the others anew, where anything was cut.
    whole = [account.claims for account in accounts]
    accounts = narrow(groups, accounts, readings, traits)
    traits = _traits(accounts, readings, who, meant)
    uncut = {at for at, account in enumerate(accounts) if account.claims == whole[at]}
    likely = _likely(traits, {pair: chance for pair, chance in likely.items() if uncut.issuperset(pair)})
    groups = group([len(account.claims) for account in accounts], likely)
    # 3. Each group is a row: what its sides have alike, and in what they differ.
    return Comparison(tuple(accounts), tuple(_row(found, accounts, traits, likely) for found in sorted(groups)))


def _traits(
    accounts: Sequence[Account], readings: Sequence[Reading], who: Sequence[Identities], meant: Sequence[Meaning | None]
) -> list[tuple[Traits, ...]]:
    each = zip(accounts, readings, who, meant, strict=True)
    return [traits_of(account.claims, reading, keys, words) for account, reading, keys, words in each]


def _likely(traits: Sequence[Sequence[Traits]], known: Mapping[tuple[int, int], NDArray[np.float64]] = _NONE) -> Likely:
    pairs = combinations(range(len(traits)), 2)
    return {(a, b): known[a, b] if (a, b) in known else chances(traits[a], traits[b]) for a, b in pairs}


def _row(found: list[Member], accounts: Sequence[Account], traits: Sequence[Sequence[Traits]], likely: Likely) -> Row:
    claims: tuple[Claim, ...] = tuple(accounts[at].claims[number] for at, number in found)
    sides = [
        Side(accounts[at].id, tuple(traits[at][number] for _, number in members), accounts[at].article.text)
        for at, members in groupby(found, key=lambda member: member[0])
    ]
    if len(sides) < 2:
        return Row("only", claims)
    score = max(float(likely[a, b][m, n]) for (a, m), (b, n) in combinations(found, 2) if a != b)
    relation, distinctions = relate(sides, score)
    return Row(relation, claims, distinctions, score)
