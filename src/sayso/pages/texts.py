"""Texts at hand (a string with its facts, a data frame, rows, strings) -> Pages, each with what stands beside it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime, time
from itertools import chain
from typing import Any

from sayso.options import PageOptions, too_big
from sayso.pages.addresses import bare_address
from sayso.pages.captures import as_captured
from sayso.pages.json_objects import page_in, text_fields
from sayso.record import Given, Page, Refusal

Row = tuple[object, Mapping[str, Any]]  # what it goes by in its table, and its cells
_SURROGATE = re.compile("[\ud800-\udfff]")


def text_page(words: str, given: Given, url: str | None = None, captured: str | None = None, input: str = "") -> Page:
    """The page of a text that is to stay as it is, character for character (a lone surrogate is U+FFFD).

    >>> text_page("It rained.", Given(outlet="Post")).prose
    True
    """
    return _at_hand(words, "text/plain", given, url, captured, input)


def markup_page(markup: str, given: Given, url: str | None = None, captured: str | None = None, input: str = "") -> Page:
    """The page of HTML at hand; what is given fills the gaps of what the page says itself."""
    return _at_hand(markup, "text/html", given, url, captured, input)


def _at_hand(words: str, media_type: str, given: Given, url: str | None, captured: str | None, input: str) -> Page:
    content = _SURROGATE.sub("\ufffd", words).encode()
    address = bare_address(url) if url else None
    return Page(
        input=input or address or address_of(content),
        content=content,
        url=address,
        captured=captured,
        media_type=media_type,
        charset="utf-8",
        prose=media_type == "text/plain",
        given=given,
    )


def address_of(content: bytes) -> str:
    """What a text without an address goes by: the same words by the same name, in whatever table they come.

    >>> address_of(b"It rained.")
    'text:8b38b558e4df'
    """
    return f"text:{hashlib.sha256(content).hexdigest()[:12]}"


def is_table(texts: object) -> bool:
    """Whether texts are a table of columns: a data frame of pandas, polars or Arrow, or a mapping of lists."""
    return isinstance(texts, Mapping) or any(hasattr(texts, name) for name in ("itertuples", "iter_rows", "to_batches"))


def pages_of(texts: Any, options: PageOptions) -> Iterator[tuple[str, Page | Refusal]]:
    """What each row of a data frame, each mapping, each string goes by, with its page or its refusal; in order, one by one.

    Rows have the fields of JSON lines: ``text`` (or ``html``), and headline, published, url, outlet and the like where they are
    there; see ``json_objects``. Raises ValueError for one string, and for a table that has no column of texts.

    >>> [page.url for _, page in pages_of([{"text": "It rained.", "url": "https://a.example/1"}], PageOptions())]
    ['https://a.example/1']
    >>> next(pages_of(["", "It rained."], PageOptions()))[1].detail
    'row 0 has no words in its text.'
    """
    if isinstance(texts, str | bytes):
        raise ValueError("one text stands in a list: [text]")
    if is_table(texts) and not text_fields(columns := _columns(texts)):
        raise ValueError(f"no column is called text; there are {', '.join(columns) or 'none'}")
    for label, cells in _rows(texts):
        yield f"row {label}", _page(f"row {label}", cells, options)


def _page(name: str, cells: Mapping[str, Any], options: PageOptions) -> Page | Refusal:
    record = {str(key): value for key, cell in cells.items() if (value := _plain(cell)) is not None}
    page = page_in(record, name, options)
    if page is None:
        return Refusal(name, "empty", f"{name} has no text.")
    if not page.content.strip():
        return Refusal(name, "empty", f"{name} has no words in its text.")
    if len(page.content) > options.max_bytes:
        return too_big(name, options.max_bytes)
    page = as_captured(page)
    return replace(page, input=name if page.url else address_of(page.content), languages=options.languages)


def _columns(table: Any) -> list[str]:
    names = table if isinstance(table, Mapping) else table.schema.names if hasattr(table, "to_batches") else table.columns
    return [str(name) for name in names]


def _rows(texts: Any) -> Iterator[Row]:
    """The rows, each by its label: a frame of pandas has an index, all else counts from 0."""
    if isinstance(texts, Mapping):
        return enumerate(dict(zip(texts, cells, strict=True)) for cells in zip(*texts.values(), strict=True))
    if hasattr(texts, "itertuples"):  # pandas
        names = [str(name) for name in texts.columns]
        return ((cells[0], dict(zip(names, cells[1:], strict=True))) for cells in texts.itertuples(name=None))
    if hasattr(texts, "iter_rows"):  # polars
        return enumerate(texts.iter_rows(named=True))
    if hasattr(texts, "to_batches"):  # Arrow
        return enumerate(chain.from_iterable(batch.to_pylist() for batch in texts.to_batches()))
    return enumerate(map(_cells, texts))


def _cells(one: object) -> Mapping[str, Any]:
    if isinstance(one, Mapping):
        return one
    if isinstance(one, str) or _plain(one) is None:
        return {"text": one}
    raise ValueError(f"a text is a string, or a mapping with text in it, and no {type(one).__name__}")


def _plain(cell: Any) -> Any:
    """A cell as JSON would have it: None for what a frame leaves empty, days and times as ISO 8601, lists of what is many."""
    if cell is None or type(cell).__name__ in ("NAType", "NaTType") or (isinstance(cell, float) and cell != cell):
        return None
    if isinstance(cell, datetime):  # of a column of days, a frame makes midnights
        return (cell.date() if cell.time() == time() and cell.tzinfo is None else cell).isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, str):
        return _SURROGATE.sub("\ufffd", cell)
    if hasattr(cell, "tolist"):  # of numpy
        return _plain(cell.tolist())
    if isinstance(cell, Iterable) and not isinstance(cell, bytes | Mapping):
        return [plain for one in cell if (plain := _plain(one)) is not None]
    return cell
