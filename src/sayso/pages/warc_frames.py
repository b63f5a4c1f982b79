"""A WARC's or an ARC's bytes, packed or not -> its records one by one, with their places; broken ones are faults between.

A library's iterator ends at the first broken member or wrong length (FastWARC 2.0 does); a crawl of a day must not.
"""

from __future__ import annotations

import re
import zlib
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

PIECE = 64 * 1024  # bytes read, or unpacked, at once
HEAD_BYTES = 64 * 1024  # the longest head of a record
TAIL_BYTES = 1024 * 1024  # of a broken member, that the search for the next one looks back on
MOST_BREAKS = 1000  # in one file: each costs up to TAIL_BYTES of looking, so a file of nothing else must end
MOST_MISTAKEN = 10_000  # places in one file that looked like a member after a break, and were none: chance makes one in 16 MB

_BEGINNING = re.compile(rb"WARC/[01]\.\d{1,2}\r?\n")
_END_OF_HEAD = re.compile(rb"(\n\r?\n)|" + _BEGINNING.pattern)  # a blank line, or what should not come before it
_LINE_ENDS = re.compile(rb"[\r\n]+")  # not lstrip: it would copy all that is buffered, for each record
_PADDING = re.compile(rb"\0+")
_LENGTH = re.compile(rb"^content-length[ \t]*:[ \t]*(\d{1,18})[ \t]*\r?$", re.I | re.M)
_LONGEST_BEGINNING = 12
# ARC, what archives wrote until 2009: "https://a.example/1 192.0.2.7 20310314090000 text/html 3500", then as many bytes.
_ARC_LINE = re.compile(
    rb"^[a-z][a-z0-9+.-]{1,15}:[^\r\n]{1,4000} \S{1,60} \d{12,14} (?:[^\r\n]{0,400} )?(\d{1,18}) ?\r?\n", re.M | re.I
)
_LONGEST_ARC_LINE = 4_600
BELIEVED = 1 << 30  # bytes
_GZIP = b"\x1f\x8b\x08"


@dataclass(frozen=True, slots=True)
class Form:
    """How a kind of archive begins a record: what is looked for, how long it is at most, and what its head ends with.

    ``ends`` has a group where the head is whole; ``length`` finds the bytes of the block in it.
    """

    beginning: re.Pattern[bytes]
    longest: int
    ends: re.Pattern[bytes]
    length: re.Pattern[bytes]

    def begins(self, data: bytes | bytearray) -> bool:
        """Whether these bytes are a record's first."""
        return bool(self.beginning.match(data))


@dataclass(frozen=True, slots=True)
class Frame:
    """A record: its head up to the blank line, and its block; ``whole`` is False where the block is more than was asked for.

    ``place`` is the byte offset in the file at which it can be got, as other tools take it ("215"); a record inside a larger
    gzip member has its place in the unpacked member after it ("0+3500").
    """

    place: str
    head: bytes
    block: bytes
    whole: bool = True


@dataclass(frozen=True, slots=True)
class Fault:
    """Bytes that are no record, or a broken one: where they begin and what is wrong, to end a sentence with.

    ``last`` says that the rest of the file is not looked at.
    """

    place: str
    detail: str
    last: bool = False


class _TornError(Exception):
    """Gzip that is cut or broken, at the bytes that were asked for."""


WARC = Form(_BEGINNING, _LONGEST_BEGINNING, _END_OF_HEAD, _LENGTH)
ARC = Form(_ARC_LINE, _LONGEST_ARC_LINE, re.compile(rb"(\n)"), _ARC_LINE)


def is_arc(head: bytes) -> bool:
    """The same of an ARC, which tells of itself first.

    >>> is_arc(b"filedesc://a.arc 0.0.0.0 20310314090000 text/plain 76\\n")
    True
    """
    first = _first_bytes(head, _LONGEST_ARC_LINE)
    return first.lower().startswith(b"filedesc:") and ARC.begins(first)


