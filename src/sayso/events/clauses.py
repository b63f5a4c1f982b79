"""A sentence of the text -> its words, what each does in its clause, and the noun phrases that they make."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from sayso.attribution import Extent
from sayso.events.frames import is_listed_verb, modifying
from sayso.languages import entries
from sayso.languages.lexicon import word_lists
from sayso.statements import lemmas, role_of

_WORD = re.compile(
    r"(?:[^\W\d_]\.){2,}|[^\W_]+(?:(?:[-‐‑&/]\u2060?|['’](?!(?:s|S|ll|d|ve|re|m)\b)|[.,](?=\d))[^\W_]+)*|['’](?:[sS]|ll|d|ve|re|m)\b|[^\w\s]"
)
_NAMES = frozenset(("US", "IT", "WHO"))  # in capitals no pronouns
_OWNS = ("'s", "’s")
_INITIAL = re.compile(r"[A-Z]|Jr|Sr|Mr|Mrs|Ms|Dr|St|Gen|Gov|Sen|Rep|Lt|Col")
_ABOUT = frozenset(("over", "about", "around", "under"))
_LOOKED_AT = _ABOUT | {"'", "’", "more", "her"}
_LEAD_TO_VERBS = frozenset(("to", "helps", "adverb"))
_SUBJECTS = frozenset(("i", "he", "she", "we", "they"))  # "from now on I will": no preposition is theirs
STOPS = frozenset((";", ":", "“", "”", '"', "—", "–", "--"))  # marks over which no clause goes on
_MODALS = frozenset(
    (
        *("will", "would", "shall", "should", "can", "could", "may", "might", "must", "'ll", "’ll"),
        *("do", "does", "did", "didn't", "won't", "wouldn't", "cannot"),
    )
)
_HAVE_OR_BE = frozenset(("had", "has", "have", "was", "were", "been", "be", "being"))
_IS = frozenset(("is", "are", "am", "was", "were", "'m", "'re", "'s"))
_OPENS_NOUN = frozenset(("determiner", "noun"))
_NOT_PAST = frozenset(("left", "set", "put", "hit", "cut", "cast", "shot", "read", "'s", "’s"))  # nouns and adjectives as often


@dataclass(frozen=True, slots=True)
class Chunk:
    """A noun phrase without what prepositions but "of" add to it: words ``first`` to ``last`` (half-open indices).

    ``before`` is the preposition that leads to it, "" where none does; ``joined`` whether "and" or a comma between two of a
    kind joins it to the one before.
    """

    first: int
    last: int
    before: str
    pronoun: bool = False


class Clauses:
    """A sentence's words as parallel lists, ``does`` saying what each does; offsets are code points into the text.

    ``cased`` is whether capitals tell names from words here.
    """

    def __init__(self, text: str, extent: Extent, times: list[Extent], *, cased: bool = True) -> None:
        self.text, self.cased = text, cased
        spans = [one.span() for one in _WORD.finditer(text, *extent)]
        self.starts = [start for start, _ in spans]
        self.ends = [end for _, end in spans]
        self.forms = [text[start:end] for start, end in spans]
        self.lower = [form.lower() for form in self.forms]
        self.does = [what_it_does(form) for form in self.forms]
        for at in [at for at, low in enumerate(self.lower) if low in _LOOKED_AT and 0 < at < len(spans) - 1]:
            self._tell_small_word(at)
        for start, end in times:
            if not modifying(text[start:end].lower()):  # "the recent visit": an adjective of its noun
                for at in range(bisect_left(self.starts, start), bisect_left(self.starts, end)):
                    self.does[at] = "time"
        self._tell_verbs()
        self.chunks = list(self._chunks())
        self.chunk_at = {at: chunk for chunk in self.chunks for at in range(chunk.first, chunk.last)}

    def _tell_small_word(self, at: int) -> None:
        """What a small word does by the words beside it."""
        low, behind = self.lower[at], self.lower[at + 1]
        if low in "'’" and self.ends[at - 1] == self.starts[at] and self.lower[at - 1].endswith("s"):
            self.does[at] = "owns"  # "the leaders' meeting"
        elif low == "more" and behind == "than":
            self.does[at : at + 2] = ["determiner", "determiner"]
        elif low in _ABOUT and behind.replace(",", "").isdigit():
            self.does[at] = "determiner"  # "over 40 officials"
        elif low == "her" and self.does[at + 1] == "noun":
            self.does[at] = "determiner"

    def extent(self, first: int, last: int) -> Extent:
        """Where the words ``first`` to ``last`` (half-open) stand."""
        return self.starts[first], self.ends[last - 1]

    def words(self, first: int, last: int) -> str:
        """These words as they are written."""
        return self.text[self.starts[first] : self.ends[last - 1]]

    def _tell_verbs(self) -> None:
        """«The leaders met», "they discussed", "to discuss it"; «a planned visit» and "the working meeting" have none."""
        before = ""
        for at, low in enumerate(self.lower):
            does = self.does[at]
            if does == "noun" and (before in _LEAD_TO_VERBS or verb_form(low)) and self._is_verb(at, low):
                self.does[at] = does = "verb"
            before = "to" if low == "to" else does

    def _is_verb(self, at: int, low: str) -> bool:
        if not self.forms[at][0].islower():
            return at == 0 and low.endswith("ing") and is_listed_verb(low)  # "Taking part in the meeting were …"
        if self._is_modifier(at):
            return False
        if low in _NOT_PAST and self.lower[at - 1] in _HAVE_OR_BE:
            return True  # "had left", "was hit"
        form = verb_form(low)
        if form in ("past", "doing") or self._is_helped(at) or self._is_continuous(at, low):
            return True
        if at and self.lower[at - 1] == "to":
            return self._may_be_infinitive(at)
        return form == "listed" and self._is_present(at)

    def _is_modifier(self, at: int) -> bool:
        """«A planned visit», "Vega's extended meeting": behind an article or an owner, with a noun or "of" right behind."""
        of = self.lower[at].endswith("ing") and self.lower[at + 1 : at + 2] == ["of"]  # "the passing of"
        if self.does[at + 1 : at + 2] != ["noun"] and not of:
            return False
        before = self.does[at - 1] if at else ""
        return before in ("determiner", "owns") or (before == "adverb" and self._opened(at - 2))

    def _is_continuous(self, at: int, low: str) -> bool:
        """«I'm | meeting | the growers», "are | briefing | reporters": a noun's form behind "is", with whom right behind it."""
        if not low.endswith("ing") or not at or self.lower[at - 1].replace("’", "'") not in _IS:
            return False
        behind = self.does[at + 1] if at + 1 < len(self.does) else ""
        return behind in ("determiner", "pronoun") or (behind == "noun" and self.forms[at + 1][0].isupper())

    def _is_helped(self, at: int) -> bool:
        """«Will | gather», "did not | meet"."""
        at -= 1
        while at > 0 and (self.does[at] == "adverb" or self.lower[at] in ("not", "never")):
            at -= 1
        return at >= 0 and self.lower[at] in _MODALS

    def _may_be_infinitive(self, at: int) -> bool:
        low, behind = self.lower[at], self.does[at + 1] if at + 1 < len(self.does) else ""
        if (low.endswith("s") and not low.endswith("ss")) or role_of(low) == "people":
            return False
        return is_listed_verb(low) or behind in ("determiner", "pronoun", "before", "opens", "noun")

    def _is_present(self, at: int) -> bool:
        """«President Biden | looks forward», "Orr | plans to"."""
        before = self.forms[at - 1] if at and self.does[at - 1] in ("noun", "pronoun") else ""
        if not before or not (before[0].isupper() or before.endswith("s") or self.does[at - 1] == "pronoun"):
            return False
        behind = self.does[at + 1] if at + 1 < len(self.does) else ""
        named = behind == "noun" and self.forms[at + 1][0].isupper() and self.lower[at].endswith("s")  # "Orr meets Marr"
        return named or self.does[at - 1] == "pronoun" or behind in ("before", "determiner", "adverb", "opens")

    def _opened(self, at: int) -> bool:
        return at >= 0 and self.does[at] in ("determiner", "owns")

    def _chunks(self) -> Iterator[Chunk]:
        at, size = 0, len(self.lower)
        while at < size:
            does = self.does[at]
            if does == "pronoun":
                yield Chunk(at, at + 1, "" if self.lower[at] in _SUBJECTS else self._before(at), pronoun=True)
                at += 1
            elif does in _OPENS_NOUN or (does == "time" and self._owns(at)):
                last = self._end(at)
                if last > at:
                    yield Chunk(at, last, self._before(at))
                at = max(last, at + 1)
            else:
                at += 1

    def _owns(self, at: int) -> bool:
        """«Sunday's | call»: whether a time is the owner of what follows."""
        while at < len(self.does) and self.does[at] == "time":
            at += 1
        return self.does[at : at + 1] == ["owns"]

    def _before(self, at: int) -> str:
        """The preposition right before a phrase."""
        return self.lower[at - 1] if at and self.does[at - 1] == "before" else ""

    def _end(self, at: int) -> int:
        """Where the noun phrase that begins at a word ends: behind its noun, and what "of" adds."""
        size, noun = len(self.lower), 0
        while at < size:
            does = self.does[at]
            if does == "noun":
                at += 1
                noun = at
            elif does == "time" and (not noun or (self._owns(at) and self.lower[at - 1] == "of")):
                at += 1
                noun = at if self.does[at : at + 1] == ["owns"] else noun
            elif noun == at and at + 1 < size and (more := self._more_of_name(at)):
                at += more
                noun = at if self.does[at - 1] == "mark" else noun
            elif self._goes_on(at, noun):
                at += 1
            else:
                break
        return noun

    def _goes_on(self, at: int, noun: int) -> bool:
        """Whether a small word leads on to more of the phrase: "the", an owner's mark, "of"."""
        does, low = self.does[at], self.lower[at]
        if does == "determiner":
            return not noun or self.lower[at - 1] == "of"
        if does == "owns":
            return bool(noun)
        return low == "of" and bool(noun) and self.does[at + 1 : at + 2] != [] and self.does[at + 1] in _OPENS_NOUN

    def _more_of_name(self, at: int) -> int:
        """How many words a name or office goes on by a mark or "for": "Jo R. Vega", "Vega, Jr", "Board (HB)", "Adviser for"."""
        low, before = self.lower[at], self.forms[at - 1]
        if low == ".":
            return bool(_INITIAL.fullmatch(before))
        if low == ",":
            return self.forms[at + 1] in ("Jr", "Sr")
        if low == "(":
            return 3 if self.lower[at + 2 : at + 3] == [")"] else 0
        if low == "for":
            return self.forms[at + 1][0].isupper() and before[0].isupper() and is_people(self.lower[at - 1])
        return low in ("-", "–", "/") and self.ends[at - 1] == self.starts[at]


