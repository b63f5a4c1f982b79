"""What opens a paragraph -> the label of who speaks in it, and how surely: «MS. OKAFOR: …», «Q Why?», «Mr. Addo. Yes.»"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Literal

from sayso.articles import is_name
from sayso.attribution import Extent
from sayso.languages import entries, word_class
from sayso.languages.lexicon import word_lists

Kind = Literal["asker", "answerer", "voice"]

LONGEST_LABEL = 80  # code points

_TOKEN = r"[^\W_](?:[^\s:：;!?\"“”«»()\[\]\n]*[^\s:：;!?\"“”«»()\[\]\n,])?"
_BRACKETS = r"(?:\s*[(\[][^()\[\]\n]{1,60}[)\]])"  # «TAPPER (voice-over):»
_COLON = re.compile(rf"(?P<name>{_TOKEN}(?:,?\s{_TOKEN}){{0,8}}?){_BRACKETS}?(?P<cue>\s?[:：](?!\d))\s*(?=\S)")
_RECORD = re.compile(r"(?P<name>[^\W\d_a-z]\w*\.?(?:\s[^\W\d_a-z][\w.'’-]*){1,4})\.\s+(?=[^\W\d_a-z]|[\"“‘'(\[])")
_WORD = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")
_LOWER = re.compile(r"[^\W\d_A-Z]")


@dataclass(frozen=True, slots=True)
class Label:
    """One label: where its name stands and where the words begin, in code points; ``cue`` is its colon.

    ``titled``: it has a title or an office before a name, or "the" before an office («MS. OKAFOR», «THE PRESIDENT»).
    ``known``: its words tell a speaker by themselves (``kind``, an office, a person named in the article). ``capitals``: all of
    it. ``record``: a full stop stands in place of the colon, as official records have it.
    """

    name: Extent
    words: str
    cue: Extent | None
    begins: int
    kind: Kind
    titled: bool
    known: bool
    capitals: bool
    record: bool = False

    @property
    def key(self) -> str:
        """The same for every turn of the same voice."""
        return " ".join(self.words.casefold().split())


def label_at(text: str, start: int, end: int, people: frozenset[str] = frozenset(), english: bool = True) -> Label | None:
    """The label that opens a stretch of a text (code points), or None.

    ``people`` are the surnames, in lower case, of those whom the article names. Without ``english`` capitals alone must do.

    >>> label_at("MS. OKAFOR: Never.", 0, 18).words, label_at("Note: It rained.", 0, 16)
    ('MS. OKAFOR', None)
    """
    stop = min(end, start + LONGEST_LABEL + 60)
    if english and (letter := _letter().match(text, start, stop)):
        return _lettered(text, letter)
    if colon := _COLON.match(text, start, stop):
        return _told(text, colon.span("name"), colon.span("cue"), colon.end(), people, english)
    if english and (record := _RECORD.match(text, start, stop)):
        found = _told(text, record.span("name"), None, record.end(), people, english)
        return found if found and found.titled and _is_whole(found.words) else None
    return None


def _is_whole(words: str) -> bool:
    """Whether a record's label ends in a name: not «Judge Ebony M.», where her name goes on."""
    last = words.split()[-1].strip(".").lower()
    return len(last) > 1 and last not in word_lists().titles


def _lettered(text: str, letter: re.Match[str]) -> Label:
    """«Q Was she there?», «A. Yes.»"""
    start, end = letter.span("name")
    cue = (end, end + 1) if text[end : end + 1] == ":" else None
    kind: Kind = "asker" if letter["name"].lower() in listed_as("asker") else "answerer"
    return Label((start, end), letter["name"], cue, letter.end(), kind, titled=False, known=True, capitals=True)


