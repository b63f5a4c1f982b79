"""Statements that people set right, in stores of both kinds: each kind of fault; found, read again, undone, verified."""

from __future__ import annotations

import itertools
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings, strategies as st
from shelf import at
from store_readings import incoming, readings
from told import told

from sayso.corrections import Wanted, add_missed, not_said, set_right, undo, was_said
from sayso.record import Reading, Span, Statement, Voice
from sayso.store import StoreError
from sayso.store.changes import Change, Particulars, Who, read_change, write_change
from sayso.store.contract import Engine
from sayso.store.mending import key_at, mend, read_of
from sayso.store.values import Correction, Hit, Judgement, Question, Selection

A, B = "https://lantern.example/day", "https://post.example/day"
# What is wrong with each line stands beside it.
LINES = (
    "[s Imran Sethi|Imran Sethi] [c will tell] the court [q that the gate was locked], Oran Penhale said.",  # s1: not yet said
    "[s He|Imran Sethi] [c warned] jurors [q against hindsight, whatever they had read].",  # s2: it is Penhale
    "Paula Greer spoke at noon. [q “Go now,”] [s she] [c said].",  # s3: open, though any reader knows whose it is
    "[s Ana Dovrel|Ana Dovrel] [c told] the council [q “the harbour will close] and stay closed until May.”",  # s4: cut short
    "[q “We have waited,”] [s Ilya Torvan|Ilya Torvan] [c told] Dauvent, the readout stated.",  # s5: the readout has it; s4
    "[s A jury] [c heard] [q that the clerk slept].",  # s6: the hearer is taken for the speaker
    "[s Mara Quill|Mara Quill] [c wanted] [q answers].",  # s7: no statement
    "[s Ana Dovrel|Ana Dovrel] [c asked|asks] [a Ilir Tamm|Ilir Tamm] [q to let the council wait].",  # s8: it demands
    "[s Ilir Tamm|Ilir Tamm] [c said] [q it rained] as he [a Ana Dovrel|Ana Dovrel] passed.",  # s9: to nobody
    "Marit Vell, who chairs the board, said the dam would hold.",  # missed
    "[s The palace|Granite Palace] [c said] [q he had promised whatever she needs].",  # s10, with an inner one that was missed
)


def article(*lines: str, url: str = A) -> Reading:
    return at(told(*(lines or LINES)), url, "The Lantern", "2031-03-14")


@pytest.fixture
def store(engine: Engine) -> Engine:
    engine.keep([incoming(article()), incoming(at(told("[s Oran Penhale|Oran Penhale] [c said] [q it snows]."), B, "P", None))])
    return engine


def hits(store: Engine, **question: Any) -> dict[str, Hit]:
    found = store.find(Question(url=A, limit=50, said=None, **question)).hits
    return {hit.statement.id: hit for hit in found}


def right(store: Engine, id: str, **wanted: Any) -> Correction:
    return store.correct(set_right(store, f"{A}#1/{id}", Wanted(**wanted), "as the page has it"))


def held(store: Engine) -> Reading:
    return store.versions(A)[-1].reading


# Each kind of fault: the statement, what is set, and a question that finds it from then on, and found it not before.
FAULTS: dict[str, tuple[str, dict[str, Any], dict[str, Any]]] = {
    "wrong speaker": ("s2", {"speaker": "He = Oran Penhale"}, {"speaker": "Oran Penhale"}),
    "wrong speaker, by a name alone": ("s2", {"speaker": "Oran Penhale"}, {"speaker": "Oran Penhale"}),
    "open speaker, nobody's name yet": ("s3", {"speaker": "Paula Greer (person)"}, {"speaker": "Paula Greer"}),
    "cut words": ("s4", {"words": "the harbour will close and stay closed until May."}, {"words": '"stay closed until May"'}),
    "lost relay": ("s5", {"relay": ["the readout (document)"]}, {"relay": "readout"}),
    "two steps of a relay": (
        "s5",
        {"relay": ["the readout (document)", "Granite Palace"]},
        {"relay": "Granite Palace", "speaker": "Ilya Torvan"},
    ),
    "hearer for speaker": ("s6", {"speaker": "none", "addressee": "A jury = the jury (group)"}, {"addressee": "the jury"}),
    "wrong addressee": ("s9", {"addressee": "none", "act": "reports"}, {"act": "reports"}),
    "no addressee": ("s4", {"addressee": "the council (group)"}, {"addressee": "council"}),
    "wrong act": ("s8", {"act": "demands"}, {"act": "demands"}),
    "whether it was said": ("s1", {"said": "expected"}, {}),
    "another cue, and what it does": ("s7", {"cue": "wanted", "words": "answers", "act": "demands"}, {"act": "demands"}),
}


