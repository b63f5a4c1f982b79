"""A dump's lines -> who wrote the article: the persons of its linked data, or the byline near its headline."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise

from sayso.bylines import is_name, is_written_as_name, split_names
from sayso.dump_lines import Line, is_stopped
from sayso.languages import entries

_BYWORDS = frozenset(("by", "von", "par", "por", "di", "door", "av", "af", "oleh"))
_AND = frozenset(("and", "und", "et", "y", "e", "&", ",", "en", "og", "och"))
_BY = re.compile(r"(?:By|Von|Par|Por|Di|Door)[:\s]+(?P<names>[^\d|•·@]{4,90})$")
_GOES_ON = re.compile(r"[^\W\d_A-Z]|[,.;:!?)’'\"”]")
_LONGEST = 60  # characters of a line that is somebody's name
_TOGETHER = 8  # lines from one author to the next in linked data


def byline_breaks(lines: Sequence[Line]) -> frozenset[int]:
    """The lines that no sentence runs into: a "By" that stands alone, and the name after it.

    >>> from sayso.dump_lines import lines_of
    >>> sorted(byline_breaks(lines_of("Rain over the port of\\nSel\\nby\\nAna Brel\\nIt rained all day, the mayor said.")))
    [2, 3]
    """
    return frozenset(i for at in range(len(lines) - 1) if _is_byline(lines, at) for i in (at, at + 1))


def _is_byline(lines: Sequence[Line], at: int) -> bool:
    """A "By" alone, then a name alone; in a sentence broken at its links the words after the name would go on."""
    if not _is_byword(lines[at].text) or not _names(lines[at + 1]):
        return False
    after = lines[at + 2].text if at + 2 < len(lines) else ""
    return after.lower() in _AND or not _GOES_ON.match(after)


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
    return names if all(name[:1].isupper() and is_written_as_name(name) for name in names) else []


def authors(lines: Sequence[Line], near: Sequence[Line]) -> tuple[str, ...]:
    """The authors that the linked data among all the lines names, or else the byline in those ``near`` the headline.

    >>> from sayso.dump_lines import lines_of
    >>> near = lines_of("Rain in Sel\\nBy Ana Brel and Tom Oske\\nIt rained all day, the mayor said.")
    >>> authors(lines_of("NewsArticle\\nPerson\\nAda Stone"), near), authors([], near)
    (('Ada Stone',), ('Ana Brel', 'Tom Oske'))
    """
    return tuple(dict.fromkeys(_linked(lines))) or tuple(dict.fromkeys(next(filter(None, _bylines(near)), [])))


def _linked(lines: Sequence[Line]) -> Iterator[str]:
    """The name after each "Person" that linked data left in the dump, while these stand close together."""
    last = None
    for at, (line, after) in enumerate(pairwise(lines)):
        if last is not None and at - last > _TOGETHER:
            return
        if line.text == "Person" and after.form == "phrase" and is_name(after.text) and not after.text[0].islower():
            yield after.text
            last = at


def _bylines(lines: Sequence[Line]) -> Iterator[list[str]]:
    """What each line gives of names as a byline: after a "By", alone or not, or a person's name beside a date."""
    for at, line in enumerate(lines):
        if at + 1 < len(lines) and _is_byline(lines, at):
            yield _list_from(lines, at + 1)
        elif (found := _BY.match(line.text)) and len(line.text) <= 100:
            yield [name for name in split_names(found["names"]) if name[:1].isupper() and is_name(name)]
        elif (names := _names(line)) and _is_dated(lines, at) and all(_is_person(name) for name in names):
            yield names


def _list_from(lines: Sequence[Line], at: int) -> list[str]:
    """The names of a line, and of those that "and" or a comma alone on a line adds to it."""
    names = _names(lines[at])
    while at + 2 < len(lines) and lines[at + 1].text.lower() in _AND and (more := _names(lines[at + 2])):
        names, at = names + more, at + 2
    return names


def _is_dated(lines: Sequence[Line], at: int) -> bool:
    return any(line.form in ("date", "time") for line in (*lines[max(at - 1, 0) : at], *lines[at + 1 : at + 2]))


@cache
def _given_names() -> frozenset[str]:
    return frozenset(name.lower() for name, _ in entries("en", "given_names"))


def _is_person(name: str) -> bool:
    """A known given name first, and one more word at least: "World News" is nobody."""
    first, _, rest = name.partition(" ")
    return bool(rest) and first.split("-")[0].lower() in _given_names()
