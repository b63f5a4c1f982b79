"""A reading made by hand, of people who do not exist, with times, events and undertakings: what forms and commands show."""

from __future__ import annotations

import re

from sayso.record import Article, Event, Paragraph, Participant, Party, Reading, Span, Statement, Time, Undertaking, Voice

HEADLINE = "Valdria and Pellan to Meet in Norvan"
BODY = (
    "Valdrian President Ilya Torvan and Pellan’s leader, Mara Vells, spoke by phone on Sunday, the Granite Palace said. "
    "The call lasted an hour. Both agreed to meet in Norvan by Friday, it added.",
    "A visit of Torvan to Dovrel, which Vells had planned for the summer, was called off. "
    "“We will send 40 engineers by May, if asked,” Vells told reporters.",
    "Talks at the border went on.",
)
WHAT = "to meet in Norvan by Friday"
ENGINEERS = "send 40 engineers by May"


def text() -> str:
    return "\n\n".join((HEADLINE, *BODY))


def reading(input: str = "norvan.html", url: str | None = "https://courier.example/norvan") -> Reading:
    """Three statements, four events (happened, planned, cancelled, ongoing), two undertakings (agreed, on a condition)."""
    whole = text()
    ends = [len("\n\n".join((HEADLINE, *BODY)[: number + 1])) for number in range(1 + len(BODY))]
    starts = [0, *(end + 2 for end in ends[:-1])]
    kinds = ("headline", "body", "body", "body")
    article = Article(
        id="norvan-1",
        text=whole,
        paragraphs=tuple(Paragraph(*place) for place in zip(starts, ends, kinds, strict=True)),
        url=url,
        outlet="The Courier",
        headline=HEADLINE,
        published="2031-03-16T18:00:00+01:00",
        language="en",
    )

    def span(words: str, nth: int = 1) -> Span:
        places = [match.start() for match in re.finditer(re.escape(words), whole)]
        return Span(places[nth - 1], places[nth - 1] + len(words), words)

    torvan, vells = (
        Voice(span(words), party, "name")
        for words, party in (("Valdrian President Ilya Torvan", "p1"), ("Pellan’s leader, Mara Vells", "p2"))
    )
    palace = Voice(span("the Granite Palace"), "p3", "name")
    it = Voice(span("it", 1 + whole[: whole.index("it added")].count("it")), "p3", "pronoun")
    both, she = Voice(span("Both"), None, None), Voice(span("Vells", 3), "p2", "name")
    quotation = "“We will send 40 engineers by May, if asked,”"
    statements = (
        Statement(
            "s1", "indirect", "states", (span(BODY[0][: BODY[0].index(", the Granite")]),), cue=span("said"), speaker=palace,
            score=0.95,
        ),
        Statement(
            "s2", "indirect", "adds", (span("Both agreed to meet in Norvan by Friday"),), cue=span("added"), speaker=it,
            score=0.9,
        ),
        Statement(
            "s3", "direct", "promises", (span(quotation),), (span(quotation[1:-1]),), span("told"), she,
            Voice(span("reporters"), None, None), score=0.97,
        ),
    )  # fmt: skip
    parties = (
        Party("p1", "Ilya Torvan", "person", "Valdrian President", (torvan.mention or span("Torvan"), span("Torvan", 2))),
        Party("p2", "Mara Vells", "person", "Pellan’s leader", (vells.mention or span("Vells"), she.mention or span("Vells"))),
        Party("p3", "Granite Palace", "government", None, (span("the Granite Palace"),)),
    )
    times = (
        Time(span("on Sunday"), "2031-03-16", "2031-03-16", "2031-03-16"),
        Time(span("by Friday"), "2031-03-21", None, "2031-03-21"),
        Time(span("for the summer"), "2031-SU", "2031-06-01", "2031-08-31"),
        Time(span("by May"), "2031-05", None, "2031-05-31"),
    )
    pair = tuple(Participant("party", voice) for voice in (torvan, vells))
    events = (
        Event("e1", "call", span("spoke by phone"), "happened", pair, None, times[0].span, "2031-03-16", "2031-03-16", "s1",
              (span("The call"),)),
        Event("e2", "meeting", span("to meet"), "planned", (Participant("party", both),), span("Norvan", 2), times[1].span,
              None, "2031-03-21", "s2"),
        Event("e3", "visit", span("A visit"), "cancelled",
              (Participant("host", Voice(span("Vells", 2), "p2", "name")),
               Participant("initiator", Voice(span("Torvan", 2), "p1", "name"))),
              span("Dovrel"), times[2].span, "2031-06-01", "2031-08-31"),
        Event("e4", "talks", span("Talks"), "ongoing", (), span("the border")),
    )  # fmt: skip
    we = Voice(span("We"), "p2", "pronoun")
    undertakings = (
        Undertaking("u1", "agreement", "agreed", (both,), (span(WHAT),), due=times[1], statement="s2", event="e2"),
        Undertaking("u2", "promise", "conditional", (we,), (span(ENGINEERS),), (torvan,), times[3], span("if asked"), "s3"),
    )
    return Reading(input, article, statements, parties, "en-1", times, events, undertakings)
