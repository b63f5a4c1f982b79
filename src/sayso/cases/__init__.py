"""A question to a store <-> a case file: all that answers as one zip, to be looked at without Sayso, and taken in elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sayso.front_doors import front_door

if TYPE_CHECKING:
    from sayso.cases.manifest import CaseError as CaseError
    from sayso.cases.opening import is_case as is_case, open_case as open_case
    from sayso.cases.taking_in import take_in as take_in
    from sayso.cases.writing import write_case as write_case

__getattr__ = front_door(
    __name__,
    {
        "manifest": "CaseError",
        "opening": "is_case open_case",
        "taking_in": "take_in",
        "writing": "write_case",
    },
)
