"""A statement's cue with the words around it -> whether the text has it that the speaking took place.

"never told", «if she says that», "may say", "will tell the court", «asked whether he had promised», "urged him to apologise":
what governs a verb stands before it, in one clause, so only that clause is looked at. What is asked, supposed or demanded
outweighs a denial, and a denial what may or will be. ``moods.txt`` has the words.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from sayso.attribution import Extent
from sayso.languages import entries
from sayso.record import Said
from sayso.statements.acts import lemmas

_REACH = 160  # code points before a cue in which its clause is looked for
_AHEAD = 300  # and behind it, in which its sentence's end is
_LONGEST = 4  # words of a phrase in the list
_OBJECT = 8  # words that may stand between a verb and its "to": "asked | the head of the council in Barrow | to"
_LEAVING = 6  # words before "if" in which a verb of asking stands: «wanted to know of the mayor | if»
_TOKEN = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*|['’](?:ll|d)\b|[,;:.!?—–()\"“”‘’]")
_EDGE = re.compile(r"[.!?][\"”’')]*\s+(?=[\"“‘'(]?[A-Z])|[\n;:]|[—–]|--|(?<![\w.])[\"“”«»‘](?=\w)")
_STOP = re.compile(r"[?!]|\.(?=[\"”’']?(?:\s|$))|\n")
_POSSESSIVE = re.compile(r"['’](?:s\s|\s)")
_QUESTIONS = frozenset(("who", "whom", "what", "which", "whose", "why", "how", "when", "where"))
_JOINS = frozenset(("and", "but", "or", "then", ","))
_MANY = frozenset(("they", "we", "you", "i", "people", "police", "and"))
_MARKS = frozenset(',;:.!?—–()"“”‘’')
_QUOTES = frozenset('"“”‘’')


@dataclass(frozen=True, slots=True)
class _Clause:
    """A cue in its clause, in small words: those ``before`` the speaker, those between it and the cue, and the cue's own.

    All words before the cue are ``between`` where no speaker stands before it. ``chain`` is the verb with its helpers.
    """

    text: str
    start: int
    cue: Extent
    speaker: Extent | None
    before: tuple[str, ...]
    between: tuple[str, ...]
    verb: tuple[str, ...]
    chain: tuple[str, ...]


def said_of(text: str, cue: Extent, speaker: Extent | None, contents: Sequence[Extent], inner: bool = False) -> Said:
    """Whether the speaking took place: "said" unless the words before the cue, or in it, say otherwise.

    ``cue`` and ``speaker`` are code points into the text, ``contents`` what is said; ``inner`` tells that the statement stands
    within another one, where "would" is what is to come.

    >>> text = "If Vega admits that she knew, the mayor may say why."
    >>> said_of(text, (8, 14), (3, 7), [(15, 28)]), said_of(text, (40, 47), (30, 39), [(48, 51)])
    ('conditional', 'possible')
    """
    clause = _clause_of(text, cue, speaker)
    found: Said | None = (
        _opened(clause)
        or ("said" if _performs(clause) else None)
        or ("demanded" if _is_imperative(clause) or _is_wished(clause) or _modal(clause.chain) == "demanded" else None)
        or ("conditional" if _modal(clause.chain) == "would" and _supposes(clause, cue[0]) else None)
        or ("not-said" if _is_denied(clause) or _is_nothing(clause, contents) or _is_of_nobody(clause, contents) else None)
        or _helped(clause, inner)
        or _governed(clause)
    )
    return found or "said"


def _clause_of(text: str, cue: Extent, speaker: Extent | None) -> _Clause:
    """The clause from the last sentence's end, dash or opening mark before the cue and its speaker."""
    leads = speaker is not None and speaker[1] <= cue[0]
    end = speaker[0] if speaker and leads else cue[0]
    start = max(0, end - _REACH)
    for edge in _EDGE.finditer(text, start, end):
        start = edge.end()
    before = _words(text, start, end) if leads else ()
    between = _words(text, speaker[1] if speaker and leads else start, cue[0])
    verb = _words(text, *cue)
    return _Clause(text, start, cue, speaker, before, between, verb, (*_helpers(between), *verb))


