"""A folder of brat standoff, as Sayso wrote it or as people changed it in brat -> readings."""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, cast, get_args

from sayso.evidence import EvidenceError, check_evidence
from sayso.formats.brat import INDEX, joined
from sayso.formats.brat_happenings import NOTE
from sayso.formats.brat_happenings_reading import Drawn, events_of, times_of, undertakings_of
from sayso.formats.json import corrected_from_json
from sayso.record import (
    SAID_KINDS,
    Article,
    Corrected,
    Manner,
    Paragraph,
    Party,
    PartyKind,
    Reading,
    Said,
    Span,
    Statement,
    Voice,
)
from sayso.statements import DEFAULT

_KINDS = {kind.capitalize(): kind for kind in get_args(PartyKind)}
_WORDLESS = "shared without the article's words: put the text back first, or read a folder that was exported with it"


def read_brat(folder: Path) -> Iterator[Reading]:
    """A reading for each ``.ann`` of the folder, by name. What stands in brat counts; notes add only what brat cannot say.

    A folder that Sayso wrote comes back exactly. A text without a line in the index is an article of which nothing else is
    known. Raises ValueError for a line that is no annotation, naming file and line, for a text that does not hold an
    annotation's words, and for a folder shared without words; EvidenceError where a text is not the one that was read.
    """
    index = read_index(folder / INDEX)
    for path in sorted(folder.glob("*.ann")):
        yield read_sheet(path, index.get(path.stem, {}))


def read_sheet(path: Path, row: Mapping[str, Any]) -> Reading:
    """The reading of one ``.ann``, with its line of the index, if it has one. Raises ValueError as ``read_brat``."""
    text = path.with_suffix(".txt").read_bytes().decode("utf-8")
    if row and not row["words"]:
        raise ValueError(f"{path.name}: {_WORDLESS}")
    return _reading(path, Sheet.read(path, text), row)


@dataclass(slots=True)
class _Event:
    """A Statement's event, with its arguments by role in their order."""

    trigger: str
    arguments: dict[str, list[str]]
    manner: Manner | None = None
    act: str = DEFAULT
    said: Said = "said"  # which brat has no mark for


@dataclass(slots=True)
class Sheet:
    """The annotations of one file, by their ids."""

    text: str
    spans: dict[str, tuple[str, list[tuple[int, int]]]] = field(default_factory=dict)  # type, fragments
    events: dict[str, _Event] = field(default_factory=dict)
    happenings: dict[str, Drawn] = field(default_factory=dict)
    groups: list[list[str]] = field(default_factory=list)
    notes: dict[str, dict[str, Any]] = field(default_factory=dict)

    @classmethod
    def read(cls, path: Path, text: str) -> Sheet:
        """Raises ValueError, with the file and the line, for what brat itself would not take."""
        sheet = cls(text)
        # Python's "\n" only: a mention may hold what str.splitlines takes for a line's end.
        lines = path.read_bytes().decode("utf-8").replace("\r\n", "\n").split("\n")
        for number, line in sorted(enumerate(lines, 1), key=lambda held: held[1][:1] in "A#"):  # what they are about first
            if not line:
                continue
            try:
                sheet._take(line)
            except (ValueError, KeyError, IndexError, TypeError) as error:
                raise ValueError(f"{path.name}, line {number}: no annotation ({error}): {line[:80]!r}") from error
        sheet._check(path.name)
        return sheet

    def _check(self, name: str) -> None:
        """Every event's trigger and arguments are there; a statement's are spans, but for the one around it."""
        known: dict[str, Mapping[str, object]] = {"Within": self.events, "Of": self.happenings}
        drawn = [(id, one.trigger, one.arguments) for id, one in self.events.items()]
        drawn += [(id, one.trigger, one.arguments) for id, one in self.happenings.items()]
        for id, trigger, arguments in drawn:
            for role, about in (("trigger", [trigger]), *arguments.items()):
                missing = [one for one in about if one not in known.get(role, self.spans)]
                if missing:
                    raise ValueError(f"{name}: {id} has {missing[0]} as its {role}, which is not there")

    def _take(self, line: str) -> None:
        id, _, rest = line.partition("\t")
        if id.startswith("T"):
            place, _, words = rest.partition("\t")
            kind, _, places = place.partition(" ")
            self._take_span(id, kind, places, words)
        elif id.startswith("E"):
            head, *arguments = rest.split()
            kind, trigger = head.split(":")
            if kind == "Statement":
                self.events[id] = _Event(trigger, _roles(arguments))
            elif kind in ("Event", "Undertaking"):
                self.happenings[id] = Drawn(kind, trigger, _roles(arguments))
        elif id.startswith("A"):
            kind, about, value, *_ = [*rest.split(), ""]
            if about in self.events and kind == "Manner" and value in get_args(Manner):
                self.events[about].manner = cast(Manner, value)
            elif about in self.events and kind == "Said" and value in SAID_KINDS:
                self.events[about].said = value
            elif about in self.events and kind == "Act":
                self.events[about].act = value
            elif about in self.happenings:
                self.happenings[about].attributes[kind] = value
        elif id.startswith("#"):
            head, _, words = rest.partition("\t")
            kind, about = head.split()
            if kind == NOTE:
                self.notes.setdefault(about, {}).update(json.loads(words))
        elif id == "*":
            self.groups.append(rest.split()[1:])
        elif not re.match(r"[A-Z]\d", id):
            raise ValueError("it has no id")

    def _take_span(self, id: str, kind: str, places: str, words: str) -> None:
        pieces = [(int(start), int(end)) for start, end in (place.split(" ") for place in places.split(";"))]
        if id in self.spans:
            raise ValueError("its id is another's too")
        if any(not 0 <= start <= end <= len(self.text) for start, end in pieces):
            raise ValueError("it leaves the text")
        held = " ".join(self.text[start:end] for start, end in pieces)
        if held != words:
            raise ValueError(f"the text holds {held[:60]!r}")
        self.spans[id] = (kind, pieces)

    def places(self, id: str, note: Mapping[str, Any]) -> list[tuple[int, int]]:
        """An annotation's spans: those of its note, where they still are what the annotation marks."""
        pieces = self.spans[id][1]
        exact = [(int(start), int(end)) for start, end in note.get("spans", ())]
        marked = {place for start, end in pieces for place in range(start, end)}
        meant = {place for start, end in exact for place in range(start, end) if not self.text[place].isspace()}
        if exact and meant <= marked and all(any(s <= start and end <= e for s, e in _hulls(exact)) for start, end in pieces):
            return exact
        return joined(pieces, self.text)


