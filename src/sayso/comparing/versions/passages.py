"""Article -> its sentences, to be held against another version: which words around a statement left, came, or stayed."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from sayso.comparing.wording import Token, changed, tokens
from sayso.record import Article, Span, Statement

# Where a sentence ends. Cut too often ("Mr. Tamm") is no harm: both versions are cut alike.
_END = re.compile(r"[.!?…][\"'”’»)\]]*\s+|\n+")

# A mention further off than this from what is said is not part of the words that make the statement: a name four sentences up.
_NEAR = 400  # code points


@dataclass(frozen=True)
class Passages:
    """An article's text as sentences. Offsets are code points into it."""

    article: Article

    @cached_property
    def starts(self) -> list[int]:
        """Where each sentence begins, in order; the first at 0."""
        edges = {0, *(p.start for p in self.article.paragraphs), *(p.end for p in self.article.paragraphs)}
        return sorted(edges | {match.end() for match in _END.finditer(self.article.text)})

    @cached_property
    def ends(self) -> list[int]:
        """Where each sentence ends: where the next one begins."""
        return [*self.starts[1:], len(self.article.text)]

    @cached_property
    def words(self) -> str:
        """The keys of all words, each with a blank before and after it: " the guns would go "."""
        text = self.article.text
        return joined(tokens(text, [(0, len(text))]))

    @cached_property
    def sentences(self) -> list[str]:
        """The words of each sentence."""
        return [joined(tokens(self.article.text, [extent])) for extent in zip(self.starts, self.ends, strict=True)]

    def around(self, spans: Iterable[Span]) -> tuple[str, ...]:
        """The words of every sentence that one of the spans touches."""
        return tuple(self.sentences[number] for number in self._touched(spans))

    def region(self, spans: Iterable[Span]) -> list[Token]:
        """The words and quotation marks of every sentence that one of the spans touches."""
        extents = [(self.starts[number], self.ends[number]) for number in self._touched(spans)]
        return tokens(self.article.text, extents, quotes=True)

    def before(self, place: int) -> str:
        """The words of the paragraph at ``place``, up to the end of its sentence there, and of the paragraph before it."""
        begins = [p.start for p in self.article.paragraphs]
        at = bisect_right(begins, place) - 1
        first = begins[max(0, at - 1)] if begins else 0
        end = self.ends[self._sentence(place)]
        return joined(tokens(self.article.text, [(min(first, place), end)]))

    def stretch(self, statement: Statement) -> str:
        """The words from the first to the last that make the statement: who says it (where near), the cue, what is said."""
        made = [*statement.content, *([statement.cue] if statement.cue else [])]
        first, last = min(s.start for s in made), max(s.end for s in made)
        mention = statement.speaker.mention if statement.speaker else None
        if mention and first - _NEAR < mention.start and mention.end < last + _NEAR:
            first, last = min(first, mention.start), max(last, mention.end)
        return joined(tokens(self.article.text, [(first, last)]))

    def _touched(self, spans: Iterable[Span]) -> list[int]:
        touched: set[int] = set()
        for span in spans:
            touched.update(range(self._sentence(span.start), self._sentence(span.end - 1) + 1))
        return sorted(touched)

    def _sentence(self, place: int) -> int:
        return max(0, bisect_right(self.starts, place) - 1)


def made_of(statement: Statement) -> list[Span]:
    """All that makes the statement: its content, its cue, and who speaks to whom on whose word."""
    voices = (statement.speaker, statement.addressee, *statement.relay)
    mentions = (voice.mention for voice in voices if voice and voice.mention)
    return [*statement.content, *([statement.cue] if statement.cue else []), *mentions]


def joined(found: Sequence[Token]) -> str:
    """The keys with a blank before, between and after them; "" for none."""
    return f" {' '.join(token.key for token in found)} " if found else ""


def count(words: str, held: str) -> int:
    """How often ``joined`` words stand among others, neighbours that share their blank included.

    >>> count(" rain ", " rain rain sun ")
    2
    """
    if not words:
        return 0
    found, at = 0, held.find(words)
    while at >= 0:
        found, at = found + 1, held.find(words, at + len(words) - 1)
    return found


@dataclass(frozen=True)
class Turns:
    """What changed in the sentences around one statement from one version to the next: offsets of the words that left and came.

    A reading may differ where the words do not: a model that marks "had told" in one version and "told" in the next has not
    seen the article change. So a difference counts where it rests on words that left or came.
    """

    removed: tuple[Token, ...]
    added: tuple[Token, ...]

    def touch(self, before: Iterable[Span], after: Iterable[Span], marks: bool = False) -> bool:
        """Whether any of the changed words stand in these spans; of quotation marks alone, and beside them, with ``marks``."""
        return _stand_in(self.removed, before, marks) or _stand_in(self.added, after, marks)

    def beside(self, before: Iterable[Span], after: Iterable[Span]) -> bool:
        """Whether any word left or came that stands in none of these spans."""
        sides = ((self.removed, list(before)), (self.added, list(after)))
        return any(token.key != '"' and not _stand_in([token], spans, False) for found, spans in sides for token in found)

    @property
    def words(self) -> bool:
        """Whether any word left or came."""
        return any(token.key != '"' for token in (*self.removed, *self.added))


def turns(before: Passages, old: Iterable[Span], after: Passages, new: Iterable[Span]) -> Turns:
    """What changed between the sentences that these spans touch."""
    removed, added = changed(before.region(old), after.region(new))
    return Turns(tuple(removed), tuple(added))


def _stand_in(found: Sequence[Token], spans: Iterable[Span], marks: bool) -> bool:
    places = [(s.start - marks, s.end + marks) for s in spans]
    wanted = [token for token in found if (token.key == '"') == marks]
    return any(start < token.end and token.start < end for token in wanted for start, end in places)
