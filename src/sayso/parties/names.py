"""An article's words -> the proper names in them, each with what it names and the title or office that stands beside it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace

from sayso.attribution import Name
from sayso.languages import word_class
from sayso.languages.lexicon import Lists, word_lists
from sayso.parties.long_offices import LongOffices
from sayso.parties.name_parts import Parts
from sayso.parties.name_runs import LONGEST, Runs
from sayso.parties.name_signs import Signs
from sayso.parties.occurrences import Occurrence
from sayso.parties.words import Words

_SURE = 0.8  # the encoder's score from which its kind counts for more than the lists'


def find_names(words: Words, names: Sequence[Name] = ()) -> tuple[Occurrence, ...]:
    """All names in text order, none inside another; ``names`` are the encoder's, which settle what the lists leave open."""
    found = _join_organisations(words, _in_runs(words, names))
    return tuple(_settle_kinds(words, found, names))


def _in_runs(words: Words, names: Sequence[Name]) -> list[Occurrence]:
    """The names that the capitals show."""
    signs = Signs(words, names)
    runs, parts, offices = Runs(signs), Parts(signs), LongOffices(signs)
    found: list[Occurrence] = []
    for first, last in runs:
        if found and first < found[-1].last:
            continue  # the run belongs to "Ministry of …"
        office = offices.before(first)
        end = runs.organisation_end(first, last)
        if office is not None:
            whole = max(end, runs.end(end - 1)) if end else last
            holder = offices.holder(first, whole)
            if holder is not None:
                found += [] if offices.is_domain(first, holder) else parts.domain(first, holder)
                found.append(parts.holder(holder, whole, office))
                continue
            if offices.is_domain(first, last):
                continue  # "State" in "Secretary of State for Transport"
        else:
            office = offices.before_small(first)
            if office is not None and not end:
                found += [replace(o, lead=office) if o.kind == "person" else o for o in parts.split(first, last)]
                continue
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
        if "for" in between and before.last - before.first > 1 and after.last - after.first > 1 and _is_body(words, after):
            return False  # a poll by "the Barrow Institute for the Barrow Times"
        return head in lists.organisation and before.kind == "organisation" and after.kind != "person"
    if between == ("and",) and after.last - after.first > 1 and _are_fields(words, before) and _are_fields(words, after):
        return True  # "Customs and Border Protection"
    if between in {("and",), ("&",)}:
        single = before.last - before.first == 1 and before.kind == "unknown"
        listed = before.first > 0 and words.lower[before.first - 1] == "the" and head not in lists.organisation
        single = single or (listed and before.kind in ("unknown", "organisation"))
        return between == ("&",) or (single and after.kind == "organisation" and _acronym_follows(words, before, after))
    return False


def _are_fields(words: Words, occurrence: Occurrence) -> bool:
    """Whether the words of a name only say what a body is for."""
    lower = words.lower[occurrence.first : occurrence.last]
    return all(word in word_class("field") or word in word_lists().organisation for word in lower)


def _is_body(words: Words, occurrence: Occurrence) -> bool:
    """Whether the name ends as a body's does, by itself."""
    last = words.lower[occurrence.last - 1]
    return last in word_lists().organisation or last in word_class("newspaper")


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
    bare = not occurrence.title and occurrence.lead == occurrence.first  # else what stands before it is its office
    more = name.kind == occurrence.kind == "person" and bare and occurrence.first - 3 < first < occurrence.first
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
        if len(span) > 1 and words.lower[span.start] in word_class("determiner"):
            span = span[1:]  # "Another Clinton ally"
        taken = at > 0 and found[at - 1].end > name.start
        told = at < len(found) and words.starts[found[at].lead] < name.end  # "Communities" of a minister's office
        if taken or told or name.score < _SURE or name.kind == "other" or not 0 < len(span) < LONGEST:
            continue
        if all(words.lower[i] in word_lists().affiliations for i in span):
            continue  # "The Kentucky Republican"
        callings = all(_is_calling(words.lower[i]) or words.lower[i] in word_class("part of an office") for i in span)
        if callings and (len(span) == 1 or words.lower[span.stop - 1] not in word_lists().given):
            continue  # "The Vice President", "Nurses said"
        if len(span) < 3 and words.lower[span.start] in word_class("name suffix") | word_class("generation"):
            continue  # "Ana Vega, Jr."
        if words.forms[span.start][1:2] == "-" and span.start and words.forms[span.start - 1] in ",(":
            continue  # "Ana Vega (R-Ohio)"
        head, _, tail = words.lower[span.stop - 1].rpartition("-")
        if head and tail in word_class("tail of an adjective"):
            continue  # "the Sacramento-based firm"
        lead = span.start
        if name.kind == "person":
            span = _without_office(words, span)
        start, end = words.starts[span.start], words.ends[span.stop - 1]
        body = len(span) > 1 and words.lower[span.stop - 1] in word_lists().organisation
        if words.forms[span.start][0].isupper() and words.sentence[span.start] == words.sentence[span.stop - 1]:
            kind = "organisation" if body and name.kind == "person" else name.kind
            added.append(Occurrence(span.start, span.stop, start, end, words.text[start:end], kind, lead=lead))
    return sorted({o.start: o for o in [*added, *found]}.values(), key=lambda o: o.start) if added else found


def _without_office(words: Words, span: range) -> range:
    """«Communications Minister Ana Vega», all of it marked as a name: from the word behind the office on."""
    told = [i for i in span[:-1] if _is_calling(words.lower[i]) and words.lower[i] not in word_lists().given]
    first = told[-1] + 1 if told else span.start
    while first < span.stop - 1 and not words.forms[first][0].isalnum():
        first += 1
    return range(first, span.stop)


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
    if lower in lists.offices or lower in word_class("role adjective"):
        return True
    if words.forms[index][0].isupper():
        opens = index == 0 or words.sentence[index - 1] != words.sentence[index]
        return not opens or lower not in lists.common or lower in word_class("field")  # "Here striker Ana Vega"
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
