"""Who said what, to whom, and on whose say-so.

``read`` reads one page, ``read_many`` many, ``read_page`` bytes that are already at hand; each gives a ``Reading`` or a
``Refusal``. ``to_json`` and ``from_json`` turn either into a JSON object and back. ``open_store`` opens a store that keeps
readings, follows their versions and finds statements in them.

>>> import sayso
>>> sayso.read("no/such/file.html").reason
'not-found'
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

if TYPE_CHECKING:
    from sayso.door import Store, open_store
    from sayso.evidence import EvidenceError
    from sayso.formats import from_json, to_json
    from sayso.options import PageOptions
    from sayso.reading import read, read_many, read_page
    from sayso.record import Article, Page, Paragraph, Party, Reading, Refusal, Span, Statement, Voice
    from sayso.store.errors import StoreError

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
    "from_json",
    "open_store",
    "read",
    "read_many",
    "read_page",
    "to_json",
]

_HOMES = {
    "EvidenceError": "evidence",
    "PageOptions": "options",
    "Store": "door",
    "StoreError": "store.errors",
    "from_json": "formats",
    "open_store": "door",
    "read": "reading",
    "read_many": "reading",
    "read_page": "reading",
    "to_json": "formats",
}


def __getattr__(name: str) -> Any:
    """Names are fetched when first used: ``import sayso`` takes 1 ms, the whole road with its model's runtime 400 ms."""
    if name not in __all__:
        raise AttributeError(f"module 'sayso' has no attribute {name!r}")
    found = getattr(import_module(f"sayso.{_HOMES.get(name, 'record')}"), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
