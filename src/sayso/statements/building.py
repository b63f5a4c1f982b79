"""What the encoder marked in an article -> its statements: contents whole, nested, addressed, with their acts."""

from __future__ import annotations

import re
from collections.abc import Sequence

from sayso.attribution import Extent, Roles
from sayso.languages import may_be_english
from sayso.record import Article, Manner, Span, Statement, Voice
from sayso.statements.acts import DEFAULT, act_of, whole_phrase
from sayso.statements.addressees import addressee_of
from sayso.statements.clauses import unfold_clauses
from sayso.statements.contents import Marks, carry_on, holds, marks_of, mend
from sayso.statements.drafts import Draft, drafts_of, overlap, sentence_around, trimmed
from sayso.statements.nesting import IMPLIED, enclosing, implied_account, settle_implied, unfold_hearsay, vouchers
from sayso.statements.pull_quotes import with_pull_quotes
from sayso.statements.quotations import find_quotations
from sayso.statements.unattributed import add_unattributed

__all__ = ["build_statements", "implied_account", "settle_implied", "statements_without_model"]

_OBJECTS = frozenset(("me", "you", "him", "her", "us", "them"))
_ALNUM = re.compile(r"[^\W_]+")


def build_statements(article: Article, roles: Roles) -> tuple[Statement, ...]:
    """The article's statements in text order, ids "s1", "s2", …; voices carry their mentions only.

    Parties are set by the next room, which ends with ``settle_implied``. No two statements share content and cue; every span
    lies inside the text; a cue never lies in its own content.
    """
    drafts = unfold_clauses(article.text, unfold_hearsay(article.text, drafts_of(article.text, roles.attributions)))
    marks = _marks(article)
    mended = mend(article.text, carry_on(article, drafts), marks)
    return _finish(article, with_pull_quotes(article, roles.names, add_unattributed(article, mended, marks), marks), marks)


def statements_without_model(article: Article) -> tuple[Statement, ...]:
    """What quotation marks and colons give by themselves, in any language: speakers only at «Name: "…"» and «"…" – Name»."""
    marks = _marks(article)
    return _finish(article, add_unattributed(article, [], marks), marks)


def _marks(article: Article) -> Marks:
    return marks_of(find_quotations(article.text, [(p.start, p.end) for p in article.paragraphs]))


def _finish(article: Article, drafts: Sequence[Draft], marks: Marks) -> tuple[Statement, ...]:
    drafts = _unique(drafts)
    outer = enclosing(drafts)
    if any(_is_bare(article.text, draft, around) for draft, around in zip(drafts, outer, strict=True)):
        drafts = [draft for draft, around in zip(drafts, outer, strict=True) if not _is_bare(article.text, draft, around)]
        outer = enclosing(drafts)
    vouching = vouchers(article, drafts, outer)
    cues = sorted(draft.cue for draft in drafts if draft.cue)
    return tuple(
        _statement(article, index, draft, outer[index], cues, marks, _relay(article.text, index, drafts, outer, vouching))
        for index, draft in enumerate(drafts)
    )


def _is_bare(text: str, draft: Draft, outer: int | None) -> bool:
    """«Sills said he had called her»: within a statement, one pronoun is what a verb does something to, not what is said."""
    return outer is not None and all(text[slice(*content)].lower() in _OBJECTS for content in draft.contents)


def _unique(drafts: Sequence[Draft]) -> list[Draft]:
    """In text order; of drafts with the same cue, or without a cue and with the same content, the likeliest."""
    best: dict[object, Draft] = {}
    for draft in drafts:
        key: object = draft.cue or draft.contents
        if key not in best or draft.score > best[key].score:
            best[key] = draft
    return sorted(best.values(), key=lambda d: (d.start, d.cue or (0, 0), d.contents))


