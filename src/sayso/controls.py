"""Words of a page, a file's name, an address -> the same without what would steer the terminal that shows them."""

from __future__ import annotations

import logging
import re
import sys
from typing import TextIO

# The C0 and C1 controls but for white space, the marks that turn the order of a line round (they make it read as another one),
# and half surrogates, which no UTF-8 holds.
_STEERING = r"\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff"
_BLANKS = dict.fromkeys(map(ord, "\x0b\x0c\x1c\x1d\x1e\x1f\x85"), " ")
_UNTEXT = re.compile(f"[\ufdd0-\ufdef{''.join(chr(plane << 16 | last) for plane in range(17) for last in (0xFFFE, 0xFFFF))}]")
_CONTROL = re.compile(f"[{_STEERING}]")
# On its way to a terminal a line end that is none of ours overwrites or splits what stands there; our own colours pass.
_SHIELDED = re.compile(rf"\x1b\[[0-9;]*m|(\r\n)|([{_STEERING}\x0b-\r\x1c-\x1f\x85\u2028\u2029])")
_ESCAPED = re.compile("[\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def printable(words: str) -> str:
    """The words with control characters and half surrogates shown as U+FFFD; white space stays.

    >>> printable("red \\x1b[31malert")
    'red �[31malert'
    """
    return _CONTROL.sub("\ufffd", words)


def in_markup(words: str) -> str:
    """The same of a page or a feed, without what neither HTML nor XML may hold: white space that is none there, noncharacters.

    >>> in_markup("a\\x0bb \\ufffe")
    'a b �'
    """
    return _UNTEXT.sub("\ufffd", printable(words.translate(_BLANKS)))


def one_line(words: str) -> str:
    """The same in one line: a name that holds a line end cannot pass for two messages.

    >>> one_line("no file a\\nsayso: all holds")
    'no file a sayso: all holds'
    """
    return printable(" ".join(words.split()))


def escaped(json: str) -> str:
    """JSON text with the characters escaped that JSON lets stand but a terminal obeys (C1 controls, turned lines).

    >>> escaped('{"text": "\\x9b2J"}')
    '{"text": "\\\\u009b2J"}'
    """
    return _ESCAPED.sub(lambda found: f"\\u{ord(found[0]):04x}", json)


class Shield:
    """A terminal's stream through which text, line ends and colours pass, and nothing else that it would obey."""

    def __init__(self, stream: TextIO) -> None:
        """Write to this stream."""
        self._stream = stream

    def write(self, words: str) -> int:
        """Write the words, each control character as U+FFFD."""
        self._stream.write(shielded(words))
        return len(words)

    def writelines(self, lines: object) -> None:
        """Write one after the other."""
        for line in lines:  # type: ignore[attr-defined]
            self.write(line)

    def __getattr__(self, name: str) -> object:
        return getattr(self._stream, name)


def shielded(words: str) -> str:
    """The words as ``Shield`` writes them.

    >>> shielded("\\x1b[1mBold\\x1b[0m \\x1b]0;title\\x07, over\\rwritten\\n")
    '\\x1b[1mBold\\x1b[0m �]0;title�, over�written\\n'
    """
    return _SHIELDED.sub(lambda found: "\n" if found[1] else "\ufffd" if found[2] else found[0], words)


class ShieldedFormatter(logging.Formatter):
    """Log lines for a terminal, tracebacks too: what they cite of a page steers nothing."""

    def format(self, record: logging.LogRecord) -> str:
        """The record's text, each control character as U+FFFD."""
        return shielded(super().format(record))


def log_to_terminal() -> None:
    """Show log lines and warnings on standard error, as ``--verbose`` asks; a worker's and the command's own alike."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(ShieldedFormatter("%(name)s: %(message)s"))
    logging.basicConfig(level=logging.INFO, handlers=[handler])
    logging.captureWarnings(True)
