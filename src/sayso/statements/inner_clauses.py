"""Contents -> the statements that their own clauses make, where the encoder saw none: «the palace said [Vale told Orr that …]».

PolNeAR marks outermost attributions only, so an encoder that learnt from it is shy of a cue inside a content. Which verbs
count, and what has to follow them, says ``languages/en/plain_cues.txt``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import islice

from sayso.attribution import Extent
from sayso.languages import entries
from sayso.statements.acts import lemmas
from sayso.statements.addressees import addressee_after
from sayso.statements.clauses import Clause, clause_at, form_of, is_bare, opening_subject, verb_at
from sayso.statements.contents import Marks
from sayso.statements.drafts import LONGEST_SENTENCE, Draft, Found, trimmed
from sayso.statements.frames import frame_of
from sayso.statements.noun_phrases import noun_phrase
from sayso.statements.reports import SUBJECTS, is_finite, report_in
from sayso.statements.second_verbs import OBJECT, end_before_second_verbs

SHORTEST_CONTENT = 3  # words, where no infinitive and no quotation is said
# Of the outer score. In the contents of 315 passages, 18 documents and 223 own texts marked by hand, 238 of 245 clauses are
# statements of the speaker found; of 30 drawn from 51 in 300 articles of PolNeAR, beyond what the encoder sees, 26.
TRUST = 0.5

_OPENING = re.compile(r"(?:that\s+)?[\"“‘'«]*", re.IGNORECASE)
_LATER = re.compile(
    r"[.!?][\"”’']*\s+[\"“‘']?(?=[A-Z])|,\s+(?:(?:and|but|so|because|when|that|if)\s+)?(?=[\w“\"])|;\s+"
    r"|\s(?:and|but|because|that|when|if)\s+(?:that\s+)?"
)
_SECOND = re.compile(r"(?:,?\s+(?:and|but)|,)\s+(?:then\s+|also\s+|later\s+|\w+ly\s+)?[\"“‘']?(?=[a-z])")
_CLAUSE_END = re.compile(
    r"[.!?](?<!\b[A-Z].)(?<!\b(?:Mr|Ms|Dr|St|Jr|Sr).)(?<!\b(?:Mrs|Gov|Sen|Rep|Gen).)[\"”’']*\s+(?=[\"“‘'(]?[A-Z])|;"
)
_NEXT_CLAUSE = re.compile(r",\s+(?:and|but|so|though|although|while)\b")
_COMMA = re.compile(r",[\"”’]?\s+")
_QUOTED = re.compile(r"[\s,:]+(?:[\"“«][\w\[…]|[‘'][A-Z\[])")
_THAT = re.compile(r"\s*that\s*[,.;!?]")  # «I heard that.»
_TIME = re.compile(
    r"\s+(?:on\s+)?(?:[A-Z][a-z]+day|yesterday|today|tonight|last\s+\w+|this\s+\w+)\b(?:\s+(?:night|morning|evening|afternoon))?"
)
_BY = re.compile(r"\s*by\s+")
_TOLD = ("that", "to", "question", "clause")
_COMMAS = 8  # of a content, those behind which a report is looked for
_SHORT = 80  # code points of a content's first piece that its next one goes on with


def unfold_clauses(text: str, drafts: Sequence[Draft], marks: Marks) -> list[Draft]:
    """The drafts, and behind them those that clauses of their contents make, at any depth, where no cue stands already."""
    found = Found(drafts)
    waiting = [index for index, draft in enumerate(drafts) if draft.turn or (draft.cue and text[draft.cue[0]].isalpha())]
    waiting.sort(key=lambda index: _size(drafts[index]))  # what is said belongs to the nearest: to the smallest content
    seen: set[int] = set()  # where a later clause may begin, each looked at once
    for index in waiting:  # grows as it goes
        for inner in _within(text, found.drafts[index], marks, seen):
            if inner.cue and found.at(inner.cue) is None:
                waiting.append(found.add(inner))
    return end_before_second_verbs(text, found.drafts)


def _size(draft: Draft) -> int:
    return sum(end - start for start, end in draft.contents)


def _within(text: str, outer: Draft, marks: Marks, seen: set[int]) -> Iterator[Draft]:
    """What the clauses of one content make: the one that opens it, its further verbs, and the clauses behind them."""
    (start, end), *others = outer.contents
    opening = _OPENING.match(text, start, end)
    begin = opening.end() if opening else start
    pieces = [(begin, end), *others[:1]] if others and end - begin < _SHORT else [(begin, end)]
    stop = _end_of_clause(text, (begin, begin), pieces[-1][1], marks)
    first = clause_at(text, pieces)
    if first and first.cue[1] < stop:
        yield from _drafts(text, outer, first, _end_of_clause(text, first.verb, pieces[-1][1], marks), named=True)
    yield from _second_verbs(text, outer, pieces, stop)
    for piece in outer.contents:
        for later in _LATER.finditer(text, *piece):
            if later.end() in seen:
                continue
            seen.add(later.end())
            clause = clause_at(text, [(later.end(), piece[1])])
            if clause and not _may_be_list(text, later[0], clause):
                yield from _drafts(text, outer, clause, _end_of_clause(text, clause.verb, piece[1], marks), named=False)


def _may_be_list(text: str, boundary: str, clause: Clause) -> bool:
    """Whether a clause behind a comma or an "and" may be the end of a list: «like Norvan, [Orr and Barrow] should show»."""
    subject, mark = text[slice(*clause.subject)], boundary.strip(" \"“‘'")
    if mark == ",":
        return " and " in subject or " or " in subject
    return mark == "and" and subject.lower() not in SUBJECTS


def _second_verbs(text: str, outer: Draft, pieces: Sequence[Extent], stop: int) -> Iterator[Draft]:
    """«[Vale] called the widow and promised …, her office said»: the second verb's subject is the first one's."""
    opening = opening_subject(text, pieces)
    if opening is None:
        return
    subject, begin = opening
    for second in _SECOND.finditer(text, begin, stop):
        verb = verb_at(text, second.end(), stop)
        if verb and form_of(text[slice(*verb)].split()[0]) == "past":
            yield from _drafts(text, outer, Clause(subject, verb, verb, "past"), stop, named=True)


def _drafts(text: str, outer: Draft, clause: Clause, stop: int, named: bool) -> Iterator[Draft]:
    """The clause as a draft, where it is a statement; ``named`` lets a plain cue count by the name in its subject."""
    stop = _before_report(text, clause.cue[1], stop)
    begin = stop - len(text[clause.cue[1] : stop].lstrip("”’»"))
    takes, frame = _takes(text, clause), _frame(text, begin, stop)
    tells = not takes.isdisjoint(("object", "whom"))
    told = addressee_after(text, clause.verb, begin, stop) if tells and clause.form != "passive" else None
    if clause.form == "passive":
        says = tells and (frame in _TOLD or (frame == "by" and _frame_behind_agent(text, begin, stop) in _TOLD))
    elif told:
        time = _TIME.match(text, told[1], stop)
        after = time.end() if time else told[1]
        says = _says(text, clause, _frame(text, after, stop), after, outer)
        begin = after if says else begin
    else:
        whose = frame.removeprefix("object ") if "object" in takes else frame  # "wanted | the crew | to leave"
        says = "whom" not in takes and _says(text, clause, whose, begin, outer)
    if clause.subject == outer.speaker or not (says or (named and _is_plain(text, clause))):
        return
    if frame.split(" ")[-1] == "to" and (aside := _NEXT_CLAUSE.search(text, begin, stop)):
        stop = aside.start()
    content = _content(text, begin, stop)
    if content and (len(text[slice(*content)].split()) >= SHORTEST_CONTENT or frame.split(" ")[-1] in ("to", "quote")):
        speaker = None if clause.form == "passive" else clause.subject  # "by" names it, where ``address`` looks for it
        yield Draft(clause.cue, speaker, (content,), round(outer.score * TRUST, 4), outer=outer.cue)


def _frame(text: str, begin: int, stop: int) -> str:
    """What follows a verb, where also a verb of any kind behind a noun makes a clause: «said | it rained»."""
    frame = frame_of(text[begin:stop])
    if frame != "object":
        return frame
    subject = noun_phrase(text, begin, stop, bare=True)
    following = text[subject[1] : stop].split(maxsplit=1)[:1] if subject else []
    return "clause" if following and is_finite(following[0]) else frame


def _frame_behind_agent(text: str, begin: int, stop: int) -> str:
    """What follows whoever told it: «was warned | by officials | that the wells were poisoned»."""
    by = _BY.match(text, begin, stop)
    agent = noun_phrase(text, by.end(), stop, bare=True) if by else None
    return frame_of(text[agent[1] : stop]) if agent else ""


def _content(text: str, begin: int, stop: int) -> Extent | None:
    """The words from a place on, without the punctuation before them and the full stop behind."""
    content = trimmed(text, (begin, stop - (text[stop - 1] == ".")))
    return (content[1] - len(text[slice(*content)].lstrip(" ,:—–-")), content[1]) if content else None


def _says(text: str, clause: Clause, frame: str, begin: int, outer: Draft) -> bool:
    """Whether the verb's form and what follows it, from ``begin``, make it a statement, whoever its subject is."""
    takes, subject = _takes(text, clause), text[slice(*clause.subject)]
    if frame == "quote":
        frame = ("quote" if "quote" in takes else "that") if _QUOTED.match(text, begin) else ""
    if frame == "object" or frame not in takes or (frame == "that" and _THAT.match(text, begin)):
        return False
    if frame in ("to", "doing") and clause.form == "past" and is_bare(subject):
        return False  # "investments | intended to"
    if clause.form == "present":
        return "present" in takes
    if clause.form == "bare":
        ours = subject.lower() in SUBJECTS
        return frame != "question" and (not outer.turn if ours else "present" in takes)
    return True


