"""A word -> what it tells of the name that it stands in or beside: an office, a body, or a capital that may mean nothing."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from sayso.attribution import Name
from sayso.languages.lexicon import word_lists
from sayso.parties.words import Words


class Signs:
    """The words of an article, asked one by one; indices are those of ``words``. ``names`` are the encoder's."""

    def __init__(self, words: Words, names: Sequence[Name] = ()) -> None:
        self.words = words
        self.lists = word_lists()
        self._marked = sorted(names, key=lambda name: name.start)
        self._starts = [name.start for name in self._marked]

    def marked_kind(self, index: int) -> str | None:
        """What the encoder takes the name to be that covers this word's first half; None where it marks none there."""
        start, end = self.words.starts[index], self.words.ends[index]
        at = bisect_right(self._starts, start + (end - start) // 3) - 1
        return self._marked[at].kind if at >= 0 and self._marked[at].end > start + (end - start) // 3 else None

    def opens(self, index: int) -> bool:
        """Whether this word opens its sentence, a quotation, or follows a colon: its capital may mean nothing."""
        words = self.words
        before = index - 1
        if index == 0 or words.sentence[index] != words.sentence[before] or words.paragraph[index] != words.paragraph[before]:
            return True
        return words.forms[before] in "\"“„«‘'`:—–•-*)]([" or words.forms[before] in {"``", "''"}

    def spaced(self, at: int) -> bool:
        """Whether nothing but blanks within a paragraph stands between this word and the one before."""
        gap = self.words.text[self.words.ends[at - 1] : self.words.starts[at]]
        return gap.isspace() and gap.count("\n") < 2

    def is_office(self, index: int) -> bool:
        """Whether the word is a title or an office: «Minister», "Vice-President", "Senators"."""
        lower, lists = self.words.lower[index], self.lists
        tail = lower.rpartition("-")[2]
        if lower in lists.offices or lower in lists.titles or tail in lists.offices:
            return True
        if tail != lower and tail.endswith("s") and tail[:-1] in lists.offices:
            return True  # "Singer-guitarists Ana Vega and Leo Marr"
        return lower.endswith("s") and lower[:-1] in lists.ranks and len(lower) > 3  # "Senators Ana Vega and Leo Marr"

    def is_organisation(self, first: int, last: int) -> bool:
        """Whether these words end as the name of a body does: «Barrow Bank»; one word alone may open its sentence by chance."""
        return self.words.lower[last - 1] in self.lists.organisation and (last - first > 1 or not self.opens(first))
