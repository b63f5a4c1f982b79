"""A reading's text -> its claims: sentences and clauses that say something of what the text is about, each with its span."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from sayso.attribution import Extent
from sayso.comparing.accounts.cutting import cut
from sayso.comparing.accounts.rows import Claim
from sayso.record import Paragraph, Reading, Span
from sayso.statements import sentences

_TITLES = ("headline", "heading", "caption")
_ENDS = re.compile(r"[.!?…][\"”»'’)\]]*$|[:;,][\"”»'’]*$")
_TWO_MARKS = re.compile(r"(?<=[.!?]['’\"”])['’]?\s+(?=['‘\"“])|(?<=[.!?])\s+(?=''|``)")  # «… here.'' ''The problem is …»
_TRAILING = re.compile(r"(?:[\s,;:–—(-]|(?<=[\s,;])(?:and|or|but|as well as)(?=[\s,;:–—(-]*\Z))+\Z", re.IGNORECASE)
_LEADING = re.compile(
    r"(?:[\s,;:–—\-()\]]+|(?:and|but|or|as well as|so|yet)\b(?:\s+that\b)?(?=\s)|[A-Z]{2,}(?:\s[A-Z]+)*:\s|[QA]\s(?=[A-Z]))+",
    re.IGNORECASE,
)
_SPOKEN_BY = re.compile(r"(?:Q|A|[A-Z][A-Z.' ]{2,40}:)\s+")
_QUESTION = re.compile(r"\?[\"”'’)]*$")


def claims_of(reading: Reading, account: str, spans: Sequence[tuple[int, int]] | None = None) -> tuple[Claim, ...]:
    """The claims within these stretches of a reading's text (half-open, in code points; all of it by default), in order.

    ``account`` is the id of the account that they become claims of. A claim is a sentence, or a clause of one that could stand
    alone beside another account's; a leading "and" and commas around it are left out. Titles and questions are none.
    """
    text, times = reading.article.text, [(time.span.start, time.span.end) for time in reading.times]
    claims = []
    for paragraph in reading.article.paragraphs:
        if paragraph.kind in _TITLES or not _ENDS.search(text[paragraph.start : paragraph.end].rstrip()):
            continue
        for start, end in _sentences(text, paragraph):
            for begin, stop in _within((start, end), spans):
                if _QUESTION.search(text[begin:stop].rstrip()):
                    continue
                for extent in cut(text, (begin, stop), times):
                    if found := trimmed(text, *extent):
                        claims.append(Claim(account, (Span(*found, text[slice(*found)]),)))
    return tuple(claims)


def _sentences(text: str, paragraph: Paragraph) -> Iterator[Extent]:
    for start, end in sentences(text, paragraph.start, paragraph.end):
        at = start
        for gap in [*_TWO_MARKS.finditer(text, start, end), None]:
            stop = gap.end() if gap else end
            label = _SPOKEN_BY.match(text, at, stop)
            if label:
                at = label.end()
            if text[at:stop].strip():
                yield at, stop
            at = stop


def _within(extent: Extent, spans: Sequence[tuple[int, int]] | None) -> Iterator[Extent]:
    """The parts of a sentence within some stretches."""
    if spans is None:
        yield extent
        return
    for first, last in spans:
        begin, stop = max(extent[0], first), min(extent[1], last)
        if begin < stop:
            yield begin, stop


def trimmed(text: str, start: int, end: int) -> Extent | None:
    """A claim without what leads to it, and commas and joiners behind it; None where no word is left."""
    if trailing := _TRAILING.search(text, start, end):
        end = trailing.start()
    leading = _LEADING.match(text, start, end)
    start = leading.end() if leading else start
    return (start, end) if any(letter.isalnum() for letter in text[start:end]) else None
