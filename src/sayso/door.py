"""Python's way into a store: ``open_store``, and the verbs of the command line as methods, typed.

Answers print, draw themselves in a notebook, and become data frames by ``to_pandas()``; see ``results``.
"""

from __future__ import annotations

import contextlib
import itertools
import os
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field, fields
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Literal, TypedDict, Unpack, get_args

from sayso.days import first_day, last_day
from sayso.evidence import EvidenceError
from sayso.options import DEFAULT_OPTIONS, PageOptions
from sayso.questions import parse_words
from sayso.record import SAID_KINDS, Manner, Refusal, Said
from sayso.results import Corrections, Counts, Faults, Followed, Found, Parties
from sayso.statements import ACTS
from sayso.store import Correction, Countable, Engine, Hits, Kept, Known, Order, Question, StoreError, Summary, Version

if TYPE_CHECKING:
    from sayso.adding import Tally
    from sayso.rereading import Again

DEFAULT_STORE = "sayso.db"
FORMS = {".csv": "csv", ".parquet": "parquet", ".jsonld": "annotations"}  # by a file's ending; any other is jsonl


class Filters(TypedDict, total=False):
    """What narrows a question, as the flags of ``sayso find``; days may be a month or a year, or a ``date``.

    ``said`` is one kind, several, or "any". Without it what was said answers ``find`` and ``count``, and any ``readings`` and
    ``export``, as it does a count by "said".
    """

    speaker: str
    addressee: str
    relay: str
    about: str
    outlet: str
    act: str
    manner: Manner
    since: str | date
    until: str | date
    url: str
    all_versions: bool
    said: Said | Literal["any"] | Collection[Said]


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

    Several threads may use one: they take turns, a question or a transaction each.
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
    ) -> Tally:
        """Read files, folders, web archives, feeds and addresses into the store, and say what came of it.

        ``workers`` are the processes that read: 1 reads here, None is one a core, which a script must keep under
        ``if __name__ == "__main__":``. ``progress`` is called with what became of each page. Stopped and called again, it goes
        on where it was.
        """
        from sayso.adding import add

        return add(self.engine, inputs, options, workers, progress)

    def reread(self, *addresses: str, everything: bool = False, workers: int | None = 1) -> Reread:
        """Read kept texts again with today's model: those at the addresses, or all; corrections still hold.

        What today's model has read already is passed over, unless ``everything``.
        """
        from sayso.rereading import reread_each

        reread = Reread()
        for again in reread_each(self.engine, addresses or list(self.engine.addresses()), everything, workers):
            _count(reread, again)
        return reread

    # Asking.

    def find(
        self,
        words: str | None = None,
        *,
        order: Order | None = None,
        limit: int = 20,
        offset: int = 0,
        **filters: Unpack[Filters],
    ) -> Found:
        """The statements that answer, a page of them; best first where there are words, else newest. ``limit`` 0 is all.

        ``words`` are all to be in a statement: plain words, "a phrase", prefix*. Raises ValueError for a filter's wrong value.
        """
        question = question_of(words, filters, order=order or ("best" if words else "newest"), limit=limit, offset=offset)
        if limit == 0:
            hits = tuple(itertools.islice(self.engine.stream(question), offset, None))
            return Found(Hits(hits, offset + len(hits), unsaid=self.engine.unsaid(question)), question)
        return Found(self.engine.find(question), question)

    def count(self, words: str | None = None, *, by: Countable = "speaker", **filters: Unpack[Filters]) -> Counts:
        """How many statements answer, by a field, most first (days, months and years in order); wire copy counted once."""
        if by not in get_args(Countable):
            raise ValueError(f"nothing is counted by {by!r}, but by {', '.join(get_args(Countable))}")
        question = question_of(words, _of_any(filters) if by == "said" else filters)
        return Counts(self.engine.count(question, by), by, question, self.engine.unsaid(question))

    def readings(self, words: str | None = None, **filters: Unpack[Filters]) -> Iterator[Version]:
        """The kept articles that have an answer (all, where nothing is asked), by address, as a stream."""
        question = question_of(words, _of_any(filters))
        return iter(self.engine.readings(None if question == Question(said=None) else question))

    def versions(self, address: str, first: int | None = None, last: int | None = None) -> Followed:
        """What changed from each version of an address to the next, or from ``first`` to ``last`` at once.

        Raises LookupError where the store has no such address, ValueError where it has no such version.
        """
        from sayso.comparing import follow

        held = self.engine.versions(address)
        if not held:
            raise LookupError(f"{self.address} has no article at {address}")
        with self._reading_what_was_kept():
            return Followed(follow(held, first, last))

    @contextlib.contextmanager
    def _reading_what_was_kept(self) -> Iterator[None]:
        """Spans that no longer hold their words were altered in the store, so they are its trouble."""
        try:
            yield
        except EvidenceError as error:
            raise StoreError(f"{self.address}: {error} (sayso verify names all such)") from error

    @property
    def party(self) -> PartyDoor:
        """Parties across articles, and what people set right about them."""
        return PartyDoor(self.engine)

    def summary(self) -> Summary:
        """How many articles, versions, statements and parties it holds, and what was refused, by reason."""
        return self.engine.summary()

    # Handing on, and checking.

    def export(
        self,
        output: str | Path,
        words: str | None = None,
        *,
        form: str | None = None,
        text: bool = True,
        **filters: Unpack[Filters],
    ) -> Path:
        """Write what answers (everything, where nothing is asked) to a file, or a folder for brat; whole or not at all.

        ``form`` is jsonl, csv, parquet, annotations, schema-org or brat; by default what the file's ending says. Without
        ``text`` there are places and hashes alone. Gives the path. Raises ValueError for another form, OSError where it cannot
        be written, FileExistsError where a database stands: no store is replaced by what is handed on.
        """
        from sayso.formats import export

        path = Path(output)
        with self._reading_what_was_kept():
            export(self.readings(words, **filters), form or FORMS.get(path.suffix.lower(), "jsonl"), path, text)
        return path

    def verify(self, progress: Callable[[int], None] = lambda done: None) -> Faults:
        """Check every text, hash and span as written; ``progress`` is told how many versions are done. Empty if all holds."""
        return Faults(self.engine.verify(progress))


