"""Headlines and lines of live blogs -> the statements that their few forms make: «…, warns watchdog», «Vale: no new taxes».

The encoder is trained on running prose and takes such lines the wrong way round. A label before a colon is taken for a speaker
only if it is an office or a group («Mayor: …»), or a person to whom the article gives the same words: «Analysis: …» and «Jane
Doe: court rejects appeal» are none.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache, cached_property
from itertools import islice

from sayso.attribution import Extent, Name
from sayso.languages import entries, listed, may_be_english, word_class
from sayso.languages.lexicon import word_lists
from sayso.record import Article
from sayso.statements.acts import act_of, cue_in, is_known, lemmas
from sayso.statements.contents import Marks
from sayso.statements.drafts import Draft, Stretches, behind_clock, overlap, trimmed
from sayso.statements.labels import listed_as
from sayso.statements.persons import of_persons

HEADLINE_SCORE = 0.6
MOST_LINES = 300  # of one article that are looked at: a list of a thousand links has no more statements
LONGEST_HEADLINE = 30  # words
LONGEST_VOICE = 5
FEWEST_WORDS = 3
FEWEST_SHARED = 2  # longer words that a headline shares with what the article says its speaker said

_COMMA = re.compile(r",[\"”’'»]?\s+")
_COLON = re.compile(r"(?P<name>[^\W\d_][^:;,.!?\"“”«»\n]{0,60}?)\s?(?P<cue>:)\s+(?=\S)")
_QUOTED = re.compile(r"[\"“‘'«].+?[\"”’'»](?P<cue>:)\s+(?P<voice>[^\W\d_].*)$")
_DASH = re.compile(r"\s(?P<cue>[–—-])\s+(?P<voice>[^–—:;,.!?\"“”«»]{2,60})$")
_WORD = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")
_OPENING = re.compile(r"[\"“‘'«]")
_OPENINGS = "\"“‘'«"
_FURTHER_ACTS = frozenset(("demands", "fears", "hopes"))  # «…, unions fear», beside those that bring in words
_ACRONYM = re.compile(r"[A-Z]{2,5}s?")


def with_headlines(article: Article, drafts: Sequence[Draft], names: Sequence[Name], marks: Marks) -> list[Draft]:
    """The drafts with what the forms of headlines tell; what the encoder saw in such a line gives way, if it is not within."""
    if not may_be_english(article.language):
        return list(drafts)
    told = _Told(article, drafts, names, marks)
    turns = Stretches(content for draft in drafts if draft.turn for content in draft.contents)
    gone: set[int] = set()
    found = []
    for start, end in islice(_lines(article), MOST_LINES):
        if turns.touch((start, end)):
            continue
        draft = told.read(start, end)
        seen = told.seen_in(start, end)
        gone.update(n for n, one in seen if (_gives_way(one, draft) if draft else told.is_label(one, start, end)))
        found += [draft] if draft else []
    return [draft for number, draft in enumerate(drafts) if number not in gone] + found


def _gives_way(one: Draft, to: Draft) -> bool:
    """Whether a draft of the same line tells the same words otherwise: not one whose cue stands in them."""
    if one.cue is None:
        return True
    outside = not any(start <= one.cue[0] and one.cue[1] <= end for start, end in to.contents)
    return outside or any(overlap(content, to.speaker or (0, 0)) for content in one.contents)


def _lines(article: Article) -> Iterator[Extent]:
    """The headlines, the lines that look like one (no full stop, or a time before them), without their times."""
    text = article.text
    for number, paragraph in enumerate(article.paragraphs):
        start, end = behind_clock(text, paragraph.start, paragraph.end), paragraph.end
        words = text[start:end].split()
        if not FEWEST_WORDS < len(words) <= LONGEST_HEADLINE or paragraph.kind == "caption":
            continue
        last = number + 1 == len(article.paragraphs)
        headline = paragraph.kind in ("headline", "heading") or (text[end - 1] not in ".!…:;," and not last)
        if start > paragraph.start or (headline and text[end - 1] not in "…:;,"):
            yield start, end


class _Told:
    """What an article tells beside a headline: who is named in it, and what each of them is said to say."""

    def __init__(self, article: Article, drafts: Sequence[Draft], names: Sequence[Name], marks: Marks) -> None:
        self.text, self.drafts, self.marks = article.text, drafts, marks
        self.people = {_surname(self.text[name.start : name.end]) for name in names if name.kind == "person"}
        self.starts = {(name.start, name.end) for name in names if name.kind == "person"}
        self.places = sorted(((draft.cue or draft.contents[0])[0], number) for number, draft in enumerate(drafts))

    def seen_in(self, start: int, end: int) -> list[tuple[int, Draft]]:
        """The drafts whose cue, or for want of one their content, begins in a line, each with its number."""
        first, last = bisect_left(self.places, (start, -1)), bisect_left(self.places, (end, -1))
        return [(number, self.drafts[number]) for _, number in self.places[first:last]]

    def read(self, start: int, end: int) -> Draft | None:
        """The statement of one line, by the first form that it has."""
        return (
            self._behind_comma(start, end)
            or self._behind_quotation(start, end)
            or self._before_colon(start, end)
            or self._behind_dash(start, end)
        )

    def is_label(self, draft: Draft, start: int, end: int) -> bool:
        """Whether the encoder took what stands before a line's colon for a speaker, and nothing bears it out: a topic's label.

        Of such headlines in 924 articles and 1,100 pages 5 were speakers' and 9 were labels.
        """
        cue, speaker = draft.cue, draft.speaker
        if cue is None or speaker is None or speaker[0] != start or self.text[slice(*cue)] != ":" or not draft.contents:
            return False
        if not listed_as("no voice").isdisjoint(part.lower() for part in _WORD.findall(self.text[slice(*speaker)])):
            return True
        content = (cue[1], end)
        opens = self.text[cue[1] : end].lstrip()[:1] in _OPENINGS
        unsure = draft.score < HEADLINE_SCORE and not opens and self.text[end - 1] != "?" and not self._is_office(speaker)
        return unsure and not self._is_borne_out(speaker, content, opens)

    def _behind_comma(self, start: int, end: int) -> Draft | None:
        """«Hospital waits will double, warns watchdog», «No refunds, promoter says»."""
        text = self.text
        comma = max(_COMMA.finditer(text, start, end), key=lambda one: one.start(), default=None)
        if comma is None or len(text[start : comma.start()].split()) < FEWEST_WORDS:
            return None
        words = list(_WORD.finditer(text, comma.end(), end))
        cue = voice = None
        if words and (cue := self._says(words[0].start(), end)):
            voice = (cue[1], end)
        elif words and (last := self._says(words[-1].start(), end)) and last[1] == end:
            cue, voice = last, (comma.end(), last[0])
        speaker = trimmed(text, voice) if voice else None
        if cue is None or speaker is None:
            return None
        if seen := self._has(cue, speaker):
            return seen
        if not (self._is_person(speaker) or self._is_office(speaker) or self._is_body(speaker)) or not self._agrees(
            cue, speaker
        ):
            return None
        marked = text[comma.start() + 1 : comma.end()].strip()
        content = trimmed(text, (start, comma.start() + (2 if marked else 0)))
        return Draft(cue, speaker, (content,), HEADLINE_SCORE) if content else None

    def _says(self, start: int, end: int) -> Extent | None:
        """A verb of speech in the present: "says", "warn"; not what a court does («…, court hears»)."""
        found = cue_in(self.text[start:end].lower(), 0, end - start)  # «Says Promoter»
        if found is None:
            return None
        form = self.text[start : start + found[1]].lower()
        present = (form.endswith("s") or lemmas(form)[0] == form) and not form.endswith("ing")
        speaks = act_of(form) in listed("quoting_acts") | _FURTHER_ACTS
        return (start, start + found[1]) if present and " " not in form and speaks else None

    def _agrees(self, cue: Extent, speaker: Extent) -> bool:
        """«experts warn», «watchdog warns»: not "film director"."""
        last = _WORD.findall(self.text[slice(*speaker)])[-1].lower()
        plural = last in word_lists().groups or (last.endswith("s") and last[:-1] in word_lists().offices)
        return self.text[slice(*cue)].lower().endswith("s") or plural

    def _has(self, cue: Extent, speaker: Extent) -> Draft | None:
        """The draft of the same cue with the same speaker, if there is one: what it has for content stands."""
        seen = (draft for _, draft in self.seen_in(*cue))
        return next((one for one in seen if one.cue and one.speaker and overlap(one.speaker, speaker)), None)

    def _behind_quotation(self, start: int, end: int) -> Draft | None:
        """«'We swept it twice': mayor defends bridge»: who opens what stands behind the colon."""
        quoted = _QUOTED.match(self.text, start, end)
        if not quoted:
            return None
        words = list(_WORD.finditer(self.text, quoted.start("voice"), end))[:LONGEST_VOICE]
        for count in range(len(words), 0, -1):
            speaker = (words[0].start(), words[count - 1].end())
            if self._is_person(speaker) or self._is_office(speaker):
                content = (start, quoted.start("cue"))
                return Draft(quoted.span("cue"), speaker, (content,), HEADLINE_SCORE)
        return None

    def _before_colon(self, start: int, end: int) -> Draft | None:
        """«Defence minister: troops will stay», «Maddox: 'We were robbed' as late penalty sends Rovers down»."""
        text = self.text
        colon = _COLON.match(text, start, end)
        if not colon:
            return None
        speaker, content = colon.span("name"), (colon.end(), end)
        if len(text[slice(*content)].split()) < 2 or not (self._is_person(speaker) or self._is_office(speaker)):
            return None
        quotation = self.marks.around(content[0])
        opens = quotation is not None and quotation.start == content[0]
        if quotation and opens and (tail := _WORD.search(text, quotation.end, end)):
            content = (content[0], quotation.end if tail[0].lower() in listed("headline_tails") else end)
        seen = [draft for _, draft in self.seen_in(*colon.span("cue")) if draft.cue]
        if seen and content[1] == end:
            return None
        if not seen and not self._is_borne_out(speaker, content, opens):
            return None
        return Draft(colon.span("cue"), speaker, (content,), max([HEADLINE_SCORE, *(draft.score for draft in seen)]))

    def _behind_dash(self, start: int, end: int) -> Draft | None:
        """«Bridge will close in May – mayor», and whole words of somebody's: «They sprayed it on our door – Sandra Harrow»."""
        dash = next(_DASH.finditer(self.text, start, end), None)
        if not dash or len(self.text[start : dash.start()].split()) < FEWEST_WORDS:
            return None
        speaker, content = dash.span("voice"), (start, dash.start())
        office = self._is_office(speaker) and dash["voice"].islower() and len(dash["voice"].split()) < 3
        if not (self._is_person(speaker) or office) or any(draft.cue for _, draft in self.seen_in(*content)):
            return None
        if self.text[start] not in _OPENINGS and not self._is_borne_out(speaker, content, opens=False):
            return None
        own = bool(of_persons("first").search(self.text, *content))
        return Draft(dash.span("cue"), speaker, (content,), HEADLINE_SCORE, turn=own and self.text[start] not in _OPENINGS)

    def _is_person(self, words: Extent) -> bool:
        """Whether words are a name that the article has, with or without a title or an office before it: not «Vale trial»."""
        parts = _WORD.findall(self.text[slice(*words)])
        lists = word_lists()
        if not parts or len(parts) > LONGEST_VOICE or parts[-1].casefold() not in self.people:
            return False
        return words in self.starts or all(
            part[0].isupper() or part.lower() in lists.offices or part.lower() in lists.particles for part in parts
        )

    def _is_office(self, words: Extent) -> bool:
        """Whether words are an office or a group: «Defence minister», «experts», «lawyer for accused»."""
        parts = [part.lower() for part in _WORD.findall(self.text[slice(*words)])]
        if not parts or len(parts) > LONGEST_VOICE or any(char.isdigit() for char in self.text[slice(*words)]):
            return False
        parts = parts[: next((n for n, part in enumerate(parts) if n and part in ("for", "of")), len(parts))]
        small = word_class("preposition") | word_class("determiner") | word_class("relative") | listed_as("no voice")
        spoken = word_lists().offices.keys() | word_lists().groups | listed_as("headline voice")
        verbs = (part for part in parts[:-1] if part.endswith(("s", "ed")) and is_known(part) and part not in spoken)
        return parts[-1] in spoken and small.isdisjoint(parts) and "and" not in parts and not any(verbs)

    def _is_body(self, words: Extent) -> bool:
        """Whether words are a body or what stands for one: «charity», «Kremlin», «UN»."""
        text = self.text[slice(*words)]
        parts = [part.lower() for part in _WORD.findall(text)]
        named = tuple(parts) in word_lists().metonyms or bool(_ACRONYM.fullmatch(text))
        small = word_class("preposition") | listed_as("no voice")
        body = parts[-1:] and parts[-1] in word_lists().organisation and small.isdisjoint(parts)
        return named or (bool(body) and len(parts) <= LONGEST_VOICE - 2)

    def _is_borne_out(self, speaker: Extent, content: Extent, opens: bool) -> bool:
        """Whether whoever stands before a colon says what follows, by what the article has of the same speaker elsewhere.

        In the first person, or whole in quotation marks, they need not be the same.
        """
        words = _long_words(self.text[slice(*content)])
        own = bool(opens or of_persons("first").search(self.text, *content))
        shared = FEWEST_SHARED - bool(_OPENING.search(self.text, *content))
        last = _WORD.findall(self.text[slice(*speaker)])[-1].casefold()
        theirs = self._speaks_in.get(last, set())
        common = Counter(number for word in words for number in self._tells.get(word, ()))
        if last in self.people:
            return bool(theirs) and (own or any(common[number] >= shared for number in theirs))
        return opens or any(count >= FEWEST_SHARED or number in theirs for number, count in common.items())

    @cached_property
    def _speaks_in(self) -> dict[str, set[int]]:
        """By each word of a speaker, the numbers of the statements that the article has of him."""
        found: dict[str, set[int]] = {}
        for number, draft in self._statements():
            for part in _WORD.findall(self.text[slice(*(draft.speaker or (0, 0)))]):
                found.setdefault(part.casefold(), set()).add(number)
        return found

    @cached_property
    def _tells(self) -> dict[str, set[int]]:
        """By each longer word, the numbers of the statements that have it in their words."""
        found: dict[str, set[int]] = {}
        for number, draft in self._statements():
            for content in draft.contents:
                for word in _long_words(self.text[slice(*content)]):
                    found.setdefault(word, set()).add(number)
        return found

    def _statements(self) -> Iterator[tuple[int, Draft]]:
        return ((n, one) for n, one in enumerate(self.drafts) if one.speaker and one.cue and self.text[one.cue[0]].isalpha())


def _surname(name: str) -> str:
    words = _WORD.findall(name)
    return words[-1].casefold().removesuffix("'s").removesuffix("’s") if words else ""


def _long_words(words: str) -> set[str]:
    """The words that tell what a text is about, by their first six letters."""
    return {word.casefold()[:6] for word in _WORD.findall(words) if len(word) > 3 and word.lower() not in _small()}


@cache
def _small() -> frozenset[str]:
    return word_class("preposition") | word_class("begins a clause") | {row[0] for row in entries("en", "pronouns")}
