"""Claims of one matter, of two accounts -> in what they differ, with the words that show it, and whether both can be true."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from sayso.comparing.accounts.concepts import concept, place_concepts, stem
from sayso.comparing.accounts.figures import Figure, agree
from sayso.comparing.accounts.identities import BOTH
from sayso.comparing.accounts.moments import alike, apart, finer, moments
from sayso.comparing.accounts.rows import Distinction, DistinctionKind
from sayso.comparing.accounts.traits import Traits, Word
from sayso.languages import entries
from sayso.languages.lexicon import month_numbers
from sayso.record import Span

_KINDS: tuple[DistinctionKind, ...] = (
    *("negation", "number", "date", "place", "initiator", "actor", "strength", "act", "wording", "detail", "order"),
)
# Without as much in common a difference makes no conflict: of the words that tell of the side with fewer. By folds over the
# marked pairs .25 found one conflict more, and five that were none.
_NEAR = 0.34
_MEASURES = frozenset(("$", "%", "/"))
_LARGE = 1_000_000  # a number that is more often of money than of things
_OF_A_SUM = 3  # words that are no names which both must have, where the numbers are sums or shares
_CLAIMS = 3  # of both sides: in a row of more, what is denied and what is said may be of different ones
_MUCH = 3  # words that tell and that only one has, from which it is a detail of weight
_WORDS = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_ASKED = re.compile(
    r"\b(?:at|on)\s+(?:the\s+)?(?P<owner>[^,.;]{0,60}?)(?:['’]s?\s+|\s+side['’]?s?\s+)?"
    r"(?:initiative|request|invitation)\b(?:\s+of\s+(?P<of>[^,.;]{1,60}))?"
    r"|\binitiated\s+by\s+(?P<by>[^,.;]{1,60})",
    re.IGNORECASE,
)
_SCENE = re.compile(
    r"\b(?:in|at|near|outside)\s+(?:the\s+)?(?:(?:village|town|city|port|county|province|state)\s+of\s+)?"
    r"(?P<name>[A-Z][^\W\d_]+(?:[\s-][A-Z][^\W\d_]+)*)"
)
_PLAIN_ACTS = frozenset(("states", "raises", "reports", ""))


@dataclass(frozen=True, slots=True)
class Side:
    """The claims of one account in a row: their traits, and the account's text."""

    account: str
    claims: tuple[Traits, ...]
    text: str

    @property
    def words(self) -> tuple[Word, ...]:
        """All words that tell."""
        return tuple(word for one in self.claims for word in one.words)

    @property
    def every_word(self) -> tuple[Word, ...]:
        """All words, those of cues and of names too."""
        return tuple(word for one in self.claims for word in one.all_words)

    def span(self, start: int, end: int) -> Span:
        """A stretch of the text."""
        return Span(start, end, self.text[start:end])

    def shown(self, spans: Sequence[Span]) -> tuple[tuple[str, Span], ...]:
        """Spans with the account that they stand in."""
        return tuple((self.account, span) for span in spans)


@dataclass(frozen=True, slots=True)
class Found:
    """A difference. ``excluding``: both sides cannot be true because of it, if it is of one thing; ``conflict``: and it is.

    ``loaded`` is whether it is one of words that take a side.
    """

    distinction: Distinction
    excluding: bool = False
    conflict: bool = False
    loaded: bool = False


def differences(one: Side, other: Side) -> tuple[Found, ...]:
    """In what two sides of a row differ, most important first; what excludes each other before all else."""
    found = [
        *_denied(one, other),
        *_contrary(one, other),
        *_numbers(one, other),
        *_dates(one, other),
        *_places(one, other),
        *_initiators(one, other),
        *_actors(one, other),
        *_strengths(one, other),
        *_acts(one, other),
        *_loaded(one, other),
        *_wordings(one, other),
    ]
    best: dict[DistinctionKind, Found] = {}
    for each in found:
        held = best.get(each.distinction.kind)
        if held is None or (each.conflict, each.excluding) > (held.conflict, held.excluding):
            best[each.distinction.kind] = each
    return tuple(sorted(best.values(), key=lambda each: (not each.conflict, _KINDS.index(each.distinction.kind))))


