"""Kept versions -> a folder of brat standoff: a text and its annotations for each, the types they use, and an index of all.

A statement is an event on its content; cue, speaker, addressee, relay and the statement around it are its arguments. Mentions
are typed by the kind of their party, and those of one party are equivalent. What brat has no place for stands in notes.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from sayso.evidence import check_evidence, voices
from sayso.formats.answers import answering, answering_events, answering_undertakings, parties
from sayso.formats.brat_conf import OPEN, annotation_conf, visual_conf
from sayso.formats.brat_happenings import NOTE, add_happenings
from sayso.formats.json import corrected_to_json, dumps
from sayso.formats.offsets import to_offsets
from sayso.record import Party, Span, Statement, Voice
from sayso.store import Version

INDEX = "articles.jsonl"

TRIGGERS = ("Statement", "Event", "Undertaking")  # nothing but its event may refer to a trigger: not even a note

# brat's lines end at "\n"; its reader, like str.splitlines, at the others too; a tab ends a field.
BREAKS = "\n\r\t\v\f\x1c\x1d\x1e\x85\u2028\u2029"

_UNBROKEN = re.compile(f"[^{BREAKS}]+")
_REPLACED = re.compile("[\r\ud800-\udfff]")  # brat reads "\r\n" as one character; half surrogates have no bytes in UTF-8
def write_brat(versions: Iterable[Version], folder: Path, words: bool = True) -> None:
    """Write into a folder that is there: ``NAME.txt`` and ``NAME.ann`` for each, two files of brat's settings, the index.

    A name is made of the address, in letters that any file system takes, and a hash that keeps it apart from all others.
    Without ``words`` the texts are "x" of the same length, so that brat still opens them. Raises OSError, and EvidenceError
    where a span does not hold its words.
    """
    _write(folder / "annotation.conf", annotation_conf())
    _write(folder / "visual.conf", visual_conf())
    with (folder / INDEX).open("w", encoding="utf-8", newline="\n") as index:
        for version in versions:
            name, text = file_name(version), version.reading.article.text
            check_evidence(version.reading)
            shown = _REPLACED.sub(lambda half: " " if half[0] == "\r" else "\ufffd", text) if words else _masked(text)
            _write(folder / f"{name}.txt", shown)
            lines = "".join(Sheet(version, shown, parties(version, words), words).lines())
            _write(folder / f"{name}.ann", lines)
            told = {"answers": [one.id for one in answering(version)], "ann_sha256": sha256_of(lines)}
            index.write(dumps(_row(name, version, words) | told) + "\n")


def sha256_of(lines: str) -> str:
    """Hex SHA-256 of a file's annotations: whether people changed them since."""
    return hashlib.sha256(lines.encode("utf-8")).hexdigest()


def file_name(version: Version) -> str:
    """A version's name without ending: at most 72 of a-z, 0-9 and "-", the same in every export, and no other's.

    >>> from sayso.record import Article, Reading
    >>> file_name(Version("https://Outlet.example/a?id=7", 2, None, Reading("", Article("", "", ())), ""))
    'outlet-example-a-id-7-9d6afbf6b004'
    """
    bare = re.sub(r"^https?://(www\.)?", "", version.address.lower())
    slug = re.sub(r"[^a-z0-9]+", "-", bare)[:59].strip("-") or "article"
    mark = hashlib.sha256(f"{version.address}\n{version.number}".encode("utf-8", "surrogatepass")).hexdigest()[:12]
    return f"{slug}-{mark}"


def fragments(spans: Iterable[Span], text: str) -> list[tuple[int, int]]:
    """The spans as brat takes one annotation's: in order, apart, and none across the end of a line.

    >>> fragments([Span(4, 10, "she\\nsa"), Span(0, 2, "“S")], "“Stashe\\nsaid")
    [(0, 2), (4, 7), (8, 10)]
    """
    pieces = sorted(
        (span.start + found.start(), span.start + found.end())
        for span in spans
        for found in _UNBROKEN.finditer(text[span.start : span.end])
    )
    apart: list[tuple[int, int]] = []
    for start, end in pieces:
        if apart and start <= apart[-1][1]:
            apart[-1] = (apart[-1][0], max(end, apart[-1][1]))
        else:
            apart.append((start, end))
    return apart


