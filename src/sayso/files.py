"""What is being written -> a file or a folder that appears under its name only when it is whole."""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

PART = ".part"  # what is not whole yet ends so, in the folder of what it will be


@contextlib.contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """A place beside the file to write to; what stands there takes the file's name at the end, unless something went wrong.

    Raises FileNotFoundError or IsADirectoryError, with what to do, where no file can stand under that name.
    """
    if path.is_dir():
        raise IsADirectoryError(f"{path} is a folder; name a file")
    _check_parent(path)
    if path.exists() and not path.is_file():  # /dev/null, a named pipe: nothing to put in its place
        yield path
        return
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".sayso-", suffix=PART)
    os.close(handle)
    try:
        yield Path(name)
        publish(Path(name), path)
    finally:
        Path(name).unlink(missing_ok=True)


@contextlib.contextmanager
def whole_folder(path: Path) -> Iterator[Path]:
    """An empty folder to write into; it takes its name at the end, unless something went wrong.

    Raises FileExistsError where the name is taken by anything but an empty folder: what stands there is never mixed with what
    is new, nor thrown away.
    """
    if path.exists() and not (path.is_dir() and not any(path.iterdir())):
        raise FileExistsError(f"{path} is there already; name a new or an empty folder")
    _check_parent(path)
    part = Path(tempfile.mkdtemp(dir=path.parent, prefix=".sayso-", suffix=PART))
    try:
        yield part
        part.chmod(0o777 & ~_mask())
        part.replace(path)
    finally:
        shutil.rmtree(part, ignore_errors=True)


def publish(written: Path, path: Path) -> None:
    """Give the file the rights that any new file gets, or those of the one it takes the place of; then its name."""
    written.chmod(path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~_mask())
    written.replace(path.resolve())


def _check_parent(path: Path) -> None:
    if not path.parent.is_dir():
        raise FileNotFoundError(f"there is no folder {path.parent}")


def _mask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
