"""Open voices that no name of the cast can mean -> parties of their own words: "a Cassorian diplomat", later "the diplomat".

Such a party is known by a description alone, in its article alone. Where the description may mean somebody who is named ("the
mayor" beside two mayors, "the company" beside a firm), the voice stays open.
"""

from __future__ import annotations

from functools import cache

from sayso.languages import listed, word_class
from sayso.languages.lexicon import word_lists
from sayso.parties.cast import Member, name_words
from sayso.parties.decisions import Decisions
from sayso.parties.mentions import Phrase, read_phrase
from sayso.parties.papers import is_document
from sayso.parties.posts import is_body_noun, is_office, office_of
from sayso.parties.pronouns import person_of, pronoun_forms
from sayso.parties.scene import Scene
from sayso.parties.voiced import extent_of
from sayso.record import PartyKind, Span
from sayso.statements import cue_in

HOW = "description"
LONGEST = 8  # words of a name; a longer description goes by its head and what stands before it
NEAR = 2  # sentences back to whoever "they" and "who" may mean

_DEFINITE = frozenset(("the", "this", "that", "these", "those"))
_OWN = frozenset(("my", "our", "your"))


def name_by_words(scene: Scene, decisions: Decisions) -> None:
    """Give open voices members that go by the voices' own words; decisions are added to, none is changed."""
    unnamed = _Unnamed(scene, decisions)
    for mention in scene.voiced.mentions:
        if extent_of(mention) not in decisions.held:
            unnamed.hear(mention)
        elif scene.voiced.is_speaker(mention):
            unnamed.last = None


class _Unnamed:
    """Those who go by their words, in the order of the text."""

    def __init__(self, scene: Scene, decisions: Decisions) -> None:
        self.scene, self.words, self.decisions = scene, scene.words, decisions
        self.by_head: dict[str, list[tuple[Member, Phrase]]] = {}
        self.last: tuple[int, Member] | None = None  # who spoke last, if it was one of them

    def hear(self, mention: Span) -> None:
        """Decide one open voice."""
        person = person_of(mention.text)
        means = self._meant if person in ("third", "relative") else self._described if not person else None
        member = means(mention) if means else None
        if member is not None:
            self.decisions.take(mention, (member, "relative" if person == "relative" else "pronoun" if person else HOW))
        at = self._at(mention)
        if self.scene.voiced.is_speaker(mention) and at < len(self.words.quote) and not self.words.quote[at]:
            self.last = (at, member) if member else None

    def _at(self, mention: Span) -> int:
        return self.words.at(mention.start)

    def _described(self, mention: Span) -> Member | None:
        inside = self.scene.names.inside(mention.start, mention.end)
        phrase = read_phrase(self.words, mention.start, mention.end, inside)
        if not _is_somebody(phrase) or self._is_bare_calling(phrase) or _is_bare_word(phrase):
            return None
        if phrase.possessor in _OWN:
            return None  # whose "our report" is, the quotation does not say
        before = self.by_head.get(phrase.head, [])
        if phrase.determiner in _DEFINITE and not phrase.possessor and before:
            alike = {member for member, first in before if set(phrase.modifiers) <= set(first.modifiers)}
            return alike.pop() if len(alike) == 1 else None
        if not phrase.possessor and (not phrase.determiner or phrase.determiner in _DEFINITE):
            same = [member for member, first in before if _same(phrase, first)]
            if same:
                return same[0]
        if phrase.determiner in _DEFINITE and self._may_be_named(phrase):
            return None
        member = self.scene.cast.literal(self._name(phrase, mention), _kind_of(phrase), f"\0{mention.start}")
        member.named = False
        self.by_head.setdefault(phrase.head, []).append((member, phrase))
        return member

    def _is_bare_calling(self, phrase: Phrase) -> bool:
        """«Counsel said», "Petitioner": a calling without an article stands for a name."""
        bare = not phrase.determiner and not phrase.possessor and phrase.owner is None
        return bare and not phrase.modifiers and is_office(phrase.head) and _kind_of(phrase) == "person"

    def _may_be_named(self, phrase: Phrase) -> bool:
        """Whether one of the cast may be meant: a holder of the office, a body, a person by another word for him."""
        cast = self.scene.cast
        if is_document(phrase.head):
            return False
        told = phrase.owner is not None or phrase.of is not None
        if is_body_noun(phrase.head):
            bodies = any(m.named and m.kind in ("organisation", "government") for m in cast.members)
            return bool(cast.bodies(phrase.head)) or (bodies and not told and not phrase.modifiers)
        if _singular(phrase.head) != phrase.head or phrase.head in word_lists().groups:
            return False
        if phrase.head in word_class("epithet") | word_class("native"):
            return True
        return is_office(phrase.head) and (not told or bool(cast.holders(office_of(phrase.head))))

    def _name(self, phrase: Phrase, mention: Span) -> str:
        """The words up to a comma or a clause; up to the head where these are many."""
        lower = self.words.lower
        edges = (
            i for i in range(phrase.first + 1, phrase.last) if lower[i] == "," or lower[i] in word_class("relative") - {"that"}
        )
        last = next(edges, phrase.last)
        if last - phrase.first > LONGEST:
            last = next((i + 1 for i in range(phrase.first, phrase.last) if lower[i] == phrase.head), last)
        first = phrase.first + (lower[phrase.first] in ("the", "a", "an") and last - phrase.first > 1)
        return self.words.text[self.words.starts[first] : self.words.ends[last - 1]].strip('"“”‘’ ')

    def _meant(self, mention: Span) -> Member | None:
        """«Two officials said … They added»: whoever spoke last, where nobody of the cast did since; "who" behind one."""
        at = self._at(mention)
        if at >= len(self.words.lower):
            return None
        if person_of(mention.text) == "relative":
            while at > 0 and self.words.forms[at - 1] in ",(—–-":
                at -= 1
            return self.decisions.ending_at(self.words.ends[at - 1]) if at else None
        if self.last is None or self.words.quote[at] or self.words.paragraph[self.last[0]] != self.words.paragraph[at]:
            return None
        index, member = self.last
        _, number, gender = pronoun_forms().get(self.words.lower[at], ("", "", "u"))
        if self.words.sentence[at] - self.words.sentence[index] > NEAR or self.scene.cast.starting(index + 1, at):
            return None
        wanted = {"plural": ("group",), "thing": ("document", "organisation")}.get(number, ("person",))
        fits = member.kind in wanted and (gender not in ("m", "f") or member.gender in ("u", gender))
        return member if fits and not self._rival(index, gender) else None

    def _rival(self, at: int, gender: str) -> bool:
        """Whether somebody named in the paragraph may be meant just as well: «Vega came. A nurse spoke. She left.»"""
        first = at
        while first > 0 and self.words.paragraph[first - 1] == self.words.paragraph[at]:
            first -= 1
        named = (self.scene.cast.member_of(one) for one in self.scene.cast.starting(first, at))
        return gender in ("m", "f") and any(m and m.kind == "person" and m.gender in ("u", gender) for m in named)


