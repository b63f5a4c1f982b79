"""What is being written -> a file or a folder that appears under its name only when it is whole, and never over a database.

What is not whole yet stands beside it as ``.sayso-MACHINE-….part``, under a lock that ends with the process, however it ends:
what a killed one left is removed by the next that writes into the folder.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import stat
import sys
import tempfile
import time
from collections.abc import Iterator
from functools import cache
from hashlib import sha256
from pathlib import Path

if sys.platform != "win32":
    import fcntl

PART = ".part"  # what is not whole yet ends so, in the folder of what it will be
YOUNG = 60  # seconds in which a part may have no lock yet
OLD = 7 * 24 * 3600  # seconds after which a part that another machine wrote last, whose locks cannot be asked, is nobody's

_DATABASE, _STORE = b"SQLite format 3\0", b"Says"  # how an SQLite file begins, and what a store of Sayso has in bytes 68 to 71
_LOGS = (b"\x37\x7f\x06\x82", b"\x37\x7f\x06\x83", b"\xd9\xd5\x05\xf9\x20\xa1\x63\xd7")  # how what it keeps beside it begins
_BESIDE = ("-wal", "-shm", "-journal")


@contextlib.contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """A place beside the file to write to; what stands there takes the file's name at the end, unless something went wrong.

    Raises an OSError as ``check_target``, before anything is done, and again at the end.
    """
    check_target(path)
    if path.exists() and not path.is_file():  # /dev/null, a named pipe: nothing to put in its place
        yield path
        return
    sweep(path.parent)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=_prefix(), suffix=PART)
    try:
        _hold(handle)
        yield Path(name)
        _publish(Path(name), path)
    finally:
        Path(name).unlink(missing_ok=True)
        os.close(handle)


@contextlib.contextmanager
def whole_folder(path: Path) -> Iterator[Path]:
    """An empty folder to write into; it takes its name at the end, unless something went wrong.

    Raises FileExistsError where the name is taken by anything but an empty folder: what stands there is never mixed with what
    is new, nor thrown away.
    """
    if path.exists() and not (path.is_dir() and not any(path.iterdir())):
        raise FileExistsError(f"{path}: is there already; name a new or an empty folder")
    _check_parent(path)
    check_database(path)
    sweep(path.parent)
    part = Path(tempfile.mkdtemp(dir=path.parent, prefix=_prefix(), suffix=PART))
    handle = os.open(part, os.O_RDONLY) if sys.platform != "win32" else None
    try:
        _hold(handle)
        yield part
        part.chmod(0o777 & ~_mask())
        part.replace(path)
    finally:
        shutil.rmtree(part, ignore_errors=True)
        if handle is not None:
            os.close(handle)


def check_target(path: Path) -> None:
    """Raise an OSError that says what to do where no file may stand under that name.

    IsADirectoryError for a folder, FileNotFoundError where there is none to stand in, FileExistsError as ``check_database``.
    """
    if path.is_dir():
        raise IsADirectoryError(f"{path}: is a folder; name a file")
    _check_parent(path)
    check_database(path)


def check_database(path: Path) -> None:
    """Raise FileExistsError where an SQLite database stands there, a store or any other, or a file that belongs to one.

    Nobody means to replace a database by a list; whoever does can delete it first. Links are followed.
    """
    place = Path(os.path.realpath(path))  # which, unlike resolve(), leaves a link that leads to itself to whoever writes
    if what := _what_database(place):
        raise FileExistsError(f"{path}: is {what}; name another file")
    for ending in _BESIDE:
        owner = place.with_name(place.name.removesuffix(ending)) if len(place.name) > len(ending) else place
        if owner != place and (what := _what_database(owner)):
            raise FileExistsError(f"{path}: belongs to {what}, {owner.name}; name another file")


def _what_database(place: Path) -> str | None:
    if not place.is_file():
        return None
    with place.open("rb") as file:
        begin = file.read(72)
    if begin.startswith(_DATABASE):
        return "a store of Sayso" if begin[68:] == _STORE else "an SQLite database"
    if begin.startswith(_LOGS):
        return "the log of an SQLite database"
    logs = (place.with_name(place.name + ending) for ending in ("-wal", "-journal"))
    return "an SQLite database" if any(log.is_file() and log.stat().st_size for log in logs) else None  # all of it in its log


def _publish(written: Path, path: Path) -> None:
    """Give the file the rights that any new file gets, or those of the one it takes the place of; then its name."""
    check_database(path)
    written.chmod(path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~_mask())
    written.replace(os.path.realpath(path))


def _check_parent(path: Path) -> None:
    if not path.parent.is_dir():
        raise FileNotFoundError(f"{path}: there is no folder {path.parent}")


def _mask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


# What killed processes left.


def _prefix() -> str:
    return f".sayso-{_machine()}-"


@cache
def _machine() -> str:
    """What is the same for all processes whose locks are seen here, in containers too: a machine, until it starts anew."""
    try:
        name = Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii")
    except OSError:
        name = os.uname().nodename if sys.platform != "win32" else ""
    return sha256(name.encode()).hexdigest()[:8]


def _hold(handle: int | None) -> None:
    """Tell other processes that a part is being written, as long as this one lives; not all file systems can."""
    if sys.platform != "win32" and handle is not None:
        with contextlib.suppress(OSError):
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


def sweep(folder: Path, young: float = YOUNG) -> None:
    """Remove the parts that this user's processes left when they were killed: those that nobody holds, or that are old.

    ``young`` is the age in seconds below which a part is let be: it may be about to be held.
    """
    if sys.platform == "win32":
        return
    for part in folder.glob(f".sayso-*{PART}"):
        with contextlib.suppress(OSError):  # another sweeps, too
            found = part.lstat()
            age = time.time() - found.st_mtime
            held = _is_held(part) if part.name.startswith(_prefix()) else None
            if found.st_uid == os.getuid() and age >= young and (held is False or (held is None and age > OLD)):
                if stat.S_ISDIR(found.st_mode):
                    shutil.rmtree(part)
                else:
                    part.unlink()


def _is_held(part: Path) -> bool | None:
    """Whether a process is writing it; None where nobody can tell."""
    if sys.platform == "win32":
        return None
    handle = os.open(part, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return False
    except BlockingIOError:
        return True
    except OSError:
        return None
    finally:
        os.close(handle)
