"""Whatever is kept, read again and corrected, in whatever order: ``verify`` finds nothing, for nothing was altered."""

from __future__ import annotations

import tempfile
from contextlib import closing, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

from hypothesis import given, settings, strategies as st
from store_readings import incoming, reading, readings

from sayso.store import open_engine
from sayso.store.errors import StoreError
from sayso.store.values import Correction

NAMES = ["Ilya Torvan", "Torvan", "ILYA TORVAN", "The Torvan", "the the Torvan", "Ilya M. Torvan", "IT", "Élan", "elan", "!",
         "The", "Ana Dovrel", "Dovrel"]  # fmt: skip
SAID = ["Go home", "The bridge is safe", "Ça va", "go HOME"]
KINDS = ["person", "organisation", "group"]
named = st.builds(
    lambda said, kind, url: reading(said, f"https://p.example/{url}", kind),
    st.lists(st.tuples(st.sampled_from(NAMES), st.sampled_from(SAID)), min_size=1, max_size=4),
    st.sampled_from(KINDS),
    st.integers(1, 3),
)
which = st.integers(0, 19)
some_bands = st.lists(st.integers(1, 3), max_size=3).map(tuple)
step = st.one_of(
    st.tuples(st.just("keep"), named, some_bands),
    st.tuples(st.just("keep"), named, some_bands),
    st.tuples(st.just("keep"), readings(), some_bands),
    st.tuples(st.just("reread"), st.integers(0, 9), named),
    st.tuples(
        st.sampled_from(["merge", "split", "rename"]), st.integers(0, 19), st.one_of(st.integers(0, 19), st.sampled_from(NAMES))
    ),
    st.tuples(st.sampled_from(["not-said", "was-said"]), st.integers(0, 9), st.none()),
)


def take(engine: Any, number: int, kind: str, one: Any, other: Any) -> None:
    """One step; a correction that names nothing is refused, as it is of anybody."""
    database = engine._database
    if kind == "keep":
        engine.keep(
            [incoming(one, f"file{number}", page=str(number), bands=other, captured=f"2031-03-{number + 1:02}T10:00:00Z")]
        )
        return
    versions = [version for address in list(engine.addresses()) for version in engine.versions(address)]
    if kind == "reread" and versions:
        held = versions[one % len(versions)]
        said = other.statements[: len(other.statements) if held.reading.article.text == other.article.text else 0]
        parties = other.parties if said else held.reading.parties[:1]
        statements = said or tuple(s for s in held.reading.statements[:1] if not s.relay and not s.addressee and not s.within)
        known = {party.id for party in parties}
        statements = tuple(s for s in statements if s.speaker is None or s.speaker.party in {None, *known})
        new = replace(held.reading, statements=statements, parties=parties, model="en-9")
        engine.replace([(held.address, held.number, new, (1, 2))])
    elif kind in ("not-said", "was-said") and versions:
        held = versions[one % len(versions)]
        for statement in held.reading.statements[:1]:
            engine.correct(Correction(kind, "why", "2031", statement=f"{held.address}#{held.number}/{statement.id}"))  # type: ignore[arg-type]
    elif kind in ("merge", "split", "rename"):
        parties = [(party.name, party.kind) for party in engine.parties(limit=100)]
        parties += database.rows("SELECT name, kind FROM parties ORDER BY id")
        if parties:
            party = parties[one % len(parties)]
            second = (other, party[1]) if isinstance(other, str) else parties[other % len(parties)]
            name = second[0] if kind == "rename" else None
            engine.correct(Correction(kind, "why", "2031", party, None if name else second, name=name))  # type: ignore[arg-type]


@settings(deadline=None, max_examples=50)
@given(st.lists(step, min_size=1, max_size=9))
def test_what_nobody_altered_holds(steps: list[Any]) -> None:
    with tempfile.TemporaryDirectory() as folder, closing(open_engine(Path(folder) / "it.db")) as engine:
        for number, (kind, one, other) in enumerate(steps):
            with suppress(StoreError):
                take(engine, number, kind, one, other)
        assert not list(engine.verify())
