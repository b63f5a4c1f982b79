"""Article and statements -> what happened and when: times, events, undertakings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sayso.front_doors import front_door

if TYPE_CHECKING:
    from sayso.events.drafting import draft_events as draft_events, mentions_of as mentions_of
    from sayso.events.settling import settle_events as settle_events
    from sayso.events.times import find_times as find_times

__getattr__ = front_door(
    __name__,
    {
        "drafting": "draft_events mentions_of",
        "settling": "settle_events",
        "times": "find_times",
    },
)