def is_warc(head: bytes) -> bool:
    """Whether a file with this head, packed or not, is a WARC.

    >>> is_warc(b"WARC/1.1\\r\\nWARC-Type: warcinfo"), is_warc(b"<html>")
    (True, False)
    """
    return bool(_BEGINNING.match(_first_bytes(head)))


def frames_of(stream: BinaryIO, most: int, form: Form = WARC) -> Iterator[Frame | Fault]:
    """The records of an archive in order, in the memory of one; of a block of more than ``most`` bytes, the first PIECE."""
    framing = _Framing(_Unpacked(stream, form), most, form)
    while (frame := framing.next()) is not None:
        yield frame


def _first_bytes(head: bytes, count: int = _LONGEST_BEGINNING) -> bytes:
    if not head.startswith(_GZIP):
        return head
    try:
        return zlib.decompressobj(wbits=31).decompress(head, count)
    except zlib.error:
        return b""


class _Framing:
    """Cuts unpacked bytes into records, and says where a record's own length is wrong."""

    def __init__(self, data: _Unpacked, most: int, form: Form) -> None:
        self.data = data
        self.most = most
        self.form = form

    def next(self) -> Frame | Fault | None:
        """The next record or fault; None at the end."""
        place = ""
        try:
            self._skip_line_ends()
            if not self.data.has(1):
                return None
            place = self.data.place()
            self.data.has(self.form.longest, calmly=self.form is ARC)
            if self.form.begins(self.data.buffer):
                return self._record(place)
            self._seek()
            return Fault(place, "there are bytes that are no record")
        except _TornError as error:
            place = place or self.data.place()  # a member that broke before its first byte
            given_up = self.data.resume()
            return Fault(place, f"{error}; {given_up}, so the rest is left" if given_up else str(error), bool(given_up))

    def _skip_line_ends(self) -> None:
        while self.data.has(1):
            line_ends = _LINE_ENDS.match(self.data.buffer)
            if not line_ends:
                return
            self.data.drop(line_ends.end())

    def _record(self, place: str) -> Frame | Fault:
        start = self._end_of_head()
        head = bytes(self.data.buffer[:start])
        length = self.form.length.search(head)
        if not length:
            self.data.drop(1)
            self._seek()
            return Fault(place, "a record's head is cut, or has no Content-Length")
        size = int(length[1])
        if size > self.most:
            return self._outsize(place, head, size)
        if self.data.has(start + size, calmly=True) and self._is_followed(start + size):
            block = bytes(self.data.buffer[start : start + size])
            self.data.drop(start + size)
            return Frame(place, head, block)
        return self._wrong_length(place, start, size)

    def _end_of_head(self) -> int:
        """Where the block begins in the buffer; 0 where no blank line ends the head, or another record begins before."""
        self.data.has(HEAD_BYTES, calmly=True)
        end = self.form.ends.search(self.data.buffer, 1, HEAD_BYTES)
        if not end:
            self.data.has(HEAD_BYTES)  # gzip that breaks within the head is told as that
        return end.end() if end and end[1] else 0

    def _is_followed(self, end: int) -> bool:
        """Whether what ends a record, another record, or the end of the file comes at this place in the buffer."""
        self.data.has(end + self.form.longest + 64, calmly=True)
        if self.form is ARC:  # its records end with one line end, which some writers leave out
            rest = bytes(self.data.buffer[end : end + self.form.longest + 64]).lstrip(b"\r\n")
            return not rest or self.form.begins(rest)
        rest = bytes(self.data.buffer[end : end + 64])
        return rest.startswith(b"\r\n\r\n") or b"WARC/".startswith(rest.lstrip(b"\r\n")[:5])

    def _wrong_length(self, place: str, start: int, size: int) -> Fault:
        """A record that another one begins in, that the file ends in, or that goes on after its end."""
        another = self.form.beginning.search(self.data.buffer, start, start + size + self.form.longest)
        if another:
            self.data.drop(another.start())
            return Fault(place, f"a record of {size:,} bytes has only {another.start() - start:,}")
        if not self.data.has(start + size):
            have = len(self.data.buffer) - start
            self.data.drop(len(self.data.buffer))
            return Fault(place, f"the file ends in a record, after {have:,} of its {size:,} bytes")
        self.data.drop(start + size)
        self._seek()
        return Fault(place, f"a record goes on after its {size:,} bytes")

    def _outsize(self, place: str, head: bytes, size: int) -> Frame | Fault:
        """Passes over a block without keeping it, but not over a record that begins in it with a member of the gzip file.

        Then its length is wrong. Where no member begins, the words of a page may look like a record, and are none; but a length
        beyond ``BELIEVED`` is no page's.
        """
        self.data.drop(len(head))
        first, left = b"", size
        while left:
            wanted = min(left, PIECE)
            self.data.has(wanted + self.form.longest, calmly=True)
            first = first or bytes(self.data.buffer[:wanted])
            another = self._beginning(wanted + self.form.longest, any_place=size > BELIEVED)
            if another is not None and another < left:
                self.data.drop(another)
                return Fault(place, f"a record of {size:,} bytes has only {size - left + another:,}")
            if not self.data.has(wanted):
                left -= len(self.data.buffer)
                self.data.drop(len(self.data.buffer))
                return Fault(place, f"the file ends in a record, after {size - left:,} of its {size:,} bytes")
            self.data.drop(wanted)
            left -= wanted
        return Frame(place, head, first, whole=False)

    def _beginning(self, end: int, any_place: bool) -> int | None:
        """Where in the buffer a record begins: with a member of the gzip file, or in ``any_place`` that looks like it."""
        at = -1
        while found := self.form.beginning.search(self.data.buffer, at + 1, end):
            at = found.start()
            if any_place or self.data.begins(at):
                return at
        return None

    def _seek(self) -> None:
        """Stands at the next beginning of a record, or at the end."""
        while not (found := self.form.beginning.search(self.data.buffer)):
            self.data.drop(max(0, len(self.data.buffer) - self.form.longest))
            if not self.data.has(len(self.data.buffer) + 1):
                self.data.drop(len(self.data.buffer))
                return
        self.data.drop(found.start())


