"""What stands beside a name -> posts: what the article says that somebody is, "Russian President", "a doctor"."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache

from sayso.languages import entries, word_class
from sayso.languages.lexicon import word_lists
from sayso.parties.occurrences import Occurrence
from sayso.parties.words import Words
from sayso.statements import cue_in

_FAR = 14  # words that an apposition may have
_CLOSERS = frozenset(',;:.()—–-"“”')

Starting = Callable[[int, int], list[Occurrence]]


@dataclass(frozen=True, slots=True)
class Post:
    """What one passage says that somebody is: "Russian President", "USI associate professor of art history"."""

    offices: frozenset[str]  # of the head: {"president"}; for a body what sort it is: {"company"}
    words: frozenset[str]  # all words, countries for their adjectives: {"president", "Russia"}
    text: str
    gender: str = "u"
    possessed: bool = False  # told as somebody's: "her husband", "Vega's lawyer"


@cache
def _office_forms() -> dict[str, str]:
    return {row[0]: row[1] for row in entries("en", "office_forms")}


def office_of(word: str) -> str:
    """The office that this form stands for: "chairwoman" and "chairman" are both "chair".

    >>> office_of("chairwoman")
    'chair'
    """
    return _office_forms().get(word, word)


def office_head(word: str) -> str:
    """The part of a hyphened word that is the office: "minister" of "ex-minister", and "mayor-elect" whole.

    >>> office_head("ex-minister"), office_head("mayor-elect")
    ('minister', 'mayor-elect')
    """
    return word if word in word_lists().offices else word.rpartition("-")[2]


def is_office(word: str) -> bool:
    """Whether this lower-case word, or its last part ("director-general"), is an office."""
    tail = office_head(word)
    return tail in word_lists().offices or tail in _office_forms()


def canonical(words: Iterable[str]) -> set[str]:
    """Lower-case words, with countries for their names and adjectives: "russian" and "russia" both give "Russia"."""
    lists, held = word_lists(), list(words)
    found: set[str] = set()
    index = 0
    while index < len(held):
        for size in (3, 2, 1):
            key = tuple(held[index : index + size])
            country = lists.demonyms.get(key) or lists.places.get(key)
            if country and len(key) == size:
                found.add(country)
                index += size
                break
        else:
            found.add(lists.affiliations.get(held[index]) or _stem(office_of(held[index])))
            index += 1
    return found


def _stem(word: str) -> str:
    """What a country in no list shares with its adjective: "osteria" and "osterian" both give "oster"."""
    if is_office(word):
        return word
    for ending in ("ian", "ean", "ese", "ish", "ia", "an", "a", "i"):
        if word.endswith(ending) and len(word) - len(ending) > 3:
            return word[: -len(ending)]
    return word


def posts_beside(words: Words, occurrence: Occurrence, body: bool, starting: Starting) -> Iterator[Post]:
    """The posts that the words around this name tell, a person's or a ``body``'s.

    ``starting`` gives the names that begin between two words.
    """
    before = _before_body(words, occurrence) if body else _before(words, occurrence)
    places = [before, None if body else _fore_apposition(words, occurrence)]
    for extent in [*places, _apposition(words, occurrence, starting, body)]:
        post = _read_post(words, *extent, body) if extent else None
        if post is not None:
            yield replace(post, words=post.words | _domain(words, occurrence)) if extent == places[0] else post


def is_body_noun(word: str) -> bool:
    """Whether this lower-case word says what sort of body something is: "ministry", "airline"."""
    return word in word_lists().organisation or word in word_class("names a body")


def _before_body(words: Words, occurrence: Occurrence) -> tuple[int, int] | None:
    """«The security firm Secunda», "state news agency Tora", "a company called Loom": from behind the article on."""
    last = occurrence.first
    if last > 1 and words.lower[last - 1] in ("called", "named"):
        last -= 1
    if last < 1 or not is_body_noun(words.lower[last - 1]) or words.forms[last - 1][0].isupper():
        return None
    start = last - 1
    while start > 0 and last - start < 7 and _together(words, start - 1, occurrence.first):
        word = words.lower[start - 1]
        if word in word_class("determiner") or word in word_class("phrase stop") or not word[0].isalnum():
            break
        start -= 1
    return start, last


def _before(words: Words, occurrence: Occurrence) -> tuple[int, int] | None:
    """«Russian President Ana Vega», "New Zealand's Prime Minister Ana Vega": from the possessor on."""
    lead = occurrence.lead
    if lead >= occurrence.first:
        return None
    if lead > 1 and words.lower[lead - 1] in ("'s", "’s"):
        start = lead - 2
        while start > 0 and lead - start < 6 and words.forms[start - 1][0].isupper() and _together(words, start - 1, lead):
            start -= 1
        return start, occurrence.first
    return lead, occurrence.first


def _domain(words: Words, occurrence: Occurrence) -> set[str]:
    """What stands behind the name: Osteria in "President Ana Vega of Osteria"."""
    at = occurrence.last
    if words.lower[at : at + 1] != ["of"]:
        return set()
    end = at + 1
    while end < len(words.forms) and end - at < 4 and words.forms[end][0].isupper():
        end += 1
    return canonical(words.lower[at + 1 : end])


def _together(words: Words, one: int, other: int) -> bool:
    return words.sentence[one] == words.sentence[other]


def _apposition(words: Words, occurrence: Occurrence, starting: Starting, body: bool) -> tuple[int, int] | None:
    """«Ana Vega, Barrow's mayor, said»; "Ana Vega is a doctor"."""
    at = _behind_brackets(words, occurrence.last)
    first = occurrence.first
    if first and first + 1 == occurrence.last and words.lower[first - 1] in word_class("place preposition"):
        return None  # "in Barrow, a town of …"
    if at + 1 >= len(words.forms) or not _together(words, at, occurrence.first):
        return None
    opener = words.lower[at + 1]
    if words.lower[at] in word_class("copula"):
        if opener not in ("a", "an", "the"):
            return None
    elif words.forms[at] != ",":
        return None
    last = at + 1
    while last < len(words.forms) and last - at < _FAR and _together(words, last, at):
        if words.forms[last] in _CLOSERS or words.lower[last] in word_class("ends an apposition"):
            break
        if words.lower[last] in word_class("begins a clause"):
            return None
        speaks = is_office(words.lower[last - 1]) and not words.lower[last].endswith("ed")
        if speaks and cue_in(words.text, words.starts[last], words.ends[last]):
            return None  # "in Barrow, the agent writes in his memoirs"
        last += 1
    if (last == len(words.forms) or words.forms[last] not in ",(") and cue_in(
        words.text, words.starts[last - 1], words.ends[last - 1]
    ):
        return None  # "Ana Vega, her lawyer confirmed."
    if any(o.first <= last and o.kind == "person" and not _behind_of(words, o) for o in starting(at + 1, last + 1)):
        return None  # "Ana Vega, Leo Marr and …" lists persons
    if any(_begins_clause(words, o) for o in starting(at + 1, at + 2)):
        return None  # "for the Rovers, Ana Vega scored a goal"
    opens = opener in word_class("article") or words.forms[at + 1][0].isupper()
    heads = any(is_office(words.lower[i]) for i in range(at + 1, min(at + 4, last)))
    return (at + 1, last) if opens or (heads and not body) else None


