"""Mentions -> parties: who each speaker, addressee and relay of an article's statements is taken to be, or left open.

How a voice was decided is one of: ``name`` (the whole name), ``surname`` (part of one: a surname, a given name, a short
form), ``acronym``, ``office`` ("the Russian president"), ``counterpart`` ("his French counterpart"), ``pronoun``,
``first-person`` ("I" inside a quotation), ``relative`` ("who"), ``apposition`` ("the coach, Ana Vega"), ``metonym`` ("the
Kremlin"), ``document`` ("a Kremlin readout", "the readout"), ``organisation`` ("the company"), ``group`` ("the presidents")
and ``implied`` (a relay that no words mention).
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import cache

from sayso import pronouns
from sayso.attribution import Antecedent, Name
from sayso.cast import Cast, Member, canonical, cast_names, name_words, office_of
from sayso.languages import entries
from sayso.mentions import Phrase, read_phrase
from sayso.names import Occurrence, find_names, word_lists
from sayso.pronouns import Salience, body_fit, gender_fit, group_fit, prominence, pronoun_forms
from sayso.record import Article, Party, PartyKind, Span, Statement, Voice
from sayso.words import Words, split_words

Extent = tuple[int, int]
Decision = tuple[Member, str]

_HOWS = (
    "name", "surname", "acronym", "office", "counterpart", "pronoun", "first-person", "relative", "apposition", "metonym",
    "document", "organisation", "group", "implied",
)  # fmt: skip
_TEAMS = frozenset("campaign camp team foundation organization organisation administration transition family office".split())
_ASIDE = frozenset("himself herself itself themselves myself both all also".split())
_NEAR = 4  # sentences
_DETERMINERS = frozenset("the a an another his her their its this that".split())
_LEADERS = frozenset("president minister chancellor premier king queen leader prince emperor sultan emir".split())
_PLURAL_LEADERS = frozenset("leaders presidents ministers premiers chancellors".split())
_VAGUE = frozenset("counterpart rival critic man woman boy girl member star hero twin driver worker victim gentleman lady".split())
# Which names "the newspaper" and "the company" may mean, by the word that heads them.
_SORTS = {
    **dict.fromkeys(
        ("newspaper", "paper"),
        frozenset("times post herald tribune journal gazette guardian telegraph mail mirror express chronicle observer independent "
                  "star globe sun echo inquirer examiner dispatch courier record news today".split()),
    ),
    **dict.fromkeys(("company", "firm", "corporation"), frozenset("corp inc ltd llc plc company corporation industries motors holdings".split())),
}  # fmt: skip
_OF_DOCUMENT = frozenset("of by from at".split())


@cache
def _words_of(name: str) -> frozenset[str]:
    return frozenset(row[0] for row in entries("en", name))


def resolve_parties(
    article: Article,
    statements: Sequence[Statement],
    names: Sequence[Name] = (),
    antecedents: Sequence[Antecedent] = (),
) -> tuple[tuple[Statement, ...], tuple[Party, ...]]:
    """Give every voice of the statements its party, or leave it open; give back the statements and the parties.

    ``names`` and ``antecedents`` are the encoder's evidence and may be empty. A party's mentions are its names wherever they
    stand and the voices taken for it; no mention belongs to two parties. Linear in the text's length but for crowds of names.

    >>> article = Article(id="a", text="Mayor Ana Vega spoke. She said no.", paragraphs=())
    >>> said = Statement("s1", "indirect", "states", (Span(31, 33, "no"),), speaker=Voice(Span(22, 25, "She")))
    >>> found, parties = resolve_parties(article, [said])
    >>> found[0].speaker.party, found[0].speaker.how, parties[0].name, parties[0].role
    ('p1', 'pronoun', 'Ana Vega', 'Mayor')
    """
    words = split_words(article)
    resolver = _Resolver(words, find_names(words, names), statements, names, antecedents)
    resolver.resolve_all()
    return _record(resolver, statements)


def _voices(statement: Statement) -> Iterator[Voice]:
    for voice in (statement.speaker, statement.addressee, *statement.relay):
        if voice is not None:
            yield voice


class _Resolver:
    """One article's voices, decided in text order."""

    def __init__(
        self,
        words: Words,
        occurrences: Sequence[Occurrence],
        statements: Sequence[Statement],
        names: Sequence[Name],
        antecedents: Sequence[Antecedent],
    ) -> None:
        self.words, self.statements = words, statements
        self.occurrences = list(occurrences)
        self.cast: Cast = cast_names(words, occurrences)
        self.starts = [o.start for o in self.occurrences]
        self.decided: dict[Extent, Decision] = {}
        self.speakers = {(s.speaker.mention.start, s.speaker.mention.end) for s in statements if s.speaker and s.speaker.mention}
        self.addressees = {(s.addressee.mention.start, s.addressee.mention.end) for s in statements if s.addressee and s.addressee.mention}
        mentions = {v.mention for s in statements for v in _voices(s) if v.mention}
        self.mentions: list[Span] = sorted(m for m in mentions if 0 <= m.start < m.end <= len(words.text))
        self._hints = self._read_hints(names, antecedents)
        self.salience = Salience(words, self.cast, self._hint)
        self.papers: dict[str, Member] = {}  # the last issuer of each kind of document
        self.teams: dict[str, list[tuple[int, Member]]] = {}  # "campaign" -> where whose was named
        self.described: dict[Extent, Member] = {}  # "the mayor" in passing, where it means one member
        self._unnamed: dict[str, Member] = {}
        self.spoken: list[tuple[int, Member]] = []  # speakers so far, outside quotation marks
        self._literal: dict[str, Member] = {}

    # Evidence of the encoder.

    def _read_hints(self, names: Sequence[Name], antecedents: Sequence[Antecedent]) -> dict[int, list[tuple[Extent, float]]]:
        hints: dict[int, list[tuple[Extent, float]]] = {}
        for antecedent in antecedents:
            if 0 <= antecedent.name < len(names):
                name = names[antecedent.name]
                hints.setdefault(antecedent.mention[0], []).append(((name.start, name.end), antecedent.score))
        return hints

    def _hint(self, index: int, member: Member) -> float:
        total = 0.0
        for (start, end), score in self._hints.get(self.words.starts[index], ()):
            if any(o.start < end and start < o.end for o in member.occurrences):
                total = max(total, score)
        return total

    # The road.

    def resolve_all(self) -> None:
        """First all that third persons say, in text order; then "I" in quotations, which takes its speaker's party."""
        later: list[Span] = []
        named_in = -1
        self._adopt_speakers()
        for index, event in self._events():
            if isinstance(event, Occurrence):
                member = self.cast.member_of(event)
                if member is not None:
                    self._note_paper(event, member)
                    self._note_team(event, member)
                    alone = self.words.sentence[index] != named_in or bool(self.words.quote[index])
                    self.salience.note(index, member, prominence(self.words, event.first, event.last, event.lead, alone))
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

    def _events(self) -> list[tuple[int, Occurrence | Span | None]]:
        """Names, voices and other pronouns in text order: (index of the word, what stands there)."""
        forms = pronoun_forms()
        offices = word_lists().offices
        taken: set[int] = set()
        covered = {i for o in self.occurrences for i in range(o.lead if 0 <= o.lead <= o.first else o.first, o.last)}
        covered |= {i for m in self.mentions for i in self.words.within(m.start, m.end)}
        events: list[tuple[int, int, Occurrence | Span | None]] = []
        for mention in self.mentions:
            at = self.words.at(mention.start)
            if at < len(self.words.forms):
                taken.add(at)
                events.append((self.words.within(mention.start, mention.end).stop - 1, 1, mention))
        for occurrence in self.occurrences:
            events.append((occurrence.first, 0, occurrence))
        for index, word in enumerate(self.words.lower):
            if word in forms and index not in taken and forms[word][2] in "mf":
                events.append((index, 2, None))
            elif word in offices and self.words.forms[index] == word and index not in covered:
                events.append((index, 2, None))
        events.sort(key=lambda e: (e[0], e[1]))
        return [(index, event) for index, _, event in events]

    def _person(self, mention: Span) -> str:
        parts = mention.text.lower().split()
        if not parts or (len(parts) > 1 and (len(parts) > 2 or parts[1] not in _ASIDE)):
            return ""
        return pronoun_forms().get(parts[0].strip("\"'“”‘’"), ("", "", ""))[0]

    def _adopt_speakers(self) -> None:
        """A capitalised speaker whom the finder passed over (a lone capital at a sentence's start) is a name after all."""
        lists, firmed = word_lists(), False
        new: list[Occurrence] = []
        for mention in self.mentions:
            span = self.words.within(mention.start, mention.end)
            inside = self._inside(mention.start, mention.end)
            if len(span) == 1 and inside and not inside[0].firm:
                self.occurrences[self.occurrences.index(inside[0])] = replace(inside[0], firm=True)
                firmed = True
            if not 0 < len(span) < 4 or inside:
                continue
            lower = self.words.lower
            if all(self.words.forms[i][0].isupper() for i in span) and not any(
                lower[i] in lists.common or lower[i] in lists.offices or lower[i] in lists.groups or lower[i] in pronoun_forms()
                or (lower[i],) in lists.demonyms or lower[i] in lists.organisation for i in span
            ):  # fmt: skip
                start, end = self.words.starts[span.start], self.words.ends[span.stop - 1]
                new.append(Occurrence(span.start, span.stop, start, end, self.words.text[start:end], "unknown", lead=span.start))
        if new or firmed:
            self.occurrences = sorted([*self.occurrences, *new], key=lambda o: o.start)
            self.starts = [o.start for o in self.occurrences]
            self.cast = cast_names(self.words, self.occurrences)
            self.salience.cast = self.cast

    def _inside(self, start: int, end: int) -> list[Occurrence]:
        first = bisect_left(self.starts, start)
        return [o for o in self.occurrences[first : bisect_left(self.starts, end)] if o.end <= end]

    def _decide(self, mention: Span, index: int) -> None:
        decision = self._resolve(mention, index)
        if decision is None:
            self._note_unnamed(mention, index)
            return
        member, how = decision
        self.decided[mention.start, mention.end] = decision
        speaker = (mention.start, mention.end) in self.speakers
        if speaker and not self.words.quote[index]:
            self.spoken.append((index, member))
        if how not in ("name", "surname", "acronym") or speaker:
            self.salience.note(index, member, pronouns._VOICED if speaker else pronouns._PASSED)

    def _note_unnamed(self, mention: Span, index: int) -> None:
        """A speaker left open stays on the reader's mind: "a nurse said … she" means the nurse."""
        if self._person(mention) or not mention.text.strip():
            return
        head = read_phrase(self.words, mention.start, mention.end, self._inside(mention.start, mention.end)).head
        if head in word_lists().offices:
            self.salience.note(index, self._anonymous(head), pronouns._VOICED)

    def _pass_pronoun(self, index: int) -> None:
        """A pronoun that is nobody's voice keeps its person on the reader's mind."""
        _, _, gender = pronoun_forms()[self.words.lower[index]]
        member = self.salience.best(index, gender_fit(gender))
        if member is not None:
            self.salience.note(index, member, pronouns._PASSED)

    def _pass_description(self, index: int) -> None:
        """"The mayor", "a nurse" in passing: the member so called, or somebody unnamed whom a pronoun may mean."""
        words = self.words
        first = index
        while first > 0 and index - first < 4 and words.lower[first] not in _DETERMINERS:
            if not words.forms[first][0].isalnum() or words.sentence[first - 1] != words.sentence[index]:
                return
            first -= 1
        if words.lower[first] not in _DETERMINERS or self._apposed(first, index):
            return
        start, end = words.starts[first], words.ends[index]
        phrase = read_phrase(words, start, end, self._inside(start, end))
        decision = self._office(phrase) if phrase.head == words.lower[index] else None
        if decision is not None:
            self.salience.note(index, decision[0], pronouns._PASSED)
            if words.lower[first] == "the":
                self.described[start, end] = decision[0]
        elif words.lower[first] in ("a", "an", "the", "another") or words.lower[index] in _words_of("kin_words"):
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

    # One mention.

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
        return self._phrase(phrase, mention)

    def _pronoun(self, mention: Span) -> Decision | None:
        at = self.words.at(mention.start)
        if at >= len(self.words.forms) or self.words.lower[at] not in pronoun_forms():
            return None
        _, number, gender = pronoun_forms()[self.words.lower[at]]
        if gender in "mf":
            member = self._named_only(self.salience.best(at, gender_fit(gender, self._speaker_around(mention))))
        else:
            member = self._last_speaker(at, body_fit if number == "thing" else group_fit)
        return (member, "pronoun") if member else None

    def _last_speaker(self, at: int, fits: Callable[[Member], float]) -> Member | None:
        """The body that spoke last, for "it" and "they": these mean too many other things to be held against all names."""
        if not self.spoken:
            return None
        index, member = self.spoken[-1]
        near = self.words.sentence[at] - self.words.sentence[index] <= 3 and not self.words.quote[at]
        return member if near and fits(member) else None

    def _named_only(self, member: Member | None) -> Member | None:
        """None for somebody unnamed: the pronoun is known to mean none of the cast."""
        return None if member is None or member in self._unnamed.values() else member

    def _speaker_around(self, mention: Span) -> list[Member]:
        """The speakers of the quotations that this mention stands in: "he" in a man's own words is another man."""
        if not self.words.quote[min(self.words.at(mention.start), len(self.words.quote) - 1)]:
            return []
        found = []
        for statement in self.statements:
            speaker = statement.speaker
            if speaker and speaker.mention and speaker.mention != mention and _covers(statement, mention):
                decision = self.decided.get((speaker.mention.start, speaker.mention.end))
                found += [decision[0]] if decision else []
        beside = None if found else self._beside_quotation(self.words.at(mention.start))
        return found or ([beside] if beside else [])

    def _relative(self, mention: Span) -> Decision | None:
        """"Ana Vega, who": the name, or the mention already decided, that ends right before."""
        at = self.words.at(mention.start) - 1
        while at >= 0 and self.words.forms[at] in ",()—–-":
            at -= 1
        if at < 0:
            return None
        end = self.words.ends[at]
        for (_, stop), (member, _how) in self.decided.items():
            if stop == end:
                return member, "relative"
        before = [o for o in self._ending_at(end)]
        member = self.cast.member_of(before[0]) if before else None
        return (member, "relative") if member else None

    def _ending_at(self, end: int) -> list[Occurrence]:
        at = bisect_right(self.starts, end) - 1
        return [self.occurrences[at]] if at >= 0 and self.occurrences[at].end == end else []

    def _phrase(self, phrase: Phrase, mention: Span) -> Decision | None:
        if phrase.coordinated:
            return self._coordination(phrase)
        if phrase.name is not None:
            return self._named(phrase.name)
        if not phrase.head:
            return None
        if phrase.head in _words_of("document_words"):
            return self._document(phrase, mention)
        if phrase.appositive is not None:
            member = self.cast.member_of(phrase.appositive)
            return (member, "apposition") if member else None
        if phrase.head == "counterpart":
            return self._counterpart(phrase)
        if phrase.head in word_lists().groups or phrase.head.endswith("s") and phrase.head[:-1] in word_lists().offices:
            return self._group(phrase, mention)
        if office_of(phrase.head) != phrase.head or phrase.head in word_lists().offices:
            return self._office(phrase)
        if phrase.head in word_lists().organisation:
            return self._organisation(phrase, mention)
        return None

    def _named(self, occurrence: Occurrence) -> Decision | None:
        member = self.cast.member_of(occurrence)
        if member is None:
            return None
        key = tuple(occurrence.text.lower().split())
        if key in word_lists().metonyms or key in word_lists().capitals:
            return member, "metonym"
        if name_words(occurrence.text) == name_words(member.name):
            return member, "name"
        return member, "acronym" if occurrence.text.isupper() and len(occurrence.text) > 1 else "surname"

    def _coordination(self, phrase: Phrase) -> Decision | None:
        members = [self.cast.member_of(o) for o in phrase.names]
        found = [m for m in members if m is not None]
        if len(found) < 2 or len(found) != len(members):
            return None
        return self._group_of(found), "group"

    def _group_of(self, members: Sequence[Member]) -> Member:
        ordered = sorted(set(members), key=lambda m: m.order)
        names = [m.name for m in ordered]
        return self._literally(", ".join(names[:-1]) + " and " + names[-1])

    def _literally(self, text: str, kind: str = "group") -> Member:
        """The member that goes by these very words."""
        key = " ".join(text.lower().split())
        if key not in self._literal:
            member = Member(" ".join(text.split()), "group", (key,), order=len(self.cast.members))
            member.kind = "organisation" if kind == "organisation" else "group"
            self.cast.members.append(member)
            self._literal[key] = member
        return self._literal[key]

    def _issuer(self, phrase: Phrase, mention: Span) -> Member | None:
        """Whoever stands after the preposition: the campaign in "an ad from Ana Vega's campaign"."""
        end = mention.end
        inner = read_phrase(self.words, phrase.rest, end, self._inside(phrase.rest, end))
        decision = self._phrase(inner, Span(phrase.rest, end, self.words.text[phrase.rest : end])) if inner.first < inner.last else None
        return decision[0] if decision else None

    def _document(self, phrase: Phrase, mention: Span) -> Decision | None:
        """"A Kremlin readout", "the readout": whoever issues it."""
        if phrase.owner is not None or phrase.preposition in _OF_DOCUMENT and phrase.rest:
            member = self.cast.member_of(phrase.owner) if phrase.owner else self._issuer(phrase, mention)
            if member is not None:
                self.papers[phrase.head] = member
                return member, "document"
            return None
        if phrase.possessor or phrase.modifiers or phrase.determiner not in ("the", "this", "that"):
            return None
        known = self.papers.get(phrase.head)
        return (known, "document") if known else None

    def _note_paper(self, occurrence: Occurrence, member: Member) -> None:
        """A document named beside its issuer, though it speaks nowhere: "a Kremlin readout" explains "the readout"."""
        after = occurrence.last + (self.words.lower[occurrence.last : occurrence.last + 1] in (["'s"], ["’s"]))
        noun = self.words.lower[after : after + 1]
        if noun and noun[0] in _words_of("document_words"):
            self.papers[noun[0]] = member

    def _wanted(self, phrase: Phrase) -> set[str]:
        """What a description asks for beside its head: "the former Barrow mayor" asks for former and barrow."""
        held = list(phrase.modifiers)
        for name in (phrase.owner, phrase.of):
            if name is not None:
                held += name.text.lower().split()
        return canonical(w for w in held if w[0].isalnum())

    def _office(self, phrase: Phrase) -> Decision | None:
        """"The Russian president": the one person whom the article calls so."""
        head = office_of(phrase.head.rpartition("-")[2])
        wanted = self._wanted(phrase)
        if phrase.possessor or (phrase.determiner in ("a", "an", "one", "another", "some") and not wanted):
            return None
        people = [m for m in self.cast.members if m.kind in ("person", "unknown") and m.has_post(head)]
        exact = [m for m in people if any(head in p.offices and wanted <= p.words for p in m.posts)]
        if len(exact) == 1:
            return exact[0], "office"
        return None

    def _counterpart(self, phrase: Phrase) -> Decision | None:
        """"His French counterpart": the one person of that country, or the only other one in the same office."""
        countries = self._wanted(phrase) & set(word_lists().demonyms.values())
        people = [m for m in self.cast.members if m.kind == "person" and m.posts]
        if countries:
            fits = [m for m in people if countries <= m.countries()]
            leaders = [m for m in fits if any(m.has_post(office) for office in _LEADERS)]
            fits = leaders if len(leaders) == 1 else fits
            return (fits[0], "counterpart") if len(fits) == 1 else None
        return None

    def _group(self, phrase: Phrase, mention: Span) -> Decision | None:
        """"The presidents": the two who hold that office. "Barrow officials": a group by those words."""
        if phrase.owner is not None and phrase.head in word_lists().groups:
            start = phrase.first + (self.words.lower[phrase.first] in ("the", "a", "an", "some", "several", "many", "those"))
            stop = self.words.within(mention.start, mention.end).stop
            text = self.words.text[self.words.starts[start] : self.words.ends[stop - 1]]
            return (self._literally(text), "group") if len(text.split()) < 6 else None
        if phrase.determiner not in ("the", "both", "these") or phrase.owner or phrase.of:
            return None
        head = office_of(phrase.head[:-1])
        if phrase.head in _PLURAL_LEADERS:
            offices = _LEADERS if head == "leader" else {head}
            people = [m for m in self.cast.members if m.kind == "person" and any(m.has_post(o) for o in offices)]
            if len(people) == 2:
                return self._group_of(people), "group"
        return None

    def _organisation(self, phrase: Phrase, mention: Span) -> Decision | None:
        """"The ministry": the one body whose name has that head. "The Vega campaign": that campaign."""
        if phrase.owner is not None:
            owner = self.cast.member_of(phrase.owner)
            if owner is None or phrase.of is not None:
                return None
            if owner.kind in ("organisation", "government", "unknown") and phrase.head in ("agency", "newspaper", "paper", "magazine", "network", "website", "group", "company"):
                return owner, "name"
            return self._team(owner, phrase.head), "organisation"
        if phrase.determiner not in ("the", "this", "that") or phrase.possessor or phrase.of:
            return None
        if phrase.head in self.teams:
            return self._last_team(phrase.head, self.words.at(mention.start))
        sort = _SORTS.get(phrase.head, frozenset())
        bodies = [
            m for m in self.cast.members
            if m.kind in ("organisation", "government")
            and (phrase.head in (m.words[-1], m.words[0]) and len(m.words) > 1 or m.name.lower().endswith(" " + phrase.head)
                 or m.words[-1] in sort or m.has_post(phrase.head))
        ]  # fmt: skip
        at = self.words.at(mention.start)
        near = len(bodies) == 1 and any(
            o.start < mention.start and self.words.sentence[at] - self.words.sentence[o.first] <= 2 * _NEAR for o in bodies[0].occurrences
        )
        return (bodies[0], "organisation") if near else None

    def _last_team(self, noun: str, at: int) -> Decision | None:
        """"The campaign": the one last spoken of, unless another was spoken of just before."""
        near = {m for index, m in self.teams[noun] if self.words.sentence[at] - self.words.sentence[index] <= _NEAR}
        last = self.teams[noun][-1][1]
        return (last, "organisation") if len(near) < 2 else None

    def _note_team(self, occurrence: Occurrence, member: Member) -> None:
        """"The Vega campaign", "Vega's campaign": a body by its person's name, wherever it stands."""
        lower = self.words.lower
        after = occurrence.last + (lower[occurrence.last : occurrence.last + 1] in (["'s"], ["’s"]))
        if lower[after : after + 1] == ["presidential"]:
            after += 1
        noun = lower[after : after + 1]
        if noun and noun[0] in _TEAMS and member.kind == "person":
            self.teams.setdefault(noun[0], []).append((occurrence.first, self._team(member, noun[0])))

    def _team(self, owner: Member, noun: str) -> Member:
        return self._literally(f"{owner.name.split()[-1] if owner.kind == 'person' else owner.name} {noun}", "organisation")

    # "I" in quotations.

    def _decide_first_person(self, mention: Span) -> None:
        decision = self._quoting(mention)
        if decision is None:
            return
        plural = pronoun_forms().get(mention.text.lower(), ("", "", ""))[1] == "plural"
        if plural and decision.kind == "person":
            return  # "we" of one person's words: whom it takes in is not said
        self.decided[mention.start, mention.end] = (decision, "first-person")

    def _quoting(self, mention: Span) -> Member | None:
        """The speaker of the innermost statement around the mention, or of the quotation that it stands in."""
        around = [s for s in self.statements if s.speaker and s.speaker.mention and s.speaker.mention != mention and _covers(s, mention)]
        around.sort(key=lambda s: min(c.end - c.start for c in s.content))
        for statement in around:
            speaker = statement.speaker
            found = self.decided.get((speaker.mention.start, speaker.mention.end)) if speaker and speaker.mention else None
            if found:
                return found[0]
        at = self.words.at(mention.start)
        if around or at >= len(self.words.forms) or not self.words.quote[at]:
            return None
        return self._beside_quotation(at)

    def _beside_quotation(self, at: int) -> Member | None:
        """The only voice, or the nearest, that stands outside the quotation in its paragraph."""
        words = self.words
        best: tuple[int, Member] | None = None
        for (start, end), (member, _) in self.decided.items():
            index = words.at(start)
            if (start, end) not in self.speakers or words.paragraph[index] != words.paragraph[at] or words.quote[index]:
                continue
            outside = sum(1 for i in range(min(index, at), max(index, at)) if not words.quote[i])
            if best is None or outside < best[0]:
                best = (outside, member)
        return best[1] if best else None


