"""Mentions -> parties: who each speaker, addressee and relay of an article's statements is taken to be, or left open; who
takes part in its events likewise.

How a voice was decided is one of: ``name`` (the whole name), ``surname`` (part of one: a surname, a given name, a short
form), ``acronym``, ``office`` ("the Russian president"), ``counterpart`` ("his French counterpart"), ``pronoun``,
``first-person`` ("I" inside a quotation), ``relative`` ("who"), ``apposition`` ("the coach, Ana Vega"), ``metonym`` ("the
Kremlin"), ``document`` ("a Kremlin readout", "the readout"), ``organisation`` ("the company"), ``group`` ("the presidents"),
``description`` ("her husband", "the 24-year-old", "the latter"), ``interview`` (an answer without a name beside it) and
``implied`` (a relay that no words mention).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from sayso.attribution import Antecedent, Extent, Name
from sayso.languages import listed, may_be_english, word_class
from sayso.languages.lexicon import word_lists
from sayso.parties.cast import Member, name_words
from sayso.parties.decisions import Decision, Decisions
from sayso.parties.names import find_names
from sayso.parties.posts import office_of
from sayso.parties.salience import read_hints
from sayso.parties.scene import Scene, set_scene
from sayso.parties.transcripts import interviewed, leave_labels_open
from sayso.parties.unnamed import name_by_words
from sayso.parties.voiced import extent_of
from sayso.parties.voices import Voices, part_addressees
from sayso.parties.words import split_words
from sayso.record import Article, Party, PartyKind, Span, Statement, Voice
from sayso.statements import INTERVIEW, continue_accounts, settle_implied

HOWS = (
    "name", "surname", "acronym", "office", "counterpart", "pronoun", "first-person", "relative", "apposition", "metonym",
    "document", "organisation", "group", "description", "interview", "implied",
)  # fmt: skip


def resolve_parties(
    article: Article,
    statements: Sequence[Statement],
    names: Sequence[Name] = (),
    antecedents: Sequence[Antecedent] = (),
) -> tuple[tuple[Statement, ...], tuple[Party, ...]]:
    """Give every voice of the statements its party, or leave it open; give back the statements and the parties.

    ``names`` and ``antecedents`` are the encoder's evidence and may be empty. A party's mentions are its names wherever they
    stand and the voices taken for it; no mention belongs to two parties. Linear in the text's length but for crowds of names.

    >>> article = Article(id="a", text="Mayor Ana Vega spoke. She said no.", paragraphs=())
    >>> said = Statement("s1", "indirect", "states", (Span(31, 33, "no"),), speaker=Voice(Span(22, 25, "She")))
    >>> found, parties = resolve_parties(article, [said])
    >>> found[0].speaker.party, found[0].speaker.how, parties[0].name, parties[0].role
    ('p1', 'pronoun', 'Ana Vega', 'Mayor')
    """
    resolved = resolve_mentions(article, statements, names, antecedents)
    return resolved.statements, resolved.parties


@dataclass(frozen=True, slots=True)
class Resolved:
    """An article's statements and parties, and the voices of the further mentions that were asked for."""

    statements: tuple[Statement, ...]
    parties: tuple[Party, ...]
    others: dict[Span, Voice]


def resolve_mentions(
    article: Article,
    statements: Sequence[Statement],
    names: Sequence[Name] = (),
    antecedents: Sequence[Antecedent] = (),
    others: Sequence[Span] = (),
) -> Resolved:
    """The same, and a voice for each of some other mentions: who takes part in events, who undertakes something.

    These are decided last, so no statement's voice is another one for them; a mention that is a statement's voice too has its
    party. The parties that they mean are among the parties. The voice of one left open has no party.

    >>> article = Article(id="a", text="Mayor Ana Vega spoke. She met Leo Marr.", paragraphs=())
    >>> resolved = resolve_mentions(article, (), others=[Span(22, 25, "She"), Span(30, 38, "Leo Marr")])
    >>> [(mention.text, voice.party, voice.how) for mention, voice in resolved.others.items()]
    [('She', 'p1', 'pronoun'), ('Leo Marr', 'p2', 'name')]
    """
    # 1. Words, with their sentences and quotations.
    words = split_words(article)
    # 2. Proper names, grouped into a cast.
    scene = set_scene(words, find_names(words, names), statements)
    # 3. Each voice's member of it.
    voices = Voices(scene, read_hints(scene, names, antecedents))
    decisions = voices.decide_all()
    part_addressees(decisions, statements)
    leave_labels_open(decisions, statements)
    name_by_words(scene, decisions)
    # 4. Whose the other mentions are.
    meant = voices.decide_others(others)
    # 5. The members that speak or take part, and all persons, become parties.
    # Signs of one who says nothing are English ones: in German every noun behind another, and "Lesen Sie", would be a person.
    silent = may_be_english(article.language)
    given, parties, ids = _record(scene, decisions, statements, interviewed(scene, statements), meant, silent)
    told = {mention: _voice(mention, meant, ids) for mention in others}
    # 6. What is only implied ("was said to have …") is on the word of the account around it, or goes; an account goes on.
    return Resolved(continue_accounts(article.text, settle_implied(given)), parties, told)


