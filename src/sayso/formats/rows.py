"""Lines of styled words -> rows at a terminal's width: folded at blanks, plain or in colours, without control characters."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from sayso.controls import printable

Piece = tuple[str, str]  # words, and the name of the style they are shown in ("" for plain)


@dataclass(frozen=True, slots=True)
class Line:
    """Words to be folded at the page's width: ``lead`` opens the first row, the others start ``indent`` cells in.

    ``rule`` is the character that underlines the line where there are no colours to set it off.
    """

    pieces: tuple[Piece, ...] = ()
    lead: str = ""
    indent: int = 0
    rule: str = ""


def rows(line: Line, width: int, colour: bool) -> Iterator[list[Piece]]:
    """The line's words in rows: white space folds to one blank, line breaks too, and words are never cut."""
    letters = [(letter, style) for words, style in line.pieces for letter in printable(words)]
    text = "".join(letter for letter, _ in letters)
    row: list[Piece] = [(line.lead, "")]
    used, longest, fresh = len(line.lead), 0, True
    for word in re.finditer(r"\S+", text):
        size = cells(word[0])
        if not fresh and used + 1 + size > width:
            yield row
            row, used, fresh = [(" " * line.indent, "")], line.indent, True
        if not fresh:
            row.append((" ", letters[word.start() - 1][1]))
        row += letters[word.start() : word.end()]
        used += size + (not fresh)
        longest, fresh = max(longest, used), False
    yield row
    if line.rule and not colour:
        yield [(line.rule * longest, "")]


def cells(words: str) -> int:
    """How many terminal cells the words take: two for a wide letter, none for a combining one.

    >>> cells("café"), cells("東京")
    (4, 4)
    """
    if words.isascii():
        return len(words)
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 0 if unicodedata.combining(c) else 1 for c in words)


def fit(words: str, room: int) -> str:
    """The words in one row of so many cells, cut where they take more.

    >>> fit("the Ministry of Trade", 16), fit("Trade\\nand  Ports", 16)
    ('the Ministry of…', 'Trade and Ports')
    """
    words = re.sub(r"\s+", " ", printable(words)).strip()
    if cells(words) <= room:
        return words
    used, kept = 1, 0
    while used + cells(words[kept]) <= room:
        used += cells(words[kept])
        kept += 1
    return words[:kept].rstrip() + "…"


def painted(lines: Iterable[Line], width: int, colour: bool) -> Iterator[str]:
    """Lines as rows with their line ends, in colours if asked for."""
    paint = painter() if colour else plain
    return (paint(row).rstrip() + "\n" for line in lines for row in rows(line, width, colour))


def plain(row: list[Piece]) -> str:
    """A row without colours."""
    return "".join(words for words, _ in row)


_STYLES = {
    "headline": "bold",
    "heading": "bold magenta",
    "speaker": "bold cyan",
    "act": "yellow",
    "quoted": "green",
    "unsaid": "bold yellow",
    "doubt": "italic dim",
    "dim": "dim",
    "refused": "bold red",
    "found": "bold red",
    "bar": "cyan",
    "removed": "red strike",
    "added": "bold green",
}


def painter() -> Callable[[list[Piece]], str]:
    """A row in a terminal's colours. Rich is imported here since it takes 60 ms, which a piped run need not pay."""
    from rich.console import Console
    from rich.text import Text

    console = Console(force_terminal=True, width=10_000, highlight=False, soft_wrap=True)

    def paint(row: list[Piece]) -> str:
        text = Text()
        for style, pieces in groupby(row, key=lambda piece: piece[1]):
            text.append("".join(words for words, _ in pieces), _STYLES.get(style, ""))
        with console.capture() as capture:
            console.print(text, end="")
        return capture.get()

    return paint
