"""Contents -> the statements that their own clauses make: a named subject and a plain cue, where the encoder saw none.

PolNeAR marks outermost attributions only, so the encoder is shy of a cue inside a content. «According to the palace, Vale
brought up the border»: the palace vouches, and within that Vale brought up the border.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from functools import lru_cache

from sayso.attribution import Extent
from sayso.languages import listed
from sayso.statements.acts import cue_in, lemmas
from sayso.statements.addressees import addressee_after, noun_phrase
from sayso.statements.drafts import Draft, trimmed

LONGEST_SUBJECT = 8  # words
SHORTEST_CONTENT = 3
TRUST = 0.5  # of the outer score: of 5 clauses that a first, longer list of verbs found in PolNeAR dev, 3 were statements

_OPENING = re.compile(r"(?:that\s+)?[\"“‘']?", re.IGNORECASE)
_WORD = re.compile(r"\S+\s+")
_HELPER = re.compile(r"(?:(?:has|have|had)\s+)?(?:(?:also|then|later|again|\w+ly)\s+)?")
_VERB = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
_PASSIVE = re.compile(r"\s+(?:by|of|in|at|as)\b")  # "a man warned by", "the terms agreed in"


def unfold_clauses(text: str, drafts: Sequence[Draft]) -> list[Draft]:
    """The drafts, and behind each the one that its content's opening clause makes, where no cue stands in it already."""
    cues = sorted(draft.cue for draft in drafts if draft.cue)
    found = []
    for draft in drafts:
        found.append(draft)
        inner = _clause(text, draft) if draft.cue and draft.contents else None
        if inner and inner.cue and not _taken(inner.cue, cues):
            found.append(inner)
    return found


def _taken(cue: Extent, cues: Sequence[Extent]) -> bool:
    at = bisect_left(cues, (cue[1], 0))
    return any(one[1] > cue[0] for one in cues[max(0, at - 2) : at])


def _clause(text: str, draft: Draft) -> Draft | None:
    start, end = draft.contents[0]
    opening = _OPENING.match(text, start, end)
    begin = at = opening.end() if opening else start
    for _ in range(LONGEST_SUBJECT):
        word = _WORD.match(text, at, end)
        if word is None:
            return None
        at = word.end()
        helper = _HELPER.match(text, at, end)
        verb = _VERB.match(text, helper.end() if helper else at, end)
        cue = cue_in(text, verb.start(), end) if verb and _begins_plain(verb[0].lower()) else None
        if cue and _is_plain(text[slice(*cue)]):
            return _draft(text, draft, (begin, at), (at, cue[1]))
    return None


def _is_plain(cue: str) -> bool:
    """Whether a cue is a plain one in a past form: "brought up", "warned"."""
    first, *rest = cue.lower().split()
    return any(
        " ".join((lemma, *rest)) in listed("plain_cues") and lemma != first and first[-1] != "s" for lemma in lemmas(first)
    )


@lru_cache(maxsize=4096)
def _begins_plain(form: str) -> bool:
    """Whether a plain cue may begin with this word: few words pass, and only these are looked up in the list of acts."""
    verbs = {cue.split()[0] for cue in listed("plain_cues")}
    return not verbs.isdisjoint(lemmas(form))


def _draft(text: str, outer: Draft, before: Extent, cue: Extent) -> Draft | None:
    """The clause as a draft, where all before its cue is one noun phrase with a name in it, and a content follows."""
    subject = noun_phrase(text, *before, bare=False)
    told = addressee_after(text, cue, cue[1], outer.contents[0][1])
    content = trimmed(text, (told[1] if told else cue[1], outer.contents[0][1]))
    if subject is None or content is None or text[subject[1] : before[1]].strip() or _PASSIVE.match(text, cue[1]):
        return None
    named = any(word[0].isupper() for word in text[slice(*subject)].split())
    if not named or len(text[slice(*content)].split()) < SHORTEST_CONTENT:
        return None
    return Draft(cue, subject, (content,), outer.score * TRUST, outer=outer.cue)
