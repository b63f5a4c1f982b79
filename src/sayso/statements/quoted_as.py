"""Drafts -> the same with whoever is quoted as speaker: «the agency quoted Vale as saying that …» is Vale's statement.

Who quotes is a step of its relay, never the speaker; the cue is "as saying", or "was quoted as saying" where it is one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from sayso.attribution import Extent
from sayso.statements.acts import is_known
from sayso.statements.contents import Marks
from sayso.statements.drafts import Draft, Found, sentence_around, trimmed
from sayso.statements.noun_phrases import noun_phrase, noun_phrase_before
from sayso.statements.reports import after_dateline, is_behind, is_finite, report_in

SCORE = 0.5  # where the encoder saw no cue in it
_AS = re.compile(r"\bas\s+(?:\w+ly\s+)?([a-z]+ing)\b(?:\s+by\s+)?")
_QUOTED = re.compile(r"\b(quoted|quotes|quoting|cited|cites|citing)\b")
_PASSIVE = re.compile(
    r"\b(?:(?:has|have|had)\s+(?:also\s+|since\s+|not\s+|never\s+)?been|was|were|is|are|being)"
    r"\s+(?:\w+ly\s+|also\s+|later\s+|not\s+|never\s+)?$"
)
_HELPERS = re.compile(r"(?:(?:\s+|^)(?:also|later|then|has|have|had|separately|\w+ly))+\s*$")
_BY = re.compile(r"\s*by\s+")
_NEXT = re.compile(r",\s+(\w+)")
_REACH = 200  # code points from "quoted" to "as saying": the one who is quoted stands between, with title and apposition
_STOPS = " ,.:;"
_GO_ON = ("of", "from", "in", "at", "with", "on", "close", "familiar", "who")


@dataclass(frozen=True, slots=True)
class Quoted:
    """«Vale was quoted by the agency as saying»: all of it, who is quoted, who quotes, and the cue."""

    start: int
    end: int
    speaker: Extent | None
    by: Extent | None
    cue: Extent
    passive: bool
    aside: bool = False  # «the paper, citing Vale as saying …, gave no name»


def with_quoted(text: str, drafts: Sequence[Draft], marks: Marks) -> list[Draft]:
    """The drafts, with one of whoever is quoted for all that the encoder found in «… quoted … as saying»."""
    found: list[Quoted] = []
    for match in _AS.finditer(text):
        if quoted := _quoted(text, match):
            by = found[-1].by if found and quoted.by is None and _goes_on(text, found[-1], quoted) else quoted.by
            found.append(replace(quoted, by=by))
    if not found:
        return list(drafts)
    known = Found(drafts)
    gone: set[int] = set()
    made = []
    for number, quoted in enumerate(found):
        touched = known.within((quoted.start, quoted.end))
        stop = found[number + 1].start if number + 1 < len(found) else len(text)
        content = _content(text, quoted, [drafts[index] for index in touched], stop, marks)
        if content is None:
            continue
        gone.update(touched)
        score = max((drafts[index].score for index in touched), default=SCORE)
        relayed = (quoted.by,) if quoted.by else ()
        made.append(Draft(quoted.cue, quoted.speaker, content, score, relayed=relayed))
    contents = frozenset(content for draft in made for content in draft.contents)
    return [_without(draft, contents) for index, draft in enumerate(drafts) if index not in gone] + made


def _quoted(text: str, match: re.Match[str]) -> Quoted | None:
    """What stands around «as saying», where somebody is quoted."""
    sentence = sentence_around(text, match.start())
    start = max(sentence[0], match.start() - _REACH)
    verb = max(_QUOTED.finditer(text, start, match.start()), key=lambda one: one.start(), default=None)
    if verb is None or not is_known(match[1]):
        return None
    end = match.end(1)
    passive = _PASSIVE.search(text, start, verb.start())
    if passive:
        return _passive(text, sentence, passive, verb, match)
    between = trimmed(text, (verb.end(), match.start()))
    speaker = noun_phrase(text, verb.end(), match.start(), bare=True)
    if between is None or speaker is None or text[verb.end() : speaker[0]].strip() or not _is_person(text, speaker, between):
        return None
    by = _who_quotes(text, sentence[0], verb)
    return Quoted(by[0] if by else verb.start(), end, between, by, (match.start(), end), False, verb[1].endswith("ing"))


def _goes_on(text: str, before: Quoted, quoted: Quoted) -> bool:
    """«The agency quoted one as saying it rained, and quoted the other as denying it»: the agency quotes both."""
    between = text[before.end : quoted.start]
    return not quoted.passive and between.rstrip().endswith("and") and not re.search(r"[.!?]\s", between)


def _passive(text: str, sentence: Extent, passive: re.Match[str], verb: re.Match[str], match: re.Match[str]) -> Quoted | None:
    """«Vale was quoted by the agency as saying», «was quoted as saying by the agency»."""
    speaker = noun_phrase_before(text, sentence[0], passive.start())
    end = match.end(1)
    by = None
    opener = _BY.match(text, verb.end(), match.start())
    if opener:
        by = trimmed(text, (opener.end(), match.start()))
    elif text[verb.end() : match.start()].strip():
        return None
    elif match.end() > end:
        by = noun_phrase(text, match.end(), sentence[1], bare=True)
    cue = (match.start() if opener else passive.start(), end)
    start = speaker[0] if speaker else passive.start()
    return Quoted(start, max(end, by[1] if by else 0), speaker, by, cue, True)


def _is_person(text: str, phrase: Extent, between: Extent) -> bool:
    """Whether what stands between is one noun phrase with what belongs to it."""
    rest = text[phrase[1] : between[1]].split()
    return not rest or rest[0] == "," or text[phrase[1]] == "," or rest[0] in _GO_ON or rest[0][0].isupper()


def _who_quotes(text: str, start: int, verb: re.Match[str]) -> Extent | None:
    """The subject of "quoted"; behind a comma ("the paper said, citing Vale as saying") there is none beside it."""
    helpers = _HELPERS.search(text, start, verb.start())
    end = helpers.start() if helpers else verb.start()
    before = text[start:end].rstrip()
    if before.endswith(","):
        end = start + len(before) - 1
        return _whole(text, start, noun_phrase_before(text, start, end)) if verb[1].endswith("ing") else None
    return _whole(text, start, noun_phrase_before(text, start, end))


def _whole(text: str, start: int, phrase: Extent | None) -> Extent | None:
    """A phrase that begins with a word's beginning, not at an apostrophe in it: "the weekly Yo‘l", not "l"."""
    if phrase is None or phrase[0] == start or not text[phrase[0] - 1].strip('"“«('):
        return phrase
    begin = text.rfind(" ", start, phrase[0]) + 1
    return (max(begin, start), phrase[1])


