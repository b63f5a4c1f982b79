"""Records of a WARC by hand, as crawlers write them: right, and wrong in the ways that they go wrong."""

import gzip

HTML = b"<!DOCTYPE html><title>Rain</title><p>Rain in Sund</p>"


def record(
    body: bytes,
    url: str = "http://lantern.example/1",
    kind: str = "response",
    length: int | None = None,
    media: str = "application/http; msgtype=response",
    extra: str = "",
    date: str = "2031-03-14T10:00:00Z",
) -> bytes:
    """One record; ``length`` is what it says of itself, where that is not so."""
    size = len(body) if length is None else length
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-000000000000>\r\n"
        f"WARC-Date: {date}\r\nWARC-Target-URI: {url}\r\n{extra}Content-Type: {media}\r\nContent-Length: {size}\r\n\r\n"
    )
    return head.encode() + body + b"\r\n\r\n"


def answer(content: bytes = HTML, *headers: str, status: str = "200 OK", media: str = "text/html; charset=utf-8") -> bytes:
    """An HTTP response as it came over the wire."""
    lines = [f"HTTP/1.1 {status}", *([f"Content-Type: {media}"] if media else []), *headers]
    return "\r\n".join(lines).encode("latin-1") + b"\r\n\r\n" + content


def chunked(content: bytes, size: int = 10, end: bytes = b"0\r\n\r\n") -> bytes:
    """The content cut into chunks."""
    pieces = [content[at : at + size] for at in range(0, len(content), size)]
    return b"".join(b"%X;x=1\r\n%s\r\n" % (len(piece), piece) for piece in pieces) + end


def packed(*records: bytes) -> bytes:
    """A gzip member for each."""
    return b"".join(gzip.compress(one, mtime=0) for one in records)
