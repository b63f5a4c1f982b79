"""How fast does the store answer, how much does it take in, how big is it? The figures of issue 3, on plausible articles.

    python benchmarks/bench_store.py [--articles N] [--store FILE] [--postgres URL] [--questions N] [--warc N] [--json]

A store is filled with ``--articles`` articles (100,000 hold 1.5 million statements), 1,000 more are added and timed, and 300
questions of all kinds are asked, each for the first time. A store that stands already at ``--store`` is asked as it is. With
``--warc`` whole processes are measured over web archives: CPU seconds of ``sayso add`` over those of ``sayso read``, and the
memory of a stream read by two workers. Readings are made without the model, and what can be known of them without the store
(fingerprints, bands) is worked out before the clock starts, as the workers of ``sayso add`` do it.
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import itertools
import json
import os
import random
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import plausible
from plausible_pages import write_warc
from plausible_world import ADJECTIVES, CUES, HELD, LINKS, NOUNS, VERBS, World

from sayso.copies import bands
from sayso.record import Statement
from sayso.store import open_engine
from sayso.store.contract import Engine
from sayso.store.values import Capture, Countable, Incoming, Question

BATCH = 250  # readings in one transaction while the store is filled
MORE = 1000
MEBIBYTE = 1024 * 1024
ISSUE = {
    "find by words and speaker, p95": "at least 100 ms, beyond 20 ms",
    "1,000 more readings": "at least 3 s, beyond 1 s",
    "bytes on disk over bytes of text": "at least 4, beyond 2.5",
    "CPU of add over read": "at least 1.2, beyond 1.05",
    "memory of a streamed WARC, two workers": "under 1,024 MiB, beyond 600 MiB",
}


Show = Callable[[str, dict[str, float], str], None]


@dataclass(slots=True)
class Spent:
    """Seconds on the clock, and seconds of CPU of this process: the clock counts what else the machine does as well."""

    wall: float = 0.0
    cpu: float = 0.0

    @contextlib.contextmanager
    def timed(self) -> Iterator[None]:
        wall, cpu = time.perf_counter(), time.process_time()
        yield
        self.wall += time.perf_counter() - wall
        self.cpu += time.process_time() - cpu


def incoming(one: plausible.Made) -> Incoming:
    """A made article as ``sayso add`` hands it to the store. The texts hold no noise, so their own hash is a fingerprint."""
    article = one.reading.article
    capture = Capture(article.url or one.reading.input, one.page_sha256, one.captured)
    return Incoming(capture, one.reading, hashlib.sha256(article.text.encode()).hexdigest()[:32], bands(article))


def fill(engine: Engine, stream: Iterable[plausible.Made], say: Callable[[str], None]) -> Spent:
    """Keep them all, a batch a transaction; what the store took, without the making."""
    spent, kept, made = Spent(), 0, iter(stream)
    while batch := [incoming(one) for one in itertools.islice(made, BATCH)]:
        with spent.timed():
            engine.keep(batch)
        kept += len(batch)
        if kept % (40 * BATCH) == 0:
            say(f"  {kept} kept, {spent.wall:.0f} s, {spent.cpu:.0f} s of CPU")
    return spent


# -- questions ------------------------------------------------------------------------------------------------------------


def sample(articles: int, rng: random.Random) -> list[plausible.Made]:
    """Some hundred articles from anywhere in the first tenth of the stream: what questions are made of."""
    stream = plausible.articles(min(articles, max(300, articles // 50)))
    return [one for one in stream if one.reading.statements and rng.random() < 0.3]


def words_of(said: Statement) -> list[str]:
    """The words of a statement, without those of three letters and fewer."""
    words = [word.strip("“”.,").lower() for word in said.content[0].text.split()]
    return [word for word in words if len(word) > 3] or ["council"]


def speaker_of(one: plausible.Made, said: Statement) -> str:
    """The name of its speaker, or that of the article's first party."""
    names = {party.id: party.name for party in one.reading.parties}
    return names.get(said.speaker.party or "" if said.speaker else "") or next(iter(names.values()), "Rosa Kaskez")


def questions(articles: int, count: int, seed: int = 3) -> Iterator[Asked]:
    """Kind, question, and the fields that it counts by, the kinds in turn.

    A quarter asks for words and a speaker of whom the words, or others, are kept; frequent words and names are as likely as
    they are in the news.
    """
    rng = random.Random(seed)
    held = sample(articles, rng)
    world = World(1)
    for number in range(count):
        one = rng.choice(held)
        said = rng.choice(one.reading.statements)
        words, speaker = words_of(said), speaker_of(one, said)
        famous = rng.choices(world.famous, cum_weights=world.fame)[0][0]
        yield KINDS[number % len(KINDS)](one, words, speaker, famous, rng)


