"""A store -> ``sayso serve`` over it, as a process of its own: where it is found, and what it came to say."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

# What it says with --verbose of connections that were open when it was stopped.
_ENDED = re.compile(r"uvicorn\.error: Cancel \d+ running task\(s\), timeout graceful shutdown exceeded\n")


@dataclass
class Served:
    """A server under way. ``told`` is what it wrote on standard error, once it was stopped."""

    process: subprocess.Popen[str]
    port: int
    told: str = ""

    @property
    def base(self) -> str:
        """Where its first page is."""
        return f"http://127.0.0.1:{self.port}"

    def memory(self) -> int:
        """The bytes that it holds, which no other process shares; 0 where the system does not say."""
        try:
            held = Path(f"/proc/{self.process.pid}/smaps_rollup").read_text(encoding="ascii")
        except OSError:
            return 0
        return sum(int(size) for size in re.findall(r"^Private_\w+:\s+(\d+) kB", held, re.MULTILINE)) * 1024


@contextlib.contextmanager
def served(store: str, home: Path, *arguments: str) -> Iterator[Served]:
    """The server, with ``home`` as all that it might write to, until the block ends."""
    home.mkdir(exist_ok=True)
    environment = {"PATH": os.environ["PATH"], "HOME": str(home), "TMPDIR": str(home)}
    environment |= {name: os.environ[name] for name in ("PYTHONPATH",) if name in os.environ}
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "sayso", "serve", "--store", store, "--port", str(port), "--no-browser", *arguments]
    with (home / "told.txt").open("w+", encoding="utf8") as errors:  # a pipe that nobody reads would fill up
        process = subprocess.Popen(command, env=environment, cwd=home, stdout=subprocess.PIPE, stderr=errors, text=True)
        try:
            assert process.stdout is not None
            line = process.stdout.readline()
            found = re.search(r" is shown at http://[\w.\[\]:]+:(\d+)/ \(Ctrl-C ends it\)$", line)
            assert found, (line, (home / "told.txt").read_text(encoding="utf8"))
            server = Served(process, int(found[1]))
            yield server
            process.send_signal(signal.SIGINT)
            assert process.wait(30) == 0
            server.told = _ENDED.sub("", (home / "told.txt").read_text(encoding="utf8"))
        finally:
            process.kill()
            process.communicate()