def _content(text: str, quoted: Quoted, touched: Sequence[Draft], stop: int, marks: Marks) -> tuple[Extent, ...] | None:
    """What is said: behind "as saying", or before whoever is quoted where only a report or the sentence's end follows."""
    sentence = sentence_around(text, quoted.end)
    behind = _behind(text, quoted.end, min(sentence[1], stop), quoted.aside)
    before = _before(text, quoted, sentence[0], marks) if quoted.passive else None
    if quoted.passive and (behind is None or (before and _is_aside(text, behind))):
        return before
    if behind is None:
        return None
    level = marks.around(quoted.cue[0])
    quoted_words = [part[1] for quotation in marks.near(level, behind) for part in quotation.parts if part[0] < behind[1]]
    behind = behind[0], max([behind[1], *quoted_words])
    pieces = [piece for draft in touched for piece in draft.contents if quoted.end <= piece[0] < behind[0] + 3]
    longest = max(pieces, key=lambda piece: piece[1], default=behind)
    return (longest if longest[1] < behind[1] - 2 else behind,)


def _is_aside(text: str, behind: Extent) -> bool:
    """Whether what stands behind "as saying" says only when or to whom: «"No," Vale was quoted as telling her guests»."""
    told = noun_phrase(text, *behind, bare=True)
    return is_behind(text, *behind) or (told is not None and not text[told[1] : behind[1]].strip())


def _behind(text: str, start: int, stop: int, aside: bool) -> Extent | None:
    """What stands behind "as saying", without a report that ends the sentence; None where nothing else does."""
    end = stop
    while comma := text.rfind(",", start, end) + 1:
        if not report_in(text, comma, end):
            break
        end = comma - 1
    while start < end and text[start] in _STOPS:
        start += 1
    cut = re.compile(r",?\s+(?:and|while|but)\s*$").search(text, max(start, end - 12), end)
    content = trimmed(text, (start, cut.start() if cut else end))
    if content is None:
        return None
    verb = next((m for m in _NEXT.finditer(text, *content) if is_finite(m[1])), None) if aside else None
    return trimmed(text, (content[0], verb.start() if verb else content[1] - (text[content[1] - 1] == ".")))


def _before(text: str, quoted: Quoted, start: int, marks: Marks) -> tuple[Extent, ...] | None:
    """«"Never," Vale was quoted as saying»: the quotation that ends there, or the words before the comma."""
    at = quoted.start
    level = marks.around(at)
    ended = [quotation for quotation in marks.near(level, (max(0, at - 4), at)) if quotation.end <= at]
    if ended:
        return ended[-1].parts[-1:]
    words = trimmed(text, (after_dateline(text, start, at), at))
    if words is None or text[words[1] - 1] != ",":
        return None
    return ((words[0], words[1] - 1),)


def _without(draft: Draft, contents: frozenset[Extent]) -> Draft:
    """A draft without a content that is another's quoted words alone, where its cue is elsewhere."""
    kept = tuple(content for content in draft.contents if content not in contents)
    return replace(draft, contents=kept) if kept and len(kept) < len(draft.contents) else draft
