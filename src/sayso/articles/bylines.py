"""What a page writes of its authors -> their names: "By ADA STONE and Bo Reed, Political Editor" gives two."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

from sayso.articles.composition import clean
from sayso.articles.linked_data import Node, kinds, words_of
from sayso.languages import entries, listed

MOST_NAMES = 50
LONGEST_NAME = 60
LONGEST_BYLINE = 400
_PARTS = re.compile(r"\s*[;|/•·⋅∙●\n]\s*")
_AND = re.compile(
    r"(?:\s*,)?\s+(?P<with>with|mit|avec|con|com)\s+|(?:\s*,)?\s+(?:and|und|et|y|e|og|och|dan|ve|та|і|и|AND|UND|ET|Y|&)\s+"
    r"|\s+en\s+(?=\w+ \w)"
)
_IN_BRACKETS = re.compile(r"\s*[(\[（]([^)\]）]{0,60})[)\]）]\s*")
_ADDRESS = re.compile(r"https?://|www\.|@|\.(?:com|org|net)/", re.I)
_LINKED = re.compile(r"\S*(?:https?://|www\.|@|\.(?:com|org|net)/)\S*", re.I)
_AFFILIATION = re.compile(r"\s+(?:for|For|of|at|in|para|für|pour|aus|à)\s+.{3,50}$|\s+en\s+\w+$|\s+[-–—|]\s+.*$", re.I)
_HANDLE = re.compile(r"^[a-z0-9]+(?:[-_.][a-z0-9]+)*$")
_ROLE = re.compile(r"\b(?:photo|foto|pictures?\b|images?\b|bild|video|illustration|grafi|graphic)", re.I)
# "…, photos by Bo Reed; editing by Cy Lund": people with a part in the page, but not its authors.
_CREDIT = re.compile(
    r"(?:^|[,.–—-]\s*|\s)(?:(?:additional|further) report\w+|photo\w*|foto\w*|pictures?|images?|video|bild(?:er)?|"
    r"illustrations?|graphics?|"
    r"edit(?:ed|ing|or)|translat(?:ed|ion)|produc(?:ed|tion)|traduc\w+|übersetz\w+|redigering)\s*"
    r"(?::|by\b|von\b|par\b|por\b|from\b|di\b|af\b|av\b|credit\b|door\b).*$",
    re.I,
)
_WEEKDAYS = (
    "monday tuesday wednesday thursday friday saturday sunday montag dienstag mittwoch donnerstag freitag samstag sonntag "
    "lundi mardi mercredi jeudi vendredi samedi dimanche lunes martes miércoles jueves viernes sábado domingo"
)
_BEFORE_A_DAY = "on|am|le|el|il|vom|den|at"
_WIDE_JOBS = "기자|특파원|記者|记者"
_WIDE_JOB = re.compile(rf"\s*(?:{_WIDE_JOBS})$")
_REPORTER = re.compile(rf"(?:[(\[][^)\]]{{1,20}}[)\]]\s*)?([^\W\d_a-zA-Z]{{3,4}})\s+(?:{_WIDE_JOBS})")
# Before a surname these are more often a part of it: "Von Lund", "Di Brel".
_PARTICLES = frozenset(("von", "vom", "da", "di", "na", "af", "av"))
_WITHIN_NAMES = "de van von der den da di la le du del della dos das do bin binti bint ibn al el ter ten zu zur y e af av und"
_PERSONS_JOBS = (
    "writer reporter reporters correspondent editor columnist producer analyst journalist photographer critic contributor "
    "redakteur redakteurin korrespondent korrespondentin journaliste periodista giornalista"
)
_BEFORE_A_JOB = (
    "staff senior chief deputy managing associate assistant contributing political politics business sports sport national "
    "foreign health science technology tech news crime education culture special ap breaking digital features"
)
# What a role begins with, behind two words of a name: "Matt Check Head Winemaker".
_ROLE_BEGINS = "senior chief head staff deputy managing associate contributing former founder founding co-founder licensed"
_ROLE_GLUED = re.compile(
    r"(?<=[a-zß-ÿ])(?=(?:Staff|Senior|Editor|Reporter|Writer|Correspondent|Contributor|Chief|Managing)(?:\s|$))"
)
_MINUTES = re.compile(r"\d+[ -]?min", re.I)  # "6 min read"
_NO_NAMES = (
    "admin administrator editor root user guest anonymous unknown none null undefined n/a author staff webmaster developer "
    "redactie default test"
)
_NO_NAME = frozenset(_NO_NAMES.split())
_LOWER = frozenset(_WITHIN_NAMES.split())


def split_names(words: str | None) -> list[str]:
    """The names in a byline, without its "By", jobs, dates and places beside them, addresses, account names and photographers.

    >>> split_names("By ADA STONE and Bo Reed (Reuters), Political Editor")
    ['ADA STONE', 'Bo Reed']
    """
    line = _IN_BRACKETS.sub(lambda found: "\0 " if _ROLE.search(found[1]) else " ", (words or "")[: 4 * LONGEST_BYLINE])
    line = _LINKED.sub(" ", line)
    names: list[str] = []
    for part in _PARTS.split(line):
        kept = _undated(_unopened(_CREDIT.sub("", clean_byline(part))))
        names.extend(_names_in(kept, bool(names)))
    return list(dict.fromkeys(names))


def clean_byline(words: str) -> str:
    """One line of a byline, with the mark of a role in brackets ("(photos)") kept as NUL."""
    return "\0".join(clean(piece) for piece in words.split("\0"))[:LONGEST_BYLINE]


def _names_in(line: str, later: bool) -> Iterator[str]:
    """The names of one part of a byline; ``later`` where names stand before it, so that a job or a desk is no name."""
    at, beside = 0, False
    for found in [*_AND.finditer(line), None]:
        piece = line[at : found.start()] if found else line[at:]
        for number, name in _split_commas(piece, later or beside):
            if name and is_name(name) and not (_is_credential(name) and number):
                yield name
        if found:
            at, beside = found.end(), bool(found["with"])


def _split_commas(part: str, later: bool) -> list[tuple[int, str]]:
    """The pieces between commas, bare, each with its number; jobs and desks are none where a name stands before them."""
    pieces = [piece for piece in re.split(r"\s*[,、，]\s*", part) if piece.strip(" .:-–—") and "\0" not in piece]
    kept = [(n, _bare(piece)) for n, piece in enumerate(pieces) if not ((n or later) and is_job(piece))]
    if kept and " " in kept[0][1]:  # "Ada Stone, Mirwen": from where she writes
        kept = [(n, name) for n, name in kept if " " in name or not _is_cased(name)]
    return kept[:1] if len(pieces) == 2 and kept and _is_agency(kept[0][1]) else kept


def _bare(piece: str) -> str:
    """A name without where and for whom its bearer works, and what as."""
    name = _WIDE_JOB.sub("", _AFFILIATION.sub("", piece.strip(" ,.:-–—")).strip(" ,.:-–—"))
    words = _ROLE_GLUED.sub(" ", name).split()
    role = next((n for n, word in enumerate(words) if n > 1 and word.lower() in _ROLE_BEGINS.split()), len(words))
    before = " ".join(words[:role])
    if (role + 1 < len(words) or (role < len(words) and words[role] == "Staff")) and not is_organisation(before):
        return before
    kept = words
    while len(kept) > 2 and kept[-1].lower() in (_PERSONS_JOBS if kept is words else _BEFORE_A_JOB).split():
        kept = kept[:-1]
    return " ".join(kept) if kept != words and not is_organisation(" ".join(kept)) else name


def _unopened(line: str) -> str:
    """A line without the "By" or "Text:" that opens it."""
    found = _opener().match(line)
    if not found:
        return line
    rest = line[found.end() :]
    return line if found[1].lower() in _PARTICLES and found[0].endswith(" ") and " " not in rest else rest


def is_opened(line: str) -> bool:
    """Whether a line starts as a byline does.

    >>> is_opened("Written by Ada Stone"), is_opened("Text: Ada Stone"), is_opened("Byron writes")
    (True, True, False)
    """
    return bool(_opener().match(line))


def is_opener(line: str) -> bool:
    """Whether a line is a byline's beginning alone: "By", "Texte :"."""
    return line.lower().rstrip(" :") in listed("byline_openers")


