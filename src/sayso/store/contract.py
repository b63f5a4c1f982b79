"""What a store keeps and answers, whatever engine holds it: the words of the store, and the one contract of its engines.

Evidence (what was read: text, spans, mentions) is never changed. What is understood across articles (which party a name is) and
what people correct are kept beside it, and worked out again whenever either changes.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, Protocol, get_args

from sayso import glances
from sayso.glances import Drawn
from sayso.record import Article, Manner, PartyKind, Reading, Said, Span, Statement, Voice
from sayso.store.chronicle import (
    EventCountable,
    EventsQuestion,
    KnownEvents,
    KnownUndertakings,
    LedgerCountable,
    LedgerQuestion,
)
from sayso.store.keys import Key

if TYPE_CHECKING:
    import pandas

Outcome = Literal["article", "version", "same", "refused", "removed"]
# What a store knows of a capture: nothing ("new", or refused before), that it keeps it ("same"), that it met it earlier and its
# text stands there still ("again"), that another stood in its place since ("back"), or that it was taken out ("removed").
Sighting = Literal["new", "same", "again", "back", "removed"]
Order = Literal["best", "newest", "oldest", "score", "doubt"]
Countable = Literal[
    "speaker",
    "addressee",
    "relay",
    "act",
    "manner",
    "said",
    "outlet",
    "day",
    "month",
    "year",
    "kind",
    "role",
    "language",
    "article",
]
# Why nobody is known to speak: the text has nobody; or "we", "I", "you", the own word of those who speak or hear; another
# pronoun that was not resolved; a description, or a name of nobody that is known ("two people familiar with the talks").
Openness = Literal["nobody", "own", "pronoun", "description"]
OPENNESS: tuple[Openness, ...] = get_args(Openness)
MOST = 10_000  # statements that are counted exactly
CorrectionKind = Literal[
    "merge", "split", "rename", "not-said", "was-said", "merge-events", "split-event", "set-state", "set-statement",
    "add-statement", "undo",
]  # fmt: skip
# What has become of a correction of a statement: it counts; another took it back; today's reading has it so by itself; no
# statement of today's reading is like the one that it was made of, so that the corrected one stands alone; its text is gone.
CorrectionState = Literal["counts", "undone", "moot", "alone", "gone"]
Verdict = Literal["right", "wrong", "undone"]


@dataclass(frozen=True, slots=True)
class Capture:
    """One page as it was met: where, when, and the hex SHA-256 of its bytes; the same capture is never read twice.

    ``etag`` and ``last_modified`` are what the site said to ask by whether the page has changed; see ``Engine.validators``.
    ``anew`` is True where it is to be read although its article was removed.
    """

    address: str  # the page's address, or the input where it has none
    page_sha256: str
    captured: str | None = None  # ISO 8601
    etag: str | None = field(default=None, compare=False)
    last_modified: str | None = field(default=None, compare=False)
    anew: bool = field(default=False, compare=False)


@dataclass(frozen=True, slots=True)
class Incoming:
    """A reading on its way into the store, with all that can be worked out about it without the store.

    ``fingerprint`` is the hash of its text without noise (time stamps, counters, "Being updated"): another text with the same
    fingerprint is no new version. ``bands`` are the hashes by which near duplicates of the article meet (see ``copies``).
    ``reading`` is None where the page was refused, and ``refusal`` its reason.
    """

    capture: Capture
    reading: Reading | None
    fingerprint: str = ""
    bands: tuple[int, ...] = ()
    refusal: str | None = None
    made_by: str | None = None  # the Sayso that read it ("0.1.0"), where that is not this one


@dataclass(frozen=True, slots=True)
class Kept:
    """What became of one incoming reading."""

    outcome: Outcome
    address: str
    version: int = 0  # 1 for the first
    statements: int = 0


@dataclass(frozen=True, slots=True, repr=False)
class Version(Drawn):
    """One text of an address. ``number`` counts from 1, as they came in; ``captured`` is when it was first seen (ISO 8601).

    ``made_by`` is the Sayso that read it ("0.1.0"), as ``keep`` or ``replace`` last wrote it; None where the store cannot tell.

    ``readings`` fills in two more. ``answers`` are the ids of the statements that answer its question, in their order (without
    a question, of all that no "not-said" takes out); None elsewhere. ``names`` are the names across articles of the reading's
    parties, by the party's id in the reading ("p1"); a party that is not there goes by its name in the reading, as does one
    that the article knows by a description alone: across articles it is nobody. ``numbers`` are the numbers of these parties
    ("#12"), by the same ids, and ``keys`` the keys of its events and undertakings, by theirs ("e1", "u2").
    """

    address: str
    number: int
    captured: str | None
    reading: Reading
    fingerprint: str
    made_by: str | None = None
    answers: tuple[str, ...] | None = None
    names: Mapping[str, str] = field(default_factory=dict)
    numbers: Mapping[str, int] = field(default_factory=dict)
    keys: Mapping[str, str] = field(default_factory=dict)

    def __repr__(self) -> str:
        return glances.version(self)

    def name_of(self, voice: Voice | None) -> str | None:
        """The name across articles of the party that a voice is taken to be, else the reading's; None where it is open."""
        return self.names.get(voice.party) or self.reading.name_of(voice) if voice and voice.party else None

    def to_pandas(self) -> pandas.DataFrame:
        """The statements that answer as a data frame, as ``Reading.to_pandas`` has them, under the names across articles."""
        from sayso import to_pandas

        return to_pandas(self)


