"""Drafts -> the same with the reports behind them: «"We waited," Vale told Orr, the readout stated» is on the readout's word.

The readout's content is all that stands before it, with Vale's statement in it; where the encoder saw the readout alone,
Vale's is added.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from sayso.attribution import Extent
from sayso.statements.addressees import addressee_after
from sayso.statements.contents import Marks
from sayso.statements.drafts import Draft, Found, overlap, sentence_around, trimmed, with_contents
from sayso.statements.noun_phrases import noun_phrase
from sayso.statements.reports import (
    SUBJECTS,
    Report,
    after_dateline,
    is_named,
    is_paper,
    is_reporting,
    opening_phrase,
    report_in,
)

TRUST = 0.8  # of the other statement's score

BOUNDARY = re.compile(r",[\"”’'»]*\s+")
_GOES_ON = re.compile(r",\s+(?:and|but|while)\s")
_MARKS = "\"“”„«»'‘’"
_LONGEST_BETWEEN = 14  # words between a statement and the report behind it: whom it was told
_LONGEST_PIECE = 5  # words between two commas of these: "Davit Orr", "41"
_CLAUSE = re.compile(r"[\"“”:;]|''|[.!?]\s|\b(?:that|which|and|but|is|are|was|were|has|have|had|will|would)\b", re.IGNORECASE)


def with_tails(text: str, drafts: Sequence[Draft], marks: Marks) -> list[Draft]:
    """The drafts, with those that report behind another and those that stand before a report, each with its whole content."""
    found = Found(drafts)
    for index in range(len(drafts)):
        _look_behind(text, found, index, marks)
    for index in range(len(drafts)):
        _look_inside(text, found, index, marks)
    return found.drafts


def _look_behind(text: str, found: Found, index: int, marks: Marks) -> None:
    """The reports behind a draft, from the nearest to the last of the sentence, are given all before them."""
    draft = found.drafts[index]
    if draft.cue is None or draft.speaker is None or not text[draft.cue[0]].isalpha() or opening_phrase(text, *draft.cue):
        return
    start, stop = _whole(text, draft)
    reports = list(_reports_behind(text, draft, stop, marks))
    if not reports or not (_may_be_retold(text, draft) or _is_account(text, reports[-1][1])):
        return
    boundary = reports[0][0]
    if not _is_complete(text, draft, boundary):
        return
    _give_quotation(text, found, index, (start, boundary))
    inner = found.drafts[index]
    kept = [piece for begin, end in inner.contents if (piece := trimmed(text, (begin, min(end, boundary))))]
    if kept and any(end > boundary for _, end in inner.contents):
        found.drafts[index] = with_contents(text, inner, kept)
    for limit, report in reports:
        if content := trimmed(text, (start, limit)):
            _tell(text, found, report, content, draft)


def _tell(text: str, found: Found, report: Report, content: Extent, inner: Draft) -> None:
    """Give a report its content: to the draft that has its cue, or to a new one."""
    at = found.at(report.cue)
    if at is None:
        if is_named(text, report.speaker) or not opening_phrase(text, *report.cue):
            found.add(Draft(report.cue, report.speaker, (content,), round(inner.score * TRUST, 4)))
        return
    outer = found.drafts[at]
    if any(_is_whole(text, own, content, inner) for own in outer.contents):
        return
    kept = [own for own in outer.contents if not overlap(own, (content[0], report.end)) and text[own[0]] in _MARKS]
    found.drafts[at] = with_contents(text, replace(outer, speaker=outer.speaker or report.speaker), [*kept, content])


def _is_whole(text: str, own: Extent, content: Extent, inner: Draft) -> bool:
    """Whether what the encoder gave a report is left as it is: it holds the other's cue, or it is more than a quotation.

    «They have no idea, so they pull the lever, according to their taste»: what goes by taste begins at "so".
    """
    if inner.cue and own[0] <= inner.cue[0] < own[1]:
        return True
    return abs(own[1] - content[1]) <= 2 and text[own[0]] not in _MARKS and own not in inner.contents


def _whole(text: str, draft: Draft) -> Extent:
    """From where a report behind a draft has its content, to where the draft's sentence ends."""
    cue = draft.cue or (0, 0)
    start, stop = sentence_around(text, cue[0])
    start = after_dateline(text, start, cue[0])
    behind = [content[1] for content in draft.contents if content[0] >= cue[1]]
    last = max(cue[1], draft.speaker[1] if draft.speaker else 0, *behind[:1])
    if text[stop:last].strip(_MARKS):
        stop = sentence_around(text, last - 1)[1]
    before = [content for content in draft.contents if content[1] <= cue[0]]
    if before and not text[before[-1][1] : start].strip():
        start = min(start, before[-1][0])
    return min([start, *(begin for begin, end in before if begin < start < end)]), stop


