"""Inputs become pages in their order; what cannot be read is a refusal in its place."""

import gzip
import io
import itertools
import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from sayso.options import PageOptions
from sayso.pages.inputs import passed_over, read_pages
from sayso.record import Page, Refusal

RAIN = b"<p>Rain</p>"


def read(*inputs: object, **options: object) -> list[Page | Refusal]:
    return list(read_pages(map(str, inputs), PageOptions(**options)))  # type: ignore[arg-type]


def told(results: list[Page | Refusal]) -> list[object]:
    return [result.content if isinstance(result, Page) else result.reason for result in results]


def test_a_file_and_a_gzipped_one(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_bytes(RAIN)
    (tmp_path / "noending").write_bytes(gzip.compress(RAIN))  # known by its first bytes
    pages = read(tmp_path / "a.html", tmp_path / "noending")
    assert told(pages) == [RAIN, RAIN]
    assert [page.input for page in pages] == [str(tmp_path / "a.html"), str(tmp_path / "noending")]


def test_a_folder_is_read_sorted_and_deep(tmp_path: Path) -> None:
    for name in ("b.txt", "a.htm", "sub/c.html.gz", "skip.png", ".hidden.html", ".git/d.html"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(gzip.compress(RAIN) if name.endswith("gz") else RAIN)
    assert [Path(page.input).name for page in read(tmp_path)] == ["a.htm", "b.txt", "c.html.gz"]


def test_what_a_folder_passes_over_is_counted_by_kind(tmp_path: Path) -> None:
    names = ["a.html", "b.pdf", "c.json.gz", "d.warc.zst", "e.png", "f.PNG", "sub/g.css", "sub/h", ".hidden.png", ".git/i.png"]
    for name in names:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"x")
    assert passed_over([str(tmp_path), "-", "https://a.example/", str(tmp_path / "e.png"), "no\0path"]) == {
        ".png": 2,
        ".css": 1,
        "no ending": 1,
    }


def test_json_lines(tmp_path: Path) -> None:
    rows = [{"url": "https://a.example/1", "html": "<p>Rain"}, {"text": "Sun"}, ["no"], {"url": "https://a.example/2"}]
    text = "\n".join(map(json.dumps, rows)) + "\n\n{broken\n" + '{"text": "half \\ud83d"}\n'
    (tmp_path / "a.jsonl").write_text(text, encoding="utf8")
    (tmp_path / "a.jsonl.gz").write_bytes(gzip.compress(text.encode()))
    pages = read(tmp_path / "a.jsonl")
    assert told(pages) == [
        b"<p>Rain",
        b"Sun",
        "bad-json",
        "bad-json",
        "bad-json",
        "half \ud83d".encode("utf-8", "surrogatepass"),
    ]
    assert [page.input.rsplit(":")[-1] for page in pages] == ["1", "2", "3", "4", "6", "7"]
    assert isinstance(pages[0], Page) and (pages[0].url, pages[0].charset) == ("https://a.example/1", "utf-8")
    assert told(read(tmp_path / "a.jsonl.gz")) == told(pages)


@pytest.mark.parametrize(
    ("stdin", "wanted"),
    [
        (RAIN, [RAIN]),
        (gzip.compress(RAIN, mtime=0), [RAIN]),
        (b'{"text": "Sun"}\n{"text": "Rain"}\n', [b"Sun", b"Rain"]),  # the first line says that these are JSON lines
        (b'{"a": 1}\nwords', [b'{"a": 1}\nwords']),  # an object without html or text is a text
        (b"", [b""]),
    ],
)
def test_standard_input(stdin: bytes, wanted: list[object], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(stdin)))
    assert told(read("-")) == wanted


