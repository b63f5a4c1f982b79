"""Files, folders, standard input, JSON, web archives, messages, feeds, sitemaps, addresses -> Pages: raw bytes, in order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sayso.front_doors import front_door

if TYPE_CHECKING:
    from sayso.pages.addresses import bare_address as bare_address, is_address as is_address, meant_address as meant_address
    from sayso.pages.charset import decode as decode, decode_prose as decode_prose
    from sayso.pages.downloads import download as download
    from sayso.pages.foreign import form_of as form_of
    from sayso.pages.inputs import (
        is_page_name as is_page_name,
        page_files as page_files,
        passed_over as passed_over,
        read_pages as read_pages,
        read_stream as read_stream,
    )
    from sayso.pages.readings import is_read as is_read
    from sayso.pages.texts import markup_page as markup_page, pages_of as pages_of, text_page as text_page

__getattr__ = front_door(
    __name__,
    {
        "inputs": "is_page_name page_files passed_over read_pages read_stream",
        "downloads": "download",
        "addresses": "bare_address is_address meant_address",
        "charset": "decode decode_prose",
        "foreign": "form_of",
        "readings": "is_read",
        "texts": "markup_page pages_of text_page",
    },
)
