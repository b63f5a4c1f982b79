"""Answers of the store -> what templates show of them, with the addresses of their pages."""

from __future__ import annotations

from typing import Any

from sayso.doubt import is_doubtful
from sayso.evidence import told_once
from sayso.formats import beside_act, beside_outlet, corrected_words, day_of, marked_content, verb
from sayso.store import Hit
from sayso.web.paths import article_path, party_path, statement_path


def hit_shown(hit: Hit) -> dict[str, Any]:
    """A statement in a list."""
    article, version, statement = int(hit.short.partition(".")[0]), hit.version, hit.statement
    mention = statement.speaker.mention.text if statement.speaker and statement.speaker.mention else None
    to = statement.addressee.mention.text if statement.addressee and statement.addressee.mention else None
    return {
        "hit": hit,
        "statement": statement,
        "path": statement_path(article, version, statement),
        "article_path": article_path(article, version),
        "speaker_path": party_path(hit.speaker_id) if hit.speaker_id else None,
        "speaker": hit.speaker or mention,
        "addressee": hit.addressee or to,
        "act": verb(statement.act, hit.speaker or mention),
        "unsaid": beside_act(statement).strip(" []"),
        "relay": told_once(hit.relay, str),
        "words": list(marked_content(hit, colour=True)),
        "corrected": corrected_words(statement.corrected) if statement.corrected else None,
        "beside_outlet": beside_outlet(hit),
        "day": day_of(hit) or "no date",
        "doubtful": is_doubtful(statement),
    }
