"""Watched questions in stores of both kinds: what is new, over any sequence of articles, rereadings, corrections and looks."""

from __future__ import annotations

import contextlib
import itertools
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
import shelf
from hypothesis import HealthCheck, example, given, settings, strategies as st
from older_stores import as_of_schema_15
from store_readings import DAY, article, eventful, incoming, jointly, reading, undertaken
from told import told

from sayso.corrections import Wanted, merge, not_said, rename, set_right, set_state, split, undo, was_said
from sayso.record import Reading
from sayso.store import open_engine
from sayso.store.chronicle import EventsQuestion, LedgerQuestion
from sayso.store.contract import Engine
from sayso.store.errors import StoreError
from sayso.store.told_before import Told
from sayso.store.values import Correction, Hit, Look, Question, Selection, Watch

MADE = "2031-08-01T10:00:00+00:00"
_pages = itertools.count()


def watch(engine: Engine, name: str = "w", **asked: Any) -> None:
    engine.watch(Watch(name, Question(order="newest", **asked), MADE))


def seen(engine: Engine, name: str = "w", limit: int = 0) -> Look:
    """What is new, which then is not any more."""
    look = engine.look(name, limit, today="2031-08-01")
    engine.see(look.mark)
    return look


def words(hits: Sequence[Hit]) -> set[str]:
    return {" … ".join(span.text for span in hit.statement.content) for hit in hits}


def keep(engine: Engine, *lines: str, url: str = "https://lantern.example/day", bands: tuple[int, ...] = ()) -> Reading:
    read = shelf.at(told(*lines), url, "The Lantern", DAY)
    number = next(_pages)
    captured = f"2031-04-01T{number // 3600 % 24:02}:{number // 60 % 60:02}:{number % 60:02}+00:00"
    engine.keep([incoming(read, page=f"{number:064x}", captured=captured, bands=bands)])
    return read


def line(who: str, what: str) -> str:
    return f"[s {who}|{who}] [c said] [q {what}]."


GATE, ROAD, SNOW = (
    line("Ana Dovrel", "the gate is green"),
    line("Ana Dovrel", "the road is shut"),
    line("Ilya Torvan", "it snows"),
)
URL = "https://lantern.example/day"


# What is new


def test_what_was_there_is_not_new_and_what_came_since_is_once(engine: Engine) -> None:
    keep(engine, GATE)
    watch(engine, speaker="Ana Dovrel")
    assert engine.look("w").total == 0 and engine.waiting("w") == 0
    keep(engine, ROAD, SNOW, url="https://post.example/old")
    assert engine.waiting("w") == 1 and words(engine.look("w").hits) == words(engine.look("w").hits) == {"the road is shut"}
    assert words(seen(engine).hits) == {"the road is shut"}
    assert not seen(engine).total and engine.watches()[0].looked


def test_an_article_of_an_earlier_day_is_as_new_as_any(engine: Engine) -> None:
    keep(engine, GATE)
    watch(engine)
    engine.keep([incoming(shelf.at(told(ROAD), "https://post.example/1", None, "1999-01-01"))])
    assert words(seen(engine).hits) == {"the road is shut"}


def test_of_a_new_version_what_it_has_anew(engine: Engine) -> None:
    """What stands further down, since a paragraph came in before it, is the same; what was left out is told apart."""
    keep(engine, GATE, ROAD)
    watch(engine)
    keep(engine, "It was a cold day in the valley.", SNOW, GATE)
    look = seen(engine)
    assert words(look.hits) == {"it snows"} and words(look.withdrawn) == {"the road is shut"} and look.gone == 1
    keep(engine, ROAD, GATE, SNOW)  # back again: it was told
    assert not seen(engine).total and not seen(engine).gone


def test_the_same_words_said_again_in_a_later_version(engine: Engine) -> None:
    keep(engine, line("Ana Dovrel", "yes"), "Asked once more,", line("Ana Dovrel", "yes"))
    watch(engine, words="yes")
    keep(
        engine,
        line("Ana Dovrel", "yes"),
        "Asked once more,",
        line("Ana Dovrel", "yes"),
        "And again,",
        line("Ana Dovrel", "yes"),
    )
    assert seen(engine).total == 1


