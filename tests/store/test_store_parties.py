"""Parties across articles and people's corrections, over both engines: who is one, who stays apart, what outlasts a model."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, strategies as st
from store_readings import article, incoming, reading, span

from sayso.record import Party, Reading, Statement, Voice
from sayso.store import open_engine
from sayso.store.contract import Engine
from sayso.store.errors import StoreError
from sayso.store.understanding import Understanding, understand
from sayso.store.values import Correction, Known, Question

ILYA, TORVAN, MARIA = ("Ilya Torvan", "person"), ("Torvan", "person"), ("Maria Torvan", "person")


def one(engine: Engine, name: str) -> Known:
    (found,) = [party for party in engine.parties(name) if party.name == name]
    return found


def speakers(engine: Engine) -> list[tuple[str | None, int]]:
    return engine.count(Question(), "speaker")


def correct(engine: Engine, kind: Any, party: tuple[str, str] | None = None, **more: Any) -> Correction:
    return engine.correct(Correction(kind, "known", "2031-04-01T10:00:00Z", party, **more))


def mixed(url: str, names: list[str], spoken: list[tuple[str, int]]) -> Reading:
    """«Ilya Torvan, Torvan: “0”»: parties by name, and the words by which each of the parties (by number) is said to speak."""
    text = " ".join(names) + "".join(f"\n{mention} said no{n}." for n, (mention, _) in enumerate(spoken))
    held: dict[int, list[Any]] = {n: [span(text, name)] for n, name in enumerate(names)}
    statements = []
    for n, (mention, party) in enumerate(spoken):
        at = text.index(f"\n{mention} said no{n}") + 1
        where = span(text[:at] + mention, mention, text[:at].count(mention) + 1)
        if where not in held[party]:
            held[party].append(where)
        content = span(text, f"no{n}")
        statements.append(Statement(f"s{n}", "indirect", "states", (content,), speaker=Voice(where, f"p{party}", "name")))
    parties = tuple(Party(f"p{n}", name, "person", "minister", tuple(held[n])) for n, name in enumerate(names))
    return Reading(url, article(text, url), tuple(statements), parties)


@pytest.mark.parametrize(
    ("name", "near"),
    [
        ("Ilja Torwan", ["Ilya Torvan"]),
        ("ILYA TORVANN", ["Ilya Torvan"]),
        ("Marya Torvan", ["Maria Torvan"]),
        ("Vesna Orlik", []),  # spelt like none of them
        ("", []),
        ("%'_", []),
    ],
)
def test_names_spelt_nearly_so(town: Engine, name: str, near: list[str]) -> None:
    assert town.alike(name)[: len(near) or 1] == near
    correct(town, "rename", MARIA, name="Marie Torvan")
    assert ("Marie Torvan" in town.alike("Marya Torvan")) and "Maria Torvan" not in town.alike("Marya Torvan")
    correct(town, "rename", ("Marie Torvan", "person"), name="Zoe Kranz")
    assert town.alike("Zoe Krans") == ["Zoe Kranz"] and town.alike("#1") == []


# Who is one without any correction.


def test_the_same_name_and_kind_is_one_party_and_another_kind_is_not(engine: Engine) -> None:
    engine.keep([
        incoming(reading([("Granite Palace", "Yes")], "https://a.example/1", kind="government")),
        incoming(reading([("the GRANITE  Palace", "No")], "https://a.example/2", kind="government")),
        incoming(reading([("Granite Palace", "Oh")], "https://a.example/3", kind="organisation")),
    ])  # fmt: skip
    assert speakers(engine) == [("Granite Palace", 2), ("Granite Palace", 1)]
    # the name in the reading stays as it was written
    assert engine.versions("https://a.example/2")[0].reading.parties[0].name == "the GRANITE  Palace"
    assert not list(engine.verify())


@pytest.mark.parametrize(
    ("names", "spoken", "counts"),
    [
        # one candidate in the article: the shorter name is his
        (["Ilya Torvan", "Torvan"], [("Torvan", 1)], [("Ilya Torvan", 1)]),
        # two candidates: it stays apart
        (["Ilya Torvan", "Maria Torvan", "Torvan"], [("Torvan", 2)], [("Torvan", 1)]),
        # a mention of the party is the party's, as the article has it
        (["Ilya Torvan"], [("Torvan", 0)], [("Ilya Torvan", 1)]),
        # a first name alone is no shorter name
        (["Ilya Torvan", "Ilya"], [("Ilya", 1)], [("Ilya", 1)]),
        # a step at a time
        (["Torvan", "Markov Torvan", "Ilya Markov Torvan"], [("Torvan", 0)], [("Torvan", 1)]),
        (["Markov Torvan", "Ilya Markov Torvan"], [("Markov Torvan", 0)], [("Ilya Markov Torvan", 1)]),
    ],
)  # fmt: skip
def test_a_shorter_name_within_an_article(engine: Engine, names: list[str], spoken: Any, counts: Any) -> None:
    engine.keep([incoming(mixed("https://a.example/1", names, spoken))])
    assert speakers(engine) == counts


def test_a_shorter_name_joins_nothing_in_another_article(engine: Engine) -> None:
    engine.keep([
        incoming(reading([("Ilya Torvan", "Yes")], "https://a.example/1")),
        incoming(reading([("Torvan", "No")], "https://a.example/2")),
    ])  # fmt: skip
    assert speakers(engine) == [("Ilya Torvan", 1), ("Torvan", 1)]
    assert [hit.statement.content[0].text for hit in engine.find(Question(speaker="Torvan")).hits] == ["“No”"]


def test_what_is_known_of_a_party(engine: Engine) -> None:
    first = mixed("https://a.example/1", ["Ilya Torvan"], [("Torvan", 0), ("Ilya Torvan", 0)])
    engine.keep([
        incoming(replace(first, article=replace(first.article, published="2031-02-01"))),
        incoming(mixed("https://a.example/2", ["Ilya Torvan"], [])),
    ])  # fmt: skip
    known = one(engine, "Ilya Torvan")
    assert known.names == ("Ilya Torvan", "Torvan")
    assert (known.kind, known.statements, known.articles, known.first, known.last) == (
        "person",
        2,
        2,
        "2031-02-01",
        "2031-03-14",
    )
    assert known.roles == (("minister", "2031-02-01", "2031-03-14"),)
    assert engine.parties("ilya")[0] == engine.parties("torvan")[0] == engine.parties(f"#{known.id}")[0] == known
    assert engine.parties("Nobody") == [] and engine.parties(limit=1, offset=1) == []


# Corrections.


@pytest.fixture
def town(engine: Engine) -> Engine:
    """Ilya Torvan speaks twice, once as "Torvan"; Torvan alone once in another article; Maria Torvan once."""
    engine.keep([
        incoming(mixed("https://a.example/1", ["Ilya Torvan"], [("Ilya Torvan", 0), ("Torvan", 0)])),
        incoming(reading([("Torvan", "No")], "https://a.example/2")),
        incoming(reading([("Maria Torvan", "Well")], "https://a.example/3")),
    ])  # fmt: skip
    return engine


MERGE = ("merge", TORVAN, {"other": ILYA})


@pytest.mark.parametrize(
    ("steps", "counts"),
    [
        ([MERGE], {"Ilya Torvan": 3, "Maria Torvan": 1}),
        # chains lead to their end
        ([MERGE, ("merge", ILYA, {"other": MARIA})], {"Maria Torvan": 4}),
        ([("merge", ILYA, {"other": MARIA}), MERGE], {"Maria Torvan": 4}),
        # a cycle is one party under the name asked for last
        ([MERGE, ("merge", ILYA, {"other": TORVAN})], {"Torvan": 3, "Maria Torvan": 1}),
        ([MERGE, ("merge", ILYA, {"other": MARIA}), ("merge", MARIA, {"other": TORVAN})], {"Torvan": 4}),
        # a split undoes a merge, whichever of the two is named first; what is named second is not the first's name anywhere
        ([MERGE, ("split", ILYA, {"other": TORVAN})], {"Torvan": 2, "Ilya Torvan": 1, "Maria Torvan": 1}),
        ([MERGE, ("split", TORVAN, {"other": ILYA})], {"Ilya Torvan": 2, "Torvan": 1, "Maria Torvan": 1}),
        # a split of a name that the article itself gave
        ([("split", ILYA, {"other": TORVAN})], {"Torvan": 2, "Ilya Torvan": 1, "Maria Torvan": 1}),
        # and a merge undoes a split
        ([("split", ILYA, {"other": TORVAN}), MERGE], {"Ilya Torvan": 3, "Maria Torvan": 1}),
        # a split takes out of the middle of a chain, with what was merged into it
        ([MERGE, ("merge", ILYA, {"other": MARIA}), ("split", MARIA, {"other": ILYA})], {"Ilya Torvan": 3, "Maria Torvan": 1}),
        # a new name is the group's
        ([("rename", ILYA, {"name": "I. Torvan"})], {"I. Torvan": 2, "Torvan": 1, "Maria Torvan": 1}),
        ([MERGE, ("rename", TORVAN, {"name": "I. Torvan"})], {"I. Torvan": 3, "Maria Torvan": 1}),
        # and its other name then
        ([("rename", ILYA, {"name": "X"}), ("merge", ("X", "person"), {"other": MARIA})], {"Maria Torvan": 3, "Torvan": 1}),
        ([("rename", ILYA, {"name": "X"}), ("rename", ("X", "person"), {"name": "Y"}), MERGE], {"Y": 3, "Maria Torvan": 1}),
    ],
)  # fmt: skip
def test_corrections_of_parties(town: Engine, steps: Any, counts: dict[str, int]) -> None:
    for kind, party, more in steps:
        correct(town, kind, party, **more)
    assert dict(speakers(town)) == counts
    for name, count in counts.items():
        assert one(town, name).statements == count
        assert {hit.speaker for hit in town.find(Question(speaker=name)).hits} >= {name}
    assert sum(party.statements for party in town.parties()) == 4
    assert [correction.number for correction in town.corrections()] == list(range(1, len(steps) + 1))
    assert not list(town.verify())
    # evidence is as it was
    assert town.versions("https://a.example/1")[0].reading.parties[0].name == "Ilya Torvan"


TAKEN_BACK: list[Any] = [
    [MERGE, ("merge", ILYA, {"other": MARIA})],
    [("split", ILYA, {"other": TORVAN}), MERGE],
    [MERGE, ("split", ILYA, {"other": TORVAN}), ("rename", TORVAN, {"name": "Old Torvan"})],
]


@pytest.mark.parametrize("steps", TAKEN_BACK)
def test_corrections_of_parties_are_taken_back(town: Engine, steps: Any) -> None:
    """One after the other, the last first, all is as it was before each; and an undo is taken back as any."""

    def stands() -> Any:
        return speakers(town), [(known.name, known.names, known.statements) for known in town.parties()]

    before = []
    for kind, party, more in steps:
        before.append(stands())
        correct(town, kind, party, **more)
    last = stands()
    for number in range(len(steps), 0, -1):
        made = correct(town, "undo", name=str(number))
        assert stands() == before[number - 1] and made.statement is None
    again = correct(town, "undo", name=str(made.number))  # the first counts again, alone
    assert {one.number for one in town.corrections() if one.state == "undone"} == {*range(2, len(steps) + 1), made.number}
    for number in range(len(steps) + 1, made.number):
        correct(town, "undo", name=str(number))
    assert stands() == last and again.name == str(made.number)
    assert not list(town.verify())
    with pytest.raises(StoreError, match="was taken back already"):
        correct(town, "undo", name=str(made.number))
    with pytest.raises(StoreError, match="is of no statement"):
        correct(town, "undo", name="1", statement="https://a.example/1#1/s0")


@pytest.mark.parametrize("steps", [[MERGE], [("split", ILYA, {"other": TORVAN})], [("rename", ILYA, {"name": "X"})]])
def test_corrections_hold_for_what_comes_later_and_for_new_readings(town: Engine, steps: Any) -> None:
    for kind, party, more in steps:
        correct(town, kind, party, **more)
    before = dict(speakers(town))
    for version in list(town.readings()):
        town.replace([(version.address, version.number, replace(version.reading, model="en-2"), ())])
    assert dict(speakers(town)) == before
    town.keep([incoming(mixed("https://a.example/9", ["Ilya Torvan"], [("Ilya Torvan", 0), ("Torvan", 0)]))])
    grown = {name: dict(speakers(town))[name] - count for name, count in before.items() if dict(speakers(town))[name] != count}
    assert grown == {"merge": {"Ilya Torvan": 2}, "split": {"Torvan": 1, "Ilya Torvan": 1}, "rename": {"X": 2}}[steps[0][0]]
    assert not list(town.verify())


def test_names_across_articles_stand_beside_a_reading(town: Engine) -> None:
    correct(town, "rename", TORVAN, name="Old Torvan")
    assert [dict(version.names) for version in town.readings()] == [
        {"p0": "Ilya Torvan"},
        {"p1": "Old Torvan"},
        {"p1": "Maria Torvan"},
    ]


@pytest.mark.parametrize(
    ("kind", "party", "more"),
    [
        ("merge", ("Nobody", "person"), {"other": ILYA}),
        ("merge", ("Ilya Torvan", "group"), {"other": ILYA}),  # another kind is another party
        ("merge", ILYA, {"other": ILYA}),
        ("split", ILYA, {"other": ("Maria Torvan", "person")}),  # he does not go by that name
        ("split", ILYA, {"other": ILYA}),
        ("rename", ILYA, {"name": "  "}),
        ("rename", ("Nobody", "person"), {"name": "X"}),
        ("not-said", None, {"statement": "https://a.example/1#1/s99"}),
        ("not-said", None, {"statement": "https://a.example/1#9999999999999999999999/s1"}),
        ("not-said", None, {"statement": '["https://a.example/1","x",[0,1],null]'}),
        ("not-said", None, {"statement": "[1]"}),
        ("was-said", None, {"statement": "https://a.example/1#1/s99"}),
        ("was-said", None, {"statement": "https://a.example/1#1/s0"}),  # which nobody took back
    ],
)  # fmt: skip
def test_a_correction_of_what_is_not_there_is_refused(town: Engine, kind: Any, party: Any, more: Any) -> None:
    with pytest.raises(StoreError):
        correct(town, kind, party, **more)
    assert town.corrections() == []


def test_not_said_stays_out_of_every_answer_and_outlasts_a_new_reading(town: Engine) -> None:
    (hit,) = town.find(Question(words="no1")).hits
    made = correct(town, "not-said", statement=hit.key)
    assert made.number == 1 and made.statement != hit.key

    def gone() -> None:
        assert town.find(Question(words="no1")).total == 0
        assert dict(speakers(town)) == {"Ilya Torvan": 1, "Torvan": 1, "Maria Torvan": 1}
        assert one(town, "Ilya Torvan").statements == 1
        assert hit.key not in {other.key for other in town.stream(Question())}
        assert next(version.answers for version in town.readings()) == ("s0",)
        assert not list(town.verify())

    gone()
    version = town.versions(hit.address)[0]
    assert len(version.reading.statements) == 2  # it was read, and that stays
    renumbered = replace(version.reading, statements=tuple(replace(s, id=f"n{s.id}") for s in version.reading.statements))
    town.replace([(hit.address, 1, renumbered, ())])
    assert town.find(Question(words="no1")).total == 0
    town.replace([(hit.address, 1, version.reading, ())])
    gone()
    assert correct(town, "not-said", statement=made.statement).number == 2  # once more changes nothing
    gone()
    assert correct(town, "was-said", statement=hit.key).statement == made.statement
    for _ in range(2):  # now, and after a new reading
        assert [other.key for other in town.find(Question(words="no1")).hits] == [hit.key]
        assert not list(town.verify())
        town.replace([(hit.address, 1, version.reading, ())])
    with pytest.raises(StoreError, match=r"nobody took .* back; nothing is changed"):
        correct(town, "was-said", statement=hit.key)
    assert [made.kind for made in town.corrections()] == ["not-said", "not-said", "was-said"]


def test_not_said_of_wire_copy_takes_all_copies_and_those_to_come(engine: Engine) -> None:
    def copy(url: str) -> Any:
        return incoming(reading([("Ana Dovrel", "The dam will hold")], url), bands=(7,))

    engine.keep([copy("https://a.example/1"), copy("https://b.example/1")])
    correct(engine, "not-said", statement="https://b.example/1#1/s1")
    engine.keep([copy("https://c.example/1")])
    assert engine.find(Question()).total == 0
    assert not list(engine.verify())
    correct(engine, "was-said", statement="https://c.example/1#1/s1")  # whichever copy is named
    engine.keep([copy("https://d.example/1")])
    (hit,) = engine.find(Question()).hits
    assert len(hit.carriers) == 4
    assert not list(engine.verify())


def test_corrections_come_back_as_they_were_made(new_address: Callable[[], str]) -> None:
    address = new_address()
    engine = open_engine(address)
    engine.keep([incoming(reading([("Ilya Torvan", "Yes"), ("Torvan", "No")], "https://a.example/1"))])
    made = [
        correct(engine, "rename", ILYA, name="X \0 \ud83d"),
        correct(engine, "not-said", statement="https://a.example/1#1/s1"),
    ]
    engine.close()
    engine = open_engine(address, read_only=True)
    assert engine.corrections() == made
    assert engine.parties("Ilya Torvan")[0].name == "X \0 \ud83d"
    engine.close()


# The rule by itself.

KEYS = st.sampled_from([(name, "person") for name in "abcd"])


@given(st.lists(st.tuples(st.sampled_from(["merge", "split", "rename"]), KEYS, KEYS), max_size=12))
def test_any_corrections_come_to_an_end(steps: Any) -> None:
    made = [Correction(kind, "", "", one, other, name="z") for kind, one, other in steps if one != other or kind == "rename"]
    found: Understanding = understand(made, lambda key: True)
    for key in [(name, "person") for name in "abcd"]:
        assert key in found.members(found.root(key))
        assert found.root(found.root(key)) == found.root(key)
    if made and made[-1].kind == "merge":
        assert found.root(made[-1].party or ("", "")) == found.root(made[-1].other or ("", ""))
    if made and made[-1].kind == "split":
        assert found.root(made[-1].party or ("", "")) != found.root(made[-1].other or ("", ""))


def test_what_is_counted_of_all_is_what_each_question_finds(engine: Engine) -> None:
    said = [("Ana Dovrel", "The dam will hold"), ("Ilya Torvan", "It will not"), ("I. Torvan", "Never"), ("Ben", "Hm")]
    for number, outlet in enumerate(("a", "b", "c")):  # wire copy, and one statement of each outlet's own
        read = reading([*said, ("Ben", f"So says {outlet}")], f"https://{outlet}.example/1")
        engine.keep([incoming(read, bands=(7, number + 10))])
    engine.keep([incoming(reading([("Ben", "Well"), ("Cato", "Yes")], "https://a.example/1"), page="2")])  # a later version
    merge = Correction("merge", "one man", "2031-03-14", ("I. Torvan", "person"), ("Ilya Torvan", "person"))
    key = next(hit.key for hit in engine.find(Question("never")).hits)
    for correction in (merge, Correction("not-said", "misread", "2031-03-14", statement=key)):
        engine.correct(correction)
        speakers = Counter(hit.speaker for hit in engine.stream(Question()))
        assert dict(engine.count(Question(), "speaker")) == dict(speakers)
        assert sum(n for _, n in engine.count(Question(), "kind")) == speakers.total()
        assert {known.name: known.statements for known in engine.parties()} == dict(speakers)
        for known in engine.parties():
            assert engine.find(Question(speaker=f"#{known.id}")).total == known.statements
            assert engine.parties(f"#{known.id}") == [known]
