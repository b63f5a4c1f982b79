"""The words of a search -> terms to look up, and any text -> the tokens they are looked up in: one rule for every engine.

The rule. A token is a run of letters and digits of any script, with the marks on them; all else stands between tokens. In a
script written without spaces (Chinese, Japanese, Thai, Lao, Khmer, Burmese) each letter is a token. Tokens are folded: case,
diacritics ("Élan", "elan"), ligatures, wide and styled letters, soft hyphens and joiners make no difference. A folded token is
at most 128 code points long, and its only ASCII characters are a-z and 0-9: joined by spaces, tokens stay whole in SQLite's
FTS5 with ``tokenize = 'ascii'``. It is the rule of FTS5's ``unicode61``, and beyond it has marks that keep words of Indic
scripts whole, "Walesa" for "Wałęsa", and letters younger than Unicode 6.1.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise
from typing import Literal

LONGEST_TOKEN = 128  # code points; PostgreSQL takes lexemes of up to 2,046 bytes

Token = tuple[int, int, str]
Stretch = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Term:
    """What must be there: a ``word``, the words of a ``phrase`` in a row, or either with its last word cut short (``prefix``).

    ``words`` are folded tokens, at least one: ("cease", "fire") for "cease-fire", ("cease", "fi") for "cease-fi*".
    """

    kind: Literal["word", "phrase", "prefix"]
    words: tuple[str, ...]


def parse_words(words: str) -> tuple[Term, ...]:
    """The terms of a search, in order, none twice; all of them must be there. Any string at all has terms, or none.

    A phrase stands in marks of any kind; a star makes a prefix of what it ends; parts joined by a mark are a phrase. Operators
    of any query language are plain words, and brackets, colons and the like are nothing.

    >>> parse_words('"line of contact" shell* cease-fire NOT (border:')
    ... # doctest: +NORMALIZE_WHITESPACE
    (Term(kind='phrase', words=('line', 'of', 'contact')), Term(kind='prefix', words=('shell',)),
     Term(kind='phrase', words=('cease', 'fire')), Term(kind='word', words=('not',)), Term(kind='word', words=('border',)))
    """
    return tuple(dict.fromkeys(_terms(words)))


def tokens(text: str) -> list[Token]:
    """The tokens of a text: start, end (code points into the text) and the folded word. Linear in the text's length.

    >>> tokens("The U.S. said: “Ça suffit!”")
    [(0, 3, 'the'), (4, 5, 'u'), (6, 7, 's'), (9, 13, 'said'), (16, 18, 'ca'), (19, 25, 'suffit')]
    """
    text = _unmarked(text)
    found = ((match.start(), match.end(), _fold(match.group())) for match in _token_pattern(text).finditer(text))
    return [token for token in found if token[2]]


def folded(text: str) -> str:
    """The folded tokens of a text, joined by single spaces: what an engine indexes, and how names are held against each other.

    >>> folded("Wałęsa’s cease-fire, ﬁnally"), folded("¡¿!?")
    ('walesa s cease fire finally', '')
    """
    return " ".join(folded_tokens(text))


def folded_tokens(text: str) -> list[str]:
    """The folded tokens of a text, in order.

    >>> folded_tokens("Wałęsa’s cease-fire")
    ['walesa', 's', 'cease', 'fire']
    """
    text = _unmarked(text)
    if text.isascii():
        found: list[str] = _LOWER_TOKEN.findall(text.lower())
        return found
    return [word for word in map(_fold, _token_pattern(text).findall(text)) if word]


def matches(terms: Iterable[Term], text: str) -> tuple[Stretch, ...]:
    """Where the terms stand in a text, for marking: sorted stretches in code points that do not overlap.

    >>> matches(parse_words('bridge "very sa*"'), "The bridge is very safe.")
    ((4, 10), (14, 23))
    """
    return matches_across(terms, [(0, text)])


def matches_across(terms: Iterable[Term], pieces: Sequence[tuple[int, str]]) -> tuple[Stretch, ...]:
    """The same in a text of several pieces, such as a content's spans: each piece is where it starts, and its words.

    A phrase may run from one piece into the next; it is a stretch in each.

    >>> matches_across(parse_words('"agree to this"'), [(0, "I agree"), (18, "to this")])
    ((2, 7), (18, 25))
    """
    stream = [
        (start + at, end + at, word, number) for number, (at, words) in enumerate(pieces) for start, end, word in tokens(words)
    ]
    places: dict[str, list[int]] = {}
    for index, (_, _, word, _) in enumerate(stream):
        places.setdefault(word, []).append(index)
    words = [word for _, _, word, _ in stream]
    covered = bytearray(len(stream))  # 1: a token found; 2: and one with the next
    for term in terms:
        for first in _occurrences(term, words, places):
            last = first + len(term.words) - 1
            covered[last] = max(covered[last], 1)
            covered[first:last] = b"\2" * (last - first)
    return tuple(_stretches(stream, covered))


def _occurrences(term: Term, words: list[str], places: dict[str, list[int]]) -> Iterator[int]:
    """The indices at which a term begins."""
    cut = term.words[-1] if term.kind == "prefix" else ""
    whole = list(term.words[:-1] if cut else term.words)
    for first in places.get(whole[0], ()) if whole else range(len(words)):
        end = first + len(whole)
        # Slices are compared by the interpreter: for a phrase of 5,000 times "a" in 50,000 it takes 2 s, item by item 30 s.
        if words[first:end] == whole and (not cut or (end < len(words) and words[end].startswith(cut))):
            yield first


def _stretches(stream: Sequence[tuple[int, int, str, int]], covered: Sequence[int]) -> Iterator[Stretch]:
    begun: int | None = None
    for index, (start, end, _, piece) in enumerate(stream):
        if not covered[index]:
            continue
        begun = start if begun is None else begun
        if covered[index] == 1 or stream[index + 1][3] != piece:
            yield begun, end
            begun = None


# Marks around a phrase. Any of them opens and the next one closes: „a“, “a”, «a», »a« and mixtures of them are all written.
_PHRASE_MARKS = re.compile('["“”„‟«»‹›〝〞〟＂「」『』]')
_CHUNK = re.compile(r"[^\s*＊]+[*＊]?")
_JOINTS = frozenset(
    ["", *"-‐‑'’.&@_/"]
)  # "don't", "cease-fire", "U.S.", "AT&T", "9/11", "a@b"; nothing, between two Han letters
_DIGIT_JOINTS = frozenset(",:")  # "3,000" and "10:30", but not "content:border"


def _terms(words: str) -> Iterator[Term]:
    parts = _PHRASE_MARKS.split(words)
    for number, part in enumerate(parts):
        if number % 2 and number + 1 < len(parts):
            ends = part.rstrip().endswith(("*", "＊")) or parts[number + 1].startswith(("*", "＊"))
            yield from _term(tokens(part), prefix=ends)
        else:
            for chunk in _CHUNK.findall(part):
                yield from _chunk_terms(chunk)


def _chunk_terms(chunk: str) -> Iterator[Term]:
    """The terms of what stands between two spaces: its tokens, those joined by a mark together."""
    run: list[Token] = []
    found = tokens(chunk)
    for token, after in pairwise([*found, None]):
        assert token is not None
        run.append(token)
        if after is None or not _joined(chunk, token[1], after[0]):
            star = after is None and chunk[token[1] :] in ("*", "＊")
            yield from _term(run, prefix=star)
            run = []


def _joined(chunk: str, end: int, start: int) -> bool:
    joint = chunk[end:start]
    return joint in _JOINTS or (joint in _DIGIT_JOINTS and chunk[end - 1].isdigit() and chunk[start].isdigit())


def _term(found: Sequence[Token], prefix: bool) -> Iterator[Term]:
    words = tuple(word for _, _, word in found)
    if words:
        yield Term("prefix" if prefix else "phrase" if len(words) > 1 else "word", words)


_ASCII_TOKEN = re.compile("[A-Za-z0-9]+")
_LOWER_TOKEN = re.compile(f"([a-z0-9]{{1,{LONGEST_TOKEN}}})[a-z0-9]*")
# Scripts written without spaces: Thai and Lao, Burmese, Khmer, kana, Han.
_UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    "\uff66-\uff9f\U00020000-\U000323af"
)
_UNSPACED_LETTERS = re.compile(f"[{_UNSPACED}]")
_JOINERS = "\u00ad\u200c\u200d\u2060"  # soft hyphen, zero-width joiners, word joiner: within a word, and no part of it


# Most texts of news have nothing beside ASCII but curly marks, dashes and currencies; most others, letters of Latin. Short ways
# for both: 100,000 contents of 20 words are folded in 0.5 s, by the wide pattern alone in 2 s.
_MARKED_ASCII = re.compile("[\\x00-\\x7f\xa0-\xa9\xab\xac\u2010-\u205f\u20a0-\u20bf]*")
_LATIN_TEXT = re.compile("[\\x00-\xac\xae-\u02ff\u2010-\u205f\u20a0-\u20bf]*")
_LATIN_TOKEN = re.compile(r"[^\W_]+")


def _unmarked(text: str) -> str:
    """The same text, as long, without its curly marks where these are all that is not ASCII."""
    if text.isascii() or not _MARKED_ASCII.fullmatch(text):
        return text
    return text.encode("ascii", "replace").decode("ascii")


def _token_pattern(text: str) -> re.Pattern[str]:
    if text.isascii():
        return _ASCII_TOKEN
    return _LATIN_TOKEN if _LATIN_TEXT.fullmatch(text) else _wide_pattern()


@cache
def _wide_pattern() -> re.Pattern[str]:
    """Letters and digits with the marks and joiners on them. Made when first needed: looking for all marks takes 10 ms."""
    marks = [code for code in range(0x300, 0x20000) if unicodedata.category(chr(code)).startswith("M")]
    edges = [0, *(i for i in range(1, len(marks)) if marks[i] != marks[i - 1] + 1), len(marks)]
    ranges = [f"{chr(marks[start])}-{chr(marks[end - 1])}" for start, end in pairwise(edges)]
    on = "".join(ranges) + "\U000e0100-\U000e01ef" + _JOINERS
    spaced = rf"[^\W_{_UNSPACED}]+"
    return re.compile(rf"(?:{spaced}(?:[{on}]+{spaced})*|(?=[^\W_])[{_UNSPACED}])[{on}]*")


# Letters that are no base letter with a mark, in Unicode's eyes, but are looked for as if they were.
_AS_WRITTEN_ELSEWHERE = {
    **dict(zip("łøđħŧıæœ", ("l", "o", "d", "h", "t", "i", "ae", "oe"), strict=True)),
    **dict.fromkeys("ʻʼʾʿـ", ""),  # Hawaiʻi; the stretch of Arabic letters
}
_OTHER_LETTERS = frozenset("йїўѓќ")  # in Cyrillic, these are no і, и, у, г, к with a diacritic; "ё" is written "е" as a rule


@lru_cache(maxsize=50_000)
def _fold(word: str) -> str:
    if word.isascii():
        return word.lower()[:LONGEST_TOKEN]
    composed = unicodedata.normalize("NFC", word)
    return unicodedata.normalize("NFC", "".join(map(_fold_letter, composed)))[:LONGEST_TOKEN]


@lru_cache(maxsize=5_000)
def _fold_letter(letter: str) -> str:
    lower = unicodedata.normalize("NFC", letter.casefold())
    if lower in _OTHER_LETTERS:
        return lower
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", lower).casefold())
    marks = [unicodedata.category(part).startswith("M") for part in plain]
    if not all(part.isalnum() or mark for part, mark in zip(plain, marks, strict=True)) or (marks[0] and letter.isalnum()):
        plain = lower  # "½" and "⑴" are no 12 and no brackets, a Thai "am" begins with no mark
    if len(_UNSPACED_LETTERS.findall(plain)) > 1:
        plain = lower  # "ヿ" is one token; written out, "コト" would be two
    return "".join(_AS_WRITTEN_ELSEWHERE.get(part, part) for part in plain if not _passed_over(part))


def _passed_over(part: str) -> bool:
    """A joiner, or a diacritic: not the vowels, tones and viramas of Indic scripts, nor the voicing of kana."""
    kind = unicodedata.combining(part)
    return (
        part in _JOINERS
        or unicodedata.category(part) == "Me"
        or kind == 1
        or 10 <= kind <= 35
        or kind >= 200
        or 0xFE00 <= ord(part) <= 0xFE0F
    )
