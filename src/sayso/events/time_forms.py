"""Words of a text -> the forms of time that they have ("<month> <monthday>", "<unit> ago"), with what stands in each place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache, lru_cache
from itertools import chain

from sayso.events.form_grammar import Form, Grammar, any_of, numbered, words_of
from sayso.events.time_words import holidays, time_words
from sayso.languages import entries

# A number's shape is a class of its own: "1989" may be a year or a count, "10:30" is a clock. "14th" is of two classes.
_SHAPES: tuple[tuple[str, tuple[str, ...]], ...] = (
    (r"\d{4}-\d\d-\d\d", ("iso",)),
    (r"(?:[01]?\d|2[0-4])[:.][0-5]\d(?::[0-5]\d)?", ("clock",)),
    (r"\d{1,2}([/.-])\d{1,2}\1(?:19|20)\d\d", ("slashed",)),
    (r"[1-3]/[2-4]", ("fraction",)),
    (r"(?:1[5-9]|20)\d0['’]?s|['’‘]?[2-9]0['’]?s", ("decade",)),
    (r"(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)", ("nth", "monthday")),
    (r"\d{1,2}(?:st|nd|rd|th)", ("nth",)),
    (r"1[4-9]\d\d|20\d\d", ("year", "figure")),
    (r"0?[1-9]|[12]\d|3[01]", ("monthday", "figure")),
    (r"\d{1,3}(?:,\d{3})+|\d{1,4}(?:\.\d{1,2})?", ("figure",)),
    (r"q[1-4]", ("q-figure",)),
    (r"[ap]\.?\s?m\.?", ("half-day",)),
)
_TOKEN = re.compile(
    r"\d{4}-\d\d-\d\d(?!\w)|\d{1,2}([/.-])\d{1,2}\1(?:19|20)\d\d(?!\w)|\d{1,2}[:.]\d\d(?::\d\d)?(?![\w%])|[1-3]/[2-4](?!\w)|['’‘]?\d0['’]?s\b|\d{3}0['’]?s\b|"
    r"\d{1,3}(?:,\d{3})+(?![\d.])|\d{1,4}\.\d{1,2}(?!\d)|\d{1,2}(?:st|nd|rd|th)\b|\d+(?=[ap]\.?m\b)|\d+\w*|"
    r"['’]s\b|o['’]clock|[ap]\.\s?m\b\.?|[^\W\d_]+\d?|-{2,}|\S",
    re.I,
)
_CAPITAL = frozenset({"weekday", "short-weekday", "weekdays", "month", "short-month", "sure-month"})
_NO_SIGN = frozenset({"ones", "teens", "tens", "hundreds", "ordinal", "zone"})  # classes whose words are no sign of a time
BEFORE, BEHIND = 48, 36  # code points around a sign of time in which its form may begin and end
_MOST = 8  # words of a form before its first sign: "no more than twenty - two consecutive | days"
_OTHER = "\x01"


@dataclass(frozen=True, slots=True)
class Found:
    """Words that have a form: what kind of time they name, and the words in each place, in small letters."""

    kind: str
    start: int
    end: int
    parts: dict[str, tuple[str, ...]]
    row: int  # of the form, in the list

    def __contains__(self, part: str) -> bool:
        return part in self.parts

    def word(self, part: str) -> str:
        """The words in one place, "" where there are none."""
        return " ".join(self.parts.get(part, ()))


@dataclass(slots=True)
class _Forms:
    """The language's forms, over symbols: each word of their vocabulary, and each shape of number, is one character."""

    symbols: dict[str, str]
    shapes: tuple[tuple[re.Pattern[str], str], ...]
    capital: frozenset[str]
    sign: re.Pattern[str]  # a word of time or a number, with the mark before it
    signs: frozenset[str]  # their symbols
    forms: tuple[tuple[str, Form], ...]
    patterns: dict[int, re.Pattern[str]] = field(default_factory=dict)
    chosen: dict[str, tuple[int, ...]] = field(default_factory=dict)

    def that_fit(self, first: str, sign: str) -> tuple[int, ...]:
        """The forms that can begin with one symbol and have another as their first sign, in the order of the list."""
        fit = self.chosen.get(first + sign)
        if fit is None:
            rows = enumerate(self.forms)
            fit = tuple(number for number, (_, form) in rows if first in form.first and sign in form.signs)
            self.chosen[first + sign] = fit
        return fit

    def pattern(self, number: int) -> re.Pattern[str]:
        """A form's pattern; most texts need a few of them."""
        if number not in self.patterns:
            self.patterns[number] = re.compile(numbered(self.forms[number][1].pattern))
        return self.patterns[number]


