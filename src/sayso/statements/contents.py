"""Drafts and quotations -> drafts whose contents agree with the quotation marks: whole, joined, marks included."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from sayso.attribution import Extent
from sayso.languages import entries
from sayso.record import Article
from sayso.statements.drafts import Draft, Stretches, overlap, sentence_around, trimmed, with_contents
from sayso.statements.quotations import Quotation

_LOOKED_AT = 8  # contents that begin before another, of those that may hold it
# The least share of a content or of a quotation that the other must cover before one is drawn to the other: a content that
# spills a word or two into the next quotation is no sign that it is this quotation.
LEAST_SHARE = 0.3
_OUTERMOST = -1
_MARKS = "\"“”„«»'‘"


class Level:
    """Quotations that stand in the same one, in order and disjoint; where they begin and end, for looking up."""

    def __init__(self, quotations: Sequence[Quotation] = ()) -> None:
        self.quotations = tuple(quotations)
        self.starts = [quotation.start for quotation in self.quotations]
        self.ends = [quotation.end for quotation in self.quotations]


_EMPTY = Level()


@dataclass(frozen=True, slots=True)
class Marks:
    """An article's quotations by the one they stand in (its start; -1 for none)."""

    levels: dict[int, Level]

    @property
    def outermost(self) -> tuple[Quotation, ...]:
        return self._level(None).quotations

    def around(self, at: int) -> Quotation | None:
        """The innermost quotation that holds this place."""
        inside: Quotation | None = None
        while True:
            level = self._level(inside)
            index = bisect_right(level.starts, at) - 1
            if index < 0 or not holds(level.quotations[index], at):
                return inside
            inside = level.quotations[index]

    def near(self, inside: Quotation | None, extent: Extent) -> Sequence[Quotation]:
        """The quotations of one level that overlap the extent."""
        level = self._level(inside)
        first = bisect_right(level.ends, extent[0])
        return level.quotations[first : bisect_left(level.starts, extent[1])]

    def _level(self, inside: Quotation | None) -> Level:
        return self.levels.get(inside.start if inside else _OUTERMOST, _EMPTY)


def marks_of(quotations: Sequence[Quotation]) -> Marks:
    """Quotations in text order -> the same by the one that each stands in, for looking up."""
    levels: dict[int, list[Quotation]] = {}
    around: list[Quotation] = []
    for quotation in quotations:
        del around[quotation.depth :]
        levels.setdefault(around[-1].start if around else _OUTERMOST, []).append(quotation)
        around.append(quotation)
    return Marks({inside: Level(level) for inside, level in levels.items()})


def holds(quotation: Quotation, at: int) -> bool:
    """Whether the place lies in one of the quotation's parts."""
    index = bisect_right(quotation.parts, at, key=lambda part: part[0]) - 1
    return index >= 0 and at < quotation.parts[index][1]


def mend(text: str, drafts: Sequence[Draft], marks: Marks) -> list[Draft]:
    """Contents drawn to the quotations that they lie in: marks included, broken ones joined, all paragraphs of it taken.

    Quotations around a draft's own cue do not count for it. Where several contents lie in one quotation, it goes to the
    draft that holds most of it.
    """
    claims = [_claims(draft, marks) for draft in drafts]
    owners: dict[Extent, tuple[int, int]] = {}
    for index, claimed in enumerate(claims):
        for _, part, content in claimed:
            owners[part] = max(owners.get(part, (0, -1)), (overlap(part, content), -index))
    mended = []
    for index, (draft, claimed) in enumerate(zip(drafts, claims, strict=True)):
        extents = list(draft.contents)
        for quotation, part, _ in claimed:
            if owners[part][1] == -index:
                extents += [part, *_further_parts(quotation, part, owners)]
        mended.append(with_contents(text, draft, extents) if claimed else draft)
    return _without_parts_of_anothers(_without_anothers(text, _part_quotations(text, mended, marks)))


def _part_quotations(text: str, drafts: Sequence[Draft], marks: Marks) -> list[Draft]:
    """Contents that run past a sentence's end into a quotation of its own, as two: «Shares fell. | "We will do better."»"""
    return [_parted(text, draft, marks) for draft in drafts]


def _parted(text: str, draft: Draft, marks: Marks) -> Draft:
    if draft.cue is None or not any(
        text[start] not in _MARKS and marks.near(None, (start, end)) for start, end in draft.contents
    ):
        return draft
    contents: list[Extent] = []
    for start, end in draft.contents:
        for quotation in marks.near(marks.around(draft.cue[0]), (start, end)):
            before = text[start : quotation.start].rstrip()
            if quotation.certain and start < quotation.start and before[-1:] in (".", "!", "?") and before[-3:-1].islower():
                contents.append((start, start + len(before.removesuffix("."))))
                start = quotation.start
        contents.append((start, end))
    return replace(draft, contents=tuple(contents)) if len(contents) > len(draft.contents) else draft


