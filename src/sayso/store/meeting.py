"""Words -> the passages of kept texts that have rare words in common with them, likest first, with what stands there."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from sayso.store import rows as written
from sayso.store.database import All, Database, Lookup, Row, Tokens
from sayso.store.entries import NOT_SAID
from sayso.store.errors import StoreError
from sayso.store.finding import hits, selected
from sayso.store.grams import PASSAGE, grams_of
from sayso.store.migrations import PASSAGES, schema
from sayso.store.understanding import name_key
from sayso.store.values import Hit, Passage, Question, Reach

MOST_GRAMS = 60  # of the words that are looked up: those of a quotation of 110 words, spread over all of it
MOST_MET = 400  # passages of a gram; one that has as many tells little, and is asked for only together with others
FEWEST = 3  # grams below that, which are enough by themselves
MOST_TEXTS = 64  # versions whose days and addresses are looked at
MARGIN = 700  # code points that are read before and after the passages that were met


@dataclass(slots=True)
class _Met:
    """A version that was met: which of its passages, and how much of the words they have in common."""

    shared: float
    passages: list[int]


def passages(database: Database, words: str, until: str | None, but_not: Collection[str], most: int) -> list[Passage]:
    """The likest passages of at most so many texts; see the contract."""
    if schema(database) < PASSAGES.number:
        raise StoreError(
            f"{database.name}: a store of an older Sayso, without an index of passages; open it for writing once, and it is "
            "brought up to date."
        )
    weights = _weights(database, grams_of(words))
    found = _by_version(database, weights)
    facts = {row[0]: row for row in selected(database, _FACTS, [row[0] for row in found])}
    day, addresses = (until or "9")[:10], {written.packed(address) for address in but_not}
    chosen: list[Passage] = []
    for id, met in found:
        row = facts[id]
        if (row[7] or "0")[:10] <= day and row[1] not in addresses:
            chosen += _read(database, row, met)
            most -= 1
            if not most:
                break
    return chosen


_FACTS = """SELECT v.id, a.address, v.number, o.name AS outlet_name, v.headline, v.published, v.captured, v.day,
  v.first_passage, v.text_sha256
  FROM versions v JOIN articles a ON a.id = v.article LEFT JOIN outlets o ON o.id = v.outlet WHERE v.id IN ({})"""


def _weights(database: Database, wanted: Sequence[str]) -> dict[int, float]:
    """For each passage that has some of the grams, how much they tell: a gram of one passage in 1,000 tells 10 bits."""
    if len(wanted) > MOST_GRAMS:
        wanted = [wanted[place * len(wanted) // MOST_GRAMS] for place in range(MOST_GRAMS)]
    ((count,),) = database.rows("SELECT value FROM tallies WHERE name = 'passages'")
    met = list(_meet(database, [Tokens((gram,)) for gram in wanted]))
    light = [place for place, ids in enumerate(met) if len(ids) < MOST_MET]
    if len([place for place in light if met[place]]) < FEWEST:
        heavy = [Tokens((gram,)) for place, gram in enumerate(wanted) if len(met[place]) >= MOST_MET]
        together: list[Lookup] = [All(pair) for pair in pairwise(heavy)] or list(heavy)
        met += _meet(database, together[:FEWEST])
        light = [place for place, ids in enumerate(met) if len(ids) < MOST_MET or place >= len(wanted)]
    weights: dict[int, float] = defaultdict(float)
    for place in light:
        told = math.log2(1 + count / max(1, len(met[place])))
        for id in met[place]:
            weights[id] += told
    return weights


def _meet(database: Database, lookups: Sequence[Lookup]) -> Iterator[list[int]]:
    """The first passages that each look-up meets."""
    for at in range(0, len(lookups), 50):
        some = lookups[at : at + 50]
        tables = f"{database.passage_id} AS id FROM {database.passages} WHERE {database.met} ORDER BY 2 LIMIT {MOST_MET}"
        sql = " UNION ALL ".join(f"SELECT * FROM (SELECT {n} AS place, {tables}) AS g{n}" for n in range(len(some)))
        found: list[list[int]] = [[] for _ in some]
        for place, id in database.rows(sql, [database.lookup(lookup) for lookup in some]):
            found[place].append(id)
        yield from found


def _by_version(database: Database, weights: dict[int, float]) -> list[tuple[int, _Met]]:
    """The versions of the weightiest passages, each with those of its own, likest first."""
    likest = sorted(weights, key=lambda id: (-weights[id], id))[: 2 * MOST_TEXTS]
    met: dict[int, _Met] = {}
    for id, version in zip(likest, _versions_of(database, likest), strict=True):
        if version is None:
            continue
        if version in met:
            met[version].passages.append(id)
            # Words that stand in two passages of a text tell together; but a long text meets some of any by chance.
            met[version].shared += weights[id] / 2
        else:
            met[version] = _Met(weights[id], [id])
    return sorted(met.items(), key=lambda one: -one[1].shared)[:MOST_TEXTS]


def _versions_of(database: Database, ids: Sequence[int]) -> Iterator[int | None]:
    """The version that each passage is of; 50 in one question, each of which alone takes as long as all."""
    one = "(SELECT id FROM versions WHERE first_passage <= ? ORDER BY first_passage DESC LIMIT 1)"
    for at in range(0, len(ids), 50):
        some = ids[at : at + 50]
        ((*found,),) = database.rows(f"SELECT {', '.join([one] * len(some))}", some)
        yield from found


def _read(database: Database, row: Row, met: _Met) -> Iterator[Passage]:
    """The stretches of a version's text that were met, neighbours as one, each with some code points around it."""
    id, address, number, outlet, headline, published, captured, day, first, sha256 = row
    told = (
        *(written.unpacked(address) or "", number, written.unpacked(outlet), written.unpacked(headline)),
        *(written.unpacked(published), written.unpacked(captured), day),
    )
    for begin, end in _stretches([passage - first for passage in met.passages]):
        start = max(0, begin * PASSAGE - MARGIN)
        text = _text(database, id, start, (end + 1) * PASSAGE + MARGIN)
        yield Passage(*told, start, text, met.shared, sha256)


