"""An article's text -> the non-answers that the encoder did not see: «Vale did not return calls», «had no comment on the fire».

Each is a statement of its own: who does not answer, the cue, and what is not answered as its content. ``non_answers.txt`` has
the cues and what must follow them, so that «did not respond to treatment» and «could not be reached by road» are none.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from itertools import islice

from sayso.attribution import Extent
from sayso.languages import entries
from sayso.statements.drafts import Draft, Stretches, sentence_around, trimmed
from sayso.statements.noun_phrases import noun_phrase_before

MOST = 200  # that are looked at in an article, so that a page of nothing else does not take minutes
SCORE = 0.6  # as what a signature gives: the words are plain, and whose they are is read from the clause

_END = re.compile(r"[.,;:!?)\"”\n]|\s(?:and|but|while|when|after|before|because)\s")
_DAY = re.compile(r"\s+(?:on\s+)?(?:[A-Z]\w+day|yesterday|today)(?:\s+\w+)?$")  # is not what is not answered
_LONGEST = 200  # code points of what is not answered
_ABOUT = re.compile(r"\s+(?:on|about|when)\b")
_ASIDE = re.compile(r",[^,.;:\"“”\n]{2,80},\s*$")
_ADVERB = r"(?:\w+ly\s+|yet\s+|also\s+)?"


def add_non_answers(text: str, drafts: Sequence[Draft]) -> list[Draft]:
    """The drafts, and one for each non-answer whose cue no draft has and which stands in no content; it needs a subject."""
    taken = Stretches([extent for draft in drafts for extent in (*draft.contents, *((draft.cue,) if draft.cue else ()))])
    found = []
    for match in islice(_non_answer().finditer(text), MOST):
        draft = _draft(text, match)
        if draft and draft.cue and not taken.touch((draft.start, max(draft.cue[1], draft.contents[-1][1]))):
            found.append(draft)
    return [*drafts, *found]


@lru_cache(maxsize=4096)
def is_non_answer(cue: str, content: str, speaker: str = "") -> bool:
    """Whether a statement's words withhold an answer: "did not respond to" questions, "said" "No comment".

    >>> is_non_answer("did not respond to", "a request for comment"), is_non_answer("said", "“No comment,”")
    (True, True)
    >>> is_non_answer("responded to", "requests for comment", "Neither aide"), is_non_answer("responded to", "the attack")
    (True, False)
    """
    if _words_instead().search(content) or _words_instead().search(cue) or content.lower() in _words("nothing"):
        return True
    line = f"{cue} {content}"
    negated = _nobody().match(speaker) is not None
    return bool(_non_answer().search(line) or (negated and _answer().search(line)))


def _draft(text: str, match: re.Match[str]) -> Draft | None:
    cue = match.span("cue")
    end = min(len(text), match.end() + _LONGEST)
    stop = _END.search(text, match.end(), end)
    content = trimmed(text, (cue[1], stop.start() if stop else end))
    if content and (day := _DAY.search(text, *content)):
        content = (content[0], day.start())
    if match["bare"] and (content is None or not _ABOUT.match(text, cue[1])):
        cue, content = match.span("had"), match.span("bare")
    speaker = _subject(text, cue)
    return Draft(cue, speaker, (content,), SCORE) if speaker and content else None


def _subject(text: str, cue: Extent) -> Extent | None:
    """The noun phrase before a cue, with what stands between commas behind it: "Its spokesman, Lev Marr,"."""
    start = sentence_around(text, cue[0])[0]
    aside = _ASIDE.search(text, start, cue[0])
    found = noun_phrase_before(text, start, aside.start() if aside else cue[0])
    behind = aside.end() - len(aside[0]) + len(aside[0].rstrip(" ,")) if aside else 0
    return (found[0], behind) if found and aside else found


@cache
def _words(role: str) -> tuple[str, ...]:
    return tuple(sorted((word for word, kind in entries("en", "non_answers") if kind == role), key=len, reverse=True))


def _any(role: str) -> str:
    """A pattern for any entry of a role, with white space and at most one adverb between its words."""
    return "|".join(
        rf"\s+{_ADVERB}".join(re.escape(part).replace("'", "[’']") for part in word.split()) for word in _words(role)
    )


@cache
def _non_answer() -> re.Pattern[str]:
    unanswered = rf"(?:{_any('denial')})\s+{_ADVERB}(?:{_any('answer')})(?=(?:\s+[\w’'-]+){{0,4}}?\s+(?:{_any('asked')})\b)"
    closed = rf"(?:{_any('closed')})(?=\s+(?:{_any('for')})\b)"
    had = "|".join(sorted({word.split()[0] for word in _words("no comment")}))
    tails = "|".join(sorted({" ".join(word.split()[1:]) for word in _words("no comment")}, key=len, reverse=True))
    return re.compile(rf"\b(?P<cue>{unanswered}|{closed}|(?P<had>{had})\s+(?P<bare>{tails}))\b", re.I)


@cache
def _answer() -> re.Pattern[str]:
    """To answer a request, with nothing that denies it."""
    return re.compile(rf"\b(?:{_any('answer')})\b(?:\s+[\w’'-]+){{0,4}}?\s+(?:{_any('asked')})\b", re.I)


@cache
def _words_instead() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{_any('words')})\b", re.I)


@cache
def _nobody() -> re.Pattern[str]:
    return re.compile(rf"(?:{_any('nobody')})\b", re.I)
