"""A question to a store -> a case file, the same bytes each time, whole or not at all.

What the store hands on is taken into a store of the case's own, in the system's temporary folder, of which the pages and tables
are made: so they show what whoever takes the case in will have, and nothing of any other article.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from sayso.cases.archive import Archive, Entry
from sayso.cases.happenings import events_of, undertakings_of
from sayso.cases.manifest import (
    CORRECTIONS,
    JUDGEMENTS,
    MANIFEST,
    READINGS,
    Clock,
    Held,
    Manifest,
    asked_of,
    numbers_in,
    with_files,
    write_manifest,
)
from sayso.cases.pages import Answers, Pages, answering_versions
from sayso.cases.records import write_correction, write_judgement, write_original
from sayso.copies import bands
from sayso.files import whole_file
from sayso.formats import dumps, parties_to_json, text_writer, write_events_jsonl, write_ledger_jsonl
from sayso.store import (
    Correction,
    Engine,
    EventsQuestion,
    Judgement,
    LedgerQuestion,
    Original,
    Question,
    corrections_among,
    judged_among,
    open_engine,
)

NO_DAY = "1970-01-01"  # by which undertakings are told where nothing in a case has a time
ALL = 1_000_000_000
CHUNK = 50  # texts that are read together

DATA = {
    READINGS: "the articles’ texts as they were read: sayso.reading/1, a line a version",
    "data/offsets.jsonl": "what was read in the articles, by its places alone: sayso.offsets/1, a line a version",
    "data/statements.csv": "the statements that answer, a row each",
    "data/parties.json": "the parties of these articles: sayso.parties/1",
    "data/events.jsonl": "events, a line each, as in sayso.events/1",
    "data/ledger.jsonl": "undertakings, a line each, as in sayso.ledger/1",
    CORRECTIONS: "what people set right, a line each, as in sayso.corrections/1",
    JUDGEMENTS: "what people judged, a line each",
    MANIFEST: "the question, what made this, and the SHA-256 of every file: sayso.case/1",
}


def write_case(
    engine: Engine,
    question: Question | None,
    path: Path,
    texts: bool = True,
    most: int | None = None,
    progress: Callable[[int, int], None] = lambda done, all: None,
) -> Held | None:
    """Write the case of a question (None: of everything) and tell what it holds; None, and no file, where nothing answers.

    Without ``texts`` it has the words of statements, and no article's text. Raises ValueError where more than ``most`` articles
    answer, OSError where it cannot be written, StoreError as the engine. ``progress`` is told of each version, twice.
    """
    answers = _answers(engine, question, most)
    if not answers:
        return None
    with (
        whole_file(path) as part,
        TemporaryDirectory(prefix="sayso-case-") as folder,
        closing(open_engine(Path(folder) / "case.db")) as own,
        Archive(part) as archive,
    ):
        return _Case(engine, question or Question(said=None), answers, own, archive, texts, progress).write()


def _answers(engine: Engine, question: Question | None, most: int | None) -> Answers:
    found: dict[str, dict[int, tuple[str, ...]]] = {}
    for version in engine.readings(question):
        found.setdefault(version.address, {})[version.number] = version.answers or ()
        if most is not None and len(found) > most:
            raise ValueError(f"more than {most:,} articles answer, which is too many for a case here: narrow the question")
    return found


class _Case:
    """A case on its way: what is handed on goes into its own store, and from there into the archive."""

    def __init__(
        self,
        engine: Engine,
        question: Question,
        answers: Answers,
        own: Engine,
        archive: Archive,
        texts: bool,
        progress: Callable[[int, int], None],
    ) -> None:
        self.engine, self.question, self.answers, self.own, self.archive = engine, question, answers, own, archive
        self.texts, self._progress = texts, progress
        self._clock, self._models = Clock(), set[str]()
        self._parties, self._keys = set[tuple[str, str]](), set[str]()
        self._versions = self._read = self._done = 0

    def write(self) -> Held:
        """All of it."""
        if self.texts:
            with self.archive.file(READINGS, large=True) as out:
                self.own.bring(self._handed_on(out))
        else:
            self.own.bring(self._handed_on(None))
        made = corrections_among(self.engine.corrections(), self.answers, self._parties, self._keys)
        judged = judged_among(self.engine.judgements(), self.answers)
        self.own.bring((), made, judged)
        self._clock.see(*(one.made for one in made), *(one.made for one in judged))
        today = (self._clock.newest or NO_DAY)[:10]
        told = self._manifest(made, judged, today)
        self._tables(made, judged, today)
        pages = Pages(self.archive, self.own, self.answers, told, today)
        pages.write(judged, self._count)
        there = {file.path for file in self.archive.files}
        pages.write_index([(at.partition("/")[2], words) for at, words in DATA.items() if at in there or at == MANIFEST])
        files = tuple(sorted(self.archive.files, key=lambda one: one.path))
        self.archive.add(MANIFEST, write_manifest(with_files(told, files)))
        return told.held

    def _handed_on(self, out: Entry | None) -> Iterator[Original]:
        texts = self.engine.texts(self.answers)
        for at in range(0, len(texts), CHUNK):
            for one in self.engine.originals(texts[at : at + CHUNK]):
                version = one.version
                if out:
                    out.write(write_original(one, self.answers[version.address].get(version.number, ())))
                self._note(one)
                yield replace(one, bands=bands(version.reading.article))
                self._count()

    def _note(self, one: Original) -> None:
        reading = one.version.reading
        self._versions += 1
        self._read += len(reading.statements)
        self._models |= {reading.model} if reading.model else set()
        self._parties |= {(party.name, party.kind) for party in reading.parties if party.named}
        self._keys |= set(one.version.keys.values())
        times = (at.captured for at in one.captures)
        self._clock.see(one.version.captured, reading.article.published, reading.article.updated, *times)

    def _count(self) -> None:
        self._done += 1
        self._progress(self._done, 2 * self._versions)

    def _manifest(self, made: list[Correction], judged: list[Judgement], today: str) -> Manifest:
        known = {name: self.engine.parties(name) for name in numbers_in(self.question)}
        called = {name: parties[0].name for name, parties in known.items() if parties}
        question, asked = asked_of(self.question, called)
        held = Held(
            articles=len(self.answers),
            versions=self._versions,
            statements=sum(len(ids) for own in self.answers.values() for ids in own.values()),
            read=self._read,
            parties=self.own.summary().parties,
            events=self.own.events(EventsQuestion(limit=1)).total,
            undertakings=self.own.ledger(LedgerQuestion(today=today, limit=1)).total,
            corrections=len(made),
            judgements=len(judged),
        )
        return Manifest(question, asked, self.texts, self._clock.newest, tuple(sorted(self._models)), held)

    def _tables(self, made: list[Correction], judged: list[Judgement], today: str) -> None:
        add = self.archive.add
        if not self.texts:
            offsets = text_writer("jsonl")(self.own.readings(Question(all_versions=True, said=None)), False)
            add("data/offsets.jsonl", offsets, large=True)
        add("data/statements.csv", text_writer("csv")(answering_versions(self.own, self.answers), True), large=True)
        add("data/parties.json", dumps(parties_to_json(self.own.parties(None, ALL))) + "\n")
        add("data/events.jsonl", write_events_jsonl(events_of(self.own, self.texts)), large=True)
        add("data/ledger.jsonl", write_ledger_jsonl(undertakings_of(self.own, self.texts, today)), large=True)
        add(CORRECTIONS, map(write_correction, made))
        add(JUDGEMENTS, map(write_judgement, judged))
