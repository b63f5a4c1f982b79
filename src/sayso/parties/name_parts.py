"""A run of capitals -> the names in it: "NASA Administrator Ana Vega" holds "NASA" and "Ana Vega"."""

from __future__ import annotations

from dataclasses import replace

from sayso.languages import word_class
from sayso.parties.name_signs import Signs
from sayso.parties.occurrences import Occurrence
from sayso.record import PartyKind

_INITIAL = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZ")


class Parts:
    """Takes the runs of an article apart at offices, places, bodies and given names."""

    def __init__(self, signs: Signs) -> None:
        self.signs, self.words, self.lists = signs, signs.words, signs.lists

    def body(self, first: int, last: int) -> Occurrence:
        """These words as one organisation."""
        return self._make(first, last, "organisation")

    def holder(self, first: int, last: int, office: int) -> Occurrence:
        """These words as the holder of the office that begins at ``office``."""
        return replace(self._person(first, last, titled=False), lead=office)

    def domain(self, first: int, last: int) -> list[Occurrence]:
        """What an office is of: "Harbour Board", "Ukraine", or a place that no list has."""
        opens = {"of", "for", "on"} & set(self.words.lower[first:last])
        if self.signs.is_organisation(first, last) or (opens and self.words.lower[first] in self.lists.organisation):
            return [self.body(first, last)]
        found = self.split(first, last)
        return [replace(o, kind="place") if o.kind in ("person", "unknown") else o for o in found]

    def split(self, first: int, last: int) -> list[Occurrence]:
        """One run into its names: "NASA Administrator Ana Vega" holds "NASA" and "Ana Vega"."""
        words, lists = self.words, self.lists
        if tuple(words.lower[first:last]) in lists.metonyms:
            return [self._make(first, last, "organisation")]
        if tuple(words.lower[first:last]) in lists.places:
            return [self._make(first, last, "place")]
        office = self._last_office(first, last)
        if office is not None:
            start = self._office_start(first, office)
            found = self.split(first, start) if start > first and not self._are_fields(first, start) else []
            person = self._person(office + 1, last, titled=True)
            return [*found, replace(person, lead=first)]
        size = self._longest(lists.demonyms, first, last) or int(words.lower[first] in lists.affiliations)
        if size and first + size < last and not self.signs.is_organisation(first + size, last):
            rest = self.split(first + size, last)
            return [replace(o, lead=first) if o.kind == "person" else o for o in rest]
        if size == last - first or all(words.lower[i] in lists.affiliations for i in range(first, last)):
            return [self._make(first, last, "place")] if self._is_country(first, last) else []
        if self._letters(first) and last - first > 2 and words.lower[first + 1] in lists.given:
            return [self._make(first, first + 1, "organisation"), self._person(first + 1, last, titled=False)]
        if self.signs.is_organisation(first, last):
            return [self._make(first, last, "organisation")]
        people = words.lower[last - 1]
        if (
            last - first == 1
            and people.endswith("s")
            and ((people[:-1],) in lists.demonyms or people[:-1] in lists.affiliations)
        ):
            return [self._make(first, last, "group")]
        if people in lists.groups and words.lower[last - 1] not in lists.offices:
            return [self._make(first, last, "group")] if last - first > 1 else []
        size = self._longest(lists.places, first, last)
        if size == last - first or (last - first > 1 and self._ends_place(first, people)):
            return [self._make(first, last, "place")]
        if size and all(words.lower[i] in lists.affiliations for i in range(first + size, last)):
            return [self._make(first, first + size, "place")]  # "the Kentucky Republican"
        if size and self._place_then_person(first, first + size, last):
            person = self._person(first + size, last, titled=False)
            return [self._make(first, first + size, "place"), replace(person, lead=first)]
        if last - first == 1 and words.lower[first] in word_class("name suffix"):
            return []
        full = last
        honoured = last - first > 2 and words.lower[last - 1] in word_class("name suffix")  # "Ana Vega MP"
        while (
            not honoured
            and last > first
            and self.signs.is_office(last - 1)
            and (last - first > 2 or words.lower[first] not in lists.given)
        ):
            last -= 1  # "NASA Administrator" alone names NASA; "Prime Minister" alone names nobody
        many = last - first > 1 and words.lower[last - 1].removesuffix("s") in lists.offices  # "the National Security Advisors"
        bare = (last < full or many) and all(self._is_small(i) for i in range(first, last - many))
        return [self._guess(first, last)] if last > first and not bare else []  # "the Supreme Leader" names nobody

    def _longest(self, table: dict[tuple[str, ...], str], first: int, last: int) -> int:
        """How many words from ``first`` on make an entry of the table; 0 where none do."""
        lower = self.words.lower
        for size in range(min(4, last - first), 0, -1):
            if tuple(lower[first : first + size]) in table:
                return size
        return 0

    def _last_office(self, first: int, last: int) -> int | None:
        """The last title or office in the run with a person's name after it."""
        lower, forms = self.words.lower, self.words.forms
        for index in range(first, last - 1):
            if lower[index] in word_class("courtesy"):  # "Mr. King" is no king
                after = index + 1 + (forms[index + 1] == ".")
                return after - 1 if after < last else None
        for index in range(last - 2, first - 1, -1):
            if not self.signs.is_office(index):
                continue
            after = index + 1
            if forms[after] == ".":
                after += 1
            if after >= last or self.signs.is_organisation(after, last):
                return None
            if last - after > 1 and self._ranked(last - 1) and lower[after] not in self.lists.given:
                return None  # "a Chief Product Officer"
            joint = lower[after] in self.lists.particles and lower[after] not in self.lists.given and forms[after].islower()
            if all(self.signs.is_office(i) for i in range(after, last)) or (
                joint and lower[after] not in word_class("opens a surname")
            ):
                return None
            if (
                lower[index] not in self.lists.ranks
                and lower[index][:-1] not in self.lists.ranks
                and not self.signs.opens(index)
                and lower[after] not in self.lists.given
            ):
                return None  # "Boxer Indemnity Scholarship"
            if index == first and lower[index] in self.lists.given and lower[index] not in self.lists.titles:
                return None  # "Dean Smith", "Major Jones" with no other sign
            return after - 1
        return None

    def _ranked(self, index: int) -> bool:
        word = self.words.lower[index]
        return word in self.lists.ranks or (word in self.lists.offices and word in word_class("officer"))

    def _is_part(self, index: int) -> bool:
        """«Vice», "Senior": stand before other words of an office."""
        word = self.words.lower[index]
        return word in word_class("part of an office") or word in word_class("role adjective")

    def _is_small(self, index: int) -> bool:
        """Whether a word only tells of an office, or is a common one, whose capital means nothing."""
        word = self.words.lower[index]
        return word in self.lists.common or word in word_class("role adjective") or word in word_class("field")

    def _office_start(self, first: int, office: int) -> int:
        while office > first and (
            self.signs.is_office(office)
            or self.words.forms[office] == "."
            or self._is_part(office)
            or (self.words.lower[office] in word_class("field") and self.words.lower[office + 1] in word_class("officer"))
        ):
            office -= 1
        if office == first and (self.signs.is_office(first) or self._is_small(first) or self._is_part(first)):
            return first
        return office + 1

    def _place_then_person(self, first: int, middle: int, last: int) -> bool:
        before = self.words.lower[first - 1] if first else ""
        return self.words.lower[middle] in self.lists.given and last - middle > 1 and before in {"of", "to", "the", "for"}

    def _ends_place(self, first: int, word: str) -> bool:
        """«Barrow Hill», but not "Hugh Hill"."""
        surname = self.lists.place_words.get(word)
        return surname is not None and not (surname and self.words.lower[first] in self.lists.given)

    def _person(self, first: int, last: int, titled: bool) -> Occurrence:
        lists, lower = self.lists, self.words.lower
        strange = lower[first] not in lists.given and (titled or lower[first] in lists.common)
        if last - first > 2 and strange and lower[first + 1] in lists.given:
            first += 1  # "Miss Universe Ana Vega"
        gender = lists.given.get(lower[first], "u")
        if titled:
            for index in range(max(0, first - 4), first):
                told = lists.titles.get(lower[index]) or lists.offices.get(lower[index]) or "u"
                if told != "u" and self.words.sentence[index] == self.words.sentence[first]:
                    gender = told
        return self._make(first, last, "person", gender, titled)

    def _guess(self, first: int, last: int) -> Occurrence:
        """A name of no certain kind: a person where a given name opens it, an organisation where it is all capitals."""
        words, lower = self.words, self.words.lower
        size = last - first
        form = words.forms[first]
        if size == 1 and form.count(".") > 2 and form not in ("U.S.A.",):
            return self._make(first, last, "organisation")  # "S.E.C."
        if size == 2 and len(words.forms[last - 1]) == 1:
            return self._guess(first, last - 1)  # "Ana V." of "Ana V. and Leo B. Marr"
        if size > 1 and all(self._letters(i) and len(words.forms[i]) < 4 for i in range(first, last)):
            return self._make(first, last, "organisation")  # "CBS DFW"
        if self._letters(last - 1) and (
            size == 1 or not (lower[first] in self.lists.given or form.isupper() or self._is_suffix(last - 1))
        ):
            return self._make(first, last, "organisation")  # "NASA", "Calder FM"
        while last - first > 2 and lower[last - 1] in self.lists.common and lower[first] in self.lists.given:
            last -= 1  # "Ana Vega Election Day" names Ana Vega
        size = last - first
        plain = size == 2 and lower[last - 1] in self.lists.common  # "Vega Plan"
        given = (not plain and lower[first] in self.lists.given) or (form in _INITIAL or form.endswith("."))
        if size > 1 and given and size < 6 and not self._articled(first):
            return self._person(first, last, titled=False)
        firm = size > 1 or not self.signs.opens(first)
        gender = self.lists.given.get(lower[first], "u")
        if size == 1 and gender == "m":
            gender = "u"  # a surname as often: "Clinton said she would"
        return self._make(first, last, "unknown", gender, firm=firm)

    def _letters(self, index: int) -> bool:
        form = self.words.forms[index]
        return form.isupper() and 1 < len(form) < 6 and "." not in form and form.lower() not in self.lists.given

    def _are_fields(self, first: int, last: int) -> bool:
        """«Agriculture» in "Agriculture Secretary Ana Vega" is what the office is for, and names nobody."""
        return all(self.words.lower[i] in word_class("field") for i in range(first, last))

    def _is_country(self, first: int, last: int) -> bool:
        """«The US said», "the U.K.": letters that stand for a country as well as for its adjective."""
        form = self.words.forms[first]
        return last - first == 1 and form.lower() in word_class("letters of a country") and form.isupper()

    def _is_suffix(self, index: int) -> bool:
        """«Ana Vega MP», "Leo Marr III"."""
        return self.words.lower[index] in word_class("name suffix") | word_class("generation")

    def _articled(self, first: int) -> bool:
        return first > 0 and self.words.lower[first - 1] == "the"

    def _make(
        self, first: int, last: int, kind: PartyKind, gender: str = "u", titled: bool = False, firm: bool = True
    ) -> Occurrence:
        start, end = self.words.starts[first], self.words.ends[last - 1]
        return Occurrence(first, last, start, end, self.words.text[start:end], kind, gender, titled, firm, lead=first)
