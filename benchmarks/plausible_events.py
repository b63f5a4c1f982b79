"""Plausible articles -> the same with events and undertakings; and how fast a store answers what is asked of these.

    python benchmarks/plausible_events.py [--articles 20000] [--store FILE]

Three events an article on average and an undertaking in every second one: half of the events have a day, a third of these are
ahead, and one in fifty undertakings is reported to have been kept by a later article. Each question is asked of a store opened
anew, as a command does; seconds are of this process's CPU. Of each article the first three statements are kept: no more are
needed here. A store that stands already at ``--store`` is asked as it is.
"""

from __future__ import annotations

import argparse
import datetime
import itertools
import random
import re
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import plausible

from sayso.record import Event, EventStatus, Participant, Party, Reading, Span, Time, Undertaking, Voice
from sayso.store import EventsQuestion, LedgerQuestion, open_engine
from sayso.store.contract import Engine
from sayso.store.values import Capture, Incoming

KINDS = ("meeting", "call", "visit", "talks", "agreement", "attack", "strike", "statement", "vote", "other")
BATCH = 250


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=20_000, metavar="N")
    parser.add_argument("--store", type=Path, metavar="FILE")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = arguments.store or Path(folder) / "events.db"
        if not path.exists():
            with closing(open_engine(path)) as engine:
                fill(engine, arguments.articles)
        for name, ask in questions(path).items():
            with closing(open_engine(path)) as engine:
                begun = time.process_time()
                found = ask(engine)
                print(f"{name:45} {time.process_time() - begun:6.2f} s of CPU, {found:,} found", flush=True)


def questions(path: Path) -> dict[str, Callable[[Engine], int]]:
    """What is asked: without filters, then narrowed."""
    with closing(open_engine(path)) as engine:
        common, *_, rare = [one.name for one in engine.parties(limit=400)]
        key = engine.events(EventsQuestion(limit=1, kind="visit", parties=(rare,))).events
        owed = engine.ledger(LedgerQuestion(limit=1, who=common)).undertakings
    week = {"since": "2029-01-15", "until": "2029-01-21"}
    asked: dict[str, EventsQuestion | LedgerQuestion] = {
        "events": EventsQuestion(),
        "events of a week": EventsQuestion(**week),
        "events of the commonest party": EventsQuestion(parties=(common,)),
        "events of the 400th party": EventsQuestion(parties=(rare,)),
        "events of a kind": EventsQuestion(kind="visit"),
        "an event by its key": EventsQuestion(key=key[0].key if key else "e0"),
        "ledger": LedgerQuestion(),
        "ledger of a week": LedgerQuestion(**week),
        "ledger of the commonest party": LedgerQuestion(who=common),
        "an undertaking by its key": LedgerQuestion(key=owed[0].key if owed else "u0"),
    }
    return {name: (lambda engine, one=one: total(engine, one)) for name, one in asked.items()}


def total(engine: Engine, question: EventsQuestion | LedgerQuestion) -> int:
    """How many answer."""
    return (engine.events(question) if isinstance(question, EventsQuestion) else engine.ledger(question)).total


def fill(engine: Engine, count: int) -> None:
    """Keep this many articles, and tell what each 1,000 took: CPU of the store, without the making."""
    made, kept, spent = eventful(count), 0, 0.0
    while batch := [
        Incoming(Capture(reading.article.url or "", page, captured), reading)
        for reading, captured, page in itertools.islice(made, BATCH)
    ]:
        begun = time.process_time()
        engine.keep(batch)
        kept, spent = kept + len(batch), spent + time.process_time() - begun
        if kept % 1000 == 0:
            print(f"{kept:7,} kept, the last 1,000 in {spent:.2f} s of CPU", flush=True)
            spent = 0.0


def eventful(count: int, seed: int = 1) -> Iterator[tuple[Reading, str, str]]:
    """Readings with events and undertakings, when each was captured, and its page's hash."""
    rng = random.Random(seed)
    promised: list[tuple[str, str]] = []
    for one in plausible.articles(count, seed):
        reading = one.reading
        cast = [party for party in reading.parties if party.named]
        kept = ""
        if promised and rng.random() < 0.01:
            kept = "\n\n{} kept its promise to {}.".format(*promised[rng.randrange(len(promised))])
        article = replace(reading.article, text=reading.article.text + kept)
        day = datetime.date.fromisoformat((article.published or "")[:10])
        words = [Span(m.start(), m.end(), m.group()) for m in re.finditer(r"[a-z]{4,}", article.text)]
        events = tuple(event(f"e{n}", rng, cast, words, day) for n in range(1, rng.choice((2, 3, 5)))) if cast else ()
        undertakings = (undertaking(rng, cast, words, article.text, day),) if cast and rng.random() < 0.5 else ()
        promised += [(party(cast, held), held.what[0].text) for held in undertakings]
        yield (
            replace(reading, article=article, statements=reading.statements[:3], events=events, undertakings=undertakings),
            one.captured,
            one.page_sha256,
        )


def party(cast: list[Party], held: Undertaking) -> str:
    """The name of who undertakes it."""
    return next(one.name for one in cast if one.id == held.who[0].party)


def voice(one: Party) -> Voice:
    return Voice(one.mentions[0], one.id, "name")


def event(id: str, rng: random.Random, cast: list[Party], words: list[Span], day: datetime.date) -> Event:
    """An event of one or two of the article's parties, held on its day or a day before, or ahead."""
    status: EventStatus = rng.choice(("happened", "happened", "planned"))
    off = rng.randint(1, 30) if status == "planned" else -rng.choice((0, 0, 0, 1, 2, 9))
    on = (day + datetime.timedelta(days=off)).isoformat() if rng.random() < 0.5 else None
    taking = tuple(Participant("party", voice(one)) for one in rng.sample(cast, min(len(cast), rng.choice((1, 2, 2)))))
    return Event(id, rng.choice(KINDS), rng.choice(words), status, taking, earliest=on, latest=on)


def undertaking(rng: random.Random, cast: list[Party], words: list[Span], text: str, day: datetime.date) -> Undertaking:
    """Six words that one of the parties undertakes, half of them until a day."""
    first = rng.randrange(len(words) - 8)
    start, end = words[first].start, words[first + 6].end
    what = Span(start, end, text[start:end])
    due = (day + datetime.timedelta(days=rng.randint(1, 90))).isoformat()
    time_of = Time(words[-1], due, None, due) if rng.random() < 0.5 else None
    return Undertaking("u1", "promise", "will", (voice(rng.choice(cast)),), (what,), due=time_of)


if __name__ == "__main__":
    main()
