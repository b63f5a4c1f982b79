"""An article with its statements and times -> drafts of its events: triggers with who takes part, in mentions, not yet parties."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sayso.attribution import Extent
from sayso.events.anchors import day_of
from sayso.events.clauses import Clauses
from sayso.events.frames import may_trigger
from sayso.events.statuses import status_of
from sayso.events.taking_part import Part, parts_of, told_by
from sayso.events.triggers import OCCASIONS, Trigger, find_triggers, modifiers
from sayso.events.whereabouts import place_of
from sayso.languages import listed
from sayso.record import Article, EventStatus, Paragraph, Span, Statement, Time
from sayso.statements import lemmas, sentences

_LETTERS = re.compile(r"[a-zé]+(?:-[a-z]+)*")
_LONGEST = 1500  # code points of a sentence that is looked at: what is longer is a table
_JUST_AHEAD = 30  # code points
_JUST_BEFORE, _OPENING = 3, 3  # words from a time to its verb, and from the sentence's start
_TAKES_FOR_GRANTED = frozenset(("praises", "thanks", "hopes", "reacts", "supports", "criticises", "opposes", "intends"))
_REAL = ("happened", "ongoing", "planned", "cancelled", "postponed", "denied")
_NOT_OF_IT = ("since", "until", "than", "before", "after", "by")  # before a time that is not the event's own
_DEFINITE = frozenset(("the", "this", "that", "these", "those", "his", "her", "their", "its"))


@dataclass(frozen=True, slots=True)
class EventDraft:
    """One telling of an event, by the words of its sentence. ``title`` is one in a headline; ``asserted`` one that says that the
    event is, or tells who, when or where, not just "the call"; ``definite`` one that speaks of it as known."""

    kind: str
    trigger: Extent
    status: EventStatus
    parts: tuple[Part, ...]
    place: Extent | None
    time: Time | None
    within: str | None
    title: bool
    asserted: bool
    definite: bool
    owned: bool  # "Vega's visit"
    lead: bool  # in the first sentence of the text
    spoken: bool  # "spoke with", which may be by phone or not
    attendance: bool  # tells who was there: "the meeting was attended by Marr"
    aside: bool  # told with who said something, when: "she said at a meeting with Marr"


def draft_events(article: Article, statements: Sequence[Statement], times: Sequence[Time]) -> list[EventDraft]:
    """All tellings of events in the article, in text order; linear in its length."""
    around = _Around(statements)
    starts = [time.span.start for time in times]
    today = day_of(article)
    drafts = list[EventDraft]()
    lead = True
    for number, paragraph in enumerate(_blocks(article)):
        title = _is_title(article.text, paragraph, number)
        for start, end in sentences(article.text, paragraph.start, paragraph.end):
            if end - start > _LONGEST or not any(map(may_trigger, set(_LETTERS.findall(article.text[start:end].lower())))):
                lead = lead and title
                continue
            here = times[bisect_left(starts, start) : bisect_left(starts, end)]
            drafts += _in_sentence(article.text, (start, end), here, around, today, title, lead)
            lead = lead and title
    return _calls(drafts)


def _calls(drafts: list[EventDraft]) -> list[EventDraft]:
    """«Spoke with» is a call where the article tells of one, else a talk."""
    if not any(draft.kind == "call" for draft in drafts):
        return drafts
    return [replace(draft, kind="call") if draft.spoken else draft for draft in drafts]


def mentions_of(article: Article, drafts: Sequence[EventDraft]) -> list[Span]:
    """The words for all who take part, each a mention whose party is to be found."""
    extents = dict.fromkeys(extent for draft in drafts for _, extent in draft.parts)
    return [Span(start, end, article.text[start:end]) for start, end in extents]


def _blocks(article: Article) -> Sequence[Paragraph]:
    return article.paragraphs or (Paragraph(0, len(article.text), "body"),)


def _is_title(text: str, paragraph: Paragraph, number: int) -> bool:
    """A headline, or the first line of a text where it ends no sentence."""
    if paragraph.kind in ("headline", "heading"):
        return True
    return number == 0 and paragraph.kind == "body" and text[paragraph.end - 1 : paragraph.end].isalnum()


class _Around:
    """The statements' contents, for the innermost around a place; places are asked for in text order."""

    def __init__(self, statements: Sequence[Statement]) -> None:
        self._by_id = {statement.id: statement for statement in statements}
        held = ((span.start, span.end, statement) for statement in statements for span in statement.content)
        self._waiting = sorted(held, key=lambda one: (one[0], -one[1]), reverse=True)
        self._open: list[tuple[int, int, Statement]] = []

    def vouched(self, statement: Statement | None) -> str | None:
        """The statement on whose word an event is that stands in this one's content.

        «Vega praised | the meeting in Orr», "looks forward to | welcoming him": the event is taken for granted, and told on the
        word of what is around.
        """
        while statement is not None and statement.act in _TAKES_FOR_GRANTED:
            statement = self._by_id.get(statement.within or "")
        return statement.id if statement is not None else None

    def at(self, place: int, *, outermost: bool) -> Statement | None:
        """The statement whose content holds this place, the innermost."""
        while self._waiting and self._waiting[-1][0] <= place:
            self._open.append(self._waiting.pop())
        self._open = [one for one in self._open if one[1] > place]
        wanted = max if outermost else min
        return wanted(self._open, key=lambda one: one[1] - one[0])[2] if self._open else None


