"""An article's words, names and statements -> the scene: all that is known before any voice is decided."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from sayso.languages.lexicon import word_lists
from sayso.parties.cast import Cast
from sayso.parties.casting import cast_names
from sayso.parties.occurrences import Occurrence, Occurrences
from sayso.parties.pronouns import pronoun_forms
from sayso.parties.speaker_names import adopt_speakers
from sayso.parties.voiced import Voiced
from sayso.parties.words import Words
from sayso.record import Span, Statement

Met = Occurrence | Span | Literal["pronoun", "description"]  # a name, a voice, or a word that is neither


@dataclass(frozen=True, slots=True)
class Scene:
    """An article's words, the names in them, the cast that bears these, and the voices that have to be decided."""

    words: Words
    names: Occurrences
    cast: Cast
    voiced: Voiced


def set_scene(words: Words, found: Sequence[Occurrence], statements: Sequence[Statement]) -> Scene:
    """The scene of an article; ``found`` are its names in text order, to which those are added that speak."""
    voiced = Voiced(statements, words)
    names = adopt_speakers(words, found, voiced.mentions)
    return Scene(words, Occurrences(names), cast_names(words, names), voiced)


def in_text_order(scene: Scene) -> list[tuple[int, Met]]:
    """Names, voices, and other pronouns and descriptions of persons in text order: (index of the word, what stands there).

    A name stands at its first word, a voice at its last: what is inside it comes before it.
    """
    words, forms, offices = scene.words, pronoun_forms(), word_lists().offices
    taken: set[int] = set()
    covered = {i for o in scene.names for i in range(min(o.lead, o.first), o.last)}
    covered |= {i for m in scene.voiced.mentions for i in words.within(m.start, m.end)}
    met: list[tuple[int, int, Met]] = []
    for mention in scene.voiced.mentions:
        at = words.at(mention.start)
        if at < len(words.forms):
            taken.add(at)
            met.append((words.within(mention.start, mention.end).stop - 1, 1, mention))
    met += [(occurrence.first, 0, occurrence) for occurrence in scene.names]
    told = forms.keys() | offices.keys()
    for index in [index for index, word in enumerate(words.lower) if word in told]:
        word = words.lower[index]
        if (word in forms and index not in taken and forms[word][2] in "mf") or (
            word in offices and words.forms[index] == word and index not in covered
        ):
            met.append((index, 2, "pronoun" if word in forms else "description"))
    met.sort(key=lambda one: one[:2])
    return [(index, what) for index, _, what in met]
