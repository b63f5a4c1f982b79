"""Any reading at all, for properties that every form of it has."""

from __future__ import annotations

from hypothesis import strategies as st

from sayso.record import (
    EVENT_ROLES,
    EVENT_STATUSES,
    SAID_KINDS,
    STRENGTHS,
    UNDERTAKING_KINDS,
    Article,
    Event,
    Paragraph,
    Participant,
    Party,
    Reading,
    Span,
    Statement,
    Time,
    Undertaking,
    Voice,
)

DAYS = st.none() | st.dates().map(lambda day: day.isoformat())


@st.composite
def readings(draw: st.DrawFn) -> Reading:
    """Any reading that points at its own text: spans of all characters, nested and overlapping, half surrogates too."""
    text = draw(st.text(st.characters(codec=None), min_size=1, max_size=80))
    places = st.tuples(st.integers(0, len(text) - 1), st.integers(1, len(text))).filter(lambda p: p[0] < p[1])
    span = places.map(lambda p: Span(p[0], p[1], text[p[0] : p[1]]))
    cut = draw(st.integers(0, len(text)))
    paragraphs = (Paragraph(0, cut, "headline"), Paragraph(cut, len(text), "body"))
    words = st.none() | st.text(max_size=10)
    party = st.none() | st.sampled_from(["p1", "p2"])
    voice = st.builds(Voice, st.none() | span, party, words)
    count = draw(st.integers(0, 4))
    statements = tuple(
        Statement(
            f"s{n}",
            draw(st.sampled_from(["direct", "mixed", "indirect"])),
            "states",
            tuple(draw(st.lists(span, min_size=1, max_size=3))),
            tuple(draw(st.lists(span, max_size=2))),
            draw(st.none() | span),
            draw(st.none() | voice),
            draw(st.none() | voice),
            tuple(draw(st.lists(voice, max_size=2))),
            draw(st.none() | st.sampled_from([f"s{m}" for m in range(count) if m != n])) if count > 1 else None,
            draw(st.floats(0, 1)),
            draw(st.sampled_from(SAID_KINDS)),
        )
        for n in range(count)
    )
    parties = tuple(
        Party(
            *(id, draw(st.text(min_size=1)), kind, draw(words), tuple(draw(st.lists(span, max_size=2))), draw(members)),
            draw(st.booleans()),
        )
        for id, kind, members in (("p1", "group", st.sampled_from([(), ("p2",)])), ("p2", "person", st.just(())))
    )
    facts = {key: draw(words) for key in ("url", "outlet", "headline", "standfirst", "section", "language")}
    authors, titles = (tuple(draw(st.lists(st.text(min_size=1), max_size=2))) for _ in range(2))
    article = Article("a", text, paragraphs, authors=authors, titles=titles, **facts)
    time = st.builds(Time, span, words, DAYS, DAYS)
    voices = st.lists(voice, max_size=2).map(tuple)
    within = st.sampled_from([None, *(one.id for one in statements)])
    events = tuple(
        Event(
            *(f"e{n}", draw(st.text(min_size=1, max_size=5)), draw(span), draw(st.sampled_from(EVENT_STATUSES))),
            tuple(draw(st.lists(st.builds(Participant, st.sampled_from(EVENT_ROLES), voice), max_size=2))),
            *(draw(st.none() | span), draw(st.none() | span), draw(DAYS), draw(DAYS), draw(within)),
            tuple(draw(st.lists(span, max_size=2))),
        )
        for n in range(draw(st.integers(0, 2)))
    )
    undertakings = tuple(
        Undertaking(
            *(f"u{n}", draw(st.sampled_from(UNDERTAKING_KINDS)), draw(st.sampled_from(STRENGTHS)), draw(voices)),
            tuple(draw(st.lists(span, min_size=1, max_size=2))),
            *(draw(voices), draw(st.none() | time), draw(st.none() | span), draw(within)),
            draw(st.sampled_from([None, *(one.id for one in events)])),
        )
        for n in range(draw(st.integers(0, 2)))
    )
    times = tuple(draw(st.lists(time, max_size=2)))
    return Reading(draw(st.text()), article, statements, parties, draw(words), times, events, undertakings)
