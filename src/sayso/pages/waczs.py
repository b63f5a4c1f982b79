"""A WACZ, as browser-based crawlers write it -> the pages of the WARCs that are packed in it."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from typing import BinaryIO, cast

from sayso.options import PageOptions
from sayso.pages.warcs import read_warc
from sayso.pages.zstandard import Unpacked
from sayso.record import Page, Refusal

MOST_PARTS = 100_000  # of the ZIP; a crawl of a year has some thousand
_WARCS = (".warc", ".warc.gz", ".warc.zst")
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError)


def is_wacz(stream: BinaryIO) -> bool:
    """Whether a ZIP, which must be seekable, holds WARCs; it is wound back."""
    try:
        with zipfile.ZipFile(stream) as packed:
            return any(map(_is_warc, packed.namelist()))
    except _BROKEN:
        return False
    finally:
        stream.seek(0)


def read_wacz(stream: BinaryIO, name: str, options: PageOptions) -> Iterator[Page | Refusal]:
    """The pages of each WARC, named "crawl.wacz/archive/data.warc.gz:81920"; a part that is broken is a Refusal (bad-wacz)."""
    try:
        with zipfile.ZipFile(stream) as packed:
            parts = sorted(part.filename for part in packed.infolist()[:MOST_PARTS] if _is_warc(part.filename))
            for part in parts:
                yield from _read_part(packed, part, f"{name}/{part}", options)
    except _BROKEN as error:
        yield Refusal(name, "bad-wacz", f"{name} is broken ({error}). Get the file again.")


def _is_warc(part: str) -> bool:
    return part.lower().endswith(_WARCS)


def _read_part(packed: zipfile.ZipFile, part: str, at: str, options: PageOptions) -> Iterator[Page | Refusal]:
    try:
        with packed.open(part) as stream:
            if part.lower().endswith(".zst"):
                yield from read_packed_warc(cast(BinaryIO, stream), at, options)
            else:
                yield from read_warc(cast(BinaryIO, stream), at, options)
    except _BROKEN as error:
        locked = isinstance(error, RuntimeError) and "password" in str(error)
        advice = "Unpack it with its password." if locked else "Get the file again."
        yield Refusal(at, "locked" if locked else "bad-wacz", f"{at} cannot be unpacked ({error}). {advice}")


def read_packed_warc(stream: BinaryIO, name: str, options: PageOptions) -> Iterator[Page | Refusal]:
    """The pages of a WARC packed by Zstandard, each named by its place in what is unpacked: "crawl.warc.zst:0+81920"."""
    unpacked = Unpacked(stream)
    yield from read_warc(cast(BinaryIO, io.BufferedReader(unpacked)), name, options, within="0+")
    if unpacked.fault:
        yield Refusal(name, "bad-warc", f"{name} is broken: {unpacked.fault}. What stands before is read; get the file again.")
