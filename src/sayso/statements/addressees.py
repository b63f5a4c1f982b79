"""A cue in its sentence -> to whom the words are addressed: "told reporters", "said to her aides", "in a letter to Vale"."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from functools import cache, lru_cache

from sayso.attribution import Extent
from sayso.languages import entries
from sayso.statements.acts import lemmas
from sayso.statements.drafts import Draft, overlap

LONGEST = 12  # words of a noun phrase
_TOKEN = re.compile(r"[^\W_]+(?:[-.'’&][^\W_]+)*(?:['’](?=\s[^\W\d_]))?\.?|\S")
_NAME_DOT = re.compile(r"^(?:[A-Z]\.|(?:Mr|Mrs|Ms|Dr|Sen|Rep|Gov|Gen|St|Jr|Sr|Lt|Col|Capt|Prof|Rev)\.)+$")
_EVENT_REACH = 160
_AUXILIARIES = (
    *("to", "has", "have", "had", "is", "was", "are", "were", "be", "been", "did", "does", "do", "will", "would"),
    *("not", "also", "then", "now", "even", "just", "again"),
)
_PREPOSITION = re.compile(r"\s*(?:on|to|with|of)\s", re.I)
_CLAUSE = re.compile(r"\s+(?:not\s+)?to\s+\w|\s+(?:that|whether|if|why|how)\s")


def addressee_of(text: str, draft: Draft, sentence: Extent, cues: Sequence[Extent] = ()) -> Extent | None:
    """The addressee's extent, by the cue's verb, what follows the cue, the content's edges, and exchanges in the sentence.

    ``cues`` are all cues of the article in order: an exchange beyond another cue is that cue's.
    """
    if draft.cue is None or not _is_spoken(text[slice(*draft.cue)]):
        return None
    found = _by_verb(text, draft, sentence) or _by_event(text, draft, _reach(draft, draft.cue, sentence, cues))
    return None if found is None or (draft.speaker and overlap(found, draft.speaker)) else found


def _is_spoken(cue: str) -> bool:
    """Whether the cue says that somebody did something: not "according to", ":" or a preposition alone."""
    words = cue.lower().split()
    only_preposition = len(words) == 1 and _role(words[0]) == "end" and _frame(cue)[0] is None
    return any(char.isalpha() for char in cue) and words[0] != "according" and not only_preposition


def _reach(draft: Draft, cue: Extent, sentence: Extent, cues: Sequence[Extent]) -> Extent:
    """The stretch around a cue in its sentence up to the cues beside it; those in its own content are no bound."""
    at = bisect_left(cues, cue)
    before = cues[at - 1][1] if at else 0
    beyond = (one[0] for one in cues[at + 1 : at + 8] if not any(start <= one[0] < end for start, end in draft.contents))
    return max(sentence[0], before), min(sentence[1], max(next(beyond, sentence[1]), cue[1]))


def addressee_after(text: str, cue: Extent, start: int, end: int) -> Extent | None:
    """The noun phrase at ``start`` that the cue's verb makes the one spoken to: "her" in «told her», in «said to her»."""
    frame, consumed = _frame(text[slice(*cue)])
    if frame is None:
        return None
    at = _skip_adverb(text, start, end)
    if frame == "object" and not consumed:
        wanted = _PREPOSITION.match(text, at, end) if _wants_preposition(text, cue, at) else None
        return noun_phrase(text, wanted.end() if wanted else at, end, bare=True)
    if consumed:
        return noun_phrase(text, at, end, bare=frame == "object")
    preposition = re.compile(rf"\s*{'with' if frame == 'with' else 'to'}\s").match(text, at, end)
    return noun_phrase(text, preposition.end(), end, bare=False) if preposition else None


def _wants_preposition(text: str, cue: Extent, at: int) -> bool:
    words = text[slice(*cue)].lower().split()
    following = re.compile(r"\s*(\w+)").match(text, at)
    if not words or not following:
        return False
    return any(f"{lemma} {following[1].lower()}" in _frames() for lemma in lemmas(words[-1]))


def _by_verb(text: str, draft: Draft, sentence: Extent) -> Extent | None:
    cue = draft.cue or (0, 0)
    following = [content for content in draft.contents if content[0] >= cue[1]]
    stop = min((content[0] for content in following), default=_end_of_tail(text, cue[1], sentence[1]))
    start = cue[1]
    if draft.speaker and cue[1] <= draft.speaker[0] < stop:
        start = draft.speaker[1]  # «said the mayor to reporters»
    found = addressee_after(text, cue, start, stop) if stop > start else None
    if found is None and following and following[0][0] - cue[1] <= 2:
        found = _at_content_start(text, cue, following[0])
    return found or _in_cue(text, cue)


def _at_content_start(text: str, cue: Extent, content: Extent) -> Extent | None:
    """«urged [the council to wait]»: the object stands in the content; taken only where an infinitive follows it."""
    if _frame(text[slice(*cue)])[0] != "object":
        return None
    found = noun_phrase(text, content[0], content[1], bare=True)
    return found if found and _CLAUSE.match(text, found[1], content[1]) else None


def _in_cue(text: str, cue: Extent) -> Extent | None:
    """«told reporters» where the cue took the recipient with it."""
    words = list(_TOKEN.finditer(text, *cue))
    for index, word in enumerate(words[:-1]):
        before = words[index - 1][0].lower() if index else ""
        if before and before not in _AUXILIARIES and not before.endswith("ly"):
            continue  # "said in an email to her": a noun
        if word[0].islower() and any(_frames().get(lemma) == "object" for lemma in lemmas(word[0])):
            return noun_phrase(text, words[index + 1].start(), cue[1], bare=True)
    return None


