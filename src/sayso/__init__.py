"""Who said what, to whom, and on whose say-so.

``read`` reads one page, ``read_many`` many, ``read_text`` and ``read_html`` words that are already at hand, ``read_page``
bytes; each gives a ``Reading`` or a ``Refusal``. ``to_json`` and ``from_json`` turn either into a JSON object and back,
``to_html`` draws it for a notebook, and ``to_pandas`` makes a data frame of its statements. ``compare`` lays the accounts of
one event side by side. ``open_store`` opens a store that keeps readings, follows their versions and finds statements in them.

>>> import sayso
>>> sayso.read("no/such/file.html").reason
'not-found'
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sayso.front_doors import front_door

__version__ = "0.1.0"

if TYPE_CHECKING:
    from sayso.door import Store, compare, open_store
    from sayso.evidence import EvidenceError
    from sayso.formats import from_json, to_html, to_json
    from sayso.options import PageOptions
    from sayso.reading import read, read_html, read_many, read_page, read_text
    from sayso.record import Article, Page, Paragraph, Party, Reading, Refusal, Span, Statement, Voice
    from sayso.results import to_pandas
    from sayso.store import StoreError

__all__ = [
    "Article",
    "EvidenceError",
    "Page",
    "PageOptions",
    "Paragraph",
    "Party",
    "Reading",
    "Refusal",
    "Span",
    "Statement",
    "Store",
    "StoreError",
    "Voice",
    "compare",
    "from_json",
    "open_store",
    "read",
    "read_html",
    "read_many",
    "read_page",
    "read_text",
    "to_html",
    "to_json",
    "to_pandas",
]

__getattr__ = front_door(
    __name__,
    {
        "door": "Store compare open_store",
        "evidence": "EvidenceError",
        "formats": "from_json to_html to_json",
        "options": "PageOptions",
        "reading": "read read_html read_many read_page read_text",
        "record": "Article Page Paragraph Party Reading Refusal Span Statement Voice",
        "results": "to_pandas",
        "store": "StoreError",
    },
)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
