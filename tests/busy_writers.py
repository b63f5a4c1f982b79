"""``python busy_writers.py keeper|corrector STORE``: a process that writes to a store, without a pause, until its input ends.

The keeper takes articles in, each with three statements of three parties, an event and an undertaking, and now and then another
version of one. The corrector renames parties and sets statements right. Each write is whole or not at all, so that whoever asks
finds statements by threes.
"""

from __future__ import annotations

import hashlib
import sys
import threading
from contextlib import closing
from dataclasses import replace

from store_readings import incoming, reading, span

import sayso
from sayso.record import Event, Participant, Reading, Span, Time, Undertaking, Voice

WHO = ("Ana Dovrel", "Ilya Torvan", "Mara Vells")
EACH = len(WHO)


def written(number: int, version: int) -> Reading:
    """An article of a number: three statements, who met whom, and what is due."""
    things = (f"Gate {number} of {version} opens", f"Guns {number} of {version} move", f"Grain {number} of {version} waits")
    day = f"2031-{number % 12 + 1:02}-{number % 28 + 1:02}"
    facts = {"outlet": f"Post {number % 3}", "published": day, "headline": f"Day {number}"}
    held = reading(list(zip(WHO, things, strict=True)), f"https://post.example/{number}", **facts)
    text = held.article.text
    one, other = (Voice(span(text, name), f"p{id}", "name") for id, name in ((1, WHO[0]), (2, WHO[1])))
    both = (Participant("party", one), Participant("party", other))
    met = Event("e1", "meeting", span(text, "opens"), "happened", both, None, None, day, day)
    due = Time(span(text, "waits"), day, day, day)
    owes = Undertaking("u1", "promise", "will", (one,), (Span(met.trigger.start, met.trigger.end, "opens"),), due=due)
    return replace(held, events=(met,), undertakings=(owes,))


def keep(store: sayso.Store, number: int) -> None:
    """One article more, and every fourth time one of before as it stands by then."""
    changed = [(number, 1)] if number % 4 else [(number, 1), (number // 2, number)]
    for which, version in changed:
        held = written(which, version)
        page = hashlib.sha256(held.article.text.encode()).hexdigest()
        store.engine.keep([incoming(held, page=page, captured=f"2031-03-14T{number // 60 % 24:02}:{number % 60:02}:00+00:00")])


def correct(store: sayso.Store, number: int) -> None:
    """A party under another name, or a statement with another act."""
    if number % 2:
        store.party.rename(WHO[number % EACH], WHO[number % EACH] + " " + "I" * (number % 5), "so called")
    else:
        store.correct.set("1.1/s1", "as the page has it", act="denies" if number % 4 else "warns")


def main(role: str, address: str) -> None:
    """Write until nobody listens."""
    ended = threading.Event()
    threading.Thread(target=lambda: (sys.stdin.read(), ended.set()), daemon=True).start()
    number = 0
    with closing(sayso.open_store(address)) as store:
        while not ended.is_set():
            number += 1
            (keep if role == "keeper" else correct)(store, number + (4 if role == "keeper" else 0))
            if number == 1:
                print("begun", flush=True)
            ended.wait(0.01)
    print(number)


if __name__ == "__main__":
    main(*sys.argv[1:])
