"""What goes wrong with a store, in a module of its own: commands that need no store need not load a store's words.

StoreError            a store that cannot be opened, read or written
  DamagedError        its file, or the SQL that makes its tables, is not as Sayso wrote it
  AlteredError        a row holds what Sayso never writes; a ValueError, too
"""

from __future__ import annotations

ADVICE = "sayso verify names all that is wrong; go back to a copy."
# What Python raises where code that trusts its rows meets one that something else than Sayso has altered: a number for a text,
# half a JSON array, a day of no month.
BROKEN = (ValueError, TypeError, LookupError, AttributeError, ArithmeticError, AssertionError)


class StoreError(Exception):
    """A store that cannot be opened, read or written; the message says what happened, to which store, and what to do."""


class DamagedError(StoreError):
    """The database cannot read its own file, or no longer knows a table: pages were overwritten, or bits were lost."""


class AlteredError(StoreError, ValueError):
    """A row that holds what Sayso never writes; the message says what, and whoever knows the row says where it stands."""
