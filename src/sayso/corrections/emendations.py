"""What a person sets right of one statement, in words of the article and names of parties -> a correction for a store."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from datetime import UTC, datetime
from typing import cast, get_args

from sayso.corrections.parties import named, numbered, one_party
from sayso.corrections.word_places import Extent, Places, distance, placed
from sayso.questions import folded
from sayso.record import SAID_KINDS, PartyKind, Said, Span, Statement
from sayso.statements import ACTS, statement_at
from sayso.store import (
    Change,
    Correction,
    CorrectionKind,
    Engine,
    Field,
    Particulars,
    Version,
    Who,
    goes_by,
    is_statement_key,
    key_at,
    read_change,
    write_change,
)

NONE = "none"  # nobody, and no cue
LISTED = 5  # parties of one name that a message names
_KINDS: tuple[PartyKind, ...] = get_args(PartyKind)
_LITTLE = frozenset(
    (
        *("a", "an", "the", "of", "and", "for", "in", "on", "at", "to", "de", "von", "van", "der", "la", "he", "she", "it"),
        *("they", "we", "i", "you", "his", "her", "its", "their", "our", "my", "your", "who", "which", "that", "this"),
    )
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be set of a statement; None for what is to stay.

    ``words`` and ``cue`` stand in the article; ``at`` is where the words stand, in code points, if they stand there more than
    once. A voice is words of the article, a name that a party goes by, both ("she = Ana Dovrel"), or "none"; who is no party
    yet comes with a kind: "Marit Vell (person)". A cue and the words of a voice take "@123" at their end, for where they stand.
    """

    words: str | None = None
    cue: str | None = None
    speaker: str | None = None
    addressee: str | None = None
    relay: Sequence[str] | None = None
    act: str | None = None
    said: str | None = None
    at: int | None = None


def set_right(engine: Engine, key: str, wanted: Wanted, reason: str) -> Correction:
    """What a statement, by its key, is to have. Raises LookupError for no key, ValueError for what cannot be set so."""
    if not any(getattr(wanted, one.name) is not None for one in fields(wanted) if one.name != "at"):
        raise ValueError("nothing is to be set: name its speaker, its words, its cue, its relay, its addressee or its act")
    version, statement = statement_of(engine, key)
    change, told = Emending(engine, version).of(statement, wanted)
    key = f"{version.address}#{version.number}/{statement.id}"
    return correction("set-statement", reason, key, told, write_change(change))


def add_missed(engine: Engine, address: str, wanted: Wanted, reason: str, number: int | None = None) -> Correction:
    """A statement that was missed in an article, by its address or key and its words, in its last version or another.

    Raises LookupError for no such article, StoreError for no such version, ValueError for what cannot be a statement.
    """
    if not wanted.words:
        raise ValueError("a statement that was missed is added by its words")
    shown = engine.shown(address, number)
    if shown is None:
        raise LookupError(f"{engine.address} has no article at {address}")
    emending = Emending(engine, shown.version)
    change, told = emending.of(None, wanted)
    statement = emending.shaped(change.to.content, change.to.cue, change.to.speaker)
    key = key_at(shown.version.address, shown.version.reading.article.text_sha256, statement)
    return correction("add-statement", reason, key, told, write_change(change))


def set_in_words(engine: Engine, version: Version, made: Correction) -> list[tuple[Field, str]]:
    """What a correction sets of a statement of a version, field by field, in words; words with what stands around them."""
    emending, change = Emending(engine, version), read_change(made.change)
    places = {"content": change.to.content, "cue": (change.to.cue,) if change.to.cue else ()}
    around = {name: f" at {emending.places.shown(held)}" for name, held in places.items() if held}
    return [(name, emending.in_words(name, change.to) + around.get(name, "")) for name in change.fields]


def undo(key: str, reason: str, number: int | None = None) -> Correction:
    """That the last correction of a statement that counts, or the one of a number, no longer does.

    Without a key, "", it is the correction of the number, whatever that is of.
    """
    return correction("undo", reason, key, str(number) if number else None)


def statement_of(engine: Engine, key: str) -> tuple[Version, Statement]:
    """The version and the statement of a key, as they stand. Raises LookupError where there is none."""
    shown = engine.shown(key) if is_statement_key(key) else None
    if shown is None or shown.hit is None:
        raise LookupError(f"{engine.address} holds no statement {key}; sayso find prints the key of each")
    id = shown.hit.statement.id
    return shown.version, next(one for one in shown.version.reading.statements if one.id == id)


def correction(kind: CorrectionKind, reason: str, key: str, told: str | None, change: str | None = None) -> Correction:
    """A correction made now. Raises ValueError without a reason."""
    if not reason.strip():
        raise ValueError("a correction needs a reason: say why, for those who come after")
    made = datetime.now(UTC).isoformat(timespec="seconds")
    return Correction(kind, reason.strip(), made, statement=key, name=told, change=change)


