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
from pathlib import Path
from typing import TYPE_CHECKING

from sayso.store.errors import StoreError

if TYPE_CHECKING:
    from sayso.store.contract import Engine


def open_engine(address: str | Path, create: bool = True, read_only: bool = False) -> Engine:
    """Open the store at an address: ``postgresql://…`` or the path of an SQLite file, made where there is none.

    Raises StoreError where it cannot be opened: no store there (without ``create``), another program's, a newer Sayso's;
    of any other kind of address.
    """
    # The engines are imported here, so that commands that need no store do not wait for them.
    from sayso.store.engine import Store

    name = os.fspath(address)
    if name.lower().startswith(("postgresql://", "postgres://")):
        from sayso.store.postgres import PostgreSQL

        return Store(PostgreSQL(name, create, read_only))
    if kind := re.match(r"[a-zA-Z][a-zA-Z0-9+.-]*://", name):
        raise StoreError(f"{name}: there are no stores of the kind {kind[0]}; name a file, or postgresql://….")
    from sayso.store.sqlite import SQLite

    return Store(SQLite(Path(name), create, read_only))