def _made(
    kind: DistinctionKind, one: Side, here: Sequence[Span], other: Side, there: Sequence[Span], conflict: bool | None = None
) -> Found:
    """``conflict``: of what excludes each other, whether it is of one thing; None of all else."""
    return Found(Distinction(kind, (*one.shown(here), *other.shown(there))), conflict is not None, bool(conflict))


def _spans(side: Side, words: Sequence[Word]) -> list[Span]:
    return [side.span(word.start, word.end) for word in words]


def _denied(one: Side, other: Side) -> Iterator[Found]:
    """«No agreement was reached», "the agreement that was reached": a word that both have is denied by one.

    Where both deny something, it is the same that they deny, as likely as not.
    """
    if _negators(one) and _negators(other):
        return
    for side, facing in ((one, other), (other, one)):
        denied = {word.concept for word in side.every_word if word.denied and word.kind in ("word", "cue")}
        plain = {word.concept for word in side.every_word if not word.denied}
        both = (denied - plain) & {word.concept for word in facing.every_word if not word.denied}
        if both:
            there = _spans(facing, [word for word in facing.every_word if word.concept in both])
            yield _made("negation", side, _negators(side), facing, there, conflict=_is_near(one, other))


def negating(one: Side, other: Side) -> Found | None:
    """«Did not enter», "stood in the reading room": that one side denies something, and the other nothing."""
    mine, theirs = _negators(one), _negators(other)
    return _made("negation", one, mine, other, theirs) if bool(mine) != bool(theirs) else None


def numbers_apart(one: Side, other: Side) -> bool:
    """Whether both sides have numbers, and none in common."""
    mine, theirs = ({figure.value for figure in _figures(side)} for side in (one, other))
    return bool(mine and theirs) and not mine & theirs


def _negators(side: Side) -> list[Span]:
    return [span for claim in side.claims for span in claim.negators]


@cache
def _contraries() -> dict[str, frozenset[str]]:
    """The stem of a word -> the stems of its contraries."""
    table: dict[str, frozenset[str]] = {}
    for left, right in entries("en", "contraries"):
        ones, others = frozenset(map(stem, left.split())), frozenset(map(stem, right.split()))
        for mine, theirs in ((ones, others), (others, ones)):
            for key in mine:
                table[key] = table.get(key, frozenset()) | theirs
    return table


def _stances(side: Side) -> dict[str, Span]:
    """The stems of a side's words that have contraries, with where they stand; a denied one stands for its contraries."""
    found: dict[str, Span] = {}
    denied = {word.start for word in side.every_word if word.denied}
    for claim in side.claims:
        for span in claim.claim.spans:
            for match in _WORDS.finditer(side.text, span.start, span.end):
                key = stem(match[0].lower())
                for meant in _contraries().get(key, ()) if match.start() in denied else (key,):
                    if meant in _contraries():
                        found[meant] = side.span(match.start(), match.end())
    return found


def _contrary(one: Side, other: Side) -> Iterator[Found]:
    """«Remains open», "regretted the closure"; only where neither side has both."""
    mine, theirs = _stances(one), _stances(other)
    for key, here in mine.items():
        against = _contraries()[key] & theirs.keys()
        if against and not against & mine.keys() and not _contraries_of(against) & theirs.keys():
            yield _made("negation", one, [here], other, [theirs[min(against)]], conflict=_is_near(one, other))


def _contraries_of(keys: frozenset[str]) -> frozenset[str]:
    return frozenset(found for key in keys for found in _contraries()[key])


def _figures(side: Side) -> list[Figure]:
    return [figure for one in side.claims for figure in one.figures]


