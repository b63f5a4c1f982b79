"""A text that its headline calls somebody's -> whoever says "I" and "we" all through it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence

from sayso.attribution import Extent
from sayso.record import Party

_BY_WHOM = re.compile(
    r"(?:[A-Z][\w’'.-]* )*?(?:[Ss]tatement|Remarks|Message|Letter|Address) (?:by|from|of) (?P<who>[^\n]{1,120})"
)  # a headline
_TOGETHER = re.compile(
    r"(?:[A-Z][\w’'.-]* )*?(?:[Ss]tatement|Communiqu[eé]|Declaration) (?:by|from|of|between|among)\b[^\n]{1,200}"
)
_SPEAKS_FOR = re.compile(r"Press Secretary|[Ss]pokes")  # their "we" is the house that they speak for
_NEAREST = 4  # names in which the author's is looked for


def author_of(text: str, names: Sequence[tuple[int, int, str]], parties: Mapping[str, Party]) -> str | None:
    """The person by whom a text is, by its headline: «Statement by | President Ana Vega | on the floods»; None where none is.

    ``names`` are the places of the parties' names in order, with their ids.
    """
    found = _BY_WHOM.match(text)
    if found is None or _SPEAKS_FOR.search(found["who"]):
        return None
    at = bisect_left(names, (found.start("who"), -1, ""))
    persons = (id for start, end, id in names[at : at + _NEAREST] if end <= found.end("who"))
    return next((id for id in persons if parties[id].kind == "person"), None)


def joint_headline(text: str) -> Extent | None:
    """Where the headline of a statement of several stands, whose "we" they are: «Joint Statement by Norland and Valdria».

    >>> joint_headline("Joint Statement by Norland and Valdria\\n\\nWe met."), joint_headline("Norland and Valdria met")
    ((0, 38), None)
    """
    found = _TOGETHER.match(text)
    return found.span() if found else None
