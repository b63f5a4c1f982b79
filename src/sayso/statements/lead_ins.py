"""A paragraph that leads to the next ones -> whose these are: «And from Ruth Rosen:», «Vega tweeted:», a list's head.

Also posts that a page has embedded: their words, and behind them a name with an account.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from itertools import islice

from sayso.attribution import Extent, Name
from sayso.languages import entries, listed, may_be_english, word_class
from sayso.languages.lexicon import word_lists
from sayso.record import Article, Paragraph
from sayso.statements.acts import DEFAULT, act_of, cue_in, is_known, lemmas
from sayso.statements.contents import Marks
from sayso.statements.drafts import Draft, Stretches, overlap, sentence_around, trimmed

LED_SCORE = 0.6
LONGEST_SPEAKER = 12  # words
MOST_ITEMS = 20
MOST_LED = 100  # in one article
LONGEST_POST = 600  # code points

_ITEM = re.compile(r"(?:[-–—*•·▪‣◦●]|\(?(?:\d{1,2}|[a-z])[.)])\s+(?=\S)")
_POST = re.compile(
    r"(?P<dash>[—–]|--?)\s*(?P<who>(?P<name>[^()@—–\n]{2,60}?)\s*\(@\w{1,30}\))"
    r"(?:\s*,?\s*(?:[^\W\d_]{3,9}\.? \d{1,2},? \d{4}|\d{1,2} [^\W\d_]{3,9}\.? \d{4}))?\s*$"
)
_WORD = re.compile(r"[^\W_]+(?:[-'’.][^\W_]+)*\.?|[,;]")
_WRITING = re.compile(r"\s[a-z]+ing\s")  # «From Andrea Peyser writing at The Post:»
_MARK = "\"“„«'‘"


def with_led(article: Article, drafts: Sequence[Draft], names: Sequence[Name], marks: Marks) -> list[Draft]:
    """The drafts with what lines before a colon lead to, and with embedded posts.

    What the encoder saw of the same cue keeps its score and its speaker; in quotation marks, its words too.
    """
    found = list(drafts)
    if may_be_english(article.language):
        for draft in islice(_Led(article, names, marks).drafts(), MOST_LED):
            if any(_touches(one, draft) and (one.turn or _is_told(one, draft)) for one in found):
                continue
            seen = next((one for one in found if one.cue and draft.cue and overlap(one.cue, draft.cue)), None)
            if seen and draft.act is None and not (draft.turn and _touches(seen, draft)):
                continue  # «The Church denied these allegations:»
            kept = [one for one in found if one is not seen and not _is_nobodys(one, draft)]
            own = replace(draft, cue=seen.cue, speaker=seen.speaker or draft.speaker, score=seen.score) if seen else draft
            found = [*kept, own]
    return found


def _is_told(one: Draft, draft: Draft) -> bool:
    """Whether the encoder has a line's speaker by another cue: «From Josh Feldman writing at the Post:»."""
    return (
        draft.cue is None and one.speaker is not None and draft.speaker is not None and overlap(one.speaker, draft.speaker) > 0
    )


def _is_nobodys(one: Draft, draft: Draft) -> bool:
    return one.cue is None and one.speaker is None and _touches(one, draft)


def _touches(one: Draft, other: Draft) -> bool:
    return any(overlap(a, b) for a in one.contents for b in other.contents)


