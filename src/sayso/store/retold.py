"""Versions -> what an entry of a history tells of its article: outlet, headline, day, the sentence, and on whose word."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from sayso.record import Span
from sayso.store import packing
from sayso.store.chronicle import KnownParty, Told
from sayso.store.database import Database
from sayso.store.finding import names, selected
from sayso.store.occurrences import excerpt

_FACTS = """SELECT v.id, a.address, v.number, v.day, o.name, v.headline, v.text_sha256, t.text FROM versions v
  JOIN articles a ON a.id = v.article JOIN texts t ON t.version = v.id LEFT JOIN outlets o ON o.id = v.outlet
  WHERE v.id IN ({})"""
_JOINED = re.compile(r", | and ")
# Of a version's statement, by its id in the reading: on whose word it is, where that is known, and its score.
Speakers = Mapping[tuple[int, str], tuple[str | None, float]]


@dataclass(frozen=True, slots=True)
class Facts:
    """An article of a history, with its text."""

    address: str
    number: int
    day: str | None
    outlet: str | None
    headline: str | None
    text: str
    version: int
    text_sha256: str

    def told(self, at: Span, statement: str | None, speakers: Speakers) -> Told:
        """The entry of what stands at a span, in the content of a statement or on the article's own word."""
        word, score = speakers.get((self.version, statement), (None, None)) if statement else (None, None)
        return Told(
            day=self.day,
            address=self.address,
            version=self.number,
            outlet=self.outlet,
            headline=self.headline,
            statement=f"{self.address}#{self.number}/{statement}" if statement else None,
            on_word_of=word,
            words=excerpt(self.text, at.start, at.end),
            score=score,
            text_sha256=self.text_sha256,
        )

    def by_headline(self) -> Told:
        """The entry of what the headline tells."""
        words = self.headline or ""
        return Told(
            self.day, self.address, self.number, self.outlet, self.headline, words=words, text_sha256=self.text_sha256
        )


def facts_of(database: Database, versions: Iterable[int]) -> dict[int, Facts]:
    """The articles of these versions."""
    found: dict[int, Facts] = {}
    for id, address, number, day, outlet, headline, sha256, text in selected(database, _FACTS, versions):
        told = Facts(packing.unpacked(address) or "", number, packing.unpacked(day), None, None, "", id, sha256)
        words = packing.unpacked(outlet), packing.unpacked(headline), packing.unpacked(text) or ""
        found[id] = replace(told, outlet=words[0], headline=words[1], text=words[2])
    return found


def statements_at(database: Database, places: Iterable[tuple[int, int]]) -> dict[tuple[int, int], str]:
    """For places in the texts of versions (version, code point) the id in the reading of the innermost statement there."""
    wanted: dict[int, list[int]] = defaultdict(list)
    for version, at in places:
        wanted[version].append(at)
    sql = """SELECT v.id, s.name, s.content FROM versions v JOIN statements s ON s.id >= v.first_statement
      AND s.id < v.first_statement + v.statements WHERE v.id IN ({}) AND s.state NOT IN (2, 3, 6, 7)"""
    found: dict[tuple[int, int], tuple[int, str]] = {}
    for version, name, content in selected(database, sql, wanted):
        offsets = packing.array(content)
        for begin, end in zip(offsets[::2], offsets[1::2], strict=True):
            for at in wanted[version]:
                if begin <= at < end and end - begin < found.get((version, at), (1 << 40, ""))[0]:
                    found[version, at] = end - begin, packing.unpacked(name) or ""
    return {place: name for place, (_, name) in found.items()}


def speakers_of(database: Database, statements: Iterable[tuple[int, str]]) -> dict[tuple[int, str], tuple[str | None, float]]:
    """On whose word articles have these statements, by the name across articles, where that is known; and their scores.

    That is the outermost voice: of "Vega agreed to go", in the Palace's account, the Palace.
    """
    wanted: dict[int, set[str]] = defaultdict(set)
    for version, name in statements:
        wanted[version].add(name)
    sql = """SELECT v.id, s.name, s.speaker, s.relay, s.score FROM versions v JOIN statements s ON s.id >= v.first_statement
      AND s.id < v.first_statement + v.statements WHERE v.id IN ({})"""
    held: dict[tuple[int, str], tuple[int | None, float]] = {}
    for version, name, speaker, relay, score in selected(database, sql, wanted):
        if name in wanted[version]:
            voices = [voice for voice in (speaker, *(packing.array(relay) if relay else ())) if voice is not None]
            held[version, name] = voices[-1] if voices else None, score
    shown = names(database, {party for party, _ in held.values() if party is not None})
    return {at: (shown[party][1] if party is not None else None, score) for at, (party, score) in held.items()}


def without_joint(parties: Sequence[KnownParty]) -> tuple[KnownParty, ...]:
    """The parties, without a group that goes by the names of others that stand beside it.

    >>> shown = [KnownParty("Ana Vega"), KnownParty("Leo Orr"), KnownParty("Ana Vega and Leo Orr", kind="group")]
    >>> [party.name for party in without_joint(shown)]
    ['Ana Vega', 'Leo Orr']
    """
    beside = {party.name for party in parties}

    def is_joint(party: KnownParty) -> bool:
        members = _JOINED.split(party.name)
        return party.kind == "group" and len(members) > 1 and beside.issuperset(members)

    return tuple(party for party in parties if not is_joint(party))
