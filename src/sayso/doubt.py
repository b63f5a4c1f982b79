"""A statement's score -> what it is worth: whether to doubt it, how many of its like are right; a reading without those."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from sayso.record import Reading, Statement

# Below this a statement is doubtful: about as many of its like are wrong as are right. In political news 48 of 100 with a score
# of .3 to .5 are right (of 281), and 68 of those of .5 to .7; in courts, interviews, speeches and biographies 50 (of 18) and
# 69, within another's words 25 and 75. In Wikinews (16 statements) it is 69. docs/quality.md, "What a score is worth".
DOUBTFUL = 0.5

# Of 100 statements of political news whose score is at least so high, and below the next, so many are right (PolNeAR's dev
# part, 1,915 outermost statements; benchmarks/reliability.py).
_RIGHT = ((0.9, 96), (0.8, 87), (0.7, 80), (0.5, 68), (0.0, 48))


def is_doubtful(statement: Statement) -> bool:
    """Whether about as many of its like are wrong as are right.

    >>> is_doubtful(Statement("s1", "indirect", "states", (), score=0.41))
    True
    """
    return statement.score < DOUBTFUL


def right_of_100(score: float) -> int:
    """Of 100 statements with such a score so many are right, measured in political news.

    >>> right_of_100(0.94), right_of_100(0.41)
    (96, 48)
    """
    return next(right for least, right in _RIGHT if score >= least)


def surer(reading: Reading, least: float) -> Reading:
    """The reading without its statements of a lower score, and without the events and undertakings that only these have.

    What stood inside such a statement stands inside the one around it, or in none; on whose word it is (``relay``) stays.
    """
    if least <= 0:
        return reading
    held = {statement.id: statement for statement in reading.statements}
    kept = {id for id, statement in held.items() if statement.score >= least}
    if len(kept) == len(held):
        return reading

    def around(statement: Statement) -> Iterator[str]:
        seen = {statement.id}
        outer = statement.within
        while outer is not None and outer in held and outer not in seen:
            seen.add(outer)
            yield outer
            outer = held[outer].within

    statements = (one for one in reading.statements if one.id in kept)
    events = tuple(one for one in reading.events if one.within is None or one.within in kept)
    told = {one.id for one in events}
    undertakings = (one for one in reading.undertakings if one.statement is None or one.statement in kept)
    return replace(
        reading,
        statements=tuple(replace(one, within=next((id for id in around(one) if id in kept), None)) for one in statements),
        events=events,
        undertakings=tuple(replace(one, event=one.event if one.event in told else None) for one in undertakings),
    )
