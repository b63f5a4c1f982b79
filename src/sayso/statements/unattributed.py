"""Quotations that no cue was found for -> what they continue, who signed them, or drafts with no speaker.

Only what is certain: a quotation that goes on after «…," she said.» or in the next paragraph, «Name: "…"», «"…" – Name», and
a transcript's turns. Needs no word list, so it serves every language.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import accumulate

from sayso.articles import LONGEST_SIGNATURE, is_name, signature_in
from sayso.attribution import Extent
from sayso.languages import may_be_english
from sayso.record import Article, Paragraph
from sayso.statements.contents import Marks
from sayso.statements.drafts import Draft, joined, overlap, trimmed, with_contents
from sayso.statements.newcomers import BARE_SCORE, GIVEN_SCORE, Newcomers
from sayso.statements.quotations import Quotation
from sayso.statements.unclosed import teller

# Of training quotations with at least this many words and a capital first, 2 % are nobody's words; of shorter ones 15 %.
LEAST_WORDS = 4
SIGNED_SCORE = 0.6
TURN_SCORE = 0.6

_CLOSES = ".,!?…—。！？،؟"
_COLON = re.compile(r"(?:^|(?<=[.!?\"”’»]\s))([^.!?:;,\"“”«»]{2,80}?)(?:\s*\([^()]{1,40}\))?\s*([:：])\s*$")
_TURN = re.compile(r"([^.!?:;,\"“”«»\n]{1,60}?)(?:\s*\([^()]{1,40}\))?(:)\s+(?=\S)")
_FOREIGN = "„»«‚›‹"
_DASHES = tuple("—–―-")
_SIGNATURE = re.compile(r"[\s\u00a0]*(—|–|―|--|-)[\s\u00a0]*([^.!?:;,\"“”«»\n(]{2,80})(?=$|[,(.\n])")
_CUT_OFF = re.compile(r",?\s+(?=[^\W\d_])")
_SENTENCE_END = re.compile(r"(?<!\b[A-Z])(?<!\b(?:Mr|Ms|Dr|St|Jr|Sr))(?<!\b(?:Mrs|Gov|Sen|Rep|Gen))[.!?]\s")


def add_unattributed(
    article: Article, drafts: Sequence[Draft], marks: Marks, newcomers: Newcomers | None = None
) -> list[Draft]:
    """The drafts with quotations of full sentences that none of them holds: continued, signed, or as drafts without a cue.

    ``newcomers`` tell who is brought in between two quotations: the second does not go on with the first one's words then.
    """
    text = article.text
    newcomers = newcomers or Newcomers(text)
    found = list(drafts)
    quotations = [q for q in marks.outermost if q.certain]
    owners = _owners(found, marks)
    taken = _Taken(found)
    paragraphs = [p for p in article.paragraphs if p.kind not in ("headline", "heading")]
    names = _colon_names(article)
    continued: dict[int, list[Extent]] = {}
    previous: Quotation | None = None
    for index, quotation in enumerate(quotations):
        before, previous = previous, quotation
        at = _paragraph_at(paragraphs, quotation.start)
        if quotation.start in owners or at is None:
            continue
        touched = taken.touches(quotation)
        inside = touched and taken.is_inside(quotation)  # «"We have heard that before."» has a cue within it
        if touched and not inside and not text[quotation.end : quotation.end + 3].lstrip().startswith(_DASHES):
            continue
        last = _paragraph_at(paragraphs, quotation.parts[-1][0])
        stop = paragraphs[last if last is not None else at].end
        behind = quotations[index + 1] if index + 1 < len(quotations) and quotations[index + 1].start < stop else None
        limit = behind.start if behind else stop
        owner = owners.get(before.start) if before else None
        led = owners.get(behind.start) if behind else None
        if led is not None and _leads(text, quotation, limit, found[led]):
            owners[quotation.start] = led
            continued.setdefault(led, []).extend(quotation.parts)
            continue
        signed = _signed(text, paragraphs, at, quotation, limit, names)
        by_dash = signed.cue is not None and signed.cue[0] >= quotation.end
        giver = newcomers.giver(quotation) if signed.cue is None and (inside or not touched) else None
        if touched and not by_dash and not giver:  # what stands in signed words is within them
            continue
        whole = signed.cue and (_is_whole(text, quotation) or (by_dash and _is_alone(text, paragraphs[at], quotation, signed)))
        if not whole and not _is_full(text, quotation, article.language):
            continue
        if (
            not by_dash
            and before
            and owner is not None
            and _continues(text, paragraphs, before, quotation, at, found[owner], limit, taken)
            and not newcomers.between(found[owner].speaker, before.end, quotation.start)
        ):
            continued.setdefault(owner, []).extend(quotation.parts)
        else:
            owner = len(found)
            told = None if signed.cue else _told(article, paragraphs[at], quotation, taken)
            found.append(told or (replace(signed, speaker=giver, score=GIVEN_SCORE) if giver else signed))
        owners[quotation.start] = owner
    for owner, parts in continued.items():
        found[owner] = with_contents(text, found[owner], (*found[owner].contents, *parts))
    return found


class _Taken:
    """What the drafts hold already, for questions in logarithmic time."""

    def __init__(self, drafts: Sequence[Draft]) -> None:
        self.cues = sorted(draft.cue for draft in drafts if draft.cue)
        self.contents = joined("", (content for draft in drafts for content in draft.contents))
        # From where each draft begins to where it ends, and how far any so far goes.
        self.whole = sorted((draft.start, max(end for _, end in (*draft.contents, draft.cue or (0, 0)))) for draft in drafts)
        self.reach = list(accumulate((end for _, end in self.whole), max))

    def touches(self, quotation: Quotation) -> bool:
        return self.has_cue(quotation.start, quotation.end) or any(self._shares(part) for part in quotation.parts)

    def is_inside(self, quotation: Quotation) -> bool:
        """Whether what a quotation holds of the drafts stands in it whole, cues and all."""
        parts = joined("", quotation.parts)
        first = bisect_left(self.whole, (quotation.start, 0))
        last = bisect_left(self.whole, (quotation.end, 0))
        before = self.reach[first - 1] if first else 0
        return before <= quotation.start and all(end <= parts[-1][1] for _, end in self.whole[first:last])

    def has_cue(self, start: int, end: int, but: Extent | None = None) -> bool:
        """Whether another cue than ``but`` begins in the stretch."""
        first, last = bisect_left(self.cues, (start, 0)), bisect_left(self.cues, (end, 0))
        return any(cue != but for cue in self.cues[first : min(last, first + 3)])

    def _shares(self, part: Extent) -> bool:
        first = bisect_right(self.contents, part[0], key=lambda extent: extent[1])
        last = bisect_left(self.contents, part[1], key=lambda extent: extent[0])
        return sum(overlap(part, extent) for extent in self.contents[first:last]) > (part[1] - part[0]) / 4


def _is_full(text: str, quotation: Quotation, language: str | None) -> bool:
    """Whether a quotation is a statement of its own rather than a title, a scare quote or a nickname.

    English closes a sentence inside the marks; other languages, and English in their marks, write «…», and «…»: too.
    """
    start, end = quotation.inner[0][0], quotation.inner[-1][1]
    if end - start > 400:
        return True
    words = text[start:end].split()
    first = _first_letter(text[start:end])
    caseless = not first.isupper() and not first.islower()
    long_enough = len(words) >= LEAST_WORDS or (caseless and end - start >= 12)
    english = may_be_english(language) and text[quotation.start] not in _FOREIGN
    closes = text[start:end].rstrip()[-1:] in (*_CLOSES,) or (
        not english and (_is_led_to(text, quotation) or _is_cut_off(text, quotation))
    )
    return long_enough and not first.islower() and closes and not _is_title(words)


def _first_letter(words: str) -> str:
    return next((char for char in words if char.isalpha()), "")


def _is_led_to(text: str, quotation: Quotation) -> bool:
    """«Ana: „…“», by a colon."""
    return text[max(0, quotation.start - 3) : quotation.start].rstrip().endswith((":", "："))


def _is_cut_off(text: str, quotation: Quotation) -> bool:
    """«„…“, sagte Ana», by a comma or a dash behind the mark."""
    return text[quotation.end : quotation.end + 3].lstrip()[:1] in (*",،，—–",)


def _is_whole(text: str, quotation: Quotation) -> bool:
    """Whether a quotation too short to be sure of closes like a sentence: «Ana Vale: "We will rebuild."»."""
    start, end = quotation.inner[0][0], quotation.inner[-1][1]
    first = _first_letter(text[start:end])
    return first.isupper() and text[end - 1] in ".!?…" and not _is_title(text[start:end].split()[1:])


def _told(article: Article, paragraph: Paragraph, quotation: Quotation, taken: _Taken) -> Draft | None:
    """«"We heard it," said his wife, Eli.»: whose cue was missed."""
    text = article.text
    behind = _CUT_OFF.match(text, quotation.end, paragraph.end)
    closes = text[quotation.inner[-1][1] - 1] in ",?!" or bool(behind and "," in behind[0])
    if not behind or not closes or not may_be_english(article.language):
        return None
    told = teller(text, behind.end(), paragraph.end)
    if told is None or taken.has_cue(quotation.end, told[2]):
        return None
    return Draft(told[0], told[1], quotation.parts, SIGNED_SCORE)


def _is_alone(text: str, paragraph: Paragraph, quotation: Quotation, signed: Draft) -> bool:
    """Whether a quotation and who signed it fill a paragraph: «“Trust is not a policy” — Odile Marchetti», no book's title."""
    words = text[quotation.inner[0][0] : quotation.inner[-1][1]].split()
    signature = signed.speaker or (0, 0)
    fills = not text[paragraph.start : quotation.start].strip() and not text[signature[1] : paragraph.end].strip(" .")
    return fills and len(words) >= LEAST_WORDS and words[0][0].isupper() and not _is_title(words[1:])


