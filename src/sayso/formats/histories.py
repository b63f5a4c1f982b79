"""What articles have of an event or an undertaking, one entry each -> rows for people, JSON, cells; and a page's place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from sayso.doubt import DOUBTFUL
from sayso.formats.doubtful import TAG
from sayso.formats.happenings import days
from sayso.formats.hits import nothing_found
from sayso.formats.rows import Line, Piece
from sayso.store import EventsQuestion, EventState, KnownEvent, KnownParty, KnownUndertaking, LedgerQuestion, UndertakingState

State = EventState | UndertakingState

LEAD = 12  # cells: a day and two blanks
_PLAIN = ("held", "ongoing", "announced", "open", "kept")  # what is shown without stress
SHOWN = 240  # code points of the words of an entry; three rows of 80 cells

# The columns of an entry, behind the key of what it tells of.
STATE_COLUMNS = (
    *("state", "day", "outlet", "on_word_of", "words", "earliest", "latest", "place", "due", "address", "version"),
    *("headline", "statement", "entry", "correction", "score"),
)


def parties_to_json(parties: Iterable[KnownParty]) -> list[dict[str, Any]]:
    """Parties as they stand in an event or an undertaking."""
    return [{**asdict(party), "roles": list(party.roles)} for party in parties]


def state_to_json(state: State) -> dict[str, Any]:
    """An entry of a history: what it says first, then where it stands."""
    told = asdict(state.told)
    return {**{name: value for name, value in asdict(state).items() if name != "told"}, "told": told}


def state_cells(state: State) -> dict[str, object]:
    """An entry by its columns, as ``STATE_COLUMNS`` names them; those of the other kind of entry are empty."""
    own = asdict(state)
    told: Mapping[str, Any] = own.pop("told")
    cells = {**told, **own, "entry": own.pop("key"), "version": told["version"] or None}
    return {column: cells.get(column) for column in STATE_COLUMNS}


def foot_cells(one: KnownEvent | KnownUndertaking) -> dict[str, object]:
    """What both kinds have in cells of their own: in how many articles, from when to when, and the words of the last entry."""
    last = one.history[-1].told if one.history else None
    return {
        "articles": one.articles,
        "outlets": "; ".join(one.outlets),
        "first": one.history[0].told.day if one.history else None,
        "last": last.day if last else None,
        "on_word_of": last.on_word_of if last else None,
        "words": last.words if last else None,
        "address": last.address if last else None,
        "statement": last.statement if last else None,
        "score": last.score if last else None,
        "candidates": "; ".join(one.candidates),
    }


def names(parties: Iterable[KnownParty], between: str = "; ") -> str:
    """The names of parties in one cell."""
    return between.join(party.name for party in parties)


def who_pieces(parties: Sequence[KnownParty], nobody: str = "") -> list[Piece]:
    """Parties for people; a host as such."""
    pieces: list[Piece] = []
    for party in parties:
        pieces += [(", ", "dim")] if pieces else []
        pieces.append((party.name, "speaker"))
        pieces += [(" [host]", "dim")] if "host" in party.roles else []
    return pieces or ([(nobody, "dim")] if nobody else [])


def headed(day: str | None, pieces: Iterable[Piece], width: int) -> tuple[int, Iterator[Line]]:
    """How far in its rows stand, and its first ones: the day, then what it is; on a narrow terminal one below the other."""
    shown = day or "no day"
    if width >= 60:
        return LEAD, iter([Line(tuple(pieces), lead=f"{shown:<{LEAD}}", indent=LEAD + 2)])
    return 2, iter([Line(((shown, ""),)), Line(tuple(pieces), lead="  ", indent=4)])


def entry_pieces(state: State, own: Iterable[str] = ()) -> list[Piece]:
    """«2031-03-14 · announced, Friday 21 March 2031 · The Courier, on the word of Granite Palace»

    On whose word it is, is left out where that is one of ``own``: nobody vouches for what he undertakes himself.
    """
    told = state.told
    pieces: list[Piece] = [(f"{told.day[:10]} · ", "")] if told.day else []
    pieces.append((state.state, "act" if state.state in _PLAIN else "unsaid"))
    when = days(state.earliest, state.latest) if isinstance(state, EventState) else state.due and f"due {state.due}"
    pieces += [(f", {when}", "")] if when else []
    if told.correction is not None:
        return [*pieces, (f" · set right in correction {told.correction}", "dim")]
    pieces += [(f" · {told.outlet or told.address}", "dim")]
    if told.on_word_of and told.on_word_of not in own:
        pieces += [(", on the word of ", "dim"), (told.on_word_of, "speaker")]
    return [*pieces, *([(f" [{TAG}]", "doubt")] if told.score is not None and told.score < DOUBTFUL else [])]


def history_lines(history: Sequence[State], indent: int, whole: bool, own: Iterable[str] = ()) -> Iterator[Line]:
    """The entries in their order, each with its words and where it stands; without ``whole`` the last one and its words."""
    for state in history if whole else history[-1:]:
        yield Line(tuple(entry_pieces(state, own)), lead=" " * indent, indent=indent + 2)
        if state.told.words:
            words = state.told.words if whole else _short(state.told.words)
            yield Line(((words, "quoted"),), lead=" " * (indent + 2), indent=indent + 2)
        if whole and state.told.address:
            place = state.told.statement or f"{state.told.address}#{state.told.version}"
            yield Line(((place, "dim"),), lead=" " * (indent + 2))


def reach(articles: int, outlets: Sequence[str]) -> str:
    """In how many articles of how many outlets something stands.

    >>> reach(3, ("The Courier", "The Post")), reach(1, ("The Courier",)), reach(1, ())
    ('3 articles, 2 outlets', '1 article', '1 article')
    """
    counted = f"{articles:,} article{'' if articles == 1 else 's'}"
    return f"{counted}, {len(outlets):,} outlets" if len(outlets) > 1 else counted


def alike(candidates: Sequence[str]) -> str:
    """What an answer may be one with.

    >>> alike(("e7k2", "e9m4"))
    'may be the same as e7k2, e9m4'
    """
    return f"may be the same as {', '.join(candidates)}" if candidates else ""


def place_among(shown: int, total: int, searched: int, question: EventsQuestion | LedgerQuestion) -> str:
    """Which of all answers these are, and how to see more.

    >>> place_among(20, 134, 60, EventsQuestion()), place_among(1, 1, 60, LedgerQuestion(key="u7"))
    ('1-20 of 134 events; --page 2 for more', '1 undertaking')
    >>> place_among(0, 0, 60, EventsQuestion()), place_among(0, 134, 60, EventsQuestion(offset=200))
    ('nothing found in 60 articles', 'none of 134 events; --page 7 is the last')
    """
    one = "event" if isinstance(question, EventsQuestion) else "undertaking"
    counted = f"{total:,} {one}{'' if total == 1 else 's'}"
    if not total:
        return nothing_found(searched)
    if not shown:
        return f"none of {counted}; --page {-(-total // max(1, question.limit))} is the last"
    if shown == total:
        return counted
    more = f"; --page {question.offset // max(1, question.limit) + 2} for more" if question.offset + shown < total else ""
    return f"{question.offset + 1:,}-{question.offset + shown:,} of {counted}{more}"


def _short(words: str) -> str:
    return words if len(words) <= SHOWN else words[:SHOWN].rsplit(" ", 1)[0] + " …"
