"""What the encoder marks in an article: attributions, names, and which name a pronoun may mean."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Extent = tuple[int, int]
NameKind = Literal["person", "organisation", "place", "other"]
NAME_KINDS: tuple[NameKind, ...] = ("person", "organisation", "place", "other")


@dataclass(frozen=True, slots=True)
class Attribution:
    """One cue with its speaker and contents, as the encoder marks them. Extents are code points into the article's text.

    ``within`` is the index, in the same list, of the attribution whose content this one was found in.
    """

    cue: Extent
    speaker: Extent | None
    contents: tuple[Extent, ...]
    score: float
    within: int | None = None


@dataclass(frozen=True, slots=True)
class Name:
    """A proper name in the text ("Vladimir Putin" in "Russian President Vladimir Putin"), without title or office."""

    start: int
    end: int
    kind: NameKind
    score: float


@dataclass(frozen=True, slots=True)
class Antecedent:
    """How likely the encoder takes a pronoun or a noun phrase to mean the thing named at ``name`` (index into ``names``)."""

    mention: Extent
    name: int
    score: float


@dataclass(frozen=True, slots=True)
class Roles:
    """All that the encoder marks in one article."""

    attributions: tuple[Attribution, ...] = ()
    names: tuple[Name, ...] = ()
    antecedents: tuple[Antecedent, ...] = ()
