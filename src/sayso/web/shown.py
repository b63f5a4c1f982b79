"""Answers of the store -> what templates show of them, with the addresses of their pages."""

from __future__ import annotations

from typing import Any

from sayso.doubt import is_doubtful
from sayso.store import Hit
from sayso.web.paths import article_path, party_path, statement_path


def hit_shown(hit: Hit) -> dict[str, Any]:
    """A statement in a list."""
    article, version = int(hit.short.partition(".")[0]), hit.version
    return {
        "hit": hit,
        "statement": hit.statement,
        "path": statement_path(article, version, hit.statement),
        "article_path": article_path(article, version),
        "speaker_path": party_path(hit.speaker_id) if hit.speaker_id else None,
        "doubtful": is_doubtful(hit.statement),
    }
