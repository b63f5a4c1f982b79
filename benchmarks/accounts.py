"""Compare the two accounts of each labelled pair, and write what comes out.

    python benchmarks/accounts.py LABELS_DIR --answers FOLDER

LABELS_DIR holds a folder for each pair with its texts ``a.txt`` and ``b.txt``; FOLDER gets a NAME.json for each, a comparison
as ``sayso.comparison/1``.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from sayso.comparing.accounts import Account, Comparison, claims_of, compare
from sayso.formats import comparison_to_json
from sayso.options import PageOptions
from sayso.reading import read_many
from sayso.record import Reading


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("labels", type=Path, metavar="LABELS_DIR")
    parser.add_argument("--answers", type=Path, metavar="FOLDER", required=True)
    asked = parser.parse_args()
    asked.answers.mkdir(parents=True, exist_ok=True)
    for folder in sorted(path.parent for path in asked.labels.glob("*/a.txt")):
        answer = comparison_to_json(compare_pair(folder))
        (asked.answers / f"{folder.name}.json").write_text(json.dumps(answer, indent=1, ensure_ascii=False), encoding="utf8")


def read_pair(folder: Path) -> list[Reading]:
    """The readings of a pair's two texts; the program ends where one cannot be read."""
    readings = []
    for reading in read_many([folder / "a.txt", folder / "b.txt"], PageOptions(prose=True), workers=1):
        if not isinstance(reading, Reading):
            sys.exit(f"{reading.input}: {reading.detail}")
        readings.append(reading)
    return readings


def compare_pair(folder: Path) -> Comparison:
    """The comparison of the texts ``a.txt`` and ``b.txt`` of a folder."""
    return compare_readings(read_pair(folder))


def compare_readings(readings: list[Reading]) -> Comparison:
    """The comparison of two readings, each the account of its publisher, "a" and "b"."""
    accounts = [
        Account(name, None, reading.input, reading.article, claims_of(reading, name), own=True)
        for name, reading in zip("ab", readings, strict=True)
    ]
    return compare(accounts, readings)


if __name__ == "__main__":
    main()
