"""What stands between a speaker's words and a quotation behind them -> who was brought in, and whose the quotation is.

«"The pool is unsafe," Amory said. Swimmer Karim Saleh was not convinced. "They have no plan."»: the second quotation does not
go on with the words before it, since a sentence with another person for its subject stands between. In 924 training articles
three quotations stand so behind their speaker's cue, and all three are the other's. Only subjects count: «He thanked Karen
Ames. "She has been a rock."» is still his.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from sayso.attribution import Antecedent, Extent, Name
from sayso.languages import entries, listed, word_class
from sayso.languages.lexicon import word_lists
from sayso.statements.acts import is_known, lemmas
from sayso.statements.contents import Marks
from sayso.statements.drafts import Draft, sentence_around, sentences, trimmed
from sayso.statements.persons import of_persons
from sayso.statements.quotations import Quotation

FARTHEST = 800  # code points between a speaker's words and a quotation that are looked at
LONGEST_LEAD = 8  # words before a subject's name
LONGEST_ASIDE = 2  # of an opening that no preposition begins
LIKELY = 0.5  # probability from which a pronoun is taken to mean a name
BARE_SCORE = 0.3
GIVEN_SCORE = 0.5  # of the 12 quotations that are given so in 924 articles and 1,100 pages, 11 are the newcomer's

_TOKEN = re.compile(r"[^\W_]+(?:[-'’.&][^\W_]+)*\.?|[,;:()—–]")
_WORD = re.compile(r"[^\W\d_]+")
_OPENING = re.compile(r"(?:[^,;:\"“”«»—–\n]{1,60},\s+)?")
_GIVEN = re.compile(r"(?<=[\w,] )([^\W\d_a-z][\w'’-]+)\s$")


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Somebody who is a sentence's subject: the whole phrase ("Swimmer Karim Saleh"), the name alone, and the sentence."""

    phrase: Extent
    name: Extent
    sentence: Extent