class PartyDoor:
    """Parties across articles, and corrections, which are appended and never change what was read.

    Names are any that a party goes by; "#12" is the one of that number. Where several go by a name, ValueError names them.
    """

    def __init__(self, engine: Engine) -> None:
        """Stand before an engine; ``Store.party`` does."""
        self._engine = engine

    def list(self, name: str | None = None, limit: int = 50, offset: int = 0) -> Parties:
        """Parties by how much they said; with ``name``, those that go by it."""
        return Parties(self._engine.parties(name, limit, offset))

    def show(self, name: str) -> Known:
        """The one party that goes by a name, with all its names and its roles over time."""
        from sayso.corrections import one_party

        return one_party(self._engine, name)

    def merge(self, name: str, into: str, reason: str) -> Correction:
        """The two are one party, shown under the name of the second."""
        from sayso.corrections import merge

        return self._engine.correct(merge(self._engine, name, into, reason))

    def split(self, party: str, name: str, reason: str) -> Correction:
        """That name is another party's."""
        from sayso.corrections import split

        return self._engine.correct(split(self._engine, party, name, reason))

    def rename(self, party: str, name: str, reason: str) -> Correction:
        """The party is shown under that name."""
        from sayso.corrections import rename

        return self._engine.correct(rename(self._engine, party, name, reason))

    def not_said(self, key: str, reason: str) -> Correction:
        """What stands under a hit's key is no statement, and stays out of every answer."""
        from sayso.corrections import not_said

        return self._engine.correct(not_said(key, reason))

    def was_said(self, key: str, reason: str) -> Correction:
        """What was taken back under a hit's key is a statement after all."""
        from sayso.corrections import was_said

        return self._engine.correct(was_said(key, reason))

    def corrections(self) -> Corrections:
        """All corrections, in the order they were made."""
        return Corrections(self._engine.corrections())


def question_of(words: str | None, filters: Filters, **more: Any) -> Question:
    """The question that words and filters ask. Raises TypeError for another filter, ValueError for a wrong value.

    >>> question_of("posts", {"until": "2031-02"}).until
    '2031-02-28'
    """
    asked: dict[str, Any] = {name: value for name, value in filters.items() if value is not None}
    unknown = asked.keys() - {held.name for held in fields(Question)}
    if unknown:
        raise TypeError(f"no filter is called {', '.join(sorted(unknown))}; there are {', '.join(Filters.__annotations__)}")
    for name, day in (("since", first_day), ("until", last_day)):
        if name in asked:
            asked[name] = day(str(asked[name]))
    for name, known in (("act", ACTS), ("manner", get_args(Manner)), ("order", get_args(Order))):
        value = {**asked, **more}.get(name)
        if value is not None and value not in known:
            raise ValueError(f"no {name} is called {value!r}; there are {', '.join(known)}")
    if "said" in asked:
        asked["said"] = _kinds(asked["said"])
    if words and words.strip() and not parse_words(words):
        raise ValueError(f"there is no word to find in {words!r}: words have letters or digits")
    if asked.get("until", "9999") < asked.get("since", ""):
        raise ValueError(f"since {asked['since']} until {asked['until']} holds no day")
    for name in ("limit", "offset"):
        if more.get(name, 0) < 0:
            raise ValueError(f"{name} is less than 0: {more[name]}")
    return Question(words=(words or "").strip() or None, **asked, **more)


def _of_any(filters: Filters) -> Filters:
    """The filters, and where they do not tell whether it was said, of any kind."""
    return {**filters, "said": filters.get("said") or "any"}


def _kinds(said: object) -> tuple[Said, ...] | None:
    """The kinds that are asked for, in their order; None for any."""
    if said == "any":
        return None
    named = [said] if isinstance(said, str) or not isinstance(said, Collection) else list(said)
    strange = [kind for kind in named if kind not in SAID_KINDS]
    if strange or not named:
        what = f"said is never {strange[0]!r}" if strange else "said names no kind"
        raise ValueError(f"{what}; there are {', '.join(SAID_KINDS)}, and any")
    return tuple(kind for kind in SAID_KINDS if kind in named)


def _count(reread: Reread, again: Again) -> None:
    if again.refusal:
        reread.refusals.append(again.refusal)
    elif again.reading is not None:
        reread.read += 1
    else:
        reread.current += 1
