"""A mention phrase -> the member of the cast that it describes: by office, document, body, group or coordination, or nobody."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from sayso.languages import listed, word_class
from sayso.languages.lexicon import word_lists
from sayso.parties.cast import Member, name_words
from sayso.parties.decisions import Decision
from sayso.parties.mentions import Phrase, read_phrase
from sayso.parties.occurrences import Occurrence
from sayso.parties.posts import canonical, office_head, office_of
from sayso.parties.scene import Scene
from sayso.record import PartyKind, Span

_NEAR = 4  # sentences within which two campaigns make "the campaign" open
# What "the paper" and "the firm" ask for: a name that ends in a word of this class.
_SORTS = {"newspaper": "newspaper", "paper": "newspaper", "company": "company", "firm": "company", "corporation": "company"}


class Descriptions:
    """What the article's descriptions mean, one after the other in text order: later ones lean on those before.

    ``possessor`` gives the person whom the possessive pronoun at a word means.
    """

    def __init__(self, scene: Scene, possessor: Callable[[int], Member | None]) -> None:
        self.words, self.cast, self.names, self.possessor = scene.words, scene.cast, scene.names, possessor
        self.papers: dict[str, Member] = {}  # the last issuer of each kind of document
        self.teams: dict[str, list[tuple[int, Member]]] = {}  # "campaign" -> where whose was named
        self._literal: dict[str, Member] = {}

    def decide(self, phrase: Phrase, mention: Span) -> Decision | None:
        """The member that the phrase means and how that was told, or None where two would do."""
        if phrase.coordinated:
            return self._coordination(phrase, mention)
        if phrase.name is not None and not (phrase.owner and self._entitled(phrase.name)):
            return self.named(phrase.name)
        if not phrase.head and phrase.name is None:
            return None
        if phrase.head in listed("document_words") or phrase.name is not None:
            return self._document(phrase, mention)
        if phrase.appositive is not None:
            member = self.cast.member_of(phrase.appositive)
            return (member, "apposition") if member else None
        if phrase.head == "counterpart":
            return self._counterpart(phrase)
        if phrase.head in word_lists().groups or (phrase.head.endswith("s") and phrase.head[:-1] in word_lists().offices):
            return self._group(phrase, mention)
        if office_of(phrase.head) != phrase.head or phrase.head in word_lists().offices:
            return self.office(phrase)
        if phrase.head in word_lists().organisation:
            return self._organisation(phrase, mention)
        return None

    def _entitled(self, occurrence: Occurrence) -> bool:
        """«Vega's Inaugural Address» is a paper with a title of its own."""
        return self.words.lower[occurrence.last - 1] in listed("document_words") and occurrence.kind != "organisation"

    def named(self, occurrence: Occurrence) -> Decision | None:
        """The member of this name: "name" where it is whole, "surname" where it is part of a fuller one."""
        member = self.cast.member_of(occurrence)
        if member is None:
            return None
        key = tuple(occurrence.text.lower().split())
        if key in word_lists().metonyms or key in word_lists().capitals:
            return member, "metonym"
        if name_words(occurrence.text) == name_words(member.name):
            return member, "name"
        return member, "acronym" if occurrence.text.isupper() and len(occurrence.text) > 1 else "surname"

    def _coordination(self, phrase: Phrase, mention: Span) -> Decision | None:
        """«Vega and Marr», "the Osterian president and his French counterpart": both, where each is known."""
        if not phrase.names:
            return self._both(phrase, mention)
        members = [self.cast.member_of(o) for o in phrase.names]
        found = [m for m in members if m is not None]
        if len(found) < 2 or len(found) != len(members):
            return None
        return self._group_of(found), "group"

    def _both(self, phrase: Phrase, mention: Span) -> Decision | None:
        joints = [i for i in range(phrase.first + 1, phrase.last - 1) if self.words.lower[i] in ("and", ",")]
        if [self.words.lower[i] for i in joints] != ["and"]:
            return None  # "Ana Vega, a teacher and former Democrat," is one
        ends = [(mention.start, self.words.ends[joints[0] - 1]), (self.words.starts[joints[0] + 1], mention.end)]
        read = [
            (read_phrase(self.words, *end, self.names.inside(*end)), Span(*end, self.words.text[slice(*end)])) for end in ends
        ]
        found = [None if part.coordinated else self.decide(part, span) for part, span in read]
        members = [decision[0] for decision in found if decision]
        return (self._group_of(members), "group") if len(set(members)) == 2 else None

    def _group_of(self, members: Sequence[Member]) -> Member:
        ordered = sorted(set(members), key=lambda m: m.order)
        names = [m.name for m in ordered]
        return self._literally(", ".join(names[:-1]) + " and " + names[-1])

    def _literally(self, text: str, kind: PartyKind = "group", key: str = "") -> Member:
        """The member that goes by these very words."""
        key = key or " ".join(text.lower().split())
        if key not in self._literal:
            member = Member(" ".join(text.split()), "group", (key,), order=len(self.cast.members))
            member.kind = kind
            self.cast.members.append(member)
            self._literal[key] = member
        return self._literal[key]

    def _document(self, phrase: Phrase, mention: Span) -> Decision | None:
        """«A Kremlin readout», "the readout": whoever issues it."""
        if (
            phrase.possessor
            or phrase.owner is not None
            or (phrase.preposition in word_class("issuing preposition") and phrase.rest)
        ):
            member = self._owner(phrase) or (self._issuer(phrase, mention) if phrase.rest and not phrase.owner else None)
            if member is not None:
                self.papers[phrase.head] = member
                return member, "document"
            return None
        if phrase.modifiers or phrase.determiner not in ("the", "this", "that"):
            return None
        known = self.papers.get(phrase.head)
        return (known, "document") if known else None

    def _owner(self, phrase: Phrase) -> Member | None:
        """Whose it is: a name's, or in "her campaign" the one whom the pronoun means."""
        if phrase.owner is not None:
            return self.cast.member_of(phrase.owner)
        return self.possessor(phrase.first) if phrase.possessor in ("his", "her", "its") else None

    def _issuer(self, phrase: Phrase, mention: Span) -> Member | None:
        """Whoever stands after the preposition: the campaign in "an ad from Ana Vega's campaign"."""
        end = mention.end
        inner = read_phrase(self.words, phrase.rest, end, self.names.inside(phrase.rest, end))
        decision = (
            self.decide(inner, Span(phrase.rest, end, self.words.text[phrase.rest : end])) if inner.first < inner.last else None
        )
        return decision[0] if decision else None

    def note_paper(self, occurrence: Occurrence, member: Member) -> None:
        """A document named beside its issuer, though it speaks nowhere: "a Kremlin readout" explains "the readout"."""
        after = occurrence.last + (self.words.lower[occurrence.last : occurrence.last + 1] in (["'s"], ["’s"]))
        noun = self.words.lower[after : after + 1]
        if noun and noun[0] in listed("document_words"):
            self.papers[noun[0]] = member

    def office(self, phrase: Phrase) -> Decision | None:
        """«The Russian president»: the one person whom the article calls so."""
        head = office_of(office_head(phrase.head))
        wanted = self._wanted(phrase)
        if phrase.possessor or (phrase.determiner in ("a", "an", "one", "another", "some") and not wanted):
            return None
        people = self.cast.holders(head)
        fitting = [(m, p.words - wanted) for m in people for p in m.posts if head in p.offices and wanted <= p.words]
        holders = {m for m, other in fitting if not other & word_class("lesser")} or {
            m for m, other in fitting if not other & word_class("deputy")
        }
        return (holders.pop(), "office") if len(holders) == 1 else None

    def _wanted(self, phrase: Phrase) -> set[str]:
        """What a description asks for beside its head: "the former Barrow mayor" asks for former and barrow."""
        held = list(phrase.modifiers)
        for name in (phrase.owner, phrase.of):
            if name is not None:
                held += name.text.lower().split()
        return canonical(w for w in held if w[0].isalnum())

    def _counterpart(self, phrase: Phrase) -> Decision | None:
        """«His French counterpart»: the one person of that country, or its one leader."""
        wanted = self._wanted(phrase)
        if not wanted:
            return None
        people = [m for m in self.cast.members if m.kind == "person" and wanted <= {w for p in m.posts for w in p.words}]
        leaders = [m for m in people if any(m.has_post(office) for office in word_class("leader"))]
        people = leaders if len(leaders) == 1 else people
        return (people[0], "counterpart") if len(people) == 1 else None

    def _group(self, phrase: Phrase, mention: Span) -> Decision | None:
        """«The presidents»: the two who hold that office. "Barrow officials": a group by those words."""
        if phrase.owner is not None and phrase.head in word_lists().groups:
            start = phrase.first + (self.words.lower[phrase.first] in ("the", "a", "an", "some", "several", "many", "those"))
            stop = self.words.within(mention.start, mention.end).stop
            text = self.words.text[self.words.starts[start] : self.words.ends[stop - 1]]
            return (self._literally(text), "group") if len(text.split()) < 6 else None
        if phrase.determiner not in ("the", "both", "these") or phrase.owner or phrase.of:
            return None
        head = office_of(phrase.head[:-1])
        if phrase.head in word_class("leaders"):
            offices = word_class("leader") if head == "leader" else {head}
            people = list(dict.fromkeys(m for office in sorted(offices) for m in self.cast.holders(office)))
            if len(people) != 2:
                people = self._named_together(people)
            if len(people) == 2:
                return self._group_of(people), "group"
        return None

    def _named_together(self, people: Sequence[Member]) -> list[Member]:
        """The one pair of these that the article joins by "and": of three presidents, those of "Vega and Marr"."""
        pairs: dict[frozenset[int], list[Member]] = {}
        for member in people:
            for one in member.occurrences:
                at = one.last + 1
                for other in self.cast.starting(at, at + 6) if self.words.lower[one.last : at] == ["and"] else ():
                    second = self.cast.member_of(other)
                    if second is not None and second in people and second is not member and at in (other.first, other.lead):
                        pairs[frozenset((member.order, second.order))] = [member, second]
        return pairs.popitem()[1] if len(pairs) == 1 else []

    def _organisation(self, phrase: Phrase, mention: Span) -> Decision | None:
        """«The ministry»: the one body whose name has that head. "The Vega campaign": that campaign."""
        state = self._of_state(phrase, mention)
        if state is not None:
            return state, "organisation"
        if phrase.owner is not None or phrase.possessor:
            owner = self._owner(phrase)
            if owner is None and phrase.owner is not None and phrase.head in word_class("team") and not phrase.of:
                return self._literally(f"{phrase.owner.text} {phrase.head}", "organisation"), "organisation"
            if owner is None or phrase.of is not None or (phrase.possessor and phrase.head not in word_class("team")):
                return None
            if owner.kind in ("organisation", "government", "unknown") and self._is_outlet(phrase):
                return owner, "name"
            return self._owned(phrase, owner), "organisation"
        if phrase.determiner not in ("the", "this", "that") or phrase.of:
            return None
        if phrase.head in self.teams:
            return self._last_team(phrase.head, self.words.at(mention.start))
        sort = word_class(_SORTS.get(phrase.head, "")) | {phrase.head}
        bodies = list(dict.fromkeys(m for word in sorted(sort) for m in self.cast.bodies(word)))
        at = self.words.at(mention.start)
        near = len(bodies) == 1 and any(
            o.start < mention.start and self.words.sentence[at] - self.words.sentence[o.first] <= 2 * _NEAR
            for o in bodies[0].occurrences
        )
        return (bodies[0], "organisation") if near else None

    def _of_state(self, phrase: Phrase, mention: Span) -> Member | None:
        """«Russia's foreign ministry» and "the Russian foreign ministry": one body by its country and its own words."""
        owner = self.cast.member_of(phrase.owner) if phrase.owner else None
        named = owner is not None and owner.kind not in ("place", "unknown")
        if named or phrase.of or phrase.possessor or word_lists().organisation.get(phrase.head) != "government":
            return None
        wanted = self._wanted(phrase)
        state = wanted & word_lists().countries or (canonical(name_words(phrase.owner.text)) if phrase.owner else set())
        text = mention.text.split(",")[0]
        if not state or len(text.split()) > 6:
            return None
        bare = text.removeprefix("The ").removeprefix("the ")
        return self._literally(bare, "government", "|".join(sorted(wanted | {phrase.head})))

    def _last_team(self, noun: str, at: int) -> Decision | None:
        """«The campaign»: the one last spoken of, unless another was spoken of just before."""
        near = {m for index, m in self.teams[noun] if self.words.sentence[at] - self.words.sentence[index] <= _NEAR}
        last = self.teams[noun][-1][1]
        return (last, "organisation") if len(near) < 2 else None

    def _owned(self, phrase: Phrase, owner: Member) -> Member:
        """A body by whose it is: "Vega campaign", "Valdria's health agency"."""
        between = self._between(phrase, phrase.owner) if phrase.owner else []
        if phrase.owner is None or not between or (phrase.head in word_class("team") and owner.kind == "person"):
            return self._team(owner, phrase.head)
        tight = between[0] in ("'s", "’s")
        kind: PartyKind = "government" if word_lists().organisation.get(phrase.head) == "government" else "organisation"
        return self._literally(" ".join([owner.name + between[0] * tight, *between[tight:], phrase.head]), kind)

    def _is_outlet(self, phrase: Phrase) -> bool:
        """«The Barrow news agency» is Barrow; "the UN refugee agency" is not the UN."""
        if phrase.head not in word_class("kind of outlet") or phrase.owner is None:
            return False
        return set(self._between(phrase, phrase.owner)) <= {"'s", "’s"} | word_class("sort of outlet")

    def _between(self, phrase: Phrase, owner: Occurrence) -> list[str]:
        """The words between the owner's name and the head: "refugee" in "the UN refugee agency"."""
        behind = self.words.forms[owner.last : phrase.last]
        return behind[: next((i for i, form in enumerate(behind) if form.lower() == phrase.head), 0)]

    def _team(self, owner: Member, noun: str) -> Member:
        """«The Vega campaign», "Vega's office": a body that goes by a person's name."""
        short = owner.name.split()[-1] if owner.kind == "person" else owner.name
        mark = "'s" if noun in word_class("office of") else ""
        return self._literally(f"{short}{mark} {noun}", "organisation")

    def note_team(self, occurrence: Occurrence, member: Member) -> None:
        """«The Vega campaign», "Vega's campaign": a body by its person's name, wherever it stands."""
        lower = self.words.lower
        after = occurrence.last + (lower[occurrence.last : occurrence.last + 1] in (["'s"], ["’s"]))
        if lower[after : after + 1] == ["presidential"]:
            after += 1
        noun = lower[after : after + 1]
        if noun and noun[0] in word_class("team") and member.kind == "person":
            self.teams.setdefault(noun[0], []).append((occurrence.first, self._team(member, noun[0])))
