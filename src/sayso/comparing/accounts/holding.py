"""A store -> the accounts that it holds of one event, or that two parties give, side by side."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from sayso.comparing.accounts.enumerations import Extent
from sayso.comparing.accounts.gathering import MOST_TEXTS, NoComparisonError, Told, compare_readings, side_by_side, told_of
from sayso.comparing.accounts.publishers import published_by
from sayso.comparing.accounts.rows import Comparison
from sayso.comparing.accounts.vouching import Telling, tellings
from sayso.questions import folded, matches, parse_words
from sayso.record import Reading
from sayso.statements import sentences
from sayso.store import Engine, EventsQuestion, KnownEvent, Question, Version


def compare_event(engine: Engine, key: str) -> Comparison:
    """The accounts of the event that goes by a key, in every article that tells of it, in the order of their days.

    Wire copy counts once. Raises LookupError where no event, or more than one, goes by the key; NoComparisonError where there
    are fewer than two accounts.
    """
    found = engine.events(EventsQuestion(key=key)).events
    if len(found) != 1:
        raise LookupError(
            f"{len(found) or 'no'} event{'s go' if found else ' goes'} by the key {key!r}: sayso events lists them"
        )
    told = [one for version, ids in _tellers(engine, found[0]) for one in _of_event(version, ids)]
    compared = side_by_side(told[:MOST_TEXTS])
    return replace(compared, left_out=len(told[MOST_TEXTS:]))


def compare_parties(
    engine: Engine, names: Sequence[str], about: str | None = None, since: str | None = None, until: str | None = None
) -> Comparison:
    """What each of these parties says in the articles held: what they publish, and what others have on their word.

    ``about`` are words that a sentence or a statement must have, all of them: a party that has no such one has an account
    without claims. ``since`` and ``until`` are days (ISO, both included) of publication. Of more than ``MOST_TEXTS`` accounts
    the newest are taken, as many of each party. Raises ValueError where ``about`` has no word, NoComparisonError where nothing
    is held on a party's word, or where there is nothing to compare.
    """
    if about is not None and not parse_words(about):
        raise ValueError(f"there is no word to find in {about!r}: words have letters or digits")
    share = max(1, MOST_TEXTS // len(names))
    told: list[Told] = []
    left_out = 0
    for name in names:
        given = sorted(_given_by(engine, name, about, since, until), key=lambda one: _day(one.reading), reverse=True)
        if not given:
            given = [_without_the_words(list(_given_by(engine, name, None, since, until)), name, since, until)]
        told += reversed(given[:share])
        left_out += len(given[share:])
    return replace(side_by_side(told), left_out=left_out)


def compare_texts(engine: Engine, keys: Sequence[str], named: Sequence[str] = ()) -> Comparison:
    """The accounts inside one kept text, or those of several, chosen by their keys: "412.2", "413", an address.

    Of ``named`` parties alone where some are named. Raises LookupError where nothing is kept at a key, else as
    ``compare_readings``.
    """
    versions = [_version(engine, key) for key in dict.fromkeys(keys)]
    compared = compare_readings([one.reading for one in versions], named)
    held = {id(one.reading.article): _key(one) for one in versions}
    return replace(compared, accounts=tuple(replace(one, key=held.get(id(one.article))) for one in compared.accounts))


def _version(engine: Engine, key: str) -> Version:
    shown = engine.shown(key)
    if shown is None:
        raise LookupError(f"{engine.address} has no article at {key}")
    return shown.version


# Of an event


def _tellers(engine: Engine, event: KnownEvent) -> Iterator[tuple[Version, list[str]]]:
    """Each text that tells of the event, with the ids of its events in the reading."""
    places: dict[tuple[str, int], list[str]] = {}
    for state in event.history:
        if state.told.address:
            places.setdefault((state.told.address, state.told.version), []).append(state.id)
    for (address, number), ids in places.items():
        version = next((one for one in engine.versions(address) if one.number == number), None)
        if version:
            yield version, ids


def _of_event(version: Version, ids: Sequence[str]) -> Iterator[Told]:
    events = [event for event in version.reading.events if event.id in ids]
    return told_of(version.reading, events, _key(version))


# Of parties


def _given_by(engine: Engine, name: str, about: str | None, since: str | None, until: str | None) -> Iterator[Told]:
    """The accounts that a party gives: in its own texts, and on its word in others'."""
    called = _names_of(engine, name)
    asked = Question(since=since, until=until, said=None)
    published = [outlet for outlet in engine.outlets() if published_by(outlet, called)]
    own: set[str] = set()
    for outlet in published:
        for version in engine.readings(replace(asked, outlet=outlet)):
            own.add(version.address)
            yield from _whole(version, about)
    for version in _answering(engine, replace(asked, words=about), name):
        if version.address not in own:
            yield from _on_its_word(version, called, about)


