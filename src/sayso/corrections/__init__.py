"""What a person sets right, in names and words as people write them -> corrections that a store takes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sayso.front_doors import front_door

if TYPE_CHECKING:
    from sayso.corrections.drawn import redrawn as redrawn
    from sayso.corrections.emendations import (
        Wanted as Wanted,
        add_missed as add_missed,
        set_in_words as set_in_words,
        set_right as set_right,
        undo as undo,
    )
    from sayso.corrections.parties import (
        merge as merge,
        merge_events as merge_events,
        named as named,
        nobody as nobody,
        not_said as not_said,
        one_party as one_party,
        rename as rename,
        set_state as set_state,
        split as split,
        split_event as split_event,
        was_said as was_said,
    )
    from sayso.corrections.precision import ModelReport as ModelReport, Report as Report, Share as Share, report as report
    from sayso.corrections.samples import (
        SEED as SEED,
        SIZE as SIZE,
        Sample as Sample,
        draw as draw,
        judgement as judgement,
        waiting as waiting,
    )

__getattr__ = front_door(
    __name__,
    {
        "drawn": "redrawn",
        "emendations": "Wanted add_missed set_in_words set_right undo",
        "parties": "merge merge_events named nobody not_said one_party rename set_state split split_event"
        " was_said",
        "precision": "ModelReport Report Share report",
        "samples": "SEED SIZE Sample draw judgement waiting",
    },
)
