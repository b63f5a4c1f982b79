"""A world -> stories in it, one after the other: sentences with the statements in them, before an outlet prints them."""

from __future__ import annotations

import datetime
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import accumulate

from plausible_world import CUE_WEIGHTS, CUES, SECTIONS, VERBS, World, pick

from sayso.record import Manner, PartyKind

Mark = tuple[int, int]  # code points, from the start of a sentence
Say = tuple[int, int, int | None, str | None]  # a voice: where it stands, which of the cast, how that is known


@dataclass(slots=True)
class Draft:
    """A statement as its sentence holds it; ``within`` and ``relay`` count from the sentence's first statement."""

    manner: Manner
    act: str
    content: tuple[Mark, ...]
    quoted: tuple[Mark, ...] = ()
    cue: Mark | None = None
    speaker: Say | None = None
    addressee: Say | None = None
    within: int | None = None


@dataclass(slots=True)
class Sentence:
    """Words, the statements in them, and where they name someone of the cast."""

    text: str
    drafts: list[Draft] = field(default_factory=list)
    mentions: list[tuple[int, int, int]] = field(default_factory=list)


@dataclass(slots=True)
class Figure:
    """Someone of an article's cast: the full name, what a later mention says, and the pronoun."""

    name: str
    kind: PartyKind
    role: str | None
    short: str
    pronoun: str | None
    named: bool = False  # whether the full name has stood in the text


@dataclass(slots=True)
class Story:
    """Paragraphs and a cast, before an outlet prints them."""

    headline: str
    standfirst: str
    paragraphs: list[list[Sentence]]
    cast: list[Figure]
    published: datetime.datetime
    section: str


