"""What the store has, with the addresses of its pages -> what lists and histories show of it, on the site and in a case."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sayso.doubt import DOUBTFUL, is_doubtful
from sayso.evidence import told_once
from sayso.formats.agreement import verb
from sayso.formats.corrected import corrected_words
from sayso.formats.happenings import days
from sayso.formats.hits import beside_outlet, day_of, marked_content
from sayso.formats.unsaid import beside_act
from sayso.store import EventState, Hit, UndertakingState


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


def listed_state(
    state: EventState | UndertakingState, own: Collection[str], article_path: str | None, statement_path: str | None
) -> dict[str, Any]:
    """An entry of a history; on whose word is left out where that is one of ``own``."""
    told = state.told
    if isinstance(state, EventState):
        when = days(state.earliest, state.latest)
    else:
        when = f"due {days(state.due, state.due)}" if state.due else ""
    return {
        "state": state,
        "told": told,
        "day": (told.day or "")[:10],
        "when": when,
        "word": told.on_word_of if told.on_word_of not in own else None,
        "article": article_path,
        "statement": statement_path,
        "doubtful": told.score is not None and told.score < DOUBTFUL,
    }
