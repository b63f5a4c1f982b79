"""Passages marked by hand, at every level -> documents for training: who said what, to whom, and whether it was said.

``marks.jsonl`` holds a passage a line: the corpus and document that it is cut out of, its place there, the digest of its text,
and its statements as ``marks/README.md`` tells; no words of the texts. Sentences of our own stand in ``own.jsonl`` whole.
"""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import data as corpora
from data import Document

from sayso.record import SAID_KINDS

SAID = SAID_KINDS
Extent = tuple[int, int]


def marked(data: Path, marks: Path) -> list[Document]:
    """The passages, each with its attributions. Raises ValueError where a text is not the one that was marked."""
    return [_document(row, text) for row, text in passages(data, marks)]


def passages(data: Path, marks: Path) -> Iterator[tuple[dict[str, Any], str]]:
    """Each passage as it is marked, with its text. Raises ValueError where a text is not the one that was marked."""
    texts = _Texts(data)
    for row in _rows(marks):
        text = row["text"] if "text" in row else texts.get(row["corpus"], row["document"])[row["start"] : row["end"]]
        if hashlib.sha256(text.encode()).hexdigest() != row["sha256"]:
            raise ValueError(f"{row['name']}: the text of {row.get('document')} is not the one that was marked")
        yield row, text


def _rows(marks: Path) -> Iterator[dict[str, Any]]:
    for path in (marks / "marks.jsonl", marks / "own.jsonl"):
        if path.exists():
            yield from map(json.loads, path.read_text(encoding="utf8").splitlines())


class _Texts:
    """The corpora's documents by name, each corpus read when it is first asked for."""

    def __init__(self, data: Path) -> None:
        self.data = data
        self.held: dict[str, dict[str, str]] = {}

    def get(self, corpus: str, document: str) -> str:
        if corpus not in self.held:
            self.held[corpus] = self._read(corpus)
        return self.held[corpus][document]

    def _read(self, corpus: str) -> dict[str, str]:
        if corpus == "whitehouse":
            with gzip.open(self.data / "readouts/whitehouse-2021-22.jsonl.gz", "rt", encoding="utf8") as lines:
                return {row["path"]: row["text"] for row in map(json.loads, lines)}
        read = {"gum": corpora.gum, "meantime": corpora.meantime, "polnear": lambda data: corpora.polnear(data, "train")}
        return {document.name: document.text for document in read[corpus](self.data)}


def _document(row: dict[str, Any], text: str) -> Document:
    found = []
    for statement in row["statements"]:
        if not statement["cue"]:
            continue  # a cue is what the model looks for; labels, quotations by themselves are rules'
        found.append(
            {
                "cue": _spans(statement["cue"]),
                "speaker": _spans(statement["speaker"]["spans"]) if statement["speaker"] else [],
                "content": _spans(statement["content"]),
                "addressee": _spans(statement["addressee"]["spans"]) if statement["addressee"] else [],
                "said": SAID.index(statement["said"]),
                "inner": statement["within"] is not None,
            }
        )
    return Document(row["name"], text, attributions=found, whole=True)


def _spans(spans: list[list[int]]) -> list[Extent]:
    return [(start, end) for start, end in spans]
