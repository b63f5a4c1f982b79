"""Figures of one machine, and assumptions -> the table of docs/scale.md: what a day and a year of CC-NEWS take.

    python benchmarks/scale.py

Everything but the first block was measured; docs/scale.md says how, and by which command.
"""

from __future__ import annotations

# Assumed.
PAGES = 375_000  # a day
ENGLISH = 0.4  # of them
WARC_BYTES = 1024**3
PRICE = 0.05  # dollars a core-hour
DAYS = 365

# Measured. Bytes and CPU seconds of a page.
PACKED = 41_300  # as the archive has it
READ, PASSED = 0.078, 0.040  # one in English; one in another language, with --language en
PARQUET, PARQUET_PASSED = 6_260, 550
TAKEN = 0.0042  # CPU seconds, into a store
TEXT, STORE = 5_010, 3.4  # bytes of text; bytes of the store for each of them
MARKED = 1_310  # bytes of memory an article, while copies are marked
AGAIN = 0.95 / 1_000  # a finished shard, when the same command is given again

Row = tuple[str, float, str]


def of_a_day() -> list[Row]:
    """What a day takes: a name, a number, a unit."""
    articles = PAGES * ENGLISH
    others = PAGES - articles
    hours = (articles * READ + others * PASSED) / 3600
    return [
        ("archives of 1 GiB", PAGES * PACKED / WARC_BYTES, ""),
        ("pages", PAGES, ""),
        ("bytes to download", PAGES * PACKED / 1e9, "GB"),
        ("core-hours of reading", hours, "h"),
        ("price of these", hours * PRICE, "$"),
        ("articles in English", articles, ""),
        ("bytes of Parquet", (articles * PARQUET + others * PARQUET_PASSED) / 1e9, "GB"),
        ("memory to mark copies", articles * MARKED / 1e9, "GB"),
        ("hours of one writer into a store", articles * TAKEN / 3600, "h"),
        ("bytes of the store", articles * TEXT * STORE / 1e9, "GB"),
        ("the same command again, all being done", PAGES * PACKED / WARC_BYTES * AGAIN, "s"),
    ]


def told(number: float, unit: str) -> str:
    """A number in two digits or so, with its unit.

    >>> told(5.77, "h"), told(150_000, ""), told(0.2875, "$"), told(0.0142, "s")
    ('5.8 h', '150,000', '$.29', '.014 s')
    """
    digits = f"{float(f'{number:.2g}'):,.15g}" if number < 1e5 or unit else f"{float(f'{number:.3g}'):,.0f}"
    digits = digits.removeprefix("0") if digits.startswith("0.") else digits
    return f"${digits}" if unit == "$" else f"{digits} {unit}".rstrip()


def table() -> str:
    """The table, a line a row."""
    rows = ["| CC-NEWS | a day | a year |", "|---|---|---|"]
    rows += [f"| {name} | {told(number, unit)} | {told(DAYS * number, unit)} |" for name, number, unit in of_a_day()]
    return "\n".join(rows)


def in_a_day() -> str:
    """What a year takes that is to be read in one day."""
    year = {name: DAYS * number for name, number, _ in of_a_day()}
    cores, line = year["core-hours of reading"] / 24, year["bytes to download"] * 8000 / 86_400
    return f"A year in one day takes {cores:.0f} cores and a line of {told(line, 'Mbit/s')}."


if __name__ == "__main__":
    print(table(), in_a_day(), sep="\n\n")
