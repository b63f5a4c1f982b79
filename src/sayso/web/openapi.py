"""The addresses of the site -> its description as OpenAPI 3.1, with the schemas of what it answers."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from sayso import __version__
from sayso.door import MOST_VALUES, Kind, Parameter
from sayso.formats import schema_at
from sayso.web.described import Address

ERRORS = {
    "400": "It cannot be asked so; the words say why.",
    "403": "Who asks may not: a page of another site, or by a form that writes who may only read.",
    "404": "Nothing is here.",
    "414": "The address is too long.",
    "421": "The server does not go by that name.",
    "503": "The store is in trouble, or too many ask at once.",
}
FOR_WRITERS = "Only who may write is shown this."
OF_FORMS = {"413": "More is sent than is taken.", "415": "It is not sent as a form."}
OF_WRITING = {
    "303": "It is done; the page at Location shows it.",
    "409": "Nothing was done: what stands there has changed since the form was drawn, which is drawn again.",
    "413": "Nothing was done: the form is too large.",
    "415": "Nothing was done: it is no form.",
}
FORMS = (
    "Addresses tagged forms take what a person sends by a form of a page, with the session's cookie and the seal (csrf) that "
    "the page has. They are no interface for programs, which correct by the command line or from Python."
)
_WORDS = r"[^\u0000]*"
MOVED = {"3XX": {"description": "It has another address, which is told."}}
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
    paths: dict[str, dict[str, Any]] = {}
    for row in rows:
        paths.setdefault(row.path, {}).update(_operations(row))
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
        "paths": paths,
        "components": {"schemas": {**schemas, "trouble": TROUBLE}},
    }


def _operations(row: Address) -> dict[str, Any]:
    return {method.lower(): _operation(row, method) for method in row.methods}


def _operation(row: Address, method: str) -> dict[str, Any]:
    answer = {"$ref": f"#/components/schemas/{row.schema}"} if row.schema else _loose(row.media)
    places = [{"name": name, "in": "path", "required": True, "schema": _place(row, name, kind)} for name, kind in row.places]
    asks = [_parameter(one) for one in row.asks] if method == "GET" else []
    done: dict[str, Any] = {
        "200": {"description": row.told or "The page.", "content": {row.media: {"schema": answer}}},
        **MOVED,
    }
    errors = ERRORS if method == "GET" else {**ERRORS, **OF_FORMS, **(OF_WRITING if row.writes else {})}
    if row.guarded:
        errors = {**errors, "403": FOR_WRITERS}
    if row.writes:
        done = {"303": {"description": errors["303"], "headers": {"Location": {"schema": {"type": "string"}}}}}
    told: dict[str, Any] = {
        "operationId": re.sub(r"\W+", "_", f"{method.lower()}_{row.path.strip('/') or 'home'}").strip("_"),
        "summary": row.told,
        "parameters": [*places, *asks],
        "responses": {
            **{code: {"description": why, "content": _trouble(row)} for code, why in errors.items()},
            **done,
        },
        **({"tags": ["forms"]} if row.writes else {}),
    }
    if method != "GET" and row.asks:
        fields = {one.name: _kind(one) for one in row.asks} | ({"csrf": {"type": "string"}} if row.writes else {})
        wanted = [one.name for one in row.asks if one.required]
        form = {"type": "object", "properties": fields, "required": wanted, "additionalProperties": False}
        has_files = any(one.kind == "file" for one in row.asks)
        media = "multipart/form-data" if has_files else "application/x-www-form-urlencoded"
        told["requestBody"] = {"required": True, "content": {media: {"schema": form}}}
    return told


def _trouble(row: Address) -> dict[str, Any]:
    """What an error comes as: JSON beside JSON, a page where a page is asked for, or a line of plain text."""
    if _is_json(row.media):
        return {"application/json": {"schema": {"$ref": "#/components/schemas/trouble"}}}
    pages = {"text/html": {"schema": {"type": "string"}}} if row.media == "text/html" else {}
    return {**pages, "text/plain": {"schema": {"type": "string"}}}


def _is_json(media: str) -> bool:
    return media.endswith(("/json", "+json"))


def _loose(media: str) -> dict[str, Any]:
    return {"type": "object"} if _is_json(media) else {"type": "string"}


def _place(row: Address, name: str, kind: Kind) -> dict[str, Any]:
    if kind == "integer":
        return {"type": kind, "minimum": 0}
    return {"type": kind, "pattern": f"^{row.forms.get(name, _WORDS)}$", "minLength": 1}


def _parameter(one: Parameter) -> dict[str, Any]:
    required = {"required": True} if one.required else {}
    return {"name": one.name, "in": "query", "description": one.told, **required, "schema": _kind(one)}


def _kind(one: Parameter) -> dict[str, Any]:
    """The schema of a parameter: no NUL stands in any, and an empty one is none, as forms send it."""
    if not one.several:
        return _value(one)
    return {"type": "array", "items": _value(one), "maxItems": MOST_VALUES}


def _value(one: Parameter) -> dict[str, Any]:
    if one.kind == "file":
        return {"type": "string", "contentMediaType": "application/octet-stream"}
    if one.values:
        return {"type": "string", "enum": [*one.values, ""]}
    if one.kind != "string":
        ends = {"minimum": one.least, "maximum": one.most}
        held = {"type": one.kind, **{name: value for name, value in ends.items() if value is not None}}
        return {"anyOf": [held, {"type": "string", "maxLength": 0}]}
    form = (one.form if one.required else rf"\s*({one.form})?\s*") if one.form else _WORDS
    return {"type": "string", "pattern": f"^{form}$", **({"maxLength": int(one.most)} if one.most else {})}
