"""Names, pronouns and descriptions that are nobody's voice, and voices left open -> who is on the reader's mind."""

from __future__ import annotations

from sayso.languages import listed, word_class
from sayso.languages.lexicon import word_lists
from sayso.parties.decisions import Decisions
from sayso.parties.descriptions import Descriptions
from sayso.parties.mentions import Phrase, read_phrase
from sayso.parties.occurrences import Occurrence
from sayso.parties.pronouns import person_of, pronoun_forms
from sayso.parties.salience import PASSED, UNNAMED, VOICED, Salience, gender_fit, prominence
from sayso.parties.scene import Scene
from sayso.record import Span


class Passing:
    """Notes in text order what stands beside the voices that are decided."""

    def __init__(self, scene: Scene, salience: Salience, descriptions: Descriptions, decisions: Decisions) -> None:
        self.words, self.scene = scene.words, scene
        self.salience, self.descriptions, self.decisions = salience, descriptions, decisions
        self._sentence = -1  # where a person was named last, outside quotation marks
        self._before: tuple[int, float] = (0, 0.0)  # where the name before ends, and how prominent it was

    def name(self, index: int, occurrence: Occurrence) -> None:
        """A name puts its member on the reader's mind, and tells whose a paper or a team is that stands beside it."""
        member = self.scene.cast.member_of(occurrence)
        if member is None:
            return
        words = self.words
        self.descriptions.papers.note(occurrence, member)
        self.descriptions.bodies.note_team(occurrence, member)
        alone = words.sentence[index] != self._sentence or bool(words.quote[index])
        weight = prominence(words, occurrence.first, occurrence.last, occurrence.lead, alone)
        end, weight_before = self._before
        if occurrence.lead == end + 1 and words.lower[end] == "and":
            weight = weight_before  # "Ana Vega and Leo Marr": one is as prominent as the other
        self._before = (occurrence.last, weight)
        self.salience.note(index, member, weight)
        if member.kind in ("person", "unknown") and not words.quote[index]:
            self._sentence = words.sentence[index]

    def pronoun(self, index: int) -> None:
        """A pronoun that is nobody's voice keeps its person on the reader's mind."""
        _, _, gender = pronoun_forms()[self.words.lower[index]]
        member = self.salience.best(index, gender_fit(gender))
        if member is not None:
            self.salience.note(index, member, PASSED)

    def description(self, index: int) -> None:
        """«The mayor», "a nurse" in passing: the member so called, or somebody unnamed whom a pronoun may mean."""
        words = self.words
        first = index
        while first > 0 and index - first < 4 and words.lower[first] not in word_class("opens a description"):
            if not words.forms[first][0].isalnum() or words.sentence[first - 1] != words.sentence[index]:
                return
            first -= 1
        if words.lower[first] not in word_class("opens a description") or self._apposed(first, index):
            return
        start, end = words.starts[first], words.ends[index]
        phrase = read_phrase(words, start, end, self.scene.names.inside(start, end))
        decision = self.descriptions.office(phrase) if phrase.head == words.lower[index] else None
        if decision is not None:
            self.salience.note(index, decision[0], PASSED)
            if words.lower[first] == "the":
                self.decisions.described[start, end] = decision[0]
        elif words.lower[first] in ("a", "an", "the", "another") or words.lower[index] in listed("kin_words"):
            self.salience.note(index, self.salience.unnamed(words.lower[index]), UNNAMED)

    def left_open(self, index: int, mention: Span) -> None:
        """A speaker left open stays on the reader's mind: "a nurse said … she" means the nurse.

        She weighs what a named speaker does, a name and a voice; "the minister" may be one of the cast, and weighs less.
        """
        if person_of(mention.text) or not mention.text.strip():
            return
        offices = word_lists().offices
        phrase = read_phrase(self.words, mention.start, mention.end, self.scene.names.inside(mention.start, mention.end))
        if phrase.head not in offices:
            self._left_open_one(index, phrase)
            return
        known = phrase.determiner in ("the", "this", "that") and phrase.owner is None
        self.salience.note(index, self.salience.unnamed(phrase.head), VOICED + (not known))
        if self.scene.voiced.is_speaker(mention) and not known and not self.words.quote[index]:
            self.decisions.unnamed_speaker = (index, offices[phrase.head])

    def _left_open_one(self, index: int, phrase: Phrase) -> None:
        """«Another said he», "one user", "a woman at the rally": somebody whom no name of the cast means."""
        singular = (
            phrase.determiner in ("a", "an", "one", "another") and not phrase.head.endswith("s") and not phrase.coordinated
        )
        if singular and phrase.name is None and phrase.appositive is None:
            self.salience.note(index, self.salience.unnamed(phrase.head or phrase.determiner), VOICED + 1)

    def _apposed(self, first: int, index: int) -> bool:
        """Whether the description stands beside a name that it describes: "Ana Vega, the mayor"; "is a nurse"."""
        words = self.words
        before, after = words.lower[first - 1] if first else "", words.lower[index + 1] if index + 1 < len(words.lower) else ""
        if before in (",", "as", "is", "was", "became", "be", "being", "been", "are", "were", "(", "—", "–"):
            return True
        return after == "," and bool(self.scene.cast.starting(index + 2, index + 5))
