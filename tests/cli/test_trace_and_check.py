"""``sayso trace`` and ``sayso check`` over real stores of both kinds: what they ask, their exit statuses, odd inputs."""

from __future__ import annotations

import io
import json
import re
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace

import pytest
import shelf
from jsonschema import Draft202012Validator
from store_readings import article, incoming, reading, span, unnamed

from sayso.cli import main
from sayso.cli.check import status
from sayso.comparing import asked_of
from sayso.comparing.sayings.asking import words_of
from sayso.record import Party, Reading, Span, Statement, Voice
from sayso.store import open_engine

SPOKEN = "The bridge at Dovrel would not improve our safety before the spring floods are over"
ROAD = "There is one road out of the Ostry valley, and the snow has closed it since Tuesday"
PALACE, POST = "https://palace.example/remarks", "https://post.example/1"


def keep(address: str) -> str:
    with closing(open_engine(address)) as engine:
        palace = reading([("Ilya Torvan", SPOKEN)], PALACE, outlet="Granite Palace", published="2031-03-14")
        post = reading([("Ilya Torvan", SPOKEN), ("Lena Varkin", ROAD)], POST, outlet="The Aurane Post", published="2031-03-16")
        engine.keep([incoming(palace), incoming(post)])
    return address


@pytest.fixture
def store(new_address: Callable[[], str]) -> str:
    return keep(new_address())


@pytest.fixture(scope="module")
def one_store(tmp_path_factory: pytest.TempPathFactory) -> str:
    """For what does not depend on the kind of store; nothing here writes to it."""
    return keep(str(tmp_path_factory.mktemp("said") / "news.db"))


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Callable[..., tuple[int, str, str]]:
    for name in ("COLUMNS", "NO_COLOR", "SAYSO_STORE"):
        monkeypatch.delenv(name, raising=False)

    def asked(*arguments: str) -> tuple[int, str, str]:
        try:
            ended = main(arguments)
        except SystemExit as error:
            ended = int(error.code or 0)
        said = capsys.readouterr()
        return ended, said.out, said.err

    return asked


Run = Callable[..., tuple[int, str, str]]


# Tracing


def test_words_lead_to_their_first_text(store: str, run: Run) -> None:
    ended, out, err = run("trace", "would not improve our safety before", "the spring floods", "--store", store)
    assert (ended, err) == (0, "")
    assert "first seen 14 March 2031, Granite Palace\n" in out
    assert re.search(r"1  2031-03-14 · first · Granite Palace\n(?s:.*)2  2031-03-16 · The Aurane Post\n", out)
    assert f"{PALACE}#1\n" in out and f"{POST}#1\n" in out


def test_other_words_than_were_said_are_told(store: str, run: Run, tmp_path: Path) -> None:
    """«Would improve» is traced to "would not improve", and nobody is told to have said it."""
    denied = SPOKEN.replace("would not", "would")
    _, text, _ = run("trace", denied, "--store", store)
    assert "the words asked for are not what was said:\n  a negation lost or put in: [-not-]" in text
    told = json.loads(run("trace", denied, "--store", store, "--format", "json")[1])
    assert "negation" in [change["kind"] for change in told["changes"]]
    assert run("trace", denied, "--store", store, "--format", "html", "--output", str(tmp_path / "it.html"))[0] == 0
    page = (tmp_path / "it.html").read_text("utf8")
    assert "The words asked for are not what was said:" in page and "<del>not</del>" in page
    assert "not what was said" not in run("trace", SPOKEN.lower(), "--store", store)[1]


def test_a_key_stands_for_its_words_and_its_speaker(store: str, run: Run) -> None:
    key = f"{POST}#1/s1"
    ended, out, _ = run("trace", key, "--store", store, "--format", "json")
    record = json.loads(out)
    assert ended == 0 and [one["address"] for one in record["witnesses"]] == [PALACE, POST]
    assert record["question"] == {"words": SPOKEN, "speaker": "Ilya Torvan", "until": None, "key": key}


def test_a_later_text_does_not_count_where_a_day_is_given(store: str, run: Run) -> None:
    assert "1 text carries it, of 1 article of 14 March 2031" in run("trace", SPOKEN, "--to", "2031-03-15", "--store", store)[1]
    ended, out, _ = run("trace", SPOKEN, "--to", "2031-02", "--store", store)
    assert ended == 1 and "not found: there is no article to look in" in out