def joined(pieces: Sequence[tuple[int, int]], text: str) -> list[tuple[int, int]]:
    """The spans that fragments stand for where no note says otherwise: those with nothing but line ends between are one."""
    spans: list[tuple[int, int]] = []
    for start, end in pieces:
        if spans and not text[spans[-1][1] : start].strip(BREAKS):
            spans[-1] = (spans[-1][0], end)
        else:
            spans.append((start, end))
    return spans


def _masked(text: str) -> str:
    """As many characters, the same line ends, a blank in every eighth place for brat to break lines at."""
    return "".join(character if character == "\n" else " " if place % 8 == 7 else "x" for place, character in enumerate(text))


def _row(name: str, version: Version, words: bool) -> dict[str, Any]:
    """The index's line: what brat has no place for. ``replaced`` are the characters that a text file could not hold."""
    reading = version.reading
    record = to_offsets(version)
    article = reading.article
    facts = record["article"]
    if words:
        facts |= {"headline": article.headline, "standfirst": article.standfirst}
        facts |= {"images": list(article.images), "titles": list(article.titles)}
    replaced = [[found.start(), found[0]] for found in _REPLACED.finditer(article.text)] if words else []
    placed = _placed(version)
    unplaced = [party for party in parties(version, words).values() if party.id not in placed]
    return {
        "file": name,
        "address": version.address,
        "version": version.number,
        "captured": version.captured,
        "input": reading.input,
        "model": reading.model,
        "words": words,
        "article": facts,
        "replaced": replaced,
        "parties": [{"id": p.id, "name": p.name, "kind": p.kind, "role": p.role, **_more(p)} for p in unplaced],
    }


def _placed(version: Version) -> set[str]:
    """The parties with words in the text, and so with an annotation to hang their note on."""
    heard = [voice for statement in answering(version) for voice in voices(statement)]
    heard += [one.voice for event in answering_events(version) for one in event.participants]
    heard += [voice for one in answering_undertakings(version) for voice in (*one.who, *one.to_whom)]
    placed = {voice.party for voice in heard if voice.mention and voice.party}
    return placed | {party.id for party in version.reading.parties if party.mentions}


def _more(party: Party) -> dict[str, Any]:
    """What few parties have: members, a description in place of a name."""
    return ({"members": party.members} if party.members else {}) | ({} if party.named else {"named": False})


