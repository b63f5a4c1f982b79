"""A dump's lines -> what they say about the article: address, headline, outlet, times, section, language, images."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import pairwise
from urllib.parse import urlsplit

from sayso.articles.dumps.headline import fits, host_words, slug_of
from sayso.articles.dumps.lines import Line, plain

_CARD_TAIL = re.compile(r"(?:\.{3}|…)?\s*\b\d\d\.\d\d\.\d{4}, (?P<outlet>[^.]{2,60})$")
_CUT = re.compile(r"\s*(?:\.{3}|…|\[…\]|\[\.\.\.\])\s*$")
_NOT_A_PICTURE = re.compile(r"logo|icon|sprite|avatar|pixel|placeholder|favicon", re.I)
_PICTURE_ID = re.compile(r"\d{6,}|[0-9a-f]{16,}")


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


def times(lines: Sequence[Line]) -> tuple[str | None, str | None]:
    """Published and updated: the earliest and the latest time of the first group of machine times in the dump."""
    group: list[str] = []
    last = -1
    for index, line in enumerate(lines):
        if line.form != "time":
            continue
        if group and index - last > 3:
            break
        when = iso(line.text)
        if when:
            group.append(when)
            last = index
    if not group:
        return None, None
    ordered = sorted(group, key=lambda when: datetime.fromisoformat(when).timestamp())
    published, updated = ordered[0], ordered[-1]
    return published, (updated if updated != published else None)


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
