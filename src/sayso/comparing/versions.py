"""Two readings of one article -> what changed from the earlier version to the later, statement by statement.

A reading is a model's work, and differs a little even where the words do not. So a difference is a change of the article only
where it rests on words that left or came; the others are kept apart, in ``Changes.same_words``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from sayso.comparing.identity import Identity, all_same, identify, identities, is_pronoun, same, settled
from sayso.comparing.pairing import Pairing, Told, pair_statements
from sayso.comparing.passages import Passages, Turns, count, turns
from sayso.comparing.wording import Piece, keys, mark_words, normal
from sayso.copies import fingerprint
from sayso.evidence import check_evidence
from sayso.record import Article, Party, Reading, Span, Statement, Voice
from sayso.statements import lemmas
from sayso.store import Version

Fate = Literal["added", "dropped", "split", "merged", "changed"]
DifferenceKind = Literal["reworded", "speaker", "addressee", "act", "cue", "account", "manner"]

# A statement was split from another, or went into it, if so much of it stands among the words that the other lost or gained.
_MOSTLY = 0.75
_FEWEST = 3  # words; fewer may stand anywhere


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that changed about a statement.

    ``reworded``: other words. ``speaker``, ``addressee``: another party (a pronoun for the same one is no difference).
    ``act``: another act, "said" to "claimed". ``cue``: another word of the same act, "said" to "insisted". ``account``: it
    moved into or out of what somebody else vouches for. ``manner``: a quotation became a paraphrase, or the other way round.

    ``before`` and ``after`` say what it was and is (a name, an act, a cue's words, a manner), None for nobody, and for
    ``reworded``. ``removed`` are the words in the earlier text that show it, ``added`` those in the later one.
    """

    kind: DifferenceKind
    before: str | None = None
    after: str | None = None
    removed: tuple[Span, ...] = ()
    added: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """What became of one statement, with the statement as it was (``before``) and as it is (``after``).

    ``changed`` ones have ``differences``, and ``words``: the later content with the earlier words set into it. ``added`` ones
    have no ``before``, ``dropped`` ones no ``after``. A ``split`` one stood inside ``before``, which goes on as another
    statement; a ``merged`` one stands inside ``after`` now.
    """

    fate: Fate
    before: Statement | None
    after: Statement | None
    differences: tuple[Difference, ...] = ()
    words: tuple[Piece, ...] = ()

    @property
    def kinds(self) -> tuple[str, ...]:
        """The names of what changed: "added", or "reworded" and "speaker"."""
        return tuple(d.kind for d in self.differences) or (self.fate,)


@dataclass(frozen=True, slots=True)
class Changes:
    """What changed from one reading to another. Every span and piece holds its words, in the version that it is of.

    ``changes`` are in the order of the later text, dropped statements where they stood. ``headline`` and ``standfirst`` are the
    later wording with the earlier words set into it, None where they did not change. ``unchanged`` counts the statements that
    both readings hold alike. ``same_words`` are differences between the readings that no change of the article's words bears
    out: they tell of the reader, not of the article.
    """

    before: Reading
    after: Reading
    changes: tuple[Change, ...] = ()
    headline: tuple[Piece, ...] | None = None
    standfirst: tuple[Piece, ...] | None = None
    unchanged: int = 0
    same_words: tuple[Change, ...] = ()

    @property
    def nothing(self) -> bool:
        """Whether nothing changed in the article: no statement, not the headline, not the standfirst."""
        return not self.changes and self.headline is None and self.standfirst is None

    def tally(self) -> dict[str, int]:
        """How many statements changed, by what changed about them, in a fixed order; one statement may count more than once.

        >>> article = Article("a", "“Stay,” she said.", ())
        >>> stay = Statement("s1", "direct", "states", (Span(0, 7, "“Stay,”"),))
        >>> compare_versions(Reading("a", article), Reading("b", article, (stay,))).same_words[0].kinds
        ('added',)
        """
        found = [kind for change in self.changes for kind in change.kinds]
        return {kind: found.count(kind) for kind in KINDS if kind in found}


@dataclass(frozen=True, slots=True)
class Step:
    """What changed from one version of an address to a later one."""

    before: Version
    after: Version
    changes: Changes


@dataclass(frozen=True, slots=True)
class History:
    """The versions of one address, oldest first, and the steps between those that were asked for."""

    address: str
    versions: tuple[Version, ...]
    steps: tuple[Step, ...]


KINDS = ("reworded", "speaker", "act", "cue", "addressee", "account", "manner", "added", "dropped", "split", "merged")


