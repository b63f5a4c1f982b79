"""Two readings -> which event, and which undertaking, of the one is which of the other: by who, when, and in which sentence."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from sayso.comparing.versions.differences import Side
from sayso.comparing.versions.identity import Identity, Name, identify, identities, same
from sayso.comparing.versions.pairing import small_words
from sayso.comparing.wording import keys
from sayso.evidence import event_spans, undertaking_spans, word_of
from sayso.record import Event, Reading, Span, Undertaking, Voice

# From this likeness of words on, two undertakings of the same parties are one that was reworded, as statements are (pairing).
ENOUGH = 0.5
_MOST = 8  # parties of one, and candidates for one, that are held against each other: so that time stays in proportion
_TELLING = 2  # words that make two of one kind one: "phone call", but not "meeting"; "to meet", whoever does

Days = tuple[str | None, str | None]


@dataclass(frozen=True, slots=True)
class Happening:
    """An event or an undertaking made ready to be paired.

    ``who`` are its participants or who undertakes it, ``lasts`` the last words of their names; ``voices`` are on whose word it
    stands; ``words`` are those of an event's trigger, or of what is undertaken; ``region`` the sentences that it stands in.
    """

    thing: Event | Undertaking
    who: tuple[Identity, ...]
    lasts: frozenset[str]
    voices: tuple[Voice, ...]
    words: Name
    days: Days
    spans: tuple[Span, ...]
    region: tuple[str, ...]

    @property
    def start(self) -> int:
        """Where its words begin, in code points."""
        return self.thing.trigger.start if isinstance(self.thing, Event) else min(span.start for span in self.thing.what)


Pairs = dict[int, int]
Key = Callable[[Happening], Hashable | None]  # None pairs with nothing


def events_ready(reading: Reading, side: Side) -> tuple[Happening, ...]:
    """The reading's events, ready, in the order of their text."""
    known, statements = identities(reading), {statement.id: statement for statement in reading.statements}
    ready = (
        _ready(
            event,
            [one.voice for one in event.participants],
            word_of(statements.get(event.within or "")),
            keys(event.trigger.text),
            (event.earliest, event.latest),
            tuple(event_spans(event)),
            known,
            side,
        )
        for event in reading.events
    )
    return tuple(sorted(ready, key=lambda one: one.start))


def undertakings_ready(reading: Reading, side: Side) -> tuple[Happening, ...]:
    """The reading's undertakings, ready, in the order of their text."""
    known, statements = identities(reading), {statement.id: statement for statement in reading.statements}
    ready = (
        _ready(
            one,
            one.who,
            word_of(statements.get(one.statement or ""), one.who),
            keys(" ".join(span.text for span in one.what)),
            (one.due.earliest, one.due.latest) if one.due else (None, None),
            tuple(undertaking_spans(one)),
            known,
            side,
        )
        for one in reading.undertakings
    )
    return tuple(sorted(ready, key=lambda one: one.start))


def _ready(
    thing: Event | Undertaking,
    who: Iterable[Voice],
    voices: tuple[Voice, ...],
    words: Name,
    days: Days,
    spans: tuple[Span, ...],
    known: Mapping[str, Identity],
    side: Side,
) -> Happening:
    parties = tuple(identify(voice, known) for voice in who)
    lasts = frozenset(one.name[-1] for one in parties if one.name)
    core = [thing.trigger] if isinstance(thing, Event) else thing.what  # a participant may be named sentences before
    return Happening(thing, parties, lasts, voices, words, days, spans, side.passages.around(core))


def pair_events(olds: Sequence[Happening], news: Sequence[Happening]) -> Pairs:
    """Which of the later events each of the earlier ones is; all of one kind. Time grows with their number."""
    pairs: Pairs = {}
    rounds: list[Key] = [
        lambda one: (_kind(one), one.lasts, one.days, one.region),
        lambda one: (_kind(one), one.lasts, one.days),
        lambda one: (_kind(one), one.region),
        lambda one: (_kind(one), one.lasts) if one.lasts else None,
        lambda one: (_kind(one), one.days) if any(one.days) else None,
        lambda one: (_kind(one), one.words) if len(one.words) >= _TELLING else None,
    ]
    for key in rounds[:4]:
        _pair_by(key, olds, news, pairs)
    _pair_by_party(olds, news, pairs)
    for key in rounds[4:]:
        _pair_by(key, olds, news, pairs)
    return pairs


