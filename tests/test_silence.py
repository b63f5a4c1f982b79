"""What Sayso writes and whom it asks: nothing appears but the output and the store, and no socket leads off this machine.

docs/privacy.md says the same. Each command runs as a person's would: in a fresh home, without the variables by which
programs are told that they are being tested.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from sayso.batch.shards import Shard
from sayso.cli import COMMANDS

EXAMPLES = Path(__file__).parents[1] / "examples"
CALL = "valdrin-courier/2031-03-14-call.html"

STEMS = [Shard("valdrin-courier/1", "", ("call.html",)).stem, Shard("dump.txt", "").stem]
BATCH = {"read", "read/_manifest", "read/_manifest/duplicates.parquet"}
BATCH |= {file for stem in STEMS for file in (f"read/{stem}.parquet", f"read/_manifest/{stem}.jsonl")}

# Arguments, and the files that the command leaves where it stands. They run one after another, in one folder.
RUNS: list[tuple[str, set[str]]] = [
    (f"read {CALL}", set()),
    (f"read {CALL} dump.txt --threads 2 --format html --output page.html", {"page.html"}),
    ("add valdrin-courier aurane-post --workers 2 --store news.db", {"news.db"}),
    ("find ridge --store news.db", set()),
    ("find --count outlet --format svg --store news.db --output outlets.svg", {"outlets.svg"}),
    ("show 1 --store news.db --format html --output shown.html", {"shown.html"}),
    ("events --store news.db --format ics --output events.ics", {"events.ics"}),
    ("ledger --store news.db --count status --format svg --output ledger.svg", {"ledger.svg"}),
    (f"versions --files {CALL} valdrin-courier/2031-03-14-call-v2.html --format html --output changes.html", {"changes.html"}),
    ("trace ridge --store news.db", set()),
    (f"check {CALL} --store news.db --format html --output checked.html", {"checked.html"}),
    (f"compare {CALL} aurane-post --account Lantern_Palace --format html --output calls.html", {"calls.html"}),
    ("party --store news.db", set()),
    ("watch add ridge find ridge --store news.db", set()),
    ("watch ridge --quiet --store news.db", set()),
    ("correct 1.2/s2 --act denies --reason trial --store news.db", set()),
    ("judge --sample 5 --store news.db --output sample.csv", {"sample.csv"}),
    ("export --store news.db --output said.csv", {"said.csv"}),
    ("export --store news.db --output said.parquet", {"said.parquet"}),
    ("export --store news.db --output said.xlsx", {"said.xlsx"}),
    ("export --store news.db --output case.zip", {"case.zip"}),
    ("import case.zip --store other.db", {"other.db"}),
    ("batch valdrin-courier dump.txt --output read", BATCH),
    ("completion bash", set()),
    ("reread --all --workers 2 --store news.db", set()),
    ("remove 2 --store news.db --reason trial --yes", set()),
    ("verify --store news.db", set()),
    ("schema reading", set()),
]


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home, a folder for what is temporary, and a folder to work in, with the examples."""
    place = tmp_path_factory.mktemp("silence")
    for name in ("home", "temporary"):
        (place / name).mkdir()
    shutil.copytree(EXAMPLES, place / "work")
    return place


def held(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*")}


def test_every_command_is_run() -> None:
    """But serve and mcp, which do not end by themselves: tests/web/test_serve.py and tests/mcp look at what they leave."""
    assert {run.split()[0] for run, _ in RUNS} == set(COMMANDS) - {"serve", "mcp"}


@pytest.mark.parametrize(("arguments", "leaves"), RUNS, ids=[run for run, _ in RUNS])
def test_a_command_leaves_its_output_and_asks_nobody(arguments: str, leaves: set[str], place: Path) -> None:
    environment = {"PATH": os.environ["PATH"], "HOME": str(place / "home"), "TMPDIR": str(place / "temporary")}
    environment |= {name: os.environ[name] for name in ("PYTHONPATH",) if name in os.environ}
    before, trace = held(place / "work"), place / "trace.txt"
    traced = ["strace", "-f", "-e", "trace=network", "-o", str(trace)] if shutil.which("strace") else []
    done = subprocess.run(
        [*traced, sys.executable, "-m", "sayso", *arguments.split()],
        cwd=place / "work",
        env=environment,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    # Where the examples are read to tell of none, or of nothing new; what they quote of one another need not be all of it.
    nothing = ("events", "ledger", "trace", "watch ridge")
    other = (1,) if arguments.startswith(nothing) else (3, 4) if arguments.startswith("check") else ()
    assert done.returncode in (0, *other), done.stderr
    assert held(place / "home") == set() and held(place / "temporary") == set()
    assert held(place / "work") - before == leaves
    if not traced:
        pytest.skip("strace is not installed: files were looked for, sockets were not")
    assert spoken(trace.read_text(encoding="utf8", errors="replace")) == []


def spoken(trace: str) -> list[str]:
    """The calls in a trace that reach for another machine, or look one up.

    Python's start and a library's import ask whether this machine has IPv6, by binding an unnamed port of ::1: nothing is sent.
    """
    internet = [line for line in trace.splitlines() if re.search(r"AF_INET6?|AF_NETLINK|/nscd/", line)]
    return [line for line in internet if not re.search(r"\b(socket|bind)\(", line) or ("bind(" in line and '"::1"' not in line)]


TRACE = """\
1 socket(AF_INET6, SOCK_STREAM|SOCK_CLOEXEC, IPPROTO_IP) = 5
1 bind(5, {sa_family=AF_INET6, sin6_port=htons(0), inet_pton(AF_INET6, "::1", &sin6_addr)}, 28) = 0
1 socketpair(AF_UNIX, SOCK_STREAM, 0, [5, 6]) = 0
"""


@pytest.mark.parametrize(
    ("line", "speaks"),
    [
        ("", False),
        ('1 connect(7, {sa_family=AF_INET, sin_port=htons(443), sin_addr=inet_addr("192.0.2.1")}, 16) = 0', True),
        ('1 sendto(7, "\\1\\2", 40, MSG_NOSIGNAL, {sa_family=AF_INET, sin_port=htons(53)}, 16) = 40', True),
        ('1 connect(7, {sa_family=AF_UNIX, sun_path="/var/run/nscd/socket"}, 110) = -1', True),
        ('1 bind(5, {sa_family=AF_INET, sin_port=htons(80), sin_addr=inet_addr("0.0.0.0")}, 16) = 0', True),
    ],
)
def test_a_trace_is_read_right(line: str, speaks: bool) -> None:
    assert bool(spoken(TRACE + line)) is speaks
