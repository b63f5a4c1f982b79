"""Articles, statements and parties <-> the rows that hold their evidence, exactly."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from itertools import groupby
from typing import Any, cast, get_args

from sayso.evidence import voices
from sayso.record import (
    SAID_KINDS,
    Article,
    Manner,
    Paragraph,
    ParagraphKind,
    Party,
    PartyKind,
    Reading,
    Said,
    Statement,
)
from sayso.store.errors import AlteredError
from sayso.store.occurrences import times_row
from sayso.store.packing import (
    SAME,
    array as array,
    crc as crc,
    offset_numbers,
    offsets,
    packed as packed,
    read_offsets,
    read_voice,
    short,
    unpacked as unpacked,
    voice_row,
)

MANNERS: tuple[Manner, ...] = ("direct", "mixed", "indirect")
PARTY_KINDS: frozenset[str] = frozenset(get_args(PartyKind))
PARAGRAPH_KINDS: frozenset[str] = frozenset(get_args(ParagraphKind))
_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?!\d)")


def _must(words: str) -> str:
    found = packed(words)
    assert found is not None
    return found


def _listed(words: Sequence[str]) -> str | None:
    if not words:
        return None
    return json.dumps([packed(item) for item in words], ensure_ascii=False)


def _items(listed: str | None) -> tuple[str, ...]:
    return tuple(unpacked(item) or "" for item in array(listed)) if listed else ()


def day_of(*times: str | None) -> str | None:
    """The first of the times that begins with a day, as that day.

    >>> day_of("March", "2031-03-14T18:42:00+01:00")
    '2031-03-14'
    """
    found = next((match for match in (_DAY.match(time or "") for time in times) if match), None)
    return found[0] if found and 1 <= int(found[2]) <= 12 and 1 <= int(found[3]) <= 31 else None


# A version: its facts.


def facts_row(reading: Reading, address: str) -> tuple[Any, ...]:
    """The columns ``FACT_COLUMNS`` of ``versions``, in order."""
    article = reading.article
    return (
        packed(article.headline),
        packed(article.standfirst),
        _listed(article.authors),
        packed(article.published),
        packed(article.updated),
        packed(article.section),
        packed(article.language),
        _listed(article.images),
        _paragraph_runs(article.paragraphs),
        _must(article.id),
        SAME if article.url == address else packed(article.url),
        SAME if reading.input == address else packed(reading.input),
        packed(reading.model),
        _listed(article.titles),
        times_row(reading.times),
        len(reading.events) or None,
        len(reading.undertakings) or None,
    )


FACT_COLUMNS = (
    "headline", "standfirst", "authors", "published", "updated", "section", "language", "images", "paragraphs", "name", "url",
    "input", "model", "titles", "times", "events", "undertakings",
)  # fmt: skip


FIRST_FACTS = FACT_COLUMNS.index("titles")  # so many had the first schema


def read_article(facts: Sequence[Any], address: str, outlet: str | None, text: str) -> Article:
    """The article of a version, from the columns of ``facts_row``, its outlet's name and its text."""
    headline, standfirst, authors, published, updated, section, language, images, paragraphs, name, url = facts[:11]
    titles = facts[13]
    return Article(
        id=unpacked(name) or "",
        text=unpacked(text) or "",
        paragraphs=read_paragraphs(paragraphs),
        url=address if url == SAME else unpacked(url),
        outlet=unpacked(outlet),
        headline=unpacked(headline),
        standfirst=unpacked(standfirst),
        authors=_items(authors),
        published=unpacked(published),
        updated=unpacked(updated),
        section=unpacked(section),
        language=unpacked(language),
        images=_items(images),
        titles=_items(titles),
    )


def read_input(written: str, address: str) -> str:
    """What was read, from its column."""
    return address if written == SAME else unpacked(written) or ""


def _paragraph_runs(paragraphs: Sequence[Paragraph]) -> str:
    runs = [[kind, *(o for p in run for o in (p.start, p.end))] for kind, run in groupby(paragraphs, lambda p: p.kind)]
    return json.dumps(runs, separators=(",", ":"))


def read_paragraphs(written: str) -> tuple[Paragraph, ...]:
    """The paragraphs of a version, from its column. Raises AlteredError for what is none."""
    return tuple(
        Paragraph(offsets[at], offsets[at + 1], cast(ParagraphKind, _one_of(PARAGRAPH_KINDS, kind)))
        for kind, *offsets in array(written)
        for at in range(0, len(offset_numbers(offsets)), 2)
    )


def _one_of(kinds: frozenset[str], kind: Any) -> str:
    if kind not in kinds:
        raise AlteredError(f"{kind!r:.60} stands where a kind belongs")
    return str(kind)


def version_checksum(
    facts: Sequence[Any],
    place: tuple[str, int, str | None, str | None, str | None],
    made: tuple[str, int, str, str],
    held: tuple[int, int, int],
) -> int:
    """What tells whether a version is the one that was written, from its row with its address and its outlet's name.

    ``place`` is address, number, time of capture, day, outlet; ``made`` the Sayso that read it, whether it is of the web, the
    text's hash, its fingerprint; ``held`` the first statement's id, and how many statements and parties there are.
    """
    return crc(*_summed(facts), *place, *made, *held)


