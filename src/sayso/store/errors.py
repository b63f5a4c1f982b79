"""What goes wrong with a store, in a module of its own: commands that need no store need not load a store's words."""

from __future__ import annotations


class StoreError(Exception):
    """A store that cannot be opened, read or written; the message says what happened, to which store, and what to do."""