@cache
def _opener() -> re.Pattern[str]:
    longest_first = sorted(listed("byline_openers"), key=lambda words: -len(words))
    return re.compile(rf"({'|'.join(map(re.escape, longest_first))})(?:\s*[:：|]\s*|\s+)(?=\S)", re.I)


def _undated(line: str) -> str:
    """A line without the day that stands behind or before its names: "Ada Stone on Monday, May 4th"."""
    found = _day().search(line)
    return line[: found.start()] if found else line


def is_day(line: str) -> bool:
    """Whether a line opens with a day, in any of the languages whose months are known, or is a weekday.

    >>> is_day("Montag, 26. April 2024, 10:00 Uhr"), is_day("8 января, 17:46"), is_day("3-1"), is_day("Sunday Times")
    (True, True, False, False)
    """
    return len(line) <= LONGEST_NAME and bool(_whole_day().match(line))


@cache
def _whole_day() -> re.Pattern[str]:
    """A day at a line's start, whole: a day and a month, or all figures of a date."""
    days, of_month = _day_forms()
    return re.compile(
        rf"(?:{days}[.,]?\s*$|(?:{days}[.,]?\s+)?(?:(?:{_BEFORE_A_DAY})\s+)?"
        rf"(?:{of_month}\b|\d{{1,2}}([./-])\d{{1,2}}\1(?:\d{{4}}|\d\d)\b|\d{{4}}([./-])\d{{1,2}}\2\d{{1,2}}\b|\d{{4}}年\d))",
        re.I,
    )


