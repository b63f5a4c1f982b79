"""PDF -> the paragraphs that a reader sees, each with what it is; page numbers and running heads are left out.

A PDF has places of characters and no paragraphs: lines are put together by their distance, their indent and where they end.
"""

from __future__ import annotations

import ctypes
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Any

from sayso.record import ParagraphKind

MOST_PAGES = 500  # of one document; a report has some hundred
MOST_CHARACTERS = 5_000_000
PARTED = 1.35  # times the usual distance between two lines of a page, from which on there is a paragraph between
INDENTED = 0.9  # of the letters' size, by which a paragraph's first line stands to the right
SHORT = 0.8  # of the page's width of text: a line that stops a sentence before it is a paragraph's last
LARGER = 1.12  # times the usual size of letters, from which on a line is a heading
MARGIN_LINES = 2  # at a page's top and bottom, where page numbers and running heads stand
FIRST_BLOCKS = 12  # of a document, of which one is its headline: what has the largest letters
REPEATED = 3  # pages on which a line is a running head
_NUMBER = re.compile(r"\W{0,3}(?:page|seite|p\.)?\s{0,3}\d{1,4}(?:\s{0,3}(?:/|of|von)\s{0,3}\d{1,4})?\W{0,3}$", re.I)
_STOPPED = re.compile(r"[.!?:…][\"”’»)\]]{0,3}$")
_BULLET = re.compile(r"[•▪◦‣●■]\s?\S")
_HYPHEN = "\ufffe"  # PDFium's mark of a word that goes on in the next line


class LockedError(ValueError):
    """A document that opens with a password only."""


@dataclass(slots=True)
class _Line:
    words: str
    left: float
    right: float
    base: float
    size: float


def is_pdf(content: bytes) -> bool:
    """Whether a file is a PDF."""
    return content[:64].lstrip().startswith(b"%PDF-")


def paragraphs_of(content: bytes) -> list[tuple[ParagraphKind, str]]:
    """The document's paragraphs in order; none for a scan, whose pages are pictures.

    Raises ImportError without pypdfium2, LockedError where a password is asked for, OverflowError beyond MOST_PAGES pages or
    MOST_CHARACTERS, ValueError for a document that is broken.
    """
    import pypdfium2 as pdfium

    try:
        document = pdfium.PdfDocument(content)
    except pdfium.PdfiumError as error:
        raise (LockedError if "password" in str(error).lower() else ValueError)(str(error)) from error
    try:
        if len(document) > MOST_PAGES:
            raise OverflowError(f"more than {MOST_PAGES} pages")
        pages, left = [], MOST_CHARACTERS
        for number in range(len(document)):
            pages.append(list(_lines(document, number, pdfium)))
            left -= sum(len(line.words) for line in pages[-1])
            if left < 0:
                raise OverflowError(f"more than {MOST_CHARACTERS:,} characters")
    except pdfium.PdfiumError as error:
        raise ValueError(str(error)) from error
    finally:
        document.close()
    return _paragraphs(_without_margins(pages))


def _lines(document: Any, number: int, pdfium: Any) -> Iterator[_Line]:
    """The lines of a page in the order in which they stand in the file, which is that of reading in nearly all."""
    page = document[number]
    text = page.get_textpage()
    try:
        count = min(text.count_chars(), MOST_CHARACTERS + 1)
        raw, start = pdfium.raw, 0
        units = [raw.FPDFText_GetUnicode(text, at) for at in range(count)]
        for at in range(count + 1):
            if at == count or units[at] in (0x0A, 0x0D, 0xFFFE, 0x02):
                hyphen = at < count and units[at] in (0xFFFE, 0x02)
                seen = [one for one in range(start, at) if units[one] not in (0, 0x20, 0xA0)]
                if seen:
                    words = "".join(chr(units[one]) for one in range(start, at) if 0 < units[one] < 0x110000)
                    left, base = _origin(text, seen[0], raw)
                    right = text.get_charbox(seen[-1])[2]
                    size = median(raw.FPDFText_GetFontSize(text, one) * _scale(text, one, raw) for one in seen[:9])
                    words = words.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
                    yield _Line(" ".join(words.split()) + (_HYPHEN if hyphen else ""), left, right, base, size)
                start = at + 1
    finally:
        text.close()
        page.close()


def _origin(text: Any, at: int, raw: Any) -> tuple[float, float]:
    x, y = ctypes.c_double(), ctypes.c_double()
    raw.FPDFText_GetCharOrigin(text, at, x, y)
    return x.value, y.value