class Sheet:
    """One version's annotations: each span gets its number once, notes come after what they are about."""

    def __init__(self, version: Version, text: str, named: dict[str, Party], words: bool = True) -> None:
        self.version, self.text, self.words = version, text, words
        self.statements = answering(version)
        self.parties = named
        self.mentions = {party.id: party.mentions for party in version.reading.parties}
        self.numbers: dict[tuple[str, str, tuple[Span, ...]], str] = {}
        self.owned: dict[str, list[str]] = {}
        self.spans: list[str] = []
        self.rest: list[str] = []
        self.notes = 0
        self.events = len(self.statements)
        self.attributes = 3 * len(self.statements)

    def lines(self) -> list[str]:
        """The lines of the file: spans first, so that nothing refers to what is still to come but events to events."""
        events = {statement.id: f"E{number}" for number, statement in enumerate(self.statements, 1)}
        for statement in self.statements:
            self._event(statement, events)
        add_happenings(self, self.version, events)
        for party in self.parties.values():
            self._party(party)
        return self.spans + self.rest

    def new_event(self) -> str:
        """The id of one more of brat's events."""
        self.events += 1
        return f"E{self.events}"

    def event(self, id: str, kind: str, trigger: str, arguments: Iterable[tuple[str, str]], **attributes: str) -> None:
        """One of brat's events, with its attributes."""
        self.rest.append(f"{id}\t{kind}:{trigger} {' '.join(numbered(arguments))}".rstrip() + "\n")
        for name, value in attributes.items():
            self.attributes += 1
            self.rest.append(f"A{self.attributes}\t{name} {id} {value}\n")

    def _event(self, statement: Statement, events: dict[str, str]) -> None:
        event = events[statement.id]
        arguments = [("Cue", self.span("Cue", (statement.cue,), event))] if statement.cue else []
        heard = list(self._voices(statement))
        arguments += [(role, number) for role, number, _ in heard if number]
        if statement.within in events:
            arguments.append(("Within", events[statement.within]))
        arguments += [("Quoted", self.span("Quoted", (span,), event)) for span in statement.quoted]
        trigger = self.span("Statement", statement.content, event)
        self.event(event, "Statement", trigger, arguments)
        place = event[1:]
        self.rest.append(f"A{2 * int(place) - 1}\tManner {event} {statement.manner}\n")
        self.rest.append(f"A{2 * int(place)}\tAct {event} {statement.act}\n")
        if statement.said != "said":
            self.rest.append(f"A{2 * len(self.statements) + int(place)}\tSaid {event} {statement.said}\n")
        note: dict[str, Any] = {"id": statement.id, "score": statement.score}
        if statement.within and statement.within not in events:  # an outer statement that does not answer is not here
            note["within"] = statement.within
        note["voices"] = [[role, number, voice.party, voice.how] for role, number, voice in heard]
        if (exact := self.exact(statement.content)) is not None:
            note["spans"] = exact
        if statement.corrected:
            note["corrected"] = corrected_to_json(statement.corrected, self.words)
        self.note(NOTE, event, json.dumps(note))

    def _voices(self, statement: Statement) -> Iterator[tuple[str, str | None, Voice]]:
        held = {"Speaker": (statement.speaker,), "Addressee": (statement.addressee,), "Relay": statement.relay}
        for role, voice in ((role, voice) for role, heard in held.items() for voice in heard if voice):
            yield role, self.mention(voice.mention, voice.party) if voice.mention else None, voice

    def mention(self, span: Span, party: str | None) -> str:
        """The number of a party's mention, typed by the party's kind."""
        kind = self.parties[party].kind.capitalize() if party else OPEN
        return self.span(kind, (span,), party or "")

    def span(self, kind: str, spans: tuple[Span, ...], owner: str = "") -> str:
        """The number of a text-bound annotation, which is written when first asked for."""
        known = (kind, owner, spans)
        if known in self.numbers:
            return self.numbers[known]
        number = self.numbers[known] = f"T{len(self.numbers) + 1}"
        self.owned.setdefault(owner, []).append(number)
        pieces = fragments(spans, self.text) or [(spans[0].start, spans[0].start)]
        places = ";".join(f"{start} {end}" for start, end in pieces)
        shown = " ".join(self.text[start:end] for start, end in pieces)
        self.spans.append(f"{number}\t{kind} {places}\t{shown}\n")
        if kind not in TRIGGERS and (exact := self.exact(spans)) is not None:
            self.note(NOTE, number, json.dumps({"spans": exact}))
        return number

    def exact(self, spans: tuple[Span, ...]) -> list[tuple[int, int]] | None:
        """The spans for a note, where fragments do not tell them: two that touch, one that ends in a line's end."""
        exact = [(span.start, span.end) for span in spans]
        return None if joined(fragments(spans, self.text), self.text) == exact else exact

    def _party(self, party: Party) -> None:
        own = [self.mention(span, party.id) for span in self.mentions[party.id]]
        every = self.owned.get(party.id, [])
        if not every:
            return
        if len(every) > 1:
            self.rest.append(f"*\tEquiv {' '.join(every)}\n")
        note = {"party": party.id, "name": party.name, "role": party.role, "mentions": own, **_more(party)}
        self.note(NOTE, every[0], json.dumps(note))
        if party.name:
            self.note("AnnotatorNotes", every[0], f"{party.name}, {party.role}" if party.role else party.name)

    def note(self, kind: str, about: str, words: str) -> None:
        """A note about an annotation, in one line."""
        self.notes += 1
        line = re.sub(f"[{BREAKS}\ud800-\udfff]+", " ", words)
        self.rest.append(f"#{self.notes}\t{kind} {about}\t{line}\n")


def numbered(arguments: Iterable[tuple[str, str]]) -> Iterator[str]:
    """ "Relay:T3 Relay2:T5": brat numbers a role that comes again."""
    times: dict[str, int] = {}
    for role, number in arguments:
        times[role] = times.get(role, 0) + 1
        yield f"{role}{times[role] if times[role] > 1 else ''}:{number}"


def _write(path: Path, words: str) -> None:
    path.write_text(words, encoding="utf-8", newline="\n")
