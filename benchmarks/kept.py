"""How often a store is right about what became of undertakings: held against marks of White House documents of 2021 and 2022.

    python benchmarks/visits.py LINES.jsonl.gz VISITS.json --links LINKS.json --store FILE
    python benchmarks/kept.py FILE

``FILE`` is a store that holds the documents of ../shared/readouts/whitehouse-2021-22.jsonl.gz (the first command makes it; one
of an older Sayso is asked as it is). ``marked_undertakings.json`` has a row a marked undertaking: the address of its document,
where the words of what is undertaken stand in its text (code points, and the first of the words), and what later documents of
the collection report of it: kept, broken, delayed, cancelled, superseded, disputed, or none.

A state that the store gives is right where the marks have the same; recall is of the marks that have a state. An undertaking
that the store does not have at that place counts as one of which nothing is said.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path

from wilson import wilson

from sayso.store import KnownUndertaking, LedgerQuestion, UndertakingStanding, open_engine

MARKS = Path(__file__).with_name("marked_undertakings.json")
REPORTED: frozenset[UndertakingStanding] = frozenset(("kept", "broken", "delayed", "cancelled", "superseded", "disputed"))


def main() -> None:
    """Ask, compare, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("store", type=Path)
    parser.add_argument("--wrong", action="store_true", help="print what is not as marked")
    arguments = parser.parse_args()
    marks = json.loads(MARKS.read_text("utf8"))
    with closing(open_engine(arguments.store, read_only=True)) as engine:
        known = engine.ledger(LedgerQuestion(limit=0, today="2023-01-01")).undertakings
    held = dict(by_place(known))
    given = [state_of(held.get((mark["address"], mark["words"][:40]))) for mark in marks]
    if arguments.wrong:
        for mark, state in zip(marks, given, strict=True):
            if state != mark["state"]:
                print(f"{mark['state']:8} {state:8} {mark['address'].rsplit('/', 2)[-2][:60]}: {mark['words']}")
    print("\n".join(figures(zip((mark["state"] for mark in marks), given, strict=True))))
    print("all undertakings:", dict(Counter(state_of(one) for one in known)))


def by_place(known: Iterable[KnownUndertaking]) -> Iterator[tuple[tuple[str, str], KnownUndertaking]]:
    """The undertakings by the addresses of their articles and the first words of what."""
    for one in known:
        for state in one.history:
            yield (state.told.address, one.what[:40]), one


def state_of(one: KnownUndertaking | None) -> str:
    """The last thing that is reported of it."""
    reported = [state.state for state in one.history if state.state in REPORTED] if one else []
    return reported[-1] if reported else "none"


def figures(pairs: Iterable[tuple[str, str]]) -> Iterator[str]:
    """Precision and recall of states, each with its 95 % interval (Wilson's)."""
    rows = list(pairs)
    right = sum(state == given != "none" for state, given in rows)
    for name, of in (("precision", sum(given != "none" for _, given in rows)), ("recall", sum(s != "none" for s, _ in rows))):
        low, high = wilson(right, of)
        yield f"{name} {right} of {of}: {right / max(of, 1):.2f} ({low:.2f} to {high:.2f})"


if __name__ == "__main__":
    main()
