"""A tag-stripped dump -> its lines, each with what it is by its form: an address, a time, code, a phrase, a sentence."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Literal

from sayso.articles.composition import clean
from sayso.languages import listed

Form = Literal[
    "address", "image", "time", "date", "selector", "email", "phone", "number", "locale", "type", "code", "mark", "interface",
    "phrase", "sentence",
]  # fmt: skip
MACHINE: frozenset[Form] = frozenset(
    ("address", "image", "time", "selector", "email", "phone", "number", "locale", "type", "code")
)

# Where a page's title ends and its outlet's name begins: "Rain in Sel | Port Post".
TITLE_TAIL = re.compile(r"\s+[-–—|·•]\s+(?=[^-–—|·•]+$)")

# Forms are matched on short lines only, so that a line of 100 MB costs one look at its length, and at marks that it opens with.
_SHORT = 400

_IMAGE = re.compile(r"(?:https?:/|\.{0,2})/\S+?\.(?:jpe?g|png|gif|webp|avif|svg)(?:[?!:/]\S*)?|data:image/\S{1,300}.*", re.I)
_ADDRESS = re.compile(
    r"(?:https?:|ftp:|mailto:)?//\S+|www\.\S+|(?:[\w-]+\.)+(?:com|org|net|co|uk|de|fr|info)(?:/\S*)?"
    r"|(?:javascript|mailto|tel|sms|whatsapp):\S+|(?!/html\b|\S*[\[@])\.{0,2}/[\w%~.?#-]\S*|[\w%~.-]+(?:/[\w%~.-]+)*\.(?:html?|php|aspx?)(?:[?#]\S*)?",
    re.I,
)
_TIME = re.compile(r"\d{4}-\d\d-\d\dT?(?: ?\d\d:?\d\d(?::?\d\d(?:[.,]\d+)?)? ?(?:Z|UTC|GMT|[+-]\d\d:?\d\d)?)?")
_SELECTOR = re.compile(
    r"/{1,2}(?:html|head|body|meta|title|div|article|main|section|h1)\b[^\s]*(?:\[@?.*\]|/@?\w+).*|/html\S*"
    r"|[.#][A-Za-z][\w-]*(?:[ >~+.#][\w .#>~+-]*)?"
)
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_PHONE = re.compile(r"(?:tel:|phone:)?\s*\+?[\d ()./-]{7,24}", re.I)
_NUMBER = re.compile(r"[\d\s.,:%/x×+-]+(?:px|k|m)?", re.I)
_LOCALE = re.compile(r"[a-z]{2}[_-][A-Z]{2}|UTF-8", re.I)
_CODE = re.compile(
    r"[{}]|\bfunction\s*\(|\bvar [\w$]+\s*=|;\s*$|=>|\)\s*;|[\w-]+\s*:\s*[#\d.]+(?:px|em|rem|%|s)\b"
    r"|^\s*(?://|/\*|\*/|<!--|-->|<!|\[if |\]>|!\[)"
    r"|^[\"'][\w@ -]+[\"']\s*:|^[\w.$]+\([^)]*\)$|^[\w.$]+\s*=\s*\S|^@media\b|</?\w+[^>]*>|^[\]\[(),;]+$"
)
_MARK = re.compile(r"[\W_]+")
_DATE_HINT = re.compile(r"\b(?:19|20)\d\d\b|\b\d{1,2}[:.]\d\d\b|\b\d{1,2}/\d{1,2}\b|\d{4}年|\bago\b")
_LETTER = re.compile(r"[^\W\d_]")
_STOP = re.compile(r"[.!?…。！？؟।][\"'”’»›“)\]」』]*$")
_WIDE = re.compile("[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a dump: its words, its form, and whether an empty line stands before it."""

    text: str
    form: Form
    gap: bool = False


@cache
def interface_words() -> frozenset[str]:
    """Words that a page's buttons, menus and boxes say ("share", "read more"), squashed to lower case without marks."""
    return frozenset(map(plain, listed("interface")))


def schema_types() -> frozenset[str]:
    """Names of schema.org types that linked data leaves in a dump ("NewsArticle")."""
    return listed("schema_types")


def plain(words: str) -> str:
    """Lower case, letters and digits alone, one space between words.

    >>> plain("Read more »")
    'read more'
    """
    return " ".join(_WORD.findall(words.lower()))


def words_in(text: str) -> int:
    """How many words a text has; two wide characters (Chinese, Japanese) count as one word.

    >>> words_in("It rained."), words_in("雨が降った。")
    (2, 3)
    """
    wide = len(_WIDE.findall(text))
    if wide * 2 > len(text):
        return (wide + 1) // 2
    return text.count(" ") + 1 if text else 0


def is_stopped(text: str) -> bool:
    """Whether a text ends as a sentence does: a final stop, with any closing marks after it."""
    return bool(_STOP.search(text[-8:]))