def _without_anothers(text: str, drafts: Sequence[Draft]) -> list[Draft]:
    """The drafts without contents that another's cue stands right behind: «"We close," says Ed. "We must," Sue adds.»

    A draft keeps its only content, and two cues may share what stands behind neither ("Ed said and Sue agreed that …").
    """
    holders: dict[Extent, list[int]] = {}
    for index, draft in enumerate(drafts):
        for content in draft.contents:
            holders.setdefault(content, []).append(index)
    found = list(drafts)
    for content, indices in holders.items():
        owners = [index for index in indices if len(indices) > 1 and _stands_behind(text, content, drafts[index])]
        for index in indices if len(owners) == 1 else ():
            kept = tuple(other for other in found[index].contents if other != content)
            if index not in owners and kept:
                found[index] = replace(found[index], contents=kept)
    return found


def _without_parts_of_anothers(drafts: Sequence[Draft]) -> list[Draft]:
    """The drafts without contents that lie within another's whose own cue stands beside it: «Sue said, "We go. And soon."»

    A draft keeps its only content, and what is said within a statement stands within it.
    """
    held = sorted(
        (content, index) for index, draft in enumerate(drafts) for content in draft.contents if _is_beside(draft, content)
    )
    found = []
    for index, draft in enumerate(drafts):
        kept = list(draft.contents)
        for content in draft.contents:
            if len(kept) > 1 and draft.cue and _is_anothers(content, index, draft.cue, held):
                kept.remove(content)
        found.append(draft if len(kept) == len(draft.contents) else replace(draft, contents=tuple(kept)))
    return found


def _is_anothers(content: Extent, index: int, cue: Extent, held: Sequence[tuple[Extent, int]]) -> bool:
    """Whether one of another draft's contents (``held``, in order, each with its draft) has this one in it, and not its cue."""
    at = bisect_right(held, content[0], key=lambda one: one[0][0])
    near = (other for other, owner in held[max(0, at - _LOOKED_AT) : at] if owner != index and other != content)
    return any(other[1] >= content[1] and not overlap(other, cue) for other in near)


def _is_beside(draft: Draft, content: Extent) -> bool:
    """Whether the cue or the speaker ends right before a content, or begins right behind it."""
    return any(
        extent and min(abs(content[0] - extent[1]), abs(extent[0] - content[1])) <= 3 for extent in (draft.cue, draft.speaker)
    )


def _stands_behind(text: str, content: Extent, draft: Draft) -> bool:
    """Whether a draft's speaker or cue begins right behind a content that ends in a quotation mark and a comma."""
    marks = [extent[0] for extent in (draft.cue, draft.speaker) if extent and extent[0] >= content[1]]
    return bool(marks) and min(marks) - content[1] <= 2 and "," in text[content[1] - 2 : min(marks)]


def _claims(draft: Draft, marks: Marks) -> list[tuple[Quotation, Extent, Extent]]:
    """The closed quotations' parts that the draft's contents lie in: (quotation, part, content)."""
    level = marks.around(draft.cue[0]) if draft.cue else None
    return [
        (quotation, part, content)
        for content in draft.contents
        for quotation in marks.near(level, content)
        if quotation.certain
        for part in _parts_near(quotation, content)
        if _draws(part, content, draft)
    ]


def _parts_near(quotation: Quotation, content: Extent) -> Sequence[Extent]:
    first = bisect_right(quotation.parts, content[0], key=lambda part: part[1])
    return quotation.parts[first : bisect_left(quotation.parts, content[1], key=lambda part: part[0])]


def _draws(part: Extent, content: Extent, draft: Draft) -> bool:
    if draft.speaker and overlap(part, draft.speaker):
        return False  # «"Ann: it rains"» as one quotation of a whole exchange
    share = overlap(part, content)
    return share >= LEAST_SHARE * min(part[1] - part[0], content[1] - content[0])


def _further_parts(quotation: Quotation, part: Extent, owners: dict[Extent, tuple[int, int]]) -> list[Extent]:
    """The paragraphs of the same quotation after and before this one, up to one that another draft holds."""
    at = bisect_left(quotation.parts, part)
    found = []
    for way in (quotation.parts[at + 1 :], quotation.parts[:at][::-1]):
        for other in way:
            if other in owners:
                break
            found.append(other)
    return found


def carry_on(article: Article, drafts: Sequence[Draft]) -> list[Draft]:
    """Contents that go on behind their cue: «They agreed on two steps, according to the palace, including …»."""
    text = article.text
    taken = Stretches(content for draft in drafts for content in draft.contents)
    return [_carried_on(text, draft, taken) if draft.cue else draft for draft in drafts]


def _carried_on(text: str, draft: Draft, taken: Stretches) -> Draft:
    cue = draft.cue or (0, 0)
    behind = max(cue[1], draft.speaker[1] if draft.speaker else 0)
    opener = _listing().match(text, behind)
    if opener is None or draft.contents[-1][1] > cue[0]:
        return draft
    rest = trimmed(text, (opener.start(1), sentence_around(text, opener.start(1))[1]))
    if rest is None or taken.touch(rest):
        return draft
    end = rest[1] - (text[rest[1] - 1] == ".")
    return with_contents(text, draft, (*draft.contents, (rest[0], end)))


@cache
def _listing() -> re.Pattern[str]:
    words = "|".join(row[0] for row in entries("en", "listing"))
    return re.compile(rf"\s*,\s*((?:{words})\b)")
