"""A cue in its sentence -> to whom the words are addressed: "told reporters", "said to her aides", "in a letter to Vale".

The frame of the cue's verb (``addressee.txt``) says where the one spoken to stands: behind the verb, at the beginning of what
the encoder took for the content, or behind a short content. Where the verb is passive, it is the subject: see ``addressing``.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from sayso.attribution import Extent
from sayso.languages import entries
from sayso.statements.acts import lemmas
from sayso.statements.drafts import Draft, overlap
from sayso.statements.frames import frame_of
from sayso.statements.noun_phrases import TOKEN, head_of, is_plural, noun_phrase, role_of

_EVENT_REACH = 160
SHORT = 5  # words of a content that the one spoken to may stand behind: «explained | it | to them»
_AUXILIARIES = (
    *("to", "has", "have", "had", "is", "was", "are", "were", "be", "been", "did", "does", "do", "will", "would"),
    *("not", "also", "then", "now", "even", "just", "again"),
)
BE = frozenset(("was", "were", "is", "are", "am", "be", "been", "being", "'m", "'re", "'s", "’m", "’re", "’s", "get", "got"))
_WORDS = re.compile(r"[’'](?:m|re|s|ve|d|ll)\b|[\w-]+(?:[’'](?!(?:m|re|s|ve|d|ll)\b)\w+)?")
_ADVERBS = frozenset(("also", "again", "now", "just", "even", "not", "back", "only", "later", "then", "once"))
_OBJECTS = frozenset(("object", "objects", "object, for", "object, to", "object, of"))
_PREPOSITION = re.compile(r"\s*(?:on|to|with|of)\s", re.I)
# What may follow the one spoken to at a content's beginning: "urged [the council to wait]", "told [the inquiry he had paid]".
_OPENINGS = frozenset(("to", "that", "question", "clause", "quote"))
_ABOUT = frozenset(("about", "for", "on", "against", "of", "to-"))


def addressee_of(text: str, draft: Draft, sentence: Extent, cues: Sequence[Extent] = ()) -> Extent | None:
    """The addressee's extent, by the cue's verb, what follows the cue, the content's edges, and exchanges in the sentence.

    ``cues`` are all cues of the article in order: an exchange beyond another cue is that cue's.
    """
    if draft.cue is None or not _is_spoken(text[slice(*draft.cue)]):
        return None
    reach = _reach(draft, draft.cue, sentence, cues)
    found = _by_verb(text, draft, sentence) or _by_event(text, draft, reach) or _by_contact(text, draft.cue, reach)
    return None if found is None or (draft.speaker and overlap(found, draft.speaker)) else found


def _is_spoken(cue: str) -> bool:
    """Whether the cue says that somebody did something: not "according to", ":" or a preposition alone."""
    words = cue.lower().split()
    only_preposition = len(words) == 1 and role_of(words[0]) == "end" and frame_in(cue) is None
    return any(char.isalpha() for char in cue) and words[0] != "according" and not only_preposition


def _reach(draft: Draft, cue: Extent, sentence: Extent, cues: Sequence[Extent]) -> Extent:
    """The stretch around a cue in its sentence up to the cues beside it; those in its own content are no bound."""
    at = bisect_left(cues, cue)
    before = cues[at - 1][1] if at else 0
    beyond = (one[0] for one in cues[at + 1 : at + 8] if not any(start <= one[0] < end for start, end in draft.contents))
    return max(sentence[0], before), min(sentence[1], max(next(beyond, sentence[1]), cue[1]))


@dataclass(frozen=True, slots=True)
class Frame:
    """How a cue's verb takes the one spoken to.

    ``role``: "object", the prepositions before it ("to", "to, at"), or "know" for «let her know». ``consumed``: the cue ends
    with that preposition; ``open``: nothing but adverbs stands behind the verb in the cue. ``passive``: "was told"; ``bare``: a
    participle or a past form that no word stands before.
    """

    role: str
    consumed: bool = False
    open: bool = True
    passive: bool = False
    bare: bool = False
    gives: bool = False  # it takes two objects: «promised | passengers | refunds»
    tells_of: bool = False  # "of" behind its object is what it is about: «reminded | the king | of his promise»
    moves: bool = False  # as a passive it needs an infinitive: "was persuaded to leave", not "is convinced that it rained"
    thanks: bool = False  # its object is spoken to where what it is for follows: «thanked | the crew | for its patience»


@lru_cache(maxsize=4096)
def frame_in(cue: str) -> Frame | None:
    """The frame of a cue's last verb of ``addressee.txt``; None where there is none.

    >>> frame_in("was told").passive, frame_in("are telling").passive, frame_in("said to").consumed
    (True, False, True)
    """
    words = [word.lower() for word in _WORDS.findall(cue)]
    for index in range(len(words) - 1, -1, -1):
        rest = words[index + 1 :]
        for lemma in lemmas(words[index]):
            if rest and (role := _frames().get(f"{lemma} {rest[0]}")):
                prepositions = ("to", "on", "upon", "with", "of")
                return Frame(role, consumed=len(rest) == 1 and rest[0] in prepositions, open=len(rest) == 1)
            if role := _frames().get(lemma):
                return _framed(words, index, lemma, role)
    return None


def _framed(words: Sequence[str], index: int, lemma: str, role: str) -> Frame:
    gives, thanks = role == "objects", role == "object, for"
    moves, tells_of = role == "object, to", role == "object, of"
    role = "object" if role in _OBJECTS else role
    rest = words[index + 1 :]
    if role != "object":
        return Frame(role, consumed=len(rest) == 1 and rest[0] in role.split(", "))
    is_open = all(word.endswith("ly") or word in _ADVERBS for word in rest)
    participle = words[index] != lemma and not words[index].endswith(("ing", "s"))
    before = [word for word in words[:index] if not word.endswith("ly") and word not in ("not", "also", "n't", "never", "only")]
    passive = participle and bool(before) and before[-1] in BE
    return Frame(
        role,
        open=is_open,
        passive=passive,
        bare=participle and not before,
        gives=gives,
        thanks=thanks,
        moves=moves,
        tells_of=tells_of,
    )


def addressee_after(text: str, cue: Extent, start: int, end: int) -> Extent | None:
    """The noun phrase at ``start`` that the cue's verb makes the one spoken to: "her" in «told her», in «said to her»."""
    frame = frame_in(text[slice(*cue)])
    if frame is None or frame.passive or not (frame.open or frame.consumed):
        return None
    at = _skip_adverb(text, start, end)
    if frame.thanks:
        thanked = noun_phrase(text, at, end, bare=False)
        return thanked if thanked and _goes_on(text, thanked[1], len(text), _ABOUT) else None
    if frame.role == "object" and not frame.consumed:
        wanted = _PREPOSITION.match(text, at, end) if _wants_preposition(text, cue, at) else None
        found = noun_phrase(text, wanted.end() if wanted else at, end, bare=True)
        return _before_of(text, found) if found and frame.tells_of else found
    if frame.role == "know":
        verb = re.compile(r"\s+know\b").search(text, at, end + len(" know"))
        return noun_phrase(text, at, verb.start(), bare=True) if verb else None
    if frame.consumed:
        found = noun_phrase(text, at, end, bare=frame.role == "object") or is_plural(text, at, end)
        return None if found and frame.role != "object" and _is_owned(text[slice(*found)]) else found
    return _behind_preposition(text, frame.role, at, end)


