"""Reports from a harbour, for tests: texts that differ, and files of them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path


def lines(path: Path, texts: Sequence[str], url: str = "https://lantern.example/{}") -> str:
    """A file of JSON lines, a page each."""
    rows = [{"url": url.format(number), "text": text, "captured": "2031-03-14"} for number, text in enumerate(texts)]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf8")
    return str(path)


def said(number: int) -> str:
    return f"Report {number} from the harbour.\n“The {number}th boat is safe,” said Ana Dovrel."
