"""Drafts -> which stands within which, whose word each rests on, and what "was said to have" hides."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from sayso.attribution import Extent
from sayso.languages import entries, listed
from sayso.record import Article, Statement, Voice
from sayso.statements.acts import cue_in, lemmas
from sayso.statements.addressees import addressee_after
from sayso.statements.drafts import Draft, Found, sentence_around, trimmed
from sayso.statements.reports import is_paper

IMPLIED = "implied"
_IN_IT = re.compile(r"[\"“‘']?In\s+((?:it|that|this|the|its|his|her|their)\b[^,\n]{0,80}),\s", re.IGNORECASE)


def unfold_hearsay(text: str, drafts: Sequence[Draft]) -> list[Draft]:
    """«Putin was said to have reiterated that …»: a draft of its own for what he reiterated, marked as hearsay.

    Where the encoder took "was said to have reiterated" for one cue, the cue becomes "reiterated"; where it took "was said"
    for the cue and the clause for its content, the clause's own attribution stands in its place: nobody is named who said so.
    """
    found = Found([_mark(text, draft) for draft in drafts])
    gone = set()
    for index, draft in enumerate(drafts):
        inner = None if found.drafts[index].hearsay else _inner(text, draft)
        if inner is None or inner.cue is None:
            continue
        at = found.at(inner.cue)
        if at is None and not _is_speech(text[slice(*inner.cue)]):
            found.add(replace(inner, outer=draft.cue))  # «is said to have taken it on»: perhaps a deed
        elif at is None:
            found.drafts[index] = inner
        elif at != index:
            own = found.drafts[at]
            found.drafts[at] = replace(own, cue=inner.cue, speaker=own.speaker or inner.speaker, hearsay=True)
            gone.add(index)
    return _apart(text, [draft for index, draft in enumerate(found.drafts) if index not in gone])


def _is_speech(cue: str) -> bool:
    """Whether somebody who did this has said something: "reiterated", "ruled out", not "taken on"."""
    first, *rest = cue.lower().split()
    return any(" ".join((lemma, *rest)) in listed("plain_cues") for lemma in lemmas(first))


def _apart(text: str, drafts: Sequence[Draft]) -> list[Draft]:
    """«X was discussed, according to the palace, with Vale said to have "welcomed" it»: the last clause is not X's content."""
    clauses: dict[int, list[Extent]] = {}  # by their ends
    for draft in drafts:
        if draft.hearsay and draft.speaker:
            start, end = draft.speaker[0], draft.contents[-1][1]
            clauses.setdefault(end, []).append((start, end))
    if not clauses:
        return list(drafts)
    found = []
    for draft in drafts:
        kept = tuple(content for content in draft.contents if not _is_clause(text, content, clauses))
        found.append(replace(draft, contents=kept) if kept and not draft.hearsay else draft)
    return found


def _is_clause(text: str, content: Extent, clauses: dict[int, list[Extent]]) -> bool:
    start, end = content
    near = (clause for stop in range(end - 2, end + 3) for clause in clauses.get(stop, ()))
    return any(start <= clause[0] and text[start : clause[0]].strip() == "with" for clause in near)


def _mark(text: str, draft: Draft) -> Draft:
    """The draft with the hearsay cut off its cue, or marked where the hearsay stands before the cue."""
    if draft.cue is None or draft.speaker is None:
        return draft
    start, end = draft.cue
    within_cue = _hearsay().match(text, start, end)
    if within_cue and text[within_cue.end() : end].strip(" \"“‘'"):
        return replace(draft, cue=trimmed(text, (within_cue.end(), end)), hearsay=True)
    before = text[max(0, start - 60) : start]
    if any(found.end() == len(before) for found in _hearsay().finditer(before)):
        return replace(draft, hearsay=True)
    return draft


def _inner(text: str, draft: Draft) -> Draft | None:
    """The attribution inside the content of «was said»: from its fragment «to have reiterated to her that …»."""
    if draft.cue is None or not _hearsay_verb().search(text[slice(*draft.cue)]):
        return None
    for index, (start, end) in enumerate(draft.contents):
        opening = re.compile(r"to have\s+(?:\w+ly\s+)?[\"“‘']?").match(text, start, end)
        subject = draft.contents[index - 1] if index else draft.speaker
        cue = cue_in(text, opening.end(), end) if opening else None
        if cue is None or subject is None:
            continue
        recipient = addressee_after(text, cue, cue[1], end)
        content = trimmed(text, (recipient[1] if recipient else cue[1], end))
        if content:
            return Draft(cue, subject, (content,), draft.score * 0.8, hearsay=True, outer=draft.outer)
    return None