def test_each_kind_of_fault_can_be_set_right(store: Engine) -> None:
    before = held(store)
    for fault, (id, wanted, question) in FAULTS.items():
        assert id not in hits(store, **question) or not question, fault
        made = right(store, id, **wanted)
        found = hits(store, **question)[id]
        corrected = found.statement.corrected
        assert corrected and corrected.read == next(one for one in before.statements if one.id == id), fault
        assert (corrected.number, corrected.reason) == (made.number, "as the page has it"), fault
        assert next(one for one in held(store).statements if one.id == id) == found.statement, fault
        assert not list(store.verify()), fault
        assert [one.id for one in held(store).statements if one.corrected] == [id], fault
        store.correct(undo(f"{A}#1/{id}", "no, it was right"))
        assert held(store) == before, fault
    assert not list(store.verify())


def test_whether_it_was_said_decides_whether_it_answers(store: Engine) -> None:
    right(store, "s1", said="expected")
    assert "s1" not in {hit.statement.id for hit in store.find(Question(url=A)).hits}
    assert store.find(Question(url=A)).unsaid == 1


def test_the_words_set_their_quotation_marks_and_their_manner(store: Engine) -> None:
    right(store, "s4", words="the harbour will close and stay closed until May.")
    (one,) = [one for one in held(store).statements if one.id == "s4"]
    assert one.content[0].text == "“the harbour will close and stay closed until May.”"
    assert (one.manner, one.quoted[0].text) == ("direct", "the harbour will close and stay closed until May.")
    right(store, "s3", words="Go now,” she said", cue="spoke")
    (one,) = [one for one in held(store).statements if one.id == "s3"]
    assert one.manner == "mixed"


def test_a_statement_that_was_missed_is_added_and_what_is_in_it_stands_on_its_word(store: Engine) -> None:
    wanted = Wanted(words="the dam would hold", cue="said@", speaker="Marit Vell (person)")
    with pytest.raises(ValueError, match="nowhere"):
        add_missed(store, A, wanted, "it was missed")
    store.correct(add_missed(store, A, replace(wanted, cue="said"), "it was missed"))
    assert [hit.statement.id for hit in hits(store, speaker="Marit Vell").values()] == ["c1"]
    assert [known.statements for known in store.parties("Marit Vell")] == [1]
    with pytest.raises(StoreError, match="already"):
        store.correct(add_missed(store, A, replace(wanted, cue="said"), "twice"))
    # The readout's own statement is around what Torvan told Dauvent, which stands on its word from then on.
    outer = Wanted(words="“We have waited,” Ilya Torvan told Dauvent", cue="stated", speaker="the readout (document)")
    store.correct(add_missed(store, A, outer, "the double tail"))
    inner = hits(store)["s5"]
    assert (inner.statement.within, inner.relay) == ("c2", ("readout",))
    assert inner.statement.corrected and inner.statement.corrected.fields == ("relay", "within")
    # And one within what the palace said stands on the palace's.
    store.correct(add_missed(store, A, Wanted("whatever she needs", "promised", "he"), "the inner one"))
    assert (hits(store)["c3"].relay, hits(store)["c3"].statement.within) == (("Granite Palace",), "s10")
    assert not list(store.verify())
    for number in (3, 2, 1):
        store.correct(undo(f"{A}#1/c{number}", "all back", number))
    assert held(store) == article()
    assert not list(store.verify())


def test_who_is_told_at_second_hand_follows_the_speaker_around_him(engine: Engine) -> None:
    """«The palace said that he had promised»: set who said it, and it is on his word."""
    line = "[s The palace|Granite Palace] [c said] [q he had promised whatever she needs]."
    read = article(line)
    outer = read.statements[0]
    span = next(Span(at, at + 17, "whatever she needs"[:17]) for at in [read.article.text.index("whatever")])
    cue_at = read.article.text.index("promised")
    inner = Statement(
        "s2", "indirect", "promises", (span,), (), Span(cue_at, cue_at + 8, "promised"), None, None,
        (outer.speaker or Voice(None),), "s1",
    )  # fmt: skip
    engine.keep([incoming(replace(read, statements=(outer, inner)))])
    right(engine, "s1", speaker="Lena Varkin (person)")
    assert hits(engine)["s2"].relay == ("Lena Varkin",)
    right(engine, "s1", speaker="none")
    assert hits(engine)["s2"].relay == ()
    assert not list(engine.verify())


