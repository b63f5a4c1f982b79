"""A quotation -> the text that it is from: where the speaker says the words himself, before any that only quotes them.

The very words often stand in texts that quote them, while the speech has them a little otherwise: «“Slow speed kills—we need
to get this done”» in a readout is «slow speed kills. We need to get this done.» in the transcript. Of 61 altered quotations of
the White House whose quoting document is in the store too, 58 lead to the speech so, and 1 does without this.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from sayso.comparing.sayings.linking import LEAST, Link, is_enough, link
from sayso.comparing.sayings.naming import Side, stretches
from sayso.comparing.sayings.searching import Candidate, candidates, quoted, weighed
from sayso.comparing.sayings.voices import Heard, heard_at, same_voice
from sayso.record import Span
from sayso.store import Engine

MOST_QUOTING = 3  # texts that quote, each with those that have the same words, behind which the speech is looked for


def find_origin(engine: Engine, words: str, claimed: str | None, until: str | None, but_not: Collection[str]) -> Link | None:
    """The text that the words are from; None where none has enough of them, or where they are in everybody's mouth.

    Where the text that has them only quotes them, it is the one of no later day in which the speaker says them himself, if the
    store has one: what the quoting text changed is then told.
    """
    found = link(engine, words, claimed, until, but_not)
    if found is None or _is_own(found):
        return found
    first = replace(found, heard=heard_in(engine, found.candidate, found.spans))
    expected = claimed or first.heard.name
    passed, quoting = set(but_not), found
    for _ in range(MOST_QUOTING):
        passed |= {quoting.candidate.passage.address, *quoting.heard.copies}
        passed |= {one.passage.address for one in quoting.equal if not _speaks(engine, one)}
        further = link(engine, words, claimed, found.candidate.passage.day or until, passed)
        if further is None:
            break
        if _is_own(further) and (expected is None or same_voice(engine, expected, further.heard) is not False):
            return further
        quoting = further
    return first


def is_common(engine: Engine, words: str, until: str | None, but_not: Collection[str]) -> bool:
    """Whether words that lead to no text are too few, or in too many mouths: the store may have them, as anybody's."""
    quotation = quoted(words)
    if weighed(quotation.words) < LEAST:
        return True
    found = candidates(engine, quotation, until, but_not)
    return bool(found) and is_enough(found[0].alignment.score, quotation)


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


def _is_own(found: Link) -> bool:
    return found.heard.turn and not is_within_marks(found.candidate.side, found.spans[0])


def _speaks(engine: Engine, text: Candidate) -> bool:
    """Whether the words are their speaker's own there."""
    return heard_in(engine, text, stretches(text.side, text.alignment.runs)).turn


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
