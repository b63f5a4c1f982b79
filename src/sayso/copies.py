"""Article -> what tells that two texts are the same: a hash without noise, and hashes by which near duplicates meet."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache
from typing import TYPE_CHECKING, Any

from sayso.languages import base, entries
from sayso.record import Article

if TYPE_CHECKING:
    from numpy.typing import NDArray

SHINGLE = 3  # words; one word changed breaks three shingles, so that lightly edited copies stay above .8
ROWS, BANDS = 7, 20
FEWEST = 40  # words of a text that can be told from others by its shingles
_AT_ONCE = 4096  # shingles: 2 MB for all hash functions, however long the text

# The two quotation marks that all others are one of here, and what prints nothing.
_MARKS = str.maketrans("“”„‟«»″‘’‚‛‹›′`´", "\"\"\"\"\"\"\"'''''''''", "\u00ad\u200b\u200c\u200d\u2060\ufeff")
_MARKED = re.compile(f"[{''.join(map(chr, _MARKS))}]+")  # looking for the few in a line takes a third of translating it all
_LONGEST_NOTE = 160  # characters
_MOST_TOKENS = 30
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+")
_LINE_END = re.compile(r"\s*[|·•\n\r\u2028]\s*")
_BRACKETED = re.compile(r"[(\[]([^()\[\]]{1,160})[)\]]")
_OPENING = re.compile(r"([^:.!?]{1,60}):\s+")
_TOKEN = re.compile(
    r"(?P<date>\d{4}-\d\d?-\d\d?(?:t[\d:.]+z?)?|\d\d?[/.]\d\d?[/.](?:\d{4}|\d\d))(?!\d)"
    r"|(?P<clock>\d\d?[:.h]\d\d(?::\d\d)?)(?![\d.,])"
    r"|(?P<number>\d[\d.,]*(?:[km](?!\w)|st|nd|rd|th)?)"
    r"|(?P<zone>(?:gmt|utc)(?:\s?[+-]\d\d?(?::\d\d)?)?|[+-]\d\d:?\d\d)(?!\w)"
    r"|(?P<word>[^\W\d_]+(?:\.[^\W\d_])*)"
)
_WORD = re.compile(r"\w+")

# Each kind of token is a letter, and a note is read by putting in T for a time, P for a counter or a note of its own.
_LETTERS = {
    "date": "T", "clock": "t", "number": "n", "zone": "Z", "month": "M", "when": "T", "half": "H", "unit": "U", "ago": "A",
    "label": "L", "counter": "C", "length": "R", "note": "P", "filler": "F",
}  # fmt: skip
_STEPS = (
    (re.compile(r"n*(?:nU)+A|nA"), "T"),  # 3 hours 5 minutes ago, 3m ago
    (re.compile(r"nF?M(?:n(?![CRHU]))?|Mn(?:n(?![CRHU]))?"), "T"),  # 14 March 2031, the 14th of March; March 14, 2031
    (re.compile(r"[tn]HZ?|tU?Z?|[TH]Z"), "T"),  # 2 pm GMT, 14:05 (hrs) IST
    (re.compile(r"nR|Rn?U?"), "P"),  # 3 min read, reading time: 3 minutes
    (re.compile(r"nC+n?|C+n?"), "P"),  # 12 comments, comments (12), shared 40 times
)


def fingerprint(article: Article) -> str:
    """Hex hash (128 bits) of the article's text without noise: two texts with the same one are no two versions.

    Noise is a line, a note in brackets or a closing sentence made of nothing but a time stamp, a counter of comments, views or
    shares, the time the article takes to read, or a note that it is being updated; and spaces and the style of quotation marks.
    A number in a sentence is never noise: a death toll is news.

    >>> one = Article("a", "Updated 3 hours ago\\n\\nTwo died, she said.", ())
    >>> two = Article("a", "Last updated: 14:05 GMT\\n\\nTwo died, she said.\\n\\n12 comments", ())
    >>> three = Article("a", "Updated 3 hours ago\\n\\nThree died, she said.", ())
    >>> fingerprint(one) == fingerprint(two), fingerprint(one) == fingerprint(three)
    (True, False)
    """
    code = base(article.language) or "en"
    kept = " ".join(_without_noise(article, code)) or _plain(article.text)
    return hashlib.sha256(kept.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def _without_noise(article: Article, code: str) -> Iterator[str]:
    """The words that count, a line at a time."""
    extents = [(p.start, p.end, p.kind) for p in article.paragraphs] or [(0, len(article.text), "body")]
    for start, end, kind in extents:
        for line in _LINE_END.split(article.text[start:end]):
            plain = _plain(line)
            # The heading "14 March" dates what stands under it.
            if plain and not is_noise(plain, code, bare=kind not in ("headline", "heading")):
                yield from _without_notes(plain, code)


def _without_notes(line: str, code: str) -> Iterator[str]:
    """A line without the notes that stand in it as an opening, in brackets, or as sentences of their own.

    Only what says that it is a stamp or a note goes: "(14:05)" in a sentence may be the hour at which something happened.
    """
    opening = _OPENING.match(line)
    if opening and is_noise(opening[1], code, bare=False):
        line = line[opening.end() :]
    line = _BRACKETED.sub(lambda found: "" if is_noise(found[1], code, bare=False) else found[0], line)
    kept = [words for words in _SENTENCE_END.split(line) if words and not is_noise(words, code, bare=False)]
    if kept:
        yield _plain(" ".join(kept))


def _plain(words: str) -> str:
    """Words with one space between them and one style of quotation marks."""
    if words.isascii():
        return " ".join(words.replace("`", "'").split())
    return " ".join(unicodedata.normalize("NFC", _MARKED.sub(_unmarked, words)).split())


def _unmarked(found: re.Match[str]) -> str:
    return found[0].translate(_MARKS)


def is_noise(words: str, code: str = "en", bare: bool = True) -> bool:
    """Whether the words are a time stamp, a counter or a note and nothing else; ``bare`` takes a time or a counter alone too.

    >>> is_noise("Published 2 hours ago"), is_noise("Shots were fired 2 hours ago"), is_noise("14:05", bare=False)
    (True, False, False)
    """
    letters = _letters(words, code) if len(words) <= _LONGEST_NOTE else "x"
    if "x" in letters:
        return False
    read = letters
    for pattern, letter in _STEPS:
        read = pattern.sub(letter, read)
    noise = not set(read) - set("LTPF") and set(read) - set("F")
    return bool(noise) and (bare or bool(set(letters) & set("LPR")))


def _letters(words: str, code: str) -> str:
    """A letter for each token of a short text, the longest phrase of the list first; "x" for any other word."""
    phrases, longest = _phrases(code)
    tokens: list[tuple[str, str]] = []
    for found in _TOKEN.finditer(words.lower()):
        kind, token = found.lastgroup or "", found[0]
        if len(tokens) == _MOST_TOKENS or (kind == "word" and token not in _vocabulary(code)):
            return "x"  # so ends nearly every sentence, at its first or second word
        tokens.append((kind, token))
    letters, at = "", 0
    while at < len(tokens):
        kind, _ = tokens[at]
        width = 1
        if kind == "word":
            kind = "x"
            for width in range(min(longest, len(tokens) - at), 0, -1):
                phrase = phrases.get(tuple(token for _, token in tokens[at : at + width]))
                if phrase:
                    kind = phrase
                    break
        letters += _LETTERS.get(kind, "x")
        at += width
    return letters


@cache
def _phrases(code: str) -> tuple[dict[tuple[str, ...], str], int]:
    """What each phrase of the language's list is, and the number of words of the longest; none where it has no list."""
    try:
        rows = [
            *((kind, phrase) for kind, phrase in entries(code, "noise")),
            *(("zone", row[0].lower()) for row in entries(code, "zones")),
            *(("month", name) for row in entries(code, "months") for name in row[1:]),
        ]
    except FileNotFoundError:
        return {}, 1
    table = {tuple(phrase.split()): kind for kind, phrase in rows}
    return table, max(map(len, table))


