"""Python's way into a store: the same answers as the command line's, that print, draw themselves and become data frames."""

from __future__ import annotations

import doctest
import html
import inspect
import os
import re
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import fields, replace
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import pandas as pd
import pytest
from store_readings import eventful, incoming, undertaken

import sayso
from sayso import cli
from sayso.door.asking import EventFilters, Filters, LedgerFilters, question_of
from sayso.door.handing_on import FORMS
from sayso.door.verbs import Store
from sayso.formats.csv import read_csv
from sayso.formats.endings import ENDINGS
from sayso.formats.hits import HIT_COLUMNS
from sayso.formats.kept import read_kept
from sayso.formats.unsaid import left_out
from sayso.results import ANY, Counts
from sayso.store.chronicle import EventsQuestion, LedgerQuestion
from sayso.store.errors import StoreError
from sayso.store.values import Hits, Known, Question

ROOT = Path(__file__).parents[1]
COURIER = ROOT / "examples/valdrin-courier"


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example pages in a file."""
    path = tmp_path_factory.mktemp("door") / "news.db"
    with sayso.open_store(path) as opened:
        opened.add(COURIER, ROOT / "examples/aurane-post")
    return path


@pytest.fixture(scope="module")
def store(kept: Path) -> Iterator[Store]:
    """The example pages; nothing here writes to them."""
    with sayso.open_store(kept) as opened:
        yield opened


@pytest.fixture
def own(kept: Path, tmp_path: Path) -> Iterator[Store]:
    """A store to write to, with the same pages."""
    with sqlite3.connect(kept) as held, sqlite3.connect(tmp_path / "own.db") as copy:
        held.backup(copy)
    held.close()
    copy.close()
    with sayso.open_store(tmp_path / "own.db") as opened:
        yield opened


class Tags(HTMLParser):
    """The tags of a piece of HTML, and whether each is closed."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attributes: object) -> None:
        self.seen.append(tag)
        if tag not in ("br", "meta", "link", "img"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def run(*arguments: str | Path, store: Store, capsys: pytest.CaptureFixture[str]) -> str:
    assert cli.main([*map(str, arguments), "--store", store.address]) in (0, 1)
    return capsys.readouterr().out


def test_the_docs_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    names: dict[str, object] = {}
    for number, block in enumerate(re.findall(r"```python\n(.*?)```", (ROOT / "docs/python.md").read_text("utf8"), re.DOTALL)):
        example = doctest.DocTestParser().get_doctest(block, names, f"python.md, {number}", "docs/python.md", 0)
        runner = doctest.DocTestRunner(optionflags=doctest.NORMALIZE_WHITESPACE)
        assert runner.run(example, clear_globs=False).failed == 0
        names = example.globs


def test_the_docs_name_every_verb_and_filter() -> None:
    page = (ROOT / "docs/python.md").read_text("utf8")
    verbs = [name for name in vars(Store) if not name.startswith("_") and name not in ("address", "engine")]
    for name in (*verbs, *Filters.__annotations__, *EventFilters.__annotations__, *LedgerFilters.__annotations__):
        assert re.search(rf"\b{name}\b", page), f"docs/python.md does not name {name}"


def test_a_store_says_what_it_is(store: Store) -> None:
    assert re.fullmatch(r"<sayso store .*news\.db: 2 articles, \d+ statements>", repr(store))
    assert store.summary().versions == 3


def test_the_default_store_is_the_command_line_s(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("SAYSO_STORE", raising=False)
    sayso.open_store().close()
    monkeypatch.setenv("SAYSO_STORE", str(tmp_path / "other.db"))
    sayso.open_store().close()
    assert sorted(path.name for path in tmp_path.glob("*.db")) == ["other.db", "sayso.db"]
    with pytest.raises(sayso.StoreError):
        sayso.open_store(tmp_path / "none.db", create=False)


def test_find_answers_as_the_command_does(store: Store, capsys: pytest.CaptureFixture[str]) -> None:
    found = store.find("line contact", limit=3)
    lines = run("find", "line", "contact", "--format", "csv", "--limit", "3", store=store, capsys=capsys).splitlines()
    keys = [line.split(",")[0] for line in lines[1:]]
    assert [hit.key for hit in found] == keys and len(found) == 3 <= found.total
    table = run("find", "--speaker", "Torvan", "--limit", "all", "--format", "jsonl", store=store, capsys=capsys)
    assert len(store.find(speaker="Torvan", limit=0)) == len(table.splitlines())
    assert [hit.key for hit in store.find("line contact", limit=1, offset=1)] == keys[1:2]


def test_hits_become_a_data_frame(store: Store) -> None:
    table = store.find("guns").to_pandas()
    assert tuple(table.columns) == HIT_COLUMNS and len(table) > 1
    assert isinstance(table["published"].dtype, pd.DatetimeTZDtype) and table["published"].notna().all()
    assert table["relay"].map(type).eq(list).all()
    empty = store.find("nobodysaysthisword").to_pandas()
    assert tuple(empty.columns) == HIT_COLUMNS and len(empty) == 0


def test_counts_parties_and_corrections_become_data_frames(own: Store) -> None:
    counts = own.count(by="speaker")
    assert list(counts.to_pandas().columns) == ["speaker", "statements"]
    assert counts.to_pandas()["statements"].sum() == sum(number for _, number in counts)
    assert own.count("nobodysaysthisword", by="day").to_pandas().shape == (0, 2)
    parties = own.party.list(limit=5).to_pandas()
    assert list(parties.columns) == list(Known.__dataclass_fields__) and len(parties) == 5
    own.party.rename("Ilya Torvan", "I. Torvan", "As he signs.")
    assert list(own.party.corrections().to_pandas()["kind"]) == ["rename"]
    assert own.verify().to_pandas().empty


def test_answers_draw_themselves_as_html_that_is_whole_and_escaped(store: Store) -> None:
    for shown in (
        store.find("guns"),
        store.find("nobody at all"),
        store.count(by="act"),
        store.count("zzz"),
        store.party.list(),
    ):
        drawn = shown._repr_html_()
        assert not Tags(drawn).open and "table" in Tags(drawn).seen
    assert "<mark>guns</mark>" in store.find("guns")._repr_html_()
    page = store.versions(next(a for a in store.engine.addresses() if "courier" in a))._repr_html_()
    assert Tags(page).seen == ["iframe"] and "sandbox" in page  # what a page says stays in its frame
    bad = {"speaker": "<script>x</script>", "address": "javascript:alert(1)", "outlet": "<b>", "relay": ("<i>",)}
    hit = replace(store.find("guns", limit=1)[0], headline='"><img>', **bad)
    drawn = type(store.find("x"))(Hits((hit,), 1), Question())._repr_html_()
    assert not {"script", "img", "b", "i", "a"} & set(Tags(drawn).seen)


def test_answers_are_sequences(store: Store) -> None:
    found = store.find("guns")
    assert found[0] == next(iter(found)) and found[:2] == tuple(found)[:2] and found[0] in found
    assert found == store.find("guns") and found != store.find("border") and hash(found) == hash(store.find("guns"))
    left = f"; {left_out(found.unsaid, ANY)}" if found.unsaid else ""
    assert repr(found).endswith(f"{found.total} statements{left}")
    assert repr(store.find("guns", limit=1)).endswith(f"1 of {found.total} statements{left}")
    assert repr(store.find("nobodysaysthisword")) == "nothing found in 2 articles"


def test_versions_are_followed(store: Store) -> None:
    address = next(address for address in store.engine.addresses() if "courier" in address)
    followed = store.versions(address)
    assert len(followed.history.versions) == 2 and address in repr(followed)
    assert len(store.versions(address, 1, 2).history.steps) == 1
    with pytest.raises(LookupError, match="no article at nowhere"):
        store.versions("nowhere")
    with pytest.raises(ValueError, match="no version 9"):
        store.versions(address, 1, 9)


def test_words_are_traced_and_checked(store: Store, tmp_path: Path) -> None:
    words = "and we will not wait for another eight"
    traced = store.trace(words, until="2031")
    assert traced[0].outlet == "The Valdrin Courier" and traced.saying.searched == 2 and words in repr(traced)
    assert list(traced.to_pandas()["relation"]) == ["first", "witness"]
    assert not store.trace(words, until=date(2031, 3, 1))
    assert store.trace("herons flew", speaker="Torvan").to_pandas().empty
    key = next(hit.key for hit in store.find(manner="direct"))
    assert store.trace(key).asked.key == key
    checked = store.check(quote=words, speaker="Ilya Torvan")
    assert checked.of("verbatim") == tuple(checked) and checked.article is None
    assert store.check(quote=words, until="2030")[0].verdict == "not-found"
    draft = tmp_path / "draft.txt"
    draft.write_text(
        "It rained in the valley.\n\n“We have seven grey herons,” Ilya Torvan said.\n\nIt rained for the whole day.\n",
        encoding="utf8",
    )
    of_file, of_reading = store.check(draft), store.check(sayso.read(draft))
    assert of_file == of_reading and [one.verdict for one in of_file] == ["not-found"]
    assert list(of_file.to_pandas()["claimed"]) == ["Ilya Torvan"] and "not found among 2 articles" in repr(of_file)
    for answer in (traced, checked, of_file):
        assert Tags(answer._repr_html_()).seen == ["iframe"] and "sandbox" in answer._repr_html_()


@pytest.mark.parametrize(
    ("ask", "error", "why"),
    [
        (lambda store: store.trace("…"), ValueError, "there is no word to look for in '…'"),
        (lambda store: store.trace("https://nowhere.example#1/s1"), LookupError, "has no statement"),
        (lambda store: store.trace("a", until="soon"), ValueError, "'soon' is no day"),
        (lambda store: store.check(), ValueError, "name a text to check"),
        (lambda store: store.check("a.txt", quote="b"), ValueError, "name a text to check"),
        (lambda store: store.check("a.txt", speaker="b"), ValueError, "are of one quotation"),
        (lambda store: store.check("no/such/file"), ValueError, "no/such/file was not read (not-found)"),
        (lambda store: store.check(quote="!"), ValueError, "there is no word to look for"),
    ],
)
def test_what_cannot_be_traced_or_checked_says_why(store: Store, ask: object, error: type[Exception], why: str) -> None:
    with pytest.raises(error, match=re.escape(why)):
        ask(store)  # type: ignore[operator]


def test_corrections_show_at_once(own: Store) -> None:
    hit = own.find(speaker="Ilya Torvan")[0]
    own.party.rename("Ilya Torvan", "I. T.", "As he signs.")
    assert own.find(speaker="I. T.")[0].speaker == "I. T."
    before = own.find(limit=0).total
    own.party.not_said(hit.key, "No statement.")
    assert own.find(limit=0).total == before - 1
    other = next(party for party in own.party.list() if party.name not in ("I. T.",) and party.kind == "person")
    assert own.party.show(f"#{other.id}") == other
    own.party.merge(f"#{other.id}", "I. T.", "One and the same.")
    assert other.name in own.party.show("I. T.").names
    own.party.split("I. T.", other.name, "Not he, after all.")
    assert other.name not in own.party.show("I. T.").names
    assert [correction.kind for correction in own.party.corrections()] == ["rename", "not-said", "merge", "split"]
    assert "I. T." in repr(own.party.corrections())


@pytest.mark.parametrize(
    ("call", "why"),
    [
        (lambda party: party.show("Nobody Atall"), "no party goes by 'Nobody Atall'"),
        (lambda party: party.show("Tor"), "these have names like it; write the number of one"),
        (lambda party: party.merge("Ilya Torvan", "Ilya Torvan", "x"), "are one party already"),
        (lambda party: party.split("Ilya Torvan", "Somebody", "x"), "does not go by 'Somebody', but by Ilya Torvan"),
        (lambda party: party.rename("Ilya Torvan", "X", " "), "needs a reason"),
    ],
)
def test_corrections_that_cannot_be_meant_say_why(store: Store, call: object, why: str) -> None:
    with pytest.raises(ValueError, match=re.escape(why)):
        call(store.party)  # type: ignore[operator]


def test_readings_stream_and_exports_are_read_back(store: Store, tmp_path: Path) -> None:
    everything = list(store.readings())
    assert len(everything) == 2 and len(list(store.readings(all_versions=True))) == 3
    path = store.export(tmp_path / "all.jsonl")
    with path.open(encoding="utf8", newline="\n") as lines:
        assert [version.reading for version in read_kept(lines)] == [version.reading for version in everything]
    with store.export(tmp_path / "torvan.csv", speaker="Torvan").open(encoding="utf8", newline="") as rows:
        names = {cells["speaker"] for cells, _ in read_csv(rows)}
    assert names == {"Ilya Torvan", "Ilya Torvan and Mireille Dauvent"}  # what both say he says too
    assert len(pd.read_parquet(store.export(tmp_path / "a.parquet", "guns"))) >= store.find("guns", limit=0).total
    assert (store.export(tmp_path / "brat", form="brat", text=False) / "annotation.conf").exists()
    with pytest.raises(ValueError, match="there is no form 'xml'"):
        store.export(tmp_path / "a.xml", form="xml")
    with pytest.raises(FileExistsError):
        store.export(tmp_path / "brat", form="brat")


def test_the_command_exports_the_same(store: Store, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for form in ("jsonl", "csv", "annotations", "schema-org"):
        written = store.export(tmp_path / form, form=form, speaker="Torvan", text=False).read_text("utf8")
        assert run("export", "--speaker", "Torvan", "--format", form, "--no-text", store=store, capsys=capsys) == written
    for name in ("a.csv", "a.jsonl", "a.jsonld", "a.parquet"):
        run("export", "--output", tmp_path / name, store=store, capsys=capsys)
        store.export(tmp_path / f"own-{name}")
        assert (tmp_path / name).read_bytes() == (tmp_path / f"own-{name}").read_bytes()
    assert {name for name in cli.export.FORMATS if name in ENDINGS} == set(FORMS)  # what an ending may ask for


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (["--format", "parquet"], 2, "--format parquet needs --output FILE"),  # bytes are no text for a terminal
        (["--format", "brat"], 2, "--format brat needs --output FOLDER"),
        (["--format", "brat", "--output", "{taken}"], 2, "name a new or an empty folder"),
        (["--output", "{taken}"], 2, "is a folder; --format jsonl writes a file"),
        (["--output", "{taken}/no/a.csv"], 2, "there is no folder"),
        (["nobodysaysthisword"], 1, "answers; nothing was written"),
        (["--speaker", "Nobody Atall", "--output", "{taken}/a.csv"], 1, "nothing was written"),
        (["--output", "{taken}/a.csv"], 0, " statements of 2 articles to "),
        (["--all-versions", "--output", "{taken}/b.csv"], 0, " statements of 2 articles in 3 versions to "),
        (["--store", "{taken}/none.db"], 1, "none.db"),
    ],
)
def test_export_says_what_came_of_it(
    arguments: list[str], status: int, said: str, store: Store, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    taken = tmp_path / "taken"
    taken.mkdir()
    (taken / "mine").write_text("")
    given = [argument.format(taken=taken) for argument in arguments]
    assert cli.main(["export", *([] if "--store" in given else ["--store", store.address]), *given]) == status
    assert said in capsys.readouterr().err
    assert status == 0 or [path.name for path in taken.iterdir()] == ["mine"]


def test_export_through_a_pipe_that_closes_early(store: Store) -> None:
    command = f"{sys.executable} -m sayso export --store {store.address} --format csv | head -n 1"
    done = subprocess.run(["sh", "-c", command], capture_output=True, text=True, timeout=60, env={**os.environ, "LC_ALL": "C"})
    assert done.stdout.startswith("key,address") and done.stderr == ""


@pytest.mark.parametrize(
    ("filters", "error", "why"),
    [
        ({"speeker": "Torvan"}, TypeError, "no filter is called speeker; there are speaker"),
        ({"act": "denys"}, ValueError, "no act is called 'denys'"),
        ({"manner": "loud"}, ValueError, "there are direct, mixed, indirect"),
        ({"order": "up"}, ValueError, "no order is called 'up'"),
        ({"since": "March"}, ValueError, "'March' is no day"),
        ({"since": "2032", "until": "2031"}, ValueError, "since 2032-01-01 until 2031-12-31 holds no day"),
        ({"words": "((("}, ValueError, "there is no word to find in '((('"),
        ({"limit": -1}, ValueError, "limit is less than 0: -1"),
        ({"offset": -1}, ValueError, "offset is less than 0: -1"),
    ],
)
def test_a_wrong_filter_says_so(store: Store, filters: dict[str, str], error: type[Exception], why: str) -> None:
    with pytest.raises(error, match=re.escape(why)):
        store.find(**{"words": "guns", **filters})  # type: ignore[arg-type]


def test_days_may_be_dates_months_and_years() -> None:
    asked = question_of(None, {"since": date(2031, 3, 14), "until": "2032-02"})
    assert (asked.since, asked.until) == ("2031-03-14", "2032-02-29")
    assert question_of(" ", {}) == Question() and question_of("a", {"speaker": "", "act": None}).act is None  # type: ignore[typeddict-item]


def test_counting_by_what_there_is_not(store: Store) -> None:
    with pytest.raises(ValueError, match="nothing is counted by 'colour', but by speaker"):
        store.count(by="colour")  # type: ignore[arg-type]


def test_reading_again_and_checking(own: Store) -> None:
    assert (own.reread().read, own.reread().current) == (0, 3)
    address = next(address for address in own.engine.addresses() if "aurane" in address)
    assert own.reread(address, everything=True).read == 1
    assert repr(own.verify()) == "all holds" and len(own.verify()) == 0
    assert own.add(COURIER).same == 2


def test_without_pandas_it_says_what_to_install(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(ModuleNotFoundError, match=re.escape("pip install pandas")):
        store.find("guns").to_pandas()


def test_without_pyarrow_it_says_what_to_install(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(ModuleNotFoundError, match=re.escape("pip install pyarrow")):
        store.export(tmp_path / "a.parquet")
    assert not list(tmp_path.iterdir())


def test_opening_a_store_loads_no_reader(tmp_path: Path) -> None:
    code = (
        "import sys, sayso; store = sayso.open_store(sys.argv[1]); store.find('x'); store.close();"
        "print([m for m in ('onnxruntime', 'httpx2', 'pandas', 'pyarrow', 'matplotlib') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code, tmp_path / "a.db"], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_store_in_postgresql_answers_and_exports_the_same(store: Store, postgres: object, tmp_path: Path) -> None:
    with sayso.open_store(postgres.emptied()) as other:  # type: ignore[attr-defined]
        other.add(COURIER, ROOT / "examples/aurane-post")
        assert [hit.key for hit in other.find("guns", limit=0)] == [hit.key for hit in store.find("guns", limit=0)]
        assert list(other.count(by="act")) == list(store.count(by="act"))
        for name in ("all.jsonl", "all.csv"):
            other.export(tmp_path / f"other-{name}")
            store.export(tmp_path / name)
            assert (tmp_path / f"other-{name}").read_bytes() == (tmp_path / name).read_bytes()


def test_events_and_undertakings_are_asked_counted_framed_and_set_right(tmp_path: Path) -> None:

    text = "Ana Dovrel will meet Ilir Tamm in Mirwen on 4 April."
    row = ("meeting", "planned", "will meet", "Ana Dovrel, Ilir Tamm", "2031-04-04", "Mirwen")
    plan = undertaken(eventful(text, row), "Ana Dovrel", "meet Ilir Tamm", "2031-04-04")  # type: ignore[arg-type]
    with sayso.open_store(tmp_path / "it.db") as store:
        store.engine.keep([incoming(plan)])
        (event,), (one,) = store.events(party="Ilir Tamm", since="2031-04"), store.ledger(who="Ana Dovrel", today="2031-05-01")
        assert (event.status, one.status) == ("announced", "overdue")
        assert store.event(event.key) == event and store.undertaking(one.key).key == one.key
        table, ledger = store.events().to_pandas(), store.ledger(today="2031-05-01").to_pandas()
        assert (table["parties"][0], table["first"][0], ledger["due_latest"][0], ledger["since"][0]) == (
            ["Ana Dovrel", "Ilir Tamm"], "2031-03-14", "2031-04-04", 0,
        )  # fmt: skip
        assert list(store.events().history()["words"]) == [text]
        assert "2031-04-04  meeting: Ana Dovrel, Ilir Tamm (announced)\n" in repr(store.events())
        assert list(store.count_events(by="status")) == [("announced", 1)]
        assert list(store.count_ledger(by="who").to_pandas()["undertakings"]) == [1]
        store.chronicle.set_state(event.key, "cancelled", "Her office says so.")
        assert store.event(event.key).status == "cancelled"
        assert "cancelled" in repr(store.party.corrections())
        with pytest.raises(LookupError, match="nothing goes by"):
            store.event("e00000000")
        for wrong in ({"status": "done"}, {"since": "2031-05", "until": "2031-04"}):
            with pytest.raises(ValueError, match=r"done|no day"):
                store.events(**wrong)  # type: ignore[arg-type]
        with pytest.raises(ValueError, match="no state"):
            store.chronicle.set_state(event.key, "kept", "This is of undertakings.")
        with pytest.raises(TypeError, match="no filter is called colour"):
            store.ledger(colour="red")  # type: ignore[call-arg]


def test_a_frame_has_all_that_answer_unless_one_says_how_many(store: Store) -> None:
    """A page is for the eye; of 148 rows nobody wants 20 without a word."""
    found = store.find()
    assert len(found) == 20 < found.total == len(found.to_pandas()) == len(list(found.rows()))
    assert list(found.to_pandas()["key"]) == [hit.key for hit in store.find(limit=0)]
    assert len(store.find(limit=7).to_pandas()) == 7
    assert len(store.find(offset=30).to_pandas()) == found.total - 30
    parties = store.party.list()
    everybody = store.party.list(limit=0)
    assert not everybody.more and len(everybody) == len(everybody.to_pandas()) == len(parties.to_pandas())
    few = store.party.list(limit=3)
    assert few.more and len(few) == len(few.to_pandas()) == 3 and repr(few).endswith("the first 3; limit=0 is all of them")
    for asked, history in ((store.events, "first"), (store.ledger, "first")):
        assert len(asked(limit=1).to_pandas()) == 1 and history in asked().to_pandas().columns
        assert len(asked().to_pandas()) == asked().total == len(asked(limit=0))


def test_what_is_drawn_of_a_long_count_says_how_much_more_there_is(store: Store) -> None:
    counts = Counts([(f"Party {n}", 441 - n) for n in range(441)], "speaker", Question())
    for drawn in (repr(counts), counts._repr_html_()):
        assert "Party 29" in drawn and "Party 30" not in drawn and "and 411 more; to_pandas() has all 441" in drawn
    assert len(counts.to_pandas()) == 441
    days = Counts([(f"2031-{n // 28 + 1:02}-{n % 28 + 1:02}", 1) for n in range(100)], "day", Question())
    assert "more" not in repr(days) and "2031-04-16" in repr(days)


@pytest.mark.parametrize(
    ("ask", "said"),
    [
        (lambda store: store.find(speaker="Torvn"), "speaker='Torvn': no party goes by that name; is it Ilya Torvan?"),
        (lambda store: store.count(addressee="Torvn"), "addressee='Torvn': no party goes by that name; is it Ilya Torvan?"),
        (lambda store: store.find("guns", outlet="post"), "outlet='post': no outlet goes by that name; is it The Aurane Post?"),
        (lambda store: store.find(relay="Zzyzx"), "(store.party.list() lists them)"),
        (lambda store: store.find(url="https://aurane-post.example/news/dauvent"), "; is it https://aurane-post.example/news/"),
        (lambda store: store.events(party="Torvn"), "parties='Torvn': no party goes by that name; is it Ilya Torvan?"),
        (lambda store: store.ledger(who="Torvn"), "who='Torvn': no party goes by that name; is it Ilya Torvan?"),
    ],
)
def test_what_found_nothing_says_which_name_nobody_goes_by(store: Store, ask: Callable[[Store], object], said: str) -> None:
    """As the command line does, in the same words."""
    for drawn in (repr(ask(store)), html.unescape(ask(store)._repr_html_())):  # type: ignore[attr-defined]
        assert said in " ".join(drawn.split())


@pytest.mark.parametrize(
    ("verb", "question", "filters", "own"),
    [
        (verb, question, filters, own)
        for question, filters, own, verbs in (
            (Question, Filters, {"words"}, (Store.find, Store.count, Store.readings, Store.export)),
            (EventsQuestion, EventFilters, {"parties"}, (Store.events, Store.count_events)),
            (LedgerQuestion, LedgerFilters, set(), (Store.ledger, Store.count_ledger)),
        )
        for verb in verbs
    ],
)
def test_the_filters_are_the_question_s_fields_and_stand_in_each_signature(
    verb: Callable[..., object], question: type, filters: type, own: set[str]
) -> None:
    """Jupyter completes what a signature names: of ``**filters`` alone it completes nothing."""
    asked = {field.name for field in fields(question)} - {"order", "limit", "offset"} - own
    assert asked == set(filters.__annotations__) - {"party"}
    named = inspect.signature(verb).parameters
    assert set(filters.__annotations__) <= set(named)
    assert not any(parameter.kind is parameter.VAR_KEYWORD for parameter in named.values())


def test_languages_narrow(store: Store) -> None:
    assert store.find(languages="en").total == store.find(languages=["en", "fr-CA"]).total == store.find().total
    assert not store.find(languages="de")
    with pytest.raises(ValueError, match="'german' is no code of a language"):
        store.find(languages="German")


def test_what_is_watched(own: Store) -> None:
    assert own.watch.add("guns", "guns", speaker="Torvan", said="any").asks == "statements"
    assert own.watch.add_events("calls", kind="call").asks == "events"
    assert own.watch.add_ledger("owed", who="Torvan").asks == "undertakings"
    with pytest.raises(ValueError, match="no act is called"):
        own.watch.add("acts", act="sings")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="is no name"):
        own.watch.add("a b", "guns")
    with pytest.raises(StoreError, match="under the name guns already"):
        own.watch.add("guns", "ridge")
    assert list(own.watch.list()) == ["calls", "guns", "owed"] and set(own.watch.waiting().values()) == {0}
    own.add(ROOT / "examples/prose.txt")
    own.watch.add("guns", "nosuchword", replace=True)
    own.watch.rename("guns", "all")
    own.watch.add("all", replace=True)
    own.add_texts([{"text": "“The guns will be moved,” Ilya Torvan said on Monday.", "date": "1999-01-01"}])
    news = own.watch("all", peek=True)
    assert news.total == len(news) == own.watch.waiting()["all"] == len(news.to_pandas()) == len(news.answers) > 0
    assert "guns" in repr(news) and "guns" in news._repr_html_() and news.withdrawn == ()
    assert own.watch("all")[:] == news[:] and not own.watch("all").total and "nothing new" in repr(own.watch("all"))
    own.watch.remove("owed")
    with pytest.raises(StoreError, match="there are all, calls"):
        own.watch("owed")
