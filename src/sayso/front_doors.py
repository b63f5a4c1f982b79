"""A folder's front door: which room holds each name that others may use; a room is opened when a name is asked for.

So ``from sayso.statements import ACTS`` reads one small room, not the ten that build statements: a command starts in the time
that its own rooms take.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any


def front_door(folder: str, rooms: Mapping[str, str]) -> Callable[[str], Any]:
    """The ``__getattr__`` (PEP 562) of a package ``folder``: ``rooms`` has, for each room, the names it gives, blanks between.

    A name that no room gives raises AttributeError. For type checkers the same names are imported under TYPE_CHECKING.

    >>> front_door("sayso.pages", {"inputs": "is_address read_pages"})("is_address")("https://news.example/")
    True
    """
    homes = {name: room for room, names in rooms.items() for name in names.split()}

    def fetch(name: str) -> Any:
        if name not in homes:
            raise AttributeError(f"module {folder!r} has no attribute {name!r}")
        found = getattr(import_module(f"{folder}.{homes[name]}"), name)
        setattr(sys.modules[folder], name, found)
        return found

    return fetch
