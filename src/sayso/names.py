"""An article's words -> the proper names in them, each with what it names and the title or office that stands beside it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from sayso.attribution import Name
from sayso.lexicon import Lists, word_lists
from sayso.record import PartyKind
from sayso.words import Words, word_class

_LONGEST = 14  # words; a longer run of capitals is a list or a style, and names nobody
_SURE = 0.8  # the encoder's score from which its kind counts for more than the lists'
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
    lead: int = -1  # index of the first word of the title and office before it


def find_names(words: Words, names: Sequence[Name] = ()) -> tuple[Occurrence, ...]:
    """All names in text order, none inside another; ``names`` are the encoder's, which settle what the lists leave open."""
    finder = _Finder(words)
    found = [o for first, last in finder.runs() for o in finder.split(first, last)]
    found = _join_organisations(words, found)
    return tuple(_settle_kinds(words, found, names))


class _Finder:
    """Runs of capitalised words, and their parts."""

    def __init__(self, words: Words) -> None:
        self.words = words
        self.lists = word_lists()

    def runs(self) -> Iterator[tuple[int, int]]:
        """Maximal runs of capitalised words, with particles and abbreviation stops inside."""
        forms, cased = self.words.forms, self.words.cased
        index, count = 0, len(forms)
        while index < count:
            if not (forms[index][0].isupper() and cased[index]) or self._never(index):
                index += 1
                continue
            last = self._run_end(index)
            first = self._without_opener(index, last)
            if first < last <= first + _LONGEST:
                yield first, last
            index = last

    def _never(self, index: int) -> bool:
        form = self.words.forms[index]
        if form.lower() in word_class("headline cut"):  # "Ana Vega Is Right" names Ana Vega
            return not self.opens(index) or index + 1 >= len(self.words.forms)
        return form == "I" or form.lower() in self.lists.calendar or form.startswith(("I'", "I’"))

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
            if at >= count or not forms[at][0].isupper() or self._never(at):
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
        while last > first and self._is_office(last - 1) and (last - first > 2 or words.lower[first] not in lists.given):
            last -= 1  # "NASA Administrator" alone names NASA; "Prime Minister" alone names nobody
        return [self._guess(first, last)] if last > first else []

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
        return Occurrence(first, last, start, end, self.words.text[start:end], kind, gender, titled, firm)


def _join_organisations(words: Words, found: list[Occurrence]) -> list[Occurrence]:
    """«University» + "of" + "Barrow", "Food" + "and" + "Drug Administration": one name each."""
    lists = word_lists()
    joined: list[Occurrence] = []
    for occurrence in found:
        before = joined[-1] if joined else None
        if (
            before
            and words.sentence[before.first] == words.sentence[occurrence.first]
            and _joins(words, before, occurrence, lists)
        ):
            joined[-1] = Occurrence(
                before.first,
                occurrence.last,
                before.start,
                occurrence.end,
                words.text[before.start : occurrence.end],
                "organisation",
            )
        else:
            joined.append(occurrence)
    return joined


def _joins(words: Words, before: Occurrence, after: Occurrence, lists: Lists) -> bool:
    between = tuple(words.lower[before.last : after.first])
    head = words.lower[before.last - 1]
    if between in {("of",), ("of", "the"), ("for",), ("for", "the"), ("for", "a"), ("on",)}:
        return head in lists.organisation and before.kind == "organisation" and after.kind != "person"
    if between in {("and",), ("&",)}:
        single = before.last - before.first == 1 and before.kind == "unknown"
        listed = before.first > 0 and words.lower[before.first - 1] == "the" and head not in lists.organisation
        single = single or (listed and before.kind in ("unknown", "organisation"))
        return between == ("&",) or (single and after.kind == "organisation" and _acronym_follows(words, before, after))
    return False


def _acronym_follows(words: Words, before: Occurrence, after: Occurrence) -> bool:
    lists = word_lists()
    if words.lower[before.first] in lists.common and words.lower[after.last - 1] in lists.organisation:
        return True
    return after.last + 1 < len(words.forms) and words.forms[after.last] == "(" and words.forms[after.last + 1].isupper()


