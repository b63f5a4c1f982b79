"""Archives in other clothes: ARC, WARCs packed by Zstandard, with a dictionary or without, and in a WACZ; whole and broken."""

from __future__ import annotations

import gzip
import io
import os
import sys
import time
from pathlib import Path

import pytest
from archives import HTML, answer, packed as gzipped, record
from papers import packed as zipped

from sayso.options import PageOptions
from sayso.pages.inputs import read_pages
from sayso.pages.zstandard import DICTIONARY
from sayso.record import Page, Refusal

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

ONE, TWO = (record(answer(), url=f"http://lantern.example/{number}") for number in (1, 2))


def read(content: bytes, folder: Path, name: str, **options: int) -> list[Page | Refusal]:
    (folder / name).write_bytes(content)
    return list(read_pages([str(folder / name)], PageOptions(**options)))  # type: ignore[arg-type]


def told(found: list[Page | Refusal]) -> list[str | None]:
    return [one.url if isinstance(one, Page) else one.reason for one in found]


# ARC


def arc(*records: tuple[str, bytes], version: int = 1) -> list[bytes]:
    """The file's own record, then one for each address and answer."""
    about = b"%d 0 Sayso\nURL IP-address Archive-date Content-type Archive-length\n" % version
    rows = [b"filedesc://a.arc 0.0.0.0 20310314090000 text/plain %d\n%s" % (len(about), about)]
    for url, content in records:
        more = b" 200 - - 0 a.arc" if version == 2 else b""
        rows.append(b"%s 192.0.2.7 20310314100000 text/html%s %d\n%s" % (url.encode(), more, len(content), content))
    return [row + b"\n" for row in rows]


LANTERN = [("http://lantern.example/1", answer()), ("http://lantern.example/a b", answer()), ("dns:lantern.example", b"x")]
FAULTY = [
    ("http://lantern.example/gone", answer(status="404 Not Found")),
    ("http://lantern.example/a.png", answer(media="image/png")),
]


@pytest.mark.parametrize("version", [1, 2])
@pytest.mark.parametrize("name", ["a.arc", "a.arc.gz", "no-ending"])
def test_the_pages_of_an_arc(version: int, name: str, tmp_path: Path) -> None:
    rows = arc(*LANTERN, *FAULTY, version=version)
    content = gzipped(*rows) if name.endswith("gz") else b"".join(rows)
    pages = read(content, tmp_path, name)
    assert told(pages) == ["http://lantern.example/1", "http://lantern.example/a b"]
    assert all(isinstance(page, Page) and page.content == HTML and page.charset == "utf-8" for page in pages)
    assert {page.captured for page in pages if isinstance(page, Page)} == {"2031-03-14T10:00:00+00:00"}
    first = len(gzip.compress(rows[0], mtime=0)) if name.endswith("gz") else len(rows[0])
    assert pages[0].input == f"{tmp_path / name}:{first}"


def test_what_is_broken_in_an_arc_is_told_and_the_rest_read(tmp_path: Path) -> None:
    rows = arc(*LANTERN[:1], *LANTERN[:1], *LANTERN[:1])
    longer = rows[2].replace(b"text/html %d" % len(answer()), b"text/html %d" % (len(answer()) + 50))
    assert told(read(b"".join([*rows[:2], longer, rows[3]]), tmp_path, "a.arc")) == [LANTERN[0][0], "bad-warc", LANTERN[0][0]]
    assert told(read(b"".join(rows)[:-30], tmp_path, "a.arc"))[-1] == "bad-warc"
    cut = gzipped(*rows)
    assert told(read(cut[: len(cut) - 20], tmp_path, "a.arc.gz"))[-1] == "bad-warc"
    assert told(read(b"".join(arc()), tmp_path, "a.arc")) == ["empty"]


def test_the_next_record_of_an_arc_is_looked_for_in_linear_time(tmp_path: Path) -> None:
    start = time.process_time()
    for flood in (
        b"http://a.b/ " * 300_000,
        (b"ab:" + b" 1" * 2_000 + b"\n") * 1_000,
        b"http://a.b/ 1.2.3.4 20310314090000 text/html 99999\n" * 30_000,
    ):
        assert told(read(arc()[0] + flood, tmp_path, "a.arc"))[-1] == "bad-warc"
    assert time.process_time() - start < 5


# Zstandard


def with_dictionary(*records: bytes, raw: bool) -> bytes:
    """As the archives that crawl for teams write it: a dictionary before all, packed or not, then a frame a record."""
    samples = [record(answer(HTML + os.urandom(20).hex().encode()), url=f"http://lantern.example/{n}") for n in range(200)]
    words = zstd.train_dict(samples, 2_000)
    content = words.dict_content if raw else zstd.compress(words.dict_content)
    frames = b"".join(zstd.compress(one, zstd_dict=words) for one in records)
    return DICTIONARY + len(content).to_bytes(4, "little") + content + frames