def _voice(mention: Span, meant: dict[Extent, Decision], ids: dict[Member, str]) -> Voice:
    found = meant.get(extent_of(mention))
    return Voice(mention, ids[found[0]], found[1]) if found else Voice(mention)


def _record(
    scene: Scene,
    decisions: Decisions,
    statements: Sequence[Statement],
    answering: Member | None,
    meant: dict[Extent, Decision],
    silent: bool,
) -> tuple[tuple[Statement, ...], tuple[Party, ...], dict[Member, str]]:
    """Number the parties by their first mention and write them into the voices; ``silent`` takes in persons who say nothing."""
    mentions: dict[Member, set[Extent]] = {}
    for member in scene.cast.members:
        mentions.setdefault(member, set()).update((o.start, o.end) for o in member.occurrences)
    for extent, member in decisions.described.items():
        mentions.setdefault(member, set()).add(extent)
    held = meant | decisions.held
    for spans in mentions.values():
        spans -= held.keys()  # a voice is its own member's alone
    for extent, (member, _) in held.items():
        mentions.setdefault(member, set()).add(extent)
    voiced = {member for member, _ in held.values()} | ({answering} if answering else set())
    voiced |= {one for member in voiced for one in member.members}
    kept = [m for m, spans in mentions.items() if spans and (m in voiced or (silent and _certain(m)))]
    kept.sort(key=lambda m: (min(mentions[m]), m.order))
    ids = {member: f"p{number}" for number, member in enumerate(kept, 1)}
    parties = tuple(_party(scene, member, voiced, mentions[member], ids) for member in kept)
    answers = ids[answering] if answering else None
    return tuple(_with_parties(s, decisions, ids, answers) for s in statements), parties, ids


def _party(scene: Scene, member: Member, voiced: set[Member], mentions: set[Extent], ids: dict[Member, str]) -> Party:
    """The member as a party; a group of which a member is not known by place stays without its members."""
    members = tuple(ids[one] for one in member.members if one in ids)
    return Party(
        ids[member],
        member.name,
        _kind_of(member, voiced),
        _role(member),
        tuple(_span(scene.words.text, *extent) for extent in sorted(mentions)),
        members if len(members) == len(member.members) else (),
        member.named,
    )


def _span(text: str, start: int, end: int) -> Span:
    return Span(start, end, text[start:end])


def _certain(member: Member) -> bool:
    """Whether the article itself shows a person who says nothing: by an office, or by her surname alone later."""
    if member.kind != "person" or len(member.words) < 2:
        return False
    return bool(member.posts) or any(name_words(o.text) == member.words[-1:] for o in member.occurrences)


def _kind_of(member: Member, voiced: set[Member]) -> PartyKind:
    """A country that speaks is its government; any other place stays a place. What speaks and is mostly "the Barrow Register",
    of unknown kind, is a body."""
    if member.kind == "unknown" and member.thing and member in voiced and len(member.words) > 1:
        return "organisation"
    key = tuple(member.name.lower().split())
    country = key in word_lists().capitals or member.name in word_lists().countries or key in word_lists().demonyms
    return "government" if member.kind == "place" and member in voiced and country else member.kind


@cache
def _ranks() -> frozenset[str]:
    return frozenset(office_of(rank) for rank in word_lists().ranks)


def _role(member: Member) -> str | None:
    """What the article calls the person: an office before a calling; kinship and rivalry are no role."""
    if member.kind not in ("person", "unknown"):
        return None
    vague = listed("kin_words") | word_class("no role")
    posts = [post for post in member.posts if post.offices - vague and len(post.text) < 80]
    ranked = [post for post in posts if post.offices & _ranks()]
    return (ranked or posts)[0].text if posts else None


def _with_parties(statement: Statement, decisions: Decisions, ids: dict[Member, str], answers: str | None) -> Statement:
    def give(voice: Voice | None) -> Voice | None:
        if voice and voice.how == INTERVIEW:
            return Voice(voice.mention, answers, INTERVIEW if answers else None) if voice.mention or answers else None
        if voice is None or voice.mention is None:
            return voice
        found = decisions.held.get(extent_of(voice.mention))
        return Voice(voice.mention, ids[found[0]], found[1]) if found else Voice(voice.mention, None, voice.how)

    relay = tuple(v for v in map(give, statement.relay) if v is not None)
    return replace(statement, speaker=give(statement.speaker), addressee=give(statement.addressee), relay=relay)
