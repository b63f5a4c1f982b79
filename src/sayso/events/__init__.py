"""Article and statements -> what happened and when: times, events, undertakings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sayso.front_doors import front_door

if TYPE_CHECKING:
    from sayso.events.times import find_times as find_times

__getattr__ = front_door(
    __name__,
    {
        "times": "find_times",
    },
)
