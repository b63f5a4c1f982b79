"""A place in a kept text -> who speaks there: a statement's speaker, a turn's label, whoever a headline says words are by."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from sayso.languages import entries, listed
from sayso.languages.lexicon import word_lists
from sayso.record import Manner, Span, Statement
from sayso.store import Engine, Hit

_NAME_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")


@dataclass(frozen=True, slots=True)
class Heard:
    """Who is heard at a place: the name across articles or the label's words, in which manner, and under which wire copies."""

    name: str | None = None
    mention: str | None = None
    manner: Manner | None = None
    copies: tuple[str, ...] = ()
    turn: bool = False  # whether they are the speaker's own words there, as in a transcript, and not quoted by anybody
    quoted: tuple[Span, ...] = ()  # what the text quotes there
    relay: tuple[str, ...] = ()  # who vouches for it, by their names across articles


def heard_at(engine: Engine, address: str, number: int, headline: str | None, spans: Iterable[Span]) -> Heard:
    """Who speaks the first of these words, on the outermost level: who quotes somebody else in a speech is heard himself."""
    found = tuple(spans)
    first = found[0]
    hits = [hit for hit in engine.around(address, number, first.start, first.end) if _covers(hit, first)]
    spoken = [hit for hit in hits if hit.statement.speaker is not None and hit.statement.said == "said"]
    outer = [hit for hit in spoken if hit.statement.within is None and hit.statement.manner != "indirect"] or spoken
    if outer:
        hit = max(outer, key=lambda one: (one.statement.manner == "direct", one.statement.within is None))
        mention = hit.statement.speaker.mention if hit.statement.speaker else None
        copies = tuple(carrier.address for carrier in hit.carriers if carrier.address != address)
        turn = is_turn(hit.statement)
        quoted = () if turn else tuple(one for one in hit.statement.quoted if _meets(one, found))
        words = mention.text if mention else None
        name = hit.speaker or _holder(words, headline)
        return Heard(name, words, hit.statement.manner, copies, turn, quoted)
    named = _by_headline(headline)
    return Heard(named[0], turn=True) if len(named) == 1 else Heard()


def _holder(mention: str | None, headline: str | None) -> str | None:
    """Who holds the office of a label that names nobody, where the headline names one in it: «THE PRESIDENT:»."""
    office = _office(mention or "")
    if not office or _parts(mention or ""):
        return None
    named = [name for name in _by_headline(headline) if _office(name) == office]
    return named[0] if len(named) == 1 else None


def is_turn(statement: Statement) -> bool:
    """Whether its words stand behind a label, all of them its speaker's own: «MS. OKAFOR: Never.»"""
    cue = statement.cue
    return cue is not None and cue.text == ":" and cue.end <= statement.content[0].start


def _meets(span: Span, others: Iterable[Span]) -> bool:
    return any(span.start < other.end and other.start < span.end for other in others)


def _covers(hit: Hit, span: Span) -> bool:
    return any(content.start <= span.start < content.end for content in hit.statement.content)


@cache
def _bylines() -> re.Pattern[str]:
    openers = "|".join(re.escape(row[1]) for row in entries("en", "saying_words") if row[0] == "words by")
    return re.compile(rf"^(?:[^\W\d_]+ ){{0,3}}?(?:{openers})\s+(?P<name>.+)$", re.IGNORECASE)


# A name in a headline: to the first word that is none, "Announcing" among these.
_NAMED = re.compile(r"[A-Z][\w.’'-]*(?: (?!\w{4,}ing\b|Aboard\b)(?:[A-Z][\w.’'-]*|[a-z]{1,3}(?= [A-Z])))*")
_POSSESSED = re.compile(
    r"(?P<name>[A-Z][\w. -]+?)(?:[’']s?)\s(?:\S+\s){0,6}?(?:[Rr]emarks|[Aa]ddress|[Ss]tatement|[Ss]peech)\b"
)
_BEHIND = re.compile(
    r"\s(?:on|at|in|before|after|to|during|for|with|of|upon|prior|following|ahead|from|regarding|about)\b", re.IGNORECASE
)


def _by_headline(headline: str | None) -> list[str]:
    """The names in "Remarks by President Dovrel on the harbours", "Statement from Ilir Tamm and Bo Ek"."""
    found = _bylines().match(headline or "") or _POSSESSED.match(headline or "")
    if not found:
        return []
    words = _BEHIND.split(found["name"])[0]
    return [named[0] for part in re.split(r"\sand\s|,\s", words) if (named := _NAMED.match(part))]


def same_voice(engine: Engine, claimed: str, heard: Heard) -> bool | None:
    """Whether who is heard may be the one of that name; None where that cannot be told.

    Where the surname is the same and an office stands beside it ("President Biden", "THE PRESIDENT" resolved so), whoever of
    that surname the store mostly knows in the office is heard: not Jill Biden.
    """
    mention = heard.mention or ""
    # "THE PRESIDNET" names nobody.
    name = heard.name or (mention if _parts(mention) and not mention.lower().startswith("the ") else None)
    if name is None:
        office = _office(mention)
        return True if office and office == _office(claimed) else None
    told, ours, theirs = same_person(claimed, name), _parts(claimed), _parts(name)
    office = _office(mention) or _office(name)
    if not office or not ours or not theirs or ours[-1] != theirs[-1] or (told and min(len(ours), len(theirs)) > 1):
        return told
    if _office(claimed) == office:
        return True
    holders = engine.holders(" ".join(office), theirs[-1])
    return same_person(claimed, holders[0]) if holders and len(ours) > 1 else told


def _office(words: str) -> tuple[str, ...]:
    """The words of an office in a label, a title or a role: "vice president"."""
    lists = word_lists()
    found = [word.lower() for word in _NAME_WORD.findall(words)]
    return tuple(word for word in found if word in lists.offices or word in ("vice", "prime", "first", "deputy"))


def same_person(one: str, other: str) -> bool | None:
    """Whether two names may be one person's, as they stand; None where that cannot be told ("the President", half a name).

    >>> same_person("Jen Psaki", "MS. PSAKI"), same_person("Joe Biden", "Jill Biden"), same_person("Mr. Kirby", "Ana Rubio")
    (True, False, False)
    """
    ours, theirs = _parts(one), _parts(other)
    if not ours or not theirs:
        return True if _folded(one) == _folded(other) else None
    if ours == theirs:
        return True
    short, long = sorted((ours, theirs), key=len)
    if short == long[-len(short) :]:
        return True
    if short[-1] != long[-1]:
        # "Dovrel Aboard" is no name: whoever has read it so does not know who speaks.
        return None if short[-1] in long or long[-1] in short else False
    return not (len(short) > 1 and short[0] != long[0] and not _may_be_short(short[0], long[0]))


def _may_be_short(one: str, other: str) -> bool:
    """Whether one is the other cut short: "Joe" and "Joseph", "J" and "Joe"."""
    short, long = sorted((one, other), key=len)
    return long.startswith(short[: max(1, min(2, len(short)))]) if len(short) > 1 else long.startswith(short)


def _parts(name: str) -> list[str]:
    """The words of a name without titles and offices, in lower case."""
    lists = word_lists()
    words = [word.lower().replace("’", "'") for word in _NAME_WORD.findall(name)]
    out = {*lists.titles, *lists.offices, *listed("small_words"), "the", "vice", "prime", "first", "second", "jr", "sr"}
    return [word for word in words if word not in out]


def _folded(name: str) -> str:
    return " ".join(_NAME_WORD.findall(name)).casefold()
