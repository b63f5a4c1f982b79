"""A description of a body -> the one of the cast whom it fits: "the ministry", "the firm", "the Vega campaign"."""

from __future__ import annotations

from collections.abc import Callable

from sayso.languages import word_class
from sayso.languages.lexicon import word_lists
from sayso.parties.cast import Member, name_words
from sayso.parties.decisions import Decision
from sayso.parties.holders import wanted_of
from sayso.parties.mentions import Phrase
from sayso.parties.occurrences import Occurrence
from sayso.parties.posts import canonical
from sayso.parties.scene import Scene
from sayso.record import PartyKind, Span

_NEAR = 4  # sentences within which two campaigns make "the campaign" open
# What "the paper" and "the firm" ask for: a name that ends in a word of this class, or a body said to be of it.
_SORTS = {"newspaper": "newspaper", "paper": "newspaper", "company": "company", "firm": "company", "corporation": "company"}


class Bodies:
    """Which body a description means, one after the other in text order; ``possessor`` gives whose "its" and "her" are."""

    def __init__(self, scene: Scene, possessor: Callable[[int], Member | None]) -> None:
        self.words, self.cast, self.possessor = scene.words, scene.cast, possessor
        self.teams: dict[str, list[tuple[int, Member]]] = {}  # "campaign" -> where whose was named

    def decide(self, phrase: Phrase, mention: Span) -> Decision | None:
        """«The ministry»: the one body whose name has that head. "The Vega campaign": that campaign."""
        state = self._of_state(phrase, mention) or self._family(phrase)
        if state is not None:
            return state, "organisation"
        if phrase.owner is not None or phrase.possessor:
            return self._somebodys(phrase)
        if phrase.determiner not in ("the", "this", "that") or phrase.of:
            return None
        if phrase.head in self.teams:
            return self._last_team(phrase.head, phrase.first)
        sort = word_class(_SORTS.get(phrase.head, "")) | {phrase.head}
        told = dict.fromkeys(m for word in sorted(sort) for m in self.cast.bodies(word))
        bodies = [m for m in told if self._near(m, phrase.first)] or self._any(phrase)
        found = bodies[0] if len(bodies) == 1 else self._nearest(bodies, phrase.first)
        return (found, "organisation") if found else None

    def _any(self, phrase: Phrase) -> list[Member]:
        """Who may be meant by «the company», «the group», where nobody is called so."""
        bodies = [m for m in self.cast.members if m.kind == "organisation"]
        if phrase.head in word_class("any firm"):
            return [m for m in bodies if self._may_trade(m) and self._near(m, phrase.first)]
        return [m for m in bodies if self._near(m, phrase.first, 1)] if phrase.head in word_class("any body") else []

    def _nearest(self, bodies: list[Member], at: int) -> Member | None:
        """The only one of these that the same sentence names before this word, or else the sentence before."""
        here = self.words.sentence[at]
        for sentence in (here, here - 1):
            named = [m for m in bodies if any(o.first < at and self.words.sentence[o.first] == sentence for o in m.occurrences)]
            if named:
                return named[0] if len(named) == 1 else None
        return None

    def _near(self, member: Member, at: int, reach: int = 2 * _NEAR) -> bool:
        """Whether the body was named in the sentences before this word."""
        here = self.words.sentence[at]
        return any(o.first < at and here - self.words.sentence[o.first] <= reach for o in member.occurrences)

    def _may_trade(self, member: Member) -> bool:
        """Whether nothing tells that the body is a newspaper, a party, a court: "the company" may mean it."""
        known = word_lists().organisation.keys() | word_class("newspaper")
        told = {office for post in member.posts for office in post.offices}
        last = member.words[-1]
        trades = word_class("company") | word_class("names a body")
        return bool(told & trades) or (not told and (last not in known or last in trades) and not self._is_metonym(member))

    def _is_metonym(self, member: Member) -> bool:
        return member.words in word_lists().metonyms and member.words not in word_lists().capitals

    def _somebodys(self, phrase: Phrase) -> Decision | None:
        """«Her campaign», "the Barrow news agency", "Valdria's health agency"."""
        if phrase.owner is not None:
            owner = self.cast.member_of(phrase.owner)
        else:
            owner = self.possessor(phrase.first) if phrase.possessor in ("his", "her", "its") else None
        if owner is None and phrase.owner is not None and phrase.head in word_class("team") and not phrase.of:
            return self.cast.literal(f"{phrase.owner.text} {phrase.head}", "organisation"), "organisation"
        if owner is None or phrase.of is not None or (phrase.possessor and phrase.head not in word_class("team")):
            return None
        if owner.kind in ("organisation", "government", "unknown") and self._is_its_sort(phrase):
            return owner, "name"
        return self._owned(phrase, owner), "organisation"

    def _of_state(self, phrase: Phrase, mention: Span) -> Member | None:
        """«Russia's foreign ministry», "the Russian one", "the foreign ministry of Russia": one body, by its words."""
        owner = self.cast.member_of(phrase.owner) if phrase.owner else None
        named = owner is not None and owner.kind not in ("place", "unknown")
        behind = self.cast.member_of(phrase.of) if phrase.of else None
        of = behind is not None and behind.kind in ("place", "unknown", "government") and phrase.preposition == "of"
        of_states = word_lists().organisation.get(phrase.head) == "government" or phrase.head in word_class("of a state")
        if named or (phrase.of and not of) or phrase.possessor or not of_states:
            return None
        wanted = wanted_of(phrase)
        place = phrase.of if of else phrase.owner
        state = wanted & word_lists().countries or (canonical(name_words(place.text)) if place else set())
        text = mention.text.split(",")[0]
        if not state or len(text.split()) > 6:
            return None
        bare = text.removeprefix("The ").removeprefix("the ")
        kind: PartyKind = "government" if word_lists().organisation.get(phrase.head) == "government" else "organisation"
        return self.cast.literal(bare, kind, "|".join(sorted(wanted | {phrase.head})))

    def _family(self, phrase: Phrase) -> Member | None:
        """«The family of Ana Vega»: the Vega family."""
        owner = self.cast.member_of(phrase.of) if phrase.of and phrase.preposition == "of" else None
        team = phrase.head in word_class("team") and phrase.determiner == "the" and not phrase.modifiers
        return self._team(owner, phrase.head) if team and owner is not None and owner.kind == "person" else None

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
        return self.cast.literal(" ".join([owner.name + between[0] * tight, *between[tight:], phrase.head]), kind)

    def _is_its_sort(self, phrase: Phrase) -> bool:
        """«The Barrow news agency» is Barrow, "the Nordjet airline" Nordjet; "the UN refugee agency" is not the UN."""
        sorts = word_class("kind of outlet") | word_class("names a body")
        if phrase.head not in sorts or phrase.owner is None:
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
        return self.cast.literal(f"{short}{mark} {noun}", "organisation")

    def note_team(self, occurrence: Occurrence, member: Member) -> None:
        """«The Vega campaign», "Vega's campaign": a body by its person's name, wherever it stands."""
        lower = self.words.lower
        after = occurrence.last + (lower[occurrence.last : occurrence.last + 1] in (["'s"], ["’s"]))
        if lower[after : after + 1] == ["presidential"]:
            after += 1
        noun = lower[after : after + 1]
        if noun and noun[0] in word_class("team") and member.kind == "person":
            self.teams.setdefault(noun[0], []).append((occurrence.first, self._team(member, noun[0])))