@cache
def _day() -> re.Pattern[str]:
    """What may be a day, and all behind it: no name goes on behind two figures with a mark between."""
    days, of_month = _day_forms()
    return re.compile(
        rf"(?:^|[\s,–—-]+)(?:(?:{_BEFORE_A_DAY}|updated|published)\s+)?"
        rf"(?:{days}\b|{of_month}|\d{{1,2}}[.:/-]\d|\d{{4}}[-/.年]\d).*$",
        re.I,
    )


def _day_forms() -> tuple[str, str]:
    """Patterns of a weekday, and of a day with its month, in all languages whose names are known."""
    months = "|".join(name for table in ("months", "foreign_months") for row in entries("en", table) for name in row[1:])
    of_month = rf"(?:(?:{months})\.?\s+\d{{1,2}}|\d{{1,2}}\.?\s+(?:de\s+)?(?:{months})\b)"
    return f"(?:{'|'.join(_WEEKDAYS.split())})", of_month


@cache
def _jobs() -> re.Pattern[str]:
    jobs = (re.escape(row[0]) for table in ("byline_jobs", "byline_roles") for row in entries("en", table))
    return re.compile(rf"\b(?:{'|'.join(jobs)})\b", re.I)


def reporter(line: str) -> str | None:
    """The name on a Korean or Japanese line that is a reporter's.

    >>> reporter("배윤경 기자"), reporter("법정에 선 기자")
    ('배윤경', None)
    """
    found = _REPORTER.fullmatch(line.strip())
    return found[1] if found else None


def is_job(words: str) -> bool:
    """Whether words name a job, a desk or an outlet.

    >>> is_job("Political Editor"), is_job("Bo Reed")
    (True, False)
    """
    return bool(_jobs().search(words)) or is_organisation(words)


def _is_credential(words: str) -> bool:
    """ "MS", "RD", "AP": letters behind a name."""
    return words.isupper() and words.isascii() and len(words) <= 4


def is_organisation(words: str) -> bool:
    """Whether words name an outlet or a desk rather than a person.

    >>> is_organisation("The Mirwen Post"), is_organisation("Ada Stone")
    (True, False)
    """
    return _holds(words, listed("organisation_words", "byline_outlets"))


def is_body(author: str) -> bool:
    """Whether one of an article's authors is an agency, a desk or an outlet, and no person; two words alone may be a name.

    >>> is_body("Reuters"), is_body("AFP"), is_body("Mirwen News Desk"), is_body("The Mirwen Post"), is_body("Max Post")
    (True, True, True, True, False)
    """
    return bool(_jobs().search(author)) or _is_agency(author) or (len(author.split()) > 2 and is_organisation(author))


def _holds(words: str, known: frozenset[str]) -> bool:
    return any(word in known for word in re.findall(r"[^\W\d_]+", words.lower()))


def _is_agency(words: str) -> bool:
    return words.isupper() and " " not in words and len(words) <= 5


def is_name(words: str) -> bool:
    """Whether words may be someone's name: short, with a letter, and no address, account name or stand-in."""
    if not 2 <= len(words) <= LONGEST_NAME or _ADDRESS.search(words) or words.lower() in _NO_NAME:
        return False
    if len(words.split()) > 6 or sum(map(str.isdigit, words)) > 2 or ": " in words or _MINUTES.match(words):
        return False
    return any(map(str.isalpha, words))


