"""A tag-stripped dump of a page -> Article: its lines typed by their form, its body found, its facts confirmed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sayso.front_doors import front_door

if TYPE_CHECKING:
    from sayso.articles.dumps.building import read_dump as read_dump
    from sayso.articles.dumps.lines import (
        MACHINE as MACHINE,
        TITLE_TAIL as TITLE_TAIL,
        Line as Line,
        is_stopped as is_stopped,
        lines_of as lines_of,
        words_in as words_in,
    )

__getattr__ = front_door(
    __name__,
    {
        "building": "read_dump",
        "lines": "MACHINE TITLE_TAIL Line is_stopped lines_of words_in",
    },
)