def _statement(
    article: Article,
    index: int,
    draft: Draft,
    outer: int | None,
    cues: Sequence[Extent],
    marks: Marks,
    relay: tuple[Voice, ...],
) -> Statement:
    """A draft's words, manner, act and addressee, with its place among the others."""
    text = article.text
    quoted, manner = _manner(text, draft, marks)
    cue = _whole_cue(article, draft)
    return Statement(
        id=f"s{index + 1}",
        manner=manner,
        act=act_of(text[slice(*cue)], _behind(text, cue, draft.contents)) if cue else DEFAULT,
        content=tuple(span(text, extent) for extent in draft.contents),
        quoted=tuple(span(text, extent) for extent in quoted),
        cue=span(text, cue) if cue else None,
        speaker=_voice(text, draft.speaker),
        addressee=_voice(text, _addressee(article, draft, cues)),
        relay=relay,
        within=None if outer is None else f"s{outer + 1}",
        score=draft.score,
    )


def _whole_cue(article: Article, draft: Draft) -> Extent | None:
    """The cue, with the rest of its phrase ("gave his" word) where no content and no speaker begins."""
    if draft.cue is None or not may_be_english(article.language):
        return draft.cue
    start, end = draft.cue
    others = (*draft.contents, *((draft.speaker,) if draft.speaker else ()))
    limit = min([other[0] for other in others if other[0] >= end], default=len(article.text))
    return start, whole_phrase(article.text, start, end, limit)


def _behind(text: str, cue: Extent, contents: Sequence[Extent]) -> str:
    """The first words of the content that begins right behind the cue, which may go on with its phrase."""
    for start, end in contents:
        if cue[1] <= start:
            goes_on = text[cue[1] : start].isspace() and text[start].isalpha()
            return " ".join(text[start : min(end, start + 60)].split(maxsplit=3)[:3]) if goes_on else ""
    return ""


def _addressee(article: Article, draft: Draft, cues: Sequence[Extent]) -> Extent | None:
    if draft.cue is None or not may_be_english(article.language):
        return None
    return addressee_of(article.text, draft, sentence_around(article.text, draft.cue[0]), cues)


def _voice(text: str, extent: Extent | None) -> Voice | None:
    return Voice(span(text, extent)) if extent else None


def span(text: str, extent: Extent) -> Span:
    """An extent (code points) with its words."""
    return Span(extent[0], extent[1], text[extent[0] : extent[1]])


def _relay(
    text: str,
    index: int,
    drafts: Sequence[Draft],
    outer: Sequence[int | None],
    vouching: dict[int, Extent | None],
) -> tuple[Voice, ...]:
    """The speakers of the statements around one, nearest first; for hearsay the voucher, or a voice that is only implied."""
    voices = []
    at: int | None = index
    while at is not None:
        if at in vouching:
            voucher = vouching[at]
            voices.append(Voice(span(text, voucher)) if voucher else Voice(None, how=IMPLIED))
        at = outer[at]
        speaker = drafts[at].speaker if at is not None else None
        if speaker:
            voices.append(Voice(span(text, speaker)))
    return tuple(dict.fromkeys(voices))


def _manner(text: str, draft: Draft, marks: Marks) -> tuple[list[Extent], Manner]:
    """The verbatim stretches of the content, and whether they are all of it, some or none.

    Quotations around the whole attribution are somebody else's words and do not count; where the cue stands inside the
    marks and its speaker outside («Vale "welcomed the plan"»), the content is verbatim in part.
    """
    if draft.turn:
        return list(draft.contents), "direct"
    around = marks.around(draft.cue[0]) if draft.cue else None
    shared = around is not None and draft.speaker is not None and not holds(around, draft.speaker[0])
    quotations = [around] if shared and around else []
    stretches = [
        found
        for content in draft.contents
        for quotation in (quotations or marks.near(around, content))
        for inner in quotation.inner
        if overlap(inner, content) and (found := trimmed(text, (max(inner[0], content[0]), min(inner[1], content[1]))))
    ]
    inside = _letters(text, stretches)
    if not inside:
        return [], "indirect"
    return stretches, "direct" if not shared and inside >= _letters(text, draft.contents) else "mixed"


def _letters(text: str, extents: Sequence[Extent]) -> int:
    return sum(len("".join(_ALNUM.findall(text, start, end))) for start, end in extents)
