"""A small store for tests of what asks it: hand-made readings at addresses, wire copy, two versions, odd words."""

from __future__ import annotations

import hashlib
import os
import pty
import select
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from told import told

from sayso.copies import bands, fingerprint
from sayso.record import Reading
from sayso.store import open_engine
from sayso.store.values import Capture, Incoming

LANTERN = "https://lantern.example/border"
WIRE = (
    "[s Ana Dovrel|Ana Dovrel] [c told] [a Ilir Tamm|Ilir Tamm] [q “the border posts break the accord of 2029”].",
    "[s The readout|Granite Palace] [c says] [q the presidents spoke of a cease-fire along the line of contact].",
    "[r -|Granite Palace] [s Ana Dovrel|Ana Dovrel] [c noted] [q that the shelling of the border must end], it adds.",
    "[s Ilir Tamm|Ilir Tamm] [c denied] [q that any border had been crossed].",
    "Snow fell on the valley all day, and the road to the pass stayed shut until the evening, the owners of the inn reported.",
)
LONG = "a very long account of the winter on the ridge, " * 20


def at(reading: Reading, url: str | None, outlet: str | None, published: str | None, headline: str = "A call") -> Reading:
    """The same reading at an address."""
    article = replace(reading.article, id=url or "x", url=url, outlet=outlet, published=published, headline=headline)
    return replace(reading, article=article, input=url or reading.input)


def readings() -> list[Reading]:
    """What the store holds, oldest first."""
    items = tuple(f"[s Mara Quill|Mara Quill] [c said] [q item {n} stands]." for n in range(1, 31))
    odd = (
        '[s The clerk|Clerk] [c wrote] [q =HYPERLINK("x") is a formula].',
        "[s The clerk|Clerk] [c wrote] [q red \x1b[31malert 東京 Élan].",
        f"[s The clerk|Clerk] [c wrote] [q {LONG}and at last the needle was found].",
    )
    older = at(
        told("[s Ana Dovrel|Ana Dovrel] [c said] [q the gate is green]."), "https://gate.example/1", "The Gate", "2031-01-02"
    )
    newer = at(
        told("[s Ana Dovrel|Ana Dovrel] [c said] [q the gate is painted blue now]."),
        "https://gate.example/1",
        "The Gate",
        "2031-01-02",
    )
    return [
        older,
        newer,
        at(told(*WIRE), LANTERN, "The Lantern", "2031-03-04T16:05:00+01:00"),
        at(told(*WIRE), "https://post.example/wire/7", "The Post", "2031-03-05"),
        at(told(*items), "https://list.example/items", "The List", "2031-03-20"),
        at(told(*odd), None, None, None),
    ]


def keep(address: str | Path, kept: Sequence[Reading]) -> str:
    """Put readings into a store."""
    with closing(open_engine(address)) as engine:
        for number, reading in enumerate(kept):
            article = reading.article
            page = hashlib.sha256(f"{number} {article.text}".encode("utf8", "surrogatepass")).hexdigest()
            capture = Capture(article.url or reading.input, page, f"2031-04-{number + 1:02}T08:00:00+00:00")
            engine.keep([Incoming(capture, reading, fingerprint(article), bands(article))])
    return str(address)


def in_terminal(
    command: Sequence[str], columns: int = 80, environment: Mapping[str, str] | None = None, piped: str | None = None
) -> str:
    """What a person sees: the command in a pseudo-terminal of so many columns, its colours as escape sequences.

    ``piped`` is what another command hands it on standard input.
    """
    master, slave = pty.openpty()
    variables = {**os.environ, "COLUMNS": str(columns), "LINES": "24", "TERM": "xterm-256color", **(environment or {})}
    variables.pop("NO_COLOR", None)
    given = slave if piped is None else subprocess.PIPE
    process = subprocess.Popen(
        [sys.executable, "-m", "sayso", *command], stdout=slave, stderr=slave, stdin=given, env=variables
    )
    os.close(slave)
    if process.stdin is not None:
        process.stdin.write((piped or "").encode())
        process.stdin.close()
    seen, end = b"", time.monotonic() + 60
    while time.monotonic() < end and select.select([master], [], [], 60)[0]:
        try:
            piece = os.read(master, 65536)
        except OSError:  # the other side is closed
            break
        if not piece:
            break
        seen += piece
    os.close(master)
    process.wait(60)
    return seen.decode("utf8").replace("\r\n", "\n")
