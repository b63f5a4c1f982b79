"""Names found by where they stand, held against a look at every one of them."""

from __future__ import annotations

from hypothesis import given, settings, strategies as st

from sayso.parties.occurrences import Occurrence, Occurrences

GAPS = st.lists(st.tuples(st.integers(0, 4), st.integers(1, 6)), max_size=12)


def named(gaps: list[tuple[int, int]]) -> list[Occurrence]:
    """Names in a row: how many code points after the one before each begins, and how long it is."""
    found, at = [], 0
    for number, (gap, length) in enumerate(gaps):
        start = at + gap
        at = start + length
        found.append(Occurrence(number, number + 1, start, at, "N" * length, "person", lead=number))
    return found


@settings(deadline=None)
@given(GAPS, st.integers(0, 60), st.integers(0, 12))
def test_names_are_found_as_a_look_at_all_of_them_finds_them(gaps: list[tuple[int, int]], start: int, length: int) -> None:
    held, end = named(gaps), start + length
    found = Occurrences(held)
    assert list(found) == held
    assert found.inside(start, end) == [o for o in held if start <= o.start < end and o.end <= end]
    assert found.touching(start, end) == [o for o in held if o.start < end and start < o.end]
    assert found.ending_at(end) == next((o for o in held if o.end == end), None)
