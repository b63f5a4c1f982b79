"""A sentence's noun phrases -> what each is: a name, people, an office, a place; what is joined to it; its words."""

from __future__ import annotations

from sayso.attribution import Extent
from sayso.events.clauses import Chunk, Clauses, is_people
from sayso.languages import listed, word_class
from sayso.languages.lexicon import word_lists
from sayso.statements import role_of

_MOST_FIELDS = 4
_THOSE_WHO = ("ers", "ors", "ists", "ians", "ees")  # ends of nouns for people who do something
_ATTACHED = frozenset(("of", "from", "for", "in", "at"))
_OFFICE_LINKS = _ATTACHED | {"to", "on"}
_LONGEST_LIST, _LONGEST_APPOSITION = 60, 20  # phrases, words


def head_of(clauses: Clauses, chunk: Chunk) -> int:
    """The word of a phrase's noun: the last before "of"."""
    last = next((at for at in range(chunk.first + 1, chunk.last) if clauses.lower[at] == "of"), chunk.last) - 1
    while last > chunk.first and clauses.does[last] == "mark":
        last -= 1  # "Joseph R. Biden, Jr."
    return last


def is_named(clauses: Clauses, chunk: Chunk) -> bool:
    """Whether a phrase holds a name: a capital."""
    return any(clauses.forms[at][0].isupper() for at in range(chunk.first, chunk.last)) and not chunk.pronoun


def is_somebody(clauses: Clauses, chunk: Chunk) -> bool:
    """Whether a phrase may mean people: a name, a pronoun of persons, "the leaders"; not "Vega's plans"."""
    if chunk.pronoun:
        return clauses.lower[chunk.first] not in ("it", "there", "itself", "themselves", "himself", "herself")
    at = head_of(clauses, chunk)
    head = clauses.lower[at]
    return clauses.forms[at][0].isupper() or role_of(head) == "people" or is_people(head) or head in listed("event_presences")


def is_counted(clauses: Clauses, chunk: Chunk) -> bool:
    """«Met with | four growers», "several firms", "more than a dozen makers"."""
    low = clauses.lower[chunk.first]
    return (
        low.isdigit()
        or low in word_class("number")
        or (low in ("several", "more", "nearly", "various", "a") and chunk.last - chunk.first > 1)
    )


def may_take_part(clauses: Clauses, chunk: Chunk, kind: str) -> bool:
    """Whether a phrase may be somebody here: those whom one meets may be any, by their noun or number ("with growers")."""
    head = clauses.lower[head_of(clauses, chunk)]
    met = kind in ("meeting", "call", "talks") and head.endswith(_THOSE_WHO) and not chunk.pronoun
    return is_somebody(clauses, chunk) or is_counted(clauses, chunk) or met


def widened(clauses: Clauses, chunk: Chunk) -> Chunk:
    """A phrase with the one joined to it whose noun is its too: «civil rights | and women's rights leaders»."""
    joined = clauses.chunk_at.get(chunk.last + 1)
    if _is_of_nations(clauses, chunk, joined):
        return Chunk(chunk.first, joined.last, chunk.before) if joined is not None else chunk
    if is_somebody(clauses, chunk) or chunk.pronoun or clauses.lower[chunk.last : chunk.last + 1] != ["and"] or joined is None:
        return chunk
    small = joined.first == chunk.last + 1 and clauses.forms[joined.last - 1].islower() and is_somebody(clauses, joined)
    return Chunk(chunk.first, joined.last, chunk.before) if small else chunk


def _is_of_nations(clauses: Clauses, chunk: Chunk, joined: Chunk | None) -> bool:
    """«The Osterian | and Norlandish leaders»: an adjective of a country alone, whose noun stands behind the next one."""
    if joined is None or joined.first != chunk.last + 1 or clauses.lower[chunk.last : chunk.last + 1] != ["and"]:
        return False
    bare = clauses.does[chunk.first] == "determiner" and chunk.last - chunk.first == 2
    nation = (clauses.lower[chunk.last - 1],) in word_lists().demonyms
    return bare and nation and is_people(clauses.lower[joined.last - 1]) and clauses.lower[joined.last - 1].endswith("s")


def is_office(clauses: Clauses, chunk: Chunk) -> bool:
    """Whether a phrase is an office in capitals, without its holder's name: "Senior Adviser"."""
    last = chunk.last - 1
    return clauses.does[chunk.first] == "noun" and clauses.forms[last][0].isupper() and is_people(clauses.lower[last])