def _names_of(engine: Engine, name: str) -> set[str]:
    """All names of the party that goes by this one, folded; the name alone where nobody, or more than one, does."""
    found = [party for party in engine.parties(name) if name.startswith("#") or folded(name) in map(folded, party.names)]
    return {folded(one) for one in (name, *(found[0].names if len(found) == 1 else ()))}


def _without_the_words(given: Sequence[Told], name: str, since: str | None, until: str | None) -> Told:
    """That a party has nothing of the matter, in so many texts that have its word."""
    if not given:
        raise NoComparisonError(f"nothing is held on the word of {name}{_narrowed(since, until)}")
    searched = tuple(dict.fromkeys(one.key or one.reading.input for one in given))
    last = max(given, key=lambda one: _day(one.reading))
    return replace(last, telling=replace(last.telling, stretches=()), excerpt=True, searched=searched, asked=True)


def _answering(engine: Engine, question: Question, name: str) -> Iterator[Version]:
    """The texts in which the party speaks, or vouches for what others say, each once, with what answers."""
    held: dict[str, Version] = {}
    for asked in (replace(question, speaker=name), replace(question, relay=name)):
        for version in engine.readings(asked):
            before = held.get(version.address)
            answers = (*(before.answers or () if before else ()), *(version.answers or ()))
            held[version.address] = replace(version, answers=answers)
    yield from held.values()


def _whole(version: Version, about: str | None) -> Iterator[Told]:
    """A party's own text, or its sentences that have the words."""
    if about is None:
        yield Told(version.reading, Telling(None, None, None), _key(version))
    elif found := _sentences_with(version.reading, about):
        yield Told(version.reading, Telling(None, None, found), _key(version), excerpt=True)


def _on_its_word(version: Version, called: set[str], about: str | None) -> Iterator[Told]:
    for telling in tellings(version.reading):
        name = version.names.get(telling.party or "", telling.name or "")
        if folded(name) in called and telling.statements.intersection(version.answers or ()):
            kept = _answering_only(version, telling) if about else telling
            yield Told(version.reading, replace(kept, name=name), _key(version), excerpt=about is not None)


def _answering_only(version: Version, telling: Telling) -> Telling:
    """The stretches of a telling that hold a statement which answers."""
    answers = telling.statements.intersection(version.answers or ())
    spans = [span for one in version.reading.statements if one.id in answers for span in one.content]
    stretches = [extent for extent in telling.stretches or () if any(_meet(extent, (s.start, s.end)) for s in spans)]
    return replace(telling, stretches=tuple(stretches))


def _sentences_with(reading: Reading, about: str) -> tuple[Extent, ...]:
    text, terms = reading.article.text, parse_words(about)
    found = (extent for one in reading.article.paragraphs for extent in sentences(text, one.start, one.end))
    return tuple(extent for extent in found if all(matches([term], text[slice(*extent)]) for term in terms))


def _meet(one: Extent, other: Extent) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _key(version: Version) -> str:
    return f"{version.address}#{version.number}"


def _day(reading: Reading) -> str:
    return reading.article.published or ""


def _narrowed(since: str | None, until: str | None) -> str:
    return "".join([f" from {since}" if since else "", f" to {until}" if until else ""])
