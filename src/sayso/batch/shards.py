"""Inputs -> shards, each of which becomes one file: archives, JSON lines, the loose pages of a folder, what a list names."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from urllib.parse import urljoin

from sayso.batch.places import (
    COMMON_CRAWL,
    PlaceError,
    Stamp,
    is_object_address,
    list_lines,
    objects_in,
    place_of,
    stamp_of,
    stamp_of_files,
)
from sayso.options import DEFAULT_OPTIONS, PageOptions
from sayso.pages import bare_address, is_address, page_files
from sayso.record import Refusal

# Files that hold many pages, each a shard of its own; what else a folder holds are loose pages.
ARCHIVES = (".warc", ".arc", ".wacz", ".jsonl", ".ndjson", ".mbox")
PACKED = (".gz", ".zst")
LISTS = (".paths", ".paths.gz")  # as Common Crawl calls its lists: warc.paths.gz
FOLDER_PAGES = 1_000  # loose pages of one shard: a minute of reading
_LONGEST_STEM = 80
_OUTSIDE_STEM = re.compile(r"[^A-Za-z0-9._-]+")


@dataclass(frozen=True, slots=True)
class Shard:
    """A part of the input that is read by one process and becomes one file.

    ``name`` is its address as it was given, without a password; pages go by it ("crawl.warc.gz:81920"). ``place`` is where it
    is opened, the same wherever the process runs. ``files`` are the names of a folder's loose pages. ``stamp``, size and tag,
    tells whether it has changed; it is None of an http(s) address, and of what a list names: these are taken for fixed, as
    published archives are.
    """

    name: str
    place: str
    files: tuple[str, ...] = ()
    stamp: Stamp | None = None

    @property
    def stem(self) -> str:
        """The name of its file, without the ending: short, safe, and no other shard's.

        >>> Shard("s3://news/2031/CC-NEWS-20310314.warc.gz", "").stem
        'CC-NEWS-20310314-f21747b4079c'
        """
        last = "-".join(re.split(r"[/\\]", self.name.rstrip("/\\"))[-2 if self.files else -1 :])
        for ending in (*PACKED, *ARCHIVES):
            last = last.removesuffix(ending)
        plain = _OUTSIDE_STEM.sub("-", last).strip("-.")[:_LONGEST_STEM] or "pages"
        return f"{plain}-{hashlib.sha256(self.name.encode('utf-8', 'surrogatepass')).hexdigest()[:12]}"


def shards_of(inputs: Iterable[str], options: PageOptions = DEFAULT_OPTIONS) -> Iterator[Shard | Refusal]:
    """The shards of the inputs, in their order, each once; a Refusal for what gives none, with what to do.

    An input is a file, a folder, an address (http, https), an object of a store or all below a prefix of it (``s3://…`` and the
    like, by fsspec), or a list of such: a file that is called ``….paths`` or ``….paths.gz``. A relative line of a list belongs
    to where the list is; "crawl-data/…" to Common Crawl. What a list names that came from elsewhere is never a file of this
    machine.
    """
    met: set[str] = set()
    for name in inputs:
        for found in _of_input(name, options):
            if isinstance(found, Refusal):
                yield found
            elif found.name not in met:
                met.add(found.name)
                yield found


def _of_input(name: str, options: PageOptions) -> Iterator[Shard | Refusal]:
    shown = bare_address(name)
    try:
        if name.lower().endswith(LISTS):
            yield from _of_list(name, options)
        elif is_address(name):
            yield Shard(shown, name)
        elif is_object_address(name):
            yield from _of_objects(name)
        elif "://" in name and not Path(name).exists():
            yield Refusal(shown, "bad-address", f"{shown} cannot be read: http, https and object stores (s3:// …) can.")
        else:
            yield from _of_path(name)
    except PlaceError as error:
        yield Refusal(shown, error.reason, error.detail)
    except (OSError, ValueError) as error:  # ValueError: a NUL in a path
        why = (getattr(error, "strerror", None) or str(error)).lower()
        yield Refusal(shown, "unreadable", f"{shown} cannot be read: {why}.")


def _of_path(name: str) -> Iterator[Shard | Refusal]:
    path = Path(name)
    if path.is_dir():
        yield from _of_folder(name, path)
    elif path.exists():
        yield Shard(name, place_of(name), stamp=stamp_of(path))
    else:
        yield Refusal(name, "not-found", f"There is no file or folder {name}. Check the path.")


def _of_folder(name: str, folder: Path) -> Iterator[Shard | Refusal]:
    """Archives one by one, in order; loose pages some at a time, those of a folder together."""
    loose: dict[Path, list[str]] = {}
    found = False
    for path in page_files(folder):
        found = True
        if isinstance(path, Refusal):
            yield path
        elif is_archive(path.name):
            yield Shard(str(path), place_of(str(path)), stamp=stamp_of(path))
        else:
            loose.setdefault(path.parent, []).append(path.name)
    for parent, files in loose.items():
        yield from _of_loose(str(parent), files)
    if not found:
        yield Refusal(name, "empty", f"The folder {name} holds no page and no archive.")


def _of_loose(parent: str, files: list[str]) -> Iterator[Shard]:
    rest = iter(files)
    number = 0
    while some := tuple(islice(rest, FOLDER_PAGES)):
        number += 1
        yield Shard(f"{parent}/{number}", place_of(parent), some, stamp_of_files(Path(parent), some))


def is_archive(file: str) -> bool:
    """Whether a file holds many pages, by its name.

    >>> is_archive("CC-NEWS.warc.gz"), is_archive("call.html.gz")
    (True, False)
    """
    bare = file.lower()
    for ending in PACKED:
        bare = bare.removesuffix(ending)
    return bare.endswith(ARCHIVES)


def _of_objects(name: str) -> Iterator[Shard | Refusal]:
    """An object, or all archives below a prefix."""
    shown, found = bare_address(name), False
    for address, stamp in objects_in(name):
        if address.rstrip("/") == name.rstrip("/") or is_archive(address):
            found = True
            yield Shard(bare_address(address), address, stamp=stamp)
    if not found:
        endings = ", ".join(ARCHIVES)
        detail = f"{shown} is no object, and nothing below it ends in {endings} (or these with .gz or .zst)."
        yield Refusal(shown, "empty", detail)


def _of_list(name: str, options: PageOptions) -> Iterator[Shard | Refusal]:
    shown, found = bare_address(name), False
    foreign = is_address(name) or is_object_address(name)
    for number, line in enumerate(list_lines(name, options), 1):
        if not line:
            continue
        found = True
        address = _listed(line, name, foreign)
        at = bare_address(line)[:200]
        if address is None:
            detail = f"Line {number} of {shown} is no address of an archive that can be read from there: {at}"
            yield Refusal(f"{shown}:{number}", "bad-address", detail)
        elif is_address(address) or is_object_address(address):
            yield Shard(bare_address(address), address)
        else:
            yield from _of_path(address)
    if not found:
        yield Refusal(shown, "empty", f"{shown} is a list without a line.")


def _listed(line: str, name: str, foreign: bool) -> str | None:
    """The address of a list's line; None for one that the list may not name.

    >>> _listed("crawl-data/CC-NEWS/2031/03/a.warc.gz", "warc.paths.gz", foreign=False)
    'https://data.commoncrawl.org/crawl-data/CC-NEWS/2031/03/a.warc.gz'
    >>> _listed("b.warc.gz", "lists/march.paths", False), _listed("/etc/passwd", "https://post.example/march.paths", True)
    ('lists/b.warc.gz', 'https://post.example/etc/passwd')
    >>> _listed("file:///etc/passwd", "https://post.example/march.paths", True) is None
    True
    """
    if is_address(line) or is_object_address(line):
        return line
    if "://" in line or "::" in line or not line.isprintable():
        return None
    if is_address(name):
        return urljoin(name, f"/{line}" if line.startswith(COMMON_CRAWL.path) else line)
    if is_object_address(name):
        scheme, _, rest = name.partition("://")
        inner = rest.partition("/")[0] if line.startswith(COMMON_CRAWL.path) else rest.rpartition("/")[0]
        return f"{scheme}://{inner}/{line}" if ".." not in line.split("/") else None
    if line.startswith(COMMON_CRAWL.path) and not Path(name).parent.joinpath(line).exists():
        return COMMON_CRAWL.address + line
    return None if foreign else str(Path(name).parent / line)
