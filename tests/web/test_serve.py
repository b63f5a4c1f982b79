"""``sayso serve`` as people start it: where it is found, whom it answers, what it says and leaves, how it ends."""

from __future__ import annotations

import asyncio
import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from sayso.cli import listening, serve
from sayso.cli.terminal import UsageError
from sayso.door import Store


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """An empty folder, for all that a program might write."""
    (tmp_path / "home").mkdir()
    return tmp_path / "home"


def started(home: Path, *arguments: str, **more: str) -> subprocess.Popen[str]:
    environment = {"PATH": os.environ["PATH"], "HOME": str(home), "TMPDIR": str(home), **more}
    environment |= {name: os.environ[name] for name in ("PYTHONPATH",) if name in os.environ}
    return subprocess.Popen(
        [sys.executable, "-m", "sayso", "serve", *arguments],
        env=environment, cwd=home, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


@pytest.fixture
def server(web_store: Store, home: Path) -> Iterator[tuple[subprocess.Popen[str], int]]:
    """The command over the example pages, and its port."""
    process = started(home, "--store", web_store.address)
    try:
        assert process.stdout is not None
        told = process.stdout.readline()
        found = re.search(r" is shown at http://127\.0\.0\.1:(\d+)/ \(Ctrl-C ends it\)$", told)
        assert found, (told, process.stderr.read() if process.stderr else "")
        yield process, int(found[1])
    finally:
        process.kill()
        process.communicate()


def asked(port: int, request: str) -> str:
    """What is answered to a request as it stands, byte for byte."""
    with socket.create_connection(("127.0.0.1", port), timeout=20) as connection:
        connection.sendall(request.encode("latin-1"))
        answer = b""
        while more := connection.recv(65536):
            answer += more
    return answer.decode()


def get(port: int, path: str, host: str = "127.0.0.1") -> str:
    return asked(port, f"GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n")


def test_it_serves_pages_and_ends_by_ctrl_c(server: tuple[subprocess.Popen[str], int], home: Path) -> None:
    process, port = server
    assert "200 OK" in get(port, "/") and "guns" in get(port, "/find?q=guns")
    assert "421" in get(port, "/", "evil.example:80").partition("\r\n")[0]
    for path in ("/../find", "/static/../../security.py", "//find", "/./find", "/%2e%2e/find", "/\\..\\find", "http://evil.example/"):
        status = get(port, path).split(" ")[1]
        assert status in ("404", "400"), (path, status)
    idle = socket.create_connection(("127.0.0.1", port))  # as a browser keeps one
    idle.sendall(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
    assert idle.recv(12) == b"HTTP/1.1 200"
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=20)
    idle.close()
    assert (process.returncode, out, err) == (0, "", ""), "no word of what was looked for, no traceback"
    assert list(home.iterdir()) == []


@pytest.mark.parametrize("given", ["environment", "file", "made"])
def test_who_has_the_token_may_write(web_store: Store, home: Path, given: str) -> None:
    """Told to nobody else: neither to those who list processes, nor where it was given."""
    token = "what-nobody-guesses-here"
    (home / "token").write_text(f"{token}\n", encoding="utf8")
    more = {"SAYSO_TOKEN": token} if given == "environment" else {}
    arguments = {"environment": (), "file": ("--token-file", "token"), "made": ("--host", "0.0.0.0")}[given]
    process = started(home, "--store", web_store.address, "--write", "--no-browser", *arguments, **more)
    try:
        assert process.stdout is not None
        told = process.stdout.readline(), process.stdout.readline()
        port = int(re.findall(r":(\d+)/ ", told[0])[0])
        link = re.findall(r"/sign-in\?token=(\S{32})$", told[1])
        assert (len(link) == 1) is (given == "made") and token not in "".join(told)
        command = Path(f"/proc/{process.pid}/cmdline")
        assert not command.exists() or (link or [token])[0] not in command.read_text(encoding="utf8")
        assert "Sign in to set right" in get(port, "/")
        assert "303" in get(port, f"/sign-in?token={(link or [token])[0]}").partition("\r\n")[0]
        body = "into=x&reason=y&step=save&csrf=" + "0" * 64
        head = f"Host: 127.0.0.1\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n"
        answer = asked(port, f"POST /party/1/merge HTTP/1.1\r\n{head}Connection: close\r\n\r\n{body}")
        assert "403" in answer.partition("\r\n")[0] and "sign in at" in answer
    finally:
        process.kill()
        process.communicate()


def test_it_says_where_it_is_when_its_port_is_taken(web_store: Store, capsys: pytest.CaptureFixture[str]) -> None:
    def held(port: int | None = None) -> AbstractContextManager[socket.socket]:
        return listening.listening("127.0.0.1", port, 8011)

    with held() as first, held() as second:
        assert first.getsockname() != second.getsockname()
        assert f"is taken, so it is {second.getsockname()[1]}" in capsys.readouterr().err
        with pytest.raises(UsageError, match="name another, or leave it out"), held(first.getsockname()[1]):
            pass


@pytest.mark.parametrize(
    ("arguments", "status", "words"),
    [
        (("--store", "nowhere.db"), 1, "nowhere.db"),
        (("--port", "0"), 2, "a port is a number from 1 to 65535, not '0'"),
        (("--host", "192.0.2.7"), 2, "this machine has no such address"),
        (("--wrote",), 2, "there is no --wrote"),
        (("--token-file", "token"), 2, "--token-file goes with --write"),
        (("--write", "--token-file", "nowhere"), 2, "--token-file nowhere: No such file"),
        (("--write", "--token-file", os.devnull), 2, "it is empty"),
    ],
)
def test_what_cannot_be_served_is_told_in_a_line(
    web_store: Store, home: Path, arguments: tuple[str, ...], status: int, words: str
) -> None:
    where = () if "--store" in arguments else ("--store", web_store.address)
    out, err = (process := started(home, *where, *arguments, "--no-browser")).communicate(timeout=60)
    assert (process.returncode, out) == (status, "") and words in err and err.count("\n") == 1, err


@pytest.mark.parametrize(
    ("host", "shown", "answers"),
    [
        ("127.0.0.1", "http://127.0.0.1:1/", False),
        ("0.0.0.0", "http://127.0.0.1:1/", True),
        ("::1", "http://[::1]:1/", False),
        ("192.0.2.7", "http://192.0.2.7:1/", True),
    ],
)
def test_the_address_that_is_printed(host: str, shown: str, answers: bool) -> None:
    assert serve._address(host, 1) == shown
    assert ("*" in serve._hosts(host)) is answers


def test_no_text_browser_takes_the_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    assert not serve._has_display()
    monkeypatch.setenv("DISPLAY", ":0")
    assert serve._has_display()


SLOW = """
import socket, sys, time
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from sayso.cli.listening import leave_threads, quiet_server

def slow(request):
    print("asked", flush=True)
    time.sleep(60)

listening = socket.create_server(("127.0.0.1", 0))
print(listening.getsockname()[1], flush=True)
try:
    quiet_server(Starlette(routes=[Route("/", slow)]), False).run(sockets=[listening])
except KeyboardInterrupt:
    leave_threads(7)
"""


def test_a_slow_page_does_not_keep_it_from_ending() -> None:
    process = subprocess.Popen([sys.executable, "-c", SLOW], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    with socket.create_connection(("127.0.0.1", int(process.stdout.readline()))) as connection:
        connection.sendall(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
        assert process.stdout.readline() == "asked\n"
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=30) == 7  # half of what the page takes
    process.stdout.close()


def test_what_the_server_accepts_sends_at_once() -> None:
    """Else the body of an answer waits for the acknowledgement of its headers: 40 ms on every page."""

    async def accepted(listening: socket.socket) -> int:
        found: asyncio.Future[int] = asyncio.get_running_loop().create_future()

        def met(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            found.set_result(writer.get_extra_info("socket").getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))
            writer.close()

        async with await asyncio.start_server(met, sock=listening):
            _, writer = await asyncio.open_connection(*listening.getsockname())
            sends_at_once = await found
            writer.close()
        return sends_at_once

    with listening.listening(listening.HERE, None, serve.PORT) as held:
        assert asyncio.run(accepted(held))
