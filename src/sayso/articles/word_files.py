"""DOCX -> the paragraphs that a reader sees, each with what it is; struck words and pictures are left out."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any

from sayso.record import ParagraphKind

MOST_UNPACKED = 64 * 1024 * 1024  # bytes of the parts that are text; a book has 5 MB of them
MOST_PARTS = 5_000
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_LEFT_OUT = frozenset(
    f"{_W}{name}" for name in ("del", "moveFrom", "instrText", "delText", "footnoteReference", "endnoteReference", "rPr", "pPr")
) | {"{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"}  # the same once more, for old programs
# What the library gives of a file that is not as it should be, beside errors of its own.
_WRONG = (
    LookupError, AttributeError, TypeError, ValueError, AssertionError, RuntimeError, SyntaxError, OSError, EOFError,
    zipfile.BadZipFile, zlib.error,
)  # fmt: skip
_PICTURES = re.compile(r"word/(?:media|embeddings|fonts)/|.*\.(?:bin|jpe?g|png|gif|emf|wmf|tiff?)$", re.I)


def is_docx(content: bytes) -> bool:
    """Whether a file is a Word document of 2007 and later: a ZIP with word/document.xml in it."""
    return content.startswith(b"PK\x03\x04") and b"word/document.xml" in content


def paragraphs_of(content: bytes) -> list[tuple[ParagraphKind, str]]:
    """The document's paragraphs in order, with those in tables and text boxes.

    Raises ImportError without python-docx, OverflowError for a document that unpacks to more than MOST_UNPACKED, ValueError for
    one that is broken.
    """
    import docx
    from docx.exceptions import PythonDocxError
    from docx.opc.exceptions import OpcError

    try:
        document = docx.Document(io.BytesIO(_without_pictures(content)))
        body = document.element.body
        kinds = {style.get(f"{_W}styleId"): _kind(style) for style in document.styles.element}
        return [(kinds.get(_style(one), "body"), words) for one in _paragraphs(body) if (words := _words(one))]
    except OverflowError:
        raise
    except (PythonDocxError, OpcError, *_WRONG) as error:
        raise ValueError(f"{type(error).__name__}: {str(error)[:200]}") from error


def _without_pictures(content: bytes) -> bytes:
    """The same document with its pictures empty: the library would unpack them all."""
    kept = io.BytesIO()
    left = MOST_UNPACKED
    with zipfile.ZipFile(io.BytesIO(content)) as given, zipfile.ZipFile(kept, "w", zipfile.ZIP_STORED) as copy:
        if len(given.infolist()) > MOST_PARTS:
            raise OverflowError(f"more than {MOST_PARTS} parts")
        for part in given.infolist():
            if _PICTURES.match(part.filename):
                copy.writestr(part.filename, b"")
                continue
            with given.open(part) as stream:
                words = stream.read(left + 1)
            if b"<!DOCTYPE" in words[:4096]:  # no program of offices writes one
                raise ValueError("it declares entities")
            left -= len(words)
            if left < 0:
                raise OverflowError(f"more than {MOST_UNPACKED} bytes")
            copy.writestr(part.filename, words)
    return kept.getvalue()


def _kind(style: Any) -> ParagraphKind:
    name = style.find(f"{_W}name")
    called = (name.get(f"{_W}val") or "").lower() if name is not None else ""
    return "headline" if called == "title" else "heading" if called.startswith("heading") else "body"


def _style(paragraph: Any) -> str | None:
    found = paragraph.find(f"{_W}pPr/{_W}pStyle")
    return found.get(f"{_W}val") if found is not None else None


def _paragraphs(element: Any) -> Iterator[Any]:
    """Paragraphs in the order of the document, one that stands in another's text box after it."""
    for one in element.iter(f"{_W}p"):
        if not any(above.tag in _LEFT_OUT for above in one.iterancestors()):
            yield one


def _words(paragraph: Any) -> str:
    """The words of a paragraph, without those of paragraphs in it."""
    words: list[str] = []
    waiting = list(reversed(paragraph))
    while waiting:
        element = waiting.pop()
        tag = element.tag
        if tag in _LEFT_OUT or tag == f"{_W}p":
            continue
        if tag == f"{_W}t":
            words.append(element.text or "")
        elif tag in (f"{_W}tab", f"{_W}br", f"{_W}cr"):
            words.append(" ")
        elif tag == f"{_W}noBreakHyphen":
            words.append("-")
        elif tag == f"{_W}r" and _is_hidden(element):
            continue
        else:
            waiting.extend(reversed(element))
    return "".join(words).strip()


def _is_hidden(run: Any) -> bool:
    mark = run.find(f"{_W}rPr/{_W}vanish")
    return mark is not None and mark.get(f"{_W}val") not in ("0", "false", "off")
