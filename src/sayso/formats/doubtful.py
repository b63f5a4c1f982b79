"""A statement, a question's answers -> the words for people that a statement is doubtful, and what its score is worth."""

from __future__ import annotations

from collections.abc import Iterable

from sayso.doubt import DOUBTFUL, is_doubtful, right_of_100
from sayso.formats.rows import Piece
from sayso.record import Statement

MARK = "?"  # behind the number of a doubtful statement
TAG = "doubtful"


def beside_doubt(statement: Statement) -> str:
    """What stands beside the act of a doubtful statement, with a blank before it; nothing for others.

    >>> beside_doubt(Statement("s1", "indirect", "states", (), score=0.41))
    ' [doubtful]'
    """
    return f" [{TAG}]" if is_doubtful(statement) else ""


def faded(statement: Statement, pieces: Iterable[Piece]) -> tuple[Piece, ...]:
    """The words of a statement, dim on a terminal where it is doubtful."""
    return tuple((words, "dim" if style in ("", "quoted") and is_doubtful(statement) else style) for words, style in pieces)


def worth_of(statement: Statement) -> str:
    """What a statement's score is worth; one that a person set right is as sure as that person."""
    return "set by hand" if statement.corrected and statement.score == 1 else worth(statement.score)


def worth(score: float) -> str:
    """A score as what it is worth.

    >>> worth(0.94), worth(0.26)
    ('96 of 100 like it are right (score 0.94)', 'about half of those like it are right (score 0.26)')
    """
    right = "about half of those" if score < DOUBTFUL else f"{right_of_100(score)} of 100"
    return f"{right} like it are right (score {score:.2f})"


def doubtful_among(statements: Iterable[Statement], how: str = f"--min-score {DOUBTFUL:g}") -> str | None:
    """How many of the statements shown are doubtful, and how to leave them out; None where none is.

    >>> doubtful_among([Statement("s1", "indirect", "states", (), score=0.41)])
    '1 is doubtful, as likely wrong as right: --min-score 0.5 leaves it out'
    """
    number = sum(map(is_doubtful, statements))
    if not number:
        return None
    one, it = ("is doubtful", "it") if number == 1 else ("are doubtful", "them")
    return f"{number:,} {one}, as likely wrong as right: {how} leaves {it} out"
