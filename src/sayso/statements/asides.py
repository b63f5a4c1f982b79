"""Drafts -> the same with the reports put into a sentence: «Vale, according to the readout, warned Orr that …» is on its word.

What is told stands on both sides of an inserted report, or behind one that opens the sentence or a clause.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from sayso.attribution import Extent
from sayso.statements.acts import cue_in, lemmas, phrase_of
from sayso.statements.clauses import form_of, opening_subject
from sayso.statements.contents import Marks
from sayso.statements.drafts import Draft, Found, overlap, sentence_around, trimmed, with_contents
from sayso.statements.frames import frame_of
from sayso.statements.noun_phrases import noun_phrase
from sayso.statements.reports import (
    SUBJECTS,
    Report,
    after_dateline,
    is_finite,
    is_named,
    is_paper,
    is_reporting,
    is_voice,
    next_phrase,
    opening_phrase,
    report_in,
)

# Of a report that the encoder did not see. In PolNeAR 396 of 426 clauses between commas that ``report_in`` takes are marked by
# hand, and most of the others are reports all the same.
SCORE = 0.5

_LONGEST = 160  # code points between an inserted report's commas
_SHORTEST = 5  # words of what a report tells that the encoder did not see
_NEAR = 60  # code points within which the verb stands that follows an inserted report
_INSERTED = re.compile(rf",\s+(?=([^,\n\"“”«»]{{4,{_LONGEST}}}),\s)")
_CLOSING = re.compile(rf",[\"”’]?\s+(?=([^,\n\"“”«»;:]{{4,{_LONGEST}}}?)\.[\"”’)]?(?:\s|$))")
_OPENING = re.compile(r"(?:^|(?<=[.!?;\n]\s)|(?<=[—–] )|(?<=- ))[\"“]?(?=(?:according|as|in)\s)", re.MULTILINE | re.IGNORECASE)
_CITING = re.compile(r"(?:citing|quoting)\b")
_RELATIVE = re.compile(r",\s+(?:which|who)\s[^,]*,")
_WHICH = re.compile(r"\b(?:which|and)\b")
_JOINT = re.compile(r"(?:and|but)\s+(?=\w)")
_AGAIN = frozenset(("also", "then", "later", "has", "had", "have"))
_THAT = re.compile(r"(\w+)\s+that$")
_ENDS = re.compile(r";|\s[—–]\s")
_CLOSERS = ("”", '"', "’", "»")


def with_asides(text: str, drafts: Sequence[Draft], marks: Marks) -> list[Draft]:
    """The drafts, with the reports inserted into sentences or opening them, each with what it tells as its content."""
    found = Found(drafts)
    for match in _INSERTED.finditer(text):
        if report := report_in(text, match.start(1), match.end(1)):
            _insert(text, found, (match.start(), match.end(1) + 1), report, marks)
        elif citing := _CITING.match(text, match.start(1), match.end(1)):
            _cite(text, found, citing.span(), match.end(1))
    for match in _CLOSING.finditer(text):
        if report := report_in(text, match.start(1), match.end(1)):
            _close(text, found, match.start(), report, marks)
    for match in _OPENING.finditer(text):
        _open(text, found, match.end(), marks)
    return found.drafts


def _insert(text: str, found: Found, place: Extent, report: Report, marks: Marks) -> None:
    """A report between two commas: both sides are its content, where a subject stands before it and a verb behind it."""
    level = marks.around(report.cue[0])
    before = place[0] if text[place[0] - 1] in _CLOSERS else place[0] - 1
    if marks.around(before) is not level or marks.around(place[1]) is not level:
        return
    start, stop = sentence_around(text, report.cue[0])
    start = after_dateline(text, start, report.cue[0])
    left, right = trimmed(text, (start, place[0])), trimmed(text, (place[1], _clause_end(text, place[1], stop)))
    at = found.at(report.cue)
    if left is None or right is None:
        return
    whole = opening_phrase(text, *report.cue)
    if at is not None and whole:
        found.drafts[at] = replace(found.drafts[at], cue=whole)  # "to" alone was seen
    if _opens_clause(text, found, left, whole is not None) and not is_finite(text[slice(*right)].split()[0]):
        _narrow(text, found, at, report, right)
        return
    if joint := _JOINT.match(text, *right):
        _join(text, found, at, report, left, (joint.end(), right[1]))
        return
    subject = _subject(text, left)
    if subject is None or not is_finite(text[slice(*right)].split()[0]):
        return
    contents = (subject, _without_stop(text, right))
    if at is None and whole and not is_named(text, report.speaker):
        return
    if at is None:
        found.add(Draft(report.cue, report.speaker, contents, SCORE))
    else:
        own = found.drafts[at]
        missing = [one for one in contents if not any(other[0] <= one[0] < other[1] for other in own.contents)]
        kept = [one for one in own.contents if not any(other[0] <= one[0] and one[1] <= other[1] for other in missing)]
        found.drafts[at] = with_contents(text, replace(own, speaker=own.speaker or report.speaker), [*kept, *missing])
    _cut_speakers(text, found, subject, report, right)


def _join(text: str, found: Found, at: int | None, report: Report, left: Extent, right: Extent) -> None:
    """«Vale called Orr, an aide said, and | assured him that …»: the aide said both, where they have one subject.

    What has a subject of its own is a paper's alone, and only where it is words: «…, it states, and attention was drawn to …».
    """
    words = text[slice(*right)].split()
    again = words[0].lower() in _AGAIN and len(words) > 1
    verb = cue_in(text, right[0] + (text[slice(*right)].index(words[1]) if again else 0), right[1])
    goes_on = is_finite(words[again]) or (verb is not None and form_of(words[again]) == "present")
    told = any(map(is_finite, text[slice(*left)].split())) or found.within(left)
    if not told or not (goes_on or (is_paper(text[slice(*report.speaker)]) and _is_worded(text[slice(*right)]))):
        return
    contents = [left, _without_stop(text, right)]
    if at is None:
        at = found.add(Draft(report.cue, report.speaker, tuple(contents), SCORE))
    else:
        own = found.drafts[at]
        kept = [one for one in own.contents if not any(overlap(one, other) for other in contents)]
        found.drafts[at] = with_contents(text, replace(own, speaker=own.speaker or report.speaker), [*kept, *contents])
    subject = _first_subject(text, found, left)
    if goes_on and verb and subject and found.at(verb) is None:
        content = trimmed(text, (verb[1], contents[1][1]))
        if content and frame_of(text[slice(*content)][:80]) in (
            "that",
            "clause",
            "to",
            "quote",
            "object",
            "object that",
            "object to",
        ):
            found.add(Draft(verb, subject, (content,), SCORE))


def _is_worded(clause: str) -> bool:
    """Whether a clause tells of words: "attention was drawn to it", not "the guests left"."""
    found = phrase_of(clause)
    return found is not None and not found[0].weight


def _first_subject(text: str, found: Found, left: Extent) -> Extent | None:
    """The subject of a clause: the speaker of the statement in it, or the noun phrase that it begins with."""
    for index in found.within(left):
        speaker = found.drafts[index].speaker
        if speaker and left[0] <= speaker[0] and speaker[1] <= left[1]:
            return speaker
    first = opening_subject(text, [left])
    return first[0] if first else None


def _close(text: str, found: Found, comma: int, report: Report, marks: Marks) -> None:
    """A report that ends its sentence, where the encoder saw none of what it tells: all before it is its content."""
    at = found.at(report.cue)
    if at is not None and any(one[0] < report.end for one in found.drafts[at].contents):
        return
    content = _all_before(text, comma, report, marks)
    if content is None or len(text[slice(*content)].split()) < _SHORTEST or not _may_tell(text, found, content, report):
        return
    if at is None:
        found.add(Draft(report.cue, report.speaker, (content,), SCORE))
    else:
        own = found.drafts[at]
        found.drafts[at] = replace(own, contents=(content,), speaker=own.speaker or report.speaker)


def _all_before(text: str, comma: int, report: Report, marks: Marks) -> Extent | None:
    """The sentence before a comma, with the quotation that ends there; within a quotation, from its first word."""
    level = marks.around(report.cue[0])
    start = after_dateline(text, sentence_around(text, report.cue[0])[0], comma)
    start = min([start, *(one.start for one in marks.near(level, (start, start + 1)))])  # "We waited. | We wait," Vale said
    ended = next((one for one in marks.near(level, (comma - 1, comma + 2)) if 0 <= one.end - comma <= 2), None)
    if ended:
        return trimmed(text, (min(start, ended.start), ended.end))
    if marks.around(comma) is not level:
        return None
    opened = max((begin for begin, end in level.inner if begin <= comma < end), default=start) if level else start
    return trimmed(text, (max(start, opened), comma))


def _may_tell(text: str, found: Found, content: Extent, report: Report) -> bool:
    """Whether a report may tell all before it: no pronoun's, no "killings continued", and no outlet's report before it."""
    speaker, cue = text[slice(*report.speaker)], text[slice(*report.cue)]
    if speaker.lower() in SUBJECTS or not (is_named(text, report.speaker) or report.speaker[1] <= report.cue[0]):
        return False
    if cue.startswith("continue") and not is_paper(speaker):
        return False
    if _WHICH.search(speaker):
        return False
    told = [text[slice(*own)].lower() for index in found.within(content) if (own := found.drafts[index].cue)]
    if opening_phrase(text, *report.cue):
        return not any(map(is_reporting, told))  # «Vale says that it was late, according to the clock»
    return not any("report" in lemmas(own) for own in told)


def _cite(text: str, found: Found, cue: Extent, end: int) -> None:
    """«The agency reported, citing [two aides], that it rained»: the rain is what it reported, not what it cited."""
    at = found.at(cue)
    cited = trimmed(text, (cue[1], end))
    following = text[end + 1 : end + _NEAR].split(maxsplit=1)[:1]
    goes_on = bool(following) and (following[0].lower() == "that" or is_finite(following[0]))
    if at is not None and cited and goes_on and any(content[1] > end + 1 for content in found.drafts[at].contents):
        found.drafts[at] = replace(found.drafts[at], contents=(cited,))


def _opens_clause(text: str, found: Found, left: Extent, known: bool) -> bool:
    """Whether a sentence so far ends in a cue with its "that": «Vale said that, …», not «worse than that, …».

    ``known``: what follows is a report beyond doubt, so that a verb of the list will do for a cue.
    """
    that = _THAT.search(text, *left)
    if that is None:
        return False
    return found.at((that.start(1), that.end(1))) is not None or (known and is_reporting(that[1]))


def _narrow(text: str, found: Found, at: int | None, report: Report, right: Extent) -> None:
    """«Vale said that, according to the police, the house was empty»: what Vale said is no content of the police's."""
    content = _without_stop(text, right)
    if at is None:
        found.add(Draft(report.cue, report.speaker, (content,), SCORE))
        return
    own = found.drafts[at]
    kept = [one for one in own.contents if one[0] >= report.end]
    found.drafts[at] = with_contents(text, replace(own, speaker=own.speaker or report.speaker), kept or [content])


