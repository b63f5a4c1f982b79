"""A dump's lines -> who wrote the article: the persons of its linked data, or the byline near its headline."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from itertools import pairwise, takewhile

from sayso.articles.bylines import (
    MOST_NAMES,
    is_day,
    is_job,
    is_name,
    is_organisation,
    is_written_as_name,
    reporter,
    split_names,
)
from sayso.articles.dumps.lines import Line, is_stopped, plain
from sayso.languages import listed

_BYWORDS = frozenset(("by", "von", "par", "por", "di", "door", "av", "af", "oleh"))
_AND = frozenset(("and", "und", "et", "y", "e", "&", ",", "en", "og", "och"))
_BY = re.compile(r"(?:By|Von|Par|Por|Di|Door)[:\s]+(?P<names>[^\d|•·@]{4,90})$")
_GOES_ON = re.compile(r"[^\W\d_A-Z]|[,.;:!?)’'\"”]")
_LONGEST = 60  # characters of a line that is somebody's name
_TOGETHER = 8  # lines from one author to the next in linked data
_BESIDE = 4  # lines from a name to its day
_OPENING = 2  # sentences between a headline and the byline: a standfirst
_ABOVE = 10  # lines from the byline to the body's first sentence


def byline_breaks(lines: Sequence[Line]) -> frozenset[int]:
    """The lines that no sentence runs into: a "By" that stands alone, and the name after it.

    >>> from sayso.articles.dumps.lines import lines_of
    >>> sorted(byline_breaks(lines_of("Rain over the port of\\nSel\\nby\\nAna Brel\\nIt rained all day, the mayor said.")))
    [2, 3]
    """
    return frozenset(i for at in range(len(lines) - 1) if _is_byline(lines, at) for i in (at, at + 1))


def _is_byline(lines: Sequence[Line], at: int) -> bool:
    """A "By" alone, then a name alone; in a sentence broken at its links the words after the name would go on."""
    if not _is_byword(lines[at].text) or not _names(lines[at + 1]):
        return False
    after = lines[at + 2].text if at + 2 < len(lines) else ""
    return (
        after.lower() in _AND
        or not _GOES_ON.match(after)
        or (after.startswith(", ") and len(after) <= _LONGEST and is_job(after))
    )


def _is_byword(text: str) -> bool:
    """ "By", "Column by", "Author of the article:"."""
    if len(text) > _LONGEST or not (words := text.lower().rstrip(" :").split()):
        return False
    return (words[-1] in _BYWORDS and len(words) <= 3) or (text.endswith(":") and words[0] in ("author", "authors"))


def _names(line: Line) -> list[str]:
    """The names that a line consists of, if it does."""
    if len(line.text) > _LONGEST or line.form not in ("phrase", "interface") or is_stopped(line.text):
        return []
    names = split_names(line.text)
    good = (name[0].isalpha() and not name[0].islower() and is_written_as_name(name) for name in names)
    return names if all(good) else []


def authors(lines: Sequence[Line], near: Sequence[Line]) -> tuple[str, ...]:
    """The authors that the linked data among all the lines names, or else the byline in those ``near`` the headline.

    >>> from sayso.articles.dumps.lines import lines_of
    >>> near = lines_of("Rain in Sel\\nBy Ana Brel and Tom Oske\\nIt rained all day, the mayor said.")
    >>> authors(lines_of("NewsArticle\\nPerson\\nAda Stone"), near), authors([], near)
    (('Ada Stone',), ('Ana Brel', 'Tom Oske'))
    """
    return tuple(dict.fromkeys(_linked(lines))) or tuple(dict.fromkeys(next(filter(None, _bylines(lines, near)), [])))


def _linked(lines: Sequence[Line]) -> Iterator[str]:
    """The name after each "Person" that linked data left in the dump, while these stand close together."""
    last = None
    for at, (line, after) in enumerate(pairwise(lines)):
        if last is not None and at - last > _TOGETHER:
            return
        if line.text == "Person" and after.form == "phrase" and is_name(after.text) and after.text[0].isalpha():
            names = [name for name in split_names(after.text) if not name[0].islower() and (" " in name or not is_job(name))]
            yield from names
            last = at if names else last


def _bylines(lines: Sequence[Line], near: Sequence[Line]) -> Iterator[list[str]]:
    """What each line gives of names as a byline: after a "By", alone or not, or somebody's name beside a date."""
    before = takewhile(lambda line: line is not near[0], lines if near else ())
    labels = frozenset(line.text for line in before)
    held = [_names(line) for line in near]
    sentences = 0
    for at, line in enumerate(near):
        sentences += line.form == "sentence"
        if at + 1 < len(near) and _is_byline(near, at):
            yield _list_from(near, at + 1)
        elif (found := _BY.match(line.text)) and len(line.text) <= 100:
            yield [name for name in split_names(found["names"]) if name[:1].isupper() and is_name(name)]
        elif named := _after_kind(near, at):
            yield named
        elif line.text not in labels and reporter(line.text):
            yield _reporters(near, at)
        elif held[at]:
            known = _stacked(held, at, _is_known)
            # Above the body, and right above it, a name that no list knows may be a byline too.
            above = sentences <= _OPENING and any(after.form == "sentence" for after in near[at + 1 : at + 1 + _ABOVE])
            if known and _is_dated(near, at, at + len(known) - 1):
                yield [name for some in known for name in some]
            elif above and line.text not in labels:
                stacked = _stacked(held, at, _may_be_person)
                if stacked and _is_dated(near, at, at + len(stacked) - 1):
                    yield [name for some in stacked for name in some]


