"""What tracing and checking tell of: a saying, its witnesses and what each changed, and the quotations of a checked text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from sayso.record import Manner, Span

Verdict = Literal["verbatim", "altered", "other-speaker", "not-found"]
WordChangeKind = Literal[
    "form", "punctuation", "case", "cut-start", "cut-end", "cut-inside-marked", "cut-inside-unmarked", "bracket", "word",
    "number", "negation", "hedge", "insert", "splice", "order", "clean", "reattributed",
]  # fmt: skip

# Ways in which one unbroken stretch of a text's words may be written: what has no other is verbatim.
SURFACE: frozenset[WordChangeKind] = frozenset({"form", "punctuation", "case", "cut-start", "cut-end"})


@dataclass(frozen=True, slots=True)
class WordChange:
    """One way in which a text's words differ from the saying's: "would" for "would not" is a "negation".

    ``before`` are the words in the origin, ``after`` those of the text that carries them; None where there are none.
    """

    kind: WordChangeKind
    before: Span | None = None
    after: Span | None = None


@dataclass(frozen=True, slots=True)
class Witness:
    """A text that carries a saying.

    ``key`` is the version's in the store ("ADDRESS#VERSION"), ``spans`` are the words in its text, in code points. ``speaker``
    is the name across articles (or the turn's label) of whom it gives the words to, None where it gives none. ``changes`` are
    against the first witness, ``parent`` is the place in ``Saying.witnesses`` of the text that it likely took the words from.
    ``copies`` are the addresses of the same wire copy. ``text_sha256`` is the hash of the version's text.
    """

    key: str
    address: str
    outlet: str | None
    headline: str | None
    published: str | None
    captured: str | None
    spans: tuple[Span, ...]
    speaker: str | None = None
    manner: Manner | None = None
    changes: tuple[WordChange, ...] = ()
    parent: int | None = None
    copies: tuple[str, ...] = ()
    text_sha256: str | None = None


@dataclass(frozen=True, slots=True)
class Saying:
    """Words that somebody said once, and the texts that carry them, by time, the first one first.

    ``again`` are witnesses of the same speaker's saying them on another day: other sayings, linked as such. ``searched`` is the
    number of articles that were held, ``since`` and ``until`` their first and last day. Without witnesses nothing was found;
    ``common`` where the words are too few, or in too many mouths, to tell whose they are. ``changes`` are those of the words as
    asked against the first witness: "757,000" where he said "575,000".
    """

    words: str
    speaker: str | None
    witnesses: tuple[Witness, ...]
    again: tuple[Witness, ...] = ()
    searched: int = 0
    since: str | None = None
    until: str | None = None
    common: bool = False
    changes: tuple[WordChange, ...] = ()

    @property
    def otherwise(self) -> tuple[WordChange, ...]:
        """In what the words as asked differ from what was said, but for marks, capitals, and where they begin and end.

        >>> Saying("yes", None, (), changes=(WordChange("case"), WordChange("negation"))).otherwise
        (WordChange(kind='negation', before=None, after=None),)
        """
        return tuple(change for change in self.changes if change.kind not in SURFACE)


@dataclass(frozen=True, slots=True)
class Checked:
    """A quotation of a text that was checked: its words there, whom the text gives them to, and what the store has of them.

    A likeness is never a verdict: "would improve" is an altered "would not improve", however alike they are. ``common`` tells
    of one that was not found that its words are too few, or in too many mouths, to tell whose they are.
    """

    span: Span
    claimed: str | None
    verdict: Verdict
    speaker: str | None = None
    origin: Witness | None = None
    changes: tuple[WordChange, ...] = ()
    common: bool = False


@dataclass(frozen=True, slots=True)
class Check:
    """The quotations of a text in their order, and how many articles (of which days) they were looked for in."""

    input: str
    quotations: tuple[Checked, ...]
    searched: int = 0
    since: str | None = None
    until: str | None = None
