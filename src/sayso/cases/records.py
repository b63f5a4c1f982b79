"""Texts, corrections and judgements as a store hands them on <-> lines of JSON, whole, so that another store has the same."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import fields
from typing import Any, get_args

from sayso.copies import bands
from sayso.formats import dumps, from_json, kept_to_json
from sayso.record import PartyKind, Reading
from sayso.store import Capture, Correction, CorrectionKind, Judgement, Original, Verdict, Version

_PARTY_KINDS: frozenset[str] = frozenset(get_args(PartyKind))
_JUDGEMENT = tuple(one.name for one in fields(Judgement) if one.name not in ("stands", "read_by"))


def write_original(one: Original, answers: Sequence[str]) -> str:
    """A line of ``sayso.reading/1``: the text as it was read, with what the store knows it by."""
    record = kept_to_json(one.version) | {
        "answers": list(answers),
        "keys": dict(one.version.keys),
        "captures": [{"address": at.address, "page_sha256": at.page_sha256, "captured": at.captured} for at in one.captures],
    }
    return dumps(record) + "\n"


def read_original(line: str) -> Original:
    """What ``write_original`` wrote. Raises a ValueError, TypeError, LookupError or AttributeError for anything else."""
    record = json.loads(line)
    reading = from_json(record)
    if not isinstance(reading, Reading):
        raise ValueError("a refusal, and no text")
    number, fingerprint = record["version"], _words(record["fingerprint"], "")
    if type(number) is not int or not 1 <= number < 10**9 or not re.fullmatch(r"[0-9a-f]{0,64}", fingerprint):
        raise ValueError(f"{number!r:.40} and {fingerprint!r:.80} stand where a number and a hash belong")
    version = Version(
        address=_words(record["address"]),
        number=number,
        captured=_maybe(record["captured"]),
        reading=reading,
        fingerprint=fingerprint,
        made_by=_words(record["made_by"]["sayso"])[:40],
        keys={_words(id, ""): _words(key) for id, key in record["keys"].items()},
    )
    return Original(version, tuple(map(_capture, record["captures"])), bands(reading.article))


def _capture(told: Mapping[str, Any]) -> Capture:
    page_sha256 = _words(told["page_sha256"])
    if not re.fullmatch(r"[0-9a-f]{64}", page_sha256):
        raise ValueError(f"{page_sha256!r:.80} is no SHA-256")
    return Capture(_words(told["address"]), page_sha256, _maybe(told["captured"]))


def write_correction(one: Correction) -> str:
    """A line with the keys of a correction in ``sayso.corrections/1``."""
    change = json.loads(one.change) if one.change else None
    party, other = ({"name": given[0], "kind": given[1]} if given else None for given in (one.party, one.other))
    told = {
        "number": one.number, "kind": one.kind, "made": one.made, "reason": one.reason, "party": party, "other": other,
        "name": one.name, "statement": one.statement, "change": change,
    }  # fmt: skip
    return dumps(told) + "\n"


def read_correction(line: str) -> Correction:
    """What ``write_correction`` wrote; raises as ``read_original``."""
    told = json.loads(line)
    if told["kind"] not in get_args(CorrectionKind) or type(told["number"]) is not int:
        raise ValueError(f"{told['kind']!r:.40}, {told['number']!r:.40} are no kind and no number of a correction")
    change = None if told["change"] is None else json.dumps(told["change"], separators=(",", ":"))
    return Correction(
        kind=told["kind"],
        reason=_words(told["reason"]),
        made=_words(told["made"]),
        party=_named(told["party"]),
        other=_named(told["other"]),
        name=_maybe(told["name"]),
        statement=_maybe(told["statement"]),
        number=told["number"],
        change=change,
    )


def _named(told: Mapping[str, Any] | None) -> tuple[str, str] | None:
    if told is None:
        return None
    if told["kind"] not in _PARTY_KINDS:
        raise ValueError(f"{told['kind']!r:.40} is no kind of a party")
    return _words(told["name"]), told["kind"]


def write_judgement(one: Judgement) -> str:
    """A line: what was judged, of which words, as whom and when."""
    told = {name: getattr(one, name) for name in _JUDGEMENT}
    return dumps({**told, "shown": json.loads(one.shown) if one.shown else None}) + "\n"


def read_judgement(line: str) -> Judgement:
    """What ``write_judgement`` wrote; raises as ``read_original``."""
    told = json.loads(line)
    if told["verdict"] not in get_args(Verdict) or type(told["number"]) is not int:
        raise ValueError(f"{told['verdict']!r:.40} is no verdict")
    return Judgement(
        statement=_words(told["statement"]),
        verdict=told["verdict"],
        made=_words(told["made"]),
        fault=_maybe(told["fault"]),
        judge=_maybe(told["judge"]),
        sample=_maybe(told["sample"]),
        model=_maybe(told["model"]),
        sayso=_words(told["sayso"], ""),
        shown=json.dumps(told["shown"], separators=(",", ":")),
        number=told["number"],
    )


def _words(given: Any, least: str | None = None) -> str:
    if not isinstance(given, str) or (not given and least is None):
        raise ValueError(f"{given!r:.60} stands where words belong")
    return given


def _maybe(given: Any) -> str | None:
    return None if given is None else _words(given, "")
