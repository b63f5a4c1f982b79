"""A reading's text -> its claims: sentences and clauses that say something of what the text is about, each with its span."""

from __future__ import annotations

from collections.abc import Sequence

from sayso.comparing.accounts.rows import Claim
from sayso.record import Reading, Span
from sayso.statements import sentences

_TITLES = ("headline", "heading", "caption")
_CLOSES = ".!?…:;,\"”»'’)"


def claims_of(reading: Reading, account: str, spans: Sequence[tuple[int, int]] | None = None) -> tuple[Claim, ...]:
    """The claims within these stretches of a reading's text (half-open, in code points; all of it by default), in order.

    ``account`` is the id of the account that they become claims of. Titles are none.
    """
    text, claims = reading.article.text, []
    for paragraph in reading.article.paragraphs:
        if paragraph.kind in _TITLES or text[paragraph.start : paragraph.end].rstrip()[-1:] not in _CLOSES:
            continue
        for start, end in sentences(text, paragraph.start, paragraph.end):
            for first, last in spans if spans is not None else ((start, end),):
                begin, stop = max(start, first), min(end, last)
                words = text[begin:stop].strip() if begin < stop else ""
                if words:
                    at = text.index(words, begin)
                    claims.append(Claim(account, (Span(at, at + len(words), words),)))
    return tuple(claims)
