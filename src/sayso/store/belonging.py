"""Corrections, and what some articles have -> the corrections that have to do with them, numbered anew."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from sayso.store.understanding import ABOUT_EVENTS, Key, key_of, place_of
from sayso.store.values import Correction, Judgement

_OF_PARTIES = ("merge", "split", "rename")


def corrections_among(
    made: Sequence[Correction], addresses: Collection[str], parties: Collection[tuple[str, str]], keys: Collection[str]
) -> list[Correction]:
    """Those of statements at these addresses, of parties (name, kind) and of events and undertakings of these keys.

    With a party those come along that it was merged with, by whatever names, so that it ends under the same one; a correction
    of two events is there where both are. They are numbered from 1, in their order, and so are those that others take back.
    """
    known = _with_whom(made, {key_of(*party) for party in parties})
    found: list[Correction] = []
    numbers: dict[str, int] = {}
    for one in made:
        if one.kind in _OF_PARTIES:
            wanted = _keys(one) <= known
        elif one.kind in ABOUT_EVENTS:
            wanted = {one.statement, *([one.name] if one.kind != "set-state" else [])} <= set(keys)
        elif one.kind == "undo":
            wanted = (one.name or "") in numbers
        else:
            wanted = place_of(one.statement or "")[0] in addresses
        if wanted:
            numbers[str(one.number)] = len(found) + 1
            name = str(numbers[one.name or ""]) if one.kind == "undo" else one.name
            found.append(replace(one, number=len(found) + 1, name=name, state=None))
    return found


def _keys(one: Correction) -> set[Key]:
    """The parties that a correction names, one that is shown under a new name by that too."""
    return {key_of(*party) for party in (one.party, one.other) if party}


def _with_whom(made: Sequence[Correction], parties: set[Key]) -> set[Key]:
    """These parties, and all whom corrections bring together with them."""
    known, before = set(parties), -1
    while len(known) != before:
        before = len(known)
        for one in made:
            if one.kind in _OF_PARTIES:
                named = _keys(one)
                if one.kind == "rename" and one.party and one.name and named & known:
                    known.add(key_of(one.name, one.party[1]))
                known |= named if named & known else set()
    return known


def judged_among(judged: Sequence[Judgement], addresses: Collection[str]) -> list[Judgement]:
    """The judgements of statements at these addresses, numbered from 1 in their order."""
    found = [one for one in judged if place_of(one.statement)[0] in addresses]
    return [replace(one, number=number, stands=None, read_by=None) for number, one in enumerate(found, 1)]