def test_wire_copy_of_what_was_told(engine: Engine) -> None:
    keep(engine, GATE, url="https://a.example/1", bands=(1, 2))
    watch(engine)
    watch(engine, "post", outlet="The Post")
    post = shelf.at(told(GATE), "https://post.example/1", "The Post", DAY)
    engine.keep([incoming(post, bands=(1, 2))])
    assert engine.waiting("w") == 0
    assert seen(engine, "post").total == 1  # of what this outlet has it is the first


# Read again


def again(engine: Engine, *lines: str, number: int = 1, **changed: Any) -> None:
    """Another reading of the same text."""
    other = replace(told(*lines), model="en-9", **changed)
    held = next(one for one in engine.versions(URL) if one.number == number).reading
    engine.replace([(URL, number, replace(held, statements=other.statements, parties=other.parties, model="en-9"), ())])


REREAD = {
    "the same": ((GATE, ROAD), 0, 0),
    "another speaker": (("[s Ana Dovrel|Ilya Torvan] [c said] [q the gate is green].", ROAD), 0, 0),
    "more words": (("[s Ana Dovrel|Ana Dovrel] [c said] [q the gate is green.]", ROAD), 0, 0),
    "fewer words": (("[s Ana Dovrel|Ana Dovrel] [c said] the [q gate is green].", ROAD), 0, 0),
    "a longer cue": (("[s Ana Dovrel|Ana Dovrel] [c said the] [q gate is green].", ROAD), 0, 0),
    "no cue": (("[s Ana Dovrel|Ana Dovrel] said [q the gate is green].", ROAD), 0, 0),
    "one is missed": (("Ana Dovrel said the gate is green.", ROAD), 0, 0),
}


@pytest.mark.parametrize("name", REREAD)
def test_a_reading_with_another_model(engine: Engine, name: str) -> None:
    lines, new, gone = REREAD[name]
    keep(engine, GATE, ROAD)
    watch(engine)
    again(engine, *lines)
    look = seen(engine)
    assert (look.total, look.gone) == (new, gone)
    again(engine, GATE, ROAD)
    assert seen(engine).total == (1 if name == "one is missed" else 0)  # what no reading has is known no more


def test_a_model_that_finds_more(engine: Engine) -> None:
    keep(engine, GATE, "Ana Dovrel said the road is shut.")
    watch(engine)
    again(engine, GATE, ROAD)
    assert words(seen(engine).hits) == {"the road is shut"}


def test_a_model_that_names_the_speaker_makes_it_answer(engine: Engine) -> None:
    keep(engine, "[s She|] [c said] [q the gate is green].", SNOW)
    watch(engine, speaker="Ana Dovrel")
    watch(engine, "all")
    again(engine, "[s She|Ana Dovrel] [c said] [q the gate is green].", SNOW)
    assert words(seen(engine).hits) == {"the gate is green"} and not seen(engine, "all").total
    again(engine, "[s She|Ilya Torvan] [c said] [q the gate is green].", SNOW)
    assert words(seen(engine).withdrawn) == {"the gate is green"} and not seen(engine).gone


def test_all_is_read_again_and_versions_came_since(engine: Engine) -> None:
    keep(engine, GATE, ROAD)
    keep(engine, GATE, ROAD, SNOW)
    watch(engine)
    again(engine, GATE, ROAD)
    again(engine, GATE, ROAD, SNOW, number=2)
    keep(engine, GATE, SNOW, "And nothing else.")
    look = seen(engine)
    assert not look.total and words(look.withdrawn) == {"the road is shut"}


# Corrections


def key(engine: Engine, sought: str) -> str:
    (hit,) = engine.find(Question(f'"{sought}"', said=None)).hits
    return hit.key


