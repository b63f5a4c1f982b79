"""What a page writes of its authors -> their names: "By ADA STONE and Bo Reed, Political Editor" gives two."""

from __future__ import annotations

import re
from collections.abc import Iterable

from lxml.html import HtmlElement

from sayso.composition import clean
from sayso.linked_data import Node, kinds, words_of

MOST_NAMES = 50
LONGEST_NAME = 60
LONGEST_BYLINE = 400
FARTHEST = 400  # elements below the headline
_CAPITAL = re.compile(r"(?<=[a-z])([A-Z])")
_BY = re.compile(
    r"^(?:(?:written|posted|reported|story|words|analysis|text|article|interview)\s+)?"
    r"(?:by|von|par|por|di|da|av|af|door|oleh|na|автор|автори|авторы|text|texte|reporter|author|autor|auteur|autore|redaktion)"
    r"(?:\s*[:|]\s*|\s+)(?=\S)",
    re.I,
)
_BETWEEN = re.compile(r"\s*(?:[;|/•·\n]|,\s*(?:and|und|et|y|e)\s|\s(?:and|und|et|with|mit|avec)\s|\s&\s)\s*", re.I)
_IN_BRACKETS = re.compile(r"\s*[(\[（][^)\]）]{0,60}[)\]）]\s*")
_ADDRESS = re.compile(r"https?://|www\.|@|\.(?:com|org|net)/", re.I)
_AFFILIATION = re.compile(r"\s+(?:for|For|of|at|para|für|pour)\s+.{3,50}$|\s+[-–—|]\s+.*$", re.I)
_HANDLE = re.compile(r"^[a-z0-9]+(?:[-_.][a-z0-9]+)*$")
# What follows a name after a comma is a job or a place, unless it looks like one more name.
_JOB = re.compile(
    r"\b(?:editor|reporter|correspondent|journalist|writer|producer|columnist|staff|desk|bureau|chief|contributor|analyst|"
    r"redakteur|redakteurin|korrespondent|korrespondentin|journaliste|redactor|periodista|giornalista|ressort|"
    r"photographer|news|politics|business|associated press|reuters|afp|dpa|jurnalis|wartawan)\b",
    re.I,
)
_NO_NAME = frozenset(
    [
        "admin",
        "administrator",
        "editor",
        "root",
        "user",
        "guest",
        "anonymous",
        "unknown",
        "none",
        "null",
        "undefined",
        "n/a",
        "author",
        "staff",
        "webmaster",
        "developer",
        "redactie",
        "default",
        "test",
    ]
)
_CLASSES = re.compile(
    r"(?:^|[\s_-])(?:by-?lines?|authors?|autor(?:en|es)?|auteurs?|writers?|penulis|journalists?|reporters?)(?:$|[\s_-])", re.I
)
_NAMED_IN_CLASS = re.compile(r"author-?_?-?name|byline-?_?-?name|name", re.I)


def split_names(words: str | None) -> list[str]:
    """The names in a byline, without its "By", jobs in brackets or after a comma, addresses and account names.

    >>> split_names("By ADA STONE and Bo Reed (Reuters), Political Editor")
    ['ADA STONE', 'Bo Reed']
    """
    line = clean(_IN_BRACKETS.sub(" ", words or ""))[:LONGEST_BYLINE]
    line = _BY.sub("", " ".join(word for word in line.split() if not _ADDRESS.search(word)))
    names: list[str] = []
    for part in _BETWEEN.split(line):
        names.extend(name for name in _split_commas(part) if is_name(name))
    return list(dict.fromkeys(names))


def _split_commas(part: str) -> list[str]:
    pieces = [_AFFILIATION.sub("", piece.strip(" ,.:-–—")) for piece in re.split(r"\s*[,、，]\s*", part)]
    kept = [piece for number, piece in enumerate(pieces) if piece and (number == 0 or not _JOB.search(piece))]
    return [kept[0]] if len(kept) == 2 and _is_agency(kept[0]) else kept