@cache
def _vocabulary(code: str) -> frozenset[str]:
    return frozenset(word for phrase in _phrases(code)[0] for word in phrase)


def bands(article: Article) -> tuple[int, ...]:
    """Hashes by which near duplicates meet: two articles that share one of them are worth comparing. Empty for a short text.

    MinHash (Broder 1997) over shingles of three words of the body, cut into 20 bands of 7 rows: articles of Jaccard similarity
    .8 share a band with probability .991, of .9 with .99999, of .5 with .145, of .3 with .004; the two reports of one call in
    ``examples/`` have .06. Each hash fits 63 bits, and is the same in every process and on every machine.

    >>> text = " ".join(f"word{number}" for number in range(400))
    >>> one, other = Article("a", text, ()), Article("b", text.replace("word7 ", "word8 "), ())
    >>> len(bands(one)), len(set(bands(one)) & set(bands(other))) > 5, bands(Article("c", "Too short.", ()))
    (20, True, ())
    """
    words = _WORD.findall(_body(article).lower())
    if len(words) < FEWEST:
        return ()
    encoded = [word.encode() for word in words]
    shingles = set(map(b" ".join, zip(*(encoded[at:] for at in range(SHINGLE)), strict=False)))
    rows = _sketch(shingles).reshape(BANDS, ROWS).astype("<u4")
    return tuple(_band(number, row.tobytes()) for number, row in enumerate(rows))


