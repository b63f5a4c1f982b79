"""Readings <-> the rows that hold their evidence, exactly; and what is worked out of a statement's words for the index.

Strings stand as they are, but for those that no database holds everywhere (NUL, half surrogates): they stand with backslashes
behind a mark. Offsets stand as flat JSON arrays of starts and ends in code points; the words themselves are in the text alone.
"""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from itertools import groupby
from typing import Any, cast, get_args

from sayso.evidence import voices
from sayso.questions import folded, folded_tokens
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
    Span,
    Statement,
    Voice,
)
from sayso.store.errors import AlteredError

MANNERS: tuple[Manner, ...] = ("direct", "mixed", "indirect")
PARTY_KINDS: frozenset[str] = frozenset(get_args(PartyKind))
PARAGRAPH_KINDS: frozenset[str] = frozenset(get_args(ParagraphKind))
MOST_WORDS, MOST_CHARACTERS = 16_000, 200_000  # of one content that are indexed: PostgreSQL holds no more
_MARK = "\x01escaped:"
_SAME = "="
_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?!\d)")


def packed(words: str | None) -> str | None:
    """A string as a database holds it.

    >>> packed("as it is"), packed("half \\ud83d")
    ('as it is', '\\x01escaped:half \\\\ud83d')
    """
    if words is None:
        return None
    if "\0" in words or words.startswith(_MARK) or words == _SAME or not _whole(words):
        return _MARK + words.encode("unicode_escape").decode("ascii")
    return words


def unpacked(words: Any) -> str | None:
    """The string that ``packed`` was given. Raises AlteredError, which is a ValueError, for anything that it never gives.

    >>> unpacked(packed("half \\ud83d")) == "half \\ud83d"
    True
    """
    if words is None:
        return None
    if not isinstance(words, str):
        raise AlteredError(f"{words!r:.60} stands where a text belongs")
    if words.startswith(_MARK):
        try:
            return words[len(_MARK) :].encode("ascii").decode("unicode_escape")
        except UnicodeError as error:
            raise AlteredError(f"{words!r:.60} stands where an escaped text belongs") from error
    return words


# Ids, acts and the like: short, few, and met again and again.
_short = lru_cache(maxsize=4096)(packed)


def _whole(words: str) -> bool:
    if words.isascii():
        return True
    try:
        words.encode()
    except UnicodeEncodeError:
        return False
    return True


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


_scan = json.JSONDecoder().raw_decode  # what is written here has no space around it, which json.loads looks for: half its time


def array(written: Any) -> list[Any]:
    """A JSON array of a row. Raises AlteredError for anything else."""
    try:
        found, end = _scan(written)
    except (ValueError, TypeError) as error:
        raise AlteredError(f"{written!r:.60} stands where a list belongs") from error
    if type(found) is not list or end != len(written):
        raise AlteredError(f"{written!r:.60} stands where a list belongs")
    return found


def day_of(*times: str | None) -> str | None:
    """The first of the times that begins with a day, as that day.

    >>> day_of("March", "2031-03-14T18:42:00+01:00")
    '2031-03-14'
    """
    found = next((match for match in (_DAY.match(time or "") for time in times) if match), None)
    return found[0] if found and 1 <= int(found[2]) <= 12 and 1 <= int(found[3]) <= 31 else None


def crc(*parts: Any) -> int:
    """CRC-32 of the parts as Python writes them: 32 bits find an altered row, and cost 4 bytes of it."""
    return zlib.crc32(repr(parts).encode("utf-8", "backslashreplace"))


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
        _SAME if article.url == address else packed(article.url),
        _SAME if reading.input == address else packed(reading.input),
        packed(reading.model),
        _listed(article.titles),
    )


FACT_COLUMNS = (
    "headline", "standfirst", "authors", "published", "updated", "section", "language", "images", "paragraphs", "name", "url",
    "input", "model", "titles",
)  # fmt: skip