def rare(words: list[str]) -> str:
    """The first of the words that is not of the vocabulary's head."""
    frequent = {*NOUNS, *VERBS, *ADJECTIVES, *LINKS, *HELD["modals"], "that"}
    return next((word for word in words if word not in frequent), words[0])


def phrase(one: plausible.Made, rng: random.Random) -> str:
    said = rng.choice(one.reading.statements).content[0].text.strip("“”.,").split()
    at = rng.randrange(max(1, len(said) - 2))
    return '"' + " ".join(said[at : at + 3]).strip("“”.,") + '"'


def days(one: plausible.Made, rng: random.Random) -> dict[str, str]:
    """A month to a year around the article's day."""
    year, month = (one.reading.article.published or "2029-01")[:7].split("-")
    return {"since": f"{year}-{month}-01", "until": f"{int(year) + rng.choice((0, 1))}-12-28"}


Asked = tuple[str, Question, tuple[Countable, ...]]
Make = Callable[[plausible.Made, list[str], str, str, random.Random], Asked]
KINDS: tuple[Make, ...] = (
    lambda one, words, speaker, famous, rng: ("words and speaker", Question(rng.choice(words), speaker), ()),
    lambda one, words, speaker, famous, rng: ("a rare word", Question(rare(words)), ()),
    lambda one, words, speaker, famous, rng: ("words and speaker", Question(rng.choice(NOUNS), famous), ()),
    lambda one, words, speaker, famous, rng: ("a common word", Question(rng.choice(NOUNS[:60])), ()),
    lambda one, words, speaker, famous, rng: ("two words", Question(" ".join(rng.sample(NOUNS, 2))), ()),
    lambda one, words, speaker, famous, rng: ("a phrase", Question(phrase(one, rng)), ()),
    lambda one, words, speaker, famous, rng: ("words and speaker", Question(" ".join(words[:2]), famous), ()),
    lambda one, words, speaker, famous, rng: ("a prefix", Question(words[0][:4] + "*", speaker), ()),
    lambda one, words, speaker, famous, rng: ("speaker only", Question(speaker=famous), ()),
    lambda one, words, speaker, famous, rng: ("speaker only", Question(speaker=speaker, order="newest"), ()),
    lambda one, words, speaker, famous, rng: (
        "words, speaker and days", Question(rng.choice(words), famous, **days(one, rng)), ()),
    lambda one, words, speaker, famous, rng: ("about a party", Question(about=famous), ()),
    lambda one, words, speaker, famous, rng: (
        "words and outlet", Question(rng.choice(NOUNS), outlet=one.reading.article.outlet), ()),
    lambda one, words, speaker, famous, rng: ("relay", Question(relay=famous), ()),
    lambda one, words, speaker, famous, rng: (
        "an act, newest first", Question(act=rng.choice(CUES)[1], order="newest", **days(one, rng)), ()),
    lambda one, words, speaker, famous, rng: ("count by speaker", Question(rng.choice(words)), ("speaker",)),
    lambda one, words, speaker, famous, rng: ("count by month", Question(speaker=famous), ("month",)),
    lambda one, words, speaker, famous, rng: (
        "words and speaker", Question(rng.choice(VERBS), speaker, order="newest"), ()),
    lambda one, words, speaker, famous, rng: ("one address", Question(url=one.reading.article.url), ()),
    lambda one, words, speaker, famous, rng: (
        "a common word, the surest first", Question(rng.choice(NOUNS[:60]), min_score=0.5, order="score"), ()),
    lambda one, words, speaker, famous, rng: ("either of two speakers", Question(speaker=(famous, speaker)), ()),
    lambda one, words, speaker, famous, rng: (
        "count by two fields", Question(rng.choice(words)), ("speaker", "outlet")),
)  # fmt: skip


def ask(engine: Engine, articles: int, count: int) -> tuple[dict[str, list[Spent]], list[tuple[float, str]]]:
    """What each question took, by kind, and the slowest; each is asked once, and its answers counted."""
    found: dict[str, list[Spent]] = {}
    slowest: list[tuple[float, str]] = []
    for kind, question, by in questions(articles, count):
        spent = Spent()
        with spent.timed():
            answers = len(engine.counted(question, by).rows) if by else engine.find(question).total
        found.setdefault(kind, []).append(spent)
        fields = f" by {' and '.join(by)}" if by else ""
        took = f"{1000 * spent.cpu:.1f} ms of CPU  {kind}: {shown(question)}{fields}: {answers} found"
        slowest.append((1000 * spent.wall, took))
    return found, sorted(slowest, reverse=True)[:12]


