"""A transcript's paragraphs -> its turns: «MS. OKAFOR: Never.», «Q Why not?», «Mr. Addo. Yes.», with all that each says.

A turn is verbatim without marks, and what the encoder marked in it stands within it. Prose with colons has no turns: the labels
must tell voices (a title, an office, a name of the article, Q and A), or come again and again in turn.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from sayso.attribution import Extent, Name
from sayso.languages import may_be_english
from sayso.record import Article, Paragraph
from sayso.statements.acts import DEFAULT
from sayso.statements.drafts import Draft, overlap, trimmed
from sayso.statements.labels import Label, label_at, listed_as
from sayso.statements.persons import of_persons

# All of 2,869 turns in 72 White House transcripts have their speaker and their words. Of 124 turns in 924 articles and 1,100
# pages 115 are somebody's, 9 are of a list of readers' questions.
SURE_SCORE = 0.95
TURN_SCORE = 0.6
LONGEST_OPENING = 3  # paragraphs of sentences before the first label of a text that is a transcript
DENSE = 0.3  # of the paragraphs from the first label to the last one, how many have one where a transcript stands in an article

_ASIDE = re.compile(r"[\s(\[]*(?:[(\[][^()\[\]]*[)\]][\s.]*)+$")
_OVER = re.compile(r"(?:END\b|\*|#|_|-{2}|[A-Z]{2,4}\s)?[\s*#_-]*(?:\d{1,2}[:.]\d\d\b[^a-z]*)?$")
_SENTENCE = re.compile(r"[.?!…—–-][\"”’»)\]]*$")
_LETTER = re.compile(r"\w")
_WORDS = re.compile(r"[^\W\d_]{2}")


@dataclass(frozen=True, slots=True)
class _Turn:
    """One label with the paragraphs of its words."""

    label: Label
    number: int  # of its paragraph
    contents: tuple[Extent, ...]


def with_turns(article: Article, drafts: Sequence[Draft], names: Sequence[Name] = ()) -> list[Draft]:
    """The drafts with a transcript's turns, where the article is or holds one; what the drafts hold is kept to its own turn."""
    turns = list(_turns(article, names))
    if not turns:
        return list(drafts)
    return [*_within_turns(article.text, drafts, turns), *(_draft(article.text, turn) for turn in turns)]


def _draft(text: str, turn: _Turn) -> Draft:
    label = turn.label
    score = SURE_SCORE if label.capitals and (label.titled or label.kind == "asker") else TURN_SCORE
    act = "asks" if _asks(text, turn) else DEFAULT
    return Draft(label.cue, label.name, turn.contents, score, turn=True, act=act, answers=label.kind == "answerer")


def _asks(text: str, turn: _Turn) -> bool:
    """Who is there to ask asks where a question stands anywhere; another, where his words end in one."""
    if turn.label.kind == "asker":
        return any("?" in text[slice(*content)] for content in turn.contents)
    return text[slice(*turn.contents[-1])].rstrip(")] ").endswith("?")


def _turns(article: Article, names: Sequence[Name]) -> Iterator[_Turn]:
    labels = _labels(article, names)
    kept = _of_voices(article, labels)
    if not kept:
        return
    numbers = sorted(kept)
    opening = sum(_is_prose(article, paragraph) for paragraph in article.paragraphs[: numbers[0]])
    embedded = opening > LONGEST_OPENING
    if embedded and len(numbers) < DENSE * (numbers[-1] - numbers[0] + 1):
        return
    for place, number in enumerate(numbers):
        label, paragraph = kept[number], article.paragraphs[number]
        last = place + 1 == len(numbers)
        after = range(number + 1, len(article.paragraphs) if last else numbers[place + 1])
        stretches = [(label.begins, paragraph.end), *_further(article, after, label, last, embedded)]
        contents = [found for one in stretches if _has_words(article.text, one) and (found := trimmed(article.text, one))]
        if contents:
            yield _Turn(label, number, tuple(contents))


def _has_words(text: str, extent: Extent) -> bool:
    return bool(_LETTER.search(text, *extent)) and not _ASIDE.fullmatch(text, *extent)


