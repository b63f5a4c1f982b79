"""An article with its statements and times -> drafts of its events: who takes part in mentions, which are not yet parties."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sayso.attribution import Extent
from sayso.events.anchors import day_of
from sayso.events.asserting import is_ahead, is_aside, is_asserted, is_attendance, is_definite, is_known, is_occasion, is_told
from sayso.events.attendance import lists_of_attendance
from sayso.events.clauses import Clauses, is_past
from sayso.events.dated import dated_triggers, has_days, is_dated, main_trigger
from sayso.events.frames import may_trigger
from sayso.events.own_times import own_times
from sayso.events.statuses import status_of
from sayso.events.taking_part import Part, parts_of
from sayso.events.trigger import Trigger
from sayso.events.triggers import find_triggers
from sayso.events.whereabouts import place_of
from sayso.languages import may_be_english
from sayso.record import Article, EventStatus, Paragraph, Span, Statement, Time
from sayso.statements import sentences

_LETTERS = re.compile(r"[a-zé]+(?:-[a-z]+)*")
_OPENING = 4  # sentences in which a text tells of its own events; by the labelled documents
_LONGEST = 1500  # code points of a sentence that is looked at: what is longer is a table

_JUST_AHEAD = 30  # code points

_SPOKEN = frozenset(("speak", "speaks", "spoke", "spoken", "speaking", "conversation"))  # by phone or not
_SPOKEN_ACTS = frozenset(("praises", "thanks", "criticises", "hopes", "denies", "warns", "reacts", "believes"))
_TAKES_FOR_GRANTED = frozenset(("praises", "thanks", "hopes", "reacts", "supports", "criticises", "opposes", "intends"))


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
    opening: bool = False  # among what a text tells first, as its own news
    spoken: bool = False  # "spoke with", which may be by phone or not
    attendance: bool = False  # tells who was there: "the meeting was attended by Marr"
    known: bool = False  # goes by a name of its own, or is told to be near: "the Harbour Summit", "the upcoming vote"
    occasion: bool = False  # told as when something else was: "after an informal talk"
    sentence: int = 0  # where its sentence begins
    aside: bool = False  # told with who said something, when: "she said at a meeting with Marr"


def draft_events(article: Article, statements: Sequence[Statement], times: Sequence[Time]) -> list[EventDraft]:
    """All tellings of events in the article, in text order; linear in its length."""
    if not may_be_english(article.language):
        return []
    around = _Around(statements)
    starts = [time.span.start for time in times]
    today = day_of(article)
    drafts = list[EventDraft]()
    lead, read, headed = True, 0, False
    for number, paragraph in enumerate(_blocks(article)):
        title = _is_title(article.text, paragraph, number)
        headed = headed or title
        for start, end in sentences(article.text, paragraph.start, paragraph.end):
            read += not title
            here = times[bisect_left(starts, start) : bisect_left(starts, end)]
            words = set(_LETTERS.findall(article.text[start:end].lower()))
            if end - start > _LONGEST or not (lead or has_days(here) or any(map(may_trigger, words))):
                lead = lead and title
                continue
            drafts += _in_sentence(
                article.text, (start, end), here, around, today, title, lead, read <= _OPENING, lead and headed and not title
            )
            lead = lead and title
    lists = list(lists_of_attendance(article.text))
    heads = [head for head, _ in lists]
    drafts = [one for one in drafts if not any(start <= one.trigger[0] < end for start, end in heads)]
    drafts += (_listed(extent, names) for extent, names in lists)
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
        self._cues = sorted((one.cue.start, one.cue.end) for one in statements if one.cue and one.act in _SPOKEN_ACTS)

    def is_cue(self, place: int) -> bool:
        """Whether a word stands in the cue of a statement that says no more than that somebody spoke: "commended"."""
        at = bisect_right(self._cues, (place, 1 << 62)) - 1
        return at >= 0 and place < self._cues[at][1]

    def vouched(self, statement: Statement | None) -> str | None:
        """The statement on whose word an event is that stands in this one's content.

        «Vega praised | the meeting in Orr», "looks forward to | welcoming him": the event is taken for granted, and told on the
        word of what is around.
        """
        while statement is not None and statement.act in _TAKES_FOR_GRANTED:
            statement = self._by_id.get(statement.within or "")
        return statement.id if statement is not None else None

    def of(self, statement: Statement) -> Statement | None:
        """The statement that this one is within."""
        return self._by_id.get(statement.within or "")

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
    opening: bool,
    news: bool,
) -> Iterator[EventDraft]:
    clauses = Clauses(text, extent, [(time.span.start, time.span.end) for time in times], cased=not title)
    candidates = [at for at, low in enumerate(clauses.lower) if may_trigger(low)]
    triggers = list(find_triggers(clauses, candidates))
    own = own_times(clauses, triggers, times)
    told = any(one.verb or one.light or (one.noun and one.noun.sudden) for one in triggers)
    if news and not told and (main := main_trigger(clauses)):
        triggers.append(main)
        triggers.sort(key=lambda one: one.head)
        own = own_times(clauses, triggers, times)
    left = _left(times, own)
    if not title and (has_days(left) or (has_days(times) and "when" in clauses.lower)):
        triggers, own = _with_dated(clauses, triggers, own, left, times, around)
    for number, trigger in enumerate(triggers):
        time = own[number]
        if not is_told(clauses, trigger, time, lead and not number):
            continue
        until = triggers[number + 1].first if number + 1 < len(triggers) else len(clauses.lower)
        place = place_of(clauses, trigger, until)
        statement = around.at(clauses.starts[trigger.first], outermost=is_occasion(clauses, trigger))
        if statement is not None and _goes_on(clauses, trigger, statement):
            statement = around.of(statement)
        act = statement.act if statement is not None else None
        status = status_of(clauses, trigger, time, today, act, is_ahead(clauses, trigger, times))
        yield EventDraft(
            trigger.kind,
            clauses.extent(trigger.first, trigger.last),
            status,
            tuple(parts_of(clauses, trigger, until)),
            place,
            time,
            around.vouched(statement),
            title,
            asserted=is_asserted(clauses, trigger, time, place, until, status, lead),
            definite=is_definite(clauses, trigger),
            owned=trigger.phrase is not None and trigger.phrase.first > 0 and clauses.does[trigger.phrase.first - 1] == "owns",
            lead=lead,
            opening=lead or (opening and _is_own(clauses, trigger)),
            spoken=trigger.kind == "talks" and clauses.lower[trigger.head] in _SPOKEN,
            attendance=is_attendance(trigger),
            aside=is_aside(clauses, trigger),
            occasion=is_occasion(clauses, trigger),
            sentence=extent[0],
            known=is_known(clauses, trigger),
        )


def _left(times: Sequence[Time], own: Sequence[Time | None]) -> list[Time]:
    """The times that no trigger has."""
    taken = [(time.span.start, time.span.end) for time in own if time is not None]
    return [time for time in times if not any(start <= time.span.start < end for start, end in taken)]


def _with_dated(
    clauses: Clauses,
    triggers: list[Trigger],
    own: list[Time | None],
    left: Sequence[Time],
    times: Sequence[Time],
    around: _Around,
) -> tuple[list[Trigger], list[Time | None]]:
    """The triggers with the verbs of no list to which a time belongs that none of them has; each with its own time."""
    taken = {at for one in triggers for at in range(one.first, one.last)}
    taken |= {one.group.verb for one in triggers if one.group is not None}
    further = [one for one in dated_triggers(clauses, taken) if not around.is_cue(clauses.starts[one.head])]
    dated = zip(further, own_times(clauses, further, left, times), strict=True)
    found = [*zip(triggers, own, strict=True), *((one, time) for one, time in dated if is_dated(one, time))]
    found.sort(key=lambda one: one[0].head)
    return [trigger for trigger, _ in found], [time for _, time in found]


def _is_own(clauses: Clauses, trigger: Trigger) -> bool:
    """Whether what a trigger tells is news, not what was before: by a verb in the past without "had" or "has"."""
    group = trigger.group
    if group is None or (trigger.verb is None and trigger.light is None):
        return is_aside(clauses, trigger, widely=True)
    return not {"had", "has", "have"} & set(clauses.lower[group.first : group.verb])


def _goes_on(clauses: Clauses, trigger: Trigger, statement: Statement) -> bool:
    """«The council announced a truce | and opened the bridge»: a verb beside the cue, that the content runs over."""
    group, cue = trigger.group, statement.cue
    if group is None or cue is None or group.first < 1 or clauses.lower[group.first - 1] != "and" or group.first != group.verb:
        return False
    begins = statement.content[0].start
    first, last = bisect_left(clauses.starts, begins), group.first - 1
    verbs = {"verb", "helps", "opens", "pronoun"} & set(clauses.does[first:last])
    return cue.end <= begins and is_past(clauses.lower[group.verb]) and first < last and not verbs
