"""Python's way in: ``open_store``, the verbs of the command line as methods of what it gives, and what needs no store."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sayso.front_doors import front_door

if TYPE_CHECKING:
    from sayso.door.asking import question_of as question_of
    from sayso.door.filters import (
        DAY as DAY,
        EVENT_FILTERS as EVENT_FILTERS,
        FILTERS as FILTERS,
        LEDGER_FILTERS as LEDGER_FILTERS,
        MOST_VALUES as MOST_VALUES,
        ORDER as ORDER,
        WORDS as WORDS,
        Kind as Kind,
        Parameter as Parameter,
        given as given,
    )
    from sayso.door.occasions import Ledger as Ledger, Occasions as Occasions
    from sayso.door.portraits import portrait as portrait
    from sayso.door.quotations import Quotations as Quotations, Traced as Traced
    from sayso.door.texts import compare as compare
    from sayso.door.verbs import Store as Store, open_store as open_store

__getattr__ = front_door(
    __name__,
    {
        "asking": "question_of",
        "filters": "DAY EVENT_FILTERS FILTERS LEDGER_FILTERS MOST_VALUES ORDER WORDS Kind Parameter given",
        "occasions": "Ledger Occasions",
        "portraits": "portrait",
        "quotations": "Quotations Traced",
        "texts": "compare",
        "verbs": "Store open_store",
    },
)
