"""Dates as pages write them: the clock and the offset are kept where given, never invented."""

import pytest
from hypothesis import given, strategies as st

from sayso.articles.times import archived_iso, to_iso


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("2026-11-24T09:05:06+02:00", "2026-11-24T09:05:06+02:00"),
        ("2026-11-24T09:05:06.1234567Z", "2026-11-24T09:05:06+00:00"),  # seven digits of a second
        ("2026-11-24T09:05+0200", "2026-11-24T09:05:00+02:00"),  # no colon, no seconds
        ("2026-11-24 09:05:06", "2026-11-24T09:05:06"),  # no offset is given, none is added
        ("2026-11-24", "2026-11-24"),
        ("20261124T090506Z", "2026-11-24T09:05:06+00:00"),
        ("1795511106", "2026-11-24T09:05:06+00:00"),  # seconds since 1970
        ("1795511106000", "2026-11-24T09:05:06+00:00"),  # milliseconds
        ("Tue, 24 Nov 2026 09:05:06 GMT", "2026-11-24T09:05:06+00:00"),
        ("November 24, 2026 9:05am EST", "2026-11-24T09:05:00-05:00"),
        ("24 November 2026", "2026-11-24"),  # the clock is not midnight, it is unknown
        ("24.11.2026, 17:04", "2026-11-24T17:04:00"),  # day first
        ("03/04/2031 10:00", None),  # April or March
        ("24/03/2031 10:00", "2031-03-24T10:00:00"),
        ("03/24/2031 10:00", "2031-03-24T10:00:00"),
        ("3/03/2031", "2031-03-03"),  # either way the same
        ("2031/03/04", "2031-03-04"),
        ("2026年11月24日 17:04", "2026-11-24T17:04:00"),
        ("2026-13-45T00:00:00Z", None),  # no such day
        ("1970-01-01T00:00:00Z", None),  # a default, not a time
        ("0001-01-01T00:00:00", None),
        ("24 November", None),  # the year would be a guess
        ("three days ago", None),
        ("", None),
        (None, None),
    ],
)
def test_to_iso(words: str | None, wanted: str | None) -> None:
    assert to_iso(words) == wanted


@pytest.mark.parametrize(
    ("words", "wanted"),
    [("03/04/2031 10:00", "2031-04-03T10:00:00"), ("24/03/2031", "2031-03-24"), ("03/24/2031", "2031-03-24")],
)
def test_where_the_day_comes_first(words: str, wanted: str) -> None:
    assert to_iso(words, day_first=True) == wanted


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("1941-10-30", "1941-10-30"),
        ("1989-10-30T08:00:00+01:00", "1989-10-30T08:00:00+01:00"),
        ("2026-11-24", None),  # to_iso has it
        ("1969-12-31T19:00:00-05:00", None),  # nought, in New York
        ("1900-01-01", None),
        ("0001-01-01", None),
        ("30 October 1941", None),
        (None, None),
    ],
)
def test_a_day_that_an_archive_gives(words: str | None, wanted: str | None) -> None:
    assert archived_iso(words) == wanted


@given(st.text(max_size=60))
def test_any_words_give_a_time_or_none(words: str) -> None:
    found = to_iso(words)
    assert found is None or to_iso(found) == found