def _numbers(one: Side, other: Side) -> Iterator[Found]:
    mine, theirs = _figures(one), _figures(other)
    for here in mine:
        facing = [there for there in theirs if set(here.of) & set(there.of)]
        if not facing or any(agree(figure, there) for figure in mine for there in facing):
            continue
        # a sum or a share is of many things: "24 million", "60 million"
        counted = (set(here.of) & set(facing[0].of)) - _MEASURES and max(here.value, facing[0].value) < _LARGE
        near = _is_near(one, other, 1 if counted else _OF_A_SUM)
        yield _made("number", one, [here.span], other, [facing[0].span], conflict=near and _may_be_one_time(one, other))
    if bool(mine) != bool(theirs):
        yield _made("number", one, [f.span for f in mine], other, [f.span for f in theirs])


def _is_near(one: Side, other: Side, least: int = 1) -> bool:
    """Whether much of what the side with fewer words says stands in the other too, so that it is said of the same thing."""
    here, there = {word.concept for word in one.words}, {word.concept for word in other.words}
    few = len(one.claims) + len(other.claims) <= _CLAIMS
    return few and len(here & there) >= _NEAR * min(len(here), len(there)) and len(_plain(one) & _plain(other)) >= least


def _plain(side: Side) -> set[str]:
    """The concepts of words that are no names."""
    return {word.concept for word in side.every_word if side.text[word.start].islower()}


def _may_be_one_time(one: Side, other: Side) -> bool:
    """«2.9 billion last year», "six billion by 2040": numbers of two times are no conflict."""
    mine, theirs = ({time.span.text.lower() for claim in side.claims for time in claim.times} for side in (one, other))
    return not mine or not theirs or bool(mine & theirs)


def _dates(one: Side, other: Side) -> Iterator[Found]:
    mine = [m for claim in one.claims for m in moments(claim.times)]
    theirs = [m for claim in other.claims for m in moments(claim.times)]
    if any(alike(here, there) for here in mine for there in theirs):
        return
    if len(mine) == len(theirs) == 1 and apart(mine[0], theirs[0]):
        yield _made("date", one, [mine[0].span], other, [theirs[0].span], conflict=_is_near(one, other))
    elif (mine and theirs and any(finer(here, there) for here in mine for there in theirs)) or bool(mine) != bool(theirs):
        yield _made("date", one, [m.span for m in mine], other, [m.span for m in theirs])


def _scenes(side: Side) -> dict[str, Span]:
    """The places that a side's claims say it was in: «in Bali», «at the Castle Theatre», «near the village of Brod»."""
    found = {}
    for claim in side.claims:
        persons = {word.start for word in claim.all_words if word.kind == "name"}
        for match in _SCENE.finditer(side.text, claim.claim.spans[0].start, claim.claim.spans[-1].end):
            if match.start("name") not in persons and match["name"].lower() not in month_numbers():
                found[match["name"].lower()] = side.span(match.start(), match.end())
    return found


def _places(one: Side, other: Side) -> Iterator[Found]:
    """What happened, was it in two places, or does one alone say where: only of events, for much else is "in" a country."""
    if not all(any(claim.events for claim in side.claims) for side in (one, other)):
        return
    mine, theirs = _scenes(one), _scenes(other)
    texts = [side.text[side.claims[0].claim.start : side.claims[-1].claim.spans[-1].end].lower() for side in (one, other)]
    here = [span for name, span in mine.items() if name not in texts[1]]
    there = [span for name, span in theirs.items() if name not in texts[0]]
    if len(here) == len(mine) and len(there) == len(theirs) and (here or there):
        yield _made("place", one, here, other, there)


def _asked(side: Side) -> tuple[list[Span], frozenset[str]]:
    """Who asked for it: the words, and the keys of countries, persons and bodies among them."""
    for claim in side.claims:
        span = claim.claim.spans[0]
        for match in _ASKED.finditer(side.text, span.start, claim.claim.spans[-1].end):
            words = match["of"] or match["by"] or match["owner"] or ""
            keys = {
                place_concepts()[(low,)]
                for low in (word.lower() for word in _WORDS.findall(words))
                if (low,) in place_concepts()
            }
            keys |= {re.sub(r"['’]s$", "", w).lower() for w in _WORDS.findall(words) if w[0].isupper()}
            return [side.span(match.start(), match.end())], frozenset(keys)
    return [], frozenset()


