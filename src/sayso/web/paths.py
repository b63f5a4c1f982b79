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
    """Where a statement is found again: its cue, or its content; as it was read, for corrections come and go."""
    read = statement.corrected.read if statement.corrected and statement.corrected.read else statement
    span = read.cue or read.content[0]
    return span.start, span.end


def statement_at(statements: tuple[Statement, ...], start: int, end: int) -> Statement | None:
    """The statement of a place: the one that has it, else of those that have some of it the one that begins nearest.

    >>> from sayso.record import Span
    >>> one = Statement("s1", "indirect", "states", (Span(0, 4, "Rain"),), cue=Span(9, 13, "said"))
    >>> [statement_at((one,), *place) is one for place in ((9, 13), (2, 6), (20, 24))]
    [True, True, False]
    """
    if held := next((one for one in statements if place_of(one) == (start, end)), None):
        return held
    spans = {one.id: [*one.content, *([one.cue] if one.cue else [])] for one in statements}
    near = [one for one in statements if any(span.start < end and start < span.end for span in spans[one.id])]
    return min(near, key=lambda one: (abs(place_of(one)[0] - start), place_of(one)), default=None)


def party_path(party: int) -> str:
    """The page of a party across articles, by its number in the store."""
    return f"/party/{party}"


def watch_path(name: str) -> str:
    """The page of a watch.

    >>> watch_path("border-posts")
    '/watch/border-posts'
    """
    return f"/watch/{quote(name, safe='')}"


def event_path(key: str) -> str:
    """The page of an event or an undertaking across articles."""
    return f"/event/{quote(key, safe='')}"
