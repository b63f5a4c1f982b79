"""Labels that name nobody («A:», «THE PRESIDENT:»), and answers that have none -> whose they are, or nobody's.

Who answers in an interview is whoever is named alone before the first question, or more often than anybody else. An office in
capitals is held by somebody who is introduced before; one who is named in what is said, "President Orlo", is another.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from sayso.languages import word_class
from sayso.parties.cast import Member
from sayso.parties.decisions import Decisions
from sayso.parties.scene import Scene
from sayso.parties.voiced import extent_of
from sayso.record import Statement
from sayso.statements import INTERVIEW, names_nobody


def interviewed(scene: Scene, statements: Sequence[Statement]) -> Member | None:
    """Who answers where the statements have answers of an interview ("A: Never.", a paragraph behind a question)."""
    first = next((number for number, one in enumerate(statements) if one.speaker and one.speaker.how == INTERVIEW), None)
    if first is None:
        return None
    before = min(span.start for one in statements[max(0, first - 1) : first + 1] for span in one.content)
    named = (scene.cast.member_of(occurrence) for occurrence in scene.names if occurrence.end <= before)
    counts = Counter(member for member in named if member and member.kind in ("person", "unknown") and len(member.words) > 1)
    ranked = counts.most_common(2)
    if not ranked or (len(ranked) > 1 and ranked[0][1] == ranked[1][1]):
        return None
    return ranked[0][0]


def leave_labels_open(decisions: Decisions, statements: Sequence[Statement]) -> None:
    """Take back what was decided of labels such as «THE PRESIDENT:», where the one who was found is named only later, and of
    those that are no name («INTERVIEWER:»).

    In 14 transcripts of a press office 8 turns of their president were given to the one whom he spoke of.
    """
    labels = [one.speaker.mention for one in statements if one.speaker and one.speaker.mention and one.manner == "direct"]
    for mention in labels:
        if names_nobody(mention.text):
            decisions.held.pop(extent_of(mention), None)
    bare = [
        mention for mention in labels if mention.text.isupper() and mention.text.lower().split()[0] in word_class("determiner")
    ]
    for mention in bare:
        decision = decisions.held.get(extent_of(mention))
        if decision and min((o.start for o in decision[0].occurrences), default=0) > bare[0].start:
            del decisions.held[extent_of(mention)]
