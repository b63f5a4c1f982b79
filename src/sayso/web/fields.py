"""Filters, a row each, and the query of an address -> the values that each has there, and the fields of a form for them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from starlette.requests import Request

from sayso.door import Parameter

Spellings = Mapping[str, str]  # other names of filters, each with the filter's own


def values_in(request: Request, name: str, spelt: Spellings | None = None) -> list[str]:
    """The values of a filter, under any of its spellings, each once. An empty one is none: a form sends all of its fields."""
    names = (name, *(other for other, meant in (spelt or {}).items() if meant == name))
    given = (value.strip() for one in names for value in request.query_params.getlist(one))
    return list(dict.fromkeys(value for value in given if value))


def fields_of(request: Request, filters: Sequence[Parameter], spelt: Spellings | None = None) -> list[Mapping[str, Any]]:
    """The form's fields: each filter with the values that it has."""
    return [
        {
            "name": one.name,
            "label": one.label,
            "told": one.told,
            "choices": one.values,
            "unset": one.unset,
            "values": values_in(request, one.name, spelt),
        }
        for one in filters
    ]
