"""Quotation marks that were never closed -> quotations up to the words of who speaks: «"The roof is gone, said Ida Nilsen.»

Only where the sentence leaves no doubt: the mark opens it, and behind a comma a verb of speech and a name, or the other way
round, fill the rest of it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from sayso.attribution import Extent
from sayso.languages import listed, may_be_english, word_class
from sayso.languages.lexicon import word_lists
from sayso.record import Article
from sayso.statements.acts import act_of, cue_in, lemmas
from sayso.statements.addressees import addressee_after
from sayso.statements.drafts import Draft, overlap, sentences, trimmed
from sayso.statements.quotations import Quotation, with_depth

UNCLOSED_SCORE = 0.6
LONGEST = 400  # code points of a quotation that is closed so
LONGEST_SPEAKER = 10  # words
FEWEST_WORDS = 3
MOST_COMMAS = 8

_MARK = re.compile(r"[\"“„](?=[^\W\d_a-z])")
_DOUBLE = re.compile(r"[\"“”„«»]")
_COMMA = re.compile(r"[,?!](?=\s)")
_WORD = re.compile(r"[^\s,;:]+")
_TAIL = re.compile(r"[^\"“”„\n]*?(?=[.\n]|$)")


@dataclass(frozen=True, slots=True)
class Closed:
    """One such quotation: its words with the mark, the cue and speaker behind it, and where the clause ends; code points."""

    words: Extent
    cue: Extent
    speaker: Extent
    end: int

    @property
    def quotation(self) -> Quotation:
        """It as the quotation that it was meant to be."""
        return Quotation((self.words,), ((self.words[0] + 1, self.words[1]),), closed=True)


def find_unclosed(article: Article, quotations: Sequence[Quotation]) -> list[Closed]:
    """Those of an article, in text order; ``quotations`` are the others, and none of them holds a place of these."""
    if not may_be_english(article.language):
        return []
    parts = sorted(part for quotation in quotations if quotation.certain for part in quotation.parts)
    starts = [start for start, _ in parts]
    found = []
    for paragraph in article.paragraphs:
        for mark in _MARK.finditer(article.text, paragraph.start, paragraph.end):
            at = bisect_left(starts, mark.end())
            if not _opens(article.text, paragraph.start, mark.start()) or (at and parts[at - 1][1] > mark.start()):
                continue
            after = _DOUBLE.search(article.text, mark.end(), min(paragraph.end, mark.start() + LONGEST))
            stop = after.start() if after else min(paragraph.end, mark.start() + LONGEST)
            if closed := next(_closed(article.text, mark.start(), stop), None):
                found.append(closed)
    return found


def with_closed(quotations: Sequence[Quotation], found: Sequence[Closed]) -> tuple[Quotation, ...]:
    """All quotations of an article: these in place of those that began at the same mark and ran to their paragraph's end."""
    begun = {closed.words[0] for closed in found}
    return with_depth([one for one in quotations if one.certain or one.start not in begun] + [one.quotation for one in found])


def close(text: str, drafts: Sequence[Draft], found: Sequence[Closed]) -> list[Draft]:
    """The drafts with each of these quotations for its own cue, and for no other draft."""
    kept = list(drafts)
    for closed in found:
        region = (closed.words[0], closed.end)
        own = [draft for draft in kept if draft.cue and overlap(draft.cue, closed.cue)]
        others = [_without(text, draft, region) if draft not in own else None for draft in kept]
        best = max(own, key=lambda draft: draft.score, default=Draft(closed.cue, closed.speaker, (), UNCLOSED_SCORE))
        kept = [draft for draft in others if draft]
        kept.append(replace(best, speaker=closed.speaker, contents=(closed.words,)))
    return kept


