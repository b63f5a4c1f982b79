"""An article -> the day from which its times count: that of its dateline ("KYIV, Feb. 20 —"), else the day of publication."""

from __future__ import annotations

import re
from datetime import date

from sayso.languages.lexicon import month_numbers
from sayso.record import Article

LAST = 4  # paragraphs in which it is looked for
LONGEST = 120  # code points at the start of a body in which a dateline stands
_DATELINE = re.compile(
    r"\s*(?:\([A-Z][^()\n]{0,40}\)\s*)?[A-Z][A-Z .'’/-]{2,40},?(?: ?[A-Z][^\W\d_]{1,15}\.?,?){0,3} "
    r"(?P<month>[A-Z][a-z]{2,8})\.? "
    r"(?P<day>\d{1,2})(?:, (?P<year>\d{4}))?\s*(?:\([^()\n]{1,30}\)\s*)?(?:--|[-–—_:]|$)"
)


def day_of(article: Article) -> date | None:
    """The day on which an article's words are told; None where it says none.

    A dateline without a year is of the year in which it is nearest to the day of publication. That day is taken in the
    article's own offset.

    >>> from sayso.record import Paragraph
    >>> text = "KYIV, Feb. 20 (Newswire) — It rained on Friday."
    >>> day_of(Article("a", text, (Paragraph(0, 47, "body"),), published="2022-02-21T01:00:00+02:00"))
    datetime.date(2022, 2, 20)
    """
    published = _date((article.published or "")[:10])
    for part in article.paragraphs[:LAST]:
        line = _DATELINE.match(article.text, part.start, min(part.end, part.start + LONGEST)) if part.kind == "body" else None
        month = month_numbers().get(line["month"].lower()) if line else None
        if line and month:
            return _dated(line["year"], month, int(line["day"]), published) or published
    return published


def _dated(year: str | None, month: int, day: int, published: date | None) -> date | None:
    if year:
        return _date(f"{year}-{month:02d}-{day:02d}")
    if published is None:
        return None
    days = filter(None, (_date(f"{published.year + shift:04d}-{month:02d}-{day:02d}") for shift in (-1, 0, 1)))
    return min(days, key=lambda one: abs((one - published).days), default=None)


def _date(iso: str) -> date | None:
    try:
        return date.fromisoformat(iso)
    except ValueError:
        return None
