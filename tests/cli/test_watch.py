"""sayso watch: what is saved, what is new, and what a crontab sees of it."""

from __future__ import annotations

import json
import sys
from contextlib import closing
from importlib import resources
from pathlib import Path

import jsonschema
import pytest
import shelf
from told import told

from sayso.cli import main
from sayso.formats import command_of
from sayso.store import EventsQuestion, LedgerQuestion, Question, Watch, open_engine

SCHEMA = json.loads((resources.files("sayso") / "schema/watch-1.schema.json").read_text(encoding="utf8"))


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    address = shelf.keep(tmp_path / "news.db", shelf.readings()[:2])
    monkeypatch.setenv("SAYSO_STORE", address)
    monkeypatch.setenv("COLUMNS", "80")
    return address


def run(capsys: pytest.CaptureFixture[str], *arguments: str, status: int = 0) -> tuple[str, str]:
    capsys.readouterr()
    found = main(["watch", *arguments])
    out, err = capsys.readouterr()
    assert found == status, (out, err)
    return out, err


def more(store: str, *lines: str, url: str = "https://post.example/9") -> None:
    shelf.keep(store, [shelf.at(told(*lines), url, "The Post", "2031-01-05")])


def test_what_is_new_is_shown_once(store: str, capsys: pytest.CaptureFixture[str]) -> None:
    said = run(capsys, "add", "gate", "find", "gate", "--speaker", "Ana Dovrel")[1]
    assert said == "watching gate: find gate --speaker 'Ana Dovrel'; 1 statement answers now, and is not new\n"
    assert run(capsys, status=1)[0].startswith("gate: nothing new since it was made, 20")
    assert run(capsys, "--quiet", status=1) == ("", "")
    more(
        store,
        "[s Ana Dovrel|Ana Dovrel] [c warned] [q that the gate will fall].",
        "[s A clerk|Clerk] [c said] [q the gate rusts].",
    )
    peeked = run(capsys, "gate", "--peek", "--quiet")[0]
    assert "that the «gate» will fall" in peeked and "rusts" not in peeked and peeked.startswith("gate: 1 new statement since")
    assert run(capsys, "list")[0].splitlines()[0] == "gate: 1 new statement"
    assert "that the «gate» will fall" in run(capsys, "--quiet")[0]
    assert run(capsys, "show", "gate", "--quiet", status=1) == ("", "")
    assert run(capsys, "list")[0].splitlines()[0] == "gate: nothing new"


def test_what_answers_no_more_stands_below(store: str, capsys: pytest.CaptureFixture[str]) -> None:
    run(capsys, "add", "gate", "find", "gate")
    shelf.keep(
        store,
        [shelf.at(told("[s Ana Dovrel|Ana Dovrel] [c said] [q nothing]."), "https://gate.example/1", "The Gate", None)] * 3,
    )
    out = run(capsys, "gate")[0]
    assert "gate: nothing new" in out and "1 statement that was there answers no more" in out and "painted blue" in out
    assert run(capsys, "gate", status=1)[0].startswith("gate: nothing new")


def test_a_page_of_what_is_new_leaves_the_rest(store: str, capsys: pytest.CaptureFixture[str]) -> None:
    run(capsys, "add", "items", "find")
    more(store, *(f"[s Mara Quill|Mara Quill] [c said] [q item {n} stands]." for n in range(30)))
    assert "20 of 30; the others stay new: --limit all shows them" in run(capsys, "items")[0]
    assert run(capsys, "items", "--limit", "all")[0].startswith("items: 10 new statements since it was last looked at, 20")


def test_json_is_of_its_schema(store: str, capsys: pytest.CaptureFixture[str]) -> None:
    run(
        capsys,
        "add",
        "gate",
        "find",
        '"the gate"',
        "--said",
        "any",
        "--from",
        "2031-01",
        "--language",
        "en",
        "--min-score",
        ".1",
    )
    run(capsys, "add", "calls", "events", "--kind", "call", "--party", "Ana Dovrel", "--status", "held")
    run(capsys, "add", "owed", "ledger", "engineers", "--who", "Ana Dovrel", "--who", "Ilir Tamm", "--soon", "7")
    main(["add", str(Path(__file__).parents[2] / "examples/aurane-post")])
    run(capsys, "add", "all-events", "events")
    run(capsys, "add", "all-owed", "ledger")
    main(["add", str(Path(__file__).parents[2] / "examples/valdrin-courier")])
    listed = json.loads(run(capsys, "list", "--format", "json")[0])
    shown = json.loads(run(capsys, "--peek", "--format", "json", "--limit", "all")[0])
    for one in (listed, shown):
        jsonschema.validate(one, SCHEMA)
    by_name = {one["name"]: one for one in shown["watches"]}
    assert set(by_name) == {"gate", "calls", "owed", "all-events", "all-owed"}
    assert by_name["gate"]["command"] == "find '\"the gate\"' --from 2031-01-01 --said any --language en --min-score 0.1"
    assert by_name["owed"]["command"] == "ledger engineers --who 'Ana Dovrel' --who 'Ilir Tamm' --soon 7"
    for name, asks in (("all-events", "events"), ("all-owed", "undertakings")):
        assert by_name[name]["new"] == len(by_name[name][asks]) > 3
        before = {one["before"] for one in by_name[name][asks]}
        assert None in before
    assert [one["new"] for one in listed["watches"]] == [one["new"] for one in shown["watches"]]
    lines = [json.loads(line) for line in run(capsys, "all-events", "--format", "jsonl", "--limit", "all")[0].splitlines()]
    assert [one["event"] for one in lines] == by_name["all-events"]["events"]