def test_taking_out_and_back_is_the_same_as_party_does(store: Engine) -> None:
    right(store, "s7", act="demands")
    store.correct(not_said(f"{A}#1/s7", "no statement"))
    assert "s7" not in hits(store)
    right(store, "s7", act="asks")  # what is taken out can be set right, and stays out
    assert "s7" not in hits(store)
    store.correct(was_said(f"{A}#1/s7", "it is"))
    assert hits(store)["s7"].statement.act == "asks"
    store.correct(not_said(f"{A}#1/s7", "no statement"))
    store.correct(undo(f"{A}#1/s7", "it is, after all"))
    assert "s7" in hits(store)
    assert not list(store.verify())


def test_undoing_an_undo_lets_the_first_count_again(store: Engine) -> None:
    right(store, "s8", act="demands")
    store.correct(undo(f"{A}#1/s8", "no"))
    store.correct(undo(f"{A}#1/s8", "yes", 2))
    assert hits(store)["s8"].statement.act == "demands"
    assert [one.state for one in store.corrections()] == ["counts", "undone", "counts"]
    with pytest.raises(StoreError, match="taken back already"):
        store.correct(undo(f"{A}#1/s8", "again", 2))
    assert not list(store.verify())


def test_a_correction_is_taken_back_where_it_was_made(store: Engine) -> None:
    made = right(store, "s2", speaker="Oran Penhale")
    read = held(store)
    for other in (f"{A}#1/s5", f"{B}#1/s1", B, key_at(A, read.article.text_sha256, read.statements[0])):
        with pytest.raises(StoreError, match=f"correction {made.number} is of the statement at .* of {A}, not of "):
            store.correct(undo(other, "it was right", made.number))
    assert [one.state for one in store.corrections()] == ["counts"]
    for same in (A, f"{A}#1/s2", made.statement or ""):
        store.correct(undo(same, "it was right", made.number))
        store.correct(undo(same, "no, it was not", store.corrections()[-1].number))


def test_later_corrections_of_one_statement_add_up(store: Engine) -> None:
    right(store, "s8", act="demands")
    right(store, "s8", addressee="none")
    right(store, "s8", act="warns")
    found = hits(store)["s8"].statement
    assert (found.act, found.addressee, found.score) == ("warns", None, 1.0)
    assert found.corrected and found.corrected.number == 3 and found.corrected.fields == ("addressee", "act")
    store.correct(undo(f"{A}#1/s8", "not that", 3))
    assert hits(store)["s8"].statement.act == "demands"


def test_what_changes_nothing_is_refused(store: Engine) -> None:
    for id, wanted in (("s8", {"act": "asks"}), ("s2", {"speaker": "He"}), ("s4", {"cue": "told"})):
        with pytest.raises(StoreError, match="has all that already"):
            right(store, id, **wanted)
    assert not store.corrections()


REFUSED: list[tuple[str, dict[str, Any], str]] = [
    ("s4", {"words": "the harbor"}, "stands nowhere"),
    ("s4", {"words": "he"}, "times; say which with --at"),
    ("s4", {"words": "council “the harbour", "cue": "the council"}, "stands within the words"),
    ("s4", {"speaker": "Marit Vell"}, "is no party yet"),
    ("s4", {"speaker": "Nobody Here"}, "no party goes by 'Nobody Here'"),
    ("s4", {"relay": ["none", "Ana Dovrel"]}, "stands alone"),
    ("s4", {"act": "sings"}, "there is no act 'sings'"),
    ("s4", {"at": 3}, "nothing is to be set"),
]


def test_what_cannot_be_told_is_refused(store: Engine) -> None:
    for id, wanted, message in REFUSED:
        with pytest.raises(ValueError, match=message):
            right(store, id, **wanted)
    assert held(store) == article()


def test_places_tell_words_that_stand_twice(store: Engine) -> None:
    text = held(store).article.text
    place = text.index("said", text.index("Marit"))
    store.correct(add_missed(store, A, Wanted("the dam would hold", f"said@{place}", "Marit Vell (person)"), "missed"))
    right(store, "s9", words="it", at=text.index("it rained"))
    assert hits(store)["s9"].statement.content[0].text == "it"


# Read again.


def again(store: Engine, read: Reading) -> None:
    store.replace([(A, 1, read, ())])
    assert not list(store.verify())


