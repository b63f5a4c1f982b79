"""An interview without labels -> its questions and answers: paragraphs that ask, and those behind them that answer.

Pages set the questions in bold and name nobody there. It is an interview where somebody named before the first question is
asked with "you" and answers with "I" or "we"; a list of readers' questions has it the other way round, or names nobody.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache

from sayso.attribution import Extent, Name
from sayso.languages import listed, may_be_english
from sayso.record import Article
from sayso.statements.acts import DEFAULT
from sayso.statements.drafts import Draft, Stretches
from sayso.statements.persons import of_persons

INTERVIEW = "interview"  # how the voice of an answer is known that has no name beside it
INTERVIEW_SCORE = 0.6
FEWEST_QUESTIONS = 2
LONGEST_QUESTION = 120  # words of a paragraph that asks
LONGEST_ANSWER = 12  # paragraphs
OPENING = 3000  # code points before the first question in which the interview is announced
MOST_OWN = 6  # of the writer's "I" and "we" there: a hearing without labels has more
LEAST_PERSONAL = 0.5  # of the questions with "you", or of the answers with "I" or "we"

_ASKS = re.compile(r"\?[\"”’»)\]*]*\s*$")
_MARK = re.compile(r"[\s\"“«„]")


def with_interview(article: Article, drafts: Sequence[Draft], names: Sequence[Name]) -> list[Draft]:
    """The drafts, and for each question and answer of an interview its own: neither has a cue, nor a speaker's name beside it.

    What the drafts hold stands within. An article that has turns already is left as it is.
    """
    if not may_be_english(article.language) or any(draft.turn for draft in drafts):
        return list(drafts)
    exchanges = list(_exchanges(article, _attributed(article, drafts)))
    if not _is_interview(article, exchanges, names):
        return list(drafts)
    found = list(drafts)
    for question, answer in exchanges:
        found.append(Draft(None, None, (question,), INTERVIEW_SCORE, turn=True, act="asks"))
        found.append(Draft(None, None, tuple(answer), INTERVIEW_SCORE, turn=True, act=DEFAULT, answers=True))
    return found


def _attributed(article: Article, drafts: Sequence[Draft]) -> Stretches:
    """Where the article itself tells whose words a quotation is: in no answer's paragraph."""
    text = article.text
    return Stretches(
        draft.cue
        for draft in drafts
        if draft.cue
        and draft.speaker
        and text[draft.speaker[0]].isupper()
        and any(text[start] in '"“' for start, _ in draft.contents)
    )


def _exchanges(article: Article, attributed: Stretches) -> Iterator[tuple[Extent, list[Extent]]]:
    """Each paragraph that asks, with those up to the next one."""
    text, question, answer = article.text, None, list[Extent]()
    for paragraph in article.paragraphs:
        extent = (paragraph.start, paragraph.end)
        if paragraph.kind in ("caption", "headline", "standfirst"):
            continue
        if _asks(text, extent):
            if question and answer:
                yield question, answer
            question, answer = extent, []
        elif paragraph.kind == "heading" or attributed.touch(extent) or len(answer) == LONGEST_ANSWER:
            if question and answer:
                yield question, answer
            question, answer = None, []
        elif question:
            answer.append(extent)
    if question and answer:
        yield question, _last(text, answer)


def _asks(text: str, extent: Extent) -> bool:
    """Whether a paragraph ends in a question, and somebody else's: one with "I" and without "you" is asked in an answer."""
    start, end = extent
    if not _ASKS.search(text, max(start, end - 10), end) or _MARK.match(text, start):
        return False
    own = of_persons("first").search(text, start, end) and not of_persons("second").search(text, start, end)
    return not own and len(text[start:end].split()) <= LONGEST_QUESTION


def _last(text: str, answer: list[Extent]) -> list[Extent]:
    """Of what stands behind the last question its first paragraph, and those after it in which somebody says "I" or "we"."""
    first = of_persons("first")
    stop = next((n for n, extent in enumerate(answer) if n and not first.search(text, *extent)), len(answer))
    return answer[:stop]


def _is_interview(article: Article, exchanges: Sequence[tuple[Extent, list[Extent]]], names: Sequence[Name]) -> bool:
    if len(exchanges) < FEWEST_QUESTIONS:
        return False
    text = article.text
    you, first = of_persons("second"), of_persons("first")
    asked = sum(bool(you.search(text, *question)) for question, _ in exchanges)
    told = sum(any(first.search(text, *extent) for extent in answer) for _, answer in exchanges)
    return min(asked, told) >= LEAST_PERSONAL * len(exchanges) and _is_announced(article, names, exchanges[0][0][0])


def _is_announced(article: Article, names: Sequence[Name], before: int) -> bool:
    """Whether one person above all is named before the first question, and a word there tells of an interview."""
    text = article.text
    people = [name for name in names if name.kind == "person" and before - OPENING < name.end <= before]
    counts = [
        count for _, count in Counter(text[name.start : name.end].split()[-1].casefold() for name in people).most_common(2)
    ]
    if not counts or (len(counts) == 2 and counts[0] == counts[1]):
        return False
    own = of_persons("first").findall(text, max(0, before - OPENING), before)
    return len(own) <= MOST_OWN and bool(_telling().search(text, max(0, before - OPENING), before))


@cache
def _telling() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(listed('interviews'))})\b", re.IGNORECASE)
