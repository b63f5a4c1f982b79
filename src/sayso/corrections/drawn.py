"""The statements of a text as the store has them, and as a person redrew them in brat -> corrections that make them so."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sayso.corrections.emendations import Emending, correction, is_name
from sayso.corrections.parties import not_said
from sayso.record import Party, Reading, Span, Statement, Voice
from sayso.store import Change, Correction, Engine, Field, Particulars, Version, Who, key_at, write_change

_Told = tuple[tuple[int, int] | None, tuple[str, str] | None] | None  # of a voice: its mention, its party's name and kind


def redrawn(engine: Engine, version: Version, base: Reading, drawn: Reading, reason: str) -> Iterator[Correction]:
    """What sets the statements of a version right: those that were changed, added, and taken out, in this order.

    ``base`` are the statements as they were drawn before; ids of statements and parties that are in both are the same ones.
    Which statement one stands within, its quotation marks and its manner follow by themselves; events, undertakings, and what
    parties are called, are left as they are.
    """
    drawing = _Drawing(engine, version, base, drawn)
    before = {one.id: one for one in base.statements}
    for one in drawn.statements:
        if one.id in before:
            yield from drawing.changed(before[one.id], one, reason)
        else:
            yield drawing.added(one, reason)
    there = {one.id for one in drawn.statements}
    for id in before:
        if id not in there:
            yield not_said(f"{version.address}#{version.number}/{id}", reason)


class _Drawing:
    def __init__(self, engine: Engine, version: Version, base: Reading, drawn: Reading) -> None:
        self.emending = Emending(engine, version)
        self.version = version
        self.own = {party.id: party for party in version.reading.parties}
        self.before = {party.id: party for party in base.parties}
        self.after = {party.id: party for party in drawn.parties}

    def changed(self, one: Statement, other: Statement, reason: str) -> Iterator[Correction]:
        names = tuple(name for name in _FIELDS if self._is_other(name, one, other))
        if names:
            change, told = self._change(other, names)
            key = f"{self.version.address}#{self.version.number}/{one.id}"
            yield correction("set-statement", reason, key, told, change)

    def added(self, one: Statement, reason: str) -> Correction:
        names: tuple[Field, ...] = ("speaker", *(("cue",) if one.cue else ()), "content", "act", "said")
        names = (*names, *(("addressee",) if one.addressee else ()), *(("relay",) if one.relay else ()))
        change, told = self._change(one, names)
        key = key_at(self.version.address, self.version.reading.article.text_sha256, one)
        return correction("add-statement", reason, key, told, change)

    def _change(self, one: Statement, names: tuple[Field, ...]) -> tuple[str, str]:
        content = tuple((span.start, span.end) for span in one.content)
        cue = (one.cue.start, one.cue.end) if one.cue else None
        speaker = self._who(one.speaker)
        shaped = self.emending.shaped(content, cue, speaker)
        to = Particulars(
            content=content,
            quoted=tuple((span.start, span.end) for span in shaped.quoted),
            manner=shaped.manner,
            cue=cue,
            speaker=speaker,
            addressee=self._who(one.addressee),
            relay=tuple(who for voice in one.relay if (who := self._who(voice))),
            act=one.act,
            said=one.said,
        )
        return write_change(Change(names, to)), self.emending.told(names, to)

    def _is_other(self, name: Field, one: Statement, other: Statement) -> bool:
        match name:
            case "content":
                return sorted(one.content) != sorted(other.content)
            case "speaker" | "addressee":
                return self._told(getattr(one, name), self.before) != self._told(getattr(other, name), self.after)
            case "relay":
                told = [self._told(voice, self.before) for voice in one.relay]
                return told != [self._told(voice, self.after) for voice in other.relay]
        return bool(getattr(one, name) != getattr(other, name))

    def _told(self, voice: Voice | None, parties: Mapping[str, Party]) -> _Told:
        if voice is None:
            return None
        party = parties.get(voice.party or "")
        return _place(voice.mention), (party.name, party.kind) if party else None

    def _who(self, voice: Voice | None) -> Who | None:
        """Whose voice it is: of a party that the reading has, or of one that was drawn, by its words."""
        if voice is None:
            return None
        place, party = _place(voice.mention), self.after.get(voice.party or "")
        if party is None:
            return Who(place)
        before = self.before.get(party.id)
        if party.id in self.own and before and (before.name, before.kind) == (party.name, party.kind):
            own = self.own[party.id]
            return Who(place, (own.name, own.kind), own.named)
        if place is None:
            return Who(None, (party.name, party.kind))
        try:
            known, is_named = self.emending.whose(party.name, place, None)
        except ValueError:  # a name that nobody goes by yet: the party comes to be, of the kind that it was drawn as
            return Who(place, (party.name, party.kind))
        return Who(place, known, is_named) if known else Who(place, (party.name, party.kind), is_name(party.name))


_FIELDS: tuple[Field, ...] = ("speaker", "cue", "content", "addressee", "relay", "act", "said")


def _place(span: Span | None) -> tuple[int, int] | None:
    return (span.start, span.end) if span else None
