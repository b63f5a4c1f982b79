"""Articles taken out of a store of either kind: it is what it would be had they never been there, and holds no word of them."""

from __future__ import annotations

import random
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
import shelf
from conftest import Server
from hypothesis import HealthCheck, example, given, settings, strategies as st
from older_stores import as_of_schema_10
from store_readings import incoming, reading
from stories import REPORTS, STORY, Story
from told import told
from without import named_tables

sys.path.insert(0, str(Path(__file__).parents[2] / "benchmarks"))
import bench_store
import plausible

from sayso.corrections import Wanted, merge, not_said, rename, set_right, split, undo
from sayso.store import open_engine
from sayso.store.contract import Engine
from sayso.store.errors import StoreError
from sayso.store.keeping import address_of
from sayso.store.values import Capture, Correction, Incoming, Question, Selection

MADE = "2031-08-01T10:00:00+00:00"
# Of two undertakings in the same words a report tells neither; once one of them is gone, it tells of the other.
PROMISED = Story(1, 0, "visit", "happened", ("Ana Dovrel",), None, None, "send 40 engineers to the valley", 3, "")
KEPT = replace(PROMISED, address=2, who=(), deed=None, due=None, report=REPORTS[1])


def take_out(engine: Engine, *addresses: str, **more: object) -> None:
    engine.remove(Selection(tuple(addresses), **more), "a test", MADE)  # type: ignore[arg-type]


def addresses_of(kept: Sequence[Incoming]) -> list[str]:
    return [address_of(one.capture, one.reading) for one in kept]


def assert_same(engine: Engine, other: Engine) -> None:
    """That two stores hold the same, whatever the numbers of their rows, and that both hold."""
    ours, theirs = named_tables(engine), named_tables(other)
    for table, rows in ours.items():
        assert rows == theirs[table], f"table {table} is not what it would be"
    assert not list(engine.verify())
    assert engine.summary() == other.summary()


# As if they had never been there


def test_plausible_articles_with_versions_and_wire_copy(new_address: Callable[[], str], tmp_path: Path) -> None:
    kept = [bench_store.incoming(one) for one in plausible.articles(120)]
    found = addresses_of(kept)
    gone = set(random.Random(5).sample(sorted(set(found)), 35))
    with closing(open_engine(new_address())) as engine, closing(open_engine(tmp_path / "other.db")) as other:
        engine.keep(kept)
        other.keep([one for one, address in zip(kept, found, strict=True) if address not in gone])
        wired = "SELECT count(*) FROM statements WHERE wire IS NOT NULL"
        before = engine._database.rows(wired)  # type: ignore[attr-defined]
        take_out(engine, *sorted(gone))
        after = engine._database.rows(wired)  # type: ignore[attr-defined]
        assert before > after > [(0,)]  # some copies have gone with their wire, some are left
        assert_same(engine, other)
        (removal,) = engine.removals()
        assert removal.articles == 35 and set(removal.addresses) == gone


