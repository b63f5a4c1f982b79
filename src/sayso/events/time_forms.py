"""Words of a text -> the forms of time that they have ("<month> <day>", "<count> <units> ago"), with what stands in each place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from sayso.languages import entries
from sayso.languages.lexicon import month_numbers, zone_offsets

# A number's shape is a class of its own: "1989" may be a year or a count, "10:30" is a clock. "14th" is a shape of two classes.
_SHAPES: tuple[tuple[str, tuple[str, ...]], ...] = (
    (r"\d{4}-\d\d-\d\d", ("iso",)),
    (r"(?:[01]?\d|2[0-4])[:.][0-5]\d(?::[0-5]\d)?", ("clock",)),
    (r"[1-3]/[2-4]", ("fraction",)),
    (r"(?:1[5-9]|20)\d0['’]?s|['’‘]?[2-9]0['’]?s", ("decade",)),
    (r"(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)", ("nth", "monthday")),
    (r"\d{1,2}(?:st|nd|rd|th)", ("nth",)),
    (r"1[4-9]\d\d|20\d\d", ("year", "figure")),
    (r"0?[1-9]|[12]\d|3[01]", ("monthday", "figure")),
    (r"\d{1,3}(?:,\d{3})+|\d{1,4}(?:\.\d{1,2})?", ("figure",)),
    (r"q[1-4]", ("q-figure",)),
    (r"[ap]\.?m\.?", ("half-day",)),
)
_TOKEN = re.compile(
    r"\d{4}-\d\d-\d\d(?!\w)|\d{1,2}[:.]\d\d(?::\d\d)?(?![\w%])|[1-3]/[2-4](?!\w)|['’‘]?\d0['’]?s\b|\d{3}0['’]?s\b|"
    r"\d{1,3}(?:,\d{3})+(?![\d.])|\d{1,4}\.\d{1,2}(?![\d.])|\d{1,2}(?:st|nd|rd|th)\b|\d+(?=[ap]\.?m\b)|\d+\w*|"
    r"['’]s\b|o['’]clock|[ap]\.\s?m\b\.?|[^\W\d_]+\d?|\S",
    re.I,
)
_ANCHOR = re.compile(r"\d+|[^\W\d_]+")
_CAPITAL = frozenset({"weekday", "short-weekday", "weekdays", "month", "short-month", "sure-month"})
_MAYBE_NAMES = frozenset({"may", "march", "april", "june", "august"})  # and verbs: no months by themselves
AROUND = 60  # code points before and behind a word of time in which its form may begin and end
_OTHER = "\x01"


@dataclass(frozen=True, slots=True)
class Found:
    """Words that have a form: what kind of time they name, and the words in each place, in small letters."""

    kind: str
    start: int
    end: int
    parts: dict[str, tuple[str, ...]]

    def __contains__(self, part: str) -> bool:
        return part in self.parts

    def word(self, part: str) -> str:
        """The words in one place, "" where there are none."""
        return " ".join(self.parts.get(part, ()))


@dataclass(frozen=True, slots=True)
class _Forms:
    """The language's forms, over symbols: each word of their vocabulary, and each shape of number, is one character."""

    symbols: dict[str, str]
    shapes: tuple[tuple[re.Pattern[str], str], ...]
    capital: frozenset[str]
    anchors: frozenset[str]
    any: re.Pattern[str]
    each: dict[str, tuple[str, re.Pattern[str]]]


def find_forms(text: str, start: int, end: int) -> Iterator[Found]:
    """The forms of time between two places of a text, in order; none stands within another.

    >>> [found.kind for found in find_forms("It rained on March 5, two days ago, and for a week.", 0, 51)]
    ['day', 'ago', 'length']
    """
    forms = _forms("en")
    for low, high in _windows(text, start, end, forms.anchors):
        yield from _in_window(text, low, high, forms)


