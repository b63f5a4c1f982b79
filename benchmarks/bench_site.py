"""How long do the pages of the site take over a store that stands? Every kind of page, asked over HTTP of one ``sayso serve``.

    python benchmarks/bench_site.py --store FILE [--rounds N] [--only TEXT] [--slowest N] [--json]

What is asked is made of what the store holds: its busiest parties and some others, its outlets, words of its statements, from
the commonest to rare ones, its articles, statements, events and undertakings. Each address is asked ``--rounds`` times, the
first of them among the figures: milliseconds on the clock of whoever asks, from the request to the last byte, and of the
server's CPU. Also how long the first page takes after ``sayso serve`` was started, and the server's memory at the end.
``benchmarks/bench_store.py --store FILE`` and ``benchmarks/plausible_events.py --store FILE`` make such a store.
"""

from __future__ import annotations

import argparse
import http.client
import itertools
import json
import os
import socket
import statistics
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

AT_LEAST, BEYOND = 150, 50  # milliseconds of the 95th percentile
BUSY, OTHERS = 3, 3  # parties that said most, and parties from further down
PATIENCE = 60  # seconds
TEXT = "The minister said the road would be mended.\n\n“We will not leave the council alone,” said {}, the mayor.\n"


class Server:
    """``sayso serve`` of a store, and a connection to it."""

    def __init__(self, store: Path) -> None:
        """Start it, and wait until it has answered its first page; ``first`` has the seconds, ``first_cpu`` those of CPU."""
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        command = [sys.executable, "-m", "sayso", "serve", "--store", str(store), "--port", str(self.port), "--no-browser"]
        begun = time.perf_counter()
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        while True:
            try:
                self.get("/")
                break
            except OSError:
                if self.process.poll() is not None or time.perf_counter() - begun > PATIENCE:
                    raise
                self.connection.close()
                time.sleep(0.005)
        self.first, self.first_cpu = time.perf_counter() - begun, self.cpu()

    def get(self, path: str, body: bytes | None = None) -> tuple[int, bytes]:
        """The status and the body of an answer; where it leads elsewhere, that of what is there."""
        headers = {"Content-Type": "application/x-www-form-urlencoded"} if body else {}
        self.connection.request("POST" if body else "GET", path, body, headers)
        answer = self.connection.getresponse()
        held = answer.read()
        if answer.status in (302, 303, 307, 308):
            return self.get(answer.headers["Location"])
        return answer.status, held

    def json(self, path: str) -> Any:
        """The JSON of an answer."""
        status, held = self.get(path)
        if status != 200:
            raise RuntimeError(f"{path}: {status} {held[:300]!r}")
        return json.loads(held)

    def cpu(self) -> float:
        """Seconds of CPU that the server has taken; 0 where the system does not tell that of another process."""
        with suppress(OSError, AttributeError):
            return time.clock_gettime((~self.process.pid << 3) | 2)  # Linux: the clock of a process, see clock_getcpuclockid
        return 0.0

    def memory(self) -> float:
        """MiB that it holds; 0 off Linux."""
        with suppress(OSError):
            status = Path(f"/proc/{self.process.pid}/smaps_rollup").read_text()
            return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("Pss:")) / 1024
        return 0.0

    def stop(self) -> None:
        """End it."""
        self.process.terminate()
        self.process.wait(10)


@contextmanager
def serving(store: Path) -> Iterator[Server]:
    """A server while it is asked."""
    server = Server(store)
    try:
        yield server
    finally:
        server.stop()


# -- what is asked ----------------------------------------------------------------------------------------------------------


def at(path: str, **query: object) -> str:
    """An address with its query."""
    return f"{path}?{urlencode(query, doseq=True)}" if query else path