def test_refusals_stand_in_their_place(tmp_path: Path) -> None:
    (tmp_path / "cut.html.gz").write_bytes(gzip.compress(RAIN)[:-9])
    (tmp_path / "big.html").write_bytes(b"x" * 101)
    (tmp_path / "bomb.html.gz").write_bytes(gzip.compress(b"x" * 5000))
    (tmp_path / "long.jsonl").write_bytes(b'{"text": "' + b"x" * 200 + b'"}\n{"text": "Sun"}\n')
    (tmp_path / "none.jsonl").write_bytes(b"\n")
    (tmp_path / "cut.jsonl.gz").write_bytes(gzip.compress(b'{"text": "Sun"}\n' + os.urandom(60))[:-20])
    (tmp_path / "none").mkdir()
    names = [
        "missing.html",
        "cut.html.gz",
        "big.html",
        "bomb.html.gz",
        "long.jsonl",
        "none.jsonl",
        "cut.jsonl.gz",
        "none",
        "a\0b",
    ]
    reasons = told(read(*(tmp_path / name for name in names), max_bytes=100))
    assert reasons[:8] == ["not-found", "bad-gzip", "too-big", "too-big", "too-big", b"Sun", "empty", b"Sun"]
    assert reasons[-3:] == ["bad-gzip", "empty", "unreadable"] or reasons[-3:] == ["bad-gzip", "empty", "not-found"]


def test_closed_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", None)
    assert told(read("-")) == ["unreadable"]


@pytest.mark.parametrize("name", ["ftp://news.example/1", "file:///etc/passwd"])
def test_addresses_of_other_kinds(name: str) -> None:
    assert told(read(name)) == ["bad-address"]


def test_what_begins_with_www_is_taken_for_an_address(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """And a message says so where nothing comes of it; what is there under such a name is that file."""
    monkeypatch.chdir(tmp_path)
    asked: list[str] = []

    def fetch(self: object, url: str) -> Page | Refusal:
        asked.append(url)
        return Refusal(url, "unreachable", "Nobody answers.") if "lost" in url else Page(url, b"<p>It rained.", url=url)

    monkeypatch.setattr("sayso.pages.fetch.Fetcher.fetch", fetch)
    found, lost = read_pages(["www.gate.example/news", "WWW.lost.example"])
    assert asked == ["https://www.gate.example/news", "https://WWW.lost.example"]
    assert isinstance(found, Page) and found.input == "https://www.gate.example/news"
    taken = "There is no file WWW.lost.example, so it was taken for an address: https://WWW.lost.example."
    assert isinstance(lost, Refusal) and lost.detail == f"Nobody answers. {taken}"
    (tmp_path / "www.gate.example").write_text("It rained.")
    (page,) = read_pages(["www.gate.example"])
    assert isinstance(page, Page) and page.content == b"It rained." and len(asked) == 2
    paths = list(read_pages(["www.html", "wwww.gate.example/1"]))
    assert [page.reason for page in paths if isinstance(page, Refusal)] == ["not-found"] * 2


def test_a_file_may_be_called_like_an_address(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "ftp:").mkdir()
    (tmp_path / "ftp:" / "a.html").write_bytes(RAIN)
    assert told(read("ftp://a.html")) == [RAIN]


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read any file")
def test_permission(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_bytes(RAIN)
    (tmp_path / "a.html").chmod(0)
    assert told(read(tmp_path / "a.html")) == ["unreadable"]


def test_inputs_are_read_as_they_are_asked_for(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_bytes(RAIN)

    def endless() -> Iterator[str]:
        yield from itertools.repeat(str(tmp_path / "a.html"))

    assert len(list(itertools.islice(read_pages(endless()), 3))) == 3


def test_prose_is_carried_to_the_page(tmp_path: Path) -> None:
    """A file's words as they stand; of JSON lines the words of each line."""
    (tmp_path / "a.txt").write_bytes(b'{"text": "Sun"}\n')
    (tmp_path / "a.jsonl").write_bytes(b'{"text": " Sun ", "html": "<p>Sun"}\n{"html": "<p>Rain"}\n')
    whole, line, html = read(tmp_path / "a.txt", tmp_path / "a.jsonl", prose=True)
    assert isinstance(whole, Page) and whole.prose and whole.content == b'{"text": "Sun"}\n'
    assert isinstance(line, Page) and line.prose and line.content == b" Sun "
    assert isinstance(html, Page) and not html.prose and html.content == b"<p>Rain"  # a page has no words that stand alone