def compare_versions(before: Reading, after: Reading) -> Changes:
    """What changed from an earlier reading of an article to a later one.

    No change: straight or curly marks, spaces, capitals, commas, another order of the same statements, a pronoun for a name,
    and "Being updated" in a headline. Two versions of 500 statements each take less than 2 s. Raises EvidenceError where a
    span of either reading does not hold its words.

    >>> was = Article("a", "The palace said the guns would go.", ())
    >>> now = Article("a", "The palace claimed the guns would stay.", ())
    >>> def reading(article, cue, act):
    ...     end = article.text.index(" the guns")
    ...     content = Span(end + 1, len(article.text) - 1, article.text[end + 1 : -1])
    ...     return Reading("x", article, (Statement("s1", "indirect", act, (content,), cue=Span(11, end, cue)),))
    >>> changes = compare_versions(reading(was, "said", "states"), reading(now, "claimed", "claims")).changes
    >>> changes[0].kinds, [(piece.how, piece.text) for piece in changes[0].words]
    (('reworded', 'act'), [('same', 'the guns would '), ('removed', 'go'), ('added', 'stay')])
    """
    check_evidence(before)
    check_evidence(after)
    comparing = _Comparing(before, after)
    return comparing.changes()


def follow(versions: Sequence[Version], first: int | None = None, last: int | None = None) -> History:
    """What changed over the versions of one address, each to the next; or from version ``first`` to ``last`` in one step.

    ``versions`` stand in the order of time, which is not always that of their numbers. Without ``first`` the step leads from
    the one before ``last``, without ``last`` to the latest. Raises ValueError where there is no such version, or no step
    between.
    """
    place = {version.number: at for at, version in enumerate(versions)}
    if not versions or (first is None and last is None):
        between = list(pairwise(versions))
    else:
        end = last if last is not None else versions[-1].number
        begin = first if first is not None else versions[max(place.get(end, 0) - 1, 0)].number
        for number in (begin, end):
            if number not in place:
                raise ValueError(f"there is no version {number}, only {_numbers(place)}")
        if place[begin] >= place[end]:
            latest = f"; {end} is the latest" if end == versions[-1].number else ""
            raise ValueError(f"version {begin} is not older than version {end}{latest}")
        between = [(versions[place[begin]], versions[place[end]])]
    steps = (Step(one, other, compare_versions(one.reading, other.reading)) for one, other in between)
    return History(versions[0].address if versions else "", tuple(versions), tuple(steps))


def _numbers(held: Iterable[int]) -> str:
    found = sorted(held)
    return str(found[0]) if len(found) == 1 else f"{found[0]} to {found[-1]}"