def find_forms(text: str, start: int, end: int) -> Iterator[Found]:
    """The forms of time between two places of a text, in order; none stands within another.

    >>> [found.kind for found in find_forms("It rained on March 5, two days ago, and for a week.", 0, 51)]
    ['day', 'ago', 'length']
    """
    forms = _forms("en")
    for low, high in _windows(text, start, end, forms.sign):
        yield from _in_window(text, low, high, forms)


def _windows(text: str, start: int, end: int, sign: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    """The stretches around signs of time, none over another."""
    low = high = start
    at_first = sign.match(f" {text[:BEFORE]}") if start == 0 else None  # no mark stands before the text's first word
    for word in chain([at_first] if at_first else (), sign.finditer(text, max(0, start - 1), end)):
        if word.start() - BEFORE > high:
            if high > low:
                yield low, high
            low = max(high, text.rfind(" ", start, word.start() - BEFORE) + 1)
        high = min(end, word.end() + BEHIND)
    if high > low:
        yield low, high


def _in_window(text: str, low: int, high: int, forms: _Forms) -> Iterator[Found]:
    tokens = [(token[0], token.start()) for token in _TOKEN.finditer(text, low, high)]
    line = "".join([_symbol(token) for token, _ in tokens])
    place = 0
    for sign, symbol in enumerate(line):
        if symbol not in forms.signs:
            continue
        place = max(place, sign - _MOST)
        while place <= sign:
            fit = _fit(line, place, symbol, forms) if line[place] != _OTHER else None
            if fit is None:
                place += 1
                continue
            row, found = fit
            place = found.end()
            last, start = tokens[place - 1]
            yield Found(forms.forms[row][0], tokens[found.start()][1], start + len(last), _parts(found, tokens), row)


def _fit(line: str, place: int, sign: str, forms: _Forms) -> tuple[int, re.Match[str]] | None:
    for row in forms.that_fit(line[place], sign):
        found = forms.pattern(row).match(line, place)
        if found:
            return row, found
    return None


def _parts(found: re.Match[str], tokens: list[tuple[str, int]]) -> dict[str, tuple[str, ...]]:
    """The words in each place; where a name returns, its first words go by it, and the second ones by it and a number."""
    parts: dict[str, tuple[str, ...]] = {}
    for name, symbols in found.groupdict().items():
        if symbols:
            words = tuple(token.lower() for token, _ in tokens[slice(*found.span(name))])
            parts[name] = words
            parts.setdefault(name.partition("__")[0], words)
    return parts


@lru_cache(maxsize=8192)
def _symbol(token: str) -> str:
    forms, word = _forms("en"), token.lower()
    symbol = forms.symbols.get(word)
    if symbol is not None:
        return _OTHER if word in forms.capital and token[0].islower() else symbol
    if word[0].isdigit() or word[-1] in "s1234m.":
        return next((symbol for shape, symbol in forms.shapes if shape.fullmatch(word)), _OTHER)
    return _OTHER


@cache
def _forms(code: str) -> _Forms:
    classes, rows = time_words(code), entries(code, "time_forms")
    named: dict[str, str | Form] = {name: form for name, form in rows if name.isupper()}
    named["HOLIDAY"] = f"holiday:({'|'.join(holidays(code))})"
    vocabulary = {word for words in classes.values() for word in words}
    vocabulary |= {word for form in (*dict(named).values(), *(form for _, form in rows)) for word in words_of(str(form))}
    symbols = {word: chr(0x100 + number) for number, word in enumerate(sorted(vocabulary))}
    sets = {kind: "".join(symbols[word] for word in words) for kind, words in classes.items()}
    shapes = []
    for number, (shape, kinds) in enumerate(_SHAPES):
        shapes.append((re.compile(shape), chr(0x80 + number)))
        for kind in kinds:
            sets[kind] = sets.get(kind, "") + chr(0x80 + number)
    signs = frozenset(word for kind, words in classes.items() if kind not in _NO_SIGN for word in words)
    signs |= {word for name in holidays(code) for word in name.split() if len(word) > 3}
    sign_symbols = frozenset(symbols[word] for word in signs) | {symbol for _, symbol in shapes}
    grammar = Grammar(symbols, sets, named, sign_symbols)
    return _Forms(
        symbols,
        tuple(shapes),
        frozenset(word for kind in _CAPITAL for word in classes[kind]),
        re.compile(rf"[^\w](?:{any_of({form for word in signs for form in (word, word.capitalize(), word.upper())})}\b|\d)"),
        sign_symbols,
        tuple((kind, grammar.form(form)) for kind, form in rows if not kind.isupper()),
    )