def _told(text: str, name: Extent, cue: Extent | None, begins: int, people: frozenset[str], english: bool) -> Label | None:
    words = text[slice(*name)]
    if len(words) > LONGEST_LABEL:
        return None
    capitals = _in_capitals(words)
    if cue and text[cue[0]].isspace():
        cue = (cue[1] - 1, cue[1])
    if not english:
        return Label(name, words, cue, begins, "voice", False, False, capitals) if is_name(words) else None
    parts = [part.lower() for part in _WORD.findall(words)]
    if not parts or not (capitals or _is_named(words)):
        return None
    titled = is_titled(parts)
    if not titled and not listed_as("no voice").isdisjoint(parts):
        return None
    kind: Kind = "voice"
    for one in ("asker", "answerer"):
        if parts[-1] in listed_as(one) and (len(parts) > 1 or len(parts[0]) > 1):
            kind = "asker" if one == "asker" else "answerer"
    known = titled or kind != "voice" or _speaks(parts[-1]) or parts[-1] in people
    return Label(name, words, cue, begins, kind, titled, known, capitals, record=cue is None)


def is_titled(parts: Iterable[str]) -> bool:
    """Whether lower-case words are an office with "the", or a name with a title or an office before it.

    >>> is_titled(["the", "vice", "president"]), is_titled(["ms", "okafor"]), is_titled(["president"])
    (True, True, False)
    """
    first, *rest = parts
    if first in word_class("determiner"):
        return bool(rest) and any(_is_office(part) for part in rest)
    return bool(rest) and any(part in word_lists().ranks or part in word_lists().titles for part in (first, *rest[:-1]))


def _is_office(part: str) -> bool:
    return part in word_lists().offices or part.rpartition("-")[2] in word_lists().offices


def _speaks(part: str) -> bool:
    return _is_office(part) or part in listed_as("voice") or part in word_lists().groups


def _in_capitals(words: str) -> bool:
    """«MS. OKAFOR», «McCABE», and «President MACRON», where a title alone is not."""
    *before, last = words.split()
    letters = [char for char in words if char.isalpha()]
    if len(letters) > 1 and 4 * sum(char.islower() for char in letters) <= len(letters):
        return True
    offices = all(_is_office(word.strip(".").lower()) or word.strip(".").lower() in word_lists().titles for word in before)
    return bool(before) and offices and len(last) > 2 and last.isupper()


def _is_named(words: str) -> bool:
    """Whether capitals begin its words, but for small ones between them; a full stop stands only behind a title or a letter."""
    tokens = words.split()
    small = word_class("preposition") | word_class("determiner") | word_lists().particles
    return (
        len(tokens) <= 6
        and tokens[0][0].isupper()
        and all(token[0].isupper() or token[0].isdigit() or token in small for token in tokens)
        and all(_may_be_stopped(token) for token in tokens if token.endswith("."))
    )


def _may_be_stopped(token: str) -> bool:
    bare = token[:-1].lower()
    return (
        len(bare) == 1 or bare in word_lists().titles or bare in word_class("abbreviation") or bare in word_class("generation")
    )


def names_nobody(label: str) -> bool:
    """Whether a label tells a part in a talk and no name.

    >>> names_nobody("INTERVIEWER"), names_nobody("A"), names_nobody("OSEI")
    (True, True, False)
    """
    return label.lower() in listed_as("voice") | listed_as("asker") | listed_as("answerer")


@cache
def _letter() -> re.Pattern[str]:
    """«Q Why?», «A. Yes.»: a letter of the list in place of a name."""
    letters = "".join(sorted(word.upper() for word in listed_as("asker") | listed_as("answerer") if len(word) == 1))
    return re.compile(rf"(?P<name>[{letters}])(?:[.:]\s*|\s+)(?=[^\W\d_a-z]|[\"“‘'(\[…—–-])")


@cache
def listed_as(kind: str) -> frozenset[str]:
    """The words of one kind in the language's list of labels: "asker", "no voice", …

    >>> "host" in listed_as("asker")
    True
    """
    return frozenset(word for one, word in entries("en", "labels") if one == kind)
