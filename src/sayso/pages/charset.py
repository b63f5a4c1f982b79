"""Bytes -> text: the declared charset, a byte order mark, UTF-8, and only then a guess; None where the bytes are no text.

What a page may call its charset is a closed list, the labels of WHATWG's Encoding Standard (docs/decisions/intake.md). Python's
own names would not do: "punycode", "unicode_escape" and "rot13" are among them.
"""

from __future__ import annotations

import codecs
import re
import zlib

import webencodings  # type: ignore[import-untyped]  # ships no types

SNIFFED_BYTES = 4096
# A page that says it is one charset and is another is rare (0 of 19 pages checked by hand), so a guess comes last, and
# from a sample: charset_normalizer takes 40 ms for 64 kB.
GUESSED_BYTES = 65_536

_META_CHARSET = re.compile(
    rb"""<(?:meta|\?xml)\b[^>]{0,300}?(?:charset|encoding)\s{0,9}=\s{0,9}["']?\s{0,9}([\w.:-]{2,40})""", re.I
)
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Where Python decodes less than the standard: GBK is read as what it grew into, and "x-user-defined", in a page, as cp1252.
_DECODED_AS = {"gbk": "gb18030", "x-user-defined": "cp1252"}
_REFUSED = "replacement"  # the standard's name for what no browser reads: HZ, ISO 2022-KR, ISO 2022-CN
_SHIFTS = (b"\x1b$", b"~{")  # by which these leave ASCII; the bytes after them look like ASCII still
# Left to itself the guesser takes short German for cp775; these are the charsets that pages are written in.
_GUESSED = (
    "cp1252 cp1250 cp1251 cp1253 cp1254 cp1255 cp1256 cp1257 koi8_r koi8_u shift_jis euc_jp gb18030 big5 euc_kr iso8859_2"
)
_MAGIC = (
    b"%PDF-", b"\x89PNG\r", b"PK\x03\x04", b"\xff\xd8\xff", b"GIF8", b"\x7fELF", b"RIFF", b"\xd0\xcf\x11\xe0", b"BZh",
    b"7z\xbc\xaf", b"\xfd7zXZ", b"Rar!", b"wOF2", b"wOFF", b"SQLite format 3", b"OggS", b"ID3", b"\x28\xb5\x2f\xfd",
)  # fmt: skip
_FIRST_PIECE = 512  # bytes of a gzip member that are unpacked at once; twice as many each time
_CONTROLS = bytes([*range(0x09), *range(0x0E, 0x1B), *range(0x1C, 0x20), 0x7F])
_CONTROL_SHARE = 0.1  # of the first 4,096 bytes; a page with stray NULs stays a page


def decode(content: bytes, declared: str | None = None) -> str | None:
    """The text of a page's bytes, or None where they are no text. Bytes that the charset lacks become U+FFFD.

    >>> decode("Élysée".encode("cp1252"), "iso-8859-1")
    'Élysée'
    """
    for mark, name in _MARKS:
        if content.startswith(mark):
            return content.decode(name, "replace")
    if wide := _wide_without_mark(content):
        return content.decode(wide, "replace")
    if is_binary(content):
        return None
    inside = _META_CHARSET.search(content, 0, SNIFFED_BYTES)
    names = [name for name in (_codec(declared), _codec_inside(inside[1].decode("ascii")) if inside else None) if name]
    if b"\x1b$" in content and "iso2022_jp" in names:  # its bytes are ASCII too, so UTF-8 would read them
        return content.decode("iso2022_jp", "replace")
    refused = _REFUSED in names
    if refused and any(shift in content for shift in _SHIFTS):
        return None
    names = [name for name in names if name != _REFUSED]
    for name in ("utf-8", *names):
        try:
            return content.decode(name)
        except UnicodeDecodeError:
            continue
    return None if refused else _decode_faulty(content, names)


