"""What the encoder marked in an article -> its statements: contents whole, nested, addressed, with their acts."""

from __future__ import annotations

import re
from collections.abc import Sequence

from sayso.attribution import Extent, Roles
from sayso.languages import may_be_english
from sayso.record import Article, Manner, Said, Span, Statement, Voice
from sayso.statements.acts import act_of, whole_phrase
from sayso.statements.addressing import address
from sayso.statements.asides import with_asides
from sayso.statements.bounds import within_sentences
from sayso.statements.closing_reports import with_closing_reports
from sayso.statements.contents import Marks, carry_on, holds, marks_of, mend
from sayso.statements.drafts import Draft, drafts_of, overlap, trimmed
from sayso.statements.frames import words_behind
from sayso.statements.headlines import with_headlines
from sayso.statements.hearers import with_hearers
from sayso.statements.inner_clauses import unfold_clauses
from sayso.statements.interviews import INTERVIEW, with_interview
from sayso.statements.lead_ins import with_led
from sayso.statements.moods import said_of
from sayso.statements.nesting import IMPLIED, enclosing, implied_account, settle_implied, unfold_hearsay, vouchers
from sayso.statements.newcomers import Newcomers, cut_off
from sayso.statements.non_answers import add_non_answers, is_non_answer
from sayso.statements.pull_quotes import with_pull_quotes
from sayso.statements.quotations import find_quotations
from sayso.statements.quoted_as import with_quoted
from sayso.statements.relays import with_relays
from sayso.statements.scores import chance
from sayso.statements.senses import in_sense
from sayso.statements.tails import with_tails
from sayso.statements.turns import with_turns
from sayso.statements.unattributed import add_unattributed
from sayso.statements.unclosed import close, find_unclosed, with_closed

__all__ = ["build_statements", "implied_account", "settle_implied", "statements_without_model"]

_OBJECTS = frozenset(("me", "you", "him", "her", "us", "them"))
_ALNUM = re.compile(r"[^\W_]+")


def build_statements(article: Article, roles: Roles) -> tuple[Statement, ...]:
    """The article's statements in text order, ids "s1", "s2", …; voices carry their mentions only.

    Parties are set by the next room, which ends with ``settle_implied``. No two statements share content and cue; every span
    lies inside the text; a cue never lies in its own content.
    """
    drafts = unfold_hearsay(article.text, in_sense(article.text, drafts_of(article.text, roles.attributions)))
    quotations = find_quotations(article.text, [(p.start, p.end) for p in article.paragraphs])
    unclosed = find_unclosed(article, quotations)
    marks = marks_of(with_closed(quotations, unclosed))
    mended = mend(article.text, carry_on(article, close(article.text, drafts, unclosed)), marks)
    spoken = _spoken(article, roles, _retold(article, mended, marks), marks)
    return _finish(article, with_pull_quotes(article, roles.names, spoken, marks), marks)


def _spoken(article: Article, roles: Roles, drafts: Sequence[Draft], marks: Marks) -> list[Draft]:
    """The drafts with what is said outside of prose: turns, headlines, lines that lead on, quotations without a cue."""
    names, newcomers = roles.names, Newcomers(article.text, roles.names, roles.antecedents)
    drafts = with_turns(article, cut_off(article.text, drafts, marks, newcomers), names)
    drafts = with_headlines(article, with_interview(article, drafts, names), names, marks)
    return add_unattributed(article, with_led(article, drafts, names, marks), marks, newcomers)


def _retold(article: Article, drafts: Sequence[Draft], marks: Marks) -> list[Draft]:
    """The drafts with what is told at second hand: the reports around them, the clauses within them, the voices between."""
    text = article.text
    drafts = with_hearers(text, within_sentences(text, drafts, marks))
    drafts = with_asides(text, with_quoted(text, drafts, marks), marks)
    drafts = with_closing_reports(article, with_tails(text, drafts, marks), marks)
    return with_relays(text, unfold_clauses(text, drafts, marks))


