"""The schemas of what Sayso writes: each is one, and every reference in it leads to something."""

from __future__ import annotations

import json
import re
from importlib import resources

import jsonschema
import pytest

SCHEMAS = sorted(one.name for one in (resources.files("sayso") / "schema").iterdir() if one.name.endswith(".json"))


@pytest.mark.parametrize("name", SCHEMAS)
def test_references_lead_to_something(name: str) -> None:
    text = (resources.files("sayso") / "schema" / name).read_text(encoding="utf8")
    whole = json.loads(text)
    jsonschema.Draft202012Validator.check_schema(whole)
    for reference in set(re.findall(r'"\$ref": "#/([^"]*)"', text)):
        held = whole
        for step in reference.split("/"):
            assert step in held, reference
            held = held[step]
