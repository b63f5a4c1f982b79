"""Answers of the store -> what templates show of them, with the addresses of their pages."""

from __future__ import annotations

from typing import Any

from sayso.formats import listed_hit
from sayso.store import Hit
from sayso.web.paths import article_path, party_path, statement_path


def hit_shown(hit: Hit) -> dict[str, Any]:
    """A statement in a list."""
    article, version = int(hit.short.partition(".")[0]), hit.version
    speaker = party_path(hit.speaker_id) if hit.speaker_id else None
    return listed_hit(hit, statement_path(article, version, hit.statement), article_path(article, version), speaker)
