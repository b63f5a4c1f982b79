"""A reading made by hand of an article about people and places that do not exist: what formats and the command line show."""

from __future__ import annotations

import re

from sayso.record import Article, Paragraph, Party, Reading, Span, Statement, Voice

HEADLINE = "Dovrel Raises Border Posts in Call With Estmark’s Leader"
STANDFIRST = "The two presidents spoke for an hour on Tuesday; their offices describe the call differently."
BODY = (
    "Norvanian President Ana Dovrel brought up the new border posts during a call with Estmark’s leader, Ilir Tamm, "
    "according to a palace readout.",
    "“The president noted that the posts break the 2029 accord,” the palace said. “She was firm,” the readout added.",
    "What each side heard",
    "Mr Tamm’s office denied that any accord had been broken. He told reporters: “We will keep our word.”",
    "It was alleged overnight that two guards had been hurt.",
)
KINDS = ("headline", "standfirst", "body", "body", "heading", "body", "body")


def article() -> Article:
    paragraphs, text = [], ""
    for kind, words in zip(KINDS, (HEADLINE, STANDFIRST, *BODY), strict=True):
        start = len(text) + 2 if text else 0
        text += ("\n\n" if text else "") + words
        paragraphs.append(Paragraph(start, len(text), kind))
    return Article(
        id="lantern-1",
        text=text,
        paragraphs=tuple(paragraphs),
        url="https://lantern.example/2031/03/04/call",
        outlet="The Lantern",
        headline=HEADLINE,
        standfirst=STANDFIRST,
        authors=("Mara Quill",),
        published="2031-03-04T16:05:00+01:00",
        updated="2031-03-04T18:40:00+01:00",
        section="politics",
        language="en",
        images=("https://lantern.example/img/call.jpg",),
    )


def reading(input: str = "lantern.html") -> Reading:
    """Seven statements in three accounts, one nested, one with two pieces of content, one without a speaker."""
    held = article()

    def span(words: str, nth: int = 1) -> Span:
        places = [match.start() for match in re.finditer(re.escape(words), held.text)]
        return Span(places[nth - 1], places[nth - 1] + len(words), words)

    def voice(words: str, party: str | None, how: str | None, nth: int = 1) -> Voice:
        return Voice(span(words, nth), party, how)

    palace = voice("a palace readout", "p3", "name")
    statements = (
        Statement(
            "s1", "indirect", "reports", (span(BODY[0][: BODY[0].index(", according")]),),
            cue=span("according to"), speaker=palace, score=0.93,
        ),
        Statement(
            "s2", "indirect", "raises", (span("the new border posts"),), cue=span("brought up"),
            speaker=voice("Norvanian President Ana Dovrel", "p1", "name"), addressee=voice("Ilir Tamm", "p2", "name"),
            relay=(palace,), within="s1", score=0.88,
        ),
        Statement(
            "s3", "direct", "states", (span("“The president noted that the posts break the 2029 accord,”"),),
            quoted=(span("The president noted that the posts break the 2029 accord,"),), cue=span("said"),
            speaker=voice("the palace", "p3", "metonym"), score=0.99,
        ),
        Statement(
            "s4", "indirect", "notes", (span("that the posts break the 2029 accord"),), cue=span("noted"),
            speaker=voice("The president", "p1", "title"), relay=(voice("the palace", "p3", "metonym"),), within="s3",
            score=0.71,
        ),
        Statement(
            "s5", "direct", "adds", (span("“She was firm,”"),), quoted=(span("She was firm,"),), cue=span("added"),
            speaker=voice("the readout", "p3", "document"), score=0.98,
        ),
        Statement(
            "s6", "indirect", "denies", (span("that any accord had been broken"),), cue=span("denied"),
            speaker=voice("Mr Tamm’s office", None, None), score=0.9,
        ),
        Statement(
            "s7", "direct", "promises", (span("“We will keep our word.”"),), quoted=(span("We will keep our word."),),
            cue=span("told"), speaker=voice("He", "p2", "pronoun"), addressee=voice("reporters", None, None), score=0.97,
        ),
        Statement(
            "s8", "indirect", "accuses", (span("that two guards had been hurt"),), cue=span("alleged"), score=0.66,
        ),
    )  # fmt: skip
    parties = (
        Party("p1", "Ana Dovrel", "person", "Norvanian President",
              (span("Norvanian President Ana Dovrel"), span("The president"), span("She"))),
        Party("p2", "Ilir Tamm", "person", "Estmark’s leader", (span("Ilir Tamm"), span("Mr Tamm"), span("He"))),
        Party("p3", "the palace", "government", None,
              (span("a palace readout"), span("the palace"), span("the readout"))),
    )  # fmt: skip
    return Reading(input, held, statements, parties, "en-1")
