"""The addresses of the site -> its description as OpenAPI 3.1, with the schemas of what it answers."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from importlib.resources import files
from typing import Any

from sayso import __version__
from sayso.web.described import Address, Parameter

ERRORS = {
    "400": "It cannot be asked so; the words say why.",
    "403": "Who asks may not: a page of another site, or by a form that writes who may only read.",
    "404": "Nothing is here.",
    "503": "The store is in trouble, or too many ask at once.",
}
OF_FORMS = {
    "303": "It is done; the page at Location shows it.",
    "409": "Nothing was done: what stands there has changed since the form was drawn, which is drawn again.",
    "413": "Nothing was done: the form is too large.",
    "415": "Nothing was done: it is no form.",
}
FORMS = (
    "Addresses tagged forms take what a person sends by a form of a page, with the session's cookie and the seal (csrf) that "
    "the page has. They are no interface for programs, which correct by the command line or from Python."
)
TROUBLE = {
    "type": "object",
    "required": ["error", "status"],
    "properties": {"error": {"type": "string"}, "status": {"type": "integer"}},
}


def described(addresses: Iterable[Address]) -> dict[str, Any]:
    """The whole description (https://spec.openapis.org/oas/v3.1.1)."""
    rows = list(addresses)
    schemas = {name: _schema(name) for name in sorted({row.schema for row in rows if row.schema})}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Sayso",
            "version": __version__,
            "summary": "Who said what, to whom, and on whose say-so.",
            "description": FORMS,
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": "/"}],
        "paths": {row.path: _operations(row) for row in rows},
        "components": {"schemas": {**schemas, "trouble": TROUBLE}},
    }


def schema_text(name: str) -> str | None:
    """The JSON Schema of a name ("hits"), as it is in the package; None where there is none."""
    if not re.fullmatch("[a-z]{1,40}", name):
        return None
    held = files("sayso").joinpath("schema", f"{name}-1.schema.json")
    return held.read_text(encoding="utf8") if held.is_file() else None


def _schema(name: str) -> Any:
    """A schema with its own references made those of the whole description: not every reader of OpenAPI knows ``$id``."""
    held = json.loads(schema_text(name) or "{}")
    return _moved({key: value for key, value in held.items() if key not in ("$id", "$schema")}, f"#/components/schemas/{name}")


def _moved(value: Any, base: str) -> Any:
    if isinstance(value, list):
        return [_moved(one, base) for one in value]
    if not isinstance(value, dict):
        return value
    return {key: base + one[1:] if _is_own(key, one) else _moved(one, base) for key, one in value.items()}


def _is_own(key: str, value: Any) -> bool:
    return key == "$ref" and str(value).startswith("#")


def _operations(row: Address) -> dict[str, Any]:
    return {method.lower(): _operation(row, method) for method in row.methods}


def _operation(row: Address, method: str) -> dict[str, Any]:
    answer = {"$ref": f"#/components/schemas/{row.schema}"} if row.schema else _loose(row.media)
    wrong = {"$ref": "#/components/schemas/trouble"} if row.media == "application/json" else {"type": "string"}
    places = [{"name": name, "in": "path", "required": True, "schema": {"type": kind}} for name, kind in row.places]
    asks = [_parameter(one) for one in row.asks] if method == "GET" else []
    errors = {code: {"description": why, "content": {_media(row): {"schema": wrong}}} for code, why in ERRORS.items()}
    done: dict[str, Any] = {
        "200": {"description": row.told or "The page.", "content": {row.media: {"schema": answer}}},
    }
    if row.writes:
        done = {code: {"description": why, "content": {"text/html": {"schema": wrong}}} for code, why in OF_FORMS.items()}
        done["303"] = {"description": OF_FORMS["303"], "headers": {"Location": {"schema": {"type": "string"}}}}
    told: dict[str, Any] = {
        "operationId": re.sub(r"\W+", "_", f"{method.lower()}_{row.path.strip('/') or 'home'}").strip("_"),
        "summary": row.told,
        "parameters": [*places, *asks],
        "responses": {**done, **errors},
        **({"tags": ["forms"]} if row.writes else {}),
    }
    if method != "GET" and row.asks:
        fields = {one.name: _kind(one) for one in row.asks} | ({"csrf": {"type": "string"}} if row.writes else {})
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
