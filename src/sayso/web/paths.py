"""Articles, statements, parties, events, undertakings <-> the addresses of their pages, which outlast a rereading.

A statement's id may change when its text is read anew; where its cue stands does not. So a page's address has the place: the
offsets of its cue, or of its content where it has none, in code points of the version's text.
"""

from __future__ import annotations

import re
from urllib.parse import quote

from sayso.record import Statement

PLACE = re.compile(r"(\d{1,9})-(\d{1,9})")


def article_path(article: int, version: int | None = None) -> str:
    """The page of an article, or of one of its versions.

    >>> article_path(412), article_path(412, 2)
    ('/article/412', '/article/412.2')
    """
    return f"/article/{article}{f'.{version}' if version else ''}"


def statement_path(article: int, version: int, statement: Statement) -> str:
    """The page of a statement.

    >>> from sayso.record import Span
    >>> statement_path(412, 2, Statement("s3", "indirect", "states", (Span(0, 4, "Rain"),), cue=Span(9, 13, "said")))
    '/statement/412.2/9-13'
    """
    start, end = place_of(statement)
    return f"/statement/{article}.{version}/{start}-{end}"


def place_of(statement: Statement) -> tuple[int, int]:
    """Where a statement is found again: its cue, or its content."""
    span = statement.cue or statement.content[0]
    return span.start, span.end


def statement_at(statements: tuple[Statement, ...], start: int, end: int) -> Statement | None:
    """The statement of a place: the one that has it, else the only one whose own place overlaps it."""
    if held := next((one for one in statements if place_of(one) == (start, end)), None):
        return held
    near = [one for one in statements if (at := place_of(one))[0] < end and start < at[1]]
    return near[0] if len(near) == 1 else None


def party_path(party: int) -> str:
    """The page of a party across articles, by its number in the store."""
    return f"/party/{party}"


def event_path(key: str) -> str:
    """The page of an event or an undertaking across articles."""
    return f"/event/{quote(key, safe='')}"
