"""What a server hears from the whole world: whatever is sent, it answers or hangs up, and neither tells nor holds more."""

from __future__ import annotations

import contextlib
import itertools
import os
import re
import socket
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import quote

import pytest
from rude import Rude, rude_requests, sent
from served import served

from sayso.cli.listening import quiet_server
from sayso.door import Store
from sayso.web import application, connections
from sayso.web.described import addresses
from sayso.web.routes import ROUTES

REQUESTS = int(os.environ.get("SAYSO_RUDE", "1000"))
SEED = int(os.environ.get("SAYSO_RUDE_SEED", "5"))
AT_ONCE = 6
GROWTH = 24 << 20  # bytes that a server may come to hold beyond what it held after the first third: caches of SQLite fill up


PLAIN = b"GET /find HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"

FORM = b"Content-Type: application/x-www-form-urlencoded\r\n"
SENDING = PLAIN[:-2].replace(b"GET /find", b"POST /check") + FORM
TEXTS = (b"text=" + quote("“The bridge is safe for everybody,” Ana Dovrel said.").encode(), b"text=" + b"%22" * 900)
# What loads the models, 200 MB: once.
LOADING = (
    PLAIN.replace(b"/find", b"/compare?a=1&b=2"),
    *(SENDING + b"Content-Length: %d\r\n\r\n%s" % (len(one), one) for one in TEXTS),
)


def test_no_request_breaks_the_server(web_store: Store, tmp_path: Path) -> None:
    """No 5xx but "busy", no traceback, nothing on standard error, memory that stays; and it still answers."""
    statuses: dict[int, int] = {}
    with served(web_store.address, tmp_path / "home", "--verbose") as server, ThreadPoolExecutor(AT_ONCE) as pool:
        asked = rude_requests(addresses(ROUTES), server.port, SEED)

        def check(request: Rude) -> None:
            answer = sent(server.port, request)
            found = re.match(rb"HTTP/1\.[01] (\d\d\d)", answer)
            assert found or not answer, (request, answer[:500])
            if found:
                status = int(found[1])
                statuses[status] = statuses.get(status, 0) + 1
                assert status < 500 or (status == 503 and b"ask again" in answer), (request, answer[-2_000:])
                assert b"Traceback" not in answer and not (b"text/html" in answer and b"<script>alert" in answer), request

        for one in LOADING:
            assert sent(server.port, Rude(one, "read"), 60).startswith(b"HTTP/1.1 200")
        list(pool.map(check, itertools.islice(asked, REQUESTS // 3)))
        before = server.memory()
        list(pool.map(check, itertools.islice(asked, REQUESTS - REQUESTS // 3)))
        assert server.memory() - before < GROWTH, (before, server.memory())
        assert sent(server.port, Rude(PLAIN, "read"), 60).startswith(b"HTTP/1.1 200")
    assert server.told == "", server.told[-3_000:]
    assert {200, 400, 403, 404, 405, 414, 421} <= set(statuses), statuses


@contextlib.contextmanager
def here(store: Store) -> Iterator[int]:
    """The command's server in a thread of this process, and its port."""
    with socket.create_server(("127.0.0.1", 0), backlog=512) as listening:
        server = quiet_server(application(store), verbose=False)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        try:
            yield listening.getsockname()[1]
        finally:
            server.should_exit = True
            thread.join(20)


@pytest.mark.parametrize("more", [b"text=", b"text=" * 120_000], ids=["a piece", "several pieces"])
@pytest.mark.parametrize("method", [b"HEAD", b"GET"])
def test_what_follows_a_last_request_is_nothing(
    web_store: Store, caplog: pytest.LogCaptureFixture, method: bytes, more: bytes
) -> None:
    """After "Connection: close"; uvicorn 0.54 answers 400 with words, which HEAD cannot have, and its own fault is logged."""
    with here(web_store) as port:
        for _ in range(3):
            with socket.create_connection(("127.0.0.1", port), timeout=20) as connection:
                with contextlib.suppress(ConnectionError):
                    connection.sendall(PLAIN.replace(b"GET", method) + more)
                assert ended(connection)
    assert not [one for one in caplog.records if one.name in ("asyncio", "uvicorn.error") and one.levelname == "ERROR"]


def test_clients_that_say_a_byte_now_and_then_keep_nobody_out(web_store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of those who are waited for only so many stay, the newest; and each only so long (CVE-2007-6750)."""
    monkeypatch.setattr(connections, "MOST", 20)
    with here(web_store) as port, contextlib.ExitStack() as opened:
        idle = [opened.enter_context(socket.create_connection(("127.0.0.1", port), timeout=20)) for _ in range(60)]
        for one in idle:
            with contextlib.suppress(ConnectionError):
                one.sendall(b"GET /find HTTP/1.1\r\nHost: 127")
        assert sent(port, Rude(PLAIN, "read"), 60).startswith(b"HTTP/1.1 200")
        assert ended(idle[0])


@pytest.mark.parametrize(
    "begun",
    [
        (b"",),
        (b"GET /find HTTP/1.1\r\nHost: 127",),
        (PLAIN.replace(b"close", b"keep-alive"), b"GET /"),
        (b"POST /check HTTP/1.1\r\nHost: 127.0.0.1\r\n" + FORM + b"Content-Length: 9\r\n\r\ntext=",),
    ],
    ids=["nothing", "half a head", "half a second head", "half a body"],
)
def test_a_request_that_does_not_come_is_given_up(
    web_store: Store, monkeypatch: pytest.MonkeyPatch, begun: tuple[bytes, ...]
) -> None:
    monkeypatch.setattr(connections, "HEAD", 0.3)
    monkeypatch.setattr(connections, "BODY", 0.3)
    with here(web_store) as port, socket.create_connection(("127.0.0.1", port), timeout=20) as connection:
        for number, piece in enumerate(begun):
            if number:
                assert connection.recv(1)
            connection.sendall(piece)
        assert ended(connection)
        assert sent(port, Rude(PLAIN, "read"), 60).startswith(b"HTTP/1.1 200")


def ended(connection: socket.socket) -> bool:
    """Whether the other side hangs up, after whatever it says."""
    try:
        while connection.recv(65536):
            pass
    except ConnectionError:
        return True
    except TimeoutError:
        return False
    return True
