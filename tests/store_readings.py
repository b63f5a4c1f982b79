"""Readings made by hand and by hypothesis, and stores of both kinds, for the tests of the store."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from hypothesis import strategies as st

from sayso.record import (
    EVENT_ROLES,
    EVENT_STATUSES,
    SAID_KINDS,
    STRENGTHS,
    UNDERTAKING_KINDS,
    Article,
    Event,
    EventStatus,
    Paragraph,
    Participant,
    Party,
    Reading,
    Said,
    Span,
    Statement,
    Time,
    Undertaking,
    Voice,
)
from sayso.store.values import Capture, Incoming

DAY = "2031-03-14"


def article(text: str, url: str | None = "https://post.example/1", **facts: Any) -> Article:
    facts = {"outlet": "The Aurane Post", "published": f"{DAY}T10:00:00+01:00", "language": "en", **facts}
    return Article(id="a1", text=text, paragraphs=(Paragraph(0, len(text), "body"),), url=url, **facts)


def span(text: str, words: str, nth: int = 1) -> Span:
    at = -1
    for _ in range(nth):
        at = text.index(words, at + 1)
    return Span(at, at + len(words), words)


def reading(
    said: Sequence[tuple[str, str]] = (("Ilya Torvan", "The bridge is safe"),),
    url: str | None = "https://post.example/1",
    kind: Any = "person",
    input: str | None = None,
    **facts: Any,
) -> Reading:
    """An article of one line a statement: «Ilya Torvan said: “The bridge is safe”.»"""
    text = "".join(f"{name} said: “{words}”.\n" for name, words in said)
    statements: list[Statement] = []
    parties: dict[str, list[Span]] = {}
    at = 0
    for number, (name, words) in enumerate(said, 1):
        speaker = Span(at, at + len(name), name)
        cue = Span(speaker.end + 1, speaker.end + 5, "said")
        content = Span(cue.end + 2, cue.end + 4 + len(words), f"“{words}”")
        quoted = Span(content.start + 1, content.end - 1, words)
        parties.setdefault(name, []).append(speaker)
        voice = Voice(speaker, f"p{list(parties).index(name) + 1}", "name")
        statements.append(Statement(f"s{number}", "direct", "states", (content,), (quoted,), cue, voice, score=0.9))
        at = content.end + 2
    held = tuple(Party(f"p{n}", name, kind, None, tuple(found)) for n, (name, found) in enumerate(parties.items(), 1))
    return Reading(input or url or "note.txt", article(text, url, **facts), tuple(statements), held, "en-1")


def told(read: Reading, *kinds: Said) -> Reading:
    """The reading, its first statements said so: "expected" of one that begins «Ilya Torvan will say»."""
    first = (replace(one, said=kind) for one, kind in zip(read.statements, kinds, strict=False))
    return replace(read, statements=(*first, *read.statements[len(kinds) :]))


def jointly(read: Reading, *members: str) -> Reading:
    """The reading, with its first statement said by a group of these parties: "Ana Rubio and Karel Novak"."""
    name = " and ".join(party.name for party in read.parties if party.id in members)
    group = Party("g1", name, "group", None, (), members)
    first, *rest = read.statements
    speaker = replace(first.speaker or Voice(None), party="g1", how="name")
    return replace(read, statements=(replace(first, speaker=speaker), *rest), parties=(*read.parties, group))


def unnamed(read: Reading, *parties: str) -> Reading:
    """The reading, these of its parties known to it by a description alone: "a senior official"."""
    return replace(read, parties=tuple(replace(one, named=one.named and one.id not in parties) for one in read.parties))


def eventful(
    text: str,
    *events: tuple[str, EventStatus, str, str, str | None, str | None],
    url: str = "https://post.example/1",
    kind: Any = "person",
    **facts: Any,
) -> Reading:
    """An article of this text with events: kind, status, trigger, who ("Ana Dovrel, Ilir Tamm"), days, place.

    Days are "2031-04-04", or first and last with "/", or None. Who takes part is a party of its own name.
    """
    named = list(dict.fromkeys(name for event in events for name in event[3].split(", ") if name))
    parties = tuple(Party(f"p{n}", name, kind, None, (span(text, name),)) for n, name in enumerate(named, 1))
    ids = {party.name: party.id for party in parties}
    held = []
    for number, (what, status, trigger, who, days, place) in enumerate(events, 1):
        earliest, _, latest = (days or "").partition("/")
        taking = tuple(Participant("party", Voice(span(text, one), ids[one], "name")) for one in who.split(", ") if one)
        where = span(text, place) if place else None
        when = (earliest or None, latest or earliest or None)
        held.append(Event(f"e{number}", what, span(text, trigger), status, taking, where, None, *when))
    return Reading(url, article(text, url, **facts), (), parties, "en-1", (), tuple(held))


def turns(*names: str, url: str = "https://post.example/1", day: str = DAY) -> Reading:
    """«Remarks by Ana Dovrel and Ilir Tamm», and a turn of each below that headline."""
    head = f"Remarks by {' and '.join(names)}"
    text = "\n".join((head, *(f"{name}: It rains on {name[0]}." for name in names)))
    statements, parties = [], []
    for number, name in enumerate(names, 1):
        label = span(text, f"\n{name}:")
        mention = Span(label.start + 1, label.end - 1, name)
        content, cue = span(text, f"It rains on {name[0]}."), Span(label.end - 1, label.end, ":")
        voice = Voice(mention, f"p{number}", "name")
        statements.append(Statement(f"s{number}", "direct", "states", (content,), (), cue, voice))
        parties.append(Party(f"p{number}", name, "person", None, (span(text, name), mention)))
    places = (Paragraph(0, len(head), "headline"), Paragraph(len(head) + 1, len(text), "body"))
    held = replace(article(text, url, published=day, headline=head), paragraphs=places)
    return Reading(url, held, tuple(statements), tuple(parties), "en-1")


def undertaken(read: Reading, who: str, what: str, due: str | None = None, **more: Any) -> Reading:
    """The reading, in which a party (one of it, or a new one) undertakes what these words say, until the day that is due."""
    text = read.article.text
    ids = {party.name: party.id for party in read.parties}
    newcomer = Party(f"p{len(ids) + 1}", who, "person", None, (span(text, who),))
    parties = read.parties if who in ids else (*read.parties, newcomer)
    ids |= {party.name: party.id for party in parties}
    time = Time(span(text, what), due, due, due) if due else None
    one = Undertaking(
        f"u{len(read.undertakings) + 1}", more.pop("kind", "promise"), more.pop("strength", "will"),
        (Voice(span(text, who), ids[who], "name"),), (span(text, what),), due=time, **more,
    )  # fmt: skip
    return replace(read, parties=parties, undertakings=(*read.undertakings, one))


def incoming(read: Reading | None, address: str | None = None, page: str | None = None, **more: Any) -> Incoming:
    """A capture of the reading, its page hashed by its text unless it is given."""
    where = address or (read.article.url or read.input if read else "https://post.example/none")
    page = page or (read.article.text_sha256 if read else hashlib.sha256(where.encode()).hexdigest())
    captured = more.pop("captured", f"{DAY}T12:00:00+00:00")
    return Incoming(Capture(where, page, captured), read, **more)


# Readings of anything at all.

words = st.text(max_size=40)
odd = st.one_of(
    words, st.text(st.sampled_from("a\0\ud83d\udc00é😀 ’\x01="), max_size=12), st.just("\x01escaped:x"), st.just("=")
)


@st.composite
def spans_in(draw: Any, text: str) -> Span:
    start = draw(st.integers(0, len(text) - 1))
    end = draw(st.integers(start + 1, len(text)))
    return Span(start, end, text[start:end])


@st.composite
def voices_in(draw: Any, text: str, parties: Sequence[str]) -> Voice:
    mention = draw(st.none() | spans_in(text))
    party = draw(st.none() | st.sampled_from(parties)) if parties else None
    return Voice(mention, party, draw(st.none() | st.sampled_from(["name", "pronoun", "implied"]) | odd))


@st.composite
def readings(draw: Any) -> Reading:
    """Any reading whose evidence is true: odd characters, nested statements, implied voices, parties without a mention."""
    text = draw(st.one_of(st.text(min_size=1), st.text(st.sampled_from("ab\0\ud83d\udc00é😀\n"), min_size=1, max_size=60)))
    cuts = sorted(draw(st.lists(st.integers(0, len(text)), max_size=6)))
    kinds = st.sampled_from(["headline", "standfirst", "heading", "body", "caption"])
    paragraphs = tuple(Paragraph(a, b, draw(kinds)) for a, b in zip(cuts[::2], cuts[1::2], strict=False))
    optional = st.none() | odd
    facts = {name: draw(optional) for name in ("outlet", "headline", "standfirst", "updated", "section", "language")}
    held = Article(
        id=draw(odd), text=text, paragraphs=paragraphs,
        url=draw(st.none() | st.sampled_from(["https://post.example/x", "HTTP://Post.example/y", "=", "file:///x", "\ud83d"])),
        published=draw(st.none() | st.sampled_from([DAY, f"{DAY}T10:00:00Z", "March", "2031-13-40", "\0"])),
        authors=tuple(draw(st.lists(odd, max_size=2))), images=tuple(draw(st.lists(odd, max_size=2))),
        titles=tuple(draw(st.lists(odd, max_size=2))), **facts,
    )  # fmt: skip
    names = draw(st.lists(odd, unique=True, max_size=4))
    roles = st.none() | odd
    kind = st.sampled_from(["person", "organisation", "government", "document", "group", "place", "unknown"])
    parties = tuple(
        Party(
            name,
            draw(odd),
            draw(kind),
            draw(roles),
            tuple(draw(st.lists(spans_in(text), max_size=3))),
            tuple(draw(st.lists(st.sampled_from([other for other in names if other != name]), max_size=2, unique=True)))
            if len(names) > 1
            else (),
            draw(st.booleans()),
        )
        for name in names
    )
    ids = draw(st.lists(odd, unique=True, max_size=4))
    spans, voice = spans_in(text), voices_in(text, names)
    statements = tuple(
        Statement(
            id=id, manner=draw(st.sampled_from(["direct", "mixed", "indirect"])), act=draw(st.just("states") | odd),
            content=tuple(draw(st.lists(spans, max_size=3))), quoted=tuple(draw(st.lists(spans, max_size=2))),
            cue=draw(st.none() | spans), speaker=draw(st.none() | voice), addressee=draw(st.none() | voice),
            relay=tuple(draw(st.lists(voice, max_size=2))),
            within=draw(st.none() | st.sampled_from([other for other in ids if other != id])) if len(ids) > 1 else None,
            score=draw(st.floats(0, 1)), said=draw(st.sampled_from(SAID_KINDS)),
        )
        for id in ids
    )  # fmt: skip
    times, events, undertakings = draw(occurrences_in(text, names, ids))
    return Reading(draw(odd), held, statements, parties, draw(optional), times, events, undertakings)


@st.composite
def occurrences_in(
    draw: Any, text: str, parties: Sequence[str], statements: Sequence[str]
) -> tuple[tuple[Time, ...], tuple[Event, ...], tuple[Undertaking, ...]]:
    """Times, events and undertakings of any kind; days are what a reading has, or odd."""
    span, voice = spans_in(text), voices_in(text, parties)
    days = st.none() | st.dates().map(lambda day: day.isoformat()) | odd
    time = st.one_of(
        st.builds(Time, span, st.none() | odd, days, days), st.builds(lambda span, day: Time(span, day, day, day), span, days)
    )
    within = st.none() | st.sampled_from(statements) if statements else st.none()
    held = draw(st.lists(odd, unique=True, max_size=3))
    events = tuple(
        Event(
            id, draw(odd), draw(span), draw(st.sampled_from(EVENT_STATUSES)),
            tuple(draw(st.lists(st.builds(Participant, st.sampled_from(EVENT_ROLES), voice), max_size=3))),
            draw(st.none() | span), draw(st.none() | span), draw(days), draw(days), draw(within),
            tuple(draw(st.lists(span, max_size=2))),
        )
        for id in held
    )  # fmt: skip
    undertakings = tuple(
        Undertaking(
            id, draw(st.sampled_from(UNDERTAKING_KINDS)), draw(st.sampled_from(STRENGTHS)),
            tuple(draw(st.lists(voice, max_size=2))), tuple(draw(st.lists(span, min_size=1, max_size=2))),
            tuple(draw(st.lists(voice, max_size=2))), draw(st.none() | time), draw(st.none() | span), draw(within),
            draw(st.none() | st.sampled_from(held)) if held else None,
        )
        for id in draw(st.lists(odd, unique=True, max_size=3))
    )  # fmt: skip
    return tuple(draw(st.lists(time, max_size=3))), events, undertakings