def _words(text: str, start: int, end: int) -> tuple[str, ...]:
    return _split(text[start:end])


@lru_cache(maxsize=8192)
def _split(words: str) -> tuple[str, ...]:
    """Words and marks in small letters, a shortened "not" by itself: "didn't" as "did", "not"."""
    found: list[str] = []
    for token in _TOKEN.findall(words):
        word = token.lower().replace("’", "'")
        if word.endswith("n't") and len(word) > 3:
            found += [{"can't": "can", "won't": "will"}.get(word, word[:-3]), "not"]
        elif word.endswith(("'ll", "'d")) and len(word) > 3:
            found += [word[: word.rindex("'")], word[word.rindex("'") :]]
        else:
            found.append(word)
    return tuple(found)


def _helpers(between: tuple[str, ...]) -> tuple[str, ...]:
    """The last words before a cue that only help or deny its verb."""
    at = len(between)
    while at and _helps(between, at - 1):
        at -= 1
    return between[at:]


def _helps(words: tuple[str, ...], at: int) -> bool:
    if words[at].endswith("ly") or "between" in _does(words[at : at + 1]):
        return True
    runs = [words[max(0, at - back) : at + ahead] for back, ahead in ((0, 1), (1, 1), (2, 1), (0, 2), (0, 3))]
    return any(not {"denies", "helps"}.isdisjoint(_does(run)) for run in runs)


# -- what opens the clause ------------------------------------------------------------------------------------------------


def _opened(clause: _Clause) -> Said | None:
    """By what opens the clause: «if she», "whether", "had he", «did she … ?»."""
    speaker, cue = clause.speaker, clause.cue
    if speaker and _POSSESSIVE.match(clause.text, speaker[1]) and cue[0] > speaker[1] + 2:
        return None  # a noun that is the speaker's: "whether Vega's insistence | …"
    if speaker is None and clause.between[:1] in (("had",), ("were",)):
        return "conditional"
    opening = _without_adverbs(_opening(clause))
    if not opening:
        return None
    before = opening[:-1]
    if opening[-1] == "if" and (_stands(before, "asks") or _stands(before, "leaves")):
        return "asked"
    if role := _last(opening, "opens"):
        return None if role == "not-said" else role
    if opening[-1] in _QUESTIONS and _stands(before, "asks"):
        return "asked"
    if opening[-1] == "not":
        opening, before = opening[:-1], opening[:-2]
    helper = _last(opening, "inverted")
    if helper is None or _last(before, "denies") == "helper":
        return None
    if _ends_in_question(clause):
        return "asked"
    return "conditional" if helper == "conditional" and (not before or before[-1] in _MARKS | _JOINS) else None


def _opening(clause: _Clause) -> tuple[str, ...]:
    """The words up to the speaker, or to what opens a clause without one: «if | asked», "unless told"."""
    speaker, between = clause.speaker, clause.between
    if speaker and speaker[0] >= clause.cue[1] and "inverted" in _does(clause.verb[:1]):
        return (*between, *clause.verb)  # «Did | he say …?»
    if speaker and speaker[1] <= clause.cue[0]:
        return clause.before
    for at in range(len(between), max(0, len(between) - _LEAVING), -1):
        word = between[at - 1]
        if word in _MARKS or word in ("and", "but", "that"):
            break
        if "opens" in _does((word,)):
            return between[:at]
    return ()


def _without_adverbs(words: tuple[str, ...]) -> tuple[str, ...]:
    end = len(words)
    while end > 1 and (words[end - 1].endswith("ly") or words[end - 1] in ("ever", "even", "indeed", "then")):
        end -= 1
    return words[:end]