def attached_end(clauses: Clauses, chunk: Chunk) -> int:
    """Where a phrase ends with the phrases that tell of it: "the head | of the council | in Barrow"."""
    end = chunk.last
    links = _OFFICE_LINKS if is_office(clauses, chunk) else _ATTACHED
    while clauses.lower[end : end + 1] and clauses.lower[end] in links:
        following = clauses.chunk_at.get(end + 1)
        if following is None or following.first != end + 1:
            break
        end = following.last
    return end


def attached_start(clauses: Clauses, chunk: Chunk) -> Chunk:
    """The phrase that one with a preposition tells of."""
    while chunk.before and chunk.first >= 2 and (before := clauses.chunk_at.get(chunk.first - 2)) is not None:
        chunk = before
    return chunk


def joined_behind(clauses: Clauses, chunk: Chunk, *, subject: bool = False) -> list[Chunk]:
    """«With Vega, | Marr and Holt»: those joined behind a phrase; commas count where an "and" ends the list."""
    found, at = list[Chunk](), attached_end(clauses, chunk)
    if _shares_noun(clauses, chunk):
        return found
    for _ in range(_LONGEST_LIST):
        comma = clauses.lower[at : at + 1] == [","]
        and_here = clauses.does[at + comma : at + comma + 1] == ["joins"] and clauses.lower[at + comma] in ("and", "&")
        following = clauses.chunk_at.get(at + comma + and_here) if comma or and_here else None
        if following is None or following.first != at + comma + and_here or following.before:
            break
        end = attached_end(clauses, following)
        head = head_of(clauses, following)
        office = is_named(clauses, chunk) and _is_office_alone(clauses, following, head)  # "Vega, | Head of the Board, | …"
        bare = head == following.last - 1 or clauses.does[following.first] == "determiner" or office
        if comma and not and_here and bare and is_people(clauses.lower[head_of(clauses, following)]):
            behind = _apposition_end(clauses, end)
            if behind is not None:
                at = behind
                continue  # "Vega, | a senior adviser to Orr, | and Marr"
        acts = clauses.does[end : end + 1] == ["helps"] or (
            clauses.does[end : end + 1] == ["verb"] and not _is_participle(clauses, end)
        )
        if not is_somebody(clauses, following):
            return found if and_here else []  # "Vega, Marr, and others"
        if acts and not subject:
            return []  # «met Vega, and Marr left»
        found.append(following)
        at = end
        if and_here:
            return found
    return found if len(found) > 1 else []  # a list that goes on in words that are not told apart


def _is_office_alone(clauses: Clauses, chunk: Chunk, head: int) -> bool:
    """«Vega, | President of the Harbour Foundation |, and Marr»: an office of a body, without its holder's name."""
    last = chunk.last - 1
    of_body = clauses.lower[last] == ")" or clauses.lower[last] in word_lists().organisation
    return clauses.lower[head] in word_lists().offices and clauses.lower[head + 1 : head + 2] == ["of"] and of_body


def _apposition_end(clauses: Clauses, at: int) -> int | None:
    """The comma that ends an apposition, before any verb."""
    for one in range(at, min(at + _LONGEST_APPOSITION, len(clauses.does))):
        if clauses.lower[one] == ",":
            return one
        if clauses.does[one] in ("verb", "helps", "opens"):
            return None
    return None


def mention(clauses: Clauses, chunk: Chunk) -> Extent:
    """A phrase's words as a mention; with what "of" and "from" add where its noun is no name: "ministers from Orr"."""
    first, last = chunk.first, chunk.last
    head = head_of(clauses, chunk)
    if clauses.lower[head] in listed("event_presences") and head + 2 < last:
        first = head + 2  # "with the participation of | all ambassadors"
    if _shares_noun(clauses, chunk):
        last = clauses.chunk_at[last + 1].last
    named = clauses.does[last - 2 : last - 1] == ["noun"] and clauses.forms[last - 2][0].isupper() and last - 2 > first
    if named and clauses.forms[last - 1].islower() and is_people(clauses.lower[last - 1]):
        last -= 1  # "elected Ana Vega | president"
    last = max(last, _fields_end(clauses, chunk))
    if further := _named_behind(clauses, chunk) or _named_in_place(clauses, chunk):
        last = further.last
    if is_office(clauses, chunk) and (end := attached_end(clauses, chunk)) > last and clauses.forms[end - 1][0].isupper():
        last = end  # "Chief of Staff | to the President Ana Vega"
    if not is_named(clauses, chunk) and not chunk.pronoun and clauses.lower[last : last + 1] == ["from"]:
        behind = clauses.chunk_at.get(last + 1)
        last = behind.last if behind is not None and behind.first == last + 1 else last
    while last - 1 > first and clauses.does[last - 1] == "owns":
        last -= 1
    return clauses.extent(first, last)


