"""A reading -> what templates show of it: its blocks and marks, its accounts with their colours and letters, its cards."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from string import ascii_uppercase
from typing import TYPE_CHECKING, Any

from sayso.doubt import is_doubtful
from sayso.evidence import check_evidence, told_once
from sayso.formats.accounts import Account, accounts, party_names, statement_numbers, voice_name, voice_words
from sayso.formats.agreement import act_of, as_object
from sayso.formats.corrected import corrected_words
from sayso.formats.doubtful import worth_of
from sayso.formats.facts import head
from sayso.formats.happenings import events_of, undertakings_of
from sayso.formats.marks import blocks
from sayso.formats.unsaid import WORDS
from sayso.record import Party, Reading, Statement, Voice

if TYPE_CHECKING:
    from jinja2 import Template

COLOURS = 12  # that accounts have in the templates, no two alike; a thirteenth takes that of those farthest from it


@cache
def template(name: str) -> Template:
    """A template of this folder's. Jinja takes 60 ms to import, which other formats need not pay."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("sayso.formats"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["begun"] = begun
    return environment.get_template(name)


def begun(words: str) -> str:
    """Words as the beginning of a sentence; a file's name and an address at its head stay as they are.

    >>> begun("nobody goes by it"), begun("news.db: no party goes by it")
    ('Nobody goes by it', 'news.db: no party goes by it')
    """
    first = words.partition(" ")[0].rstrip(".,:;")
    return words if "." in first or "/" in first else words[:1].upper() + words[1:]


def section_of(reading: Reading, key: str = "", links: Mapping[str, str] | None = None) -> dict[str, Any]:
    """What a template shows of a reading; ``key`` keeps the anchors of several on one page apart, "" makes none.

    ``links`` are the addresses of pages of their own, by kind and id: "party p1", "statement s3", "event e1".

    Raises EvidenceError where a span does not hold its words.
    """
    check_evidence(reading)
    found, names, numbers = accounts(reading), party_names(reading.parties), statement_numbers(reading)
    parties = {party.id: party for party in reading.parties}
    parts = list(blocks(reading))
    headline = next((block.children for block in parts if block.kind == "headline"), [head(reading).headline])
    colours, letters = colours_of(found), list(itertools.islice(_letters(), len(found)))
    held = {
        s.id: (account, colour, letter)
        for account, colour, letter in zip(found, colours, letters, strict=True)
        for branch in account.branches
        for _, s in branch.walk()
    }
    return {
        "key": key,
        "language": reading.article.language,
        "head": head(reading),
        "headline": headline,
        "blocks": [block for block in parts if block.kind != "headline" or block.children is not headline],
        "shown": {
            s.id: {**voices_of(s, names, parties), "number": numbers[s.id], **_account(*held[s.id])} for s in reading.statements
        },
        "asked": None,
        "accounts": [(account, [pair for branch in account.branches for pair in branch.walk()]) for account in found],
        "colours": colours,
        "letters": letters,
        "events": events_of(reading),
        "undertakings": undertakings_of(reading),
        "numbers": _numbers(reading),
        "parties": reading.parties,
        "links": links or {},
    }


def colours_of(found: Sequence[Account]) -> list[str]:
    """The name of each account's colour in the template: of as many as there are colours, no two have one.

    A further one takes the colour whose accounts stand farthest from it in the text.
    """
    colours: list[str] = []
    places: dict[str, list[int]] = {}
    for account in found:
        own = [span.start for branch in account.branches for _, s in branch.walk() for span in s.content]
        colour: str = account.kind
        if account.kind == "relayed":
            free = (name for n in range(1, COLOURS + 1) if (name := f"account-{n}") not in places)
            colour = next(free, "") or max(places, key=lambda name: _apart(own, places[name]))
            places.setdefault(colour, []).extend(own)
        colours.append(colour)
    return colours


def _apart(some: Sequence[int], others: Sequence[int]) -> int:
    """How far apart the nearest two places of both are, in code points."""
    return min((abs(one - other) for one in some for other in others), default=0)


def _letters() -> Iterator[str]:
    """A, B … Z, AA, AB …: what tells an account's statements where colours do not."""
    return ("".join(letters) for size in itertools.count(1) for letters in itertools.product(ascii_uppercase, repeat=size))


def _numbers(reading: Reading) -> Mapping[str, str]:
    """What stands before an event ("e1") or an undertaking ("u1") in the text and beside it, by kind and id."""
    listed = (("event", [one.id for one in reading.events]), ("undertaking", [one.id for one in reading.undertakings]))
    return {f"{kind} {id}": f"{kind[0]}{number}" for kind, ids in listed for number, id in enumerate(ids, 1)}


def _account(account: Account, colour: str, letter: str) -> Mapping[str, str]:
    return {"colour": colour, "letter": letter, "account": account.heading}


def voices_of(statement: Statement, names: dict[str, str], parties: Mapping[str, Party]) -> dict[str, Any]:
    """Who speaks, to whom, on whose word, as whose act, and what stands beside it; ``hint`` is all of it in a line."""
    speaker = voice_name(statement.speaker, names) if statement.speaker else None
    act, unsaid = act_of(statement, speaker, parties), WORDS.get(statement.said, "")
    relay = [_told_by(voice, names) for voice in told_once(statement.relay, lambda step: voice_name(step, names))]
    word = ", as told by ".join(str(step["name"]) for step in relay)
    said = f"{speaker or 'someone not named'} {act}{f' [{unsaid}]' if unsaid else ''}"
    return {
        "act": act,
        "unsaid": unsaid,
        "doubtful": is_doubtful(statement),
        "worth": worth_of(statement),
        "speaker": _voice(statement.speaker, names),
        "addressee": _voice(statement.addressee, names),
        "relay": relay,
        "corrected": corrected_words(statement.corrected) if statement.corrected else "",
        "hint": f"{said}{f', on the word of {word}' if word else ''}",
    }


def _voice(voice: Voice | None, names: dict[str, str]) -> Mapping[str, str | None] | None:
    return {"name": voice_name(voice, names), "words": voice_words(voice, names), "party": voice.party} if voice else None


def _told_by(voice: Voice, names: dict[str, str]) -> Mapping[str, str | None]:
    """A voice as it stands behind "of" and "by"."""
    return {"name": as_object(voice_name(voice, names)), "words": voice_words(voice, names), "party": voice.party}