def _windows(text: str, start: int, end: int, anchors: frozenset[str]) -> Iterator[tuple[int, int]]:
    """The stretches around words of time, none over another."""
    low = high = start
    for word in _ANCHOR.finditer(text, start, end):
        if not word[0][0].isdigit() and word[0].lower() not in anchors:
            continue
        if word.start() - AROUND > high:
            if high > low:
                yield low, high
            low = max(high, text.rfind(" ", start, max(start, word.start() - AROUND)) + 1)
        high = min(end, word.end() + AROUND)
    if high > low:
        yield low, high


def _in_window(text: str, low: int, high: int, forms: _Forms) -> Iterator[Found]:
    tokens = list(_TOKEN.finditer(text, low, high))
    line = "".join(_symbol(token[0], forms) for token in tokens)
    place = 0
    while fit := forms.any.search(line, place):
        kind, pattern = forms.each[fit.lastgroup or ""]
        whole = pattern.match(line, fit.start())
        if whole is None:  # the same form, with names
            raise AssertionError(f"{kind}: the form does not fit itself")
        parts: dict[str, tuple[str, ...]] = {}
        for name, value in whole.groupdict().items():
            if value:
                words = tuple(token[0].lower() for token in tokens[slice(*whole.span(name))])
                parts[name] = words
                parts.setdefault(name.partition("__")[0], words)
        yield Found(kind, tokens[fit.start()].start(), tokens[fit.end() - 1].end(), parts)
        place = fit.end()


def _symbol(token: str, forms: _Forms) -> str:
    word = token.lower()
    symbol = forms.symbols.get(word)
    if symbol is not None:
        return _OTHER if word in forms.capital and token[0].islower() else symbol
    if word[0].isdigit() or word[-1] in "s1234m.":
        return next((symbol for shape, symbol in forms.shapes if shape.fullmatch(word)), _OTHER)
    return _OTHER


@cache
def time_words(code: str = "en") -> dict[str, dict[str, str]]:
    """The words of each class, with what they are worth: months and zones are classes too.

    >>> time_words()["unit"]["week"], time_words()["month"]["may"], time_words()["sure-month"].get("may")
    ('W', '5', None)
    """
    classes: dict[str, dict[str, str]] = {}
    for kind, word, *worth in entries(code, "time_words"):
        classes.setdefault(kind, {})[word] = worth[0] if worth else ""
    months = month_numbers(code)
    classes["month"] = {name: str(number) for name, number in months.items() if len(name) > 4 or name in ("may", "june", "july")}
    classes["short-month"] = {name: str(number) for name, number in months.items() if name not in classes["month"]}
    classes["sure-month"] = {name: number for name, number in classes["month"].items() if name not in _MAYBE_NAMES}
    classes["zone"] = dict.fromkeys([*zone_offsets(code), "et", "ct", "mt", "pt"], "")
    return classes


_ATOM = re.compile(r"<(?P<class>[\w-]+)>|(?P<name>[a-z]+):\(|(?P<form>[A-Z]+)\b|(?P<word>[^\W\d_]+(?:['’][a-z]+)?|['’]s|[-–,.%$%])|(?P<mark>[()|?*])|(?P<side>\[!?)|(?P<close>\])|(?P<blank>\s+)")

_SIDE = re.compile(r"\[!?([^\]]+)\]")


@cache
def holidays(code: str = "en") -> dict[str, str]:
    """Days that return each year, by name, with the rule of each; the longer names first.

    >>> holidays()["christmas"]
    '12-25'
    """
    rows = {name.replace("'s", " 's").replace(".", " ."): rule for name, rule in entries(code, "holidays")}
    return dict(sorted(rows.items(), key=lambda row: -len(row[0])))


