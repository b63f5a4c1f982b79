"""What a comparison of accounts is made of: accounts, their claims, and the rows in which claims stand side by side."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from sayso.record import Article, Span

Relation = Literal["same", "differs", "conflict", "only"]
RELATIONS: tuple[Relation, ...] = get_args(Relation)
DistinctionKind = Literal[
    "number", "date", "place", "actor", "initiator", "negation", "strength", "act", "wording", "detail", "order"
]


@dataclass(frozen=True, slots=True)
class Claim:
    """One assertion of an account, a clause: "Adler thanked Orland for the loan", "(Adler) invited its premier to Port Mirel".

    ``spans`` are its words in the account's article, in code points; ``account`` the account's id.
    """

    account: str
    spans: tuple[Span, ...]

    @property
    def start(self) -> int:
        """Where it begins, in code points into its article's text."""
        return self.spans[0].start


@dataclass(frozen=True, slots=True)
class Account:
    """What one party's word, or a publisher's own text, has of an event.

    ``party`` is whose account it is: "the Kremlin" in an article that gives its readout; the publisher's name for its own text
    (``own``); None where that is not known. ``claims`` stand in their order. ``key`` tells the text in a store
    ("ADDRESS#VERSION"), None outside. ``excerpt`` is whether the text has more than what is looked at here: what it lacks may
    stand elsewhere in it. A party that was asked for and has nothing of the matter has an account without claims; ``searched``
    are then the keys of the texts that have its word, in which it was looked for.
    """

    id: str
    party: str | None
    input: str
    article: Article
    claims: tuple[Claim, ...]
    own: bool = False
    key: str | None = None
    excerpt: bool = False
    searched: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Distinction:
    """In what the claims of a row differ, and the words that show it, each with the account they stand in.

    "40 million" against "a quarter of a hundred million": kind "number". ``words`` are pairs of an account's id and a span; an
    account that has nothing to show for it ("detail") has none.
    """

    kind: DistinctionKind
    words: tuple[tuple[str, Span], ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """Claims that tell the same matter, or one that a single account has.

    ``differences`` stand most important first; "same" and "only" have none. ``score`` is how sure the alignment is (0 to 1).
    """

    relation: Relation
    claims: tuple[Claim, ...]
    differences: tuple[Distinction, ...] = ()
    score: float = 1.0


@dataclass(frozen=True, slots=True)
class Comparison:
    """Accounts side by side. Rows stand in the first account's order; a claim stands in one row.

    ``left_out`` is how many more accounts there were than are set side by side.
    """

    accounts: tuple[Account, ...]
    rows: tuple[Row, ...]
    left_out: int = 0
