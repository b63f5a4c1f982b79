"""A document -> whoever issues it: "a Kremlin readout", "an analysis of Census data by the Agency", later "the analysis"."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable

from sayso.languages import listed, word_class
from sayso.parties.cast import Member
from sayso.parties.decisions import Decision
from sayso.parties.mentions import Phrase
from sayso.parties.occurrences import Occurrence
from sayso.parties.scene import Scene
from sayso.record import Span

_VERB = 5  # words between whoever tells something in a document and its "in"
_OWN = frozenset(("a", "an", "its", "his", "her", "their"))
_NEAR = 9  # words between a document and whoever is said to have issued it

Deciding = Callable[[int, int], Decision | None]  # whose the words between two places (code points) are


def is_document(word: str) -> bool:
    """Whether this lower-case word, or what it is the plural of, is a document: "readout", "filings"."""
    return word in listed("document_words") or word.removesuffix("s") in listed("document_words")


class Papers:
    """Who issued which kind of document, as far as was read; ``decide`` tells whose some words are."""

    def __init__(self, scene: Scene, possessor: Callable[[int], Member | None], decide: Deciding) -> None:
        self.words, self.scene, self.possessor, self.decide_words = scene.words, scene, possessor, decide
        self._issued: dict[str, list[tuple[int, Member]]] = {}  # noun -> where whose was told, in the order of the text

    def decide(self, phrase: Phrase, mention: Span) -> Decision | None:
        """«A Kremlin readout», "the readout": whoever issues it; the document is nobody's own where none is told."""
        told = phrase.possessor or phrase.owner is not None or phrase.last > self._behind_head(phrase)
        member = self._issuer(phrase, mention) if told else None
        if member is None and not phrase.modifiers and phrase.determiner in ("the", "this", "that") and not told:
            member = self._known(phrase.head, phrase.first)
        if member is None:
            return None
        self._note(phrase.head, phrase.first, member)
        return member, "document"

    def note(self, occurrence: Occurrence, member: Member) -> None:
        """A document beside its issuer, though it speaks nowhere: "a Kremlin readout", "Vega published a report"."""
        lower = self.words.lower
        after = occurrence.last + (lower[occurrence.last : occurrence.last + 1] in (["'s"], ["’s"]))
        if lower[after : after + 1] and is_document(lower[after]):
            self._note(lower[after], occurrence.first, member)
            return
        noun = self._published_behind(after) or self._told_in(after) or self._published_before(occurrence)
        if noun:
            self._note(noun, occurrence.first, member)

    def _note(self, noun: str, at: int, member: Member) -> None:
        held = self._issued.setdefault(noun, [])
        held.insert(bisect_left(held, at, key=lambda one: one[0]), (at, member))

    def _known(self, noun: str, at: int) -> Member | None:
        """Whose document of this kind was told last before this word."""
        held = [member for place, member in self._issued.get(noun, ()) if place < at]
        return held[-1] if held else None

    def told_before(self, at: int) -> Member | None:
        """Whose document was told last in the sentence before this word's; None where two were."""
        sentence = self.words.sentence
        told = {m for held in self._issued.values() for i, m in held if i < at and sentence[i] == sentence[at] - 1}
        return told.pop() if len(told) == 1 else None

    def _published_behind(self, at: int) -> str:
        """The document in «Vega published a long report»: its noun."""
        lower, sentence = self.words.lower, self.words.sentence
        if self._posts_behind(at):
            return "post"
        verb = next((i for i in range(at, min(at + 4, len(lower))) if lower[i] in word_class("issues a paper")), None)
        if verb is None or sentence[verb] != sentence[at - 1] or any(lower[i] in (",", "and") for i in range(at, verb)):
            return ""
        start = verb + 1 + (lower[verb + 1 : verb + 2] == ["out"])
        for index in range(start, min(start + 5, len(lower))):
            if sentence[index] != sentence[verb] or lower[index] in word_class("preposition") or lower[index] == ",":
                return ""
            if is_document(lower[index]) and not (index + 1 < len(lower) and is_document(lower[index + 1])):
                return lower[index]
        return ""

    def _told_in(self, at: int) -> str:
        """The document in «Vega said in a long letter», «Vega, in its readout, …»: its noun."""
        lower, sentence = self.words.lower, self.words.sentence
        for index in range(at, min(at + _VERB, len(lower) - 2)):
            if sentence[index] != sentence[at - 1]:
                return ""
            if lower[index] == "in" and lower[index + 1] in _OWN:
                behind = range(index + 2, min(index + 5, len(lower)))
                return next((lower[i] for i in behind if is_document(lower[i]) and sentence[i] == sentence[index]), "")
        return ""

    def _posts_behind(self, at: int) -> bool:
        """«Vega reacted on Instagram», "wrote on X": what follows is a post of hers."""
        for index in range(at, min(at + 5, len(self.words.lower) - 1)):
            if self.words.sentence[index] != self.words.sentence[at - 1] or self.words.forms[index] == ",":
                return False
            if self.words.lower[index] == "on" and self.words.lower[index + 1] in word_class("place of posts"):
                return True
        return False

    def _published_before(self, occurrence: Occurrence) -> str:
        """The document in «a lawsuit was filed by Vega», "a report from the Vega Institute": its noun."""
        lower, sentence = self.words.lower, self.words.sentence
        by = min(occurrence.lead, occurrence.first) - 1
        by -= by >= 0 and lower[by] in ("the", "a", "an")
        if by < 1 or lower[by] not in ("by", "from") or not self._issues(by):
            return ""
        for index in range(by - 1, max(-1, by - _NEAR), -1):
            if sentence[index] != sentence[by] or lower[index] in word_class("begins a clause") - {"was", "were", "is", "are"}:
                return ""
            if is_document(lower[index]):
                return lower[index]
        return ""

    def _behind_head(self, phrase: Phrase) -> int:
        """The word behind the document's noun."""
        at = phrase.first
        return next((i + 1 for i in range(at, phrase.last) if self.words.lower[i] == phrase.head), phrase.last)

    def _issuer(self, phrase: Phrase, mention: Span) -> Member | None:
        """Whoever stands behind "by", else whose it is, else behind "from", "of" or "in"."""
        behind = self._behind_head(phrase)
        issuer = self._behind(behind, phrase.last, mention, ("by",))
        if issuer is not None:
            return issuer
        if phrase.owner is not None and phrase.owner.last <= behind:
            return self.scene.cast.member_of(phrase.owner)
        if phrase.possessor in ("his", "her", "its"):
            return self.possessor(phrase.first)
        if phrase.possessor:
            return None
        return self._behind(behind, phrase.last, mention, ("from",)) or self._right_behind(behind, phrase, mention)

    def _behind(self, first: int, last: int, mention: Span, joints: tuple[str, ...]) -> Member | None:
        for index in range(first, last - 1):
            if self.words.lower[index] in joints and self._issues(index):
                decision = self.decide_words(self.words.starts[index + 1], mention.end)
                return decision[0] if decision else None
        return None

    def _issues(self, joint: int) -> bool:
        """Whether whoever stands behind this "by" issued the document: not of "a letter seen by Vega", "leaked by aides"."""
        lower = self.words.lower
        verb = joint - 1 - (lower[joint - 1] in ("out", "up", "exclusively", "jointly"))
        suffered = lower[verb].endswith("ed") or lower[verb] in word_class("participle")
        return not suffered or lower[verb] in word_class("issues a paper")

    def _right_behind(self, at: int, phrase: Phrase, mention: Span) -> Member | None:
        """«A statement of the Kremlin», "a report in the Barrow Times"; not "an analysis of Census data"."""
        lower = self.words.lower
        if at + 1 >= phrase.last or lower[at] not in word_class("issuing preposition") | {"in"}:
            return None
        decision = self.decide_words(self.words.starts[at + 1], mention.end)
        if decision is None:
            return None
        body = decision[0].kind in ("organisation", "government", "unknown")
        return decision[0] if lower[at] != "in" or body else None