def statements_without_model(article: Article) -> tuple[Statement, ...]:
    """What quotation marks and colons give by themselves, in any language: speakers only at «Name: "…"» and «"…" – Name»."""
    marks = marks_of(find_quotations(article.text, [(p.start, p.end) for p in article.paragraphs]))
    return _finish(article, add_unattributed(article, with_turns(article, []), marks), marks)


def statement_at(article: Article, contents: Sequence[Extent], cue: Extent | None, speaker: Extent | None) -> Statement:
    """The statement of words that a person points at: what of them is quoted, what its cue does, whether it was said.

    All are extents, in code points. Its voices have no party, and it stands by itself.
    """
    marks = marks_of(find_quotations(article.text, [(p.start, p.end) for p in article.paragraphs]))
    return _statement(article, 0, Draft(cue, speaker, tuple(contents), 1.0), None, marks, ())


def _finish(article: Article, drafts: Sequence[Draft], marks: Marks) -> tuple[Statement, ...]:
    drafts = _unique(drafts)
    if may_be_english(article.language):
        drafts = _unique(address(article.text, add_non_answers(article.text, drafts)))
    outer = enclosing(drafts)
    if any(_is_bare(article.text, draft, around) for draft, around in zip(drafts, outer, strict=True)):
        drafts = [draft for draft, around in zip(drafts, outer, strict=True) if not _is_bare(article.text, draft, around)]
        outer = enclosing(drafts)
    vouching = vouchers(article, drafts, outer)
    return tuple(
        _statement(article, index, draft, outer[index], marks, _relay(article.text, index, drafts, outer, vouching))
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
        act=draft.act or _act(text, draft, cue),
        content=tuple(span(text, extent) for extent in draft.contents),
        quoted=tuple(span(text, extent) for extent in quoted),
        cue=span(text, cue) if cue else None,
        speaker=_voice(text, draft.speaker, INTERVIEW if draft.answers else None),
        addressee=_voice(text, draft.addressee),
        relay=relay,
        within=None if outer is None else f"s{outer + 1}",
        score=chance(draft.score, outer is not None),
        said=_said(article, draft, cue, outer is not None),
    )


def _said(article: Article, draft: Draft, cue: Extent | None, inner: bool) -> Said:
    """Whether it was said; who withholds an answer did so, and what has no cue stands there as said."""
    if cue is None or draft.turn or not may_be_english(article.language):
        return "said"
    speaker = article.text[slice(*draft.speaker)] if draft.speaker else ""
    if is_non_answer(article.text[slice(*cue)], article.text[slice(*draft.contents[-1])][:80], speaker):
        return "said"
    return said_of(article.text, cue, draft.speaker, draft.contents, inner)


def _whole_cue(article: Article, draft: Draft) -> Extent | None:
    """The cue, with the rest of its phrase ("gave his" word) where no content and no speaker begins."""
    if draft.cue is None or not may_be_english(article.language):
        return draft.cue
    start, end = draft.cue
    others = (*draft.contents, *((draft.speaker,) if draft.speaker else ()))
    limit = min([other[0] for other in others if other[0] >= end], default=len(article.text))
    return start, whole_phrase(article.text, start, end, limit)


def _act(text: str, draft: Draft, cue: Extent | None) -> str:
    """What the cue does with the words behind it; a content without a cue's verb asks where it is a question."""
    if cue is None or not any(map(str.isalpha, text[slice(*cue)])):
        return act_of(None, text[slice(*draft.contents[-1])])
    speaker = text[slice(*draft.speaker)] if draft.speaker else ""
    if is_non_answer(text[slice(*cue)], text[slice(*draft.contents[-1])][:80], speaker):
        return "withholds"
    return act_of(text[slice(*cue)], words_behind(text, cue, draft.speaker, draft.contents), speaker)


def _voice(text: str, extent: Extent | None, how: str | None = None) -> Voice | None:
    return Voice(span(text, extent) if extent else None, how=how) if extent or how else None


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
    """The speakers of the statements around one and the voices between, nearest first; of hearsay who vouches for it."""
    voices: list[Voice] = []
    at: int | None = index
    while at is not None:
        voices += [Voice(span(text, voice)) for voice in drafts[at].relayed]
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