def _stands(words: tuple[str, ...], kind: str) -> bool:
    """Whether a verb of asking, or one that leaves open, stands right before: «wanted to know | if», «not clear | if»."""
    last = words[-_LEAVING:]
    return any(kind in _does(last[at : at + size]) for size in (1, 2, 3) for at in range(len(last)))


def _ends_in_question(clause: _Clause) -> bool:
    stop = _STOP.search(clause.text, clause.cue[1], clause.cue[1] + _AHEAD)
    return stop is not None and stop[0] == "?"


def _performs(clause: _Clause) -> bool:
    """«I would say», "I have to admit": the words do what they name, if nothing denies them."""
    who = clause.text[slice(*clause.speaker)] if clause.speaker else ""
    verb = next((word for word in reversed(clause.chain) if not word.endswith("ly")), "")
    performing = any("performs" in _does((lemma,)) for lemma in lemmas(verb))
    return who in ("I", "we", "We") and performing and _modal(clause.chain) is not None and not _has_denial(clause.chain)


def _is_imperative(clause: _Clause) -> bool:
    """«"| Tell | us who paid you"»: a verb's first form that opens a quotation, without a speaker."""
    text, cue, verb = clause.text, clause.cue, clause.verb
    if clause.speaker or not verb or text[max(0, cue[0] - 1) : cue[0]] not in _QUOTES or not text[cue[0]].isupper():
        return False
    return lemmas(verb[0])[0] == verb[0] and not verb[0].endswith(("s", "ed", "ing"))


def _is_wished(clause: _Clause) -> bool:
    """«demanded that Vale | publish | it»: a bare verb of one behind "that" and a verb of demanding."""
    before, verb = clause.before, clause.verb
    who = _words(clause.text, *clause.speaker) if clause.speaker else ()
    if "that" not in before[-2:] or not who or not verb or clause.chain != verb:
        return False
    many = who[-1] in _MANY or (who[-1].endswith("s") and not who[-1].endswith("ss"))
    if many or lemmas(verb[0])[0] != verb[0] or verb[0].endswith(("s", "ed", "ing")):
        return False
    demanding = [word for word in before[-5:] if word not in ("that", "the", "a", "an")][-2:]
    roles = [_does((lemma,)) for word in demanding for lemma in lemmas(word)]
    return any(role.get("governs") == "demanded" or "insists" in role for role in roles)


# -- denied ---------------------------------------------------------------------------------------------------------------


def _is_denied(clause: _Clause) -> bool:
    """By a "not" among the verb's helpers, a speaker that is nobody, or "denied" before a form in -ing."""
    opening = _without_adverbs(clause.before)
    who = _words(clause.text, *clause.speaker) if clause.speaker else clause.between
    inverted = bool(opening) and "inverted" in _does(opening[-1:]) and _last(opening[:-1], "denies") == "helper"
    if inverted or _has_denial(clause.chain) or _is_nobody(who) or opening[-1:] in (("neither",), ("nor",)):
        return True
    doing = next((word for word in clause.verb if word != "ever"), "")
    last = tuple(word for word in clause.between or clause.before if word not in ("ever", "having"))
    return doing.endswith("ing") and _last(last, "denied") == "doing"


def _has_denial(chain: tuple[str, ...]) -> bool:
    for at in range(len(chain)):
        for size in range(_LONGEST, 0, -1):
            more = _does(chain[at : at + size]).get("denies")
            if more is not None:
                return more != "nothing"
    return False


def _is_nobody(words: tuple[str, ...]) -> bool:
    return any("nobody" in _does(words[:size]) for size in range(1, _LONGEST))


