"""A frame in its sentence -> who undertakes what it says: the verb's subject, the noun's owner, or whoever makes it his own."""

from __future__ import annotations

import re
from dataclasses import replace

from sayso.events.doers import Doer, doer_before, may_undertake, owner_before
from sayso.events.undertaking_frames import Cue
from sayso.events.undertaking_words import WILL, is_noun
from sayso.languages import word_class
from sayso.statements import is_finite

_MODALS = frozenset(("may", "might", "should", "must", "could", "can", "would", "cannot", "did", "does", "do"))
_DENIES = frozenset(("not", "never", "cannot"))
_BEING = frozenset(("is", "are", "was", "were", "be", "been", "being", "am", "'s", "'re", "'m"))
_STAYING = frozenset(("remain", "remains", "remained", "stand", "stands", "stood"))
_IMPERSONAL = ("agree", "decide", "resolve")  # «it was agreed to»
_REACHED = "agreement"  # «agreement was reached on»
_JOINS = frozenset((",", "and", "but", "then", "while", "by", "or"))
_RELATIVES = frozenset(("who", "which", "that"))
_OF_OTHERS = ("by", "from", "made")  # «the pledge | by Norland», «the pledge Norland | made»
_FARTHEST = 80  # code points that the verb which makes a noun one's own stands before it
_MOST_BETWEEN = 6  # words between the two
_RENEWED = 90
_WORD = re.compile(r"[^\W\d_][\w’'-]*")


def undertaker(text: str, start: int, cue: Cue) -> Doer | None:
    """Who undertakes what a frame says, in the sentence that begins at ``start`` (code points); None where nobody does.

    Where nobody is named («it was agreed to …»), the Doer's extent is empty.
    """
    if cue.frame.owned:
        return _owner(text, start, cue)
    if cue.frame.first == _REACHED:
        return Doer((cue.word[0], cue.word[0]))
    return _subject(text, start, cue)


def is_renewed(text: str, start: int, stop: int) -> bool:
    """Whether what stands at ``stop`` is only said again: «reaffirmed her | commitment».

    >>> is_renewed("She reaffirmed her commitment", 0, 19), is_renewed("She announced her plan", 0, 18)
    (True, False)
    """
    return any(is_noun(word.lower(), "renews") for word in text[max(start, stop - _RENEWED) : stop].split())


def _subject(text: str, start: int, cue: Cue) -> Doer | None:
    doer = doer_before(text, start, cue.word[0])
    if (
        doer is None
        or (_is_denied(doer) and cue.slot[0] >= cue.word[0])
        or (cue.frame.first not in WILL and not _MODALS.isdisjoint(doer.helpers))
    ):
        return None
    if doer.shared and not _is_joined(text, cue.word[0], doer):
        return None
    being = not _BEING.isdisjoint(doer.helpers)
    if text[slice(*doer.extent)].lower() == "it" and being and cue.frame.first in _IMPERSONAL:
        return replace(doer, extent=(doer.extent[1], doer.extent[1]))
    return doer if _has_form(text, cue, doer, being) and may_undertake(text, doer.extent) else None


def _has_form(text: str, cue: Cue, doer: Doer, being: bool) -> bool:
    """Whether a verb has the helpers that its frame has: "is ready to", not "ready to"; "agreed to", not "was agreed to"."""
    doing = text[slice(*cue.word)].endswith("ing")
    if cue.frame.being:
        return being or not _STAYING.isdisjoint(doer.helpers)
    if being:
        return doing or cue.frame.first == "commit"
    return not doing or doer.shared


def _owner(text: str, start: int, cue: Cue) -> Doer | None:
    if cue.who and not set(_OF_OTHERS).isdisjoint(cue.frame.rest):
        return Doer(cue.who) if may_undertake(text, cue.who) else None
    owner = owner_before(text, start, cue.word[0])
    if owner and text[slice(*owner)].lower() not in word_class("possessive"):
        return Doer(owner) if may_undertake(text, owner) else None
    held = _held(text, start, cue.word[0])
    doer = doer_before(text, start, held) if held is not None else None
    if doer is None or held is None or _is_denied(doer) or not _MODALS.isdisjoint(doer.helpers):
        return None
    if doer.shared and not _is_joined(text, held, doer):
        return None
    return doer if may_undertake(text, doer.extent) else None


def _held(text: str, start: int, stop: int) -> int | None:
    """Where the verb begins that makes a noun somebody's: «announced | a firm plan»."""
    begin = max(start, stop - _FARTHEST)
    for word in reversed(list(re.finditer(r"\S+", text[begin:stop]))[-_MOST_BETWEEN:]):
        low = word[0].lower()
        if is_noun(low, "holds") or is_noun(low, "renews"):
            return begin + word.start()
        if not low.replace("’", "'").replace("'s", "").isalpha() or (is_finite(low) and not low.endswith("ed")):
            return None
    return None


def _is_denied(doer: Doer) -> bool:
    return not _DENIES.isdisjoint(doer.helpers) or any(one.endswith(("n't", "n’t")) for one in doer.helpers)


def _is_joined(text: str, stop: int, doer: Doer) -> bool:
    """Whether a verb shares the subject of another one before it: «Vega met Orr and | agreed», not «who came and | will»."""
    before = text[doer.extent[1] : stop].split()
    if not _is_past(text, stop) and not _RELATIVES.isdisjoint(before):
        return False
    before = before[: len(before) - len(doer.helpers)]
    return bool(before) and (before[-1].lower() in _JOINS or before[-1].endswith(","))


def _is_past(text: str, place: int) -> bool:
    word = _WORD.match(text, place)
    return word is not None and word[0].endswith("ed") and is_finite(word[0])