def _hulls(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The spans, those that touch or overlap as one."""
    apart: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if apart and start <= apart[-1][1]:
            apart[-1] = (apart[-1][0], max(end, apart[-1][1]))
        else:
            apart.append((start, end))
    return apart


def _roles(arguments: list[str]) -> dict[str, list[str]]:
    """ "Relay:T3 Relay2:T5" -> {"Relay": ["T3", "T5"]}, by their numbers."""
    held = []
    for argument in arguments:
        role, id = argument.split(":")
        name = role.rstrip("0123456789")
        held.append((int(role[len(name) :] or 1), name, id))
    roles: dict[str, list[str]] = {}
    for _, name, id in sorted(held, key=lambda one: one[0]):
        roles.setdefault(name, []).append(id)
    return roles


def read_index(path: Path) -> dict[str, dict[str, Any]]:
    """The lines of a folder's index by the file's name without its ending; none where there is no index."""
    if not path.exists():
        return {}
    rows = (json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line.strip())
    return {row["file"]: row for row in rows}


def _reading(path: Path, sheet: Sheet, row: Mapping[str, Any]) -> Reading:
    article = _article(path, sheet.text, row)
    people = People(sheet, article.text, row)
    ids = _statement_ids(sheet, row.get("answers", ()))
    statements = tuple(_statement(event, sheet, people, ids) for event in sheet.events)
    events = events_of(sheet, people, ids)
    found = (times_of(sheet, people), tuple(events.values()), undertakings_of(sheet, people, ids, events))
    return check_evidence(Reading(row.get("input", str(path)), article, statements, people.parties(), row.get("model"), *found))


def _article(path: Path, text: str, row: Mapping[str, Any]) -> Article:
    for place, character in row.get("replaced", ()):
        text = text[:place] + character + text[place + 1 :]
    facts = row.get("article")
    if facts is None:
        return Article(path.stem, text, ())
    plain = ("id", "url", "outlet", "headline", "standfirst", "published", "updated", "section", "language")
    article = Article(
        **{name: facts[name] for name in plain},
        text=text,
        authors=tuple(facts["authors"]),
        images=tuple(facts["images"]),
        titles=tuple(facts.get("titles", ())),
        paragraphs=tuple(Paragraph(p["start"], p["end"], p["kind"]) for p in facts["paragraphs"]),
    )
    if article.text_sha256 != facts["text_sha256"]:
        raise EvidenceError(f"{path.stem}.txt: the text is not the one that was read (its SHA-256 differs)")
    return article


def _statement_ids(sheet: Sheet, exported: Iterable[str]) -> dict[str, str]:
    """The statements' ids by their events': those of their notes, and new ones for events that people drew.

    No new one is that of a statement that was exported, and taken out since.
    """
    ids = {event: str(sheet.notes.get(event, {}).get("id", "")) for event in sheet.events}
    taken = {*ids.values(), *exported}
    free = (name for number in itertools.count(1) if (name := f"s{number}") not in taken)
    return {event: id or next(free) for event, id in ids.items()}


def _statement(event: str, sheet: Sheet, people: People, ids: Mapping[str, str]) -> Statement:
    drawn, note = sheet.events[event], sheet.notes.get(event, {})
    cue = [people.span(id) for id in drawn.arguments.get("Cue", ())]
    content = tuple(people.spans(drawn.trigger, note))
    quoted = tuple(people.span(id) for id in drawn.arguments.get("Quoted", ()))
    outer = [ids[id] for id in drawn.arguments.get("Within", ()) if id in ids]
    voices = {role: people.voices(role, drawn.arguments.get(role, []), note) for role in ("Speaker", "Addressee", "Relay")}
    return Statement(
        id=ids[event],
        manner=drawn.manner or ("mixed" if quoted else "indirect"),
        act=drawn.act,
        content=content,
        quoted=quoted,
        cue=next(iter(cue), None),
        speaker=next(iter(voices["Speaker"]), None),
        addressee=next(iter(voices["Addressee"]), None),
        relay=tuple(voices["Relay"]),
        within=next(iter(outer), None),
        score=float(note.get("score", 1.0)),
        said=drawn.said,
        corrected=_corrected(note.get("corrected")),
    )


def _corrected(record: Mapping[str, Any] | None) -> Corrected | None:
    """What was corrected before it was drawn; what was read without its words is left out."""
    try:
        return corrected_from_json(record) if record else None
    except KeyError:
        return None


class People:
    """The parties of one sheet: by their notes where they have one, by equivalence where people joined mentions."""

    def __init__(self, sheet: Sheet, text: str, row: Mapping[str, Any]) -> None:
        self.sheet, self.text = sheet, text
        self.unplaced = [Party(**{**party, "members": tuple(party.get("members", ()))}) for party in row.get("parties", ())]
        self.owner: dict[str, str] = {}
        self.held: dict[str, dict[str, Any]] = {}
        self.group = {mention: group for group in reversed(sheet.groups) for mention in group}
        # What Sayso's notes know of: the ids of parties, and mentions; any other is what people drew.
        notes = sheet.notes.values()
        self.claimed = {*(str(n["party"]) for n in notes if "party" in n), *(party.id for party in self.unplaced)}
        self.noted = {m for n in notes for m in (*n.get("mentions", ()), *(place[1] for place in n.get("voices", ())))}
        self.free = (name for number in itertools.count(1) if (name := f"p{number}") not in self.claimed)
        for mention in (id for id, (kind, _) in sheet.spans.items() if kind in _KINDS):
            self._place(mention)

    def _place(self, mention: str) -> None:
        if mention in self.owner:
            return
        members = [id for id in self.group.get(mention, [mention]) if id in self.sheet.spans and id not in self.owner]
        note = next((self.sheet.notes[id] for id in members if "party" in self.sheet.notes.get(id, {})), {})
        name = str(note.get("party") or "")
        if not name or name in self.held or name in (party.id for party in self.unplaced):
            name = next(self.free)
        self.held[name] = {**note, "drawn": members}
        self.owner.update(dict.fromkeys(members, name))

    def parties(self) -> tuple[Party, ...]:
        """All of them, in the order of their ids' numbers."""
        found = [*(self._party(id, held) for id, held in self.held.items()), *self.unplaced]
        there = {party.id for party in found}  # people may have taken out a group's member
        found = [replace(party, members=tuple(id for id in party.members if id in there)) for party in found]
        return tuple(sorted(found, key=lambda party: (len(party.id), party.id)))

    def _party(self, id: str, held: Mapping[str, Any]) -> Party:
        drawn: list[str] = held["drawn"]
        known = held.get("mentions")
        # A voice's mention that is none of its party's stays none; one that people added is one.
        own = drawn if known is None else [m for m in known if m in drawn] + [m for m in drawn if m not in self.noted]
        spans = tuple(self.span(mention) for mention in own)
        longest = max((self.span(mention).text for mention in drawn), key=len)
        kind, members = _KINDS[self.sheet.spans[drawn[0]][0]], tuple(held.get("members", ()))
        return Party(id, held.get("name") or longest, kind, held.get("role"), spans, members, held.get("named", True))

    def span(self, id: str) -> Span:
        """The one stretch from an annotation's beginning to its end."""
        places = self.sheet.places(id, self.sheet.notes.get(id, {}))
        start, end = places[0][0], places[-1][1]
        return Span(start, end, self.text[start:end])

    def spans(self, id: str, note: Mapping[str, Any]) -> Iterator[Span]:
        """Every stretch of an annotation."""
        for start, end in self.sheet.places(id, note):
            yield Span(start, end, self.text[start:end])

    def voices(self, role: str, drawn: list[str], note: Mapping[str, Any]) -> list[Voice]:
        """The voices of a role: those without words in the text keep their place among those that are drawn."""
        left, voices = list(drawn), []
        for known, mention, party, how in note.get("voices", ()):
            if known == role and mention is None:
                voices.append(Voice(None, party, how))
            elif known == role and mention in left:
                left.remove(mention)
                voices.append(Voice(self.span(mention), self.owner.get(mention), how))
        return voices + [Voice(self.span(mention), self.owner.get(mention)) for mention in left]
