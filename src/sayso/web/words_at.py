"""Words of an article -> the end of an address that leads to them on the article's page: their paragraph, and they themselves.

A paragraph has an anchor, which every browser goes to; the words are a text fragment (WICG, "URL Fragment Text Directives"),
which a browser finds by what it shows. The page shows the numbers of statements, undertakings and events among the words: a
fragment across one would not be found.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Set
from urllib.parse import quote

from sayso.record import Reading, Span

FEW = 4  # words of either end by which words are found


def words_at(reading: Reading, span: Span) -> str:
    """What stands behind the address of the article's page.

    >>> from sayso.record import Article, Paragraph
    >>> text = "It rained.\\n\\nThe mayor-elect, Ana Dovrel, opened the bridge."
    >>> reading = Reading("a", Article("a", text, (Paragraph(0, 10, "body"), Paragraph(12, len(text), "body"))))
    >>> words_at(reading, Span(12, len(text), text[12:]))
    '#a-p12:~:text=The%20mayor%2Delect%2C%20Ana%20Dovrel%2C%20opened%20the%20bridge'
    """
    inside = [one for one in reading.article.paragraphs if one.start <= span.start < one.end and one.kind != "headline"]
    anchor = f"a-p{inside[0].start}" if inside else ""
    piece = max(_pieces(span, set(_numbered(reading))), key=lambda words: len(" ".join(words)))
    if not any(map(str.isalnum, "".join(piece))):
        return f"#{anchor}" if anchor else ""
    ends = [piece] if len(piece) <= 2 * FEW else [piece[:FEW], piece[-FEW:]]
    return f"#{anchor}:~:text={','.join(map(_encoded, ends))}"


def _pieces(span: Span, cuts: Set[int]) -> list[list[str]]:
    """A span's words in pieces, without what the page puts among them and without a break of lines.

    The word behind a number is left out: to a browser both are one word, and fragments begin and end with whole ones.
    """
    edges = [span.start, *sorted(cut for cut in cuts if span.start < cut < span.end), span.end]
    pieces: list[list[str]] = [[]]
    for start, end in itertools.pairwise(edges):
        for number, line in enumerate(span.text[start - span.start : end - span.start].splitlines()):
            pieces.append(line.split()[1 if start in cuts and not number else 0 :])
    return pieces


def _numbered(reading: Reading) -> Iterable[int]:
    """Where the page puts a number before words."""
    yield from (min(one.content).start for one in reading.statements if one.content)
    yield from (min(one.what).start for one in reading.undertakings if one.what)
    yield from (one.trigger.start for one in reading.events)


def _encoded(words: list[str]) -> str:
    """Words as a directive has them: without signs at either end, where Chromium finds no whole word."""
    bare = re.sub(r"^\W+|\W+$", "", " ".join(words))
    return quote(bare, safe="", errors="replace").replace("-", "%2D")  # commas, dashes and & have a meaning there
