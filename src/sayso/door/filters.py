"""The door's filters, a row each: name, what it does, kind and values, for whoever lists them: forms, descriptions, tools."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal, get_args

from sayso.record import SAID_KINDS, STRENGTHS, UNDERTAKING_KINDS, Manner
from sayso.statements import ACTS
from sayso.store import EVENT_STANDINGS, UNDERTAKING_STANDINGS, ByTime, Order

MOST_VALUES = 50  # of one filter
Kind = Literal["string", "integer", "number", "boolean", "file"]
_LEAP = "([0-9]{2}(0[48]|[2468][048]|[13579][26])|([02468][048]|[13579][26])00)-0?2-29"
# A day, a month or a year that calendars have, as regular expressions of Python and of ECMAScript have it.
DAY = (
    "(?!0000)([0-9]{4}(-(0?[1-9]|1[0-2])(-(0?[1-9]|1[0-9]|2[0-8]))?|-(0?[13-9]|1[0-2])-(29|30)|-(0?[13578]|1[02])-31)?"
    f"|{_LEAP})"
)

_CODE = r"\s*[A-Za-z]{2,3}([-_][^,\u0000]*)?\s*"  # of a language, with or without that of a country


@dataclass(frozen=True, slots=True)
class Parameter:
    """A name that may be given. ``several``: given again, either will do. ``values`` are all that there are.

    Without one that is ``required`` nothing can be asked. A number is from ``least`` to ``most``, and ``usual`` where none is
    given, if anything is; words have up to ``most``
    characters, and ``form`` is the regular expression that they match where they are not any words. An empty value is none,
    and always allowed.
    """

    name: str
    told: str
    values: tuple[str, ...] = ()
    kind: Kind = "string"
    several: bool = False
    required: bool = False
    label: str = ""  # over its field in a form
    unset: str = "any"  # what a field of choices has where none is chosen
    least: float | None = None
    most: float | None = None
    usual: int | None = None
    form: str = ""


def given(filters: Sequence[Parameter], values_of: Callable[[str], Sequence[str]]) -> dict[str, Any]:
    """The filters that have a value, by name: a string, or a list of several. ``values_of`` tells those of a name.

    Raises ValueError for too many, and for several where there is one.
    """
    asked: dict[str, Any] = {}
    for one in filters:
        values = list(values_of(one.name))
        if len(values) > MOST_VALUES:
            raise ValueError(f"{one.name} has {len(values):,} values: up to {MOST_VALUES} can be asked for at once")
        if len(values) > 1 and not one.several:
            raise ValueError(f"{one.name} stands there twice: it has one value")
        if values:
            asked[one.name] = values[0] if len(values) == 1 else values
    return asked


WORDS = Parameter("words", "Words of the statements: all of them, \"a phrase\", prefix*.", label="Words")
FILTERS = (
    Parameter("speaker", "Who says it: any name that the party goes by, or #12.", several=True, label="Speaker"),
    Parameter("addressee", "To whom it is said.", several=True, label="Said to"),
    Parameter("relay", "On whose word the article has it.", several=True, label="On the word of"),
    Parameter("about", "A party that the words mention.", several=True, label="Mentions"),
    Parameter("outlet", "Who published the article.", several=True, label="Outlet"),
    Parameter("act", "What the cue does.", ACTS, several=True, label="Act"),
    Parameter("manner", "How much of it stands in quotation marks.", get_args(Manner), several=True, label="In quotes"),
    Parameter(
        *("said", "Whether it was said; what was said, unless told.", (*SAID_KINDS, "any")),
        several=True,
        label="Said",
        unset="what was said",
    ),
    Parameter("since", "Published on this day (2031-03-14, 2031-03, 2031) or later.", label="From", form=DAY),
    Parameter("until", "Published on this day or earlier.", label="To", form=DAY),
    Parameter("url", "The article's address, its beginning with a * at the end, or its key.", several=True, label="Address"),
    Parameter("languages", "Of the article: en, or en,fr.", several=True, label="Languages", form=f"{_CODE}(,{_CODE})*"),
    Parameter(
        *("min_score", "The least score, 0 to 1; below .5 a statement is doubtful."),
        kind="number",
        label="Least score",
        least=0,
        most=1,
    ),
    Parameter("all_versions", "Older versions of each article too.", kind="boolean", label="Older versions", unset="no"),
)
ORDER = Parameter(
    "order", "best (with words), newest, oldest, score or doubt.", get_args(Order), label="Order", unset="best, or newest"
)

BY_TIME = Parameter("order", "newest or oldest, by their days.", get_args(ByTime), label="Order", unset="newest")
EVENT_FILTERS = (
    Parameter("party", "Who takes part; of several, all of them do.", several=True, label="Who takes part"),
    Parameter("kind", "call, meeting, visit, talks …", several=True, label="Kind"),
    Parameter("status", "What it stands at.", EVENT_STANDINGS, several=True, label="Stands at"),
    Parameter("was", "What it was at any time.", EVENT_STANDINGS, several=True, label="Was at any time"),
    Parameter("since", "On this day (2031-03-14, 2031-03, 2031) or later.", label="From", form=DAY),
    Parameter("until", "On this day or earlier.", label="To", form=DAY),
    Parameter("place", "Where.", label="Place"),
    Parameter("outlet", "Who tells of it.", several=True, label="Outlet"),
    BY_TIME,
)
LEDGER_FILTERS = (
    Parameter("words", "Words of what is undertaken: all of them.", label="Words"),
    Parameter("who", "Who undertakes it.", several=True, label="Who"),
    Parameter("to_whom", "To whom.", several=True, label="To whom"),
    Parameter("kind", "What kind of undertaking.", UNDERTAKING_KINDS, several=True, label="Kind"),
    Parameter("strength", "How strongly.", STRENGTHS, several=True, label="Strength"),
    Parameter("status", "What it stands at.", UNDERTAKING_STANDINGS, several=True, label="Stands at"),
    Parameter("was", "What it was at any time.", UNDERTAKING_STANDINGS, several=True, label="Was at any time"),
    Parameter("since", "Due on this day (2031-03-14, 2031-03, 2031) or later.", label="Due from", form=DAY),
    Parameter("until", "Due on this day or earlier.", label="Due to", form=DAY),
    Parameter("outlet", "Who tells of it.", several=True, label="Outlet"),
    Parameter("today", "The day by which it is overdue: this day, unless told.", label="Overdue on", form=DAY),
    BY_TIME,
)