def _scale(text: Any, at: int, raw: Any) -> float:
    """By how much a character is larger than its font says: many programs set the size by the matrix."""
    matrix = raw.FS_MATRIX()
    return abs(matrix.d) or 1.0 if raw.FPDFText_GetMatrix(text, at, matrix) else 1.0


def _without_margins(pages: Sequence[Sequence[_Line]]) -> list[list[_Line]]:
    """The pages without numbers and lines that are the same, but for digits, at the edges of several pages."""

    def edges(page: Sequence[_Line]) -> list[_Line]:
        ordered = sorted(page, key=lambda line: line.base)
        return ordered[:MARGIN_LINES] + ordered[MARGIN_LINES:][-MARGIN_LINES:]

    def plain(line: _Line) -> str:
        return re.sub(r"\d+", "0", line.words)

    often = Counter(words for page in pages for words in {plain(line) for line in edges(page)})
    kept = []
    for page in pages:
        out = {id(line) for line in edges(page) if _NUMBER.match(line.words) or often[plain(line)] >= REPEATED}
        kept.append([line for line in page if id(line) not in out])
    return kept


def _paragraphs(pages: Sequence[Sequence[_Line]]) -> list[tuple[ParagraphKind, str]]:
    lines = [line for page in pages for line in page]
    usual = median([line.size for line in lines for _ in range(1 + len(line.words) // 20)]) if lines else 0.0
    known = Counter(word for line in lines for word in re.findall(r"\w+(?:-\w+)?", line.words))
    blocks: list[list[_Line]] = []
    for page in pages:
        distance, left, width = _usual(page)
        for line in page:
            step = distance * max(1.0, line.size / usual)
            if not blocks or _begins(blocks[-1][-1], line, step, left, width):
                blocks.append([])
            blocks[-1].append(line)
    largest = max((block[0].size for block in blocks[:FIRST_BLOCKS]), default=0.0)
    kinds: list[ParagraphKind] = ["heading" if block[0].size > LARGER * usual else "body" for block in blocks]
    for at, block in enumerate(blocks[:FIRST_BLOCKS]):
        if kinds[at] == "heading" and block[0].size == largest:
            kinds[at] = "headline"
            break
    return [(kind, words) for kind, block in zip(kinds, blocks, strict=True) if (words := _joined(block, known))]


def _usual(page: Sequence[_Line]) -> tuple[float, float, float]:
    """The usual distance between two lines of a page, where its lines begin, and the width of its text."""
    steps = Counter(round(a.base - b.base, 0) for a, b in pairwise(page) if 0 < a.base - b.base < 6 * a.size)
    lefts = Counter(round(line.left) for line in page)
    distance = max(steps, key=lambda step: (steps[step], -step)) if steps else 0.0
    left = max(lefts, key=lambda place: (lefts[place], -place)) if lefts else 0.0
    return distance, float(left), max((line.right - left for line in page), default=0.0)


def _begins(before: _Line, line: _Line, distance: float, left: float, width: float) -> bool:
    """Whether a line begins a paragraph after the one before it."""
    if before.words.endswith(_HYPHEN):
        return False
    if _BULLET.match(line.words):
        return True
    if abs(line.size - before.size) > 0.1 * max(line.size, before.size):
        return True
    step = before.base - line.base
    stopped = bool(_STOPPED.search(before.words))
    if step <= 0:  # the next column, or the next page
        return stopped or not line.words[:1].islower()
    if distance and step > PARTED * distance:
        return True
    if line.left - before.left > INDENTED * line.size and abs(before.left - left) < INDENTED * line.size:
        return stopped
    return stopped and before.right - left < SHORT * width


def _joined(lines: Sequence[_Line], known: Counter[str]) -> str:
    words = ""
    for line in lines:
        if words.endswith(_HYPHEN):
            words = _mended(words[:-1], line.words, known)
        else:
            words = f"{words} {line.words}" if words else line.words
    return words.replace(_HYPHEN, "-").strip()


def _mended(start: str, rest: str, known: Counter[str]) -> str:
    """A word put together that a line end parts: with its hyphen where the document has it so elsewhere ("well-known")."""
    one, two = re.search(r"\w*$", start), re.match(r"\w*", rest)
    head, tail = one[0] if one else "", two[0] if two else ""
    hyphened = (
        known[f"{head}-{tail}"] > known[f"{head}{tail}"] or (tail[:1].isupper() and not head.isupper()) or head[-1:].isdigit()
    )
    return f"{start}-{rest}" if hyphened else f"{start}{rest}"
