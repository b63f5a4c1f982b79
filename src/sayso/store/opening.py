"""The address of a store -> its engine, SQLite or PostgreSQL, opened or made.

>>> import tempfile
>>> from pathlib import Path
>>> with tempfile.TemporaryDirectory() as folder:
...     engine = open_engine(Path(folder) / "sayso.db")
...     print(engine.summary().articles)
...     engine.close()
0
"""

from __future__ import annotations

import os
import re
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from sayso.store.database import Database
from sayso.store.errors import StoreError

if TYPE_CHECKING:
    from sayso.store.contract import Engine


_KIND = re.compile(r"\s*([a-zA-Z][a-zA-Z0-9+.-]*)://")
_POSTGRES = re.compile(r"\s*postgres(ql)?:", re.IGNORECASE)
_SETTINGS = re.compile(r"\s*(host|hostaddr|port|dbname|user|password|service)\s*=")  # another way to write an address


def is_path(address: str) -> bool:
    """Whether an address is a file's name, and not a server's or a slip in one, which may hold a password.

    >>> is_path("news.db"), is_path("file:news.db"), is_path("postgresql:/ana:secret@host/news"), is_path("host=db user=ana")
    (True, True, False, False)
    """
    return not (_KIND.match(address) or _POSTGRES.match(address) or _SETTINGS.match(address))


def open_engine(address: str | Path, create: bool = True, read_only: bool | None = False) -> Engine:
    """Open the store at an address: ``postgresql://…`` or the path of an SQLite file, made where there is none.

    With ``read_only`` None it is read only where a file is there that cannot be written, as on a medium that is read-only. A
    path is a path: what SQLite takes for an address of its own ("file:…") is a file's name like any other, and ":memory:",
    where nothing would be kept, is refused. Raises StoreError where it cannot be opened: no store there (without ``create``),
    another program's, a newer Sayso's; of any other kind of address.
    """
    # The engines are imported here, so that commands that need no store do not wait for them.
    name = os.fspath(address)
    if kind := _KIND.match(name):
        if kind[1].lower() in ("postgresql", "postgres"):
            from sayso.store.postgres import PostgreSQL

            return _linked(PostgreSQL(name.strip(), create, bool(read_only)), bool(read_only))
        raise StoreError(
            f"{kind[0]}…: there are no stores of the kind {kind[0]}; name a file, or postgresql://…."
        )  # its password
    # A slip in the address of a server makes no file, and its password stands in no message.
    if not is_path(name):
        raise StoreError(
            f"{re.split('[:=]', name)[0].strip()}…: no address of a store; a PostgreSQL database is written "
            "postgresql://USER@HOST/DATABASE, and a file whose name begins so ./NAME."
        )
    if not name.strip():
        raise StoreError("an empty name; name a file, or postgresql://….")
    if name == ":memory:":
        raise StoreError(":memory:: a store is a file, for what is kept in memory is gone with the program; name a file.")
    from sayso.store.sqlite import SQLite, can_be_written

    path = Path(name)
    if read_only is None:
        read_only = False
        with suppress(OSError, ValueError):  # a name too long, a NUL in it: what is wrong is said where it is opened
            read_only = path.exists() and not can_be_written(path)
    return _linked(SQLite(path, create, read_only), read_only)


def _linked(database: Database, read_only: bool) -> Engine:
    """The store over an open database, with its links across articles: an older store has none, and gets them if it may."""
    from sayso.store.engine import Store
    from sayso.store.links import relink_all
    from sayso.store.relinking import is_to_link
    from sayso.store.shared import shared

    with ExitStack() as otherwise:
        otherwise.callback(database.close)
        if not read_only and is_to_link(database):
            with database.transaction():
                if is_to_link(database):  # another process may have made them since
                    relink_all(database)
        otherwise.pop_all()
    return Store(shared(database))
