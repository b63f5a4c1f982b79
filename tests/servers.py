"""A real server on this machine, which answers as it is told to and remembers what it was asked."""

import contextlib
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

Answer = tuple[int, dict[str, str], bytes]


@dataclass
class Request:
    """What was asked, by which connection, and when (seconds of a clock that only goes forward)."""

    path: str
    headers: Message
    client: tuple[str, int]
    at: float = field(default_factory=time.monotonic)


Answers = dict[str, Answer | Callable[[Request], Answer]]


@contextlib.contextmanager
def serving(answers: Answers, certificate: Path | None = None) -> Iterator[tuple[str, list[Request]]]:
    """A server with these answers, its address, and its requests as they come in; "/slow" trickles, the rest is not found.

    With a certificate, which holds its key, it speaks TLS.
    """
    requests: list[Request] = []

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def do_GET(self) -> None:
            request = Request(self.path, self.headers, self.client_address)
            requests.append(request)
            if self.path == "/slow":
                self.trickle()
                return
            answer = answers.get(self.path, (404, {}, b""))
            status, headers, content = answer(request) if callable(answer) else answer
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            with contextlib.suppress(OSError):  # whoever asked has seen enough
                if status != 304:
                    self.wfile.write(content)

        def trickle(self) -> None:
            self.close_connection = True
            self.send_response(200)
            self.end_headers()
            with contextlib.suppress(OSError):
                for _ in range(40):
                    self.wfile.write(b"x")
                    self.wfile.flush()
                    time.sleep(0.05)

        def handle(self) -> None:
            with contextlib.suppress(ConnectionError, ssl.SSLError):
                super().handle()

        def log_message(self, format: str, *args: object) -> None:
            pass

    with running(Handler, certificate) as address:
        yield address, requests


@contextlib.contextmanager
def running(handler: type[BaseHTTPRequestHandler], certificate: Path | None = None) -> Iterator[str]:
    """A server of this machine that answers by a handler: its address, until the end of the block."""

    class Server(ThreadingHTTPServer):
        daemon_threads = True  # a connection that is kept open does not hold the end of the test

        def handle_error(self, request: object, client_address: object) -> None:
            pass  # a client that does not trust the certificate

    server = Server(("127.0.0.1", 0), handler)
    if certificate:
        tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        tls.load_cert_chain(certificate)
        server.socket = tls.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield f"http{'s' if certificate else ''}://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