def _leads(text: str, quotation: Quotation, limit: int, draft: Draft) -> bool:
    """Whether a quotation goes on behind the cue of the next: «"The wall," as Ana puts it, "is a promise"».

    It ends in a comma, is no title, and nothing but the cue and its speaker stands behind it up to the end of the sentence.
    """
    if draft.cue is None or not quotation.end <= draft.cue[0] < limit or draft.contents[0][0] < quotation.end:
        return False
    comma = "," in (text[quotation.inner[-1][1] - 1], text[quotation.end : quotation.end + 1])
    stop = max(draft.cue[1], draft.speaker[1] if draft.speaker and draft.speaker[1] <= limit else 0)
    before = min(draft.cue[0], draft.speaker[0] if draft.speaker and draft.speaker[0] >= quotation.end else draft.cue[0])
    lead = text[quotation.end : before].strip(" ,")
    words = text[quotation.inner[0][0] : quotation.inner[-1][1]].split()
    return comma and not _is_title(words[1:]) and lead in ("", "as") and not _SENTENCE_END.search(text, quotation.end, stop)


def _is_title(words: list[str]) -> bool:
    """«"The Sound of Rain,"»: every longer word begins with a capital."""
    longer = [word for word in words if len(word.strip(".,!?…—")) > 3 and word.upper() != word.lower()]
    return (
        len(words) <= 12
        and bool(longer)
        and all(not word.lstrip("‘'“\"([").islower() and not word[0].islower() for word in longer)
    )