@cache
def _hearsay() -> re.Pattern[str]:
    verbs = "|".join(row[0] for row in entries("en", "hearsay"))
    be = r"(?:(?:is|was|are|were|(?:has|have|had)\s+been)\s+)?(?:also\s+|\w+ly\s+)?"
    done = r"(?:to\s+have|as\s+having|(?<=recorded\s)as(?=\s+\w+ing\b))"
    return re.compile(rf"{be}\b(?:{verbs})\s+{done}\s+(?:\w+ly\s+)?[\"“‘']?")


@cache
def _hearsay_verb() -> re.Pattern[str]:
    verbs = "|".join(row[0] for row in entries("en", "hearsay"))
    return re.compile(rf"\b(?:{verbs})(?:\s+to)?$")


def enclosing(drafts: Sequence[Draft]) -> list[int | None]:
    """For each draft the index of the innermost draft whose content holds its cue, by place, or as the encoder found it."""
    by_cue = {draft.cue: index for index, draft in enumerate(drafts) if draft.cue}
    outer: list[int | None] = [None] * len(drafts)
    stretches = sorted((start, end, index) for index, draft in enumerate(drafts) for start, end in draft.contents)
    at = 0
    open_now: list[tuple[int, int]] = []  # (end, draft) of the contents that began before this cue
    for start, end, index in sorted((*draft.cue, index) for index, draft in enumerate(drafts) if draft.cue):
        while at < len(stretches) and stretches[at][0] <= start:
            open_now.append(stretches[at][1:])
            at += 1
        open_now = [held for held in open_now if held[0] > start]
        around = [held for held in open_now if held[0] >= end and held[1] != index]
        outer[index] = min(around, key=lambda held: (_size(drafts[held[1]]), held[1]))[1] if around else None
    for index, draft in enumerate(drafts):
        if outer[index] is None and draft.outer in by_cue and by_cue[draft.outer] != index:
            outer[index] = by_cue[draft.outer]
    return _without_cycles(outer)


def _size(draft: Draft) -> int:
    return sum(end - start for start, end in draft.contents)


def _without_cycles(outer: list[int | None]) -> list[int | None]:
    """Two drafts that each hold the other's cue: neither stands within the other."""
    rooted: set[int] = set()
    for index in range(len(outer)):
        path: dict[int, None] = {}
        at: int | None = index
        while at is not None and at not in rooted and at not in path:
            path[at] = None
            at = outer[at]
        if at is not None and at in path:
            outer[at] = None
        rooted.update(path)
    return outer


def vouchers(article: Article, drafts: Sequence[Draft], outer: Sequence[int | None]) -> dict[int, Extent | None]:
    """For each draft of hearsay that stands within no named voice: who vouches for it in the same sentence, or None.

    «The bridge was also discussed, according to the palace, with Vale said to have "welcomed" it»: the palace.
    """
    found: dict[int, Extent | None] = {}
    standing = sorted(
        (draft.cue, draft.speaker)
        for index, draft in enumerate(drafts)
        if draft.cue and draft.speaker and not draft.hearsay and outer[index] is None
    )
    for index, draft in enumerate(drafts):
        if not draft.hearsay or draft.cue is None or _has_voice_around(index, drafts, outer):
            continue
        start, end = sentence_around(article.text, draft.cue[0])
        if account := _account(article.text, start, draft.cue[0]):
            found[index] = account
            continue
        speakers = {speaker for cue, speaker in standing if start <= cue[0] < end}
        found[index] = speakers.pop() if len(speakers) == 1 else None
    return found


def _account(text: str, start: int, end: int) -> Extent | None:
    """The account that a sentence opens with: «In it, Vale was said to have …», «In the version that Orr published, …»."""
    opening = _IN_IT.match(text, start, end)
    return opening.span(1) if opening and is_paper(opening[1]) else None