def decode_prose(content: bytes, declared: str | None = None) -> str | None:
    """The text of a file as it stands, its byte order mark and line ends included where it is UTF-8."""
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return decode(content, declared)


def is_binary(content: bytes) -> bool:
    """Whether the bytes are an image, an archive, a PDF or a program rather than text."""
    if content.startswith(_MAGIC):
        return True
    sample = content[:SNIFFED_BYTES]
    controls = len(sample) - len(sample.translate(None, _CONTROLS))
    return controls > max(4, _CONTROL_SHARE * len(sample)) and b"<html" not in sample.lower()


def gunzip(content: bytes, limit: int) -> bytes:
    """The bytes inside gzip, all its members. Raises ValueError where it is cut, OverflowError beyond ``limit`` bytes.

    >>> import gzip
    >>> gunzip(gzip.compress(b"rain"), 100)
    b'rain'
    """
    parts: list[bytes] = []
    left, at = limit, 0
    while at < len(content):
        start, size = at, _FIRST_PIECE
        stream = zlib.decompressobj(wbits=31)
        while not stream.eof:
            # Given all that is left, zlib would copy what follows each member: 20 MB of empty ones took over ten minutes.
            piece = content[at : at + size]
            if not piece:
                raise ValueError("the end is missing")
            try:
                part = stream.decompress(piece, left + 1)
            except zlib.error as error:
                if start and not content[start:].strip(b"\0"):  # padding after the last member
                    return b"".join(parts)
                raise ValueError(str(error)) from error
            left -= len(part)
            if left < 0:
                raise OverflowError(f"more than {limit} bytes")
            parts.append(part)
            at += len(piece) - len(stream.unused_data)
            size *= 2
    return b"".join(parts)


def is_gzip(content: bytes) -> bool:
    """Whether the bytes start as gzip does."""
    return content.startswith(b"\x1f\x8b")


def _codec(label: str | None) -> str | None:
    """Python's name of the codec that a label stands for on the web; None for no label."""
    found = webencodings.lookup(label.strip("\"' \t\n\f\r")) if label and label.isascii() else None
    return _DECODED_AS.get(found.name, found.codec_info.name) if found else None


def _codec_inside(label: str) -> str | None:
    """The same of a label that stands in the page: one that can be read as ASCII says "utf-16" and is not."""
    name = _codec(label)
    return "utf-8" if name and name.startswith("utf-16") else name


def _wide_without_mark(content: bytes) -> str | None:
    sample = content[:SNIFFED_BYTES]
    if len(sample) < 16 or sample.count(0) < len(sample) // 3:
        return None
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if odd > 0.7 * len(sample) / 2 and even < odd // 4:
        return "utf-16-le"
    return "utf-16-be" if even > 0.7 * len(sample) / 2 and odd < even // 4 else None


def _decode_faulty(content: bytes, names: list[str]) -> str:
    """Text with some bytes that no strict reading takes: UTF-8 with few faults, else the declared charset, else a guess."""
    if b"\xed" in content and (whole := _with_lone_surrogates(content)):
        return whole
    lossy = content.decode("utf-8", "replace")
    faults = lossy.count("\ufffd")
    beyond_ascii = len(lossy) - len(lossy.encode("ascii", "ignore"))
    if faults <= len(content) // 2000 or faults < beyond_ascii // 10:
        return lossy
    for name in names:
        if name != "utf-8":
            return content.decode(name, "replace")
    return content.decode(_guess(content) or "cp1252", "replace")


def _with_lone_surrogates(content: bytes) -> str | None:
    """UTF-8 that holds halves of surrogate pairs, as JSON with "\\ud83d" alone gives it."""
    try:
        return content.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        return None


def _guess(content: bytes) -> str | None:
    from charset_normalizer import from_bytes  # 30 ms to import, and needed for one page in a thousand

    best = from_bytes(content[:GUESSED_BYTES], cp_isolation=_GUESSED.split()).best()
    return best.encoding if best else None
