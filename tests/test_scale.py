"""docs/scale.md has the table that benchmarks/scale.py computes."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "benchmarks"))
import scale

PAGE = Path(__file__).parents[1] / "docs/scale.md"


def test_the_page_has_the_table_that_is_computed() -> None:
    page = PAGE.read_text(encoding="utf8")
    for part in (scale.table(), scale.in_a_day()):
        assert part in page, "python benchmarks/scale.py prints what belongs into docs/scale.md"


def test_numbers_are_told_in_two_digits() -> None:
    assert [scale.told(*one) for one in ((5.77, "h"), (150_000, ""), (0.2875, "$"), (0.0142, "s"), (5_700, "GB"))] == [
        *("5.8 h", "150,000", "$.29", ".014 s", "5,700 GB")
    ]
