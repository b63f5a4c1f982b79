"""Times, events and undertakings <-> the rows that hold their evidence, exactly; and the keys by which they are known.

The times of a version are one list among its facts; an event and an undertaking are a row each, with offsets as ``rows`` writes
them. A checksum is of the row and of the words that its offsets hold.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import blake2b
from types import MappingProxyType
from typing import Any, TypeVar

from sayso.evidence import event_spans, undertaking_spans
from sayso.questions import folded
from sayso.record import (
    EVENT_ROLES,
    EVENT_STATUSES,
    STRENGTHS,
    UNDERTAKING_KINDS,
    Event,
    Participant,
    Span,
    Time,
    Undertaking,
    Voice,
)
from sayso.store.errors import AlteredError
from sayso.store.packing import array, crc, offsets, quoted, read_offsets, read_voice, short, unpacked, voice_row

NONE: Mapping[str, str] = MappingProxyType({})  # keys of nothing
EVENT = (
    *("name", "kind", "status", "trigger", "participants", "place", "time", "earliest", "latest", "within", "mentions", "key"),
)
UNDERTAKING = (*("name", "kind", "strength", "who", "what", "to_whom", "due", "condition", "statement", "event", "key"),)
# Kinds of events to which several come: whom the headline names is likely to be there.
GATHERINGS = frozenset(("visit", "meeting", "summit", "talks", "call", "statement"))
_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"  # Crockford's: nothing that is read as something else
_LETTERS = 8  # 40 bits: of 100,000 events one pair in 200 stores shares a key by chance

Item = TypeVar("Item")


# Times.


def times_row(times: Sequence[Time]) -> str | None:
    """The column ``times`` of a version; None for none.

    >>> times_row([Time(Span(6, 12, "Sunday"), "2022-02-20", "2022-02-20", "2022-02-20"), Time(Span(20, 24, "soon"))])
    '[[6,12,"2022-02-20"],[20,24]]'
    """
    return "[" + ",".join(map(_time, times)) + "]" if times else None


def read_times(written: Any, text: str) -> tuple[Time, ...]:
    """The times of a column. Raises AlteredError for what is no such list."""
    return tuple(_read_time(row, text) for row in array(written)) if written is not None else ()


def _time(time: Time) -> str:
    """Its offsets and its value; its days where the value is not the one day that it means."""
    at = f"{time.span.start},{time.span.end}"
    if time.value is None and time.earliest is None and time.latest is None:
        return f"[{at}]"
    if time.value is not None and time.value == time.earliest == time.latest:
        return f"[{at},{quoted(time.value)}]"
    return f"[{at},{quoted(time.value)},{quoted(time.earliest)},{quoted(time.latest)}]"


def _read_time(row: Any, text: str) -> Time:
    if type(row) is not list or len(row) not in (2, 3, 5):
        raise AlteredError(f"{row!r:.60} stands where a time belongs")
    (span,) = read_offsets(json.dumps(row[:2]), text)
    told = [unpacked(value) for value in row[2:]]
    return Time(span, *told) if len(told) == 3 else Time(span, *told * 3)


# Events.


def event_row(event: Event, key: str) -> tuple[Any, ...]:
    """The columns ``EVENT``, and the checksum."""
    row = (
        short(event.id),
        short(event.kind),
        EVENT_STATUSES.index(event.status) + 1,
        offsets((event.trigger,)),
        _listed(f"[{EVENT_ROLES.index(one.role) + 1},{voice_row(one.voice)}]" for one in event.participants),
        offsets((event.place,)) if event.place else None,
        offsets((event.time,)) if event.time else None,
        short(event.earliest),
        short(event.latest),
        short(event.within),
        offsets(event.mentions) if event.mentions else None,
        key,
    )
    return (*row, event_checksum(row, event))


def event_checksum(row: Sequence[Any], event: Event) -> int:
    """What tells whether an event's evidence and its words are those that were written."""
    return crc(*row, *(span.text for span in event_spans(event)))


def read_event(row: Sequence[Any], text: str) -> Event:
    """The event of a row of ``EVENT``; raises ValueError where the row holds no evidence at all."""
    name, kind, status, trigger, participants, place, time, earliest, latest, within, mentions, _ = row
    if not trigger:
        raise AlteredError(f"event {name!r:.60} stands without its trigger")
    return Event(
        id=unpacked(name) or "",
        kind=unpacked(kind) or "",
        trigger=_one(trigger, text),
        status=_of(EVENT_STATUSES, status),
        participants=tuple(_participant(one, text) for one in array(participants)) if participants else (),
        place=_one(place, text) if place else None,
        time=_one(time, text) if time else None,
        earliest=unpacked(earliest),
        latest=unpacked(latest),
        within=unpacked(within),
        mentions=read_offsets(mentions, text),
    )