def _behind_preposition(text: str, prepositions: str, at: int, end: int) -> Extent | None:
    """«said | to her aides», «apologised | to passengers»; not «shouted | at the rally»."""
    found = re.compile(rf"\s*({prepositions.replace(', ', '|')})\s").match(text, at, end)
    phrase = (noun_phrase(text, found.end(), end, bare=False) or is_plural(text, found.end(), end)) if found else None
    if found and phrase and found[1] == "at" and not _may_be_shouted_at(text[slice(*phrase)]):
        return None
    return phrase


def _may_be_shouted_at(phrase: str) -> bool:
    return head_of(phrase).lower() not in _places()


@cache
def _places() -> frozenset[str]:
    return frozenset(word for word, role in entries("en", "addressee") if role == "place")


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
    if found is None and len(following) > 1 and not text[start : following[0][0]].strip(" ,"):
        found = _whole_piece(text, cue, following[0])
    if found is None and following and not text[start : following[0][0]].strip(" ,"):
        found = _at_content_start(text, cue, following[0]) or _behind_content(text, cue, following[0], sentence[1])
    return found or _in_cue(text, cue)


def _whole_piece(text: str, cue: Extent, content: Extent) -> Extent | None:
    """«asked | him | , on the same call, | what he meant»: a piece of the content that is the verb's object."""
    found = addressee_after(text, cue, *content)
    return found if found and not text[found[1] : content[1]].strip(" ,") else None