def shown(question: Question) -> str:
    """The fields that were asked for."""
    plain = Question()
    asked = {name: getattr(question, name) for name in Question.__dataclass_fields__}
    return " ".join(f"{name}={value!r}" for name, value in asked.items() if value != getattr(plain, name))


def percentile(held: list[float], share: float) -> float:
    """The value that this share stays at or under; of few values the largest."""
    return sorted(held)[min(len(held) - 1, int(share * len(held)))]


# -- size ------------------------------------------------------------------------------------------------------------------


def bytes_on_disk(address: str) -> int:
    """The SQLite file with its log, or the whole PostgreSQL database, indexes and all."""
    if address.startswith("postgresql:"):
        return asked(address, "SELECT pg_database_size(current_database())")
    return sum(Path(address + ending).stat().st_size for ending in ("", "-wal") if Path(address + ending).exists())


def bytes_of_text(address: str) -> int:
    """What the texts of a store take in UTF-8; 0 for a new one."""
    if address.startswith("postgresql:"):
        return asked(address, "SELECT COALESCE(sum(octet_length(text)), 0) FROM sayso.texts")
    return asked(address, "SELECT COALESCE(sum(length(CAST(text AS BLOB))), 0) FROM texts")


def asked(address: str, sql: str) -> int:
    """One number of a database."""
    if not address.startswith("postgresql:"):
        with contextlib.closing(sqlite3.connect(address)) as store:
            return int(store.execute(sql).fetchone()[0])
    import psycopg

    with psycopg.connect(address) as connection:
        return int(connection.execute(sql.encode()).fetchone()[0])  # type: ignore[index]


# -- web archives -----------------------------------------------------------------------------------------------------------