def _owners(drafts: Sequence[Draft], marks: Marks) -> dict[int, int]:
    """The start of each outermost quotation -> the draft that holds most of it."""
    shares: dict[int, tuple[int, int]] = {}
    for index, draft in enumerate(drafts):
        if draft.cue is None or marks.around(draft.cue[0]) is None:
            for content in draft.contents:
                for quotation in marks.near(None, content):
                    share = overlap(content, (quotation.start, quotation.end))
                    shares[quotation.start] = max(shares.get(quotation.start, (0, -1)), (share, index))
    return {start: index for start, (share, index) in shares.items() if share > 1}


def _paragraph_at(paragraphs: Sequence[Paragraph], at: int) -> int | None:
    index = bisect_right(paragraphs, at, key=lambda p: p.start) - 1
    return index if index >= 0 and at < paragraphs[index].end else None


def _continues(
    text: str,
    paragraphs: Sequence[Paragraph],
    before: Quotation,
    quotation: Quotation,
    at: int,
    draft: Draft,
    limit: int,
    taken: _Taken,
) -> bool:
    """Whether a quotation goes on with the words of the one before it: 460 of 465 training cases in the same paragraph with
    no other cue between, 51 of 58 where it opens the next paragraph."""
    if (draft.cue is None and draft.speaker is None) or taken.has_cue(before.end, limit, but=draft.cue):
        return False
    if text[quotation.inner[-1][1] - 1] == "," and text[quotation.end : limit].strip():
        return False  # «"…," Ann added»: its own cue was missed
    between = text[before.end : quotation.start]
    if len(between) > 600 or len(_SENTENCE_END.findall(between)) > 1 or between.rstrip().endswith(":"):
        return False
    previous = _paragraph_at(paragraphs, before.end - 1)
    if previous == at:
        return True
    return previous == at - 1 and not text[paragraphs[at].start : quotation.start].strip()


def _signed(
    text: str, paragraphs: Sequence[Paragraph], at: int, quotation: Quotation, limit: int, names: Counter[str]
) -> Draft:
    """«Name: "…"», «"…" – Name», or a draft without cue and speaker."""
    lead = max(paragraphs[at].start, quotation.start - 200)
    colon = _COLON.search(text[lead : quotation.start])
    if colon and is_name(colon[1]) and (" " in colon[1].strip() or names[colon[1].strip()] > 1):
        speaker = trimmed(text, (lead + colon.start(1), lead + colon.end(1)))
        return Draft((lead + colon.start(2), lead + colon.end(2)), speaker, quotation.parts, SIGNED_SCORE)
    after = quotation.end
    under = paragraphs[at + 1] if at + 1 < len(paragraphs) and not text[after:limit].strip() else None
    if under and under.end - under.start < LONGEST_SIGNATURE:
        limit = under.end
    line = text[after : min(limit, after + 200)].rstrip(". \u00a0")
    sign = _SIGNATURE.match(line)
    whole = signature_in(line, sign.start(1), len(line)) if sign else None
    if sign and (whole or is_name(sign[2])):
        speaker = trimmed(text, (after + sign.start(2), after + (whole or sign).end()))
        return Draft((after + sign.start(1), after + sign.end(1)), speaker, quotation.parts, SIGNED_SCORE)
    return Draft(None, None, quotation.parts, BARE_SCORE)


def _colon_names(article: Article) -> Counter[str]:
    """How many paragraphs begin with each «Name:»."""
    names: Counter[str] = Counter()
    for paragraph in article.paragraphs:
        turn = _TURN.match(article.text, paragraph.start, min(paragraph.end, paragraph.start + 120))
        if turn and is_name(turn[1]):
            names[turn[1].strip()] += 1
    return names
