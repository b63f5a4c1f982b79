"""What may change about a statement and about an article, as records: differences, the change of one statement, all of them.

Nothing here compares; ``comparison`` makes these.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, get_args

from sayso.comparing.wording import Piece
from sayso.record import Event, Reading, Span, Statement, Undertaking

Fate = Literal["added", "dropped", "split", "merged", "changed"]
DifferenceKind = Literal["reworded", "speaker", "addressee", "act", "cue", "said", "account", "manner"]

# What may change, in the order in which it is counted.
KINDS = ("reworded", "speaker", "act", "cue", "said", "addressee", "account", "manner", "added", "dropped", "split", "merged")


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that changed about a statement.

    ``reworded``: other words. ``speaker``, ``addressee``: another party (a pronoun for the same one is no difference).
    ``act``: another act, "said" to "claimed". ``cue``: another word of the same act, "said" to "insisted". ``said``: whether
    it was said, "will say" to "said". ``account``: it moved into or out of what somebody else vouches for. ``manner``: a
    quotation became a paraphrase, or the other way round.

    ``before`` and ``after`` say what it was and is (a name, an act, a cue's words, a ``Said``, a manner), None for nobody, and
    for ``reworded``. ``removed`` are the words in the earlier text that show it, ``added`` those in the later one.
    """

    kind: DifferenceKind
    before: str | None = None
    after: str | None = None
    removed: tuple[Span, ...] = ()
    added: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """What became of one statement, with the statement as it was (``before``) and as it is (``after``).

    ``changed`` ones have ``differences``, and ``words``: the later content with the earlier words set into it. ``added`` ones
    have no ``before``, ``dropped`` ones no ``after``. A ``split`` one stood inside ``before``, which goes on as another
    statement; a ``merged`` one stands inside ``after`` now.
    """

    fate: Fate
    before: Statement | None
    after: Statement | None
    differences: tuple[Difference, ...] = ()
    words: tuple[Piece, ...] = ()

    @property
    def kinds(self) -> tuple[str, ...]:
        """The names of what changed: "added", or "reworded" and "speaker"."""
        return tuple(d.kind for d in self.differences) or (self.fate,)


# fmt: off
ShiftKind = Literal[
    "days", "status", "place", "participants", "account", "kind", "reworded", "who", "to_whom", "due", "strength", "condition",
    "added", "dropped",
]
# fmt: on
SHIFT_KINDS: tuple[ShiftKind, ...] = get_args(ShiftKind)  # in the order in which they are counted


@dataclass(frozen=True, slots=True)
class Aspect:
    """One thing that changed about an event or an undertaking.

    ``days``: the event moved (an ISO day, or the first and the last joined by "/"). ``status``: "planned" to "cancelled".
    ``place``, ``participants``, ``who``, ``to_whom``: another place, others. ``account``: on somebody else's word. ``kind``: an
    offer became a promise. ``reworded``: other words for what is undertaken. ``due``, ``strength``, ``condition``: by another
    day, more or less firmly, on another condition.

    ``before`` and ``after`` say what it was and is, None for nothing, and for ``reworded``. ``removed`` are the words in the
    earlier text that show it, ``added`` those in the later one.
    """

    kind: ShiftKind
    before: str | None = None
    after: str | None = None
    removed: tuple[Span, ...] = ()
    added: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Shift:
    """What became of one event, or of one undertaking, with what it was and what it is.

    ``added`` ones have no ``before``, ``dropped`` ones no ``after``, ``changed`` ones have ``aspects``, and an undertaking that
    was reworded ``words``: the later ones with the earlier ones set into them.
    """

    fate: Literal["added", "dropped", "changed"]
    before: Event | Undertaking | None
    after: Event | Undertaking | None
    aspects: tuple[Aspect, ...] = ()
    words: tuple[Piece, ...] = ()

    @property
    def kinds(self) -> tuple[ShiftKind, ...]:
        """The names of what changed: "added", or "days" and "place"."""
        return tuple(aspect.kind for aspect in self.aspects) if self.fate == "changed" else (self.fate,)


@dataclass(frozen=True, slots=True)
class Shifts:
    """What became of the events, or of the undertakings; ``unchanged`` and ``same_words`` are as in ``Changes``."""

    changes: tuple[Shift, ...] = ()
    unchanged: int = 0
    same_words: tuple[Shift, ...] = ()

    def tally(self) -> dict[str, int]:
        """How many changed, by what changed about them, in a fixed order; one may count more than once."""
        found = [kind for shift in self.changes for kind in shift.kinds]
        return {kind: found.count(kind) for kind in SHIFT_KINDS if kind in found}


@dataclass(frozen=True, slots=True)
class Changes:
    """What changed from one reading to another. Every span and piece holds its words, in the version that it is of.

    ``changes`` are in the order of the later text, dropped statements where they stood. ``headline`` and ``standfirst`` are the
    later wording with the earlier words set into it, None where they did not change. ``unchanged`` counts the statements that
    both readings hold alike. ``same_words`` are differences between the readings that no change of the article's words bears
    out: they tell of the reader, not of the article. ``events`` and ``undertakings`` are what became of those.
    """

    before: Reading
    after: Reading
    changes: tuple[Change, ...] = ()
    headline: tuple[Piece, ...] | None = None
    standfirst: tuple[Piece, ...] | None = None
    unchanged: int = 0
    same_words: tuple[Change, ...] = ()
    events: Shifts = field(default_factory=Shifts)
    undertakings: Shifts = field(default_factory=Shifts)

    @property
    def nothing(self) -> bool:
        """Whether nothing changed in the article: no statement, event or undertaking, no headline, no standfirst."""
        found = self.changes or self.events.changes or self.undertakings.changes
        return not found and self.headline is None and self.standfirst is None

    def tally(self) -> dict[str, int]:
        """How many statements changed, by what changed about them, in a fixed order; one statement may count more than once.

        >>> from sayso.record import Article
        >>> stay = Statement("s1", "direct", "states", (Span(0, 7, "“Stay,”"),))
        >>> reading = Reading("a", Article("a", "“Stay,” she said.", ()))
        >>> Changes(reading, reading, (Change("added", None, stay), Change("dropped", stay, None))).tally()
        {'added': 1, 'dropped': 1}
        """
        found = [kind for change in self.changes for kind in change.kinds]
        return {kind: found.count(kind) for kind in KINDS if kind in found}