def _has_voice_around(index: int, drafts: Sequence[Draft], outer: Sequence[int | None]) -> bool:
    at = outer[index]
    while at is not None:
        if drafts[at].speaker:
            return True
        at = outer[at]
    return False


def implied_account(statements: Sequence[Statement]) -> dict[str, str]:
    """Statement with an implied voice in its relay -> the statement whose speaker vouches for it. Call it once parties are set.

    A statement of hearsay («Putin was said to have reiterated …») carries ``Voice(mention=None, how="implied")``. It belongs
    to an account where the nearest statements before and after it that stand within no other, and that name a speaker
    themselves, are of one and the same party; otherwise it is left out of the result.
    """
    standing = [s for s in statements if s.within is None and s.speaker and s.speaker.party and not _is_implied(s)]
    order = {statement.id: place for place, statement in enumerate(statements)}
    places = [order[s.id] for s in standing]
    found = {}
    for here, statement in enumerate(statements):
        if not _is_implied(statement):
            continue
        at = bisect_left(places, here)  # an implied statement stands among none of them
        before = next((s for s in reversed(standing[max(0, at - 2) : at]) if s.id != statement.within), None)
        after = standing[at] if at < len(standing) else None
        if before and after and before.speaker and after.speaker and before.speaker.party == after.speaker.party:
            found[statement.id] = before.id
    return found


def settle_implied(statements: Sequence[Statement]) -> tuple[Statement, ...]:
    """The statements with each implied voice given its account's party, or taken out where no account is certain."""
    accounts = implied_account(statements)
    by_id = {statement.id: statement for statement in statements}
    settled = []
    for statement in statements:
        if not _is_implied(statement):
            settled.append(statement)
            continue
        voucher = by_id[accounts[statement.id]].speaker if statement.id in accounts else None
        party = voucher.party if voucher else None
        relay = (replace(voice, party=party) if _implied(voice) else voice for voice in statement.relay)
        settled.append(replace(statement, relay=tuple(v for v in relay if not (_implied(v) and v.party is None))))
    return tuple(settled)


def continue_accounts(text: str, statements: Sequence[Statement]) -> tuple[Statement, ...]:
    """The statements, with what goes on in an account on its word: what two people told each other, it alone knows.

    «According to the readout, Vega told Orr that it was late. She urged him to wait.»: where the sentence before, of the same
    paragraph, has words between the same two on somebody's word, and this one has nobody's.
    """
    by_id = {statement.id: statement for statement in statements}
    found: list[Statement] = []
    told: Statement | None = None  # the last one between two, on somebody's word
    for statement in statements:
        two = _between(statement)
        on = statement.relay[-1].party if statement.relay else None
        if on and two:
            told = statement
        elif two and told and two == _between(told) and _is_nobodys(statement) and _follows(text, told, statement, by_id):
            statement = replace(statement, relay=(Voice(None, told.relay[-1].party, IMPLIED),))
            told = statement
        found.append(statement)
    return tuple(found)


def _is_nobodys(statement: Statement) -> bool:
    """Whether a statement rests on nobody's word but the article's."""
    return not statement.relay and statement.within is None


def _between(statement: Statement) -> frozenset[str] | None:
    """Who speaks and who is spoken to, if both are known and two."""
    parties = [voice.party for voice in (statement.speaker, statement.addressee) if voice and voice.party]
    return frozenset(parties) if len(set(parties)) == 2 else None


def _follows(text: str, before: Statement, statement: Statement, by_id: dict[str, Statement]) -> bool:
    """Whether a statement stands in the sentence behind another, in the same paragraph, outside of its own account."""
    account = by_id.get(before.within or "")
    ends = [span.end for span in (*before.content, *(account.content if account else ()))]
    end, start = max(ends), min(span.start for span in (statement.cue, *statement.content) if span)
    if start < end:
        return False
    first, last = sentence_around(text, end - 1)[1], sentence_around(text, start)[0]
    return "\n" not in text[end:start] and not text[first:last].strip(" ”\"’'.")


def _is_implied(statement: Statement) -> bool:
    return any(_implied(voice) for voice in statement.relay)


def _implied(voice: Voice) -> bool:
    return voice.mention is None and voice.how == IMPLIED
