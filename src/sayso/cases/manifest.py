"""What a case file says of itself <-> the JSON of ``sayso.case/1``: the question, who made it, what it holds, a hash a file."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from datetime import UTC, datetime
from typing import Any

from sayso import __version__
from sayso.store import STORE_SCHEMA, Question, StoreError

CASE_SCHEMA = "sayso.case/1"
MANIFEST = "data/manifest.json"
READINGS, CORRECTIONS, JUDGEMENTS = "data/readings.jsonl", "data/corrections.jsonl", "data/judgements.jsonl"


class CaseError(StoreError):
    """A file that is no case, or not as it was written; the message says which file, what is wrong, and what to do."""


@dataclass(frozen=True, slots=True)
class Held:
    """How much a case holds. ``statements`` are those that answer its question, of ``read`` in all its texts."""

    articles: int = 0
    versions: int = 0
    statements: int = 0
    read: int = 0
    parties: int = 0
    events: int = 0
    undertakings: int = 0
    corrections: int = 0
    judgements: int = 0


@dataclass(frozen=True, slots=True)
class File:
    """A file of a case: its size in bytes, and the hex SHA-256 of these."""

    path: str
    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What stands in ``data/manifest.json``. ``as_of`` is the newest time of anything in the case (ISO 8601).

    ``texts`` tells whether it has the publishers' texts. ``sayso`` is the version that wrote it, ``models`` those that read.
    """

    question: Mapping[str, Any]
    asked: str
    texts: bool
    as_of: str | None
    models: tuple[str, ...]
    held: Held
    sayso: str = __version__
    store_schema: int = STORE_SCHEMA
    files: tuple[File, ...] = field(default=(), repr=False)


def write_manifest(one: Manifest) -> str:
    """The manifest as JSON."""
    told = {
        "schema": CASE_SCHEMA,
        "made_by": {"sayso": one.sayso, "store_schema": one.store_schema, "models": list(one.models)},
        "question": dict(one.question),
        "asked": one.asked,
        "texts": one.texts,
        "as_of": one.as_of,
        "held": asdict(one.held),
        "files": [asdict(file) for file in one.files],
    }
    return json.dumps(told, indent=1) + "\n"


def read_manifest(written: bytes, where: str) -> Manifest:
    """What ``write_manifest`` wrote. Raises CaseError for anything else; ``where`` names the case."""
    try:
        told = json.loads(written)
        schema = told["schema"]
        if schema != CASE_SCHEMA:
            raise CaseError(_other_schema(where, schema))
        made = told["made_by"]
        held = Held(**{one.name: int(told["held"].get(one.name, 0)) for one in fields(Held)})
        files = tuple(File(str(one["path"]), int(one["bytes"]), str(one["sha256"])) for one in told["files"])
        texts = told["texts"]
        if not isinstance(texts, bool):
            raise TypeError("texts is neither true nor false")
        return Manifest(
            question=dict(told["question"]),
            asked=str(told["asked"]),
            texts=texts,
            as_of=told["as_of"],
            models=tuple(map(str, made["models"])),
            held=held,
            sayso=str(made["sayso"]),
            store_schema=int(made["store_schema"]),
            files=files,
        )
    except CaseError:
        raise
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise CaseError(f"{where}: its {MANIFEST} cannot be read ({error!r:.200}); get it anew from who made it.") from error


def _other_schema(where: str, schema: object) -> str:
    kind, _, number = str(schema).rpartition("/")
    if kind == CASE_SCHEMA.rpartition("/")[0] and number.isdecimal() and int(number) > 1:
        told = f"{where}: was written by a newer Sayso, in the format {schema!s:.40}"
        return f"{told}; this one reads {CASE_SCHEMA}. Update Sayso."
    return f"{where}: its format is {schema!r:.60}, and not {CASE_SCHEMA}."


# The question.

_SAID = {
    "words": "words", "speaker": "speaker", "addressee": "said to", "relay": "on the word of", "about": "about",
    "outlet": "outlet", "act": "act", "manner": "manner", "since": "from", "until": "to", "url": "address",
    "all_versions": "older versions too", "said": "said", "languages": "language", "min_score": "least score",
}  # fmt: skip


def asked_of(question: Question, called: Mapping[str, str]) -> tuple[dict[str, Any], str]:
    """What narrows a question, as JSON and in words; ``called`` are the names of parties that it knows by numbers ("#12").

    >>> asked_of(Question("ceasefire", speaker=("#12", "Orlik"), said=None), {"#12": "Ilya Torvan"})
    ({'words': 'ceasefire', 'speaker': ['Ilya Torvan', 'Orlik']}, 'words “ceasefire”; speaker Ilya Torvan or Orlik')
    """
    plain = Question(said=None)
    found: dict[str, Any] = {}
    told: list[str] = []
    for name, label in _SAID.items():
        value = getattr(question, name)
        if value == getattr(plain, name):
            continue
        values = [called.get(one, one) for one in value] if isinstance(value, tuple) else [called.get(value, value)]
        found[name] = values if isinstance(value, tuple) else values[0]
        quoted = f"“{values[0]}”" if name == "words" else " or ".join(map(str, values))
        told.append(label if value is True else f"{label} {quoted}")
    return found, "; ".join(told) or "everything that the store holds"


def numbers_in(question: Question) -> set[str]:
    """The parties that a question names by their numbers."""
    given = [getattr(question, name) for name in ("speaker", "addressee", "relay", "about")]
    names = [name for one in given if one for name in ([one] if isinstance(one, str) else one)]
    return {name for name in names if name[:1] == "#" and name[1:].isdecimal()}


class Clock:
    """The newest of the times that it was shown."""

    def __init__(self) -> None:
        """Having seen none."""
        self.newest: str | None = None
        self._when: datetime | None = None

    def see(self, *times: str | None) -> None:
        """Times as ISO 8601; what is none is passed over.

        >>> clock = Clock()
        >>> clock.see("2031-03-14", "2031-03-14T20:00:00+09:00", "March", None)
        >>> clock.newest
        '2031-03-14T20:00:00+09:00'
        """
        for time in times:
            when = _instant(time)
            if when and time and (self._when is None or (when, time) > (self._when, self.newest or "")):
                self.newest, self._when = time, when


def _instant(time: str | None) -> datetime | None:
    try:
        when = datetime.fromisoformat(time or "")
        return when.astimezone(UTC) if when.tzinfo else when.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        return None


def with_files(one: Manifest, files: tuple[File, ...]) -> Manifest:
    """The manifest of these files."""
    return replace(one, files=files)
