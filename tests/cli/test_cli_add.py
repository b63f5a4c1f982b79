"""``sayso add``, ``verify`` and ``reread`` as people and programs call them: real files, a real server, real processes."""

from __future__ import annotations

import contextlib
import json
import os
import pty
import re
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from plain_reader import read_plainly
from processes import children, gone
from reports import lines, said

from sayso.adding import add_each
from sayso.attribution.model import MODEL_NAME
from sayso.cli import main
from sayso.cli.add import Extent
from sayso.cli.terminal import Meter
from sayso.record import Page
from sayso.store import open_engine
from sayso.store.values import Correction

EXAMPLES = Path(__file__).parents[2] / "examples"
COURIER = EXAMPLES / "valdrin-courier"
STORY = "“The {} bridge is safe,” said Ana Dovrel, the mayor of Norvan. She spoke to reporters on Tuesday."


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder, and a store in it by default."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("SAYSO_STORE", raising=False)
    return tmp_path


def sayso(*arguments: str | Path) -> int:
    try:
        return main([str(argument) for argument in arguments])
    except SystemExit as exit:
        return int(exit.code or 0)


def test_pages_are_added_once(capsys: pytest.CaptureFixture[str]) -> None:
    assert sayso("add", COURIER, "--workers", "1") == 0
    out, err = capsys.readouterr()
    assert re.fullmatch(r"added to sayso\.db\n +1 article\n +1 new version\n +\d+ statements\n", out) and err == ""
    assert sayso("add", COURIER, "--workers", "1") == 0
    assert capsys.readouterr() == ("nothing new for sayso.db\n        2 pages that it had\n", "")
    assert sayso("verify") == 0
    assert re.fullmatch(r"sayso\.db: all holds, 2 texts with \d+ statements\n", capsys.readouterr().out)


def test_the_store_is_named_by_the_flag_or_the_environment(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sayso("add", COURIER / "2031-03-14-call.html", "--store", "flag.db", "--workers", "1")
    monkeypatch.setenv("SAYSO_STORE", str(here / "named.db"))
    sayso("add", COURIER / "2031-03-14-call.html", "--workers", "1")
    assert {path.name for path in here.glob("*.db")} == {"flag.db", "named.db"}


def test_nothing_read_is_status_1_again_too(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "empty.html").write_text("  ")
    for _ in range(2):  # a refused page is tried again, and refused again
        assert sayso("add", "empty.html", "no/such.html", "--workers", "1") == 1
        out, err = capsys.readouterr()
        assert out == "nothing new for sayso.db\n        2 not read: 1 empty, 1 not-found\n"
        assert "empty: empty.html has no words" in err and "not-found: There is no file" in err


def test_what_was_passed_over_in_a_folder_is_said(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "in").mkdir()
    (here / "in/a.png").touch()
    (here / "in/call.html").write_bytes((COURIER / "2031-03-14-call.html").read_bytes())
    assert sayso("add", "in", "--workers", "1") == 0
    assert capsys.readouterr().err == "sayso: passed over 1 file in folders: 1 .png\n"


def test_two_captures_of_one_article_are_its_versions(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = (COURIER / "2031-03-14-call.html").read_text(encoding="utf8")
    for stamp, words in (("20310314100000", page), ("20310315100000", page.replace("ridge", "bridge"))):
        text = re.sub(r'<link rel="canonical"[^>]*>', "", words)
        mark = f'<link rel="canonical" href="https://web.archive.org/web/{stamp}/https://courier.example/call">'
        (here / f"{stamp}.html").write_text(text.replace("<head>", f"<head>{mark}"), encoding="utf8")
    assert sayso("add", "20310314100000.html", "20310315100000.html", "--workers", "1") == 0
    assert re.search(r" 1 article\n +1 new version\n", capsys.readouterr().out)
    assert sayso("versions", "https://courier.example/call") == 0


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (["no/such.html"], "sayso: not-found: There is no file or folder no/such.html. Check the path.\n"),
        (["broken.html"], "sayso: not-found: There is no file or folder broken.html. Check the path.\n"),
        (["ftp://news.example/a"], "sayso: bad-address: ftp://news.example/a cannot be fetched: it needs http:// or https://"),
        (["no.html", "nor.html"], "sayso: not-found: There is no file or folder no.html. Check the path.\nsayso: not-found: "),
        ([f"{number}.html" for number in range(7)], ""),
    ],
)
def test_a_slip_in_a_path_makes_no_store(here: Path, capsys: pytest.CaptureFixture[str], given: list[str], told: str) -> None:
    (here / "broken.html").symlink_to("nowhere")
    assert sayso("add", *given, "--workers", "1") == 1
    out, err = capsys.readouterr()
    assert out.startswith(f"nothing new for sayso.db\n        {len(given)} not read: {len(given)} ")
    assert err.startswith(told) and err.count("\n") == (len(given) if told else 0)
    assert sayso("add", *given, "--workers", "1", "--verbose") == 1
    assert len(re.findall("(?:not-found|bad-address): ", capsys.readouterr().err)) == len(given)
    assert [path.name for path in here.iterdir()] == ["broken.html"]


