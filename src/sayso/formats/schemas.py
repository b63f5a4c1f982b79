"""The name of a format that Sayso writes -> its JSON Schema, as it is in the package, or as a part of a larger one."""

from __future__ import annotations

import json
import re
from importlib.resources import files
from typing import Any


def schema_text(name: str) -> str | None:
    """The JSON Schema of a name ("hits"), as it is in the package; None where there is none."""
    if not re.fullmatch("[a-z]{1,40}", name):
        return None
    held = files("sayso").joinpath("schema", f"{name}-1.schema.json")
    return held.read_text(encoding="utf8") if held.is_file() else None


def schema(name: str) -> dict[str, Any]:
    """The same as an object. Raises LookupError where there is none.

    >>> schema("hits")["$id"]
    'urn:sayso:hits:1'
    """
    text = schema_text(name)
    if text is None:
        raise LookupError(f"no format is called {name!r}")
    held: dict[str, Any] = json.loads(text)
    return held


def schema_at(name: str, place: str) -> dict[str, Any]:
    """A schema that stands at a place within another ("#/$defs/hits"): its own references lead there.

    It has no id of its own, since not every reader knows one within a schema.

    >>> schema_at("hits", "#/$defs/hits")["properties"]["question"]
    {'$ref': '#/$defs/hits/$defs/question'}
    """
    held = {key: value for key, value in schema(name).items() if key not in ("$id", "$schema")}
    moved: dict[str, Any] = _moved(held, place)
    return moved


def _moved(value: Any, place: str) -> Any:
    if isinstance(value, list):
        return [_moved(one, place) for one in value]
    if not isinstance(value, dict):
        return value
    return {key: place + one[1:] if _is_own(key, one) else _moved(one, place) for key, one in value.items()}


def _is_own(key: str, value: Any) -> bool:
    return key == "$ref" and str(value).startswith("#")
