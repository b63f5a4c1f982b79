"""Counts of a question's answers -> their title and labels for people, days without any as 0, JSON, JSON lines, CSV."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from sayso import __version__
from sayso.formats.csv import csv_line
from sayso.formats.json import dumps
from sayso.record import Said
from sayso.store import Countable, EventCountable, EventsQuestion, LedgerCountable, LedgerQuestion, Openness, Question

SCHEMA = "sayso.counts/1"
Count = tuple[str | None, int]  # a value of the field, None where there is none, and how many statements have it
Crossing = tuple[tuple[str | None, ...], int]  # the same of two fields
Field = Countable | EventCountable | LedgerCountable
Asked = Question | EventsQuestion | LedgerQuestion  # what was counted: statements, events, undertakings

PERIODS: tuple[Countable, ...] = ("day", "month", "year")
MOST_PERIODS = 4_000  # of a line: eleven years of days; a wrong date in one article may ask for 700,000

# What stands for None.
_NONE: dict[Field, str] = {
    "speaker": "(left open)",
    "addressee": "(nobody named)",
    "relay": "(the article itself)",
    "outlet": "(no outlet)",
    "kind": "(left open)",
    "role": "(no role told)",
    "language": "(no language told)",
    "day": "(no date)",
    "month": "(no date)",
    "year": "(no date)",
    "party": "(nobody named)",
    "place": "(no place)",
    "who": "(someone not named)",
    "to_whom": "(nobody named)",
}
# Why a speaker is left open.
OPEN: Mapping[Openness, str] = {
    "nobody": "nobody is written there",
    "own": "I, we or you",
    "pronoun": "another pronoun that was not resolved",
    "description": "a description or a name of nobody known",
}
# A question's filters as they stand in a title, in the order of a sentence.
_STATEMENTS = (
    ("speaker", ", said by {}"),
    ("addressee", ", to {}"),
    ("relay", ", on the word of {}"),
    ("about", ", about {}"),
    ("act", ", as “{}”"),
    ("manner", ", in {} words"),
    ("outlet", ", in {}"),
    ("url", ", at {}"),
    ("since", ", from {}"),
    ("until", " to {}"),
)
_EVENTS = (
    ("kind", ", of the kind {}"),
    ("parties", ", with {}"),
    ("place", ", in {}"),
    ("status", ", now {}"),
    ("was", ", at any time {}"),
    ("outlet", ", told by {}"),
    ("key", ", {}"),
    ("since", ", from {}"),
    ("until", " to {}"),
)
_LEDGER = (
    ("words", ", with {}"),
    ("who", ", by {}"),
    ("to_whom", ", to {}"),
    ("kind", ", of the kind {}"),
    ("strength", ", of the strength {}"),
    ("status", ", now {}"),
    ("was", ", at any time {}"),
    ("outlet", ", told by {}"),
    ("key", ", {}"),
    ("since", ", due from {}"),
    ("until", ", due by {}"),
)


class TooManyError(ValueError):
    """More days, months or years than a chart has room for; the message says how many, from which to which."""


def count_label(value: str | None, by: Field) -> str:
    """A value for people.

    >>> count_label("denies", "act"), count_label(None, "relay")
    ('denies', '(the article itself)')
    """
    return _NONE.get(by, "(none)") if value is None else value


def apart(counts: Sequence[Count]) -> tuple[list[Count], list[Count]]:
    """The counts of values, and that of what has none, which is no value and stands outside their scale.

    >>> apart([(None, 1045), ("Craig Maddox", 44)])
    ([('Craig Maddox', 44)], [(None, 1045)])
    """
    return [count for count in counts if count[0] is not None], [count for count in counts if count[0] is None]


def count_title(question: Asked, by: Field | Sequence[Field]) -> str:
    """What was counted: the question as words.

    >>> count_title(Question(words="border posts", speaker="Dovrel", since="2031-03-01"), "day")
    'Statements by day: with border posts, said by Dovrel, from 2031-03-01'
    >>> count_title(EventsQuestion(kind="call", parties=("Ilya Torvan", "Mara Vells")), "status")
    'Events by status: of the kind call, with Ilya Torvan and Mara Vells'
    """
    asked = "".join(_parts(question)).lstrip(", ")
    fields = " and ".join([by] if isinstance(by, str) else by).replace("_", " ")
    title = f"{counted(question, 2).capitalize()} by {fields}"
    return f"{title}: {asked}" if asked else title


def none_told(number: int, total: int, by: Field, left_open: Mapping[Openness, int] | None = None) -> Iterator[tuple[str, str]]:
    """What has no value, for people: how many, and for speakers why; each with what it is.

    >>> list(none_told(3, 20, "speaker", {"own": 2, "nobody": 1}))
    [('left open', '3 of 20'), ('I, we or you', '2'), ('nobody is written there', '1')]
    """
    yield count_label(None, by).strip("()"), f"{number:,} of {total:,}"
    yield from ((OPEN[why], f"{count:,}") for why, count in (left_open or {}).items())


def counted(question: Asked, number: int) -> str:
    """What is counted, as a word.

    >>> counted(LedgerQuestion(), 1), counted(Question(), 3)
    ('undertaking', 'statements')
    """
    one = "statement" if isinstance(question, Question) else "event" if isinstance(question, EventsQuestion) else "undertaking"
    return one if number == 1 else f"{one}s"


def _parts(question: Asked) -> Iterator[str]:
    if not isinstance(question, Question):
        filters = _EVENTS if isinstance(question, EventsQuestion) else _LEDGER
        for name, words in filters:
            if value := getattr(question, name):
                either = " and " if name == "parties" else " or "
                yield words.format(value if isinstance(value, str) else either.join(value))
        return
    yield from ([f", with {question.words}"] if question.words else [])
    for name, words in _STATEMENTS:
        if value := getattr(question, name):
            yield words.format(value if isinstance(value, str) else " or ".join(value))
    yield from ([f", in {' or '.join(question.languages)}"] if question.languages else [])
    yield from ([f", of score {question.min_score:g} and more"] if question.min_score else [])
    yield from ([f", {_asked(question.said)}"] if question.said != ("said",) else [])
    yield from ([", in all versions"] if question.all_versions else [])


def _asked(kinds: tuple[Said, ...] | None) -> str:
    """Which kinds of ``said`` answer, for a title."""
    return "said or not" if kinds is None else f"“{'” or “'.join(kinds)}”"


def counts_to_json(
    counts: Sequence[Count],
    total: int,
    question: Question,
    by: Countable,
    unsaid: int = 0,
    left_open: Mapping[Openness, int] | None = None,
) -> dict[str, Any]:
    """One object of ``sayso.counts/1``; ``total`` is how many statements answer (one has several steps of a relay, or none).

    ``unsaid`` more would, but were not said. ``left_open`` is why those without a speaker have none.
    """
    listed = [{"value": value, "statements": number} for value, number in counts]
    told = {"open": dict(left_open)} if left_open is not None else {}
    return {**_head(question, by, total, unsaid), **told, "counts": listed}


def crossings_to_json(
    counts: Sequence[Crossing], total: int, question: Question, by: Sequence[Countable], unsaid: int = 0
) -> dict[str, Any]:
    """The same of two fields: each count has a value of both."""
    listed = [{"values": list(values), "statements": number} for values, number in counts]
    return {**_head(question, list(by), total, unsaid), "counts": listed}


def _head(question: Question, by: Countable | list[Countable], total: int, unsaid: int) -> dict[str, Any]:
    head = {"schema": SCHEMA, "made_by": {"sayso": __version__}, "question": asdict(question)}
    return {**head, "by": by, "total": total, "unsaid": unsaid}


def write_counts_jsonl(
    counts: Iterable[Count], by: Field, of: str = "statements", left_open: Mapping[Openness, int] | None = None
) -> Iterator[str]:
    """A value a line; ``of`` is what was counted, ``left_open`` why those without a speaker have none: a line a reason."""
    for value, number, why in _told_apart(counts, left_open):
        yield dumps({by: value, of: number, **({"open": why} if value is None and left_open else {})}) + "\n"


def write_counts_csv(
    counts: Iterable[Count], by: Field, of: str = "statements", left_open: Mapping[Openness, int] | None = None
) -> Iterator[str]:
    """The header and a row a value, guarded against formulas; with ``left_open`` a column more, and a row a reason."""
    yield csv_line((by, of, *(["open"] if left_open is not None else [])))
    for value, number, why in _told_apart(counts, left_open):
        yield csv_line((value, number, *([why] if left_open is not None else [])))


def _told_apart(
    counts: Iterable[Count], left_open: Mapping[Openness, int] | None
) -> Iterator[tuple[str | None, int, Openness | None]]:
    """The counts, what has no value last: by the reasons why, where these are known."""
    named, none = apart(list(counts))
    yield from ((value, number, None) for value, number in named)
    for _, number in none:
        reasons = left_open or {}
        yield from ((None, count, why) for why, count in reasons.items())
        if rest := number - sum(reasons.values()):
            yield None, rest, None


def write_crossings_jsonl(counts: Iterable[Crossing], by: Sequence[Field]) -> Iterator[str]:
    """A line for each two values."""
    return (dumps({**dict(zip(by, values, strict=True)), "statements": number}) + "\n" for values, number in counts)


def write_crossings_csv(counts: Iterable[Crossing], by: Sequence[Field]) -> Iterator[str]:
    """The header and a row for each two values."""
    yield csv_line((*by, "statements"))
    yield from (csv_line((*values, number)) for values, number in counts)


def filled(counts: Iterable[Count], by: Field, since: str | None = None, until: str | None = None) -> list[tuple[str, int]]:
    """Every day, month or year from the first to the last (or those asked for), those without any as 0.

    Raises TooManyError where these are more than MOST_PERIODS. What has no date is left out.

    >>> filled([("2031-02-27", 3), ("2031-03-01", 1), (None, 7)], "day")
    [('2031-02-27', 3), ('2031-02-28', 0), ('2031-03-01', 1)]
    """
    known = {number: count for value, count in counts if (number := _number(value, by)) is not None}
    bounds = [number for day in (since, until) if (number := _number((day or "")[: _LENGTHS[by]], by)) is not None]
    if not known and len(bounds) < 2:
        return []
    first, last = min((*known, *bounds)), max((*known, *bounds))
    if last - first >= MOST_PERIODS:
        raise TooManyError(f"{last - first + 1:,} {by}s from {_period(first, by)} to {_period(last, by)}")
    return [(_period(number, by), known.get(number, 0)) for number in range(first, last + 1)]


def gaps(counts: Sequence[Count], by: Field) -> Iterator[tuple[Count, int]]:
    """Each count with how many days, months or years without any lie between it and the next; 0 for other fields.

    >>> list(gaps([("2031-02", 3), ("2031-05", 1)], "month"))
    [(('2031-02', 3), 2), (('2031-05', 1), 0)]
    """
    for count, after in pairwise([*counts, (None, 0)]):
        here, there = (_number(value, by) if by in PERIODS else None for value in (count[0], after[0]))
        yield count, there - here - 1 if here is not None and there is not None and there > here else 0


_LENGTHS: dict[Field, int] = {"day": 10, "month": 7, "year": 4}


def _number(value: str | None, by: Field) -> int | None:
    """The place of a day, month or year in a row of them; None for what is none."""
    try:
        day = date.fromisoformat((value or "") + "2031-01-01"[_LENGTHS[by] :])
    except ValueError:
        return None
    return day.toordinal() if by == "day" else day.year * 12 + day.month - 1 if by == "month" else day.year


def _period(number: int, by: Field) -> str:
    if by == "day":
        return (date.min + timedelta(days=number - 1)).isoformat()
    return f"{number // 12:04}-{number % 12 + 1:02}" if by == "month" else f"{number:04}"