def facts_checksum(facts: Sequence[Any], outlet: str | None, captured: str | None, text_sha256: str, fingerprint: str) -> int:
    """The checksum of a version in a store of schema 4 and before: of its facts alone."""
    return crc(*_summed(facts), outlet, captured, text_sha256, fingerprint)


def _summed(facts: Sequence[Any]) -> Sequence[Any]:
    """The facts that a checksum is of: without those at the end that it has none of, as before there were columns for them."""
    end = len(facts)
    while end > FIRST_FACTS and facts[end - 1] is None:
        end -= 1
    return facts[:end]


# A statement: its evidence.

EVIDENCE = (
    "name", "act", "manner", "content", "quoted", "cue", "speaker_mention", "addressee_mention", "relay_mentions", "within",
    "score", "said",
)  # fmt: skip


def evidence_row(statement: Statement) -> tuple[Any, ...]:
    """The columns of ``EVIDENCE``, with the act still a word, and the checksum."""
    row = (
        short(statement.id),
        short(statement.act),
        MANNERS.index(statement.manner) + 1,
        offsets(statement.content),
        offsets(statement.quoted) if statement.quoted else None,
        offsets((statement.cue,)) if statement.cue else None,
        voice_row(statement.speaker),
        voice_row(statement.addressee),
        "[" + ",".join(voice_row(voice) or "" for voice in statement.relay) + "]" if statement.relay else None,
        short(statement.within),
        float(statement.score),
        said_number(statement.said),
    )
    return (*row, evidence_checksum(row, statement))


def evidence_checksum(row: Sequence[Any], statement: Statement) -> int:
    """What tells whether a statement's evidence and its words are those that were written."""
    spans = (*statement.content, *statement.quoted, *([statement.cue] if statement.cue else ()))
    mentions = [voice.mention.text for voice in voices(statement) if voice.mention]
    if row[-1] is None:  # what was said is summed up as it was before there was a column "said"
        row = row[:-1]
    return crc(*row, *(span.text for span in spans), *mentions)


def said_number(said: Said) -> int | None:
    """The column ``said``: nothing for what was said, as most is.

    >>> said_number("said"), said_number("expected")
    (None, 5)
    """
    return SAID_KINDS.index(said) + 1 if said != "said" else None


def read_said(number: Any) -> Said:
    """What a column ``said`` stands for. Raises AlteredError for what is none."""
    if number is None:
        return "said"
    if type(number) is not int or not 2 <= number <= len(SAID_KINDS):
        raise AlteredError(f"{number!r:.60} stands where it belongs whether it was said")
    return SAID_KINDS[number - 1]


def read_statement(row: Sequence[Any], text: str) -> Statement:
    """The statement of a row of ``EVIDENCE`` (its act a word); raises ValueError where the row holds no evidence at all."""
    name, act, manner, content, quoted, cue, speaker, addressee, relay, within, score, said = row
    cues = read_offsets(cue, text)
    if type(score) is not float or manner not in (1, 2, 3):
        raise AlteredError(f"{score!r:.60} and {manner!r:.60} stand where a chance and a manner belong")
    if not content:
        raise AlteredError(f"statement {name!r:.60} stands without its content")
    return Statement(
        id=unpacked(name) or "",
        manner=MANNERS[manner - 1],
        act=unpacked(act) or "",
        content=read_offsets(content, text),
        quoted=read_offsets(quoted, text),
        cue=cues[0] if cues else None,
        speaker=read_voice(array(speaker), text) if speaker else None,
        addressee=read_voice(array(addressee), text) if addressee else None,
        relay=tuple(read_voice(voice, text) for voice in array(relay)) if relay else (),
        within=unpacked(within),
        score=score,
        said=read_said(said),
    )


# A party as it appears in a version.


def mentions_row(party: Party) -> str:
    """The column ``mentions``."""
    return offsets(party.mentions)


def read_party(
    name: str,
    spelled: str,
    kind: str,
    role: str | None,
    mentions: str,
    text: str,
    members: tuple[str, ...] = (),
    named: bool = True,
) -> Party:
    """The party of a row of ``appearances`` or of ``unnamed``, and of those of its members."""
    found = read_offsets(mentions, text)
    return Party(unpacked(name) or "", unpacked(spelled) or "", party_kind(kind), unpacked(role), found, members, named)


def party_kind(kind: Any) -> PartyKind:
    """A party's kind, from its column. Raises AlteredError for what is none."""
    return cast(PartyKind, _one_of(PARTY_KINDS, kind))


def party_checksum(party: Party) -> int:
    """What tells whether a party's evidence and its words are those that were written."""
    mentions = [(m.start, m.end, m.text) for m in party.mentions]
    # A party with a name and without members is summed up as it was before there were others.
    members = (party.members,) if party.members else ()
    unnamed = () if party.named else ("unnamed",)
    return crc(party.id, party.name, party.kind, party.role, mentions, *members, *unnamed)