def _after_kind(lines: Sequence[Line], at: int) -> list[str]:
    """The names of «Kolumne von Ada Stone - 28.04.2031»: what the article is, its authors, a day in the line or beside it."""
    line = lines[at].text
    found = _kind_by().match(line) if len(line) <= 100 else None
    if not found or not (found.end() < len(line) or _is_dated(lines, at, at)):
        return []
    names = split_names(found["names"])
    return names if all(_is_known(name) or _may_be_person(name) for name in names) else []


@cache
def _kind_by() -> re.Pattern[str]:
    kinds = "|".join(sorted(map(re.escape, listed("byline_kinds")), key=len, reverse=True))
    bywords = "|".join(sorted(_BYWORDS))
    return re.compile(rf"(?:{kinds})\s+(?:{bywords})\s+(?P<names>[^\d|•·@]{{4,60}}?)\s*[-–—|•·,]?\s*(?=\d|$)", re.I)


def _list_from(lines: Sequence[Line], at: int) -> list[str]:
    """The names of a line, and of those that "and" or a comma alone on a line adds to it."""
    names = _names(lines[at])
    while at + 2 < len(lines) and lines[at + 1].text.lower() in _AND and (more := _names(lines[at + 2])):
        names, at = names + more, at + 2
    return names


def _stacked(held: Sequence[list[str]], at: int, accepted: Callable[[str], bool]) -> list[list[str]]:
    """The names of each line from this one on, while a line holds nothing but names that are accepted."""
    return list(takewhile(lambda names: names and all(map(accepted, names)), held[at : at + MOST_NAMES]))


def _reporters(lines: Sequence[Line], at: int) -> list[str]:
    """The names on Korean or Japanese lines that are reporters', each perhaps with an address behind it."""
    those = takewhile(lambda line: line.form == "email" or reporter(line.text), lines[at : at + 2 * MOST_NAMES])
    return [name for line in those if (name := reporter(line.text))]


def _is_dated(lines: Sequence[Line], first: int, last: int) -> bool:
    """Whether a day stands beside these lines, with marks, an outlet or a dateline's place alone between."""
    return any(
        _opens_with_day(beside)
        for beside in (lines[last + 1 : last + 1 + _BESIDE], lines[max(0, first - _BESIDE) : first][::-1])
    )


def _opens_with_day(lines: Sequence[Line]) -> bool:
    line = next((line for line in lines if not (line.form == "mark" or _is_between(line.text))), None)
    return line is not None and (line.form in ("date", "time") or is_day(line.text) or plain(line.text) in listed("day_labels"))


def _is_between(words: str) -> bool:
    """ "Mirwen News", "Sel -": whose the article is, or from where."""
    return len(words) <= _LONGEST and not is_day(words) and (words.endswith((" -", " –", " —")) or is_organisation(words))


@cache
def _small(table: str) -> frozenset[str]:
    """The words of a list in lower case."""
    return frozenset(word.lower() for word in listed(table))


def _is_known(name: str) -> bool:
    """A known given name first, and one more word at least: "World News" is nobody."""
    first, _, rest = name.partition(" ")
    return bool(rest) and first.split("-")[0].lower() in _small("given_names")


def _may_be_person(name: str) -> bool:
    """Written as a name of two words or more, also of wide characters; no outlet, desk, job or place, and no common words."""
    small = name.lower()
    if " " not in name or ":" in name or not name[0].isalpha() or small in _small("places"):
        return False
    return _small("common_words").isdisjoint(small.split()) and is_written_as_name(name) and not is_job(name)
