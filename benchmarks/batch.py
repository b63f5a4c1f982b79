"""What does ``sayso batch`` cost over reading alone, what does it hold, and what is left of a run whose workers are killed?

    python benchmarks/batch.py overhead [--articles N]   CPU over reading alone, the most memory, for two sizes of shard
    python benchmarks/batch.py kills [--kills N]         workers killed at random, on processes and on Ray (where it is)
    python benchmarks/batch.py again [--shards N]        a second run over finished shards
    python benchmarks/batch.py workers [--articles N]    two workers over one, by the clock: on two idle cores

Web archives are made of plausible articles (``plausible.py``), no two the same. Ray listens on what addresses it finds:
``unshare --net sh -c 'ip link set lo up; python benchmarks/batch.py kills'`` gives it a network of its own.
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import json
import os
import random
import resource
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path

import plausible
from plausible_pages import write_warc

from sayso.batch import Engine, Processes, RayTasks, plan, read_shard, run
from sayso.batch.shard_reading import Task
from sayso.pages import read_pages
from sayso.reading import get_ready, read_page
from sayso.record import Page

MEBIBYTE = 1024 * 1024


def shard(folder: Path, articles: int, seed: int) -> Path:
    """A web archive of so many articles."""
    path = folder / f"{seed}.warc.gz"
    write_warc(path, plausible.articles(articles, seed=seed), beside=1)
    return path


def measured(function: Callable[[], object]) -> dict[str, float]:
    """CPU seconds and MiB of memory of a call in a process of its own."""
    reads, writes = os.pipe()
    pid = os.fork()
    if not pid:
        began = time.process_time()
        function()
        told = {"cpu": time.process_time() - began, "mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}
        os.write(writes, json.dumps(told).encode())
        os._exit(0)
    os.close(writes)
    with os.fdopen(reads) as pipe:
        found: dict[str, float] = json.loads(pipe.read())
    os.waitpid(pid, 0)
    return found


def read_alone(path: Path) -> None:
    """Reading and nothing else."""
    get_ready()
    for page in read_pages([str(path)]):
        if isinstance(page, Page):
            read_page(page)


def read_into(path: Path, folder: Path) -> None:
    """The same as a worker of batch does it."""
    (task,) = plan([str(path)], folder).tasks
    read_shard(replace(task, alone=True))


def overhead(folder: Path, articles: int) -> None:
    """CPU over reading alone, in turns, and the most memory."""
    for count in (articles, 4 * articles):
        path = shard(folder, count, seed=count)
        told: dict[str, list[dict[str, float]]] = {"alone": [], "batch": []}
        for turn in range(3):
            told["alone"].append(measured(lambda path=path: read_alone(path)))
            out = folder / f"{count}-{turn}"
            told["batch"].append(measured(lambda path=path, out=out: read_into(path, out)))
        alone, batch = (min(one["cpu"] for one in told[name]) for name in ("alone", "batch"))
        print(f"{count:,} articles: {alone:.2f} s of CPU alone, {batch:.2f} s in batch: {100 * (batch / alone - 1):+.1f} %")
        held = {name: max(one["mib"] for one in told[name]) for name in told}
        print(f"  most memory: {held['alone']:.0f} MiB alone, {held['batch']:.0f} MiB in batch")


def files(folder: Path) -> dict[str, str]:
    """The files of an output folder, by their bytes."""
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.glob("*.parquet")}


def own_workers() -> set[int]:
    """The processes that this one started to read."""
    return {pid for pid, parent, command in processes() if parent == os.getpid() and b"sayso.workers" in command}


def ray_workers() -> set[int]:
    """Those of Ray that read a shard now."""
    return {pid for pid, _, command in processes() if command.startswith(b"ray::read_shard")}


def processes() -> list[tuple[int, int, bytes]]:
    """Number, parent and command line of every process here."""
    found = []
    for entry in Path("/proc").iterdir():
        with contextlib.suppress(OSError, ValueError):
            parent = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
            found.append((int(entry.name), parent, (entry / "cmdline").read_bytes()))
    return found


def killed(make: Callable[[], Engine], victims: Callable[[], set[int]], tasks: list[str], folder: Path, kills: int) -> None:
    """A run in which so many workers that are at a shard are killed, at random times."""
    gone: list[int] = []
    ended = threading.Event()
    chance = random.Random(kills)

    def kill() -> None:
        while len(gone) < kills and not ended.wait(0.3 + chance.random()):
            found = sorted(victims() - set(gone))
            if found and any(folder.glob(".*.attempt")):
                with contextlib.suppress(ProcessLookupError):
                    os.kill(one := chance.choice(found), signal.SIGKILL)
                    gone.append(one)

    threading.Thread(target=kill, daemon=True).start()
    began = time.monotonic()
    tally = run(plan(tasks, folder), make())
    ended.set()
    left = [path.name for path in folder.iterdir() if path.name.startswith(".")]
    name = make.__name__.strip("<>") if hasattr(make, "__name__") else ""
    print(
        f"{name or folder.name}: {len(gone)} killed, {tally.read} of {len(tasks)} shards read, {len(tally.failed)} failed, "
        f"{'the same bytes' if files(folder) == files(folder.parent / 'alone') else 'OTHER BYTES'}, "
        f"left over: {left or 'nothing'}; {time.monotonic() - began:.0f} s"
    )


def kills(folder: Path, count: int, shards: int, articles: int) -> None:
    """On processes, then on Ray."""
    paths = [str(shard(folder, articles, seed)) for seed in range(shards)]
    for path in paths:
        read_into(Path(path), folder / "alone")

    def on_processes() -> Engine:
        return Processes(2)

    def on_ray() -> Engine:
        return RayTasks(count=2)

    killed(on_processes, own_workers, paths, folder / "processes", count)
    if find_spec("ray"):
        killed(on_ray, ray_workers, paths, folder / "ray", count)


def again(folder: Path, count: int) -> None:
    """The command over shards that are all done."""
    one, crawl, out = shard(folder, 1, seed=1), folder / "crawl", folder / "out"
    crawl.mkdir()
    for at in range(count):
        os.link(one, crawl / f"{at}.warc.gz")
    tasks = plan([str(crawl)], out).tasks
    read_shard(tasks[0])
    file, line = out / f"{tasks[0].shard.stem}.parquet", out / "_manifest" / f"{tasks[0].shard.stem}.jsonl"
    told = json.loads(line.read_text())
    for task in tasks[1:]:
        _as_done(task, out, file, told)
    command = [sys.executable, "-m", "sayso", "batch", str(crawl), "--output", str(out)]
    for turn in ("with the marks of duplicates", "again"):
        before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        print(f"{count:,} finished shards, {turn}: {time.monotonic() - began:.2f} s, {cpu:.2f} s of CPU")


def _as_done(task: Task, out: Path, file: Path, told: dict[str, object]) -> None:
    stem = task.shard.stem
    (out / f"{stem}.parquet").write_bytes(file.read_bytes())
    line = {**told, "input": task.shard.name, "file": f"{stem}.parquet"}
    (out / "_manifest" / f"{stem}.jsonl").write_text(json.dumps(line))


def workers(folder: Path, articles: int) -> None:
    """One and two workers over the same shards, in turns."""
    paths = [str(shard(folder, articles, seed)) for seed in range(4)]
    took: dict[int, float] = {}
    for turn in range(2):
        for count in (1, 2):
            command = [sys.executable, "-m", "sayso", "batch", *paths, "--output", str(folder / f"{count}-{turn}")]
            began = time.monotonic()
            subprocess.run([*command, "--workers", str(count)], check=True, stdout=subprocess.DEVNULL)
            took[count] = min(took.get(count, 1e9), time.monotonic() - began)
    print(f"one worker {took[1]:.1f} s, two {took[2]:.1f} s: {took[1] / took[2]:.2f} times as fast")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("overhead", "kills", "again", "workers"))
    parser.add_argument("--articles", type=int, default=150)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--shards", type=int, default=None)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if given.what == "overhead":
            overhead(folder, given.articles)
        elif given.what == "kills":
            kills(folder, given.kills, given.shards or 8, given.articles)
        elif given.what == "again":
            again(folder, given.shards or 1_000)
        else:
            workers(folder, given.articles)


if __name__ == "__main__":
    main()