@cache
def _forms(code: str) -> _Forms:
    classes, rows = time_words(code), entries(code, "time_forms")
    named = {name: form for name, form in rows if name.isupper()} | {"HOLIDAY": f"holiday:({'|'.join(holidays(code))})"}
    forms = [form for _, form in rows] + [named["HOLIDAY"]]
    vocabulary = {word for words in classes.values() for word in words}
    vocabulary |= {atom["word"] for form in forms for atom in _ATOM.finditer(form) if atom["word"]}
    vocabulary |= {word for form in forms for side in _SIDE.findall(form) for word in side.split("|") if word[0] != "<"}
    symbols = {word: chr(0x100 + number) for number, word in enumerate(sorted(vocabulary))}
    shapes = tuple((re.compile(shape), chr(0x80 + number)) for number, (shape, _) in enumerate(_SHAPES))
    sets = {kind: "".join(symbols[word] for word in words) for kind, words in classes.items()}
    for number, (_, kinds) in enumerate(_SHAPES):
        for kind in kinds:
            sets[kind] = sets.get(kind, "") + chr(0x80 + number)
    grammar = _Grammar(sets, symbols, named)
    each = {f"f{number}": (kind, form) for number, (kind, form) in enumerate(rows) if not kind.isupper()}
    return _Forms(
        symbols,
        shapes,
        frozenset(word for kind in _CAPITAL for word in classes[kind]),
        frozenset(word for kind, words in classes.items() if kind not in _SMALL for word in words)
        | {word for name in holidays(code) for word in name.split() if len(word) > 3},
        re.compile("|".join(f"(?P<{name}>{grammar.pattern(form, names=False)})" for name, (_, form) in each.items())),
        {name: (kind, re.compile(grammar.pattern(form, names=True))) for name, (kind, form) in each.items()},
    )


_SMALL = frozenset({"ones", "teens", "tens", "hundreds", "ordinal", "zone"})  # classes that alone are no sign of a time


@dataclass(frozen=True, slots=True)
class _Grammar:
    """How a form is written as a pattern over symbols."""

    sets: dict[str, str]
    symbols: dict[str, str]
    named: dict[str, str]

    def pattern(self, form: str, names: bool) -> str:
        """The pattern of a form, its places named or not; a name that returns is told by a number."""
        form = re.sub(r"\b[A-Z]+\b", lambda found: self._whole(found[0]), form)
        out: list[str] = []
        seen: dict[str, int] = {}
        depth: list[bool] = []  # of each open parenthesis, whether it has a name
        side = ""
        place = 0
        while place < len(form):
            atom = _ATOM.match(form, place)
            if atom is None:
                raise ValueError(f"{form!r} is no form of time, at {form[place:]!r}")
            if atom["side"]:
                close = form.index("]", place)
                out.append(self._beside(form[atom.end() : close], atom["side"] == "[!", before=form[close + 1 :].lstrip()[:1] not in ("", ")", "|")))
                place = close + 1
                continue
            if atom["class"] or atom["name"]:
                name = (atom["class"] or atom["name"]).replace("-", "_")
                named = names and not any(depth)
                seen[name] = seen.get(name, 0) + named
                open = f"(?P<{name}{'' if seen[name] < 2 else f'__{seen[name]}'}>" if named else "(?:"
                out.append(open if atom["name"] else f"{open}[{self.sets[atom['class']]}])")
                if atom["name"]:
                    depth.append(True)
            elif atom["word"]:
                out.append(self.symbols[atom["word"]])
            elif atom["mark"] == "(":
                out.append("(?:")
                depth.append(False)
            elif atom["mark"]:
                out.append(atom["mark"])
                if atom["mark"] == ")":
                    depth.pop()
            place = atom.end()
        return "".join(out)

    def _whole(self, name: str) -> str:
        return "(" + re.sub(r"\b[A-Z]+\b", lambda found: self._whole(found[0]), self.named[name]) + ")"

    def _beside(self, words: str, none: bool, before: bool) -> str:
        sets = (self.sets[word[1:-1]] if word[0] == "<" else self.symbols.get(word, "") for word in words.split("|"))
        return f"(?{'<' if before else ''}{'!' if none else '='}[{re.escape(''.join(sets))}])"