def _is_agency(words: str) -> bool:
    return words.isupper() and " " not in words and len(words) <= 5


def is_name(words: str) -> bool:
    """Whether words may be someone's name: short, with a letter, and no address, account name or stand-in."""
    if not 2 <= len(words) <= LONGEST_NAME or _ADDRESS.search(words) or words.lower() in _NO_NAME:
        return False
    if len(words.split()) > 6 or sum(map(str.isdigit, words)) > 2:
        return False
    return any(map(str.isalpha, words))


def names_in_node(value: object) -> tuple[list[str], bool]:
    """The names in a JSON-LD author, and whether they are all organisations' names.

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
    names = people or organisations
    return list(dict.fromkeys(names)), bool(names) and not people


def _person_names(value: object) -> list[str]:
    if isinstance(value, dict):
        value = value.get("name") or " ".join(str(value.get(key) or "") for key in ("givenName", "familyName"))
    if isinstance(value, list):
        return [name for item in value[:MOST_NAMES] for name in _person_names(item)]
    return split_names(words_of(value))


def is_account(name: str) -> bool:
    """Whether a name is the name of an account: "ada-stone", "jreed2"."""
    return bool(_HANDLE.match(name)) and ("-" in name or "_" in name or "." in name or any(map(str.isdigit, name)))


def names_on_page(tree: HtmlElement, headline: HtmlElement | None) -> list[str]:
    """The names in the byline that a reader sees: rel=author, then what is classed as a byline or starts with "By" below it."""
    for elements in (_by_relation(tree), _by_class(tree, headline)):
        for element in elements:
            words = clean(" ".join(element.itertext()))
            if 2 < len(words) <= 150 and (names := [name for name in split_names(words) if is_written_as_name(name)]):
                return names
    return []


def _by_relation(tree: HtmlElement) -> Iterable[HtmlElement]:
    found = tree.xpath("//a[contains(concat(' ', @rel, ' '), ' author ')]")
    return found if len(found) <= 3 else []


def _by_class(tree: HtmlElement, headline: HtmlElement | None) -> list[HtmlElement]:
    """Elements below the headline: first those classed as bylines, names within them first, then those that start with "By"."""
    classed: list[HtmlElement] = []
    started: list[HtmlElement] = []
    since = 0 if headline is None else -1
    for element in tree.iter():
        since = since + 1 if since >= 0 else 0 if element is headline else -1
        if since <= 0 or not isinstance(element.tag, str):
            continue
        if len(classed) > 20 or since > FARTHEST:
            break
        if _CLASSES.search(_CAPITAL.sub(r"-\1", element.get("class") or "")):
            inside = [part for part in element.iter("a", "span", "p", "div", "li") if part is not element]
            classed += [
                *(part for part in inside if _NAMED_IN_CLASS.search(part.get("class") or "")),
                *element.iter("a"),
                element,
            ]
        elif since <= 40 and _BY.match((element.text or "").strip()):
            started.append(element)
    return classed + started


def is_written_as_name(name: str) -> bool:
    """Whether words are written as a person's name is: two to four of them, each with a capital, in Latin letters.

    >>> is_written_as_name("Rosa van der Meer"), is_written_as_name("Rosa writes")
    (True, False)
    """
    words = name.split()
    if any(not word.isascii() and not word[0].isupper() and word[0].islower() for word in words):
        return False
    if name.isascii():
        return 2 <= len(words) <= 4 and all(
            word[0].isupper() or word in ("de", "van", "von", "der", "da", "di", "la", "bin", "al") for word in words
        )
    return len(words) <= 5


def names_in_nodes(nodes: Iterable[Node]) -> tuple[list[str], bool]:
    """The names in the first node that has any; people's names go before organisations'."""
    fallback: tuple[list[str], bool] = ([], False)
    for node in nodes:
        names, organisations = names_in_node(node.get("author") or node.get("creator"))
        names = names if organisations else [name for name in names if not is_account(name)]
        if names and not organisations:
            return names, False
        if names and not fallback[0]:
            fallback = (names, True)
    return fallback
