"""A trigger: the words of a sentence that tell of an event, with what of its lists and its clause they are."""

from __future__ import annotations

from dataclasses import dataclass

from sayso.events.clauses import Chunk, Clauses
from sayso.events.frames import Light, Noun, Verb, modifying
from sayso.events.verb_groups import Group

OCCASIONS = frozenset(("during", "at", "after", "following"))  # before a noun that tells when something else was


@dataclass(slots=True)
class Trigger:
    """Words that tell of an event: ``first`` to ``last`` (half-open indices), ``head`` the noun or verb itself.

    ``phrase`` is its noun phrase; ``light`` the verb of which it is the object, or, where ``subject`` is True, the subject;
    ``group`` that verb's, or its own, with helpers. ``made`` is one whose making a noun tells ("the signing of a treaty").
    """

    first: int
    last: int
    head: int
    kind: str
    noun: Noun | None = None
    verb: Verb | None = None
    phrase: Chunk | None = None
    light: Light | None = None
    group: Group | None = None
    subject: bool = False
    made: bool = False


def modifiers(clauses: Clauses, trigger: Trigger) -> list[str]:
    """What the adjectives of the trigger's noun tell of its status."""
    phrase = trigger.phrase
    if phrase is None:
        return []
    return [status for at in range(phrase.first, phrase.last) if (status := modifying(clauses.lower[at]))]
