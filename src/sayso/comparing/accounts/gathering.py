"""Readings -> the accounts that they hold of one event, and those accounts side by side.

One text holds the accounts of parties on whose word it has something of the event, and its own. Of several texts each is its
publisher's account; but one that tells the account of a party that published another of them ("according to a Kremlin readout",
beside the Kremlin's own text) gives that account.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from sayso.comparing.accounts.claiming import claims_of
from sayso.comparing.accounts.comparison import compare
from sayso.comparing.accounts.publishers import is_publisher, published_by, publisher_of
from sayso.comparing.accounts.rows import Account, Comparison
from sayso.comparing.accounts.vouching import (
    Telling,
    main_events,
    named_places,
    opens_with,
    own_word,
    taking_part,
    tellers,
    tellings,
)
from sayso.questions import folded
from sayso.record import Event, Reading, input_name

WHOLE = Telling(None, None, None)
_TOLD = 8  # parties that a message names
MOST_TEXTS = 12  # each further one is set beside all before it, and nobody reads so many columns


class NoComparisonError(ValueError):
    """There are not two accounts to compare; the message says which there are."""


@dataclass(frozen=True, slots=True)
class Told:
    """An account on its way: the reading, what of it is told on one word, its key in a store; the rest as in ``Account``.

    One that was ``asked`` for stays where it has no claim.
    """

    reading: Reading
    telling: Telling
    key: str | None = None
    excerpt: bool = False
    searched: tuple[str, ...] = ()
    asked: bool = False


def compare_readings(readings: Sequence[Reading], named: Sequence[str] = ()) -> Comparison:
    """The accounts inside one reading, or those of several, side by side; of ``named`` parties alone where some are named.

    Raises NoComparisonError where there are fewer than two that say anything, ValueError for more than ``MOST_TEXTS`` readings.

    >>> from sayso.record import Article, Paragraph
    >>> def reading(outlet, text):
    ...     return Reading("x", Article("a", text, (Paragraph(0, len(text), "body"),), outlet=outlet))
    >>> palace = reading("Granite Palace", "The presidents spoke of the bridge. The bridge will open in May.")
    >>> other = reading("Lantern Palace", "The bridge will open in May.")
    >>> [row.relation for row in compare_readings([palace, other]).rows]
    ['only', 'same']
    """
    if len(readings) > MOST_TEXTS:
        raise ValueError(f"{len(readings)} texts are more than can be read side by side: at most {MOST_TEXTS}")
    told = list(_inside(readings[0], named) if len(readings) == 1 else _of_several(readings, named))
    return side_by_side(told, _whose(readings))


def side_by_side(told: Sequence[Told], hint: str = "nothing to compare it with") -> Comparison:
    """Accounts as they were told -> compared; without a claim there are those alone that were asked for.

    NoComparisonError, with the ``hint``, is raised where there are not two, or none has a claim.
    """
    made = [(account, one.reading) for one in told if (account := _account(one)).claims or one.asked]
    speaking = [account for account, _ in made if account.claims]
    if len(made) < 2 or not speaking:
        whose = f"{speaking[0].party or input_name(speaking[0].input)}’s" if speaking else ""
        found = f"only one account, {whose}" if speaking else "no account of this"
        raise NoComparisonError(f"{found}; {hint}")
    accounts = [_numbered(account, number) for number, (account, _) in enumerate(made, 1)]
    return compare(accounts, [reading for _, reading in made])


def told_of(reading: Reading, events: Sequence[Event], key: str | None = None) -> Iterator[Told]:
    """The accounts that a reading holds of these events: of parties that vouch for something of them, then the text's own.

    Where nobody does and the text tells the events at its head, or in its headline's words alone (no ``events``), it is its
    publisher's account as a whole; else its own is what it says of them in nobody's name, an excerpt.
    """
    found = tellers(reading, events)
    if not found and (not events or any(opens_with(reading, event) for event in events)):
        yield Told(reading, WHOLE, key)
        return
    yield from (Told(reading, telling, key) for telling in found)
    yield Told(reading, own_word(reading, _places(reading, events)), key, excerpt=True)


def told_by(reading: Reading, named: Sequence[str]) -> list[Telling]:
    """What parties that go by one of these names vouch for in a reading."""
    wanted = [_bare(name) for name in named]
    names = {
        party.id: {_bare(one) for one in (party.name, *(span.text for span in party.mentions))} for party in reading.parties
    }
    found = []
    for telling in tellings(reading):
        called = names.get(telling.party or "", set()) | {_bare(telling.name or "")}
        if called.intersection(wanted):
            found.append(telling)
    return found


def _inside(reading: Reading, named: Sequence[str]) -> Iterator[Told]:
    events = main_events(reading)
    if named:
        found = told_by(reading, named)
        yield from (Told(reading, telling) for telling in found)
        if len(found) == 1 or published_by(publisher_of(reading.article) or "", named):
            yield Told(reading, own_word(reading, _places(reading, events) if events else None))
    elif events:
        yield from told_of(reading, events)


def _of_several(readings: Sequence[Reading], named: Sequence[str]) -> Iterator[Told]:
    for place, reading in enumerate(readings):
        others = [other for number, other in enumerate(readings) if number != place]
        found = told_by(reading, named) if named else list(_of_publishers(reading, others))
        yield from (Told(reading, telling) for telling in found or [WHOLE])


def _of_publishers(reading: Reading, others: Sequence[Reading]) -> Iterator[Telling]:
    """What a text tells on the word of a party that published another text, and not this one."""
    parties = {party.id: party for party in reading.parties}
    for telling in tellings(reading):
        party = parties.get(telling.party or "")
        if party is None or is_publisher(party, reading.article):
            continue
        if any(is_publisher(party, other.article) for other in others):
            yield telling


def _account(told: Told) -> Account:
    reading, telling = told.reading, told.telling
    name = publisher_of(reading.article) if telling.own else telling.name
    claims = claims_of(reading, "", telling.stretches)
    return Account("", name, reading.input, reading.article, claims, telling.own, told.key, told.excerpt, told.searched)


def _numbered(account: Account, number: int) -> Account:
    id = f"a{number}"
    return replace(account, id=id, claims=tuple(replace(claim, account=id) for claim in account.claims))


def _places(reading: Reading, events: Sequence[Event]) -> list[tuple[int, int]]:
    spans = [span for event in events for span in (event.trigger, *event.mentions)]
    return [*((span.start, span.end) for span in spans), *named_places(reading, taking_part(reading, events))]


def _whose(readings: Sequence[Reading]) -> str:
    """On whose word the texts have anything, for who may want to compare just these."""
    names = list(dict.fromkeys(telling.name for reading in readings for telling in tellings(reading) if telling.name))
    if not names:
        return "nothing to compare it with"
    more = f" and {len(names) - _TOLD} more" if len(names) > _TOLD else ""
    return f"there is something on the word of {', '.join(names[:_TOLD])}{more}: --account NAME, twice, compares those"


def _bare(name: str) -> str:
    return folded(name).removeprefix("the ")