def _initiators(one: Side, other: Side) -> Iterator[Found]:
    (here, mine), (there, theirs) = _asked(one), _asked(other)
    if here and there and mine and theirs and not mine & theirs and not _kin(mine, theirs):
        yield _made("initiator", one, here, other, there, conflict=True)
    elif bool(here) != bool(there):
        yield _made("initiator", one, here, other, there)


def _kin(mine: frozenset[str], theirs: frozenset[str]) -> bool:
    return any(a[:4] == b[:4] for a in map(str.lower, mine) for b in map(str.lower, theirs))


def _actors(one: Side, other: Side) -> Iterator[Found]:
    here, there = one.claims[0], other.claims[0]
    mine = frozenset(key for claim in one.claims for key in claim.who)
    theirs = frozenset(key for claim in other.claims for key in claim.who)
    if not mine or not theirs or (mine & theirs and (BOTH in mine) == (BOTH in theirs)):
        return
    yield _made("actor", one, [here.voice] if here.voice else [], other, [there.voice] if there.voice else [])


@cache
def _force() -> dict[str, str]:
    return {row[1]: row[0] for row in entries("en", "force_words")}


def _forces(side: Side) -> tuple[set[str], list[Span]]:
    found, spans = set(), []
    for claim in side.claims:
        for span in claim.claim.spans:
            for match in _WORDS.finditer(side.text, span.start, span.end):
                force = _force().get(match[0].lower())
                if force:
                    found.add(force)
                    spans.append(side.span(match.start(), match.end()))
    return found, spans


def _strengths(one: Side, other: Side) -> Iterator[Found]:
    (mine, here), (theirs, there) = _forces(one), _forces(other)
    if ("loose" in mine) != ("loose" in theirs) and (("firm" in mine) != ("firm" in theirs)):
        yield _made("strength", one, here, other, there)


def _acts(one: Side, other: Side) -> Iterator[Found]:
    here, there = one.claims[0], other.claims[0]
    if here.act == there.act or not here.act or not there.act:
        return
    if here.act in _PLAIN_ACTS and there.act in _PLAIN_ACTS:
        return
    yield _made("act", one, [here.cue] if here.cue else [], other, [there.cue] if there.cue else [])


def left_over(one: Side, other: Side) -> tuple[list[Word], list[Word]]:
    """The words that tell of each side that the other has nothing like."""
    theirs = {w.concept for w in other.every_word} | {concept(w.stem) for w in other.every_word}
    mine = {w.concept for w in one.every_word}
    return [w for w in one.words if w.concept not in theirs], [w for w in other.words if w.concept not in mine]


@cache
def _takes_a_side() -> frozenset[str]:
    return frozenset(stem(word) for (row,) in entries("en", "loaded_words") for word in row.split())


def _loaded(one: Side, other: Side) -> Iterator[Found]:
    """«The guards», "the militants": a word that takes a side, which only one of them has."""
    stems = [{word.stem for word in side.every_word} for side in (one, other)]
    here, there = (
        [word for word in side.words if word.stem in _takes_a_side() and word.stem not in facing]
        for side, facing in ((one, stems[1]), (other, stems[0]))
    )
    if here or there:
        # with what stands there instead, where the lists know it
        meant = {word.concept for word in (*here, *there)}
        shown = (
            found or [word for word in side.words if word.concept in meant] for side, found in ((one, here), (other, there))
        )
        ours, theirs = (_spans(side, words) for side, words in zip((one, other), shown, strict=True))
        yield Found(_made("wording", one, ours, other, theirs).distinction, loaded=True)


def _wordings(one: Side, other: Side) -> Iterator[Found]:
    here, there = left_over(one, other)
    if here and there:
        yield _made("wording", one, _spans(one, here), other, _spans(other, there))
    if abs(len(here) - len(there)) >= _MUCH:
        more = (one, here) if len(here) > len(there) else (other, there)
        yield Found(Distinction("detail", more[0].shown(_spans(*more))))
