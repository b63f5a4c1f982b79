"""The results of one input, a broken part a refusal -> the same, the first thousand of these one by one and the others as one.

A file of nothing but "WARC/1.0", or of lines that are no JSON, has a broken part in each few bytes: a megabyte would give a
hundred thousand refusals, twenty times its size.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sayso.record import Page, Refusal

MOST_TOLD = 1_000
MOST_IN_A_ROW = 10_000  # with nothing whole between: then the rest is not looked at


def told_together(results: Iterable[Page | Refusal | None], name: str, reason: str) -> Iterator[Page | Refusal]:
    """The results of an input, in order; those refused for ``reason`` beyond MOST_TOLD are counted in one refusal at the end.

    None is a part that is whole and gives no page. After MOST_IN_A_ROW broken parts the results are not asked for any more, and
    the last refusal says so. Else the very last broken part is told too: it may say itself that the rest is left.

    >>> lines = (Refusal(f"a.jsonl:{number}", "bad-json", "") for number in range(1, 3000))
    >>> *_, others, last = told_together(lines, "a.jsonl", "bad-json")
    >>> others.detail.partition(";")[0], last.input
    ('a.jsonl has 1,998 more broken parts before the last, a.jsonl:2999', 'a.jsonl:2999')
    """
    count = row = 0
    last: Refusal | None = None
    for result in results:
        broken = isinstance(result, Refusal) and result.reason == reason
        count, row = count + broken, row + 1 if broken else 0
        if broken and count > MOST_TOLD:
            assert isinstance(result, Refusal)
            last = result
        elif result is not None:
            yield result
        if row >= MOST_IN_A_ROW:
            break
    if last is not None and row >= MOST_IN_A_ROW:
        left = f"{row:,} are in a row, so the rest is left. Is it the right file? Else get it again, or give the rest alone."
        yield Refusal(name, reason, f"{name} has {count - MOST_TOLD:,} more broken parts, up to {last.input}; {left}")
    elif last is not None:
        if count > MOST_TOLD + 1:
            others = f"{name} has {count - MOST_TOLD - 1:,} more broken parts before the last, {last.input}"
            yield Refusal(name, reason, f"{others}; what is whole between them is read. Get it again.")
        yield last
