"""The store of a case -> its pages: statements, articles with their marks, parties, events, undertakings, corrections."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

from sayso.cases.archive import Archive
from sayso.cases.happenings import Happenings
from sayso.cases.manifest import Manifest
from sayso.cases.names import file_name
from sayso.formats import case_page, case_sheet, day, in_words, listed_hit, text_shown
from sayso.record import Statement, Voice
from sayso.store import Engine, Hit, Holding, Judgement, Known, Question, Shown, Version

ROWS, LISTED, FEW = 200, 50, 20  # rows of a table on a page; statements; articles at the start
MOST_SAID = 200  # statements on a party's page
CHUNK = 500  # parties and articles that are asked for together

Answers = Mapping[str, Mapping[int, Sequence[str]]]  # ids of the statements that answer, by address and number


@dataclass(slots=True)
class Row:
    """An article in a list."""

    path: str
    headline: str
    outlet: str | None
    day: str | None
    answers: int
    statements: int
    older: list[tuple[int, str]]


class Pages:
    """The pages of a case, as they are written; ``engine`` holds the case and nothing else."""

    def __init__(self, archive: Archive, engine: Engine, answers: Answers, told: Manifest, today: str) -> None:
        """Write into this archive what ``told`` tells of; ``today`` is the day by which an undertaking is overdue."""
        self.archive, self.engine, self.answers, self.told, self.today = archive, engine, answers, told, today
        self.parties = dict(self._named())
        self.rows: list[Row] = []
        self._numbers: dict[str, Mapping[str, str]] = {}  # of statements, by their article's page and their ids
        self._covered = self._length = 0

    def write(self, judged: Sequence[Judgement], progress: Callable[[], None]) -> None:
        """All but the first page."""
        self.archive.add("style.css", case_sheet())
        happenings = Happenings(self.engine, self.parties, self.page, self.told.texts, self.today)
        for name, total, rows in (
            ("events", self.told.held.events, happenings.events()),
            ("ledger", self.told.held.undertakings, happenings.undertakings()),
        ):
            self.listing(name, total, rows, ROWS)
        self.listing("statements", self.told.held.statements, self._articles(happenings.links, progress), LISTED)
        self.listing("articles", self.told.held.articles, self.rows, ROWS)
        self.listing("parties", self.told.held.parties, self._parties(), ROWS)
        made = [(one, in_words(one)) for one in self.engine.corrections()]
        right = sum(one.verdict == "right" for one in judged)
        self.page("corrections.html", "corrections", "Corrections", made=made, judged=len(judged), right=right)

    def write_index(self, data: Sequence[tuple[str, str]]) -> None:
        """The first page; ``data`` are the files for programs, with what each has."""
        share = f"{100 * self._covered / self._length:.0f} %" if self._length else "none"
        as_of = day(self.told.as_of) if self.told.as_of else None
        some = self.rows[:FEW]
        self.page("index.html", "index", self.told.asked[:100], some=some, data=data, told=self.told, share=share, as_of=as_of)

    def page(self, path: str, template: str, title: str, **shown: Any) -> None:
        """A page, at a path in the case."""
        shared = {
            "path": path, "up": "../" * path.count("/"), "title": title, "version": self.told.sayso, "texts": self.told.texts,
        }  # fmt: skip
        self.archive.add(path, case_page(template, **shared, **shown))

    def listing(self, name: str, total: int, rows: Iterable[Any], size: int) -> None:
        """The pages of a list, "NAME-1.html" and so on; at least one."""
        left, number = iter(rows), 1
        some = list(islice(left, size))
        while True:
            behind = list(islice(left, size))
            self.page(
                f"{name}-{number}.html",
                name,
                name.capitalize(),
                rows=some,
                total=total,
                number=number,
                asked=self.told.asked,
                today=self.today,
                before=f"{name}-{number - 1}.html" if number > 1 else None,
                behind=f"{name}-{number + 1}.html" if behind else None,
            )
            if not behind:
                return
            some, number = behind, number + 1

    # Parties.

    def _known(self) -> Iterator[Known]:
        at = 0
        while some := self.engine.parties(None, CHUNK, at):
            yield from some
            at += CHUNK

    def _named(self) -> Iterator[tuple[int, str]]:
        """The pages of the parties that say something."""
        for one in self._known():
            if one.statements:
                yield one.id, f"parties/{file_name(one.name, f'{one.kind} {one.id}')}.html"

    def _parties(self) -> Iterator[tuple[Known, str | None]]:
        """Each party with its page, which is written."""
        for one in self._known():
            at = self.parties.get(one.id)
            if at:
                question = Question(speaker=f"#{one.id}", said=None, order="newest", limit=MOST_SAID)
                found = self.engine.find(question)
                hits = [self._listed(hit, "../") for hit in found.hits if self.told.texts or self._answers(hit)]
                more = found.total if found.total > len(hits) else 0
                self.page(at, "party", one.name, party=one, hits=hits, more=more)
            yield one, at

    def _answers(self, hit: Hit) -> bool:
        return hit.statement.id in self.answers.get(hit.address, {}).get(hit.version, ())

    def _listed(self, hit: Hit, up: str) -> Mapping[str, Any]:
        path = article_page(hit.address, hit.version)
        number = self._numbers.get(path, {}).get(hit.statement.id)
        speaker = self.parties.get(hit.speaker_id or 0)
        place = f"#a-c{number}" if number else ""
        return listed_hit(hit, f"{up}{path}{place}", f"{up}{path}", f"{up}{speaker}" if speaker else None)

    # Articles.

    def _articles(self, events: Mapping[str, str], progress: Callable[[], None]) -> Iterator[Mapping[str, Any]]:
        """The statements that answer, article by article, whose pages are written."""
        for holding in self._holdings():
            shown = self.engine.shown(holding.address)
            assert shown is not None
            own = self.answers.get(holding.address, {})
            self.rows.append(_row(holding, shown, sum(map(len, own.values()))))
            for number in reversed(shown.numbers):
                of_version = shown if number == shown.version.number else self.engine.shown(holding.address, number)
                assert of_version is not None
                answering = set(own.get(number, ()))
                section = self._article(of_version, events, answering)
                for statement in of_version.version.reading.statements:
                    if statement.id in answering and statement.id in section["shown"]:
                        yield self._listed(_hit(of_version.version, statement), "")
                progress()

    def _holdings(self) -> Iterator[Holding]:
        at = 0
        while some := self.engine.holdings(limit=CHUNK, offset=at).articles:
            yield from some
            at += CHUNK

    def _article(self, shown: Shown, events: Mapping[str, str], answering: Set[str]) -> Mapping[str, Any]:
        """Write the page of a version; gives what stands on it."""
        version, path = shown.version, article_page(shown.version.address, shown.version.number)
        section = text_shown(shown, dict(self._links(version, events)))
        there = len(section["shown"])
        told = f"{len(answering) or 'None'} of its {there:,} statements answer{'s' * (len(answering) == 1)} what was asked."
        section["notes"] = [*section["notes"], *([told] if there and len(answering) != there else [])]
        self._numbers[path] = {id: one["number"] for id, one in section["shown"].items()}
        statements = [one for _, pairs in section["accounts"] for _, one in pairs if one.id in answering]
        quoted = sorted(statements, key=lambda one: [(span.start, -span.end) for span in one.content])
        self._covered += _covered(statements)
        self._length += len(version.reading.article.text)
        numbers = sorted(shown.numbers)
        self.page(
            path,
            "article",
            section["head"].headline,
            section=section,
            quoted=[(one, section["shown"][one.id]) for one in quoted],
            there={one.id for one in quoted},
            versions=[(one, f"../{article_page(version.address, one)}", one == version.number) for one in numbers],
            number=version.number,
            address=version.address,
            captured=version.captured,
            text_sha256=version.reading.article.text_sha256,
        )
        return section

    def _links(self, version: Version, events: Mapping[str, str]) -> Iterator[tuple[str, str]]:
        for id, number in version.numbers.items():
            if number in self.parties:
                yield f"party {id}", f"../{self.parties[number]}"
        for kind, listed in (("event", version.reading.events), ("undertaking", version.reading.undertakings)):
            for one in listed:
                if at := events.get(version.keys.get(one.id, "")):
                    yield f"{kind} {one.id}", f"../{at}"


def article_page(address: str, version: int) -> str:
    """The page of a version of an article."""
    return f"articles/{file_name(address)}-v{version}.html"


def _row(holding: Holding, shown: Shown, answers: int) -> Row:
    article, last = shown.version.reading.article, shown.version.number
    counts, statements = shown.version.answers, shown.version.reading.statements
    older = [(number, article_page(holding.address, number)) for number in sorted(shown.numbers) if number != last]
    return Row(
        article_page(holding.address, last), article.headline or holding.address, article.outlet, holding.day, answers,
        sum(counts is None or one.id in counts for one in statements), older,
    )  # fmt: skip


def _covered(statements: Sequence[Statement]) -> int:
    """How many characters of a text are words of statements."""
    covered, end = 0, 0
    for start, stop in sorted((span.start, span.end) for one in statements for span in one.content):
        covered += max(0, stop - max(start, end))
        end = max(end, stop)
    return covered


def _hit(version: Version, statement: Statement) -> Hit:
    """A statement of a version, as an answer of the store has it."""

    def named(voice: Voice | None) -> str | None:
        return version.names.get(voice.party or "") if voice else None

    article, speaker = version.reading.article, statement.speaker
    words = (named(voice) or (voice.mention.text if voice.mention else None) for voice in statement.relay)
    return Hit(
        key=f"{version.address}#{version.number}/{statement.id}",
        statement=statement,
        address=version.address,
        version=version.number,
        headline=article.headline,
        outlet=article.outlet,
        published=article.published,
        speaker=named(speaker),
        speaker_id=version.numbers.get(speaker.party or "") if speaker else None,
        addressee=named(statement.addressee),
        relay=tuple(one for one in words if one),
        captured=version.captured,
    )


def answering_versions(engine: Engine, answers: Answers) -> Iterator[Version]:
    """The versions of a case's store that have answers, with these and the names of their parties."""
    for version in engine.readings(Question(all_versions=True, said=None)):
        if ids := answers.get(version.address, {}).get(version.number):
            yield replace(version, answers=tuple(ids))
