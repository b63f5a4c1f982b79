"""The tools by HTTP on this machine: the SDK's client is answered as by standard input; strangers are not."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from agents import Asking, environment
from anyio.from_thread import start_blocking_portal
from mcp import Client

from sayso.mcp.transports import LARGEST


@pytest.fixture(scope="module")
def address(news: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where one ``sayso mcp --http`` is found, for all tests."""
    home = tmp_path_factory.mktemp("home")
    process = subprocess.Popen(
        [sys.executable, "-m", "sayso", "mcp", "--http", "--store", news], env=environment(home), text=True,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    assert process.stdout is not None
    said = process.stdout.readline()
    found = re.search(r"answers at (http://127\.0\.0\.1:\d+/mcp) \(Ctrl-C ends it\)", said)
    assert found, said
    yield found[1]
    process.terminate()
    out, err = process.communicate(timeout=20)
    assert (process.returncode, out, re.sub(r"sayso: (port \d+ is taken.*|interrupted)\n", "", err)) == (143, "", "")
    assert list(home.iterdir()) == []


def test_the_client_of_the_sdk_is_answered_the_same(address: str, agent: Asking) -> None:
    with start_blocking_portal() as portal, portal.wrap_async_context_manager(Client(address)) as client:
        here = Asking(portal, client)
        assert here.tools == agent.tools
        for tool, arguments in (
            ("find_statements", {"words": "ridge"}), ("show", {"key": "3"}), ("events", {"limit": 2}), ("party", {}),
        ):  # fmt: skip
            assert here.ask(tool, **arguments) == agent.ask(tool, **arguments)
        cursor = here.ask("find_statements", limit=2)["page"]["next_cursor"]
        assert agent.ask("find_statements", limit=2, cursor=cursor)["hits"], "a cursor is of the store, not of a process"
        assert "no argument is called" in here.refused("events", party_name="Torvan")
        assert here.text("3") == agent.text("3")


CALL = {
    "jsonrpc": "2.0", "id": 1, "method": "tools/call",
    "params": {"name": "party", "arguments": {"limit": 1}},
}
USUAL = {
    "Content-Type": "application/json",
    "Accept": "application/json, text/event-stream",
    "MCP-Protocol-Version": "2025-06-18",
}
NO_CALLS = [b"{", b"[]", b"\xff\xfe", b'{"jsonrpc": "2.0"}', b"x" * (LARGEST + 1), b'"\\ud800"']


def posted(address: str, body: bytes | None = None, **headers: str) -> tuple[int, str]:
    """The status and the words of an answer to a call without the SDK, as an older client makes it."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    asked = Request(address, body or json.dumps(CALL).encode(), {**USUAL, **named})
    try:
        with urlopen(asked, timeout=20) as answer:
            return answer.status, answer.read().decode()
    except HTTPError as error:
        return error.code, error.read().decode()


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"Host": "localhost:8012"}, 200),
        ({"Host": "evil.example"}, 421),
        ({"Host": "127.0.0.1.evil.example"}, 421),
        ({"Host": "127.0.0.1:80@evil.example"}, 421),
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": "http://localhost.evil.example:8012"}, 403),
        ({"Sec_Fetch_Site": "cross-site"}, 403),
        ({"Content_Type": "text/plain"}, 400),
    ],
    ids=str,
)
def test_pages_of_other_sites_and_other_names_are_refused(address: str, headers: dict[str, str], status: int) -> None:
    answered, words = posted(address, **headers)
    assert answered == status, words
    assert ("structuredContent" in words) is (status == 200) and "Traceback" not in words


@pytest.mark.parametrize("body", NO_CALLS, ids=lambda one: str(one[:20]))
def test_what_is_no_call_breaks_nothing(address: str, body: bytes) -> None:
    status, words = posted(address, body)
    assert 400 <= status < 500 and "Traceback" not in words, (status, words)
    assert posted(address)[0] == 200


def test_nothing_else_is_there(address: str) -> None:
    for path in ("/", "/find", "/mcp/../find", "/docs", "/openapi.json"):
        assert posted(address.removesuffix("/mcp") + path)[0] == 404, path


def test_its_answer_has_the_headers_of_the_site(address: str) -> None:
    with urlopen(Request(address, json.dumps(CALL).encode(), USUAL), timeout=20) as answer:
        held: Any = answer.headers
        assert held["X-Content-Type-Options"] == "nosniff" and "script-src 'none'" in held["Content-Security-Policy"]
        assert held.get("Server") is None
