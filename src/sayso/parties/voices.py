"""Voices -> the members of the cast whose they are: names, descriptions, pronouns, each decided in text order.

Statements' voices come first. Other mentions (who takes part in an event, who undertakes something) are decided when these
stand, each by what was known where it stands, and are noted for nobody: no statement's voice depends on them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sayso.attribution import Extent
from sayso.parties.antecedents import Antecedents
from sayso.parties.decisions import NAMED, Decision, Decisions
from sayso.parties.descriptions import Descriptions
from sayso.parties.mentions import read_phrase
from sayso.parties.occurrences import Occurrence
from sayso.parties.pairs import Pairs
from sayso.parties.passing import Passing
from sayso.parties.pronouns import person_of
from sayso.parties.salience import PASSED, VOICED, Hints, Salience
from sayso.parties.scene import Scene, in_text_order
from sayso.parties.voiced import extent_of, is_reflexive
from sayso.record import Span, Statement


class Voices:
    """What is known of one article's voices so far, and how the next one is decided by it.

    ``hints`` are the encoder's, and may be empty.
    """

    def __init__(self, scene: Scene, hints: Hints) -> None:
        self.scene = scene
        self.salience = Salience(scene.words, hints)
        self.decisions = Decisions(scene)
        pairs = Pairs(scene)
        self.antecedents = Antecedents(scene, self.salience, self.decisions, pairs)
        self.descriptions = Descriptions(scene, pairs, self.antecedents.possessor, self.antecedents.salient)
        self.passing = Passing(scene, self.salience, self.descriptions, self.decisions)

    def decide_all(self) -> Decisions:
        """Whose each voice of the scene is, where one member alone would do.

        First all that third persons say, in text order; then "I" in quotations, which takes its speaker's party.
        """
        firsts: list[Span] = []
        for index, met in in_text_order(self.scene):
            if isinstance(met, Occurrence):
                self.passing.name(index, met)
            elif isinstance(met, Span):
                if person_of(met.text) == "first":
                    firsts.append(met)
                else:
                    self.hear(index, met)
                    self.decisions.remember(index)
            elif met == "pronoun":
                self.passing.pronoun(index)
            else:
                self.passing.description(index)
        for mention in firsts:
            if decision := self.antecedents.first(mention):
                self.decisions.take(mention, decision)
        self.decisions.described |= self.descriptions.described
        return self.decisions

    def decide_others(self, mentions: Iterable[Span]) -> dict[Extent, Decision]:
        """Whose each of these mentions is, once all voices are decided; those left open are not in it.

        What is a voice too is whose the voice is. "I" and "we" are decided as a voice's would be.
        """
        found: dict[Extent, Decision] = {}
        for mention in sorted(set(mentions)):
            extent = extent_of(mention)
            decision = self.decisions.held.get(extent)
            if decision is None and not self.scene.voiced.is_voice(mention):
                self.decisions.recall(self.scene.words.at(mention.start))
                decision = self._decide_other(mention)
            if decision is not None:
                found[extent] = decision
        return found

    def _decide_other(self, mention: Span) -> Decision | None:
        """«Head of the Office of the President of Orr Ana Vega»: whoever's name ends the mention, however long the office."""
        if person_of(mention.text) == "first":
            return self.antecedents.first(mention)
        named = self.scene.names.ending_at(mention.end)
        office = " for " in mention.text  # "Envoy for Trade, Health and Transport Ana Vega"
        alone = office or ("," not in mention.text and " and " not in mention.text)
        if named is not None and alone and named.kind == "person" and named.start >= mention.start and " " in named.text:
            return self.descriptions.named(named)
        return self.decide(mention)

    def hear(self, index: int, mention: Span) -> None:
        """Decide the voice that ends at this word, and note it for those that follow."""
        decision = self.decide(mention)
        if decision is None:
            self.passing.left_open(index, mention)
            return
        self.decisions.take(mention, decision)
        member, how = decision
        speaks = self.scene.voiced.is_speaker(mention)
        if speaks or how not in NAMED:  # a name that does not speak was noted where it stands
            self.salience.note(index, member, VOICED if speaks else PASSED)

    def decide(self, mention: Span) -> Decision | None:
        """The member that a voice means and how that was told, or None where two would do: the order of what is tried."""
        person = person_of(mention.text)
        if person == "relative":
            return self.antecedents.relative(mention)
        if person == "third":
            return self._account(mention) or self.antecedents.third(mention)
        if person == "second":
            return None  # whom "you" means, the words do not say
        inside = self.scene.names.inside(mention.start, mention.end)
        decision = self.descriptions.decide(read_phrase(self.scene.words, mention.start, mention.end, inside), mention)
        if decision and decision[1] in ("office", "description") and decision[0] in self.antecedents.others_than(mention):
            return None  # "the president said that President Vega …" is not Vega
        return decision

    def _account(self, mention: Span) -> Decision | None:
        """«The palace published an account. In it, Vega was said …»: whoever published what "it" is."""
        at = self.scene.words.at(mention.start)
        if mention.text.lower() != "it" or at == 0 or self.scene.words.lower[at - 1] != "in":
            return None
        member = self.descriptions.papers.told_before(at)
        return (member, "document") if member else None


def part_addressees(decisions: Decisions, statements: Sequence[Statement]) -> None:
    """Nobody speaks to himself unless the words say so: where speaker and addressee would be one, the vaguer is left open.

    "She urged him to wait" leaves "him" open if both were taken for Ana Vega; "She told Ana Vega" leaves "She".
    """
    held = decisions.held
    for statement in statements:
        if statement.speaker is None or statement.addressee is None:
            continue
        speaker, addressee = statement.speaker.mention, statement.addressee.mention
        if speaker is None or addressee is None or is_reflexive(addressee):
            continue
        said, told = (held.get(extent_of(mention)) for mention in (speaker, addressee))
        if said and told and said[0] is told[0] and speaker != addressee:
            vaguer = speaker if told[1] in NAMED and said[1] not in NAMED else addressee
            del held[extent_of(vaguer)]