def test_a_correction_makes_it_answer(engine: Engine) -> None:
    keep(engine, GATE, SNOW)
    watch(engine, speaker="Ana Dovrel")
    made = engine.correct(set_right(engine, key(engine, "it snows"), Wanted(speaker="Ana Dovrel"), "the page has it so"))
    assert words(seen(engine).hits) == {"it snows"}
    engine.correct(undo(key(engine, "it snows"), "no", made.number))
    assert words(seen(engine).withdrawn) == {"it snows"}
    engine.correct(set_right(engine, key(engine, "it snows"), Wanted(speaker="Ana Dovrel"), "it does"))
    assert not seen(engine).total  # it was told


def test_what_is_taken_out_and_counts_again(engine: Engine) -> None:
    watch(engine)
    keep(engine, GATE, SNOW)
    snow = key(engine, "it snows")
    engine.correct(not_said(snow, "a joke"))
    assert words(seen(engine).hits) == {"the gate is green"}
    engine.correct(was_said(snow, "no joke"))
    assert words(seen(engine).hits) == {"it snows"}
    engine.correct(not_said(snow, "a joke"))
    assert words(seen(engine).withdrawn) == {"it snows"} and not seen(engine).gone


def test_a_name_follows_the_party_that_goes_by_it(engine: Engine) -> None:
    keep(engine, GATE, SNOW, line("I. Torvan", "it thaws"))
    watch(engine, "torvan", speaker="Ilya Torvan")
    watch(engine, "president", speaker="The President")
    engine.correct(merge(engine, "I. Torvan", "Ilya Torvan", "one man"))
    assert words(seen(engine, "torvan").hits) == {"it thaws"}
    engine.correct(rename(engine, "Ilya Torvan", "The President", "as he is called"))
    assert words(seen(engine, "president").hits) == {"it snows", "it thaws"} and not seen(engine, "torvan").total
    keep(engine, line("Ilya Torvan", "it rains"), url="https://post.example/2")
    assert words(seen(engine, "president").hits) == words(seen(engine, "torvan").hits) == {"it rains"}
    engine.correct(split(engine, "Ilya Torvan", "I. Torvan", "two after all"))
    assert words(seen(engine, "torvan").withdrawn) == {"it thaws"}


def test_a_name_that_an_article_gives_a_party_that_was_known(engine: Engine) -> None:
    keep(engine, SNOW)
    watch(engine, speaker="Torvan")
    keep(engine, "[s Torvan|Ilya Torvan] [c said] [q it thaws].", url="https://post.example/2")
    assert words(seen(engine).hits) == {"it snows", "it thaws"}  # none of both was told


def test_groups_that_come_in_of_a_party(engine: Engine) -> None:
    watch(engine, speaker="Ana Dovrel")
    read = reading([("Ana Dovrel", "We go"), ("Ana Dovrel", "I stay"), ("Karel Novak", "No")])
    ids = [party.id for party in read.parties if party.name != "the clerk"]
    engine.keep([incoming(jointly(read, *ids))])
    assert {hit.speaker for hit in seen(engine).hits} == {"Ana Dovrel and Karel Novak", "Ana Dovrel"}


# Looks


def test_a_page_of_it_leaves_the_rest_new(engine: Engine) -> None:
    watch(engine)
    keep(engine, *(line("Mara Quill", f"item {number} stands") for number in range(7)))
    told_of: list[str] = []
    for left in (7, 4, 1):
        look = seen(engine, limit=3)
        assert look.total == left and look.shown == min(3, left)
        told_of += words(look.hits)
    assert len(set(told_of)) == len(told_of) == 7 and not seen(engine).total


def test_two_looks_at_once_lose_nothing(engine: Engine) -> None:
    watch(engine)
    keep(engine, GATE)
    one, other = engine.look("w"), engine.look("w")
    keep(engine, ROAD, url="https://post.example/2")
    late = engine.look("w")
    engine.see(late.mark)
    engine.see(one.mark)
    engine.see(other.mark)
    assert words(late.hits) == {"the gate is green", "the road is shut"} and not seen(engine).total
    keep(engine, SNOW, url="https://post.example/3")
    engine.see(one.mark)  # late, and of what was told before
    assert words(seen(engine).hits) == {"it snows"}