def _covers(statement: Statement, mention: Span) -> bool:
    return any(c.start <= mention.start and mention.end <= c.end for c in statement.content)


def _record(resolver: _Resolver, statements: Sequence[Statement]) -> tuple[tuple[Statement, ...], tuple[Party, ...]]:
    """Number the parties by their first mention and write them into the voices."""
    words = resolver.words
    mentions: dict[Member, dict[Extent, Span]] = {}
    for member in resolver.cast.members:
        if member.occurrences:
            mentions[member] = {(o.start, o.end): Span(o.start, o.end, o.text) for o in member.occurrences}
    voiced = {member for member, _ in resolver.decided.values()}
    for extent, member in resolver.described.items():
        mentions.setdefault(member, {}).setdefault(extent, Span(*extent, words.text[extent[0] : extent[1]]))
    for extent, (member, _) in resolver.decided.items():
        for spans in mentions.values():
            spans.pop(extent, None)
        mentions.setdefault(member, {})[extent] = Span(*extent, words.text[extent[0] : extent[1]])
    kept = [m for m in mentions if mentions[m] and (m in voiced or (m.kind == "person" and len(m.words) > 1))]
    kept.sort(key=lambda m: (min(mentions[m]), m.order))
    ids = {member: f"p{number}" for number, member in enumerate(kept, 1)}
    parties = tuple(
        Party(ids[m], m.name, _kind_of(m, voiced), _role(m), tuple(mentions[m][key] for key in sorted(mentions[m]))) for m in kept
    )
    return tuple(_with_parties(s, resolver, ids) for s in statements), parties