def _fields_end(clauses: Clauses, chunk: Chunk) -> int:
    """Where an office ends whose fields are several: "Envoy for Health, | Trade and Transport Ana Vega"; else its own end."""
    at = chunk.last
    if "for" not in clauses.lower[chunk.first : at]:
        return at
    for _ in range(_MOST_FIELDS):
        joined = clauses.lower[at : at + 1] == ["and"]
        field = clauses.chunk_at.get(at + 1) if joined or clauses.lower[at : at + 1] == [","] else None
        if (
            field is None
            or field.first != at + 1
            or not all(clauses.forms[one][0].isupper() for one in range(field.first, field.last))
        ):
            break
        size = field.last - field.first
        if joined:
            return field.last if size > 2 else chunk.last
        if size > 1:
            break
        at = field.last
    return chunk.last


def _named_behind(clauses: Clauses, chunk: Chunk) -> Chunk | None:
    """«His counterpart, | Ana Vega,»: the name in apposition to a noun for a person."""
    head, named = head_of(clauses, chunk), clauses.chunk_at.get(chunk.last + 1)
    if clauses.lower[chunk.last : chunk.last + 1] != [","] or named is None or named.first != chunk.last + 1 or named.pronoun:
        return None
    person = clauses.forms[head][0].islower() and is_people(clauses.lower[head]) and not clauses.lower[head].endswith("s")
    name = all(clauses.forms[at][0].isupper() for at in range(named.first, named.last))
    return named if person and name and clauses.lower[named.last : named.last + 1] in ([","], ["."], []) else None


def _named_in_place(clauses: Clauses, chunk: Chunk) -> Chunk | None:
    """«Head of the mission | in Osteria Ana Vega»: the office's place with the name right behind."""
    inside = clauses.chunk_at.get(chunk.last + 1)
    if (
        clauses.lower[chunk.last : chunk.last + 1] not in (["in"], ["to"], ["at"])
        or inside is None
        or inside.first != chunk.last + 1
    ):
        return None
    return inside if listed_place(clauses, inside) and is_people(clauses.lower[head_of(clauses, chunk)]) else None


def _shares_noun(clauses: Clauses, chunk: Chunk) -> bool:
    """«The presidents of Poland | and Lithuania»: one phrase, where the noun is several."""
    head, behind = head_of(clauses, chunk), clauses.chunk_at.get(chunk.last + 1)
    if behind is None or behind.first != chunk.last + 1 or head + 1 >= chunk.last or not is_named(clauses, behind):
        return False
    if clauses.lower[chunk.last] != "and":
        return False
    several = clauses.lower[head].endswith("s") and is_people(clauses.lower[head])
    return several and all(
        clauses.forms[at][0].isupper() for at in range(behind.first, behind.last) if clauses.does[at] == "noun"
    )


def _is_participle(clauses: Clauses, at: int) -> bool:
    return clauses.lower[at].endswith("ing")


def is_place(clauses: Clauses, chunk: Chunk) -> bool:
    """Whether a phrase names a place: in capitals up to its noun, or a building or the like."""
    if chunk.pronoun or "time" in clauses.does[chunk.first : chunk.last]:
        return False
    head = head_of(clauses, chunk)
    low = clauses.lower[head]
    if low in listed("event_places") or low in word_lists().place_words:
        return any(clauses.forms[at][0].isupper() for at in range(chunk.first, chunk.last)) or low in listed("event_places")
    named = clauses.forms[head][0].isupper() and clauses.forms[chunk.last - 1][0].isupper()
    return named and low not in listed("titles") and low not in word_lists().calendar


def listed_place(clauses: Clauses, chunk: Chunk) -> int | None:
    """Where a place of the lists ends that a longer name begins with: "Osteria" in «in | Osteria Ana Vega»."""
    for last in (chunk.first + 1, chunk.first + 2):
        behind = clauses.forms[last : chunk.last]
        if (
            len(behind) > 1
            and all(form[0].isupper() for form in behind)
            and tuple(clauses.lower[chunk.first : last]) in word_lists().places
        ):
            return last
    return None
