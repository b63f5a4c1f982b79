"""An article with its statements and times -> drafts of its events: who takes part in mentions, which are not yet parties."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sayso.attribution import Extent
from sayso.events.anchors import day_of
from sayso.events.attendance import lists_of_attendance
from sayso.events.clauses import Clauses
from sayso.events.frames import may_trigger
from sayso.events.own_times import is_day, own_times
from sayso.events.statuses import status_of
from sayso.events.taking_part import Part, parts_of, told_by
from sayso.events.trigger import OCCASIONS, Trigger, modifiers
from sayso.events.triggers import find_triggers
from sayso.events.whereabouts import place_of
from sayso.languages import listed, may_be_english
from sayso.record import Article, EventStatus, Paragraph, Span, Statement, Time
from sayso.statements import lemmas, sentences

_LETTERS = re.compile(r"[a-zé]+(?:-[a-z]+)*")
_LONGEST = 1500  # code points of a sentence that is looked at: what is longer is a table

_JUST_AHEAD = 30  # code points

_TAKES_FOR_GRANTED = frozenset(("praises", "thanks", "hopes", "reacts", "supports", "criticises", "opposes", "intends"))
_REAL = ("happened", "ongoing", "planned", "cancelled", "postponed", "denied")

_DEFINITE = frozenset(("the", "this", "that", "these", "those", "his", "her", "their", "its"))


@dataclass(frozen=True, slots=True)
class EventDraft:
    """One telling of an event, by the words of its sentence.

    ``title`` is one in a headline; ``asserted`` one that says that the event is, or tells who, when or where, not just "the
    call"; ``definite`` one that speaks of it as known.
    """

    kind: str
    trigger: Extent
    status: EventStatus
    parts: tuple[Part, ...]
    place: Extent | None = None
    time: Time | None = None
    within: str | None = None
    title: bool = False
    asserted: bool = False
    definite: bool = False
    owned: bool = False  # "Vega's visit"
    lead: bool = False  # in the first sentence of the text
    spoken: bool = False  # "spoke with", which may be by phone or not
    attendance: bool = False  # tells who was there: "the meeting was attended by Marr"
    aside: bool = False  # told with who said something, when: "she said at a meeting with Marr"


def draft_events(article: Article, statements: Sequence[Statement], times: Sequence[Time]) -> list[EventDraft]:
    """All tellings of events in the article, in text order; linear in its length."""
    if not may_be_english(article.language):
        return []
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
    drafts += (_listed(extent, names) for extent, names in lists_of_attendance(article.text))
    return _calls(drafts)


def _listed(head: Extent, names: Sequence[Extent]) -> EventDraft:
    """A list of who was there, of whatever event was told."""
    parts: list[Part] = [("party", name) for name in names]
    return EventDraft("meeting", head, "happened", tuple(parts), attendance=True, definite=True)


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
    own = own_times(clauses, triggers, times)
    for number, trigger in enumerate(triggers):
        time = own[number]
        if trigger.verb is not None and trigger.verb.needs == "day" and not is_day(time):
            continue
        until = triggers[number + 1].first if number + 1 < len(triggers) else len(clauses.lower)
        place = place_of(clauses, trigger, until)
        statement = around.at(clauses.starts[trigger.first], outermost=_is_occasion(clauses, trigger))
        act = statement.act if statement is not None else None
        status = status_of(clauses, trigger, time, today, act, _is_ahead(clauses, trigger, times))
        yield EventDraft(
            trigger.kind,
            clauses.extent(trigger.first, trigger.last),
            status,
            tuple(parts_of(clauses, trigger, until)),
            place,
            time,
            around.vouched(statement),
            title,
            asserted=_is_asserted(clauses, trigger, time, place, until, status, lead),
            definite=_is_definite(clauses, trigger),
            owned=trigger.phrase is not None and trigger.phrase.first > 0 and clauses.does[trigger.phrase.first - 1] == "owns",
            lead=lead,
            spoken=trigger.verb is not None and trigger.verb.words[0] == "speak" and trigger.kind == "talks",
            attendance=_is_attendance(trigger),
            aside=_is_aside(clauses, trigger),
        )


def _is_definite(clauses: Clauses, trigger: Trigger) -> bool:
    """«The meeting», "this visit", "Vega's visit": known already, or told so."""
    phrase = trigger.phrase
    if phrase is None:
        return trigger.verb is not None and trigger.verb.needs in ("together", "joined")
    owned = phrase.first > 0 and clauses.does[phrase.first - 1] == "owns"
    return owned or clauses.lower[phrase.first] in _DEFINITE


def _is_attendance(trigger: Trigger) -> bool:
    """«The meeting was attended by Marr», "she was joined by Marr"."""
    if trigger.verb is not None:
        return trigger.verb.needs == "joined"
    return trigger.light is not None and trigger.light.words[0] in ("attend", "take", "participate", "join")


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


def _is_asserted(
    clauses: Clauses, trigger: Trigger, time: Time | None, place: Extent | None, until: int, status: EventStatus, lead: bool
) -> bool:
    if trigger.verb is not None and trigger.verb.needs == "together":
        return lead
    if trigger.verb is not None and trigger.verb.needs == "joined":
        return False
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
