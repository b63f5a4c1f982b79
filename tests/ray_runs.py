"""Runs shards by Ray while its workers are killed, and prints what came of it as JSON: for ``test_ray.py``."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import random
import signal
import sys
import threading
from pathlib import Path
from typing import Any

from batch_shards import read_at_leisure

from sayso.batch import RayTasks, plan, read_shard, run

PAGES = 3  # of each shard


def files(folder: Path) -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(folder.glob("*.parquet"))}


def workers() -> list[int]:
    """The processes of Ray that read shards now."""
    found = []
    for entry in Path("/proc").iterdir():
        with contextlib.suppress(OSError):
            title = (entry / "cmdline").read_bytes() if entry.name.isdigit() else b""
            if title.startswith(b"ray::") and b"read_" in title:
                found.append(int(entry.name))
    return found


def killing(most: int, killed: list[int], ended: threading.Event) -> None:
    chance = random.Random(7)
    while len(killed) < most and not ended.wait(0.1 + 0.3 * chance.random()):
        found = workers()
        if found:
            one = chance.choice(found)
            with contextlib.suppress(ProcessLookupError):
                os.kill(one, signal.SIGKILL)
                killed.append(one)


def environments() -> list[str]:
    """What Ray's processes were told of reports of their use; one that has named itself has written over it."""
    told = []
    for entry in Path("/proc").iterdir():
        with contextlib.suppress(OSError):
            command = (entry / "cmdline").read_bytes() if entry.name.isdigit() else b""
            if b"/ray/" in command and not command.startswith(b"ray::"):
                held = (entry / "environ").read_bytes().split(b"\0")
                told += [one.partition(b"=")[2].decode() for one in held if one.startswith(b"RAY_USAGE_STATS_ENABLED=")] or [""]
    return told


def main(folder: Path, shards: list[str], kills: int = 2) -> dict[str, Any]:
    told: dict[str, Any] = {}
    for task in plan(shards, folder / "alone").tasks:
        read_shard(task)
    told["alone"] = files(folder / "alone")

    killed: list[int] = []
    ended = threading.Event()
    most: list[tuple[int, int]] = []
    engine = RayTasks(count=2, read=read_at_leisure)
    killer = threading.Thread(target=killing, args=(kills, killed, ended), daemon=True)
    killer.start()
    told["usage_reports"] = environments()
    tally = run(plan(shards, folder / "killed"), engine, standing=lambda now: most.append((now.pages, now.done)))
    ended.set()
    killer.join()
    told["killed"] = {
        "files": files(folder / "killed"),
        "failed": [one.detail for one in tally.failed],
        "kills": len(killed),
        "most_pages": max(pages for pages, _ in most),
        "under_way": any(pages > PAGES * done for pages, done in most),
        "left": [path.name for path in (folder / "killed").iterdir() if path.name.startswith(".")],
    }
    return told


if __name__ == "__main__":
    print(json.dumps(main(Path(sys.argv[1]), sys.argv[2:])))