class Writer:
    """Writes one story after another in a world; holds the subject and the cast of the one at hand."""

    def __init__(self, world: World, seed: int) -> None:
        self.world, self.rng = world, random.Random(seed)
        self.cast: list[Figure] = []
        self.subject: list[str] = []

    def story(self, published: datetime.datetime) -> Story:
        """A headline, a standfirst and about 440 words."""
        rng, world = self.rng, self.world
        self.subject = [world.nouns.draw() for _ in range(12)]
        self.cast = [self.figure(*chosen) for chosen in self.chosen()]
        standfirst = self.plain().text
        paragraphs = [[self.sentence() for _ in range(pick(rng, (1, 2, 2, 3)))] for _ in range(rng.randint(11, 20))]
        headline = f"{self.cast[0].short.removeprefix('the ').capitalize()} {pick(rng, VERBS)}s {self.noun()} {self.noun()}"
        return Story(headline, standfirst, paragraphs, self.cast, published, pick(rng, SECTIONS))

    def chosen(self) -> list[tuple[str, PartyKind, str, str, str]]:
        """Two or three whom everybody knows, and as many whom nobody wrote about before."""
        rng, world = self.rng, self.world
        known = dict.fromkeys(rng.choices(world.famous, cum_weights=world.fame, k=rng.randint(2, 4)))
        local = [world.body(rng) if rng.random() < 0.15 else world.anyone(rng) for _ in range(rng.randint(2, 5))]
        return [*known, *(one for one in local if one[0] not in {name for name, *_ in known})]

    def figure(self, name: str, kind: PartyKind, role: str, short: str, pronoun: str) -> Figure:
        """One of the cast; of the well-known some are never called by their full name ("Dovrel")."""
        if kind == "person" and self.rng.random() < 0.04:
            name = short
        return Figure(name, kind, role or None, short, pronoun)

    def noun(self) -> str:
        return pick(self.rng, self.subject) if self.rng.random() < 0.4 else self.world.nouns.draw()

    def clause(self) -> tuple[str, list[tuple[int, int, int]]]:
        """About eleven words without a full stop; one in seven names someone of the cast."""
        world, chance = self.world, self.rng.random()
        tail = f"{world.modals.draw()} {world.verbs.draw()} the {world.adjectives.draw()} {self.noun()}"
        if chance < 0.15:
            who = self.rng.randrange(len(self.cast))
            name = self.called(who)[0]
            return f"{name} {tail} {world.links.draw()} the {self.noun()}", [(0, len(name), who)]
        if chance < 0.5:
            return (
                f"the {self.noun()} {tail} {world.links.draw()} the {self.noun()} of {self.rng.randint(2, 90)} {self.noun()}",
                [],
            )
        if chance < 0.8:
            return f"the {world.adjectives.draw()} {self.noun()} {tail}", []
        return f"no {self.noun()} in {pick(self.rng, world.places)} {tail} {world.links.draw()} a {self.noun()}", []

    def called(self, who: int) -> tuple[str, str]:
        """What someone is called here, and how a reader knows who it is."""
        figure = self.cast[who]
        if not figure.named:
            figure.named = True
            return figure.name, "name"
        if figure.kind == "person":
            return (f"Mr {figure.short}" if figure.pronoun == "he" and self.rng.random() < 0.2 else figure.short), "surname"
        return figure.short, "document" if figure.kind == "document" else "organisation"

    def voice(self, at: int, first: bool = False, after: bool = False) -> tuple[str, Say]:
        """Someone who speaks: words, and the voice that stands at this place ("according to her" is nobody's, here)."""
        chance = self.rng.random()
        if chance < 0.1:
            words = f"{'An' if first else 'an'} official"
            return words, (at, at + len(words), None, None)
        who = min(int(self.rng.expovariate(0.6)), len(self.cast) - 1)
        figure = self.cast[who]
        if figure.named and chance < 0.3 and figure.pronoun and not after:
            words = figure.pronoun.capitalize() if first else figure.pronoun
            return words, (at, at + len(words), who, "pronoun")
        fresh = not figure.named
        words, how = self.called(who)
        if fresh and figure.role and self.rng.random() < 0.5:
            words = f"{words}, the {figure.role},"
        words = words[0].upper() + words[1:] if first else words
        return words, (at, at + len(words), who, how)

    def cue(self) -> tuple[str, str]:
        return self.rng.choices(CUES, cum_weights=CUE_WEIGHTS)[0]

    def plain(self) -> Sentence:
        """A sentence that the article says itself."""
        text, mentions = self.clause()
        return Sentence(text[0].upper() + text[1:] + ".", [], mentions)

    def sentence(self) -> Sentence:
        """A sentence of any kind, as often as in news."""
        return self.rng.choices(KINDS, cum_weights=KIND_WEIGHTS)[0](self)

    def indirect(self) -> Sentence:
        """«Dovrel said that the plan will close the road.»"""
        who, voice = self.voice(0, first=True)
        cue, act = self.cue()
        at = len(who) + 1
        to, addressee = "", None
        if cue == "told" or self.rng.random() < 0.05:
            cue, to = "told", " reporters"
            addressee = (at + 5, at + 14, None, None)
        clause, inner = self.clause()
        start = at + len(cue) + len(to) + 1
        text = f"{who} {cue}{to} that {clause}."
        mark = (at, at + len(cue))
        draft = Draft("indirect", act, ((start, len(text) - 1),), (), mark, voice, addressee)
        return Sentence(text, [draft], shifted(inner, start + 5) + said(voice))

    def direct(self) -> Sentence:
        """«“The plan will close the road,” Dovrel said.»"""
        clause, inner = self.clause()
        content = f"“{clause[0].upper()}{clause[1:]},”"
        who, voice = self.voice(len(content) + 1)
        cue, act = self.cue()
        cue = "said" if cue == "told" else cue
        at = len(content) + len(who) + 2
        text, end = f"{content} {who} {cue}.", at + len(cue) + 1
        contents, quoted = [(0, len(content))], [(1, len(content) - 1)]
        inner = shifted(inner, 1)
        if self.rng.random() < 0.4:  # a second piece of the same quotation
            more, named = self.clause()
            text += f" “{more[0].upper()}{more[1:]}.”"
            contents.append((end + 1, len(text)))
            quoted.append((end + 2, len(text) - 1))
            inner += shifted(named, end + 2)
        draft = Draft("direct", act, tuple(contents), tuple(quoted), (at, at + len(cue)), voice)
        return Sentence(text, [draft], inner + said(voice))

    def mixed(self) -> Sentence:
        """«Dovrel warned the plan was “a frozen promise”.»"""
        who, voice = self.voice(0, first=True)
        cue, act = self.cue()
        cue = "said" if cue == "told" else cue
        start = len(who) + len(cue) + 2
        head = f"the {self.noun()} {self.world.modals.draw()} {self.world.verbs.draw()} "
        words = f"a {self.world.adjectives.draw()} {self.noun()} {self.world.links.draw()} the {self.noun()}"
        text = f"{who} {cue} {head}“{words}”."
        quoted = (start + len(head) + 1, start + len(head) + 1 + len(words))
        mark = (len(who) + 1, len(who) + 1 + len(cue))
        return Sentence(text, [Draft("mixed", act, ((start, len(text) - 1),), (quoted,), mark, voice)], said(voice))

    def relayed(self) -> Sentence:
        """«Dovrel promised Tamm that the plan will close the road, according to a palace readout.»"""
        who, voice = self.voice(0, first=True)
        cue, act = self.cue()
        at = len(who) + 1
        to, addressee = "", None
        if cue == "told" or self.rng.random() < 0.3:
            other = self.rng.randrange(len(self.cast))
            cue, (name, how) = "told", self.called(other)
            to, addressee = f" {name}", (at + 5, at + 5 + len(name), other, how)
        clause, inner = self.clause()
        start = at + len(cue) + len(to) + 1
        outer = f"{who} {cue}{to} that {clause}"
        relay, readout = self.voice(len(outer) + 15, after=True)
        text = f"{outer}, according to {relay}."
        drafts = [
            Draft("indirect", "reports", ((0, len(outer)),), (), (len(outer) + 2, len(outer) + 14), readout),
            Draft("indirect", act, ((start, len(outer)),), (), (at, at + len(cue)), voice, addressee, within=0),
        ]
        return Sentence(text, drafts, shifted(inner, start + 5) + said(voice) + said(addressee) + said(readout))

    def quoting(self) -> Sentence:
        """«“Tamm said that the plan will close the road,” Dovrel said.»"""
        inside = self.indirect()
        content = f"“{inside.text[:-1]},”"
        who, voice = self.voice(len(content) + 1)
        at = len(content) + len(who) + 2
        inner = moved(inside.drafts[0], 1)
        inner.within = 0
        outer = Draft("direct", "states", ((0, len(content)),), ((1, len(content) - 1),), (at, at + 4), voice)
        return Sentence(f"{content} {who} said.", [outer, inner], shifted(inside.mentions, 1) + said(voice))

    def unnamed(self) -> Sentence:
        """«It was alleged that the plan will close the road.»"""
        clause, inner = self.clause()
        text = f"It was alleged that {clause}."
        return Sentence(text, [Draft("indirect", "accuses", ((15, len(text) - 1),), (), (3, 14))], shifted(inner, 20))