def _without(text: str, draft: Draft, region: Extent) -> Draft | None:
    """The draft without the region in its contents, unless it stands within it; None where nothing is left."""
    if draft.cue and region[0] <= draft.cue[0] < region[1]:
        return draft
    pieces = [
        piece
        for start, end in draft.contents
        for piece in ((start, min(end, region[0])), (max(start, region[1] + (text[region[1] : region[1] + 1] == ".")), end))
        if piece[0] < piece[1]
    ]
    contents = tuple(found for piece in dict.fromkeys(pieces) if (found := trimmed(text, piece)))
    return replace(draft, contents=contents) if contents else None


def _opens(text: str, start: int, mark: int) -> bool:
    before = text[max(start, mark - 3) : mark].rstrip()
    return not before or before[-1] in ".!?:,”"


def _closed(text: str, mark: int, stop: int) -> Iterator[Closed]:
    """The quotation closed at each comma behind which the clause follows, the nearest first."""
    for comma in islice(_COMMA.finditer(text, mark, stop), MOST_COMMAS):
        words = (mark, comma.end())
        if len(text[slice(*words)].split()) < FEWEST_WORDS:
            continue
        if told := teller(text, comma.end() + 1, stop):
            yield Closed(words, *told)


def teller(text: str, start: int, stop: int) -> tuple[Extent, Extent, int] | None:
    """Cue, speaker and end of what tells whose the words before it are, where it fills the rest of its sentence.

    >>> text = "said pastor Ida Nilsen. It rained."
    >>> cue, speaker, end = teller(text, 0, len(text))
    >>> text[slice(*cue)], text[slice(*speaker)], end
    ('said', 'pastor Ida Nilsen', 22)
    """
    tail = _TAIL.match(text, start, min(next(sentences(text, start, stop), (start, start))[1], stop))
    return _told(text, start, tail.end()) if tail else None


def _told(text: str, start: int, end: int) -> tuple[Extent, Extent, int] | None:
    """Cue, speaker and end of «said pastor Ida Nilsen», «farmer Jon Aker said» where one fills the stretch."""
    cue = _quoting(text, start, end)
    if cue:
        asked = "?" in text[max(0, start - 4) : start]  # «"Why?" asked Bo Lind.»; but «, told the BBC.»
        speaker = None if not asked and addressee_after(text, cue, cue[1], end) else _speaker(text, cue[1], end)
        return (cue, speaker, end) if speaker else None
    at = start
    for word in [*_WORD.finditer(text, start, end)][1 : LONGEST_SPEAKER + 1]:
        cue = _quoting(text, word.start(), end)
        if cue and (speaker := _speaker(text, start, word.start())) and speaker[1] == len(text[:at].rstrip()):
            return cue, speaker, end
        at = word.end() + 1
    return None


def _quoting(text: str, start: int, end: int) -> Extent | None:
    """A verb in the past or the present that brings in words («said», "warns"): no form of a noun or an infinitive."""
    cue = cue_in(text, start, end)
    form = text[cue[0] : cue[1]].split()[0] if cue else ""
    finite = (form.islower() and lemmas(form)[0] != form) or form.endswith(("ed", "s"))
    return cue if cue and form.islower() and finite and act_of(text[slice(*cue)]) in listed("quoting_acts") else None


def _speaker(text: str, start: int, end: int) -> Extent | None:
    """The noun phrase that fills a stretch up to a preposition («to reporters», «on Sunday») or the end."""
    words = list(_WORD.finditer(text, start, end))
    ends = (word_class("preposition") | word_class("relative")) - {"of"}
    stop = next((n for n, word in enumerate(words) if n and word[0] in ends), len(words))
    words = words[:stop]
    if not words or len(words) > LONGEST_SPEAKER or not _may_speak(words[0][0]):
        return None
    return trimmed(text, (words[0].start(), words[-1].end()))


def _may_speak(word: str) -> bool:
    """Whether a speaker may begin with a word: a name, "the", "her", a pronoun, an office."""
    lower = word.lower()
    openers = word_class("determiner") | word_class("possessive") | word_lists().pronouns
    return word[0].isupper() or lower in openers or lower in word_lists().offices or lower in word_lists().groups