@settings(deadline=None, max_examples=12, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
@example([KEPT, PROMISED, replace(PROMISED, address=0, due=40)], {0})
@given(st.lists(STORY, min_size=3, max_size=12), st.sets(st.integers(0, 8), min_size=1, max_size=4))
def test_events_undertakings_and_what_is_reported_of_them(stories: list[Story], gone: set[int]) -> None:
    kept = [
        incoming(one.reading(), captured=f"2031-05-{number + 1:02}T10:00:00Z", page=str(number))
        for number, one in enumerate(stories)
    ]
    there = {f"https://p.example/{number}" for number in gone} & {*addresses_of(kept)}
    with TemporaryDirectory() as folder, closing(open_engine(Path(folder, "a.db"))) as engine:
        engine.keep(kept)
        if there:
            take_out(engine, *sorted(there))
        with closing(open_engine(Path(folder, "b.db"))) as other:
            other.keep([one for one, address in zip(kept, addresses_of(kept), strict=True) if address not in there])
            assert_same(engine, other)


def test_names_and_spellings_are_those_of_what_stays(new_address: Callable[[], str], tmp_path: Path) -> None:
    """The first article spells it in capitals, and calls her by her surname; no other does."""
    first = reading([("ANA DOVREL", "We wait"), ("The Granite Palace", "It holds")], url="https://a.example/1")
    short = told("[s Ana Dovrel|Ana Dovrel] [c said] [q it holds]. [s Dovrel|Ana Dovrel] [c said] [q it does].")
    short = shelf.at(short, "https://a.example/2", "The Gate", None)
    later = reading([("Ana Dovrel", "We go"), ("Granite Palace", "It stands")], url="https://a.example/3")
    kept = [incoming(one) for one in (first, short, later)]
    with closing(open_engine(new_address())) as engine, closing(open_engine(tmp_path / "other.db")) as other:
        engine.keep(kept)
        assert engine.parties("Dovrel") and engine.parties("Ana Dovrel")[0].name == "ANA DOVREL"
        other.keep(kept[2:])
        take_out(engine, "https://a.example/1", "2")
        assert not [one for one in engine.parties("Dovrel") if "Dovrel" in one.names]
        assert engine.parties("Ana Dovrel")[0].name == "Ana Dovrel"
        assert_same(engine, other)


def test_two_copies_are_on_a_wire_only_as_long_as_they_are_alike(new_address: Callable[[], str]) -> None:
    with closing(open_engine(shelf.keep(new_address(), shelf.readings()))) as engine:
        hit = engine.find(Question(words="posts")).hits[0]
        assert len(hit.carriers) == 2
        take_out(engine, shelf.LANTERN)
        (left,) = engine.find(Question(words="posts")).hits
        assert left.carriers == () and left.address == "https://post.example/wire/7"
        assert not list(engine.verify())


# Corrections


@pytest.fixture
def engine(new_address: Callable[[], str]) -> Iterator[Engine]:
    held = open_engine(shelf.keep(new_address(), shelf.readings()))
    yield held
    held.close()


def test_corrections_of_a_statement_go_with_its_article(engine: Engine) -> None:
    engine.correct(not_said("2.1/s1", "no statement"))  # the Lantern's, and so the Post's copy
    engine.correct(not_said("1.2/s1", "none either"))
    assert engine.find(Question(words="posts")).total == 0
    loss = engine.losses(Selection((shelf.LANTERN,)))
    assert [one.reason for one in loss.corrections] == ["no statement"]
    take_out(engine, shelf.LANTERN)
    assert [one.reason for one in engine.corrections()] == ["none either"]
    assert engine.find(Question(words="posts")).total == 1  # the copy counts again
    assert engine.find(Question(words="gate")).total == 0
    assert not list(engine.verify())
    engine.correct(not_said("3.1/s1", "nor this"))  # what comes behind has a number of its own
    assert [one.number for one in engine.corrections()] == [2, 3]


def test_corrections_of_parties_stay_with_one_of_them(engine: Engine) -> None:
    engine.correct(merge(engine, "Mara Quill", "Ana Dovrel", "one woman"))
    engine.correct(rename(engine, "Clerk", "The Clerk of the House", "in full"))
    assert not engine.losses(Selection(("https://list.example/items",))).corrections  # Ana Dovrel stands elsewhere
    take_out(engine, "https://list.example/items")
    assert engine.parties("Ana Dovrel")[0].names == ("Ana Dovrel", "Mara Quill")
    assert len(engine.corrections()) == 2
    (clerk,) = engine.parties("Clerk")
    assert engine.losses(Selection(input="page.html")).parties == (clerk.name,)
    take_out(engine, input="page.html")
    assert [one.kind for one in engine.corrections()] == ["merge"] and not engine.parties("Clerk")
    take_out(engine, "https://gate.example/1", "2", "3")
    assert not engine.corrections() and not engine.parties() and engine.summary().parties == 0
    assert not list(engine.verify())
    assert not any(named_tables(engine).values())  # nothing is left


def test_a_name_that_was_parted_goes_with_its_party(new_address: Callable[[], str]) -> None:
    said = told("[s Ana Dovrel|Ana Dovrel] [c said] [q it holds]. [s Dovrel|Ana Dovrel] [c said] [q it does].")
    with closing(open_engine(new_address())) as engine:
        for number in (1, 2):
            engine.keep([incoming(shelf.at(said, f"https://a.example/{number}", None, None), page=str(number))])
        engine.correct(split(engine, "Ana Dovrel", "Dovrel", "another one"))
        assert {one.name for one in engine.parties()} >= {"Ana Dovrel"}
        take_out(engine, "1")
        assert not list(engine.verify()) and len(engine.corrections()) == 1
        take_out(engine, "2")
        assert not list(engine.verify()) and not engine.corrections() and not engine.parties()


def test_what_people_set_about_an_event_goes_with_its_mention(new_address: Callable[[], str]) -> None:
    story = Story(1, 3, "meeting", "planned", ("Ana Dovrel", "Ilir Tamm"), 20, "Mirwen", None, None, "")
    with closing(open_engine(new_address())) as engine:
        engine.keep([incoming(story.reading(), page="1")])
        engine.keep([incoming(replace(story, address=2, day=5, on=18).reading(), page="2")])
        from sayso.store.chronicle import EventsQuestion

        (event,) = engine.events(EventsQuestion()).events
        keys = [state.key for state in event.history]
        engine.correct(Correction("set-state", "they say so", MADE, statement=keys[0], name="cancelled"))
        engine.correct(Correction("split-event", "two", MADE, statement=keys[1], name=keys[0]))
        engine.correct(Correction("undo", "by mistake", MADE, name="1"))
        engine.correct(Correction("undo", "it was none", MADE, name="3"))
        take_out(engine, "1")
        assert not engine.corrections() and not list(engine.verify())
        (left,) = engine.events(EventsQuestion()).events
        assert left.key == keys[1] and left.status == "announced"


# Which articles


@pytest.mark.parametrize(
    ("selection", "going"),
    [
        (Selection(("https://gate.example/1",)), ["1"]),
        (Selection(("1.1/s1", "1", "https://gate.example/*")), ["1"]),
        (Selection(("https://*",)), ["1", "2", "3", "4"]),
        (Selection(outlet="the post"), ["3"]),
        (Selection(("https://*",), outlet="The Post"), ["3"]),
        (Selection(("1",), outlet="The Post"), []),
        (Selection(input="page.html"), ["5"]),
        (Selection(input="./page.html"), ["5"]),
        (Selection(input="https://list.example/"), ["4"]),
        (Selection(input="https://gate.example/1"), ["1"]),
    ],
)
def test_which_articles_go(engine: Engine, selection: Selection, going: list[str]) -> None:
    assert [one.key for one in engine.losses(selection).articles] == going


@pytest.mark.parametrize(
    ("selection", "said"),
    [
        (Selection(("https://gate.example/2",)), "has no article at https://gate.example/2; nothing is removed"),
        (Selection(("1", "77")), "has no article at 77"),
        (Selection(outlet="The Nowhere"), "no article of an outlet The Nowhere"),
        (Selection(input="elsewhere/"), "nothing was read from elsewhere/"),
        (Selection(), "nothing is named"),
        (Selection(("1",), outlet="The Post"), "holds nothing that is all of this"),
    ],
)
def test_what_is_not_there_is_an_error_and_removes_nothing(engine: Engine, selection: Selection, said: str) -> None:
    before = engine.summary()
    with pytest.raises(StoreError, match=said):
        engine.remove(selection, "a test", MADE)
    assert engine.summary() == before and not engine.removals()


def test_refused_pages_and_the_addresses_of_redirects_go_too(new_address: Callable[[], str]) -> None:
    there = shelf.at(told("[s Ana Dovrel|Ana Dovrel] [c said] [q it holds]."), "https://a.example/1", "The A", None)
    with closing(open_engine(new_address())) as engine:
        engine.keep(
            [
                Incoming(Capture("https://short.example/x", "1" * 64), there, "f1"),
                Incoming(Capture("https://short.example/x", "2" * 64), None, refusal="consent-page"),
                Incoming(Capture("crawl/a.html", "3" * 64), None, refusal="empty"),
            ]
        )
        loss = engine.losses(Selection(("https://short.example/x",)))
        assert (loss.articles[0].met, loss.refused) == (("https://short.example/x",), 1)
        take_out(engine, "https://short.example/x")
        assert engine.summary().articles == 0 and engine.summary().refusals == {"empty": 1}
        again = [Capture("https://short.example/x", "4" * 64), Capture("https://a.example/1", "5" * 64)]
        assert engine.seen(again) == ["removed", "removed"]
        take_out(engine, input="crawl")
        assert engine.summary().refusals == {} and not list(engine.verify())


# The record, and what comes in again


def test_what_was_removed_is_not_read_again_unless_asked(engine: Engine) -> None:
    held = engine.versions("2")[0].reading
    take_out(engine, shelf.LANTERN)
    page = Incoming(Capture("https://elsewhere.example/copy", "9" * 64, "2031-06-01T00:00:00+00:00"), held, "f")
    assert [one.outcome for one in engine.keep([page])] == ["removed"]  # an article that names a removed address as its own
    assert engine.seen([Capture(shelf.LANTERN, "8" * 64)]) == ["removed"] and engine.key(shelf.LANTERN) is None
    asked = Incoming(replace(page.capture, anew=True), held, "f")
    assert [one.outcome for one in engine.keep([asked])] == ["article"]
    found = engine.key(shelf.LANTERN)
    assert found and found.article == 6 and engine.key("2") is None  # no number is given to another article
    assert engine.removals()[0].again == (shelf.LANTERN,)
    assert engine.seen([Capture(shelf.LANTERN, "7" * 64)]) == ["new"]
    assert not list(engine.verify())


def test_an_address_may_be_forgotten(engine: Engine) -> None:
    engine.remove(Selection((shelf.LANTERN,)), "a court's order", MADE, forget=True)
    (removal,) = engine.removals()
    assert (removal.addresses, removal.forgotten, removal.reason, removal.made) == ((), 1, "a court's order", MADE)
    tables = "SELECT COALESCE(address, '') FROM removed"
    assert all(address == "" for (address,) in engine._database.rows(tables))  # type: ignore[attr-defined]
    assert engine.seen([Capture(shelf.LANTERN, "8" * 64)]) == ["removed"]
    assert not list(engine.verify())


def test_an_address_is_forgotten_in_the_records_of_before_too(engine: Engine) -> None:
    """As where it was removed, read again, and is removed once more: also the addresses at which it was met then."""
    held, met = engine.versions("2")[0].reading, "https://short.example/met"
    again = [Incoming(Capture(met, mark * 64, "2031-06-01T00:00:00+00:00", anew=True), held, "f") for mark in "98"]
    engine.keep(again[:1])
    take_out(engine, shelf.LANTERN)
    engine.keep(again[1:])
    engine.remove(Selection((shelf.LANTERN,)), "a court's order", MADE, forget=True)
    told_of = [(one.addresses, one.forgotten, one.again) for one in engine.removals()]
    assert told_of == [((), 1, ()), ((), 1, ())]
    assert engine._database.rows("SELECT count(*) FROM removed WHERE address IS NOT NULL") == [(0,)]  # type: ignore[attr-defined]
    assert engine.seen([Capture(shelf.LANTERN, "7" * 64), Capture(met, "7" * 64)]) == ["removed", "removed"]
    assert not list(engine.verify())


def test_verify_sees_a_record_that_was_altered(engine: Engine) -> None:
    take_out(engine, shelf.LANTERN)
    engine._database.run("UPDATE removals SET reason = 'none'")  # type: ignore[attr-defined]
    engine._database.run("DELETE FROM removed")  # type: ignore[attr-defined]
    found = [fault.where + fault.detail for fault in engine.verify()]
    assert any("removals" in one for one in found) and any(one.startswith("table removed") for one in found)


def test_a_store_of_before_takes_out_too(new_address: Callable[[], str]) -> None:
    address = shelf.keep(new_address(), shelf.readings())
    with closing(open_engine(address)) as engine:
        as_of_schema_10(engine)
    with closing(open_engine(address, read_only=True)) as engine:
        assert engine.removals() == [] and engine.seen([Capture(shelf.LANTERN, "8" * 64)]) == ["new"]
    with closing(open_engine(address)) as engine:
        take_out(engine, "https://gate.example/1")
        assert len(engine.removals()) == 1 and not list(engine.verify())


# What the file holds


def test_no_word_of_it_is_left_in_the_file(tmp_path: Path) -> None:
    """Also where the article was read again, and its index merged, before."""
    path = tmp_path / "store.db"
    word, headline = "zyrquonian", "Wombatine"
    secret = told(f"[s Vexley Brandt|Vexley Brandt] [c said] [q the {word} gate {'is shut and ' * 400}stays so].")
    secret = shelf.at(secret, "https://secret.example/hidden-path", "The Quibbler", "2031-01-01", headline)
    with closing(open_engine(shelf.keep(path, [*shelf.readings()[:2], secret]))) as engine:
        for _ in range(3):
            engine.replace([("https://secret.example/hidden-path", 1, secret, ())])
        engine.remove(Selection(outlet="The Quibbler"), "a test", MADE, forget=True)
        assert engine.sweep() == ""
        for part in (path, path.with_name("store.db-wal")):
            held = part.read_bytes() if part.exists() else b""
            for words in (word, headline, "Vexley", "vexley brandt", "hidden-path", "Quibbler", "stays so"):
                assert words.encode() not in held, f"{words} stands in {part.name}"
        assert not list(engine.verify())


def test_whom_an_earlier_reading_or_a_correction_named_goes_too(engine: Engine) -> None:
    """Though no text names them any longer: a reading was made anew, a correction was taken back. Who was set right stays."""
    held = engine.versions("2")[0].reading
    lines = "[s Zora Wimple|Zora Wimple] [c said] [q it holds].", "[s Ola Brand|Ola Brand] [c said] [q it rains]."
    other = shelf.at(told(*lines), "https://w.example/1", "W", None)
    engine.keep([incoming(other)])
    engine.correct(rename(engine, "Ola Brand", "Ola Brandt", "as she writes it"))
    engine.replace([("https://w.example/1", 1, replace(other, parties=(), statements=()), ())])
    key = f"{shelf.LANTERN}#1/{held.statements[0].id}"
    engine.correct(set_right(engine, key, Wanted(speaker="Snarfle Wigg (person)"), "as the page has it"))
    engine.correct(rename(engine, "Snarfle Wigg", "Snarfle Pigg", "as he writes it"))
    engine.correct(undo(key, "it was right"))
    take_out(engine, shelf.LANTERN)
    names = {name for (name,) in engine._database.rows("SELECT name FROM parties")}  # type: ignore[attr-defined]
    assert names.isdisjoint({"Zora Wimple", "Snarfle Wigg"}) and "Ola Brand" in names
    assert [one.name for one in engine.corrections()] == ["Ola Brandt"]
    assert not list(engine.verify())


def test_a_file_that_another_holds_is_swept_later(tmp_path: Path) -> None:
    path = shelf.keep(tmp_path / "store.db", shelf.readings())
    with closing(open_engine(path)) as engine:
        take_out(engine, shelf.LANTERN)
        with closing(open_engine(path, read_only=True)) as other, other._database.snapshot():  # type: ignore[attr-defined]
            other.summary()
            assert "another program has it open" in engine.sweep()
        assert engine.sweep() == ""
        assert not list(engine.verify())


def test_a_server_says_what_is_its_owners_to_do(postgres: Server) -> None:
    with closing(open_engine(shelf.keep(postgres.emptied(), shelf.readings()))) as engine:
        take_out(engine, shelf.LANTERN)
        assert "until its owner runs VACUUM FULL on the schema sayso" in engine.sweep()
        assert engine.summary().articles == 4 and not list(engine.verify())
