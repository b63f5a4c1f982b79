"""Texts that tell of the same -> what is the same in them, and what differs: versions, accounts, sayings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sayso.front_doors import front_door

if TYPE_CHECKING:
    from sayso.comparing.accounts import (
        MOST_TEXTS as MOST_TEXTS,
        RELATIONS as RELATIONS,
        Account as Account,
        Claim as Claim,
        Comparison as Comparison,
        Distinction as Distinction,
        DistinctionKind as DistinctionKind,
        NoComparisonError as NoComparisonError,
        Relation as Relation,
        Row as Row,
        Standing as Standing,
        claims_of as claims_of,
        compare as compare,
        compare_event as compare_event,
        compare_parties as compare_parties,
        compare_readings as compare_readings,
        compare_texts as compare_texts,
        standings as standings,
        words_of as words_of,
    )
    from sayso.comparing.sayings import (
        FEWEST as FEWEST,
        Asked as Asked,
        Check as Check,
        Checked as Checked,
        Saying as Saying,
        Verdict as Verdict,
        Witness as Witness,
        WordChange as WordChange,
        WordChangeKind as WordChangeKind,
        asked_of as asked_of,
        check as check,
        check_quote as check_quote,
        check_words as check_words,
        trace as trace,
    )
    from sayso.comparing.versions import (
        Change as Change,
        Changes as Changes,
        Difference as Difference,
        History as History,
        Shift as Shift,
        Shifts as Shifts,
        Step as Step,
        follow as follow,
    )
    from sayso.comparing.wording import Piece as Piece, mark_words as mark_words

__getattr__ = front_door(
    __name__,
    {
        "accounts": "MOST_TEXTS RELATIONS Account Claim Comparison Distinction DistinctionKind NoComparisonError Relation Row"
        " Standing claims_of compare compare_event compare_parties compare_readings"
        " compare_texts standings words_of",
        "sayings": "Asked Check FEWEST Checked Saying Verdict Witness WordChange WordChangeKind asked_of check check_quote"
        " check_words trace",
        "versions": "Change Changes Difference History Shift Shifts Step follow",
        "wording": "Piece mark_words",
    },
)
