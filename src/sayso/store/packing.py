"""Values <-> how they stand in a row: strings, lists, offsets, voices, checksums.

Strings stand as they are, but for those that no database holds everywhere (NUL, half surrogates): they stand with backslashes
behind a mark. Offsets stand as flat JSON arrays of starts and ends in code points; the words themselves are in the text alone.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from sayso.record import Span, Voice
from sayso.store.errors import AlteredError

SAME = "="
_MARK = "\x01escaped:"


def packed(words: str | None) -> str | None:
    """A string as a database holds it.

    >>> packed("as it is"), packed("half \\ud83d")
    ('as it is', '\\x01escaped:half \\\\ud83d')
    """
    if words is None:
        return None
    if "\0" in words or words.startswith(_MARK) or words == SAME or not _whole(words):
        return _MARK + words.encode("unicode_escape").decode("ascii")
    return words


def unpacked(words: Any) -> str | None:
    """The string that ``packed`` was given. Raises AlteredError, which is a ValueError, for anything that it never gives.

    >>> unpacked(packed("half \\ud83d")) == "half \\ud83d"
    True
    """
    if words is None:
        return None
    if not isinstance(words, str):
        raise AlteredError(f"{words!r:.60} stands where a text belongs")
    if words.startswith(_MARK):
        try:
            return words[len(_MARK) :].encode("ascii").decode("unicode_escape")
        except UnicodeError as error:
            raise AlteredError(f"{words!r:.60} stands where an escaped text belongs") from error
    return words


# Ids, acts and the like: short, few, and met again and again.
short = lru_cache(maxsize=4096)(packed)


def _whole(words: str) -> bool:
    if words.isascii():
        return True
    try:
        words.encode()
    except UnicodeEncodeError:
        return False
    return True


_scan = json.JSONDecoder().raw_decode  # what is written here has no space around it, which json.loads looks for: half its time


def array(written: Any) -> list[Any]:
    """A JSON array of a row. Raises AlteredError for anything else."""
    try:
        found, end = _scan(written)
    except (ValueError, TypeError) as error:
        raise AlteredError(f"{written!r:.60} stands where a list belongs") from error
    if type(found) is not list or end != len(written):
        raise AlteredError(f"{written!r:.60} stands where a list belongs")
    return found


def listing(words: Sequence[str]) -> str | None:
    """Words as the JSON array that ``array`` reads; None for none.

    >>> listing(("the harbour", "Élmark")), listing(())
    ('["the harbour","Élmark"]', None)
    """
    return json.dumps(words, ensure_ascii=False, separators=(",", ":")) if words else None


def crc(*parts: Any) -> int:
    """CRC-32 of the parts as Python writes them: 32 bits find an altered row, and cost 4 bytes of it."""
    return zlib.crc32(repr(parts).encode("utf-8", "backslashreplace"))


def offset_numbers(offsets: list[Any]) -> list[Any]:
    """The same numbers; raises AlteredError where one is no offset, or one is missing."""
    good = len(offsets) % 2 == 0
    for offset in offsets:  # all() takes twice as long
        good = good and type(offset) is int and offset >= 0
    if not good:
        raise AlteredError(f"{offsets!r:.60} stand where pairs of offsets belong")
    return offsets


def offsets(spans: Sequence[Span]) -> str:
    """The flat array of starts and ends."""
    if len(spans) == 1:  # as most are
        return f"[{spans[0].start},{spans[0].end}]"
    return "[" + ",".join([f"{span.start},{span.end}" for span in spans]) + "]"


def voice_row(voice: Voice | None) -> str | None:
    """Start and end of the mention, the party's id in the reading, how that is known."""
    if voice is None:
        return None
    mention = voice.mention
    at = f"{mention.start},{mention.end}" if mention else "null,null"
    return f"[{at},{quoted(voice.party)},{quoted(voice.how)}]"


@lru_cache(maxsize=4096)
def quoted(word: str | None) -> str:
    """A string as it stands in a JSON array."""
    return json.dumps(packed(word), ensure_ascii=False)


def read_offsets(written: str | None, text: str) -> tuple[Span, ...]:
    """The spans of a column. Raises AlteredError for what are no offsets."""
    if not written:
        return ()
    offsets = offset_numbers(array(written))
    if len(offsets) == 2:  # as most are
        return (Span(offsets[0], offsets[1], text[offsets[0] : offsets[1]]),)
    return tuple(Span(s, e, text[s:e]) for s, e in zip(offsets[::2], offsets[1::2], strict=True))


def read_voice(voice: Sequence[Any], text: str) -> Voice:
    """The voice of an array that ``voice_row`` wrote. Raises ValueError for any other."""
    start, end, party, how = voice
    mention = None
    if start is not None:
        offset_numbers([start, end])
        mention = Span(start, end, text[start:end])
    return Voice(mention, unpacked(party), unpacked(how))
