"""What another store handed on -> the rows of this one: texts as read, corrections and judgements as they were made."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import replace
from itertools import islice
from typing import Any

from sayso.store.amendments import corrections as corrections_in, known_key, understanding
from sayso.store.changes import read_change, write_change
from sayso.store.correcting import let_show
from sayso.store.database import Database
from sayso.store.errors import AlteredError, StoreError
from sayso.store.judging import bring_judgements
from sayso.store.keeping import Keeper
from sayso.store.links import relink
from sayso.store.restating import check_places, read_version, versions_of
from sayso.store.understanding import OF_STATEMENTS, key_of, place_of, understand, undone
from sayso.store.values import Brought, Capture, Conflict, Correction, Incoming, Judgement, Kept, Original

CHUNK = 100  # texts that are linked together

Fields = Mapping[str, Any]  # what a correction sets, by what it is of


def bring(
    database: Database,
    originals: Iterable[Original],
    corrections: Sequence[Correction],
    judgements: Sequence[Judgement],
    made_by: str,
    anew: bool,
) -> Brought:
    """Take it all in, inside the caller's transaction."""
    kept: list[Kept] = []
    moved: list[tuple[str, int, int]] = []
    for one, became in _texts(database, originals, made_by, anew):
        kept.append(became)
        if became.outcome != "removed" and became.version != one.version.number:
            moved.append((one.version.address, one.version.number, became.version))
    removed = {one.address for one in kept if one.outcome == "removed"}
    here = [one for one in judgements if place_of(one.statement)[0] not in removed]
    judged = bring_judgements(database, here)
    told = _Corrections(database, made_by, removed)
    told.bring(corrections)
    return Brought(
        *(tuple(kept), tuple(moved), tuple(told.taken), told.had, tuple(told.conflicts), tuple(told.without)),
        *(judged, len(here) - judged),
    )


# Texts.


def _texts(
    database: Database, originals: Iterable[Original], made_by: str, anew: bool
) -> Iterator[tuple[Original, Kept]]:
    incoming = iter(originals)
    matched: dict[str, set[int]] = {}
    while some := list(islice(incoming, CHUNK)):
        keeper = Keeper(database, understanding(database), made_by)
        for one in some:
            known = matched.setdefault(one.version.address, set())
            yield one, keeper.bring(_incoming(one, anew), one.version.reading, one.captures, known)
        keeper.close()
        relink(database, keeper.changed, keeper.joints)


def _incoming(one: Original, anew: bool) -> Incoming:
    version = one.version
    return Incoming(
        Capture(version.address, "", version.captured, anew=anew),
        version.reading,
        version.fingerprint,
        one.bands,
        made_by=version.made_by,
        keys=version.keys,
    )


# Corrections.


class _Corrections:
    """Corrections of another store on their way into this one's, in their order."""

    def __init__(self, database: Database, made_by: str, removed: Set[str]) -> None:
        self.database, self.made_by, self.removed = database, made_by, removed
        self.made = corrections_in(database)
        self.own = len(self.made)
        self.taken: list[Correction] = []
        self.conflicts: list[Conflict] = []
        self.without: list[Correction] = []
        self.had = 0
        self._numbers: dict[str, int] = {}  # of those that are here, by the numbers that they have there
        self._out = undone(self.made)

    def bring(self, corrections: Sequence[Correction]) -> None:
        """Append them, or tell why not."""
        known = {_told(one): one.number for one in self.made if one.kind != "undo"}
        undos = {(one.made, one.name): one.number for one in self.made if one.kind == "undo"}
        out = undone(corrections)
        for given in corrections:
            one = self._checked(given)
            if one.kind == "undo":
                self._bring_undo(one, undos)
            elif _told(one) in known:
                self.had += 1
                self._numbers[str(one.number)] = known[_told(one)]
            elif one.kind in OF_STATEMENTS and place_of(one.statement or "")[0] in self.removed:
                self.without.append(one)
            elif one.number not in out and (own := self._other(one)):
                self.conflicts.append(Conflict(one, own))
            else:
                self._take(one)

    def _bring_undo(self, one: Correction, undos: Mapping[tuple[str, str | None], int]) -> None:
        number = self._numbers.get(one.name or "")
        if number is None:
            self.without.append(one)
        elif (one.made, str(number)) in undos:
            self.had += 1
            self._numbers[str(one.number)] = undos[one.made, str(number)]
        else:
            self._take(replace(one, name=str(number)))

    def _take(self, one: Correction) -> None:
        before = understand(self.made, lambda key: known_key(self.database, key))
        taken = let_show(self.database, replace(one, number=0, state=None), before, self.made, self.made_by)
        self._numbers[str(one.number)] = taken.number
        self.made.append(taken)
        self.taken.append(taken)

    def _checked(self, one: Correction) -> Correction:
        """The correction as a store writes it. Raises StoreError where it is none."""
        of_parties = {"merge": (one.party, one.other), "split": (one.party, one.other), "rename": (one.party, one.name)}
        of_events = {"merge-events": (one.statement, one.name), "split-event": (one.statement, one.name)}
        needed = {**of_parties, **of_events, "set-state": (one.statement, one.name), "undo": (one.name,)}
        if not all(needed.get(one.kind, (one.statement,))):
            raise StoreError(f"correction {one.number} ({one.kind}) does not say of what it is; nothing is taken in.")
        if one.kind not in OF_STATEMENTS or one.kind == "undo":
            return one
        try:
            key = json.dumps(json.loads(one.statement or ""), separators=(",", ":"))
            change = None if one.change is None else write_change(read_change(one.change))
        except (ValueError, AlteredError) as error:
            raise StoreError(f"correction {one.number} ({one.kind}) cannot be read: {error}; nothing is taken in.") from error
        if change is None and one.kind in ("set-statement", "add-statement"):
            raise StoreError(f"correction {one.number} ({one.kind}) sets nothing; nothing is taken in.")
        for version in versions_of(self.database, *place_of(key))[:1] if change else ():
            check_places(self.database, read_change(change).to, read_version(self.database, version)[0].article.text)
        return replace(one, statement=key, change=change)

    def _other(self, one: Correction) -> Correction | None:
        """The last of the store's own that counts and has the same otherwise."""
        fields = _sets(one)
        for own in reversed(self.made[: self.own]):
            held = _sets(own) if own.number not in self._out else {}
            if any(held[of] != to for of, to in fields.items() if of in held):
                return own
        return None


def _told(one: Correction) -> Correction:
    """What makes two corrections one: all but their numbers."""
    return replace(one, number=0, state=None)


def _sets(one: Correction) -> Fields:
    """What a correction sets, by what it is of."""
    match one.kind:
        case "merge":
            return {f"merge {key_of(*(one.party or ('', '')))}": key_of(*(one.other or ("", "")))}
        case "rename":
            return {f"name {key_of(*(one.party or ('', '')))}": one.name}
        case "set-state":
            return {f"state {one.statement}": one.name}
        case "not-said" | "was-said":
            return {f"counts {one.statement}": one.kind == "was-said"}
        case "set-statement":
            change = read_change(one.change)
            return {f"{field} {one.statement}": getattr(change.to, field) for field in change.fields}
    return {}