def _end_of_tail(text: str, start: int, end: int) -> int:
    """Where the clause after a cue ends: at a comma, a colon or a quotation mark."""
    stop = re.compile(r"[:;\"“«„\n]|,\s").search(text, start, end)
    return stop.start() if stop else end


def _by_event(text: str, draft: Draft, reach: Extent) -> Extent | None:
    """«in a letter to the minister», «during Sunday's conversation with her»: beside the cue, or at the end of what follows it.

    Where two exchanges are named, none is taken.
    """
    cue = draft.cue or (0, 0)
    found = set()
    for start, end in ((max(reach[0], cue[0] - _EVENT_REACH), cue[0]), (cue[1], min(reach[1], cue[1] + 2 * _EVENT_REACH))):
        for event in _event().finditer(text, start, end):
            phrase = noun_phrase(text, event.end(), reach[1], bare=False)
            content = next((c for c in draft.contents if c[0] <= event.start() < c[1]), None)
            closes = phrase and content and content[0] >= cue[1] and not text[phrase[1] : content[1]].strip(' .,"”')
            if phrase and (content is None or closes):
                found.add(phrase)
    return found.pop() if len(found) == 1 else None


@cache
def _event() -> re.Pattern[str]:
    """An exchange that words were spoken in: "in a letter to", "during Sunday's conversation with"."""
    nouns = "|".join(sorted((word for word, role in entries("en", "addressee") if role == "event"), key=len, reverse=True))
    lead = r"\b(?:in|during|at|on|after|following|over|via|by)\s+(?:[\w’'-]+\s+){0,4}?"
    return re.compile(rf"{lead}(?:{nouns})\s+(?:(?:on\s+)?[A-Z]\w+day\s+)?(?:with|to)\s+", re.I)


def noun_phrase(text: str, start: int, end: int, bare: bool) -> Extent | None:
    """The noun phrase that begins at ``start``: a pronoun, a name with its titles, or a determiner's phrase.

    With ``bare``, a plain lower-case noun may begin it too. It ends before prepositions but "of", clauses, times, punctuation.
    """
    taken: list[re.Match[str]] = []
    for token in _TOKEN.finditer(text, start, end):
        word = token[0]
        if not _goes_on(word, taken, text) or len(taken) > LONGEST:
            break
        taken.append(token)
        if len(taken) == 1 and _role(word.lower()) == "pronoun" and word.lower() != "her":
            break
    while taken and (taken[-1][0].lower() in ("of", "and", "&", "or") or _role(taken[-1][0].lower()) == "determiner"):
        if len(taken) == 1 and _role(taken[-1][0].lower()) in ("pronoun",):
            break
        if len(taken) == 1 and taken[0][0].lower() == "her":
            break
        taken.pop()
    if not taken or not _begins(taken[0][0], bare) or any(_role(token[0].lower()) == "thing" for token in taken):
        return None
    last = taken[-1]
    stop = last.end() - (1 if last[0].endswith(".") and not _NAME_DOT.match(last[0]) else 0)
    if text[stop - 2 : stop] in ("'s", "’s"):
        stop -= 2  # «told the Herald's "Morning Show"»
    return (taken[0].start(), stop) if stop > taken[0].start() else None


def _goes_on(word: str, taken: list[re.Match[str]], text: str) -> bool:
    low = word.lower().rstrip(".")
    if taken and word.isupper() and taken[-1][0].isupper() and len(word) > 1:
        return True  # "THE WEEKLY AFTER": a name in capitals
    if not (word[0].isalnum() or word == "&"):
        return False
    if taken and taken[-1][0].endswith(".") and not _NAME_DOT.match(taken[-1][0]):
        return False
    if taken and "\n" in text[taken[-1].end() : text.find(word, taken[-1].end())]:
        return False
    if not taken:
        return True
    if low in ("of", "and"):
        return True
    role = _role(low)
    if role == "pronoun":
        return False
    if role == "determiner":
        return taken[-1][0].lower() in ("of", "and") or _role(taken[-1][0].lower()) == "determiner"
    adverb = low.endswith("ly") and word[0].islower() and low not in ("family", "only", "elderly", "early")
    return role != "end" and not adverb


def _begins(word: str, bare: bool) -> bool:
    role = _role(word.lower())
    if role == "end":
        return False
    if role in ("pronoun", "determiner", "people") or word[0].isupper():
        return True
    return bare and word[0].isalpha() and not word.endswith(("ing", "ly"))


def _skip_adverb(text: str, start: int, end: int) -> int:
    adverb = re.compile(r"\s*\w+ly(?=\s)").match(text, start, end)
    return adverb.end() if adverb else start


@lru_cache(maxsize=4096)
def _frame(cue: str) -> tuple[str | None, bool]:
    """How the cue's verb takes the one spoken to, and whether the cue already ends with the preposition."""
    words = [word.lower() for word in re.findall(r"[\w’'-]+", cue)]
    for index in range(len(words) - 1, -1, -1):
        rest = words[index + 1 :]
        for lemma in lemmas(words[index]):
            if rest and (phrase := _frames().get(f"{lemma} {rest[0]}")):
                return phrase, len(rest) == 1 and rest[0] in ("to", "on", "upon", "with", "of")
            if frame := _frames().get(lemma):
                if frame == "object" and index and words[index - 1] in ("was", "were", "is", "are", "been", "being"):
                    return None, False  # "was told": the subject is spoken to
                return frame, rest == ["to"] if frame == "to" else False
    return None, False


@cache
def _frames() -> dict[str, str]:
    return {word: role for word, role in entries("en", "addressee") if role in ("object", "to", "with")}


@cache
def _roles() -> dict[str, str]:
    return {
        word: role for word, role in entries("en", "addressee") if role in ("people", "pronoun", "determiner", "end", "thing")
    }


def _role(word: str) -> str | None:
    return _roles().get(word)
