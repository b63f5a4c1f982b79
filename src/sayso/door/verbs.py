"""An open store's engine -> the verbs of the command line as methods, typed, and ``open_store``, which opens one.

Answers print, draw themselves in a notebook, and become data frames by ``to_pandas()``; see ``results``.
"""

from __future__ import annotations

import os
import warnings
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Unpack, overload

from sayso.days import first_day, last_day
from sayso.door.altered import kept_in
from sayso.door.asking import EventFilters, Filters, LedgerFilters, asks, events_question, ledger_question, of_any, question_of
from sayso.door.finding import (
    count_events,
    count_statements,
    count_undertakings,
    find_events,
    find_statements,
    find_undertakings,
    only_one,
)
from sayso.door.handing_on import export_case, export_readings, form_of
from sayso.door.occasions import KnownCounts, Ledger, Occasions
from sayso.door.quotations import Quotations, Traced
from sayso.door.setting_right import ChronicleDoor, PartyDoor, StatementDoor
from sayso.door.showing import Losses, Showing
from sayso.door.watching import WatchDoor
from sayso.options import DEFAULT_OPTIONS, PageOptions
from sayso.questions import parse_words
from sayso.record import Reading, Refusal, input_name
from sayso.results import Compared, Counts, Crossed, Faults, Followed, Found
from sayso.store import (
    Brought,
    ByTime,
    Countable,
    Engine,
    EventCountable,
    Holdings,
    Judgement,
    Kept,
    KnownEvent,
    KnownUndertaking,
    LedgerCountable,
    Order,
    Question,
    Removal,
    Selection,
    Summary,
    Version,
)

if TYPE_CHECKING:
    from sayso.adding import Tally
    from sayso.corrections import Doubtful, Report, Sample
    from sayso.door.texts import TextsAdded
    from sayso.rereading import Again

DEFAULT_STORE = "sayso.db"


@dataclass(slots=True)
class Reread:
    """What came of a ``reread``: versions read again, those that today's model had read, and refusals with their reasons."""

    read: int = 0
    current: int = 0
    refusals: list[Refusal] = field(default_factory=list)


def open_store(address: str | Path | None = None, create: bool = True) -> Store:
    """Open a store: an SQLite file, made where there is none, or ``postgresql://…``; by default as the command line does.

    That is what SAYSO_STORE says, or sayso.db in this folder. Close it, or open it in a ``with``. A file that cannot be
    written, as on a medium that is read-only, is opened to be asked. Raises StoreError where it cannot be opened.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder, open_store(Path(folder) / "news.db") as store:
    ...     store.summary().articles
    0
    """
    from sayso.store import open_engine

    given = (os.environ.get("SAYSO_STORE") or DEFAULT_STORE) if address is None else address
    return Store(open_engine(given, create, read_only=None))


