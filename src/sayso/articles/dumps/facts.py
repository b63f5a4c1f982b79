"""A dump's lines -> what they say about the article: address, headline, outlet, times, section, language, images."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from urllib.parse import urlsplit

from sayso.articles.datelines import day_in_address, written_time
from sayso.articles.dumps.headline import fits, host_words, slug_of
from sayso.articles.dumps.lines import Line, plain
from sayso.articles.times import to_iso
from sayso.articles.visible_dates import days_told, label_of

_CARD_TAIL = re.compile(r"(?:\.{3}|…)?\s*\b\d\d\.\d\d\.\d{4}, (?P<outlet>[^.]{2,60})$")
_CUT = re.compile(r"\s*(?:\.{3}|…|\[…\]|\[\.\.\.\])\s*$")
_NOT_A_PICTURE = re.compile(r"logo|icon|sprite|avatar|pixel|placeholder|favicon", re.I)
APART = 3  # lines from one machine time to the next of its group
LONGEST_CLOCK = 40  # characters of a line that is the clock of the day before it
LONGEST_DATA = 200_000  # characters of a line of data that are looked at
_NAMED_TIME = re.compile(
    r"(?:date_?published|publish(?:ed)?_?(?:date|at|on|time)|publication_?(?:date|time)|first_?published)\W{1,8}"
    r"(\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d)?(?:Z|[+-]\d\d:?\d\d)?)?)",
    re.I,
)
_PUBLISHED = re.compile(
    r"\b(?:publi(?:shed|cation|sh|ziert|é|e|cado|cada|cato)|posted|veröffentlicht|erstellt|erschienen|gepubliceerd)\b", re.I
)
_PICTURE_ID = re.compile(r"\d{6,}|[0-9a-f]{16,}")


@dataclass(frozen=True, slots=True)
class Near:
    """Lines near a headline, in page order, and whether the last of them is the nearest."""

    texts: Sequence[str]
    nearest_last: bool = False


def address(lines: Sequence[Line]) -> str | None:
    """The article's own address: the first with a path of some length, else the first in the dump's first lines."""
    found = [line.text for line in lines[:400] if line.form == "address" and line.text.startswith("http")]
    long = [url for url in found if slug_of(url).count(" ") >= 2]
    return next(iter(long or found[:1]), None)


def description_outlet(text: str) -> tuple[str, str | None]:
    """A description without "… 14.03.2031, Port Post" at its end, and the outlet it names."""
    tail = _CARD_TAIL.search(text)
    return (text[: tail.start()].rstrip(), tail["outlet"].strip()) if tail else (text, None)


def uncut(text: str) -> str:
    """A description without the dots at which it was cut."""
    return _CUT.sub("", text)


def outlet(lines: Sequence[Line], url: str | None) -> str | None:
    """The name whose letters the address's host holds, or that stands repeated beside the publisher's contacts."""
    host = host_words(url)
    names = Counter(
        line.text
        for line in lines
        if line.form in ("phrase", "interface", "address") and len(line.text) <= 40 and "//" not in line.text
    )
    if host:
        fitting = [name for name in names if fits(name, host)]
        if fitting:
            return max(fitting, key=lambda name: (len(plain(name)), names[name]))
    cards = Counter(before.text for before, line in pairwise(lines) if line.form == "email" and before.form == "phrase")
    return cards.most_common(1)[0][0] if cards else None


def iso(text: str) -> str | None:
    """A machine's time in ISO 8601 to the second or minute that it gives, its offset with a colon; None for a day alone.

    >>> iso("2031-03-14T09:20+0100"), iso("2031-03-14 08:20:05 Z"), iso("2031-03-14")
    ('2031-03-14T09:20+01:00', '2031-03-14T08:20:05+00:00', None)
    """
    tidy = re.sub(r"\s*(?:Z|UTC|GMT)$", "+00:00", text.strip())
    tidy = re.sub(r"\s+(?=[+-]\d\d:?\d\d$)", "", tidy)
    tidy = re.sub(r"([+-]\d\d)(\d\d)$", r"\1:\2", tidy) if re.search(r":\d\d.*[+-]\d{4}$", tidy) else tidy
    try:
        when = datetime.fromisoformat(tidy)
    except ValueError:
        return None
    if not re.search(r"\d[T ]\d\d:?\d\d", tidy):
        return None
    return when.isoformat(timespec="seconds" if when.second or re.search(r"\d:\d\d:\d\d", tidy) else "minutes")


def dates(
    lines: Sequence[Line], head: int, near: Iterable[Near], url: str | None, day_first: bool | None
) -> tuple[str | None, str | None]:
    """Published and updated, in ISO 8601; the day alone where no clock is told. A change that is all that is told is both.

    The machine times above the headline, which is line ``head``; then the datelines in the groups of lines ``near`` it, as a
    reader sees them, the nearest first; machine times anywhere; the day in the address; the times in data that were left in a
    line; a day that is said to be the publication's, wherever it stands; and that of all datelines, where they tell but one.
    """
    shown, changed = _shown(near, day_first)
    published, updated = _group(lines[:head])
    if published is None:
        published, updated = (shown, changed) if shown or changed else _group(lines)
    elif shown and "T" not in published and shown.startswith(published):
        published = shown
    if published is None:
        published = day_in_address(url) or next(filter(None, map(_in_data, lines)), None) or _labelled(lines, day_first)
        published = published or _only_day(lines, day_first) or changed or _last_change(lines, day_first)
    return published, updated or changed


def _shown(near: Iterable[Near], day_first: bool | None) -> tuple[str | None, str | None]:
    """Published and updated by the first group of lines that tells a publication, a change by those before it too."""
    changed = None
    for group in near:
        published, updated = datelines(group.texts, day_first, group.nearest_last)
        changed = changed or updated
        if published:
            return published, changed
    return None, changed


def _labelled(lines: Sequence[Line], day_first: bool | None) -> str | None:
    """The day of the first line on a page that is said to be the publication's, wherever it stands."""
    told = (
        (days_told(line.text, label_of(before.text), day_first), f"{before.text} {line.text}")
        for before, line in pairwise(lines)
        if line.form == "date"
    )
    return next((when for days, words in told if _PUBLISHED.search(words) for later, when in days if not later), None)