def test_the_forms_are_those_of_the_schema_and_the_page(store: str, run: Run, tmp_path: Path) -> None:
    contract = Draft202012Validator(json.loads(run("schema", "trace")[1]))
    contract.validate(json.loads(run("trace", SPOKEN, "--store", store, "--format", "json")[1]))
    assert run("trace", SPOKEN, "--store", store, "--format", "csv")[1].count("\n") == 3
    page = tmp_path / "page.html"
    assert run("trace", SPOKEN, "--store", store, "--format", "html", "--output", str(page)) == (0, "", "")
    assert page.read_text(encoding="utf8").startswith("<!DOCTYPE html>")


def test_what_is_nowhere_is_told_with_where_it_was_looked_for(store: str, run: Run) -> None:
    nowhere = ("trace", "seven grey herons crossed the frozen border", "--store", store)
    ended, out, err = run(*nowhere)
    assert (ended, err) == (1, "") and "not found among 2 articles of 14 March 2031 to 16 March 2031\n" in out
    ended, _, err = run(*nowhere, "--speaker", "Lena Varkn", "--format", "json")
    assert ended == 1 and "sayso: not found among 2 articles" in err
    assert "--speaker Lena Varkn: no party goes by that name; is it Lena Varkin?" in err


def test_words_in_many_mouths_are_nobody_s(new_address: Callable[[], str], run: Run) -> None:
    """They are in the store, so that they are "not found" would be wrong."""
    address = new_address()
    with closing(open_engine(address)) as engine:
        for number, name in enumerate(("Ana Dovrel", "Ilir Tamm", "Lena Varkin", "Mara Quill")):
            url = f"https://post.example/{number}"
            engine.keep([incoming(reading([(name, "At the end of the day we are where we are")], url))])
    ended, out, _ = run("trace", "at the end of the day", "--store", address)
    assert ended == 1 and "too few or too common words to tell whose they are, among 4 articles" in out
    ended, out, _ = run("check", "--quote", "at the end of the day", "--speaker", "Jon Marek", "--store", address)
    assert ended == 4 and out.startswith("too few or too common words")
    assert run("check", "--quote", "at the end of the day", "--speaker", "Ilir Tamm", "--store", address)[0] == 4
    assert "too few or too common words" in run("trace", "we", "--store", address)[1]


def test_behind_a_text_that_quotes_stands_the_one_where_they_were_said(new_address: Callable[[], str], run: Run) -> None:
    """The report came out first, and has the very words; the transcript has what he said."""
    said = "We have to mend the bridge. We have to mend it before the floods come down from Dovrel."
    quoted = "We have to mend the bridge and mend it before the floods come down from Dovrel"
    address = new_address()
    with closing(open_engine(address)) as engine:
        report = reading([("Ilya Torvan", quoted)], POST, published="2031-03-14T09:00:00Z")
        told = "Remarks by Ilya Torvan\nIlya Torvan: " + said
        held = article(told, PALACE, published="2031-03-14T11:00:00Z", headline="Remarks by Ilya Torvan")
        label, words = span(told, "Ilya Torvan", 2), span(told, said)
        turn = Statement("s1", "direct", "states", (words,), (), span(told, ":"), Voice(label, "p1", "name"))
        party = Party("p1", "Ilya Torvan", "person", None, (label,))
        engine.keep([incoming(report), incoming(Reading(PALACE, held, (turn,), (party,), "en-1"))])
    record = json.loads(run("trace", f"{POST}#1/s1", "--store", address, "--format", "json")[1])
    assert [(one["address"], one["speaker"]) for one in record["witnesses"]] == [(PALACE, "Ilya Torvan"), (POST, "Ilya Torvan")]
    assert "word" in {change["kind"] for change in record["witnesses"][1]["changes"]}
    ended, out, _ = run("check", "--quote", quoted, "--speaker", "Ilya Torvan", "--store", address)
    assert ended == 3 and out.startswith("altered, here given to Ilya Torvan\n")


# Checking


def test_one_quotation_is_checked(store: str, run: Run) -> None:
    ended, out, err = run("check", "--quote", SPOKEN.upper(), "--speaker", "Ilya Torvan", "--store", store)
    assert (ended, err) == (0, "") and out.startswith("verbatim")
    ended, out, _ = run("check", "--quote", "seven grey herons crossed the frozen border", "--store", store)
    assert ended == 4 and out.startswith("not found among 2 articles of 14 March 2031 to 16 March 2031\n")
    assert run("check", "--quote", SPOKEN, "--to", "2031-03-13", "--store", store)[0] == 4