class _Comparing:
    """Two readings side by side, while they are compared."""

    def __init__(self, before: Reading, after: Reading) -> None:
        self.before, self.after = before, after
        self.old, self.new = Passages(before.article), Passages(after.article)
        self.names = ({p.id: p for p in before.parties}, {p.id: p for p in after.parties})
        self.pairing: Pairing = pair_statements(before, after)
        self.identities = (identities(before), identities(after))
        self.hosts: dict[bool, list[tuple[Change, set[str], Identity | None]]] = {}
        self.marked: dict[int, tuple[Piece, ...]] = {}

    def changes(self) -> Changes:
        """Each pair, then what is left on either side, each into the article's changes or the reader's."""
        found: list[tuple[tuple[int, int, int], Change]] = []
        apart: list[tuple[tuple[int, int, int], Change]] = []
        unchanged = 0
        for number, (place, one, other) in enumerate(self._pairs()):
            real, reader = self._differences(one, other)
            if real or reader:
                change = Change("changed", one.statement, other.statement, real or reader, self._words(one, other))
                (found if real else apart).append(((place, 0, number), change))
            else:
                unchanged += 1
        changed = [change for _, change in found]
        for key, told, was in self._left_over():
            change, borne_out = self._fate(told, was, changed)
            (found if borne_out else apart).append((key, change))
        return Changes(
            self.before,
            self.after,
            tuple(change for _, change in sorted(found, key=lambda item: item[0])),
            _fact(self.before.article, self.after.article, "headline"),
            _fact(self.before.article, self.after.article, "standfirst"),
            unchanged,
            tuple(change for _, change in sorted(apart, key=lambda item: item[0])),
        )

    # What is paired

    def _pairs(self) -> Iterator[tuple[int, Told, Told]]:
        for old, new in self.pairing.pairs.items():
            other = self.pairing.after[new]
            yield _start(other), self.pairing.before[old], other

    def _words(self, one: Told, other: Told) -> tuple[Piece, ...]:
        """The later content with the earlier words set into it; worked out once."""
        if id(one) not in self.marked:
            self.marked[id(one)] = self._mark(one, other)
        return self.marked[id(one)]

    def _mark(self, one: Told, other: Told) -> tuple[Piece, ...]:
        return mark_words(self.before.article.text, _extents(one), self.after.article.text, _extents(other))

    def _differences(self, one: Told, other: Told) -> tuple[tuple[Difference, ...], tuple[Difference, ...]]:
        """The pair's differences: those that changed words bear out, and those of the reader alone."""
        differences = [difference for difference in self._all_differences(one, other) if difference]
        if not differences:
            return (), ()
        around = turns(self.old, _spans(one.statement), self.new, _spans(other.statement))
        real = tuple(d for d in differences if self._is_borne_out(d, one, other, around))
        return real, tuple(d for d in differences if d not in real)

    def _all_differences(self, one: Told, other: Told) -> Iterator[Difference | None]:
        yield self._reworded(one, other)
        yield self._voice("speaker", one, other)
        yield _cue(one.statement, other.statement)
        yield self._voice("addressee", one, other)
        yield self._account(one, other)
        yield _manner(one.statement, other.statement)

    def _reworded(self, one: Told, other: Told) -> Difference | None:
        if one.words == other.words:
            return None
        pieces = self._words(one, other)
        removed = tuple(_span(piece) for piece in pieces if piece.how == "removed")
        return Difference("reworded", None, None, removed, tuple(_span(piece) for piece in pieces if piece.how == "added"))

    def _voice(self, kind: Literal["speaker", "addressee"], one: Told, other: Told) -> Difference | None:
        was, now = (one.speaker, other.speaker) if kind == "speaker" else (one.addressee, other.addressee)
        if same(was, now):
            return None
        old: Voice | None = getattr(one.statement, kind)
        new: Voice | None = getattr(other.statement, kind)
        removed, added = _mentions([old]), _mentions([new])
        return Difference(kind, _shown(old, self.names[0]), _shown(new, self.names[1]), removed, added)

    def _account(self, one: Told, other: Told) -> Difference | None:
        if all_same(one.relay, other.relay):
            return None
        old, new = one.statement.relay, other.statement.relay
        was, now = _steps(old, self.names[0]), _steps(new, self.names[1])
        return Difference("account", was, now, _mentions(old), _mentions(new))

    def _is_borne_out(self, difference: Difference, one: Told, other: Told, around: Turns) -> bool:
        if difference.kind == "manner":
            return around.touch(one.statement.content, other.statement.content, marks=True)
        if difference.removed or difference.added:
            return around.touch(difference.removed, difference.added) or self._means_another(difference, one, other)
        return around.words

    def _means_another(self, difference: Difference, one: Told, other: Told) -> bool:
        """Whether a pronoun, itself the same, means another party because the words before it are others."""
        if difference.kind != "speaker" or not one.speaker or not other.speaker or not settled(one.speaker, other.speaker):
            return False
        mentions = [keys(span.text) for span in (*difference.removed, *difference.added)]
        if not all(is_pronoun(words) for words in mentions):
            return False
        context = self.old.before(_start(one)), self.new.before(_start(other))
        return not (count(context[0], self.new.words) and count(context[1], self.old.words))

    # What is left

    def _left_over(self) -> Iterator[tuple[tuple[int, int, int], Told, bool]]:
        """What is on one side only, with the place to show it: what was dropped goes behind what stood before it."""
        pairs, news = self.pairing.pairs, self.pairing.after
        place = -1
        for number, told in enumerate(self.pairing.before):
            if number in pairs:
                place = _start(news[pairs[number]])
            else:
                yield (place, 1, number), told, True
        paired = set(pairs.values())
        for number, told in enumerate(news):
            if number not in paired:
                yield (_start(told), 0, number), told, False

    def _fate(self, told: Told, was: bool, changed: Sequence[Change]) -> tuple[Change, bool]:
        """Whether it was dropped or added, or stood or stands inside another; and whether the article's words bear it out."""
        statement = told.statement
        here, there = (self.old, self.new) if was else (self.new, self.old)
        stretch = here.stretch(statement)
        real = not _holds(there, here, [stretch]) and not _holds(there, here, here.around(_spans(statement)))
        host = self._host(told, was, changed) if real else None
        if host:
            fate: Fate = "merged" if was else "split"
            return Change(fate, statement if was else host.before, host.after if was else statement), True
        return Change("dropped" if was else "added", statement if was else None, None if was else statement), real

    def _host(self, told: Told, was: bool, changed: Sequence[Change]) -> Change | None:
        """The changed statement among whose lost words (gained, for one that was dropped) most of this one stands."""
        words = set(told.words)
        if len(told.words) < _FEWEST:
            return None
        if was not in self.hosts:
            self.hosts[was] = [(change, *self._moved(change, was)) for change in changed]
        for change, moved, speaker in self.hosts[was]:
            if len(words & moved) >= _MOSTLY * len(words) and same(told.speaker, speaker):
                return change
        return None

    def _moved(self, change: Change, was: bool) -> tuple[set[str], Identity | None]:
        """The words that a statement lost (gained, for ``was``), and who says it."""
        pieces = [piece.text for piece in change.words if piece.how == ("added" if was else "removed")]
        statement, parties = (change.after, self.identities[1]) if was else (change.before, self.identities[0])
        speaker = statement.speaker if statement else None
        return {key for text in pieces for key in keys(text)}, identify(speaker, parties) if speaker else None