def _further(article: Article, numbers: Iterable[int], label: Label, last: bool, embedded: bool) -> Iterator[Extent]:
    """The paragraphs that a turn goes on in: up to a heading, a line of stars, or the hour when all was over.

    In a transcript that stands in an article, and behind the last label if it has no title, only those in which somebody says
    "I" or "you"; none behind the article's last one, nor behind a call from the audience.
    """
    text = article.text
    unsure = embedded or (last and not label.titled)
    calls = not label.capitals or _is_letter(label) or not listed_as("voice").isdisjoint(label.key.split())
    if last and (embedded or (not label.titled and calls)):
        return
    for number in numbers:
        paragraph = article.paragraphs[number]
        over = _OVER.match(text, paragraph.start, paragraph.end)
        if paragraph.kind in ("headline", "heading") or over:
            return
        if unsure and not of_persons("first", "second").search(text, paragraph.start, paragraph.end):
            return
        if paragraph.kind == "body":
            yield paragraph.start, paragraph.end


def _labels(article: Article, names: Sequence[Name]) -> dict[int, Label]:
    """The paragraphs that a label opens, by their numbers."""
    text, english = article.text, may_be_english(article.language)
    people = frozenset(text[name.start : name.end].split()[-1].casefold() for name in names if name.kind == "person")
    found = {}
    for number, paragraph in enumerate(article.paragraphs):
        if paragraph.kind not in ("body", "heading"):
            continue
        label = label_at(text, paragraph.start, paragraph.end, people, english)
        if label and (paragraph.kind == "body" or label.titled or label.kind != "voice"):
            found[number] = label
    return found


def _of_voices(article: Article, labels: dict[int, Label]) -> dict[int, Label]:
    """Those labels that are voices': each form by its own evidence."""
    colons = {number: label for number, label in labels.items() if not label.record and not _is_letter(label)}
    records = {number: label for number, label in labels.items() if label.record}
    letters = {number: label for number, label in labels.items() if _is_letter(label)}
    asked = {number: label for number, label in letters.items() if label.kind == "asker"}
    kept = _spoken(article, colons, colons | asked)
    if len(records) > 1:
        kept |= records
    answers = {number: label for number, label in letters.items() if label.kind == "answerer"}
    replies = {number: label for number, label in answers.items() if _follows(number, sorted(asked))}
    if kept and asked:
        return kept | asked | (answers if len(replies) > 1 else {})
    return kept | asked | replies if replies and _is_asked(article, asked, replies) else kept


def _spoken(article: Article, labels: dict[int, Label], beside: dict[int, Label]) -> dict[int, Label]:
    """Of the labels with colons those of voices. Where some are in capitals, the others are a speaker's own words («One: …»).

    ``beside`` are they and the questions between them.
    """
    capitals = {number: label for number, label in labels.items() if label.capitals}
    often = {key for key, count in Counter(label.key for label in labels.values()).items() if count > 1}
    sure = any(label.titled and _is_sentence(article, number, label) for number, label in capitals.items())
    if sure or _is_dialogue(article, capitals, beside):
        return {
            number: label
            for number, label in capitals.items()
            if label.known or label.key in often or number - 1 in beside or number + 1 in beside
        }
    if not _is_dialogue(article, labels, beside):
        return {}
    english = may_be_english(article.language)
    kept = {number: label for number, label in labels.items() if label.known or label.key in often or not english}
    return {number: label for number, label in kept.items() if _WORDS.search(article.text, label.begins, _end(article, number))}


def _end(article: Article, number: int) -> int:
    return article.paragraphs[number].end


def _is_letter(label: Label) -> bool:
    return len(label.words) == 1


def _follows(number: int, asked: Sequence[int]) -> bool:
    """Whether an answer has a question right before it, or a paragraph or two between."""
    at = bisect_right(asked, number)
    return at > 0 and number - asked[at - 1] <= 3


def _is_asked(article: Article, asked: dict[int, Label], answers: dict[int, Label]) -> bool:
    """Whether somebody is asked («Were you there?») and speaks («I was.»): answers to readers have "you", not "I"."""
    you, first = of_persons("second"), of_persons("first")
    asks = any(you.search(article.text, label.begins, _end(article, n)) for n, label in asked.items())
    answer = any(first.search(article.text, label.begins, _end(article, n)) for n, label in answers.items())
    theirs = any(you.search(article.text, label.begins, _end(article, n)) for n, label in answers.items())
    return answer or (asks and not theirs)