class _Led:
    """The paragraphs of one article, for finding which lead to the next."""

    def __init__(self, article: Article, names: Sequence[Name], marks: Marks) -> None:
        self.text, self.marks = article.text, marks
        self.paragraphs = [p for p in article.paragraphs if p.kind in ("body", "heading", "standfirst")]
        self.people = Stretches((name.start, name.end) for name in names if name.kind != "place")

    def drafts(self) -> Iterator[Draft]:
        """One for each, in text order."""
        for number, paragraph in enumerate(self.paragraphs):
            draft = self._post(number, paragraph)
            if draft is None and number + 1 < len(self.paragraphs):
                draft = self._from(number, paragraph) or self._list(number, paragraph) or self._told(number, paragraph)
            if draft:
                yield draft

    def _from(self, number: int, paragraph: Paragraph) -> Draft | None:
        """«And from Chairwoman Ruth Rosen:», «From the desk of Jon Dovey, VP Analyst, Marlowe Partners.»"""
        opener = _opener().match(self.text, paragraph.start, paragraph.end)
        quoted = self._quoted(number + 1)
        if not opener or not quoted or paragraph.end - paragraph.start > 120:
            return None
        stop = paragraph.end - (self.text[paragraph.end - 1] in ":.")
        if behind := _WRITING.search(self.text, opener.end(), stop):
            stop = behind.start()
        speaker = trimmed(self.text, (opener.end(), stop))
        colon = self.text[paragraph.end - 1] == ":"
        stopped = (" ".join(opener[0].lower().split()), "stop") in entries("en", "lead_ins")
        if speaker is None or not (colon or stopped) or not self.people.touch(speaker):
            return None
        return Draft(None, speaker, quoted, LED_SCORE)

    def _told(self, number: int, paragraph: Paragraph) -> Draft | None:
        """«Vega tweeted:», «In a statement, the club said:» before a quotation, or before words of its own paragraph."""
        head = self._head(paragraph)
        if head is None:
            return None
        speaker, cue, noun = head
        if noun or act_of(self.text[slice(*cue)]) not in listed("quoting_acts"):
            return None
        after = self.paragraphs[number + 1]
        quoted = self._quoted(number + 1)
        if quoted:
            return Draft(cue, speaker, quoted, LED_SCORE)
        if after.kind != "body" or self.text[after.end - 1] not in ".!?…" or _ITEM.match(self.text, after.start):
            return None
        if word_class("quoting verb").isdisjoint(lemmas(self.text[slice(*cue)].split()[0])):
            return None
        return Draft(cue, speaker, ((after.start, after.end),), LED_SCORE, turn=True)

    def _list(self, number: int, paragraph: Paragraph) -> Draft | None:
        """«Inspector Greta Thorn named three failings:» and its items."""
        items = list(self._items(number + 1))
        head = self._head(paragraph) if len(items) > 1 else None
        if head is None:
            return None
        speaker, cue, noun = head
        act = act_of(noun) if noun else DEFAULT
        return Draft(cue, speaker, tuple(items), LED_SCORE, act=act if act in _NOUN_ACTS else DEFAULT)

    def _items(self, number: int) -> Iterator[Extent]:
        for paragraph in self.paragraphs[number : number + MOST_ITEMS]:
            item = _ITEM.match(self.text, paragraph.start, paragraph.end)
            if not item:
                return
            yield item.end(), paragraph.end

    def _head(self, paragraph: Paragraph) -> tuple[Extent, Extent, str] | None:
        """Speaker, cue and what a list is of («set out three demands»), of a paragraph's last sentence before a colon."""
        text, end = self.text, paragraph.end - 1
        if text[end : end + 1] != ":":
            return None
        start = max(paragraph.start, sentence_around(text, end - 1)[0])
        words = list(_WORD.finditer(text, start, end))
        if len(words) > 30:
            return None
        for at, word in enumerate(words[: LONGEST_SPEAKER + 6]):
            light = not word_class("light verb").isdisjoint(lemmas(word[0].lower()))
            cue = word.span() if light else cue_in(text, word.start(), end)
            if not at or not cue or not _is_finite(text, cue) or _counts([words[at - 1][0]]):
                continue
            speaker = self._speaker(start, word.start())
            rest = _WORD.findall(text, cue[1], end)
            noun = rest[-1].lower() if len(rest) > 1 and _counts(rest[:-1]) else ""
            if speaker and (not light or act_of(noun) in _NOUN_ACTS):
                return speaker, cue, noun
        return None

    def _speaker(self, start: int, end: int) -> Extent | None:
        """What stands before the cue, without «In a statement,»: somebody's name, an office, a group, a body, a pronoun."""
        text = self.text
        words = list(_WORD.finditer(text, start, end))
        if words and words[0][0].lower() == "as":
            words = words[1:]
        if words and words[0][0].lower() in word_class("preposition"):
            comma = next((n for n, word in enumerate(words) if word[0] == ","), None)
            words = words[comma + 1 :] if comma is not None else []
        if not words or len(words) > LONGEST_SPEAKER:
            return None
        speaker = (words[0].start(), len(text[start:end].rstrip(" ,")) + start)
        parts = [word[0].lower() for word in words if word[0] not in ",;"]
        lists = word_lists()
        spoken = (
            lists.offices.keys() | lists.groups | lists.organisation.keys() | listed("document_words") | {"he", "she", "they"}
        )
        ends = word_class("preposition") - {"of"}
        if speaker[0] >= speaker[1] or not ends.isdisjoint(parts) or word_class("begins a clause") & set(parts):
            return None
        if is_known(parts[0]) and parts[0] not in spoken:
            return None  # «Consider a review written for us:»
        return speaker if self.people.touch(speaker) or not spoken.isdisjoint(parts) else None

    def _quoted(self, number: int) -> tuple[Extent, ...] | None:
        """The parts of the quotation that opens a paragraph."""
        if number >= len(self.paragraphs):
            return None
        start = self.paragraphs[number].start
        around = self.marks.around(start) if self.text[start : start + 1] in _MARK else None
        return around.parts if around and around.start == start else None

    def _post(self, number: int, paragraph: Paragraph) -> Draft | None:
        """«Storm is over. — Harbour Authority (@harbourauth) March 3, 2031»: the words before it, or the paragraph before."""
        text = self.text
        line = (max(paragraph.start, paragraph.end - 160), paragraph.end)
        found = next(_POST.finditer(text, *line), None)
        if not found or not text[found.start("name")].isalnum():
            return None
        content = trimmed(text, (paragraph.start, found.start()))
        if content is None and number:
            before = self.paragraphs[number - 1]
            content = (before.start, before.end)
        if content is None or content[1] - content[0] > LONGEST_POST:
            return None
        return Draft(found.span("dash"), found.span("who"), (content,), LED_SCORE, turn=text[content[0]] not in _MARK)


_NOUN_ACTS = frozenset(
    ("demands", "promises", "warns", "predicts", "accuses", "asks", "threatens", "hopes", "fears", "suggests")
)


def _is_finite(text: str, cue: Extent) -> bool:
    """A verb in the past or the present; «set out» looks like neither."""
    form, *more = text[slice(*cue)].split()
    return form.islower() and (bool(more) or lemmas(form)[0] != form or form.endswith(("ed", "s")))


def _counts(words: Sequence[str]) -> bool:
    """Whether words before a noun count it: «three», «several new», "4"."""
    return any(word.isdigit() or word.lower() in word_class("count") for word in words)


@cache
def _opener() -> re.Pattern[str]:
    openers = "|".join(sorted((re.escape(words) for words in listed("lead_ins")), key=len, reverse=True))
    return re.compile(rf"(?:{openers})\s+", re.IGNORECASE)