class Emending:
    """Words and names, looked for in one version of an article, and what is set with them."""

    def __init__(self, engine: Engine, version: Version) -> None:
        self.engine, self.reading = engine, version.reading
        self.places = Places(version.reading.article, version.address)

    def of(self, held: Statement | None, wanted: Wanted) -> tuple[Change, str]:
        """What is set of a statement, or of one that was missed; and that in words."""
        around = [(span.start, span.end) for span in (*held.content, *([held.cue] if held.cue else []))] if held else []
        content = tuple((span.start, span.end) for span in held.content) if held else ()
        if wanted.words is not None:
            content = self.places.pieces(wanted.words, around, wanted.at, "--at")
        cue = (held.cue.start, held.cue.end) if held and held.cue else None
        if wanted.cue is not None:
            cue = self._cue(wanted.cue, content, around)
        self._check_apart(content, cue)
        near = [cue] if cue else list(content)
        voices = {
            role: self._voice(given, near, content)
            for role, given in (("speaker", wanted.speaker), ("addressee", wanted.addressee))
            if given is not None
        }
        relay = self._relay(wanted.relay, near, content) if wanted.relay is not None else ()
        shaped = self.shaped(content, cue, voices["speaker"] if "speaker" in voices else _speaker(held))
        act = _one_of(wanted.act, ACTS, "act") if wanted.act else shaped.act
        said = _one_of(wanted.said, SAID_KINDS, "kind of being said") if wanted.said else shaped.said
        to = Particulars(
            content=content,
            quoted=tuple((span.start, span.end) for span in shaped.quoted),
            manner=shaped.manner,
            cue=cue,
            speaker=voices.get("speaker"),
            addressee=voices.get("addressee"),
            relay=relay,
            act=act,
            said=cast(Said, said),
        )
        names = _set_fields(held, wanted, to)
        return Change(names, to), self.told(names, to)

    def told(self, names: Sequence[Field], to: Particulars) -> str:
        """What is set, in words."""
        return "; ".join(self.in_words(name, to) for name in names)

    def shaped(self, content: Sequence[Extent], cue: Extent | None, speaker: Who | None) -> Statement:
        """A statement of these words, as the article has them: what is quoted, what the cue does, whether it was said."""
        found = statement_at(self.reading.article, content, cue, speaker.mention if speaker else None)
        return replace(found, cue=Span(*cue, self.reading.article.text[slice(*cue)]) if cue else None)

    def _check_apart(self, content: Sequence[Extent], cue: Extent | None) -> None:
        if cue and any(start < cue[1] and cue[0] < end for start, end in content):
            words = self.places.words(cue)
            raise ValueError(
                f"the cue {words!r} stands within the words of the statement: name another with --cue, or part the words "
                "with ' … '"
            )

    def _cue(self, given: str, content: Sequence[Extent], around: Sequence[Extent]) -> Extent | None:
        """Where a cue stands, the nearest to the words; None for "none"."""
        if given.strip().lower() == NONE:
            return None
        words, at = placed(given)
        outside = [place for place in self.places.all(words) if not any(s < place[1] and place[0] < e for s, e in content)]
        nearest = sorted(outside, key=lambda place: distance(place, content))
        if at is None and len(nearest) > 1 and distance(nearest[0], content) < distance(nearest[1], content):
            return nearest[0]
        return self.places.one(words, [*content, *around], at, "@ and the place at its end")

    # Voices.

    def _relay(self, given: Sequence[str], near: Sequence[Extent], content: Sequence[Extent]) -> tuple[Who, ...]:
        """On whose word, nearest first; nobody's for "none"."""
        if [one.strip().lower() for one in given] == [NONE]:
            return ()
        found = [self._voice(one, near, content) for one in given]
        if not all(found):
            raise ValueError("a relay of none stands alone: on nobody's word but the article's")
        return tuple(one for one in found if one)

    def _voice(self, given: str, near: Sequence[Extent], content: Sequence[Extent]) -> Who | None:
        """Words of the article and whose they are, or a party by its name; None for "none"."""
        if given.strip().lower() == NONE:
            return None
        given, kind = _kinded(given)
        words, both, name = (part.strip() for part in given.partition(" = "))
        words, at = placed(words)
        place = self._nearest(words, near, content, at)
        if both:
            if place is None:
                raise ValueError(f"{words!r} stands nowhere in {self.places.address}")
            return Who(place, self._party(name, kind))
        if place is None:
            return Who(None, self._party(words, kind))
        party, is_named = self.whose(words, place, kind)
        if party and not self.places.is_beside(place, [*near, *content]):  # a name that stands elsewhere is no mention here
            return Who(None, party, is_named)
        return Who(place, party, is_named)

    def _nearest(self, words: str, near: Sequence[Extent], content: Sequence[Extent], at: int | None) -> Extent | None:
        """Where the words of a voice stand nearest to the cue, outside of what it says if they stand there at all."""
        if re.fullmatch(r"#?\d+", words):
            return None
        if at is not None:
            return self.places.one(words, near, at, "@ and the place at its end")
        places = list(self.places.all(words))
        outside = [place for place in places if not any(s <= place[0] < e for s, e in content)]
        beside = [place for place in outside or places if self.places.is_beside(place, [*near, *content])]
        return min(beside or outside or places, key=lambda place: distance(place, near), default=None)

    def whose(self, words: str, place: Extent, kind: PartyKind | None) -> tuple[tuple[str, PartyKind] | None, bool]:
        """Whose a mention is, and whether by a name: as it was read, by a name of the article, by one of the store."""
        for one in self.reading.parties:
            if any((span.start, span.end) == place for span in one.mentions) and kind in (None, one.kind):
                return (one.name, one.kind), one.named
        if kind:
            return self._party(words, kind), True
        here = [one for one in self.reading.parties if one.named and _plain(words) in _names(one.name, one.mentions)]
        if len(here) == 1:
            return (here[0].name, here[0].kind), True
        if not is_name(words):
            return None, True
        known = [one for one in named(self.engine, words) if goes_by(one, words)]
        if len(known) > 1:
            listed = ", ".join(map(numbered, known[:LISTED]))
            raise ValueError(f"{len(known)} parties go by {words!r}: {listed}; write '{words} = #{known[0].id}' for the first")
        if known:
            return (known[0].name, known[0].kind), True
        raise ValueError(
            f"{words!r} is no party yet: say of which kind it is, as in '{words} (person)' ({', '.join(_KINDS)}), or whose "
            f"words these are, as in '{words} = NAME'"
        )

    def _party(self, name: str, kind: PartyKind | None) -> tuple[str, PartyKind]:
        """A party by its name in the store; one that comes to be where a kind is told and nobody goes by the name."""
        if kind:
            same = [one for one in named(self.engine, name) if goes_by(one, name) and one.kind == kind]
            return (same[0].name, kind) if same else (re.sub(r"^[Tt]he\s+", "", name), kind)
        try:
            known = one_party(self.engine, name)
        except ValueError as error:
            new = f"one that is new comes with its kind, as in '{name} (person)' ({', '.join(_KINDS)})"
            raise ValueError(f"{error}; {new}") from error
        return known.name, known.kind

    def in_words(self, name: Field, to: Particulars) -> str:
        """What a field is set to: «speaker Mr Penhale (“he”)»."""
        if name in ("act", "said"):
            return f"{name} {getattr(to, name)}"
        if name == "content":
            return f"words “{' … '.join(map(self.places.words, to.content))}”"
        if name == "cue":
            return f"cue “{self.places.words(to.cue)}”" if to.cue else "no cue"
        voices = to.relay if name == "relay" else [to.speaker if name == "speaker" else to.addressee]
        told = [self._voice_in_words(one) for one in voices if one]
        return f"{name} {', as told by '.join(told)}" if told else f"no {name}"

    def _voice_in_words(self, who: Who) -> str:
        words = self.places.words(who.mention) if who.mention else ""
        party = who.party[0] if who.party else ""
        return f"{party} (“{words}”)" if party and words and _plain(party) != _plain(words) else party or f"“{words}”"


