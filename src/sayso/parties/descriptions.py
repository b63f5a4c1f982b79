"""A mention phrase -> the member of the cast that it describes: by name, office, document, body, group, or nobody."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from sayso.attribution import Extent
from sayso.languages import listed, word_class
from sayso.languages.lexicon import word_lists
from sayso.parties.bodies import Bodies
from sayso.parties.cast import Member, name_words
from sayso.parties.decisions import Decision
from sayso.parties.holders import Holders, wanted_of
from sayso.parties.mentions import Phrase, read_phrase
from sayso.parties.occurrences import Occurrence
from sayso.parties.pairs import Pairs, names_a_pair
from sayso.parties.papers import Papers, is_document
from sayso.parties.posts import is_body_noun, is_office, office_of
from sayso.parties.scene import Scene
from sayso.record import Span


class Descriptions:
    """What the article's descriptions mean, one after the other in text order: later ones lean on those before.

    ``possessor`` gives the person whom the possessive pronoun at a word means, ``salient`` who is most on the reader's mind.
    """

    def __init__(
        self,
        scene: Scene,
        pairs: Pairs,
        possessor: Callable[[int], Member | None],
        salient: Callable[[int, str], Member | None],
    ) -> None:
        self.words, self.cast, self.names, self.pairs = scene.words, scene.cast, scene.names, pairs
        self.described: dict[Extent, Member] = {}  # the parts of a joint voice, each its own member's
        self.holders, self.bodies = Holders(scene, possessor, salient), Bodies(scene, possessor)
        self.papers = Papers(scene, possessor, self._decide_words)

    def decide(self, phrase: Phrase, mention: Span) -> Decision | None:
        """The member that the phrase means and how that was told, or None where two would do."""
        if phrase.coordinated:
            return self._coordination(phrase, mention)
        if phrase.name is not None and not (phrase.owner and self._entitled(phrase.name)):
            return self.named(phrase.name)
        if names_a_pair(phrase):
            both = self.pairs.both(phrase)
            return (both, "group") if both else None
        if not phrase.head and phrase.name is None:
            return None
        if phrase.head in ("former", "latter") and phrase.determiner == "the":
            one = self.pairs.one_of(phrase)
            return (one, "description") if one else None
        if is_document(phrase.head) or phrase.name is not None:
            found = self.papers.decide(phrase, mention)
            if found or not is_body_noun(phrase.head):
                return found  # "the blog" may be a body
        if phrase.appositive is not None:
            member = self.cast.member_of(phrase.appositive)
            titled = member is not None and member.kind == "unknown" and not self._means_somebody(phrase.head)
            return (member, "apposition") if member and not titled else None
        if phrase.head == "counterpart":
            return self._counterpart(phrase)
        return self._described(phrase, mention)

    def _described(self, phrase: Phrase, mention: Span) -> Decision | None:
        """«The officials», "the Russian president", "the ministry": a group, a person or a body by its head."""
        many = phrase.head in word_lists().groups or (phrase.head.endswith("s") and phrase.head[:-1] in word_lists().offices)
        if many and (found := self._group(phrase, mention)):
            return found
        if is_body_noun(phrase.head) or (phrase.head in word_class("team") and phrase.of):
            found = self.bodies.decide(phrase, mention)
            if found or not is_office(phrase.head):
                return found  # "the publisher" may be a firm or a person
        return None if many else self.holders.decide(phrase)

    def _means_somebody(self, head: str) -> bool:
        """Whether a noun means persons or bodies: "his poems, Vega Sings" names a book."""
        singular = head.removesuffix("s")
        return any(is_office(word) or is_body_noun(word) or word in word_lists().groups for word in (head, singular))

    def office(self, phrase: Phrase) -> Decision | None:
        """«The Russian president»: the one person whom the article calls so."""
        return self.holders.office(phrase)

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
        return self.cast.joint(found), "group"

    def _both(self, phrase: Phrase, mention: Span) -> Decision | None:
        joints = [i for i in range(phrase.first + 1, phrase.last - 1) if self.words.lower[i] in ("and", ",")]
        if [self.words.lower[i] for i in joints] != ["and"]:
            return None  # "Ana Vega, a teacher and former Democrat," is one
        ends = [(mention.start, self.words.ends[joints[0] - 1]), (self.words.starts[joints[0] + 1], mention.end)]
        found = [self._decide_words(*extent) for extent in ends]
        members = [decision[0] for decision in found if decision]
        if len(set(members)) < 2:
            return None
        for extent, member in zip(ends, members, strict=True):
            self.described.setdefault(extent, member)
        return self.cast.joint(members), "group"

    def _decide_words(self, start: int, end: int) -> Decision | None:
        """Whose the words between two places (code points) are: a part of a longer mention."""
        phrase = read_phrase(self.words, start, end, self.names.inside(start, end))
        if phrase.first >= phrase.last or phrase.coordinated:
            return None
        return self.decide(phrase, Span(start, end, self.words.text[start:end]))

    def _counterpart(self, phrase: Phrase) -> Decision | None:
        """«His French counterpart»: the one person of that country, or its one leader."""
        wanted = wanted_of(phrase)
        if not wanted:
            return None
        people = [m for m in self.cast.members if m.kind == "person" and wanted <= {w for p in m.posts for w in p.words}]
        leaders = [m for m in people if any(m.has_post(office) for office in word_class("leader"))]
        people = leaders if len(leaders) == 1 else people
        return (people[0], "counterpart") if len(people) == 1 else None

    def _group(self, phrase: Phrase, mention: Span) -> Decision | None:
        """«The presidents»: the two who hold that office. "Barrow officials": a group by those words."""
        if (phrase.owner is not None and phrase.head in word_lists().groups) or self._of_a_people(phrase):
            start = phrase.first + (self.words.lower[phrase.first] in ("the", "a", "an", "some", "several", "many", "those"))
            stop = self.words.within(mention.start, mention.end).stop
            text = self.words.text[self.words.starts[start] : self.words.ends[stop - 1]].split(",")[0]
            return (self.cast.literal(text), "group") if 1 < len(text.split()) < 6 else None
        if phrase.determiner not in ("the", "both", "these") or phrase.owner or phrase.of:
            return None
        head = office_of(phrase.head[:-1])
        if phrase.head in word_class("leaders"):
            offices = word_class("leader") if head == "leader" else {head}
            people = list(dict.fromkeys(m for office in sorted(offices) for m in self.cast.holders(office)))
            if len(people) != 2:
                people = self._named_together(people)
            if len(people) == 2:
                return self.cast.joint(people), "group"
        return None

    def _of_a_people(self, phrase: Phrase) -> bool:
        """«Mexican officials», "Republican senators", "the American people": told apart by a country, a party, a creed."""
        lists = word_lists()
        named = [
            i
            for i in range(phrase.first, phrase.last)
            if self.words.forms[i][0].isupper()
            and ((self.words.lower[i],) in lists.demonyms or self.words.lower[i] in lists.affiliations)
        ]
        plural = phrase.head in lists.groups or phrase.head.removesuffix("s") in lists.offices
        before = bool(named) and self.words.lower[named[-1]] in phrase.modifiers
        return plural and before and phrase.head not in word_class("crowd") and not phrase.of and not phrase.possessor

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
