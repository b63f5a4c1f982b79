"""The processes that a process started, for tests: which there are, and whether they are gone."""

from __future__ import annotations

import time
from pathlib import Path

SHORT = 20  # seconds that starting or ending a process may take on a busy machine


def children(of: int) -> set[int]:
    """The processes that this one started and that have not been taken leave of."""
    found = set()
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                fields = (entry / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            if int(fields[1]) == of:
                found.add(int(entry.name))
    return found


def gone(processes: set[int]) -> bool:
    end = time.monotonic() + SHORT
    while time.monotonic() < end:
        if not any(Path(f"/proc/{process}").exists() and not _is_dead(process) for process in processes):
            return True
        time.sleep(0.02)
    return False


def _is_dead(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] in "ZX"
    except OSError:
        return True
