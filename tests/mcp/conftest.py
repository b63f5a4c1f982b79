"""One small store of the example pages, and beside it one process of ``sayso mcp`` with the SDK's own client."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from agents import Asking, environment
from anyio.from_thread import start_blocking_portal
from mcp import Client, StdioServerParameters
from mcp.client.stdio import stdio_client

import sayso
from sayso.cli import main

ROOT = Path(__file__).parents[2]
SHORT = """The bridge opens

“The bridge will open on 1 May,” Ana Dovrel said on Tuesday. Ilya Torvan denied that guns were moved.
"""


@pytest.fixture(scope="session")
def news(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of a store of the example pages: two articles, one of them in two versions, and a short one, the third."""
    address = str(tmp_path_factory.mktemp("mcp") / "news.db")
    with sayso.open_store(address) as store:
        store.add(ROOT / "examples/valdrin-courier", ROOT / "examples/aurane-post")
        store.add_texts([{"text": SHORT, "published": "2031-03-20", "outlet": "The Lantern", "url": "https://lantern.example/guns"}])
    return address


@pytest.fixture(scope="session")
def agent(news: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Asking]:
    """The SDK's client beside one process of ``sayso mcp``, by standard input and output."""
    home = tmp_path_factory.mktemp("home")
    started = StdioServerParameters(
        command=sys.executable, args=["-m", "sayso", "mcp", "--store", news, "--verbose"], env=environment(home)
    )
    with ExitStack() as open_until_the_end:
        log = open_until_the_end.enter_context((home.parent / f"{home.name}.log").open("w+"))
        portal = open_until_the_end.enter_context(start_blocking_portal())
        client = open_until_the_end.enter_context(portal.wrap_async_context_manager(Client(stdio_client(started, errlog=log))))
        asking = Asking(portal, client)
        yield asking
        log.flush()
        written = Path(log.name).read_text(encoding="utf8")
        assert "find_statements: answered" in written and "ridge" not in written, "which tool was asked, and not for what"
        assert list(home.iterdir()) == []


@pytest.fixture
def command_line(news: str, capsys: pytest.CaptureFixture[str]) -> Callable[..., Any]:
    """What the command line writes as JSON of the same store."""

    def written(*arguments: str) -> Any:
        main([*arguments, "--store", news, "--format", "json"])
        return json.loads(capsys.readouterr().out)

    return written