def test_what_is_watched_no_longer(engine: Engine) -> None:
    watch(engine)
    keep(engine, GATE)
    look = engine.look("w")
    engine.unwatch("w")
    engine.see(look.mark)
    watch(engine)
    engine.see(look.mark)
    assert not engine.look("w").total and not list(engine.verify())


def test_names(engine: Engine) -> None:
    with pytest.raises(StoreError, match="nothing is watched under the name w; there is none at all"):
        engine.look("w")
    watch(engine, words="gate")
    with pytest.raises(StoreError, match="is watched under the name w already; nothing is changed"):
        watch(engine)
    keep(engine, GATE)
    engine.watch(Watch("w", Question("gate", speaker=("Ana Dovrel", "#2"), said=None), MADE), replace=True)
    assert engine.waiting("w") == 0
    assert engine.rename_watch("w", "gate").name == "gate"
    watch(engine, "Another")
    assert [one.name for one in engine.watches()] == ["Another", "gate"]
    with pytest.raises(StoreError, match="under the name gate already"):
        engine.rename_watch("Another", "gate")
    with pytest.raises(StoreError, match=r"there are Another, gate\."):
        engine.unwatch("w")
    question = engine.watches()[1].question
    assert question == Question("gate", speaker=("Ana Dovrel", "#2"), said=None, order="newest")
    assert not list(engine.verify())


def test_an_article_that_is_removed_and_read_anew(engine: Engine) -> None:
    keep(engine, GATE)
    watch(engine)
    engine.remove(Selection((URL,)), "a test", MADE)
    look = seen(engine)
    assert not look.total and not look.gone and not list(engine.verify())
    one = incoming(shelf.at(told(GATE), URL, None, DAY))
    engine.keep([replace(one, capture=replace(one.capture, anew=True))])
    assert seen(engine).total == 1  # it came in since


def test_what_came_in_last_stands_first_whatever_its_day(engine: Engine) -> None:
    engine.keep([incoming(shelf.at(told(GATE), "https://a.example/1", None, "2031-03-14"), bands=(1,))])
    engine.keep([incoming(shelf.at(told(SNOW), "https://a.example/2", None, "1999-01-01"))])
    engine.keep([incoming(shelf.at(told(GATE), "https://a.example/3", None, "2031-03-15"), bands=(1,))])  # a copy of the first
    before = engine.kept_last(Question(), 9)
    assert [words([hit]) for _, hit in before] == [{"it snows"}, {"the gate is green"}]
    engine.replace([("https://a.example/1", 1, replace(engine.versions("https://a.example/1")[0].reading, model="en-9"), (1,))])
    assert [number for number, _ in engine.kept_last(Question(), 9)] == [number for number, _ in before]


# Events and undertakings


def test_events_that_are_new_or_stand_otherwise(engine: Engine) -> None:
    engine.watch(Watch("e", EventsQuestion(), MADE))
    visit = eventful(
        "Ana Dovrel will visit Ilir Tamm on 4 April.",
        ("visit", "planned", "visit", "Ana Dovrel, Ilir Tamm", "2031-04-04", None),
        url="https://a.example/1",
    )
    engine.keep([incoming(visit)])
    look = seen(engine, "e")
    assert look.total == len(look.events) == 1 and look.before == (None,)
    assert not seen(engine, "e").total
    (event,) = look.events
    engine.correct(set_state(event.key, "cancelled", "it was called off"))
    (changed,), (before,) = (look := seen(engine, "e")).events, look.before
    assert changed.key == event.key and changed.status == "cancelled" and before and before.startswith(event.status)
    assert not seen(engine, "e").total and not list(engine.verify())


def test_undertakings_become_overdue_with_time_alone(engine: Engine) -> None:
    text = "Ana Dovrel will send 40 engineers by 1 July."
    empty = Reading("https://a.example/1", article(text, "https://a.example/1"), model="en-1")
    read = undertaken(empty, "Ana Dovrel", "send 40 engineers", "2031-07-01")
    engine.keep([incoming(read)])
    today = "2031-04-01"
    engine.watch(Watch("u", LedgerQuestion(today=today), MADE))
    states: list[tuple[str, str | None]] = []
    for day in (today, "2031-06-20", "2031-06-21", "2031-07-02", "2031-07-03"):
        look = engine.look("u", today=day)
        engine.see(look.mark)
        states += [(one.status, before) for one, before in zip(look.undertakings, look.before, strict=True)]
    due = "2031-07-01"
    assert states == [("due-soon", f"open {due}"), ("overdue", f"due-soon {due}")]


