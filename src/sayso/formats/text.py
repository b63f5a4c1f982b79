"""Readings -> rows for people: an article's head, its statements by account, its parties; plain, or in a terminal's colours."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from sayso.evidence import check_evidence
from sayso.formats.accounts import accounts, party_names, voice_name, voice_words
from sayso.formats.facts import head
from sayso.record import Party, Reading, Refusal, Span, Statement, Voice

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


def write_text(results: Iterable[Reading | Refusal], width: int = 80, colour: bool = False) -> Iterator[str]:
    """Each result as rows at most ``width`` terminal cells wide (a longer word stands out), in colours if asked for.

    Control characters of the page never reach the terminal. Raises EvidenceError where a span does not hold its words.
    """
    paint = _painter() if colour else _plain
    for number, result in enumerate(results):
        lines = _refusal(result) if isinstance(result, Refusal) else _reading(check_evidence(result))
        rows = (paint(row).rstrip() + "\n" for line in lines for row in _rows(line, width, colour))
        yield ("\n\n" if number else "") + "".join(rows)


# What stands on the page


def _refusal(refusal: Refusal) -> Iterator[Line]:
    where = ((f"Not read: {refusal.input}", "refused"), (f" ({refusal.reason})", "dim"), (f" {refusal.detail}", ""))
    yield Line(where, indent=2)


def _reading(reading: Reading) -> Iterator[Line]:
    yield from _head(reading)
    names = party_names(reading.parties)
    numbers = {statement.id: number for number, statement in enumerate(reading.statements, 1)}
    for account in accounts(reading):
        yield from (Line(), Line(((account.heading, "heading"),), rule="-"))
        for branch in account.branches:
            for depth, statement in branch.walk():
                yield Line()
                yield from _statement(statement, numbers[statement.id], 3 * depth, names)
    if reading.parties:
        yield from (Line(), Line((("Parties", "heading"),), rule="-"))
        yield from map(_party, reading.parties)


def _head(reading: Reading) -> Iterator[Line]:
    facts = head(reading)
    yield Line(((facts.headline, "headline"),), rule="=")
    for words, style in ((facts.standfirst, ""), (" · ".join(facts.byline), "dim"), (facts.url, "dim"), (facts.counts, "dim")):
        if words:
            yield Line(((words, style),))


def _statement(statement: Statement, number: int, indent: int, names: dict[str, str]) -> Iterator[Line]:
    margin = indent + 5
    pieces = [*_voice(statement.speaker, names, "speaker"), (f" {statement.act}", "act")]
    if statement.cue:
        pieces.append((f" (“{statement.cue.text}”)", "dim"))
    if statement.addressee:
        pieces += [(" to ", "dim"), *_voice(statement.addressee, names, "speaker")]
    yield Line(tuple(pieces), lead=" " * indent + f"{number:>3}  ", indent=margin + 2)
    if statement.relay:
        pieces = [("on the word of ", "dim")]
        for step, voice in enumerate(statement.relay):
            pieces += [*([(", as told by ", "dim")] if step else []), *_voice(voice, names, "speaker")]
        yield Line(tuple(pieces), lead=" " * margin, indent=margin + 2)
    yield Line(tuple(_content(statement)), lead=" " * margin, indent=margin)


def _voice(voice: Voice | None, names: dict[str, str], style: str) -> list[Piece]:
    """The party's name, and the words that stand in the text where they differ: Ana Dovrel (“she”)."""
    if voice is None:
        return [("Someone not named", "dim")]
    words = voice_words(voice, names)
    return [(voice_name(voice, names), style), *([(f" (“{words}”)", "dim")] if words else [])]


def _content(statement: Statement) -> Iterator[Piece]:
    """The words of the content, its verbatim stretches in their own style, parts that stand apart joined by an ellipsis."""
    for number, span in enumerate(statement.content):
        if number:
            yield (" … ", "dim")
        at = span.start
        for quoted in sorted(statement.quoted):
            if at <= quoted.start and quoted.end <= span.end:
                yield from ((_cut(span, at, quoted.start), ""), (quoted.text, "quoted"))
                at = quoted.end
        yield (_cut(span, at, span.end), "")


def _cut(span: Span, start: int, end: int) -> str:
    return span.text[start - span.start : end - span.start]


def _party(party: Party) -> Line:
    role = f", {party.role}" if party.role else ""
    said = Counter(mention.text for mention in party.mentions)
    mentions = ", ".join(f"“{words}”" + (f" ×{count}" if count > 1 else "") for words, count in said.items())
    words = ((party.name, "speaker"), (f" ({party.kind}{role})", "dim"), (f": {mentions}" if mentions else "", ""))
    return Line(words, lead="  ", indent=4)


# How it is folded and coloured


def _rows(line: Line, width: int, colour: bool) -> Iterator[list[Piece]]:
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


def printable(words: str) -> str:
    """The words with control characters, which could steer a terminal, and half surrogates shown as U+FFFD.

    >>> printable("red \\x1b[31malert")
    'red �[31malert'
    """
    return re.sub(r"[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u202d\u202e\ud800-\udfff]", "\ufffd", words)


def cells(words: str) -> int:
    """How many terminal cells the words take: two for a wide letter, none for a combining one.

    >>> cells("café"), cells("東京")
    (4, 4)
    """
    if words.isascii():
        return len(words)
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 0 if unicodedata.combining(c) else 1 for c in words)


def _plain(row: list[Piece]) -> str:
    return "".join(words for words, _ in row)


_STYLES = {
    "headline": "bold",
    "heading": "bold magenta",
    "speaker": "bold cyan",
    "act": "yellow",
    "quoted": "green",
    "dim": "dim",
    "refused": "bold red",
}


def _painter() -> Callable[[list[Piece]], str]:
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
