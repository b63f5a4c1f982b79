"""An article's words -> its runs of capitals: where a name, or several in a row, begins and ends."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from sayso.languages import word_class
from sayso.parties.name_signs import Signs

LONGEST = 14  # words; a longer run of capitals is a list or a style, and names nobody
_POSSESSIVES = frozenset(("'s", "’s", "'", "’"))
_OPENS_NICKNAME, _CLOSES_NICKNAME = frozenset("“\"‘'"), frozenset("”\"’'")
_MARKS = _POSSESSIVES | _OPENS_NICKNAME
_INITIAL = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZ")


class Runs:
    """Runs of capitalised words, from the first word to the one behind the last."""

    def __init__(self, signs: Signs) -> None:
        self.signs, self.words, self.lists = signs, signs.words, signs.lists

    def __iter__(self) -> Iterator[tuple[int, int]]:
        """Maximal runs of capitalised words, with particles and abbreviation stops inside."""
        capitals = [
            i
            for i, (form, cased) in enumerate(zip(self.words.forms, self.words.cased, strict=True))
            if cased and form[0].isupper()
        ]
        last = 0
        for index in capitals:
            if index < last or self._never(index):
                continue
            last = self.end(index)
            first = self._without_opener(index, last)
            first = self._behind_adjective(self._behind_participle(first, last), last)
            if self._is_field_of(first, last):
                continue  # "Water minister Ana Vega"
            if first < last <= first + LONGEST:
                yield first, last

    def organisation_end(self, first: int, last: int) -> int:
        """Where the name ends that opens with "Ministry of", "Centers for": behind what follows; 0 where none does."""
        lower, forms = self.words.lower, self.words.forms
        if last - first == 1 and not self.signs.opens(first) and lower[first] in self.lists.groups:
            return self._joined_end(last, ("for", "against", "without"))  # "the group Doctors for Camp Closure"
        if lower[last - 1] not in self.lists.organisation or any(self.signs.is_office(i) for i in range(first, last)):
            return 0
        end = self._joined_end(last, ("of", "for", "on"))
        if end and lower[last] == "for" and last - first > 1 and lower[end - 1] in word_class("newspaper"):
            end = 0  # a poll by "the Barrow Institute for the Barrow Times"
        fields = word_class("field")
        while end and end + 1 < len(forms) and lower[end] == "and" and forms[end + 1][0].isupper():
            more = self._joined_end(end, ("and",))
            if not more or not (lower[end + 1] in fields or (more - end > 2 and lower[more - 1] in fields)):
                break
            end = more
        return end

    def goes_on(self, first: int, last: int) -> bool:
        """Whether another name follows in the same breath behind the one from ``first`` to ``last``."""
        words = self.words
        capital = last < len(words.forms) and words.forms[last][0].isupper() and self.signs.spaced(last)
        return capital and words.sentence[last] == words.sentence[first]

    def _joined_end(self, at: int, joints: tuple[str, ...]) -> int:
        """The end of the capitalised words behind a joint, short of an office and of a given name; 0 where none stand."""
        lower, forms = self.words.lower, self.words.forms
        if at + 1 >= len(forms) or lower[at] not in joints or self.words.sentence[at] != self.words.sentence[at - 1]:
            return 0
        start = at + 1 + (lower[at + 1] in ("the", "a"))
        if start >= len(forms) or not forms[start][0].isupper() or self._never(start) or not self.signs.spaced(start):
            return 0
        end = self.end(start)
        if end - start > 1 and lower[start] in self.lists.given and not self.signs.is_organisation(start, end):
            return 0  # "the office of Ana Vega"
        given = self.lists.given  # a given name cuts where a surname follows: "University of North Carolina" is whole
        return next((i for i in range(start + 1, end) if self.signs.is_office(i) or (i + 1 < end and lower[i] in given)), end)

    def _never(self, index: int) -> bool:
        form = self.words.forms[index]
        if form.lower() in word_class("headline cut"):  # "Ana Vega Is Right" names Ana Vega
            return not self.signs.opens(index) or index + 1 >= len(self.words.forms)
        lower = form.lower()
        if lower in self.lists.pronouns and not (form.isupper() and len(form) > 1):
            return True  # "Its", and not "US"
        tag = len(form) > 2 and form[1] == "-" and self.words.forms[index - 1] in ",(" if index else False  # "Ana Vega, R-Fla."
        return form == "I" or tag or lower in self.lists.calendar or form.startswith(("I'", "I’"))

    def end(self, index: int) -> int:
        """Where the run ends that goes on at this word."""
        words = self.words
        forms, count = words.forms, len(words.forms)
        last = index + 1
        while last < count and words.paragraph[last] == words.paragraph[index]:
            at = last
            if forms[at] == "." and words.starts[at] == words.ends[at - 1] and self._shortened(at - 1):
                at += 1
            steps = 0
            while at < count and steps < 3 and forms[at] in self.lists.particles:
                at, steps = at + 1, steps + 1
            if steps == 0 and at < count and forms[at] in _MARKS:
                at = self._behind_possessive(index, at) or self._behind_nickname(at)
                if not at:
                    break
            if at >= count or not forms[at][0].isupper() or (self._never(at) and not self._surname(at)):
                break
            if words.sentence[at] != words.sentence[index] or not self.signs.spaced(at):
                break
            last = at + 1
        return last

    def _behind_possessive(self, first: int, at: int) -> int:
        """Past the mark of «Workers' Party», "Women's Institute", "St Mary's Hospital", inside a body's name; else 0."""
        words, lower = self.words, self.words.lower
        saint = bool({"st", "saint"} & set(lower[max(first, at - 3) : at - 1]))
        tight = words.starts[at] == words.ends[at - 1] and words.forms[at] in _POSSESSIVES
        if not tight or not (saint or lower[at - 1] in word_class("named after")):
            return 0
        end = at + 1
        while end < len(lower) and words.forms[end][0].isupper() and self.signs.spaced(end) and not self.signs.is_office(end):
            end += 1
        return at + 1 if end > at + 1 and lower[end - 1] in self.lists.organisation else 0

    def _behind_nickname(self, at: int) -> int:
        """Past «“Tank”» in "Ivo “Tank” Brandt": one to three capitals in marks between the parts of a name; else 0."""
        words, forms = self.words, self.words.forms
        plain = words.lower[at - 1] in self.lists.common or self.signs.is_office(at - 1)
        if forms[at] not in _OPENS_NICKNAME or (plain and words.lower[at - 1] not in self.lists.given):
            return 0
        close = next((i for i in range(at + 2, min(at + 6, len(forms))) if forms[i] in _CLOSES_NICKNAME), 0)
        behind = close + 1
        if not close or behind >= len(forms) or words.sentence[behind] != words.sentence[at - 1]:
            return 0
        tight = words.starts[at + 1] == words.ends[at] and words.starts[close] == words.ends[close - 1]
        named = forms[at + 1][0].isupper() and forms[behind][0].isupper()
        known = words.lower[at - 1] in self.lists.given or (close == at + 2 and words.lower[behind] not in self.lists.common)
        return behind if tight and named and known else 0

    def _surname(self, at: int) -> bool:
        """«Theresa May», "Mrs. May": a month behind a given name or a courtesy."""
        lower = self.words.lower
        before = lower[at - 1] if lower[at - 1] != "." else lower[at - 2]
        month = lower[at] in self.lists.calendar and not lower[at].endswith("day")  # "said Clinton Friday"
        return (month and before in self.lists.given) or (lower[at] in self.lists.calendar and before in word_class("courtesy"))

    def _behind_participle(self, first: int, last: int) -> int:
        """Past «Ousted» in "Ousted WeWork chief Ana Vega", which opens its sentence."""
        word = self.words.lower[first] if first < last else ""
        told = last - first > 1 and word.endswith("ed") and self.signs.opens(first) and word not in self.lists.given
        return first + 1 if told and not self._again(first) else first

    def _behind_adjective(self, first: int, last: int) -> int:
        """Past «Sacramento-based» in "Sacramento-based McClatchy" and in "the Sacramento-based firm"."""
        tails = word_class("tail of an adjective")
        return next((i + 1 for i in range(last - 1, first - 1, -1) if self._tail(i) in tails), first)

    def _tail(self, index: int) -> str:
        head, _, tail = self.words.lower[index].rpartition("-")
        return tail if head else ""

    def _is_field_of(self, first: int, last: int) -> bool:
        """Whether the run is one word that says what the office behind it is for."""
        lower = self.words.lower
        field = last - first == 1 and last < len(lower) and lower[first] in word_class("field")
        return field and lower[last] in self.lists.offices and self.words.sentence[first] == self.words.sentence[last]

    def _tells_office(self, first: int) -> bool:
        """«Economy Minister Ana Vega» opens a sentence, and "Then Minister Ana Vega"."""
        return self.words.lower[first] in word_class("field") and self.signs.is_office(first + 1)

    def _shortened(self, index: int) -> bool:
        form = self.words.forms[index]
        return (
            form in _INITIAL
            or form.lower() in self.lists.titles
            or form.lower() in {"st", "jr", "sr", "ft", "mt", "atty", "amb"}
        )

    def _without_opener(self, first: int, last: int) -> int:
        """Drop words at a sentence's start that are capitalised for that alone: "Meanwhile Vega" is "Vega"."""
        while first < last and self.signs.opens(first) and self.words.lower[first].replace("’", "'") in self.lists.common:
            if self.signs.is_office(first) or (self.words.forms[first].isupper() and len(self.words.forms[first]) > 1):
                break
            if first + 1 < last and (self._again(first) or self._tells_office(first)):
                break
            first += 1
            if first < last and self.words.lower[first] in self.lists.common and first + 1 < last:
                continue
            break
        dropped = word_class("determiner") if first < last and self.signs.opens(first) else {"the", "a", "an"}
        while first < last and self.words.lower[first] in dropped and not self._again(first):
            first += 1
        return first

    @cached_property
    def _pairs(self) -> frozenset[tuple[str, str]]:
        """Two capitalised words in a row that stand within a sentence: "Home Depot" is a name at a sentence's start too."""
        forms, lower = self.words.forms, self.words.lower
        capitals = [
            i for i in range(len(forms) - 1) if forms[i][0].isupper() and forms[i + 1][0].isupper() and self.words.cased[i]
        ]
        return frozenset((lower[i], lower[i + 1]) for i in capitals if not self.signs.opens(i) and self.signs.spaced(i + 1))

    def _again(self, first: int) -> bool:
        """Whether this word and the next stand in capitals within a sentence too."""
        return tuple(self.words.lower[first : first + 2]) in self._pairs
