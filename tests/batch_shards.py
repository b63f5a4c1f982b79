"""Small shards for the tests of batch: WARCs of short articles, one of them the copy of another; and what dies on the way."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

from archives import answer, packed, record

from sayso.batch import Failed, Line, attempts, read_shard, shard_reading
from sayso.batch.shard_reading import Task
from sayso.record import Page
from sayso.store import Capture

NAMES = ("Ana Dovrel", "Karel Novak", "Ilya Torvan", "Mira Sund", "Pavel Orlo", "Jana Vell")
DEADLY = "sure to kill"  # words of a page at which ``read_dying`` ends


def page(number: int, words: str = "", lang: str = "en") -> bytes:
    """An article's page; each number has its own words, enough of them to be told from others."""
    name = NAMES[number % len(NAMES)]
    town = f"Norvan {number}"
    told = "".join(
        f"<p>The {thing} of {town} had stood for {number + 20 + at} years when the river rose in week {number * 3 + at}, "
        f"and the ministers of Sund met {at + 2} times about what should become of it before the winter.</p>"
        for at, thing in enumerate(("bridge", "harbour", "old mill", "railway station"))
    )
    body = (
        f"<p>“The bridge of {town} is safe,” said {name}, the mayor of the town, on Tuesday morning.</p>{told}"
        f"<p>{name} met the ministers of Sund in the town hall and said that it would be repaired by May. {words}</p>"
    )
    title = f"The bridge of {town} is safe, says its mayor"
    head = f'<head><title>{title}</title><meta property="og:type" content="article"></head>'
    return f'<!DOCTYPE html><html lang="{lang}">{head}<body><article><h1>{title}</h1>{body}</article></body></html>'.encode()


def warc(path: Path, numbers: range, words: str = "", day: str = "2031-03-14") -> Path:
    """A WARC with a page of each number."""
    records = [
        record(answer(page(n, words)), url=f"http://lantern.example/{n}", date=f"{day}T10:{n % 60:02}:00Z") for n in numbers
    ]
    path.write_bytes(packed(*records))
    return path


def shards_in(folder: Path, count: int = 4, pages: int = 3) -> list[str]:
    """Some WARCs in a folder; the last page of each is also the first of the next one."""
    folder.mkdir(exist_ok=True)
    return [str(warc(folder / f"{at}.warc.gz", range(at * (pages - 1), at * (pages - 1) + pages))) for at in range(count)]


def read_dying(task: Task) -> Line | Failed:
    """``read_shard`` in a process that is killed by a page with DEADLY in it, and that believes it the second time."""
    attempts.DEATHS = 1
    plain = shard_reading.read_in

    def read(page: Page, capture: Capture) -> object:
        if DEADLY.encode() in page.content:
            os.kill(os.getpid(), signal.SIGKILL)
        return plain(page, capture)

    shard_reading.read_in = read  # type: ignore[assignment]
    return read_shard(task)


def read_at_leisure(task: Task) -> Line | Failed:
    """``read_shard`` that takes more than a second for three pages, so that it is seen how far it has got."""
    return read_slowly(task, 0.6)


def read_slowly(task: Task, seconds: float = 0.1) -> Line | Failed:
    """``read_shard`` that takes a while for each page, so that there is time to kill it."""
    plain = shard_reading.read_in

    def read(page: Page, capture: Capture) -> object:
        time.sleep(seconds)
        return plain(page, capture)

    shard_reading.read_in = read  # type: ignore[assignment]
    try:
        return read_shard(task)
    finally:
        shard_reading.read_in = plain
