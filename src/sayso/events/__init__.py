"""Article and statements -> what happened and when: times, events, undertakings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sayso.front_doors import front_door

if TYPE_CHECKING:
    from sayso.events.clauses import Clauses as Clauses
    from sayso.events.drafting import draft_events as draft_events, mentions_of as mentions_of
    from sayso.events.settling import settle_events as settle_events
    from sayso.events.times import find_times as find_times
    from sayso.events.undertaking_drafts import draft_undertakings as draft_undertakings
    from sayso.events.undertakings import named_in as named_in, settle_undertakings as settle_undertakings

__getattr__ = front_door(
    __name__,
    {
        "clauses": "Clauses",
        "drafting": "draft_events mentions_of",
        "settling": "settle_events",
        "times": "find_times",
        "undertaking_drafts": "draft_undertakings",
        "undertakings": "named_in settle_undertakings",
    },
)
