"""Marked-up sentences -> whom their voices are taken for, for tests: «[Ana Vega] told <Leo Marr> that {it rained}.»

Square brackets hold a speaker, angle brackets the addressee and braces the content of the speaker before, or behind where that
one has one; a speaker without says the text's last character. Names come from lists and words, but for those that a test gives.
"""

from __future__ import annotations

import re

from sayso.parties.resolving import resolve_parties
from sayso.record import Article, Paragraph, Party, Span, Statement, Voice

_MARKED = re.compile(r"(\[[^\]]*\]|\{[^}]*\}|<[^>]*>)")


def resolved(marked: str, act: str = "states", **facts: object) -> tuple[list[str | None], list[Party]]:
    """The name of each speaker's party, None where it is open or has no name, and all parties; ``act`` is every statement's."""
    text, pieces = "", []
    for piece in _MARKED.split(marked):
        if _MARKED.fullmatch(piece):
            pieces.append((piece[0], Span(len(text), len(text) + len(piece) - 2, piece[1:-1])))
            piece = piece[1:-1]
        text += piece
    end = Span(len(text) - 1, len(text), text[-1:])
    said: list[dict[str, Span]] = []
    before: Span | None = None  # a content whose speaker comes behind it
    for mark, span in pieces:
        if mark == "[":
            said.append({"speaker": span, "content": before or end})
            before = None
        elif mark == "{" and (not said or said[-1]["content"] is not end):
            before = span
        else:
            said[-1]["content" if mark == "{" else "addressee"] = span
    statements = [
        Statement(
            f"s{number}",
            "indirect",
            act,
            (one["content"],),
            (one["content"],) if text[one["content"].start - 1] in '“"' else (),
            speaker=Voice(one["speaker"]),
            addressee=Voice(one["addressee"]) if "addressee" in one else None,
        )
        for number, one in enumerate(said)
    ]
    blocks = tuple(Paragraph(m.start(), m.end(), "body") for m in re.finditer(r"[^\n]+", text))
    found, parties = resolve_parties(Article("a", text, blocks), statements, **facts)  # type: ignore[arg-type]
    names = {party.id: party.name for party in parties if party.named}
    return [names.get(s.speaker.party or "") if s.speaker else None for s in found], list(parties)


def party(parties: list[Party], name: str) -> Party:
    """The one party of this name."""
    (found,) = [party for party in parties if party.name == name]
    return found
