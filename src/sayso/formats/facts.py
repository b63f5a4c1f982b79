"""Reading -> the facts at its head, as people read them: headline, byline, address and what was found."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from sayso.doubt import is_doubtful
from sayso.record import Reading, input_name


@dataclass(frozen=True, slots=True)
class Head:
    """What stands above an article's statements. ``byline`` holds only what is known; ``url`` only an http(s) address."""

    headline: str
    standfirst: str | None
    byline: tuple[str, ...]
    url: str | None
    counts: str


def head(reading: Reading) -> Head:
    """The facts at the head of a reading; an article without a headline goes by its input."""
    article = reading.article
    times = [day(article.published)] if article.published else []
    if article.updated and article.updated != article.published:
        times.append(f"updated {day(article.updated)}")
    byline = [article.outlet, ", ".join(article.authors), *times, article.section]
    return Head(
        headline=article.headline or input_name(reading.input),
        standfirst=article.standfirst,
        byline=tuple(fact for fact in byline if fact),
        url=web_address(article.url),
        counts=_counts(reading),
    )


def day(time: str) -> str:
    """An ISO 8601 time for people; what is no such time is shown as it stands.

    >>> day("2031-03-04T16:05:00+01:00"), day("2031-03-04"), day("March")
    ('4 March 2031, 16:05 (UTC+01:00)', '4 March 2031', 'March')
    """
    try:
        when = datetime.fromisoformat(time)
    except ValueError:
        return time
    date = f"{when.day} {MONTHS[when.month - 1]} {when.year}"
    if len(time) <= len("2031-03-04"):
        return date
    zone = when.strftime("%z")
    offset = f" (UTC{zone[:3]}:{zone[3:5]})" if zone.strip("+0") else " (UTC)" if zone else ""
    return f"{date}, {when:%H:%M}{offset}"


# Not strftime's: month names must not change with the machine's locale.
MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def bare_input(given: str) -> str:
    """An input's name for strangers: that of a file without its folders, an address as it is.

    >>> bare_input("/home/ana/pages/ridge.html"), bare_input("c:\\\\pages\\\\crawl.warc.gz:81920"), bare_input("https://a.example/b")
    ('ridge.html', 'crawl.warc.gz:81920', 'https://a.example/b')
    """
    return given if re.match(r"[a-z][a-z0-9+.-]+://", given, re.IGNORECASE) else re.split(r"[/\\\\]", given)[-1]


def web_address(address: str | None) -> str | None:
    """The address, where it is one that a browser may open.

    >>> web_address("HTTPS://post.example/1"), web_address("javascript:alert(1)"), web_address("notes/a.html")
    ('HTTPS://post.example/1', None, None)
    """
    return address if address and address.lower().startswith(("https://", "http://")) else None


def _counts(reading: Reading) -> str:
    doubtful = sum(map(is_doubtful, reading.statements))
    statements = _count(len(reading.statements), "statement", "statements") + (f" ({doubtful} doubtful)" if doubtful else "")
    found = [statements, _count(len(reading.parties), "party", "parties")]
    found += [_count(len(reading.events), "event", "events")] if reading.events else []
    found += [_count(len(reading.undertakings), "undertaking", "undertakings")] if reading.undertakings else []
    model = f"read by model {reading.model}" if reading.model else "read without a model, by quotation marks and colons alone"
    return ", ".join([*found, model])


def _count(number: int, one: str, many: str) -> str:
    return f"{number or 'no'} {one if number == 1 else many}"