@dataclass(frozen=True, slots=True)
class Question:
    """What to find. Names match a party's name or any of its other names, as ``questions.folded`` writes them; "#12" its id.

    What "Ana Rubio and Karel Novak" say is found under the name of each of them.
    ``words`` are looked up in the statements' content: words (all of them), "a phrase", prefix*; anything else is a plain word.
    ``about`` is a party that the content mentions. ``since`` and ``until`` are days ("2031-03-14"), both included, against the
    article's time of publication (of capture where it has none). ``url`` is an address, or the beginning of one with "*".
    ``said`` are the kinds that answer: only what was said, unless others are named; None for any. ``min_score`` is the least
    ``Statement.score`` that answers. Several names, outlets, acts, manners or addresses in one field are alternatives.
    """

    words: str | None = None
    speaker: str | tuple[str, ...] | None = None
    addressee: str | tuple[str, ...] | None = None
    relay: str | tuple[str, ...] | None = None
    outlet: str | tuple[str, ...] | None = None
    act: str | tuple[str, ...] | None = None
    manner: Manner | tuple[Manner, ...] | None = None
    since: str | None = None
    until: str | None = None
    about: str | tuple[str, ...] | None = None
    url: str | tuple[str, ...] | None = None
    all_versions: bool = False  # statements of the latest version of each address only, or of all
    said: tuple[Said, ...] | None = ("said",)
    languages: tuple[str, ...] = ()  # of the article, ISO 639-1; any where there are none
    min_score: float = 0.0
    order: Order = "best"
    limit: int = 20
    offset: int = 0