def _subject(text: str, left: Extent) -> Extent | None:
    """The noun phrase that is all of a sentence so far, but for a word like "But" before it."""
    words = text[slice(*left)].split()
    at = left[0]
    if words[0].lower() in ("but", "and", "so", "yet") and len(words) > 1:
        at = text.index(words[1], left[0] + len(words[0]))
    if not is_voice(text[at : left[1]].split()[0].strip("\"“‘'"), bare=False):
        return None
    phrase = noun_phrase(text, at, left[1], bare=False)
    if phrase and not text[phrase[1] : left[1]].strip():
        return left
    rest = words[1:]
    return left if len(rest) < 3 and not any(is_finite(word) for word in rest) else None  # "The story"


def _cut_speakers(text: str, found: Found, subject: Extent, report: Report, right: Extent) -> None:
    """«[Vale, the palace] said, warned Orr»: the encoder took the report's subject into the other's."""
    at = found.at((right[0], min(right[1], right[0] + _NEAR)))
    if at is not None and (speaker := found.drafts[at].speaker) and overlap(speaker, (report.start, report.end)):
        phrase = noun_phrase(text, *subject, bare=False) or subject
        found.drafts[at] = replace(found.drafts[at], speaker=phrase)


def _clause_end(text: str, start: int, stop: int) -> int:
    found = _ENDS.search(text, start, stop)
    return found.start() if found else stop + (text[stop : stop + 1] in _CLOSERS)


