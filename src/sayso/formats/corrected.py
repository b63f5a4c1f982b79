"""What people set right of a statement -> words for people, JSON: with what was read beside it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sayso.record import Corrected, Statement, Voice

SHOWN = 60  # code points of words that were read


def corrected_words(corrected: Corrected) -> str:
    """That a person set it right, what was read, and why.

    >>> corrected_words(Corrected(3, "2031-03-15T10:00:00+00:00", "she spoke", ("act",), Statement("s1", "direct", "asks", ())))
    'corrected (3): the act was read as asks; she spoke'
    """
    if corrected.read is None:
        return f"added by hand ({corrected.number}): {corrected.reason}"
    read = [words for name in corrected.fields if (words := _was(name, corrected.read))]
    return f"corrected ({corrected.number}): {'; '.join([*read, corrected.reason])}"


def _was(name: str, read: Statement) -> str:
    match name:
        case "content":
            return f"the words were read as “{_short(span.text for span in read.content)}”"
        case "cue":
            return f"the cue was read as “{read.cue.text}”" if read.cue else "no cue was read"
        case "speaker":
            return _voices("speaker", [read.speaker])
        case "addressee":
            return _voices("addressee", [read.addressee])
        case "relay":
            return _voices("relay", read.relay)
        case "act":
            return f"the act was read as {read.act}"
        case "said":
            return f"it was read as {read.said}"
    return ""


def _voices(what: str, voices: Iterable[Voice | None]) -> str:
    told = [f"“{one.mention.text}”" if one.mention else "somebody who is not named there" for one in voices if one]
    return f"the {what} was read as {', '.join(told)}" if told else f"no {what} was read"


def _short(pieces: Iterable[str]) -> str:
    words = " ".join(" … ".join(pieces).split()).strip("“”\"")
    return words if len(words) <= SHOWN else f"{words[:SHOWN].rsplit(' ', 1)[0]} …"


def corrected_fields(statement: Statement) -> str | None:
    """The fields that are not as they were read, in one cell; None where all are.

    >>> corrected_fields(Statement("s1", "direct", "asks", ())) is None
    True
    """
    held = statement.corrected
    if held is None:
        return None
    return "; ".join(held.fields) if held.read else "added"


def corrected_facts(corrected: Corrected) -> dict[str, Any]:
    """Number, time, reason and fields, as JSON has them."""
    return {
        "number": corrected.number,
        "made": corrected.made,
        "reason": corrected.reason,
        "fields": list(corrected.fields),
    }