def _at_content_start(text: str, cue: Extent, content: Extent) -> Extent | None:
    """«urged [the council to wait]», «told [the inquiry he had paid]», «promised [passengers refunds]»: in the content.

    It is taken only where a clause, a quotation or what it is about follows, so that «told [the truth]» has none; behind a verb
    that takes two objects, where a second follows and the first may be somebody.
    """
    frame = frame_in(text[slice(*cue)])
    if frame is None or frame.passive or not (frame.open or frame.consumed):
        return None
    at = _skip_adverb(text, content[0], content[1])
    if frame.role == "know":
        return addressee_after(text, cue, at, content[1])
    if frame.role != "object":
        return _behind_to(text, frame, (at, content[1]))
    found = _first_object(text, at, content[1]) if frame.gives else noun_phrase(text, at, content[1], bare=True)
    if found is None:
        return None
    found = _before_of(text, found) if frame.tells_of else found
    wanted = _OPENINGS if _is_small(text, found) else _ABOUT if frame.thanks else _OPENINGS | _ABOUT
    second = noun_phrase(text, found[1], content[1], bare=True) if frame.gives else None
    if second and (
        _may_be_somebody(text, found) or is_plural(text, *found) or role_of(text[slice(*second)].split()[0]) == "determiner"
    ):
        return found
    return found if _goes_on(text, found[1], content[1], wanted) else None


def _behind_to(text: str, frame: Frame, content: Extent) -> Extent | None:
    """«apologised | to the crew for the delay», «stated to | the press that …», «pointed out | the exits to visitors».

    Behind a thing only people are taken: «reaffirmed | its commitment to the treaty».
    """
    if frame.consumed:
        found = noun_phrase(text, *content, bare=False)
        return found if found and not _is_owned(text[slice(*found)]) and text[found[1] : content[1]].strip(' .,"”') else None
    found = _behind_preposition(text, frame.role, *content)
    if found:
        ends = not text[found[1] : content[1]].strip(' .,"”') or text[found[1]] == ","
        return found if ends or _goes_on(text, found[1], content[1], _OPENINGS | _ABOUT) else None
    thing = noun_phrase(text, *content, bare=True)
    found = _behind_preposition(text, frame.role, thing[1], content[1]) if thing else None
    people = found and (role_of(text[slice(*found)]) in ("pronoun", "people") or is_plural(text, *found))
    return found if found and people and not text[found[1] : content[1]].strip(' .,"”') else None


def _is_owned(phrase: str) -> bool:
    """Whether a phrase is somebody's thing: «responded to | the minister's remark»."""
    words = phrase.split()
    owned = any(word.endswith(("'s", "’s", "s'", "s’")) for word in words[:-1])
    return owned and words[-1].islower() and role_of(words[-1]) != "people"


def _before_of(text: str, phrase: Extent) -> Extent:
    """«reminded | Vale of the flood»: the name, pronoun or person before "of"; «warned | the head of the council» as it is."""
    before, of, _ = text[slice(*phrase)].partition(" of ")
    last = before.split()[-1]
    return (
        (phrase[0], phrase[0] + len(before)) if of and (last[0].isupper() or role_of(last) in ("pronoun", "people")) else phrase
    )


def _goes_on(text: str, at: int, end: int, wanted: frozenset[str]) -> bool:
    """Whether a clause, a quotation or the like of the wanted kinds follows."""
    return frame_of(text[at : min(end, at + 80)].lstrip(",")).split(" ")[0] in wanted


def _first_object(text: str, start: int, end: int) -> Extent | None:
    """The first of two objects: «passengers | refunds», «the town | a bridge», "him"."""
    first = TOKEN.search(text, start, end)
    if first and (role_of(first[0]) == "people" or is_plural(text, *first.span())):
        return first.span()
    return noun_phrase(text, start, end, bare=False)