def _settle_kinds(words: Words, found: list[Occurrence], names: Sequence[Name]) -> Iterator[Occurrence]:
    """Give the names of unknown kind the encoder's kind, or person where what stands beside them says so."""
    marked = {name.end: name for name in names if name.score >= 0.5}
    for occurrence in _add_marked(words, found, names):
        occurrence = _as_marked(words, occurrence, marked.get(occurrence.end))
        lead = _phrase_start(words, occurrence)
        if lead != occurrence.lead:
            occurrence = replace(occurrence, lead=lead)
        if occurrence.kind == "unknown" and _beside_office(words, occurrence):
            occurrence = replace(occurrence, kind="person", firm=True)
        yield occurrence


def _as_marked(words: Words, occurrence: Occurrence, name: Name | None) -> Occurrence:
    """The encoder's kind where the lists had none or it is sure, and the whole name where it saw more of it."""
    if name is None or name.kind == "other":
        return occurrence
    if occurrence.kind == "unknown":
        occurrence = replace(occurrence, kind=name.kind, firm=True)
    elif name.score >= _SURE and not occurrence.title and (name.start, occurrence.kind) == (occurrence.start, "person"):
        occurrence = replace(occurrence, kind=name.kind)
    first = words.at(name.start)
    more = name.kind == occurrence.kind == "person" and not occurrence.title and occurrence.first - 3 < first < occurrence.first
    if more and all(words.forms[i][0].isupper() for i in range(first, occurrence.first)):
        text = words.text[words.starts[first] : occurrence.end]  # "Ban Ki-moon", whose "Ban" the lists took for a verb
        return replace(occurrence, first=first, start=words.starts[first], text=text, lead=min(first, occurrence.lead))
    return occurrence


def _add_marked(words: Words, found: list[Occurrence], names: Sequence[Name]) -> list[Occurrence]:
    """The names that the encoder alone saw, among those found."""
    starts = [occurrence.start for occurrence in found]
    added: list[Occurrence] = []
    for name in names:
        at = bisect_left(starts, name.end)
        span = words.within(name.start, name.end)
        taken = at > 0 and found[at - 1].end > name.start
        if taken or name.score < _SURE or name.kind == "other" or not 0 < len(span) < _LONGEST:
            continue
        start, end = words.starts[span.start], words.ends[span.stop - 1]
        if words.forms[span.start][0].isupper() and words.sentence[span.start] == words.sentence[span.stop - 1]:
            added.append(Occurrence(span.start, span.stop, start, end, words.text[start:end], name.kind))
    return sorted({o.start: o for o in [*added, *found]}.values(), key=lambda o: o.start) if added else found


def _phrase_start(words: Words, occurrence: Occurrence) -> int:
    """Where the title or office before a name begins: at "former" in "said former team member Ana Vega"."""
    lists = word_lists()
    first = occurrence.lead if occurrence.lead >= 0 else occurrence.first
    if occurrence.kind not in ("person", "unknown"):
        return occurrence.first
    index = first - 1
    if index < 0 or words.lower[index] not in lists.offices or words.sentence[index] != words.sentence[first]:
        return first
    while index > 0 and first - index < 7 and words.sentence[index - 1] == words.sentence[first]:
        if not _in_phrase(words, index - 1):
            break
        index -= 1
    return index


def _in_phrase(words: Words, index: int) -> bool:
    """Whether a word may belong to the office behind it: capitals, offices, adjectives of role, the one noun before it."""
    lower, lists = words.lower[index], word_lists()
    if not lower[0].isalpha() or lower in word_class("phrase stop"):
        return False
    if words.forms[index][0].isupper() or lower in lists.offices or lower in word_class("role adjective"):
        return True
    if lower.endswith(("ed", "ing")):
        return False
    return lower.endswith(("ial", "ical", "tive", "ary", "ist")) or words.lower[index + 1] in lists.offices


def _beside_office(words: Words, occurrence: Occurrence) -> bool:
    if 0 <= occurrence.lead < occurrence.first:
        return True
    if not word_lists().common.isdisjoint(words.lower[occurrence.first : occurrence.last]):
        return False  # "the Fifth Amendment, which"
    after = words.lower[occurrence.last : occurrence.last + 2]
    return (
        len(after) == 2
        and after[0] == ","
        and ((after[1].isdigit() and len(after[1]) < 3) or after[1] in word_class("name suffix") or after[1] == "who")
    )
