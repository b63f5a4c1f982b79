"""A seed -> the words, names and outlets that all plausible articles of it share."""

from __future__ import annotations

import random
import tomllib
from collections.abc import Sequence
from itertools import accumulate
from pathlib import Path
from typing import Any

from sayso.record import PartyKind

HELD = tomllib.loads(Path(__file__).with_name("plausible_words.toml").read_text(encoding="utf8"))
NOUNS, VERBS, ADJECTIVES, LINKS, GIVEN, BODIES, SECTIONS = (
    HELD[key].split() for key in ("nouns", "verbs", "adjectives", "links", "given", "bodies", "sections")
)
SYLLABLES = {key: words.split() for key, words in HELD["syllables"].items()}
CUES = [(cue, act) for cue, (act, _) in HELD["cues"].items()]
CUE_WEIGHTS = list(accumulate(weight for _, weight in HELD["cues"].values()))


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
