"""Readings -> one self-contained page: each article with its statements marked, a card for each, no script, nothing loaded."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from sayso import __version__
from sayso.controls import printable
from sayso.evidence import check_evidence
from sayso.formats.accounts import Account, accounts, party_names, statement_numbers, voice_name, voice_words
from sayso.formats.corrected import corrected_words
from sayso.formats.facts import head
from sayso.formats.happenings import events_of, undertakings_of
from sayso.formats.marks import blocks
from sayso.formats.unsaid import WORDS
from sayso.record import Reading, Refusal, Statement, Voice

if TYPE_CHECKING:
    from jinja2 import Template

COLOURS = 6  # as many accounts have a colour of their own in the template; a seventh takes the first one's again


def write_html(
    results: Iterable[Reading | Refusal], asked: str | None = None, notes: Sequence[str] = ()
) -> Iterator[str]:
    """One page for all results, in pieces as they are ready. Raises EvidenceError where a span does not hold its words.

    ``asked`` is the id of a statement, an event or an undertaking at which the page opens; ``notes`` stand at its head.
    """
    sections = ({**_section(number, result), "asked": asked, "notes": notes} for number, result in enumerate(results, 1))
    stream = _template().stream(sections=sections, version=__version__)
    stream.enable_buffering(500)
    return (printable(piece) for piece in stream)


@cache
def _template() -> Template:
    # Jinja takes 60 ms to import, which other formats need not pay.
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("sayso.formats"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("readings.html.j2")


def _section(number: int, result: Reading | Refusal) -> Mapping[str, Any]:
    """What the template shows for one result; ``key`` keeps the anchors of several articles on one page apart."""
    key = f"a{number}"
    if isinstance(result, Refusal):
        return {"key": key, "refusal": result}
    reading = check_evidence(result)
    found, names, numbers = accounts(reading), party_names(reading.parties), statement_numbers(reading)
    parts = list(blocks(reading))
    headline = next((block.children for block in parts if block.kind == "headline"), [head(reading).headline])
    colours = _colours(found)
    coloured = {
        s.id: colour for a, colour in zip(found, colours, strict=True) for branch in a.branches for _, s in branch.walk()
    }
    return {
        "key": key,
        "refusal": None,
        "language": reading.article.language,
        "head": head(reading),
        "headline": headline,
        "blocks": [block for block in parts if block.kind != "headline" or block.children is not headline],
        "shown": {s.id: _shown(numbers[s.id], s, names, coloured[s.id]) for s in reading.statements},
        "accounts": [(account, [pair for branch in account.branches for pair in branch.walk()]) for account in found],
        "colours": colours,
        "events": events_of(reading),
        "undertakings": undertakings_of(reading),
        "numbers": _numbers(reading),
        "parties": reading.parties,
    }


def _numbers(reading: Reading) -> Mapping[str, str]:
    """What stands before an event ("e1") or an undertaking ("u1") in the text and beside it, by kind and id."""
    listed = (("event", [one.id for one in reading.events]), ("undertaking", [one.id for one in reading.undertakings]))
    return {f"{kind} {id}": f"{kind[0]}{number}" for kind, ids in listed for number, id in enumerate(ids, 1)}


def _shown(number: int, statement: Statement, names: dict[str, str], colour: str) -> Mapping[str, Any]:
    return {
        "number": number,
        "unsaid": WORDS.get(statement.said, ""),
        "colour": colour,
        "speaker": _voice(statement.speaker, names),
        "addressee": _voice(statement.addressee, names),
        "relay": [_voice(voice, names) for voice in statement.relay],
        "corrected": corrected_words(statement.corrected) if statement.corrected else "",
    }


def _voice(voice: Voice | None, names: dict[str, str]) -> Mapping[str, str | None] | None:
    return {"name": voice_name(voice, names), "words": voice_words(voice, names)} if voice else None


def _colours(found: Sequence[Account]) -> list[str]:
    """The name of each account's colour in the template."""
    relayed = itertools.count()
    return [f"account-{next(relayed) % COLOURS + 1}" if account.kind == "relayed" else account.kind for account in found]
