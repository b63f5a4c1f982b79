"""The contract of the store, kept over any database: every write one transaction, every answer from one state of the store."""

from __future__ import annotations

import contextlib
import functools
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Concatenate, ParamSpec, TypeVar

from sayso import __version__
from sayso.record import Reading
from sayso.store import rows as written
from sayso.store.amendments import understanding
from sayso.store.bringing import bring
from sayso.store.chronicle import (
    EventCountable,
    EventsQuestion,
    KnownEvents,
    KnownUndertakings,
    LedgerCountable,
    LedgerQuestion,
)
from sayso.store.chronicles import Chronicle, count_events, events
from sayso.store.columns import pack_stale
from sayso.store.correcting import correct
from sayso.store.counting import counted
from sayso.store.database import Database
from sayso.store.errors import ADVICE, BROKEN, AlteredError, StoreError
from sayso.store.finding import find, stream, unsaid
from sayso.store.fresh import kept_last
from sayso.store.holdings import holdings, summary
from sayso.store.judging import judge, judgements
from sayso.store.keeping import Keeper, met_before
from sayso.store.keys import Key
from sayso.store.ledgers import Ledger, count_ledger, ledger
from sayso.store.links import relink
from sayso.store.locating import address_of, key_of, known_as
from sayso.store.lookups import searched
from sayso.store.meeting import around, holders, passages, reach
from sayso.store.migrations import schema
from sayso.store.originals import originals, texts_of
from sayso.store.people import alike, parties
from sayso.store.relinking import is_linked
from sayso.store.remembered import Remembered
from sayso.store.removals import removals, removed_among
from sayso.store.removing import losses, remove
from sayso.store.restating import told
from sayso.store.retelling import answers, read_versions
from sayso.store.sampling import sample
from sayso.store.showing import shown
from sayso.store.succession import COLUMNS, in_order, sighting, standing
from sayso.store.values import (
    Brought,
    Capture,
    Correction,
    Countable,
    Counted,
    Fault,
    Hit,
    Hits,
    Holdings,
    Incoming,
    Judgement,
    Kept,
    Known,
    Look,
    Loss,
    Mark,
    Original,
    Passage,
    Question,
    Reach,
    Removal,
    Selection,
    Shown,
    Sighting,
    Summary,
    Version,
    Watch,
)
from sayso.store.verifying import verify
from sayso.store.watches import kept as kept_watches, look, rename, see, unwatch, watch as keep_watch

CHUNK = 200  # articles read at a time
ROWS = 1_200  # of an answer that is remembered: the days of three years


Asked = ParamSpec("Asked")
Answer = TypeVar("Answer")


def _told(method: Callable[Concatenate[Store, Asked], Answer]) -> Callable[Concatenate[Store, Asked], Answer]:
    """A method that ends in an answer or a StoreError, also where something else than Sayso has altered the rows it reads."""

    @functools.wraps(method)
    def asked(self: Store, /, *values: Asked.args, **named: Asked.kwargs) -> Answer:
        with self._telling():
            return method(self, *values, **named)

    return asked