def test_a_correction_holds_when_the_page_is_read_again(store: Engine) -> None:
    right(store, "s2", speaker="Oran Penhale")
    store.correct(add_missed(store, A, Wanted("the dam would hold", None, "Marit Vell (person)"), "missed"))
    again(store, article())
    assert hits(store)["s2"].speaker == "Oran Penhale" and "c2" in hits(store)


def test_it_holds_for_a_statement_that_is_read_a_little_differently(store: Engine) -> None:
    right(store, "s2", speaker="Oran Penhale")
    lines = list(LINES)
    lines[1] = "[s He|Imran Sethi] [c warned] jurors against [q hindsight, whatever they had read]."
    again(store, article(*lines[:6], "Mara Quill wanted answers.", *lines[7:]))
    found = hits(store)["s2"]
    assert (found.speaker, found.statement.content[0].text) == ("Oran Penhale", "hindsight, whatever they had read")
    assert [one.state for one in store.corrections()] == ["counts"]
    # A correction of it as it is read now counts beside the first, and both can be taken back.
    right(store, "s2", act="fears")
    again(store, article())
    assert (hits(store)["s2"].speaker, hits(store)["s2"].statement.act) == ("Oran Penhale", "fears")
    for _ in range(2):
        store.correct(undo(f"{A}#1/s2", "back"))
    assert held(store) == article()


def test_it_is_moot_where_the_reading_agrees(store: Engine) -> None:
    right(store, "s8", act="demands")
    store.correct(add_missed(store, A, Wanted("the dam would hold", "said", "Marit Vell (person)"), "missed"))
    lines = list(LINES)
    lines[7] = lines[7].replace("|asks]", "|demands]")
    lines[9] = "[s Marit Vell|Marit Vell], who chairs the board, [c said] [q the dam would hold]."
    again(store, article(*lines))
    assert held(store) == article(*lines)
    assert [one.state for one in store.corrections()] == ["moot", "moot"]


def test_it_stands_alone_where_nothing_like_it_is_read(store: Engine) -> None:
    right(store, "s8", act="demands")
    again(store, article(*LINES[:7], "Ana Dovrel asked Ilir Tamm to let the council wait.", *LINES[8:]))
    found = hits(store, act="demands")["c1"]
    assert (found.speaker, found.addressee) == ("Ana Dovrel", "Ilir Tamm")
    assert [one.state for one in store.corrections()] == ["alone"]
    store.correct(undo(f"{A}#1/c1", "gone is gone"))
    assert not hits(store, act="demands")
    assert not list(store.verify())


def test_corrections_of_any_statements_of_anything_leave_a_store_whole(engine: Engine) -> None:
    """Any fields of any statements set to any others' and all taken back: what was read is there again, to the character."""

    numbers = itertools.count()

    @settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.generate])
    @given(readings().filter(lambda read: read.statements), st.data())
    def holds(read: Reading, data: Any) -> None:
        some = st.sampled_from(read.statements)
        fields = st.lists(st.sampled_from(["speaker", "addressee", "relay", "act", "said", "content"]), min_size=1)
        drawn = data.draw(st.lists(st.tuples(some, some, fields), min_size=1, max_size=3))
        url = f"https://any.example/{next(numbers)}"
        read = replace(read, article=replace(read.article, url=url))
        engine.keep([incoming(read)])
        made = []
        for one, other, names in drawn:
            key, change = key_at(url, read.article.text_sha256, one), _change(read, other, names)
            try:
                made.append(engine.correct(Correction("set-statement", "any", "2031", statement=key, change=change)).number)
            except StoreError as error:
                assert "already" in str(error)
        assert not [fault for fault in engine.verify() if url in fault.where]
        for number in reversed(made):
            engine.correct(Correction("undo", "back", "2031", name=str(number)))
        assert engine.versions(url)[0].reading == read
        assert not [fault for fault in engine.verify() if url in fault.where]

    holds()


def _change(read: Reading, other: Statement, names: Any) -> str:
    from sayso.store.changes import particulars

    return write_change(Change(tuple(dict.fromkeys(names)), particulars(other, read.parties)))


def test_what_is_kept_of_a_change_is_read_back() -> None:
    who = Who((3, 9), ("Ana “\ud83d\0” Dovrel", "person"), False, "name")
    to = Particulars(((0, 3), (7, 9)), ((1, 2),), "mixed", (4, 6), who, None, (who, Who()), "warns", "asked", 0.25)
    for change in (Change(("speaker", "relay"), to), Change(("act",), to, to)):
        assert read_change(write_change(change)) == change


