"""An article's words -> the proper names in them, each with what it names and the title or office that stands beside it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace

from sayso.attribution import Name
from sayso.languages import word_class
from sayso.languages.lexicon import Lists, word_lists
from sayso.parties.name_parts import Parts
from sayso.parties.name_runs import LONGEST, Runs
from sayso.parties.name_signs import Signs
from sayso.parties.occurrences import Occurrence
from sayso.parties.words import Words

_SURE = 0.8  # the encoder's score from which its kind counts for more than the lists'


def find_names(words: Words, names: Sequence[Name] = ()) -> tuple[Occurrence, ...]:
    """All names in text order, none inside another; ``names`` are the encoder's, which settle what the lists leave open."""
    found = _join_organisations(words, _in_runs(words))
    return tuple(_settle_kinds(words, found, names))


def _in_runs(words: Words) -> list[Occurrence]:
    """The names that the capitals show."""
    signs = Signs(words)
    runs, parts = Runs(signs), Parts(signs)
    found: list[Occurrence] = []
    for first, last in runs:
        if found and first < found[-1].last:
            continue  # the run belongs to "Ministry of …"
        end = runs.organisation_end(first, last)
        if not end:
            found += parts.split(first, last)
            continue
        found.append(parts.body(first, end))
        if runs.goes_on(first, end):  # "Ana Vega" in "Bank of Barrow Governor Ana Vega"
            behind = parts.split(end, runs.end(end))
            found += [replace(o, lead=first) if o.kind == "person" else o for o in behind]
    return found


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
                lead=before.first,
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
        if occurrence.kind == "unknown" and _beside_office(words, occurrence, lead):
            occurrence = replace(occurrence, lead=lead, kind="person", firm=True)
        elif lead != occurrence.lead:
            occurrence = replace(occurrence, lead=lead)
        yield occurrence


def _as_marked(words: Words, occurrence: Occurrence, name: Name | None) -> Occurrence:
    """The encoder's kind where the lists had none or it is sure, and the whole name where it saw more of it."""
    if name is None or name.kind == "other" or (name.kind == "person" and _named_place(words, occurrence)):
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


def _named_place(words: Words, occurrence: Occurrence) -> bool:
    """«The finance minister of Osteria»: one word behind an office and "of" is what the office is of."""
    first = occurrence.first
    return (
        occurrence.last - first == 1
        and not occurrence.title
        and first > 1
        and words.lower[first - 1] == "of"
        and words.lower[first - 2] in word_lists().ranks
    )


def _is_calling(word: str) -> bool:
    """Whether a word alone says what somebody is, or many are, and names nobody."""
    lists = word_lists()
    return any(form in lists.offices or form in lists.titles or form in lists.groups for form in (word, word.removesuffix("s")))


def _add_marked(words: Words, found: list[Occurrence], names: Sequence[Name]) -> list[Occurrence]:
    """The names that the encoder alone saw, among those found."""
    starts = [occurrence.start for occurrence in found]
    added: list[Occurrence] = []
    for name in names:
        at = bisect_left(starts, name.end)
        span = words.within(name.start, name.end)
        taken = at > 0 and found[at - 1].end > name.start
        if taken or name.score < _SURE or name.kind == "other" or not 0 < len(span) < LONGEST:
            continue
        if len(span) == 1 and _is_calling(words.lower[span.start]):
            continue  # "The Home Secretary", "Nurses said"
        start, end = words.starts[span.start], words.ends[span.stop - 1]
        if words.forms[span.start][0].isupper() and words.sentence[span.start] == words.sentence[span.stop - 1]:
            added.append(Occurrence(span.start, span.stop, start, end, words.text[start:end], name.kind, lead=span.start))
    return sorted({o.start: o for o in [*added, *found]}.values(), key=lambda o: o.start) if added else found


def _phrase_start(words: Words, occurrence: Occurrence) -> int:
    """Where the title or office before a name begins: at "former" in "said former team member Ana Vega"."""
    lists = word_lists()
    first = occurrence.lead
    if occurrence.kind not in ("person", "unknown"):
        return occurrence.first
    index = first - 1
    if index < 0 or words.sentence[index] != words.sentence[first]:
        return first
    if words.lower[index] not in lists.offices:
        adjective = occurrence.lead < occurrence.first and words.lower[index] in word_class("role adjective")
        return index if adjective else first
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


def _beside_office(words: Words, occurrence: Occurrence, lead: int) -> bool:
    if lead < occurrence.first:
        return True
    if not word_lists().common.isdisjoint(words.lower[occurrence.first : occurrence.last]):
        return False  # "the Fifth Amendment, which"
    after = words.lower[occurrence.last : occurrence.last + 2]
    return (
        len(after) == 2
        and after[0] == ","
        and ((after[1].isdigit() and len(after[1]) < 3) or after[1] in word_class("name suffix") or after[1] == "who")
    )
