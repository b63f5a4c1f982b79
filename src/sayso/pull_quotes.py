"""Words set apart with a name behind them, and no cue -> drafts: pull quotes and block quotations.

Pages set a piece of an interview apart, often without marks, and write who spoke behind it or under it. A name behind
sentences is no evidence by itself: captions have one too. Something must tell that the words are that person's: they stand in
quotation marks, they repeat what is quoted elsewhere in the article, or they alone in it say "I" and "we".
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import islice

from sayso.contents import Marks
from sayso.drafts import Draft, overlap, trimmed
from sayso.languages import entries
from sayso.record import Article, Paragraph
from sayso.roles import Extent
from sayso.signatures import LONGEST_SIGNATURE, signature_in
from sayso.unattributed import LEAST_WORDS, SIGNED_SCORE

MOST_SET_APART = 100  # in one article: each is looked for in all of it

_Piece = tuple[Extent, re.Match[str]]  # the words, and the name behind them

_STOP = re.compile(r"[.!?…][\"”’»]?\s+(?=[^\W\d_a-z]|[—–―-])")
_WORD = re.compile(r"\w+")


def with_pull_quotes(article: Article, drafts: Sequence[Draft], marks: Marks) -> list[Draft]:
    """The drafts, and one for each piece set apart with a name that none of them holds yet: verbatim, marks or not."""
    pieces = list(islice(_set_apart(article), MOST_SET_APART))
    found = list(drafts)
    if not pieces:
        return found
    told = _Told(article, marks, [content for content, _ in pieces])
    for content, signature in pieces:
        speaker = trimmed(article.text, (signature.start("name"), signature.end()))
        if not _is_held(content, signature.span(), drafts) and told.is_spoken(content, signature):
            cue = signature.span("dash") if signature["dash"] else None
            found.append(Draft(cue, speaker, (content,), SIGNED_SCORE, turn=not told.is_marked(content)))
    return found


def _set_apart(article: Article) -> Iterator[_Piece]:
    """Sentences and the name behind them: in the same paragraph, or in the next one, alone."""
    text = article.text
    before: Paragraph | None = None
    for paragraph in article.paragraphs:
        if paragraph.kind != "body":
            before = None
            continue
        if text[paragraph.end - 1].isalnum() or text[paragraph.end - 1] == ")":
            short = paragraph.end - paragraph.start <= LONGEST_SIGNATURE
            alone = signature_in(text, paragraph.start, paragraph.end) if short else None
            if alone and before:
                yield (before.start, before.end), alone
            elif not alone:
                yield from _signed_within(text, paragraph)
        before = paragraph


def _signed_within(text: str, paragraph: Paragraph) -> Iterator[_Piece]:
    stops = _STOP.finditer(text, max(paragraph.start, paragraph.end - LONGEST_SIGNATURE), paragraph.end)
    for stop in reversed(list(stops)):
        content = trimmed(text, (paragraph.start, stop.end()))
        if content and (signature := signature_in(text, stop.end(), paragraph.end)):
            yield content, signature
            return


def _is_held(content: Extent, signature: Extent, drafts: Sequence[Draft]) -> bool:
    """Whether a cue outside of the words has most of them already, or a cue stands in the name."""
    start, end = content
    return any(
        draft.cue is not None
        and not start <= draft.cue[0] < end
        and (overlap(draft.cue, signature) or sum(overlap(content, own) for own in draft.contents) * 2 >= end - start)
        for draft in drafts
    )


class _Told:
    """What an article says elsewhere: what is quoted, who is named, where somebody speaks in the first person."""

    def __init__(self, article: Article, marks: Marks, pieces: Sequence[Extent]) -> None:
        self.article, self.marks, text = article, marks, article.text
        self.quoted = [f" {_folded(' '.join(text[slice(*inner)] for inner in q.inner))} " for q in marks.outermost]
        english = (article.language or "en").startswith("en")
        own = [word.start() for word in _first_person().finditer(text)] if english else []
        starts = [start for start, _ in pieces]
        ends = dict(pieces)
        piece_of = [ends[starts[index]] if (index := bisect_right(starts, at) - 1) >= 0 else 0 for at in own]
        self.inside = [at for at, end in zip(own, piece_of, strict=True) if at < end]
        self.outside = [at for at, end in zip(own, piece_of, strict=True) if at >= end and marks.around(at) is None]

    def is_spoken(self, content: Extent, signature: re.Match[str]) -> bool:
        """Whether the words are the signer's, who has a title or is named elsewhere too and did not write the article."""
        text, (start, end) = self.article.text, content
        name = " ".join(signature["name"].split())
        if name in self.article.authors or len(text[start:end].split()) < LEAST_WORDS:
            return False
        known = re.compile(rf"\b{re.escape(name.split()[-1])}\b")
        sure = signature["dash"] or signature["title"] or known.search(text, 0, start) or known.search(text, signature.end())
        if not sure or self.is_marked(content):
            return bool(sure)
        return not self.marks.near(None, content) and (self._is_repeated(content) or self._alone_says_i(content))

    def is_marked(self, content: Extent) -> bool:
        """Whether a quotation holds all of the words."""
        around = self.marks.around(content[0])
        return around is not None and around.closed and around.end >= content[1] - 1

    def _is_repeated(self, content: Extent) -> bool:
        words = f" {_folded(self.article.text[slice(*content)])} "
        return any(words in quoted for quoted in self.quoted)

    def _alone_says_i(self, content: Extent) -> bool:
        """Whole sentences in the first person, where the article has it elsewhere in such pieces only, or in the same words."""
        words = self.article.text[slice(*content)]
        if words[-1] not in ".!?…" or bisect_right(self.inside, content[1]) == bisect_right(self.inside, content[0] - 1):
            return False
        again = [place.start() for place in re.finditer(re.escape(words), self.article.text)]
        before = (bisect_right(again, at) - 1 for at in self.outside)
        return all(index >= 0 and at < again[index] + len(words) for index, at in zip(before, self.outside, strict=True))


def _folded(words: str) -> str:
    return " ".join(_WORD.findall(words.casefold()))


@cache
def _first_person() -> re.Pattern[str]:
    """«I», «We», «my»: not «US», not «i»."""
    forms = [form for form, person, *_ in entries("en", "pronouns") if person == "first"]
    either = (form if form == "I" else f"[{form[0].upper()}{form[0]}]{form[1:]}" for form in forms)
    return re.compile(rf"\b(?:{'|'.join(either)})\b")
