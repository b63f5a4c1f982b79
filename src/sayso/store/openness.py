"""A speaker left open -> why nobody is known to speak: nobody stands there, "we", another pronoun, a description."""

from __future__ import annotations

from functools import cache

from sayso.languages import entries, word_class
from sayso.record import Voice
from sayso.store import packing
from sayso.store.database import Database
from sayso.store.values import OPENNESS, Openness

_CHUNK = 1_000  # versions whose texts are read at a time


def openness(voice: Voice | None) -> Openness:
    """Why a voice is nobody's, if it is: see ``Openness``.

    >>> from sayso.record import Span
    >>> [openness(Voice(Span(0, len(words), words))) for words in ("We", "They all", "two people familiar with the talks")]
    ['own', 'pronoun', 'description']
    >>> openness(None)
    'nobody'
    """
    return _of_words(voice.mention.text if voice and voice.mention else None)


def open_number(voice: Voice | None) -> int:
    """The column ``open`` of such a voice."""
    return OPENNESS.index(openness(voice)) + 1


def read_open(number: int | None) -> Openness | None:
    """What a column ``open`` stands for; None where nothing was written."""
    return OPENNESS[number - 1] if number is not None and 1 <= number <= len(OPENNESS) else None


def fill_open(database: Database) -> None:
    """The column ``open`` of what was kept without it."""
    last = 0
    texts = "SELECT version, text FROM texts WHERE version > ? ORDER BY version LIMIT ?"
    left = """SELECT s.id, s.speaker_mention FROM versions v JOIN statements s ON s.id >= v.first_statement
      AND s.id < v.first_statement + v.statements WHERE v.id = ? AND s.speaker IS NULL"""
    while held := database.rows(texts, (last, _CHUNK)):
        last = held[-1][0]
        found: list[tuple[int, int]] = []
        for version, packed in held:
            rows = database.rows(left, (version,))
            text = packing.unpacked(packed) or "" if rows else ""
            found += [(OPENNESS.index(_of_words(_mentioned(mention, text))) + 1, id) for id, mention in rows]
        database.many("UPDATE statements SET open = ? WHERE id = ?", found)


def _mentioned(written: str | None, text: str) -> str | None:
    voice = packing.read_voice(packing.array(written), text) if written else None
    return voice.mention.text if voice and voice.mention else None


def _of_words(words: str | None) -> Openness:
    if not words:
        return "nobody"
    parts = [part.strip("\"'“”‘’.,") for part in words.lower().split()]
    if not parts or len(parts) > 2 or (len(parts) == 2 and parts[1] not in word_class("aside")):
        return "description"
    person = _persons().get(parts[0])
    return "description" if person is None else "own" if person in ("first", "second") else "pronoun"


@cache
def _persons() -> dict[str, str]:
    """Each pronoun's person: first, second, third, relative."""
    return {form.lower(): person for form, person, *_ in entries("en", "pronouns")}
