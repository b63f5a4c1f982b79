"""A text with the words of a quotation -> who says them there, also where somebody quotes another in a turn of his own."""

from __future__ import annotations

from collections.abc import Sequence

from sayso.comparing.sayings.naming import Side
from sayso.comparing.sayings.searching import Candidate
from sayso.comparing.sayings.voices import Heard, heard_at
from sayso.record import Span
from sayso.store import Engine


def heard_in(engine: Engine, text: Candidate, spans: Sequence[Span]) -> Heard:
    """Who says the words there: of what somebody quotes in a turn of his own, who is quoted; nobody where that is open."""
    passage = text.passage
    heard = heard_at(engine, passage.address, passage.number, passage.headline, spans)
    if not (heard.turn and is_within_marks(text.side, spans[0])):
        return heard
    for hit in engine.around(passage.address, passage.number, spans[0].start, spans[0].end):
        statement = hit.statement
        if statement.speaker and any(one.start <= spans[0].start < one.end for one in statement.quoted):
            mention = statement.speaker.mention
            quoted = tuple(one for one in statement.quoted if any(one.start < s.end and s.start < one.end for s in spans))
            return Heard(hit.speaker, mention.text if mention else None, statement.manner, heard.copies, False, quoted)
    return Heard(copies=heard.copies)


def is_within_marks(side: Side, span: Span) -> bool:
    """Whether a stretch stands in quotation marks in its paragraph: «MS. OKAFOR: He said, “Slow speed kills.”»

    >>> text = "MS. OKAFOR: He said, “Slow speed kills.” So it does."
    >>> [is_within_marks(Side((), ((0, text),)), Span(at, at + 4, text[at : at + 4])) for at in (22, 41)]
    [True, False]
    """
    offset, text = next((offset, text) for offset, text in side.parts if offset <= span.start < offset + len(text))
    at = span.start - offset
    before = text[text.rfind("\n", 0, at) + 1 : at]
    return before.rfind("“") > before.rfind("”") or before.count('"') % 2 == 1
