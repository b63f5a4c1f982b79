"""What was read of a version, and what people set right of its statements -> the version's statements as they are asked.

A correction finds its statement by the offsets of its content and its cue; where another model reads it a little differently,
by most of its words beside the same cue. Where no statement is like it, the corrected one stands by itself. What hangs on a
statement follows: the relay of those within it, who undertakes what it says.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from sayso.record import Corrected, Party, Reading, Span, Statement, Undertaking, Voice
from sayso.store.changes import Change, Field, Particulars, Place, Who, read_change
from sayso.store.packing import offsets
from sayso.store.understanding import key_of, statement_key
from sayso.store.values import Correction, CorrectionState

_ORDER = ("speaker", "content", "cue", "addressee", "relay", "act", "said", "within")  # in which fields are told
LIKE = 0.5  # of the words of two contents together that they share at least, where one stands for the other in another reading


@dataclass(frozen=True, slots=True)
class Read:
    """What was read of a version that corrections may change; the words and offsets are those of ``text``."""

    text: str
    statements: tuple[Statement, ...]
    parties: tuple[Party, ...]
    undertakings: tuple[Undertaking, ...]


def read_of(reading: Reading) -> Read:
    """What corrections may change of a reading."""
    return Read(reading.article.text, reading.statements, reading.parties, reading.undertakings)


@dataclass(frozen=True, slots=True)
class Mended:
    """The same as corrections have it, in ``now``: what they change carries ``corrected``.

    ``keys`` are what corrections know each statement by, by its id, the one for more of them first. ``states`` are by the
    number of the correction.
    """

    now: Read
    keys: dict[str, tuple[str, ...]]
    states: dict[int, CorrectionState]


def mend(read: Read, address: str, text_sha256: str, made: Sequence[Correction]) -> Mended:
    """Let corrections of statements of this text count, in the order they were made."""
    mending = _Mending(read, address, text_sha256)
    for correction in made:
        mending.take(correction)
    mending.settle()
    return mending.mended()


def key_at(address: str, text_sha256: str, statement: Statement) -> str:
    """What corrections know a statement by."""
    return statement_key(
        address, text_sha256, offsets(statement.content), offsets((statement.cue,)) if statement.cue else None
    )


@dataclass(slots=True, eq=False)
class _Draft:
    """A statement on its way: as it was read, if it was, and as it stands; what of it a person set, and what differs."""

    read: Statement | None
    now: Statement
    keys: list[str]
    by_hand: set[str] = field(default_factory=set)
    differs: set[str] = field(default_factory=set)
    last: Correction | None = None

    def follow(self, other: _Draft, **changed: object) -> None:
        """Change what hangs on another statement."""
        self.now = replace(self.now, **changed)  # type: ignore[arg-type]
        self.differs |= set(changed)
        self.last = self.last or other.last


class _Mending:
    def __init__(self, read: Read, address: str, text_sha256: str) -> None:
        self.read = read
        self.drafts = [_Draft(one, one, [key_at(address, text_sha256, one)]) for one in read.statements]
        self.cast = _Cast(read)
        self.by_key = {draft.keys[0]: draft for draft in self.drafts}
        self.undertakings = read.undertakings
        self.states: dict[int, CorrectionState] = {}

    def take(self, correction: Correction) -> None:
        """Find the statement of a correction, and set what it sets."""
        change, key = read_change(correction.change), correction.statement or ""
        state: CorrectionState = "counts"
        draft = self.by_key.get(key) or _like(self.drafts, change)
        if draft is None:
            draft = self._alone(correction, change)
            state = "counts" if change.was is None else "alone"
        if key not in self.by_key:
            self.by_key[key] = draft
            draft.keys.append(key)
        differs = [name for name in change.fields if self._set(draft, name, change.to)]
        draft.by_hand |= set(change.fields)
        if differs or draft.read is None:
            draft.last = correction
        elif state == "counts":
            state = "moot"
        self.states[correction.number] = state

    def _alone(self, correction: Correction, change: Change) -> _Draft:
        """A statement that no reading has, or none has any longer."""
        told = change.was or change.to
        now = Statement(
            id=f"c{correction.number}",
            manner=told.manner,
            act=told.act,
            content=self._spans(told.content),
            quoted=self._spans(told.quoted),
            cue=self._spans((told.cue,))[0] if told.cue else None,
            speaker=self.cast.voice(told.speaker),
            addressee=self.cast.voice(told.addressee),
            relay=tuple(voice for who in told.relay if (voice := self.cast.voice(who))),
            said=told.said,
        )
        draft = _Draft(None, now, [])
        self.drafts.append(draft)
        return draft

    def _spans(self, places: Iterable[Place]) -> tuple[Span, ...]:
        return tuple(Span(start, end, self.read.text[start:end]) for start, end in places)

    def _set(self, draft: _Draft, name: Field, to: Particulars) -> bool:
        """Set a field; whether it differs from what was read."""
        before, read = draft.now, draft.read
        now = self._with(before, name, to)
        if read is not None and _agree(read, now, name):
            draft.now = _as_read(before, read, name)
            draft.differs.discard(name)
            return False
        draft.now = now
        draft.differs.add(name)
        return True

    def _with(self, before: Statement, name: Field, to: Particulars) -> Statement:
        match name:
            case "content":
                spans = self._spans(to.content)
                return replace(before, content=spans, quoted=self._spans(to.quoted), manner=to.manner)
            case "cue":
                return replace(before, cue=self._spans((to.cue,))[0] if to.cue else None)
            case "speaker":
                return replace(before, speaker=self.cast.voice(to.speaker))
            case "addressee":
                return replace(before, addressee=self.cast.voice(to.addressee))
            case "relay":
                return replace(before, relay=tuple(voice for who in to.relay if (voice := self.cast.voice(who))))
            case "act":
                return replace(before, act=to.act)
            case "said":
                return replace(before, said=to.said)

    # What hangs on what was set.

    def settle(self) -> None:
        """Let follow what hangs on the statements that were set: what stands within them, and who undertakes what they say."""
        added = sorted((draft for draft in self.drafts if draft.read is None), key=lambda draft: -_size(draft.now))
        for draft in added:
            self._place(draft)
        for draft in self.drafts:
            if draft.read is not None and "speaker" in draft.differs:
                self._let_follow(draft, draft.read.speaker)

    def _place(self, added: _Draft) -> None:
        """Put a statement that was missed within the smallest around it, and those within it under it."""
        around = [one for one in self.drafts if one is not added and _holds(one.now, added.now)]
        outer = min(around, key=lambda one: _size(one.now), default=None)
        if outer is not None:
            relay = added.now.relay
            if "relay" not in added.by_hand:
                relay = (*((outer.now.speaker,) if outer.now.speaker else ()), *outer.now.relay)
            added.now = replace(added.now, within=outer.now.id, relay=relay)
        speaker = added.now.speaker
        for one in self.drafts:
            if one is added or one.now.within != added.now.within or not _holds(added.now, one.now):
                continue
            if speaker and "relay" not in one.by_hand and speaker not in one.now.relay:
                one.follow(added, within=added.now.id, relay=(speaker, *one.now.relay))
            else:
                one.follow(added, within=added.now.id)

    def _let_follow(self, draft: _Draft, was: Voice | None) -> None:
        """Those within a statement have its new speaker in their relay, and he undertakes what its old one did."""
        now = draft.now.speaker
        for one in self._within(draft):
            if "relay" in one.by_hand:
                continue
            if was is None:
                if now is not None and one.now.within == draft.now.id:
                    one.follow(draft, relay=(now, *one.now.relay))
            elif any(_is_same(step, was) for step in one.now.relay):
                steps = (now if _is_same(step, was) else step for step in one.now.relay)
                one.follow(draft, relay=tuple(dict.fromkeys(step for step in steps if step)))
        if was is not None:
            self.undertakings = tuple(
                replace(one, who=tuple((now or Voice(None)) if _is_same(who, was) else who for who in one.who))
                if one.statement == draft.now.id
                else one
                for one in self.undertakings
            )

    def _within(self, draft: _Draft) -> Iterator[_Draft]:
        outer = {one.now.id: one.now.within for one in self.drafts}
        for one in self.drafts:
            at, met = one.now.within, {one.now.id}
            while at is not None and at not in met:
                if at == draft.now.id:
                    yield one
                    break
                met.add(at)
                at = outer.get(at)

    def mended(self) -> Mended:
        """All statements, those that were missed where they stand among the others."""
        ordered: list[_Draft] = [draft for draft in self.drafts if draft.read is not None]
        for added in (draft for draft in self.drafts if draft.read is None):
            at = next((n for n, one in enumerate(ordered) if _start(one.now) > _start(added.now)), len(ordered))
            ordered.insert(at, added)
        statements = tuple(_marked(draft) for draft in ordered)
        now = Read(self.read.text, statements, self.cast.parties(), self.undertakings)
        return Mended(now, {draft.now.id: tuple(draft.keys) for draft in ordered}, self.states)


def _marked(draft: _Draft) -> Statement:
    """The statement with what was corrected of it. A person who set something right of it vouches for it: its score is 1."""
    if draft.last is None or not (draft.differs or draft.read is None):
        return draft.now
    fields = tuple(name for name in _ORDER if name in draft.differs) if draft.read else ()
    last = draft.last
    corrected = Corrected(last.number, last.made, last.reason, fields, draft.read)
    score = 1.0 if draft.read is None or draft.by_hand & draft.differs else draft.now.score
    return replace(draft.now, corrected=corrected, score=score)


class _Cast:
    """The parties of a reading, with those that corrections bring in."""

    def __init__(self, read: Read) -> None:
        self._text = read.text
        self._parties = list(read.parties)

    def parties(self) -> tuple[Party, ...]:
        return tuple(self._parties)

    def voice(self, who: Who | None) -> Voice | None:
        """The voice of somebody: his mention is his party's, whosever it was taken for."""
        if who is None:
            return None
        mention = Span(*who.mention, self._text[slice(*who.mention)]) if who.mention else None
        return Voice(mention, self._party(who, mention) if who.party else None, who.how)

    def _party(self, who: Who, mention: Span | None) -> str:
        assert who.party
        key = key_of(*who.party)
        same = [one for one in self._parties if one.named == who.named and key_of(one.name, one.kind) == key]
        found = next((one for one in same if mention in one.mentions), same[0] if same else None)
        if found is None:
            found = Party(self._free(), *who.party, named=who.named)
            self._parties.append(found)
        if mention and mention not in found.mentions:
            for at, one in enumerate(self._parties):
                if one.id == found.id:
                    self._parties[at] = replace(one, mentions=tuple(sorted((*one.mentions, mention))))
                elif mention in one.mentions:
                    self._parties[at] = replace(one, mentions=tuple(span for span in one.mentions if span != mention))
        return found.id

    def _free(self) -> str:
        taken = {one.id for one in self._parties}
        number = len(taken) + 1
        while f"p{number}" in taken:
            number += 1
        return f"p{number}"