class Store:
    """An open store. All methods raise StoreError where it is in trouble; what is written is whole, or not there at all.

    Several threads may use one: each asks by a connection of its own, and one at a time writes.
    """

    def __init__(self, engine: Engine) -> None:
        """Stand before an engine; ``open_store`` opens one."""
        self.engine = engine

    @property
    def address(self) -> str:
        """What the store goes by, without a password."""
        return self.engine.address

    def close(self) -> None:
        """Give the store back; what is written stays."""
        self.engine.close()

    def __enter__(self) -> Store:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None) -> None:
        self.close()

    def told(self, error: BaseException | str, instead: Iterable[tuple[str, str]] = ()) -> str:
        """An error's words for who asks from elsewhere: without where the store is kept, its folder and its host.

        ``instead`` has what stands there in place of words of the command line: ("sayso events lists", "/events lists").
        """
        where, words = self.engine.address, str(error)
        if "/" in where or "\\" in where:
            words = words.replace(where, "the store")
        for written, there in instead:
            words = words.replace(written, there)
        return words

    def __repr__(self) -> str:
        held = self.summary()
        return f"<sayso store {self.address}: {held.articles:,} articles, {held.statements:,} statements>"

    # Taking in.

    def add(
        self,
        *inputs: str | Path,
        options: PageOptions = DEFAULT_OPTIONS,
        workers: int | None = 1,
        progress: Callable[[Kept | Refusal], None] = lambda result: None,
        readd: bool = False,
    ) -> Tally:
        """Read files, folders, web archives, feeds and addresses into the store, and say what came of it.

        ``workers`` are the processes that read: 1 reads here, None is one a core, which a script must keep under
        ``if __name__ == "__main__":``. ``progress`` is called with what became of each page. Stopped and called again, it goes
        on where it was. What ``remove`` took out is passed over, unless ``readd``. A folder that ``sayso batch`` wrote, or a
        file of one, is taken in without reading; raises ValueError where ``options`` choose by prose or languages what of it.
        """
        from sayso.adding import Tally
        from sayso.batch import add_each

        tally = Tally()
        for result in add_each(self.engine, inputs, options, workers, anew=readd):
            tally.count(result)
            progress(result)
        return tally

    def add_texts(
        self,
        texts: Any,
        *,
        options: PageOptions = DEFAULT_OPTIONS,
        workers: int | None = 1,
        progress: Callable[[Kept | Refusal], None] = lambda result: None,
        readd: bool = False,
    ) -> TextsAdded:
        """Read the texts of a data frame (pandas, polars, Arrow), of mappings or plain strings into the store, row by row.

        Columns, or keys, are those of JSON lines: ``text`` (or ``html``), and where they are there headline or title, published
        or date, url or address, outlet, authors, language, captured. A row without an address goes by "text:" and a hash of its
        words, so the same text is kept once. ``options`` with ``prose`` keep each text as it stands. ``workers``, ``progress``
        and ``readd`` are as in ``add``. Any iterable streams. The answer counts as that of ``add``, and ``refused`` names each
        row that was not read, with the reason; a day that cannot be told is one. Raises ValueError for one string, and for a
        table without a column of texts.
        """
        from sayso.door.texts import add_texts

        return add_texts(self.engine, texts, options, workers, progress, readd)

    def reread(self, *addresses: str, everything: bool = False, workers: int | None = 1) -> Reread:
        """Read kept texts again with today's model: those at the addresses, or all; corrections still hold.

        What today's model has read already is passed over, unless ``everything``.
        """
        from sayso.rereading import reread_each

        reread = Reread()
        for again in reread_each(self.engine, addresses or list(self.engine.addresses()), everything, workers):
            _count(reread, again)
        return reread

    def losses(self, *addresses: str, outlet: str | None = None, input: str | Path | None = None) -> Losses:
        """What ``remove`` would take out. Raises StoreError where the store has nothing of an address, an outlet, an input."""
        return Losses(self.engine.losses(_selection(addresses, outlet, input)))

    def remove(
        self,
        *addresses: str,
        reason: str,
        outlet: str | None = None,
        input: str | Path | None = None,
        forget_address: bool = False,
    ) -> Removal:
        """Take articles out, with all that is of them alone: those at these addresses, of this outlet, read from this input.

        Each of the three narrows the others; an address may end in "*", or be a key. It cannot be undone, and nothing asks:
        ``losses`` shows what goes. The pages are not read again, unless ``add`` is told to ``readd``. With ``forget_address``
        no address stays on record, but its hash. Raises ValueError without a reason, StoreError as ``losses``.
        """
        if not reason.strip():
            raise ValueError("a removal needs its reason, which is kept on record")
        made = datetime.now(UTC).isoformat(timespec="seconds")
        removal = self.engine.remove(_selection(addresses, outlet, input), reason.strip(), made, forget_address)
        if left := self.engine.sweep():
            warnings.warn(left, stacklevel=2)
        return removal

    def removals(self) -> Sequence[Removal]:
        """What was ever removed: when, why, how much; never the words."""
        return self.engine.removals()

    # Asking.

    def show(self, key: str, version: int | None = None, context: int | None = 1) -> Showing:
        """A kept statement in its article, by its key, or an article, by its address or its number.

        The key of an event or an undertaking shows where it was told last. ``context`` are the paragraphs that are printed
        around a statement, None for all of the text. Raises LookupError where nothing is kept there.
        """
        shown = self.engine.shown(key, version)
        if shown is None:
            raise LookupError(f"{self.address} has nothing at {key}")
        return Showing(shown, context)

    @asks(Filters)
    def find(
        self,
        words: str | None = None,
        *,
        order: Order | None = None,
        limit: int | None = None,
        offset: int = 0,
        **filters: Unpack[Filters],
    ) -> Found:
        """The statements that answer, best first where there are words, else newest: a page of 20, or of ``limit``; 0 is all.

        Without a ``limit`` the page is what is shown, and ``to_pandas()`` has all that answer. ``words`` are all to be in a
        statement: plain words, "a phrase", prefix*. Raises ValueError for a filter's wrong value.
        """
        return find_statements(self.engine, words, filters, order, limit, offset)

    @overload
    def count(self, words: str | None = None, *, by: Countable = "speaker", **filters: Unpack[Filters]) -> Counts: ...
    @overload
    def count(self, words: str | None = None, *, by: tuple[Countable, Countable], **filters: Unpack[Filters]) -> Crossed: ...
    @asks(Filters)
    def count(
        self,
        words: str | None = None,
        *,
        by: Countable | tuple[Countable, Countable] = "speaker",
        **filters: Unpack[Filters],
    ) -> Counts | Crossed:
        """How many statements answer, by a field, most first (days, months and years in order); wire copy counted once.

        By two fields, as in ``by=("speaker", "outlet")``, each count has a value of both. Raises ValueError for another field.
        """
        return count_statements(self.engine, words, filters, by)

    @asks(EventFilters)
    def events(
        self, *, order: ByTime = "newest", limit: int | None = None, offset: int = 0, **filters: Unpack[EventFilters]
    ) -> Occasions:
        """The events across articles that answer, each with its history: a page of 20, or of ``limit``; 0 is all.

        Without a ``limit`` the page is what is shown, and ``to_pandas()`` has all that answer. Raises ValueError for a filter's
        wrong value.
        """
        return find_events(self.engine, filters, order, limit, offset)

    def event(self, key: str) -> KnownEvent:
        """The event that has a mention of this key. LookupError where there is none, or two."""
        return only_one(key, self.engine.events(events_question({"key": key})).events)

    @asks(EventFilters)
    def count_events(self, *, by: EventCountable = "kind", **filters: Unpack[EventFilters]) -> KnownCounts:
        """How many events answer, by a field, most first (days, months and years in order)."""
        return count_events(self.engine, filters, by)

    @asks(LedgerFilters)
    def ledger(
        self, *, order: ByTime = "newest", limit: int | None = None, offset: int = 0, **filters: Unpack[LedgerFilters]
    ) -> Ledger:
        """The undertakings across articles that answer, each with what is reported of it: a page of 20, or of ``limit``.

        A ``limit`` of 0 is all. Without one the page is what is shown, and ``to_pandas()`` has all that answer. Raises
        ValueError for a filter's wrong value.
        """
        return find_undertakings(self.engine, filters, order, limit, offset)

    def undertaking(self, key: str) -> KnownUndertaking:
        """The undertaking that has a mention of this key. LookupError where there is none, or two."""
        return only_one(key, self.engine.ledger(ledger_question({"key": key})).undertakings)

    @asks(LedgerFilters)
    def count_ledger(self, *, by: LedgerCountable = "status", **filters: Unpack[LedgerFilters]) -> KnownCounts:
        """How many undertakings answer, by a field, most first (days, months and years, of the due day, in order)."""
        return count_undertakings(self.engine, filters, by)

    @property
    def chronicle(self) -> ChronicleDoor:
        """What people set right about events and undertakings."""
        return ChronicleDoor(self.engine)

    @asks(Filters)
    def readings(self, words: str | None = None, **filters: Unpack[Filters]) -> Iterator[Version]:
        """The kept articles that have an answer (all, where nothing is asked), by address, as a stream."""
        question = question_of(words, of_any(filters))
        return iter(self.engine.readings(None if question == Question(said=None) else question))

    def versions(self, address: str, first: int | None = None, last: int | None = None) -> Followed:
        """What changed from each version of an address to the next, or from ``first`` to ``last`` at once.

        Raises LookupError where the store has no such address, ValueError where it has no such version.
        """
        from sayso.comparing import follow

        held = self.engine.versions(address)
        if not held:
            raise LookupError(f"{self.address} has no article at {address}")
        with kept_in(self.address):
            return Followed(follow(held, first, last))

    def compare(
        self,
        event: str | None = None,
        *,
        party: Sequence[str] = (),
        about: str | None = None,
        since: str | date | None = None,
        until: str | date | None = None,
        texts: Sequence[str] = (),
        account: Sequence[str] = (),
    ) -> Compared:
        """The accounts of the event that goes by a key side by side; those of two or more parties; or those of kept ``texts``.

        ``about``, ``since`` and ``until`` narrow those of parties: words, and days of publication, which may be a month or a
        year. ``texts`` are keys of articles ("412.2", "413", an address), ``account`` names parties whose accounts are taken of
        them. Raises LookupError where no event goes by the key, or no text is kept, ValueError for a wrong value, and
        ``NoComparisonError``, one of those, where there are fewer than two accounts.
        """
        from sayso.comparing import compare_event, compare_parties, compare_texts

        given = [event is not None, bool(party), bool(texts)]
        if any(isinstance(several, str) for several in (party, texts, account)) or sum(given) != 1 or len(party) == 1:
            raise ValueError("compare takes the key of an event, or two parties and more, or the keys of texts")
        if account and not texts:
            raise ValueError("account goes with texts: of a whole store, party does the same")
        with kept_in(self.address):
            if texts:
                return Compared(compare_texts(self.engine, texts, account))
            if event is not None:
                return Compared(compare_event(self.engine, event))
            first, last = (day(str(asked)) if asked else None for day, asked in ((first_day, since), (last_day, until)))
            return Compared(compare_parties(self.engine, party, about, first, last))

    def trace(self, words: str, *, speaker: str | None = None, until: str | date | None = None) -> Traced:
        """The texts that carry these words, or those of a statement by its key, the first one first; see ``Traced``.

        ``speaker`` is whose words they are said to be; nothing published after ``until`` (a day, a month, a year) counts.
        Raises LookupError for the key of no kept statement, ValueError for words without a letter or digit.
        """
        from sayso.comparing import asked_of, trace

        asked = asked_of(self.engine, _worded(words), speaker, last_day(str(until)) if until else None)
        with kept_in(self.address):
            return Traced(trace(self.engine, asked.words, asked.speaker, asked.until), asked)

    def check(
        self,
        text: str | Path | Reading | None = None,
        *,
        quote: str | None = None,
        speaker: str | None = None,
        until: str | date | None = None,
        options: PageOptions = DEFAULT_OPTIONS,
    ) -> Quotations:
        """Each quotation of a text: verbatim, altered, somebody else's words, or not found; see ``Quotations``.

        ``text`` is a reading, or a file or an address, which is read. In its place ``quote`` is one quotation, ``speaker``
        whose words it is said to be, ``until`` the last day that counts (a text's own day is its own). Raises ValueError where
        a text was not read, with the reason, or where nothing is to be checked.
        """
        from sayso.comparing import check, check_quote

        if (text is None) == (quote is None):
            raise ValueError("name a text to check, or one quotation: quote=…")
        with kept_in(self.address):
            if quote is not None:
                day = last_day(str(until)) if until else None
                return Quotations(check_quote(self.engine, _worded(quote), speaker, day))
            if speaker or until:
                raise ValueError("speaker and until are of one quotation: quote=…")
            assert text is not None  # one of the two is
            reading = text if isinstance(text, Reading) else _read(text, options)
            return Quotations(check(self.engine, reading), reading.article)

    @property
    def party(self) -> PartyDoor:
        """Parties across articles, and what people set right about them."""
        return PartyDoor(self.engine)

    @property
    def watch(self) -> WatchDoor:
        """Questions that are saved under names: ``store.watch(name)`` is what is new under one, which then is not any more."""
        return WatchDoor(self.engine)

    def judge_sample(self, size: int = 50, words: str | None = None, *, seed: int = 1, **filters: Unpack[Filters]) -> Sample:
        """A simple random sample of the statements that answer, without replacement; the same for the same seed.

        Its ``hits`` are to be judged. Raises ValueError for a filter's wrong value.
        """
        from sayso.corrections import draw

        return draw(self.engine, question_of(words, filters), size, seed)

    def judge_doubtful(
        self, size: int = 50, words: str | None = None, *, judge: str | None = None, **filters: Unpack[Filters]
    ) -> Doubtful:
        """So many doubtful statements that answer and that nobody judged (or not ``judge``), the most doubtful first.

        Its ``hits`` are to be judged. They are chosen, so what comes of them is told apart from samples. Raises ValueError for
        a filter's wrong value.
        """
        from sayso.corrections import waiting_doubtful

        return waiting_doubtful(self.engine, question_of(words, filters), size, judge)

    def judge(
        self,
        key: str,
        verdict: str,
        fault: str | None = None,
        *,
        judge: str | None = None,
        sample: Sample | Doubtful | None = None,
    ) -> Judgement:
        """Keep what a person found of the statement of a hit's key: "right", "wrong", or "undone", which takes it back.

        ``fault`` is what is wrong: "speaker", "words", "relay", "addressee", "act", "said", "no-statement". Raises ValueError
        for another, StoreError for the key of no statement.
        """
        from sayso.corrections import judgement

        (kept,) = self.engine.judge([judgement(key, verdict, fault, judge, sample.told if sample else None)])
        return kept

    def judgements(self) -> Report:
        """What all judgements come to: the share that is right of each model's, with Wilson's interval, by kind."""
        from sayso.corrections import report

        return report(self.engine.judgements())

    @property
    def correct(self) -> StatementDoor:
        """What people set right about statements."""
        return StatementDoor(self.engine)

    def articles(
        self,
        *,
        outlet: str | None = None,
        since: str | date | None = None,
        until: str | date | None = None,
        limit: int = 50,
        offset: int = 0,
    ) -> Holdings:
        """The articles that are held, newest first, a page of them: of an outlet, of days, which may be a month or a year."""
        first, last = (day(str(given)) if given else None for day, given in ((first_day, since), (last_day, until)))
        return self.engine.holdings(outlet, first, last, limit, offset)

    def summary(self) -> Summary:
        """How many articles, versions, statements and parties it holds, and what was refused, by reason."""
        return self.engine.summary()

    # Handing on, and checking.

    @asks(Filters)
    def export(
        self,
        output: str | Path,
        words: str | None = None,
        *,
        form: str | None = None,
        text: bool = True,
        table: str = "statements",
        texts: bool = True,
        most: int | None = None,
        **filters: Unpack[Filters],
    ) -> Path:
        """Write what answers (everything, where nothing is asked) to a file, or a folder for brat; whole or not at all.

        ``form`` is jsonl, csv, xlsx, parquet, annotations, schema-org, ftm, brat or case; by default what the file's ending
        says, jsonl where it has none. csv, xlsx and parquet have a row a statement, or of another ``table``: "events",
        "undertakings". Without ``text`` there are places and hashes alone. Of a case: without ``texts`` it has the statements'
        words and no article's text, and it is refused where it had more than ``most`` articles. Gives the path. Raises
        LookupError for a case of nothing, ValueError for another form or ending, OSError where it cannot be written,
        FileExistsError where a database stands: no store is replaced by what is handed on.
        """
        written = Path(output)
        form = form_of(written, form)
        if form == "case":
            export_case(self.engine, question_of(words, of_any(filters)), written, text, texts, most)
        else:
            export_readings(self.address, self.readings(words, **filters), form, written, text, table, texts)
        return written

    def import_case(
        self, path: str | Path, readd: bool = False, progress: Callable[[int, int], None] = lambda done, all: None
    ) -> Brought:
        """Take a case file in, that ``export`` of another store wrote: texts, corrections, judgements; all of it, or nothing.

        What is there already is passed over, and what ``remove`` took out too, unless ``readd``. ``progress`` is called with
        how many texts are done, and of how many. Raises StoreError for a file that is no case or not as it was written, and
        for a case without texts.
        """
        from sayso.cases import open_case, take_in

        with open_case(path) as case:
            return take_in(self.engine, case, readd, progress)

    def verify(self, progress: Callable[[int], None] = lambda done: None) -> Faults:
        """Check every text, hash and span as written; ``progress`` is told how many versions are done. Empty if all holds."""
        return Faults(self.engine.verify(progress))


def _selection(addresses: Sequence[str], outlet: str | None, input: str | Path | None) -> Selection:
    return Selection(tuple(addresses), outlet, os.fspath(input) if input is not None else None)


def _worded(words: str) -> str:
    if not parse_words(words):
        raise ValueError(f"there is no word to look for in {words!r}: words have letters or digits")
    return words


def _read(name: str | Path, options: PageOptions) -> Reading:
    from sayso.reading import read

    result = read(name, options)
    if isinstance(result, Refusal):
        raise ValueError(f"{input_name(result.input)} was not read ({result.reason}): {result.told}")
    return result


def _count(reread: Reread, again: Again) -> None:
    if again.refusal:
        reread.refusals.append(again.refusal)
    elif again.reading is not None:
        reread.read += 1
    else:
        reread.current += 1