def _without_stop(text: str, extent: Extent) -> Extent:
    return extent[0], extent[0] + len(text[slice(*extent)].removesuffix(".").rstrip())


def _open(text: str, found: Found, start: int, marks: Marks) -> None:
    """«According to the readout, Vale warned Orr»: where the encoder saw no cue, all to the sentence's end is its content."""
    cue = opening_phrase(text, start, len(text))
    if cue is None or found.at(cue) is not None:
        return
    stop = _clause_end(text, cue[1], sentence_around(text, start)[1])
    comma = text.find(",", cue[1], stop)
    if comma < 0 or marks.around(comma) is not marks.around(start):
        return
    relative = _RELATIVE.match(text, comma, stop)
    report = report_in(text, start, comma)
    content = trimmed(text, (relative.end() if relative else comma + 1, stop))
    if report is None or content is None or not is_named(text, report.speaker):
        return
    content = _without_stop(text, content)
    if content[0] == content[1]:
        return
    _take_from_next(text, found, content)
    found.add(Draft(report.cue, report.speaker, (content,), SCORE))


def _take_from_next(text: str, found: Found, content: Extent) -> None:
    """«According to one, it rained; according to the other, it snowed»: the encoder gave the rain to the other."""
    phrase = next_phrase(text, content[1], content[1] + _LONGEST)
    at = found.at(phrase) if phrase else None
    if at is not None:
        kept = tuple(one for one in found.drafts[at].contents if not overlap(one, content))
        if kept and len(kept) < len(found.drafts[at].contents):
            found.drafts[at] = replace(found.drafts[at], contents=kept)
