"""An article's text and statements -> who undertakes what: drafts with their mentions, then undertakings with parties."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from sayso.attribution import Extent
from sayso.events.doers import Doer, doer_before, may_undertake, owner_before
from sayso.events.spoken import Spoken
from sayso.events.undertaken_words import announces_list, condition_before, items_behind, thing_in, words_of
from sayso.events.undertaking_frames import Cue, cues_in
from sayso.events.undertaking_words import is_noun, sort_of_verb
from sayso.languages import may_be_english, word_class
from sayso.record import Article, Statement, Strength, UndertakingKind
from sayso.statements import is_finite, noun_phrase, role_of, sentence_around

_MODALS = frozenset(("may", "might", "should", "must", "could", "can", "would", "cannot", "did", "does", "do"))
_WILL = frozenset(("will", "would", "shall", "ll"))
_ALLOWED = {
    "act": ("own", "doing", "other"),
    "doing": ("own", "doing"),
    "own": ("own",),
    "counted": ("own", "doing"),
    "named": ("own", "doing", "other"),
}
_DENIES = frozenset(("not", "never", "cannot"))
_BEING = frozenset(
    ("is", "are", "was", "were", "be", "been", "being", "am", "'s", "'re", "'m", "remain", "remains", "stand", "stands", "stood", "remained")
)
_OPENING = re.compile(
    r"(?:, where|(?:is|['’]s) why|(?P<asks>\b(?:if|whether|unless|once|until|what|how|why|where|which|whom|whose|when|lest|than)))\s+$",
    re.IGNORECASE,
)
_JOINS = frozenset((",", "and", "but", "then", "while", "by", "or"))
_PLURAL = frozenset(("we", "they", "both", "sides"))
_BARRED = frozenset(("demands", "asks", "hopes", "fears", "doubts", "denies", "rejects", "refuses", "opposes", "suggests", "orders", "predicts", "believes", "accuses"))
_TELLS = frozenset(("states", "announces", "promises", "confirms", "agrees", "reports", "warns", "threatens", "intends", "raises"))
_RELATIVES = frozenset(("who", "which", "that"))
_DONE_BY = re.compile(r"\s+(?:\w+ly\s+)?(\w+)\s+(?:[\w-]+\s+){0,6}?by\s+(?=[A-Z]|the\s)")
_THAT = re.compile(r"(?:that|to|for)\s+")
_CLEFT = re.compile(r"[“\"]?(It\s+(?:is|was|will be)\s+[^,;:]{1,100}?\s+that\s+)")
_REQUEST = 500  # code points between a request and what says that it was granted
_UNSAID = ("not-said", "asked", "demanded", "conditional")
_DIGIT = re.compile(r"\d|\b(?:million|billion|thousand|dozen|hundred)s?\b")
_BY = re.compile(r"\bby\s+(?=[A-Z]|the\s)")
_SMALL = re.compile(r"\b[a-z]+\b")
_NOUN = re.compile(r"[^\W\d_][\w’'-]*")
_LONGEST_HEADING = 240  # code points; a longer paragraph tells, though it ends in no full stop
_TERMS = ".!?…:;”\"’»)"


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
    """Who undertakes what in an article's paragraphs, in text order, by the frames of the language's list."""
    if not may_be_english(article.language):
        return []
    drafting = _Drafting(article.text, Spoken(statements))
    for start, end in _told(article):
        drafting.read(start, end)
    return drafting.drafts


def _told(article: Article) -> Iterator[Extent]:
    """The paragraphs that tell, without headings: these say again what the text says."""
    for paragraph in article.paragraphs:
        words = article.text[paragraph.start : paragraph.end].rstrip()
        told = words[-1:] in _TERMS or len(words) > _LONGEST_HEADING
        if paragraph.kind in ("body", "standfirst") and told:
            yield paragraph.start, paragraph.end


class _Drafting:
    """The drafts of one article so far."""

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
            for cue in sorted(cues, key=lambda one: not one.frame.owned):
                if found := self.draft(cue):
                    self.drafts += found
                    break

    def draft(self, cue: Cue) -> list[Drafted]:
        """What is undertaken in a frame at its place: one, or the items of a list; nothing where a condition does not hold."""
        if cue.frame.needs == "speaker" or self.text[slice(*cue.verb)] == "be":
            return self.passive(cue)
        if not self.may_hold(cue):
            return []
        doer = self.owner(cue) if cue.frame.owned else self.doer(cue)
        if doer is None or self.is_open(cue, doer) or self.is_told_before(cue, doer):
            return []
        return self.drafted(cue, doer)

    def may_hold(self, cue: Cue) -> bool:
        """Whether the word in the frame's slot may be what it needs, as far as it tells by itself."""
        verb = self.text[slice(*cue.verb)]
        if cue.who and any(is_finite(word) for word in _SMALL.findall(self.text, *cue.who)):
            return False  # «agreed with Orr and seemed to think»
        if cue.frame.slot in ("THING", "REQUEST"):
            return True
        sort, needs = sort_of_verb(verb), cue.frame.needs
        if role_of(verb) in ("pronoun", "determiner", "people") or verb == "be":
            return False
        if needs == "any":
            return sort != "state" or cue.frame.first not in _WILL
        return sort in _ALLOWED[needs]

    # -- who ----------------------------------------------------------------------------------------------------------

    def doer(self, cue: Cue) -> Doer | None:
        """Who does what the frame's verb says; a Doer without an extent where nobody is named."""
        text, start = self.text, self.sentence[0]
        doer = doer_before(text, start, cue.word[0])
        if doer is None:
            return None
        word, modal = text[slice(*cue.word)].lower(), cue.frame.first in _WILL
        helpers = set(doer.helpers)
        if not _DENIES.isdisjoint(helpers) or any(one.endswith(("n't", "n’t")) for one in helpers):
            return None
        if not modal and not _MODALS.isdisjoint(helpers):
            return None
        if doer.shared and not self.is_joined(cue.word[0], doer):
            return None
        being = not _BEING.isdisjoint(helpers)
        if text[slice(*doer.extent)].lower() == "it" and being and cue.frame.first in ("agree", "decide", "resolve"):
            return replace(doer, extent=(doer.extent[1], doer.extent[1]))
        if cue.frame.being != being and not (being and (word.endswith("ing") or cue.frame.first == "commit")):
            return None
        if word.endswith("ing") and not being and not doer.shared:
            return None
        if text[slice(*doer.extent)].lower() == "it" and self.spoken.around(cue.word[0]) is None:
            return None
        return doer if may_undertake(text, doer.extent) else None

    def is_joined(self, stop: int, doer: Doer) -> bool:
        """Whether a verb shares a subject that stands before another verb: «Vega met Orr and | agreed»."""
        before = self.text[doer.extent[1] : stop].split()
        if not self.is_past(stop) and not _RELATIVES.isdisjoint(before):
            return False  # «thanked those who came and | will stay»
        before = before[: len(before) - len(doer.helpers)]
        return bool(before) and (before[-1].lower() in _JOINS or before[-1].endswith(","))

    def is_past(self, place: int) -> bool:
        """Whether the verb at a place is in the past: «met Orr, who is ill, and | agreed»."""
        word = _NOUN.match(self.text, place)
        return word is not None and is_finite(word[0]) and word[0].endswith("ed")

    def owner(self, cue: Cue) -> Doer | None:
        """Whose a plan, a promise or a decision is: who owns it, or who makes it."""
        text, start = self.text, self.sentence[0]
        if cue.who and not {"by", "from", "made"}.isdisjoint(cue.frame.rest):
            return Doer(cue.who) if may_undertake(text, cue.who) else None
        owner = owner_before(text, start, cue.word[0])
        held = self.held(cue.word[0])
        if owner and text[slice(*owner)].lower() not in word_class("possessive"):
            return Doer(owner) if may_undertake(text, owner) else None
        if held is None:
            return None
        doer = doer_before(text, start, held)
        if doer is None or not _DENIES.isdisjoint(doer.helpers) or not _MODALS.isdisjoint(doer.helpers):
            return None
        if doer.shared and not self.is_joined(held, doer):
            return None
        return doer if may_undertake(text, doer.extent) else None

    def held(self, stop: int) -> int | None:
        """Where the verb begins that makes a noun somebody's: «announced | a firm plan»."""
        begin = max(self.sentence[0], stop - 80)
        for word in reversed(list(re.finditer(r"\S+", self.text[begin:stop]))[-6:]):
            low = word[0].lower()
            if is_noun(low, "holds") or is_noun(low, "renews"):
                return begin + word.start()
            if not low.replace("’", "'").replace("'s", "").isalpha() or (is_finite(low) and not low.endswith("ed")):
                return None
        return None

    def is_renewed(self, stop: int) -> bool:
        """Whether it is only said again: «reaffirmed | her commitment»."""
        words = self.text[max(self.sentence[0], stop - 90) : stop].split()
        return any(is_noun(word.lower(), "renews") for word in words)

    # -- whether --------------------------------------------------------------------------------------------------------

    def is_open(self, cue: Cue, doer: Doer) -> bool:
        """Whether it is asked, supposed, wished or denied, not told."""
        text, (start, end) = self.text, self.sentence
        if text[start:end].rstrip("”\"’ ").endswith("?"):
            return True
        if opening := _OPENING.search(text, max(start, doer.extent[0] - 40), doer.extent[0]):
            return opening["asks"] is not None  # not in «in Paris, where Vega will …», «that is why Vega will …»
        around = self.spoken.around(cue.word[0])
        if around and (around.act in _BARRED or around.said in _UNSAID):
            return True
        if cue.frame.first == "would":
            return around is None or around.act not in _TELLS or around.manner == "direct"
        return False

    def is_told_before(self, cue: Cue, doer: Doer) -> bool:
        """Whether it is part of what was drafted: «agreed to consider sending», without a subject of its own."""
        for last in self.drafts[-3:]:
            for start, end in last.what:
                if start <= cue.word[0] < end and (doer.shared or cue.frame.owned or not start <= doer.extent[0] < end):
                    return True
        return False

    def passive(self, cue: Cue) -> list[Drafted]:
        """What is promised or agreed in the passive, by whoever says so: «promised that | a bridge would be built»."""
        text, around = self.text, self.spoken.around(cue.word[0])
        mention = around.speaker.mention if around and around.speaker else None
        if agent := self.agent(cue):
            return [agent]
        if around is None or mention is None or around.said in _UNSAID:
            return []
        if cue.frame.needs != "speaker" and not (cue.frame.first in _WILL and around.act in ("promises", "agrees")):
            return []
        before = doer_before(text, self.sentence[0], cue.word[0])
        first = next((piece.start for piece in around.content if piece.start <= cue.word[0] < piece.end), cue.word[0])
        start = before.extent[0] if before and not before.shared else first
        what, condition = words_of(text, max(start, first), self.limit(cue.slot[0]))
        if that := _THAT.match(text, *what):
            what = that.end(), what[1]
        kind: UndertakingKind = "agreement" if around.act == "agrees" else "promise"
        strength: Strength = "conditional" if condition else "agreed" if around.act == "agrees" else "will"
        return [Drafted(kind, strength, cue.word, (mention.start, mention.end), (what,), self.sentence, None, condition)]

    def agent(self, cue: Cue) -> Drafted | None:
        """What will be done, by whoever stands behind "by": «the report will be given by Minister Orr»."""
        text, start = self.text, self.sentence[0]
        done = _DONE_BY.match(text, cue.verb[1], self.limit(cue.verb[1]))
        if done is None or cue.frame.first not in _WILL or cue.frame.first == "would" or sort_of_verb(done[1]) != "doing":
            return None
        who = noun_phrase(text, done.end(), self.limit(done.end()), bare=False)
        subject = doer_before(text, start, cue.word[0])
        if who is None or subject is None or subject.shared or not may_undertake(text, who) or self.is_open(cue, subject):
            return None
        what, condition = words_of(text, subject.extent[0], self.limit(done.end()))
        return Drafted("plan", "conditional" if condition else "will", cue.word, who, (what,), self.sentence, None, condition)

    def limit(self, start: int) -> int:
        """Where words that begin at a place end at the latest: with their sentence, or with the content that they stand in."""
        content = self.spoken.around(start)
        ends = [piece.end for piece in content.content if piece.start <= start < piece.end] if content else []
        return min([self.sentence[1], *ends])

    # -- what -----------------------------------------------------------------------------------------------------------

    def drafted(self, cue: Cue, doer: Doer) -> list[Drafted]:
        """The draft with its words, or several; none where these are no undertaking."""
        text, frame = self.text, cue.frame
        whats, condition = self.items(cue, self.sentence[1]), None
        if not whats:
            what, condition = words_of(text, cue.slot[0], self.limit(cue.slot[0]), frame.owned)
            if not self.holds(cue, what):
                return []
            whats = [self.asked(cue, what) or self.cleft(doer, what)]
            condition = condition or condition_before(text, self.sentence[0], doer.extent[0])
        who = doer.extent if doer.extent[1] > doer.extent[0] else None
        kind, strength = self.kind(cue, doer)
        strength = "conditional" if condition else strength
        to_whom = cue.who if cue.who and not frame.owned else None
        foretold = frame.first in _WILL and (frame.first == "would" or sort_of_verb(text[slice(*cue.verb)]) in ("empty", "other"))
        return [Drafted(kind, strength, cue.word, who, (one,), self.sentence, to_whom, condition, foretold) for one in whats]

    def asked(self, cue: Cue, what: Extent) -> Extent | None:
        """What was asked for before, for words that only say so: «supported | the request»."""
        words = self.text[slice(*what)].split()
        if cue.frame.slot != "REQUEST" or len(words) > 2 or words[0].lower() not in ("the", "this", "that", "his", "her", "their"):
            return None
        asked = self.spoken.asked_before(cue.word[0], _REQUEST)
        if asked is None:
            return None
        start, end = asked.content[0].start, asked.content[-1].end
        opening = _THAT.match(self.text, start, end)
        return opening.end() if opening else start, end

    def cleft(self, doer: Doer, what: Extent) -> Extent:
        """The whole of «It is there that Norland will stay»."""
        start = self.sentence[0]
        found = _CLEFT.match(self.text, start, doer.extent[0])
        return (found.start(1), what[1]) if found and found.end() == doer.extent[0] else what

    def items(self, cue: Cue, limit: int) -> list[Extent]:
        """The items of a list that the frame's words announce."""
        text = self.text
        if cue.frame.slot == "THING":
            thing = thing_in(text[cue.slot[0] : limit])
            if announces_list(thing):
                return items_behind(text, cue.slot[0] + len(thing), limit)
        return []

    def holds(self, cue: Cue, what: Extent) -> bool:
        """Whether what stands in the frame's slot is what the frame needs."""
        text, frame, needs = self.text, cue.frame, cue.frame.needs
        if frame.owned and frame.kind in ("promise", "plan") and self.is_renewed(cue.word[0]):
            needs = "counted"
        words = text[slice(*what)]
        if frame.slot == "THING":
            return self.thing_holds(cue, what, needs)
        if needs != "counted":
            return True
        return sort_of_verb(text[slice(*cue.verb)]) in _ALLOWED["counted"] and bool(_DIGIT.search(words))

    def thing_holds(self, cue: Cue, what: Extent, needs: str) -> bool:
        text = self.text
        if text[slice(*cue.verb)].lower() in ("a", "an") and cue.frame.first == "agree" and "to" in cue.frame.rest:
            return True
        words = thing_in(text[slice(*what)])
        nouns = _NOUN.findall(words)
        if any(is_noun(one, "stance") for one in nouns) or words.lower() in ("it", "this", "that", "them", "these"):
            return False
        if announces_list(words):
            return False
        if needs == "named":
            return any(one[0].isupper() for one in nouns[1:]) or bool(_DIGIT.search(words))
        return True

    def is_own(self, cue: Cue) -> bool:
        """Whether a light verb goes with a doing of one's own: «make a working trip», «take part»."""
        return any(is_noun(word, "own") for word in _NOUN.findall(self.text[cue.verb[1] : cue.verb[1] + 40])[:4])

    def kind(self, cue: Cue, doer: Doer) -> tuple[UndertakingKind, Strength]:
        """What it is: one's own doings are a plan, and where one alone agrees it is a promise."""
        frame = cue.frame
        around = self.spoken.around(cue.word[0])
        if frame.first in _WILL:
            if around and around.act == "threatens":
                return "threat", "will"
            if around and around.act == "agrees":
                return "agreement", "agreed"
            if around and around.act == "promises":
                return "promise", "will"
            own = sort_of_verb(self.text[slice(*cue.verb)]) == "own" or self.is_own(cue)
            return ("plan" if own else "promise"), "will"
        words = self.text[slice(*doer.extent)].lower()
        several = not words or " and " in words or words in _PLURAL or words.split()[0] == "both" or words.split()[-1].endswith("s")
        if frame.kind == "agreement" and not several:
            several = any(one.endswith("s") for one in words.split(" of ")[0].split()[-1:])
        if frame.kind == "agreement" and not several and "with" not in frame.rest and not frame.owned:
            return "promise", "agreed"
        if frame.first == "decide" and (" and " in words or words in _PLURAL or not words):
            return "agreement", "agreed"
        return frame.kind, frame.strength
