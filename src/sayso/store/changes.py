"""What a person sets of a statement <-> the JSON that a correction keeps: offsets, and parties by name and kind.

Ids of parties and of statements are those of one reading; what stands here outlasts it.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal, cast, get_args

from sayso.record import SAID_KINDS, Manner, Party, PartyKind, Said, Span, Statement, Voice
from sayso.store.errors import AlteredError

Field = Literal["content", "cue", "speaker", "addressee", "relay", "act", "said"]
FIELDS: tuple[Field, ...] = get_args(Field)
BY_HAND = "correction"  # how a voice is known that a person set
Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Who:
    """A voice: where its mention stands, if it has one, and the party by its name and kind; ``named`` as ``Party`` has it."""

    mention: Place | None = None
    party: tuple[str, PartyKind] | None = None
    named: bool = True
    how: str | None = BY_HAND


@dataclass(frozen=True, slots=True)
class Particulars:
    """What a statement says, in offsets and names."""

    content: tuple[Place, ...] = ()
    quoted: tuple[Place, ...] = ()
    manner: Manner = "indirect"
    cue: Place | None = None
    speaker: Who | None = None
    addressee: Who | None = None
    relay: tuple[Who, ...] = ()
    act: str = "states"
    said: Said = "said"
    score: float = 1.0


@dataclass(frozen=True, slots=True)
class Change:
    """``fields`` are set as ``to`` has them (with the content what is quoted of it, and the manner).

    ``was`` is what was read then; None for a statement that was missed.
    """

    fields: tuple[Field, ...]
    to: Particulars
    was: Particulars | None = None


def particulars(statement: Statement, parties: Sequence[Party]) -> Particulars:
    """Those of a statement among the parties of its reading."""
    held = {party.id: party for party in parties}

    def who(voice: Voice | None) -> Who | None:
        if voice is None:
            return None
        party = held.get(voice.party or "")
        mention = (voice.mention.start, voice.mention.end) if voice.mention else None
        return Who(mention, (party.name, party.kind) if party else None, party.named if party else True, voice.how)

    return Particulars(
        content=_places(statement.content),
        quoted=_places(statement.quoted),
        manner=statement.manner,
        cue=_places((statement.cue,))[0] if statement.cue else None,
        speaker=who(statement.speaker),
        addressee=who(statement.addressee),
        relay=tuple(one for voice in statement.relay if (one := who(voice))),
        act=statement.act,
        said=statement.said,
        score=statement.score,
    )


def _places(spans: Sequence[Span]) -> tuple[Place, ...]:
    return tuple((span.start, span.end) for span in spans)


def write_change(change: Change) -> str:
    """The JSON of a change, in ASCII: no database refuses it."""
    was = write_particulars(change.was) if change.was else None
    told = {"fields": change.fields, "to": write_particulars(change.to), "was": was}
    return json.dumps(told, separators=(",", ":"))


def write_particulars(one: Particulars) -> dict[str, Any]:
    """Particulars as JSON."""
    return {
        "content": [offset for place in one.content for offset in place],
        "quoted": [offset for place in one.quoted for offset in place],
        "manner": one.manner,
        "cue": one.cue,
        "speaker": _who(one.speaker),
        "addressee": _who(one.addressee),
        "relay": [_who(who) for who in one.relay],
        "act": one.act,
        "said": one.said,
        "score": one.score,
    }


def _who(who: Who | None) -> dict[str, Any] | None:
    return {"mention": who.mention, "party": who.party, "named": who.named, "how": who.how} if who else None


def read_change(written: str | None) -> Change:
    """The change of a correction. Raises AlteredError for what is none."""
    try:
        told = json.loads(written or "")
        fields = tuple(cast(Field, field) for field in told["fields"])
        if not set(fields) <= set(FIELDS):
            raise ValueError(f"no statement has all of the fields {fields}")
        return Change(fields, read_particulars(told["to"]), read_particulars(told["was"]) if told["was"] else None)
    except (ValueError, TypeError, LookupError, AttributeError) as error:
        raise AlteredError(f"{written!r:.60} stands where a change belongs: {error}") from error


def read_particulars(told: dict[str, Any]) -> Particulars:
    """What ``write_particulars`` wrote. Raises ValueError, or LookupError, for anything else."""
    if told["said"] not in SAID_KINDS or told["manner"] not in get_args(Manner):
        raise ValueError(f"{told['said']!r}, {told['manner']!r} are no kinds")
    return Particulars(
        content=_pairs(told["content"]),
        quoted=_pairs(told["quoted"]),
        manner=told["manner"],
        cue=_pair(told["cue"]),
        speaker=_read_who(told["speaker"]),
        addressee=_read_who(told["addressee"]),
        relay=tuple(who for one in told["relay"] if (who := _read_who(one))),
        act=str(told["act"]),
        said=told["said"],
        score=float(told["score"]),
    )


def _pairs(offsets: list[int]) -> tuple[Place, ...]:
    return tuple((int(start), int(end)) for start, end in zip(offsets[::2], offsets[1::2], strict=True))


def _pair(offsets: list[int] | None) -> Place | None:
    return _pairs(offsets)[0] if offsets else None


def _read_who(told: dict[str, Any] | None) -> Who | None:
    if told is None:
        return None
    party = told["party"]
    if party and party[1] not in get_args(PartyKind):
        raise ValueError(f"{party[1]!r} is no kind of party")
    known = (str(party[0]), cast(PartyKind, party[1])) if party else None
    return Who(_pair(told["mention"]), known, bool(told["named"]), told["how"])