def is_written_as_name(name: str) -> bool:
    """Whether words are written as a name is, a person's or an outlet's: two to five of them, each with a capital, no button.

    >>> is_written_as_name("Rosa van der Meer"), is_written_as_name("Rosa writes"), is_written_as_name("Read More")
    (True, False, False)
    """
    words = name.split()
    if is_button(name) or any(map(str.isdigit, name)):
        return False
    if any(word[0].islower() and word not in _LOWER for word in words):
        return False
    return 2 <= len(words) <= 5 if _is_cased(name) else len(words) <= 5 and len(name) <= 12


def _is_cased(name: str) -> bool:
    return name.lower() != name.upper()


def is_person(name: str) -> bool:
    """Whether words are written as a name, and not as an outlet's.

    >>> is_person("Ada Stone"), is_person("Mirwen Media")
    (True, False)
    """
    return is_written_as_name(name) and not is_organisation(name)


def is_likely_person(name: str) -> bool:
    """Whether words that nothing says to be a byline are likely a person's name: a known given name before another word, or
    two or three words in small letters behind their capitals, none of which is common or a place.

    >>> is_likely_person("Thomas Brel"), is_likely_person("Mirwen Brel"), is_likely_person("AI Tools")
    (True, True, False)
    """
    if has_given_name(name):
        return True
    words = re.findall(r"[^\W\d_]+", name)
    told = 2 <= len(words) <= 3 and all(word.istitle() for word in words) and is_person(name) and not is_job(name)
    known = _small("common_words") | _small("places")
    return told and name.lower() not in known and known.isdisjoint(word.lower() for word in words)


def is_button(words: str) -> bool:
    """Whether words are those of a button or a label, or hold one of them.

    >>> is_button("Updated"), is_button("Ada")
    (True, False)
    """
    return _holds(words, listed("byline_stops"))


def has_given_name(name: str) -> bool:
    """Whether a name is a person's by its first word, a known given name, and has one more.

    >>> has_given_name("Thomas Brel"), has_given_name("Mirwen Brel"), has_given_name("Thomas")
    (True, False, False)
    """
    first, _, rest = name.partition(" ")
    return bool(rest) and is_person(name) and first.split("-")[0].lower() in _small("given_names")


@cache
def _small(table: str) -> frozenset[str]:
    """The words of a list in lower case."""
    return frozenset(word.lower() for word in listed(table))


def is_account(name: str) -> bool:
    """Whether a name is the name of an account: "ada-stone", "jreed2"."""
    return bool(_HANDLE.match(name)) and ("-" in name or "_" in name or "." in name or any(map(str.isdigit, name)))


def names_in_node(value: object, publisher: str | None = None) -> tuple[list[str], bool]:
    """The names in a JSON-LD author, and whether they are all organisations' names; beside people not the publisher's.

    >>> names_in_node([{"@type": "Person", "name": "Ada Stone"}, {"@type": "Person", "name": "Bo Reed"}])
    (['Ada Stone', 'Bo Reed'], False)
    """
    values = value[:MOST_NAMES] if isinstance(value, list) else [value]
    people: list[str] = []
    organisations: list[str] = []
    for one in values:
        if isinstance(one, dict) and "organization" in " ".join(kinds(one)):
            organisations += [name for name in [words_of(one.get("name"))] if name and is_name(name)]
        else:
            people += _person_names(one)
    if people:
        own = letters(publisher or "")
        people += [name for name in organisations if not own or not (letters(name) in own or own in letters(name))]
    names = people or organisations
    return list(dict.fromkeys(names)), bool(names) and not people


def letters(words: str) -> str:
    """Letters and digits alone, small, by which names are held against each other.

    >>> letters("Mirwen-Post.example")
    'mirwenpostexample'
    """
    return re.sub(r"[\W_]+", "", words.lower())


def _person_names(value: object) -> list[str]:
    if isinstance(value, dict):
        value = value.get("name") or " ".join(str(value.get(key) or "") for key in ("givenName", "familyName"))
    if isinstance(value, list):
        return [name for item in value[:MOST_NAMES] for name in _person_names(item)]
    return split_names(words_of(value))


def names_in_nodes(nodes: Iterable[Node]) -> tuple[list[str], bool]:
    """The names in the first node that has any; people's names go before organisations'."""
    fallback: tuple[list[str], bool] = ([], False)
    for node in nodes:
        names, organisations = names_in_node(node.get("author") or node.get("creator"), words_of(node.get("publisher")))
        names = names if organisations else [name for name in names if not is_account(name)]
        if names and not organisations:
            return names, False
        if names and not fallback[0]:
            fallback = (names, True)
    return fallback
