"""A value of the record or the store -> the piece of HTML that a notebook draws of it, by the templates of pages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import singledispatch
from typing import Any

from sayso.controls import in_markup
from sayso.formats.facts import web_address
from sayso.formats.happenings import days
from sayso.formats.sections import section_of, template, voices_of
from sayso.glances import Drawn
from sayso.record import Article, Event, Party, Reading, Refusal, Statement, Undertaking, Voice, input_name
from sayso.store import Hit, Known, KnownEvent, KnownParty, KnownUndertaking, Version

_NOTHING: Mapping[str, Any] = {
    "title": "", "told": (), "section": None, "counts": False, "single": None, "link": None, "facts": (),
}  # fmt: skip


def to_html(value: Drawn) -> str:
    """A reading, a statement, a party, a hit or the like as a piece of HTML: what a notebook draws of it.

    The piece has its styles with it, for a light page and a dark one, and no script, no ids, nothing that is loaded: any number
    of them may stand on one page. A statement alone does not know its reading's parties: it shows the words for them. Raises
    EvidenceError where a span of a reading does not hold its words, TypeError for another value.

    >>> "<mark" in to_html(Reading("a", Article("a", "It rained.", ())))
    False
    """
    return in_markup(template("drawing.html.j2").render({**_NOTHING, **_drawn(value)}))


@singledispatch
def _drawn(value: object) -> dict[str, Any]:
    """What the template draws of a value."""
    raise TypeError(f"nothing is drawn of {type(value).__name__}: to_html takes what the record and the store hold")


@_drawn.register
def _reading(value: Reading) -> dict[str, Any]:
    return {"section": section_of(value), "counts": True}


@_drawn.register
def _version(value: Version) -> dict[str, Any]:
    parties = tuple(replace(one, name=value.names.get(one.id, one.name)) for one in value.reading.parties)
    told = [f"Version {value.number} of {value.address}{f', captured {value.captured}' if value.captured else ''}"]
    return {"told": told, **_reading(replace(value.reading, parties=parties))}


@_drawn.register
def _article(value: Article) -> dict[str, Any]:
    return {"section": section_of(Reading(value.headline or value.id, value))}


@_drawn.register
def _refusal(value: Refusal) -> dict[str, Any]:
    return {"title": f"Not read: {input_name(value.input)}", "told": [f"{value.told} ({value.reason})"]}


@_drawn.register
def _statement(value: Statement) -> dict[str, Any]:
    bare = replace(
        value,
        speaker=_bare(value.speaker),
        addressee=_bare(value.addressee),
        relay=tuple(Voice(voice.mention) for voice in value.relay),
    )
    return {"single": {"statement": value, "shown": _card(value.id, voices_of(bare, {}, {}))}}


@_drawn.register
def _hit(value: Hit) -> dict[str, Any]:
    statement = value.statement
    bare = replace(statement, speaker=_bare(statement.speaker), addressee=_bare(statement.addressee), relay=())
    shown = voices_of(bare, {}, {})
    for voice, name in (("speaker", value.speaker), ("addressee", value.addressee)):
        if name:
            words = shown[voice]["name"] if shown[voice] and shown[voice]["name"] != name else None
            shown[voice] = {"name": name, "words": words}
    shown["relay"] = [{"name": name, "words": None} for name in value.relay]
    facts = _facts(
        ("Article", value.headline), ("Outlet", value.outlet), ("Published", value.published), ("Key", value.key),
    )  # fmt: skip
    return {"single": {"statement": statement, "shown": _card("", shown)}, "link": web_address(value.address), "facts": facts}


@_drawn.register
def _party(value: Party) -> dict[str, Any]:
    mentions = dict.fromkeys(span.text for span in value.mentions)
    return {"title": value.name, "facts": _facts(("Kind", value.kind), ("Role", value.role), ("Called", ", ".join(mentions)))}


@_drawn.register
def _known(value: Known) -> dict[str, Any]:
    roles = "; ".join(f"{role} ({days(first, last)})" if first else role for role, first, last in value.roles)
    facts = _facts(
        ("Number", f"#{value.id}"), ("Kind", value.kind), ("Called", ", ".join(value.names)), ("Roles", roles),
        ("Statements", f"{value.statements:,}"), ("Articles", f"{value.articles:,}"), ("Days", days(value.first, value.last)),
    )  # fmt: skip
    return {"title": value.name, "facts": facts}


@_drawn.register
def _event(value: Event) -> dict[str, Any]:
    who = ", ".join(voice.mention.text for voice in (one.voice for one in value.participants) if voice.mention)
    facts = _facts(
        ("Days", days(value.earliest, value.latest)), ("Place", value.place.text if value.place else None), ("Who", who),
        ("Status", value.status), ("Within", value.within),
    )  # fmt: skip
    return {"title": f"{value.kind}: “{value.trigger.text}”", "facts": facts}


@_drawn.register
def _undertaking(value: Undertaking) -> dict[str, Any]:
    who, to = (", ".join(one.mention.text for one in voices if one.mention) for voices in (value.who, value.to_whom))
    facts = _facts(
        ("Kind", f"{value.kind}, {value.strength}"), ("Who", who), ("To whom", to),
        ("Due", value.due.span.text if value.due else None), ("Condition", value.condition.text if value.condition else None),
        ("Statement", value.statement),
    )  # fmt: skip
    return {"title": " … ".join(span.text for span in value.what), "facts": facts}


@_drawn.register
def _known_event(value: KnownEvent) -> dict[str, Any]:
    facts = _facts(
        ("Days", days(value.earliest, value.latest)), ("Who", _names(value.parties)), ("Place", value.place),
        ("Status", value.status), ("Outlets", ", ".join(value.outlets)), ("Key", value.key),
        *((f"{state.told.day or ''} {state.state}", state.told.words) for state in value.history),
    )  # fmt: skip
    return {"title": value.kind, "facts": facts}


@_drawn.register
def _known_undertaking(value: KnownUndertaking) -> dict[str, Any]:
    facts = _facts(
        ("Who", _names(value.who)), ("To whom", _names(value.to_whom)), ("Kind", f"{value.kind}, {value.strength}"),
        ("Due", days(value.due_earliest, value.due_latest) or value.due), ("Condition", value.condition),
        ("Status", value.status), ("Outlets", ", ".join(value.outlets)), ("Key", value.key),
        *((f"{state.told.day or ''} {state.state}", state.told.words) for state in value.history),
    )  # fmt: skip
    return {"title": value.what, "facts": facts}


def _card(number: str, shown: Mapping[str, Any]) -> dict[str, Any]:
    return {**shown, "number": number, "letter": "", "colour": "own", "account": "", "hint": ""}


def _bare(voice: Voice | None) -> Voice | None:
    """A voice as it is written, without a party that nobody names here."""
    return Voice(voice.mention) if voice else None


def _facts(*facts: tuple[str, str | None]) -> list[tuple[str, str]]:
    return [(name, words) for name, words in facts if words]


def _names(parties: Iterable[KnownParty]) -> str:
    return ", ".join(party.name for party in parties)