def process(arguments: list[str]) -> tuple[float, float]:
    """One ``sayso`` process with its workers: CPU seconds, and the most MiB that they held together."""
    before = os.times()
    running = subprocess.Popen([sys.executable, "-m", "sayso", *arguments], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    most, done = [0.0], threading.Event()
    watcher = threading.Thread(target=watch, args=(running.pid, most, done))
    watcher.start()
    _, errors = running.communicate()
    done.set()
    watcher.join()
    if running.returncode:
        raise RuntimeError(f"sayso {' '.join(arguments)}: {errors.decode()[-500:]}")
    after = os.times()
    return after.children_user + after.children_system - before.children_user - before.children_system, most[0]


def watch(root: int, most: list[float], done: threading.Event) -> None:
    """Keep the most memory (proportional set size, MiB) of a process and its children, four times a second; 0 off Linux."""
    while not done.wait(0.25):
        held = 0
        for member in family(root):
            with contextlib.suppress(OSError):  # it has come to its end
                rollup = Path(f"/proc/{member}/smaps_rollup").read_text()
                held += next((int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Pss:")), 0)
        most[0] = max(most[0], held / 1024)


def family(root: int) -> set[int]:
    """A process and all that it started, and that these started."""
    parents = {}
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            parents[int(folder.name)] = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
    found = {root}
    while more := {child for child, parent in parents.items() if parent in found and child not in found}:
        found |= more
    return found


def archives(pages: int, work: Path, show: Show) -> None:
    """``read`` against ``add`` over the same archive, and the memory of two workers over archives of two sizes."""
    path = work / "pages.warc.gz"
    write_warc(path, plausible.articles(pages, seed=5), beside=1)
    read, _ = process(["read", str(path), "--format", "jsonl", "--threads", "1"])
    added, _ = process(["add", str(path), "--store", str(work / "one.db"), "--workers", "1"])
    show(
        "CPU of add over read",
        {"read": read, "add": added, "ratio": added / read},
        f"{added / read:.3f} ({read / pages * 1000:.0f} and {added / pages * 1000:.0f} ms a page, {pages} pages)",
    )
    peaks = {}
    for beside in (5, 50):
        size = write_warc(path, plausible.articles(pages, seed=6), beside=beside)
        _, peaks[size / MEBIBYTE] = process(["add", str(path), "--store", str(work / f"{beside}.db"), "--workers", "2"])
    words = ", ".join(f"{peak:.0f} MiB for {size:.0f} MiB unpacked" for size, peak in peaks.items())
    show("memory of a streamed WARC, two workers", {f"{size:.0f} MiB": peak for size, peak in peaks.items()}, words)


# -- the whole ------------------------------------------------------------------------------------------------------------


def measure(address: str, arguments: argparse.Namespace, show: Show) -> None:
    """Fill the store unless it stands, add to it, weigh it, ask it."""
    say = (lambda words: None) if arguments.json else (lambda words: print(words, flush=True))
    with contextlib.closing(open_engine(address)) as engine:
        if not engine.summary().versions:
            stream = plausible.articles(arguments.articles + MORE)
            spent = fill(engine, itertools.takewhile(lambda one: number_of(one) < arguments.articles, stream), say)
            rate = engine.summary().versions / spent.wall
            figures = {"seconds": spent.wall, "cpu": spent.cpu, "readings a second": rate}
            show(
                "filling", figures, f"{spent.wall:.0f} s, {spent.cpu:.0f} s of CPU, {figures['readings a second']:.0f} a second"
            )
            more(engine, stream, show)
        summary = engine.summary()
    # Weighed when it is closed: SQLite has folded its log into the file.
    size, text = bytes_on_disk(address), bytes_of_text(address)
    ratio = size / text
    show(
        "the store",
        {"addresses": summary.articles, "statements": summary.statements, "parties": summary.parties},
        f"{summary.articles} addresses, {summary.versions} texts, {summary.statements} statements, {summary.parties} parties",
    )
    shown_size = f"{ratio:.2f} ({size / MEBIBYTE:.0f} MiB over {text / MEBIBYTE:.0f} MiB)"
    show("bytes on disk over bytes of text", {"ratio": ratio, "bytes": size}, shown_size)
    with contextlib.closing(open_engine(address)) as engine:
        times(engine, arguments, show, say)


def more(engine: Engine, stream: Iterator[plausible.Made], show: Show) -> None:
    """1,000 more readings, as they would come a day later: the stream's next."""
    ready = [incoming(one) for one in itertools.islice(stream, MORE)]
    spent = Spent()
    with spent.timed():
        for at in range(0, len(ready), BATCH):
            engine.keep(ready[at : at + BATCH])
    wall, cpu = (seconds * 1000 / len(ready) for seconds in (spent.wall, spent.cpu))
    show("1,000 more readings", {"seconds": wall, "cpu": cpu}, f"{wall:.2f} s, {cpu:.2f} s of CPU, {BATCH} a transaction")


def number_of(one: plausible.Made) -> int:
    """The article's place in the stream, which its address ends with."""
    return int((one.reading.article.url or "-0").rsplit("-", 1)[1])


def times(engine: Engine, arguments: argparse.Namespace, show: Show, say: Callable[[str], None]) -> None:
    """The questions, by kind, and in all; and the slowest of them."""
    spent, slowest = ask(engine, arguments.articles, arguments.questions)
    named = dict(sorted(spent.items())) | {"all questions": list(itertools.chain(*spent.values()))}
    for kind, held in named.items():
        name = "find by words and speaker, p95" if kind == "words and speaker" else f"find: {kind}"
        figures = {
            f"{what} p{share}": 1000 * percentile([getattr(one, what) for one in held], share / 100)
            for what in ("wall", "cpu")
            for share in (50, 95)
        }
        words = "p50 {:.1f}, p95 {:.1f} ms; of CPU p50 {:.1f}, p95 {:.1f} ms".format(*figures.values())
        show(name, figures | {"asked": len(held)}, f"{words} ({len(held)} asked)")
    for took, words in slowest:
        say(f"  {took:8.1f} ms, {words}")


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=100_000, metavar="N", help="addresses to fill a store with (0: none)")
    parser.add_argument("--store", type=Path, metavar="FILE", help="keep the store here, or ask the one that is here")
    parser.add_argument("--postgres", metavar="URL", help="an empty database to measure as well, or a filled one")
    parser.add_argument("--questions", type=int, default=304, metavar="N")
    parser.add_argument("--warc", type=int, default=0, metavar="N", help="pages of the web archives, 0 for none")
    parser.add_argument("--json", action="store_true", help="print the figures as one JSON object")
    arguments = parser.parse_args(argv)
    found: dict[str, dict[str, float]] = {}
    where = [""]

    def show(name: str, figures: dict[str, float], words: str) -> None:
        found[f"{where[0]}{name}"] = figures
        if not arguments.json:
            wanted = f"   [{ISSUE[name]}]" if name in ISSUE else ""
            print(f"{where[0]}{name:40s} {words}{wanted}", flush=True)

    with tempfile.TemporaryDirectory() as folder:
        if arguments.articles:
            measure(str(arguments.store or Path(folder, "bench.db")), arguments, show)
        if arguments.postgres:
            where[0] = "PostgreSQL: "
            measure(arguments.postgres, arguments, show)
            where[0] = ""
        if arguments.warc:
            archives(arguments.warc, Path(folder), show)
    if arguments.json:
        print(json.dumps(found, indent=1))
    return 0


if __name__ == "__main__":
    sys.exit(main())
