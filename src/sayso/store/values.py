"""What a store is asked, what it keeps and what it answers, whatever engine holds it, as frozen values: a class a thing.

Evidence (what was read: text, spans, mentions) is never changed. What is understood across articles (which party a name is) and
what people correct are kept beside it, and worked out again whenever either changes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, get_args

from sayso import glances
from sayso.glances import Drawn
from sayso.record import Manner, PartyKind, Reading, Said, Span, Statement, Voice
from sayso.store.chronicle import (
    EventsQuestion,
    KnownEvent,
    KnownUndertaking,
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
    keys: Mapping[str, str] = field(default_factory=dict)  # as in ``Version``, of what another store kept


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
class Original:
    """A text of an address as it was read, whatever was corrected since, with the captures that had it: what a store hands on.

    Of ``version`` the ``keys`` are filled in. ``captures`` are without what sites said to ask by; a text whose page stood there
    again later has none. ``bands`` are as in ``Incoming``, and are there only on the way in.
    """

    version: Version
    captures: tuple[Capture, ...] = ()
    bands: tuple[int, ...] = ()


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
    speaker apart, by why nobody is known to speak; in a store of an older Sayso that is asked as it is, nothing does. ``more``
    are the rows beyond those that were asked for.
    """

    rows: tuple[tuple[tuple[str | None, ...], int], ...]
    total: int
    open: Mapping[Openness, int] = field(default_factory=dict)
    more: int = 0


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
    text_sha256: str | None = None  # of the text of this version, in UTF-8, into which all offsets point

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
    text_sha256: str  # of the whole text of the version


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
    ``add-statement``: it was missed, and is as ``change`` has it. ``undo``: the correction of the number ``name`` no
    longer counts, with the ``statement`` of that. ``state`` is what became of one, where the store told it: of those of
    parties, events and undertakings only that they are "undone".
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
    JSON, or the queue of doubtful statements ("drawn": "doubt"). The store fills in the rest: ``model`` and ``sayso`` read the
    statement, ``shown`` is what was judged (JSON: its offsets, its voices by name), ``stands`` whether today's reading has
    it the "same", "otherwise", or not at all ("gone"), and ``read_by`` the model of that.
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
class Watch:
    """A saved question under a name. ``made`` and ``looked``, when it was last looked at, are ISO 8601.

    What a question has of a page (order, limit, offset) and of a day ("today") does not count.
    """

    name: str
    question: Question | EventsQuestion | LedgerQuestion
    made: str
    looked: str | None = None
    number: int = 0

    @property
    def asks(self) -> Literal["statements", "events", "undertakings"]:
        """What it asks for.

        >>> Watch("border", Question("border"), "2031-03-14").asks
        'statements'
        """
        if isinstance(self.question, Question):
            return "statements"
        return "events" if isinstance(self.question, EventsQuestion) else "undertakings"


@dataclass(frozen=True, slots=True)
class Mark:
    """What is written down of a look: the ``told``, and up to where the store was looked through where that was all.

    ``told`` and ``withdrawn`` are the numbers under which statements were kept first; ``standings`` what each event or
    undertaking, by its key, stood at. ``reached`` are the greatest numbers of statements, versions, parties and recounts
    then, and ``meaning`` is as the table of watches has it; None where more is left to tell.
    """

    watch: int
    looked: str
    told: tuple[int, ...] = ()
    withdrawn: tuple[int, ...] = ()
    standings: tuple[tuple[str, str], ...] = ()
    reached: tuple[int, int, int, int] | None = None
    meaning: int = 0


@dataclass(frozen=True, slots=True)
class Look:
    """What is new under a watch: what answers, and did not when it was made, and was not told since.

    ``total`` is how many there are; the page of them is ``hits``, ``events`` or ``undertakings``, as the watch asks. ``before``
    is of each of the last two what it stood at when it was told last; None where it never was. ``withdrawn`` are, of ``gone``
    in all, statements that were told, or there before, and answer no more: their article was changed, or read or set right
    otherwise.
    """

    watch: Watch
    total: int
    mark: Mark
    hits: tuple[Hit, ...] = ()
    events: tuple[KnownEvent, ...] = ()
    undertakings: tuple[KnownUndertaking, ...] = ()
    before: tuple[str | None, ...] = ()
    withdrawn: tuple[Hit, ...] = ()
    gone: int = 0

    @property
    def shown(self) -> int:
        """How many of them the page has."""
        return len(self.hits) + len(self.events) + len(self.undertakings)


@dataclass(frozen=True, slots=True)
class Conflict:
    """A correction that was brought, and one of the store's own that has the same otherwise: the store's own stays."""

    brought: Correction
    own: Correction


@dataclass(frozen=True, slots=True)
class Brought:
    """What came of what another store handed on.

    ``kept`` has what became of each text. ``moved`` are texts that stand under another number here: address, number there,
    number here. ``corrections`` are those that were appended, with their numbers here; ``had`` counts those that were there.
    ``conflicts`` were left out, and ``without`` are those of articles that are not here. ``judgements`` were appended,
    ``judged`` were there.
    """

    kept: tuple[Kept, ...] = ()
    moved: tuple[tuple[str, int, int], ...] = ()
    corrections: tuple[Correction, ...] = ()
    had: int = 0
    conflicts: tuple[Conflict, ...] = ()
    without: tuple[Correction, ...] = ()
    judgements: int = 0
    judged: int = 0


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