def _kind_of(member: Member, voiced: set[Member]) -> PartyKind:
    """A country that speaks is its government; any other place stays a place."""
    key = tuple(member.name.lower().split())
    country = key in word_lists().capitals or member.name in set(word_lists().demonyms.values())
    return "government" if member.kind == "place" and member in voiced and country else member.kind


def _role(member: Member) -> str | None:
    """What the article calls the person: an office before a calling, a calling before nothing; kinship and rivalry are no role."""
    if member.kind not in ("person", "unknown"):
        return None
    vague = _words_of("kin_words") | _VAGUE
    ranks = {office_of(rank) for rank in word_lists().ranks}
    posts = [post for post in member.posts if post.offices - vague and len(post.text) < 80]
    ranked = [post for post in posts if post.offices & ranks]
    return (ranked or posts)[0].text if posts else None


def _with_parties(statement: Statement, resolver: _Resolver, ids: dict[Member, str]) -> Statement:
    def give(voice: Voice | None) -> Voice | None:
        if voice is None or voice.mention is None:
            return voice
        found = resolver.decided.get((voice.mention.start, voice.mention.end))
        return replace(voice, party=ids[found[0]], how=found[1]) if found else replace(voice, party=None)

    relay = tuple(v for v in map(give, statement.relay) if v is not None)
    return replace(statement, speaker=give(statement.speaker), addressee=give(statement.addressee), relay=relay)
