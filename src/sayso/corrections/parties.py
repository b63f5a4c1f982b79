"""What a person sets right, in names as people write them -> a correction that a store takes.

A name that several parties go by is nobody's: all are named with their numbers, and "#12" is the one of that number.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime

from sayso.days import first_day, last_day
from sayso.store import EVENT_STANDINGS, UNDERTAKING_STANDINGS, Correction, CorrectionKind, Engine, Known, goes_by, meant

MOST = 50  # parties that are looked at for a name, and
TOLD = 10  # those that are named in a message


def merge(engine: Engine, name: str, into: str, reason: str) -> Correction:
    """That two parties are one, under the name of the second. Raises ValueError as ``one_party``, or where they are one."""
    party, other = one_party(engine, name), one_party(engine, into)
    if party.id == other.id:
        raise ValueError(f"{name!r} and {into!r} are one party already: {numbered(party)}")
    return _correction("merge", reason, party=(party.name, party.kind), other=(other.name, other.kind))


def split(engine: Engine, party: str, name: str, reason: str) -> Correction:
    """That a name is not that party's. Raises ValueError as ``one_party``, or where it does not go by the name."""
    known = one_party(engine, party)
    if not goes_by(known, name):
        raise ValueError(f"{numbered(known)} does not go by {name!r}, but by {', '.join(known.names)}")
    return _correction("split", reason, party=(known.name, known.kind), other=(name.strip(), known.kind))


def rename(engine: Engine, party: str, name: str, reason: str) -> Correction:
    """That a party is shown under another name. Raises ValueError as ``one_party``."""
    known = one_party(engine, party)
    return _correction("rename", reason, party=(known.name, known.kind), name=name.strip())


def not_said(key: str, reason: str) -> Correction:
    """That what stands under a hit's key is no statement."""
    return _correction("not-said", reason, statement=key)


def was_said(key: str, reason: str) -> Correction:
    """That what was taken back under a hit's key, or a copy of it on the wire, is a statement after all."""
    return _correction("was-said", reason, statement=key)


def merge_events(key: str, into: str, reason: str) -> Correction:
    """That two events, or two undertakings, are one; both by the key of any mention."""
    return _correction("merge-events", reason, statement=key, name=into)


def split_event(key: str, event: str, reason: str) -> Correction:
    """That a mention of this key is none of the event, or the undertaking, of the other key."""
    return _correction("split-event", reason, statement=key, name=event)


def set_state(key: str, state: str, reason: str, day: str | None = None) -> Correction:
    """That an event or an undertaking has a state, such as "cancelled"; ``day`` is the new last day where it is given.

    Raises ValueError for what is no state of its, and for what is no day.
    """
    known = UNDERTAKING_STANDINGS if key.startswith("u") else EVENT_STANDINGS
    if state not in known:
        raise ValueError(f"no state is called {state!r}; there are {', '.join(known)}")
    if day and first_day(day) != last_day(day):
        raise ValueError(f"{day!r} is more than one day: write one, as in 2031-03-14")
    day = first_day(day) if day else None
    return _correction("set-state", reason, statement=key, name=f"{state} {day}" if day else state)


def one_party(engine: Engine, name: str) -> Known:
    """The one party that goes by a name or a number ("#12"). Raises ValueError where none does, or several do."""
    found = named(engine, name)
    if not found:
        raise ValueError(nobody(engine, name))
    sure = name.lstrip("#").isdigit() or goes_by(found[0], name)
    if sure and len(found) == 1:
        return found[0]
    listed = "".join(f"\n  {numbered(party)}, {_count(party.statements)}" for party in found[:TOLD])
    why = f"{len(found)} parties go by {name!r}" if sure else f"no party goes by {name!r}, but these have names like it"
    raise ValueError(f"{why}; write the number of one:{listed}")


def nobody(engine: Engine, name: str) -> str:
    """What to say where no party goes by a name: with those that are spelled much like it, if there are any."""
    near = engine.alike(name)
    return f"no party goes by {name!r}; {meant(near) or 'sayso party lists them'}"


def named(engine: Engine, name: str) -> list[Known]:
    """The parties that go by a name or a number; where there are none, those of which a name begins so."""
    if re.fullmatch(r"#?\d{1,18}", name):
        return engine.parties(name if name.startswith("#") else f"#{name}")
    found = engine.parties(name, limit=MOST)
    return [party for party in found if goes_by(party, name)] or found


def numbered(party: Known) -> str:
    """A party as messages name it: "'#12' Ana Dovrel (person)"."""
    return f"'#{party.id}' {party.name} ({party.kind})"


def _count(statements: int) -> str:
    return f"{statements:,} statement{'' if statements == 1 else 's'}"


def _correction(
    kind: CorrectionKind,
    reason: str,
    party: tuple[str, str] | None = None,
    other: tuple[str, str] | None = None,
    name: str | None = None,
    statement: str | None = None,
) -> Correction:
    if not reason.strip():
        raise ValueError("a correction needs a reason: say why, for those who come after")
    made = datetime.now(UTC).isoformat(timespec="seconds")
    return Correction(kind, reason.strip(), made, party=party, other=other, name=name, statement=statement)
