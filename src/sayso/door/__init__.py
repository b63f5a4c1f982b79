"""Python's way into a store: ``open_store``, and the verbs of the command line as methods of what it gives."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sayso.front_doors import front_door

if TYPE_CHECKING:
    from sayso.door.verbs import Store as Store, open_store as open_store

__getattr__ = front_door(__name__, {"verbs": "Store open_store"})