def _is_dialogue(article: Article, labels: dict[int, Label], beside: dict[int, Label]) -> bool:
    """Whether labels with colons are those of voices in turn: two voices, three turns, one of them known for a voice, most
    of them with sentences, and a quarter with a question or somebody's "I" or "you" in it.

    Two turns are enough in capitals, one right behind the other. Where no list of words helps, any names will do.
    """
    voices = Counter(label.key for label in labels.values())
    sentences = sum(_is_sentence(article, number, label) for number, label in labels.items())
    if len(voices) < 2 or sentences * 2 < len(labels):
        return False
    often = voices.total() >= 3 and max(voices.values()) >= 2
    if not may_be_english(article.language):
        return often and _alternate(labels)
    persons = sum(_has_person(article, number, label) for number, label in labels.items())
    if not any(label.known for label in labels.values()) or persons * 4 < len(labels):
        return False
    if not any(number + 1 in beside for number in beside) and len(beside) < len(labels) + 2:
        return False
    return often or all(label.capitals for label in labels.values())


def _alternate(labels: dict[int, Label]) -> bool:
    """Whether one voice follows another twice or more, with a paragraph between them at most."""
    pairs = zip(sorted(labels), sorted(labels)[1:], strict=False)
    return sum(after - before <= 2 and labels[before].key != labels[after].key for before, after in pairs) > 1


def _is_sentence(article: Article, number: int, label: Label) -> bool:
    """Whether a label's paragraph has words and ends as sentences do."""
    paragraph = article.paragraphs[number]
    ends = _SENTENCE.search(article.text, max(label.begins, paragraph.end - 10), paragraph.end)
    return bool(ends and _WORDS.search(article.text, label.begins, paragraph.end))


def _has_person(article: Article, number: int, label: Label) -> bool:
    end = _end(article, number)
    return "?" in article.text[label.begins : end] or bool(
        of_persons("first", "second").search(article.text, label.begins, end)
    )


def _is_prose(article: Article, paragraph: Paragraph) -> bool:
    words = article.text[paragraph.start : paragraph.end]
    return paragraph.kind == "body" and len(words.split()) > 7 and bool(_SENTENCE.search(words[-10:]))


def _within_turns(text: str, drafts: Sequence[Draft], turns: Sequence[_Turn]) -> Iterator[Draft]:
    """The drafts without those that took a label for a cue or a speaker, each kept to the turn that its cue stands in."""
    starts = [turn.label.name[0] for turn in turns]
    for draft in drafts:
        cue = draft.cue or draft.contents[0]
        at = bisect_right(starts, cue[0]) - 1
        turn = turns[at] if at >= 0 else None
        if turn and (cue[0] < turn.label.begins or _in_label(draft.speaker, turn)):
            continue
        inside = turn is not None and next(_shared(text, (cue[0], cue[0] + 1), turn.contents), None)
        bounds = turn.contents if turn and inside else _outside(turns, at, len(text))
        contents = tuple(shared for content in draft.contents for shared in _shared(text, content, bounds))
        speaker = draft.speaker if draft.speaker and next(_shared(text, draft.speaker, bounds), None) else None
        if contents:
            yield replace(draft, contents=contents, speaker=speaker)


def _in_label(speaker: Extent | None, turn: _Turn) -> bool:
    return speaker is not None and overlap(speaker, (turn.label.name[0], turn.label.begins)) > 0


def _outside(turns: Sequence[_Turn], at: int, length: int) -> list[Extent]:
    """The stretch without turns behind one, up to the next."""
    start = turns[at].contents[-1][1] if at >= 0 else 0
    return [(start, turns[at + 1].label.name[0] if at + 1 < len(turns) else length)]


def _shared(text: str, extent: Extent, bounds: Sequence[Extent]) -> Iterator[Extent]:
    """What an extent has in common with each of several in order that are disjoint."""
    for start, end in bounds[bisect_right(bounds, extent[0], key=lambda bound: bound[1]) :]:
        if start >= extent[1]:
            return
        if found := trimmed(text, (max(start, extent[0]), min(end, extent[1]))):
            yield found
