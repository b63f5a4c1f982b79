"""A quotation -> the text that it is from: where the speaker says the words himself, before any that only quotes them.

The very words often stand in texts that quote them, while the speech has them a little otherwise: «“Slow speed kills—we need
to get this done”» in a readout is «slow speed kills. We need to get this done.» in the transcript. Of 114 quotations of the
White House (trace/dev, a part of the collection) whose quoting documents are in the store too all lead to the speech so, and 53
do without this: 1 of the 61 altered ones.
"""

from __future__ import annotations

from collections.abc import Collection

from sayso.comparing.sayings.hearing import heard_in, is_within_marks
from sayso.comparing.sayings.linking import LEAST, Link, is_enough, link
from sayso.comparing.sayings.naming import stretches
from sayso.comparing.sayings.searching import Candidate, candidates, quoted, weighed
from sayso.comparing.sayings.voices import same_voice
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
    expected = claimed or found.heard.name
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
    return found


def is_common(engine: Engine, words: str, until: str | None, but_not: Collection[str]) -> bool:
    """Whether words that lead to no text are too few, or in too many mouths: the store may have them, as anybody's."""
    quotation = quoted(words)
    if weighed(quotation.words) < LEAST:
        return True
    found = candidates(engine, quotation, until, but_not)
    return bool(found) and is_enough(found[0].alignment.score, quotation)


def _is_own(found: Link) -> bool:
    return found.heard.turn and not is_within_marks(found.candidate.side, found.spans[0])


def _speaks(engine: Engine, text: Candidate) -> bool:
    """Whether the words are their speaker's own there."""
    return heard_in(engine, text, stretches(text.side, text.alignment.runs)).turn
