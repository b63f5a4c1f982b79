"""Files, folders, standard input, JSON lines, WARC, feeds, sitemaps and addresses -> Pages: raw bytes, in input order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sayso.front_doors import front_door

if TYPE_CHECKING:
    from sayso.pages.addresses import bare_address as bare_address, is_address as is_address
    from sayso.pages.charset import decode as decode, decode_prose as decode_prose
    from sayso.pages.inputs import ENDINGS as ENDINGS, read_pages as read_pages

__getattr__ = front_door(
    __name__,
    {
        "inputs": "ENDINGS read_pages",
        "addresses": "bare_address is_address",
        "charset": "decode decode_prose",
    },
)
