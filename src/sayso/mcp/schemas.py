"""Names of formats -> the JSON Schema of a tool's answer, whole in itself: a client needs to fetch nothing."""

from __future__ import annotations

from typing import Any

from sayso.formats import schema, schema_at

DIALECT = "https://json-schema.org/draft/2020-12/schema"
PAGE: dict[str, Any] = {
    "type": "object",
    "description": "Which part of the answer this is.",
    "required": ["told", "next_cursor", "left_out", "material"],
    "properties": {
        "told": {"type": "string", "description": "In words: which of how many these are, or in how much none was found."},
        "next_cursor": {"type": ["string", "null"], "description": "For the argument cursor; null: nothing follows."},
        "left_out": {
            "type": "array",
            "items": {"type": "string"},
            "description": "What is not in this answer, and how to get it.",
        },
        "material": {"type": "string", "description": "What the words of this answer are."},
    },
}


def output_schema(tool: str, names: tuple[str, ...]) -> dict[str, Any]:
    """The schema of an answer in one of these formats, with ``page`` beside their own keys.

    >>> sorted(output_schema("find_statements", ("hits",))["required"])[:3]
    ['exact', 'hits', 'made_by']
    """
    if len(names) > 1:
        return _any_of(tool, names)
    held = schema(names[0])
    return {
        **held,
        "$id": _id(tool),
        "title": f"{held['title']}, a page of it",
        "required": ["page", *held["required"]],
        "properties": {"page": PAGE, **held["properties"]},
    }


def _any_of(tool: str, names: tuple[str, ...]) -> dict[str, Any]:
    parts = {name: schema_at(name, f"#/$defs/{name}") for name in names}
    if "reading" in parts:  # whose text is given on request alone
        text = parts["reading"]["$defs"]["article"]["properties"]["text"]
        text |= {"type": ["string", "null"], "description": f"{text['description']} null: not asked for."}
    return {
        "$schema": DIALECT,
        "$id": _id(tool),
        "title": " or ".join(f"sayso.{name}/1" for name in names),
        "type": "object",
        "required": ["page", "schema"],
        "properties": {"page": PAGE, "schema": {"enum": [f"sayso.{name}/1" for name in names]}},
        "oneOf": [{"$ref": f"#/$defs/{name}"} for name in names],
        "$defs": parts,
    }


def _id(tool: str) -> str:
    return f"urn:sayso:mcp:{tool}:1"