def _in_sentence(
    text: str,
    extent: Extent,
    times: Sequence[Time],
    around: _Around,
    today: date | None,
    title: bool,
    lead: bool,
) -> Iterator[EventDraft]:
    clauses = Clauses(text, extent, [(time.span.start, time.span.end) for time in times], cased=not title)
    candidates = [at for at, low in enumerate(clauses.lower) if may_trigger(low)]
    triggers = list(find_triggers(clauses, candidates))
    own = _share(clauses, triggers, times)
    for number, trigger in enumerate(triggers):
        time = own[number]
        if trigger.verb is not None and trigger.verb.needs == "day" and not _is_day(time):
            continue
        until = triggers[number + 1].first if number + 1 < len(triggers) else len(clauses.lower)
        place = place_of(clauses, trigger, until)
        parts = parts_of(clauses, trigger, until)
        start, end = clauses.extent(trigger.first, trigger.last)
        statement = around.at(clauses.starts[trigger.first], outermost=_is_occasion(clauses, trigger))
        act = statement.act if statement is not None else None
        status = status_of(clauses, trigger, time, today, act, _is_ahead(clauses, trigger, times))
        yield EventDraft(
            trigger.kind,
            (start, end),
            status,
            tuple(parts),
            place,
            time,
            around.vouched(statement),
            title,
            _is_asserted(clauses, trigger, time, place, until, status, lead),
            _is_definite(clauses, trigger),
            trigger.phrase is not None and trigger.phrase.first > 0 and clauses.does[trigger.phrase.first - 1] == "owns",
            lead,
            trigger.verb is not None and trigger.verb.words[0] == "speak" and trigger.kind == "talks",
            trigger.light is not None and trigger.light.words[0] in ("attend", "take", "participate", "join"),
            _is_aside(clauses, trigger),
        )


def _is_day(time: Time | None) -> bool:
    return time is not None and time.earliest is not None and time.earliest == time.latest


def _is_definite(clauses: Clauses, trigger: Trigger) -> bool:
    """«The meeting», "this visit", "Vega's visit": known already, or told so."""
    phrase = trigger.phrase
    if phrase is None:
        return trigger.verb is not None and trigger.verb.needs == "together"
    owned = phrase.first > 0 and clauses.does[phrase.first - 1] == "owns"
    return owned or clauses.lower[phrase.first] in _DEFINITE


def _is_occasion(clauses: Clauses, trigger: Trigger) -> bool:
    """«Vega urged Orr to wait | during a call»: told with what was said, not in it, whose word it is on."""
    chunk = clauses.chunk_at.get(trigger.head)
    return chunk is not None and chunk.before in OCCASIONS


def _is_ahead(clauses: Clauses, trigger: Trigger, times: Sequence[Time]) -> bool:
    """Whether a vague time to come stands a few words before: «work in the coming days, including | a meeting»."""
    start = clauses.starts[trigger.first]
    return any(time.value == "FUTURE_REF" and 0 < start - time.span.end < _JUST_AHEAD for time in times)


def _is_aside(clauses: Clauses, trigger: Trigger) -> bool:
    """«Vega said at | a meeting with Marr», "speaking to reporters": the occasion on which something was said."""
    if trigger.kind == "statement" and trigger.verb is not None:
        return True
    chunk = clauses.chunk_at.get(trigger.head)
    if chunk is None or chunk.before not in OCCASIONS:
        return False
    verb = next((at for at in range(chunk.first - 1, -1, -1) if clauses.does[at] == "verb"), None)
    return verb is not None and any(lemma in listed("plain_cues") or lemma == "speak" for lemma in lemmas(clauses.lower[verb]))


