"""Texts at hand -> what Sayso makes of several of them at once, without a store: their accounts side by side."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from sayso.options import DEFAULT_OPTIONS, PageOptions
from sayso.record import Reading, Refusal, input_name
from sayso.results import Compared


def compare(
    *inputs: str | Path | Reading, account: str | Sequence[str] = (), options: PageOptions = DEFAULT_OPTIONS
) -> Compared:
    """Lay the accounts inside one text, or those of several, side by side, as ``sayso compare`` does.

    Inputs are files, addresses, or readings at hand. ``account`` names parties: of each text, what it has on their word.
    Raises ValueError where an input is not read (with the reason), and ``NoComparisonError``, one of those, where there are
    fewer than two accounts.

    >>> compared = compare("examples/valdrin-courier/2031-03-14-call.html", account=["Granite Palace", "Lantern Palace"])
    >>> [account.party for account in compared.comparison.accounts]
    ['Granite Palace', 'Lantern Palace']
    """
    from sayso.comparing import compare_readings

    named = (account,) if isinstance(account, str) else tuple(account)
    return Compared(compare_readings([reading for one in inputs for reading in _readings(one, options)], named))


def _readings(given: str | Path | Reading, options: PageOptions) -> list[Reading]:
    from sayso.reading import read_many

    if isinstance(given, Reading):
        return [given]
    found: list[Reading] = []
    for result in read_many([given], options, workers=1):
        if isinstance(result, Refusal):
            raise ValueError(f"not read: {input_name(result.input)} ({result.reason}) {result.told}")
        found.append(result)
    return found
