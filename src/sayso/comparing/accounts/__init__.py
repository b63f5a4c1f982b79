"""Accounts of one event -> a comparison: their claims in rows, the same, different, in conflict, or told by one alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sayso.front_doors import front_door

if TYPE_CHECKING:
    from sayso.comparing.accounts.claiming import claims_of as claims_of
    from sayso.comparing.accounts.comparison import compare as compare
    from sayso.comparing.accounts.rows import (
        Account as Account,
        Claim as Claim,
        Comparison as Comparison,
        Distinction as Distinction,
        DistinctionKind as DistinctionKind,
        Relation as Relation,
        Row as Row,
    )

__getattr__ = front_door(
    __name__,
    {
        "claiming": "claims_of",
        "comparison": "compare",
        "rows": "Account Claim Comparison Distinction DistinctionKind Relation Row",
    },
)