def _is_asserted(clauses: Clauses, trigger: Trigger, time: Time | None, place: Extent | None, until: int, status: EventStatus, lead: bool) -> bool:
    if trigger.verb is not None and trigger.verb.needs == "together":
        return lead
    if trigger.verb is not None or trigger.light is not None:
        return status in _REAL or not _is_general(clauses, trigger)
    if trigger.made:
        return True
    if trigger.noun is not None and trigger.noun.thing:
        return False
    told = told_by(clauses, trigger, until)
    if (time and time.earliest) or place or (told and not _is_crowd(clauses, trigger)):
        return True
    return not _is_general(clauses, trigger) and bool(modifiers(clauses, trigger))


def _is_crowd(clauses: Clauses, trigger: Trigger) -> bool:
    """«Detentions of protesters»: many, at no time, where it is no meeting of theirs."""
    return _is_general(clauses, trigger) and trigger.kind not in ("meeting", "call", "talks", "visit")


def _is_general(clauses: Clauses, trigger: Trigger) -> bool:
    """«Possible meetings», "any visit", "further talks": of no occasion."""
    phrase = trigger.phrase
    if phrase is None:
        return False
    opening = clauses.lower[phrase.first]
    many = clauses.lower[trigger.head].endswith("s") and clauses.does[phrase.first] != "determiner"
    return many or opening in ("any", "no", "further", "another", "such", "some")


def _share(clauses: Clauses, triggers: Sequence[Trigger], times: Sequence[Time]) -> list[Time | None]:
    """Each trigger's own time: the nearest behind it before the next one, in its noun's phrase, or at the sentence's start."""
    own: list[list[tuple[int, Time]]] = [[] for _ in triggers]
    opening = list[Time]()
    for time in times:
        at = bisect_left(clauses.starts, time.span.start)
        if at and (clauses.lower[at - 1] in _NOT_OF_IT or _is_anothers(clauses, at)):
            continue
        number = _owner(triggers, at, clauses)
        if number is None:
            if "noun" not in clauses.does[:at] and "verb" not in clauses.does[:at]:
                opening.append(time)
        else:
            own[number].append((abs(at - triggers[number].head), time))
    shared = next((time for time in opening if time.earliest), opening[0] if opening else None)
    found = list[Time | None]()
    for trigger, near in zip(triggers, own, strict=True):
        near.sort(key=lambda one: (not (one[1].earliest and one[1].latest), one[0]))
        said = trigger.verb is not None or (trigger.light is not None)
        found.append(near[0][1] if near else shared if said else None)
    return found


def _is_anothers(clauses: Clauses, at: int) -> bool:
    """«Vega's | 27 January | order», "the | 2014 | agreement": a time that tells which thing is meant, no event's own."""
    behind = at
    while behind < len(clauses.does) and clauses.does[behind] == "time":
        behind += 1
    tells = clauses.does[at - 1] in ("determiner", "owns") and clauses.does[behind : behind + 1] == ["noun"]
    return tells and not may_trigger(clauses.lower[clauses.chunk_at[behind].last - 1] if behind in clauses.chunk_at else "")


def _owner(triggers: Sequence[Trigger], at: int, clauses: Clauses) -> int | None:
    """The trigger that a time at this word belongs to."""
    found = None
    for number, trigger in enumerate(triggers):
        phrase = clauses.chunk_at.get(trigger.head)
        if trigger.phrase is not None and phrase is not None and phrase.first <= at < trigger.head:
            return number
        if trigger.head < at and (trigger.light or trigger.verb or _is_beside(clauses, trigger, at)):
            found = number
        elif 0 < trigger.first - at <= _JUST_BEFORE and trigger.verb is not None and at > _OPENING and found is None:
            return number  # "Vega on Monday met"
    return found


def _is_beside(clauses: Clauses, trigger: Trigger, at: int) -> bool:
    """Whether a time behind a noun without a verb of its own tells of it: no verb or clause lies between."""
    between = range(trigger.head + 1, at)
    return not any(clauses.does[one] in ("verb", "helps", "opens") or clauses.lower[one] == ";" for one in between)
