"""The parameters of a tool -> the JSON Schema of its arguments; arguments as a client sends them -> what was asked, checked."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sayso.door import MOST_VALUES, Parameter

LIMIT, MOST = 20, 100  # items of an answer where nobody says how many, and at most
LONGEST = 2_000  # code points of an argument of which nothing else is told

HOW_MANY = Parameter("limit", "How many of them.", kind="integer", least=1, most=MOST, usual=LIMIT)
CURSOR = Parameter("cursor", "page.next_cursor of the answer before: what follows on it. All other arguments stay the same.")
PAGING = (HOW_MANY, CURSOR)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a tool is asked: ``values`` by name, those alone that were given; how many of them; the cursor, if any."""

    values: Mapping[str, Any]
    limit: int = LIMIT
    cursor: str | None = None

    def get(self, name: str, otherwise: Any = None) -> Any:
        """A value."""
        return self.values.get(name, otherwise)

    def only(self, *names: str) -> dict[str, Any]:
        """The values of these names that were given."""
        return {name: self.values[name] for name in names if name in self.values}


def input_schema(parameters: Sequence[Parameter]) -> dict[str, Any]:
    """The JSON Schema of the arguments.

    >>> input_schema([Parameter("speaker", "Who says it.", several=True)])["properties"]["speaker"]["type"]
    'array'
    """
    required = [one.name for one in parameters if one.required]
    return {
        "type": "object",
        "properties": {one.name: _described(one) for one in parameters},
        **({"required": required} if required else {}),
        "additionalProperties": False,
    }


def _described(one: Parameter) -> dict[str, Any]:
    kind: dict[str, Any] = {"type": one.kind}
    if one.values:
        kind["enum"] = list(one.values)
    elif one.kind == "string":
        kind |= {"minLength": 1, "maxLength": one.most or LONGEST}
    if one.kind in ("integer", "number"):
        kind |= {"minimum": one.least, "maximum": one.most, **({"default": one.usual} if one.usual is not None else {})}
    if one.several:
        kind = {"type": "array", "items": kind, "minItems": 1, "maxItems": MOST_VALUES}
    return {**kind, "description": one.told}


def asked_of(parameters: Sequence[Parameter], given: Mapping[str, Any] | None) -> Asked:
    """What was asked. Raises ValueError, in words for whoever asks, for a name that is none and for a wrong value.

    A null is no value. Of several values one may stand alone, without a list around it.

    >>> asked_of([Parameter("speaker", "", several=True), *PAGING], {"speaker": "Torvan", "limit": 5})
    Asked(values={'speaker': ['Torvan']}, limit=5, cursor=None)
    """
    known = {one.name: one for one in parameters}
    values = {name: value for name, value in (given or {}).items() if value is not None}
    if unknown := sorted(values.keys() - known.keys()):
        raise ValueError(f"no argument is called {', '.join(map(_shown, unknown[:5]))}: there are {', '.join(known)}")
    if missing := [one.name for one in parameters if one.required and one.name not in values]:
        raise ValueError(f"{missing[0]} is missing: {known[missing[0]].told}")
    read = {one.name: _value(one, values[one.name]) for one in parameters if one.name in values}
    limit, cursor = read.pop("limit", LIMIT), read.pop("cursor", None)
    return Asked(read, limit, cursor)


def _value(one: Parameter, given: Any) -> Any:
    if not one.several:
        return _single(one, given)
    listed = given if isinstance(given, list) else [given]
    if not listed:
        raise ValueError(f"{one.name} is an empty list: leave it out")
    if len(listed) > MOST_VALUES:
        raise ValueError(f"{one.name} has {len(listed):,} values: up to {MOST_VALUES} can be asked for at once")
    return [_single(one, value) for value in listed]


def _single(one: Parameter, given: Any) -> Any:
    if one.kind == "boolean":
        if not isinstance(given, bool):
            raise ValueError(f"{one.name} is true or false, not {_shown(given)}")
        return given
    if one.kind in ("integer", "number"):
        return _number(one, given)
    if not isinstance(given, str):
        raise ValueError(f"{one.name} is a string, not {_shown(given)}")
    return _words(one, given)


def _number(one: Parameter, given: Any) -> int | float:
    least, most = one.least, one.most
    assert least is not None and most is not None  # a number of a tool has bounds
    is_number = isinstance(given, (int, float)) and not isinstance(given, bool) and math.isfinite(given)
    if not is_number or not least <= given <= most or (one.kind == "integer" and given != int(given)):
        what = "a whole number" if one.kind == "integer" else "a number"
        raise ValueError(f"{one.name} is {what} from {least:,} to {most:,}, not {_shown(given)}")
    return int(given) if one.kind == "integer" else float(given)


def _words(one: Parameter, given: str) -> str:
    words, longest = given.strip(), int(one.most or LONGEST)
    if not words:
        raise ValueError(f"{one.name} is empty: leave it out")
    if len(words) > longest:
        raise ValueError(f"{one.name} has {len(words):,} characters: up to {longest:,} are taken")
    if "\0" in words or any("\ud800" <= letter <= "\udfff" for letter in words):
        raise ValueError(f"{one.name} has a character that no text has (NUL, or half of a surrogate pair)")
    if one.values and words not in one.values:
        raise ValueError(f"no {one.name} is called {_shown(words)}; there are {', '.join(one.values)}")
    return words


def _shown(value: Any) -> str:
    """A value in a message, cut."""
    words = json.dumps(value, default=str)
    return words if len(words) <= 60 else f"{words[:60]} …"
