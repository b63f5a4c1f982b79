"""Texts at hand -> what Sayso makes of several of them at once: their accounts side by side, or articles in a store."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from sayso.adding import Tally, add_pages
from sayso.articles import time_of
from sayso.options import DEFAULT_OPTIONS, PageOptions
from sayso.pages import pages_of
from sayso.record import Page, Reading, Refusal, input_name
from sayso.results import Compared
from sayso.store import Engine, Kept


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


@dataclass(slots=True)
class TextsAdded(Tally):
    """What came of ``add_texts``; ``refused`` are the rows that were not read: ``input`` is "row 17", ``detail`` says why."""

    refused: list[Refusal] = field(default_factory=list)

    def __repr__(self) -> str:
        named = (("article", self.articles), ("version", self.versions), ("statement", self.statements))
        told = [f"{number:,} {what}{'' if number == 1 else 's'}" for what, number in named]
        told += [f"{self.same:,} that {'was' if self.same == 1 else 'were'} there"] if self.same else []
        told += [f"{self.removed:,} taken out before"] if self.removed else []
        told += [f"{len(self.refused):,} row{'' if len(self.refused) == 1 else 's'} refused:"] if self.refused else []
        rows = [f"\n  {one.input} ({one.reason}): {one.detail}" for one in self.refused[:SHOWN]]
        rows += [f"\n  and {len(self.refused) - SHOWN:,} more in refused"] if len(self.refused) > SHOWN else []
        return f"<TextsAdded {', '.join(told)}{''.join(rows)}>"


SHOWN = 10  # refused rows


def add_texts(
    engine: Engine,
    texts: Any,
    options: PageOptions,
    workers: int | None,
    progress: Callable[[Kept | Refusal], None],
    anew: bool = False,
) -> TextsAdded:
    """Read rows of texts into a store; see ``Store.add_texts``."""
    labels: deque[str] = deque()  # of the rows under way: what becomes of them comes in their order

    def pages() -> Iterator[Page | Refusal]:
        for label, page in pages_of(texts, options):
            labels.append(label)
            yield _dated(page, label)

    added = TextsAdded()
    for result in add_pages(engine, pages(), workers, anew):
        label = labels.popleft()
        if isinstance(result, Refusal):
            result = replace(result, input=label, detail=result.detail.replace(result.input, label))
            added.refused.append(result)
        added.count(result)
        progress(result)
    return added


def _dated(page: Page | Refusal, label: str) -> Page | Refusal:
    """The page, or the refusal of one whose day cannot be told: without it, it would stand under the day of its capture."""
    written = page.given.published if isinstance(page, Page) and page.given else None
    if written is None or time_of(written):
        return page
    detail = f"{label} has {written[:80]!r} for its day of publication: write 2031-03-14, or leave it out."
    return Refusal(label, "bad-date", detail)
