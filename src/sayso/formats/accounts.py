"""Reading -> accounts: the statements grouped by whose word the article has them on, nested ones under their outer one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from sayso.formats.agreement import possessive
from sayso.record import Party, Reading, Statement, Voice

AccountKind = Literal["relayed", "own", "unattributed"]


@dataclass(frozen=True, slots=True)
class Branch:
    """A statement and the statements that stand inside it."""

    statement: Statement
    inner: tuple[Branch, ...] = ()

    def walk(self, depth: int = 0) -> Iterator[tuple[int, Statement]]:
        """This statement and all inside it, each with how deep it stands (0 for this one)."""
        yield depth, self.statement
        for branch in self.inner:
            yield from branch.walk(depth + 1)


@dataclass(frozen=True, slots=True)
class Account:
    """What the article has on one party's word ("relayed"), on its own reporting ("own"), or on nobody's ("unattributed").

    In «Dovrel raised the tariffs, a palace readout said; "She was firm," it added» both statements, and the one inside, are
    the palace's account.
    """

    kind: AccountKind
    name: str
    branches: tuple[Branch, ...]

    @property
    def heading(self) -> str:
        """A heading for people: "The palace’s account", "On the article’s own word", "Unattributed"."""
        if self.kind != "relayed":
            return self.name
        whose = possessive(self.name)
        return f"{whose[:1].upper()}{whose[1:]} account"


def accounts(reading: Reading) -> tuple[Account, ...]:
    """The reading's statements by account: those of vouching parties as they first appear, the article's own, unattributed.

    A party vouches when it is the outermost step of some statement's relay; what it says itself is its account too.
    """
    names = {party.id: party.name for party in reading.parties}
    vouching = {_key(statement.relay[-1]) for statement in reading.statements if statement.relay}
    groups: dict[tuple[AccountKind, str], list[Branch]] = {}
    titles: dict[tuple[AccountKind, str], str] = {}
    for branch in _trees(reading.statements):
        outer = branch.statement.relay[-1] if branch.statement.relay else branch.statement.speaker
        key: tuple[AccountKind, str] = ("unattributed", "")
        title = "Unattributed"
        if outer is not None and _key(outer) in vouching:
            key, title = ("relayed", _key(outer)), voice_name(outer, names)
        elif outer is not None:
            key, title = ("own", ""), "On the article’s own word"
        groups.setdefault(key, []).append(branch)
        titles.setdefault(key, title)
    order: list[AccountKind] = ["relayed", "own", "unattributed"]
    ranked = sorted(groups, key=lambda key: order.index(key[0]))
    return tuple(Account(key[0], titles[key], tuple(groups[key])) for key in ranked)


def statement_numbers(reading: Reading) -> dict[str, int]:
    """What each statement is counted as: the number in its id, which it keeps where others are left out; else its place.

    >>> from sayso.record import Article, Span
    >>> held = [Statement(id, "direct", "states", (Span(0, 1, "a"),)) for id in ("s2", "s5")]
    >>> statement_numbers(Reading("a", Article("a", "a", ()), tuple(held)))
    {'s2': 2, 's5': 5}
    """
    numbered = [re.fullmatch(r"s([1-9]\d*)", one.id) for one in reading.statements]
    if all(numbered):
        return {one[0]: int(one[1]) for one in numbered if one}
    return {one.id: number for number, one in enumerate(reading.statements, 1)}


def voice_name(voice: Voice, names: dict[str, str]) -> str:
    """The name to show for a voice: its party's, or the words that stand in the text."""
    if voice.party is not None:
        return names[voice.party]
    return voice.mention.text if voice.mention else "someone not named"


def voice_words(voice: Voice, names: dict[str, str]) -> str | None:
    """The words that stand in the text, where they say more or less than the name: not "the Kremlin" beside "Kremlin"."""
    if voice.mention is None:
        return None
    words, name = voice.mention.text.lower(), voice_name(voice, names).lower()
    return None if words.endswith(name) and len(words) - len(name) <= len("the ") else voice.mention.text


def party_names(parties: tuple[Party, ...]) -> dict[str, str]:
    """Each party's name by its id."""
    return {party.id: party.name for party in parties}


def _key(voice: Voice) -> str:
    return f"party {voice.party}" if voice.party else f"words {voice.mention.text.lower() if voice.mention else ''}"


def _trees(statements: tuple[Statement, ...]) -> list[Branch]:
    """Outermost statements with what stands inside them, in text order. A ring of ``within`` is cut at its first member."""
    inner: dict[str | None, list[Statement]] = {}
    known = {statement.id for statement in statements}
    for statement in sorted(statements, key=lambda s: min((span.start for span in s.content), default=0)):
        inner.setdefault(statement.within if statement.within in known else None, []).append(statement)
    placed: set[str] = set()

    def grow(statement: Statement) -> Branch:
        placed.add(statement.id)
        return Branch(statement, tuple(grow(child) for child in inner.get(statement.id, ()) if child.id not in placed))

    roots = [grow(statement) for statement in inner.get(None, ())]
    return roots + [grow(statement) for statement in statements if statement.id not in placed]