@pytest.fixture
def draft(tmp_path: Path) -> str:
    path = tmp_path / "draft.txt"
    text = (
        "The president spoke in Dovrel on Friday, and the whole valley listened to what he had to say about it.\n\n"
        f"“{SPOKEN},” Ilya Torvan said.\n\n"
        "“Seven grey herons crossed the frozen border at noon and nobody counted them,” Ilya Torvan said.\n"
    )
    path.write_text(text, encoding="utf8")
    return str(path)


def test_each_quotation_of_a_text_is_checked(store: str, run: Run, draft: str) -> None:
    contract = Draft202012Validator(json.loads(run("schema", "check")[1]))
    ended, out, err = run("check", draft, "--store", store, "--format", "json")
    record = json.loads(out)
    contract.validate(record)
    assert [one["verdict"] for one in record["quotations"]] == ["verbatim", "not-found"] and ended == 4
    assert (record["quotations"][0]["origin"], record["searched"]) == (PALACE, 2)
    assert f"sayso: {draft}: 2 quotations: 1 verbatim, 1 not found; looked for in 2 articles" in err
    ended, out, err = run("check", draft, "--store", store)
    assert (ended, err) == (4, "") and "  2  not found among 2 articles" in out
    assert run("check", draft, "--store", store, "--format", "csv")[1].count("\n") == 3
    assert run("check", draft, "--store", store, "--format", "html")[1].count("<mark") == 2


def test_a_machine_s_words_come_through_a_pipe(one_store: str, run: Run, draft: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(Path(draft).read_bytes())))
    ended, out, _ = run("check", "-", "--store", one_store)
    assert ended == 4 and "2 quotations: 1 verbatim, 1 not found" in out


def test_several_texts_follow_one_another(one_store: str, run: Run, draft: str, tmp_path: Path) -> None:
    ended, out, err = run("check", draft, "no/such/file", draft, "--store", one_store, "--format", "jsonl")
    assert [json.loads(line)["input"] for line in out.splitlines()] == [draft, draft] and ended == 4
    assert "sayso: not read: no/such/file (not-found)" in err
    ended, out, err = run("check", draft, draft, "--store", one_store, "--format", "json", "-o", str(tmp_path / "a.json"))
    assert ended == 2 and "--format jsonl prints one a line for many" in err and not (tmp_path / "a.json").exists()


def test_a_text_that_quotes_nothing_says_so(one_store: str, run: Run, tmp_path: Path) -> None:
    path = tmp_path / "plain.txt"
    path.write_text("It rained in the valley all day, and the road to the pass stayed shut until the evening came.\n" * 3)
    ended, out, _ = run("check", str(path), "--store", one_store)
    assert ended == 1 and "no quotation of 4 words or more in this text: nothing was checked" in out
    ended, out, err = run("check", str(path), "--store", one_store, "--format", "json")
    assert ended == 1 and json.loads(out)["quotations"] == [] and "nothing was checked" in err


