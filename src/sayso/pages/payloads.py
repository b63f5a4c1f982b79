"""A kept HTTP response's body as it went over the wire -> the page's bytes: chunks joined, gzip, deflate, Brotli undone.

Crawlers keep headers that no longer hold (CC-NEWS has bodies that were unpacked under "Content-Encoding: gzip"), so each
packing is undone only where the bytes show it.
"""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Callable

from sayso.pages.charset import gunzip, is_gzip

MOST_PACKINGS = 4  # one in another; nobody sends more than two
_CHUNK = re.compile(rb"([0-9A-Fa-f]{1,8})[ \t]*(?:;[^\r\n]{0,1000})?\r?\n")
_ZSTANDARD = b"\x28\xb5\x2f\xfd"


def unpack_body(body: bytes, transfer: str, coding: str, limit: int, cut: bool = False) -> bytes:
    """The bytes of the page in a body with these values of Transfer-Encoding and Content-Encoding.

    ``cut`` says that the crawler itself cut the body, so a packing may end early. Raises ValueError where a packing is broken,
    OverflowError where the page has more than ``limit`` bytes.

    >>> unpack_body(b"4\\r\\nrain\\r\\n0\\r\\n\\r\\n", "chunked", "", 100)
    b'rain'
    >>> unpack_body(b"<p>rain", "chunked", "gzip, br", 100)
    b'<p>rain'
    """
    if "chunked" in transfer.lower():
        body = _join_chunks(body, cut)
    names = [name.strip().lower() for name in coding.split(",")]
    for name in reversed(names[-MOST_PACKINGS:]):
        if name in _PACKINGS:
            body = _PACKINGS[name](body, limit, cut)
    if len(body) > limit:
        raise OverflowError(f"more than {limit} bytes")
    return body


def _join_chunks(body: bytes, cut: bool) -> bytes:
    parts: list[bytes] = []
    at = 0
    while chunk := _CHUNK.match(body, at):
        size = int(chunk[1], 16)
        if not size:
            return b"".join(parts)
        parts.append(body[chunk.end() : chunk.end() + size])
        at = chunk.end() + size
        at += 2 if body.startswith(b"\r\n", at) else body.startswith(b"\n", at)
    if not parts:
        return body
    if at < len(body) or not (cut or at == len(body)):
        raise ValueError("its chunks do not follow each other")
    return b"".join(parts)


def _gunzip(body: bytes, limit: int, cut: bool) -> bytes:
    if not is_gzip(body):
        return body
    try:
        return gunzip(body, limit)
    except ValueError:
        if not cut:
            raise
        return _inflate(body, 31, limit, cut)


def _undeflate(body: bytes, limit: int, cut: bool) -> bytes:
    """Deflate with its zlib head, or without, as half of the servers sent it."""
    if _looks_unpacked(body):
        return body
    headed = len(body) > 1 and body[0] & 15 == 8 and int.from_bytes(body[:2], "big") % 31 == 0
    return _inflate(body, 15 if headed else -15, limit, cut)


def _inflate(body: bytes, bits: int, limit: int, cut: bool) -> bytes:
    stream = zlib.decompressobj(wbits=bits)
    try:
        unpacked = stream.decompress(body, limit + 1)
    except zlib.error as error:
        raise ValueError(str(error)) from error
    if len(unpacked) > limit:
        raise OverflowError(f"more than {limit} bytes")
    if not stream.eof and not cut:
        raise ValueError("the end is missing")
    return unpacked


def _unbrotli(body: bytes, limit: int, cut: bool) -> bytes:
    from fastwarc.stream_io import BrotliReader

    return body if _looks_unpacked(body) else _drain(BrotliReader(io.BytesIO(body)).read, limit, cut)


def _unzstandard(body: bytes, limit: int, cut: bool) -> bytes:
    from fastwarc.stream_io import ZstdReader

    return _drain(ZstdReader(io.BytesIO(body)).read, limit, cut) if body.startswith(_ZSTANDARD) else body


def _drain(read: Callable[[int], bytes], limit: int, cut: bool) -> bytes:
    parts: list[bytes] = []
    left = limit
    try:
        while part := read(min(left + 1, 1024 * 1024)):
            parts.append(part)
            left -= len(part)
            if left < 0:
                raise OverflowError(f"more than {limit} bytes")
    except OSError as error:
        if not cut:
            raise ValueError(str(error)) from error
    return b"".join(parts)


def _looks_unpacked(body: bytes) -> bool:
    """Whether a body whose packing has no mark of its own is markup already."""
    return body[:64].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<")


_PACKINGS: dict[str, Callable[[bytes, int, bool], bytes]] = {
    "gzip": _gunzip,
    "x-gzip": _gunzip,
    "deflate": _undeflate,
    "br": _unbrotli,
    "zstd": _unzstandard,
}