def _like(drafts: Iterable[_Draft], change: Change) -> _Draft | None:
    """The statement of another reading that a correction is about; None where there is none, or two are as like."""
    forms = [change.was, _after(change)] if change.was else [change.to]
    scored = [
        (max(_likeness(draft.read, form) for form in forms if form), draft)
        for draft in drafts
        if draft.read
    ]
    best = max((score for score, _ in scored), default=0.0)
    found = [draft for score, draft in scored if score == best > 0]
    return found[0] if len(found) == 1 else None


def _after(change: Change) -> Particulars:
    """What was read with what is set."""
    was, to = change.was or change.to, change.to
    now = replace(was, cue=to.cue) if "cue" in change.fields else was
    return replace(now, content=to.content) if "content" in change.fields else now


def _likeness(read: Statement | None, form: Particulars) -> float:
    """How much of two contents' words they share, where they have one cue; 0 for less than ``LIKE``."""
    if read is None:
        return 0.0
    here = {at for span in read.content for at in range(span.start, span.end)}
    there = {at for place in form.content for at in range(*place)}
    shared = len(here & there) / max(1, len(here | there))
    if read.cue is None or form.cue is None:
        return shared if (read.cue is None and form.cue is None and shared >= LIKE) or shared == 1 else 0.0
    together = read.cue.start < form.cue[1] and form.cue[0] < read.cue.end
    return shared if together and shared >= LIKE else 0.0