def test_a_text_that_is_not_read_is_none(one_store: str, run: Run, tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_text("")
    ended, out, err = run("check", str(tmp_path / "empty.txt"), "--store", one_store)
    assert (ended, out) == (1, "") and "(empty)" in err


def test_a_text_in_the_store_is_not_its_own_witness(store: str, run: Run, tmp_path: Path) -> None:
    """The Post's own article, checked: its second quotation stands nowhere else."""
    page = tmp_path / "post.html"
    body = f"<p>“{SPOKEN},” said Ilya Torvan.</p><p>“{ROAD},” said Lena Varkin.</p>" + "<p>It rained all day long.</p>" * 9
    head = f'<link rel="canonical" href="{POST}"><meta property="article:published_time" content="2031-03-16">'
    page.write_text(f"<html><head><title>Rain</title>{head}</head><body><article><h1>Rain</h1>{body}</article></body></html>")
    record = json.loads(run("check", str(page), "--store", store, "--format", "json")[1])
    assert [(one["verdict"], one["origin"]) for one in record["quotations"]] == [("verbatim", PALACE), ("not-found", None)]


# Both


@pytest.mark.parametrize("command", [("trace", SPOKEN), ("check", "--quote", SPOKEN)])
def test_an_empty_store_has_nothing(new_address: Callable[[], str], run: Run, command: tuple[str, ...]) -> None:
    address = new_address()
    open_engine(address).close()
    ended, out, _ = run(*command, "--store", address)
    assert ended == (1 if command[0] == "trace" else 4)
    assert "not found: there is no article to look in" in out


@pytest.mark.parametrize("command", [("trace", SPOKEN), ("check", "--quote", SPOKEN), ("check", "draft.txt")])
def test_no_store_is_none_made(run: Run, tmp_path: Path, command: tuple[str, ...]) -> None:
    ended, out, err = run(*command, "--store", str(tmp_path / "none.db"))
    assert (ended, out) == (1, "") and "there is no store" in err and not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("arguments", "ended", "said"),
    [
        (["trace", "…"], 2, "there is no word to trace in '…'"),
        (["trace"], 2, "WORDS"),
        (["trace", "a", "--to", "soon"], 2, "'soon' is no day"),
        (["trace", "a", "--format", "ics"], 2, "there is no format 'ics'"),
        (["trace", f"{POST}#1/s9"], 1, f"has no statement {POST}#1/s9; sayso find prints the keys"),
        (["trace", f"{POST}#7/s1"], 1, "has no statement"),
        (["trace", "https://nowhere.example#1/s1"], 1, "has no statement"),
        (["check"], 2, "name a text to check"),
        (["check", "a.txt", "--quote", "b"], 2, "name a text to check"),
        (["check", "--quote", "“…”"], 2, "there is no word to check"),
        (["check", "--quote", " "], 2, "an empty quotation"),
        (["check", "a.txt", "--speaker", "Torvan"], 2, "--speaker and --to are of one quotation"),
        (["check", "a.txt", "--to", "2031"], 2, "--speaker and --to are of one quotation"),
        (["check", "no/such/file"], 1, "not read: no/such/file (not-found)"),
    ],
)
def test_wrong_use_and_trouble_are_told(one_store: str, run: Run, arguments: list[str], ended: int, said: str) -> None:
    found, out, err = run(*arguments, "--store", one_store)
    assert (found, out) == (ended, "") and said in err


@pytest.mark.parametrize(
    ("verdicts", "ended"),
    [
        (set(), 1),
        ({"verbatim"}, 0),
        ({"verbatim", "not-found"}, 4),
        ({"not-found", "altered"}, 3),
        ({"verbatim", "other-speaker"}, 3),
    ],
)
def test_the_exit_status_tells(verdicts: set[str], ended: int) -> None:
    assert status(verdicts) == ended  # type: ignore[arg-type]


def test_in_a_terminal_it_has_colours(one_store: str) -> None:
    assert "\x1b[" in shelf.in_terminal(["trace", SPOKEN, "--store", one_store])
    assert "\x1b[" not in shelf.in_terminal(["check", "--quote", SPOKEN, "--no-color", "--store", one_store])


# What is asked


@pytest.mark.parametrize(
    ("manner", "quoted", "words"),
    [
        ("direct", ("I agree,", "all of it"), "I agree, all of it"),  # "I agree," she said, "all of it"
        ("mixed", ("a shame", "a scandal for years"), "a scandal for years"),  # two bits that were not said in a row
        ("indirect", (), "that it … would end"),
    ],
)
def test_the_words_of_a_statement(manner: str, quoted: tuple[str, ...], words: str) -> None:
    content = tuple(Span(0, len(part), part) for part in ("that it", "would end"))
    spans = tuple(Span(9, 9 + len(part), part) for part in quoted)
    assert words_of(Statement("s1", manner, "states", content, spans)) == words  # type: ignore[arg-type]


def test_somebody_without_a_name_is_nobody(tmp_path: Path) -> None:
    """«A senior official said …» is no name that other texts could have."""
    with closing(open_engine(tmp_path / "a.db")) as engine:
        engine.keep([incoming(unnamed(reading([("a senior official", ROAD), ("Lena Varkin", SPOKEN)], POST), "p1"))])
        assert asked_of(engine, f"{POST}#1/s1").speaker is None
        assert asked_of(engine, f" {POST}#1/s2 ").speaker == "Lena Varkin"
        assert asked_of(engine, f"{POST}#1/s1", "Lena Varkin").speaker == "Lena Varkin"
        assert asked_of(engine, "the #1 road/way out").key is None  # words may hold such signs