@pytest.mark.parametrize(
    "question",
    [
        Question("line of contact", speaker=("Ana Dovrel", "#12"), since="2031-03-01", all_versions=True, order="newest"),
        Question('"a phrase" it’s', said=("said", "expected"), languages=("en", "fr"), min_score=0.25, order="newest"),
        Question(
            "-x", about="Ana", url="https://a.example/*", act=("states", "denies"), manner="direct", said=None, order="newest"
        ),
        EventsQuestion(kind="call", parties=("A", "B"), place="the valley", was=("moved", "held"), key="e1"),
        LedgerQuestion(who="A", to_whom="B", kind="promise", strength="will", words="40 engineers", soon=7, until="2031-12-31"),
    ],
)
def test_a_question_is_told_as_it_is_asked(store: str, capsys: pytest.CaptureFixture[str], question: Question) -> None:
    import shlex

    given = shlex.split(command_of(Watch("w", question, "")))
    words = [given[0], *given[1:]] if "-x" not in given else [given[0], *given[2:], "--", given[1]]
    run(capsys, "add", "again", *words)
    with closing(open_engine(store)) as engine:
        (watch,) = engine.watches()
    assert watch.question == question


WRONG = {
    "a name with a blank": (("add", "a b", "find", "x"), 2, "'a b' is no name"),
    "a name that is an action": (("add", "list", "find", "x"), 2, "list is what sayso watch does"),
    "a name that is taken": (("add", "gate", "find", "x"), 1, "is watched under the name gate already; nothing is changed"),
    "no question": (("add", "x"), 2, "QUESTION is missing"),
    "another question": (("add", "x", "fnd", "y"), 2, "there is no question 'fnd'; there are find"),
    "no such flag": (("add", "x", "find", "--speakr", "y"), 2, "is it --speaker"),
    "words without a letter": (("add", "x", "find", "?!"), 2, "there is no word to find"),
    "days that hold none": (("add", "x", "ledger", "--from", "2031", "--to", "2030"), 2, "holds no day"),
    "nothing of this name": (("road",), 1, "nothing is watched under the name road; there is gate."),
    "a slip in an action": (("lst",), 2, "is sayso watch list meant?"),
    "a flag of find": (("show", "--speaker", "x"), 2, "there is no --speaker"),
    "to remove what is not there": (("remove", "gate", "road"), 1, "nothing is watched under the name road"),
    "to rename what is not there": (("rename", "road", "x"), 1, "nothing is watched under the name road"),
}


@pytest.mark.parametrize("what", WRONG)
def test_what_cannot_be(store: str, capsys: pytest.CaptureFixture[str], what: str) -> None:
    arguments, status, said = WRONG[what]
    run(capsys, "add", "gate", "find", "gate")
    try:
        _, err = run(capsys, *arguments, status=status)
    except SystemExit as ended:
        assert ended.code == status
        err = capsys.readouterr().err
    assert said in err, err
    with closing(open_engine(store)) as engine:
        assert [one.name for one in engine.watches()] == ["gate"]


def test_rename_replace_and_remove(store: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, status=1)[1].endswith("nothing is watched yet; sayso watch add NAME find WORDS watches a question.\n")
    assert run(capsys, "list", status=1)[0] == "nothing is watched\n"
    run(capsys, "add", "gate", "find", "gate")
    assert run(capsys, "rename", "gate", "door")[1] == "watching door: find gate\n"
    assert "0 statements answer now, and are not new" in run(capsys, "add", "door", "find", "nosuchword", "--replace")[1]
    run(capsys, "add", "other", "find", "--speaker", "Nobody Known")
    assert run(capsys, "remove", "door", "other")[1] == "watching door no longer\nwatching other no longer\n"


def test_removal_tells_which_watches_name_what_is_to_be_forgotten(store: str, capsys: pytest.CaptureFixture[str]) -> None:
    for name, asked in (("it", "https://gate.example/1"), ("all", "https://gate.example/*"), ("other", "https://post.example/*")):
        run(capsys, "add", name, "find", "--url", asked)
    assert main(["remove", "https://gate.example/1", "--reason", "asked to", "--yes", "--forget-address"]) == 0
    err = capsys.readouterr().err
    assert "the watch it names such an address: sayso watch remove it forgets it there" in err
    assert "the watch all names" in err and "other" not in err


def test_what_cannot_be_printed_stays_new(
    store: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    run(capsys, "add", "gate", "find", "gate")
    more(store, "[s A clerk|Clerk] [c said] [q the gate rusts].")
    with monkeypatch.context() as broken:

        def full(words: str) -> None:
            raise OSError(28, "No space left on device")

        broken.setattr(sys.stdout, "writelines", lambda lines: [full(line) for line in lines])
        assert main(["watch", "gate"]) == 1
    assert "the «gate» rusts" in run(capsys, "gate")[0]
