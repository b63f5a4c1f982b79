"""Words and a store -> the saying that they are of: its first text, its witnesses by time, and what each did to the words."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from sayso.comparing.sayings.aligning import align
from sayso.comparing.sayings.hearing import heard_in
from sayso.comparing.sayings.linking import PIECE, Link, is_enough
from sayso.comparing.sayings.naming import Side, changes, stretches
from sayso.comparing.sayings.origins import find_origin, is_common
from sayso.comparing.sayings.searching import Candidate, candidates, quoted
from sayso.comparing.sayings.voices import Heard, same_person
from sayso.comparing.sayings.witnesses import Saying, Witness, WordChange
from sayso.comparing.sayings.words import Word, words_of
from sayso.record import Span
from sayso.store import Engine


@dataclass(frozen=True, slots=True)
class _Carried:
    """A text that carries the words: the witness, the words' keys, whether they are its speaker's own there, in a turn.

    ``shared`` is the part of its words that the first text has.
    """

    witness: Witness
    keys: tuple[str, ...]
    own: bool
    shared: float = 1.0


def trace(
    engine: Engine, words: str, speaker: str | None = None, until: str | None = None, but_not: Collection[str] = ()
) -> Saying:
    """The saying that these words are of, as far as the store holds it; without witnesses where it has none.

    ``speaker`` is whom they are said to be of. ``until`` is the day (ISO 8601) after which no text counts; texts at the
    addresses ``but_not`` do not count either, such as the one that quotes them. Raises StoreError as the store does.
    """
    reach = engine.reach(until)
    found = find_origin(engine, words, speaker, until, but_not)
    if found is None:
        common = is_common(engine, words, until, but_not)
        return Saying(words, None, (), (), reach.articles, reach.first, reach.last, common)
    first, *others = _carried(engine, found, words, until, but_not)
    voice = first.witness.speaker
    again = [one for one in others if _is_again(one, first)]
    kept = [first, *(one for one in others if one not in again)]
    witnesses = tuple(
        replace(one.witness, changes=_with_voice(one.witness, voice), parent=_parent(kept, place))
        for place, one in enumerate(kept)
    )
    more = tuple(one.witness for one in again)
    return Saying(words, voice, witnesses, more, reach.articles, reach.first, reach.last, changes=found.changes)


def first_witness(found: Link) -> Witness:
    """The text that a quotation is from, as a witness; what it changed is nothing."""
    return _witness(found.candidate, found.spans, found.heard, ())


def _witness(one: Candidate, spans: tuple[Span, ...], heard: Heard, made: tuple[WordChange, ...]) -> Witness:
    passage = one.passage
    return Witness(
        key=f"{passage.address}#{passage.number}",
        address=passage.address,
        outlet=passage.outlet,
        headline=passage.headline,
        published=passage.published,
        captured=passage.captured,
        spans=spans,
        speaker=heard.name or heard.mention,
        manner=heard.manner,
        changes=made,
        copies=heard.copies,
        text_sha256=passage.text_sha256,
    )


def _carried(engine: Engine, found: Link, words: str, until: str | None, but_not: Collection[str]) -> Iterator[_Carried]:
    """The text that the words are from, then the others that carry them, by time; each address and each wire once."""
    origin = found.candidate
    yield _Carried(first_witness(found), _keys(found.spans), found.heard.turn)
    said = " … ".join(span.text for span in found.spans)
    seen = {origin.passage.address, *found.heard.copies}
    texts = {(one.passage.address, one.passage.number): one for one in _texts(engine, (said, words), until, but_not)}
    for one in sorted(texts.values(), key=lambda one: one.when):
        carried = None if one.passage.address in seen else _carry(engine, quoted(said), origin.side, one)
        if carried:
            seen |= {one.passage.address, *carried.witness.copies}
            yield carried


def _texts(engine: Engine, sought: Iterable[str], until: str | None, but_not: Collection[str]) -> Iterator[Candidate]:
    for words in dict.fromkeys(sought):
        yield from candidates(engine, quoted(words), until, but_not, every=True)


def _carry(engine: Engine, said: Side, origin: Side, one: Candidate) -> _Carried | None:
    """What a text has of the words: what it quotes there, or the stretch itself where it quotes nothing."""
    alignment = align(said.words, one.side.words)
    if not alignment.runs:
        return None
    stretch = stretches(one.side, alignment.runs)
    heard = heard_in(engine, one, stretch)
    spans = heard.quoted or stretch
    words = [word for span in spans for word in words_of(span.text, span.start)]
    if len(words) < PIECE:
        return None
    there = Side([replace_part(word) for word in words], ((spans[0].start, _text_of(spans)),))
    back = align(there.words, origin.words)
    if not back.runs or not is_enough(back.score, there):
        return None
    made = changes(there, origin, back.runs)
    keys = tuple(word.key for word in words)
    return _Carried(_witness(one, spans, heard, made), keys, heard.turn, len(back.pairs()) / len(keys))


def replace_part(word: Word) -> Word:
    """The word in one stretch with all others, whichever it was read in."""
    return word._replace(part=0, turn=0)


def _text_of(spans: Sequence[Span]) -> str:
    """The text from the first to the last of some spans, blanks where it is not theirs."""
    text = ""
    for span in spans:
        text += " " * (span.start - spans[0].start - len(text)) + span.text
    return text


def _keys(spans: Iterable[Span]) -> tuple[str, ...]:
    return tuple(word.key for span in spans for word in words_of(span.text))


def _is_again(one: _Carried, first: _Carried) -> bool:
    """Whether the speaker says them himself, on another day."""
    if not (one.own and first.own) or _day(one.witness) == _day(first.witness):
        return False
    return bool(one.witness.speaker and first.witness.speaker and same_person(one.witness.speaker, first.witness.speaker))


def _day(witness: Witness) -> str:
    return (witness.published or witness.captured or "")[:10]


def _with_voice(witness: Witness, voice: str | None) -> tuple[WordChange, ...]:
    """What a witness changed, the speaker among it."""
    other = voice and witness.speaker and same_person(voice, witness.speaker) is False
    return (*witness.changes, WordChange("reattributed")) if other else witness.changes


def _parent(kept: Sequence[_Carried], place: int) -> int | None:
    """The earlier text that has most of its words, the earliest of such; None for the first.

    Who has "the old bridge" where the first text has "the northern bridge" has it from another who has.
    """
    if not place:
        return None
    keys = kept[place].keys
    shares = [kept[place].shared, *(_shared(one.keys, keys) for one in kept[1:place])]
    return max(range(place), key=lambda number: (round(shares[number], 3), -number))


def _shared(one: Sequence[str], other: Sequence[str]) -> float:
    """The part of the other's words that the one has, in their order."""
    return sum(block.size for block in SequenceMatcher(None, one, other, autojunk=False).get_matching_blocks()) / len(other)
