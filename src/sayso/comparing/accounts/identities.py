"""Readings of several texts -> who each mention stands for, by one key a person, body or country in all of them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from sayso.comparing.accounts.concepts import place_concepts
from sayso.record import Party, Reading, Voice

BOTH = "*"  # the two sides together: "the leaders", "the parties"
_SAME = 0.8  # of letters that two spellings of a name share: "Zelenskyy" and "Zelensky" .94, "Putin" and "Pushkin" .67
_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_AFTER_NAMES = frozenset(("jr", "sr", "ii", "iii"))
_TOGETHER = re.compile(
    r"\b(?:both|(?:two\s)?(?:leaders|presidents|sides|parties|ministers|interlocutors|premiers|heads of (?:state|government)"
    r"|governments|countries|delegations))\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Identities:
    """Who a reading's parties and mentions are: ``keys`` of each party's id, ``mentions`` as (start, end, keys) in order."""

    keys: dict[str, frozenset[str]]
    mentions: tuple[tuple[int, int, frozenset[str]], ...]

    def of(self, voice: Voice | None) -> frozenset[str]:
        """The keys of who a voice is; none where that is not known."""
        if voice is None:
            return frozenset()
        if voice.party is not None and (keys := self.keys.get(voice.party)):
            return keys
        return together(voice.mention.text) if voice.mention else frozenset()


def together(words: str) -> frozenset[str]:
    """The key of both sides where words mean them."""
    return frozenset((BOTH,)) if _TOGETHER.search(words) else frozenset()


def identify(readings: Sequence[Reading]) -> tuple[Identities, ...]:
    """Who the parties of each reading are, so that one key is one person in all of them.

    A person goes by the last word of the name, a body by its whole name, a country by its name; a group by its members.
    """
    known: list[str] = []
    found = []
    for reading in readings:
        keys: dict[str, frozenset[str]] = {}
        for party in reading.parties:
            if not party.members:
                keys[party.id] = _key(party, known)
        for party in reading.parties:
            if party.members:
                members = frozenset(key for one in party.members for key in keys.get(one, ()))
                keys[party.id] = members | ({BOTH} if len(members) > 1 else together(party.name))
        mentions = sorted(
            (mention.start, mention.end, keys[party.id])
            for party in reading.parties
            for mention in party.mentions
            if keys[party.id] and not (party.kind != "person" and mention.text.islower())
        )
        found.append(Identities(keys, tuple(mentions)))
    return tuple(found)


def _key(party: Party, known: list[str]) -> frozenset[str]:
    if not party.named and party.kind == "group":
        return together(party.name)
    words = [word.lower() for word in _WORD.findall(party.name.replace(".", ""))]
    place = place_concepts().get(tuple(words)) or place_concepts().get(tuple(words[1:]) if words[:1] == ["the"] else ())
    if place:
        return frozenset((place,))
    if party.kind in ("group", "unknown", "document") and (both := together(party.name)):
        return both
    if not words or not party.named or not any(letter.isupper() for letter in party.name):
        return frozenset()
    if party.kind in ("person", "unknown"):
        names = [word for word in words if word not in _AFTER_NAMES]
        name = names[-1] if names else words[-1]
        like = next((one for one in known if one == name), None) or next((one for one in known if _alike(one, name)), None)
        if like is None:
            known.append(name)
        return frozenset((like or name,))
    return frozenset((" ".join(words),))


def _alike(one: str, other: str) -> bool:
    return min(len(one), len(other)) > 4 and one[0] == other[0] and SequenceMatcher(None, one, other).ratio() >= _SAME
