"""How fast is it? Words, sentences and articles per CPU second, start-up, memory, and where the time goes.

    python benchmarks/bench.py [--articles N] [--stream N] [--threads N] [--json]

Texts are made from the examples' paragraphs, shuffled and with numbers changed, so that no two are the same. Whole processes
are measured: CPU seconds of ``sayso read`` with all its threads, the model's loading included, and the most memory it held.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import random
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sayso.articles.building import build_article
from sayso.attribution import model as attribution
from sayso.attribution.roles import Roles
from sayso.events import (
    draft_events,
    draft_undertakings,
    find_times,
    mentions_of,
    named_in,
    settle_events,
    settle_undertakings,
)
from sayso.formats import dumps, to_json
from sayso.pages.inputs import read_pages
from sayso.parties.resolving import Resolved, resolve_mentions
from sayso.reading import read_page
from sayso.record import Article, Page, Reading, Statement
from sayso.statements.building import build_statements

EXAMPLES = Path(__file__).parent.parent / "examples"
MEBIBYTE = 1024 * 1024


def example_readings() -> list[tuple[str, Reading]]:
    """The full example pages, each with its reading."""
    pages = [page for page in read_pages([str(path) for path in sorted(EXAMPLES.rglob("*.html"))]) if isinstance(page, Page)]
    read = [(page.content.decode("utf8"), read_page(page)) for page in pages]
    return [(html, reading) for html, reading in read if isinstance(reading, Reading)]


def paragraphs(readings: list[tuple[str, Reading]]) -> list[str]:
    """The body paragraphs of the examples, each once."""
    held = (reading.article for _, reading in readings)
    return list(dict.fromkeys(a.text[p.start : p.end] for a in held for p in a.paragraphs if p.kind == "body"))


def renumbered(text: str, rng: random.Random) -> str:
    return re.sub(r"\d\d+", lambda match: str(rng.randrange(10 ** (len(match[0]) - 1), 10 ** len(match[0]))), text)


def texts(count: int, held: list[str]) -> Iterator[str]:
    """Articles of about 700 words, no two alike."""
    rng = random.Random(0)
    for number in range(count):
        chosen, words = [f"Note {number}."], 0
        while words < 700:
            chosen.append(renumbered(rng.choice(held), rng))
            words += len(chosen[-1].split())
        yield "\n\n".join(chosen)


def pages(count: int, held: list[tuple[str, Reading]]) -> Iterator[str]:
    """Full HTML pages with other numbers in them."""
    rng = random.Random(0)
    for number in range(count):
        html = held[number % len(held)][0]
        head, body = html.split("<body", 1)
        yield head + "<body" + re.sub(r">([^<>]+)<", lambda m: ">" + renumbered(m[1], rng) + "<", body)


def run(arguments: list[str]) -> dict[str, float]:
    """One ``sayso`` process, its output thrown away: wall and CPU seconds, and the most memory in MiB."""
    command = [sys.executable, "-m", "sayso", *arguments]
    started = time.perf_counter()
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    assert process.stderr
    errors = process.stderr.read().decode()
    process.stderr.close()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"{' '.join(command)}: {errors[-500:]}")
    peak = usage.ru_maxrss / (1024 if sys.platform != "darwin" else MEBIBYTE)  # kibibytes on Linux, bytes on macOS
    return {"wall": time.perf_counter() - started, "cpu": usage.ru_utime + usage.ru_stime, "mib": peak}


def throughput(ending: str, made: Iterator[str], work: Path, threads: int) -> dict[str, float]:
    """One process over a folder of files: ".txt" is read as prose."""
    words, sentences, count = 0, 0, 0
    with tempfile.TemporaryDirectory(dir=work) as folder:
        for count, text in enumerate(made, 1):
            Path(folder, f"{count:06}{ending}").write_text(text, encoding="utf8")
            words += len(text.split())
            sentences += len(re.findall(r"[.!?][\"”’']*\s", text + " "))
        prose = ["--prose"] if ending == ".txt" else []
        used = run(["read", folder, "--format", "jsonl", "--threads", str(threads), *prose])
    return used | {"articles": count, "words": words, "sentences": sentences}


def start_up(work: Path) -> dict[str, float]:
    """``sayso read`` of one short article as a person waits for it; the least of seven runs."""
    short = work / "short.txt"
    short.write_text("“The bridge is safe,” Ana Dovrel, the mayor, told reporters on Tuesday.\n\n" * 3, encoding="utf8")
    runs = [run(["read", str(short)]) for _ in range(7)]
    return {key: min(used[key] for used in runs) for key in ("wall", "cpu", "mib")}


def drafts(article: Article, statements: tuple[Statement, ...]) -> tuple[Any, ...]:
    """Times, events and undertakings before parties are known, and who is named in them."""
    times = find_times(article)
    told, planned = draft_events(article, statements, times), draft_undertakings(article, statements)
    return times, told, planned, [*mentions_of(article, told), *named_in(article, planned)]


def settle(article: Article, resolved: Resolved, times: Any, told: Any, planned: Any) -> tuple[Any, ...]:
    """Times, events and undertakings with their parties."""
    events = settle_events(article, told, resolved)
    parties = (resolved.statements, resolved.parties)
    return times, events, settle_undertakings(article, planned, *parties, times, events, resolved.others)


def rooms(held: list[tuple[str, Reading]]) -> dict[str, float]:
    """CPU milliseconds an article in each room, over the example pages."""
    spent: dict[str, float] = {}

    def timed(room: str, step: object, *given: object) -> object:
        started = time.process_time()
        result = step(*given)  # type: ignore[operator]
        spent[room] = spent.get(room, 0.0) + time.process_time() - started
        return result

    for _ in range(5):
        for html, _ in held:
            article = timed("articles", build_article, Page("page.html", html.encode()))
            assert isinstance(article, Article)
            extents = [(p.start, p.end) for p in article.paragraphs]
            roles = timed("attribution", attribution.attribute, article.text, extents, article.language or "")
            assert isinstance(roles, Roles)
            statements = timed("statements", build_statements, article, roles)
            assert isinstance(statements, tuple)
            drafted: Any = timed("events", drafts, article, statements)
            others = drafted[-1]
            resolved: Any = timed("parties", resolve_mentions, article, statements, roles.names, roles.antecedents, others)
            settled: Any = timed("events", settle, article, resolved, *drafted[:-1])
            reading = Reading("page.html", article, resolved.statements, resolved.parties, attribution.MODEL_NAME, *settled)
            timed("formats", lambda r: dumps(to_json(r)), reading)
    return {room: 1000 * seconds / 5 / len(held) for room, seconds in spent.items()}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=1000, metavar="N", help="the most articles for words a second")
    parser.add_argument("--stream", type=int, default=2000, metavar="N", help="articles to stream for memory (all: 10000)")
    parser.add_argument("--threads", type=int, default=1, metavar="N")
    parser.add_argument("--json", action="store_true", help="print the figures as one JSON object")
    arguments = parser.parse_args()
    held = example_readings()
    stock, found = paragraphs(held), {}

    def show(name: str, used: dict[str, float], shown: str) -> None:
        found[name] = used
        if not arguments.json:
            print(f"{name:24s} {shown}", flush=True)

    if not arguments.json:
        print(f"{platform.processor() or platform.machine()}, {os.cpu_count()} cores, {arguments.threads} thread(s)\n")
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        used = start_up(work)
        show("start-up", used, f"{used['wall']:.2f} s, {used['cpu']:.2f} s of CPU, {used['mib']:.0f} MiB")
        for count in sorted({1, 10, 100, arguments.articles}):
            used = throughput(".txt", texts(count, stock), work, arguments.threads)
            rates = {key: used[key] / used["cpu"] for key in ("words", "sentences", "articles")}
            show(
                f"prose, {count} articles",
                used | {f"{key} a CPU second": rate for key, rate in rates.items()},
                f"{rates['words']:.0f} words, {rates['sentences']:.0f} sentences, {rates['articles']:.1f} articles a CPU second"
                f" ({used['wall']:.1f} s, {used['cpu']:.1f} s of CPU, {used['mib']:.0f} MiB)",
            )
        count = max(1, arguments.articles // 5)
        used = throughput(".html", pages(count, held), work, arguments.threads)
        words = sum(len(held[n % len(held)][1].article.text.split()) for n in range(count))
        rates = {key: amount / used["cpu"] for key, amount in (("words", words), ("articles", count))}
        shown = f"{rates['words']:.0f} words, {rates['articles']:.1f} articles a CPU second ({used['mib']:.0f} MiB)"
        show(f"HTML, {count} pages", used | {f"{key} a CPU second": rate for key, rate in rates.items()}, shown)
        used = throughput(".txt", texts(arguments.stream, stock), work, arguments.threads)
        show(f"memory, {arguments.stream} streamed", used, f"{used['mib']:.0f} MiB at most, {used['wall']:.0f} s")
    spent = rooms(held)
    show("CPU ms an article", spent, ", ".join(f"{room} {ms:.1f}" for room, ms in spent.items()))
    if arguments.json:
        print(json.dumps(found, indent=1))
    return 0


if __name__ == "__main__":
    sys.exit(main())
