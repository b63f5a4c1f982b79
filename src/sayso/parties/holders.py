"""A description of a person -> the one of the cast whom it fits: by office, kinship, age, nation; two leave it open."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from sayso.languages import entries, listed, word_class
from sayso.languages.lexicon import word_lists
from sayso.parties.cast import Member
from sayso.parties.decisions import Decision
from sayso.parties.mentions import Phrase
from sayso.parties.posts import canonical, is_office, office_head, office_of
from sayso.parties.pronouns import gender_of
from sayso.parties.scene import Scene
from sayso.parties.tenures import Tenures
from sayso.parties.told_kinds import pronoun_behind

_AGE = re.compile(r"(\d{1,3})-year-old")
_BESIDE = 8  # words behind a name that may tell where its bearer is from


class Holders:
    """Who holds an office, is somebody's kin, is 24, comes from Sweden, as far as the article says.

    ``possessor`` gives the member whom the possessive pronoun at a word means, ``salient`` who is most on the reader's mind at
    a word and of a gender.
    """

    def __init__(
        self,
        scene: Scene,
        possessor: Callable[[int], Member | None],
        salient: Callable[[int, str], Member | None],
    ) -> None:
        self.words, self.cast, self.possessor, self.salient = scene.words, scene.cast, possessor, salient
        self.tenures = Tenures(scene.words, scene.cast)
        self._told: dict[Member, frozenset[str]] = {}

    def decide(self, phrase: Phrase) -> Decision | None:
        """«The Russian president», "her husband", "the 24-year-old", "the Swede": the one person whom the article calls so."""
        if _AGE.fullmatch(phrase.head):
            return self._aged(phrase)
        if phrase.head in listed("kin_words") and phrase.preposition == "of" and self._counts(phrase):
            return self._parent(phrase)
        if is_office(phrase.head):
            owned = phrase.possessor or (phrase.owner and phrase.head in listed("kin_words"))
            return self._owned(phrase) if owned else self.office(phrase)
        return self._native(phrase)

    def office(self, phrase: Phrase) -> Decision | None:
        """«The Russian president»: the one person who holds that office, and held it still when the words stand there."""
        head = office_of(office_head(phrase.head))
        wanted = wanted_of(phrase)
        if phrase.possessor or (phrase.determiner in ("a", "an", "one", "another", "some") and not wanted):
            return None
        holders = self._holders(head, wanted)
        if not holders and phrase.determiner in ("the", "this", "that", ""):
            holders = self._loosely(phrase, head, wanted)
            if not holders and not self.cast.holders(head):
                return self._of_a_place(phrase) or self._epithet(phrase)
        member = self.tenures.now(self._of_gender(holders, phrase), phrase.first, wanted)
        return (member, "office") if member else None

    def _of_gender(self, holders: set[Member], phrase: Phrase) -> set[Member]:
        """Of several holders those whom the pronoun behind the description fits: «The minister said she was proud»."""
        if len(holders) < 2:
            return holders
        gender = gender_of(pronoun_behind(self.words, phrase.first, phrase.last))
        return {m for m in holders if gender == "u" or m.gender in (gender, "u")}

    def _of_a_place(self, phrase: Phrase) -> Decision | None:
        """«The Japanese runner»: the one of whom only the country is told, where nobody is called a runner."""
        asked = {word for word in wanted_of(phrase) if not _says_little(word)}
        if phrase.determiner != "the" or not asked or phrase.head in word_class("stands for others"):
            return None
        if not asked <= word_lists().countries | set(word_lists().places.values()):
            return None
        found = [m for m in self.cast.members if m.kind == "person" and not m.posts and asked <= self.told_of(m)]
        return (found[0], "description") if len(found) == 1 else None

    def _holders(self, head: str, wanted: set[str]) -> set[Member]:
        """Those whose one post has the office and all that is asked of it: who holds it now before who held it, or a deputy."""
        people = self.cast.holders(head)
        fitting = [(m, p.words - wanted) for m in people for p in m.posts if head in p.offices and wanted <= p.words]
        return {m for m, other in fitting if not other & word_class("lesser")} or {
            m for m, other in fitting if not other & word_class("deputy")
        }

    def _loosely(self, phrase: Phrase, head: str, wanted: set[str]) -> set[Member]:
        """«The four-term congressman», "the Florida senator": words that say little do not count, places stand beside names."""
        places = canonical(w for name in (phrase.owner, phrase.of) if name is not None for w in name.text.lower().split())
        asked = {word for word in wanted if not _says_little(word)}
        if asked & word_class("lesser"):
            past = asked & word_class("past")
            return self.tenures.left(head, phrase.first) if past and asked <= past else set()
        people = self.cast.holders(head)
        free = {
            m for m in people for p in m.posts if head in p.offices and asked <= p.words and not p.words & word_class("lesser")
        }
        if free or asked - places - _affiliations():
            return free
        return {m for m in people if asked <= self.told_of(m)}

    def _epithet(self, phrase: Phrase) -> Decision | None:
        """«The real estate mogul», "the actress": another word for the person who is most on the reader's mind by far."""
        if phrase.determiner != "the" or phrase.head not in word_class("epithet"):
            return None
        member = self.salient(phrase.first, word_lists().offices.get(phrase.head, "u"))
        return (member, "description") if member else None

    def _owned(self, phrase: Phrase) -> Decision | None:
        """«Her husband», "Vega's lawyer": the one whom the article calls somebody's husband, and who is not that somebody."""
        head = office_of(office_head(phrase.head))
        kin = phrase.head in listed("kin_words")
        owner = self.cast.member_of(phrase.owner) if phrase.owner else self.possessor(phrase.first)
        asked = {w for w in phrase.modifiers if not _says_little(w)} - word_class("possessive mark")
        fits = {
            m
            for m in self.cast.holders(head)
            for p in m.posts
            if head in p.offices
            and (p.possessed or kin)
            and m is not owner
            and asked <= p.words | {phrase.head}
            and not self._of_another(p.words, owner)
        }
        if asked - {w for m in fits for p in m.posts for w in p.words} or len(fits) != 1:
            return None
        return fits.pop(), "description"

    def _of_another(self, told: frozenset[str], owner: Member | None) -> bool:
        """Whether the post names somebody, and not this owner: "Tess Marlow's mother" is not Leo's."""
        named = {w for m in self.cast.members if m.kind == "person" for w in m.words} & told
        return owner is not None and bool(named) and not named & set(owner.words)

    def _aged(self, phrase: Phrase) -> Decision | None:
        """«The 24-year-old»: who is said to be 24, or the one person named so far of whom no other age is told."""
        match = _AGE.fullmatch(phrase.head)
        if match is None or phrase.determiner not in ("the", "this", "that"):
            return None
        age = int(match[1])
        people = [m for m in self.cast.members if m.kind == "person"]
        aged = [m for m in people if age in m.ages] or self._only(phrase, [m for m in people if not m.ages])
        return (aged[0], "description") if len(aged) == 1 else None

    def _counts(self, phrase: Phrase) -> bool:
        """«The mother of three», "the father-of-two"."""
        behind = self.words.within(phrase.rest, phrase.rest + 1).start
        return behind < len(self.words.lower) and self.words.lower[behind] in word_class("number")

    def _parent(self, phrase: Phrase) -> Decision | None:
        """«The mother of three»: the only person named so far, if that may be a woman."""
        gender = word_lists().offices.get(phrase.head, "u")
        people = [m for m in self.cast.members if m.kind == "person" and m.gender in ("u", gender)]
        only = self._only(phrase, people)
        return (only[0], "description") if only and phrase.determiner == "the" else None

    def _native(self, phrase: Phrase) -> Decision | None:
        """«The Swede», "the Kentucky Republican", "the Cardiff native": told beside one name, or only one person is there."""
        if phrase.determiner not in ("the", "this", "that") or not phrase.head:
            return None
        people = [m for m in self.cast.members if m.kind == "person"]
        head = next(i for i in range(phrase.first, phrase.last) if self.words.lower[i] == phrase.head)
        if self.words.forms[head].isupper():
            return None  # "the GOP"
        if phrase.head in word_class("native"):
            found = [m for m in people if wanted_of(phrase) and wanted_of(phrase) <= self.told_of(m)]
            found = found or self._only(phrase, people)
        elif (phrase.head,) in word_lists().demonyms or phrase.head in word_lists().affiliations:
            asked = wanted_of(phrase) | canonical([phrase.head])
            found = [m for m in people if asked <= self.told_of(m)]
        else:
            return None
        return (found[0], "description") if len(found) == 1 else None

    def _only(self, phrase: Phrase, fitting: Iterable[Member]) -> list[Member]:
        """The one person named before this phrase, if one alone was, and he is among those that fit."""
        start = self.words.starts[phrase.first]
        named = [m for m in self.cast.members if m.kind == "person" and m.occurrences and m.occurrences[0].start < start]
        return [m for m in fitting if [m] == named]

    def told_of(self, member: Member) -> frozenset[str]:
        """What the words beside the member's names tell: posts, "of Florida", "R-Fla.", "the Swedish striker"."""
        if member not in self._told:
            told: set[str] = {w for post in member.posts for w in post.words}
            for o in member.occurrences[:6]:
                told |= canonical(self._beside(o.lead, o.first, o.last))
            self._told[member] = frozenset(told)
        return self._told[member]

    def _beside(self, lead: int, first: int, last: int) -> list[str]:
        lower, sentence = self.words.lower, self.words.sentence
        before: list[str] = []
        index = min(lead, first) - 1
        index -= index >= 0 and lower[index] in ("'s", "’s")  # "Sweden's Maja Lindgren"
        while index >= 0 and len(before) < 3 and sentence[index] == sentence[first] and self.words.forms[index][0].isupper():
            before.append(lower[index])
            index -= 1
        after: list[str] = []
        if last < len(lower) and sentence[last] == sentence[first] and lower[last] in word_class("tells an origin"):
            for index in range(last + 1, min(last + _BESIDE, len(lower))):
                if sentence[index] != sentence[first] or lower[index] in ",)":
                    break
                after += _of_letters(lower[index])
        return [*reversed(before), *lower[min(lead, first) : first], *after]


def wanted_of(phrase: Phrase) -> set[str]:
    """What a description asks for beside its head: "the former Barrow mayor" asks for former and barrow."""
    held = list(phrase.modifiers)
    for name in (phrase.owner, phrase.of):
        if name is not None:
            held += name.text.lower().split()
    return canonical(w for w in held if w[0].isalnum())


def _says_little(word: str) -> bool:
    """«Four-term», "embattled", "veteran": tell nobody apart from another holder of the office."""
    return word in word_class("says little") or word.endswith(("-term", "-time", "-year-old", "-old"))


def _affiliations() -> set[str]:
    return {canonical_form for word in word_lists().affiliations for canonical_form in canonical([word])}


def _of_letters(word: str) -> list[str]:
    """«R-Fla»: a Republican of Florida; other words are themselves."""
    letters = {row[0]: row[1] for row in entries("en", "place_letters")}
    party, dash, state = word.partition("-")
    if not dash or party not in letters:
        return [letters.get(word, word)]
    return [letters[party], *letters.get(state, state).split()]
