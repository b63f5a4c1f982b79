"""A seed -> plausible articles with their readings, as a stream, without running the model: what the store is measured with.

    python benchmarks/plausible.py --articles 1000 > readings.jsonl
    python benchmarks/plausible.py --articles 1000 --warc pages.warc.gz

About 440 words and 15 statements an article. Words and names follow Zipf's law, with a subject for each article; a few thousand
parties are in the news every day, hundreds of thousands once; 5 % of the stories are wire copy that 2 to 6 outlets carry, each
with its own headline and small cuts; 3 % of the addresses come again a day later with another text. The same seed gives the
same articles, and the first thousand of a hundred thousand are those of a thousand. Every span is true (``check_evidence``).
"""

from __future__ import annotations

import argparse
import datetime
import hashlib
import heapq
import random
import sys
import tomllib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from pathlib import Path
from typing import Any

from sayso.record import Article, Manner, Paragraph, ParagraphKind, Party, PartyKind, Reading, Span, Statement, Voice

FIRST_DAY = datetime.datetime(2029, 1, 1, 6, tzinfo=datetime.timezone(datetime.timedelta(hours=1)))
DAYS = 3 * 365
MODEL = "plausible"

HELD = tomllib.loads(Path(__file__).with_name("plausible_words.toml").read_text(encoding="utf8"))
NOUNS, VERBS, ADJECTIVES, LINKS, GIVEN, BODIES, SECTIONS = (
    HELD[key].split() for key in ("nouns", "verbs", "adjectives", "links", "given", "bodies", "sections")
)
SYLLABLES = {key: words.split() for key, words in HELD["syllables"].items()}
CUES = [(cue, act) for cue, (act, _) in HELD["cues"].items()]
CUE_WEIGHTS = list(accumulate(weight for _, weight in HELD["cues"].values()))

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


@dataclass(frozen=True, slots=True)
class Made:
    """One article as a crawler met it: its reading, when it was captured (ISO 8601), and the SHA-256 of its bytes, in hex."""

    reading: Reading
    captured: str
    page_sha256: str


class Urn:
    """Draws from a list by Zipf's law (exponent 1.05, flattened at the head), some thousands at a time.

    >>> Urn(random.Random(1), ["a", "b", "c"]).draw() in "abc"
    True
    """

    def __init__(self, rng: random.Random, held: list[str], weights: list[float] | None = None, exponent: float = 1.05) -> None:
        self.rng, self.held = rng, held
        self.cumulative = list(accumulate(weights or (1 / (rank + 2.7) ** exponent for rank in range(len(held)))))
        self.drawn: list[str] = []

    def draw(self) -> str:
        if not self.drawn:
            self.drawn = self.rng.choices(self.held, cum_weights=self.cumulative, k=4096)
        return self.drawn.pop()


def coined(rng: random.Random, kind: str, count: int, known: set[str]) -> list[str]:
    """New words of a kind, each once, none of those known."""
    made: dict[str, None] = {}
    while len(made) < count:
        first = "".join(pick(rng, SYLLABLES["onsets"]) + pick(rng, SYLLABLES["vowels"]) for _ in range(pick(rng, (1, 1, 2))))
        word = first + pick(rng, SYLLABLES["codas"]) + pick(rng, SYLLABLES[kind])
        if word not in known:
            made[word] = None
    return list(made)


def pick(rng: random.Random, held: Sequence[Any]) -> Any:
    """One of them; three times as fast as ``random.choice``, which is half of the generator's time."""
    return held[int(rng.random() * len(held))]


