"""A text that quotes, or one quotation -> a verdict on each: verbatim, altered, somebody else's words, or not found."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from sayso.comparing.sayings.linking import Link
from sayso.comparing.sayings.origins import find_origin, is_common
from sayso.comparing.sayings.tracing import first_witness
from sayso.comparing.sayings.voices import is_turn, same_person, same_voice
from sayso.comparing.sayings.witnesses import Check, Checked, Verdict, WordChange
from sayso.record import Reading, Span, Statement
from sayso.store import Engine

FEWEST = 4  # words of a quotation that is looked for in a text: "a mess" is anybody's


def check(engine: Engine, reading: Reading) -> Check:
    """Each quotation of a text that was read, in order, against what the store holds of other addresses and no later days.

    The changes' words of the quotation (``after``) stand in the text that was read. Raises StoreError as the store does.
    """
    article = reading.article
    until = (article.published or "")[:10] or None
    but_not = {reading.input, *([article.url] if article.url else [])}
    checked = tuple(_checked(engine, span, claimed, until, but_not) for span, claimed in quotations(reading))
    reach = engine.reach(until)
    return Check(reading.input, checked, reach.articles, reach.first, reach.last)


def check_words(
    engine: Engine, words: str, speaker: str | None = None, until: str | None = None, but_not: Collection[str] = ()
) -> Checked:
    """One quotation, given as words and the name of whom they are said to be of.

    ``until`` is the last day (ISO 8601) of texts that count; texts at the addresses ``but_not`` do not.
    """
    return _checked(engine, Span(0, len(words), words), speaker, until, but_not)


def check_quote(engine: Engine, words: str, speaker: str | None = None, until: str | None = None) -> Check:
    """The same of one quotation, with how many articles (of which days) it was looked for in; see ``check_words``."""
    reach = engine.reach(until)
    return Check("--quote", (check_words(engine, words, speaker, until),), reach.articles, reach.first, reach.last)


def quotations(reading: Reading) -> Iterator[tuple[Span, str | None]]:
    """The quoted words of a reading in their order, each once, with the name of whom it gives them to.

    Of a transcript's turns nothing is a quotation: they are the words themselves.
    """
    names = {party.id: party.name for party in reading.parties}
    seen: set[tuple[int, int]] = set()
    for statement in sorted(reading.statements, key=lambda one: (one.content[0].start, one.within is not None)):
        for span in statement.quoted:
            known = any(start <= span.start and span.end <= end for start, end in seen)
            if known or _is_own(statement) or len(span.text.split()) < FEWEST:
                continue
            seen.add((span.start, span.end))
            voice = statement.speaker
            named = names.get(voice.party or "") if voice else None
            yield span, named or (voice.mention.text if voice and voice.mention else None)


def _is_own(statement: Statement) -> bool:
    """Whether it is a turn of a transcript, without quotation marks."""
    return is_turn(statement) and statement.content == statement.quoted


def _checked(engine: Engine, span: Span, claimed: str | None, until: str | None, but_not: Collection[str]) -> Checked:
    found = find_origin(engine, span.text, claimed, until, but_not)
    if found is None:
        return Checked(span, claimed, "not-found", common=is_common(engine, span.text, until, but_not))
    made = tuple(_moved(change, span.start) for change in found.changes)
    name = found.heard.name or found.heard.mention
    return Checked(span, claimed, _verdict(engine, found, claimed), name, first_witness(found), made)


def _verdict(engine: Engine, found: Link, claimed: str | None) -> Verdict:
    if not found.verbatim:
        return "altered"
    other = claimed is not None and same_voice(engine, claimed, found.heard) is False
    if other and any(same_person(claimed or "", name) for name in found.heard.relay):
        other = False  # the palace's readout has it that he said so: it is no wrong to give the words to the palace
    return "other-speaker" if other else "verbatim"


def _moved(change: WordChange, offset: int) -> WordChange:
    """A change whose words of the quotation stand where the quotation stands."""
    if change.after is None or not offset:
        return change
    after = change.after
    return WordChange(change.kind, change.before, Span(after.start + offset, after.end + offset, after.text))
