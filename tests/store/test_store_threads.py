"""One open store and several threads, as in a web server: each asks by itself, and gets what it would get alone."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from typing import Any

import pytest
from store_readings import incoming, reading

from sayso import open_store
from sayso.store import open_engine
from sayso.store.contract import Engine
from sayso.store.errors import StoreError
from sayso.store.shared import READERS
from sayso.store.values import Correction, Question

THREADS, EACH = 8, 6


@pytest.fixture
def held(new_address: Callable[[], str]) -> Iterator[tuple[str, Engine]]:
    address = new_address()
    with closing(open_engine(address)) as engine:
        says = [("Ilya Torvan", "The bridge is safe"), ("Ana Dovrel", "It will snow")]
        engine.keep([incoming(reading(says, f"https://post.example/{n}")) for n in range(20)])
        yield address, engine


def test_eight_threads_ask_and_write_through_one_store(held: tuple[str, Engine]) -> None:
    _, engine = held
    asked = Question("bridge", speaker="Ilya Torvan", order="oldest", limit=3)
    alone = engine.find(asked)
    begin = threading.Barrier(THREADS)

    def work(number: int) -> None:
        begin.wait(30)
        for n in range(EACH):
            if number % 2:
                url = f"https://new.example/{number}/{n}"
                assert engine.keep([incoming(reading([("Vera", f"Word {number} {n}")], url))])[0].outcome == "article"
                assert engine.versions(url)[0].reading.article.url == url
            else:
                assert engine.find(asked) == alone
                assert engine.count(Question("snow"), "speaker") == [("Ana Dovrel", 20)]
                assert len(list(engine.readings(asked))) == 20
                assert engine.parties("Ana Dovrel")[0].statements == 20
                assert len(list(engine.stream(Question("bridge")))) == 20

    with ThreadPoolExecutor(THREADS) as pool:
        for done in [pool.submit(work, number) for number in range(THREADS)]:
            done.result(120)
    assert engine.summary().articles == 20 + THREADS // 2 * EACH
    assert not list(engine.verify())


def test_a_store_is_asked_from_another_thread_than_the_one_that_opened_it(held: tuple[str, Engine]) -> None:
    """What asyncio.to_thread does, and every web framework that has a pool."""
    address, _ = held

    async def ask() -> list[int]:
        with open_store(address) as store:
            found = await asyncio.gather(*(asyncio.to_thread(store.find, "bridge") for _ in range(THREADS)))
            faults = await asyncio.to_thread(store.verify)
            assert not len(faults)
            return [one.total for one in found]

    assert asyncio.run(ask()) == [20] * THREADS


def test_a_stream_begun_in_one_thread_goes_on_in_another(held: tuple[str, Engine]) -> None:
    _, engine = held
    streams: list[Iterator[Any]] = [engine.stream(Question("bridge")), engine.readings(), engine.addresses(), engine.verify()]
    with ThreadPoolExecutor(1) as pool:
        for stream, total in zip(streams, (20, 20, 20, 0), strict=True):
            first = [next(stream, None)]
            rest = pool.submit(lambda stream=stream: list(stream)).result(60)
            assert len([one for one in first if one]) + len(rest) == total
            assert engine.find(Question("bridge")).total == 20


def test_a_store_that_is_being_verified_answers_and_takes_in(held: tuple[str, Engine]) -> None:
    """Verifying a large one takes minutes; what it reads is one state, from before."""
    _, engine = held
    engine._database.run("UPDATE statements SET score = 0.5 WHERE id = 1")  # type: ignore[attr-defined]
    faults = engine.verify()
    assert next(iter(faults)).where.endswith("#1/s1")
    with ThreadPoolExecutor(1) as pool:
        assert pool.submit(engine.find, Question("bridge")).result(30).total == 20
        assert pool.submit(engine.keep, [incoming(reading(url="https://new.example/1"))]).result(30)[0].outcome == "article"
    assert not list(faults)


def test_a_transaction_is_one_threads(held: tuple[str, Engine]) -> None:
    """Another that asks does not wait for its end, and never sees a half of it; another that writes waits."""
    _, engine = held
    database: Any = engine._database  # type: ignore[attr-defined]
    inside, asked, seen = threading.Event(), threading.Event(), []

    def headlines() -> set[str | None]:
        return {hit.headline for hit in engine.find(Question("bridge")).hits}

    before = headlines()

    def rename() -> None:
        with database.transaction():
            database.run("UPDATE versions SET headline = 'Snow'")
            inside.set()
            assert asked.wait(30), "who asks waited for who writes"
            assert headlines() == {"Snow"}, "who writes sees what he wrote"
            seen.append("written")

    def ask() -> None:
        inside.wait(30)
        assert headlines() == before != {"Snow"}
        assert engine.count(Question("snow"), "speaker") == [("Ana Dovrel", 20)]
        seen.append("asked")
        asked.set()

    def write() -> None:
        inside.wait(30)
        assert engine.keep([incoming(reading(url="https://new.example/1"))])[0].outcome == "article"
        seen.append("written after")

    with ThreadPoolExecutor(3) as pool:
        for done in [pool.submit(work) for work in (rename, ask, write)]:
            done.result(60)
    assert seen == ["asked", "written", "written after"]


def test_twenty_threads_ask_while_one_adds(held: tuple[str, Engine]) -> None:
    """Each answer is of one state: as many articles as were kept before it, or while it was asked; then all connections go."""
    address, _ = held
    with open_store(address) as store, ThreadPoolExecutor(21) as pool:
        kept, over = [20], threading.Event()

        def add() -> None:
            for n in range(12):
                store.engine.keep([incoming(reading([("Ilya Torvan", "The bridge is safe")], f"https://more.example/{n}"))])
                kept.append(21 + n)
            over.set()

        def ask() -> int:
            asked = 0
            while not over.is_set() or asked < 3:
                least = kept[-1]
                found = store.find("bridge", speaker="Ilya Torvan")
                frame = list(found.rows())
                most = kept[-1] + 1
                assert least <= found.total <= most and least <= len(frame) <= kept[-1] + 1
                assert {hit.speaker for hit in found} == {"Ilya Torvan"}
                counts = dict(store.count("snow"))
                assert counts == {"Ana Dovrel": 20}
                assert store.party.list("Ilya Torvan")[0].statements >= least
                asked += 1
            return asked

        asking = [pool.submit(ask) for _ in range(20)]
        pool.submit(add).result(120)
        assert all(one.result(120) >= 3 for one in asking)
        assert store.find("bridge").total == 32
        readers = store.engine._database._free  # type: ignore[attr-defined]
        assert 0 < len(readers) <= READERS and store.engine._database._count == len(readers)  # type: ignore[attr-defined]
    with pytest.raises(StoreError):
        readers[0].rows("SELECT 1") if readers else store.find("bridge")
    with pytest.raises(StoreError):
        store.find("bridge")


def test_who_asks_is_not_overtaken_without_end(held: tuple[str, Engine]) -> None:
    """Of twenty that ask all the time while one writes for long, nobody waits for its end, and who writes gets his turn."""
    _, engine = held
    database: Any = engine._database  # type: ignore[attr-defined]
    begun, over = threading.Event(), threading.Event()

    def ask() -> int:
        begun.wait(30)
        asked = 0
        while not over.is_set():
            assert engine.find(Question("bridge")).total == 20
            asked += 1
        return asked

    with ThreadPoolExecutor(20) as pool:
        asking = [pool.submit(ask) for _ in range(20)]
        try:
            with database.transaction():
                begun.set()
                time.sleep(0.7)
                over.set()
                done = [one.result(60) for one in asking]
        finally:
            over.set()
        assert all(done), done


def test_who_asks_goes_on_where_no_more_connections_are_to_be_had(
    held: tuple[str, Engine], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A server says that it has too many: the first one comes free in time."""
    _, engine = held
    database: Any = engine._database  # type: ignore[attr-defined]

    def none() -> None:
        raise StoreError("too many connections")

    monkeypatch.setattr(database._first, "reader", none, raising=False)
    with ThreadPoolExecutor(THREADS) as pool:
        assert [one.result(60).total for one in [pool.submit(engine.find, Question("bridge")) for _ in range(40)]] == [20] * 40
    assert database._count == 0


def test_what_goes_wrong_in_one_thread_leaves_the_others_their_turn(held: tuple[str, Engine]) -> None:
    _, engine = held
    wrong = Correction("rename", "why", "2031-03-14T10:00:00Z", ("Nobody", "person"), name="X")
    with ThreadPoolExecutor(THREADS) as pool:
        failing = [pool.submit(engine.correct, wrong) for _ in range(THREADS)]
        for one in failing:
            with pytest.raises(StoreError, match="holds no party"):
                one.result(60)
        assert pool.submit(engine.find, Question("bridge")).result(30).total == 20
