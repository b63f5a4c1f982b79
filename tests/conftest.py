"""Stores of both kinds for the tests: SQLite files, and databases on a private PostgreSQL server."""

from __future__ import annotations

import contextlib
import itertools
import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from sayso.store import open_engine
from sayso.store.contract import Engine

_numbers = itertools.count()

# A shell without job control starts background jobs deaf to SIGINT, and what they start inherits it: `make test &` in a script.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)


# Hypothesis' own deadline is .2 s by the clock on the wall, for each example: on a busy machine any may miss it. How work
# grows is asked in CPU time (growth.py).
# Whoever changes one thing is not stopped by a rare fault of another: the same examples each time; `make fuzz` finds more.
settings.register_profile("sayso", deadline=None, derandomize=True)
settings.register_profile("fuzz", deadline=None)
settings.load_profile("sayso")

MEMORY = 1 << 30  # bytes that a process of the tests may come to hold, with a PostgreSQL server and a browser of its own


@pytest.hookimpl(optionalhook=True)  # of pytest-xdist
def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """A process for each core that this one may use, as far as the memory goes: ``-n auto``, for one and for sixty-four."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    with contextlib.suppress(AttributeError, OSError, ValueError):  # a system that does not say
        cores = min(cores, os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") // MEMORY)
    return max(cores, 1)


# Files that take 20 to 100 s of CPU, the longest first: one that came last would have its process run on alone.
LONGEST = ("test_quality.py", "test_store_alterations.py", "test_store_links.py", "test_tutorial.py", "test_adding.py")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    places = {name: place for place, name in enumerate(LONGEST)}
    items.sort(key=lambda item: places.get(item.path.name, len(places)))  # all else stays as it was


class Server:
    """A PostgreSQL server of one's own, behind a socket in its folder; it does not listen to the network."""

    def __init__(self, programs: Path, folder: Path) -> None:
        self.programs, self.folder = programs, folder
        # PostgreSQL refuses to run as root.
        self.user = ["runuser", "-u", "nobody", "--"] if os.getuid() == 0 else []
        if self.user:
            shutil.chown(folder, "nobody")
        self.call("initdb", "-D", folder / "data", "-A", "trust", "-U", "sayso", "-E", "UTF8", "--locale=C", "--no-sync")
        self.start()

    def call(self, program: str, *arguments: str | Path) -> None:
        command = [*self.user, str(self.programs / program), *map(str, arguments)]
        # Not a pipe: the server would keep it open.
        with (self.folder.parent / "postgres.out").open("ab") as out:
            done = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=out, stderr=out, cwd="/", timeout=120)
        assert done.returncode == 0, (self.folder.parent / "postgres.out").read_text()

    def start(self) -> None:
        # Compiling queries (jit) is for tables that no test has: it took 40 % of the server's time to make a store.
        options = f"-k {self.folder} -c listen_addresses='' -c fsync=off -c jit=off -c max_connections=40"
        self.call("pg_ctl", "-D", self.folder / "data", "-o", options, "-l", self.folder / "log", "-w", "-t", "110", "start")

    def stop(self, how: str = "immediate") -> None:
        self.call("pg_ctl", "-D", self.folder / "data", "-m", how, "-w", "stop")

    def checkpoint(self) -> None:
        """What earlier tests wrote is on the disk: after a crash it need not be done again, which took over a minute."""
        import psycopg

        with psycopg.connect(self.address(), autocommit=True) as connection:
            connection.execute("CHECKPOINT")

    def address(self, database: str = "postgres") -> str:
        return f"postgresql://sayso@/{database}?host={self.folder}"

    def emptied(self) -> str:
        """The one database, without a store in it; a new one for each test would take 7 MB and as many files."""
        import psycopg

        with psycopg.connect(self.address(), autocommit=True) as connection:
            connection.execute("SET client_min_messages TO warning")
            connection.execute("DROP SCHEMA IF EXISTS sayso CASCADE")
        return self.address()

    def new_database(self, options: str = "") -> str:
        import psycopg

        name = f"store{next(_numbers)}"
        with psycopg.connect(self.address(), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name} {options}".encode())
        return self.address(name)


def _programs() -> Path | None:
    """Where PostgreSQL's programs are; Debian keeps them beside the versions, not on the path."""
    held = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb")) + sorted(Path("/usr/local/pgsql/bin").glob("initdb"))
    if held:
        return held[-1].parent
    found = shutil.which("initdb")
    return Path(found).resolve().parent if found else None


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    pytest.importorskip("psycopg", reason="the extra sayso[postgres] is not installed")
    programs = _programs()
    if programs is None:
        pytest.skip("no PostgreSQL server is installed")
    # Not pytest's own folder: another user must be able to get there, and a socket's path is at most 107 bytes.
    with tempfile.TemporaryDirectory(prefix="sayso-pg-") as outer:
        Path(outer).chmod(0o755)
        folder = Path(outer) / "server"
        folder.mkdir()
        server = Server(programs, folder)
        yield server
        server.stop()


@pytest.fixture(params=["sqlite", "postgresql"])
def new_address(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[], str]:
    """Addresses of new, empty stores, of both kinds in turn."""
    if request.param == "sqlite":
        return lambda: str(tmp_path / f"store{next(_numbers)}.db")
    server: Server = request.getfixturevalue("postgres")
    return server.emptied


@pytest.fixture
def engine(new_address: Callable[[], str]) -> Iterator[Engine]:
    """An empty store, of both kinds in turn."""
    held = open_engine(new_address())
    yield held
    held.close()
