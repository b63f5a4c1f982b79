"""An empty or an older store -> the schema of this Sayso: ordered steps of SQL, each written into a ledger as it is taken."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from sayso.store.database import Database
from sayso.store.errors import StoreError
from sayso.store.openness import fill_open
from sayso.store.passages import PASSAGE_TALLY, file_kept
from sayso.store.rows import EVIDENCE, FACT_COLUMNS, crc, facts_checksum, version_checksum
from sayso.store.seals import (
    BANDS,
    CHANGES_SINCE,
    CORRECTIONS,
    KEPT_AS,
    ROWS,
    SCHEMA,
    WATCHED,
    of_corrections,
    of_schema,
    seal,
    sealed,
    sum_of_bands,
)
from sayso.store.views import Dialect, views


@dataclass(frozen=True, slots=True)
class Migration:
    """One step. In its SQL ``{compact}`` is "WITHOUT ROWID" where there is such a thing, ``{index}`` makes the index of words,
    ``{leaner}`` makes an older one into that, ``{passages}`` makes the index of passages, ``{columns}`` makes the columns that
    are counted by, ``{views}`` makes the views. ``fill`` then writes what SQL alone cannot.
    """

    number: int
    name: str
    sql: tuple[str, ...]
    fill: Callable[[Database], None] = lambda database: None


TALLIED = ("articles", "versions", "statements", "parties", "corrections", "outlets", "acts", "captures", "bands")

TABLES = Migration(
    1,
    "tables",
    (
        """CREATE TABLE articles (  -- an address, and what it holds now
  id INTEGER PRIMARY KEY,
  address TEXT NOT NULL UNIQUE,  -- the article's http(s) address; the input where it has none
  latest INTEGER NOT NULL  -- the version that stands there now
)""",
        """CREATE TABLE outlets (  -- who publishes
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  folded TEXT NOT NULL  -- as it is compared: lower case, without diacritics and punctuation
)""",
        """CREATE TABLE acts (  -- what a cue does: states, denies, warns …
  id INTEGER PRIMARY KEY,
  act TEXT NOT NULL UNIQUE
)""",
        """CREATE TABLE versions (  -- one text of an address, with its facts
  id INTEGER PRIMARY KEY,
  article INTEGER NOT NULL REFERENCES articles (id),
  number INTEGER NOT NULL,  -- 1 for the first
  captured TEXT,  -- when it was first met (ISO 8601)
  day TEXT,  -- the day of publication, or of capture: 2031-03-14
  outlet INTEGER REFERENCES outlets (id),
  headline TEXT,
  standfirst TEXT,
  authors TEXT,  -- JSON array, NULL for none
  published TEXT,  -- ISO 8601
  updated TEXT,
  section TEXT,
  language TEXT,
  images TEXT,  -- JSON array, NULL for none
  paragraphs TEXT NOT NULL,  -- JSON, runs of a kind with starts and ends: [["headline",0,56],["body",58,90,92,240]]
  name TEXT NOT NULL,  -- the article's id in its reading
  url TEXT,  -- as the page gives it; "=" where it is the address
  input TEXT NOT NULL,  -- what was read; "=" where it is the address
  model TEXT,  -- the model that read it, NULL where none did
  made_by TEXT NOT NULL,  -- the Sayso that read it
  web INTEGER NOT NULL,  -- 1 where the address is one of the web
  text_sha256 TEXT NOT NULL,  -- of the text in UTF-8
  fingerprint TEXT NOT NULL,  -- of the text without noise: another text with the same one is no new version
  first_statement INTEGER NOT NULL,  -- its statements' ids begin here, without gaps
  statements INTEGER NOT NULL,  -- how many
  parties INTEGER NOT NULL,  -- how many
  checksum BIGINT NOT NULL  -- CRC-32 of the facts as written
)""",
        "CREATE UNIQUE INDEX versions_of_article ON versions (article, number)",
        "CREATE INDEX versions_by_day ON versions (day)",
        "CREATE INDEX texts_without_address ON versions (text_sha256) WHERE web = 0",
        """CREATE TABLE texts (  -- the words; every offset is a half-open pair of code points into them
  version INTEGER PRIMARY KEY REFERENCES versions (id),
  text TEXT NOT NULL
)""",
        """CREATE TABLE parties (  -- persons, organisations, governments, documents, groups across articles
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,  -- the fullest
  kind TEXT NOT NULL,
  folded TEXT NOT NULL,  -- the name as it is compared
  same_as INTEGER REFERENCES parties (id),  -- the party that corrections make of it
  shown TEXT,  -- the name that corrections give it
  UNIQUE (folded, kind)
)""",
        """CREATE TABLE party_names (  -- what a party is called in what was read
  folded TEXT NOT NULL,
  party INTEGER NOT NULL REFERENCES parties (id),
  name TEXT NOT NULL,
  PRIMARY KEY (folded, party)
) {compact}""",
        "CREATE INDEX names_of_party ON party_names (party)",
        """CREATE TABLE appearances (  -- a party in a version: evidence
  version INTEGER NOT NULL REFERENCES versions (id),
  number INTEGER NOT NULL,  -- 1 for the first
  name TEXT NOT NULL,  -- its id in the reading
  party INTEGER NOT NULL REFERENCES parties (id),  -- the party of that name; "identity" has what it is taken to be
  identity INTEGER NOT NULL REFERENCES parties (id),  -- the party it is taken to be: a fuller name in the same article
  spelled TEXT,  -- its name where it is spelled in another way than the party's
  role TEXT,
  mentions TEXT NOT NULL,  -- JSON array of starts and ends: [12,18,40,46]
  checksum BIGINT NOT NULL,  -- CRC-32 of the party as written
  PRIMARY KEY (version, number)
) {compact}""",
        "CREATE INDEX appearances_of_party ON appearances (identity, version)",
        """CREATE TABLE statements (  -- content that an article attributes to a speaker
  id INTEGER PRIMARY KEY,
  version INTEGER NOT NULL REFERENCES versions (id),
  name TEXT NOT NULL,  -- its id in the reading: s1
  speaker INTEGER REFERENCES parties (id),  -- understood across articles, corrections of names apart
  addressee INTEGER REFERENCES parties (id),
  relay TEXT,  -- JSON array of parties: on whose word, nearest first
  about TEXT,  -- JSON array of the parties that the content mentions
  act INTEGER NOT NULL REFERENCES acts (id),
  manner INTEGER NOT NULL,  -- 1 direct, 2 mixed, 3 indirect
  day INTEGER,  -- of its version: 20310314
  state INTEGER NOT NULL,  -- 0 counts; 1 in an earlier version; 2 not said, by a correction; 3 both
  words INTEGER NOT NULL,  -- how many words the content has
  wire BIGINT,  -- the same for all copies of a statement that several articles carry; NULL for most
  wording BIGINT NOT NULL,  -- hash of its words and its speaker's: copies have the same
  content TEXT NOT NULL,  -- evidence from here on: JSON arrays of starts and ends, in code points of the text
  quoted TEXT,
  cue TEXT,
  speaker_mention TEXT,  -- [start, end, id of the party in the reading, how that is known]
  addressee_mention TEXT,
  relay_mentions TEXT,
  within TEXT,  -- the statement it stands inside
  score DOUBLE PRECISION NOT NULL,
  checksum BIGINT NOT NULL  -- CRC-32 of the evidence and its words
)""",
        "CREATE INDEX wire_copies ON statements (wire) WHERE wire IS NOT NULL",
        """CREATE TABLE bands (  -- near duplicates meet here: articles with an equal band are compared
  band INTEGER NOT NULL,
  version INTEGER NOT NULL REFERENCES versions (id),
  PRIMARY KEY (band, version)
) {compact}""",
        """CREATE TABLE captures (  -- each page as it was met
  address TEXT NOT NULL,  -- where; the input where it has no address
  page_sha256 TEXT NOT NULL,  -- of its bytes
  captured TEXT,  -- ISO 8601
  version INTEGER REFERENCES versions (id),  -- what it became; NULL where it was refused
  refusal TEXT,  -- why
  etag TEXT,  -- what the site said to ask by whether the page has changed
  last_modified TEXT,
  PRIMARY KEY (address, page_sha256)
) {compact}""",
        """CREATE TABLE corrections (  -- what people set right; appended, never changed
  number INTEGER PRIMARY KEY,
  kind TEXT NOT NULL,  -- merge, split, rename, not-said, was-said
  reason TEXT NOT NULL,
  made TEXT NOT NULL,  -- ISO 8601
  party TEXT,  -- the name
  party_kind TEXT,
  other TEXT,  -- the name of the other party
  other_kind TEXT,
  name TEXT,  -- the new name
  statement TEXT  -- JSON: address, SHA-256 of the text, offsets of content and cue
)""",
        """CREATE TABLE tallies (  -- how many rows were ever written: the next ids, and what verify counts against
  name TEXT PRIMARY KEY,
  value BIGINT NOT NULL
)""",
        "INSERT INTO tallies VALUES " + ", ".join(f"('{name}', 0)" for name in TALLIED),
        "{index}",
    ),
)

# What people look at; a new wording of the views is a new step.
VIEWS = Migration(2, "views", ("{views}",))


def _sum_up(database: Database, table: str = "captures") -> None:
    """Checksums for the rows of a table that were written without them."""
    keys, columns = ROWS[table]
    rows = database.rows(f"SELECT {', '.join(columns)} FROM {table}")
    key = " AND ".join(f"{column} = ?" for column in columns[:keys])
    database.many(f"UPDATE {table} SET checksum = ? WHERE {key}", [(crc(*row), *row[:keys]) for row in rows])


CHECKSUMS = Migration(
    3,
    "checksums of captures, counts from indexes",
    (
        "ALTER TABLE captures ADD COLUMN checksum BIGINT  -- CRC-32 of the row as written",
        # Who speaks on the wires, and what no longer counts, are read from these indexes alone.
        "DROP INDEX wire_copies",
        "CREATE INDEX wire_copies ON statements (wire, state, speaker, day) WHERE wire IS NOT NULL",
        "CREATE INDEX statements_out ON statements (state, speaker) WHERE state <> 0",
        "{leaner}",
    ),
    _sum_up,
)

RECENT = Migration(
    4,
    "recent bands",
    (
        """CREATE TABLE recent_bands (  -- the newest rows of bands, gathered until there are enough to file them in its order
  band INTEGER NOT NULL,
  version INTEGER NOT NULL REFERENCES versions (id),
  PRIMARY KEY (band, version)
) {compact}""",
    ),
)

_VERSIONS = """SELECT v.id, v.checksum, {facts},
  a.address, v.number, v.captured, v.day, o.name, v.made_by, v.web, v.text_sha256, v.fingerprint,
  v.first_statement, v.statements, v.parties
  FROM versions v JOIN articles a ON a.id = v.article LEFT JOIN outlets o ON o.id = v.outlet
  WHERE v.id > ? ORDER BY v.id LIMIT 1000"""


def _seal(database: Database) -> None:
    """Checksums of what had none. A version whose facts are not those that were written keeps its own, which tells so."""
    last, size, sql = 0, len(FACT_COLUMNS), _VERSIONS.format(facts=facts(database))
    while rows := database.rows(sql, (last,)):
        last = rows[-1][0]
        sums: list[tuple[int, int]] = []
        for id, checksum, *row in rows:
            told, place, made, held = row[:size], tuple(row[size : size + 5]), tuple(row[size + 5 : size + 9]), tuple(row[-3:])
            if facts_checksum(told, place[4], place[2], made[2], made[3]) == checksum:
                sums.append((version_checksum(told, place, made, held), id))
        database.many("UPDATE versions SET checksum = ? WHERE id = ?", sums)
    for table in ("articles", "parties", "party_names"):
        _sum_up(database, table)
    seal(database, BANDS, sum(sum_of_bands(database.rows(f"SELECT band, version FROM {t}")) for t in ("bands", "recent_bands")))
    if sealed(database, CORRECTIONS) is None:
        seal(database, CORRECTIONS, of_corrections(database))


_CHECKSUM = "ALTER TABLE {} ADD COLUMN checksum BIGINT  -- CRC-32 of the row as written"
# Nothing but what verify reads: a store without it is asked as it is.
SEALED = Migration(
    5, "checksums of articles, parties, names and bands",
    tuple(_CHECKSUM.format(table) for table in ("articles", "parties", "party_names", "migrations")), _seal,
)  # fmt: skip
MEMBERS = Migration(
    6,
    "members of groups",
    (
        """CREATE TABLE members (  -- who a group in a version is: "Ana Rubio and Karel Novak"; what it says, each of them says
  version INTEGER NOT NULL REFERENCES versions (id),
  number INTEGER NOT NULL,  -- the group, as appearances number it
  place INTEGER NOT NULL,  -- 1 for the first member
  member INTEGER NOT NULL,  -- the member, as appearances number it
  party INTEGER NOT NULL REFERENCES parties (id),  -- the party that the member is taken to be
  joint INTEGER NOT NULL REFERENCES parties (id),  -- the party that the group is taken to be
  PRIMARY KEY (version, number, place)
) {compact}""",
        "CREATE INDEX groups_of_party ON members (party, joint)",
    ),
)
SAID = Migration(
    7,
    "said",
    (
        # Nothing of a row is written anew: what was kept before counts as said.
        "ALTER TABLE statements ADD COLUMN said INTEGER  -- empty: it was said; 2 not said, 3 conditional, 4 possible, "
        "5 expected, 6 asked, 7 demanded: then its state is 4 more",
        "{views}",
    ),
)
UNNAMED = Migration(
    8,
    "parties without a name",
    (
        """CREATE TABLE unnamed (  -- somebody in a version whom the article knows by a description alone: evidence
  version INTEGER NOT NULL REFERENCES versions (id),
  number INTEGER NOT NULL,  -- counted together with appearances
  name TEXT NOT NULL,  -- its id in the reading
  spelled TEXT NOT NULL,  -- the description: senior official
  kind TEXT NOT NULL,
  role TEXT,
  mentions TEXT NOT NULL,  -- JSON array of starts and ends: [12,18,40,46]
  checksum BIGINT NOT NULL,  -- CRC-32 of the party as written
  PRIMARY KEY (version, number)
) {compact}""",
        """CREATE TABLE unnamed_members (  -- members of groups, where the member or the group has no name
  version INTEGER NOT NULL REFERENCES versions (id),
  number INTEGER NOT NULL,  -- the group, as appearances and unnamed number it
  place INTEGER NOT NULL,  -- 1 for the first member, counted together with members
  member INTEGER NOT NULL,  -- the member, numbered so too
  PRIMARY KEY (version, number, place)
) {compact}""",
    ),
)
TITLES = Migration(
    9,
    "titles",
    # Nothing of a row is written anew: what was kept before has none.
    ("ALTER TABLE versions ADD COLUMN titles TEXT  -- JSON array of all wordings of the headline, NULL for none",),
)
OCCURRENCES = Migration(
    10,
    "times, events, undertakings",
    (
        # Nothing of a row is written anew: what was kept before has none until it is read again.
        "ALTER TABLE versions ADD COLUMN times TEXT  -- JSON array of all words that name a time, NULL for none: start, end, "
        "value, earliest and latest day; the days alone where the value is that one day",
        "ALTER TABLE versions ADD COLUMN events INTEGER  -- how many, NULL for none",
        "ALTER TABLE versions ADD COLUMN undertakings INTEGER  -- how many, NULL for none",
        """CREATE TABLE events (  -- what a version has of something that happened, is planned, is called off: evidence
  version INTEGER NOT NULL REFERENCES versions (id),
  number INTEGER NOT NULL,  -- 1 for the first
  name TEXT NOT NULL,  -- its id in the reading: e1
  kind TEXT NOT NULL,  -- call, meeting, visit …
  status INTEGER NOT NULL,  -- 1 happened, 2 ongoing, 3 planned, 4 proposed, 5 hypothetical, 6 denied, 7 cancelled, 8 postponed
  trigger TEXT NOT NULL,  -- JSON array of start and end: the words for it
  participants TEXT,  -- JSON array: role (1 initiator, 2 host, 3 target, 4 party), then start, end, party, how known
  place TEXT,  -- start and end
  time TEXT,  -- start and end
  earliest TEXT,  -- the days that it may have been on: 2031-03-14
  latest TEXT,
  within TEXT,  -- the statement in whose content it stands
  mentions TEXT,  -- JSON array of starts and ends: further words for it
  key TEXT NOT NULL,  -- what it is known by, in this reading and the next
  checksum BIGINT NOT NULL,  -- CRC-32 of the evidence, its words and the key
  parties TEXT,  -- understood: JSON array, for each participant the party across articles, or null
  beside TEXT,  -- the same of the parties in the article's headline, where it is a meeting, a visit, a call, a statement
  spot TEXT,  -- the words of its place, as names are compared
  wording BIGINT NOT NULL,  -- hash of the words of its sentence: copies have the same
  PRIMARY KEY (version, number)
) {compact}""",
        """CREATE TABLE together (  -- a version in which two or more whom its headline names take turns in speaking
  version INTEGER PRIMARY KEY REFERENCES versions (id),
  parties TEXT NOT NULL,  -- understood: JSON array of the parties across articles
  key TEXT NOT NULL  -- what this is known by, as one mention of an event
)""",
        """CREATE TABLE undertakings (  -- what a version has of what a party says it will do: evidence
  version INTEGER NOT NULL REFERENCES versions (id),
  number INTEGER NOT NULL,  -- 1 for the first
  name TEXT NOT NULL,  -- its id in the reading: u1
  kind INTEGER NOT NULL,  -- 1 promise, 2 agreement, 3 plan, 4 offer, 5 threat, 6 request-accepted
  strength INTEGER NOT NULL,  -- 1 will, 2 agreed, 3 intends, 4 considers, 5 conditional
  who TEXT,  -- JSON array: [start, end, id of the party in the reading, how that is known]
  what TEXT NOT NULL,  -- JSON array of starts and ends
  to_whom TEXT,  -- as who
  due TEXT,  -- the words for when, and their days, as versions.times has them
  condition TEXT,  -- start and end
  statement TEXT,  -- the statement that holds it
  event TEXT,  -- the event that it belongs to
  key TEXT NOT NULL,  -- what it is known by, in this reading and the next
  checksum BIGINT NOT NULL,  -- CRC-32 of the evidence, its words and the key
  doers TEXT,  -- understood: JSON array, for each of who the party across articles, or null
  receivers TEXT,  -- the same of to_whom
  terms TEXT NOT NULL,  -- the words of what is undertaken, as they are compared
  wording BIGINT NOT NULL,  -- hash of the words of its sentence: copies have the same
  PRIMARY KEY (version, number)
) {compact}""",
        "{views}",
    ),
)
PASSAGES = Migration(
    11,
    "passages",
    (
        "ALTER TABLE versions ADD COLUMN first_passage INTEGER  -- its passages' numbers begin here: stretches of 2,000 code "
        "points of its text, which passage_grams has",
        "CREATE INDEX passages_of_versions ON versions (first_passage)",
        f"INSERT INTO tallies VALUES ('{PASSAGE_TALLY}', 0)",
        "{passages}",
    ),
    file_kept,
)
# What was worked out across articles whenever somebody asked is kept from here on. It is worked out of
# the older rows where the store is opened next (``relinking``), since nothing here knows how.
TO_LINK = "links to make"
LINKS = Migration(
    12,
    "events and undertakings across articles",
    (
        """CREATE TABLE occasions (  -- an event across articles, understood: what its mentions come to
  id INTEGER PRIMARY KEY,
  part INTEGER NOT NULL,  -- events whose mentions are alike are worked out together, and share this
  key TEXT NOT NULL,  -- of its first mention
  kind TEXT NOT NULL,  -- that most of its mentions have
  status TEXT NOT NULL,  -- announced, proposed, possible, moved, postponed, cancelled, denied, ongoing, held
  stood TEXT NOT NULL,  -- JSON array of all that it stood at
  begins INTEGER,  -- its first day, as days are counted from 1 January of the year 1; NULL where no day is known
  ends INTEGER,  -- its last day
  long INTEGER NOT NULL,  -- 1 where it is on more than a month
  spots TEXT,  -- JSON array of the words of its places, as names are compared
  candidates TEXT  -- JSON array of the keys of events that may be this one
)""",
        "CREATE INDEX occasions_by_day ON occasions (long, begins)",
        "CREATE INDEX occasions_of_part ON occasions (part)",
        "CREATE INDEX occasions_by_status ON occasions (status)",
        """CREATE TABLE occasion_mentions (  -- which event across articles a version's event is
  version INTEGER NOT NULL REFERENCES versions (id),
  number INTEGER NOT NULL,  -- as events number it; 0 for those who take turns under a headline, -1 for what a headline names
  occasion INTEGER NOT NULL,
  kind TEXT NOT NULL,
  key TEXT NOT NULL,
  name TEXT,  -- the words of the gathering that the headline names, in the order of the alphabet
  PRIMARY KEY (version, number)
) {compact}""",
        "CREATE INDEX mentions_of_occasion ON occasion_mentions (occasion)",
        "CREATE INDEX mentions_by_kind ON occasion_mentions (kind, occasion)",
        "CREATE INDEX mentions_by_key ON occasion_mentions (key)",
        "CREATE INDEX mentions_by_name ON occasion_mentions (name) WHERE name IS NOT NULL",
        """CREATE TABLE taking_part (  -- who takes part in a version's event, and of which days its like is
  party INTEGER NOT NULL REFERENCES parties (id),
  family INTEGER NOT NULL,  -- kinds that go together: 1 encounters, 2 calls, 4 statements, added up; of others a number each
  begins INTEGER NOT NULL,  -- days on which what shares two parties with it may be one with it, counted as in occasions
  version INTEGER NOT NULL REFERENCES versions (id),
  number INTEGER NOT NULL,
  ends INTEGER NOT NULL,
  near_begins INTEGER NOT NULL,  -- days on which what shares one party may be
  near_ends INTEGER NOT NULL,
  beside INTEGER NOT NULL,  -- 1 for who is named by the headline alone
  spotted INTEGER NOT NULL,  -- 1 where its place is told
  PRIMARY KEY (party, family, begins, version, number)
) {compact}""",
        "CREATE INDEX taking_part_of_version ON taking_part (version)",
        """CREATE TABLE takers (  -- in how many events of articles a party takes part, as they stand now
  party INTEGER PRIMARY KEY,  -- 0 for how many there are in all
  mentions INTEGER NOT NULL,
  common INTEGER NOT NULL  -- 1 where it is in so many that it tells no event alone
)""",
        "CREATE INDEX takers_of_many ON takers (mentions)",
        """CREATE TABLE name_parts (  -- by what else a party that takes part or undertakes may be called
  part TEXT NOT NULL,  -- words of its name that follow each other; a single word goes with the kind
  party INTEGER NOT NULL REFERENCES parties (id),
  PRIMARY KEY (part, party)
) {compact}""",
        """CREATE TABLE promises (  -- an undertaking across articles, understood: what its mentions and reports come to
  id INTEGER PRIMARY KEY,
  part INTEGER NOT NULL,  -- undertakings whose mentions are alike are worked out together, and share this
  key TEXT NOT NULL,  -- of its first mention
  kind INTEGER NOT NULL,  -- as undertakings have it
  strength INTEGER NOT NULL,  -- the same, of its last mention
  settled TEXT,  -- what is reported last, or a person set: kept, broken, cancelled, superseded, disputed …
  delayed INTEGER NOT NULL,  -- 1 where no more than a delay is reported
  stood TEXT NOT NULL,  -- JSON array of all that it stood at
  begins INTEGER,  -- the first day on which it is due, counted as in occasions; NULL where none is known
  ends INTEGER,  -- the last one
  long INTEGER NOT NULL,  -- 1 where it is due on more than a month
  day INTEGER,  -- of its first article
  candidates TEXT  -- JSON array of the keys of undertakings that may be this one
)""",
        "CREATE INDEX promises_by_day ON promises (long, ends)",
        "CREATE INDEX promises_of_part ON promises (part)",
        "CREATE INDEX promises_by_kind ON promises (kind)",
        "CREATE INDEX promises_by_state ON promises (settled)",
        """CREATE TABLE promise_mentions (  -- which undertaking across articles a version's undertaking is
  version INTEGER NOT NULL REFERENCES versions (id),
  number INTEGER NOT NULL,  -- as undertakings number it
  promise INTEGER NOT NULL,
  key TEXT NOT NULL,
  PRIMARY KEY (version, number)
) {compact}""",
        "CREATE INDEX mentions_of_promise ON promise_mentions (promise)",
        "CREATE INDEX promises_by_key ON promise_mentions (key)",
        """CREATE TABLE undertakers (  -- who undertakes what a version has, and to whom
  party INTEGER NOT NULL REFERENCES parties (id),
  role INTEGER NOT NULL,  -- 0 who undertakes it, 1 to whom
  version INTEGER NOT NULL REFERENCES versions (id),
  number INTEGER NOT NULL,
  PRIMARY KEY (party, role, version, number)
) {compact}""",
        "CREATE INDEX undertakers_of_version ON undertakers (version)",
        """CREATE TABLE outcomes (  -- a sentence of a version that has words of an outcome ("kept its promise")
  version INTEGER NOT NULL REFERENCES versions (id),
  begins INTEGER NOT NULL,  -- where these words stand, in code points of the text
  ends INTEGER NOT NULL,
  state TEXT NOT NULL,  -- kept, broken, delayed, cancelled, superseded, disputed
  words TEXT NOT NULL,  -- those of the sentence, as they are compared
  names TEXT,  -- JSON array of the names beside these words, as names are compared
  promise INTEGER,  -- the undertaking across articles that it tells of; NULL for none, or where it may be of two
  PRIMARY KEY (version, begins, state)
) {compact}""",
        "CREATE INDEX outcomes_of_promise ON outcomes (promise) WHERE promise IS NOT NULL",
        """CREATE TABLE outcome_words (  -- the words by which what a sentence tells of is found
  word TEXT NOT NULL,
  version INTEGER NOT NULL REFERENCES versions (id),
  begins INTEGER NOT NULL,
  PRIMARY KEY (word, version, begins)
) {compact}""",
        "CREATE INDEX outcome_words_of_version ON outcome_words (version)",
        "CREATE INDEX members_of_group ON members (joint, party)",
        f"INSERT INTO tallies VALUES ('{TO_LINK}', 1)",
    ),
)
REMOVALS = Migration(
    13,
    "removals",
    (
        """CREATE TABLE removals (  -- what people took out of the store: when, why and how much, never the words
  number INTEGER PRIMARY KEY,
  made TEXT NOT NULL,  -- ISO 8601
  reason TEXT NOT NULL,
  articles INTEGER NOT NULL,
  versions INTEGER NOT NULL,
  statements INTEGER NOT NULL,
  parties INTEGER NOT NULL,  -- that nothing else names
  corrections INTEGER NOT NULL,  -- that were of nothing else
  checksum BIGINT NOT NULL  -- CRC-32 of the row as written
)""",
        """CREATE TABLE removed (  -- addresses that are not read again: of removed articles, and where else they were met
  address_sha256 TEXT NOT NULL,  -- of the address in UTF-8
  removal INTEGER NOT NULL REFERENCES removals (number),
  address TEXT,  -- NULL where it is to be forgotten
  own INTEGER NOT NULL,  -- 1 the article's; 0 where it was met as well
  again TEXT,  -- since when it may be read again (ISO 8601); NULL for not
  checksum BIGINT NOT NULL,  -- CRC-32 of the row as written
  PRIMARY KEY (address_sha256, removal)
) {compact}""",
        "CREATE INDEX removed_by ON removed (removal)",
        "INSERT INTO tallies VALUES ('removals', 0), ('removed', 0)",
        "{views}",
    ),
)
JUDGED = "judgements"  # the table, and the tally of its rows
STATEMENTS_CORRECTED = Migration(
    CHANGES_SINCE,
    "corrections of statements, judgements",
    (
        "ALTER TABLE corrections ADD COLUMN change TEXT  -- JSON: what of a statement is set, and what was read then",
        "ALTER TABLE statements ADD COLUMN corrected INTEGER  -- the last correction that it follows, NULL for most: its "
        "columns are then what corrections make of it, and as_read has what was read",
        """CREATE TABLE as_read (  -- what was read of a version, where corrections of its statements changed it: evidence
  version INTEGER PRIMARY KEY REFERENCES versions (id),
  statements TEXT NOT NULL,  -- JSON array: for each the columns of its evidence, its act as a word
  parties TEXT NOT NULL,  -- JSON array: id, name, kind, role, mentions, members, whether it has a name
  undertakings TEXT NOT NULL,  -- JSON array: the id of each, and who undertakes it
  checksum BIGINT NOT NULL  -- CRC-32 of the row as written
)""",
        """CREATE TABLE judgements (  -- what people found right or wrong in samples; appended, never changed
  number INTEGER PRIMARY KEY,
  statement TEXT NOT NULL,  -- JSON: address, SHA-256 of the text, offsets of content and cue
  verdict TEXT NOT NULL,  -- right, wrong; undone where it is taken back
  fault TEXT,  -- of a wrong one: speaker, words, relay, no-statement …
  judge TEXT,  -- who judged
  made TEXT NOT NULL,  -- ISO 8601
  model TEXT,  -- the model that read it, NULL where none did
  sayso TEXT NOT NULL,  -- the Sayso that read it
  sample TEXT,  -- JSON: the size, the seed and the filters of the sample that it was drawn in
  shown TEXT NOT NULL,  -- JSON: what was judged, as the reading had it
  checksum BIGINT NOT NULL  -- CRC-32 of the row as written
)""",
        f"INSERT INTO tallies VALUES ('{JUDGED}', 0)",
        "{views}",
    ),
)
OPEN = Migration(
    15,
    "why speakers are left open",
    (
        "ALTER TABLE statements ADD COLUMN open INTEGER  -- where speaker is empty, why: 1 nobody stands there, 2 we, I "
        "or you, 3 another pronoun, 4 a description",
        # All that a count of them asks of statements, so that a million are counted from the index alone.
        "CREATE INDEX statements_open ON statements (state, wire, open) WHERE speaker IS NULL",
    ),
    fill_open,
)
WATCHES = Migration(
    16,
    "watches",
    (
        # Nothing of a row is written anew: what was kept before goes by its own number.
        "ALTER TABLE statements ADD COLUMN kept_as INTEGER  -- the number under which the same statement was kept first, in an "
        "earlier version or reading of its article; empty where it is its own",
        "CREATE INDEX statements_kept_as ON statements (kept_as) WHERE kept_as IS NOT NULL",
        """CREATE TABLE watches (  -- saved questions, and up to where the store was looked through for each
  number INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  asks TEXT NOT NULL,  -- statements, events, undertakings
  question TEXT NOT NULL,  -- JSON: its filters
  made TEXT NOT NULL,  -- ISO 8601
  looked TEXT,  -- when it was last looked at; NULL for never
  statements BIGINT NOT NULL,  -- those with greater numbers came in since
  versions BIGINT NOT NULL,  -- the same
  parties BIGINT NOT NULL,  -- the same
  recounts BIGINT NOT NULL,  -- the same, of recounted
  meaning BIGINT NOT NULL,  -- CRC-32 of which parties its names stood for, and of the last correction of them
  checksum BIGINT NOT NULL  -- CRC-32 of the row as written
)""",
        """CREATE TABLE recounted (  -- statements that came to count, or count no longer, without being written anew
  number INTEGER PRIMARY KEY,
  statement INTEGER NOT NULL,  -- its id then
  checksum BIGINT NOT NULL  -- CRC-32 of the row as written
)""",
        """CREATE TABLE watched (  -- which statements a watch has told of
  watch INTEGER NOT NULL REFERENCES watches (number),
  kind INTEGER NOT NULL,  -- 0 told as new, or there before it was made; 1 told as withdrawn
  block INTEGER NOT NULL,  -- of 65,536 numbers, from 0
  bits TEXT NOT NULL,  -- a bit for each number of the block, packed by zlib, in base 85
  checksum BIGINT NOT NULL,  -- CRC-32 of the row as written
  PRIMARY KEY (watch, kind, block)
) {compact}""",
        """CREATE TABLE watched_happenings (  -- what events, or undertakings, stood at when a watch told of them last
  watch INTEGER NOT NULL REFERENCES watches (number),
  key TEXT NOT NULL,  -- of one of its mentions
  standing TEXT NOT NULL,  -- its state and its days
  checksum BIGINT NOT NULL,  -- CRC-32 of the row as written
  PRIMARY KEY (watch, key)
) {compact}""",
        f"INSERT INTO tallies VALUES ('{KEPT_AS}', 0), ('{WATCHED}', 0)",
    ),
)
PACKED = Migration(
    17,
    "columns that are counted by",
    (
        "{columns}",
        # A party's roles are told by the index alone: of the busiest one in 50,000 articles that is a third of the time.
        "DROP INDEX appearances_of_party",
        "CREATE INDEX appearances_of_party ON appearances (identity, version, role)",
        "CREATE INDEX versions_seen ON versions (id, day, article)",
        "UPDATE occasions SET part = id",  # an event is linked with what is near it, and shares its working-out with none
    ),
)
ASKED_FROM = 4  # the first schema whose rows can be asked as they are, by those who may not write

MIGRATIONS: tuple[Migration, ...] = (
    TABLES,
    VIEWS,
    CHECKSUMS,
    RECENT,
    SEALED,
    MEMBERS,
    SAID,
    UNNAMED,
    TITLES,
    OCCURRENCES,
    PASSAGES,
    LINKS,
    REMOVALS,
    STATEMENTS_CORRECTED,
    OPEN,
    WATCHES,
    PACKED,
)
STORE_SCHEMA: int = MIGRATIONS[-1].number  # of the stores that this Sayso makes

# Their names: of tables, views and indexes that are the store's own.
_CREATED = re.compile(r"CREATE (?:UNIQUE )?(?:TABLE|INDEX|VIEW) (?:IF NOT EXISTS )?(\w+)")

LEDGER = """CREATE TABLE migrations (  -- the steps that made this schema
  number INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  applied TEXT NOT NULL  -- ISO 8601
)"""

OBJECTS = frozenset(
    found[1]
    for sql in (LEDGER, *(sql for step in MIGRATIONS for sql in step.sql), *views("sqlite"))
    for found in _CREATED.finditer(sql)
)


def migrate(
    database: Database,
    dialect: Dialect,
    index: tuple[str, ...],
    leaner: tuple[str, ...] = (),
    passages: tuple[str, ...] = (),
    columns: tuple[str, ...] = (),
) -> None:
    """Take the steps that the ledger does not have, inside the caller's transaction; the ledger's table is there."""
    taken = schema(database)
    own = {"{index}": index, "{leaner}": leaner, "{passages}": passages, "{columns}": columns, "{views}": views(dialect)}
    viewed = max(step.number for step in MIGRATIONS if "{views}" in step.sql)  # there are all columns that they show
    for step in MIGRATIONS:
        if step.number > taken:
            for template in step.sql:
                if template == "{views}" and step.number < viewed:
                    continue
                for sql in own.get(template, (template,)):
                    database.run(_in(dialect, sql))
            step.fill(database)
            now = datetime.now(UTC).isoformat(timespec="seconds")
            database.run("INSERT INTO migrations (number, name, applied) VALUES (?, ?, ?)", (step.number, step.name, now))
    _sum_up(database, "migrations")
    seal(database, SCHEMA, of_schema(database))


def _in(dialect: Dialect, sql: str) -> str:
    """The SQL as one of the databases has it. Strings are compared by code points in both."""
    if sql.startswith("ALTER TABLE"):  # SQLite puts a new column's words into the table's as they stand
        sql = sql.partition("  --")[0]
    if dialect == "sqlite":
        return sql.replace("{compact}", "WITHOUT ROWID")
    if sql.startswith(("CREATE TABLE", "ALTER TABLE")):
        return sql.replace("{compact}", "").replace(" TEXT", ' TEXT COLLATE "C"')
    return sql


def evidence(database: Database) -> str:
    """The columns of ``EVIDENCE`` for a SELECT of ``statements AS s`` and ``acts AS a``; what an older store lacks is NULL."""
    return f"s.name, a.act, {', '.join(f's.{column}' for column in EVIDENCE[2:-1])}, {said(database)}"


def facts(database: Database) -> str:
    """The columns of ``FACT_COLUMNS`` for a SELECT of ``versions AS v``; what an older store lacks is NULL."""
    taken = schema(database)
    return ", ".join(
        f"v.{column}" if taken >= _FACTS_SINCE.get(column, 0) else f"CAST(NULL AS {_LACKING.get(column, 'TEXT')})"
        for column in FACT_COLUMNS
    )


_FACTS_SINCE = {"titles": TITLES.number, **dict.fromkeys(("times", "events", "undertakings"), OCCURRENCES.number)}
_LACKING = {"events": "INTEGER", "undertakings": "INTEGER"}


def said(database: Database) -> str:
    """The column ``said`` for a SELECT of ``statements AS s``; NULL in a store that was made before there was one."""
    return "s.said" if schema(database) >= SAID.number else "CAST(NULL AS INTEGER)"


def opened(database: Database) -> str:
    """The column ``open`` for a SELECT of ``statements AS s``; NULL in a store that was made before there was one."""
    return "s.open" if schema(database) >= OPEN.number else "CAST(NULL AS INTEGER)"


def corrected(database: Database) -> str:
    """The column ``corrected`` for a SELECT of ``statements AS s``; NULL in a store that was made before there was one."""
    return "s.corrected" if schema(database) >= STATEMENTS_CORRECTED.number else "CAST(NULL AS INTEGER)"


def schema(database: Database) -> int:
    """The number of the last step taken; raises StoreError for one that this Sayso does not know."""
    ((taken,),) = database.rows("SELECT COALESCE(MAX(number), 0) FROM migrations")
    if taken > MIGRATIONS[-1].number:
        raise StoreError(
            f"{database.name}: a store of a newer Sayso: its schema is {taken}, this Sayso knows those up to "
            f"{MIGRATIONS[-1].number}. Update Sayso to open it."
        )
    return int(taken)
