"""The names of one member, and the words beside them -> what the article shows it to be: a person, a body, a place."""

from __future__ import annotations

import re

from sayso.languages import word_class
from sayso.languages.lexicon import word_lists
from sayso.parties.cast import Cast, Member, name_words
from sayso.parties.occurrences import Occurrence
from sayso.parties.posts import is_office, posts_beside
from sayso.parties.words import Words

_FEW = 12  # occurrences looked at
_CLAUSE = 7  # words behind a name in which "its" and "his" still tell of it
# OpenAI, RateBeer, Neo4j; not McDonald, DeSantis, DiCaprio, LeBron
_COINED = re.compile(r"[^\W\d_]{2,}\d|[^\W\d_]*[a-z][a-z]{3,}[A-Z]|[A-Z]?[a-z][A-Z]+[a-z]*$|[A-Z]{2,}[a-z]{3,}")
_TWO_NAMES = frozenset(("mac", "fitz", "van", "von", "del", "san", "saint"))


def settle_kind(cast: Cast, member: Member) -> None:
    """Change the kind of a member that lists and encoder had wrong or open, where what stands beside its names tells it.

    «Gartner said its survey …» is a body, whoever took Gartner for a person; "Vega, 52," a person; "in Barrow" a place.
    """
    words, shown = cast.words, member.occurrences[:_FEW]
    bare = [o for o in member.occurrences if not _articled(words, o)]
    member.thing = len(bare) * 2 < len(member.occurrences)
    if member.kind not in ("person", "unknown", "place") or any(o.title for o in member.occurrences):
        return
    given = len(member.words) > 1 and member.words[0] in word_lists().given
    listed = member.words in word_lists().places or member.words in word_lists().demonyms
    coined = _COINED.match(member.name) or member.words[-1].endswith(tuple(word_class("ends a firm")))
    body = sum(_shows_body(words, o) or _is_told_a_body(cast, o) for o in shown) + (
        2 if coined and not _is_surname(member) else 0
    )
    person = sum(_shows_person(words, o) for o in shown) + bool(_offices(member))
    club = member.kind != "place" and not person and not given and _is_club(words, member, bare)
    if club or body > person + given + (len(shown) > 8):
        member.kind = "organisation"
        member.gender = "u"
    elif member.kind == "person" and not person and not given and (member.thing or _is_plain(words, member)):
        many = len(member.words) > 1 and member.words[-1].endswith("s") and not _is_plain(words, member)
        member.kind = "organisation" if many else "unknown"  # "the Barrow Rovers"
    elif member.kind != "person" and not member.thing and not listed and (person > body or _surnamed(words, member, bare)):
        member.kind = "person"
    elif (member.kind == "unknown" or _may_be_no_person(member, person + given)) and _stands_in_places(words, member):
        member.kind, member.gender = "place", "u"


def _offices(member: Member) -> bool:
    return bool(member.posts) and word_lists().common.isdisjoint(member.words)


def _articled(words: Words, occurrence: Occurrence) -> bool:
    return occurrence.first > 0 and words.lower[occurrence.first - 1] in ("the", "a", "an")


def _is_club(words: Words, member: Member, bare: list[Occurrence]) -> bool:
    """«The Lakers», now and then without "the": a plural of capitals that no list has for a common word or a people."""
    last, lists = member.words[-1], word_lists()
    common = last in lists.common or last[:-1] in lists.common or last in lists.groups or _is_plain(words, member)
    known = common or (last,) in lists.demonyms or (last[:-1],) in lists.demonyms or last in lists.affiliations
    articled = len(member.occurrences) - len(bare)
    plural = last.endswith("s") and not last.endswith(("is", "us", "ss"))
    return plural and not known and articled > 1 and articled * 4 >= len(member.occurrences)


def _surnamed(words: Words, member: Member, bare: list[Occurrence]) -> bool:
    """Whether the article uses its last word alone, as it does with persons, and never as a common noun."""
    if len(member.words) < 2 or _is_plain(words, member):
        return False
    return any(name_words(o.text) == member.words[-1:] for o in bare)


def _is_plain(words: Words, member: Member) -> bool:
    """«Personalized Onboarding», "Saving Strategies": the last word stands in the article in small letters too."""
    last, lists = member.words[-1], word_lists()
    small = last in words.small or last + "s" in words.small or last in lists.common
    return len(member.words) > 1 and small and last not in lists.given


