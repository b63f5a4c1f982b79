"""What a store says became of announced visits, meetings, calls and trips: a link from each announcement to what reports it.

    python benchmarks/visits.py LINES.jsonl.gz VISITS.json --links LINKS.json [--store FILE] [--workers 2]

``LINES`` has a document a line (``path``, ``published``, ``title``, ``url``, ``text``); all are added to a new store, or to the
one of ``--store``, where what is there already is not read again. ``VISITS`` is a list of announcements, each with the path of
its document (``announced``) and whom it is about (``counterpart``); nothing else of it is looked at. ``LINKS`` gets one object
for each: the documents of its days that have it that the event was held, and whether it was kept, moved, cancelled, or is open.

Of an announcement's events, the one meant is an encounter or a call that was ahead when it was announced, with the counterpart
among those who take part, where one has it; of several, the first of its text.
"""

from __future__ import annotations

import argparse
import gzip
import json
import sys
import tempfile
import time
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import sayso
from sayso.questions import folded
from sayso.store import KnownEvent

KINDS = ("visit", "meeting", "summit", "talks", "call")
AHEAD = ("announced", "proposed", "possible", "moved", "postponed", "cancelled")
HELD = ("held", "ongoing")
SOON = 3  # days after an event within which what reports it is published


def main() -> None:
    """Add, link, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("lines", type=Path)
    parser.add_argument("visits", type=Path)
    parser.add_argument("--links", type=Path, required=True)
    parser.add_argument("--store", type=Path)
    parser.add_argument("--workers", type=int, default=2)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, sayso.open_store(arguments.store or Path(folder) / "visits.db") as store:
        begun = time.perf_counter()
        added = store.add(arguments.lines, workers=arguments.workers)
        print(f"{added.articles:,} documents read and kept in {time.perf_counter() - begun:.0f} s", file=sys.stderr)
        begun = time.perf_counter()
        links = links_of(store.events(limit=0), json.loads(arguments.visits.read_text("utf8")), addresses(arguments.lines))
        print(f"linked in {time.perf_counter() - begun:.1f} s", file=sys.stderr)
    arguments.links.write_text(json.dumps(links, indent=1, ensure_ascii=False), "utf8")


def addresses(lines: Path) -> dict[str, str]:
    """The address of each path."""
    with gzip.open(lines, "rt", encoding="utf8") if lines.suffix == ".gz" else lines.open(encoding="utf8") as file:
        documents = [json.loads(line) for line in file]
    return {base(document["path"]): document["url"] for document in documents}


def base(path: str) -> str:
    """The last part of a path, without its ending."""
    return path.rstrip("/").split("/")[-1].removesuffix(".md")


def links_of(events: Iterable[KnownEvent], visits: Sequence[dict[str, Any]], addresses: dict[str, str]) -> list[dict[str, Any]]:
    """A link for each announcement."""
    paths = {address: path for path, address in addresses.items()}
    by_address: dict[str, list[KnownEvent]] = {}
    for event in events:
        for address in {state.told.address for state in event.history}:
            by_address.setdefault(address, []).append(event)
    found = []
    for visit in visits:
        announced = addresses[base(visit["announced"])]
        event = meant(by_address.get(announced, ()), announced, visit["counterpart"])
        held = [] if event is None else reports(event, visit["counterpart"])
        happened = [paths[address] for address in dict.fromkeys(held) if address != announced and address in paths]
        found.append({
            "announced": visit["announced"],
            "happened": happened or None,
            "status": status(event, announced) if event else "open",
            "counterpart": visit["counterpart"],
            "event": event.key if event else None,
        })  # fmt: skip
    return found


def reports(event: KnownEvent, counterpart: str) -> list[str]:
    """The articles of an event that are about it: of its days or soon after, with the counterpart in the headline; or, if no
    headline has it, of its last day.

    Others look back on it from weeks later, or tell of it beside what they are about.
    """
    named = words_of(counterpart).union(
        *(words_of(party.name) for party in event.parties if words_of(party.name) & words_of(counterpart))
    )
    found: list[str] = []
    of_the_day: list[str] = []
    for state in event.history:
        day, last = state.told.day or "", state.latest or state.earliest or ""
        soon = bool(last) and day <= (date.fromisoformat(last) + timedelta(days=SOON)).isoformat()
        if state.state in HELD and soon:
            if words_of(state.told.headline or "") & named:
                found.append(state.told.address)
            elif day == last:
                of_the_day.append(state.told.address)
    return found or of_the_day


def words_of(name: str) -> set[str]:
    """The words of a name, without small ones."""
    return {word for word in folded(name).split() if len(word) > 1 and word not in ("and", "the", "of", "president")}


def meant(events: Iterable[KnownEvent], announced: str, counterpart: str) -> KnownEvent | None:
    """The event that the announcement is of."""
    words = words_of(counterpart)
    best: tuple[tuple[bool, bool, int], KnownEvent] | None = None
    for event in events:
        own = [state for state in event.history if state.told.address == announced]
        if event.kind not in KINDS or not any(state.state in AHEAD for state in own):
            continue
        named = any(words & words_of(party.name) for party in event.parties)
        dated = any(state.earliest for state in own)
        rank = (named, dated, -min(int(state.id[1:]) for state in own))
        if best is None or rank > best[0]:
            best = rank, event
    return best[1] if best else None


def status(event: KnownEvent, announced: str) -> str:
    """What became of it, in the words of the lists: "moved" where it was held on none of the days announced there."""
    if event.status in ("cancelled", "denied"):
        return "cancelled"
    days = [(state.earliest, state.latest) for state in event.history if state.told.address == announced and state.earliest]
    held = [(state.earliest, state.latest) for state in event.history if state.state in HELD and state.earliest]
    if held and days:
        apart = all((a or "") > (d or "9") or (b or "9") < (c or "") for a, b in held for c, d in days)
        return "moved" if apart else "kept"
    if event.status in ("moved", "postponed"):
        return "moved"
    return "kept" if held or event.status in HELD else "open"


if __name__ == "__main__":
    main()
