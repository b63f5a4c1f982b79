"""What reaches a terminal: words, line ends and colours, and nothing that steers it, whatever a page or a file is called."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
import shelf
from hypothesis import given, strategies as st

from sayso.controls import one_line, printable, shielded
from sayso.formats import dumps

ESCAPES = "\x1b]0;pwned\x07\x1b[2J\x9b31m\u202egnp\u2066\x85\x0b"
STEERING = re.compile(r"[\x00-\x08\x0b-\x0c\x0e-\x1a\x1b\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
COLOUR = re.compile(r"\x1b\[[0-9;]*m")
# What Rich sends to draw and take away a bar: cursor hidden and shown, up a line, a line cleared, beginning of the line.
BAR = re.compile(r"\x1b\[(?:\?25[lh]|1A|2K)|\r")


def hostile(folder: Path) -> None:
    """A folder of inputs with escapes in every field that a page or a file gives."""
    name = ESCAPES.replace("/", "")
    words = f"“The bridge{ESCAPES} is safe,” said Ana{ESCAPES} Dovrel, the mayor of Selm{ESCAPES}.\n"
    (folder / f"prose{name}.txt").write_text(words * 3, encoding="utf8")
    (folder / f"broken{name}.html").write_bytes(b"\x00\x01" * 500)
    url = f"https://lantern.example/{ESCAPES}"
    line = {"url": url, "text": words * 5, "captured": f"2031{ESCAPES}"}
    (folder / "pages.jsonl").write_text(json.dumps(line) + "\n" + f'{{"{ESCAPES}": 1}}\n', encoding="utf8")
    head = f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2031-03-14T10:00:00Z\r\n"
    body = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\n\r\n\x1f\x8bxx"
    head += (
        f"WARC-Record-ID: <urn:1>\r\nContent-Type: application/http; msgtype=response\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    (folder / "crawl.warc").write_bytes(head.encode() + body + b"\r\n\r\n")


@pytest.fixture(scope="module")
def work(tmp_path_factory: pytest.TempPathFactory) -> Path:
    work = tmp_path_factory.mktemp("hostile")
    (work / "in").mkdir()
    hostile(work / "in")
    shelf.in_terminal(["add", str(work / "in"), "--workers", "1", "--store", str(work / "news.db")])
    return work


COMMANDS = [
    "read {in}",
    "read {in} --verbose",
    "read {in} --format json",
    "read {in} --format html",
    "add {in} --workers 1 --store {new}",
    "add {in} --workers 2 --verbose --store {new}",
    "add no{esc}where --store {new}",
    "find bridge --store {store}",
    "find bridge --store {store} --format json",
    "find bridge --store {store} --format jsonl",
    "find bridge --store {store} --format csv",
    "find --count speaker --store {store}",
    "find --count outlet --store {store} --format csv",
    "find --speaker {esc} --outlet {esc} --store {store}",
    "find x --store no{esc}store",
    "find --count {esc}",
    "find --limit {esc}",
    "{esc}",
    "find --no-such{esc} --store {store}",
    "versions https://lantern.example/{esc} --store {store}",
    "versions no{esc} --store {store}",
    "party --store {store}",
    "party x{esc} --store {store}",
    "export --store {store} --output no{esc}/where.csv",
    "export --store {store} --speaker {esc} --output {out}",
    "verify --store {store}",
    "verify --store no{esc}store",
    "reread --all --workers 1 --store {store}",
    "reread no{esc} --workers 1 --store {store}",
]


@pytest.mark.parametrize("command", COMMANDS)
def test_no_escape_of_a_page_or_a_name_reaches_the_terminal(command: str, work: Path, tmp_path: Path) -> None:
    given = {
        "in": work / "in",
        "new": tmp_path / "new.db",
        "store": work / "news.db",
        "out": tmp_path / "out.csv",
        "esc": ESCAPES,
    }
    seen = shelf.in_terminal([word.format(**given) for word in command.split(" ")])
    assert len(seen) > 10, "the command said nothing"
    left = BAR.sub("", COLOUR.sub("", seen))
    found = STEERING.search(left)
    assert found is None, f"{found[0]!r} in {left[max(0, found.start() - 60) : found.end() + 20]!r}"  # type: ignore[index]


def test_a_name_with_a_line_end_makes_one_line(work: Path, tmp_path: Path) -> None:
    (tmp_path / "a\nsayso: all holds.html").write_bytes(b"\x00\x01" * 500)
    seen = shelf.in_terminal(["add", str(tmp_path), "--workers", "1", "--store", str(tmp_path / "new.db")])
    assert not any(line.startswith("sayso: all holds") for line in seen.splitlines())


@given(st.text())
def test_what_is_shielded_steers_nothing(words: str) -> None:
    assert not STEERING.search(COLOUR.sub("", shielded(words)))
    assert not STEERING.search(re.sub(r"[\x0b\x0c\x85]", "", printable(words)))  # white space stays; rows fold it
    assert not re.search(r"[\n\r]", one_line(words))


@given(st.text())
def test_json_shows_no_control_and_says_the_same(words: str) -> None:
    written = dumps({"text": words})
    assert not STEERING.search(written) and json.loads(written) == {"text": words}
