"""A statement as it was and as it is -> what differs about it, the article's changes apart from the reader's.

A reading is a model's work, and differs a little even where the words do not. So a difference is a change of the article only
where it rests on words that left or came.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from sayso.comparing.versions.changes import Difference
from sayso.comparing.versions.identity import all_same, is_pronoun, same, settled
from sayso.comparing.versions.pairing import Told
from sayso.comparing.versions.passages import Passages, Turns, count, made_of, turns
from sayso.comparing.wording import Piece, keys, mark_words
from sayso.evidence import told_once
from sayso.record import Party, Reading, Span, Statement, Voice
from sayso.statements import lemmas

Differences = tuple[Difference, ...]

_HELPING = frozenset(
    {"have", "has", "had", "be", "is", "was", "were", "been", "do", "did", "does", "will", "would", "to", "also", "not", "as"}
)


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two readings, as far as statements are looked up in it: its sentences, and its parties by their ids."""

    passages: Passages
    parties: Mapping[str, Party]


def side_of(reading: Reading) -> Side:
    """The reading as one side of a comparison."""
    return Side(Passages(reading.article), {party.id: party for party in reading.parties})


@dataclass(frozen=True)
class Pair:
    """One statement in two versions: as the earlier reading tells it (``one``), and as the later one does (``other``)."""

    one: Told
    other: Told
    old: Side
    new: Side

    @cached_property
    def words(self) -> tuple[Piece, ...]:
        """The later content with the earlier words set into it."""
        texts = (self.old.passages.article.text, self.new.passages.article.text)
        return mark_words(texts[0], _extents(self.one), texts[1], _extents(self.other))

    def differences(self) -> tuple[Differences, Differences]:
        """What differs: what words that left or came bear out, and what is the reader's alone."""
        found = [difference for difference in self._all() if difference]
        if not found:
            return (), ()
        around = turns(self.old.passages, made_of(self.one.statement), self.new.passages, made_of(self.other.statement))
        real = [self._is_borne_out(difference, around) for difference in found]
        sides = list(zip(found, real, strict=True))
        return tuple(d for d, borne_out in sides if borne_out), tuple(d for d, borne_out in sides if not borne_out)

    def _all(self) -> Iterator[Difference | None]:
        yield self._reworded()
        yield self._voice("speaker")
        yield _cue(self.one.statement, self.other.statement)
        yield _said(self.one.statement, self.other.statement)
        yield self._voice("addressee")
        yield self._account()
        yield _manner(self.one.statement, self.other.statement)

    def _reworded(self) -> Difference | None:
        if self.one.words == self.other.words:
            return None
        removed = tuple(_span(piece) for piece in self.words if piece.how == "removed")
        return Difference("reworded", None, None, removed, tuple(_span(p) for p in self.words if p.how == "added"))

    def _voice(self, kind: Literal["speaker", "addressee"]) -> Difference | None:
        one, other = self.one, self.other
        was, now = (one.speaker, other.speaker) if kind == "speaker" else (one.addressee, other.addressee)
        if same(was, now):
            return None
        old: Voice | None = getattr(one.statement, kind)
        new: Voice | None = getattr(other.statement, kind)
        shown = shown_voice(old, self.old.parties), shown_voice(new, self.new.parties)
        return Difference(kind, *shown, mentions_of([old]), mentions_of([new]))

    def _account(self) -> Difference | None:
        if all_same(self.one.relay, self.other.relay):
            return None
        old, new = self.one.statement.relay, self.other.statement.relay
        shown = shown_relay(old, self.old.parties), shown_relay(new, self.new.parties)
        return Difference("account", *shown, mentions_of(old), mentions_of(new))

    def _is_borne_out(self, difference: Difference, around: Turns) -> bool:
        if difference.kind == "manner":
            return around.touch(self.one.statement.content, self.other.statement.content, marks=True)
        if difference.kind == "said" and around.beside(self.one.statement.content, self.other.statement.content):
            return True  # "will", "never", "if": words about the cue, which need not be its own
        if difference.removed or difference.added:
            return around.touch(difference.removed, difference.added) or self._means_another(difference)
        return around.words

    def _means_another(self, difference: Difference) -> bool:
        """Whether a pronoun, itself the same, means another party because the words before it are others."""
        one, other = self.one, self.other
        if difference.kind != "speaker" or not one.speaker or not other.speaker or not settled(one.speaker, other.speaker):
            return False
        mentions = [keys(span.text) for span in (*difference.removed, *difference.added)]
        if not all(is_pronoun(words) for words in mentions):
            return False
        old, new = self.old.passages, self.new.passages
        return not (count(old.before(one.start), new.words) and count(new.before(other.start), old.words))


def _cue(one: Statement, other: Statement) -> Difference | None:
    """Another act, or the same one in another word; "says" for "said" is neither."""
    was, now = _cue_words(one), _cue_words(other)
    removed, added = tuple(filter(None, [one.cue])), tuple(filter(None, [other.cue]))
    if one.act != other.act:
        return Difference("act", one.act, other.act, removed, added)
    if one.cue and other.cue and not _forms(was) & _forms(now) and was != now:
        return Difference("cue", one.cue.text, other.cue.text, removed, added)
    return None


def _said(one: Statement, other: Statement) -> Difference | None:
    """That it was said now, or will be, or was not; the cue shows it, and what stands beside it."""
    if one.said == other.said:
        return None
    return Difference("said", one.said, other.said, tuple(filter(None, [one.cue])), tuple(filter(None, [other.cue])))


def _cue_words(statement: Statement) -> tuple[str, ...]:
    return keys(statement.cue.text) if statement.cue else ()


def _forms(words: tuple[str, ...]) -> set[str]:
    """What each word may be a form of, helping verbs left out: {"say", "said"} of "has said"."""
    return {form for word in words for form in lemmas(word)} - _HELPING


def _manner(one: Statement, other: Statement) -> Difference | None:
    if one.manner == other.manner:
        return None
    return Difference("manner", one.manner, other.manner, one.quoted, other.quoted)


def shown_voice(voice: Voice | None, parties: Mapping[str, Party]) -> str | None:
    """The name to show for a voice: its party's, or the words that stand in the text; None for nobody."""
    if voice is None:
        return None
    if voice.party is not None and voice.party in parties:
        return parties[voice.party].name
    return voice.mention.text if voice.mention else None


def shown_relay(relay: Sequence[Voice], parties: Mapping[str, Party]) -> str | None:
    """Everybody on whose word it stands, nearest first; None for the article's own."""
    return ", as told by ".join(told_once((shown_voice(voice, parties) or "someone not named" for voice in relay), str)) or None


def mentions_of(voices: Sequence[Voice | None]) -> tuple[Span, ...]:
    """The words of voices that stand in the text."""
    return tuple(voice.mention for voice in voices if voice and voice.mention)


def _extents(told: Told) -> list[tuple[int, int]]:
    return [(span.start, span.end) for span in told.statement.content]


def _span(piece: Piece) -> Span:
    start = piece.start or 0
    return Span(start, start + len(piece.text), piece.text)
