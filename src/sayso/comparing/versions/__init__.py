"""Versions of an article -> what is the same in them, and what differs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sayso.front_doors import front_door

if TYPE_CHECKING:
    from sayso.comparing.versions.changes import (
        Change as Change,
        Changes as Changes,
        Difference as Difference,
        Shift as Shift,
        Shifts as Shifts,
    )
    from sayso.comparing.versions.history import History as History, Step as Step, follow as follow

__getattr__ = front_door(
    __name__,
    {
        "changes": "Change Changes Difference Shift Shifts",
        "history": "History Step follow",
    },
)