# An older store, one that was altered


def test_an_older_store_is_brought_to_it(new_address: Callable[[], str]) -> None:
    address = new_address()
    with closing(open_engine(address)) as engine:
        keep(engine, GATE, ROAD)
        as_of_schema_15(engine)
        assert engine.watches() == []
    with closing(open_engine(address)) as engine:
        watch(engine)
        again(engine, GATE, ROAD)
        keep(engine, GATE, ROAD, SNOW)
        assert words(seen(engine).hits) == {"it snows"} and not list(engine.verify())


ALTERED = {
    'UPDATE watches SET question = \'{"speaker":"Torvan"}\'': "table watches",
    "UPDATE watches SET statements = 0": "table watches",
    "UPDATE watched SET bits = ''": "table watched",
    "INSERT INTO watched_happenings VALUES (7, 'e1', 'held', 0)": "table watched_happenings",
    "DELETE FROM watched": "table watches",
    "UPDATE statements SET kept_as = id WHERE name = 's1'": "column statements.kept_as",
}


@pytest.mark.parametrize("sql", ALTERED)
def test_a_row_that_something_else_altered_is_found(tmp_path: Path, sql: str) -> None:
    import sqlite3

    with closing(open_engine(tmp_path / "it.db")) as engine:
        keep(engine, GATE)
        watch(engine, words="gate")
    with closing(sqlite3.connect(tmp_path / "it.db")) as connection, connection:
        connection.execute(sql)
    with closing(open_engine(tmp_path / "it.db")) as engine:
        assert [fault.where for fault in engine.verify() if ALTERED[sql] in fault.where]


@given(st.sets(st.integers(1, 400_000), max_size=60), st.sets(st.integers(1, 400_000), max_size=60))
def test_numbers_that_were_told(one: set[int], other: set[int]) -> None:
    with TemporaryDirectory() as folder, closing(open_engine(Path(folder) / "it.db")) as engine:
        watch(engine)
        database = engine._database  # type: ignore[attr-defined]
        for some in (one, other):
            told_of = Told(database, 1)
            told_of.add(some)
            told_of.save()
        assert list(Told(database, 1)) == sorted(one | other)
        assert all((number in Told(database, 1)) == (number in one | other) for number in [*one, *range(1, 30)])


# Any sequence of all that

NAMES = ("Ana Dovrel", "Ilya Torvan", "Mara Quill")
QUESTIONS: tuple[dict[str, Any], ...] = (
    {}, {"speaker": "Ana Dovrel"}, {"speaker": "Torvan"}, {"words": "border"}, {"words": "border", "speaker": "Ana Dovrel"},
    {"outlet": "Outlet 1"}, {"about": "Ana Dovrel"},
)  # fmt: skip
sentence = st.tuples(st.integers(0, 7), st.sampled_from(NAMES))
text = st.lists(st.integers(0, 7), min_size=1, max_size=4, unique=True)
which = st.integers(0, 9)
STEP = st.one_of(
    st.tuples(st.just("keep"), st.integers(0, 2), text),
    st.tuples(st.just("keep"), st.integers(0, 2), text),
    st.tuples(st.just("keep"), st.integers(0, 2), text),
    st.tuples(st.just("reread"), which, st.sampled_from(["same", "other speakers", "one less"])),
    st.tuples(st.just("correct"), which, st.sampled_from(NAMES)),
    st.tuples(st.just("not-said"), which, st.booleans()),
    st.tuples(st.sampled_from(["merge", "split", "rename"]), st.sampled_from(NAMES), st.sampled_from(NAMES)),
    st.tuples(st.just("undo"), which, st.none()),
    st.tuples(st.just("remove"), st.integers(0, 2), st.none()),
    st.tuples(st.just("look"), st.sampled_from([0, 0, 1, 2]), st.none()),
)
Known = tuple[str, str]  # an address, and the sentence's own word: what a statement is, whatever Sayso takes it for