def _stretches(places: list[int]) -> Iterator[tuple[int, int]]:
    """First and last of the passages that stand beside each other.

    >>> list(_stretches([7, 2, 3]))
    [(2, 3), (7, 7)]
    """
    held: tuple[int, int] | None = None
    for place in sorted(places):
        if held and place <= held[1] + 1:
            held = held[0], place
            continue
        if held:
            yield held
        held = place, place
    if held:
        yield held


def _text(database: Database, version: int, start: int, end: int) -> str:
    """A stretch of a text; one that stands escaped is read whole."""
    sql = "SELECT substr(text, ?, ?), substr(text, 1, 1) FROM texts WHERE version = ?"
    ((part, first),) = database.rows(sql, (start + 1, end - start, version))
    if first != written.packed("\0")[0]:  # type: ignore[index]
        return str(part)
    ((whole,),) = database.rows("SELECT text FROM texts WHERE version = ?", (version,))
    return (written.unpacked(whole) or "")[start:end]


def around(database: Database, address: str, number: int, start: int, end: int) -> list[Hit]:
    """The statements of a version that have some of these code points in their content, but what corrections take out."""
    sql = f"""SELECT s.id, s.content FROM articles a JOIN versions v ON v.article = a.id
      JOIN statements s ON s.id >= v.first_statement AND s.id < v.first_statement + v.statements
      WHERE a.address = ? AND v.number = ? AND (s.state & {NOT_SAID}) = 0 ORDER BY s.id"""
    found: list[int] = []
    for id, content in database.rows(sql, (address, number)):
        offsets = written.array(content)
        if any(begin < end and start < stop for begin, stop in zip(offsets[::2], offsets[1::2], strict=True)):
            found.append(id)
    return hits(database, found, Question(said=None))


def holders(database: Database, office: str, surname: str) -> list[str]:
    """The names of persons of a surname who are kept in an office, who is most often first."""
    sql = """SELECT COALESCE(p.shown, p.name), count(*) FROM parties p JOIN appearances n ON n.identity = p.id
      WHERE p.kind = 'person' AND p.folded LIKE ? ESCAPE '!' AND lower(n.role) = ?
      GROUP BY p.id, p.shown, p.name ORDER BY 2 DESC, p.id LIMIT 5"""
    key = re.sub("[!%_]", r"!\g<0>", name_key(surname))
    rows = database.rows(sql, (f"% {key}", office))
    return [written.unpacked(name) or "" for name, _ in rows]


def reach(database: Database, until: str | None) -> Reach:
    """How many articles there are, no later than a day, and of which days."""
    day = (until or "9")[:10]
    sql = """SELECT count(*), MIN(v.day), MAX(v.day) FROM articles a JOIN versions v ON v.id = a.latest
      WHERE v.day IS NULL OR v.day <= ?"""
    ((articles, first, last),) = database.rows(sql, (day,))
    return Reach(articles, first, last)
