"""Mentions -> parties: names, titles, offices, pronouns, "the readout"; two candidates stay open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sayso.front_doors import front_door

if TYPE_CHECKING:
    from sayso.parties.resolving import Resolved as Resolved, resolve_mentions as resolve_mentions

__getattr__ = front_door(
    __name__,
    {
        "resolving": "Resolved resolve_mentions",
    },
)