def _speaker(statement: Statement | None) -> Who | None:
    mention = statement.speaker.mention if statement and statement.speaker else None
    return Who((mention.start, mention.end)) if mention else None


def _set_fields(held: Statement | None, wanted: Wanted, to: Particulars) -> tuple[Field, ...]:
    """The fields that are set. What another cue does goes with it, unless that is told."""
    given: list[tuple[Field, object]] = [
        ("speaker", wanted.speaker),
        ("cue", wanted.cue),
        ("content", wanted.words),
        ("addressee", wanted.addressee),
        ("relay", wanted.relay),
        ("act", wanted.act or (held and wanted.cue and to.act != held.act) or None),
        ("said", wanted.said or (held and wanted.cue and to.said != held.said) or None),
    ]
    return tuple(name for name, value in given if value is not None)


def _kinded(given: str) -> tuple[str, PartyKind | None]:
    """A name and the kind that is told behind it.

    >>> _kinded("Marit Vell (person)"), _kinded("Vell")
    (('Marit Vell', 'person'), ('Vell', None))
    """
    found = re.fullmatch(r"(.+?)\s*\((\w+)\)", given.strip(), re.DOTALL)
    if found and found[2] in _KINDS:
        return found[1].strip(), cast(PartyKind, found[2])
    return given.strip(), None


def _plain(name: str) -> str:
    return folded(name).removeprefix("the ")


def _names(name: str, mentions: Sequence[Span]) -> set[str]:
    """A party's name and the mentions that are a part of it, as names are compared."""
    full = _plain(name)
    return {full, *(told for one in mentions if (told := _plain(one.text)) and f" {told} " in f" {full} ")}


def is_name(words: str) -> bool:
    """Whether words look like a name: all but the little ones begin with capitals.

    >>> is_name("Dr Marit Vell"), is_name("the readout"), is_name("He"), is_name("A jury")
    (True, False, False, False)
    """
    letters = [word for word in re.findall(r"[^\W\d_][\w.’'-]*", words) if word.lower() not in _LITTLE]
    return bool(letters) and all(word[0].isupper() for word in letters)


def _one_of(word: str, known: Sequence[str], what: str) -> str:
    if word.strip().lower() not in known:
        raise ValueError(f"there is no {what} {word!r}; there are {', '.join(known)}")
    return word.strip().lower()
