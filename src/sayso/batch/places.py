"""Where shards are (this machine, object stores, addresses) -> whether they have changed, what lies there, and their bytes."""

from __future__ import annotations

import contextlib
import gzip
import hashlib
import io
import os
import tempfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple, cast

from sayso.options import PageOptions
from sayso.pages import bare_address, download, is_address
from sayso.record import Refusal

# What fsspec may be asked to open; its chains ("zip::…", "simplecache::…") and its other file systems are not for an input.
OBJECT_STORES = ("s3", "s3a", "gs", "gcs", "az", "abfs", "abfss", "adl", "oss", "hdfs", "memory")
LIST_BYTES = 64 * 1024 * 1024  # of a list, unpacked: a million lines
PIECE = 64 * 1024  # bytes that are read at once: little, for what is read ahead is told as done
OBJECT_PIECE = 8 * 1024 * 1024  # the same of an object store


class Stamp(NamedTuple):
    """By what it is told whether a shard has changed: its size in bytes, and a tag (ETag, time of change, hash of these)."""

    size: int | None
    tag: str | None


class _CommonCrawl(NamedTuple):
    path: str
    address: str


COMMON_CRAWL = _CommonCrawl("crawl-data/", "https://data.commoncrawl.org/")


class PlaceError(Exception):
    """A shard, or a list of them, cannot be got; ``passing`` where the same may succeed a little later."""

    def __init__(self, reason: str, detail: str, passing: bool = False) -> None:
        super().__init__(reason, detail, passing)  # so that it can go from one process to another
        self.reason, self.detail, self.passing = reason, detail, passing


def is_object_address(name: str) -> bool:
    """Whether an input is an address in an object store.

    >>> is_object_address("s3://news/a.warc.gz"), is_object_address("zip::file://a.zip"), is_object_address("C:/a.warc")
    (True, False, False)
    """
    return name.partition("://")[0].lower() in OBJECT_STORES and "://" in name and "::" not in name


def place_of(path: str) -> str:
    """Where a file or folder is, from wherever a process runs."""
    return os.path.abspath(path)  # noqa: PTH100  # links stay links


def stamp_of(path: Path) -> Stamp:
    """Of a file."""
    found = path.stat()
    return Stamp(found.st_size, f"mtime:{found.st_mtime_ns}")


def stamp_of_files(folder: Path, files: tuple[str, ...]) -> Stamp:
    """Of some files of a folder, all together."""
    stamps = [stamp_of(folder / file) for file in files]
    told = "\0".join(f"{file}\0{stamp.size}\0{stamp.tag}" for file, stamp in zip(files, stamps, strict=True))
    return Stamp(sum(stamp.size or 0 for stamp in stamps), f"files:{hashlib.sha256(os.fsencode(told)).hexdigest()[:32]}")


def objects_in(address: str) -> Iterator[tuple[str, Stamp]]:
    """The object at an address, or all those below it, in order, with their stamps."""
    files, path = _file_system(address)
    scheme = address.partition("://")[0]
    with _told(address):
        found = files.find(path, detail=True)
    for inner in sorted(found):
        yield f"{scheme}://{str(inner).lstrip('/')}", _object_stamp(found[inner])


def _object_stamp(info: dict[str, Any]) -> Stamp:
    tags = (info.get(key) for key in ("ETag", "etag", "content_md5", "md5Hash", "mtime", "LastModified", "created"))
    tag = next((tag for tag in tags if tag), None)
    return Stamp(info.get("size"), str(tag).strip('"') if tag is not None else None)


def _file_system(address: str) -> tuple[Any, str]:
    try:
        from fsspec.core import url_to_fs
    except ModuleNotFoundError as error:
        detail = f"{bare_address(address)} needs fsspec and the package of its store: pip install fsspec s3fs"
        raise PlaceError("unreadable", detail) from error
    with _told(address):
        files, path = url_to_fs(address)
    return files, path


@contextlib.contextmanager
def _told(address: str) -> Iterator[None]:
    """What an object store's package raises, as a PlaceError."""
    shown = bare_address(address)
    try:
        yield
    except FileNotFoundError as error:
        raise PlaceError("not-found", f"There is no {shown}. Check the address.") from error
    except (ImportError, ValueError, PermissionError) as error:
        raise PlaceError("unreadable", f"{shown} cannot be read: {_why(error)}") from error
    except OSError as error:
        raise PlaceError("unreadable", f"{shown} cannot be read: {_why(error)}", passing=True) from error
    except RuntimeError as error:  # what packages of object stores raise beside OSError, without credentials
        raise PlaceError("unreadable", f"{shown} cannot be read: {_why(error)}") from error


def _why(error: BaseException) -> str:
    return f"{type(error).__name__}: {' '.join(str(error).split())[:300]}"


@contextlib.contextmanager
def opened(place: str, options: PageOptions) -> Iterator[tuple[BinaryIO, Stamp]]:
    """The bytes of a file, an object or an address, and their stamp; what is at an address is downloaded before.

    Raises PlaceError, and OSError of a file of this machine.
    """
    if is_address(place):
        with tempfile.TemporaryFile() as sink:
            stamp = _downloaded(place, cast(BinaryIO, sink), options)
            sink.seek(0)
            yield cast(BinaryIO, sink), stamp
    elif is_object_address(place):
        files, path = _file_system(place)
        with _told(place):
            stamp = _object_stamp(files.info(path))
            stream = files.open(path, "rb", block_size=OBJECT_PIECE, cache_type="readahead")
        with stream:
            yield cast(BinaryIO, stream), stamp
    else:
        stamp = stamp_of(Path(place))
        with Path(place).open("rb", buffering=0) as file:
            yield cast(BinaryIO, file), stamp


def _downloaded(address: str, sink: BinaryIO, options: PageOptions) -> Stamp:
    found = download(address, sink, options)
    if isinstance(found, Refusal):
        passing = found.reason in ("timeout", "unreachable") or found.reason.startswith(("http-5", "http-429"))
        raise PlaceError(found.reason, found.detail, passing)
    return Stamp(found.size, found.tag)


def list_lines(name: str, options: PageOptions) -> Iterator[str]:
    """The lines of a list, unpacked, without the blanks around them."""
    with opened(name if "://" in name else place_of(name), options) as (stream, _):
        content = stream.read(LIST_BYTES + 1)
        shown = bare_address(name)
        if content.startswith(b"\x1f\x8b"):
            try:
                content = gzip.GzipFile(fileobj=io.BytesIO(content)).read(LIST_BYTES + 1)
            except (OSError, EOFError, zlib.error) as error:
                raise PlaceError("bad-gzip", f"{shown} is gzip that cannot be unpacked ({error}). Get it again.") from error
        if len(content) > LIST_BYTES:
            raise PlaceError("too-big", f"{shown} has more than {LIST_BYTES:,} bytes. Is it a list?")
    for line in content.decode("utf-8-sig", "replace").splitlines():
        yield line.strip()


class Counted(io.RawIOBase):
    """A stream that counts what was read of it, and remembers the error that it broke off with."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self.count = 0
        self.broke: OSError | None = None

    def readable(self) -> bool:
        """Whether it can be read: it can."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Read into the buffer; how many bytes."""
        view = memoryview(buffer)
        try:
            piece = self._stream.read(len(view))
        except OSError as error:
            self.broke = error
            raise
        view[: len(piece)] = piece
        self.count += len(piece)
        return len(piece)

    def seekable(self) -> bool:
        """Whether it can be wound back."""
        return self._stream.seekable()

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Go to a place."""
        return self._stream.seek(offset, whence)

    def tell(self) -> int:
        """The place."""
        return self._stream.tell()
