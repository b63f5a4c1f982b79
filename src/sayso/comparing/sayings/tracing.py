"""Words and a store -> the saying that they are of: its first text, its witnesses by time, and who speaks there."""

from __future__ import annotations

from collections.abc import Collection

from sayso.comparing.sayings.witnesses import Saying, Witness
from sayso.comparing.wording import Token, tokens
from sayso.record import Span
from sayso.store import Engine, Version


def trace(
    engine: Engine, words: str, speaker: str | None = None, until: str | None = None, but_not: Collection[str] = ()
) -> Saying:
    """The saying that these words are of, as far as the store holds it; without witnesses where it has none.

    ``speaker`` is whom they are said to be of. ``until`` is the day (ISO 8601) after which no text counts; texts at the
    addresses ``but_not`` do not count either, such as the one that quotes them.
    """
    found: list[Witness] = []
    days: list[str] = []
    searched = 0
    wanted = [token.key for token in tokens(words, [(0, len(words))])]
    for version in engine.readings():
        day = _day(version)
        if version.address in but_not or (until and day and day > until[:10]):
            continue
        searched += 1
        days += [day] if day else []
        if span := _place(wanted, version.reading.article.text):
            found.append(_witness(version, span))
    found.sort(key=lambda one: (one.published or one.captured or "9", one.key))
    return Saying(words, None, tuple(found), (), searched, min(days, default=None), max(days, default=None))


def _day(version: Version) -> str | None:
    return (version.reading.article.published or version.captured or "")[:10] or None


def _place(wanted: list[str], text: str) -> Span | None:
    held = tokens(text, [(0, len(text))])
    keys = [token.key for token in held]
    for at in range(len(keys) - len(wanted) + 1 if wanted else 0):
        if keys[at : at + len(wanted)] == wanted:
            return _span(held[at : at + len(wanted)], text)
    return None


def _span(found: list[Token], text: str) -> Span:
    return Span(found[0].start, found[-1].end, text[found[0].start : found[-1].end])


def _witness(version: Version, span: Span) -> Witness:
    article = version.reading.article
    key = f"{version.address}#{version.number}"
    return Witness(key, version.address, article.outlet, article.headline, article.published, version.captured, (span,))
