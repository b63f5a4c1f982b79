"""Kept versions <-> JSON lines: a reading a line, with its address, its version, the time of capture and what answers."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from sayso.formats.answers import answering, parties
from sayso.formats.json import dumps, from_json, to_json
from sayso.formats.offsets import to_offsets
from sayso.record import Refusal
from sayso.store import Version


def write_kept(versions: Iterable[Version], words: bool = True) -> Iterator[str]:
    """One object a line of ``sayso.reading/1`` (``sayso.offsets/1`` without ``words``), with six keys more.

    ``address``, ``version`` and ``captured`` say which text this is; ``fingerprint`` is its hash without noise; ``answers`` are
    the ids of the statements that answer; ``names`` the parties' names across articles, by their ids: not of those that the
    article knows by a description alone.
    """
    for version in versions:
        record = kept_to_json(version, words) | {
            "answers": [statement.id for statement in answering(version)],
            "names": {id: party.name for id, party in parties(version, words).items() if party.named and party.name},
        }
        yield dumps(record) + "\n"


def kept_to_json(version: Version, words: bool = True) -> dict[str, Any]:
    """A reading as JSON, with which text of which address it is, and which Sayso read it."""
    record = to_json(version.reading) if words else to_offsets(version)
    if version.made_by:
        record["made_by"]["sayso"] = version.made_by
    return record | {
        "address": version.address,
        "version": version.number,
        "captured": version.captured,
        "fingerprint": version.fingerprint,
    }


def read_kept(lines: Iterable[str]) -> Iterator[Version]:
    """The versions that ``write_kept`` wrote with their words. Raises ValueError for a line that is none, naming its number."""
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
            reading = from_json(record)
            if isinstance(reading, Refusal):
                raise ValueError("a refusal, and no kept text")
            yield Version(
                record["address"],
                record["version"],
                record["captured"],
                reading,
                record["fingerprint"],
                record["made_by"]["sayso"],
                tuple(record["answers"]),
                record["names"],
            )
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise ValueError(f"line {number} is no kept version: {error}") from error