def _reports_behind(text: str, draft: Draft, stop: int, marks: Marks) -> Iterator[tuple[int, Report]]:
    """The reports that end the sentence, each with where the text before it ends: the nearest to the draft first."""
    cue = draft.cue or (0, 0)
    level = marks.around(min(cue[0], draft.speaker[0] if draft.speaker else cue[0]))
    least = max(cue[1], draft.speaker[1] if draft.speaker else 0)
    places = [place for place in BOUNDARY.finditer(text, least - 1, stop) if marks.around(place.end()) is level]
    end = stop
    for at, place in enumerate(places[1:], 1):
        if _GOES_ON.match(text, place.start(), stop):
            if report_in(text, places[at - 1].end(), place.start()):
                end, places = place.start(), places[:at]  # «…, it states, and attention was drawn to …»
            break
    found: list[tuple[int, Report]] = []
    while last := last_report(text, places, end):
        report, back = last
        if text[slice(*report.speaker)].lower() in SUBJECTS:
            break  # «Vale said it was "late, very late," she said»: she is Vale
        end = _before(places[-back])
        found.append((end, report))
        places = places[:-back]
    yield from reversed(found)


def last_report(text: str, places: Sequence[re.Match[str]], end: int) -> tuple[Report, int] | None:
    """The report that the words from one of the last commas on are, and from which: an apposition's commas stand within it."""
    for back in (1, 3):
        if len(places) >= back and (report := report_in(text, places[-back].end(), end)):
            return report, back
    return None


def _is_account(text: str, report: Report) -> bool:
    """Whether a paper tells the whole sentence: «Vale noted it, the readout states»."""
    return not opening_phrase(text, *report.cue) and is_paper(text[slice(*report.speaker)])


def _before(boundary: re.Match[str]) -> int:
    """Where the words before a comma end, with the quotation mark that stands behind it."""
    marked = boundary[0].rstrip()
    return boundary.start() + (len(marked) if len(marked) > 1 else 0)


def _may_be_retold(text: str, draft: Draft) -> bool:
    """Whether a report behind a draft may be a report of the speaking, not of what is said.

    «Vale told Orr that it was late, the palace said»; but «Vale says that it was late, according to the clock».
    """
    cue = draft.cue or (0, 0)
    behind = [content for content in draft.contents if content[0] >= cue[1]]
    if not behind or addressee_after(text, cue, cue[1], behind[0][1]):
        return True
    return not any(is_reporting(form.lower()) for form in text[slice(*cue)].split())


def _is_complete(text: str, draft: Draft, boundary: int) -> bool:
    """Whether a draft is complete before a boundary: nothing stands between but whom it was told, when and where."""
    named = max((draft.cue or (0, 0))[1], draft.speaker[1] if draft.speaker else 0)
    last = max(named, *(end for start, end in draft.contents if start < boundary), 0)
    between = text[last:boundary].lstrip(_MARKS)
    if len(between.split()) > _LONGEST_BETWEEN or _CLAUSE.search(between):
        return False
    first, *pieces = between.split(",")
    return bool(first.strip() or not pieces) and all(len(piece.split()) <= _LONGEST_PIECE for piece in pieces)


def _give_quotation(text: str, found: Found, index: int, reach: Extent) -> None:
    """«"Never," Vale assured [the envoys], the court said»: what stands before Vale is said, the envoys are told it."""
    draft = found.drafts[index]
    if draft.cue is None or draft.speaker is None or draft.speaker[0] > draft.cue[0] or len(draft.contents) != 1:
        return
    ((start, end),) = draft.contents
    before = text[reach[0] : draft.speaker[0]].rstrip()
    if start < draft.cue[1] or not before.endswith((*_MARKS, ",")) or not set(before[-2:]) & set(_MARKS):
        return
    told = noun_phrase(text, start, end, bare=True)
    content = trimmed(text, (reach[0], draft.speaker[0]))
    if told and content and not text[told[1] : end].strip(" ,."):
        within = text[content[1] - 1] == "," and text[content[1] - 2] in _MARKS
        found.drafts[index] = replace(draft, contents=((content[0], content[1] - within),))


def _look_inside(text: str, found: Found, index: int, marks: Marks) -> None:
    """Reports that end the content of another: «he had slept there, his sister said, according to court papers»."""
    outer = found.drafts[index]
    if outer.cue is None or not outer.contents or not text[outer.cue[0]].isalpha():
        return
    start, end = outer.contents[-1]
    if end > outer.cue[0] and not opening_phrase(text, *outer.cue):
        return
    level = marks.around(outer.cue[0])
    begin = max(start, sentence_around(text, end - 1)[0])
    places = [place for place in BOUNDARY.finditer(text, begin, end) if marks.around(place.end()) is level]
    while last := last_report(text, places, end):
        report, back = last
        end = _before(places[-back])
        places = places[:-back]
        content = trimmed(text, (start, end))
        if content is None or found.at(report.cue) is not None:
            return
        found.add(Draft(report.cue, report.speaker, (content,), round(outer.score * TRUST, 4), outer=outer.cue))
