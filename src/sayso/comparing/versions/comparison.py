"""Two readings of one article -> what changed from the earlier version to the later, statement by statement.

A difference that no change of the article's words bears out tells of the reader, and is kept apart: ``Changes.same_words``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sayso.comparing.versions.changes import Change, Changes
from sayso.comparing.versions.differences import Pair, side_of
from sayso.comparing.versions.fates import Host, fate_of_new, fate_of_old
from sayso.comparing.versions.headlines import mark_headline
from sayso.comparing.versions.pairing import Pairing, Told, pair_statements
from sayso.comparing.versions.shifting import compare_events, compare_undertakings
from sayso.evidence import check_evidence
from sayso.record import Reading

_Place = tuple[int, int, int]  # where a change is shown: code point of the later text, what is on one side last, number
_Placed = tuple[_Place, Change]


def compare_versions(before: Reading, after: Reading) -> Changes:
    """What changed from an earlier reading of an article to a later one.

    No change: straight or curly marks, spaces, capitals, commas, another order of the same statements, a pronoun for a name,
    and "Being updated" in a headline. Two versions of 500 statements each take less than 2 s. Raises EvidenceError where a
    span of either reading does not hold its words.

    >>> from sayso.record import Article, Span, Statement
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
    old, new = side_of(before), side_of(after)
    found: list[_Placed] = []  # what changed in the article
    apart: list[_Placed] = []  # what differs between the readings alone
    # 1. Which statement is which, and what differs about each.
    pairing = pair_statements(before, after)
    hosts: list[Host] = []
    unchanged = 0
    for number, (one, other) in enumerate(pairing.pairs.items()):
        pair = Pair(pairing.before[one], pairing.after[other], old, new)
        real, reader = pair.differences()
        if not real and not reader:
            unchanged += 1
            continue
        change = Change("changed", pair.one.statement, pair.other.statement, real or reader, pair.words)
        (found if real else apart).append(((pair.other.start, 0, number), change))
        if real:
            hosts.append(Host(change, pair.one, pair.other))
    # 2. What is on one side only: it came or left, or parted from a changed one or went into it.
    for place, told, was in _left_over(pairing):
        fate_of = fate_of_old if was else fate_of_new
        change, borne_out = fate_of(told, old.passages, new.passages, hosts)
        (found if borne_out else apart).append((place, change))
    # 3. Headline and standfirst.
    headline, standfirst = (mark_headline(before.article, after.article, kind) for kind in ("headline", "standfirst"))
    # 4. Events and undertakings.
    events, undertakings = (compare(before, after, (old, new)) for compare in (compare_events, compare_undertakings))
    return Changes(before, after, _in_order(found), headline, standfirst, unchanged, _in_order(apart), events, undertakings)


def _left_over(pairing: Pairing) -> Iterator[tuple[_Place, Told, bool]]:
    """What is on one side only, the earlier one or not, with its place: what was dropped goes behind what stood before it."""
    pairs, news = pairing.pairs, pairing.after
    place = -1
    for number, told in enumerate(pairing.before):
        if number in pairs:
            place = news[pairs[number]].start
        else:
            yield (place, 1, number), told, True
    paired = set(pairs.values())
    for number, told in enumerate(news):
        if number not in paired:
            yield (told.start, 0, number), told, False


def _in_order(placed: Iterable[_Placed]) -> tuple[Change, ...]:
    return tuple(change for _, change in sorted(placed, key=lambda item: item[0]))