class Material:
    """What a store holds that can be asked for."""

    def __init__(self, server: Server) -> None:
        """Ask the site for it."""
        known = [one for page in (1, 2, 8, 40) for one in server.json(at("/parties.json", page=page))["parties"]]
        self.parties = [*known[:BUSY], *known[20 :: max(1, len(known) // OTHERS)][:OTHERS]]
        self.names = [one["name"] for one in self.parties]
        pages = [server.json(at("/find.json", order="newest", limit=100, page=page)) for page in (1, 10, 40)]
        hits = [hit for page in pages for hit in page["hits"]]
        self.hits = hits[:: max(1, len(hits) // 8)]
        self.contents = ["".join(span["text"] for span in hit["statement"]["content"]) for hit in self.hits]
        counted = Counter(word for hit in hits for span in hit["statement"]["content"] for word in words_in(span["text"]))
        self.words = [word for word, _ in counted.most_common()]
        self.keys = [hit["short"].partition("/")[0] for hit in self.hits]
        self.outlets = [one for one in dict.fromkeys(hit["outlet"] for hit in hits) if one][:4]
        self.days = sorted({(hit["published"] or hit["captured"])[:10] for hit in hits})
        self.events = server.json(at("/events.json", limit=40))["events"][::10]
        self.ledger = server.json(at("/ledger.json", limit=40))["undertakings"][::10]


def words_in(text: str) -> list[str]:
    """Its words of four letters and more."""
    return [word for word in "".join(c if c.isalpha() else " " for c in text.lower()).split() if len(word) > 3]


Kinds = Mapping[str, Iterable[str | tuple[str, bytes]]]


def kinds(held: Material, server: Server) -> Kinds:
    """Each kind of page with the addresses that are asked for."""
    rare, common = held.words[-4:], held.words[:4]
    return {
        **{path: [path] for path in ("/", "/about", "/api", "/openapi.json", "/find", "/articles", "/parties")},
        **questions(held, common, rare),
        "/articles, narrowed": [at("/articles", outlet=one) for one in held.outlets],
        "/articles, further on": [at("/articles", page=page) for page in (10, 500)],
        **texts(held, server),
        **people(held),
        **happenings(held, server),
        "/saying?words=": [at("/saying", words=one[:200]) for one in held.contents],
        "/saying.json": [at("/saying.json", words=one[:200]) for one in held.contents[:4]],
        "/check?quote=": [at("/check", quote=one[:200]) for one in held.contents] + [at("/check", quote=" ".join(common))],
        "/check.json": [at("/check.json", quote=one[:200]) for one in held.contents[:4]],
        "/check, a text": [("/check", urlencode({"text": TEXT.format(name)}).encode()) for name in held.names[:2]],
        "/compare?a=&b=": [at("/compare", a=one, b=two) for one, two in itertools.pairwise(held.keys[:4])],
    }


def questions(held: Material, common: list[str], rare: list[str]) -> Kinds:
    """What is asked of ``/find``."""
    day = held.days[len(held.days) // 2]
    asked: dict[str, list[dict[str, object]]] = {
        "a common word": [{"q": word} for word in common],
        "a rare word": [{"q": word} for word in rare],
        "two words": [{"q": f"{one} {two}"} for one, two in itertools.pairwise(common)],
        "a phrase": [{"q": '"' + " ".join(one.split()[2:4]).strip("“”.,;") + '"'} for one in held.contents[:4]],
        "a prefix": [{"q": f"{word[:2]}*"} for word in common[:2]],
        "a word and a speaker": [{"q": word, "speaker": name} for word, name in zip(common, held.names, strict=False)],
        **{who: [{who: name} for name in held.names] for who in ("speaker", "addressee", "relay", "about")},
        "outlet": [{"outlet": one} for one in held.outlets],
        "act": [{"act": one} for one in ("states", "denies", "warns")],
        "manner": [{"manner": one} for one in ("direct", "indirect")],
        "said": [{"said": one} for one in ("any", "asked", "conditional")],
        "days": [{"since": day[:4]}, {"since": day[:7], "until": day[:7]}, {"since": day, "until": day}],
        "a word and days": [{"q": common[0], "since": day[:4], "until": day[:4]}],
        "min_score": [{"min_score": one} for one in (0.5, 0.9)],
        **{f"order {one}": [{"order": one}, {"order": one, "q": common[0]}] for one in ("newest", "oldest", "score", "doubt")},
        "all versions": [{"all_versions": "yes"}, {"all_versions": "yes", "q": common[0]}],
        "languages": [{"languages": "en", "q": common[1]}],
        "page 100": [{"q": common[0], "page": 100}, {"page": 100}],
        "nobody's name": [{"speaker": "Nobody Atall"}, {"q": "zzzunsaid"}],
        "everything at once": [{"q": common[0], "speaker": held.names[0], "since": day[:4], "said": "any", "order": "newest"}],
    }
    forms = [{"q": common[0]}, {"speaker": held.names[0]}, {"q": rare[0]}]
    return {
        **{f"/find, {what}": [at("/find", **query) for query in some] for what, some in asked.items()},
        "/find.json": [at("/find.json", **query) for query in forms],
        "/find.atom": [at("/find.atom", **query) for query in forms],
        "/find.csv, a page": [at("/find.csv", **query, limit=20, page=1) for query in forms],
    }


def texts(held: Material, server: Server) -> Kinds:
    """Articles and statements."""
    statements = [path for hit in held.hits if (path := led_to(server, f"/statement/{hit['short']}"))]
    return {
        "/article": [f"/article/{key}" for key in held.keys],
        "/article.json": [f"/article/{key}.json" for key in held.keys],
        "/article/versions": [f"/article/{key.partition('.')[0]}/versions" for key in held.keys],
        "/statement": statements,
        "/statement.json": [f"{path}.json" for path in statements],
        "/statement.jsonld": [f"{path}.jsonld" for path in statements],
        "/saying/ARTICLE/PLACE": [path.replace("/statement/", "/saying/") for path in statements],
    }


def led_to(server: Server, path: str) -> str | None:
    """Where an address leads."""
    server.connection.request("GET", path)
    answer = server.connection.getresponse()
    answer.read()
    return answer.headers.get("Location")


def people(held: Material) -> Kinds:
    """Parties: the busiest, and others."""
    ids = [one["id"] for one in held.parties]
    return {
        "/parties, page 20": [at("/parties", page=20)],
        "/parties?q=": [at("/parties", q=name) for name in (*(one.split()[0] for one in held.names), *held.names[:2])],
        "/parties?q= of nobody": [at("/parties", q="Nobodi Atol")],
        "/parties.json": ["/parties.json"],
        "/party, the busiest": [f"/party/{id}" for id in ids[:BUSY]],
        "/party, others": [f"/party/{id}" for id in ids[BUSY:]],
        "/party.json": [f"/party/{id}.json" for id in ids],
        "/party.atom": [f"/party/{id}.atom" for id in ids],
    }


def happenings(held: Material, server: Server) -> Kinds:
    """Events, undertakings, a calendar."""
    event_keys, promise_keys = [one["key"] for one in held.events], [one["key"] for one in held.ledger]
    months = sorted({day[:7] for day in held.days})[::3][:4]
    return {
        "/events": ["/events", at("/events", page=20)],
        "/events, narrowed": [at("/events", party=name) for name in held.names]
        + [at("/events", kind="visit"), at("/events", status="held"), at("/events", since=held.days[0], until=held.days[0])],
        "/events.json": ["/events.json"],
        "/events.atom": ["/events.atom"],
        "/ledger": ["/ledger", at("/ledger", page=20)],
        "/ledger, narrowed": [at("/ledger", who=name) for name in held.names]
        + [at("/ledger", status=one) for one in ("due-soon", "overdue", "kept")],
        "/ledger.json": ["/ledger.json"],
        "/ledger.atom": ["/ledger.atom"],
        "/event": [f"/event/{key}" for key in event_keys],
        "/event.json": [f"/event/{key}.json" for key in event_keys],
        "/event, an undertaking": [f"/event/{key}" for key in promise_keys],
        "/calendar": ["/calendar", *(f"/calendar/{month}" for month in months)],
        "/calendar.ics": [f"/calendar/{month}.ics" for month in months],
        "/compare?event=": [at("/compare", event=key) for key in event_keys[:2]],
    }


# -- asking -----------------------------------------------------------------------------------------------------------------


def measured(server: Server, addresses: Iterable[str | tuple[str, bytes]], rounds: int) -> list[tuple[float, float, str, int]]:
    """Milliseconds on the clock and of CPU, the address and its status, for each time that one was asked."""
    found = []
    for _ in range(rounds):
        for one in addresses:
            path, body = one if isinstance(one, tuple) else (one, None)
            cpu, begun = server.cpu(), time.perf_counter()
            status, _held = server.get(path, body)
            took = time.perf_counter() - begun
            found.append((1000 * took, 1000 * (server.cpu() - cpu), path, status))
    return found


def percentile(held: list[float], share: float) -> float:
    """The value that this share stays at or under; of few values the largest."""
    return sorted(held)[min(len(held) - 1, int(share * len(held)))]


def row(kind: str, found: list[tuple[float, float, str, int]]) -> dict[str, Any]:
    """What a kind of page took."""
    wall, cpu = [one[0] for one in found], [one[1] for one in found]
    statuses = sorted({one[3] for one in found})
    return {
        "kind": kind,
        "asked": len(found),
        "status": statuses,
        "wall p50": statistics.median(wall),
        "wall p95": percentile(wall, 0.95),
        "cpu p50": statistics.median(cpu),
        "cpu p95": percentile(cpu, 0.95),
        "slowest": max(found)[2],
    }


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--store", type=Path, required=True, metavar="FILE", help="a store that stands; it is only read")
    parser.add_argument("--rounds", type=int, default=3, metavar="N", help="how often each address is asked")
    parser.add_argument("--only", default="", metavar="TEXT", help="kinds of pages that have this in their name")
    parser.add_argument("--json", action="store_true", help="print the figures as one JSON object")
    arguments = parser.parse_args(argv)
    show: Callable[[str], None] = (lambda words: None) if arguments.json else (lambda words: print(words, flush=True))
    with serving(arguments.store) as server:
        show(f"first page after sayso serve: {server.first:.2f} s, {server.first_cpu:.2f} s of CPU")
        begun = server.memory()
        show(f"{'milliseconds':32} {'p50':>7} {'p95':>7} {'CPU p50':>8} {'p95':>7}")
        rows = []
        for kind, addresses in kinds(Material(server), server).items():
            if arguments.only not in kind or not (asked := list(addresses)):
                continue
            rows.append(one := row(kind, measured(server, asked, arguments.rounds)))
            told = "" if one["cpu p95"] <= BEYOND else f"  {one['slowest'][:90]}"
            status = "" if one["status"] == [200] else f" {one['status']}"
            figures = f"{one['wall p50']:7.1f} {one['wall p95']:7.1f} {one['cpu p50']:8.1f} {one['cpu p95']:7.1f}"
            show(f"{kind:32} {figures}{status}{told}")
        memory = server.memory()
    show(f"memory: {begun:.0f} MiB after the first page, {memory:.0f} MiB at the end")
    for what, words in (("wall p95", "on the clock"), ("cpu p95", "of CPU")):
        slow, more = (sum(one[what] > most for one in rows) for most in (AT_LEAST, BEYOND))
        show(f"{len(rows)} kinds: {slow} over {AT_LEAST} ms {words} at the 95th percentile, {more} over {BEYOND}")
    if arguments.json:
        first = {"first page": server.first, "first page, cpu": server.first_cpu}
        print(json.dumps({**first, "memory, first": begun, "memory, end": memory, "kinds": rows}, indent=1))
    return 0


if __name__ == "__main__":
    os.environ.setdefault("PYTHONPATH", str(Path(__file__).parent.parent / "src"))
    sys.exit(main())