def _sketch(shingles: Iterable[bytes]) -> NDArray[Any]:
    """For each of the hash functions, its least value over the shingles.

    The first 32 bits of SHA-1, mixed as MurmurHash3 ends (so that the low bits depend on all others), then an odd factor and a
    shift for each function: "affine32" of datasketch 2, which needs scipy (140 MB) and takes half as long again.
    """
    import numpy as np  # 60 ms, which a fingerprint alone need not pay

    first = b"".join([hashlib.sha1(shingle, usedforsecurity=False).digest()[:4] for shingle in shingles])
    hashes = np.frombuffer(first, "<u4").astype(np.uint32)
    hashes ^= hashes >> np.uint32(16)
    hashes *= np.uint32(0x85EBCA6B)
    hashes ^= hashes >> np.uint32(13)
    hashes *= np.uint32(0xC2B2AE35)
    hashes ^= hashes >> np.uint32(16)
    factors, shifts = _permutations()[:, :, None]
    least = np.full(ROWS * BANDS, 0xFFFFFFFF, dtype=np.uint32)
    for at in range(0, len(hashes), _AT_ONCE):
        permuted = factors * hashes[at : at + _AT_ONCE]
        permuted += shifts
        np.minimum(least, permuted.min(axis=1), out=least)
    return least


def _band(number: int, row: bytes) -> int:
    hashed = hashlib.blake2b(row, digest_size=8, salt=number.to_bytes(2, "little")).digest()
    return int.from_bytes(hashed, "little") >> 1


@cache
def _permutations() -> NDArray[Any]:
    """The factors of the hash functions, from a hash of their number: no generator's next version can change them."""
    import numpy as np

    factors = [
        int.from_bytes(hashlib.sha256(f"{which} {number}".encode()).digest()[:4], "little")
        for which in ("factor", "shift")
        for number in range(ROWS * BANDS)
    ]
    table = np.array(factors, dtype=np.uint32).reshape(2, -1)
    table[0] |= np.uint32(1)  # an odd factor permutes the 32-bit numbers
    return table


def _body(article: Article) -> str:
    """The text that copies share: outlets write their own headlines, standfirsts and captions."""
    body = "\n".join(article.text[p.start : p.end] for p in article.paragraphs if p.kind == "body")
    return body if len(body) * 2 > len(article.text) else article.text
