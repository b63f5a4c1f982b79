"""The filters of a Python caller, checked -> a question that a store answers: of statements, of events, of undertakings."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Collection, Mapping
from datetime import date
from typing import Any, Literal, TypedDict, TypeVar, get_args

from sayso.days import first_day, last_day
from sayso.questions import parse_words
from sayso.record import SAID_KINDS, STRENGTHS, UNDERTAKING_KINDS, Manner, Said, Strength, UndertakingKind
from sayso.statements import ACTS
from sayso.store import (
    EVENT_STANDINGS,
    UNDERTAKING_STANDINGS,
    EventsQuestion,
    EventStanding,
    LedgerQuestion,
    Order,
    Question,
    UndertakingStanding,
    alternatives,
)


class Filters(TypedDict, total=False):
    """What narrows a question, as the flags of ``sayso find``; days may be a month or a year, or a ``date``.

    ``min_score`` is the least score that answers: below ``sayso.doubt.DOUBTFUL`` a statement is as likely wrong as right.
    Several names, outlets, acts, manners or addresses in one filter are alternatives; so are ``languages``, the articles'.
    ``said`` is one kind, several, or "any". Without it what was said answers ``find`` and ``count``, and any ``readings`` and
    ``export``, as it does a count by "said".
    """

    speaker: str | Collection[str]
    addressee: str | Collection[str]
    relay: str | Collection[str]
    about: str | Collection[str]
    outlet: str | Collection[str]
    act: str | Collection[str]
    manner: Manner | Collection[Manner]
    since: str | date
    until: str | date
    url: str | Collection[str]
    min_score: float
    all_versions: bool
    said: Said | Literal["any"] | Collection[Said]
    languages: str | Collection[str]


class EventFilters(TypedDict, total=False):
    """What narrows a question for events; days, of the event, may be a month or a year, or a ``date``.

    ``party`` is a name or "#12", or several of them, which all take part. ``key`` is that of any mention of it. Several kinds,
    states or outlets are alternatives.
    """

    kind: str | Collection[str]
    party: str | Collection[str]
    since: str | date
    until: str | date
    place: str
    status: EventStanding | Collection[EventStanding]
    was: EventStanding | Collection[EventStanding]
    outlet: str | Collection[str]
    key: str


class LedgerFilters(TypedDict, total=False):
    """What narrows a question for undertakings; ``since`` and ``until`` are of the due day, and may be a month or a year.

    ``today`` is the day by which one is overdue (this day by default); ``soon`` so many days before its last it is due soon.
    """

    who: str | Collection[str]
    to_whom: str | Collection[str]
    kind: UndertakingKind | Collection[UndertakingKind]
    strength: Strength | Collection[Strength]
    words: str
    since: str | date
    until: str | date
    status: UndertakingStanding | Collection[UndertakingStanding]
    was: UndertakingStanding | Collection[UndertakingStanding]
    outlet: str | Collection[str]
    key: str
    today: str | date
    soon: int


Asks = TypeVar("Asks", bound=Callable[..., Any])


def asks(filters: type) -> Callable[[Asks], Asks]:
    """A function that takes ``**filters``, with each of them in its signature: notebooks complete them, and ``help`` has them.

    >>> @asks(LedgerFilters)
    ... def owed(*, limit=20, **filters): ...
    >>> list(inspect.signature(owed).parameters)[:3]
    ['limit', 'who', 'to_whom']
    """

    def named(function: Asks) -> Asks:
        signature = inspect.signature(function)
        *own, _ = signature.parameters.values()
        kinds = {name: getattr(kind, "__forward_arg__", kind) for name, kind in filters.__annotations__.items()}
        more = [inspect.Parameter(n, inspect.Parameter.KEYWORD_ONLY, default=None, annotation=k) for n, k in kinds.items()]
        function.__signature__ = signature.replace(parameters=[*own, *more])  # type: ignore[attr-defined]
        return function

    return named


def question_of(words: str | None, filters: Filters, **more: Any) -> Question:
    """The question that words and filters ask. Raises TypeError for another filter, ValueError for a wrong value.

    >>> question_of("posts", {"until": "2031-02"}).until
    '2031-02-28'
    """
    asked = _asked(Filters.__annotations__, filters)
    for name, read in _READ.items():
        if name in asked:
            asked[name] = read(asked[name])
    _take_alternatives(asked, ("speaker", "addressee", "relay", "about", "outlet", "act", "manner", "url"))
    if words and words.strip() and not parse_words(words):
        raise ValueError(f"there is no word to find in {words!r}: words have letters or digits")
    _check(asked, more, {"act": ACTS, "manner": get_args(Manner), "order": get_args(Order)})
    return Question(words=(words or "").strip() or None, **asked, **more)


def _take_alternatives(asked: dict[str, Any], names: Collection[str]) -> None:
    """Of these filters the values as a question has them: one, or several, any of which will do."""
    for name in names:
        given = asked.get(name)
        if given is None or isinstance(given, str):
            continue
        values = tuple(dict.fromkeys(given)) if isinstance(given, Collection) else (given,)
        if not values or not all(isinstance(value, str) and value.strip() for value in values):
            raise ValueError(f"{name} is one name or several, not {given!r}")
        asked[name] = values if len(values) > 1 else values[0]


def _check_known(given: Mapping[str, Any], known: Mapping[str, Collection[str]]) -> None:
    for name, values in known.items():
        for value in alternatives(given.get(name)):
            if value not in values:
                raise ValueError(f"no {name} is called {value!r}; there are {', '.join(values)}")


def _score(given: Any) -> float:
    if isinstance(given, bool) or not isinstance(given, (int, float)) or not 0 <= given <= 1:
        raise ValueError(f"min_score is a number from 0 to 1, not {given!r}")
    return float(given)


def of_any(filters: Filters) -> Filters:
    """The filters, and where they do not tell whether it was said, of any kind."""
    return {**filters, "said": filters.get("said") or "any"}


def _kinds(said: object) -> tuple[Said, ...] | None:
    """The kinds that are asked for, in their order; None for any."""
    if said == "any":
        return None
    named = [said] if isinstance(said, str) or not isinstance(said, Collection) else list(said)
    strange = [kind for kind in named if kind not in SAID_KINDS]
    if strange or not named:
        what = f"said is never {strange[0]!r}" if strange else "said names no kind"
        raise ValueError(f"{what}; there are {', '.join(SAID_KINDS)}, and any")
    return tuple(kind for kind in SAID_KINDS if kind in named)


def _codes(languages: object) -> tuple[str, ...]:
    """Codes of languages, one or several, or with commas between."""
    given = [languages] if isinstance(languages, str) else list(languages) if isinstance(languages, Collection) else []
    codes = [re.split("[-_]", code.strip().lower())[0] for one in given for code in str(one).split(",")]
    if wrong := next((code for code in codes if not re.fullmatch("[a-z]{2,3}", code)), None if codes else str(languages)):
        raise ValueError(f"{wrong!r} is no code of a language: write en, or several of them")
    return tuple(dict.fromkeys(codes))


# What is made of a filter's value, where it does not stay as it is.
_READ: Mapping[str, Callable[[Any], object]] = {"said": _kinds, "languages": _codes, "min_score": _score}


def events_question(filters: EventFilters, **more: Any) -> EventsQuestion:
    """The question that filters ask for events. Raises TypeError for another filter, ValueError for a wrong value.

    >>> events_question({"party": "Ilya Torvan", "until": "2031-02"}).until
    '2031-02-28'
    """
    asked = _asked(EventFilters.__annotations__, filters)
    _take_alternatives(asked, ("kind", "status", "was", "outlet"))
    party = asked.pop("party", ())
    asked["parties"] = (party,) if isinstance(party, str) else tuple(party)
    _check(asked, more, {"status": EVENT_STANDINGS, "was": EVENT_STANDINGS, "order": ("newest", "oldest")})
    return EventsQuestion(**asked, **more)


def ledger_question(filters: LedgerFilters, **more: Any) -> LedgerQuestion:
    """The question that filters ask for undertakings. Raises TypeError for another filter, ValueError for a wrong value.

    >>> ledger_question({"who": "Norland", "since": "2031"}).since
    '2031-01-01'
    """
    asked = _asked(LedgerFilters.__annotations__, filters)
    if "today" in asked:
        asked["today"] = first_day(str(asked["today"]))
    _take_alternatives(asked, ("who", "to_whom", "kind", "strength", "status", "was", "outlet"))
    states = {"status": UNDERTAKING_STANDINGS, "was": UNDERTAKING_STANDINGS}
    known = {**states, "kind": UNDERTAKING_KINDS, "strength": STRENGTHS, "order": ("newest", "oldest")}
    _check(asked, more, known)
    if "words" in asked and not parse_words(asked["words"]):
        raise ValueError(f"there is no word to find in {asked['words']!r}: words have letters or digits")
    return LedgerQuestion(**asked, **more)


def _asked(known: Mapping[str, Any], filters: Mapping[str, Any]) -> dict[str, Any]:
    """The filters that are set, their days written out."""
    asked = {name: value for name, value in filters.items() if value is not None}
    if unknown := asked.keys() - known.keys():
        raise TypeError(f"no filter is called {', '.join(sorted(unknown))}; there are {', '.join(known)}")
    for name, day in (("since", first_day), ("until", last_day)):
        if name in asked:
            asked[name] = day(str(asked[name]))
    return asked


def _check(asked: Mapping[str, Any], more: Mapping[str, Any], known: Mapping[str, Collection[str]]) -> None:
    _check_known({**asked, **more}, known)
    _check_days(asked)
    _check_page(more)


def _check_days(asked: Mapping[str, Any]) -> None:
    if asked.get("until", "9999") < asked.get("since", ""):
        raise ValueError(f"since {asked['since']} until {asked['until']} holds no day")


def _check_page(more: Mapping[str, Any]) -> None:
    for name in ("limit", "offset"):
        if more.get(name, 0) < 0:
            raise ValueError(f"{name} is less than 0: {more[name]}")