def form_of(text: str) -> Form:
    """What a line is, by its form alone.

    >>> [form_of(t) for t in ("https://a.example/b", "2031-03-14T09:20+0100", "en_GB", "Share", "It rained all day in Sel.")]
    ['address', 'time', 'locale', 'interface', 'sentence']
    """
    if len(text) > _SHORT:
        if _MARK.fullmatch(text):
            return "mark"
        return "code" if _mostly_code(text) else "sentence"
    machine = _machine_form(text)
    if machine:
        return machine
    if plain(text) in interface_words():
        return "interface"
    words = words_in(text)
    if words <= 14 and _DATE_HINT.search(text) and not is_stopped(text):
        return "date"
    return "sentence" if words >= 4 and is_stopped(text) else "phrase"


def _machine_form(text: str) -> Form | None:
    patterns: tuple[tuple[Form, re.Pattern[str]], ...] = (
        ("image", _IMAGE), ("address", _ADDRESS), ("time", _TIME), ("email", _EMAIL), ("locale", _LOCALE),
        ("number", _NUMBER), ("phone", _PHONE), ("selector", _SELECTOR), ("mark", _MARK),
    )  # fmt: skip
    for form, pattern in patterns:
        if pattern.fullmatch(text):
            return "mark" if form == "number" and not any(c.isdigit() for c in text) else form
    if text in schema_types():
        return "type"
    if _CODE.search(text) and _mostly_code(text):
        return "code"
    return None


# Data as JSON has it, whatever it holds: {"id": 7, …, [{"@type": "Person", …
_DATA = re.compile(r"\s*(?:\[\s*)?\{\s*\\?[\"'][\w@:. -]{1,60}\\?[\"']\s*:")


def _mostly_code(text: str) -> bool:
    """Many brackets, equals signs and semicolons to a letter: prose has about one in 200, scripts one in 15; or data."""
    if _DATA.match(text):
        return True
    look = text[:4000]
    odd = sum(look.count(c) for c in "{}[]=;<>|\\_&#*/") + look.count('":') * 3
    letters = len(_LETTER.findall(look))
    return odd * 18 > letters or (odd * 30 > letters and look.count(" ") * 12 < len(look))


# Where tags were taken out without a space, blocks are glued: "has claimed.Royal", "to war."Both sides".
_GLUED = re.compile(r"(?<=[^\W\d_A-Z][.!?])(?:[”’»)]?(?=[A-ZÀ-Þ“«])|(?=\"(?:[A-ZÀ-Þ]|$)))|(?<=[。！？])(?=[^」』）\s])")
_WIDE_SPACE = re.compile(r"[ \t\xa0]{2,}")


def raw_lines(text: str) -> Iterator[tuple[str, bool]]:
    """Each line that has something on it, clean, with whether an empty line stands before it."""
    gap = False
    for raw in re.split(r"\r\n?|\n|\u2028|\u2029|\x0c", text):
        line = raw.strip()
        if not line:
            gap = True
            continue
        for piece in [line] if _DATA.match(line) else _WIDE_SPACE.split(line):
            words = clean(piece)
            if words:
                yield words, gap
                gap = False


def lines_of(text: str) -> list[Line]:
    """The lines of a dump with their forms, in order.

    >>> [(line.form, line.text) for line in lines_of("Menu\\n\\nIt rained all day in Port Sel.")]
    [('interface', 'Menu'), ('sentence', 'It rained all day in Port Sel.')]
    """
    return [Line(words, form_of(words), gap) for words, gap in raw_lines(text)]


def sentences_of(text: str) -> list[str]:
    """A flattened line, parted where a paragraph break was lost: a final stop with no space after it.

    A straight mark between the two belongs to the side that needs it: where one is open it closes.

    >>> sentences_of('"It rains."She left."We stay," he said.')
    ['"It rains."', 'She left.', '"We stay," he said.']
    """
    parts: list[str] = []
    start = 0
    for seam in _GLUED.finditer(text):
        cut = seam.end()
        if cut < len(text) and text[cut] == '"' and text.count('"', start, cut) % 2:
            cut += 1
        if cut > start and cut < len(text) and not text[cut].isspace():
            parts.append(text[start:cut])
            start = cut
    return [part for part in (*parts, text[start:]) if part]


def open_words(lines: Iterable[Line]) -> frozenset[str]:
    """Short lower-case words that are frequent in these lines' sentences and hardly ever end one ("the", "von", "que").

    Found in the text itself, so that it holds for any language with spaces and cases.
    """
    seen: Counter[str] = Counter()
    last: Counter[str] = Counter()
    for line in lines:
        if line.form != "sentence":
            continue
        words = line.text[:20000].split(" ")
        seen.update(word for word in words if word.islower() and len(word) <= 5 and word.isalpha())
        last.update(word.rstrip('.!?…,;:"”’») ') for word in words if word and word[-1] in '.!?…,;:"”’»)')
    found = {word for word, count in seen.items() if count >= 3 and last[word] * 12 <= count}
    return frozenset(found | listed("open_words"))