def _is_somebody(phrase: Phrase) -> bool:
    """Whether a phrase has a noun that is somebody or something: not "nobody", "some", "what he called"."""
    if phrase.coordinated or phrase.name is not None or phrase.appositive is not None:
        return False
    open_words = word_class("nobody in particular")
    return len(phrase.head) > 1 and phrase.head.isalpha() and phrase.head not in open_words and phrase.determiner != "no"


def _is_bare_word(phrase: Phrase) -> bool:
    """«Notes», "claim": one word by itself that may as well be a verb."""
    told = phrase.determiner or phrase.possessor or phrase.owner or phrase.modifiers or phrase.preposition
    return not told and _kind_of(phrase) == "unknown" and cue_in(phrase.head, 0, len(phrase.head)) is not None


def _same(one: Phrase, other: Phrase) -> bool:
    """Whether two phrases say the same in the same words: "critics" and "critics"."""
    owners = [name_words(phrase.owner.text) if phrase.owner else () for phrase in (one, other)]
    return one.head == other.head and one.modifiers == other.modifiers and owners[0] == owners[1]


@cache
def _singular(head: str) -> str:
    return head.removesuffix("s") if head.endswith("s") and not head.endswith("ss") else head


def _kind_of(phrase: Phrase) -> PartyKind:
    """What a description tells of its kind: a document, a group, a person, a body, or nothing."""
    head, lists = phrase.head, word_lists()
    if is_document(head):
        return "document"
    if head in lists.groups or head in word_class("crowd"):
        return "group"
    if is_office(head) or head in listed("kin_words"):
        return "person"
    if _singular(head) != head and (is_office(_singular(head)) or _singular(head) in listed("kin_words")):
        return "group"
    return "organisation" if is_body_noun(head) else "unknown"
