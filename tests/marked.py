"""Marked-up sentences -> an article and the roles in it, for tests: «[s The mayor] [c said] [q "It will rain."]».

``s`` is a speaker, ``c`` a cue, ``q`` a content; a number names the attribution ("s2", "c2", "q2"), 1 where there is none.
Contents may hold other marked spans. Paragraphs are parted by a blank line.
"""

from __future__ import annotations

import re
from collections import defaultdict

from sayso.attribution.roles import Attribution, Extent, Roles
from sayso.record import Article, Paragraph


def read_marked(marked: str, language: str | None = "en") -> tuple[Article, Roles]:
    text, spans, stack = "", defaultdict(list), []
    for piece in re.split(r"(\[[scq]\d* |\])", marked):
        if re.fullmatch(r"\[[scq]\d* ", piece):
            stack.append((piece[1], int(piece[2:-1] or 1), len(text)))
        elif piece == "]" and stack:
            role, number, start = stack.pop()
            spans[number, role].append((start, len(text)))
        else:
            text += piece
    numbers = sorted({number for number, _ in spans})
    attributions = [_attribution(spans, number) for number in numbers]
    return article(text, language), Roles(tuple(attributions))


def article(text: str, language: str | None = "en") -> Article:
    paragraphs = tuple(Paragraph(m.start(), m.end(), "body") for m in re.finditer(r"[^\n]+", text))
    return Article("a1", text, paragraphs, language=language)


def _attribution(spans: dict[tuple[int, str], list[Extent]], number: int) -> Attribution:
    speakers = spans.get((number, "s"), [])
    return Attribution(spans[number, "c"][0], speakers[0] if speakers else None, tuple(sorted(spans[number, "q"])), 0.9)