def _participant(row: Any, text: str) -> Participant:
    role, voice = row
    return Participant(_of(EVENT_ROLES, role), read_voice(voice, text))


# Undertakings.


def undertaking_row(one: Undertaking, key: str) -> tuple[Any, ...]:
    """The columns ``UNDERTAKING``, and the checksum."""
    row = (
        short(one.id),
        UNDERTAKING_KINDS.index(one.kind) + 1,
        STRENGTHS.index(one.strength) + 1,
        _voices(one.who),
        offsets(one.what),
        _voices(one.to_whom),
        _time(one.due) if one.due else None,
        offsets((one.condition,)) if one.condition else None,
        short(one.statement),
        short(one.event),
        key,
    )
    return (*row, undertaking_checksum(row, one))


def undertaking_checksum(row: Sequence[Any], one: Undertaking) -> int:
    """What tells whether an undertaking's evidence and its words are those that were written."""
    return crc(*row, *(span.text for span in undertaking_spans(one)))


def read_undertaking(row: Sequence[Any], text: str) -> Undertaking:
    """The undertaking of a row of ``UNDERTAKING``; raises ValueError where the row holds no evidence at all."""
    name, kind, strength, who, what, to_whom, due, condition, statement, event, _ = row
    if not what:
        raise AlteredError(f"undertaking {name!r:.60} stands without what is undertaken")
    return Undertaking(
        id=unpacked(name) or "",
        kind=_of(UNDERTAKING_KINDS, kind),
        strength=_of(STRENGTHS, strength),
        who=_read_voices(who, text),
        what=read_offsets(what, text),
        to_whom=_read_voices(to_whom, text),
        due=_read_time(array(due), text) if due else None,
        condition=_one(condition, text) if condition else None,
        statement=unpacked(statement),
        event=unpacked(event),
    )


def _listed(items: Iterable[str]) -> str | None:
    return f"[{','.join(found)}]" if (found := list(items)) else None


def _voices(voices: Sequence[Voice]) -> str | None:
    return _listed(voice_row(voice) or "" for voice in voices)


def _read_voices(written: Any, text: str) -> tuple[Voice, ...]:
    return tuple(read_voice(voice, text) for voice in array(written)) if written else ()


def _one(written: Any, text: str) -> Span:
    (span,) = read_offsets(written, text)
    return span


def _of(kinds: Sequence[Item], number: Any) -> Item:
    """The kind of a number, from 1. Raises AlteredError for what is none."""
    if type(number) is not int or not 0 < number <= len(kinds):
        raise AlteredError(f"{number!r:.60} stands where the number of a kind belongs")
    return kinds[number - 1]


# Keys.


def event_keys(
    address: str, events: Sequence[Event], before: Sequence[tuple[str, Sequence[Span]]] = (), own: Mapping[str, str] = NONE
) -> list[str]:
    """The key of each event: of its article's address, its kind and its trigger's words, and which of such it is.

    So a new version of the article mostly keeps it. ``before`` are the keys of an earlier reading of the same text with the
    places of each: an event that stands at one of them keeps that key. ``own`` are keys that events have, by their ids.
    """
    told = [("e", event.kind, event.trigger.text) for event in events]
    places = [(event.trigger, *event.mentions) for event in events]
    return _keys(address, told, _own("e", [event.id for event in events], own) or _kept(places, before))


def undertaking_keys(
    address: str,
    undertakings: Sequence[Undertaking],
    before: Sequence[tuple[str, Sequence[Span]]] = (),
    own: Mapping[str, str] = NONE,
) -> list[str]:
    """The key of each undertaking: of its article's address and the words of what is undertaken."""
    told = [("u", "", " ".join(span.text for span in one.what)) for one in undertakings]
    kept = _own("u", [one.id for one in undertakings], own) or _kept([one.what for one in undertakings], before)
    return _keys(address, told, kept)


def headline_key(address: str) -> str:
    """The key of what an article's headline and its turns have of an event."""
    return _key("e", f"{address}\ntogether")


def _own(letter: str, ids: Sequence[str], own: Mapping[str, str]) -> dict[int, str]:
    """The keys that they have, no two the same, by their numbers."""
    found: dict[int, str] = {}
    for number, id in enumerate(ids):
        if id in own and own[id][:1] == letter and own[id] not in found.values():
            found[number] = own[id]
    return found


