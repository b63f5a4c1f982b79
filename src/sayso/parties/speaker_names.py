"""Names found, and who speaks -> the same names with those among the speakers that the capitals alone did not show."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from sayso.languages import word_class
from sayso.languages.lexicon import word_lists
from sayso.parties.occurrences import Occurrence
from sayso.parties.pronouns import pronoun_forms
from sayso.parties.words import Words
from sayso.record import Span


def adopt_speakers(words: Words, found: Sequence[Occurrence], mentions: Sequence[Span]) -> list[Occurrence]:
    """A capitalised speaker whom the finder passed over (a lone capital at a sentence's start) is a name after all.

    ``found`` are the names in text order, ``mentions`` the voices; so is what is given back.
    """
    occurrences = list(found)
    starts = [o.start for o in occurrences]
    new: list[Occurrence] = []
    for mention in mentions:
        span = words.within(mention.start, mention.end)
        at = bisect_left(starts, mention.start)
        inside = at < len(starts) and starts[at] < mention.end
        if len(span) == 1 and words.lower[span.start] in word_class("nobody in particular"):
            continue
        if inside and len(span) == 1 and not occurrences[at].firm and len(occurrences[at].text) > 1:
            occurrences[at] = replace(occurrences[at], firm=True)
        elif inside and occurrences[at].kind == "unknown" and _speaks_as_person(words, occurrences[at], span):
            occurrences[at] = replace(occurrences[at], kind="person")
        elif not inside and 0 < len(span) < 4 and all(_nameable(words, i) for i in span):
            start, end = words.starts[span.start], words.ends[span.stop - 1]
            new.append(Occurrence(span.start, span.stop, start, end, words.text[start:end], "unknown", lead=span.start))
    return sorted([*occurrences, *new], key=lambda o: o.start) if new else occurrences


def _speaks_as_person(words: Words, occurrence: Occurrence, span: range) -> bool:
    """«Quibbo Ilmar said»: two or three capitals and nothing else, none of them a common word."""
    whole = (occurrence.first, occurrence.last) == (span.start, span.stop) and 1 < len(span) < 4
    return whole and word_lists().common.isdisjoint(words.lower[span.start : span.stop])


def _nameable(words: Words, index: int) -> bool:
    lower, lists = words.lower[index], word_lists()
    known = (lists.common, lists.offices, lists.groups, lists.organisation, lists.affiliations, pronoun_forms())
    return (
        words.forms[index][0].isupper()
        and len(words.forms[index]) > 1  # "Q" and "A" of an interview name nobody
        and not any(lower in words for words in known)
        and (lower,) not in lists.demonyms
    )
