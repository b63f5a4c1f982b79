"""An article's text and statements -> drafts of undertakings: who, as a mention, undertakes what, how firmly, if what."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sayso.attribution import Extent
from sayso.events.doers import Doer, doer_before, may_undertake
from sayso.events.spoken import Spoken
from sayso.events.undertaken_words import condition_before, listed_behind, to_whom, what_holds, words_of
from sayso.events.undertakers import is_renewed, undertaker
from sayso.events.undertaking_frames import Cue, Frame, Needs, cues_in
from sayso.events.undertaking_words import WILL, is_noun, sort_of_verb
from sayso.languages import may_be_english
from sayso.record import Article, Statement, Strength, UndertakingKind
from sayso.statements import is_finite, noun_phrase, role_of, sentence_around

# The sorts of verbs that each frame may need; "any" takes all of them but for what only happens behind "will".
_SORTS = {
    "act": ("own", "doing", "other"),
    "doing": ("own", "doing"),
    "own": ("own",),
    "counted": ("own", "doing"),
    "named": ("own", "doing", "other"),
}
# Acts in whose content nothing is undertaken, and those whose content may tell with "would" what will be.
_BARRED = frozenset((
    "demands", "asks", "hopes", "fears", "doubts", "denies", "rejects", "refuses", "opposes", "suggests", "orders", "predicts",
    "believes", "accuses",
))  # fmt: skip
_TELLS = frozenset((
    "states", "announces", "promises", "confirms", "agrees", "reports", "warns", "threatens", "intends", "raises",
))  # fmt: skip
_UNSAID = ("not-said", "asked", "demanded", "conditional")
_OPENING = re.compile(
    r"(?:, where|under which|(?:is|['’]s) why"
    r"|(?P<asks>\b(?:hop\w+|expect\w*|ensur\w+|so|important|necessary|confident|sure|convinced|likely) that"
    r"|\b(?:if|whether|unless|once|until|what|how|why|where|which|whom|whose|when|lest|than)))\s+$",
    re.IGNORECASE,
)
_THAT = re.compile(r"(?:that|to|for)\s+")
_CLEFT = re.compile(r"[“\"]?(It\s+(?:is|was|will be)\s+[^,;:]{1,100}?\s+that\s+)")
_DONE_BY = re.compile(r"\s+(?:\w+ly\s+)?(\w+)\s+(?:[\w-]+\s+){0,6}?by\s+(?=[A-Z]|the\s|us\b)")
_DEEDS = ("pledge", "promise", "decision", "plan")
_POINTS = ("the", "this", "that", "his", "her", "their")
_PLURAL = frozenset(("we", "they", "both", "sides"))
_NOUN = re.compile(r"[^\W\d_][\w’'-]*")
_SMALL = re.compile(r"\b[a-z]+\b")
_TERMS = '.!?…:;”"’»)'
_REQUEST = 500  # code points between a request and what says that it was granted
_LONGEST_HEADING = 240  # code points; a longer paragraph tells, though it ends in no full stop
_LONGEST_OPENING = 40  # code points before a subject in which "if", "how" … open its clause
_ASIDE = re.compile(r",\s+(?:who|which)\b")
_BEHIND_ASIDE = re.compile(r",\s+(?:(?:also|then|today|\w+ly)\s+)*([a-z]+)\b")
_LAST_DRAFTS = 3  # of those before, in whose words a frame may stand


@dataclass(frozen=True, slots=True)
class Drafted:
    """An undertaking in the making; extents are code points. ``who`` is None where nobody is named ("it was agreed").

    ``foretold``: it is in words that may as well tell what another one will do ("would", "will get").
    """

    kind: UndertakingKind
    strength: Strength
    cue: Extent
    who: Extent | None
    what: tuple[Extent, ...]
    sentence: Extent
    to_whom: Extent | None = None
    condition: Extent | None = None
    foretold: bool = False


def draft_undertakings(article: Article, statements: Sequence[Statement]) -> list[Drafted]:
    """Who undertakes what in an article's paragraphs, in text order, by the frames of the language's list.

    Headlines and headings do not count: the text says it again. Linear in the text's length.

    >>> from sayso.record import Paragraph
    >>> text = "Norland will send 40 engineers to Sutland."
    >>> [draft] = draft_undertakings(Article("a", text, (Paragraph(0, 42, "body"),)), ())
    >>> text[slice(*draft.who)], draft.kind, text[slice(*draft.what[0])], text[slice(*draft.to_whom)]
    ('Norland', 'promise', 'send 40 engineers to Sutland', 'Sutland')
    """
    if not may_be_english(article.language):
        return []
    drafting = _Drafting(article.text, Spoken(statements))
    for start, end in _told(article):
        drafting.read(start, end)
    return drafting.drafts


def _told(article: Article) -> Iterator[Extent]:
    """The paragraphs that tell something."""
    for paragraph in article.paragraphs:
        words = article.text[paragraph.start : paragraph.end].rstrip()
        told = words[-1:] in _TERMS or len(words) > _LONGEST_HEADING
        if paragraph.kind in ("body", "standfirst") and told:
            yield paragraph.start, paragraph.end


class _Drafting:
    """The drafts of one article so far, and the sentence that is read."""

    def __init__(self, text: str, spoken: Spoken) -> None:
        self.text, self.spoken = text, spoken
        self.drafts: list[Drafted] = []
        self.sentence = (0, 0)

    def read(self, start: int, end: int) -> None:
        """Draft what is undertaken in a paragraph."""
        for cues in cues_in(self.text, start, end):
            at = cues[0].word[0]
            if not self.sentence[0] <= at < self.sentence[1]:
                self.sentence = sentence_around(self.text, at)
            for cue in cues:
                # «I promised — and they heard me — that …» leaves nothing of what is undertaken.
                if found := [one for one in self.draft(cue) if all(first < last for first, last in one.what)]:
                    self.drafts += found
                    break

    def draft(self, cue: Cue) -> list[Drafted]:
        """What is undertaken in a frame at its place: one, or the items of a list; nothing where a condition does not hold."""
        if cue.frame.needs == "speaker" or self.text[slice(*cue.verb)] == "be":
            return self.passive(cue)
        if not self.may_hold(cue):
            return []
        doer = undertaker(self.text, self.sentence[0], cue)
        if doer is None or self.is_nobody(cue, doer) or self.is_open(cue, doer) or self.is_told_before(cue, doer):
            return []
        return self.drafted(cue, doer)

    # -- whether --------------------------------------------------------------------------------------------------------

    def may_hold(self, cue: Cue) -> bool:
        """Whether the word in the frame's slot may be what it needs, as far as it tells by itself."""
        if cue.who and any(is_finite(word) for word in _SMALL.findall(self.text, *cue.who)):
            return False  # «agreed with Orr and seemed to think»
        verb, needs = self.text[slice(*cue.verb)], cue.frame.needs
        if cue.frame.slot in ("THING", "REQUEST"):
            return True
        if role_of(verb) in ("pronoun", "determiner", "people"):
            return False
        return _may_be_will(cue.frame, verb) if needs == "any" else sort_of_verb(verb) in _SORTS[needs]

    def is_nobody(self, cue: Cue, doer: Doer) -> bool:
        """Whether the subject is an "it" that nobody may say of himself: "it will take time"."""
        return self.text[slice(*doer.extent)].lower() == "it" and self.spoken.around(cue.word[0]) is None

    def is_open(self, cue: Cue, doer: Doer) -> bool:
        """Whether it is asked, supposed, wished or denied, not told."""
        text, (start, end) = self.text, self.sentence
        if text[start:end].rstrip('”"’ ').endswith("?"):
            return True
        if opening := _OPENING.search(text, max(start, doer.extent[0] - _LONGEST_OPENING), doer.extent[0]):
            return opening["asks"] is not None  # not in «in Paris, where Vega will …», «that is why Vega will …»
        around = self.spoken.around(cue.word[0])
        if around and (around.act in _BARRED or around.said in _UNSAID):
            return True
        if cue.frame.first == "would":
            return around is None or around.act not in _TELLS or around.manner == "direct"
        return False

    def is_told_before(self, cue: Cue, doer: Doer) -> bool:
        """Whether it is part of what was drafted: «agreed to consider sending», without a subject of its own."""
        for last in self.drafts[-_LAST_DRAFTS:]:
            for start, end in last.what:
                own = not (doer.shared or (cue.frame.owned and "made" not in cue.frame.rest)) and start <= doer.extent[0] < end
                if start <= cue.word[0] < end and not own:
                    return True
        return False

    # -- in the passive -------------------------------------------------------------------------------------------------

    def passive(self, cue: Cue) -> list[Drafted]:
        """What will be done, by whoever is named behind "by"; or what is promised or agreed, by whoever says so."""
        found = self.by_agent(cue) or self.by_speaker(cue)
        return [found] if found else []

    def by_agent(self, cue: Cue) -> Drafted | None:
        """«The bridge will be built by Norland»."""
        text, limit = self.text, self.limit(cue.verb[1])
        done = _DONE_BY.match(text, cue.verb[1], limit)
        if done is None or cue.frame.first not in ("will", "shall") or sort_of_verb(done[1]) not in ("doing", "own"):
            return None
        who = noun_phrase(text, done.end(), limit, bare=False)
        subject = doer_before(text, self.sentence[0], cue.word[0])
        if who is None or subject is None or subject.shared or not (text[slice(*who)] == "us" or may_undertake(text, who)):
            return None
        if self.is_open(cue, subject):
            return None
        what, condition = words_of(text, subject.extent[0], limit)
        return Drafted("plan", "conditional" if condition else "will", cue.word, who, (what,), self.sentence, None, condition)

    def by_speaker(self, cue: Cue) -> Drafted | None:
        """«She promised that | a bridge would be built», «he said every effort would be made»."""
        text, around = self.text, self.spoken.around(cue.word[0])
        mention = around.speaker.mention if around and around.speaker else None
        if around is None or mention is None or around.said in _UNSAID:
            return None
        if cue.frame.needs != "speaker" and not (cue.frame.first in WILL and around.act in ("promises", "agrees")):
            return None
        first = next((piece.start for piece in around.content if piece.start <= cue.word[0] < piece.end), cue.word[0])
        subject = doer_before(text, self.sentence[0], cue.word[0])
        start = max(first, subject.extent[0]) if subject and not subject.shared else first
        what, condition = words_of(text, start, self.limit(cue.slot[0]))
        if that := _THAT.match(text, *what):
            what = that.end(), what[1]
        if text[slice(*what)].endswith(" be"):
            return None  # «she promised that it would be»
        agreed = around.act == "agrees"
        strength: Strength = "conditional" if condition else "agreed" if agreed else "will"
        who = (mention.start, mention.end)
        return Drafted("agreement" if agreed else "promise", strength, cue.word, who, (what,), self.sentence, None, condition)

    def limit(self, start: int) -> int:
        """Where words that begin at a place end at the latest: with their sentence, or with the content that they stand in."""
        content = self.spoken.around(start)
        ends = [piece.end for piece in content.content if piece.start <= start < piece.end] if content else []
        return min([self.sentence[1], *ends])

    def within_aside(self, cue: Cue, doer: Doer) -> int:
        """The same; a relative clause ends at its comma: «Vega, who promised to sit down |, urged …»."""
        text, limit = self.text, self.limit(cue.slot[0])
        if not _ASIDE.match(text, doer.extent[1], cue.word[0]):
            return limit
        ends = (comma.start() for comma in _BEHIND_ASIDE.finditer(text, cue.verb[1], limit) if is_finite(comma[1]))
        return next(ends, limit)

    # -- what -----------------------------------------------------------------------------------------------------------

    def drafted(self, cue: Cue, doer: Doer) -> list[Drafted]:
        """The draft with its words, or several; none where these are no undertaking."""
        text, frame = self.text, cue.frame
        whats, condition = listed_behind(text, cue, self.sentence[1]), None
        if not whats:
            what, condition = words_of(text, cue.slot[0], self.within_aside(cue, doer), frame.owned)
            renewed = frame.owned and frame.kind in ("promise", "plan") and is_renewed(text, self.sentence[0], cue.word[0])
            if not what_holds(text, cue, what, _needs_again(frame) if renewed else frame.needs):
                return []
            whats = [self.asked(cue, what) or self.cleft(doer, what)]
            condition = condition or condition_before(text, self.sentence[0], doer.extent[0])
        who = doer.extent if doer.extent[1] > doer.extent[0] else None
        kind, strength = self.kind(cue, doer)
        vague = sort_of_verb(text[slice(*cue.verb)]) in ("empty", "other")
        foretold = frame.first == "would" or (frame.first in WILL and vague)
        return [
            Drafted(
                kind,
                "conditional" if condition else strength,
                cue.word,
                who,
                (what,),
                self.sentence,
                to_whom(text, cue, what),
                condition,
                foretold,
            )
            for what in whats
        ]

    def asked(self, cue: Cue, what: Extent) -> Extent | None:
        """What was asked for before, for words that only say so: «supported | the request»."""
        words = self.text[slice(*what)].split()
        if cue.frame.slot != "REQUEST" or len(words) > 2 or words[0].lower() not in _POINTS:
            return None
        asked = self.spoken.asked_before(cue.word[0], _REQUEST)
        if asked is None:
            return None
        start, end = asked.content[0].start, asked.content[-1].end
        opening = _THAT.match(self.text, start, end)
        return opening.end() if opening else start, end

    def cleft(self, doer: Doer, what: Extent) -> Extent:
        """The whole of «It is there that Norland will stay»."""
        found = _CLEFT.match(self.text, self.sentence[0], doer.extent[0])
        return (found.start(1), what[1]) if found and found.end() == doer.extent[0] else what

    def kind(self, cue: Cue, doer: Doer) -> tuple[UndertakingKind, Strength]:
        """What it is: one's own doings are a plan, and where one alone agrees it is a promise."""
        frame, around = cue.frame, self.spoken.around(cue.word[0])
        words = self.text[slice(*doer.extent)].lower()
        if frame.first in WILL:
            if around and around.act in _KINDS:
                return _KINDS[around.act]
            own = sort_of_verb(self.text[slice(*cue.verb)]) == "own" or self.is_own(cue)
            return ("plan" if own else "promise"), "will"
        if frame.kind == "agreement" and not frame.owned and "with" not in frame.rest and not _is_several(words):
            return "promise", "agreed"
        if frame.first == "decide" and (" and " in words or words in _PLURAL or not words):
            return "agreement", "agreed"
        return frame.kind, frame.strength

    def is_own(self, cue: Cue) -> bool:
        """Whether a light verb goes with a doing of one's own: «make a working trip», «take part»."""
        return any(is_noun(word, "own") for word in _NOUN.findall(self.text[cue.verb[1] : cue.verb[1] + 40])[:4])


_KINDS: dict[str, tuple[UndertakingKind, Strength]] = {
    "threatens": ("threat", "will"),
    "agrees": ("agreement", "agreed"),
    "promises": ("promise", "will"),
}


def _needs_again(frame: Frame) -> Needs:
    """What has to stand in a noun's frame that is said again: «thanked her for the pledge to | train pilots»."""
    return "doing" if frame.first in _DEEDS else "counted"


def _may_be_will(frame: Frame, verb: str) -> bool:
    return frame.first not in WILL or sort_of_verb(verb) != "state"


def _is_several(words: str) -> bool:
    """Whether a subject in small letters is several: "we", "Vega and Orr", "the leaders of Norland"; "" is nobody named."""
    if not words or " and " in words or words in _PLURAL:
        return True
    return words.split()[-1].endswith("s") or words.split(" of ")[0].endswith("s")
