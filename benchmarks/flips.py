"""Flips bytes of a small store, one at a time: what the store means is unchanged, or ``sayso verify`` names a fault.

    python benchmarks/flips.py [--flips 5000] [--seed 1] [--every N] [--processes 2] [--store FILE]

The store holds a little of everything: two versions of an address, wire copy, odd characters, a page that was refused, a text
that was read again, corrections of every kind, bands of both ages. Of each copy one byte is another one: half of the times by
one bit, half of the times by any. Places are drawn among the bytes that are in use, those that are not 0 and those beside them;
``--every`` takes each Nth of them in turn instead. ``--store`` flips a copy of another store.

Held against the store as it was: every row of every table, value for value and kind for kind, what the index of words answers
to each of its words, and the SQL that makes the tables. Where that differs, or cannot be read, ``verify`` must find a fault or
the store must not open; and whatever is asked of it (find, party, versions, export in every form) must end in an answer or in
a message. Prints what was missed, by table and column, and what raised anything else, and exits 1 if there is any.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import itertools
import os
import random
import sqlite3
import sys
import tempfile
import traceback
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from fictional import reading as call
from store_readings import eventful, incoming, jointly, reading, span, told, turns, unnamed

from sayso import cli
from sayso.record import Reading, Time, Undertaking
from sayso.store import (
    Capture,
    Change,
    Correction,
    EventsQuestion,
    Incoming,
    Judgement,
    LedgerQuestion,
    Particulars,
    Question,
    Selection,
    StoreError,
    Watch,
    open_engine,
    wires,
    write_change,
)

A, B, C, D = (f"https://{letter}.example/1" for letter in "abcd")
NEAR = 8  # bytes beside one that is not 0 that are in use, too: numbers and lists hold zeros
Dump = dict[str, list[Any]]


def occasion() -> Reading:
    """An article with a time, an event with a place, and an undertaking that belongs to it, in a statement."""
    text = "Ana Dovrel said: “Ana Dovrel will meet Ilir Tamm in Élmark on 4 April, if asked”.\n"
    made = reading([("Ana Dovrel", "Ana Dovrel will meet Ilir Tamm in Élmark on 4 April, if asked")], "https://h.example/1")
    held = eventful(text, ("meeting", "planned", "will meet", "Ana Dovrel, Ilir Tamm", "2031-04-04", "Élmark"))
    time = Time(span(text, "4 April"), "2031-04-04", "2031-04-04", "2031-04-04")
    event = replace(held.events[0], time=time.span, within="s1", mentions=(span(text, "meet"),))
    voices = [one.voice for one in event.participants]
    promise = Undertaking(
        "u1", "plan", "conditional", (voices[0],), (span(text, "meet Ilir Tamm"),), (voices[1],), replace(time, value="2031"),
        span(text, "if asked"), "s1", "e1",
    )  # fmt: skip
    times = (time, Time(span(text, "April")))
    return replace(made, parties=held.parties, times=times, events=(event,), undertakings=(promise,))


ASKS = write_change(Change(("act",), Particulars(act="asks")))


def make(address: str | Path) -> None:
    """A store of some kilobytes with a little of everything."""
    engine = open_engine(address)
    said = [("Ilya Torvan", "The bridge is safe"), ("Torvan", "It will snow"), ("Ana Dovrel", "Go home")]
    gathered, wires.MOST_RECENT = wires.MOST_RECENT, 0  # type: ignore[misc]
    try:
        engine.keep([incoming(reading(said, A, outlet="The Élan"), bands=(1, 2))])
    finally:
        wires.MOST_RECENT = gathered  # type: ignore[misc]
    odd = reading([("Zoë \ud83d", "No\0thing"), ("Ana Dovrel", "Ça va")], None, input="note.txt", section="=", headline="\0")
    engine.keep([
        incoming(
            reading(said[:2], B, authors=("Mara Quill", "Ó Ní"), images=("https://b.example/i.jpg",), titles=("Crash", "Élan")),
            bands=(1, 3),
        ),
        incoming(reading([*said[:1], ("Ana Dovrel", "Go on")], A), page="2", bands=(1, 4), captured="2031-03-15T12:00:00Z"),
        incoming(call(), bands=(7, 8)),
        incoming(odd),
        incoming(jointly(reading([("Ana Dovrel", "We go"), ("Ben Ott", "So it is")], "https://e.example/1"), "p1", "p2")),
        incoming(unnamed(jointly(reading([("Ana Dovrel", "On"), ("Nurse", "Yes")], "https://g.example/1"), "p1", "p2"), "p2")),
        incoming(told(reading([("Ana Dovrel", "I may go"), ("Ben Ott", "He may")], "https://f.example/1"), "expected")),
        incoming(reading([("Ana Dovrel", "Hm"), ("Dovrel", "Well")], C), bands=(9,)),
        incoming(occasion()),
        incoming(reading([("Ilir Tamm", "Ana Dovrel broke her promise to meet Ilir Tamm in Élmark")], "https://j.example/1")),
        incoming(turns("Ana Dovrel", "Ilir Tamm", url="https://i.example/1")),
        Incoming(Capture(D, "p", "2031-03-14T12:00:00+00:00", '"x"', "Fri, 14 Mar 2031"), None, refusal="empty"),
    ])  # fmt: skip
    (held,) = engine.versions(C)
    engine.replace([(C, 1, replace(held.reading, model="en-2"), (9,))])
    made = "2031-04-01T10:00:00+00:00"
    person = "person"
    for correction in (
        Correction("merge", "the same man", made, ("Zoë \ud83d", person), ("Ilir Tamm", person)),
        Correction("split", "her brother", made, ("Ana Dovrel", person), ("Dovrel", person)),
        Correction("rename", "as he signs", made, ("Ilya Torvan", person), name="Ilya T. Torvan"),
        Correction("not-said", "a rumour", made, statement=f"{A}#1/s2"),
        Correction("not-said", "a slip", made, statement=f"{C}#1/s1"),
        Correction("was-said", "it was", made, statement=f"{C}#1/s1"),
        Correction("set-statement", "she asked", made, statement=f"{B}#1/s1", name="act asks", change=ASKS),
        Correction("set-statement", "she warned", made, statement=f"{B}#1/s2", name="act asks", change=ASKS),
        Correction("undo", "she did not", made, statement=f"{B}#1/s2"),
    ):
        engine.correct(correction)
    engine.keep([incoming(reading([("Ana Dovrel", "Gone tomorrow")], "https://k.example/1"))])
    engine.remove(Selection(addresses=("https://k.example/1",)), "asked for", made)
    for name, question in (("said", Question(said=None)), ("met", EventsQuestion())):
        engine.watch(Watch(name, question, made))
    engine.see(engine.look("said").mark)
    engine.judge([Judgement(f"{B}#1/s1", "wrong", made, "speaker", "Mara", '{"size":50,"seed":1}')])
    assert not list(engine.verify())
    engine.close()


# -- what a store means ---------------------------------------------------------------------------------------------------


def dump(path: Path) -> Dump:
    """All that a store says, by table and column. Raises sqlite3.Error or ValueError where it cannot be read."""
    connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    connection.text_factory = bytes
    try:
        found: Dump = {
            "schema": connection.execute("SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY 2").fetchall()
        }
        ((application,),) = connection.execute("PRAGMA application_id")
        found["application"] = [application]
        for kind, name, *_ in found["schema"]:
            table = name.decode()
            # Beside an index's own words, its tables hold how it is laid out, and a count of its rows.
            if kind == b"table" and table not in (*_INDEXES, *(f"{index}_data" for index in _INDEXES)):
                columns = [column for _, column, *_ in connection.execute(f'PRAGMA table_info("{table}")')]
                listed = ", ".join(f'typeof("{column.decode()}"), "{column.decode()}"' for column in columns)
                rows = connection.execute(f'SELECT {listed} FROM "{table}"').fetchall()
                for at, column in enumerate(columns):
                    found[f"{table}.{column.decode()}"] = [row[2 * at : 2 * at + 2] for row in rows]
        for index in _INDEXES:
            found[index] = list(_words(connection, index))
        return found
    finally:
        connection.close()


_INDEXES = ("statement_words", "passage_grams")


def _words(connection: sqlite3.Connection, index: str) -> Iterator[Any]:
    """What an index of words holds, and what it answers to each word of the store as it was."""
    connection.execute(f"CREATE VIRTUAL TABLE temp.held_{index} USING fts5vocab(main, {index}, instance)")
    held = connection.execute(f"SELECT term, doc, offset FROM temp.held_{index}").fetchall()
    yield held
    yield connection.execute(f"SELECT block FROM {index}_data WHERE id = 1").fetchall()
    for word in sorted({word for word, _, _ in held}):
        for order in ("", " ORDER BY rowid DESC"):
            sql = f"SELECT rowid FROM {index} WHERE {index} MATCH ?{order}"
            yield connection.execute(sql, (f'"{word.decode()}"',)).fetchall()
        yield connection.execute(sql, (f'"{word.decode()[:3]}" *',)).fetchall()


def differing(before: Dump, path: Path) -> str | None:
    """The column in which the store says something else; None where it says the same."""
    try:
        after = dump(path)
    except (sqlite3.Error, ValueError) as error:
        return f"unreadable ({type(error).__name__})"
    return next((column for column in {**before, **after} if before.get(column) != after.get(column)), None)


# -- what is asked of it --------------------------------------------------------------------------------------------------


def faults(path: Path) -> int:
    """How much ``verify`` finds wrong; 1 for a store that does not open."""
    try:
        with contextlib.closing(open_engine(path, create=False, read_only=True)) as engine:
            return len(list(engine.verify()))
    except StoreError:
        return 1


def ask(path: Path, folder: Path) -> None:
    """All that can be asked of a store by the command line. Raises what a person would see as a traceback."""
    out = folder / "out"
    for command in (
        ["find", "safe"], ["find", "--order", "oldest", "--all-versions"], ["find", "--speaker", "Torvan", "--format", "json"],
        ["find", "safe snow", "--url", "https://a.example/*", "--format", "csv"], ["find", "--about", "Ana Dovrel"],
        ["find", "--from", "2031-03", "--outlet", "The Aurane Post", "--limit", "all", "--format", "jsonl"],
        *(["find", "--count", by] for by in ("speaker", "addressee", "relay", "act", "manner", "outlet", "month", "kind")),
        ["party"], ["party", "Ilya Torvan"], ["party", "Ana", "--format", "json"], ["party", "corrections"], ["party", "Xx"],
        *(["versions", A, "--format", form] for form in ("text", "json", "html")), ["versions", C], ["versions", "https://a"],
        *(["export", "--format", form] for form in ("jsonl", "csv", "annotations", "schema-org")),
        ["export", "--all-versions", "--no-text"], ["export", "safe", "--format", "brat", "--output", str(out)],
        ["verify"],
    ):  # fmt: skip
        with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
            cli.main([*command, "--store", str(path)])
        if out.exists():
            for held in out.iterdir():
                held.unlink()
            out.rmdir()
    with contextlib.suppress(StoreError), contextlib.closing(open_engine(path, create=False, read_only=True)) as engine:
        engine.seen([Capture(A, "2"), Capture(D, "p")])
        engine.validators(B)
        list(engine.stream(Question(order="newest")))
    with contextlib.suppress(StoreError), contextlib.closing(open_engine(path, create=False, read_only=True)) as engine:
        engine.events(EventsQuestion(limit=0))
    with contextlib.suppress(StoreError), contextlib.closing(open_engine(path, create=False, read_only=True)) as engine:
        engine.ledger(LedgerQuestion(limit=0))


# -- flips ----------------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class Outcome:
    """What became of flips: how many, how many of them changed what the store says, and what went wrong."""

    flips: int
    changed: int
    missed: list[str]
    raised: list[str]


def places(whole: bytes) -> list[int]:
    """The bytes of a file that are in use."""
    used = bytearray(len(whole))
    for at, byte in enumerate(whole):
        if byte:
            used[max(0, at - NEAR) : at + NEAR + 1] = b"\1" * (min(at, NEAR) + NEAR + 1)
    return [at for at in range(len(whole)) if used[at]]


def flips(whole: bytes, count: int, seed: int, every: int = 0) -> Iterator[tuple[int, int]]:
    """Places, each with the byte that is to stand there."""
    rng = random.Random(seed)
    used = places(whole)
    for at in used[::every] if every else (rng.choice(used) for _ in range(count)):
        other = 1 << rng.randrange(8) if rng.random() < 0.5 else rng.randrange(1, 256)
        yield at, whole[at] ^ other


def flip(source: Path, wanted: Iterable[tuple[int, int]], asking: bool = True) -> Outcome:
    """Each of the flips in a copy of the store, and what came of it; ``asking`` what can be asked of it, too."""
    outcome = Outcome(0, 0, [], [])
    whole = source.read_bytes()
    before = dump(source)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path = folder / "flipped.db"
        for at, byte in wanted:
            path.write_bytes(whole[:at] + bytes([byte]) + whole[at + 1 :])
            outcome.flips += 1
            where = f"byte {at} of {whole[at]:#04x} now {byte:#04x}"
            changed = differing(before, path)
            outcome.changed += changed is not None
            try:
                if not faults(path) and changed:
                    outcome.missed.append(f"{changed}: {where}")
                if asking:
                    ask(path, folder)
            except Exception:
                outcome.raised.append(f"{where}: {traceback.format_exc(limit=-4)}")
            for beside in folder.glob("flipped.db-*"):
                beside.unlink()
    return outcome


def _work(task: tuple[Path, Sequence[tuple[int, int]]]) -> Outcome:
    return flip(*task)


def main(argv: Sequence[str] | None = None) -> int:
    """Flip, ask, compare; returns the exit status."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--flips", type=int, default=5000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--every", type=int, default=0)
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--store", type=Path)
    arguments = parser.parse_args(argv)
    with tempfile.TemporaryDirectory() as folder:
        path = arguments.store or Path(folder, "whole.db")
        if not arguments.store:
            make(path)
        wanted = list(flips(path.read_bytes(), arguments.flips, arguments.seed, arguments.every))
        tasks = [(path, wanted[at : at + 50]) for at in range(0, len(wanted), 50)]
        with ProcessPoolExecutor(arguments.processes) as workers:
            found = list(workers.map(_work, tasks))
    missed = [line for one in found for line in one.missed]
    raised = [line for one in found for line in one.raised]
    changed = sum(one.changed for one in found)
    print(f"{len(wanted)} flips, {changed} changed what the store says, {changed - len(missed)} of these were reported")
    for column, count in Counter(line.partition(":")[0] for line in missed).most_common():
        print(f"  missed {count} of {column}")
    for line in itertools.islice(raised, 20):
        print(f"  {line}")
    print(f"  {len(raised)} ended in a traceback")
    return 1 if missed or raised else 0


if __name__ == "__main__":
    sys.exit(main())
