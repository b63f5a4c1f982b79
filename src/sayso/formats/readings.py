"""Readings and refusals -> text in a form that people or programs use. A form is one function and one row in the table below.

>>> from sayso.formats import FORMATS
>>> from sayso.record import Refusal
>>> list(FORMATS["text"]([Refusal("a.html", "empty", "The file has no bytes.")]))
['Not read: a.html (empty) The file has no bytes.\\n']
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from sayso.formats.html import write_html
from sayso.formats.json import write_json, write_jsonl
from sayso.formats.text import write_text
from sayso.record import Reading, Refusal

Writer = Callable[[Iterable[Reading | Refusal]], Iterator[str]]

# A writer takes its results lazily and yields pieces of the output as soon as they stand, so that a stream stays a stream.
FORMATS: Mapping[str, Writer] = {
    "text": write_text,
    "json": write_json,
    "jsonl": write_jsonl,
    "html": write_html,
}