class Store:
    """An open store; ``address`` is what it goes by, without a password."""

    def __init__(self, database: Database) -> None:
        """Keep the contract over an open database, whose schema is this Sayso's."""
        self.address = database.name
        self._database = database
        self._remembered = Remembered()

    def close(self) -> None:
        """Give the store back; what is committed stays."""
        self._database.close()

    @contextlib.contextmanager
    def _telling(self) -> Iterator[None]:
        """What cannot be made of the store's rows, as a StoreError: whoever asks of a damaged store gets a message."""
        try:
            yield
        except AlteredError as error:
            raise StoreError(f"{self.address}: {error}. {ADVICE}") from error
        except BROKEN as error:
            what = f"{type(error).__name__}: {error}"
            raise StoreError(
                f"{self.address}: its rows cannot be read as they stand ({what}): something else than Sayso altered them, or "
                "this is a fault of Sayso's; sayso verify tells which."
            ) from error

    # Writing.

    @_told
    def seen(self, captures: Sequence[Capture]) -> list[Sighting]:
        """What is known of each capture."""
        removed = removed_among(self._database, captures)
        return [
            "removed" if one.address in removed and not one.anew else sighting(one, met_before(self._database, one))
            for one in captures
        ]

    @contextlib.contextmanager
    def _writing(self) -> Iterator[None]:
        """One transaction, in a store that no newer Sayso has changed since it was opened."""
        with self._database.transaction():
            schema(self._database)
            yield
            if self._database.packs:
                pack_stale(self._database)

    @_told
    def keep(self, incoming: Sequence[Incoming]) -> list[Kept]:
        """Take readings in, in order, all or none of them."""
        with self._writing():
            keeper = Keeper(self._database, understanding(self._database), __version__)
            kept = [keeper.keep(one) for one in incoming]
            keeper.close()
            relink(self._database, keeper.changed, keeper.joints)
        return kept

    @_told
    def bring(
        self,
        originals: Iterable[Original],
        corrections: Sequence[Correction] = (),
        judgements: Sequence[Judgement] = (),
        anew: bool = False,
    ) -> Brought:
        """Take in what another store handed on, all or nothing of it."""
        with self._writing():
            return bring(self._database, originals, corrections, judgements, __version__, anew)

    @_told
    def replace(self, readings: Sequence[tuple[str, int, Reading, Sequence[int]]]) -> None:
        """New readings of texts already kept, all or none of them; corrections still hold."""
        with self._writing():
            keeper = Keeper(self._database, understanding(self._database), __version__)
            for address, number, reading, bands in readings:
                keeper.replace(address, number, reading, bands)
            keeper.close()
            relink(self._database, keeper.changed, keeper.joints)

    @_told
    def correct(self, correction: Correction) -> Correction:
        """Append a correction and let it show, at once and for all that comes."""
        with self._writing():
            return correct(self._database, correction, __version__)

    @_told
    def losses(self, selection: Selection) -> Loss:
        """What a removal would take out."""
        with self._database.snapshot():
            return losses(self._database, selection)

    @_told
    def remove(self, selection: Selection, reason: str, made: str, forget: bool = False) -> Removal:
        """Take articles out, with all that is of them alone."""
        with self._database.erasing(), self._writing():
            return remove(self._database, selection, reason, made, forget)

    def sweep(self) -> str:
        """Overwrite what the files still hold of what was removed; in words what could not be done."""
        return self._database.sweep()

    @_told
    def removals(self) -> list[Removal]:
        """What was ever removed."""
        return removals(self._database)

    @_told
    def correct_all(self, corrections: Sequence[Correction]) -> list[Correction]:
        """Append corrections, all or none of them."""
        with self._writing():
            return [correct(self._database, one, __version__) for one in corrections]

    @_told
    def validators(self, address: str) -> tuple[str | None, str | None] | None:
        """ETag and Last-Modified of the address's latest capture that was kept; None where nothing is known of it."""
        sql = """SELECT etag, last_modified FROM captures WHERE address = ? AND version IS NOT NULL
          ORDER BY captured IS NULL, captured DESC LIMIT 1"""
        held = self._database.rows(sql, (known_as(address),))
        return (written.unpacked(held[0][0]), written.unpacked(held[0][1])) if held and any(held[0]) else None

    # Reading.

    @_told
    def texts(self, addresses: Collection[str]) -> list[tuple[str, int]]:
        """All texts of these addresses, in the order in which they came in."""
        return texts_of(self._database, addresses)

    @_told
    def originals(self, texts: Sequence[tuple[str, int]]) -> list[Original]:
        """These texts as they were read."""
        with self._database.snapshot():
            return originals(self._database, texts)

    def addresses(self, prefix: str = "") -> Iterator[str]:
        """All addresses that begin so, sorted by code points; as a stream."""
        begin = known_as(prefix) if prefix else ""
        last, end = begin, begin + "\U0010ffff"
        sign = ">="
        while True:
            sql = f"SELECT address FROM articles WHERE address {sign} ? AND address < ? ORDER BY address LIMIT 1000"
            found = [address for (address,) in self._database.rows(sql, (last, end))]
            with self._telling():
                yield from (written.unpacked(address) or "" for address in found)
            if len(found) < 1000 or found[-1] == last:
                return
            last, sign = found[-1], ">"

    @_told
    def key(self, given: str) -> Key | None:
        """Where a key or an address leads."""
        return key_of(self._database, given)

    @_told
    def versions(self, address: str) -> list[Version]:
        """All versions of an article, oldest first."""
        with self._database.snapshot():
            sql = f"SELECT {COLUMNS}, a.latest FROM articles a JOIN versions v ON v.article = a.id WHERE a.address = ?"
            held = self._database.rows(sql, (address_of(self._database, address),))
            latest = {row[-1] for row in held}
            ordered = sorted(in_order([standing(row[:-1]) for row in held]), key=lambda one: one.id in latest)
            return list(read_versions(self._database, [one.id for one in ordered]))

    @_told
    def shown(self, given: str, number: int | None = None) -> Shown | None:
        """What stands at a key or an address."""
        with self._database.snapshot():
            return shown(self._database, given, number)

    @contextlib.contextmanager
    def one_state(self) -> Iterator[None]:
        """All that this thread asks inside is answered from one state of the store."""
        with self._database.snapshot():
            yield

    def readings(self, question: Question | None = None) -> Iterator[Version]:
        """Each article that has an answer, by address, with its answers and its parties' names."""
        with self._telling(), self._database.snapshot():
            found = answers(self._database, question)
        for at in range(0, len(found), CHUNK):
            with self._telling(), self._database.snapshot():
                some = list(read_versions(self._database, found[at : at + CHUNK], question or Question(said=None)))
            yield from some

    @_told
    def find(self, question: Question) -> Hits:
        """A page of the statements that answer."""
        found = find(self._database, question)
        return found if found.total else replace(found, searched=searched(self._database, question))

    def stream(self, question: Question) -> Iterator[Hit]:
        """All statements that answer, in constant memory."""
        with self._telling():
            yield from stream(self._database, question)

    @_told
    def sample(self, question: Question, size: int, seed: int) -> tuple[list[Hit], int, int]:
        """A simple random sample of what answers."""
        with self._database.snapshot():
            return sample(self._database, question, size, seed)

    @_told
    def count(self, question: Question, by: Countable) -> list[tuple[str | None, int]]:
        """How many statements answer, by a field."""
        return [(value, number) for (value,), number in self.counted(question, (by,)).rows]

    @_told
    def counted(self, question: Question, by: Sequence[Countable], most: int = 0) -> Counted:
        """How many statements answer, by one field or two, and in all; of one field the first values alone."""
        key = ("counted", replace(question, order="best", limit=20, offset=0), tuple(by), most)
        return self._known(key, lambda: counted(self._database, question, by, most), lambda found: len(found.rows) <= ROWS)

    @_told
    def unsaid(self, question: Question) -> int:
        """How many more statements answer that were not said."""
        with self._database.snapshot():
            return unsaid(self._database, question)

    @_told
    def events(self, question: EventsQuestion) -> KnownEvents:
        """A page of the events that answer."""
        with self._database.snapshot():
            return events(self._database, question, self._chronicle())

    @_told
    def count_events(self, question: EventsQuestion, by: EventCountable) -> list[tuple[str | None, int]]:
        """How many events answer, by a field."""
        with self._database.snapshot():
            return count_events(self._database, question, by, self._chronicle())

    def _chronicle(self) -> Chronicle | None:
        """The events of an older store, worked out; None where they are kept."""
        return None if is_linked(self._database) else Chronicle(self._database)

    @_told
    def ledger(self, question: LedgerQuestion) -> KnownUndertakings:
        """A page of the undertakings that answer."""
        with self._database.snapshot():
            return ledger(self._database, question, self._ledger())

    @_told
    def count_ledger(self, question: LedgerQuestion, by: LedgerCountable) -> list[tuple[str | None, int]]:
        """How many undertakings answer, by a field."""
        with self._database.snapshot():
            return count_ledger(self._database, question, by, self._ledger())

    def _ledger(self) -> Ledger | None:
        """The undertakings of an older store, worked out; None where they are kept."""
        return None if is_linked(self._database) else Ledger(self._database)

    @_told
    def passages(self, words: str, until: str | None = None, but_not: Collection[str] = (), most: int = 16) -> list[Passage]:
        """The stretches of kept texts that share rare words with these."""
        with self._database.snapshot():
            return passages(self._database, words, until, but_not, most)

    @_told
    def around(self, address: str, number: int, start: int, end: int) -> list[Hit]:
        """The statements of a version around some code points of its text."""
        with self._database.snapshot():
            return around(self._database, known_as(address), number, start, end)

    @_told
    def holders(self, office: str, surname: str) -> list[str]:
        """Who of a surname is kept in an office."""
        return holders(self._database, office, surname)

    @_told
    def reach(self, until: str | None = None) -> Reach:
        """How many articles there are, and of which days."""
        return self._known(("reach", until), lambda: reach(self._database, until))

    @_told
    def parties(self, name: str | None = None, limit: int = 50, offset: int = 0) -> list[Known]:
        """Parties across articles, those that said most first."""
        key = ("parties", name, limit, offset)
        return [*self._known(key, lambda: parties(self._database, name, limit, offset), lambda found: len(found) <= ROWS)]

    @_told
    def called(self, party: int) -> str | None:
        """The name of the party of a number."""
        rows = self._database.rows("SELECT name FROM parties WHERE id = ?", (party,)) if 0 < party < 2**31 else []
        return written.unpacked(rows[0][0]) if rows else None

    @_told
    def alike(self, name: str) -> list[str]:
        """Names of parties that are spelled much like this one."""
        with self._database.snapshot():
            return alike(self._database, name)

    @_told
    def corrections(self) -> list[Correction]:
        """All of them, in the order they were made, those of statements each with what became of it."""
        with self._database.snapshot():
            return told(self._database)

    @_told
    def judge(self, judged: Sequence[Judgement]) -> list[Judgement]:
        """Append judgements."""
        with self._writing():
            return judge(self._database, judged)

    @_told
    def judgements(self, only: Collection[str] | None = None) -> list[Judgement]:
        """All that nobody took back."""
        with self._database.snapshot():
            return judgements(self._database, only)

    # Watching.

    @_told
    def watch(self, watch: Watch, replace: bool = False) -> Watch:
        """Keep a question under a name."""
        with self._writing():
            return keep_watch(self._database, watch, replace)

    @_told
    def unwatch(self, name: str) -> None:
        """Take a watch out."""
        with self._writing():
            unwatch(self._database, name)

    @_told
    def rename_watch(self, name: str, new: str) -> Watch:
        """Keep a watch under another name."""
        with self._writing():
            return rename(self._database, name, new)

    @_told
    def watches(self) -> list[Watch]:
        """All of them, by name."""
        with self._database.snapshot():
            return [one.watch for one in kept_watches(self._database)]

    @_told
    def look(self, name: str, limit: int = 0, today: str | None = None) -> Look:
        """What is new under a watch."""
        with self._database.snapshot():
            return look(self._database, name, limit, today)

    @_told
    def waiting(self, name: str, today: str | None = None) -> int:
        """How many are new under a watch."""
        with self._database.snapshot():
            return look(self._database, name, 0, today, counted=True).total

    @_told
    def see(self, mark: Mark) -> None:
        """Write down what a look has told."""
        with self._writing():
            see(self._database, mark)

    @_told
    def kept_last(self, question: Question, limit: int) -> list[tuple[int, Hit]]:
        """The statements that answer, those first that came in last."""
        with self._database.snapshot():
            return kept_last(self._database, question, limit)

    @_told
    def outlets(self) -> list[str]:
        """The names of all outlets."""
        return sorted(written.unpacked(name) or "" for (name,) in self._database.rows("SELECT name FROM outlets"))

    @_told
    def holdings(
        self, outlet: str | None = None, since: str | None = None, until: str | None = None, limit: int = 50, offset: int = 0
    ) -> Holdings:
        """The articles as they stand now, newest first."""
        return holdings(self._database, outlet, since, until, limit, offset)

    @_told
    def summary(self) -> Summary:
        """How much there is."""
        return self._known(("summary",), lambda: summary(self._database))

    def _known(self, key: Hashable, ask: Callable[[], Answer], small: Callable[[Answer], bool] = lambda found: True) -> Answer:
        """An answer from one state of the store: the same as before, where nothing was written since."""
        with self._database.snapshot():
            return self._remembered.answer(self._database, key, ask, small)

    def verify(self, progress: Callable[[int], None] = lambda done: None) -> Iterator[Fault]:
        """Check every text, hash and span as written; ``progress`` is told how many versions are done."""
        with contextlib.closing(self._database.beside()) as database, database.snapshot():
            yield from verify(database, progress)