class World:
    """The words, names and outlets that all articles of a seed share.

    >>> world = World(7)
    >>> len(world.famous), world.outlets[0].startswith("The ")
    (3000, True)
    """

    def __init__(self, seed: int) -> None:
        self.rng = rng = random.Random(seed)
        self.nouns = Urn(rng, [*dict.fromkeys(NOUNS), *coined(rng, "noun", 24_000, set(NOUNS))])
        self.verbs = Urn(rng, [*VERBS, *coined(rng, "verb", 3_000, set(VERBS))])
        self.adjectives = Urn(rng, [*ADJECTIVES, *coined(rng, "adjective", 8_000, set(ADJECTIVES))])
        self.links, self.modals = Urn(rng, LINKS), Urn(rng, HELD["modals"])
        self.surnames = [word.capitalize() for word in coined(rng, "surname", 20_000, set())]
        self.given = [*GIVEN, *(word.capitalize() for word in coined(rng, "surname", 340, set()))]
        self.places = [word.capitalize() for word in coined(rng, "surname", 2_000, set())]
        self.famous = [self.anyone(rng) for _ in range(2_400)] + [self.body(rng) for _ in range(600)]
        rng.shuffle(self.famous)
        self.fame = list(accumulate(1 / (rank + 2) for rank in range(len(self.famous))))
        papers = ("Courier", "Post", "Times", "Herald", "Wire", "Observer", "Tribune", "Gazette")
        self.outlets = [f"The {place} {papers[n % len(papers)]}" for n, place in enumerate(self.places[:200])]
        self.readers = list(accumulate(1 / (rank + 3) for rank in range(len(self.outlets))))

    def anyone(self, rng: random.Random) -> tuple[str, PartyKind, str, str, str]:
        """A person: name, kind, role, surname, pronoun."""
        surname = pick(rng, self.surnames)
        return f"{pick(rng, self.given)} {surname}", "person", pick(rng, HELD["roles"]), surname, pick(rng, ("he", "she"))

    def body(self, rng: random.Random) -> tuple[str, PartyKind, str, str, str]:
        """A ministry, palace or company: its name, kind, and what it is called next."""
        noun = pick(rng, BODIES)
        kind: PartyKind = "government" if noun in ("ministry", "palace", "council", "court") else "organisation"
        return f"{pick(rng, self.places)} {noun.capitalize()}", kind, "", f"the {noun}", "it"


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


def printed(story: Story, outlet: str, url: str, published: datetime.datetime, updated: str | None = None) -> Reading:
    """A story as an outlet prints it, with the reading that finds all of it."""
    paragraphs, text = laid_out(story)
    statements: list[Statement] = []
    mentions: list[list[Span]] = [[] for _ in story.cast]
    # What follows runs 30 times an article: spans are cut here and nowhere else.
    for sentence, base in paragraphs[1]:
        for start, end, who in sentence.mentions:
            mentions[who].append(Span(base + start, base + end, text[base + start : base + end]))
        first = len(statements)
        for draft in sentence.drafts:
            statements.append(statement(draft, base, first, statements, text))
    cast = [
        Party(f"p{n}", figure.name, figure.kind, figure.role, tuple(sorted(held)))
        for n, (figure, held) in enumerate(zip(story.cast, mentions, strict=True), 1)
        if held
    ]
    article = Article(
        id=hashlib.sha256(url.encode()).hexdigest()[:16], text=text, paragraphs=tuple(paragraphs[0]), url=url, outlet=outlet,
        headline=story.headline, standfirst=story.standfirst, published=published.isoformat(), updated=updated,
        section=story.section, language="en",
    )  # fmt: skip
    return Reading(url, article, tuple(statements), tuple(cast), MODEL)


def laid_out(story: Story) -> tuple[tuple[list[Paragraph], list[tuple[Sentence, int]]], str]:
    """The paragraphs, where each sentence begins, and the text."""
    blocks: list[tuple[ParagraphKind, list[Sentence]]] = [
        ("headline", [Sentence(story.headline)]), ("standfirst", [Sentence(story.standfirst)]),
        *(("body", sentences) for sentences in story.paragraphs),
    ]  # fmt: skip
    paragraphs, places, pieces, at = [], [], [], 0
    for kind, sentences in blocks:
        if pieces:
            pieces.append("\n\n")
            at += 2
        start = at
        for sentence in sentences:
            if at > start:
                pieces.append(" ")
                at += 1
            places.append((sentence, at))
            pieces.append(sentence.text)
            at += len(sentence.text)
        paragraphs.append(Paragraph(start, at, kind))
    return (paragraphs, places), "".join(pieces)