@dataclass(frozen=True, slots=True)
class Counted:
    """How many statements answer, by one field or several: ``rows`` have a value of each field, most first.

    ``total`` is how many answer in all, each once: one on the word of two voices is in two rows. ``open`` tells those without a
    speaker apart, by why nobody is known to speak; in a store of an older Sayso that is asked as it is, nothing does.
    """

    rows: tuple[tuple[tuple[str | None, ...], int], ...]
    total: int
    open: Mapping[Openness, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Carrier:
    """An article that carries a statement: the same wire copy under another address."""

    address: str
    outlet: str | None
    published: str | None


@dataclass(frozen=True, slots=True, repr=False)
class Hit(Drawn):
    """A statement that answers a question, with where it stands. ``found`` are the stretches that hold the words looked for.

    ``speaker``, ``addressee`` and ``relay`` are the names of parties across articles, None where left open, and where the
    article knows them by a description alone ("a senior official"): the statement's mention has its words. ``carriers`` are
    all articles with this statement as wire copy, this one first; ``url``-less articles have their input as ``address``.
    """

    key: str  # "ADDRESS#VERSION/ID", e.g. "https://outlet.example/1#2/s3": stands for this statement everywhere
    statement: Statement
    address: str
    version: int
    headline: str | None
    outlet: str | None
    published: str | None
    speaker: str | None = None
    speaker_id: int | None = None
    addressee: str | None = None
    relay: tuple[str, ...] = ()
    found: tuple[tuple[int, int], ...] = ()  # code points in the article's text, within the content
    carriers: tuple[Carrier, ...] = ()
    captured: str | None = None  # when this version was first seen (ISO 8601)
    short: str = ""  # the same key made of the article's number in this store: "412.2/s3" (see ``keys``)

    def __repr__(self) -> str:
        return glances.hit(self)


@dataclass(frozen=True, slots=True)
class Hits:
    """One page of answers, and how many there are in all (wire copy counted once).

    Of more than 10,000 statements that answer, said or not, ``exact`` is False and ``total`` counts those of the 10,000 kept
    last: there are at least as many. The best, the surest and the most doubtful are then those of these; the newest and the
    oldest are so among all.

    ``unsaid`` counts those that answer all else, and are left out since they were not said (``Question.said``); where not
    ``exact``, there are at least as many.
    """

    hits: tuple[Hit, ...]
    total: int
    exact: bool = True
    searched: int | None = None  # where nothing answers: how many articles there are of its outlet, address and days
    unsaid: int = 0


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of a kept text that has words in common with those looked for: ``text`` stands at ``start``, in code points.

    ``address`` and ``number`` are the version's. ``shared`` is how much of the words it has, as the index tells it: the sum of
    the rarities of the grams that they have in common, in bits.
    """

    address: str
    number: int
    outlet: str | None
    headline: str | None
    published: str | None
    captured: str | None
    day: str | None  # of publication, or of capture: 2031-03-14
    start: int
    text: str
    shared: float


@dataclass(frozen=True, slots=True)
class Holding:
    """An article as it stands now. ``number`` is its number in the store, ``version`` that of the text that stands there.

    ``day`` is that of its publication, or of capture (ISO 8601); ``statements`` are those that were read in this text,
    ``versions`` all texts of its address.
    """

    number: int
    address: str
    version: int
    headline: str | None
    outlet: str | None
    day: str | None
    statements: int
    versions: int


@dataclass(frozen=True, slots=True)
class Holdings:
    """One page of the articles that a store holds, and how many there are in all."""

    articles: tuple[Holding, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Reach:
    """How many articles a store holds of the days up to one, and their first and last day."""

    articles: int = 0
    first: str | None = None
    last: str | None = None


@dataclass(frozen=True, slots=True, repr=False)
class Known(Drawn):
    """A party across articles. ``names`` are all names it goes by in what was read, fullest first."""

    id: int
    name: str
    kind: PartyKind
    names: tuple[str, ...] = ()
    statements: int = 0  # said by it, alone or in a group, wire copy counted once
    articles: int = 0
    first: str | None = None  # day of the first and the last article that names it
    last: str | None = None
    roles: tuple[tuple[str, str | None, str | None], ...] = ()  # role, first day, last day, in order of time

    def __repr__(self) -> str:
        return glances.known(self)


@dataclass(frozen=True, slots=True)
class Correction:
    """What a person set right, with a time and a reason. Appended, never changed, and keyed by words rather than by row.

    ``merge``: ``party`` and ``other`` (name, kind) are one, under the name of ``other``. ``split``: the name ``other`` is not
    ``party``. ``rename``: ``party`` is shown as ``name``. ``not-said``: ``statement`` (address, SHA-256 of the text, offsets of
    its content and cue) is no statement, and stays out of every answer. ``was-said``: it is one after all. On its way to
    ``correct``, ``statement`` may be a hit's key, and ``party`` and ``other`` a name as shown or any of those read, with the
    kind; what is kept is what outlasts them.

    ``merge-events``: the events, or the undertakings, of the keys ``statement`` and ``name`` are one. ``split-event``: the
    mention of the key ``statement`` is none of the event of the key ``name``. ``set-state``: the event or the undertaking of
    the key ``statement`` has the state ``name``: "cancelled", or with a day, "moved 2031-03-14".

    ``set-statement``: the statement ``statement`` has the fields that ``change`` sets (JSON; see ``changes``).
    ``add-statement``: it was missed, and is as ``change`` has it. ``undo``: the correction of the number ``name``, one of a
    statement, no longer counts. ``state`` is what became of one of a statement, where the store told it.
    """

    kind: CorrectionKind
    reason: str
    made: str  # ISO 8601
    party: tuple[str, str] | None = None
    other: tuple[str, str] | None = None
    name: str | None = None
    statement: str | None = None
    number: int = 0
    change: str | None = None
    state: CorrectionState | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a person found of one statement. Appended, never changed; the last of one judge counts, unless it is "undone".

    ``statement`` is known as in ``Correction``; on its way to ``judge`` it may be a hit's key. ``fault`` says what is wrong:
    "speaker", "words", "relay", "addressee", "act", "said", "no-statement". ``sample`` is the sample that it was drawn in, as
    JSON. The store fills in the rest: ``model`` and ``sayso`` read the statement, ``shown`` is what was judged (JSON: its
    offsets, its voices by name), ``stands`` whether today's reading has it the "same", "otherwise", or not at all ("gone"), and
    ``read_by`` the model of that.
    """

    statement: str
    verdict: Verdict
    made: str  # ISO 8601
    fault: str | None = None
    judge: str | None = None
    sample: str | None = None
    model: str | None = None
    sayso: str = ""
    shown: str = ""
    number: int = 0
    stands: Literal["same", "otherwise", "gone"] | None = field(default=None, compare=False)
    read_by: str | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Shown:
    """What stands at a key or an address. ``version`` has the ``names`` across articles and, as ``answers``, what counts.

    ``numbers`` are those of the article's versions, the one that stands there now last. Of a statement's key ``hit`` is the
    statement, ``before`` and ``behind`` those beside it; ``gone`` is True where the version has none of that name any more:
    then they are those nearest to its place. ``taken_back``: a correction takes it out of every answer (``correction``, where
    it is of itself and not of a copy). ``spans`` are the words that the key is of; ``occurrence`` is the id in the reading of
    the event or the undertaking whose key it was.
    """

    key: Key
    version: Version
    numbers: tuple[int, ...]
    hit: Hit | None = None
    before: Hit | None = None
    behind: Hit | None = None
    spans: tuple[Span, ...] = ()
    gone: bool = False
    taken_back: bool = False
    correction: Correction | None = None
    occurrence: str | None = None


@dataclass(frozen=True, slots=True)
class Selection:
    """Which articles are to be removed; each of the three narrows the others, and one of them is there.

    ``addresses`` are addresses, beginnings of them with a "*", keys, and places at which a page was met. ``outlet`` is the
    publisher's name. ``input`` is what was read, as it was named: a file, all that lies in a folder, all of a web archive.
    """

    addresses: tuple[str, ...] = ()
    outlet: str | None = None
    input: str | None = None


@dataclass(frozen=True, slots=True)
class Leaving:
    """An article that goes. ``met`` are the other addresses at which pages of it were met."""

    key: str  # its number in the store
    address: str
    headline: str | None
    outlet: str | None
    published: str | None
    versions: int
    statements: int
    met: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Loss:
    """What goes with some articles. ``parties`` are the names of those that no other article names, ``refused`` the pages that
    were refused, ``corrections`` those that are of nothing else."""

    articles: tuple[Leaving, ...]
    parties: tuple[str, ...] = ()
    corrections: tuple[Correction, ...] = ()
    refused: int = 0

    @property
    def versions(self) -> int:
        """How many texts."""
        return sum(one.versions for one in self.articles)

    @property
    def statements(self) -> int:
        """How many statements, of all versions."""
        return sum(one.statements for one in self.articles)


@dataclass(frozen=True, slots=True)
class Removal:
    """That articles were taken out: when, why, how much. ``addresses`` are theirs; ``forgotten`` of them are kept as hashes.

    ``again`` are the addresses that were read again since, which is done only where it is asked for.
    """

    number: int
    made: str  # ISO 8601
    reason: str
    articles: int
    versions: int
    statements: int
    parties: int
    corrections: int
    addresses: tuple[str, ...] = ()
    forgotten: int = 0
    again: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Fault:
    """What ``verify`` found wrong: where it stands, and what differs from what was written."""

    where: str
    detail: str


@dataclass(frozen=True, slots=True)
class Summary:
    """How much a store holds."""

    articles: int = 0
    versions: int = 0
    statements: int = 0
    parties: int = 0
    refusals: dict[str, int] = field(default_factory=dict)


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

    def readings(self, question: Question | None = None) -> Iterator[Version]:
        """The latest version of each article that has an answer to the question (all: None), by address; as a stream.

        With ``all_versions`` every version that has one. Limit, offset and order do not count. Each has its ``answers`` and
        ``names``. Wire copy stands under every address that carries it.
        """

    def find(self, question: Question) -> Hits:
        """The statements that answer, a page of them."""

    def stream(self, question: Question) -> Iterator[Hit]:
        """All statements that answer, without limit, as a stream."""

    def count(self, question: Question, by: Countable) -> list[tuple[str | None, int]]:
        """How many statements answer, by a field, most first (days in order); wire copy counted once."""

    def counted(self, question: Question, by: Sequence[Countable]) -> Counted:
        """The same by one field or two, with how many there are in all, and why speakers are left open."""

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

    def judgements(self) -> list[Judgement]:
        """All that nobody took back, in the order they were made, each with whether its statement is read so today."""

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


Reader = Callable[[Article], Reading]