_NAMED = "noun"
_NOUNS_IN_LY = frozenset(
    ("july", "family", "assembly", "early", "italy", "ally", "rally", "reply", "supply", "friendly", "elderly")
)
_THINGS = frozenset(
    ("meeting", "gathering", "briefing", "building", "bombing", "shelling", "shooting", "hearing", "nothing", "something",
     "anything", "everything", "king", "spring", "morning", "evening", "working", "sitting", "leading", "upcoming", "ongoing",
     "forthcoming", "funding", "training", "convening", "convening", "sentencing", "ruling", "filing", "during", "coming"),
)  # fmt: skip


@cache
def _small_words() -> dict[str, str]:
    return {row[0]: row[1] for row in entries("en", "clause_words")}


@lru_cache(maxsize=32768)
def what_it_does(form: str) -> str:
    """What a word does: a class of the list, "mark", or "noun" for all others; "US" in capitals is no pronoun.

    >>> what_it_does("With"), what_it_does("treaty"), what_it_does("jointly"), what_it_does(","), what_it_does("US")
    ('before', 'noun', 'adverb', 'mark', 'noun')
    """
    if form in _NAMES:
        return _NAMED
    low = form.lower()
    known = _small_words().get(low.replace("’", "'"))
    if known:
        return known
    if low in _OWNS:
        return "owns"
    if not low[0].isalnum():
        return "mark"
    return "adverb" if low.endswith("ly") and low not in _NOUNS_IN_LY else "noun"


@lru_cache(maxsize=16384)
def is_past(low: str) -> bool:
    """Whether a word may be a verb's past form or participle: "signed", "met".

    >>> is_past("signed"), is_past("met"), is_past("left"), is_past("treaty")
    (True, True, False, False)
    """
    if low.endswith("ed"):
        return len(low) > 4 and low not in ("united", "hundred", "indeed", "exceed", "proceed", "succeed", "speed", "sacred")
    return low not in _NOT_PAST and not low.endswith("s") and lemmas(low)[0] != low and not low.endswith("ing")


@lru_cache(maxsize=16384)
def verb_form(low: str) -> str:
    """What form of a verb a word in small letters may be: "past", "doing", "listed" for others of the lists' verbs, or ""."""
    if low.endswith("ing"):
        return "" if low in _THINGS else "doing"
    return "past" if is_past(low) else "listed" if is_listed_verb(low) else ""


def is_people(head: str) -> bool:
    """Whether a noun means people or a body of them.

    >>> is_people("leaders"), is_people("mayor"), is_people("delegation"), is_people("plans")
    (True, True, True, False)
    """
    lists = word_lists()
    several = head.removesuffix("s")
    return head in lists.groups or head in lists.offices or several in lists.offices or head in lists.organisation
