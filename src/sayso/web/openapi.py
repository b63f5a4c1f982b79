"""The addresses of the site -> its description as OpenAPI 3.1, with the schemas of what it answers."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from sayso import __version__
from sayso.formats import schema_at
from sayso.web.described import Address, Parameter

ERRORS = {
    "400": "It cannot be asked so; the words say why.",
    "404": "Nothing is here.",
    "503": "The store is in trouble, or too many ask at once.",
}
TROUBLE = {
    "type": "object",
    "required": ["error", "status"],
    "properties": {"error": {"type": "string"}, "status": {"type": "integer"}},
}


def described(addresses: Iterable[Address]) -> dict[str, Any]:
    """The whole description (https://spec.openapis.org/oas/v3.1.1)."""
    rows = list(addresses)
    names = sorted({row.schema for row in rows if row.schema})
    schemas = {name: schema_at(name, f"#/components/schemas/{name}") for name in names}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Sayso",
            "version": __version__,
            "summary": "Who said what, to whom, and on whose say-so.",
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": "/"}],
        "paths": {row.path: _operations(row) for row in rows},
        "components": {"schemas": {**schemas, "trouble": TROUBLE}},
    }


def _operations(row: Address) -> dict[str, Any]:
    return {method.lower(): _operation(row, method) for method in row.methods}


def _operation(row: Address, method: str) -> dict[str, Any]:
    answer = {"$ref": f"#/components/schemas/{row.schema}"} if row.schema else _loose(row.media)
    wrong = {"$ref": "#/components/schemas/trouble"} if row.media == "application/json" else {"type": "string"}
    places = [{"name": name, "in": "path", "required": True, "schema": {"type": kind}} for name, kind in row.places]
    asks = [_parameter(one) for one in row.asks] if method == "GET" else []
    told: dict[str, Any] = {
        "operationId": re.sub(r"\W+", "_", f"{method.lower()}_{row.path.strip('/') or 'home'}").strip("_"),
        "summary": row.told,
        "parameters": [*places, *asks],
        "responses": {
            "200": {"description": row.told or "The page.", "content": {row.media: {"schema": answer}}},
            **{code: {"description": why, "content": {_media(row): {"schema": wrong}}} for code, why in ERRORS.items()},
        },
    }
    if method != "GET" and row.asks:
        fields = {one.name: _kind(one) for one in row.asks}
        form = {"schema": {"type": "object", "properties": fields}}
        told["requestBody"] = {"content": {"application/x-www-form-urlencoded": form}}
    return told


def _media(row: Address) -> str:
    """What an error comes as: of a table, a feed, a calendar as plain text."""
    return row.media if row.media in ("application/json", "text/html") else "text/plain"


def _loose(media: str) -> dict[str, Any]:
    return {"type": "object"} if media == "application/json" else {"type": "string"}


def _parameter(one: Parameter) -> dict[str, Any]:
    required = {"required": True} if one.required else {}
    return {"name": one.name, "in": "query", "description": one.told, **required, "schema": _kind(one)}


def _kind(one: Parameter) -> dict[str, Any]:
    kind: dict[str, Any] = {"type": one.kind, **({"enum": list(one.values)} if one.values else {})}
    return {"type": "array", "items": kind} if one.several else kind
