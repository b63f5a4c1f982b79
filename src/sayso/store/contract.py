"""What every engine of a store can do: the one contract, which tests hold each of them to."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from typing import Protocol

from sayso.record import Reading
from sayso.store.chronicle import (
    EventCountable,
    EventsQuestion,
    KnownEvents,
    KnownUndertakings,
    LedgerCountable,
    LedgerQuestion,
)
from sayso.store.keys import Key
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


class Engine(Protocol):
    """The contract. Every write is one transaction: whole, or not at all. Methods raise StoreError."""

    address: str

    def close(self) -> None:
        """Give the store back; what is committed stays."""

    def seen(self, captures: Sequence[Capture]) -> list[Sighting]:
        """For each capture, whether it is to be read: "new" and "back" are. One that was refused is new each time.

        What was taken out is "removed", unless the capture is to be read ``anew``: by its own address; an article that names a
        removed address as its own turns out when it is kept.

        Only times of capture tell "again" and "back" from "same": bytes that come without one are the same for ever.
        """

    def validators(self, address: str) -> tuple[str | None, str | None] | None:
        """ETag and Last-Modified of the address's latest capture that was read and kept; None where nothing is known of it."""

    def keep(self, incoming: Sequence[Incoming]) -> list[Kept]:
        """Take readings in, in order, in one transaction; evidence is checked as it is written.

        A capture that was kept already is "same" and changes nothing, unless it was put "back"; one that was refused before is
        counted once, by its latest reason, or becomes the article that it is now. Another text of an address is a version,
        with the next number; it stands there now unless it is known to be older than one that is kept. A text that the
        version before it or behind it has is none. An article whose address was removed is "removed" and changes nothing.
        """

    def replace(self, readings: Sequence[tuple[str, int, Reading, Sequence[int]]]) -> None:
        """New readings of texts already kept; corrections still hold.

        Each with its address, the version's number, and the bands of the text, as in ``Incoming``: by these its statements find
        the wires that they are on; kept they are already. The article must be the one that was kept.
        """

    def texts(self, addresses: Collection[str]) -> list[tuple[str, int]]:
        """All texts of these addresses, by address and number, in the order in which they came in."""

    def originals(self, texts: Sequence[tuple[str, int]]) -> list[Original]:
        """These texts, by address and number, as they were read; without those that are not there (any more)."""

    def bring(
        self,
        originals: Iterable[Original],
        corrections: Sequence[Correction] = (),
        judgements: Sequence[Judgement] = (),
        anew: bool = False,
    ) -> Brought:
        """Take in what another store handed on, all or nothing of it, in the order in which it came in there.

        Texts keep who read them, when, and the keys of their events. Corrections count as they did there, in their order, with
        their reasons and times: one that the store has is passed over, and so is one of which the store has another
        (``Conflict``). What was removed here stays out, unless ``anew``. Numbers of corrections are those of this store.
        Raises StoreError where evidence does not hold, or a correction is none.
        """

    def addresses(self, prefix: str = "") -> Iterator[str]:
        """All addresses that begin so, sorted."""

    def key(self, given: str) -> Key | None:
        """Where a key ("412.2/s3", "https://outlet.example/1#2/s3") or an address leads; None where no such article is kept.

        Whether the article has that version, and that a statement of this name, is not looked up.
        """

    def versions(self, address: str) -> list[Version]:
        """All versions of an article, oldest first, the one that stands there now last; none where there is no such one.

        ``address`` is its address, or a key of it.

        Their times decide, of capture or the pages' own (see ``succession``); numbers are in the order in which they came in.
        """

    def shown(self, given: str, number: int | None = None) -> Shown | None:
        """What stands at a key or an address, with what is beside it; None where nothing is kept there.

        The key of an event or an undertaking leads to its newest mention. ``number`` names another version than the key's, or
        than the one that stands there now. Raises StoreError where the article has no such version.
        """

    def one_state(self) -> AbstractContextManager[None]:
        """All that this thread asks inside is answered from one state of the store, whoever else writes meanwhile."""

    def readings(self, question: Question | None = None) -> Iterator[Version]:
        """The latest version of each article that has an answer to the question (all: None), by address; as a stream.

        With ``all_versions`` every version that has one. Limit, offset and order do not count. Each has its ``answers`` and
        ``names``. Wire copy stands under every address that carries it.
        """

    def find(self, question: Question) -> Hits:
        """The statements that answer, a page of them."""

    def stream(self, question: Question) -> Iterator[Hit]:
        """All statements that answer, without limit, as a stream."""

    def sample(self, question: Question, size: int, seed: int) -> tuple[list[Hit], int, int]:
        """A simple random sample, without replacement, the same for the same seed, in an order that tells nothing.

        With it how many statements it was drawn from, wire copy once, and how many answer that a person corrected: these are
        not drawn.
        """

    def count(self, question: Question, by: Countable) -> list[tuple[str | None, int]]:
        """How many statements answer, by a field, most first (days in order); wire copy counted once."""

    def counted(self, question: Question, by: Sequence[Countable], most: int = 0) -> Counted:
        """The same by one field or two, with how many there are in all, and why speakers are left open.

        Of one field, but for days, months and years, the first ``most`` rows with a value, and that which has none (0: all).
        """

    def unsaid(self, question: Question) -> int:
        """How many more would answer if it asked for any, whether it was said or not; wire copy counted once.

        More than 10,000 are 10,001. None where it names other kinds than "said".
        """

    def events(self, question: EventsQuestion) -> KnownEvents:
        """The events across articles that answer, a page of them; only what the newest version of an article has counts."""

    def count_events(self, question: EventsQuestion, by: EventCountable) -> list[tuple[str | None, int]]:
        """How many events answer, by a field, most first (times in order); one with two parties counts for both."""

    def ledger(self, question: LedgerQuestion) -> KnownUndertakings:
        """The undertakings across articles that answer, a page of them, each with what is reported to have become of it."""

    def count_ledger(self, question: LedgerQuestion, by: LedgerCountable) -> list[tuple[str | None, int]]:
        """How many undertakings answer, by a field, most first (times, of the due day, in order)."""

    def passages(self, words: str, until: str | None = None, but_not: Collection[str] = (), most: int = 16) -> list[Passage]:
        """The stretches of kept texts, of any version, that share rare words with these in their order, likest first.

        Neither of a later day than ``until``, nor of the addresses ``but_not``. Neighbouring ones of a text are one. Raises
        StoreError for a store of an older Sayso that was opened to be read only: it has no index of passages.
        """

    def around(self, address: str, number: int, start: int, end: int) -> list[Hit]:
        """The statements of a version that have some of these code points in their content, in its order."""

    def holders(self, office: str, surname: str) -> list[str]:
        """The names of persons of a surname who are kept in an office ("president"), who is most often first; at most five."""

    def reach(self, until: str | None = None) -> Reach:
        """How many articles there are, no later than a day, and of which days."""

    def parties(self, name: str | None = None, limit: int = 50, offset: int = 0) -> list[Known]:
        """Parties by how much they said; those that go by a name, exactly first, then by its beginning.

        Where there are none, those of which a name has a word that begins so: "Orlik" for "Vesna Orlik".

        Names are held against each other as ``questions.folded`` writes them. "#12" is the party of that id alone.
        """

    def called(self, party: int) -> str | None:
        """The name of the party of a number, also where no text names it any more; None where there never was one, or it was
        removed. Numbers are not given again."""

    def alike(self, name: str) -> list[str]:
        """Names of parties that are spelled much like this one and begin with the same letter, likest first: for a message."""

    def correct(self, correction: Correction) -> Correction:
        """Append a correction (it gets its number) and let it show. Raises StoreError where it names nothing kept."""

    def correct_all(self, corrections: Sequence[Correction]) -> list[Correction]:
        """Append corrections, one after the other, all or none of them. Raises StoreError as ``correct``."""

    def corrections(self) -> list[Correction]:
        """All of them, in the order they were made."""

    def judge(self, judged: Sequence[Judgement]) -> list[Judgement]:
        """Append judgements of statements, all or none of them. Raises StoreError where one is of no statement."""

    def judgements(self, only: Collection[str] | None = None) -> list[Judgement]:
        """All that nobody took back, in the order they were made, each with whether its statement is read so today.

        With ``only`` this is looked up of these statements alone (as ``Judgement.statement`` has them): it reads their texts.
        """

    def losses(self, selection: Selection) -> Loss:
        """What ``remove`` would take out. Raises StoreError where the store has nothing of an address, an outlet, an input."""

    def remove(self, selection: Selection, reason: str, made: str, forget: bool = False) -> Removal:
        """Take articles out, with all that is of them alone: their rows, words, indexes, links; in one transaction.

        What is understood of the others is then what it would be had these never been there. What stays is that something was
        removed, when (``made``), why, how much, and which addresses are not to be read again; with ``forget`` only their
        hashes. Raises StoreError as ``losses``.
        """

    def sweep(self) -> str:
        """Overwrite, where the database can, what its files still hold of what was removed; in words what could not be done."""

    def removals(self) -> list[Removal]:
        """What was ever removed, in order."""

    def watch(self, watch: Watch, replace: bool = False) -> Watch:
        """Keep a question under a name: what answers it at this moment is not new. It gets its number.

        Raises StoreError where a watch of this name is there, unless it is to be replaced.
        """

    def unwatch(self, name: str) -> None:
        """Take a watch out. Raises StoreError where there is none of this name."""

    def rename_watch(self, name: str, new: str) -> Watch:
        """Keep a watch under another name. Raises StoreError where there is none, or one under the new name."""

    def watches(self) -> list[Watch]:
        """All of them, by name."""

    def look(self, name: str, limit: int = 0, today: str | None = None) -> Look:
        """What is new under a watch, the newest first, so many of them (0: all); it stays new until ``see``.

        ``today`` is the day by which undertakings are overdue (this one where it is None). Raises StoreError where there is no
        watch of this name.
        """

    def waiting(self, name: str, today: str | None = None) -> int:
        """How many are new under a watch: the ``total`` of ``look``, without what is shown of them."""

    def see(self, mark: Mark) -> None:
        """Write down what a look has told: it is not new any more. Nothing where the watch has gone since."""

    def kept_last(self, question: Question, limit: int) -> list[tuple[int, Hit]]:
        """The statements that answer, those first that came into the store last, or were set right; so many of them.

        Each with the number under which it was kept first, which stays, also of its copies, as long as the store does.
        """

    def outlets(self) -> list[str]:
        """The names of all outlets, sorted."""

    def holdings(
        self, outlet: str | None = None, since: str | None = None, until: str | None = None, limit: int = 50, offset: int = 0
    ) -> Holdings:
        """The articles of an outlet, of the days from one to another (both included), newest first: a page of them."""

    def summary(self) -> Summary:
        """How much there is."""

    def verify(self, progress: Callable[[int], None] = lambda done: None) -> Iterable[Fault]:
        """Check every text, hash and span as written; a fault for each that no longer holds."""
