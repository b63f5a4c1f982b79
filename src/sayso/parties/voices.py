"""Statements' voices -> the members of the cast whose they are: names, descriptions, pronouns, each decided in text order."""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import accumulate
from operator import itemgetter

from sayso.attribution import Antecedent, Name
from sayso.languages import listed, word_class
from sayso.languages.lexicon import word_lists
from sayso.parties import pronouns
from sayso.parties.cast import Cast, Member, cast_names
from sayso.parties.descriptions import Decision, Descriptions
from sayso.parties.mentions import read_phrase
from sayso.parties.names import Occurrence
from sayso.parties.pronouns import Salience, body_fit, gender_fit, group_fit, prominence, pronoun_forms
from sayso.parties.words import Words
from sayso.record import Span, Statement, Voice

Extent = tuple[int, int]

NAMED = ("name", "surname", "acronym")  # decided by what is written, not by what it may mean


def voices_of(statement: Statement) -> Iterator[Voice]:
    """The speaker, the addressee and each step of the relay, those that are there."""
    yield from (voice for voice in (statement.speaker, statement.addressee) if voice)
    yield from statement.relay


class Contents:
    """The contents of statements with a named speaker, by where they begin; ``reach`` is how far any so far goes."""

    def __init__(self, statements: Sequence[Statement]) -> None:
        voiced = [(order, s) for order, s in enumerate(statements) if s.speaker and s.speaker.mention]
        self.held = sorted(((c.start, c.end, order, s) for order, s in voiced for c in s.content), key=lambda held: held[:3])
        self.starts = [held[0] for held in self.held]
        self.reach = list(accumulate((held[1] for held in self.held), max))

    def around(self, mention: Span) -> list[tuple[Statement, Span]]:
        """The statements whose content holds the mention, in text order, with what names their speakers: never itself."""
        found: dict[int, tuple[Statement, Span]] = {}
        at = bisect_right(self.starts, mention.start) - 1
        while at >= 0 and self.reach[at] >= mention.end:
            _, end, order, statement = self.held[at]
            speaker = statement.speaker.mention if statement.speaker else None
            if end >= mention.end and speaker and speaker != mention:
                found[order] = (statement, speaker)
            at -= 1
        return [found[order] for order in sorted(found)]


def _extent(mention: Span) -> Extent:
    return mention.start, mention.end


