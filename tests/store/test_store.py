"""The store's contract, over SQLite and over PostgreSQL: what goes in comes out, versions, captures, questions, counts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, get_args

import pytest
from fictional import reading as fictional_reading
from hypothesis import HealthCheck, given, settings, strategies as st
from store_readings import DAY, incoming, reading, readings

from sayso.record import Article, Party, Reading, Span, Statement, Voice
from sayso.store import open_engine
from sayso.store.contract import Engine
from sayso.store.errors import StoreError
from sayso.store.values import Capture, Incoming, Order, Question, Summary

A, B = "https://post.example/a", "https://courier.example/b"


def keep(engine: Engine, *all_of: Incoming) -> list[str]:
    return [kept.outcome for kept in engine.keep(all_of)]


def said(engine: Engine, **question: Any) -> list[str]:
    """The contents found, without their marks."""
    return [hit.statement.content[0].text.strip("“”") for hit in engine.find(Question(**question)).hits]


# In and out.


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(read=readings(), number=st.integers())
def test_what_was_kept_comes_back_exactly(engine: Engine, read: Reading, number: int) -> None:
    (kept,) = engine.keep([incoming(read, f"file{number}")])
    if kept.outcome != "same":
        found = engine.versions(kept.address)[kept.version - 1]
        assert found.reading == read
        assert found.captured == f"{DAY}T12:00:00+00:00"


def test_a_nested_reading_comes_back_exactly_after_opening_again(new_address: Callable[[], str]) -> None:
    address = new_address()
    held = open_engine(address)
    held.keep([incoming(fictional_reading())])
    held.close()
    again = open_engine(address, read_only=True)
    assert again.versions(fictional_reading().article.url or "")[0].reading == fictional_reading()
    assert [version.reading for version in again.readings()] == [fictional_reading()]
    again.close()


def test_a_reading_that_lies_is_refused_and_nothing_of_its_batch_is_kept(engine: Engine) -> None:
    lying = reading(url=B)
    statement = lying.statements[0]
    lying = replace(lying, statements=(replace(statement, cue=Span(0, 4, "said")),))
    with pytest.raises(StoreError, match="nothing is kept"):
        engine.keep([incoming(reading(url=A)), incoming(lying)])
    assert engine.summary() == Summary()


@pytest.mark.parametrize(
    ("first", "second", "outcome"),
    [
        # the same capture again: nothing at all
        (incoming(reading(url=A), page="p1"), incoming(reading(url=A), page="p1"), "same"),
        # other bytes, the same text
        (incoming(reading(url=A), page="p1"), incoming(reading(url=A), page="p2"), "same"),
        # another text, but without noise the same
        (
            incoming(reading(url=A), page="p1", fingerprint="f"),
            incoming(reading([("X", "No")], A), page="p2", fingerprint="f"),
            "same",
        ),
        # no fingerprint worked out is no fingerprint in common
        (incoming(reading(url=A), page="p1"), incoming(reading([("X", "No")], A), page="p2"), "version"),
        # the same text at another address of the web is another article: wire copy
        (incoming(reading(url=A)), incoming(reading(url=B)), "article"),
        # the same text in two files is one article
        (incoming(reading(url=None, input="a.txt")), incoming(reading(url=None, input="b.txt")), "same"),
        # a file that holds a text of the web is no second copy of it, but an article of its own
        (incoming(reading(url=A)), incoming(reading(url=None, input="b.txt")), "article"),
        # another text in the same file is a version of it
        (incoming(reading(url=None, input="a.txt")), incoming(reading([("X", "No")], None, input="a.txt")), "version"),
        # the page's own address counts, not the one it was fetched from
        (incoming(reading(url=A), address=A + "?utm=1"), incoming(reading(url=A), address=A + "?utm=2", page="p2"), "same"),
    ],
)  # fmt: skip
def test_what_becomes_of_a_second_reading(engine: Engine, first: Incoming, second: Incoming, outcome: str) -> None:
    assert keep(engine, first) == ["article"]
    assert keep(engine, second) == [outcome]
    engine.verify()
    assert engine.seen([first.capture, second.capture]) == ["same", "same"]


def test_a_text_that_comes_back_is_a_version_of_its_own(engine: Engine) -> None:
    one, two = reading(url=A), reading([("Ilya Torvan", "The bridge is closed")], A)
    assert keep(engine, incoming(one), incoming(two), incoming(one, page="later")) == ["article", "version", "version"]
    assert [version.number for version in engine.versions(A)] == [1, 2, 3]
    assert said(engine) == ["The bridge is safe"]
    assert sorted(said(engine, all_versions=True)) == ["The bridge is closed", "The bridge is safe", "The bridge is safe"]
    assert not list(engine.verify())


FIRST, SECOND = reading(url=A), reading([("Ilya Torvan", "The bridge is closed")], A)


def test_a_page_put_back_byte_for_byte_is_a_version_where_its_time_says_so(engine: Engine) -> None:
    hours = [incoming(read, captured=f"{DAY}T1{n}:00:00+00:00") for n, read in enumerate([FIRST, SECOND, FIRST, FIRST, SECOND])]
    assert keep(engine, *hours) == ["article", "version", "version", "same", "version"]
    assert [version.captured[11:13] for version in engine.versions(A) if version.captured] == ["10", "11", "12", "14"]
    # The same again, all of it or parts of it, in any order, and without a time: nothing.
    again = [*hours, hours[2], hours[0], incoming(FIRST, captured=None)]
    assert engine.seen([one.capture for one in again]) == [*["same"] * 3, "again", *["same"] * 4]
    assert keep(engine, *again) == ["same"] * 8
    assert said(engine) == ["The bridge is closed"]
    assert not list(engine.verify())


@pytest.mark.parametrize(
    ("before", "captured", "sighting"),
    [
        ([], "12", "new"),
        ([(FIRST, "10")], "10", "same"),
        ([(FIRST, "10")], "09", "same"),  # older than known: it stood there then too
        ([(FIRST, "10")], "12", "again"),
        ([(FIRST, "10"), (SECOND, "11")], "12", "back"),
        ([(FIRST, "10"), (SECOND, "13")], "12", "again"),  # before the other came
        ([(FIRST, "10"), (SECOND, "11")], None, "same"),  # nothing tells when
        ([(FIRST, None), (SECOND, None)], "12", "same"),
    ],
)
def test_what_a_store_knows_of_a_capture(
    engine: Engine, before: list[tuple[Reading, str | None]], captured: str | None, sighting: str
) -> None:
    def at(read: Reading, hour: str | None) -> Incoming:
        return incoming(read, captured=hour and f"{DAY}T{hour}:00:00+00:00")

    engine.keep([at(*one) for one in before])
    assert engine.seen([at(FIRST, captured).capture]) == [sighting]


@pytest.mark.parametrize(
    ("hours", "numbers"),
    [
        # an archive of last week, added after this week's
        (["12", "10"], [2, 1]),
        (["12", "10", "11"], [2, 3, 1]),
        (["10", "12", "11"], [1, 3, 2]),
        # one has no time: as they came
        (["12", None, "11"], [1, 2, 3]),
    ],
)
def test_versions_stand_in_the_order_of_their_times(engine: Engine, hours: list[str | None], numbers: list[int]) -> None:
    pages = [reading([("Ilya Torvan", f"Number {n}")], A, published=None) for n in range(1, 4)][: len(hours)]
    engine.keep([incoming(page, captured=hour and f"{DAY}T{hour}:00Z") for page, hour in zip(pages, hours, strict=True)])
    assert [version.number for version in engine.versions(A)] == numbers
    assert said(engine) == [f"Number {numbers[-1]}"]
    assert [version.number for version in engine.readings()] == [numbers[-1]]
    assert not list(engine.verify())


def test_files_go_by_what_their_pages_say_and_a_copy_of_an_old_one_is_no_news(engine: Engine) -> None:
    old, new = (replace(read, article=replace(read.article, updated=f"{DAY}T1{hour}:00:00+01:00"))
                for read, hour in ((FIRST, 1), (SECOND, 5)))  # fmt: skip
    files = [incoming(new, "a.html", captured=None), incoming(old, "b.html", captured=None),
             incoming(old, "copy of b.html", page="other bytes", captured=None)]  # fmt: skip
    assert keep(engine, *files) == ["article", "version", "same"]
    assert [version.number for version in engine.versions(A)] == [2, 1]
    assert said(engine) == ["The bridge is closed"]


def test_refusals_are_recorded_read_again_and_counted_once(engine: Engine) -> None:
    refused = Incoming(Capture(A, "p"), None, refusal="no-article")
    assert keep(engine, refused, replace(refused, refusal="empty")) == ["refused", "refused"]
    assert engine.seen([refused.capture]) == ["new"]
    assert engine.summary().refusals == {"empty": 1}
    assert keep(engine, incoming(reading(url=A), page="p")) == ["article"]
    assert engine.summary() == Summary(1, 1, 1, 1, {})
    assert not list(engine.verify())


def test_the_latest_validators_are_known(engine: Engine) -> None:
    first = Incoming(Capture(A, "1", "2031-03-14T01:00:00Z", '"e1"', None), reading(url=A))
    later = Incoming(Capture(A, "2", "2031-03-15T01:00:00Z", '"e2"', "Sat"), reading(url=A))
    engine.keep([later, first])
    assert engine.validators(A) == ('"e2"', "Sat")
    assert engine.validators(B) is None


def test_an_address_of_any_length_and_kind_is_kept(engine: Engine) -> None:
    long = ["https://x.example/" + "a" * 50_000, "https://x.example/" + "é" * 5_000]
    addresses = [*long, "half \ud83d", "nul \0", "=", "1'; --", "%s ?"]
    for number, address in enumerate(addresses):
        (kept,) = engine.keep([incoming(reading([("Ana", f"No {number}")], None, input="in"), address)])
        assert kept.outcome == "article"
        assert [version.number for version in engine.versions(address)] == [1]
    assert len(list(engine.addresses())) == len(addresses)
    assert not list(engine.verify())


def test_addresses_are_sorted_by_code_points_and_cut_to_a_beginning(engine: Engine) -> None:
    names = ["https://b.example/É", "https://b.example/z", "https://b.example/Z", "https://a.example/1", "https://b.example/😀"]
    engine.keep([incoming(reading(url=name)) for name in names])
    assert list(engine.addresses()) == sorted(names)
    assert list(engine.addresses("https://b")) == sorted(names)[1:]


def test_a_new_reading_takes_the_old_ones_place(engine: Engine) -> None:
    old = reading([("Ilya Torvan", "The bridge is safe"), ("Ana Dovrel", "It will snow")], A)
    engine.keep([incoming(old), incoming(reading([("Ana Dovrel", "Go")], A), page="2")])
    new = replace(old, statements=old.statements[1:], parties=old.parties[1:], model="en-2")
    engine.replace([(A, 1, new, ())])
    first, second = engine.versions(A)
    assert first.reading == new and second.number == 2
    assert said(engine, words="bridge", all_versions=True) == []
    assert said(engine, words="snow", all_versions=True) == ["It will snow"]
    assert said(engine) == ["Go"]
    assert not list(engine.verify())


@pytest.mark.parametrize(("address", "number", "why"), [(B, 1, "no version 1"), (A, 2, "no version 2"), (A, 1, "another text")])
def test_a_new_reading_of_what_is_not_there_changes_nothing(engine: Engine, address: str, number: int, why: str) -> None:
    engine.keep([incoming(reading(url=A))])
    with pytest.raises(StoreError, match=why):
        engine.replace([(A, 1, replace(reading(url=A), model="en-2"), ()), (address, number, reading([("X", "No")], A), ())])
    assert engine.versions(A)[0].reading.model == "en-1"


# Questions.

TOWN = [
    ("Ilya Torvan", "We agree to the cease-fire, said the president"),
    ("Ana Dovrel", "The President said that Ilya Torvan’s élan cost 3,000 lives"),
    ("Ilya Torvan", "Nothing was agreed"),
]


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ({"words": "president"}, {0, 1}),  # without regard to case
        ({"words": "said president"}, {0, 1}),  # all of the words, in any order
        ({"words": '"said the president"'}, {0}),  # a phrase
        ({"words": "agree*"}, {0, 2}),  # the beginning of a word
        ({"words": "agree"}, {0}),  # a whole word
        ({"words": "cease-fire"}, {0}),  # parts joined by a mark
        ({"words": '"fire said the pres*"'}, {0}),  # a phrase that goes on
        ({"words": "elan"}, {1}),  # without regard to diacritics
        ({"words": "ÉLAN 3,000"}, {1}),
        ({"words": "torvan’s"}, {1}),  # curly and straight apostrophes
        ({"words": "torvan's"}, {1}),
        ({"words": "nothing OR president"}, set()),  # operators are plain words
        ({"words": "NOT"}, set()),
        ({"words": "content:president"}, set()),
        ({"words": "!?"}, set()),  # no word at all finds nothing
        ({"words": "  "}, {0, 1, 2}),  # nothing asked finds all
        ({"words": "_s1"}, set()),  # marks of the index are out of reach
        ({"words": "_x"}, set()),
        ({"speaker": "Ilya Torvan"}, {0, 2}),
        ({"speaker": "ILYA  torvan"}, {0, 2}),
        ({"speaker": "#1"}, {0, 2}),
        ({"speaker": "#7"}, set()),
        ({"speaker": "Torvan"}, set()),  # nobody was called so
        ({"speaker": "Ilya Torvan", "words": "nothing"}, {2}),
        ({"about": "Ilya Torvan"}, set()),  # no party's mention stands in a content here
        ({"outlet": "the aurane post"}, {0, 1, 2}),
        ({"outlet": "The Lantern"}, set()),
        ({"act": "states"}, {0, 1, 2}),
        ({"act": "denies"}, set()),
        ({"manner": "direct"}, {0, 1, 2}),
        ({"manner": "mixed"}, set()),
        ({"since": DAY, "until": DAY}, {0, 1, 2}),
        ({"since": "2031-03-15"}, set()),
        ({"until": "2031-03-13"}, set()),
        ({"since": "2030-01-01"}, {0, 1, 2}),
        ({"since": "soon"}, set()),
        ({"url": A}, {0, 1, 2}),
        ({"url": "https://post.*", "words": "nothing"}, {2}),
        ({"url": "https://post"}, set()),
        ({"relay": "Ilya Torvan"}, set()),
        ({"addressee": "Ilya Torvan"}, set()),
    ],
)  # fmt: skip
def test_questions(engine: Engine, question: dict[str, Any], found: set[int]) -> None:
    engine.keep([incoming(reading(TOWN, A))])
    assert set(said(engine, **question)) == {TOWN[number][1] for number in found}
    assert {hit.key for hit in engine.stream(Question(**question))} == {f"{A}#1/s{number + 1}" for number in found}
    assert sum(count for _, count in engine.count(Question(**question), "act")) == len(found)
    answers = {answer for version in engine.readings(Question(**question)) for answer in version.answers or ()}
    assert answers == {f"s{number + 1}" for number in found}


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=st.one_of(st.text(), st.text(st.sampled_from("\"'*()^:{}+-ab\\%_?&|!<> \0\ud83d"))), name=st.text(max_size=9))
def test_no_words_break_a_question(engine: Engine, words: str, name: str) -> None:
    if not engine.summary().articles:
        engine.keep([incoming(reading(TOWN, A))])
    for question in (
        Question(words=words),
        Question(speaker=name, about=name, outlet=name, act=name),
        Question(url=name + "*"),
    ):
        engine.find(question)
        engine.parties(name)


def test_what_was_found_is_marked_in_the_text(engine: Engine) -> None:
    engine.keep([incoming(reading(TOWN, A))])
    (hit,) = engine.find(Question(words='"the president"', speaker="Ilya Torvan")).hits
    text = engine.versions(A)[0].reading.article.text
    assert [text[start:end] for start, end in hit.found] == ["the president"]
    assert (hit.speaker, hit.outlet, hit.version) == ("Ilya Torvan", "The Aurane Post", 1)


def test_voices_of_all_kinds_are_found(engine: Engine) -> None:
    engine.keep([incoming(fictional_reading())])
    read = fictional_reading()
    names = {party.id: party.name for party in read.parties}

    def ids(**question: Any) -> set[str]:
        return {hit.statement.id for hit in engine.find(Question(**question)).hits}

    for party, name in names.items():
        assert ids(speaker=name) == {s.id for s in read.statements if s.speaker and s.speaker.party == party}
        assert ids(addressee=name) == {s.id for s in read.statements if s.addressee and s.addressee.party == party}
        assert ids(relay=name) == {s.id for s in read.statements if party in [voice.party for voice in s.relay]}
        inside = {
            s.id for s in read.statements for p in read.parties if p.id == party for m in p.mentions for c in s.content
            if c.start <= m.start and m.end <= c.end
        }  # fmt: skip
        assert ids(about=name) == inside


def test_order_and_pages(engine: Engine) -> None:
    says = [
        ("A long sentence on the bridge that goes on and on and on", "2031-03-10"),
        ("Look at that bridge of ours, so old and so very safe", "2031-03-12"),
        ("The safe old bridge of ours fell down in the night", "2031-03-11"),
    ]
    engine.keep(
        [incoming(reading([("Ana", words)], f"https://p.example/{n}", published=day)) for n, (words, day) in enumerate(says, 1)]
    )
    # the words in a row come first, then the shorter content
    assert [hit.address[-1] for hit in engine.find(Question(words="old bridge")).hits] == ["3", "2"]
    assert [hit.address[-1] for hit in engine.find(Question(words="bridge")).hits] == ["3", "2", "1"]
    assert [hit.address[-1] for hit in engine.find(Question(words="bridge", order="newest")).hits] == ["2", "3", "1"]
    assert [hit.address[-1] for hit in engine.find(Question(words="bridge", order="oldest")).hits] == ["1", "3", "2"]
    assert [hit.address[-1] for hit in engine.stream(Question(order="newest"))] == ["2", "3", "1"]
    page = engine.find(Question(words="bridge", order="oldest", limit=1, offset=1))
    assert [hit.address[-1] for hit in page.hits] == ["3"] and page.total == 3 and page.exact
    assert engine.find(Question(limit=0)).hits == () and engine.find(Question(offset=9)).total == 3


def test_statements_of_one_article_stand_as_they_do_there_newest_first_too(engine: Engine) -> None:
    for day, words in (("2031-03-10", ("One", "Two", "Three")), ("2031-03-11", ("Four", "Five"))):
        engine.keep([incoming(reading([("Ana", word) for word in words], f"https://p.example/{day}", published=day))])
    newest, oldest = ["Four", "Five", "One", "Two", "Three"], ["One", "Two", "Three", "Four", "Five"]
    for order, wanted in (("newest", newest), ("oldest", oldest)):
        asked = Question(order=order)
        for hits in (engine.find(asked).hits, engine.stream(asked)):
            assert ["".join(span.text for span in hit.statement.content).strip("“”") for hit in hits] == wanted, order


def test_of_words_said_twice_the_first_stand_for_all(engine: Engine) -> None:
    said = [
        ("Ana", word) for word in ("The bridge is closed for good", "The dam holds for now", "The bridge is closed for good")
    ]
    for day in (10, 11):
        engine.keep([incoming(reading(said, f"https://p.example/{day}", published=f"2031-03-{day}"), bands=(7,))])
    for order in get_args(Order):
        found = engine.find(Question(order=order)).hits
        day = 11 if order == "newest" else 10
        assert [hit.key for hit in found if "bridge" in hit.statement.content[0].text] == [f"https://p.example/{day}#1/s1"], (
            order
        )


@pytest.mark.parametrize("many", [0, 500], ids=["by days", "by months"])
def test_more_answers_than_are_ranked(engine: Engine, monkeypatch: pytest.MonkeyPatch, many: int) -> None:
    """The newest and the oldest are so among all; the count says that it is not exact."""
    monkeypatch.setattr("sayso.store.finding.MOST", 2)
    monkeypatch.setattr("sayso.store.finding.MANY", many)
    days = ["2031-03-10", "2031-04-01", "2031-03-12", None, "2031-03-11", "2031-05-01"]
    for n, day in enumerate(days):
        engine.keep([incoming(reading([("Ana", f"Bridge {n}")], f"https://p.example/{n}", published=day), captured=None)])
    newest = engine.find(Question(words="bridge", order="newest", limit=6))
    assert [hit.address[-1] for hit in newest.hits] == ["5", "1", "2", "4", "0", "3"]
    assert (newest.total, newest.exact) == (2, False)
    assert [hit.address[-1] for hit in engine.find(Question(order="oldest", limit=2, offset=1)).hits] == ["4", "2"]
    assert [hit.address[-1] for hit in engine.stream(Question(order="newest"))] == ["5", "1", "2", "4", "0", "3"]
    assert len(engine.find(Question(words="bridge")).hits) == 2


@pytest.mark.parametrize(
    ("by", "counts"),
    [
        ("speaker", [("Ana", 2), ("Ilya Torvan", 1)]),
        ("addressee", [(None, 3)]),
        ("relay", [(None, 3)]),
        ("act", [("states", 3)]),
        ("manner", [("direct", 3)]),
        ("kind", [("person", 3)]),
        ("outlet", [("The Aurane Post", 2), (None, 1)]),
        ("day", [("2030-12-31", 1), ("2031-01-02", 2)]),
        ("month", [("2030-12", 1), ("2031-01", 2)]),
        ("year", [("2030", 1), ("2031", 2)]),
    ],
)  # fmt: skip
def test_counts(engine: Engine, by: Any, counts: list[tuple[str | None, int]]) -> None:
    engine.keep([
        incoming(reading([("Ana", "Yes"), ("Ilya Torvan", "No")], A, published="2031-01-02")),
        incoming(reading([("Ana", "Maybe")], B, published="2030-12-31", outlet=None)),
    ])  # fmt: skip
    assert engine.count(Question(), by) == counts
    assert engine.count(Question(words="*", url="https://*"), by) == engine.count(Question(words="nowhere"), by) == []


def test_each_step_of_a_relay_counts(engine: Engine) -> None:
    text = "Ana said that Ben said that Cy left."
    parties = tuple(Party(f"p{n}", name, "person", None, (Span(text.index(name), text.index(name) + len(name), name),))
                    for n, name in enumerate(("Ana", "Ben", "Cy")))  # fmt: skip
    voices = [Voice(party.mentions[0], party.id, "name") for party in parties]
    inner = Statement("s1", "indirect", "states", (Span(23, 35, "that Cy left"),), relay=(voices[1], voices[0]))
    engine.keep([incoming(Reading("n", Article("n", text, (), A), (inner,), parties))])
    assert engine.count(Question(), "relay") == [("Ana", 1), ("Ben", 1)]
    assert engine.find(Question(relay="Ana")).hits[0].relay == ("Ben", "Ana")
    assert len(engine.find(Question(about="Cy")).hits) == 1


# Wire copy.


def wire(
    url: str, outlet: str, published: str = DAY, said: Any = (("Ana Dovrel", "The dam will hold"),), band: int = 7
) -> Incoming:
    read = reading([*said, ("Ben Orlik", f"I read {outlet}")], url, outlet=outlet, published=published)
    return incoming(read, bands=(band, hash(outlet) % 1000 + 1000))


def test_wire_copy_is_counted_once_and_shown_with_its_carriers(engine: Engine) -> None:
    engine.keep([
        wire("https://a.example/1", "Aurane Post", "2031-03-15"),
        wire("https://b.example/1", "Brack Courier", "2031-03-14", (("Ana Dovrel", "The dam WILL hold!"),)),
        wire("https://c.example/1", "Cove Lantern", "2031-03-16", band=8),  # the same words, but no near duplicate
    ])  # fmt: skip
    hits = engine.find(Question(words="dam", order="oldest"))
    assert hits.total == 2
    assert [[carrier.outlet for carrier in hit.carriers] for hit in hits.hits] == [["Brack Courier", "Aurane Post"], []]
    # asked for one outlet, its copy stands first
    (hit,) = engine.find(Question(words="dam", outlet="Aurane Post")).hits
    assert [carrier.address for carrier in hit.carriers] == ["https://a.example/1", "https://b.example/1"]
    assert engine.find(Question(words="dam", order="newest")).hits[1].outlet == "Aurane Post"
    assert len(list(engine.stream(Question(words="dam")))) == 2
    assert engine.count(Question(words="dam"), "outlet") == [("Brack Courier", 1), ("Cove Lantern", 1)]
    assert engine.count(Question(words="dam"), "speaker") == [("Ana Dovrel", 2)]
    assert engine.parties("Ana Dovrel")[0].statements == 2
    assert len([answer for version in engine.readings(Question(words="dam")) for answer in version.answers or ()]) == 3
    assert not list(engine.verify())


def test_a_copy_of_two_copies_brings_them_together(engine: Engine) -> None:
    one = wire("https://a.example/1", "A", band=1)
    other = wire("https://b.example/1", "B", band=2)
    both = wire("https://c.example/1", "C")
    engine.keep([one, other])
    assert engine.find(Question(words="dam")).total == 2
    engine.keep([replace(both, bands=(2, 1))])
    (hit,) = engine.find(Question(words="dam")).hits
    assert {carrier.outlet for carrier in hit.carriers} == {"A", "B", "C"}
    # a correction at one of them drops it from the others' carriers
    engine.keep([incoming(reading([("Ben", "Sorry")], "https://b.example/1", outlet="B"))])
    assert [c.outlet for c in engine.find(Question(words="dam")).hits[0].carriers] == ["A", "C"]


def test_copies_meet_wherever_their_bands_are_filed(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    held: Any = engine
    for number, most in enumerate((0, 0, 1000, 1000)):  # the first two are filed at once, the others gathered
        monkeypatch.setattr("sayso.store.wires.MOST_RECENT", most)
        engine.keep([wire(f"https://{number}.example/1", f"Outlet {number}")])
    counts = [held._database.rows(f"SELECT count(*) FROM {table}")[0][0] for table in ("bands", "recent_bands")]
    assert counts == [4, 4]
    (hit,) = engine.find(Question(words="dam")).hits
    assert len(hit.carriers) == 4
    assert not list(engine.verify())
    monkeypatch.setattr("sayso.store.wires.MOST_RECENT", 3)
    engine.keep([incoming(reading([("Ben", "Hm")], "https://short.example/1"))])
    assert held._database.rows("SELECT count(*) FROM recent_bands") == [(0,)]
    assert not list(engine.verify())


def test_a_copy_that_is_read_again_stays_on_its_wire(engine: Engine) -> None:
    first, second = wire("https://a.example/1", "A"), wire("https://b.example/1", "B")
    engine.keep([first, second])
    assert first.reading
    again = replace(first.reading, model="en-2")
    engine.replace([("https://a.example/1", 1, again, first.bands)])
    (hit,) = engine.find(Question(words="dam")).hits
    assert {carrier.outlet for carrier in hit.carriers} == {"A", "B"}
    assert engine.versions("https://a.example/1")[0].reading == again
    assert not list(engine.verify())


def test_versions_of_one_article_are_no_wire_copy(engine: Engine) -> None:
    longer = (("Ana Dovrel", "The dam will hold"), ("Cy", "Oh"))
    engine.keep([wire("https://a.example/1", "A"), wire("https://a.example/1", "A", said=longer)])
    assert engine.find(Question(words="dam")).total == 1
    assert engine.find(Question(words="dam")).hits[0].carriers == ()
    assert engine.find(Question(words="dam", all_versions=True)).total == 2


@pytest.mark.parametrize(
    ("question", "articles"),
    [
        ({"words": "zebra"}, 2),  # older versions stand in no article of their own
        ({"words": "zebra", "all_versions": True}, 2),
        ({"words": "zebra", "outlet": "the courier"}, 1),
        ({"words": "zebra", "outlet": "Nobody"}, 0),
        ({"words": "zebra", "url": A}, 1),
        ({"words": "zebra", "url": "https://*"}, 2),
        ({"words": "zebra", "since": "2031-03-15"}, 1),
        ({"words": "zebra", "since": "2031-03-15", "outlet": "The Aurane Post"}, 0),
        ({"words": "zebra", "until": "2031-03-14"}, 1),
        ({"speaker": "Nobody"}, 2),
        ({"words": "bridge"}, None),  # something answers
    ],
)
def test_where_nothing_answers_it_is_said_in_how_many_articles(
    engine: Engine, question: dict[str, Any], articles: int | None
) -> None:
    later = reading([("Ana Dovrel", "The road is open")], B, outlet="The Courier", published="2031-03-15T08:00:00Z")
    engine.keep([incoming(FIRST), incoming(SECOND), incoming(later)])
    assert engine.find(Question(**question)).searched == articles
    assert engine.outlets() == ["The Aurane Post", "The Courier"]


def test_a_word_of_a_name_finds_a_party_where_nothing_better_does(engine: Engine) -> None:
    engine.keep([incoming(reading([("Vesna Orlik", "No"), ("Orla 50% Off", "Yes"), ("Ann Lee Orla", "So")]))])
    for name, found in [
        ("Orlik", ["Vesna Orlik"]),
        ("orl", ["Orla 50% Off"]),  # the beginning of a name comes first
        ("lee orl", ["Ann Lee Orla"]),
        ("sna", []),  # not the middle of a word
        ("%", []),
        ("_", []),
    ]:
        assert [party.name for party in engine.parties(name)] == found, name


def test_many_answers_come_as_a_stream(engine: Engine) -> None:
    engine.keep([incoming(reading([("Ana", f"Word {n} {m}") for m in range(40)], f"https://p.example/{n}")) for n in range(40)])
    assert len({hit.key for hit in engine.stream(Question(words="word"))}) == 1600
    assert len(list(engine.readings(Question(words="word")))) == 40
    assert engine.find(Question(url="https://p.example/1*", words="word")).total == 11 * 40
