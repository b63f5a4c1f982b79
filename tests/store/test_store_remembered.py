"""What is asked again is answered anew as soon as anything was written, by whomever, and from memory only until then."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from store_readings import incoming, reading

from sayso.store import open_engine
from sayso.store.contract import Engine
from sayso.store.values import Correction, Question, Selection

A, B = "https://a.example/1", "https://b.example/1"


def asked(engine: Engine) -> list[Any]:
    return [
        engine.summary(),
        engine.reach(),
        list(engine.parties()),
        list(engine.parties("Ilya")),
        engine.count(Question(), "speaker"),
        engine.counted(Question(order="newest"), ("act", "outlet")),
    ]


WRITES: tuple[Callable[[Engine], Any], ...] = (
    lambda engine: engine.keep([incoming(reading([("Ben", "Stop"), ("Ilya Torvan", "Go")], B, outlet="The Bell"), page="2")]),
    lambda engine: engine.correct(Correction("not-said", "why", "2031", statement=f"{A}#1/s1")),
    lambda engine: engine.correct(Correction("rename", "why", "2031", ("Ilya Torvan", "person"), name="Ilya M. Torvan")),
    lambda engine: engine.correct(Correction("merge", "why", "2031", ("Ben", "person"), ("Ilya Torvan", "person"))),
    lambda engine: engine.replace([(A, 1, reading([("Ilya Torvan", "The bridge is safe")], A, kind="group"), ())]),
    lambda engine: engine.remove(Selection((A,)), "why", "2031-03-15"),
)


@pytest.mark.parametrize("by_another", [False, True])
def test_whatever_is_written_is_told_at_once(new_address: Callable[[], str], by_another: bool) -> None:
    address = new_address()
    with closing(open_engine(address)) as engine, closing(open_engine(address)) as other:
        engine.keep([incoming(reading(url=A))])
        before = asked(engine)
        for number, write in enumerate(WRITES):
            assert asked(engine) == before  # from memory
            write(other if by_another else engine)
            after = asked(engine)
            with closing(open_engine(address)) as fresh:
                assert after == asked(fresh), number
            assert after != before, number
            before = after


def test_what_is_asked_again_reads_no_table(tmp_path: Path) -> None:
    with closing(open_engine(tmp_path / "store.db")) as engine:
        engine.keep([incoming(reading(url=A))])
        asked(engine)
        sql: list[str] = []
        engine._database._first._connection.set_trace_callback(sql.append)  # type: ignore[attr-defined]
        asked(engine)
        assert {one.split()[0] for one in sql} <= {"BEGIN", "PRAGMA", "COMMIT"}, sql


def test_a_stamp_is_of_the_state_that_is_asked(tmp_path: Path) -> None:
    """Another's commit between the stamp and the answer is not in the answer: it would be remembered under the wrong stamp."""
    path = tmp_path / "store.db"
    with closing(open_engine(path)) as engine, closing(open_engine(path)) as other:
        database: Any = engine._database  # type: ignore[attr-defined]
        with database.snapshot():
            stamp = database.stamp()
            other.keep([incoming(reading(url=A))])
            assert (database.rows("SELECT count(*) FROM articles"), database.stamp()) == ([(0,)], stamp)
        assert database.stamp() != stamp
        assert engine.summary().articles == 1