def statement(draft: Draft, base: int, first: int, before: list[Statement], text: str) -> Statement:
    """The draft with its spans cut from the text."""

    def span(mark: Mark) -> Span:
        start, end = base + mark[0], base + mark[1]
        return Span(start, end, text[start:end])

    def voice(say: Say | None) -> Voice | None:
        return Voice(span((say[0], say[1])), None if say[2] is None else f"p{say[2] + 1}", say[3]) if say else None

    outer = None if draft.within is None else before[first + draft.within]
    return Statement(
        f"s{len(before) + 1}", draft.manner, draft.act, tuple(map(span, draft.content)), tuple(map(span, draft.quoted)),
        draft.cue and span(draft.cue), voice(draft.speaker), voice(draft.addressee),
        (outer.speaker, *outer.relay) if outer and outer.speaker else (), outer.id if outer else None,
        score=round(0.35 + (base * 7919 + len(before) * 104729) % 6500 / 10000, 4),
    )  # fmt: skip


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


def made(reading: Reading, captured: datetime.datetime) -> Made:
    return Made(reading, captured.isoformat(), hashlib.sha256(f"{reading.input}{reading.article.text}".encode()).hexdigest())


def articles(count: int, seed: int = 1, a_day: int = 100) -> Iterator[Made]:
    """This many addresses, ``a_day`` a day over three years, in the order of their days, later versions between them.

    >>> first, second = articles(2)
    >>> first.reading.article.text[:9] == next(articles(1)).reading.article.text[:9]
    True
    """
    world = World(seed)
    writer, rng = Writer(world, seed + 1), random.Random(seed + 2)
    waiting: list[tuple[datetime.datetime, int, Reading]] = []
    number = 0
    while number < count:
        published = FIRST_DAY + datetime.timedelta(minutes=number * 24 * 60 // a_day % (DAYS * 24 * 60))
        while waiting and waiting[0][0] <= published:
            later, _, again = heapq.heappop(waiting)
            yield made(again, later)
        story = writer.story(published)
        carriers = rng.randint(2, 6) if rng.random() < 0.05 else 1
        chosen = list(dict.fromkeys(rng.choices(world.outlets, cum_weights=world.readers, k=carriers)))
        for n, outlet in enumerate(chosen):
            told = retold(story, writer) if n else story
            when = published + datetime.timedelta(minutes=17 * n)
            url = address(outlet, told, when, number)
            yield made(printed(told, outlet, url, when), when + datetime.timedelta(minutes=9))
            if rng.random() < 0.03:
                later = when + datetime.timedelta(days=1)
                again = printed(revised(told, writer), outlet, url, when, later.isoformat())
                heapq.heappush(waiting, (later, number, again))
            number += 1
            if number == count:
                break
    for later, _, again in sorted(waiting):
        yield made(again, later)


def address(outlet: str, story: Story, published: datetime.datetime, number: int) -> str:
    """«https://www.slanov-courier.example/world/2029/03/14/dovrel-signs-treaty-204»"""
    host = outlet.removeprefix("The ").lower().replace(" ", "-")
    slug = "-".join(story.headline.lower().split()[:6])
    return f"https://www.{host}.example/{story.section}/{published:%Y/%m/%d}/{slug}-{number}"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=100, metavar="N")
    parser.add_argument("--seed", type=int, default=1, metavar="N")
    parser.add_argument("--warc", type=Path, metavar="FILE", help="write their pages here, as a web archive")
    arguments = parser.parse_args()
    stream = articles(arguments.articles, arguments.seed)
    if arguments.warc:
        from plausible_pages import write_warc

        write_warc(arguments.warc, stream)
        return 0
    from sayso.formats.json import write_jsonl

    sys.stdout.writelines(write_jsonl(one.reading for one in stream))
    return 0


if __name__ == "__main__":
    sys.exit(main())
