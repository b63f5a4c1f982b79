"""An article's words -> its runs of capitals, split into names: "NASA Administrator Ana Vega" holds "NASA" and "Ana Vega"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from sayso.languages import word_class
from sayso.languages.lexicon import word_lists
from sayso.parties.words import Words
from sayso.record import PartyKind

LONGEST = 14  # words; a longer run of capitals is a list or a style, and names nobody
_POSSESSIVES = frozenset(("'s", "’s", "'", "’"))
_OPENS_NICKNAME, _CLOSES_NICKNAME = frozenset("“\"‘'"), frozenset("”\"’'")
_MARKS = _POSSESSIVES | _OPENS_NICKNAME
_INITIAL = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZ")


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A proper name where it stands: words ``first`` to ``last`` (half-open indices), ``start`` to ``end`` in code points.

    "Vladimir Putin" in "Russian President Vladimir Putin": kind person, office ("russian", "president"), title False.
    ``firm`` is False where a single capital at a sentence's start is all the evidence.
    """

    first: int
    last: int
    start: int
    end: int
    text: str
    kind: PartyKind
    gender: str = "u"
    title: bool = False
    firm: bool = True
    lead: int = field(kw_only=True)  # index of the first word of the title and office before it; else ``first``


class Finder:
    """Runs of capitalised words, and their parts."""

    def __init__(self, words: Words) -> None:
        self.words = words
        self.lists = word_lists()

    def runs(self) -> Iterator[tuple[int, int]]:
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
            last = self._run_end(index)
            first = self._without_opener(index, last)
            if first < last <= first + LONGEST:
                yield first, last

    def organisation_end(self, first: int, last: int) -> int:
        """Where the name ends that opens with "Ministry of", "Centers for": behind what follows; 0 where none does."""
        lower, forms = self.words.lower, self.words.forms
        if lower[last - 1] not in self.lists.organisation or any(self._is_office(i) for i in range(first, last)):
            return 0
        end = self._joined_end(last, ("of", "for", "on"))
        fields = word_class("field")
        while end and end + 1 < len(forms) and lower[end] == "and" and forms[end + 1][0].isupper() and lower[end + 1] in fields:
            more = self._joined_end(end, ("and",))
            if not more:
                break
            end = more
        return end

    def _joined_end(self, at: int, joints: tuple[str, ...]) -> int:
        """The end of the capitalised words behind a joint, short of an office and of a given name; 0 where none stand."""
        lower, forms = self.words.lower, self.words.forms
        if at + 1 >= len(forms) or lower[at] not in joints or self.words.sentence[at] != self.words.sentence[at - 1]:
            return 0
        start = at + 1 + (lower[at + 1] in ("the", "a"))
        if start >= len(forms) or not forms[start][0].isupper() or self._never(start) or not self._spaced(start):
            return 0
        end = self._run_end(start)
        if end - start > 1 and lower[start] in self.lists.given and not self._organisation(start, end):
            return 0  # "the office of Ana Vega"
        given = self.lists.given  # a given name cuts where a surname follows: "University of North Carolina" is whole
        return next((i for i in range(start + 1, end) if self._is_office(i) or (i + 1 < end and lower[i] in given)), end)

    def body(self, first: int, last: int) -> Occurrence:
        """These words as one organisation."""
        return self._make(first, last, "organisation")

    def rest(self, first: int, last: int) -> list[Occurrence]:
        """The names in the same run behind an organisation: "Ana Vega" in "Bank of Barrow Governor Ana Vega"."""
        words = self.words
        if last >= len(words.forms) or not words.forms[last][0].isupper() or not self._spaced(last):
            return []
        found = self.split(last, self._run_end(last)) if words.sentence[last] == words.sentence[first] else []
        return [replace(o, lead=first) if o.kind == "person" else o for o in found]

    def _never(self, index: int) -> bool:
        form = self.words.forms[index]
        if form.lower() in word_class("headline cut"):  # "Ana Vega Is Right" names Ana Vega
            return not self.opens(index) or index + 1 >= len(self.words.forms)
        lower = form.lower()
        if lower in self.lists.pronouns and not (form.isupper() and len(form) > 1):
            return True  # "Its", and not "US"
        return form == "I" or lower in self.lists.calendar or form.startswith(("I'", "I’"))

    def _run_end(self, index: int) -> int:
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
            if words.sentence[at] != words.sentence[index] or not self._spaced(at):
                break
            last = at + 1
        if (
            last < count
            and forms[last] == "."
            and words.starts[last] == words.ends[last - 1]
            and forms[last - 1].lower() in {"jr", "sr", "inc"}
        ):
            last += 0  # the stop stays outside: it may end the sentence too
        return last

    def _behind_possessive(self, first: int, at: int) -> int:
        """Past the mark of «Workers' Party», "Women's Institute", "St Mary's Hospital", inside a body's name; else 0."""
        words, lower = self.words, self.words.lower
        saint = bool({"st", "saint"} & set(lower[max(first, at - 3) : at - 1]))
        tight = words.starts[at] == words.ends[at - 1] and words.forms[at] in _POSSESSIVES
        if not tight or not (saint or lower[at - 1] in word_class("named after")):
            return 0
        end = at + 1
        while end < len(lower) and words.forms[end][0].isupper() and self._spaced(end) and not self._is_office(end):
            end += 1
        return at + 1 if end > at + 1 and lower[end - 1] in self.lists.organisation else 0

    def _behind_nickname(self, at: int) -> int:
        """Past «“Tank”» in "Ivo “Tank” Brandt": one to three capitals in marks between the parts of a name; else 0."""
        words, forms = self.words, self.words.forms
        if forms[at] not in _OPENS_NICKNAME or words.lower[at - 1] not in self.lists.given:
            return 0
        close = next((i for i in range(at + 2, min(at + 6, len(forms))) if forms[i] in _CLOSES_NICKNAME), 0)
        behind = close + 1
        if not close or behind >= len(forms) or words.sentence[behind] != words.sentence[at - 1]:
            return 0
        tight = words.starts[at + 1] == words.ends[at] and words.starts[close] == words.ends[close - 1]
        return behind if tight and forms[at + 1][0].isupper() and forms[behind][0].isupper() else 0

    def _surname(self, at: int) -> bool:
        """«Theresa May», "Mrs. May": a month behind a given name or a courtesy."""
        lower = self.words.lower
        before = lower[at - 1] if lower[at - 1] != "." else lower[at - 2]
        return lower[at] in self.lists.calendar and (before in self.lists.given or before in word_class("courtesy"))

    def _spaced(self, at: int) -> bool:
        gap = self.words.text[self.words.ends[at - 1] : self.words.starts[at]]
        return gap.isspace() and gap.count("\n") < 2

    def _shortened(self, index: int) -> bool:
        form = self.words.forms[index]
        return (
            form in _INITIAL
            or form.lower() in self.lists.titles
            or form.lower() in {"st", "jr", "sr", "ft", "mt", "atty", "amb"}
        )

    def opens(self, index: int) -> bool:
        """Whether this word opens its sentence, a quotation, or follows a colon: its capital may mean nothing."""
        words = self.words
        if (
            index == 0
            or words.sentence[index] != words.sentence[index - 1]
            or words.paragraph[index] != words.paragraph[index - 1]
        ):
            return True
        before = words.forms[index - 1]
        return before in "\"“„«‘'`:—–•-*)]([" or before in {"``", "''"}

    def _without_opener(self, first: int, last: int) -> int:
        """Drop words at a sentence's start that are capitalised for that alone: "Meanwhile Vega" is "Vega"."""
        while first < last and self.opens(first) and self.words.lower[first].replace("’", "'") in self.lists.common:
            if self._is_office(first) or (self.words.forms[first].isupper() and len(self.words.forms[first]) > 1):
                break
            first += 1
            if first < last and self.words.lower[first] in self.lists.common and first + 1 < last:
                continue
            break
        while first < last and self.words.lower[first] in {"the", "a", "an"}:
            first += 1
        return first

    def _is_office(self, index: int) -> bool:
        lower, lists = self.words.lower[index], self.lists
        if lower in lists.offices or lower in lists.titles or lower.rpartition("-")[2] in lists.offices:
            return True
        return lower.endswith("s") and lower[:-1] in lists.ranks and len(lower) > 3  # "Senators Ana Vega and Leo Marr"

    def longest(self, table: dict[tuple[str, ...], str], first: int, last: int) -> int:
        """How many words from ``first`` on make an entry of the table; 0 where none do."""
        lower = self.words.lower
        for size in range(min(4, last - first), 0, -1):
            if tuple(lower[first : first + size]) in table:
                return size
        return 0

    def split(self, first: int, last: int) -> list[Occurrence]:
        """One run into its names: "NASA Administrator Ana Vega" holds "NASA" and "Ana Vega"."""
        words, lists = self.words, self.lists
        if tuple(words.lower[first:last]) in lists.metonyms:
            return [self._make(first, last, "organisation")]
        if tuple(words.lower[first:last]) in lists.places:
            return [self._make(first, last, "place")]
        office = self._last_office(first, last)
        if office is not None:
            found = self.split(first, self._office_start(first, office)) if office > first else []
            person = self._person(office + 1, last, titled=True)
            return [*found, replace(person, lead=first)]
        size = self.longest(lists.demonyms, first, last) or int(words.lower[first] in lists.affiliations)
        office = self._office_before(first) if last - first > 2 and not self.longest(lists.places, first, last) else None
        given = next((i for i in range(first + 1, last - 1) if words.lower[i] in lists.given), None)
        if office is not None and given is not None and words.lower[first] not in lists.given:
            return [replace(self._person(given, last, titled=False), lead=office)]  # "Secretary of State Ana Vega"
        if size and first + size < last and not self._organisation(first + size, last):
            rest = self.split(first + size, last)
            return [replace(o, lead=first) if o.kind == "person" else o for o in rest]
        if size == last - first:
            return []
        if self._organisation(first, last):
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
        size = self.longest(lists.places, first, last)
        if size == last - first or (last - first > 1 and self._ends_place(first, people)):
            return [self._make(first, last, "place")]
        office = self._office_before(first) if size else None
        if office is not None or (size and self._place_then_person(first, first + size, last)):
            person = self._person(first + size, last, titled=False)
            return [self._make(first, first + size, "place"), replace(person, lead=first if office is None else office)]
        if last - first == 1 and words.lower[first] in word_class("name suffix"):
            return []
        full = last
        honoured = last - first > 2 and words.lower[last - 1] in word_class("name suffix")  # "Ana Vega MP"
        while (
            not honoured
            and last > first
            and self._is_office(last - 1)
            and (last - first > 2 or words.lower[first] not in lists.given)
        ):
            last -= 1  # "NASA Administrator" alone names NASA; "Prime Minister" alone names nobody
        small = (lists.common, word_class("role adjective"))
        bare = last < full and all(words.lower[i] in small[0] or words.lower[i] in small[1] for i in range(first, last))
        return [self._guess(first, last)] if last > first and not bare else []  # "the Supreme Leader" names nobody

    def _last_office(self, first: int, last: int) -> int | None:
        """The last title or office in the run with a person's name after it."""
        lower, forms = self.words.lower, self.words.forms
        for index in range(first, last - 1):
            if lower[index] in word_class("courtesy"):  # "Mr. King" is no king
                after = index + 1 + (forms[index + 1] == ".")
                return after - 1 if after < last else None
        for index in range(last - 2, first - 1, -1):
            if not self._is_office(index):
                continue
            after = index + 1
            if forms[after] == ".":
                after += 1
            if after >= last or self._organisation(after, last):
                return None
            if all(self._is_office(i) for i in range(after, last)) or lower[after] in self.lists.particles - {
                "de",
                "von",
                "van",
                "al",
                "le",
                "la",
                "el",
            }:
                return None
            if (
                lower[index] not in self.lists.ranks
                and lower[index][:-1] not in self.lists.ranks
                and not self.opens(index)
                and lower[after] not in self.lists.given
            ):
                return None  # "Boxer Indemnity Scholarship"
            if index == first and lower[index] in self.lists.given and lower[index] not in self.lists.titles:
                return None  # "Dean Smith", "Major Jones" with no other sign
            return after - 1
        return None

    def _office_start(self, first: int, office: int) -> int:
        while office > first and (
            self._is_office(office)
            or self.words.forms[office] == "."
            or self.words.lower[office]
            in {"prime", "press", "foreign", "vice", "deputy", "former", "emeritus", "associate", "crown"}
        ):
            office -= 1
        if office == first and (self._is_office(first) or self.words.lower[first] in self.lists.common):
            return first
        return office + 1

    def _organisation(self, first: int, last: int) -> bool:
        lower, lists = self.words.lower, self.lists
        if lower[last - 1] in lists.organisation:
            return last - first > 1 or not self.opens(first)
        return last < len(lower) and lower[last] in {"of", "for"} and lower[last - 1] in lists.organisation

    def _place_then_person(self, first: int, middle: int, last: int) -> bool:
        before = self.words.lower[first - 1] if first else ""
        return self.words.lower[middle] in self.lists.given and last - middle > 1 and before in {"of", "to", "the", "for"}

    def _ends_place(self, first: int, word: str) -> bool:
        """«Barrow Hill», but not "Hugh Hill"."""
        surname = self.lists.place_words.get(word)
        return surname is not None and not (surname and self.words.lower[first] in self.lists.given)

    def _office_before(self, first: int) -> int | None:
        """Where "Governor of" begins before the place in "Governor of Barrow Ana Vega"."""
        lower, index = self.words.lower, first - 1
        if index > 0 and lower[index] == "the":
            index -= 1
        if index < 1 or lower[index] not in ("of", "to", "for", "from") or not self._is_office(index - 1):
            return None
        index -= 1
        while (
            index > 0
            and self.words.forms[index - 1][0].isupper()
            and self.words.sentence[index - 1] == self.words.sentence[first]
        ):
            index -= 1
        return index

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
        if size == 1 and form.isupper() and 1 < len(form) < 6 and "." not in form:
            return self._make(first, last, "organisation")
        while last - first > 2 and lower[last - 1] in self.lists.common and lower[first] in self.lists.given:
            last -= 1  # "Ana Vega Election Day" names Ana Vega
        size = last - first
        plain = size == 2 and lower[last - 1] in self.lists.common  # "Vega Plan"
        given = (not plain and lower[first] in self.lists.given) or (form in _INITIAL or form.endswith("."))
        if size > 1 and given and size < 6 and not self._articled(first):
            return self._person(first, last, titled=False)
        firm = size > 1 or not self.opens(first)
        return self._make(first, last, "unknown", self.lists.given.get(lower[first], "u"), firm=firm)

    def _articled(self, first: int) -> bool:
        return first > 0 and self.words.lower[first - 1] == "the"

    def _make(
        self, first: int, last: int, kind: PartyKind, gender: str = "u", titled: bool = False, firm: bool = True
    ) -> Occurrence:
        start, end = self.words.starts[first], self.words.ends[last - 1]
        return Occurrence(first, last, start, end, self.words.text[start:end], kind, gender, titled, firm, lead=first)