def _may_be_somebody(text: str, phrase: Extent) -> bool:
    words = text[slice(*phrase)].split()
    return (
        role_of(words[0]) in ("pronoun", "people") or any(word[0].isupper() for word in words) or role_of(words[-1]) == "people"
    )


def _is_small(text: str, phrase: Extent) -> bool:
    """Whether a phrase is bare nouns in small letters: «urged | caution on …», «asked | permission for …»."""
    first = text[slice(*phrase)].split()[0]
    return first.islower() and role_of(first) is None


def _behind_content(text: str, cue: Extent, content: Extent, end: int) -> Extent | None:
    """«explained | it | to them», «put | the question | to her»: behind a short content."""
    frame = frame_in(text[slice(*cue)])
    if frame is None or frame.role in ("object", "know") or len(text[slice(*content)].split()) > SHORT:
        return None
    return _behind_preposition(text, frame.role, content[1], end)


def _in_cue(text: str, cue: Extent) -> Extent | None:
    """«told reporters» where the cue took the recipient with it."""
    words = list(TOKEN.finditer(text, *cue))
    called = re.compile(r"(\w+)\s+(\w+)\s+(?=\w)").match(text, *cue)
    if called and any(_frames().get(f"{lemma} {called[2]}") == "object" for lemma in lemmas(called[1])):
        return noun_phrase(text, called.end(), cue[1], bare=False)  # "called on him"
    for index, word in enumerate(words[:-1]):
        before = words[index - 1][0].lower() if index else ""
        if before and before not in _AUXILIARIES and not before.endswith("ly"):
            continue  # "said in an email to her": a noun
        if before in BE:
            continue
        if word[0].islower() and any(_frames().get(lemma) in _OBJECTS for lemma in lemmas(word[0])):
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
    for start, end in ((max(reach[0], cue[0] - _EVENT_REACH), cue[0]), (cue[0], min(reach[1], cue[1] + 2 * _EVENT_REACH))):
        for event in _event().finditer(text, start, end):
            if event.start() < cue[1] <= event.end() and not event[0].lower().startswith(("in ", "during ", "at ")):
                continue  # «elaborated on | his message to her»
            phrase = noun_phrase(text, event.end(), reach[1], bare=False) or is_plural(text, event.end(), reach[1])
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


def _by_contact(text: str, cue: Extent, reach: Extent) -> Extent | None:
    """«spoke today with King Salman to | reaffirm …», «telephoned her mother to | say …»: who was turned to for it."""
    found = None
    start = cue[0] + 3 * text.startswith("to ", cue[0])
    for contact in _contact().finditer(text, max(reach[0], start - _EVENT_REACH), start):
        phrase = noun_phrase(text, contact.end(), start, bare=False)
        if phrase and _TO_SAY.fullmatch(text, phrase[1], start):
            found = phrase
    if found is None and (within := _contact().match(text, *cue)):
        phrase = noun_phrase(text, within.end(), cue[1], bare=False)
        found = phrase if phrase and re.compile(r".{0,60}\sto\s").match(text, phrase[1], cue[1]) else None
    return found


_TO_SAY = re.compile(
    r"(?:\s+(?:on\s+[A-Z]\w+day|yesterday|today))?(?:(?:,[^,.;:\"“”]{3,80},)?\s+to\s+(?:\w+ly\s+)?|(?:,[^,.;:\"“”]{3,80})?,?\s+and\s+(?:\w+ly\s+)?(?:to\s+)?)"
)


@cache
def _contact() -> re.Pattern[str]:
    """To turn to somebody: "spoke today with", "telephoned", "wrote to"."""
    forms = sorted((word for word, role in entries("en", "addressee") if role == "contact"), key=len, reverse=True)
    day = r"\s+(?:[a-z]+\s+|on\s+\w+\s+)?"  # «spoke today with», «wrote on Monday to»
    return re.compile(rf"\b(?:{'|'.join(form.replace(' ', day) for form in forms)})\s+", re.I)


def _skip_adverb(text: str, start: int, end: int) -> int:
    adverb = re.compile(r"\s*\w+ly(?=\s)").match(text, start, end)
    return adverb.end() if adverb else start


@cache
def _frames() -> dict[str, str]:
    return {word: role for word, role in entries("en", "addressee") if role not in ("event", "contact", "place")}
