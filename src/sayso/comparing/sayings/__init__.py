"""Words that somebody said once -> the texts that carry them, which was first, and what each did to them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sayso.front_doors import front_door

if TYPE_CHECKING:
    from sayso.comparing.sayings.asking import Asked as Asked, asked_of as asked_of
    from sayso.comparing.sayings.checking import (
        FEWEST as FEWEST,
        check as check,
        check_quote as check_quote,
        check_words as check_words,
    )
    from sayso.comparing.sayings.tracing import trace as trace
    from sayso.comparing.sayings.witnesses import (
        Check as Check,
        Checked as Checked,
        Saying as Saying,
        Verdict as Verdict,
        Witness as Witness,
        WordChange as WordChange,
        WordChangeKind as WordChangeKind,
    )

__getattr__ = front_door(
    __name__,
    {
        "asking": "Asked asked_of",
        "checking": "FEWEST check check_quote check_words",
        "tracing": "trace",
        "witnesses": "Check Checked Saying Verdict Witness WordChange WordChangeKind",
    },
)
