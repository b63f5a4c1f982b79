"""A text that quotes, or one quotation -> a verdict on each: verbatim, altered, somebody else's words, or not found."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from sayso.comparing.sayings.tracing import trace
from sayso.comparing.sayings.witnesses import Check, Checked, Saying
from sayso.record import Reading, Span
from sayso.store import Engine


def check(engine: Engine, reading: Reading) -> Check:
    """Each quotation of a text that was read, in order, against what the store holds of other addresses and no later days."""
    article = reading.article
    until = (article.published or "")[:10] or None
    but_not = {reading.input, *([article.url] if article.url else [])}
    checked, sayings = [], []
    for span, claimed in quotations(reading):
        saying = trace(engine, span.text, claimed, until, but_not)
        sayings.append(saying)
        checked.append(_judged(span, claimed, saying))
    searched = sayings[0] if sayings else trace(engine, "", None, until, but_not)
    return Check(reading.input, tuple(checked), searched.searched, searched.since, searched.until)


def check_words(
    engine: Engine, words: str, speaker: str | None = None, until: str | None = None, but_not: Collection[str] = ()
) -> Checked:
    """One quotation, given as words and the name of whom they are said to be of; see ``trace``."""
    return _judged(Span(0, len(words), words), speaker, trace(engine, words, speaker, until, but_not))


def quotations(reading: Reading) -> Iterator[tuple[Span, str | None]]:
    """The quoted words of a reading in their order, each with the name of whom it gives them to."""
    names = {party.id: party.name for party in reading.parties}
    for statement in reading.statements:
        for span in statement.quoted:
            voice = statement.speaker
            yield span, names.get(voice.party or "") if voice else None


def _judged(span: Span, claimed: str | None, saying: Saying) -> Checked:
    if not saying.witnesses:
        return Checked(span, claimed, "not-found")
    return Checked(span, claimed, "verbatim", saying.speaker, saying.witnesses[0])


def check_quote(engine: Engine, words: str, speaker: str | None = None, until: str | None = None) -> Check:
    """The same of one quotation, with how many articles (of which days) it was looked for in; see ``check_words``."""
    searched = trace(engine, "", None, until)
    one = check_words(engine, words, speaker, until)
    return Check("--quote", (one,), searched.searched, searched.since, searched.until)