class _Unpacked:
    """A file's bytes, unpacked as they are asked for, with where in the file they stand."""

    def __init__(self, stream: BinaryIO, form: Form) -> None:
        self.form = form
        self.buffer = bytearray()
        self._read = getattr(stream, "read1", stream.read)
        self.dropped = 0  # unpacked bytes before the buffer
        self._raw = bytearray(self._read(PIECE))  # read, not unpacked
        self._raw_at = 0  # where _raw begins in the file
        self._ended = not self._raw
        self._fill(len(_GZIP))
        self._packed = self._raw.startswith(_GZIP[:2])
        self._member: zlib._Decompress | None = None
        self._tail = bytearray()  # what was read last of the member, to look back on where it breaks
        self._torn: str | None = None
        self._breaks = self._mistaken = 0
        # Where members begin: among the unpacked bytes, each place once, and in the file.
        self._begins: deque[tuple[int, int]] = deque([(0, 0)])
        self._begin_places = {0}

    def has(self, size: int, calmly: bool = False) -> bool:
        """Whether that many bytes stand in the buffer, or can be got into it. Raises _TornError where gzip breaks before."""
        while len(self.buffer) < size:
            if self._torn:
                if calmly:
                    return False
                raise _TornError(self._torn)
            if not self._more():
                return False
        return True

    def drop(self, size: int) -> None:
        """Forget the first bytes of the buffer."""
        del self.buffer[:size]
        self.dropped += size
        while len(self._begins) > 1 and self._begins[1][0] <= self.dropped:
            self._begin_places.discard(self._begins.popleft()[0])

    def place(self) -> str:
        """Where the buffer begins, as ``Frame.place`` says it."""
        begin, offset = self._begins[0]
        inside = self.dropped - begin
        return f"{offset}+{inside}" if self._packed and inside else f"{offset + inside}"

    def begins(self, at: int) -> bool:
        """Whether a member of the gzip file begins at that byte of the buffer."""
        return self._packed and self.dropped + at in self._begin_places

    def resume(self) -> str:
        """Leave a broken member: stand at the next one that is one, or at the end; why all after it is given up, if so."""
        self._torn = None
        self._breaks += 1
        self.drop(len(self.buffer))
        self._raw[:0] = self._tail[1:] if self._member else b""
        self._raw_at -= max(0, len(self._tail) - 1) if self._member else 0
        self._member, self._tail = None, bytearray()
        if self._breaks >= MOST_BREAKS:
            self._raw, self._ended = bytearray(), True
            return f"it is the {MOST_BREAKS}th break"
        while not self._at_member():
            if not self._raw and not self._fill(1):
                return ""
            if self._mistaken >= MOST_MISTAKEN:
                self._raw, self._ended = bytearray(), True
                return f"{MOST_MISTAKEN:,} places look like a member of it and are none"
        return ""

    def _at_member(self) -> bool:
        """Pass over raw bytes up to a member that begins with a record; False where more must be read, or all has been."""
        found = self._raw.find(_GZIP)
        self._skip_raw(found if found >= 0 else max(0, len(self._raw) - (0 if self._ended else len(_GZIP) - 1)))
        if found < 0:
            if not self._ended:
                self._fill(len(self._raw) + 1)
            return False
        self._fill(8192)
        if self.form.begins(_first_bytes(bytes(self._raw[:8192]), self.form.longest)):
            return True
        self._mistaken += 1
        self._skip_raw(1)
        return False

    def _skip_raw(self, size: int) -> None:
        del self._raw[:size]
        self._raw_at += size

    def _fill(self, size: int) -> bool:
        """Read until that many raw bytes are there; False at the end of the file."""
        while len(self._raw) < size and not self._ended:
            piece = self._read(PIECE)
            self._ended = not piece
            self._raw += piece
        return len(self._raw) >= size

    def _more(self) -> bool:
        """Unpack a piece into the buffer; False at the end."""
        if not self._raw and not self._fill(1) and self._member is None:
            return False
        if not self._packed:
            self.buffer += self._raw
            self._skip_raw(len(self._raw))
            return True
        if self._member is None and not self._begin():
            return self._torn is not None
        return self._inflate()

    def _begin(self) -> bool:
        """Begin a member; False where only padding is left, torn where something else comes."""
        if padding := _PADDING.match(self._raw):
            self._skip_raw(padding.end())
        if not self._fill(2) and not self._raw:
            return False
        begin = self.dropped + len(self.buffer)
        if self._begins[-1][0] == begin:  # after a member with nothing in it
            self._begins.pop()
        self._begins.append((begin, self._raw_at))
        self._begin_places.add(begin)
        self.drop(0)
        if not self._raw.startswith(_GZIP[:2]):
            self._torn = "there are bytes that are no gzip"
            return False
        self._member, self._tail = zlib.decompressobj(wbits=31), bytearray()
        return True

    def _inflate(self) -> bool:
        assert self._member is not None
        piece = bytes(self._raw[:PIECE])
        try:
            unpacked = self._member.decompress(piece, 4 * PIECE)
        except zlib.error as error:
            self._take(len(piece))
            self._torn = f"gzip is broken ({error})"
            return True
        self.buffer += unpacked
        if self._member.eof:
            self._take(len(piece) - len(self._member.unused_data))
            self._member, self._tail = None, bytearray()
        elif not piece and not unpacked:
            self._torn = "gzip is cut: its end is missing"
        else:
            self._take(len(piece) - len(self._member.unconsumed_tail))
        return True

    def _take(self, size: int) -> None:
        self._tail += self._raw[:size]
        if len(self._tail) > 2 * TAIL_BYTES:
            del self._tail[:-TAIL_BYTES]
        self._skip_raw(size)
