"""An act, and who does it -> the verb as it stands behind the name: "Ana Dovrel states", "two officials state", "we intend"."""

from __future__ import annotations

import re
from collections.abc import Mapping

from sayso.record import Party, PartyKind, Statement
from sayso.statements import head_of

_BARE = frozenset(("i", "you", "we", "us", "they", "them", "both", "these", "those", "others"))
_MANY = re.compile(
    r"(?:(?:the|his|her|its|their|our|my|your)\s+)?(?:(?!1\b)\d[\d,.]*|two|three|four|five|six|seven|eight|nine|ten|eleven"
    r"|twelve|twenty|both|several|many|few|some|most|all|these|those|dozens|hundreds|thousands)\b"
    r"|an?\s+(?:number|couple|handful|majority|host|range|few)\s+of\b",
    re.I,
)
_IRREGULAR = frozenset(("people", "police", "men", "women", "children", "clergy", "others"))
_SINGULAR_END = re.compile(r"(?:ss|us|is|ics|news|headquarters|series)$")
# Capitals that are a people or a side, not a name: «Democrats», «Cassorians»; "Evans" and "Reuters" are none.
_PEOPLE = re.compile(r"^[A-Z][a-z]+(?:ians|icans|crats|ists)$")
_AND = re.compile(r"[^\s,]\s+(?:and|&)\s+\S")
_BEHIND = re.compile(r"\s+(?:familiar|close|present|involved|briefed|aware|loyal|opposed|named)\b")  # «people | close to her»
_OF = re.compile(r"\b(?:of|for|on)\b")


def verb(act: str, who: str | None, kind: PartyKind | None = None, members: int = 0) -> str:
    """The act as it stands behind who does it, as they are shown; ``kind`` and ``members`` are the party's, where known.

    >>> verb("denies", "we"), verb("states", "two people in his ministry"), verb("promises", "Ilya Torvan")
    ('deny', 'state', 'promises')
    >>> verb("agrees", "Torvan and Dauvent", "group", members=2), verb("states", None)
    ('agree', 'states')
    """
    if not who or not several(who, kind, members):
        return act
    return f"{act[:-3]}y" if act.endswith("ies") else act.removesuffix("s")


def several(who: str, kind: PartyKind | None = None, members: int = 0) -> bool:
    """Whether the verb behind these words is that of many; of "I" and "you" it is the same.

    A name stands for one ("the United Nations says") unless its party is a group, or it joins two that are no one body.

    >>> [several(who) for who in ("they", "Granite Palace officials", "Torvan’s aides", "police", "a number of voters")]
    [True, True, True, True, True]
    >>> [several(who) for who in ("one of the officials", "Reuters", "the Ministry of Trade and Ports", "the press", "who")]
    [False, False, False, False, False]
    """
    words = who.strip(" \"'“”‘’")
    if members > 1 or (_pronoun(words.partition(" ")[0]) in _BARE and kind != "person"):
        return True
    if kind == "person" or not words:
        return False
    if _MANY.match(words):
        return True
    named = kind in ("organisation", "government", "document", "place")
    if not named and _AND.search(words):
        return not _OF.search(words.partition(" and ")[0])
    head = head_of(_BEHIND.split(words)[0]) or words
    if head.lower() in _IRREGULAR or (kind in (None, "unknown", "group") and _PEOPLE.match(head)):
        return True
    plural = head.endswith("s") and not _SINGULAR_END.search(head.lower()) and not head.isupper()
    return plural and (kind == "group" or head[0].islower())


_OBJECTS = {"i": "me", "we": "us", "they": "them", "he": "him", "she": "her", "who": "whom"}
_POSSESSIVES = {"i": "my", "we": "our", "they": "their", "he": "his", "she": "her", "it": "its", "you": "your", "who": "whose"}


def as_object(who: str) -> str:
    """The words for somebody behind "of" or "by".

    >>> as_object("they"), as_object("They all"), as_object("Ana Dovrel")
    ('them', 'them all', 'Ana Dovrel')
    """
    first, blank, rest = who.partition(" ")
    return f"{_OBJECTS[_pronoun(first)]}{blank}{rest}" if _pronoun(first) in _OBJECTS else who


def possessive(who: str) -> str:
    """Whose: the words for somebody before what is theirs.

    >>> possessive("they"), possessive("Ana Dovrel"), possessive("the officials")
    ('their', 'Ana Dovrel’s', 'the officials’')
    """
    return _POSSESSIVES.get(_pronoun(who)) or f"{who}’{'' if who.endswith('s') else 's'}"


def _pronoun(word: str) -> str:
    """A word as pronouns are listed; "" for what is a name in capitals: WHO, US, IT."""
    return "" if word.isupper() and len(word) > 1 else word.lower()


def act_of(statement: Statement, shown: str | None, parties: Mapping[str, Party]) -> str:
    """A statement's act as the verb behind its speaker, who is shown by this name; ``parties`` by their ids."""
    party = parties.get(statement.speaker.party or "") if statement.speaker else None
    return verb(statement.act, shown, party.kind if party else None, len(party.members) if party else 0)
