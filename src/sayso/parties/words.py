"""Article -> its words: where each one stands, in which sentence, paragraph and quotation."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import cached_property

from sayso.languages import abbreviations
from sayso.languages.lexicon import word_lists
from sayso.record import Article
from sayso.statements import find_quotations, outermost

# "U.S." | a word with inner hyphens, apostrophes, ampersands (O'Brien, al-Sharif, AT&T) | what is cut off a word ('s, 'll) |
# any other mark
_WORD = re.compile(
    r"(?:[^\W\d_]\.){2,}|\w+(?:(?:[-‐‑&]|['’](?!(?:[sSdm]|ll|re|ve)\b))\w+)*|['’](?:[sSdm]|ll|re|ve)\b|[^\w\s]",
)
# The party and the state of a politician: R-Fla
_TAG = re.compile(r"[A-Z]-[A-Z][a-z]+")
_ENDS = frozenset(".!?…")
_AFTER_END = frozenset("\"'”’»)]")


@dataclass(frozen=True)
class Words:
    """An article's words and marks in order, as parallel lists; offsets are code points into ``text``.

    ``sentence`` and ``paragraph`` number from 0; ``quote`` is 0 outside quotation marks, else the number of the quotation.
    """

    text: str
    forms: list[str]
    starts: list[int]
    ends: list[int]
    sentence: list[int]
    paragraph: list[int]
    quote: list[int]
    cased: list[bool]  # whether capitals tell names from words here; False in headlines written In Capitals

    def at(self, offset: int) -> int:
        """The index of the first word that starts at ``offset`` or after it."""
        return bisect_left(self.starts, offset)

    def within(self, start: int, end: int) -> range:
        """The indices of the words that start in this stretch."""
        return range(bisect_left(self.starts, start), bisect_left(self.starts, end))

    @cached_property
    def lower(self) -> list[str]:
        return [form.lower() for form in self.forms]

    @cached_property
    def small(self) -> frozenset[str]:
        """The words that stand in small letters somewhere."""
        return frozenset(form for form in self.forms if form.islower())


def split_words(article: Article) -> Words:
    """All words of the article's paragraphs, or of its whole text where it has none. Linear in the text's length.

    >>> split_words(Article(id="a", text="Dr. Vega's here. So?", paragraphs=())).forms
    ['Dr', '.', 'Vega', "'s", 'here', '.', 'So', '?']
    """
    text = article.text
    blocks = [(p.start, p.end, p.kind) for p in article.paragraphs if p.end > p.start] or [(0, len(text), "body")]
    words = Words(text, [], [], [], [], [], [], [])
    quotations = outermost(find_quotations(text, [(start, end) for start, end, _ in blocks]))
    inner = [(start, end, number) for number, q in enumerate(quotations, 1) for start, end in q.inner]
    sentence = 0
    for number, (start, end, kind) in enumerate(blocks):
        sentence = _read_block(words, start, end, number, sentence, kind) + 1
    _case_titled(words)
    _number_quotations(words, sorted(inner))
    return words


def _read_block(words: Words, start: int, end: int, number: int, sentence: int, kind: str) -> int:
    """Append one paragraph's words; give back the number of its last sentence."""
    spans = [match.span() for match in _WORD.finditer(words.text, start, end)]
    forms = [words.text[first:last] for first, last in spans]
    words.forms.extend(forms)
    words.starts.extend([first for first, _ in spans])
    words.ends.extend([last for _, last in spans])
    words.paragraph.extend([number] * len(forms))
    words.quote.extend([0] * len(forms))
    words.cased.extend([not _title_case(forms, kind)] * len(forms))
    done = 0
    for stop in _stops(forms):
        words.sentence.extend([sentence] * (stop - done))
        sentence, done = sentence + (stop < len(forms)), stop
    words.sentence.extend([sentence] * (len(forms) - done))
    return sentence


def _stops(forms: list[str]) -> list[int]:
    """Where sentences end: behind their marks and the quotation marks that follow."""
    short = abbreviations()
    found: list[int] = []
    for index in [i for i, form in enumerate(forms) if form in _ENDS]:
        before = forms[index - 1] if index else ""
        if forms[index] == "." and (before.lower() in short or (len(before) == 1 and before.isupper())):
            continue
        stop = index + 1
        while stop < len(forms) and forms[stop] in _AFTER_END:
            stop += 1
        if forms[index] == "." and _TAG.fullmatch(before) and stop < len(forms) and not forms[stop][0].isupper():
            continue  # "Ana Vega (R-Fla.) said"
        if stop == len(forms) or forms[stop] not in _ENDS:
            found.append(stop)
    return found


def _title_case(forms: list[str], kind: str) -> bool:
    """Whether capitals tell nothing here: «Storm Hits Old Harbour», and neither «Vega said so.» nor «Photo: Ana Vega»."""
    long = [form for form in forms if len(form) > 3 and form[0].isalpha()]
    capitals = [form for form in long if form[0].isupper()]
    if len(capitals) <= 0.7 * len(long) or len(capitals) < 3:
        return False
    plain = sum(form.lower() in word_lists().common for form in capitals[1:])
    return plain > (kind in ("body", "caption"))


def _case_titled(words: Words) -> None:
    """Take a surname behind a title for a name in a headline written In Capitals, where the text has it nowhere else.

    «President | Vega’s | Meeting With Growers», over a text that says "the President": what the text has too is known there.
    """
    told = {form.lower() for form, cased in zip(words.forms, words.cased, strict=True) if cased}
    for at in [at for at, cased in enumerate(words.cased) if at and not cased]:
        if words.lower[at] not in told and _is_titled(words, at):
            words.cased[at] = True


def _is_titled(words: Words, at: int) -> bool:
    """Whether a word stands behind a title, begins no longer name, and is no common one: not "Minister Visits Orr"."""
    lists = word_lists()
    form, before = words.forms[at], words.forms[at - 1]
    low = form.lower()
    if (
        not form[0].isupper()
        or not form.isalpha()
        or low in lists.common
        or low in lists.offices
        or low.endswith(("ed", "ing"))
    ):
        return False
    behind = words.forms[at + 1] if at + 1 < len(words.forms) else "."
    return before[0].isupper() and before.lower() in lists.ranks and not behind[0].isupper()


def _number_quotations(words: Words, inner: list[tuple[int, int, int]]) -> None:
    for start, end, number in inner:
        for index in words.within(start, end):
            words.quote[index] = number
