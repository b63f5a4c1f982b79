"""Readings kept with their versions, and questions to them: one contract, two engines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sayso.front_doors import front_door

if TYPE_CHECKING:
    from sayso.store.belonging import corrections_among as corrections_among, judged_among as judged_among
    from sayso.store.changes import (
        Change as Change,
        Field as Field,
        Particulars as Particulars,
        Who as Who,
        read_change as read_change,
        write_change as write_change,
    )
    from sayso.store.chronicle import (
        EVENT_STANDINGS as EVENT_STANDINGS,
        UNDERTAKING_STANDINGS as UNDERTAKING_STANDINGS,
        ByTime as ByTime,
        EventCountable as EventCountable,
        EventsQuestion as EventsQuestion,
        EventStanding as EventStanding,
        EventState as EventState,
        KnownEvent as KnownEvent,
        KnownEvents as KnownEvents,
        KnownParty as KnownParty,
        KnownUndertaking as KnownUndertaking,
        KnownUndertakings as KnownUndertakings,
        LedgerCountable as LedgerCountable,
        LedgerQuestion as LedgerQuestion,
        Told as Told,
        UndertakingStanding as UndertakingStanding,
        UndertakingState as UndertakingState,
        alternatives as alternatives,
    )
    from sayso.store.contract import Engine as Engine
    from sayso.store.errors import StoreError as StoreError
    from sayso.store.keys import is_statement_key as is_statement_key, short_key as short_key
    from sayso.store.mending import key_at as key_at
    from sayso.store.migrations import STORE_SCHEMA as STORE_SCHEMA
    from sayso.store.misnamed import (
        Stranger as Stranger,
        goes_by as goes_by,
        meant as meant,
        near_addresses as near_addresses,
        strangers as strangers,
        unknown_party as unknown_party,
    )
    from sayso.store.misworded import Unheard as Unheard, operators as operators, unheard as unheard
    from sayso.store.opening import is_path as is_path, open_engine as open_engine
    from sayso.store.succession import is_later as is_later
    from sayso.store.tables import datasette_metadata as datasette_metadata
    from sayso.store.values import (
        MOST as MOST,
        Brought as Brought,
        Capture as Capture,
        Correction as Correction,
        CorrectionKind as CorrectionKind,
        Countable as Countable,
        Counted as Counted,
        Fault as Fault,
        Hit as Hit,
        Hits as Hits,
        Holding as Holding,
        Holdings as Holdings,
        Incoming as Incoming,
        Judgement as Judgement,
        Kept as Kept,
        Known as Known,
        Leaving as Leaving,
        Look as Look,
        Loss as Loss,
        Mark as Mark,
        Openness as Openness,
        Order as Order,
        Original as Original,
        Passage as Passage,
        Question as Question,
        Removal as Removal,
        Selection as Selection,
        Shown as Shown,
        Sighting as Sighting,
        Summary as Summary,
        Verdict as Verdict,
        Version as Version,
        Watch as Watch,
    )
    from sayso.store.watches import watch_name as watch_name

__getattr__ = front_door(
    __name__,
    {
        "belonging": "corrections_among judged_among",
        "opening": "is_path open_engine",
        "changes": "Change Field Particulars Who read_change write_change",
        "chronicle": "ByTime EVENT_STANDINGS EventCountable EventsQuestion EventStanding EventState KnownEvent KnownEvents"
        " KnownParty KnownUndertaking KnownUndertakings LedgerCountable LedgerQuestion Told UNDERTAKING_STANDINGS"
        " UndertakingStanding UndertakingState alternatives",
        "contract": "Engine",
        "values": "MOST Brought Capture Correction CorrectionKind Countable Counted Fault Hit Hits Holding"
        " Holdings Incoming Judgement Kept Known Leaving Look Loss Mark Openness Order Original Passage Question Removal"
        " Selection Shown Sighting Summary Verdict Version Watch",
        "errors": "StoreError",
        "migrations": "STORE_SCHEMA",
        "misnamed": "Stranger goes_by meant near_addresses strangers unknown_party",
        "keys": "is_statement_key short_key",
        "mending": "key_at",
        "succession": "is_later",
        "tables": "datasette_metadata",
        "watches": "watch_name",
        "misworded": "Unheard operators unheard",
    },
)