def read_article(facts: Sequence[Any], address: str, outlet: str | None, text: str) -> Article:
    """The article of a version, from the columns of ``facts_row``, its outlet's name and its text."""
    headline, standfirst, authors, published, updated, section, language, images, paragraphs, name, url = facts[:11]
    titles = facts[13]
    return Article(
        id=unpacked(name) or "",
        text=unpacked(text) or "",
        paragraphs=_read_paragraphs(paragraphs),
        url=address if url == _SAME else unpacked(url),
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
    return address if written == _SAME else unpacked(written) or ""


def _paragraph_runs(paragraphs: Sequence[Paragraph]) -> str:
    runs = [[kind, *(o for p in run for o in (p.start, p.end))] for kind, run in groupby(paragraphs, lambda p: p.kind)]
    return json.dumps(runs, separators=(",", ":"))


def _read_paragraphs(written: str) -> tuple[Paragraph, ...]:
    return tuple(
        Paragraph(offsets[at], offsets[at + 1], cast(ParagraphKind, _one_of(PARAGRAPH_KINDS, kind)))
        for kind, *offsets in array(written)
        for at in range(0, len(_offset_numbers(offsets)), 2)
    )


def _one_of(kinds: frozenset[str], kind: Any) -> str:
    if kind not in kinds:
        raise AlteredError(f"{kind!r:.60} stands where a kind belongs")
    return str(kind)


def _offset_numbers(offsets: list[Any]) -> list[Any]:
    """The same; raises AlteredError where one is no offset, or one is missing."""
    good = len(offsets) % 2 == 0
    for offset in offsets:  # all() takes twice as long
        good = good and type(offset) is int and offset >= 0
    if not good:
        raise AlteredError(f"{offsets!r:.60} stand where pairs of offsets belong")
    return offsets


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
    """The facts that a checksum is of: a version without titles is summed up as it was before there was a column for them."""
    return facts if facts[-1] is not None else facts[:-1]


# A statement: its evidence.

EVIDENCE = (
    "name", "act", "manner", "content", "quoted", "cue", "speaker_mention", "addressee_mention", "relay_mentions", "within",
    "score", "said",
)  # fmt: skip


def evidence_row(statement: Statement) -> tuple[Any, ...]:
    """The columns of ``EVIDENCE``, with the act still a word, and the checksum."""
    row = (
        _short(statement.id),
        _short(statement.act),
        MANNERS.index(statement.manner) + 1,
        _offsets(statement.content),
        _offsets(statement.quoted) if statement.quoted else None,
        _offsets((statement.cue,)) if statement.cue else None,
        _voice(statement.speaker),
        _voice(statement.addressee),
        "[" + ",".join(_voice(voice) or "" for voice in statement.relay) + "]" if statement.relay else None,
        _short(statement.within),
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


def _offsets(spans: Sequence[Span]) -> str:
    if len(spans) == 1:  # as most are
        return f"[{spans[0].start},{spans[0].end}]"
    return "[" + ",".join([f"{span.start},{span.end}" for span in spans]) + "]"


def _voice(voice: Voice | None) -> str | None:
    if voice is None:
        return None
    mention = voice.mention
    at = f"{mention.start},{mention.end}" if mention else "null,null"
    return f"[{at},{_quoted(voice.party)},{_quoted(voice.how)}]"


@lru_cache(maxsize=4096)
def _quoted(word: str | None) -> str:
    return json.dumps(packed(word), ensure_ascii=False)


def read_statement(row: Sequence[Any], text: str) -> Statement:
    """The statement of a row of ``EVIDENCE`` (its act a word); raises ValueError where the row holds no evidence at all."""
    name, act, manner, content, quoted, cue, speaker, addressee, relay, within, score, said = row
    cues = _read_offsets(cue, text)
    if type(score) is not float or manner not in (1, 2, 3):
        raise AlteredError(f"{score!r:.60} and {manner!r:.60} stand where a chance and a manner belong")
    if not content:
        raise AlteredError(f"statement {name!r:.60} stands without its content")
    return Statement(
        id=unpacked(name) or "",
        manner=MANNERS[manner - 1],
        act=unpacked(act) or "",
        content=_read_offsets(content, text),
        quoted=_read_offsets(quoted, text),
        cue=cues[0] if cues else None,
        speaker=_read_voice(array(speaker), text) if speaker else None,
        addressee=_read_voice(array(addressee), text) if addressee else None,
        relay=tuple(_read_voice(voice, text) for voice in array(relay)) if relay else (),
        within=unpacked(within),
        score=score,
        said=read_said(said),
    )


def _read_offsets(written: str | None, text: str) -> tuple[Span, ...]:
    if not written:
        return ()
    offsets = _offset_numbers(array(written))
    if len(offsets) == 2:  # as most are
        return (Span(offsets[0], offsets[1], text[offsets[0] : offsets[1]]),)
    return tuple(Span(s, e, text[s:e]) for s, e in zip(offsets[::2], offsets[1::2], strict=True))


def _read_voice(voice: Sequence[Any], text: str) -> Voice:
    start, end, party, how = voice
    mention = None
    if start is not None:
        _offset_numbers([start, end])
        mention = Span(start, end, text[start:end])
    return Voice(mention, unpacked(party), unpacked(how))


# A party as it appears in a version.


def mentions_row(party: Party) -> str:
    """The column ``mentions``."""
    return _offsets(party.mentions)


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
    found = _read_offsets(mentions, text)
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


# What is worked out of the words.


@dataclass(frozen=True, slots=True)
class Wording:
    """A content's tokens, as many as are indexed, and the hash that copies of the statement share."""

    words: tuple[str, ...]
    hash: int


def wording(statement: Statement) -> Wording:
    """The words of a statement: of its content for the index, with its speaker's for telling copies.

    What somebody will say is no copy of what she said.
    """
    words = content_words(statement)
    speaker = folded(statement.speaker.mention.text) if statement.speaker and statement.speaker.mention else ""
    told = f"{' '.join(words)}\n{speaker}" if statement.said == "said" else f"{' '.join(words)}\n{speaker}\n{statement.said}"
    hashed = blake2b(told.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return Wording(words, int.from_bytes(hashed, "big", signed=True))


def content_words(statement: Statement) -> tuple[str, ...]:
    """The tokens of the content, in order."""
    return _tokens([span.text for span in statement.content])


def words_at(content: str, text: str) -> tuple[str, ...]:
    """The tokens of the content at these offsets."""
    return _tokens([span.text for span in _read_offsets(content, text)])


def _tokens(pieces: Sequence[str]) -> tuple[str, ...]:
    if len(pieces) == 1 and len(pieces[0]) < MOST_WORDS:
        return tuple(folded_tokens(pieces[0])[:MOST_WORDS])
    words: list[str] = []
    left = MOST_CHARACTERS
    for piece in pieces:
        found = folded_tokens(piece[:left])
        left -= len(" ".join(found))
        words += found
        if left <= 0:
            break
    return tuple(words[:MOST_WORDS])
