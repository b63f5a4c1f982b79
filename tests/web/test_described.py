"""The description of the site, against the running server: Schemathesis asks what it allows, and what it does not."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from served import served
from starlette.testclient import TestClient

from sayso.door import Store
from sayso.web.described import addresses
from sayso.web.routes import ROUTES

pytest.importorskip("schemathesis")

TESTS = Path(__file__).parents[1]
# A few requests for each address; `make fuzz-site` asks thousands, those at the edges of each value among them.
# An address that is too long is refused as such, and what writes where nothing may be written, whatever else is wrong in it.
SETTINGS = """
[checks]
positive_data_acceptance.enabled = false
negative_data_rejection.expected-statuses = [400, 403, 404, 405, 414, 415, 503]
"""
QUICK = ("--phases", "fuzzing", "--max-examples", "2", "--seed", "7", "--no-shrink")


@pytest.mark.parametrize(("address", "takes"), [("/check", {"GET", "HEAD", "POST"}), ("/find", {"GET", "HEAD"})])
def test_an_address_tells_what_it_takes_by_all_of_its_routes(client: TestClient, address: str, takes: set[str]) -> None:
    answer = client.delete(address)
    assert answer.status_code == 405 and set(answer.headers["allow"].split(", ")) == takes
    described = client.get("/openapi.json").json()["paths"][address]
    assert {method.upper() for method in described} == takes - {"HEAD"}


def test_what_is_described_is_answered_and_nothing_else(web_store: Store, tmp_path: Path) -> None:
    """No page breaks, nor has a status, a form or JSON that nobody was told of; no wrong value is let in."""
    chosen = tuple(os.environ.get("SAYSO_SCHEMATHESIS", "").split()) or QUICK
    environment = {**os.environ, "SCHEMATHESIS_HOOKS": "well_asked", "NO_COLOR": "1"}
    environment["PYTHONPATH"] = os.pathsep.join([str(TESTS), *filter(None, [environment.get("PYTHONPATH")])])
    with served(web_store.address, tmp_path / "home", "--verbose") as server:
        (tmp_path / "schemathesis.toml").write_text(SETTINGS, encoding="utf8")
        command = [sys.executable, "-c", "from schemathesis.cli import schemathesis; schemathesis()", "run"]
        asked = [f"{server.base}/openapi.json", "--continue-on-failure", "--warnings", "off", *chosen]
        done = subprocess.run([*command, *asked], env=environment, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, (done.stdout + done.stderr)[-8_000:]
    told = re.search(r"Tested: (\d+)", done.stdout)
    others = [(row.path, method) for row in addresses(ROUTES) for method in row.methods if row.path != "/openapi.json"]
    assert told and int(told[1]) == len(others)  # all but where the description was found
    assert server.told == ""