def _takes(text: str, clause: Clause) -> frozenset[str]:
    """What may follow the clause's verb, by the list."""
    first, *rest = text[slice(*clause.verb)].lower().split()
    return next((found for lemma in lemmas(first) if (found := _verbs().get(" ".join((lemma, *rest))))), frozenset())


def _is_plain(text: str, clause: Clause) -> bool:
    """Whether a plain cue in a past form stands behind a name or a pronoun: "Vale brought up", "he wished"."""
    if clause.form not in ("past", "perfect") or "any" not in _takes(text, clause) or not OBJECT.match(text, clause.cue[1]):
        return False
    subject = text[slice(*clause.subject)]
    return subject.lower() in SUBJECTS or any(word[0].isupper() for word in subject.split())


def _before_report(text: str, start: int, stop: int) -> int:
    """Where what is said ends before a report in it: «One offered shelter[, Vale said], while others …»."""
    commas = list(islice(_COMMA.finditer(text, start, stop), _COMMAS))
    for at, comma in enumerate(commas):
        end = commas[at + 1].start() if at + 1 < len(commas) else stop
        if report_in(text, comma.end(), end):
            return comma.start()
    return stop


def _end_of_clause(text: str, verb: Extent, end: int, marks: Marks) -> int:
    """Where the clause of a verb ends in a content: with its quotation, with its sentence, or before a semicolon.

    Quotations behind the verb are passed over, and one that ends with it: «Vale “thanked” the crew».
    """
    end = min(end, verb[0] + LONGEST_SENTENCE)
    level = marks.around(verb[0])
    quoted = next((stop for begin, stop in level.inner if begin <= verb[0] < stop), None) if level else None
    if quoted is not None and text[verb[1] : quoted].strip():
        end = min(end, quoted)
    elif quoted is not None:
        level = marks.around(quoted + 1)
    for found in _CLAUSE_END.finditer(text, verb[0], end):
        if marks.around(found.start()) is level or marks.around(found.end()) is level:
            return found.start() + len(found[0].rstrip()) - (text[found.start()] == ";")
    return end


@cache
def _verbs() -> dict[str, frozenset[str]]:
    return {verb: frozenset(takes.split()) for verb, takes in entries("en", "plain_cues")}