def pair_undertakings(olds: Sequence[Happening], news: Sequence[Happening]) -> Pairs:
    """Which of the later undertakings each of the earlier ones is. Time grows with their number."""
    pairs: Pairs = {}
    rounds: list[Key] = [
        lambda one: (one.words, one.lasts, one.region),
        lambda one: (one.words, one.lasts),
        lambda one: (one.lasts, one.region),
    ]
    for key in rounds:
        _pair_by(key, olds, news, pairs)
    _pair_by(lambda one: one.words if len(one.words) >= _TELLING else None, olds, news, pairs, of_others=True)
    _pair_by_likeness(olds, news, pairs)
    return pairs


def _pair_by(key: Key, olds: Sequence[Happening], news: Sequence[Happening], pairs: Pairs, of_others: bool = False) -> None:
    """Pair those of the same key, the first with the first; but for ``of_others`` none that name different people alone."""
    waiting = _waiting(lambda one: [key(one)], news, pairs)
    for number, one in enumerate(olds):
        held = waiting.get(key(one), []) if number not in pairs else []
        if held and (of_others or not _apart(one, news[held[-1]])):
            pairs[number] = held.pop()


def _pair_by_party(olds: Sequence[Happening], news: Sequence[Happening], pairs: Pairs) -> None:
    """Pair those of one kind that somebody is in."""
    waiting = _waiting(lambda one: [(_kind(one), last) for last in sorted(one.lasts)[:_MOST]], news, pairs)
    taken = set(pairs.values())
    for number, one in enumerate(olds):
        for last in sorted(one.lasts)[:_MOST] if number not in pairs else ():
            held = waiting.get((_kind(one), last), [])
            while held and held[-1] in taken:
                held.pop()
            if held and not _apart(one, news[held[-1]]):
                pairs[number] = held.pop()
                taken.add(pairs[number])
                break


def _pair_by_likeness(olds: Sequence[Happening], news: Sequence[Happening], pairs: Pairs) -> None:
    """Pair undertakings of the same parties whose words are alike, each with its best."""
    waiting = _waiting(lambda one: [one.lasts], news, pairs)
    for number, one in enumerate(olds):
        held = waiting.get(one.lasts, []) if number not in pairs else []
        ranked = [(_likeness(one.words, news[other].words), -at, other) for at, other in enumerate(reversed(held[-_MOST:]))]
        likeness, _, best = max(ranked, default=(0.0, 0, -1))
        if likeness >= ENOUGH:
            pairs[number] = best
            held.remove(best)


def _waiting(
    keys_of: Callable[[Happening], Iterable[Hashable | None]], news: Sequence[Happening], pairs: Pairs
) -> dict[Hashable, list[int]]:
    """The later ones that are not paired, by their keys, the first last."""
    taken = set(pairs.values())
    waiting: dict[Hashable, list[int]] = defaultdict(list)
    for number in reversed(range(len(news))):
        if number not in taken:
            for key in keys_of(news[number]):
                if key is not None:
                    waiting[key].append(number)
    return waiting


def _kind(one: Happening) -> str:
    return one.thing.kind


def _apart(one: Happening, other: Happening) -> bool:
    """Whether both name who is in them, and nobody is in both."""
    parties, others = one.who[:_MOST], other.who[:_MOST]
    return bool(parties and others) and not any(same(a, b) for a in parties for b in others)


def _likeness(one: Name, other: Name) -> float:
    """Twice the words that are shared over all of them (Dice 1945), small words left out."""
    small = small_words()
    first, second = set(one) - small, set(other) - small
    return 2 * len(first & second) / (len(first) + len(second)) if first and second else 0.0
