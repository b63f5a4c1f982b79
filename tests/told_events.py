"""Text -> its events by lists and rules alone, without an encoder, for tests: told on Sunday, 20 February 2022."""

from __future__ import annotations

import re

from sayso.events import draft_events, find_times, mentions_of, settle_events
from sayso.parties.resolving import resolve_mentions
from sayso.record import Article, Event, Paragraph, Statement

SUNDAY = "2022-02-20"


def article(text: str, published: str | None = SUNDAY, language: str | None = "en") -> Article:
    """An article of paragraphs, one a line; a first line that begins with # is its headline."""
    kinds = "headline" if text.startswith("#") else "body"
    blocks = [Paragraph(m.start(), m.end(), "body") for m in re.finditer(r"[^\n]+", text)]
    blocks[:1] = [Paragraph(blocks[0].start + text.startswith("#"), blocks[0].end, kinds)] if blocks else []  # type: ignore[arg-type]
    return Article("a", text, tuple(blocks), published=published, language=language)


def told(
    text: str, published: str | None = SUNDAY, statements: tuple[Statement, ...] = ()
) -> tuple[tuple[Event, ...], dict[str, str]]:
    """The events of a text, and the names of its parties by their ids."""
    one = article(text, published)
    drafts = draft_events(one, statements, find_times(one))
    resolved = resolve_mentions(one, statements, others=mentions_of(one, drafts))
    return settle_events(one, drafts, resolved), {party.id: party.name for party in resolved.parties}


def events(text: str, published: str | None = SUNDAY, statements: tuple[Statement, ...] = ()) -> tuple[Event, ...]:
    """The events of a text."""
    return told(text, published, statements)[0]


def people(text: str) -> list[str]:
    """Who takes part in the only event of a text: a party's name, or the words where none is known."""
    (event,), names = told(text)
    found = []
    for one in event.participants:
        mention = one.voice.mention.text if one.voice.mention else ""
        name = names.get(one.voice.party or "", mention)
        found.append(name if one.role == "party" else f"{one.role}: {name}")
    return found
