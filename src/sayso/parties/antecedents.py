"""A pronoun -> the member that it means: by who is on the reader's mind, who spoke, what stands before it, who is quoted."""

from __future__ import annotations

from collections.abc import Callable

from sayso.parties.cast import Member
from sayso.parties.decisions import Decision, Decisions
from sayso.parties.pronouns import pronoun_forms
from sayso.parties.salience import Salience, body_fit, gender_fit, group_fit
from sayso.parties.scene import Scene
from sayso.record import Span


class Antecedents:
    """Decides pronouns one after the other in text order, by what was noted and decided before each."""

    def __init__(self, scene: Scene, salience: Salience, decisions: Decisions) -> None:
        self.words, self.scene = scene.words, scene
        self.salience, self.decisions = salience, decisions

    def third(self, mention: Span) -> Decision | None:
        """«She»: the person most on the reader's mind. "It", "they": the body that spoke last."""
        at = self.words.at(mention.start)
        if at >= len(self.words.forms) or self.words.lower[at] not in pronoun_forms():
            return None
        _, number, gender = pronoun_forms()[self.words.lower[at]]
        if gender in "mf":
            if self.scene.voiced.is_speaker(mention) and self._follows_unnamed(at, gender):
                return None
            member = self.salience.best_named(at, gender_fit(gender, self._speakers_around(mention)))
        else:
            member = self._last_speaker(at, body_fit if number == "thing" else group_fit)
        return (member, "pronoun") if member else None

    def possessor(self, at: int) -> Member | None:
        """The person whom "his" or "her" at this word means, the body that "its" does."""
        _, number, gender = pronoun_forms().get(self.words.lower[at], ("", "", "u"))
        if number == "thing":
            return self._last_speaker(at, body_fit) or self.salience.best(at, body_fit)
        return self.salience.best_named(at, gender_fit(gender)) if gender in "mf" else None

    def relative(self, mention: Span) -> Decision | None:
        """«Ana Vega, who»: the name, or the mention already decided, that ends right before."""
        at = self.words.at(mention.start) - 1
        while at >= 0 and self.words.forms[at] in ",()—–-":
            at -= 1
        if at < 0:
            return None
        end = self.words.ends[at]
        named = self.scene.names.ending_at(end)
        found = self.decisions.ending_at(end) or (self.scene.cast.member_of(named) if named else None)
        if found is None or (mention.text.lower() != "which" and found.kind not in ("person", "group", "unknown")):
            return None  # "the ministry's clerks who …"
        return found, "relative"

    def first(self, mention: Span) -> Decision | None:
        """«I» in a quotation: its speaker. "We" of one person's words stays open: whom it takes in is not said."""
        member = self._quoting(mention)
        plural = pronoun_forms().get(mention.text.lower(), ("", "", ""))[1] == "plural"
        return None if member is None or (plural and member.kind == "person") else (member, "first-person")

    def _follows_unnamed(self, at: int, gender: str) -> bool:
        """«A diplomat said Vega had left. She said …»: the diplomat or Vega, nobody can tell."""
        if self.decisions.unnamed_speaker is None:
            return False
        index, told = self.decisions.unnamed_speaker
        near = 0 < self.words.sentence[at] - self.words.sentence[index] < 3
        return near and self.words.paragraph[at] == self.words.paragraph[index] and told in ("u", gender)

    def _last_speaker(self, at: int, fits: Callable[[Member], float]) -> Member | None:
        """The body that spoke last, for "it" and "they": these mean too many other things to be held against all names."""
        if self.decisions.last_speaker is None:
            return None
        index, member = self.decisions.last_speaker
        near = self.words.sentence[at] - self.words.sentence[index] <= 3 and not self.words.quote[at]
        return member if near and fits(member) else None

    def _speakers_around(self, mention: Span) -> list[Member]:
        """The speakers of the quotations that this mention stands in: "he" in a man's own words is another man."""
        at = self.words.at(mention.start)
        if not self.words.quote[min(at, len(self.words.quote) - 1)]:
            return []
        around = self.scene.voiced.contents.around(mention)
        found = [member for _, speaker in around if (member := self.decisions.member_of(speaker))]
        beside = None if found else self.decisions.beside_quotation(at)
        return found or ([beside] if beside else [])

    def _quoting(self, mention: Span) -> Member | None:
        """The speaker of the innermost statement around the mention, or of the quotation that it stands in."""
        around = self.scene.voiced.contents.around(mention)
        around.sort(key=lambda pair: min(c.end - c.start for c in pair[0].content))
        for _, speaker in around:
            if found := self.decisions.member_of(speaker):
                return found
        at = self.words.at(mention.start)
        if around or at >= len(self.words.forms) or not self.words.quote[at]:
            return None
        return self.decisions.beside_quotation(at)
