"""Drafts -> the same with contents that end with their sentence: outside quotation marks nothing runs on without a new cue.

«The palace said that Vale had urged both to talk. [The ports are idle.]»: the second sentence is the article's own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from sayso.attribution import Extent
from sayso.languages import abbreviations
from sayso.statements.contents import Marks
from sayso.statements.drafts import Draft, overlap, sentence_around, trimmed

# Of 17 contents that ran on in 391 passages and 18 documents marked by hand, 13 should have ended here and 4 went on; of 25 in
# 808 web pages, 21 should have ended.
_ITEM = re.compile(r"[:,;]\s+(?:and\s+)?\(?(\d)\)\s")
_END = re.compile(r"\b(\w\w+)[.!?][\"”’'»)]*\s+(?=[\"“‘«(]?[A-Z0-9])")


def within_sentences(text: str, drafts: Sequence[Draft], marks: Marks) -> list[Draft]:
    """The drafts without what runs over the end of a sentence outside marks, away from the cue. A transcript's turn runs on."""
    bounded = [_bounded(text, draft, marks) if _is_bound(text, draft) else draft for draft in drafts]
    return [_with_whole_list(text, draft) for draft in bounded]


def _with_whole_list(text: str, draft: Draft) -> Draft:
    """The draft whose content breaks off in a numbered list with all of it: «including: 1) …, 2) …», to the sentence's end.

    The encoder looks no further than some sixty word pieces behind a cue.
    """
    if draft.cue is None or not draft.contents or draft.contents[-1][0] < draft.cue[1]:
        return draft
    start, end = draft.contents[-1]
    stop = sentence_around(text, end - 1)[1]
    numbers = [int(found[1]) for found in _ITEM.finditer(text, start, stop)]
    if (
        not _ITEM.search(text, start, end)
        or len(numbers) < 2
        or numbers != list(range(1, len(numbers) + 1))
        or not text[end:stop].strip(' ."”’')
    ):
        return draft
    stop += text[stop : stop + 1] in ('"', "”", "’")
    whole = trimmed(text, (start, stop - (text[stop - 1] == ".")))
    return replace(draft, contents=(*draft.contents[:-1], whole)) if whole else draft


def _is_bound(text: str, draft: Draft) -> bool:
    """Whether a draft's cue is a word, and no colon behind it opens a list."""
    if draft.cue is None or draft.turn:
        return False
    return text[draft.cue[0]].isalpha() and ":" not in text[draft.cue[0] : draft.cue[1] + 1]


def _bounded(text: str, draft: Draft, marks: Marks) -> Draft:
    cue = draft.cue or (0, 0)
    contents = []
    sentence = sentence_around(text, cue[0])
    own = any(overlap(content, sentence) for content in draft.contents)
    for start, end in draft.contents:
        if own and not overlap((start, end), sentence) and not marks.near(marks.around(cue[0]), (start, end)):
            continue  # a sentence of its own, in no marks
        ends = list(_ends(text, (start, end), marks, cue))
        if ends and start >= cue[1]:
            end = ends[0][0]
        elif ends and end <= cue[0]:
            start = ends[-1][1]
        contents.append(trimmed(text, (start, end)) or (start, end))
    return draft if tuple(contents) == draft.contents else replace(draft, contents=tuple(contents))


def _ends(text: str, content: Extent, marks: Marks, cue: Extent) -> Iterator[Extent]:
    """The ends of sentences in a content, in no marks but those around the cue: where one ends, and where the next begins."""
    level = marks.around(cue[0])
    for found in _END.finditer(text, *content):
        stop = found.end(1)
        if text[stop] == "." and _is_shortened(found[1], text[found.end()]):
            continue
        if marks.around(stop) is level and marks.around(found.end() - 1) is level:
            yield stop, found.end()


def _is_shortened(word: str, following: str) -> bool:
    """Whether a full stop may belong to the word: "Sens. Vale", "in the U.S. House", "Rt. Hon.", "approx. 14"."""
    short = word[0].isupper() and len(word) < 4
    return short or following.isdigit() or word.lower() in abbreviations() or not word[1:].islower()
