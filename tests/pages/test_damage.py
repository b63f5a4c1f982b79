"""An input that is broken in many places is told in few words, read where it is whole, and left where nothing of it is."""

import gzip
import io
import time
from pathlib import Path

import pytest
from archives import answer, packed, record

from sayso.options import PageOptions
from sayso.pages import warc_frames
from sayso.pages.damage import MOST_IN_A_ROW, MOST_TOLD
from sayso.pages.inputs import read_pages
from sayso.pages.warcs import read_warc
from sayso.record import Page, Refusal

GOOD = record(answer(), "http://lantern.example/good")
CUT = b"WARC/1.0\r\n"
LINE = b'{"html": "<p>Rain.", "url": "http://lantern.example/good"}\n'


def read_lines(content: bytes, folder: Path, name: str = "a.jsonl") -> list[Page | Refusal]:
    path = folder / name
    path.write_bytes(content)
    return list(read_pages([str(path)]))


def read_archive(content: bytes) -> list[Page | Refusal]:
    return list(read_warc(io.BytesIO(content), "a.warc", PageOptions(max_bytes=100_000)))


def reasons(results: list[Page | Refusal]) -> list[str]:
    return [result.reason if isinstance(result, Refusal) else "page" for result in results]


@pytest.mark.parametrize(
    "content",
    [
        CUT * 100_000,
        b"WARC/1.0\n\n" * 100_000,
        b"WARC/1.0\r\nContent-Length: 5\r\n\r\n" * 30_000,
        b"WARC/1.0\r\nContent-Length: 5000000000000\r\n\r\n" * 20_000,
        packed(CUT) * 30_000,
        gzip.compress(CUT * 1_000_000),
    ],
    ids=range(6),
)
def test_a_megabyte_of_broken_records_gives_a_thousand_refusals(content: bytes) -> None:
    start = time.process_time()
    results = read_archive(content)
    assert time.process_time() - start < 2
    assert reasons(results) == ["bad-warc"] * (MOST_TOLD + 1)
    others = results[-1]
    assert isinstance(others, Refusal) and others.input == "a.warc"
    assert "9,000 more broken parts" in others.detail and "10,000 are in a row, so the rest is left" in others.detail


def test_good_records_between_broken_ones_are_read_however_many_are_broken() -> None:
    results = read_archive((CUT + GOOD) * 3_000)
    assert reasons(results) == ["bad-warc", "page"] * 1_000 + ["page"] * 2_000 + ["bad-warc"] * 2
    assert isinstance(results[-2], Refusal) and "1,999 more broken parts" in results[-2].detail
    assert "what is whole between them is read" in results[-2].detail


def test_records_that_are_passed_over_are_whole() -> None:
    content = (CUT + record(b"", kind="metadata")) * (MOST_IN_A_ROW + 100) + GOOD
    assert reasons(read_archive(content))[-3:] == ["page", "bad-warc", "bad-warc"]


def test_what_comes_after_ten_thousand_broken_records_in_a_row_is_left() -> None:
    results = read_archive(GOOD + CUT * (MOST_IN_A_ROW - 1) + GOOD + CUT * MOST_IN_A_ROW + GOOD)
    assert reasons(results).count("page") == 2
    assert isinstance(results[-1], Refusal) and "so the rest is left" in results[-1].detail


def test_the_last_broken_part_says_what_it_says(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(warc_frames, "MOST_BREAKS", 1_500)
    results = read_archive((packed(GOOD) + packed(GOOD)[:-40]) * 2_000)
    assert isinstance(results[-1], Refusal) and "1500th break, so the rest is left. Get the file again." in results[-1].detail


def test_what_looks_like_ten_thousand_members_is_not_looked_at_for_ever() -> None:
    start = time.process_time()
    first, broken = read_archive(packed(GOOD) + b"\x1f\x8b\x08" * 1_000_000 + packed(GOOD))
    assert time.process_time() - start < 2
    assert isinstance(first, Page) and isinstance(broken, Refusal)
    assert "10,000 places look like a member of it and are none, so the rest is left" in broken.detail


def test_many_small_members_in_a_record_too_big_take_no_longer_than_few() -> None:
    def seconds(size: int) -> float:
        member = gzip.compress(b"") * 60 + gzip.compress(b"xWARC/1.0\r\n")
        content = packed(b"WARC/1.0\r\nContent-Length: 50000000\r\n\r\n") + member * (size // len(member))
        start = time.process_time()
        assert len(read_archive(content)) == 1
        return time.process_time() - start

    assert seconds(4_000_000) < 3 * seconds(2_000_000) + 0.2


@pytest.mark.parametrize("name", ["a.jsonl", "a.jsonl.gz"])
def test_broken_lines_are_told_as_broken_records_are(name: str, tmp_path: Path) -> None:
    pack = gzip.compress if name.endswith("gz") else bytes
    results = read_lines(pack(LINE + b"x\n" * 500_000 + LINE), tmp_path, name)
    assert reasons(results) == ["page"] + ["bad-json"] * (MOST_TOLD + 1)
    assert isinstance(results[-1], Refusal) and "so the rest is left" in results[-1].detail
    results = read_lines(pack((LINE + b"x\n") * 3_000), tmp_path, name)
    assert reasons(results).count("page") == 3_000 and reasons(results)[-2:] == ["bad-json"] * 2


def test_a_file_with_fewer_broken_lines_names_each(tmp_path: Path) -> None:
    results = read_lines(LINE + b"x\n" * (MOST_TOLD + 1) + LINE, tmp_path)
    assert reasons(results) == ["page", *["bad-json"] * MOST_TOLD, "page", "bad-json"]
    assert results[-1].input.endswith(f"a.jsonl:{MOST_TOLD + 2}")


def test_kinds_without_number_are_counted_in_little_memory(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO", "sayso.pages.warcs")
    read_archive(b"".join(record(b"", kind=f"kind-{number}" * 20) for number in range(1_500)))
    assert "passed over 500 of other kinds" in caplog.text and len(caplog.text) < 1_000