@pytest.mark.parametrize("given", ["call.html/", "call.html/.", ""])
def test_a_path_written_in_another_way_is_added(here: Path, given: str) -> None:
    (here / "call.html").write_bytes((COURIER / "2031-03-14-call.html").read_bytes())
    assert sayso("add", given, "nosuch.html", "--workers", "1") == 0
    assert (here / "sayso.db").exists()


def test_many_refusals_are_counted_and_told_one_by_one_if_asked(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for number in range(7):
        (here / f"{number}.html").write_text(" ")
    assert sayso("add", ".", "--workers", "1") == 1
    out, err = capsys.readouterr()
    assert out.endswith("        7 not read: 7 empty (--verbose tells each)\n") and err == ""
    sayso("add", ".", "--workers", "1", "--verbose")
    assert len([line for line in capsys.readouterr().err.splitlines() if line.startswith("empty: ")]) == 7


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["add"], "INPUT is missing"),
        (["add", "a.html", "--workers", "0"], "it must be 1 or more"),
        (["add", "a.html", "--delay", "-1"], "it must be 0 or more"),
        (["add", "a.html", "--store", ""], "an empty store"),
        (["reread"], "--older or --all"),
        (["reread", "a", "--older"], "leave it away"),
        (["verify", "a"], "there is no place for it"),
    ],
)
def test_wrong_use_is_status_2(arguments: list[str], message: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert sayso(*arguments) == 2
    out, err = capsys.readouterr()
    assert out == "" and message in err


@pytest.mark.parametrize("command", [["verify"], ["reread", "--all"]])
def test_there_is_nothing_to_check_without_a_store(command: list[str], here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert sayso(*command) == 1
    out, err = capsys.readouterr()
    assert out == "" and err.startswith("sayso: ") and "sayso.db" in err and not list(here.iterdir())


@pytest.mark.parametrize("command", [["add", "a.html"], ["verify"], ["reread", "--all"]])
def test_another_programs_file_is_left_alone(command: list[str], here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "sayso.db").write_bytes(b"Not a store at all. " * 99)
    assert sayso(*command) == 1
    assert capsys.readouterr().err.startswith("sayso: ") and (here / "sayso.db").read_bytes().startswith(b"Not a store")


# Addresses.


class Site:
    """A server whose pages can be changed; notes how it was asked."""

    def __init__(self) -> None:
        self.pages: dict[str, bytes] = {}
        self.asked: list[tuple[str, str | None, int]] = []
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                content = site.pages.get(self.path)
                tag, asked = f'"{hash(content)}"', self.headers.get("If-None-Match")
                status = 404 if content is None else 304 if asked == tag else 200
                site.asked.append((self.path, asked, status))
                self.send_response(status)
                self.send_header("ETag", tag)
                self.send_header("Content-Type", "application/rss+xml" if self.path.endswith("rss") else "text/html")
                self.end_headers()
                if content is not None and status == 200:
                    self.wfile.write(content)

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self.server.server_address[1]}"
        self.thread = threading.Thread(target=self.server.serve_forever)
        self.thread.start()


@pytest.fixture
def site() -> Iterator[Site]:
    site = Site()
    yield site
    site.server.shutdown()
    site.thread.join()
    site.server.server_close()


OLD, NEW = ((COURIER / f"2031-03-14-call{end}.html").read_bytes() for end in ("", "-v2"))
OTHER = (EXAMPLES / "aurane-post/2031-03-14-readouts.html").read_bytes()


def test_an_address_is_asked_only_for_what_has_changed(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    command = ["add", f"{site.address}/story", "--allow-private", "--delay", "0", "--workers", "1"]
    outcomes = []
    for content in (OLD, OLD, NEW):
        site.pages["/story"] = content
        assert sayso(*command) == 0
        outcomes.append(capsys.readouterr().out.splitlines()[1].split(maxsplit=1)[1])
    assert outcomes == ["article", "page that it had", "new version"]
    told = [(asked is not None, status) for path, asked, status in site.asked if path == "/story"]
    assert told == [(False, 200), (True, 304), (True, 200)]


def test_a_feeds_pages_are_added_and_the_next_time_the_new_ones(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    def feed(count: int) -> bytes:
        items = "".join(f"<item><link>{site.address}/{n}</link></item>" for n in range(count))
        return f'<rss version="2.0"><channel><title>News</title>{items}</channel></rss>'.encode()

    site.pages |= {"/rss": feed(2), "/0": OLD, "/1": OTHER, "/2": NEW}
    command = ["add", f"{site.address}/rss", "--allow-private", "--delay", "0", "--workers", "1"]
    assert sayso(*command) == 0 and "2 articles" in capsys.readouterr().out
    site.pages["/rss"] = feed(3)
    assert sayso(*command) == 0
    assert "1 article\n" in (out := capsys.readouterr().out) and "2 pages that it had" in out


# Processes.


@contextlib.contextmanager
def adding(*more: str) -> Iterator[subprocess.Popen[str]]:
    """An ``add`` of standard input on its way."""
    command = [sys.executable, "-m", "sayso", "add", "-", *more]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, text=True, encoding="utf8") as process:
        yield process


@pytest.mark.parametrize(("stop", "status"), [(signal.SIGTERM, 143), (signal.SIGINT, 130)])
def test_stopped_it_says_so_keeps_what_is_written_and_leaves_no_process(stop: signal.Signals, status: int, here: Path) -> None:
    with adding("--workers", "2") as process:
        assert process.stdin is not None
        end = time.monotonic() + 60
        number = 0
        while not _articles(here / "sayso.db") and time.monotonic() < end:
            record = {"url": f"https://lantern.example/{number}", "text": STORY.format(number)}
            process.stdin.write(json.dumps(record) + "\n")
            process.stdin.flush()
            number += 1
            time.sleep(0.2)
        workers = children(process.pid)
        process.send_signal(stop)
        out, err = process.communicate(timeout=30)
    assert process.returncode == status and len(workers) == 2
    assert out.startswith("added to sayso.db\n") and err == (
        "sayso: stopped; what is written stays, and the same command goes on from there\n"
    )
    assert gone(workers) and sayso("verify") == 0
    articles = int(out.split()[3])
    assert 0 < articles == _articles(here / "sayso.db") <= number


def _articles(store: Path) -> int:
    if not store.exists():
        return 0
    connection = sqlite3.connect(f"file:{store}?mode=ro", uri=True)
    try:
        return int(connection.execute("SELECT count(*) FROM articles").fetchone()[0])
    except sqlite3.OperationalError:  # it is being made
        return 0
    finally:
        connection.close()


def test_on_a_terminal_there_is_a_bar_and_then_the_summary(here: Path) -> None:
    pages = lines(here / "pages.jsonl", [STORY.format(n) for n in range(40)])
    master, slave = pty.openpty()
    environment = {**os.environ, "TERM": "xterm-256color", "COLUMNS": "80", "LINES": "24"}
    command = [sys.executable, "-m", "sayso", "add", pages, "--workers", "1"]
    with subprocess.Popen(command, stdin=slave, stdout=slave, stderr=slave, env=environment, close_fds=True) as process:
        os.close(slave)
        shown = b""
        with contextlib.suppress(OSError):  # what a terminal gives at its end
            while piece := os.read(master, 4096):
                shown += piece
        os.close(master)
    assert process.returncode == 0
    plain = re.sub(r"\x1b\[[\d;?]*[a-zA-Z]", "", shown.decode()).replace("\r", "\n")
    assert "adding ━" in plain and "/s" in plain and "left" in plain
    assert max(map(len, plain.splitlines())) <= 80
    summary = [line.strip() for line in plain.splitlines() if line.strip()][-3:]
    assert summary[0].endswith("sayso.db") and summary[1] == "40 articles" and summary[2].endswith("statements")


def test_how_far_along_an_input_is_can_be_told(here: Path) -> None:
    (here / "a.html").write_bytes(b"a" * 10)
    (here / "b.warc.gz").write_bytes(b"b" * 100)
    (here / "c").mkdir()
    (here / "c/d.jsonl").write_bytes(b"d" * 50)
    (here / "c/d.png").write_bytes(b"d" * 99)
    extent = Extent(["a.html", "b.warc.gz", "c", "missing.html"])
    assert extent.total == 160
    for name in ("a.html", "b.warc.gz:40", "b.warc.gz:90", "c/d.jsonl:1", "c/d.jsonl:2", "elsewhere"):
        extent.meet(Page(name, b"x" * 30))
    assert extent.position == 0, "pages have come in, and nothing is known of any"
    assert [extent.settle() for _ in range(7)] == [10, 50, 100, 140, 160, 160, 160]
    assert Extent(["a.html", "-"]).total is None and Extent(["https://lantern.example/"]).total is None


class Bar:
    """What a meter shows, written down."""

    def __init__(self) -> None:
        self.shown: list[tuple[int, float]] = []  # how many are done, and how far that is
        self.total: float | None = None

    def update(self, task: int, completed: float, count: str, rate: str) -> None:
        self.shown.append((int(count.replace(",", "")), completed))

    def stop(self) -> None: ...

    def start(self) -> None: ...


@pytest.fixture
def bar(monkeypatch: pytest.MonkeyPatch) -> Bar:
    """The bar of the commands that have one, in place of a terminal's."""
    shown = Bar()

    @contextlib.contextmanager
    def meter(doing: str, total: float | None = None) -> Iterator[Meter]:
        shown.total = total
        yield Meter(shown)  # type: ignore[arg-type]

    for command in ("add", "reread", "verify"):
        monkeypatch.setattr(f"sayso.cli.{command}.meter", meter)
    return shown


def test_the_bar_goes_one_way(here: Path, bar: Bar, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder lists its files in no order, they are read sorted, and some come in ahead: neither may move it back."""
    for number in range(30):
        (here / f"{number * 7 % 30:02}.txt").write_text(STORY.format(number) + "x" * (number * 7919 % 900))
    (here / "in").mkdir()
    (here / "in/b.jsonl").write_text(json.dumps({"url": "https://lantern.example/7", "text": STORY.format("line")}) + "\n")
    listed = os.walk
    monkeypatch.setattr("sayso.cli.add.os.walk", lambda top: ((at, subs, files[::-1]) for at, subs, files in listed(top)))
    monkeypatch.setattr("sayso.adding.read_in", read_plainly)
    assert sayso("add", ".", "--workers", "1", "--store", here.parent / "store.db") == 0
    assert [count for count, _ in bar.shown] == list(range(1, 32))
    positions = [position for _, position in bar.shown]
    assert positions == sorted(positions)
    assert bar.total and 0.98 < positions[-1] / bar.total <= 1  # a line is more than its text
    halves = [position / (bar.total or 1) - count / 31 for count, position in bar.shown]
    assert max(map(abs, halves)) < 0.2, "the percentage and the count tell of different things"


def test_the_bar_of_reading_again_and_of_checking_goes_one_way(here: Path, bar: Bar) -> None:
    engine = open_engine(here / "sayso.db")
    list(add_each(engine, [lines(here / "pages.jsonl", [said(n) for n in range(4)])], workers=1, read=read_plainly))
    engine.close()
    for command in (["reread", "--older", "--workers", "1"], ["verify"]):
        bar.shown.clear()
        assert sayso(*command) == 0
        assert bar.shown == sorted(bar.shown) and bar.shown[-1] == (4, 4) and bar.total == 4


def test_a_meter_never_goes_back() -> None:
    bar = Bar()
    meter = Meter(bar)  # type: ignore[arg-type]
    for position in (3, 1, None, 7, 5):
        meter.count(position)
    assert bar.shown == [(1, 3), (2, 3), (3, 3), (4, 7), (5, 7)]


# Checking, and reading again.


def test_verify_names_what_no_longer_holds(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sayso("add", COURIER / "2031-03-14-call.html", "--workers", "1")
    connection = sqlite3.connect(here / "sayso.db")
    assert connection.execute("UPDATE statements SET content = '[[0, 5]]' WHERE id = 3").rowcount == 1
    connection.commit()
    connection.close()
    capsys.readouterr()
    assert sayso("verify") == 1
    out, err = capsys.readouterr()
    assert "valdrincourier.example" in out and "fault" in err


def test_kept_texts_are_read_again_by_todays_model(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    engine = open_engine(here / "sayso.db")
    list(add_each(engine, [lines(here / "pages.jsonl", [said(0), STORY.format("old")])], workers=1, read=read_plainly))
    engine.close()
    assert sayso("reread", "--older", "--workers", "1") == 0
    assert capsys.readouterr().out == "read again in sayso.db\n        2 read again\n"
    engine = open_engine(here / "sayso.db")
    version = engine.versions("https://lantern.example/1")[0]
    engine.close()
    assert version.reading.model == MODEL_NAME and version.reading.article.text == STORY.format("old")
    speaker = version.reading.statements[0].speaker
    assert speaker and speaker.mention and "Ana Dovrel" in speaker.mention.text
    assert sayso("reread", "https://lantern.example/1", "--workers", "1") == 0
    assert "1 read by today's model before" in capsys.readouterr().out
    assert sayso("reread", "https://lantern.example/1", "--all", "--workers", "2") == 0
    assert capsys.readouterr().out == "read again in sayso.db\n        1 read again\n"
    assert sayso("reread", "https://lantern.example/9", "--workers", "1") == 1
    assert "has no article https://lantern.example/9" in capsys.readouterr().err
    assert sayso("verify") == 0


def test_corrections_outlive_reading_again(here: Path) -> None:
    sayso("add", COURIER / "2031-03-14-call.html", "--workers", "1")
    engine = open_engine(here / "sayso.db")
    known = engine.parties("Ilya Torvan")[0]
    engine.correct(
        Correction("rename", "as the ministry spells him", "2031-03-15", (known.name, known.kind), name="Ilja Torvan")
    )
    engine.close()
    assert sayso("reread", "--all", "--workers", "1") == 0
    engine = open_engine(here / "sayso.db")
    again = engine.parties("Ilya Torvan")[0]
    engine.close()
    assert (again.name, again.statements) == ("Ilja Torvan", known.statements) and again.statements > 0
