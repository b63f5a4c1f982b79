"""Accounts of one event -> a comparison: their claims in rows, the same, different, in conflict, or told by one alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sayso.front_doors import front_door

if TYPE_CHECKING:
    from sayso.comparing.accounts.claiming import claims_of as claims_of
    from sayso.comparing.accounts.comparison import compare as compare
    from sayso.comparing.accounts.gathering import (
        MOST_TEXTS as MOST_TEXTS,
        NoComparisonError as NoComparisonError,
        compare_readings as compare_readings,
    )
    from sayso.comparing.accounts.holding import (
        compare_event as compare_event,
        compare_parties as compare_parties,
        compare_texts as compare_texts,
    )
    from sayso.comparing.accounts.rows import (
        RELATIONS as RELATIONS,
        Account as Account,
        Claim as Claim,
        Comparison as Comparison,
        Distinction as Distinction,
        DistinctionKind as DistinctionKind,
        Relation as Relation,
        Row as Row,
    )
    from sayso.comparing.accounts.standing import Standing as Standing, standings as standings, words_of as words_of

__getattr__ = front_door(
    __name__,
    {
        "claiming": "claims_of",
        "comparison": "compare",
        "gathering": "MOST_TEXTS NoComparisonError compare_readings",
        "holding": "compare_event compare_parties compare_texts",
        "standing": "Standing standings words_of",
        "rows": "RELATIONS Account Claim Comparison Distinction DistinctionKind Relation Row",
    },
)