class Voices:
    """One article's voices, decided in text order: ``decided`` has the member of each mention, and how it was told."""

    def __init__(
        self,
        words: Words,
        occurrences: Sequence[Occurrence],
        statements: Sequence[Statement],
        names: Sequence[Name],
        antecedents: Sequence[Antecedent],
    ) -> None:
        self.words = words
        self.decided: dict[Extent, Decision] = {}
        self.described: dict[Extent, Member] = {}  # "the mayor" in passing, where it means one member
        self.speakers = {_extent(s.speaker.mention) for s in statements if s.speaker and s.speaker.mention}
        mentions = {v.mention for s in statements for v in voices_of(s) if v.mention}
        self.mentions: list[Span] = sorted(m for m in mentions if 0 <= m.start < m.end <= len(words.text))
        self.occurrences = self._adopt_speakers(list(occurrences))
        self.starts = [o.start for o in self.occurrences]
        self.cast: Cast = cast_names(words, self.occurrences)
        self._longest = max((o.end - o.start for o in self.occurrences), default=0)
        self._hints = self._read_hints(names, antecedents)
        self.salience = Salience(words, self.cast, self._hint)
        self.descriptions = Descriptions(words, self.cast, self._inside, self._person_at)
        self._ending: dict[int, Member] = {}  # where a decided mention ends
        self._unnamed: dict[str, Member] = {}
        self._spoken: list[tuple[int, Member]] = []  # speakers so far, outside quotation marks
        self._open: tuple[int, str] | None = None  # the last speaker, where it is somebody unnamed, and the gender told
        self._beside: dict[int, list[tuple[int, Member]]] = {}  # the same by paragraph, each by its first word, in their order
        self._outside = [0, *accumulate(not quote for quote in words.quote)]  # words outside quotation marks before each word
        self._contents = Contents(statements)

    def _read_hints(self, names: Sequence[Name], antecedents: Sequence[Antecedent]) -> dict[int, dict[Member, float]]:
        """Where a pronoun stands (code points) -> how likely the encoder takes it to mean each member."""
        hints: dict[int, dict[Member, float]] = {}
        meant: dict[int, set[Member]] = {}
        for antecedent in antecedents:
            number = antecedent.name
            if 0 <= number < len(names):
                if number not in meant:
                    meant[number] = self._named_within(names[number].start, names[number].end)
                here = hints.setdefault(antecedent.mention[0], {})
                for member in meant[number]:
                    here[member] = max(here.get(member, 0.0), antecedent.score)
        return hints

    def _named_within(self, start: int, end: int) -> set[Member]:
        """The members that a name in this stretch, or one that reaches into it, is of."""
        first, last = bisect_left(self.starts, start - self._longest), bisect_left(self.starts, end)
        found = {self.cast.member_of(o) for o in self.occurrences[first:last] if o.end > start}
        return {member for member in found if member is not None}

    def _hint(self, index: int, member: Member) -> float:
        return self._hints.get(self.words.starts[index], {}).get(member, 0.0)

    def decide_all(self) -> None:
        """First all that third persons say, in text order; then "I" in quotations, which takes its speaker's party."""
        later: list[Span] = []
        named_in, last = -1, (0, 0.0)
        for index, event in self._events():
            if isinstance(event, Occurrence):
                member = self.cast.member_of(event)
                if member is not None:
                    self.descriptions.note_paper(event, member)
                    self.descriptions.note_team(event, member)
                    alone = self.words.sentence[index] != named_in or bool(self.words.quote[index])
                    weight = prominence(self.words, event.first, event.last, event.lead, alone)
                    if event.lead == last[0] + 1 and self.words.lower[last[0]] == "and":
                        weight = last[1]  # "Ana Vega and Leo Marr": one is as prominent as the other
                    last = (event.last, weight)
                    self.salience.note(index, member, weight)
                    if member.kind in ("person", "unknown") and not self.words.quote[index]:
                        named_in = self.words.sentence[index]
            elif isinstance(event, Span):
                if self._person(event) == "first":
                    later.append(event)
                else:
                    self._decide(event, index)
            elif self.words.lower[index] in pronoun_forms():
                self._pass_pronoun(index)
            else:
                self._pass_description(index)
        for mention in later:
            self._decide_first_person(mention)

    def part_addressees(self, statements: Sequence[Statement]) -> None:
        """Nobody speaks to himself unless the words say so: where speaker and addressee would be one, the vaguer is left open.

        "She urged him to wait" leaves "him" open if both were taken for Ana Vega; "She told Ana Vega" leaves "She".
        """
        for statement in statements:
            if statement.speaker is None or statement.addressee is None:
                continue
            speaker, addressee = statement.speaker.mention, statement.addressee.mention
            if speaker is None or addressee is None or addressee.text.lower().endswith(("self", "selves")):
                continue
            said, told = (self.decided.get(_extent(mention)) for mention in (speaker, addressee))
            if said and told and said[0] is told[0] and speaker != addressee:
                vaguer = speaker if told[1] in NAMED and said[1] not in NAMED else addressee
                del self.decided[_extent(vaguer)]

    def _events(self) -> list[tuple[int, Occurrence | Span | None]]:
        """Names, voices and other pronouns in text order: (index of the word, what stands there)."""
        forms = pronoun_forms()
        offices = word_lists().offices
        taken: set[int] = set()
        covered = {i for o in self.occurrences for i in range(min(o.lead, o.first), o.last)}
        covered |= {i for m in self.mentions for i in self.words.within(m.start, m.end)}
        events: list[tuple[int, int, Occurrence | Span | None]] = []
        for mention in self.mentions:
            at = self.words.at(mention.start)
            if at < len(self.words.forms):
                taken.add(at)
                events.append((self.words.within(mention.start, mention.end).stop - 1, 1, mention))
        for occurrence in self.occurrences:
            events.append((occurrence.first, 0, occurrence))
        told = forms.keys() | offices.keys()
        for index in [index for index, word in enumerate(self.words.lower) if word in told]:
            word = self.words.lower[index]
            if (word in forms and index not in taken and forms[word][2] in "mf") or (
                word in offices and self.words.forms[index] == word and index not in covered
            ):
                events.append((index, 2, None))
        events.sort(key=lambda e: (e[0], e[1]))
        return [(index, event) for index, _, event in events]

    def _person(self, mention: Span) -> str:
        parts = mention.text.lower().split()
        if not parts or (len(parts) > 1 and (len(parts) > 2 or parts[1] not in word_class("aside"))):
            return ""
        return pronoun_forms().get(parts[0].strip("\"'“”‘’"), ("", "", ""))[0]

    def _adopt_speakers(self, occurrences: list[Occurrence]) -> list[Occurrence]:
        """A capitalised speaker whom the finder passed over (a lone capital at a sentence's start) is a name after all."""
        starts = [o.start for o in occurrences]
        new: list[Occurrence] = []
        for mention in self.mentions:
            span = self.words.within(mention.start, mention.end)
            at = bisect_left(starts, mention.start)
            inside = at < len(starts) and starts[at] < mention.end
            if inside and len(span) == 1 and not occurrences[at].firm and len(occurrences[at].text) > 1:
                occurrences[at] = replace(occurrences[at], firm=True)
            elif inside and occurrences[at].kind == "unknown" and self._speaks_as_person(occurrences[at], span):
                occurrences[at] = replace(occurrences[at], kind="person")
            elif not inside and 0 < len(span) < 4 and all(self._nameable(i) for i in span):
                start, end = self.words.starts[span.start], self.words.ends[span.stop - 1]
                text = self.words.text[start:end]
                new.append(Occurrence(span.start, span.stop, start, end, text, "unknown", lead=span.start))
        return sorted([*occurrences, *new], key=lambda o: o.start) if new else occurrences

    def _speaks_as_person(self, occurrence: Occurrence, span: range) -> bool:
        """«Quibbo Ilmar said»: two or three capitals and nothing else, none of them a common word."""
        whole = (occurrence.first, occurrence.last) == (span.start, span.stop) and 1 < len(span) < 4
        return whole and word_lists().common.isdisjoint(self.words.lower[span.start : span.stop])

    def _nameable(self, index: int) -> bool:
        lower, lists = self.words.lower[index], word_lists()
        known = (lists.common, lists.offices, lists.groups, lists.organisation, lists.affiliations, pronoun_forms())
        return (
            self.words.forms[index][0].isupper()
            and len(self.words.forms[index]) > 1  # "Q" and "A" of an interview name nobody
            and not any(lower in words for words in known)
            and (lower,) not in lists.demonyms
        )

    def _inside(self, start: int, end: int) -> list[Occurrence]:
        first = bisect_left(self.starts, start)
        return [o for o in self.occurrences[first : bisect_left(self.starts, end)] if o.end <= end]

    def _decide(self, mention: Span, index: int) -> None:
        decision = self._resolve(mention, index)
        if decision is None:
            self._note_unnamed(mention, index)
            return
        member, how = decision
        self._take(mention, decision)
        self._ending[mention.end] = member
        speaker = (mention.start, mention.end) in self.speakers
        if speaker and not self.words.quote[index]:
            self._spoken.append((index, member))
            self._open = None
        if how not in NAMED or speaker:
            self.salience.note(index, member, pronouns._VOICED if speaker else pronouns._PASSED)

    def _take(self, mention: Span, decision: Decision) -> None:
        self.decided[mention.start, mention.end] = decision
        at = self.words.at(mention.start)
        if (mention.start, mention.end) in self.speakers and not self.words.quote[at]:
            insort(self._beside.setdefault(self.words.paragraph[at], []), (at, decision[0]), key=itemgetter(0))

    def _note_unnamed(self, mention: Span, index: int) -> None:
        """A speaker left open stays on the reader's mind: "a nurse said … she" means the nurse.

        She weighs what a named speaker does, a name and a voice; "the minister" may be one of the cast, and weighs less.
        """
        if self._person(mention) or not mention.text.strip():
            return
        phrase = read_phrase(self.words, mention.start, mention.end, self._inside(mention.start, mention.end))
        if phrase.head in word_lists().offices:
            known = phrase.determiner in ("the", "this", "that") and phrase.owner is None
            self.salience.note(index, self._anonymous(phrase.head), pronouns._VOICED + (not known))
            if _extent(mention) in self.speakers and not known and not self.words.quote[index]:
                self._open = (index, word_lists().offices[phrase.head])

    def _pass_pronoun(self, index: int) -> None:
        """A pronoun that is nobody's voice keeps its person on the reader's mind."""
        _, _, gender = pronoun_forms()[self.words.lower[index]]
        member = self.salience.best(index, gender_fit(gender))
        if member is not None:
            self.salience.note(index, member, pronouns._PASSED)

    def _pass_description(self, index: int) -> None:
        """«The mayor», "a nurse" in passing: the member so called, or somebody unnamed whom a pronoun may mean."""
        words = self.words
        first = index
        while first > 0 and index - first < 4 and words.lower[first] not in word_class("opens a description"):
            if not words.forms[first][0].isalnum() or words.sentence[first - 1] != words.sentence[index]:
                return
            first -= 1
        if words.lower[first] not in word_class("opens a description") or self._apposed(first, index):
            return
        start, end = words.starts[first], words.ends[index]
        phrase = read_phrase(words, start, end, self._inside(start, end))
        decision = self.descriptions.office(phrase) if phrase.head == words.lower[index] else None
        if decision is not None:
            self.salience.note(index, decision[0], pronouns._PASSED)
            if words.lower[first] == "the":
                self.described[start, end] = decision[0]
        elif words.lower[first] in ("a", "an", "the", "another") or words.lower[index] in listed("kin_words"):
            self.salience.note(index, self._anonymous(words.lower[index]), pronouns._UNNAMED)

    def _apposed(self, first: int, index: int) -> bool:
        """Whether the description stands beside a name that it describes: "Ana Vega, the mayor"; "is a nurse"."""
        words = self.words
        before, after = words.lower[first - 1] if first else "", words.lower[index + 1] if index + 1 < len(words.lower) else ""
        if before in (",", "as", "is", "was", "became", "be", "being", "been", "are", "were", "(", "—", "–"):
            return True
        return after == "," and bool(self.cast.starting(index + 2, index + 5))

    def _anonymous(self, noun: str) -> Member:
        if noun not in self._unnamed:
            self._unnamed[noun] = Member(noun, "person", (noun,), word_lists().offices.get(noun, "u"), order=10**6)
        return self._unnamed[noun]

    def _resolve(self, mention: Span, index: int) -> Decision | None:
        person = self._person(mention)
        if person == "relative":
            return self._relative(mention)
        if person == "third":
            return self._pronoun(mention)
        if person == "second":
            return None
        inside = self._inside(mention.start, mention.end)
        phrase = read_phrase(self.words, mention.start, mention.end, inside)
        return self.descriptions.decide(phrase, mention)

    def _pronoun(self, mention: Span) -> Decision | None:
        at = self.words.at(mention.start)
        if at >= len(self.words.forms) or self.words.lower[at] not in pronoun_forms():
            return None
        _, number, gender = pronoun_forms()[self.words.lower[at]]
        if gender in "mf" and _extent(mention) in self.speakers and self._follows_unnamed(at, gender):
            return None
        if gender in "mf":
            member = self._named_only(self.salience.best(at, gender_fit(gender, self._speaker_around(mention))))
        else:
            member = self._last_speaker(at, body_fit if number == "thing" else group_fit)
        return (member, "pronoun") if member else None

    def _follows_unnamed(self, at: int, gender: str) -> bool:
        """«A diplomat said Vega had left. She said …»: the diplomat or Vega, nobody can tell."""
        if self._open is None:
            return False
        index, told = self._open
        near = 0 < self.words.sentence[at] - self.words.sentence[index] < 3
        return near and self.words.paragraph[at] == self.words.paragraph[index] and told in ("u", gender)

    def _person_at(self, at: int) -> Member | None:
        """The person whom "his" or "her" at this word means, the body that "its" does."""
        _, number, gender = pronoun_forms().get(self.words.lower[at], ("", "", "u"))
        if number == "thing":
            return self._last_speaker(at, body_fit) or self.salience.best(at, body_fit)
        return self._named_only(self.salience.best(at, gender_fit(gender))) if gender in "mf" else None

    def _last_speaker(self, at: int, fits: Callable[[Member], float]) -> Member | None:
        """The body that spoke last, for "it" and "they": these mean too many other things to be held against all names."""
        if not self._spoken:
            return None
        index, member = self._spoken[-1]
        near = self.words.sentence[at] - self.words.sentence[index] <= 3 and not self.words.quote[at]
        return member if near and fits(member) else None

    def _named_only(self, member: Member | None) -> Member | None:
        """None for somebody unnamed: the pronoun is known to mean none of the cast."""
        return None if member is None or member in self._unnamed.values() else member

    def _speaker_around(self, mention: Span) -> list[Member]:
        """The speakers of the quotations that this mention stands in: "he" in a man's own words is another man."""
        if not self.words.quote[min(self.words.at(mention.start), len(self.words.quote) - 1)]:
            return []
        decisions = [self.decided.get(_extent(speaker)) for _, speaker in self._contents.around(mention)]
        found = [decision[0] for decision in decisions if decision]
        beside = None if found else self._beside_quotation(self.words.at(mention.start))
        return found or ([beside] if beside else [])

    def _relative(self, mention: Span) -> Decision | None:
        """«Ana Vega, who»: the name, or the mention already decided, that ends right before."""
        at = self.words.at(mention.start) - 1
        while at >= 0 and self.words.forms[at] in ",()—–-":
            at -= 1
        if at < 0:
            return None
        end = self.words.ends[at]
        named = self._ending_at(end)
        found = self._ending.get(end) or (self.cast.member_of(named) if named else None)
        if found is None or (mention.text.lower() != "which" and found.kind not in ("person", "group", "unknown")):
            return None  # "the ministry's clerks who …"
        return found, "relative"

    def _ending_at(self, end: int) -> Occurrence | None:
        at = bisect_right(self.starts, end) - 1
        return self.occurrences[at] if at >= 0 and self.occurrences[at].end == end else None

    def _decide_first_person(self, mention: Span) -> None:
        decision = self._quoting(mention)
        if decision is None:
            return
        plural = pronoun_forms().get(mention.text.lower(), ("", "", ""))[1] == "plural"
        if plural and decision.kind == "person":
            return  # "we" of one person's words: whom it takes in is not said
        self._take(mention, (decision, "first-person"))

    def _quoting(self, mention: Span) -> Member | None:
        """The speaker of the innermost statement around the mention, or of the quotation that it stands in."""
        around = self._contents.around(mention)
        around.sort(key=lambda pair: min(c.end - c.start for c in pair[0].content))
        for _, speaker in around:
            if found := self.decided.get(_extent(speaker)):
                return found[0]
        at = self.words.at(mention.start)
        if around or at >= len(self.words.forms) or not self.words.quote[at]:
            return None
        return self._beside_quotation(at)

    def _beside_quotation(self, at: int) -> Member | None:
        """The only voice, or the nearest, that stands outside the quotation in its paragraph."""
        beside = self._beside.get(self.words.paragraph[at], [])
        behind = bisect_right(beside, at, key=itemgetter(0))
        first = bisect_left(beside, beside[behind - 1][0], key=itemgetter(0)) if behind else 0  # of those at the same word
        nearest = [*beside[first : min(first + 1, behind)], *beside[behind : behind + 1]]
        return min(nearest, key=lambda voice: abs(self._outside[voice[0]] - self._outside[at]))[1] if nearest else None
