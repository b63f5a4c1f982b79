"""A terminal -> single keys that a person presses, without the return key."""

from __future__ import annotations

import os
import sys
from types import TracebackType
from typing import Any

from sayso.cli.terminal import say

_INTERRUPT, _END = "\x03", "\x04"


class Keys:
    """Within this, the terminal gives each key at once; behind it, it is as it was."""

    def __enter__(self) -> Keys:
        try:
            import termios
            import tty

            self._file = sys.stdin.fileno()
            self._before: list[Any] | None = termios.tcgetattr(self._file)
            tty.setcbreak(self._file)
        except ImportError:  # no such terminals here: a key is a line
            self._before = None
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self._before is not None:
            import termios

            termios.tcsetattr(self._file, termios.TCSADRAIN, self._before)

    def ask(self, what: str, keys: str) -> str:
        """One of these keys, in small letters; others are answered with the question. The end of the input is "q"."""
        while True:
            say(what)
            key = self._key().lower()
            if key in keys and key:
                return key
            if key in ("", _END):
                return "q"
            if key == _INTERRUPT:
                raise KeyboardInterrupt

    def _key(self) -> str:
        if self._before is None:
            return sys.stdin.readline()[:1]
        return os.read(self._file, 1).decode("utf-8", "replace")
