"""One small store of the example pages, and a browser without a window over its site, for all tests of the pages."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

import sayso
from sayso.door import Store
from sayso.web import application

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def web_store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """The example pages: two articles, one of them in two versions. Nothing here writes to them."""
    with sayso.open_store(tmp_path_factory.mktemp("web") / "news.db") as opened:
        opened.add(ROOT / "examples/valdrin-courier", ROOT / "examples/aurane-post")
        yield opened


@pytest.fixture(scope="session")
def client(web_store: Store) -> Iterator[TestClient]:
    """What asks the site of these pages; an error within is raised here, not told as 500."""
    with TestClient(application(web_store, hosts=("testserver",)), follow_redirects=False) as asking:
        yield asking