def test_without_corrections_nothing_is_mended() -> None:
    read = read_of(article())
    assert mend(read, A, "0" * 64, []).now == read
    key = key_at(A, "0" * 64, read.statements[0])
    back = Correction("undo", "", "", name="1", statement=key, number=2)
    assert back.kind == "undo"


def test_what_is_removed_takes_its_corrections_and_judgements_along(store: Engine) -> None:
    right(store, "s2", speaker="Oran Penhale")
    store.correct(add_missed(store, A, Wanted("the dam would hold", None, "Marit Vell (person)"), "missed"))
    store.correct(undo(f"{A}#1/s2", "it was right"))
    store.judge([Judgement(f"{A}#1/s4", "wrong", "2031-03-14", "words"), Judgement(f"{B}#1/s1", "right", "2031-03-14")])
    assert not list(store.verify())
    store.remove(Selection(addresses=(A,)), "asked for", "2031-03-15")
    assert not list(store.verify())
    assert not store.corrections() and [one.verdict for one in store.judgements()] == ["right"]
    assert not store.parties("Marit Vell")


def test_what_was_judged_is_that_statement_wherever_its_row_stands(store: Engine) -> None:
    """PostgreSQL moves a row that is changed behind all others."""
    store.correct(not_said(f"{A}#1/s4", "a rumour"))
    store.correct(was_said(f"{A}#1/s4", "none after all"))
    (one, other) = store.judge([Judgement(f"{A}#1/{id}", "right", "2031-03-14") for id in ("s4", "s9")])
    assert one.shown != other.shown and "Ana Dovrel" in one.shown and "Ilir Tamm" in other.shown
    read = held(store)
    store.replace([(A, 1, read, (1, 2))])
    assert [judged.stands for judged in store.judgements()] == ["same", "same"]


def test_copies_keep_what_was_read_and_come_off_the_wire(engine: Engine) -> None:
    one, other = article(url=A), article(url=B)
    engine.keep([incoming(one, bands=(1, 2, 3)), incoming(other, bands=(1, 2, 3))])
    assert len(engine.find(Question(words="hindsight")).hits[0].carriers) == 2
    right(engine, "s2", speaker="Oran Penhale (person)")
    found = engine.find(Question(words="hindsight", url=B)).hits
    assert [hit.speaker for hit in found] == ["Imran Sethi"]
    assert [hit.speaker for hit in engine.find(Question(words="hindsight", url=A)).hits] == ["Oran Penhale"]
    assert not list(engine.verify())
    engine.correct(not_said(f"{B}#1/s4", "a rumour"))  # of all copies, also of the text that has a correction
    assert "s4" not in hits(engine)
    right(engine, "s8", act="demands")
    assert "s4" not in hits(engine)
    engine.correct(undo(f"{A}#1/s2", "it was right"))
    engine.correct(undo(f"{A}#1/s8", "it was right"))
    assert len(engine.find(Question(words="hindsight")).hits[0].carriers) == 2
    assert not list(engine.verify())


def test_a_copy_is_out_as_long_as_one_on_its_wire_is(engine: Engine) -> None:
    one, other = article(url=A), article(url=B)
    engine.keep([incoming(one, bands=(1, 2, 3)), incoming(other, bands=(1, 2, 3))])

    def shown() -> list[str]:
        return [hit.key for hit in engine.find(Question(words='"We have"', all_versions=True)).hits]

    both = [f"{A}#1/s5", f"{B}#1/s5"]
    engine.correct(not_said(both[0], "a rumour"))
    assert shown() == []
    right(engine, "s5", words="We have")  # it is no copy any longer, and nobody took the other out
    assert shown() == both[1:]
    engine.correct(undo(both[0], "it was right"))
    assert shown() == []
    engine.replace([(A, 1, replace(one, statements=one.statements[:4], undertakings=()), (1, 2, 3))])
    assert shown() == both[1:]
    engine.replace([(A, 1, one, (1, 2, 3))])
    assert shown() == []
    engine.correct(not_said(both[1], "a rumour"))
    engine.correct(was_said(both[0], "none after all"))
    assert shown() == []  # the other was taken out by itself
    engine.correct(was_said(both[1], "none after all"))
    assert sorted(shown()) == both
    assert [one.state for one in engine.corrections() if one.kind == "not-said"] == ["undone", "undone"]
    assert not list(engine.verify())