def _is_nothing(clause: _Clause, contents: Sequence[Extent]) -> bool:
    """Whether what is said is nothing: «said | nothing of the kind», «offered | no apology»; not «said | nothing happened»."""
    end = clause.cue[1]
    content = next((one for one in contents if 0 <= one[0] - end <= 2), None)
    first = _words(clause.text, content[0], min(content[1], content[0] + 20))[:2] if content else ()
    kinds = {_does((lemma,)).get("denied") for word in clause.verb for lemma in lemmas(word)}
    if first[:1] == ("nothing",):
        return not kinds.isdisjoint(("object", "nothing")) and (len(first) == 1 or _does(first[1:]).get("of") == "nothing")
    return first[:1] == ("no",) and "object" in kinds and first[1:] not in (("one",), ("longer",))


def _is_of_nobody(clause: _Clause, contents: Sequence[Extent]) -> bool:
    """«No one has been | charged»: nobody, before a cue without a speaker."""
    before = next((one for one in contents if 0 <= clause.cue[0] - one[1] <= 2), None)
    return clause.speaker is None and before is not None and _is_nobody(_words(clause.text, before[0], before[1])[:3])


# -- helped, governed -----------------------------------------------------------------------------------------------------


def _helped(clause: _Clause, inner: bool) -> Any:
    """By a modal, or what stands in for one, among the verb's helpers."""
    role = _modal(clause.chain)
    if role == "would":
        return "expected" if inner and not _supposes(clause, clause.cue[1] + _AHEAD) else "conditional"
    return role


def _modal(chain: tuple[str, ...]) -> Any:
    """What the first modal of a verb's helpers does; None where there is none, or it does nothing."""
    for at in range(len(chain)):
        for size in range(min(_LONGEST, len(chain) - at), 0, -1):
            role = _does(chain[at : at + size]).get("helps")
            if role == "nothing":
                return None
            if role and (at + size < len(chain) or size > 1):
                return role
    return None


def _supposes(clause: _Clause, end: int) -> bool:
    """Whether a condition stands in the clause, before ``end``."""
    stop = _STOP.search(clause.text, clause.cue[1], end) if end > clause.cue[1] else None
    return not {"if", "unless"}.isdisjoint(_words(clause.text, clause.start, stop.start() if stop else end))


def _governed(clause: _Clause) -> Any:
    """By the verb or noun whose infinitive the cue is: "urged him | to apologise", «promised | to tell»."""
    words = _words(clause.text, clause.start, clause.cue[0])
    if clause.verb[:1] != ("to",):
        if words[-2:-1] == ("to",) and (words[-1].endswith("ly") or "between" in _does(words[-1:]) or words[-1] == "not"):
            words = words[:-1]
        if words[-1:] != ("to",):
            return None
        words = words[:-1]
    words = words[:-1] if words[-1:] == ("not",) else words
    for behind, word in enumerate(reversed(words[-_OBJECT - 1 :])):
        if word in _QUESTIONS or word in ("that", "whether") or word in _MARKS - _QUOTES - {","}:
            return None
        for lemma in (word, *lemmas(word)):
            does = _does((lemma,))
            if role := does.get("governs") or (None if behind else does.get("leads")):
                return role
    return None


# -- the list -------------------------------------------------------------------------------------------------------------


@cache
def _listed() -> dict[tuple[str, ...], dict[str, str]]:
    """Phrase -> what it does -> more of it: ("may",) -> {"helps": "possible"}."""
    listed: dict[tuple[str, ...], dict[str, str]] = {}
    for phrase, does in entries("en", "moods"):
        kind, _, more = does.partition(" ")
        listed.setdefault(tuple(phrase.split()), {})[kind] = more
    return listed


def _does(phrase: tuple[str, ...]) -> dict[str, str]:
    return _listed().get(phrase, _NOTHING)


_NOTHING: dict[str, str] = {}


def _last(words: tuple[str, ...], kind: str) -> Any:
    """What the longest phrase of a kind does that the words end with; None where none does."""
    for size in range(min(_LONGEST, len(words)), 0, -1):
        found = _does(words[-size:]).get(kind)
        if found is not None:
            return found
    return None
