"""A text with the words of a quotation -> who says them there, also where somebody quotes another in a turn of his own."""

from __future__ import annotations

from collections.abc import Sequence

from sayso.comparing.sayings.naming import Side
from sayso.comparing.sayings.searching import Candidate
from sayso.comparing.sayings.voices import Heard, heard_at, is_turn
from sayso.record import Span, Statement
from sayso.store import Engine


def heard_in(engine: Engine, text: Candidate, spans: Sequence[Span]) -> Heard:
    """Who says the words there.

    Of what somebody quotes in a turn of his own it is the one who is quoted, nobody where that is open. Of «“We have waited,”
    Torvan said, the palace stated» it is Torvan, though the palace vouches for it.
    """
    passage = text.passage
    heard = heard_at(engine, passage.address, passage.number, passage.headline, spans)
    within = is_within_marks(text.side, spans[0])
    if heard.turn and not within:
        return heard
    around = engine.around(passage.address, passage.number, spans[0].start, spans[0].end)
    quoting = [hit for hit in around if _quotes(hit.statement, spans[0])]
    if not quoting:
        return Heard(copies=heard.copies) if heard.turn else heard
    hit = min(quoting, key=lambda one: sum(len(span.text) for span in one.statement.content))
    mention = hit.statement.speaker.mention if hit.statement.speaker else None
    quoted = tuple(one for one in hit.statement.quoted if any(one.start < span.end and span.start < one.end for span in spans))
    return Heard(hit.speaker, mention.text if mention else None, hit.statement.manner, heard.copies, False, quoted, hit.relay)


def _quotes(statement: Statement, span: Span) -> bool:
    """Whether a statement of somebody has the beginning of a stretch in its quotation marks; a turn has it in none."""
    if statement.speaker is None or statement.said != "said" or is_turn(statement):
        return False
    return any(one.start <= span.start < one.end for one in statement.quoted)


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
