"""A claim and its reading -> what it is compared by: concepts, who says it and how, numbers and times, what it denies."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache

from sayso.comparing.accounts.concepts import concept, place_concepts, rarity, stem
from sayso.comparing.accounts.figures import Figure, figures
from sayso.comparing.accounts.identities import BOTH, Identities
from sayso.comparing.accounts.meaning import Meaning
from sayso.comparing.accounts.rows import Claim
from sayso.languages import entries
from sayso.record import Event, Reading, Span, Statement, Time
from sayso.statements import lemmas

_WORD = re.compile(r"(?:[^\W\d_]\.){2,}|[^\W_]+(?:[-‐‑⁠'’&]+[^\W_]+)*|[^\w\s]")
_COMMON = 0.1  # rarity below which a word is none that tells: "the", "president" stands at .05
_LONGEST_NAME = 3  # words of a country
# What denies, and to how many words that tell behind it that goes: "not agreed", "no rubber rounds were fired".
_NEGATORS = {"not": 1, "never": 1, "cannot": 1, "neither": 2, "nor": 2, "none": 2, "nobody": 1, "nothing": 1, "no": 3}
_REFUSALS = frozenset(
    stem(word) for word in ("refuse", "refusal", "decline", "fail", "failure", "reject", "rejection", "deny", "denial")
)
_LIGHT = frozenset(("find", "have", "make", "take", "reach", "give", "get", "be", "want", "see", "feel", "come"))
# «No obstacles | to the visit»: behind the first word these lead on to what is not denied.
_LEADS_ON = frozenset(("to", "of", "in", "for", "on", "with", "at", "by", "from"))
_STOPS = frozenset((";", ":", ",", "but", "although", "though", "—", "–", "except", "because", "that", "which", "than"))


@dataclass(frozen=True, slots=True)
class Word:
    """A word: ``concept`` is what it is compared by, ``rare`` how rare it is (0 to 1).

    ``kind`` is "word", "country", "name" of a person or body, or "cue" of who says it.
    """

    start: int
    end: int
    concept: str
    stem: str
    rare: float
    denied: bool = False
    kind: str = "word"


@dataclass(frozen=True, slots=True)
class Traits:
    """What a claim is compared by. ``who`` are the keys of who says or does it, ``act`` what the saying does, "" for none.

    ``words`` are its words that tell, in order, without those of the act; ``names`` the keys of persons and bodies in it.
    ``place`` is where in its account it stands, 0 to 1; ``sentence`` the number of its sentence.
    """

    claim: Claim
    words: tuple[Word, ...]
    all_words: tuple[Word, ...]
    names: frozenset[str]
    who: frozenset[str]
    act: str
    cue: Span | None
    voice: Span | None
    figures: tuple[Figure, ...]
    times: tuple[Time, ...]
    events: tuple[tuple[str, str, frozenset[str]], ...]
    quoted: tuple[str, ...]
    place: float
    negators: tuple[Span, ...]
    meaning: Meaning | None = field(default=None, compare=False, repr=False)

    @property
    def concepts(self) -> frozenset[str]:
        """The concepts of its words."""
        return frozenset(word.concept for word in self.words)


def traits_of(
    claims: Sequence[Claim], reading: Reading, who: Identities, meaning: Meaning | None = None
) -> tuple[Traits, ...]:
    """What each claim of a reading is compared by; ``meaning`` is what its words mean, where that is known."""
    last = max(1, len(claims) - 1)
    return tuple(_traits(claim, number / last, reading, who, meaning) for number, claim in enumerate(claims))


def _traits(claim: Claim, place: float, reading: Reading, who: Identities, meaning: Meaning | None) -> Traits:
    text = reading.article.text
    start, end = claim.spans[0].start, claim.spans[-1].end
    frames = list(_frames(reading, start, end))
    frame = frames[-1] if frames else None
    mentions = [one for one in who.mentions if one[0] < end and one[1] > start]
    cues = [one.cue for one in frames if one.cue]
    words, negators = _words(text, start, end, mentions, cues)
    voice = frame.speaker if frame else None
    keys = who.of(voice)
    if not frame:
        keys = next((found for first, last, found in mentions if first < start + (end - start) / 2), frozenset())
    return Traits(
        claim,
        tuple(word for word in words if word.kind in ("word", "country") and word.rare >= _COMMON),
        tuple(words),
        frozenset(key for _, _, found in mentions for key in found if key != BOTH),
        keys,
        frame.act if frame else "",
        frame.cue if frame else None,
        voice.mention if voice else None,
        tuple(figures(text, start, end)),
        tuple(time for time in reading.times if start <= time.span.start and time.span.end <= end),
        tuple((e.kind, e.status, _taking_part(e, who)) for e in reading.events if start <= e.trigger.start < end),
        tuple(re.sub(r"\W+", " ", q).lower().strip() for q in re.findall(r"[“\"]([^“”\"]{3,})[”\"]", text[start:end])),
        place,
        tuple(negators),
        meaning.within(start, end) if meaning else None,
    )


def _taking_part(event: Event, who: Identities) -> frozenset[str]:
    return frozenset(key for one in event.participants for key in who.of(one.voice))


def _frames(reading: Reading, start: int, end: int) -> Iterator[Statement]:
    """The statements around most of a claim, the outermost first."""
    found = []
    for statement in reading.statements:
        covered = sum(max(0, min(end, one.end) - max(start, one.start)) for one in statement.content)
        beside = statement.cue is not None and start - 1 <= statement.cue.start < end
        if covered * 2 >= end - start or (beside and covered * 3 >= end - start):
            size = sum(one.end - one.start for one in statement.content)
            found.append((-size, statement.content[0].start, statement))
    for _, _, statement in sorted(found, key=lambda row: row[:2]):
        yield statement


def _words(
    text: str, start: int, end: int, mentions: list[tuple[int, int, frozenset[str]]], cues: Sequence[Span]
) -> tuple[list[Word], list[Span]]:
    tokens = [(one.start(), one.end(), one[0]) for one in _WORD.finditer(text, start, end)]
    lows = [_low(token[2]) for token in tokens]
    words: list[Word] = []
    negators: list[Span] = []
    at, reach, fresh = 0, 0, False
    persons = [(first, last) for first, last, keys in mentions if not keys & _countries()]
    while at < len(tokens):
        first, last, form = tokens[at]
        low = lows[at]
        if low in _NEGATORS or low.endswith("n't"):
            if (
                lows[at + 1 : at + 2] not in (["only"], ["yet"], ["less"], ["longer"])
                and "without" not in lows[at:]
                and lows[at - 1 : at] != [","]
            ):
                reach, fresh = _NEGATORS.get(low, 1), True
                negators.append(Span(first, last, form))
            at += 1
            continue
        if low in _STOPS or (low in _LEADS_ON and not fresh):
            reach = 0
        size, country = _country(lows, at, form)
        if country:
            words.append(Word(first, tokens[at + size - 1][1], country, country, _RARE_COUNTRY, False, "country"))
            at += size
            continue
        at += 1
        if not low[:1].isalpha() or low in _small():
            continue
        stemmed = stem(low)
        kind = "cue" if any(cue.start <= first < cue.end for cue in cues) else "word"
        if any(begin <= first < stop for begin, stop in persons):
            kind = "name"
        rare = rarity(stemmed)
        words.append(Word(first, last, concept(low), stemmed, rare, reach > 0, kind))
        if kind != "country" and rare >= _COMMON and not set(lemmas(low)) & _LIGHT:
            reach, fresh = max(0, reach - 1), False
        if stemmed in _REFUSALS:
            reach, fresh = 2, True
            negators.append(Span(first, last, form))
    return words, negators


_RARE_COUNTRY = 0.4


def _low(form: str) -> str:
    return re.sub(r"['’]s?$", "", form).lower().replace("’", "'").replace("\u2060", "")


def _country(lows: list[str], at: int, form: str) -> tuple[int, str]:
    if not form[0].isupper():
        return 0, ""
    for size in range(_LONGEST_NAME, 0, -1):
        key = tuple(lows[at : at + size])
        if len(key) == size and (name := place_concepts().get(key)):
            if size == 1 and key[0] in ("us",) and form != "US":
                continue
            return size, name
    return 0, ""


@cache
def _countries() -> frozenset[str]:
    return frozenset(place_concepts().values())


@cache
def _small() -> frozenset[str]:
    return frozenset(row[0] for row in entries("en", "clause_words") if row[0])
