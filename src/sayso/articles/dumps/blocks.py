"""A dump's lines -> its blocks: sentences that links or bold type broke over several lines are whole again."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from sayso.articles.dumps.bylines import byline_breaks
from sayso.articles.dumps.lines import MACHINE, Form, Line, form_of, is_stopped, words_in

_CLOSING = re.compile(r"[,.;:!?)\]}’”»…،、。」』]|['’](?:s|d|ll|re|ve|m|t)\b|\"(?:$|[\s,.;:)])")
_OPENING = re.compile(r"(?:^|[\s(])[(\[“‘«„¿¡\"']$|[(\[„¿¡「『]$")
_PAUSED = re.compile(r"(?:,|[^\W\d_] [–—-])$")
_SAID_ON = re.compile(r"[,?!][\"”’»]$")
_PARTICLE = re.compile(r"[はがをにのとでもへや、]")
_LAST_WORD = re.compile(r"[^\W\d_]+$")
_WIDE_END = re.compile("[\u3040-\u30ff\u3400-\u9fff]$")


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph as the page had it: ``pieces`` lines of the dump from line ``first`` on."""

    text: str
    form: Form
    first: int
    pieces: int
    words: int
    gap: bool = False


class _Growing:
    """The block that is being put together; its end is looked at, its text joined once."""

    def __init__(self, line: Line, first: int) -> None:
        self.parts = [line.text]
        self.line = line
        self.first = first
        self.lines = 1
        self.words = words_in(line.text)
        self.marks = line.text.count('"')
        self.end = line.text[-80:]

    def add(self, between: str, line: Line) -> None:
        self.parts += [between, line.text]
        self.lines += 1
        self.words += words_in(line.text)
        self.marks += line.text.count('"')
        self.end = (self.end + between + line.text)[-80:]

    def block(self) -> Block:
        text = "".join(self.parts)
        form = self.line.form if self.lines == 1 else form_of(text)
        return Block(text, form, self.first, self.lines, self.words, self.line.gap)


def join(
    lines: Sequence[Line],
    opens: frozenset[str] = frozenset(),
    threads: frozenset[tuple[str, str, str]] = frozenset(),
) -> list[Block]:
    """Blocks of the lines, in order.

    ``opens`` are words that a sentence cannot end with ("the", "of"); ``threads`` runs of three words that belong together.

    >>> from sayso.articles.dumps.lines import lines_of
    >>> [b.text for b in join(lines_of("The palace sent\\na note\\n, it said on Monday\\n.\\nA second one came."))]
    ['The palace sent a note, it said on Monday.', 'A second one came.']
    """
    blocks: list[Block] = []
    growing: _Growing | None = None
    apart = byline_breaks(lines)
    for index, line in enumerate(lines):
        after = lines[index + 1] if index + 1 < len(lines) else None
        between = _seam(growing, line, after, opens) if growing else None
        if growing and between is None and threads and _threaded(growing, line, threads):
            between = " "
        if growing and between is not None and index not in apart:
            growing.add(between, line)
            continue
        if growing:
            blocks.append(growing.block())
        growing = _Growing(line, index)
    if growing:
        blocks.append(growing.block())
    return blocks


def _seam(left: _Growing, line: Line, after: Line | None, opens: frozenset[str]) -> str | None:
    """What stands between a block and the next line where they are one sentence; None where they are not."""
    alone = left.lines == 1
    if line.form in ("code", "type", "selector", "image", "time", "locale") or (alone and left.line.form in MACHINE):
        return None
    if alone and left.line.form in ("mark", "interface", "date"):
        return None
    if line.form in MACHINE and left.words < 4:
        return None
    stopped = is_stopped(left.end)
    if _closes(left, line, stopped):
        return ""
    if left.words >= 2 and (_OPENING.search(left.end) and (left.end[-1] != '"' or left.marks % 2)):
        return ""
    if _WIDE_END.search(left.end):
        return "" if not stopped and left.words >= 5 and (_PARTICLE.match(line.text) or _PARTICLE.match(left.end[-1])) else None
    if line.form == "mark":
        return None
    return " " if _continues(left, line, after, opens, stopped) else None


def _threaded(left: _Growing, line: Line, threads: frozenset[tuple[str, str, str]]) -> bool:
    """Two words before the break and one after it, or one and two, stand in a flattened copy in one run."""
    if is_stopped(left.end):
        return False
    before, after = left.end.split()[-2:], line.text[:80].split()[:2]
    return (len(before) == 2 and (*before, after[0]) in threads) or (len(after) == 2 and (before[-1], *after) in threads)


def _closes(left: _Growing, line: Line, stopped: bool) -> bool:
    """The line starts with what ends a phrase: ", it said", ".", "'s troops", '" he added' after an open mark."""
    if not _CLOSING.match(line.text):
        return False
    if line.text[0] == '"':
        return left.marks % 2 == 1
    return not stopped or line.text[0] not in ".!?…。"


def _continues(left: _Growing, line: Line, after: Line | None, opens: frozenset[str], stopped: bool) -> bool:
    if stopped and not _SAID_ON.search(left.end):
        return False
    if line.text[0].islower():
        return True
    if stopped:
        return False
    last = _LAST_WORD.search(left.end)
    if left.words >= 3 and (_PAUSED.search(left.end) or (last and last[0] in opens)):
        return True
    grown = left.words >= 12 or (left.words >= 5 and (left.lines > 1 or left.line.text[0].islower()))
    if not grown or line.gap or words_in(line.text) > 8:
        return False
    return _leads_on(line, after)


def _leads_on(line: Line, after: Line | None) -> bool:
    """A short line inside a sentence: it ends it ("Ana Brel."), or the line after goes on in lower case or with a mark."""
    if is_stopped(line.text):
        return words_in(line.text) <= 6
    return after is not None and (after.text[0].islower() or bool(_CLOSING.match(after.text)))