KINDS: tuple[Callable[[Writer], Sentence], ...] = (
    Writer.plain, Writer.indirect, Writer.direct, Writer.mixed, Writer.relayed, Writer.quoting, Writer.unnamed,
)  # fmt: skip
KIND_WEIGHTS = list(accumulate((59, 14, 13, 5, 4, 4, 1)))


def shifted(mentions: list[tuple[int, int, int]], by: int) -> list[tuple[int, int, int]]:
    return [(start + by, end + by, who) for start, end, who in mentions]


def said(voice: Say | None) -> list[tuple[int, int, int]]:
    """The mention that a voice is, where it is someone of the cast."""
    return [] if voice is None or voice[2] is None else [(voice[0], voice[1], voice[2])]


def moved(draft: Draft, by: int) -> Draft:
    """The same statement, further on in its sentence."""

    def mark(place: Mark | None) -> Mark | None:
        return (place[0] + by, place[1] + by) if place else None

    def voice(say: Say | None) -> Say | None:
        return (say[0] + by, say[1] + by, say[2], say[3]) if say else None

    marks = [tuple((start + by, end + by) for start, end in places) for places in (draft.content, draft.quoted)]
    return Draft(draft.manner, draft.act, *marks, mark(draft.cue), voice(draft.speaker), voice(draft.addressee), draft.within)


def retold(story: Story, writer: Writer) -> Story:
    """Wire copy: another headline, often without the last paragraph, and one sentence of the outlet's own at the end."""
    kept = story.paragraphs[: -1 if writer.rng.random() < 0.5 else None]
    headline = f"{writer.noun().capitalize()} {writer.noun()} {pick(writer.rng, VERBS)}s {writer.noun()}"
    closing = [Sentence(f"{writer.plain().text} The {writer.noun()} desk reports.")] if writer.rng.random() < 0.5 else None
    return Story(headline, story.standfirst, [*kept, closing] if closing else kept, story.cast, story.published, story.section)


def revised(story: Story, writer: Writer) -> Story:
    """A later version: a paragraph gone, a sentence written anew, a paragraph more, now and then another headline."""
    rng, paragraphs = writer.rng, list(story.paragraphs)
    writer.cast = story.cast
    del paragraphs[rng.randrange(len(paragraphs))]
    at = rng.randrange(len(paragraphs))
    paragraphs[at] = [writer.sentence(), *paragraphs[at][1:]]
    paragraphs.insert(rng.randrange(len(paragraphs)), [writer.indirect(), writer.direct()])
    headline = f"{story.headline} after {writer.noun()}" if rng.random() < 0.3 else story.headline
    return Story(headline, story.standfirst, paragraphs, story.cast, story.published, story.section)
