"""Article and statements -> its times, its events and its undertakings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sayso.front_doors import front_door

if TYPE_CHECKING:
    from sayso.events.undertakings import draft_undertakings as draft_undertakings

__getattr__ = front_door(
    __name__,
    {
        "undertakings": "draft_undertakings",
    },
)
