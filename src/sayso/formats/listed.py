"""A statement that answers, with the addresses of its pages -> what lists of them show of it, on the site and in a case."""

from __future__ import annotations

from typing import Any

from sayso.doubt import is_doubtful
from sayso.evidence import told_once
from sayso.formats.agreement import verb
from sayso.formats.corrected import corrected_words
from sayso.formats.hits import beside_outlet, day_of, marked_content
from sayso.formats.unsaid import beside_act
from sayso.store import Hit


def listed_hit(hit: Hit, path: str, article_path: str, speaker_path: str | None) -> dict[str, Any]:
    """A statement in a list: what ``web/hits.html.j2`` shows."""
    statement = hit.statement
    mention = statement.speaker.mention.text if statement.speaker and statement.speaker.mention else None
    to = statement.addressee.mention.text if statement.addressee and statement.addressee.mention else None
    return {
        "hit": hit,
        "statement": statement,
        "path": path,
        "article_path": article_path,
        "speaker_path": speaker_path,
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