def sentence_of(number: int) -> str:
    """A sentence that no other is like; the later ones name somebody by another name, and mention her."""
    who = NAMES[number % 3]
    mention = "Torvan" if number == 7 else who
    about = "[a Ana Dovrel|Ana Dovrel]" if number % 4 == 3 else "the clerk"
    return f"[s {mention}|{who}] [c told] {about} [q sentence{number} stands at the {'border' if number % 2 else 'gate'}]."


def known(address: str, content: str) -> Known:
    return address, content.split()[0]


@dataclass
class Expected:
    """What is new by what was told, statement by statement, without any of Sayso's marks."""

    engine: Engine
    question: Question
    told: set[Known] = field(default_factory=set)
    withdrawn: set[Known] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.told = self.answering()

    def answering(self) -> set[Known]:
        """What answers by itself: not since a copy of it does, of which a model takes somebody else for the speaker."""
        return {
            known(address, hit.statement.content[0].text)
            for address in list(self.engine.addresses())
            for hit in self.engine.stream(replace(self.question, url=address))
        }

    def there(self) -> set[Known]:
        return {
            known(version.address, statement.content[0].text)
            for address in list(self.engine.addresses())
            for version in self.engine.versions(address)
            for statement in version.reading.statements
        }

    def group(self, hit: Hit) -> frozenset[Known]:
        addresses = {hit.address, *(carrier.address for carrier in hit.carriers)}
        return frozenset(known(address, hit.statement.content[0].text) for address in addresses) & self.answering()

    def look(self, limit: int) -> None:
        groups = {self.group(hit) for hit in self.engine.stream(self.question)}
        new = {group for group in groups if group.isdisjoint(self.told)}
        gone = (self.told & self.there()) - self.answering() - self.withdrawn
        look = seen(self.engine, limit=limit)
        shown, taken = (
            {self.group(hit) for hit in look.hits},
            {known(h.address, h.statement.content[0].text) for h in look.withdrawn},
        )
        assert (look.total, look.gone) == (len(new), len(gone)), (new, gone, look.hits, look.withdrawn)
        assert shown <= new and len(shown) == len(look.hits) == min(limit or len(new), len(new))
        assert taken <= gone and len(taken) == len(look.withdrawn) == min(limit or len(gone), len(gone))
        self.withdrawn |= taken
        for group in shown | {group for group in groups if not group.isdisjoint(self.told)}:
            self.told |= group

    def forget(self) -> None:
        """What no reading has any more is unknown."""
        self.told &= self.there()
        self.withdrawn &= self.there()


def take(engine: Engine, kind: str, one: Any, other: Any) -> None:
    """One step; a correction that names nothing, or changes nothing, is refused, as it is of anybody."""
    if kind == "keep":
        number = next(_pages)
        lines = [sentence_of(n) for n in other]
        read = shelf.at(told(f"Page {number}.", *lines), f"https://p.example/{one}", f"Outlet {one}", DAY)
        captured = (
            f"2031-04-{1 + number // 86400 % 28:02}T{number // 3600 % 24:02}:{number // 60 % 60:02}:{number % 60:02}+00:00"
        )
        held = incoming(read, page=f"{number:064x}", captured=captured, bands=(1, 2))
        engine.keep([replace(held, capture=replace(held.capture, anew=True))])
        return
    versions = [version for address in list(engine.addresses()) for version in engine.versions(address)]
    statements = [(v, s) for v in versions for s in v.reading.statements]
    if kind in ("correct", "not-said") and statements:
        version, statement = statements[one % len(statements)]
        at = f"{version.address}#{version.number}/{statement.id}"
        made: Correction = not_said(at, "why") if other is True else was_said(at, "why")
        engine.correct(set_right(engine, at, Wanted(speaker=f"{other} (person)"), "why") if kind == "correct" else made)
    elif kind == "undo":
        if made_of := [c for c in engine.corrections() if c.kind in ("set-statement", "not-said")]:
            undone = made_of[one % len(made_of)]
            engine.correct(undo(undone.statement or "", "why", undone.number))
    elif kind == "reread" and versions:
        version = versions[one % len(versions)]
        _reread(engine, version.address, version.number, other, one)
    elif kind == "remove":
        engine.remove(Selection((f"https://p.example/{one}",)), "why", MADE)
    elif kind in ("merge", "split", "rename"):
        engine.correct({"merge": merge, "split": split, "rename": rename}[kind](engine, one, other, "why"))


