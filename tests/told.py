"""Readings made by hand from marked lines, for tests: «[s The palace|Granite Palace] [c said] [q the guns would go].»

A line is a paragraph and a statement at most. ``s`` is the speaker, ``c`` the cue, ``q`` the content (or a part of it), ``a``
the addressee, ``r`` a step of the relay; what stands behind ``|`` is the party of a voice, or the act of a cue; behind ``/``,
whether it was said: «[c will say|states/expected]».
"""

from __future__ import annotations

import re
from typing import cast

from sayso.record import Article, Paragraph, Party, Reading, Said, Span, Statement, Voice
from sayso.statements.acts import act_of
from sayso.store.values import Version

_MARK = re.compile(r"\[([scqar]) ([^|\]]*)(?:\|([^\]]*))?\]")


def told(*lines: str, headline: str | None = None, standfirst: str | None = None, input: str = "page.html") -> Reading:
    text, paragraphs, statements = headline or "", [], []
    if headline:
        paragraphs.append(Paragraph(0, len(text), "headline"))
    mentions: dict[str, list[Span]] = {}
    for line in lines:
        text += "\n\n" if text else ""
        start = len(text)
        spans: list[tuple[str, Span, str | None]] = []
        at = 0
        for mark in _MARK.finditer(line):
            text += line[at : mark.start()]
            spans.append((mark[1], Span(len(text), len(text) + len(mark[2]), mark[2]), mark[3]))
            text += mark[2]
            at = mark.end()
        text += line[at:]
        paragraphs.append(Paragraph(start, len(text), "body"))
        if any(role == "q" for role, _, _ in spans):
            statements.append(_statement(f"s{len(statements) + 1}", spans, mentions))
    parties = tuple(Party(f"p {name}", name, "person", None, tuple(found)) for name, found in mentions.items())
    article = Article("a", text, tuple(paragraphs), headline=headline, standfirst=standfirst, language="en")
    return Reading(input, article, tuple(statements), parties, "hand")


def _statement(id: str, spans: list[tuple[str, Span, str | None]], mentions: dict[str, list[Span]]) -> Statement:
    def voices(role: str) -> tuple[Voice, ...]:
        found = [(span, party) for kind, span, party in spans if kind == role]
        for span, party in found:
            if party:
                mentions.setdefault(party, []).append(span)
        return tuple(
            Voice(span if span.text != "-" else None, f"p {party}" if party else None, "name") for span, party in found
        )

    content = tuple(span for role, span, _ in spans if role == "q")
    cue, act = next(((span, act) for role, span, act in spans if role == "c"), (None, None))
    act, _, said = (act or "").partition("/")
    marked = [span.text[:1] in '“"' and span.text[-1:] in '”"' for span in content]
    manner = "direct" if all(marked) else "mixed" if any("“" in s.text or '"' in s.text for s in content) else "indirect"
    return Statement(
        id, manner, act or act_of(cue.text if cue else None), content, (), cue,
        next(iter(voices("s")), None), next(iter(voices("a")), None), voices("r"), said=cast(Said, said or "said"),
    )  # fmt: skip


def version(number: int, reading: Reading, address: str = "https://lantern.example/call") -> Version:
    return Version(address, number, f"2031-03-1{number}T08:00:00+01:00", reading, "")