# What differs


def _cue(one: Statement, other: Statement) -> Difference | None:
    """Another act, or the same one in another word; "says" for "said" is neither."""
    was, now = _cue_words(one), _cue_words(other)
    removed, added = tuple(filter(None, [one.cue])), tuple(filter(None, [other.cue]))
    if one.act != other.act:
        return Difference("act", one.act, other.act, removed, added)
    if one.cue and other.cue and not _forms(was) & _forms(now) and was != now:
        return Difference("cue", one.cue.text, other.cue.text, removed, added)
    return None


def _cue_words(statement: Statement) -> tuple[str, ...]:
    return keys(statement.cue.text) if statement.cue else ()


def _forms(words: tuple[str, ...]) -> set[str]:
    """What each word may be a form of, helping verbs left out: {"say", "said"} of "has said"."""
    return {form for word in words for form in lemmas(word)} - _HELPING


_HELPING = frozenset(
    {"have", "has", "had", "be", "is", "was", "were", "been", "do", "did", "does", "will", "would", "to", "also", "not", "as"}
)


def _manner(one: Statement, other: Statement) -> Difference | None:
    if one.manner == other.manner:
        return None
    return Difference("manner", one.manner, other.manner, one.quoted, other.quoted)


def _shown(voice: Voice | None, parties: dict[str, Party]) -> str | None:
    """The name to show for a voice: its party's, or the words that stand in the text; None for nobody."""
    if voice is None:
        return None
    if voice.party in parties:
        return parties[voice.party].name
    return voice.mention.text if voice.mention else None


def _steps(relay: Sequence[Voice], parties: dict[str, Party]) -> str | None:
    """Everybody on whose word it stands, nearest first; None for the article's own."""
    return ", as told by ".join(_shown(voice, parties) or "someone not named" for voice in relay) or None


def _mentions(voices: Sequence[Voice | None]) -> tuple[Span, ...]:
    return tuple(voice.mention for voice in voices if voice and voice.mention)


# Where it stands


def _holds(there: Passages, here: Passages, passages: Sequence[str]) -> bool:
    """Whether the other text has each of these passages as often as its own text has."""
    return all(words and count(words, there.words) >= count(words, here.words) for words in passages)


def _start(told: Told) -> int:
    return min(span.start for span in told.statement.content)


def _extents(told: Told) -> list[tuple[int, int]]:
    return [(span.start, span.end) for span in told.statement.content]


def _span(piece: Piece) -> Span:
    start = piece.start or 0
    return Span(start, start + len(piece.text), piece.text)


def _spans(statement: Statement) -> list[Span]:
    """All that makes the statement: its content, its cue, and who speaks to whom on whose word."""
    cue = [statement.cue] if statement.cue else []
    return [*statement.content, *cue, *_mentions([statement.speaker, statement.addressee, *statement.relay])]


# Headline and standfirst


def _fact(before: Article, after: Article, kind: Literal["headline", "standfirst"]) -> tuple[Piece, ...] | None:
    """The later headline with the earlier words set into it; None where nothing but noise changed."""
    was, now = getattr(before, kind) or "", getattr(after, kind) or ""
    if keys(was) == keys(now) or _told(was) == _told(now):
        return None
    pieces = mark_words(was, [(0, len(was))] if was else [], now, [(0, len(now))] if now else [])
    place = {"removed": _place(before, kind, was), "same": _place(after, kind, now), "added": _place(after, kind, now)}
    return tuple(Piece(p.how, p.text, _moved(p.start, place[p.how])) for p in pieces)


def _told(words: str) -> str:
    """What the words tell, without notes such as "Being updated"."""
    return fingerprint(Article("", normal(words), ()))


def _place(article: Article, kind: str, words: str) -> int | None:
    """Where the text holds the fact as a paragraph of its own."""
    places = (p.start for p in article.paragraphs if p.kind == kind and article.text[p.start : p.end] == words)
    return next(places, None)


def _moved(start: int | None, place: int | None) -> int | None:
    return None if start is None or place is None else start + place
