"""Files, folders, standard input, JSON lines, WARC, feeds, sitemaps and addresses -> Pages: raw bytes, in input order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sayso.front_doors import front_door

if TYPE_CHECKING:
    from sayso.pages.charset import decode as decode, decode_prose as decode_prose
    from sayso.pages.inputs import ENDINGS as ENDINGS, is_address as is_address, read_pages as read_pages

__getattr__ = front_door(
    __name__,
    {
        "inputs": "ENDINGS is_address read_pages",
        "charset": "decode decode_prose",
    },
)