def _keys(address: str, told: Sequence[tuple[str, str, str]], kept: Mapping[int, str]) -> list[str]:
    found: list[str] = []
    taken = set(kept.values())
    for number, (letter, kind, words) in enumerate(told):
        key = kept.get(number)
        again = 0
        while key is None:
            made = _key(letter, f"{address}\n{kind}\n{folded(words)}\n{again}")
            key, again = (made if made not in taken else None), again + 1
        taken.add(key)
        found.append(key)
    return found


def _kept(places: Sequence[Sequence[Span]], before: Sequence[tuple[str, Sequence[Span]]]) -> dict[int, str]:
    """Which of them stand where one stood before, each place taken once: the first of its spans that meet decides."""
    held = sorted((span.start, span.end, number) for number, (_, spans) in enumerate(before) for span in spans)
    wanted = sorted((span.start, span.end, number) for number, spans in enumerate(places) for span in spans[:1])
    found: dict[int, str] = {}
    used: set[int] = set()
    at = 0
    for start, end, number in wanted:
        while at < len(held) and held[at][1] <= start and held[at][0] < start:
            at += 1
        near = (old for begin, stop, old in held[at : at + 8] if begin < end and start < stop and old not in used)
        old = next(near, None)
        if old is not None:
            used.add(old)
            found[number] = before[old][0]
    return found


def _key(letter: str, words: str) -> str:
    number = int.from_bytes(blake2b(words.encode("utf-8", "surrogatepass"), digest_size=5).digest(), "big")
    return letter + "".join(_ALPHABET[number >> 5 * at & 31] for at in range(_LETTERS))


def is_key(words: str) -> bool:
    """Whether the words can be a key: a letter for what it is of, and eight more.

    >>> is_key(event_keys("https://post.example/1", [Event("e1", "call", Span(4, 14, "phone call"))])[0]), is_key("#12")
    (True, False)
    """
    return len(words) == _LETTERS + 1 and words[0] in "eu" and all(letter in _ALPHABET for letter in words[1:])


def sentence(text: str, start: int, end: int) -> tuple[int, int]:
    """Where the sentence around a stretch begins and ends, in code points: at most 400 on either side.

    >>> text = "It rains. They will meet Mrs. Ek on Friday. It snows."
    >>> text[slice(*sentence(text, 15, 24))]
    'They will meet Mrs. Ek on Friday.'
    """
    first, last = max(0, start - 400), min(len(text), end + 400)
    before = [at for at in _ends(text, first, start) if at <= start]
    after = next((at for at in _ends(text, end, last)), last)
    begin = before[-1] if before else first
    words = text[begin:after]
    return begin + len(words) - len(words.lstrip()), after - len(words) + len(words.rstrip())


def excerpt(text: str, start: int, end: int) -> str:
    """The sentence around a stretch for people: where it is too long, "…" stands for whole words.

    >>> text = f"{'It rains ' * 60}and they will meet."
    >>> excerpt(text, 554, 558)[:20], len(excerpt(text, 554, 558))
    ('… rains It rains It ', 405)
    """
    begin, stop = sentence(text, start, end)
    shown = text[begin:stop]
    first, last = start - 400, end + 400
    if first > 0 and not any(at <= start for at in _ends(text, first, start)):
        shown = "… " + (shown.partition(" ")[2] if text[begin - 1].isalnum() else shown)
    if last < len(text) and next(_ends(text, end, last), None) is None:
        shown = (shown.rpartition(" ")[0] if text[stop].isalnum() else shown) + " …"
    return shown


def _ends(text: str, first: int, last: int) -> Iterator[int]:
    """Where sentences end between two places: not behind what is short and capital ("Mrs.", "Gen.", "U.S.")."""
    for found in _END.finditer(text, max(0, first - 6), last):
        short = found.group()[0] == "." and _SHORT.search(text, max(0, found.start() - 5), found.start())
        if found.end() > first and not short:
            yield found.end()


_END = re.compile(r"\n|[.?!][”’\"')]{0,2}(?=\s)")
_SHORT = re.compile(r"(?<![^\W\d_])[A-Z][a-z]{0,2}$")


def sentence_hash(text: str, start: int, end: int) -> int:
    """A hash of the words of the sentence around a stretch: wire copies have the same."""
    begin, stop = sentence(text, start, end)
    hashed = blake2b(folded(text[begin:stop]).encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(hashed, "big", signed=True)
