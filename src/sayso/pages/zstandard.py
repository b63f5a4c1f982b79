"""A stream packed by Zstandard, with the dictionary that web archives put before it -> its bytes, in bounded memory."""

from __future__ import annotations

import io
import sys
from typing import TYPE_CHECKING, Any, BinaryIO

if TYPE_CHECKING:
    from typing_extensions import Buffer

FRAME, DICTIONARY = b"\x28\xb5\x2f\xfd", b"\x5d\x2a\x4d\x18"
MOST_DICTIONARY = 16 * 1024 * 1024  # bytes; those of archives have 0.1 to 1 MB
LARGEST_WINDOW = 27  # powers of two: 128 MiB, what zstd itself takes unasked
# A bomb packs a gigabyte into 30 kB. Of real archives the best packed has 1 : 60.
FREE, MOST_TIMES = 64 * 1024 * 1024, 500  # bytes that any stream may have; times its packed size beyond these
_PIECE = 128 * 1024


class Unpacked(io.RawIOBase):
    """The bytes inside; where they are broken the stream ends, and ``fault`` says how."""

    def __init__(self, packed: BinaryIO) -> None:
        self.fault: str | None = None
        self._zstd = _library()
        self._packed = packed
        self._read = getattr(packed, "read1", packed.read)
        self._raw = b""
        self._taken = self._given = 0
        self._dictionary: Any = None
        self._frame: Any = None
        self._begun = self._ended = False

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Buffer) -> int:
        view = memoryview(buffer)
        while not self._ended:
            try:
                piece = self._more(len(view))
            except (self._zstd.ZstdError, ValueError) as error:  # ValueError: a dictionary that is none
                piece, self.fault = b"", f"Zstandard is broken ({error})"
            if self.fault or (self._given > FREE and self._given > MOST_TIMES * self._taken):
                self.fault = self.fault or f"it unpacks to more than {MOST_TIMES} times its size, as bombs do"
                self._ended = True
                return 0
            if piece:
                view[: len(piece)] = piece
                return len(piece)
        return 0

    def _more(self, size: int) -> bytes:
        """Some bytes, at most so many; none where more must be read first, or all has been."""
        if not self._begun:
            self._begun = True
            self._dictionary = self._take_dictionary()
        if self._frame is None:
            if not self._raw and not self._fill():
                self._ended = True
                return b""
            window = {self._zstd.DecompressionParameter.window_log_max: LARGEST_WINDOW}
            self._frame = self._zstd.ZstdDecompressor(zstd_dict=self._dictionary, options=window)
        if self._frame.needs_input and not self._raw and not self._fill():
            self.fault = "Zstandard is cut: its end is missing"
            return b""
        raw, self._raw = self._raw, b""
        piece: bytes = self._frame.decompress(raw, max_length=size)
        self._given += len(piece)
        if self._frame.eof:
            self._raw, self._frame = self._frame.unused_data, None
        return piece

    def _fill(self) -> bool:
        self._raw = self._read(_PIECE)
        self._taken += len(self._raw)
        return bool(self._raw)

    def _take_dictionary(self) -> Any:
        """The dictionary before the first frame, itself packed or not; None where there is none."""
        head = self._exactly(8)
        if not head.startswith(DICTIONARY):
            self._raw = head
            return None
        size = int.from_bytes(head[4:8], "little")
        if size > MOST_DICTIONARY:
            raise self._zstd.ZstdError(f"a dictionary of {size:,} bytes")
        words = self._exactly(size)
        if words.startswith(FRAME):
            unpacking = self._zstd.ZstdDecompressor()
            words = unpacking.decompress(words, max_length=MOST_DICTIONARY)
        return self._zstd.ZstdDict(words)

    def _exactly(self, size: int) -> bytes:
        words = b""
        while len(words) < size and (piece := self._packed.read(size - len(words))):
            words += piece
        self._taken += len(words)
        return words


def _library() -> Any:
    """The standard library's from Python 3.14 on, and before it the same, kept by its author."""
    if sys.version_info >= (3, 14):
        from compression import zstd
    else:
        from backports import zstd
    return zstd
