"""A statement -> what is worked out of its words: tokens for the index, and the hash that its copies share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b

from sayso.questions import folded, folded_tokens
from sayso.record import Statement
from sayso.store.packing import read_offsets

MOST_WORDS, MOST_CHARACTERS = 16_000, 200_000  # of one content that are indexed: PostgreSQL holds no more


@dataclass(frozen=True, slots=True)
class Wording:
    """A content's tokens, as many as are indexed, and the hash that copies of the statement share."""

    words: tuple[str, ...]
    hash: int


def wording(statement: Statement) -> Wording:
    """The words of a statement: of its content for the index, with its speaker's for telling copies.

    What somebody will say is no copy of what she said.
    """
    words = content_words(statement)
    speaker = folded(statement.speaker.mention.text) if statement.speaker and statement.speaker.mention else ""
    told = f"{' '.join(words)}\n{speaker}" if statement.said == "said" else f"{' '.join(words)}\n{speaker}\n{statement.said}"
    hashed = blake2b(told.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return Wording(words, int.from_bytes(hashed, "big", signed=True))


def content_words(statement: Statement) -> tuple[str, ...]:
    """The tokens of the content, in order."""
    return _tokens([span.text for span in statement.content])


def words_at(content: str, text: str) -> tuple[str, ...]:
    """The tokens of the content at these offsets."""
    return _tokens([span.text for span in read_offsets(content, text)])


def _tokens(pieces: Sequence[str]) -> tuple[str, ...]:
    if len(pieces) == 1 and len(pieces[0]) < MOST_WORDS:
        return tuple(folded_tokens(pieces[0])[:MOST_WORDS])
    words: list[str] = []
    left = MOST_CHARACTERS
    for piece in pieces:
        found = folded_tokens(piece[:left])
        left -= len(" ".join(found))
        words += found
        if left <= 0:
            break
    return tuple(words[:MOST_WORDS])
