"""Words set apart with a name behind them, and no cue -> drafts: pull quotes and block quotations.

Pages set a piece of an interview apart, often without marks, and write who spoke behind it or under it. A name behind
sentences is no evidence by itself: captions have one too. Something must tell that the words are that person's: they stand in
quotation marks that nobody else has, they repeat what is quoted elsewhere in the article, or they alone in it say "I" and "we".
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice

from sayso.articles import LONGEST_SIGNATURE, signature_in
from sayso.attribution import Extent, Name
from sayso.languages import may_be_english
from sayso.record import Article
from sayso.statements.contents import Marks
from sayso.statements.drafts import Draft, overlap, trimmed
from sayso.statements.persons import of_persons
from sayso.statements.unattributed import LEAST_WORDS, SIGNED_SCORE

MOST_SET_APART = 100  # in one article: each is looked for in all of it
MOST_FIRST_PERSONS = 50  # outside of them: an article with more is written in the first person

_Piece = tuple[Extent, re.Match[str]]  # the words, and the name behind them

_STOP = re.compile(r"[.!…][\"”’»]?\s+(?=[^\W\d_a-z]|[—–―-])")
_WORD = re.compile(r"\w+")
_NUMERAL = re.compile(r"[\w,] [A-Z][a-z]+ (I)\b")  # «in World War I», not «Then I»


def with_pull_quotes(article: Article, names: Sequence[Name], drafts: Sequence[Draft], marks: Marks) -> list[Draft]:
    """The drafts, and for each piece set apart with a person's name its speaker: verbatim, marks or not.

    ``names`` are those that the encoder marked. A piece that another cue has stays with it.
    """
    found = list(drafts)
    pieces = list(islice(_set_apart(article), MOST_SET_APART))
    if not pieces:
        return found
    told = _Told(article, names, drafts, marks, [content for content, _ in pieces])
    for content, signature in pieces:
        speaker = trimmed(article.text, (signature.start("name"), signature.end()))
        if not told.is_known_person(signature, content):
            continue
        if bare := told.bare.get(content[0]):
            if bare[1].contents[-1][1] >= content[1] - 1:
                found[bare[0]] = replace(bare[1], speaker=speaker, score=SIGNED_SCORE)
        elif told.is_spoken(content, signature):
            cue = signature.span("dash") if signature["dash"] else None
            found.append(Draft(cue, speaker, (content,), SIGNED_SCORE, turn=True))
    return found


def _set_apart(article: Article) -> Iterator[_Piece]:
    """Sentences and the name behind them: in the same paragraph, or in the next one, alone."""
    text, paragraphs = article.text, article.paragraphs
    before: Extent | None = None
    for number, paragraph in enumerate(paragraphs):
        here = (paragraph.start, paragraph.end)
        if paragraph.kind != "body":
            before = None
            continue
        last = text[paragraph.end - 1]
        if last.isalnum() or last == ")":
            short = paragraph.end - paragraph.start <= LONGEST_SIGNATURE
            alone = signature_in(text, *here) if short else None
            behind = paragraphs[number + 1].start if number + 1 < len(paragraphs) else None
            if alone:
                # A name between two quotations may stand over the second.
                if before and (alone["dash"] or behind is None or text[behind] not in '"“„«'):
                    yield before, alone
                before = None
                continue
            if piece := _signed_within(text, here):
                yield piece
                before = None
                continue
        before = here if last != "?" and text[max(paragraph.end - 2, 0)] != "?" else None


def _signed_within(text: str, paragraph: Extent) -> _Piece | None:
    start, end = paragraph
    for stop in reversed(list(_STOP.finditer(text, max(start, end - LONGEST_SIGNATURE), end))):
        content = trimmed(text, (start, stop.end()))
        if content and (signature := signature_in(text, stop.end(), end)):
            return content, signature
    return None


class _Told:
    """What an article says elsewhere: who is named, what is quoted and whose it is, where the first person stands."""

    def __init__(
        self, article: Article, names: Sequence[Name], drafts: Sequence[Draft], marks: Marks, pieces: Sequence[Extent]
    ) -> None:
        self.article, self.text, self.marks, self.drafts = article, article.text, marks, drafts
        self.people = {name.start: name.end for name in names if name.kind == "person"}
        self.surnames = Counter(_surname(self.text[start:end]) for start, end in self.people.items())
        self.bare = {
            draft.contents[0][0]: (index, draft)
            for index, draft in enumerate(drafts)
            if draft.cue is None and draft.speaker is None
        }
        self.quoted = [
            (draft, f" {_folded(' '.join(self.text[slice(*content)] for content in draft.contents))} ")
            for draft in drafts
            if any(marks.near(None, content) for content in draft.contents)
        ]
        english = may_be_english(article.language)
        numerals = {number.start(1) for number in _NUMERAL.finditer(self.text)}
        words = of_persons("first").finditer(self.text) if english else ()
        self.first = [word.start() for word in words if word.start() not in numerals]
        starts = [start for start, _ in pieces]
        self.outside = [
            at
            for at in self.first
            if not ((index := bisect_right(starts, at)) and at < pieces[index - 1][1]) and marks.around(at) is None
        ]

    def is_known_person(self, signature: re.Match[str], content: Extent) -> bool:
        """Whether the name is a person's who has a title or is named elsewhere too, and did not write the article."""
        name = _surname(signature["name"])
        start, end = signature.span("name")
        if self.people.get(start) != end or any(_surname(author) == name for author in self.article.authors):
            return False
        own = sum(_surname(self.text[one:other]) == name for one, other in self.people.items() if content[0] <= one < end)
        return bool(signature["title"]) or self.surnames[name] > own

    def is_spoken(self, content: Extent, signature: re.Match[str]) -> bool:
        """Whether unmarked words are the signer's."""
        text, (start, end) = self.text, content
        if len(text[start:end].split()) < LEAST_WORDS or self.marks.near(None, content) or self._is_held(content, signature):
            return False
        words = f" {_folded(text[start:end])} "
        theirs = [self._names(draft.speaker) for draft, quoted in self.quoted if words in quoted]
        if any(named and _surname(signature["name"]) not in named for named in theirs):
            return False  # another's words
        return bool(theirs) or self._alone_says_i(content, signature)

    def _is_held(self, content: Extent, signature: re.Match[str]) -> bool:
        """Whether a cue has most of the words already, or stands in the name; «I was told that …» is the signer's own story."""
        start, end = content
        for draft in self.drafts:
            if draft.cue is None:
                continue
            inside = start <= draft.cue[0] < end
            mostly = sum(overlap(content, own) for own in draft.contents) * 2 >= end - start
            if overlap(draft.cue, signature.span()) or (mostly and not (inside and not self._names(draft.speaker))):
                return True
        return False

    def _names(self, speaker: Extent | None) -> list[str]:
        """The surnames of the people named in a speaker: none in "he" and "the mayor"."""
        if speaker is None:
            return []
        return [_surname(self.text[start:end]) for start, end in self.people.items() if speaker[0] <= start < speaker[1]]

    def _alone_says_i(self, content: Extent, signature: re.Match[str]) -> bool:
        """Whole sentences in the first person, amid an article that has it elsewhere in such pieces or the same words."""
        words = self.text[slice(*content)]
        inside = bisect_left(self.first, content[1]) > bisect_left(self.first, content[0])
        amid = signature.end() < self.article.paragraphs[-1].start
        if not inside or not amid or words[-1] not in ".!…" or len(self.outside) > MOST_FIRST_PERSONS:
            return False
        again = [place.start() for place in re.finditer(re.escape(words), self.text)]
        return all((index := bisect_right(again, at)) and at < again[index - 1] + len(words) for at in self.outside)


def _surname(name: str) -> str:
    return name.casefold().split()[-1] if name.split() else ""


def _folded(words: str) -> str:
    return " ".join(_WORD.findall(words.casefold()))
