"""A saying and a check made by hand, for the tests of what shows them: every kind of change, wire copy, another speaker."""

from __future__ import annotations

from sayso.comparing import Asked, Check, Checked, Saying, Witness, WordChange
from sayso.formats import CheckedText
from sayso.record import Article, Paragraph, Span

PALACE = "https://granite-palace.example/2031/03/14/remarks"
COURIER = "https://www.valdrincourier.example/world/2031/03/15/torvan-on-the-bridge"
POST = "https://aurane-post.example/news/torvan-bridge"
SPOKEN = "The bridge at Dovrel would not improve our safety by 2033, and 40 engineers have told me so."


def span(words: str, start: int = 100) -> Span:
    return Span(start, start + len(words), words)


def within(words: str, start: int, found: str) -> Span:
    """Words of a stretch that begins at ``start``."""
    at = start + words.index(found)
    return Span(at, at + len(found), found)


def first() -> Witness:
    return Witness(
        *(f"{PALACE}#1", PALACE, "Granite Palace", "Remarks by President Torvan", "2031-03-14T11:00:00+01:00", None),
        (span(SPOKEN),), "Ilya Torvan", "direct",
    )  # fmt: skip


def altered() -> Witness:
    words = "The bridge … would improve our safety by 2030"
    changes = (
        WordChange("cut-inside-marked", within(SPOKEN, 100, "at Dovrel"), within(words, 40, "…")),
        WordChange("negation", within(SPOKEN, 100, "not")),
        WordChange("number", within(SPOKEN, 100, "2033"), within(words, 40, "2030")),
        WordChange("cut-end", within(SPOKEN, 100, ", and 40 engineers have told me so")),
    )
    return Witness(
        *(f"{COURIER}#2", COURIER, "The Valdrin Courier", "Torvan wants his bridge", "2031-03-15", "2031-03-15T08:00:00Z"),
        (span(words, 40),), "Ilya Torvan", "direct", changes, 0, ("https://post.example/wire/7", "https://gate.example/9"),
    )  # fmt: skip


def elsewhere() -> Witness:
    words = "the bridge would improve their safety by 2030"
    changes = (
        WordChange("negation", within(SPOKEN, 100, "not")),
        WordChange("word", within(SPOKEN, 100, "our"), within(words, 7, "their")),
        WordChange("reattributed"),
    )
    return Witness(
        *(f"{POST}#1", POST, "The Aurane Post", None, None, "2031-03-16T08:00:00Z"),
        (span(words, 7),), "Lena Varkin", "indirect", changes, 1,
    )  # fmt: skip


def saying() -> Saying:
    later = Witness(
        *("https://granite-palace.example/2031/05/02/remarks#1", "https://granite-palace.example/2031/05/02/remarks"),
        *("Granite Palace", "Remarks on Dovrel Day", "2031-05-02", None), (span(SPOKEN, 400),), "Ilya Torvan",
    )  # fmt: skip
    held = (first(), altered(), elsewhere())
    return Saying("would not improve our safety", "Ilya Torvan", held, (later,), 1234, "2031-01-02", "2031-06-30")


def nothing() -> Saying:
    return Saying("nobody said this", None, (), (), 1234, "2031-01-02", "2031-06-30")


ASKED = Asked("would not improve our safety")

TEXT = (
    "What Torvan said\n"
    "“The bridge … would improve our safety by 2030,” said Ilya Torvan. “It is the people's bridge,” he added.\n"
    "Lena Varkin called it “a road to nowhere”. “Seven herons crossed the border,” she said."
)


def quoted(words: str) -> Span:
    at = TEXT.index(words)
    return Span(at, at + len(words), words)


def check() -> Check:
    bridge, road = quoted("The bridge … would improve our safety by 2030"), quoted("a road to nowhere")
    people, herons = quoted("It is the people's bridge"), quoted("Seven herons crossed the border")
    own = Witness(
        f"{PALACE}#1", PALACE, "Granite Palace", "Remarks", "2031-03-14", None, (span(people.text, 500),), "Ilya Torvan"
    )
    other = Witness(f"{POST}#1", POST, "The Aurane Post", None, "2031-03-13", None, (span(road.text, 7),), "Ana Dovrel")
    return Check(
        "draft.txt",
        (
            Checked(bridge, "Ilya Torvan", "altered", "Ilya Torvan", first(), altered().changes),
            Checked(people, "Ilya Torvan", "verbatim", "Ilya Torvan", own),
            Checked(road, "Lena Varkin", "other-speaker", "Ana Dovrel", other),
            Checked(herons, "Lena Varkin", "not-found"),
        ),
        1234, "2031-01-02", "2031-06-30",
    )  # fmt: skip


def article() -> Article:
    ends = [place for place, letter in enumerate(TEXT) if letter == "\n"]
    starts = [0, *(end + 1 for end in ends)]
    kinds = ("headline", "body", "body")
    blocks = tuple(Paragraph(a, b, kind) for a, b, kind in zip(starts, [*ends, len(TEXT)], kinds, strict=True))  # type: ignore[arg-type]
    return Article("a1", TEXT, blocks, headline="What Torvan said", language="en")


def checked_text() -> CheckedText:
    return CheckedText(check(), article())
