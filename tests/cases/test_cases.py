"""Case files: the same bytes each time, pages that hold together, and another store that has what the first one had."""

from __future__ import annotations

import csv
import io
import json
import posixpath
import re
import shutil
import stat
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from dataclasses import replace
from importlib import resources
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import jsonschema
import pytest
from browser import CHROMIUM, measured
from hypothesis import given, settings, strategies as st
from site_markup import Markup
from store_readings import incoming, reading, readings
from without import named_tables

import sayso
from sayso import cli
from sayso.cases.manifest import CASE_SCHEMA, MANIFEST, READINGS, CaseError, asked_of
from sayso.cases.names import file_name
from sayso.cases.opening import open_case
from sayso.cases.taking_in import take_in
from sayso.cases.writing import write_case
from sayso.corrections import Wanted, merge, not_said, rename, set_right, undo
from sayso.door import Store
from sayso.formats.json import to_json
from sayso.record import Reading
from sayso.store import open_engine
from sayso.store.contract import Engine
from sayso.store.values import Brought, Judgement, Question, Selection

ROOT = Path(__file__).parents[2]
MADE = "2031-08-01T10:00:00+00:00"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """The example pages, two articles, one of them in two versions; parties, statements and an event set right, one judged."""
    with sayso.open_store(tmp_path_factory.mktemp("cases") / "news.db") as opened:
        opened.add(ROOT / "examples/valdrin-courier", ROOT / "examples/aurane-post")
        hits = opened.find("guns", said="any", limit=0)
        for hit, other in zip(hits, ("warns", "asks"), strict=False):
            opened.correct.set(hit.key, act=other if hit.statement.act != other else "denies", reason="so read")
        opened.correct.undo(hits[1].key, reason="no slip")
        opened.correct.remove(hits[2].key, reason="it is no statement")
        opened.party.merge("Lantern Palace", "Granite Palace", reason="one house")
        opened.party.rename("Ilya Torvan", "President Torvan", reason="as the archive has him")
        opened.chronicle.set_state(opened.events(limit=1)[0].key, "cancelled", reason="it was called off")
        opened.judge(hits[0].key, "wrong", "act", judge="ana")
        yield opened