def _is_told(words: Words, index: int) -> bool:
    """Whether the word is an office, and not a surname that ends as one: "Caldwell-Pope"."""
    word, form, lists = words.lower[index], words.forms[index], word_lists()
    before = word.rpartition("-")[0]
    own = word in lists.offices or not before or form == word or form.rpartition("-")[2].isupper()  # "Nordjet-CEO"
    return is_office(word) and (own or before in lists.common or before in lists.titles or is_office(before) or len(before) < 5)


def _begins_clause(words: Words, occurrence: Occurrence) -> bool:
    """Whether a name of several words, of whatever, is no part of what an office behind it is of: "Barrow United coach"."""
    behind = words.lower[occurrence.last : occurrence.last + 1]
    own = bool(behind) and (behind[0] in ("'s", "’s") or is_office(behind[0]))
    return occurrence.last - occurrence.first > 1 and occurrence.kind == "unknown" and not own


def _behind_of(words: Words, occurrence: Occurrence) -> bool:
    """«The finance minister of Osteria», where the encoder took Osteria for a person."""
    return occurrence.last - occurrence.first == 1 and words.lower[occurrence.first - 1] == "of"


def _behind_brackets(words: Words, at: int) -> int:
    """Past "(1 May 1900 – 3 June 1980)" after a name."""
    if at < len(words.forms) and words.forms[at] == "(":
        for index in range(at, min(at + 60, len(words.forms))):
            if words.forms[index] == ")":
                return index + 1
    return at


def _fore_apposition(words: Words, occurrence: Occurrence) -> tuple[int, int] | None:
    """«The team's coach, Ana Vega, said»; not "Leo Marr, the coach, Ana Vega", where it tells of the name before."""
    at = occurrence.lead - 1
    if at < 1 or words.forms[at] != "," or not _together(words, at, occurrence.first):
        return None
    start = at - 1
    while start > 0 and at - start < 9 and _together(words, start - 1, at):
        if words.lower[start] in word_class("article") or words.forms[start] in _CLOSERS:
            break
        start -= 1
    if any(words.lower[i] in word_class("begins a clause") for i in range(start, at)):
        return None  # "his manager told him to say he was ill, Ana Vega said"
    told = start > 1 and words.forms[start - 1] == "," and words.forms[start - 2][0].isupper()
    if words.lower[start] not in word_class("article"):
        start = _possessor(words, start, at)
    return (start, at) if start >= 0 and not told else None


def _possessor(words: Words, first: int, last: int) -> int:
    """Where the capitals before "'s" begin: at "Osteria" in «while Osteria's foreign minister, Ana Vega,»; -1 where none do."""
    mark = next((i for i in range(first + 1, last) if words.lower[i] in ("'s", "’s")), first)
    start = mark
    while start > first and words.forms[start - 1][0].isupper() and words.lower[start - 1] not in word_class("determiner"):
        start -= 1
    return start if start < mark else -1


def _read_post(words: Words, first: int, last: int, body: bool) -> Post | None:
    """The post that these words tell, if their head is an office, or for a body a kind of organisation."""
    lists = word_lists()
    owned = {"'s", "’s"} & set(words.lower[first:last]) or words.lower[first] in word_class("possessive")
    while first < last and words.lower[first] in word_class("article"):
        first += 1
    head = next((i for i in range(first, last) if words.lower[i] in word_class("head stop")), last)
    if body:
        told = frozenset(word for word in words.lower[max(first, head - 1) : head] if is_body_noun(word))
    else:
        told = frozenset(office_of(office_head(words.lower[i])) for i in range(first, head) if _is_told(words, i))
    if not told:
        return None
    genders = {lists.offices.get(words.lower[i], "u") for i in range(first, head)} - {"u"}
    return Post(
        told,
        frozenset(canonical(words.lower[first:last])),
        " ".join(words.text[words.starts[first] : words.ends[last - 1]].split()),
        genders.pop() if len(genders) == 1 else "u",
        bool(owned),
    )