class Newcomers:
    """The persons named in an article, for asking who was brought in between two places of it."""

    def __init__(self, text: str, names: Sequence[Name] = (), antecedents: Sequence[Antecedent] = ()) -> None:
        self.text = text
        self.people = list(_whole(text, ((name.start, name.end) for name in names if name.kind == "person")))
        self.starts = [start for start, _ in self.people]
        self.first: dict[str, int] = {}
        for person in self.people:
            self.first.setdefault(self._surname(person), person[0])
        self.meant: dict[Extent, tuple[float, str]] = {}
        for one in antecedents:
            name = (names[one.name].start, names[one.name].end)
            self.meant[one.mention] = max(self.meant.get(one.mention, (0.0, "")), (one.score, self._surname(name)))

    def between(self, speaker: Extent | None, start: int, end: int) -> Newcomer | None:
        """Whoever else than the speaker is the subject of a whole sentence in a stretch, the last if there are several.

        ``start`` is where the speaker's words end; the rest of their sentence is passed over.
        """
        if speaker is None or not self.people or end - start > FARTHEST:
            return None
        found = None
        own = self._known(speaker)
        for sentence in self._behind(start, end):
            newcomer = self._subject(sentence)
            if newcomer is None:
                continue
            surname = self._surname(newcomer.name)
            if surname in own:
                found = None
            elif own or self.first[surname] > speaker[0]:
                found = newcomer
        return found

    def giver(self, quotation: Quotation) -> Extent | None:
        """Whose a quotation is that no cue was found for: the subject's of the sentence before it, where nobody else competes.

        Sentences that go on with "he" or "she" may stand between. Open where the quotation speaks of a "he" or "she", who may
        be the subject, where another is named, and where the subject is silent («Stein did not reply.»).
        """
        text, start = self.text, quotation.start
        if not self.people or any(_others().search(text, *inner) for inner in quotation.inner):
            return None
        for sentence in reversed(list(sentences(text, max(0, start - FARTHEST), start))):
            words = text[slice(*sentence)].split()
            if not words or words[-1][-1:] not in ".!?…" or any(mark in text[slice(*sentence)] for mark in '"“”«»'):
                return None
            newcomer = self._subject(sentence)
            if of_persons("second").search(text, *sentence):
                return None  # «Penny asks you to try it.»: a guide, whose quotations are nobody's
            if newcomer and len(self._inside(*sentence)) == 1 and not _is_silent(words):
                return newcomer.phrase
            if self._inside(*sentence) or not _others().fullmatch(words[0]):
                return None
        return None

    def _behind(self, start: int, end: int) -> Iterator[Extent]:
        """The whole sentences of a stretch, without the rest of the one that it begins in."""
        text = self.text
        begun = text[max(0, start - 3) : start].rstrip("\"”’»)' ")[-1:] not in (*".!?…", "")
        return sentences(text, max(start, sentence_around(text, start - 1)[1]) if begun and start else start, end)

    def _known(self, speaker: Extent) -> set[str]:
        """The surnames that a speaker's words name, or that a pronoun is taken for; none where that is not known."""
        inside = self._inside(*speaker)
        if inside:
            return {self._surname(person) for person in inside}
        score, surname = self.meant.get(speaker, (0.0, ""))
        if self.starts[0] < speaker[0] <= self.first.get(surname, 0):
            return set()  # somebody named only later is hardly meant where another is named before
        return {surname} if score >= LIKELY else set()

    def _inside(self, start: int, end: int) -> list[Extent]:
        at = bisect_left(self.starts, start)
        return [person for person in self.people[at : bisect_left(self.starts, end)] if person[1] <= end]

    def _surname(self, name: Extent) -> str:
        words = self.text[slice(*name)].split()
        return words[-1].casefold().removesuffix("'s").removesuffix("’s") if words else ""

    def _subject(self, sentence: Extent) -> Newcomer | None:
        """The person whose name, with what she is, opens a sentence, and of whom the rest of it tells."""
        start, end = sentence
        persons = self._inside(start, end)
        if not persons:
            return None
        name = persons[0]
        opened = _OPENING.match(self.text, start, name[0])
        if opened and not _is_aside(opened[0]):
            opened = None
        for begin in dict.fromkeys((start, opened.end() if opened else start)):
            begin = self._behind_connector(begin, name[0])
            if self._heads(begin, name) and self._goes_on(name, end):
                phrase = trimmed(self.text, (begin, name[1]))
                return Newcomer(phrase or name, name, sentence)
        return None

    def _behind_connector(self, start: int, end: int) -> int:
        """Past «But», and past «For» of «For commuter Dilan Aksoy, that is no comfort.»"""
        word = _WORD.search(self.text, start, end)
        passed = word and word[0].lower() in word_class("connector") | word_class("focus")
        return word.end() if word and passed else start

    def _heads(self, start: int, name: Extent) -> bool:
        """Whether all that stands before a name tells what its bearer is: «Her neighbour», «The club's owner,», «Swimmer»."""
        before = [token.strip(".") for token in _TOKEN.findall(self.text, start, name[0])]
        if before[-1:] == [","]:
            before = before[:-1]
            if not any(_is_office(word.lower()) for word in before):
                return False
        elif before and not (_is_office(before[-1].lower()) or before[-1].endswith(("'s", "’s")) or _is_calling(before)):
            return False
        return len(before) <= LONGEST_LEAD and not any(_ends_phrase(word, number) for number, word in enumerate(before))

    def _goes_on(self, name: Extent, end: int) -> bool:
        """Whether a clause follows a name, with or without an apposition: no possessive, no second name joined to it."""
        behind = self.text[name[1] : end].lstrip()
        token = _TOKEN.match(behind)
        if not token or behind[:1] in "'’\"“”«»" or self.text[name[1] - 2 : name[1]] in ("'s", "’s"):
            return False
        return token[0] in ",(" or token[0].lower() not in _joins()


def cut_off(text: str, drafts: Sequence[Draft], marks: Marks, newcomers: Newcomers) -> list[Draft]:
    """The drafts without quotations behind their cue and beyond somebody else's sentence: each of these is a draft of its own.

    It is that other's where nobody competes, else nobody's. A draft keeps its first content.
    """
    found: list[Draft] = []
    holders = Counter(start for draft in drafts for start, _ in draft.contents)
    for draft in drafts:
        number = _beyond(draft, marks, newcomers) if len(draft.contents) > 1 else None
        found.append(replace(draft, contents=draft.contents[:number]) if number else draft)
        for start, _ in draft.contents[number:] if number else ():
            quotation = marks.around(start)
            if quotation is not None and quotation.start == start and holders[start] == 1:
                giver = newcomers.giver(quotation)
                found.append(Draft(None, giver, quotation.parts, GIVEN_SCORE if giver else BARE_SCORE))
    return found


