"""The events, and the undertakings, of two readings -> what became of each from the earlier version to the later.

A difference that no change of the article's words bears out tells of the reader, and is kept apart: ``Shifts.same_words``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from sayso.comparing.versions.changes import Aspect, Shift, ShiftKind, Shifts
from sayso.comparing.versions.differences import Side, mentions_of, shown_relay, shown_voice
from sayso.comparing.versions.fates import holds
from sayso.comparing.versions.happenings import (
    Happening,
    Pairs,
    events_ready,
    pair_events,
    pair_undertakings,
    undertakings_ready,
)
from sayso.comparing.versions.identity import identify, identities, same
from sayso.comparing.versions.passages import Turns, turns
from sayso.comparing.wording import Piece, keys, mark_words
from sayso.record import Event, Reading, Span, Time, Undertaking, Voice

Sides = tuple[Side, Side]
_Place = tuple[int, int, int]  # where it is shown: code point of the later text, what is on one side last, number


def compare_events(before: Reading, after: Reading, sides: Sides) -> Shifts:
    """What became of the events."""
    olds, news = events_ready(before, sides[0]), events_ready(after, sides[1])
    aspects = _Aspects(before, after, sides)
    return _shifts(olds, news, pair_events(olds, news), sides, aspects.of_events)


def compare_undertakings(before: Reading, after: Reading, sides: Sides) -> Shifts:
    """What became of the undertakings."""
    olds, news = undertakings_ready(before, sides[0]), undertakings_ready(after, sides[1])
    aspects = _Aspects(before, after, sides)
    return _shifts(olds, news, pair_undertakings(olds, news), sides, aspects.of_undertakings)


def _shifts(
    olds: Sequence[Happening],
    news: Sequence[Happening],
    pairs: Pairs,
    sides: Sides,
    aspects_of: Callable[[Happening, Happening], tuple[list[Aspect], tuple[Piece, ...]]],
) -> Shifts:
    found: list[tuple[_Place, Shift]] = []
    apart: list[tuple[_Place, Shift]] = []
    unchanged = 0
    for number, (was, now) in enumerate(pairs.items()):
        old, new = olds[was], news[now]
        aspects, words = aspects_of(old, new)
        real = _borne_out(aspects, old, new, sides) if aspects else []
        unchanged += not aspects
        if aspects:
            shift = Shift("changed", old.thing, new.thing, tuple(real or aspects), words)
            (found if real else apart).append(((new.start, 0, number), shift))
    for place, one, gone in _left_over(olds, news, pairs):
        here, there = sides if gone else (sides[1], sides[0])
        stands = holds(there.passages, here.passages, one.region)
        shift = Shift("dropped", one.thing, None) if gone else Shift("added", None, one.thing)
        (apart if stands else found).append((place, shift))
    return Shifts(_in_order(found), unchanged, _in_order(apart))


def _left_over(olds: Sequence[Happening], news: Sequence[Happening], pairs: Pairs) -> Iterator[tuple[_Place, Happening, bool]]:
    """What is on one side only, the earlier one or not, with its place: what was dropped goes behind what stood before it."""
    place = -1
    for number, one in enumerate(olds):
        if number in pairs:
            place = news[pairs[number]].start
        else:
            yield (place, 1, number), one, True
    paired = set(pairs.values())
    yield from (((one.start, 0, number), one, False) for number, one in enumerate(news) if number not in paired)


def _in_order(placed: Iterable[tuple[_Place, Shift]]) -> tuple[Shift, ...]:
    return tuple(shift for _, shift in sorted(placed, key=lambda item: item[0]))


def _borne_out(aspects: Iterable[Aspect], old: Happening, new: Happening, sides: Sides) -> list[Aspect]:
    """Those that rest on words that left or came: in what shows them, or, where nothing does, in the sentence."""
    listed = list(aspects)
    spans = [*old.spans, *(span for aspect in listed for span in aspect.removed)]
    others = [*new.spans, *(span for aspect in listed for span in aspect.added)]
    around = turns(sides[0].passages, spans, sides[1].passages, others)
    return [aspect for aspect in listed if _rests(aspect, around)]


def _rests(aspect: Aspect, around: Turns) -> bool:
    shows = aspect.removed or aspect.added
    return around.touch(aspect.removed, aspect.added) if shows else around.words


class _Aspects:
    """What differs about one event, or one undertaking, between two readings."""

    def __init__(self, before: Reading, after: Reading, sides: Sides) -> None:
        self.known = identities(before), identities(after)
        self.parties = sides[0].parties, sides[1].parties
        self.texts = before.article.text, after.article.text

    def of_events(self, old: Happening, new: Happening) -> tuple[list[Aspect], tuple[Piece, ...]]:
        was, now = old.thing, new.thing
        assert isinstance(was, Event) and isinstance(now, Event)
        listed = [[one.voice for one in event.participants] for event in (was, now)]
        found = [
            self._days("days", old, new, was.time, now.time),
            _plainly("status", was.status, now.status),
            _words("place", was.place, now.place),
            self._parties("participants", listed[0], listed[1]),
            self._account(old, new),
        ]
        return [aspect for aspect in found if aspect], ()

    def of_undertakings(self, old: Happening, new: Happening) -> tuple[list[Aspect], tuple[Piece, ...]]:
        was, now = old.thing, new.thing
        assert isinstance(was, Undertaking) and isinstance(now, Undertaking)
        extents = [[(span.start, span.end) for span in one.what] for one in (was, now)]
        words = mark_words(self.texts[0], extents[0], self.texts[1], extents[1]) if old.words != new.words else ()
        found = [
            _reworded(words) if words else None,
            _plainly("kind", was.kind, now.kind),
            _plainly("strength", was.strength, now.strength),
            self._parties("who", was.who, now.who),
            self._parties("to_whom", was.to_whom, now.to_whom),
            self._days("due", old, new, _span_of(was.due), _span_of(now.due)),
            _words("condition", was.condition, now.condition),
            self._account(old, new),
        ]
        return [aspect for aspect in found if aspect], words

    def _days(self, kind: ShiftKind, old: Happening, new: Happening, was: Span | None, now: Span | None) -> Aspect | None:
        """Other days; where neither tells any, other words for them are no other days."""
        if old.days == new.days:
            return None
        return Aspect(kind, _day(old), _day(new), tuple(filter(None, [was])), tuple(filter(None, [now])))

    def _parties(self, kind: ShiftKind, was: Sequence[Voice], now: Sequence[Voice]) -> Aspect | None:
        """Others than before, in whatever order they stand."""
        gone = self._without(was, now, 0)
        come = self._without(now, was, 1)
        if not gone and not come:
            return None
        return Aspect(kind, self._names(was, 0), self._names(now, 1), mentions_of(gone), mentions_of(come))

    def _without(self, voices: Sequence[Voice], others: Sequence[Voice], side: int) -> list[Voice]:
        """The voices for whom there is none among the others."""
        held = [identify(voice, self.known[1 - side]) for voice in others]
        return [voice for voice in voices if not any(same(identify(voice, self.known[side]), other) for other in held)]

    def _names(self, voices: Sequence[Voice], side: int) -> str | None:
        return ", ".join(shown_voice(voice, self.parties[side]) or "someone not named" for voice in voices) or None

    def _account(self, old: Happening, new: Happening) -> Aspect | None:
        was, now = old.voices, new.voices
        pairs = zip(was, now, strict=False)
        if len(was) == len(now) and all(same(identify(a, self.known[0]), identify(b, self.known[1])) for a, b in pairs):
            return None
        shown = shown_relay(was, self.parties[0]), shown_relay(now, self.parties[1])
        return Aspect("account", *shown, mentions_of(was), mentions_of(now))


def _plainly(kind: ShiftKind, was: str, now: str) -> Aspect | None:
    return Aspect(kind, was, now) if was != now else None


def _words(kind: ShiftKind, was: Span | None, now: Span | None) -> Aspect | None:
    if keys(was.text if was else None) == keys(now.text if now else None):
        return None
    held = tuple(filter(None, [was])), tuple(filter(None, [now]))
    return Aspect(kind, was.text if was else None, now.text if now else None, *held)


def _reworded(words: Iterable[Piece]) -> Aspect:
    spans = [(piece.how, Span(piece.start or 0, (piece.start or 0) + len(piece.text), piece.text)) for piece in words]
    removed, added = (tuple(span for how, span in spans if how == wanted) for wanted in ("removed", "added"))
    return Aspect("reworded", None, None, removed, added)


def _span_of(time: Time | None) -> Span | None:
    return time.span if time else None


def _day(one: Happening) -> str | None:
    earliest, latest = one.days
    if earliest == latest:
        return earliest
    return f"{earliest or ''}/{latest or ''}"
