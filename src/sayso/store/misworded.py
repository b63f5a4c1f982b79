"""A question whose words found nothing -> what may be wrong: operators, filters written as words, words that nobody said."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, fields
from typing import Literal

from sayso.questions import Term, parse_words
from sayso.store.contract import Engine
from sayso.store.values import Question

MOST_LOOKED_UP = 20  # words, each of which is a look-up of its own
_OPERATORS = frozenset(("AND", "OR", "NOT", "NEAR", "|", "||", "&", "&&"))
_FILTERS = frozenset(("speaker", "addressee", "relay", "about", "outlet", "act", "manner", "said", "url", "language"))
_FILTER = re.compile(r"([a-z]+):(\S.*)", re.IGNORECASE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class Unheard:
    """What may be wrong with a search: ``operator``, ``words`` are taken for words; ``filter``, they are likely meant as a
    filter, ``field``; ``nowhere``, no statement has them; ``apart``, each word is found, but never all in one statement;
    ``narrowed``, they are found together, but not under the filters.
    """

    kind: Literal["operator", "filter", "nowhere", "apart", "narrowed"]
    words: tuple[str, ...] = ()
    field: str = ""

    def told(self) -> str:
        """As a sentence; of a filter the field is to be named as whoever asks writes it.

        >>> Unheard("nowhere", ("ridge", '"line of contact"')).told()
        'no statement has ridge or "line of contact"'
        """
        if self.kind == "operator":
            one, is_a = (self.words[0], "is a word") if len(self.words) == 1 else (" and ".join(self.words), "are words")
            return f"{one} {is_a} like any other: a statement must have all words, and there are no operators"
        if self.kind == "nowhere":
            return f"no statement has {' or '.join(self.words)}"
        if self.kind == "apart":
            return "each of the words is found, but no statement has all of them"
        if self.kind == "narrowed":
            return "the words are found, but not under these filters"
        return f"{self.field}:{' '.join(self.words)} is looked for as words"


def operators(question: Question) -> tuple[str, ...]:
    """What stands among the words of a search as if it were an operator.

    >>> operators(Question(words="guns OR ridge")), operators(Question(words="OR")), operators(Question(words="now or never"))
    (('OR',), (), ())
    """
    chunks = (question.words or "").split()
    return tuple(dict.fromkeys(chunk for chunk in chunks if chunk in _OPERATORS)) if len(chunks) > 1 else ()


def unheard(engine: Engine, question: Question) -> Iterator[Unheard]:
    """Why a question with words may have found nothing, what is likeliest first; nothing where there are no words."""
    taken = operators(question)
    if taken:
        yield Unheard("operator", taken)
    plain: list[str] = []
    for chunk in (question.words or "").split(" "):
        meant = _FILTER.fullmatch(chunk)
        if meant and meant[1].lower() in _FILTERS:
            yield Unheard("filter", (meant[2].strip("\"'“”"),), meant[1].lower())
        elif chunk not in taken:
            plain.append(chunk)
    words = " ".join(plain)
    terms = parse_words(words)
    if not terms:
        return
    nowhere = tuple(_written(term) for term in terms[:MOST_LOOKED_UP] if not _said(engine, _written(term)))
    if nowhere and (len(terms) > 1 or taken or _is_narrowed(question)):  # else it is said already that nothing was found
        yield Unheard("nowhere", nowhere)
    elif len(terms) > 1 and not nowhere and not _said(engine, words):
        yield Unheard("apart")
    elif not nowhere and not taken and words == question.words and _is_narrowed(question):
        yield Unheard("narrowed")


def _said(engine: Engine, words: str) -> bool:
    """Whether any statement has these words, said or not, in any version."""
    asked = Question(words=words, said=None, all_versions=True)
    return next(iter(engine.stream(asked)), None) is not None


def _written(term: Term) -> str:
    """A term as it is written in a search."""
    words = " ".join(term.words) + ("*" if term.kind == "prefix" else "")
    return words if len(term.words) == 1 else f'"{words}"'


def _is_narrowed(question: Question) -> bool:
    apart = ("words", "order", "limit", "offset")
    default = Question()
    return any(getattr(question, one.name) != getattr(default, one.name) for one in fields(Question) if one.name not in apart)