@pytest.fixture(scope="module")
def whole(store: Store, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The case of everything."""
    return store.export(tmp_path_factory.mktemp("whole") / "all.zip")


@pytest.fixture(scope="module")
def quoting(store: Store, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A case of a question without the articles' texts."""
    return store.export(tmp_path_factory.mktemp("quoting") / "torvan.zip", speaker="Torvan", texts=False)


def files_of(path: Path) -> dict[str, bytes]:
    with ZipFile(path) as packed:
        assert packed.testzip() is None
        return {name: packed.read(name) for name in packed.namelist()}


def brought(engine: Engine, path: Path, anew: bool = False) -> Brought:
    with open_case(path) as case:
        return take_in(engine, case, anew)


def data_of(path: Path) -> dict[str, bytes]:
    return {name: content for name, content in files_of(path).items() if name.startswith("data/")}


# What is in it.


def test_the_same_question_gives_the_same_bytes(store: Store, whole: Path, tmp_path: Path) -> None:
    again = store.export(tmp_path / "again.zip")
    assert again.read_bytes() == whole.read_bytes()
    with ZipFile(whole) as packed:
        assert {one.date_time for one in packed.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert {one.external_attr >> 16 for one in packed.infolist()} == {stat.S_IFREG | 0o644}
    assert not list(tmp_path.glob(".sayso-*"))


def test_its_data_is_of_the_schemas_that_are_named(whole: Path, quoting: Path) -> None:
    def schema(name: str) -> dict[str, Any]:
        return json.loads((resources.files("sayso") / f"schema/{name}-1.schema.json").read_text(encoding="utf8"))  # type: ignore[no-any-return]

    def check(records: list[Any], wanted: Mapping[str, Any]) -> None:
        assert records
        for record in records:
            jsonschema.Draft202012Validator(wanted).validate(record)

    def part(name: str, of: str) -> dict[str, Any]:
        return {"$schema": schema(name)["$schema"], "$defs": schema(name)["$defs"], "$ref": f"#/$defs/{of}"}

    files, without = data_of(whole), data_of(quoting)
    lines = {name: [json.loads(line) for line in files[name].splitlines()] for name in files if name.endswith(".jsonl")}
    check([json.loads(files[MANIFEST]), json.loads(without[MANIFEST])], schema("case"))
    check(lines[READINGS], schema("reading"))
    check(lines[READINGS], part("case", "version"))
    check(lines["data/corrections.jsonl"], part("corrections", "correction"))
    check(lines["data/judgements.jsonl"], part("case", "judgement"))
    check(lines["data/events.jsonl"], part("events", "event"))
    check(lines["data/ledger.jsonl"], part("ledger", "undertaking"))
    check([json.loads(files["data/parties.json"])], schema("parties"))
    check([json.loads(line) for line in without["data/offsets.jsonl"].splitlines()], schema("offsets"))
    assert READINGS not in without and "data/offsets.jsonl" not in files


def test_the_manifest_tells_what_is_there(store: Store, whole: Path, quoting: Path) -> None:
    told, asked = (json.loads(files_of(path)[MANIFEST]) for path in (whole, quoting))
    assert {one["path"] for one in told["files"]} == files_of(whole).keys() - {MANIFEST}
    held = store.summary()
    assert (told["held"]["articles"], told["held"]["versions"]) == (held.articles, held.versions)
    assert told["held"]["statements"] == store.find(said="any").total
    rows = list(csv.DictReader(io.StringIO(files_of(quoting)["data/statements.csv"].decode())))
    answering = [id for version in store.readings(speaker="Torvan") for id in version.answers or ()]
    assert asked["held"]["statements"] == len(rows) == len(answering)
    assert asked["question"] == {"speaker": "Torvan"} and asked["asked"] == "speaker Torvan" and not asked["texts"]


def test_a_party_is_asked_for_by_its_name_where_its_number_was_given(store: Store, tmp_path: Path) -> None:
    (known,) = store.engine.parties("President Torvan")
    path = store.export(tmp_path / "a.zip", speaker=f"#{known.id}")
    assert json.loads(files_of(path)[MANIFEST])["question"] == {"speaker": "President Torvan"}


@pytest.mark.parametrize("kind", ["whole", "quoting"])
def test_its_pages_hold_together(kind: str, request: pytest.FixtureRequest) -> None:
    """Every link leads to a file of the case, and to an anchor in it; pages are built as the site's, and load nothing else."""
    files = files_of(request.getfixturevalue(kind))
    pages = {name: Markup(content.decode()) for name, content in files.items() if name.endswith(".html")}
    anchors = {name: set(page.ids) for name, page in pages.items()}
    away: set[str] = set()
    for name, page in pages.items():
        words = files[name].decode()
        assert words.count("<table") == words.count("<caption") and words.count("<th ") == words.count(' scope="'), name
        assert words.count("<main ") == 1 and '<html lang="en">' in words and "<script" not in words
        for link in page.links:
            if re.match("https?:", link):
                away.add(link)
                continue
            path, _, anchor = link.partition("#")
            to = posixpath.normpath(posixpath.join(posixpath.dirname(name), path)) if path else name
            assert to in files, (name, link)
            assert not anchor or anchor in anchors[to], (name, link)
    addresses = [json.loads(one)["address"] for one in files.get(READINGS, b"").splitlines()]
    assert away >= set(addresses) and len(away) == 2
    reached = {posixpath.normpath(posixpath.join(posixpath.dirname(name), link.partition("#")[0]))
               for name, page in pages.items() for link in page.links}  # fmt: skip
    assert {name for name in pages if "articles/" not in name or not name.endswith("-v1.html")} <= reached


def test_what_was_set_right_is_on_the_pages(store: Store, whole: Path) -> None:
    files = files_of(whole)
    made = Markup(files["corrections.html"].decode()).words
    assert "one house" in made and "taken back" in made and "0 right, 1 wrong" in made
    parties = Markup(files["parties-1.html"].decode()).words
    assert "President Torvan" in parties and "Lantern Palace" not in parties
    statements = "".join(Markup(content.decode()).words for name, content in files.items() if name.startswith("statements-"))
    assert "the act was read as" in statements
    assert "cancelled" in Markup(files["events-1.html"].decode()).words


def test_a_case_without_texts_has_no_words_but_those_that_answer(store: Store, quoting: Path) -> None:
    every = b" ".join(files_of(quoting).values()).decode()
    read = " ".join(Markup(content.decode()).words for name, content in files_of(quoting).items() if name.endswith(".html"))
    for version in store.readings():
        own = next(set(one.answers or ()) for one in store.readings(speaker="Torvan") if one.address == version.address)
        text = version.reading.article.text
        quoted = [span for one in version.reading.statements if one.id in own for span in one.content]
        spared = [(m.start(), m.end()) for m in re.finditer(r"[^.\n]{60,}\.", text)]
        left_out = [(a, b) for a, b in spared if not any(span.start < b and a < span.end for span in quoted)]
        assert len(left_out) > 5
        for start, end in left_out:
            assert text[start:end].strip() not in every, text[start:end]
        assert quoted and all(one.text in read for one in quoted)
        assert version.reading.article.text_sha256 in every


@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium is installed")
@pytest.mark.parametrize("name", ["index.html", "statements-1.html", "parties-1.html", "ledger-1.html", "an article"])
def test_a_browser_opens_it_from_a_folder(whole: Path, tmp_path: Path, name: str) -> None:
    """On a phone too; with its own style, which the page's policy lets in."""
    files = files_of(whole)
    path = next(one for one in sorted(files) if one.startswith("articles/")) if name == "an article" else name
    (tmp_path / "style.css").write_bytes(files["style.css"])
    page = files[path].decode().replace("../style.css", "style.css")
    styled = "return [getComputedStyle(d.querySelector('.skip')).position, d.styleSheets.length];"
    width, told = measured(tmp_path, page, 320, styled)
    assert width <= 320 and told == ["absolute", "1"]


# Names of files.


@given(st.text(), st.text(max_size=3))
def test_a_file_is_called_what_every_system_takes(called: str, what: str) -> None:
    name = file_name(called, what)
    assert re.fullmatch(r"[a-z0-9][a-z0-9-]*-[0-9a-f]{16}", name) and len(name) <= 60
    assert name == file_name(called, what) and (not what or name != file_name(called))


HOSTILE = (
    "https://a.example/../../etc/passwd", "https://a.example/con", "C:\\Windows\\System32", "aux", "//server/share/x",
    "https://a.example/?q=<script>alert(1)</script>", "https://a.example/" + "x" * 5000, "https://a.example/\u202egpj.exe",
    "é" * 300,
)  # fmt: skip


def test_hostile_texts_and_addresses_stand_on_the_pages_as_words(tmp_path: Path) -> None:
    bad = '<script>alert(1)</script> "><img src=x onerror=alert(2)> \x1b[31m \u202e'
    with closing(open_engine(tmp_path / "a.db")) as engine:
        for number, address in enumerate(HOSTILE):
            said = [(bad, f"{bad} {number}"), ("Ana Dovrel", "Stay")]
            read = reading(said, url=None, input=address, headline=bad, outlet=bad)
            engine.keep([incoming(read, address)])
        engine.correct(rename(engine, "Ana Dovrel", bad, bad))
        held = write_case(engine, None, tmp_path / "a.zip")
        assert held and held.articles == len(HOSTILE)
        files = files_of(tmp_path / "a.zip")
        for name, content in files.items():
            assert re.fullmatch(r"[A-Za-z0-9/._-]{1,90}", name)
            if name.endswith(".html"):
                Markup(content.decode())
                assert b"\x1b" not in content and b"<script" not in content and b"<img" not in content
        with closing(open_engine(tmp_path / "b.db")) as other:
            brought(other, tmp_path / "a.zip")
            assert list(other.addresses()) == list(engine.addresses())


# From store to store.


def test_another_store_has_what_the_first_one_had(store: Store, whole: Path, engine: Engine, tmp_path: Path) -> None:
    told = brought(engine, whole)
    assert [one.outcome for one in told.kept] == ["article", "version", "article"]
    assert len(told.corrections) == 7 and told.judgements == 1 and not (told.conflicts or told.without or told.moved)
    assert list(engine.verify()) == []
    ours, theirs = named_tables(store.engine), named_tables(engine)
    for table in ours:
        # Which row of a capture has what a site said to ask by is no business of another store's.
        told_of = [re.sub(r'"(etag|last_modified)": [^,}]+', "", row) for row in ours[table]]
        assert told_of == [re.sub(r'"(etag|last_modified)": [^,}]+', "", row) for row in theirs[table]], table
    keys = [hit.key for hit in engine.stream(Question(said=None))]
    assert sorted(keys) == sorted(hit.key for hit in store.engine.stream(Question(said=None)))
    write_case(engine, None, tmp_path / "again.zip")
    assert files_of(tmp_path / "again.zip") == files_of(whole)
    again = brought(engine, whole)
    assert {one.outcome for one in again.kept} == {"same"} and (again.had, again.judged) == (7, 1)
    assert not again.corrections and not again.judgements and len(engine.corrections()) == 7


def test_a_page_that_came_in_a_case_is_not_read_again(whole: Path, tmp_path: Path) -> None:
    with sayso.open_store(tmp_path / "b.db") as other:
        other.import_case(whole)
        added = other.add(ROOT / "examples/valdrin-courier")
        assert (added.articles, added.versions, added.same) == (0, 0, 2)


def _survives_json(read: Reading) -> bool:
    """JSON takes two half surrogates that meet for the one character that they spell."""
    return "\\ud83d\\udc00" not in json.dumps(to_json(read))


@settings(max_examples=4)
@given(st.lists(readings().filter(_survives_json), min_size=1, max_size=3))
def test_any_readings_come_back_the_same(some: list[Reading]) -> None:
    """Also under one address, in several versions, with half surrogates and NULs in any of their words."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        with closing(open_engine(folder / "a.db")) as engine, closing(open_engine(folder / "b.db")) as other:
            for number, read in enumerate(some):
                engine.keep([incoming(read, read.article.url or f"in {number % 2}", captured=f"2031-03-{number + 10}")])
            if write_case(engine, None, folder / "a.zip") is None:
                return
            brought(other, folder / "a.zip")
            texts = engine.texts(list(engine.addresses()))
            assert texts == other.texts(list(engine.addresses())) and engine.originals(texts) == other.originals(texts)
            assert list(other.verify()) == []
            write_case(other, None, folder / "b.zip")
            assert data_of(folder / "a.zip") == data_of(folder / "b.zip")


def test_a_question_holds_its_articles_and_their_corrections_alone(engine: Engine, tmp_path: Path) -> None:
    one = reading([("Ilya Torvan", "The bridge is safe")])
    two = reading([("Ana Dovrel", "The gate is shut")], url="https://post.example/2")
    engine.keep([incoming(one), incoming(two)])
    engine.correct(rename(engine, "Ana Dovrel", "A. Dovrel", "shorter"))
    engine.correct(rename(engine, "Ilya Torvan", "I. Torvan", "shorter"))
    engine.correct(not_said(engine.find(Question(speaker="A. Dovrel")).hits[0].key, "no"))
    write_case(engine, Question(speaker="I. Torvan", said=None), tmp_path / "a.zip")
    every = b" ".join(files_of(tmp_path / "a.zip").values())
    assert b"gate" not in every and b"Dovrel" not in every
    with closing(open_engine(tmp_path / "b.db")) as other:
        told = brought(other, tmp_path / "a.zip")
        assert [(made.number, made.kind, made.reason) for made in told.corrections] == [(1, "rename", "shorter")]
        assert [hit.speaker for hit in other.find(Question()).hits] == ["I. Torvan"]


def test_a_party_comes_with_whom_it_is_one_with(engine: Engine, tmp_path: Path) -> None:
    """By way of a name that no article of the case has."""
    said = [("Lantern Palace", "The bridge is safe"), ("Palace Press", "The gate is shut"), ("The Court", "The road is open")]
    for number, (name, words) in enumerate(said):
        engine.keep([incoming(reading([(name, words)], url=f"https://post.example/{number}"))])
    engine.correct(merge(engine, "Lantern Palace", "Palace Press", "one"))
    engine.correct(merge(engine, "Palace Press", "The Court", "one"))
    write_case(engine, Question(url="https://post.example/0", said=None), tmp_path / "a.zip")
    with closing(open_engine(tmp_path / "b.db")) as other:
        brought(other, tmp_path / "a.zip")
        assert len(other.corrections()) == 2
        other.keep([incoming(reading([said[2]], url="https://post.example/9"))])
        assert other.find(Question(speaker="The Court")).total == 2


def test_what_a_store_set_right_itself_stays(engine: Engine, tmp_path: Path) -> None:
    kept = [incoming(reading([("Ilya Torvan", "The bridge is safe"), ("Ana Dovrel", "It is not")]))]
    with closing(open_engine(tmp_path / "a.db")) as theirs:
        for one in (theirs, engine):
            one.keep(kept)
        ilya, ana = (theirs.find(Question(speaker=name)).hits[0].key for name in ("Ilya Torvan", "Ana Dovrel"))
        for at, (key, act) in enumerate(((ilya, "denies"), (ana, "asks"))):
            theirs.correct(set_right(theirs, key, Wanted(act=act), f"theirs {at}"))
        theirs.correct(undo(ana, "a slip"))
        theirs.correct(rename(theirs, "Ana Dovrel", "A. Dovrel", "theirs"))
        write_case(theirs, None, tmp_path / "a.zip")
    engine.correct(set_right(engine, ilya, Wanted(act="promises"), "ours"))
    engine.correct(rename(engine, "Ana Dovrel", "President Dovrel", "ours"))
    told = brought(engine, tmp_path / "a.zip")
    assert [(one.brought.reason, one.own.reason) for one in told.conflicts] == [("theirs 0", "ours"), ("theirs", "ours")]
    taken = [(one.number, one.kind, one.name) for one in told.corrections]
    assert taken == [(3, "set-statement", "act asks"), (4, "undo", "3")]
    assert [hit.statement.act for hit in engine.find(Question(order="oldest")).hits] == ["promises", "states"]
    assert {hit.speaker for hit in engine.find(Question()).hits} == {"Ilya Torvan", "President Dovrel"}
    engine.correct(undo(ilya, "theirs is right"))
    assert len(brought(engine, tmp_path / "a.zip").conflicts) == 1  # what was taken back is in nobody's way
    assert engine.find(Question(speaker="Ilya Torvan")).hits[0].statement.act == "denies"


def test_what_was_removed_stays_out_until_it_is_asked_for(whole: Path, engine: Engine) -> None:
    brought(engine, whole)
    gone = next(iter(engine.addresses()))
    engine.remove(Selection((gone,)), "a court", MADE)
    told = brought(engine, whole)
    assert [one.address for one in told.kept if one.outcome == "removed"] == [gone]
    assert gone not in list(engine.addresses())
    told = brought(engine, whole, anew=True)
    assert [one.address for one in told.kept if one.outcome == "article"] == [gone]
    assert next(iter(engine.addresses())) == gone and list(engine.verify()) == []


def test_a_text_that_has_another_number_here_is_named(engine: Engine, tmp_path: Path) -> None:
    first, second = (reading([("Ilya Torvan", f"The bridge is {how}")]) for how in ("safe and sound", "gone"))
    with closing(open_engine(tmp_path / "a.db")) as theirs:
        theirs.keep([incoming(first, captured="2031-03-14T12:00:00+00:00")])
        theirs.keep([incoming(second, captured="2031-03-15T12:00:00+00:00")])
        write_case(theirs, None, tmp_path / "a.zip")
    engine.keep([incoming(second, captured="2031-03-15T12:00:00+00:00")])
    told = brought(engine, tmp_path / "a.zip")
    assert told.moved == (("https://post.example/1", 1, 2), ("https://post.example/1", 2, 1))
    assert [one.number for one in engine.versions("https://post.example/1")] == [2, 1]  # the older one came in last


# What is no case.


def repacked(path: Path, to: Path, change: Callable[[dict[str, bytes]], None]) -> Path:
    """The case with other files in it, and its manifest made to fit, unless that was changed."""
    files = files_of(path)
    before = dict(files)
    change(files)
    with ZipFile(to, "w", ZIP_DEFLATED) as packed:
        for name, content in files.items():
            packed.writestr(name, content)
    assert files != before
    return to


def fitted(files: dict[str, bytes]) -> None:
    """Let the manifest have the hashes of the files as they are: what a forger does."""
    import hashlib

    told = json.loads(files[MANIFEST])
    for one in told["files"]:
        one |= {"bytes": len(files[one["path"]]), "sha256": hashlib.sha256(files[one["path"]]).hexdigest()}
    files[MANIFEST] = json.dumps(told).encode()


def line_changed(path: str, change: Callable[[dict[str, Any]], None]) -> Callable[[dict[str, bytes]], None]:
    def changed(files: dict[str, bytes]) -> None:
        lines = files[path].splitlines()
        record = json.loads(lines[0])
        change(record)
        files[path] = b"\n".join([json.dumps(record).encode(), *lines[1:]]) + b"\n"
        fitted(files)

    return changed


def told_otherwise(**values: Any) -> Callable[[dict[str, bytes]], None]:
    def changed(files: dict[str, bytes]) -> None:
        files[MANIFEST] = json.dumps({**json.loads(files[MANIFEST]), **values}).encode()

    return changed


def spans_moved(record: dict[str, Any]) -> None:
    record["statements"][0]["content"][0]["start"] += 1


ALTERED = {
    "a page": (lambda files: files.update({"index.html": files["index.html"] + b"x"}), "altered: index.html"),
    "a page of the same length": (lambda files: files.update({"style.css": files["style.css"][::-1]}), "1 altered: style.css"),
    "a reading": (lambda files: files.update({READINGS: files[READINGS].replace(b"guns", b"nuns")}), "altered: data/readings"),
    "a missing file": (lambda files: files.pop("corrections.html"), "missing: corrections.html"),
    "one more": (lambda files: files.update({"extra.html": b"x"}), "it does not list: extra.html"),
    "a newer format": (told_otherwise(schema="sayso.case/2"), "written by a newer Sayso"),
    "another format": (told_otherwise(schema="sayso.hits/1"), "and not sayso.case/1"),
    "a manifest without files": (told_otherwise(files=None), "cannot be read"),
    "a manifest of something": (lambda files: files.update({MANIFEST: b"[1, 2"}), "cannot be read"),
    "a nest of brackets": (lambda files: files.update({MANIFEST: b"[" * 200_000}), "cannot be read"),
    "no manifest": (lambda files: files.pop(MANIFEST), "no case file of Sayso"),
    "spans of other words": (line_changed(READINGS, spans_moved), "line 1 of data/readings.jsonl is no record"),
    "a text of another hash": (line_changed(READINGS, lambda one: one["article"].update(text="No")), "line 1 of data/readings"),
    "a number that is none": (line_changed(READINGS, lambda one: one.update(version="2")), "line 1 of data/readings"),
    "keys that are none": (line_changed(READINGS, lambda one: one.update(keys=[1])), "line 1 of data/readings"),
    "captures that are none": (line_changed(READINGS, lambda one: one.update(captures=[{}])), "line 1 of data/readings"),
    "a kind that is none": (line_changed("data/corrections.jsonl", lambda one: one.update(kind="x")), "line 1 of data/corr"),
    "a change of nothing": (line_changed("data/corrections.jsonl", lambda one: one.update(change=None)), "sets nothing"),
    "a change beyond the text": (
        line_changed("data/corrections.jsonl", lambda one: one["change"]["to"].update(content=[0, 10**9])), "does not have",
    ),
    "no verdict": (line_changed("data/judgements.jsonl", lambda one: one.update(verdict="?")), "line 1 of data/judg"),
}  # fmt: skip


@pytest.mark.parametrize("name", ALTERED)
def test_an_altered_case_is_refused_and_nothing_is_written(name: str, whole: Path, tmp_path: Path) -> None:
    change, words = ALTERED[name]
    path = repacked(whole, tmp_path / "a.zip", change)  # type: ignore[arg-type]
    with sayso.open_store(tmp_path / "b.db") as other:
        with pytest.raises(sayso.StoreError, match=re.escape(words)):
            other.import_case(path)
        assert other.summary().articles == 0 and not other.engine.corrections() and not other.engine.judgements()


def _entry(name: str, mode: int = stat.S_IFREG | 0o644) -> ZipInfo:
    one = ZipInfo(name)
    one.external_attr = mode << 16
    return one


TRICKS = {
    "up": (_entry("../x.html"), "is no name"),
    "down and up": (_entry("data/../../x.html"), "is no name"),
    "absolute": (_entry("/etc/x.html"), "is no name"),
    "a drive": (_entry("C:/x.html"), "is no name"),
    "a backslash": (_entry("data\\x.html"), "is no name"),
    "a device": (_entry("data/NUL.html"), "is no name"),
    "a NUL": (_entry("a\0b.html"), "is no name"),
    "turned letters": (_entry("x\u202elmth.exe"), "is no name"),
    "a link": (_entry("link.html", stat.S_IFLNK | 0o777), "is a link"),
    "a folder": (_entry("folder/"), "is no name"),
    "twice": (_entry("index.html"), "two files that are called"),
    "twice, in capitals": (_entry("INDEX.html"), "two files that are called"),
}


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("name", TRICKS)
def test_a_zip_that_plays_tricks_is_refused(name: str, whole: Path, tmp_path: Path) -> None:
    entry, words = TRICKS[name]
    path = tmp_path / "a.zip"
    shutil.copy(whole, path)
    with ZipFile(path, "a") as packed:
        if name == "a NUL":
            entry = _entry("a_b.html")
        packed.writestr(entry, b"x")
    if name == "a NUL":  # which zipfile itself cuts off
        path.write_bytes(path.read_bytes().replace(b"a_b.html", b"a\0b.html"))
    if name == "a backslash":
        path.write_bytes(path.read_bytes().replace(b"data/x.html", b"data\\x.html"))
    with pytest.raises(CaseError, match=re.escape(words)), open_case(path):
        pass


def test_a_bomb_is_refused_before_it_swells(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with ZipFile(path, "w", ZIP_DEFLATED) as packed:
        packed.writestr(MANIFEST, json.dumps({"schema": CASE_SCHEMA}))
        with packed.open("data/readings.jsonl", "w", force_zip64=True) as out:
            for _ in range(64):
                out.write(bytes(1 << 20))
    with pytest.raises(CaseError, match="as no case does"), open_case(path):
        pass


@pytest.mark.parametrize("content", [b"", b"PK\x05\x06" + bytes(18), b"<html>", b"PK\x03\x04" + b"x" * 100])
def test_what_is_no_zip_or_an_empty_one_is_no_case(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(content)
    with pytest.raises(CaseError, match="no case file"), open_case(tmp_path / "a.zip"):
        pass


@given(st.data())
@settings(max_examples=12)
def test_bytes_that_were_changed_anywhere_are_told(whole: Path, data: st.DataObject) -> None:
    """Whatever byte of a case is another one: it is refused, or it was one that no file is made of (a date, a level)."""
    content = bytearray(whole.read_bytes())
    at = data.draw(st.integers(0, len(content) - 1))
    content[at] ^= data.draw(st.integers(1, 255))
    with TemporaryDirectory() as folder:
        path = Path(folder) / "a.zip"
        path.write_bytes(content)
        try:
            with open_case(path) as case:
                assert [one.version.number for one in case.originals()] == [1, 2, 1]
        except CaseError as error:
            assert str(path) in str(error)


def test_an_import_that_breaks_off_leaves_nothing(whole: Path, engine: Engine) -> None:
    numbers = count()

    def stop(done: int, all: int) -> None:
        if next(numbers) == 1:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt), open_case(whole) as case:
        take_in(engine, case, progress=stop)
    assert engine.summary().articles == 0 and list(engine.verify()) == []
    brought(engine, whole)
    assert engine.summary().articles == 2


def test_judgements_are_those_of_the_store_they_come_from(whole: Path, engine: Engine) -> None:
    brought(engine, whole)
    (one,) = engine.judgements()
    assert (one.verdict, one.fault, one.judge, one.model) == ("wrong", "act", "ana", "en-5")
    (own,) = engine.judge([Judgement(one.statement, "right", MADE, judge="leo")])
    assert own.number == 2 and len(engine.judgements()) == 2


# The command line, Python and the site.


def run(*arguments: object) -> int:
    return cli.main([str(one) for one in arguments])


def test_the_command_line_exports_and_imports(store: Store, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path, other = tmp_path / "torvan.zip", tmp_path / "other.db"
    assert run("export", "--speaker", "Torvan", "--output", path, "--store", store.address) == 0
    assert " of 2 articles in 3 versions to " in capsys.readouterr().err
    assert run("import", path, "--store", other) == 0
    told = capsys.readouterr().out
    assert told.startswith(f"took {path} into {other}\n") and "        2 articles\n        1 new version\n" in told
    assert "(numbers 1–" in told
    assert run("import", path, "--verbose", "--store", other) == 0
    assert capsys.readouterr().out.startswith("nothing new for ")
    assert run("export", "nowhere", "--output", tmp_path / "none.zip", "--store", store.address) == 1
    assert not (tmp_path / "none.zip").exists()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ("export --format case", "--format case needs --output FILE"),
        ("export --format case --output a.csv", "--format case writes no .csv: name it .zip"),
        ("export --format csv --output a.zip", "--format csv writes no .zip: name it .csv"),
        ("export --no-text --output a.zip", "--without-texts keeps the statements' words"),
        ("export --without-texts --format csv", "--without-texts is of a case"),
        ("add {case}", "is a case file, and no page: sayso import"),
    ],
)
def test_wrong_use_is_told(
    arguments: str, words: str, store: Store, whole: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    monkeypatch.chdir(tmp_path)
    try:
        status = run(*(one.format(case=whole) for one in arguments.split()), "--store", store.address)
    except SystemExit as end:
        status = end.code  # type: ignore[assignment]
    assert status == 2 and words in capsys.readouterr().err and not list(tmp_path.iterdir())


def test_of_several_cases_one_that_is_refused_keeps_no_other_out(whole: Path, tmp_path: Path, capsys: Any) -> None:
    (tmp_path / "bad.zip").write_text("no zip")
    named = (str(tmp_path / "bad.zip"), str(whole), str(tmp_path / "none.zip"))
    assert run("import", *named, "--store", str(tmp_path / "other.db")) == 1
    out, err = capsys.readouterr()
    assert "bad.zip: is no case file" in err and "none.zip: there is no such file" in err
    assert out.startswith("took ") and "2 articles" in out


def test_a_case_without_texts_cannot_be_imported_and_makes_no_store(quoting: Path, tmp_path: Path, capsys: Any) -> None:
    assert run("import", quoting, "--store", tmp_path / "b.db") == 1
    assert "is a case without texts: it can be looked at" in capsys.readouterr().err
    assert run("import", tmp_path / "none.zip", "--store", tmp_path / "b.db") == 1
    assert "there is no such file" in capsys.readouterr().err and not list(tmp_path.iterdir())


def test_python_refuses_what_makes_no_case(store: Store, tmp_path: Path) -> None:
    with pytest.raises(LookupError, match=r"nothing in .* answers, so there is no case"):
        store.export(tmp_path / "a.zip", "nowhere")
    with pytest.raises(ValueError, match="more than 1 articles answer"):
        store.export(tmp_path / "a.zip", most=1)
    with pytest.raises(ValueError, match="texts=False keeps"):
        store.export(tmp_path / "a.zip", text=False)
    with pytest.raises(ValueError, match="texts=False is of a case"):
        store.export(tmp_path / "a.csv", texts=False)
    assert not list(tmp_path.iterdir())


def test_a_question_is_told_in_words() -> None:
    question = Question("ceasefire", outlet=("The Gate", "The Post"), since="2031-03-01", said=("said",), all_versions=True)
    told, words = asked_of(question, {})
    assert words == "words “ceasefire”; outlet The Gate or The Post; from 2031-03-01; older versions too; said said"
    whole = json.loads((resources.files("sayso") / "schema/case-1.schema.json").read_text(encoding="utf8"))
    jsonschema.Draft202012Validator({**whole, "$ref": "#/properties/question", "type": "object", "required": []}).validate(
        json.loads(json.dumps(told))
    )
    nothing = replace(question, words=None, outlet=None, since=None, said=None, all_versions=False)
    assert asked_of(nothing, {}) == ({}, "everything that the store holds")
