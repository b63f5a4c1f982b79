"""A pronoun -> the member that it means: by who is on the reader's mind, who spoke, what stands before it, who is quoted."""

from __future__ import annotations

from collections.abc import Callable

from sayso.languages import word_class
from sayso.parties.cast import Member
from sayso.parties.decisions import Decision, Decisions
from sayso.parties.pairs import Pairs
from sayso.parties.pronouns import pronoun_forms
from sayso.parties.salience import ASKED, GOES_ON, SPOKE, Salience, body_fit, gender_fit, group_fit
from sayso.parties.scene import Scene
from sayso.record import Span

_NAMED = 20  # names looked at in what somebody says


class Antecedents:
    """Decides pronouns one after the other in text order, by what was noted and decided before each."""

    def __init__(self, scene: Scene, salience: Salience, decisions: Decisions, pairs: Pairs) -> None:
        self.words, self.scene = scene.words, scene
        self.salience, self.decisions, self.pairs = salience, decisions, pairs

    def third(self, mention: Span) -> Decision | None:
        """«She»: the person most on the reader's mind. "It", "they": the body that spoke last."""
        at = self.words.at(mention.start)
        if at >= len(self.words.forms) or self.words.lower[at] not in pronoun_forms():
            return None
        _, number, gender = pronoun_forms()[self.words.lower[at]]
        if gender in "mf":
            if self.scene.voiced.is_speaker(mention) and self._follows_unnamed(at, gender):
                return None
            around = self._speakers_around(mention)
            fits = gender_fit(gender, [*around, *self.others_than(mention)])
            told = self.salience.told(at, fits)
            if self.scene.voiced.is_speaker(mention) and self.decisions.last_speaker:
                self._weigh_speakers(mention, told)
            member = self.salience.best_named(at, fits, told) or self._named_behind(at, fits)
            if member is not None and member.gender == "u" and not self.words.quote[at]:
                member.gender = gender  # whoever is "she" once is not "he" later
        elif number == "thing":
            member = self._last_speaker(at, body_fit)
            if member is None or member.kind == "place":  # a land told of in an account does not go on
                member = self._last_paper(mention) or member
        else:
            member = self._last_speaker(at, group_fit) or self._pair(at)
        return (member, "pronoun") if member else None

    def _named_behind(self, at: int, fits: Callable[[Member], float]) -> Member | None:
        """«Asked whether she would resign, Vega said no»: whom the sentence names first, right behind its opening clause."""
        words, sentence = self.words, self.words.sentence[at]
        first = at
        while first > 0 and words.sentence[first - 1] == sentence:
            first -= 1
        if first == at or words.quote[at] or self.scene.cast.starting(first, at):
            return None
        comma = next((i for i in range(at, min(at + 30, len(words.forms))) if words.forms[i] == ","), len(words.forms))
        behind = self.scene.cast.starting(comma + 1, comma + 8)
        if not behind or words.sentence[behind[0].first] != sentence or behind[0].lead > comma + 1:
            return None
        member = self.scene.cast.member_of(behind[0])
        return member if member is not None and member.kind == "person" and fits(member) else None

    def _pair(self, at: int) -> Member | None:
        """«Vega spoke with Marr. They agreed»: both, where the sentence before names two together and no others."""
        if self.words.quote[at]:
            return None
        pair = self.pairs.together(at)
        return self.scene.cast.joint(pair) if pair else None

    def others_than(self, mention: Span) -> list[Member]:
        """Who is named where the bearer of this mention would not name himself."""
        names, cast = self.scene.names, self.scene.cast
        spans = list(self.scene.voiced.apart_from(mention))
        inside = [o for span in spans for o in names.inside(span.start, span.end)[:_NAMED]]
        # what stands right behind may be an apposition: "according to the coach, Ana Vega,"
        held = [o for o in inside if o.start > mention.end + 2 or o.end <= mention.start]
        known = [self.decisions.member_of(span) for span in spans]
        return [member for member in [*known, *map(cast.member_of, held)] if member]

    def _goes_on(self, mention: Span) -> bool:
        """«He added», "she went on": the cue says that whoever spoke speaks on."""
        cues = [statement.cue.text.lower().split() for statement in self.scene.voiced.said_by(mention) if statement.cue]
        return bool(cues) and all(cue[:1] and cue[0] in word_class("goes on") for cue in cues)

    def _weigh_speakers(self, mention: Span, told: dict[Member, float]) -> None:
        """Add what having spoken last tells; behind a question, having been asked: «Vega asked Marr. “No,” he said.»"""
        if self.decisions.last_speaker is None:
            return
        index, spoke = self.decisions.last_speaker
        asked = [
            self.decisions.member_of(statement.addressee.mention)
            for statement in self.scene.voiced.spoken_at(index)
            if statement.act == "asks" and statement.addressee and statement.addressee.mention
        ]
        goes_on = self._goes_on(mention)
        weight = GOES_ON if goes_on else SPOKE
        if asked and asked[-1] is not None and not goes_on:
            told.pop(spoke, None)  # who asked does not answer
            spoke, weight = asked[-1], ASKED
        told[spoke] = told.get(spoke, 0.0) + weight

    def possessor(self, at: int) -> Member | None:
        """The person whom "his" or "her" at this word means, the body that "its" does."""
        _, number, gender = pronoun_forms().get(self.words.lower[at], ("", "", "u"))
        if number == "thing":
            return self._last_speaker(at, body_fit) or self.salience.best(at, body_fit)
        return self.salience.best_named(at, gender_fit(gender)) if gender in "mf" else None

    def salient(self, at: int, gender: str) -> Member | None:
        """The person by far most on the reader's mind before this word, whom the gender fits, and who is not in these words."""
        if self.words.quote[at]:
            return None
        mention = next((m for m in self.scene.voiced.starting_at(self.words.starts[at])), None)
        fits = gender_fit(gender, self.others_than(mention) if mention else [])
        return self.salience.best_named(at, fits, margin=2.0)

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
        word = mention.text.lower().split()[0].strip("\"'“”‘’")
        plural = pronoun_forms().get(word, ("", "", ""))[1] == "plural"
        return None if member is None or (plural and member.kind in ("person", "unknown")) else (member, "first-person")

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

    def _last_paper(self, mention: Span) -> Member | None:
        """«The palace readout says Vale spoke. It did not mention why»: the readout, in the next sentence of its paragraph."""
        if self.decisions.last_body is None:
            return None
        index, member = self.decisions.last_body
        at = self.words.at(mention.start)
        near = self.words.sentence[at] - self.words.sentence[index] <= 1
        beside = self.words.paragraph[at] == self.words.paragraph[index] and not self.words.quote[at]
        return member if near and beside and body_fit(member) else None

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
