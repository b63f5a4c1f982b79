"""A run of capitals behind "Minister of", "CEO of the" -> where its office begins, and where in it the holder's name does."""

from __future__ import annotations

from sayso.languages import listed, word_class
from sayso.parties.name_signs import Signs

_FAR = 14  # words that an office may have before the holder's name
_LONGEST = 4  # words of a holder's name
_LISTS_ON = frozenset(("and", "&", ","))


class LongOffices:
    """Offices of several words before a name: "Secretary of State for Transport", "head of the harbour board"."""

    def __init__(self, signs: Signs) -> None:
        self.signs, self.words, self.lists = signs, signs.words, signs.lists

    def before(self, first: int) -> int | None:
        """Where the office begins whose domain goes on, or whose holder stands, at this word; None where none leads there.

        "Minister" for the word behind "Minister for Housing, Communities and", "head" for the one behind "head of the".
        """
        lower, index = self.words.lower, first
        while first - index < _FAR:
            at = index - 1 - (index > 0 and lower[index - 1] == "the")
            if at < 1 or not self._together(at - 1, first):
                return None
            joint = lower[at]
            if joint in word_class("joint of an office") and self._is_one(at - 1):
                return None if lower[at - 1] in listed("kin_words") else self._opening(at - 1, first)
            if joint not in word_class("joint of an office") and joint not in _LISTS_ON:
                return None
            index = at
            while index > 0 and first - index < _FAR and self._in_domain(index - 1) and self._together(index - 1, first):
                index -= 1
            if index == at:
                return None
        return None

    def before_small(self, first: int) -> int | None:
        """The same where small words stand before the holder: "the head of the harbour board Ivo Brandt"."""
        lower, index = self.words.lower, first - 1
        if index < 2 or self.signs.is_office(index) or not self._small_domain(index) or not self._together(index, first):
            return None
        while first - index < 5 and index > 0 and lower[index - 1] not in word_class("phrase stop"):
            index -= 1
        return self.before(index) if self._together(index, first) else None

    def holder(self, first: int, last: int) -> int | None:
        """Where in the words behind such an office the name of its holder begins: at "Ana" in "Education Ana Vega".

        None where the words are all domain ("Foreign Affairs"), or nothing tells where it ends.
        """
        if last - first < 2 or self.signs.is_office(first):
            return None  # "the widow of Trooper Leo Marr"
        cut = self._domain_end(first, last)
        if cut < last:
            start = cut if cut > first else self._told(first, last)
        else:  # a surname that is a word of offices too: "Minister of Health Jo Church"
            start = next((i for i in range(first + 1, last - 1) if self.words.lower[i] in self.lists.given), None)
        if start is None or last - start > _LONGEST or not self.signs.spaced(start):
            return None
        if last - start == 1 and not self._is_surname(first, start):
            return None
        return None if self.signs.is_organisation(start, last) and self.words.lower[start] not in self.lists.given else start

    def _is_surname(self, first: int, start: int) -> bool:
        """«Secretary of State Vega»; not "head of research at ICICI Securities"."""
        if self.signs.marked_kind(start) == "person" or self.words.lower[start] in self.lists.given:
            return True
        return self.is_domain(first, start) and not self.words.lower[start].endswith("s")

    def is_domain(self, first: int, last: int) -> bool:
        """Whether these words only tell of what an office is: "Education", "Foreign Affairs"."""
        return all(self._is_field(i) or not self.words.forms[i][0].isalnum() for i in range(first, last))

    def _domain_end(self, first: int, last: int) -> int:
        """Behind the last word that can only be of the office's domain: a field, a body's noun, a place, letters."""
        lower, lists, index, cut = self.words.lower, self.lists, first, first
        while index < last:
            size = self._place(index, last)
            named = lower[index] in lists.given and index + size < last and index > first
            if size and not named:
                index += size
                cut = index
                continue
            if (self._is_field(index) or lower[index] in lists.organisation or self._letters(index)) and not named:
                cut = index + 1
            elif named and cut == index and last - index <= _LONGEST:
                break  # "of Justice Will Law"
            index += 1
        return cut

    def _told(self, first: int, last: int) -> int | None:
        """Where the name begins behind a domain that no list has: by its given name, by the encoder, by its two words."""
        given = next((i for i in range(first + 1, last - 1) if self.words.lower[i] in self.lists.given), None)
        if given is not None:
            return None if self.words.lower[first] in self.lists.given and given == first + 1 else given
        kinds = [self.signs.marked_kind(i) for i in range(first, last)]
        turn = next(
            (i for i in range(first + 1, last) if kinds[i - first] == "person" and kinds[i - first - 1] != "person"), None
        )
        if turn is not None and last - turn > 1:
            return turn
        return first + 1 if last - first == 3 and kinds[-1] == "person" and kinds[0] != "place" else None

    def _opening(self, office: int, first: int) -> int:
        """The first word of the office: "Deputy" in "Deputy Minister of", "U.S." in "U.S. Special Envoy for"."""
        words, index = self.words, office
        while index > 0 and first - index < _FAR and self._together(index - 1, office):
            word = words.lower[index - 1]
            before = words.forms[index - 1]
            small = (word in self.lists.common or word in self.lists.pronouns) and not before.isupper()  # no "US"
            if not (before[0].isupper() and not small) and not (
                word in word_class("role adjective") or word in self.lists.offices or word in word_class("field")
            ):
                break
            index -= 1
        return index

    def _is_one(self, index: int) -> bool:
        """An office of one person: no "Doctors for Camp Closure"."""
        word = self.words.lower[index]
        return word in self.lists.offices or word in self.lists.titles or word.rpartition("-")[2] in self.lists.offices

    def _in_domain(self, index: int) -> bool:
        form = self.words.forms[index]
        return (form[0].isupper() and not self.signs.is_office(index)) or self._small_domain(index)

    def _small_domain(self, index: int) -> bool:
        word = self.words.lower[index]
        return word in self.lists.organisation or word in word_class("field") or word in word_class("role adjective")

    def _is_field(self, index: int) -> bool:
        word = self.words.lower[index]
        if word in word_class("field") or word in word_class("role adjective"):
            return True
        return word in self.lists.common and word not in self.lists.given

    def _letters(self, index: int) -> bool:
        form = self.words.forms[index]
        return form.isupper() and 1 < len(form) < 6

    def _place(self, first: int, last: int) -> int:
        for size in range(min(4, last - first), 0, -1):
            key = tuple(self.words.lower[first : first + size])
            if key in self.lists.places or key in self.lists.demonyms:
                return size
        return 0

    def _together(self, one: int, other: int) -> bool:
        return (
            self.words.sentence[one] == self.words.sentence[other] and self.words.paragraph[one] == self.words.paragraph[other]
        )