def _agree(read: Statement, now: Statement, name: Field) -> bool:
    """Whether a field is as it was read, however the voices in it are known."""
    match name:
        case "content":
            return read.content == now.content and read.manner == now.manner
        case "cue":
            return read.cue == now.cue
        case "speaker":
            return _is_same(read.speaker, now.speaker)
        case "addressee":
            return _is_same(read.addressee, now.addressee)
        case "relay":
            pairs = zip(read.relay, now.relay, strict=False)
            return len(read.relay) == len(now.relay) and all(_is_same(one, other) for one, other in pairs)
        case "act":
            return read.act == now.act
        case "said":
            return read.said == now.said


def _as_read(before: Statement, read: Statement, name: Field) -> Statement:
    if name == "content":
        return replace(before, content=read.content, quoted=read.quoted, manner=read.manner)
    return replace(before, **{name: getattr(read, name)})


def _is_same(one: Voice | None, other: Voice | None) -> bool:
    """Whether two voices are one: the same mention and the same party."""
    if one is None or other is None:
        return one is other
    return one.mention == other.mention and one.party == other.party


def _holds(outer: Statement, inner: Statement) -> bool:
    """Whether the one's content holds the other's, with its cue, and is longer."""
    spans = (*inner.content, *((inner.cue,) if inner.cue else ()))
    inside = all(any(held.start <= span.start and span.end <= held.end for held in outer.content) for span in spans)
    return inside and _size(outer) > _size(inner)


def _size(statement: Statement) -> int:
    return sum(span.end - span.start for span in statement.content)


def _start(statement: Statement) -> int:
    spans: list[Span] = [*statement.content, *([statement.cue] if statement.cue else [])]
    return min(spans).start if spans else 0


def bare(mended: Mended) -> tuple[Statement, ...]:
    """The statements as rows hold them: without what was corrected."""
    return tuple(replace(one, corrected=None) for one in mended.now.statements)


def made_of(mended: Mended) -> dict[str, Corrected]:
    """What was corrected, by the statement's id."""
    return {one.id: one.corrected for one in mended.now.statements if one.corrected}
