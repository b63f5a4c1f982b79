"""brat's settings: the types of annotations that Sayso writes, with which they can be drawn and changed; how they look."""

from __future__ import annotations

from typing import get_args

from sayso.record import EVENT_ROLES, EVENT_STATUSES, SAID_KINDS, STRENGTHS, UNDERTAKING_KINDS, Manner, PartyKind
from sayso.statements import ACTS

OPEN = "Mention"  # the type of a mention that is nobody's: two candidates remained, or none
# What events and undertakings have beside parties: words for a time and a place, further words for an event, a condition.
MORE = ("When", "Where", "Again", "Condition")

_COLOURS = {
    "Statement": "#cfe2ff",
    "Event": "#ffd8b8",
    "Undertaking": "#c7ece4",
    "When": "#f1ede4",
    "Where": "#e9ecef",
    "Again": "#ffe8d6",
    "Condition": "#f1ede4",
    "Cue": "#ffe69c",
    "Quoted": "#e2e3e5",
    "Person": "#d1e7dd",
    "Organisation": "#f7d6e6",
    "Government": "#e0cffc",
    "Document": "#fff3cd",
    "Group": "#d2f4ea",
    "Place": "#e9ecef",
    "Unknown": "#f8f9fa",
    OPEN: "#f8d7da",
}


def annotation_conf() -> str:
    """The types, as brat's ``annotation.conf`` declares them: with them annotations can be drawn, changed and added."""
    kinds = "|".join([*map(str.capitalize, get_args(PartyKind)), OPEN])
    return "\n".join(
        [
            "[entities]",
            "Cue",
            "Quoted",
            *MORE,
            *kinds.split("|"),
            "",
            "[relations]",
            f"Equiv\tArg1:{kinds}, Arg2:{kinds}, <REL-TYPE>:symmetric-transitive",
            "<OVERLAP>\tArg1:<ANY>, Arg2:<ANY>, <OVL-TYPE>:<ANY>",
            "",
            "[events]",
            f"Statement\tCue?:Cue, Speaker?:{kinds}, Addressee?:{kinds}, Relay*:{kinds}, Within?:Statement, Quoted*:Quoted",
            f"Event\t{', '.join(f'{role.capitalize()}*:{kinds}' for role in EVENT_ROLES)}, Place?:Where, Time?:When,"
            " Again*:Again, Within?:Statement",
            f"Undertaking\tWho*:{kinds}, ToWhom*:{kinds}, Due?:When, Condition?:Condition, Within?:Statement, Of?:Event",
            "",
            "[attributes]",
            f"Manner\tArg:Statement, Value:{'|'.join(get_args(Manner))}",
            f"Act\tArg:Statement, Value:{'|'.join(ACTS)}",
            f"Said\tArg:Statement, Value:{'|'.join(SAID_KINDS[1:])}",
            f"Status\tArg:Event, Value:{'|'.join(EVENT_STATUSES)}",
            f"Kind\tArg:Undertaking, Value:{'|'.join(UNDERTAKING_KINDS)}",
            f"Strength\tArg:Undertaking, Value:{'|'.join(STRENGTHS)}",
            "",
        ]
    )


def visual_conf() -> str:
    """How brat draws them."""
    drawing = [f"{name}\tfgColor:black, bgColor:{colour}, borderColor:darken" for name, colour in _COLOURS.items()]
    arcs = ["Speaker\tcolor:#198754", "Cue\tcolor:#997404", "Relay\tcolor:#6f42c1", "Within\tcolor:#0d6efd, dashArray:3-3"]
    return "\n".join(
        [
            "[labels]",
            "Statement | Statement | St",
            "Event | Event | Ev",
            "Undertaking | Undertaking | Un",
            "",
            "[drawing]",
            *drawing,
            *arcs,
            "Manner\tglyph:D|M|I",
            "Said\tglyph:≠|?if|?|→|?!|!",
            "",
        ]
    )