def _beyond(draft: Draft, marks: Marks, newcomers: Newcomers) -> int | None:
    """The number of the first content that is a quotation beyond a newcomer's sentence."""
    if draft.cue is None:
        return None
    own = max(draft.cue[1], draft.speaker[1] if draft.speaker else 0)
    for number, (start, _) in enumerate(draft.contents):
        if number == 0 or start < own:
            continue
        before = max(own, draft.contents[number - 1][1])
        around = marks.around(start)
        if around is not None and around.start == start and newcomers.between(draft.speaker, before, start):
            return number
    return None


def _whole(text: str, names: Iterable[Extent]) -> Iterator[Extent]:
    """Names as whole words, those side by side as one («Swimmer» and «Karim Saleh»), a surname with the capital before it."""
    last: Extent | None = None
    for start, end in names:
        while start and text[start - 1].isalnum():
            start -= 1
        while end < len(text) and text[end].isalnum():
            end += 1
        given = _GIVEN.search(text, max(0, start - 40), start) if " " not in text[start:end] else None
        start = given.start(1) if given else start
        if (last and text[last[1] : start].isspace() and "\n" not in text[last[1] : start]) or (last and start < last[1]):
            last = (last[0], end)
            continue
        if last and not _is_body(text[slice(*last)]):
            yield last
        last = (start, end)
    if last and not _is_body(text[slice(*last)]):
        yield last


def _is_body(name: str) -> bool:
    """«Iowa State University», which the encoder may take for a person where one of it is named behind."""
    return name.split()[-1].lower() in word_lists().organisation


def _is_office(word: str) -> bool:
    return word in word_lists().offices or word.rpartition("-")[2] in word_lists().offices or word in word_lists().titles


def _is_calling(before: Sequence[str]) -> bool:
    """«Lifeguard Karim Saleh», whose calling is in no list: one capital that is no common word («If Saleh»)."""
    return len(before) == 1 and before[0][0].isupper() and before[0].lower() not in word_lists().common


def _is_aside(opening: str) -> bool:
    """Whether what stands before a sentence's first comma is no clause: «Across the corridor,», «Next door,»."""
    words = opening.split()
    return bool(words) and (words[0].lower() in word_class("preposition") or len(words) <= LONGEST_ASIDE)


def _ends_phrase(form: str, number: int) -> bool:
    """Whether a word before a name shows that it is no subject's: a preposition, a pronoun, a verb in the past («Vega met Ola
    Brun»); «Her press secretary Ola Brun» has none."""
    word = form.lower()
    if word in word_class("preposition"):
        return word != "of"
    past = word.endswith("ed") or (word[-1:].isalpha() and lemmas(word)[0] != word)
    verb = (number == 0 or form[0].islower()) and past and is_known(word) and not _is_office(word)
    return word in _subjects() or word in ";:()—–" or verb


def _is_silent(words: Sequence[str]) -> bool:
    """Whether a sentence tells that its subject says nothing, or cannot: «did not reply», «was killed»."""
    forms = {lemma for word in words for lemma in lemmas(word.lower().strip(".,;:!?…"))}
    return not forms.isdisjoint(listed("silent"))


@cache
def _subjects() -> frozenset[str]:
    """Words that are subjects by themselves, or begin a clause: «he», «when»."""
    return word_class("begins a clause") | word_lists().pronouns - word_class("possessive")


@cache
def _joins() -> frozenset[str]:
    return word_class("preposition") | word_class("joins a name")


@cache
def _others() -> re.Pattern[str]:
    """Pronouns for one person who neither speaks nor is spoken to: «he», «her»."""
    forms = [row[0] for row in entries("en", "pronouns") if row[1:3] == ("third", "singular")]
    return re.compile(rf"\b(?:{'|'.join(forms)})\b", re.IGNORECASE)
