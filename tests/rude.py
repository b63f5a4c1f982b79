"""A number -> requests as no browser sends them, byte for byte, the same each time; and one that is sent,
    and what came back.

Addresses with tricks, odd encodings, numbers that nobody counts to, names given again and again,
    methods and headers of every
kind, bodies that are cut off, and clients that go away, or say a byte now and then.
"""

from __future__ import annotations

import contextlib
import random
import socket
import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from sayso.web.described import Address

METHODS = ("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "CONNECT", "PROPFIND", "get", "G\x00T", "")
HOSTS = ("127.0.0.1", "127.0.0.1:{port}", "localhost", "[::1]:1", "evil.example", "", "a b", "127.0.0.1@evil.example",
    "\xff")
WORDS = (
    "", "Torvan", "guns", "2031-03", "2031-02-30", "0000", "any", "yes", "-1", "1e400", "99999999999", "9" * 400, "#1",
    "#-1", "%",
    "_", "*", "a*", '"', "''--", "\\", "\U0001f600", "é" * 90, "\r\n\tX: y", "../..", "NULL", "412.2/s3", "1.1",
    "\x7f\x1b[31m",
    "٣", "0x10", "https://post.example/1#1/s1", "https://*", "(", ") OR 1=1", "AND", "NEAR", "speaker:Torvan", "{{7*7}}",
    "nan",
    "<script>alert(1)</script>", "\u202e", "\ufeff", "\ufffe", "a" * 3_000, "1" * 4_301, "true", "[]", "{}", ";",
    "eb1qe9mv4", "u7",
)  # fmt: skip
RAW = ("%00", "%ff", "%c3%28", "%ed%a0%80", "%f5%80%80%80", "%", "%zz", "%u0041", "+", "&&", "=", "%0a%0d", "%2500",
    "\xff\xfe", "é")
TRICKS = (
    "/../../etc/passwd", "/..%2f..%2f", "/%2e%2e/%2e%2e/", "//evil.example/", "/\\evil.example", "/static/../sayso.css",
    "/static/%2e%2e%2fsayso.css", "/.git/config", "/find/../find", "/./", "/find;a=b", "/find%00.json", "/find.json/", "*",
    "http://evil.example/", "http://127.0.0.1/find", "/find?q=a?q=b", "/find#x", "/FIND", "/find.JSON", "/find.json.json",
    "/%66ind",
    "/article/1/../2", "/article/-1", "/article/1.1.1", "/article/0001", "/article/１", "/statement/1.1/9-1", "/party/1e3",
    "/calendar/2031-13", "/calendar/0000-01", "/calendar/9999-12", "/calendar/9999-12.ics", "/calendar/0001-01", "/event/",
    "/event/..",
    "/saying/1/0-999999999", "/schema/hits", "/schema/%2e%2e.json", "/undertaking/%2f", "find", "", " / ", "/\x7f",
    "/" + "a/" * 3_000,
)  # fmt: skip
HEADERS = (
    "Range: bytes=0-1", "Range: bytes=9-1,-5,a", "If-None-Match: *", "If-Modified-Since: never",
    "Accept: application/xml;q=9",
    "Accept-Encoding: gzip, br, \xff", "Accept-Language: " + "x-" * 900, "Origin: https://evil.example", "Origin: null",
    "Sec-Fetch-Site: cross-site", "Sec-Fetch-Site: same-origin", "Sec-Fetch-Mode: navigate", "Cookie: " + "a=b; " * 500,
    "X-Forwarded-For: 127.0.0.1", "X-Forwarded-Host: evil.example", "Forwarded: host=evil.example", "Upgrade: websocket",
    "Connection: Upgrade", "Expect: 100-continue", "Expect: a miracle", "Content-Length: 5", "Content-Length: -1",
    "Content-Length: 99999999999999999999", "Content-Length: 5\r\nContent-Length: 6", "Transfer-Encoding: chunked",
    "Transfer-Encoding: gzip, chunked", "Content-Type: application/x-www-form-urlencoded",
    "Content-Type: multipart/form-data",
    "Content-Type: multipart/form-data; boundary=x", "Content-Type: application/json", "Authorization: Basic !!!",
    "Host: 127.0.0.1",
    "X: " + "a" * 70_000, "No colon", ": no name", " folded", "Na me: x", "X: \x00", "If-Match: \"1\"", "TE: trailers",
)  # fmt: skip
BODIES = (
    b"", b"text=", b"text=" + b"%22" * 900, b"text=%ff%00", b"a=b&" * 40, b"\x00\xff" * 90, b"5\r\nhello\r\n0\r\n\r\n",
    b"zz\r\nx",
    b"--x\r\nContent-Disposition: form-data; name=\"text\"\r\n\r\nhello\r\n--x--\r\n",
    b"text=" + quote("“The bridge is safe,” said Ana.").encode(),
    b"{\"text\": 1}", b"text=a&text=b", b"text=" + b"a" * 300_000,
)  # fmt: skip
WAIT = 1.5  # seconds
ENDS = ("read", "reset", "half", "closed", "slow")


@dataclass(frozen=True, slots=True)
class Rude:
    """A request's bytes, and how its client leaves: having read the answer, at once, or in the middle of what it says."""

    sent: bytes
    end: str


def rude_requests(rows: Sequence[Address], port: int, seed: int) -> Iterator[Rude]:
    """Requests without an end, for the addresses of a site and for others."""
    chance = random.Random(seed)
    while True:
        method = chance.choices(METHODS, (40, 4, 12, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1))[0]
        target = chance.choice(TRICKS) if chance.random() < 0.15 else _target(chance, rows)
        host = chance.choice(HOSTS[:4] if chance.random() < 0.85 else HOSTS).format(port=port)
        lines = [f"{method} {target} HTTP/{chance.choices(('1.1', '1.0', '9.9'), (30, 2, 1))[0]}"]
        lines += [f"Host: {host}"] * chance.choices((1, 0, 2), (40, 1, 1))[0]
        lines += chance.sample(HEADERS, chance.choices((0, 1, 3), (3, 3, 1))[0])
        body = chance.choice(BODIES) if method == "POST" or chance.random() < 0.05 else b""
        if method == "POST" and chance.random() < 0.8:
            told = len(body) + chance.choices((0, 5), (9, 1))[0]
            lines += ["Content-Type: application/x-www-form-urlencoded", f"Content-Length: {told}"]
        if chance.random() < 0.98:
            lines.append("Connection: close")
        sent = "\r\n".join([*lines, "", ""]).encode("utf8" if chance.random() < 0.5 else "latin-1", "replace") + body
        yield Rude(sent, chance.choices(ENDS, (80, 6, 6, 6, 2))[0])


def _target(chance: random.Random, rows: Sequence[Address]) -> str:
    row = chance.choice(rows)
    path = row.path
    for name, kind in row.places:
        number = chance.random() < 0.7
        value = str(chance.choice((0, 1, 1, 1, 2, 3, 70, 10**9,
    10**30))) if kind == "integer" and number else chance.choice(WORDS)
        path = path.replace(f"{{{name}}}", quote(value, safe="") or "0")
    names = [one.name for one in row.asks] or ["q", "page"]
    pairs = []
    for _ in range(chance.choices((0, 1, 2, 4, 70), (20, 30, 20, 10, 1))[0]):
        value = quote(chance.choice(WORDS)) if chance.random() < 0.85 else chance.choice(RAW)
        pairs.append(f"{chance.choice(names) if chance.random() < 0.9 else quote(chance.choice(WORDS)[:40])}={value}")
    return f"{path}?{'&'.join(pairs)}" if pairs else path


def sent(port: int, request: Rude, wait: float = WAIT) -> bytes:
    """What comes back of a request; nothing where its client did not wait for that."""
    answer = b""
    with contextlib.suppress(ConnectionError), socket.create_connection(("127.0.0.1", port), timeout=30) as connection:
        if request.end == "slow":
            for at in range(min(8, len(request.sent))):
                connection.sendall(request.sent[at : at + 1])
            connection.sendall(request.sent[8:])
        else:
            connection.sendall(request.sent[: len(request.sent) // 2] if request.end in ("half",
    "closed") else request.sent)
        if request.end in ("half", "reset"):  # SO_LINGER of no seconds: the connection is reset
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            return answer
        if request.end == "closed":
            connection.shutdown(socket.SHUT_WR)
        connection.settimeout(wait)
        with contextlib.suppress(TimeoutError):  # a request that is told to be longer than it is
            while more := connection.recv(65536):
                answer += more
    return answer