@pytest.mark.parametrize(
    "content",
    [
        zstd.compress(ONE) + zstd.compress(TWO),
        zstd.compress(ONE + TWO),
        zstd.compress(ONE) + b"\x50\x2a\x4d\x18\x04\0\0\0abcd" + zstd.compress(TWO),  # a frame to pass over
        with_dictionary(ONE, TWO, raw=True),
        with_dictionary(ONE, TWO, raw=False),
    ],
    ids=["a frame each", "one frame", "with a frame between", "raw dictionary", "packed dictionary"],
)
@pytest.mark.parametrize("name", ["a.warc.zst", "no-ending"])
def test_a_warc_packed_by_zstandard(content: bytes, name: str, tmp_path: Path) -> None:
    pages = read(content, tmp_path, name)
    assert told(pages) == ["http://lantern.example/1", "http://lantern.example/2"]
    assert [page.input for page in pages] == [f"{tmp_path / name}:0+0", f"{tmp_path / name}:0+{len(ONE)}"]


def test_other_files_packed_by_zstandard(tmp_path: Path) -> None:
    assert told(read(zstd.compress(b'{"url": "https://a.example/1", "text": "Rain"}\n'), tmp_path, "a.jsonl.zst")) == [
        "https://a.example/1"
    ]
    (page,) = read(zstd.compress(b"<p>Rain"), tmp_path, "a.html.zst")
    assert isinstance(page, Page) and page.content == b"<p>Rain"


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (zstd.compress(ONE) + zstd.compress(TWO)[:-9], ["http://lantern.example/1", "bad-warc"]),
        (zstd.compress(ONE) + b"\0\0\0\0", ["http://lantern.example/1", "bad-warc"]),
        (DICTIONARY + b"\xff\xff\xff\xff" + b"a" * 99, ["empty", "bad-warc"]),
        (DICTIONARY + b"\x10\0\0\0" + b"a" * 16 + zstd.compress(ONE), ["empty", "bad-warc"]),
        (DICTIONARY + b"\x10", ["empty", "bad-warc"]),
        (zstd.compress(zstd.compress(ONE)), ["bad-warc"]),
    ],
)
def test_broken_zstandard_is_told(content: bytes, found: list[str], tmp_path: Path) -> None:
    assert told(read(content, tmp_path, "a.warc.zst")) == found


@pytest.mark.parametrize("name", ["a.warc.zst", "a.jsonl.zst", "a.html.zst"])
def test_a_bomb_of_zstandard_is_left(name: str, tmp_path: Path) -> None:
    content = zstd.compress(b"a" * 400_000_000)
    start = time.process_time()
    assert set(told(read(content, tmp_path, name))) <= {"bad-warc", "too-big", "bad-zstandard"}
    assert len(content) < 50_000 and time.process_time() - start < 3


# WACZ


CRAWL = {
    "archive/b.warc": TWO,
    "archive/a.warc.gz": gzipped(ONE),
    "archive/c.warc.zst": zstd.compress(ONE),
    "pages/pages.jsonl": b'{"format": "json-pages-1.0"}\n{"url": "http://lantern.example/1", "text": "no page"}\n',
    "datapackage.json": b"{}",
}


@pytest.mark.parametrize("name", ["a.wacz", "no-ending", "a.zip"])
def test_the_pages_of_a_wacz(name: str, tmp_path: Path) -> None:
    pages = read(zipped(CRAWL), tmp_path, name)
    places = ("archive/a.warc.gz:0", "archive/b.warc:0", "archive/c.warc.zst:0+0")
    assert [page.input for page in pages] == [f"{tmp_path / name}/{place}" for place in places]
    assert all(isinstance(page, Page) and page.content == HTML for page in pages)


def test_a_wacz_on_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    class Pipe(io.BytesIO):
        def seekable(self) -> bool:
            return False

    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(Pipe(zipped(CRAWL))))
    assert len(list(read_pages(["-"]))) == 3
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(Pipe(zipped(CRAWL) + b" " * 2000)))
    (refusal,) = read_pages(["-"], PageOptions(max_bytes=200))
    assert isinstance(refusal, Refusal) and refusal.reason == "too-big" and "to a file" in refusal.detail


def test_a_broken_wacz_is_told(tmp_path: Path) -> None:
    content = bytearray(zipped(CRAWL))
    at = content.index(b"archive/a.warc.gz") + 30
    content[at : at + 20] = bytes(20)
    assert "bad-wacz" in told(read(bytes(content), tmp_path, "a.wacz"))
    assert told(read(zipped({"archive/a.warc": b"\0" * 50_000_000}), tmp_path, "a.wacz")) == ["bad-warc"]
    assert told(read(zipped({"archive/a.warc.gz": zipped(CRAWL)}), tmp_path, "a.wacz")) == [
        "bad-warc"
    ]  # one in another is none
