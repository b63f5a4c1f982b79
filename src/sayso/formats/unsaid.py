"""A statement, a question's answers -> the words for people that something was not said, or was left out for that."""

from __future__ import annotations

from collections.abc import Mapping

from sayso.record import Said, Statement
from sayso.store import MOST

# What stands beside the act of what was not said: "Ana Dovrel states [will say] (“will tell”)".
WORDS: Mapping[Said, str] = {
    "not-said": "not said",
    "conditional": "only if",
    "possible": "may say",
    "expected": "will say",
    "asked": "asked whether",
    "demanded": "demanded",
}


def beside_act(statement: Statement) -> str:
    """What stands beside the act, with a blank before it; nothing for what was said.

    >>> beside_act(Statement("s1", "indirect", "states", (), said="expected"))
    ' [will say]'
    """
    return f" [{WORDS[statement.said]}]" if statement.said != "said" else ""


def left_out(number: int, how: str = "--said any", exact: bool = True) -> str | None:
    """That so many more answer but were not said, at least unless ``exact``, and how to see them; None where there are none.

    >>> left_out(12)
    '12 more were not said: --said any shows them'
    """
    if not number:
        return None
    if number > MOST:
        return f"more than {MOST:,} more were not said: {how} shows them"
    least = "" if exact else "at least "
    was, it = ("was", "it") if number == 1 else ("were", "them")
    return f"{least}{number:,} more {was} not said: {how} shows {it}"