def _is_surname(member: Member) -> bool:
    """«McAllister», "DeShawn": a capital behind a part that opens surnames."""
    head = re.match(r"[^\W\d_][^\W\d_A-Z]*", member.name)
    return len(member.words) > 1 or bool(head and (len(head[0]) < 3 or head[0].lower() in _TWO_NAMES))


def _shows_body(words: Words, o: Occurrence) -> bool:
    lower, count = words.lower, len(words.lower)
    at = o.first - 1 - (o.first > 1 and words.forms[o.first - 1] == "The")  # "her blog The Tig"
    before = lower[at] if o.first and words.sentence[at] == words.sentence[o.first] else ""
    if before in word_class("names a body") or (before in word_lists().organisation and words.forms[at] == before):
        return not is_office(before)  # "the security firm Secunda", "the airline Nordjet"
    if before == "called" and o.first > 1 and lower[o.first - 2] in word_lists().organisation:
        return True
    after = o.last + (o.last < count and lower[o.last] in ("'s", "’s"))
    if after < count and lower[after] in word_class("of a body") and words.sentence[after] == words.sentence[o.first]:
        return True
    if after == o.last < count and is_office(lower[after]) and lower[after] == words.forms[after]:
        return lower[after] not in word_class("stands by a person")  # "Rovers boss Ana Vega", "Gartner analyst Leo Marr"
    if before in ("at", "of", "for") and o.first > 1 and lower[o.first - 2] in word_class("staff of a body"):
        return True
    return pronoun_behind(words, o.lead, o.last) == "its"


def _is_told_a_body(cast: Cast, o: Occurrence) -> bool:
    """«Enel, a power company,»."""
    return any(True for _ in posts_beside(cast.words, o, True, cast.starting))


def _shows_person(words: Words, o: Occurrence) -> bool:
    lower, at, count = words.lower, o.last, len(words.lower)
    if o.lead < o.first or (at < count and lower[at] in word_class("team of a person")):
        return True
    if at + 1 < count and words.sentence[at] == words.sentence[o.first]:
        many = (
            lower[at - 1].endswith("s") and "the" in lower[max(0, o.first - 3) : o.first]
        )  # "the mighty Rovers, who have won"
        who = lower[at + 1] in ("who", "whose") and not many
        if lower[at] == "," and ((lower[at + 1].isdigit() and len(lower[at + 1]) < 3) or who):
            return True
        if lower[at] == "who":
            return True
    return pronoun_behind(words, o.lead, o.last) in ("he", "she")


def pronoun_behind(words: Words, first: int, last: int) -> str:
    """The first pronoun of the third person in the few words behind a subject, the words from ``first`` to ``last``, that opens
    its sentence, with nobody else between: "she" of «Vega said she would go»; "" where there is none."""
    lower, sentence = words.lower, words.sentence[first]
    if first and words.sentence[first - 1] == sentence and lower[first - 1] not in word_class("article"):
        return ""
    for index in range(last, min(last + _CLAUSE, len(lower))):
        if words.sentence[index] != sentence or words.forms[index][0] in '.;:“"':
            return ""
        if words.forms[index][0].isupper() or lower[index] in ("and", "when", "if", "because"):
            return ""
        if lower[index] in ("its", "he", "she", "his", "her"):
            return lower[index]
    return ""


def _may_be_no_person(member: Member, shown: int) -> bool:
    """Whether a name of one word was taken for a person's, and nothing in the article shows it: "Harn"."""
    return member.kind == "person" and not shown and len(member.words) == 1


def _stands_in_places(words: Words, member: Member) -> bool:
    """Whether it follows "in" and "at" or opens a dateline as often as not, and what only places do at least once."""
    before = [words.lower[o.first - 1] for o in member.occurrences if o.first]
    opening = sum(_opens_dateline(words, o) for o in member.occurrences)
    placed = opening + sum(word in word_class("place preposition") for word in before)
    return 2 * placed >= len(member.occurrences) and (opening > 0 or any(word in word_class("in a place") for word in before))


def _opens_dateline(words: Words, o: Occurrence) -> bool:
    """«AURANE — Valdria has …»: in capitals at the beginning of its paragraph, with a dash behind."""
    opens = o.first == 0 or words.paragraph[o.first - 1] != words.paragraph[o.first]
    return opens and o.text.isupper() and len(o.text) > 1 and words.forms[o.last : o.last + 1] in (["—"], ["–"], ["-"])