def _reread(engine: Engine, address: str, number: int, how: str, one: int) -> None:
    """What today's model makes of a text: the speakers are others, or a statement is missed."""
    from sayso.store.restating import _read

    database = engine._database  # type: ignore[attr-defined]
    sql = "SELECT v.id FROM versions v JOIN articles a ON a.id = v.article WHERE a.address = ? AND v.number = ?"
    ((id,),) = database.rows(sql, (address, number))
    read, _ = _read(database, id)  # as it was read, without corrections
    statements = read.statements
    if how == "one less":
        statements = statements[:-1]
    elif how == "other speakers":
        voices = [s.speaker for s in statements[1:] + statements[:1]]
        mentions = [s.speaker.mention if s.speaker else None for s in statements]
        statements = tuple(
            replace(s, speaker=replace(voice, mention=mention) if voice else None)
            for s, voice, mention in zip(statements, voices, mentions, strict=True)
        )
    engine.replace([(address, number, replace(read, statements=statements, model=f"en-{one}"), (1, 2))])


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@example([("keep", 0, [0, 1]), ("keep", 1, [0, 1]), ("look", 0, None), ("keep", 0, [1, 2]), ("reread", 0, "same")], 1, {})
@given(st.lists(STEP, min_size=3, max_size=14), st.integers(0, 4), st.sampled_from(QUESTIONS))
def test_each_statement_is_told_once_over_any_sequence(
    steps: list[tuple[str, Any, Any]], begun: int, asked: dict[str, Any]
) -> None:
    with TemporaryDirectory() as folder, closing(open_engine(Path(folder) / "it.db")) as engine:
        _told_once(engine, steps, begun, asked)


def _told_once(engine: Engine, steps: Sequence[tuple[str, Any, Any]], begun: int, asked: dict[str, Any]) -> None:
    expected: Expected | None = None
    for number, (kind, one, other) in enumerate([*steps, ("look", 0, None), ("look", 0, None)]):
        if number == min(begun, len(steps)):
            watch(engine, **asked)
            expected = Expected(engine, Question(order="newest", **asked))
        if kind != "look":
            with contextlib.suppress(StoreError, ValueError, LookupError):
                take(engine, kind, one, other)
            if expected:
                expected.forget()
        elif expected:
            expected.look(one)
    assert not list(engine.verify())


Steps = list[tuple[str, Any, Any]]
EDITED: Steps = [
    *[("keep", 0, [0, 1, 3]), ("look", 0, None), ("keep", 0, [1, 3, 5]), ("look", 1, None), ("reread", 1, "other speakers")],
]
MERGED: Steps = [("keep", 1, [1, 4, 7]), ("merge", "Ilya Torvan", "Ana Dovrel"), ("look", 1, None), ("not-said", 0, True)]
WIRED: Steps = [("keep", 0, [0, 1]), ("keep", 1, [0, 1]), ("not-said", 1, True), ("look", 0, None), ("remove", 0, None)]
SEQUENCES: tuple[tuple[Steps, int, dict[str, Any]], ...] = (
    *((EDITED, 1, {}), (MERGED, 0, QUESTIONS[1]), (WIRED, 1, QUESTIONS[3])),
)


@pytest.mark.parametrize("number", range(len(SEQUENCES)))
def test_the_same_in_both_kinds_of_stores(engine: Engine, number: int) -> None:
    _told_once(engine, *SEQUENCES[number])
