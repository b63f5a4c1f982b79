"""Page -> Article: HTML, tag-stripped dumps, plain text and prose; clean text and facts, fixed here, once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sayso.front_doors import front_door

if TYPE_CHECKING:
    from sayso.articles.building import build_article as build_article
    from sayso.articles.bylines import is_body as is_body
    from sayso.articles.datelines import day_in_address as day_in_address
    from sayso.articles.signatures import (
        LONGEST_SIGNATURE as LONGEST_SIGNATURE,
        is_name as is_name,
        signature_in as signature_in,
    )
    from sayso.articles.times import time_of as time_of

__getattr__ = front_door(
    __name__,
    {
        "building": "build_article",
        "bylines": "is_body",
        "datelines": "day_in_address",
        "times": "time_of",
        "signatures": "LONGEST_SIGNATURE is_name signature_in",
    },
)