def _last_change(lines: Sequence[Line], day_first: bool | None) -> str | None:
    """The first day on a page that is said to be a change's."""
    told = (days_told(line.text, label_of(before.text), day_first) for before, line in pairwise(lines) if line.form == "date")
    return next((when for days in told for later, when in days if later), None)


def _only_day(lines: Sequence[Line], day_first: bool | None) -> str | None:
    dated = (line.text for line in lines if line.form == "date")
    told = [when for words in dated for later, when in days_told(words, "", day_first) if not later]
    return told[0] if len({when[:10] for when in told}) == 1 else None


def datelines(near: Sequence[str], day_first: bool | None = None, nearest_last: bool = False) -> tuple[str | None, str | None]:
    """Published and updated as lines near a headline tell them, the first or the last of them first.

    A day's clock may stand in the next line.

    >>> datelines(["Ada Stone", "Published Fri, Mar 14 2031", "2:23 PM EDT", "Updated:", "15.03.2031"])
    ('2031-03-14T14:23-04:00', '2031-03-15')
    """
    published = updated = None
    for number in reversed(range(len(near))) if nearest_last else range(len(near)):
        label = label_of(near[number - 1]) if number else ""
        for later, when in days_told(near[number], label, day_first):
            if "T" not in when and number + 1 < len(near) and len(near[number + 1]) <= LONGEST_CLOCK:
                when = written_time(f"{when} {near[number + 1]}") or when
            published, updated = (published, updated or when) if later else (published or when, updated)
        if published:
            return published, updated or _change(near[number : number + 5], day_first)
    return published, updated


def _change(texts: Sequence[str], day_first: bool | None) -> str | None:
    """The first day behind the first line that is said to be a change's."""
    told = (days_told(words, label_of(before), day_first) for before, words in pairwise(texts))
    return next((when for days in told for later, when in days if later), None)


def _group(lines: Sequence[Line]) -> tuple[str | None, str | None]:
    """The earliest and the latest time of the first group of machine times; of a day alone and a time on it the time."""
    group: list[str] = []
    last = -1
    for index, line in enumerate(lines):
        if line.form != "time":
            continue
        if group and index - last > APART:
            break
        when = iso(line.text) or to_iso(line.text)
        if when:
            group.append(when)
            last = index
    clocks = {when[:10] for when in group if "T" in when}
    group = [when for when in group if "T" in when or when not in clocks]
    if not group:
        return None, None
    ordered = sorted(group, key=lambda when: datetime.fromisoformat(when).timestamp())
    published, updated = ordered[0], ordered[-1]
    return published, (updated if updated != published else None)


def _in_data(line: Line) -> str | None:
    """The first appearance that a line of data names: {"publication_date": "2031-03-14 09:00"}."""
    if line.form != "code" or not (found := _NAMED_TIME.search(line.text[:LONGEST_DATA])):
        return None
    return to_iso(found[1])


def images(lines: Iterable[Line], most: int = 10) -> tuple[str, ...]:
    """Addresses of pictures, one for each picture however it was cropped; without logos and icons."""
    kept: dict[str, str] = {}
    for line in lines:
        if line.form != "image" or _NOT_A_PICTURE.search(line.text):
            continue
        numbers = _PICTURE_ID.findall(line.text)
        key = max(numbers[:2], key=len) if numbers else line.text.split("?")[0]
        kept.setdefault(key, line.text)
        if len(kept) >= most:
            break
    return tuple(kept.values())


def section(lines: Sequence[Line], url: str | None) -> str | None:
    """The short tag that follows the machine times, or one that is a part of the address's path."""
    try:
        parts = {plain(part) for part in urlsplit(url or "").path.split("/")[1:-1]} - {""}
    except ValueError:
        parts = set()
    for line, after in pairwise(lines[:60]):
        if line.form == "time" and after.form in ("phrase", "interface") and len(after.text.split()) <= 3:
            return after.text
    return next((line.text for line in lines[:400] if plain(line.text) in parts and line.form in ("phrase", "interface")), None)


def locale(lines: Sequence[Line]) -> str | None:
    """The language of the dump's own locale line ("en_GB" gives "en")."""
    return next((line.text[:2].lower() for line in lines if line.form == "locale" and line.text[2] in "_-"), None)
