"""What stands in a row -> whether it is what was written, and how to tell of it: nothing here trusts a row."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sayso.store import rows as written
from sayso.store.errors import BROKEN


def same(one: Any, other: Any) -> bool:
    """Whether two values are one, of one kind: 1 is neither 1.0 nor "1"."""
    return type(one) is type(other) and one == other


def holds(condition: Callable[..., Any], *values: Any) -> bool:
    """Whether a condition holds of values of which nothing is known: it does not where it cannot be asked."""
    try:
        return bool(condition(*values))
    except BROKEN:
        return False


def text_in(packed: Any) -> str:
    """A text as it reads, or as it stands where that cannot be told."""
    try:
        return written.unpacked(packed) or ""
    except BROKEN:
        return packed if isinstance(packed, str) else ""


def told_of(value: Any) -> str:
    """What stands in a row, for a message."""
    return text_in(value) if isinstance(value, str) else repr(value)
