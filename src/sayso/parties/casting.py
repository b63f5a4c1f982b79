"""Proper names of an article -> its cast: which names are one and the same member's, and what the article says of each."""

from __future__ import annotations

from collections.abc import Sequence

from sayso.languages import word_class
from sayso.languages.lexicon import word_lists
from sayso.parties.aliases import Aliases
from sayso.parties.cast import Cast, Member, fold, name_words
from sayso.parties.occurrences import Occurrence
from sayso.parties.posts import posts_beside
from sayso.parties.pronouns import gender_of
from sayso.parties.told_kinds import pronoun_behind, settle_kind
from sayso.parties.words import Words
from sayso.record import PartyKind

_MANY = 50  # namesakes looked at, in texts that are nothing but names


def cast_names(words: Words, occurrences: Sequence[Occurrence]) -> Cast:
    """Group the occurrences: full names first, then the surnames, given names, acronyms and short forms of just one."""
    cast = Cast(words, occurrences)
    full = [o for o in occurrences if o.last - o.first > 1]
    short = [o for o in occurrences if o.last - o.first == 1]
    for occurrence in full:
        _place_full(cast, occurrence)
    for member in cast.members:
        _note_acronym(cast, member)
    _split_namesakes(cast, short)
    _keep_mononyms(cast, occurrences)
    aliases = Aliases(cast, occurrences)
    for occurrence in short:
        _place_short(cast, occurrence)
    aliases.fold()
    for member in cast.members:
        member.occurrences.sort(key=lambda o: o.start)
    _tell(cast, cast.members)
    before = [member.kind for member in cast.members]
    for member in cast.members:
        settle_kind(cast, member)
    changed = [m for m, kind in zip(cast.members, before, strict=True) if m.kind != kind]
    for member in changed:
        member.posts.clear()  # what a person is said to be tells of no body
    _tell(cast, changed)
    return cast


def _tell(cast: Cast, members: Sequence[Member]) -> None:
    """Note what stands beside these members' names: posts, ages."""
    for member in members:
        for occurrence in member.occurrences:
            _note_posts(cast, member, occurrence)
            _note_age(cast.words, member, occurrence)


def _note_age(words: Words, member: Member, occurrence: Occurrence) -> None:
    """«Ana Vega, 24,», "24-year-old Ana Vega", "Ana Vega (24)"."""
    behind = words.forms[occurrence.last : occurrence.last + 3]
    if len(behind) == 3 and behind[0] in ",(" and behind[1].isdigit() and len(behind[1]) < 4 and behind[2] in ",).;":
        member.ages.add(int(behind[1]))
    beside = range(max(0, occurrence.lead - 2), occurrence.first)
    if behind[:1] == [","]:
        beside = range(beside.start, min(occurrence.last + 4, len(words.lower)))
    for form in [words.lower[i] for i in beside if words.sentence[i] == words.sentence[occurrence.first]]:
        age, dash, rest = form.partition("-")
        if dash and rest == "year-old" and age.isdigit():
            member.ages.add(int(age))


def _split_namesakes(cast: Cast, short: Sequence[Occurrence]) -> None:
    """«Mr. Vega» where the only full name is Ana Vega's, "President Vega" before any: a member by the surname."""
    seen: set[str] = set()
    for occurrence in short:
        word = name_words(occurrence.text)[-1]
        if not occurrence.title or occurrence.kind != "person" or word in seen:
            continue
        people = [m for m in cast.named(word) if m.kind == "person" and m.words[-1] == word]
        fits = [m for m in people if occurrence.gender in ("u", m.gender) or m.gender == "u"]
        early = (
            _heads_state(cast.words, occurrence)
            and cast.words.paragraph[occurrence.first] > 1
            and all(m.occurrences[0].start > occurrence.start for m in fits)
        )
        if people and (not fits or (early and len(people) > 0 and occurrence.gender == "u")):
            seen.add(word)
            member = cast.add(occurrence.text, "person", (word,))
            member.gender = occurrence.gender


def _keep_mononyms(cast: Cast, occurrences: Sequence[Occurrence]) -> None:
    """«Theodorus» of a text that begins with him by that name alone, whoever else has it for a last name: one of his own."""
    first: dict[str, Occurrence] = {}
    alone: dict[str, int] = {}
    for occurrence in occurrences:
        words = name_words(occurrence.text)
        first.setdefault(words[-1], occurrence)
        alone[words[-1]] = alone.get(words[-1], 0) + (len(words) == 1)
    for word, occurrence in first.items():
        people = [m for m in cast.named(word) if m.kind == "person" and m.words[-1] == word]
        bare = name_words(occurrence.text) == (word,) and not occurrence.title
        if bare and len(people) > 1 and alone[word] > 2 * sum(len(m.occurrences) for m in people):
            cast.add(occurrence.text, "person", (word,)).gender = occurrence.gender


def _heads_state(words: Words, occurrence: Occurrence) -> bool:
    return occurrence.lead < occurrence.first and words.lower[occurrence.first - 1] in word_class("heads a state")


def _place_full(cast: Cast, occurrence: Occurrence) -> None:
    parts = name_words(occurrence.text)
    for member in [
        *cast.named(parts[-1])[-_MANY:],
        *(cast.named(parts[0])[-_MANY:] if occurrence.kind == "organisation" else ()),
    ]:
        if parts in member.variants or (member.kind in ("person", "unknown") and _same_person(parts, member.words, occurrence)):
            if member.kind == "unknown" and occurrence.kind != "unknown":
                member.kind = occurrence.kind
            member.variants.add(parts)
            cast.give(occurrence, member)
            return
        bodies = member.kind in ("organisation", "government") and occurrence.kind == "organisation"
        if bodies and (parts == member.words[-len(parts) :] or _turned(parts, member.words)):
            cast.give(occurrence, member)  # "the Security Council" of "the United Nations Security Council"
            return
    cast.give(occurrence, cast.add(occurrence.text, _kind(occurrence), parts))


def _turned(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """«Health Ministry» is the "Ministry of Health"."""
    joints = ("of", "for", "the", "and")
    if _bare(one) == _bare(other):
        return True  # "Bank of America Corporation"
    same = sorted(w for w in one if w not in joints) == sorted(w for w in other if w not in joints)
    return same and {one[0], one[-1]} & {other[0], other[-1]} & word_lists().organisation.keys() != set()


def _bare(name: tuple[str, ...]) -> tuple[str, ...]:
    """A body's name without what says that it is a company."""
    return name[:-1] if len(name) > 1 and name[-1] in word_class("company") else name


def _kind(occurrence: Occurrence) -> PartyKind:
    if occurrence.kind not in ("organisation", "place"):
        return occurrence.kind
    lists = word_lists()
    key = tuple(fold(w) for w in occurrence.text.split())
    if lists.metonyms.get(key) == "government" or lists.organisation.get(key[-1]) == "government":
        return "government"
    joint = next(
        (i for i, word in enumerate(key) if i and word in ("of", "for", "on") and (i == 1 or key[i - 1] != "state")), 0
    )
    return "government" if joint and lists.organisation.get(key[joint - 1]) == "government" else occurrence.kind


def _same_person(one: tuple[str, ...], other: tuple[str, ...], occurrence: Occurrence) -> bool:
    """«J. Vega» and "Juan Vega", "Dan Vega" and "Daniel Vega", "Ana Ruiz Vega" and "Ana Vega"."""
    if occurrence.kind not in ("person", "unknown") or len(one) < 2 or len(other) < 2 or one[-1] != other[-1]:
        return False
    if one == other[-len(one) :] or other == one[-len(other) :]:
        return True  # "Mr. Ruiz Vega"
    a, b = one[0], other[0]
    if a == b:
        return True
    if a.strip(".")[0] == b.strip(".")[0] and min(len(a.strip(".")), len(b.strip("."))) == 1:
        return True
    return len(a) > 2 and len(b) > 2 and a[:3] == b[:3]


def _note_acronym(cast: Cast, member: Member) -> None:
    """«Food and Drug Administration (FDA)»: the letters in brackets, or those that its capitals spell."""
    if member.kind == "person":
        return
    letters = "".join(word[0] for word in member.name.split() if word[0].isupper())
    if len(letters) > 1:
        cast.acronyms.setdefault(letters, member)
    for occurrence in member.occurrences[:3]:
        after = cast.words.forms[occurrence.last : occurrence.last + 3]
        if (
            len(after) == 3
            and after[0] == "("
            and after[2] == ")"
            and after[1].isupper()
            and after[1][0] == member.name[0].upper()
        ):
            cast.acronyms[after[1]] = member


def _place_short(cast: Cast, occurrence: Occurrence) -> None:
    """A one-word name: the acronym, surname, given name or short form of exactly one member, else a member of its own."""
    word = name_words(occurrence.text)[-1]
    acronym = cast.acronyms.get(occurrence.text.replace(".", ""))
    if acronym is not None and occurrence.text.isupper() and occurrence.text.replace(".", "") not in ("US",):
        acronym.variants.add((word,))
        cast.give(occurrence, acronym)
        return
    country = word_lists().demonyms.get((occurrence.text.lower(),)) if occurrence.kind == "place" else None
    if country is not None:  # "the U.S." is the United States
        full = name_words(country)
        known = next((m for m in cast.named(full[-1]) if m.words == full), None)
        cast.give(occurrence, known or cast.add(occurrence.text, "place", full))
        return
    own = [m for m in cast.named(word) if m.words == (word,) and _agree(m, occurrence)]
    if own:
        cast.give(occurrence, own[0])
        return
    chosen = _bearer(cast, occurrence, word) or _misspelt(cast, occurrence, word)
    if chosen is not None:
        cast.give(occurrence, chosen)
    elif _stands_alone(cast, occurrence, word):
        cast.give(occurrence, cast.add(occurrence.text, _kind(occurrence), (word,)))


def _bearer(cast: Cast, occurrence: Occurrence, word: str) -> Member | None:
    people = [m for m in cast.named(word)[:_MANY] if m.kind in ("person", "unknown") and len(m.words) > 1]
    if occurrence.kind != "group" and not _is_placed(cast.words, occurrence) and not _is_listed_body(occurrence):
        surnamed = [m for m in people if m.words[-1] == word and m.kind == "person"] or [
            m for m in people if m.words[-1] == word
        ]
        given = [m for m in people if m.words[0] == word and (m.kind == "person" or word in word_lists().given)]
        before = cast.words.lower[occurrence.first - 1] if occurrence.first else ""
        by_given = not occurrence.title or before in word_class("before a given name")
        for group in (surnamed, given if by_given else []):
            if group:
                return _one_of(cast.words, group, occurrence)
    bodies = [m for m in cast.named(word)[:_MANY] if m.kind in ("organisation", "government") and len(m.words) > 1]
    lists = word_lists()
    if word in lists.organisation:
        heads = [m for m in bodies if m.words[-1] == word or m.words[0] == word]
        return heads[0] if len(heads) == 1 else None
    if (word,) in lists.places or (word,) in lists.demonyms or word in lists.common:
        return None
    firsts = [m for m in bodies if m.words[0] == word and len(m.words) == 2 and m.words[1] in ("palace",)]
    return firsts[0] if len(firsts) == 1 else None


def _is_placed(words: Words, occurrence: Occurrence) -> bool:
    """«In Paris», "at Barrow"; not "at Vega's house", though the encoder takes Vega for a place."""
    if occurrence.kind != "place" or not _after_place_word(words, occurrence):
        return False
    owns = words.lower[occurrence.last : occurrence.last + 1] in (["'s"], ["’s"])
    sure = words.lower[occurrence.first - 1] in word_class("in a place") and not owns
    return sure or tuple(occurrence.text.lower().split()) in word_lists().places


def _is_listed_body(occurrence: Occurrence) -> bool:
    """Whether the name is a body's by the lists; the encoder alone may take a surname for one."""
    key = tuple(occurrence.text.lower().split())
    return occurrence.kind == "organisation" and (key in word_lists().metonyms or key[-1] in word_lists().organisation)


def _after_place_word(words: Words, occurrence: Occurrence) -> bool:
    return occurrence.first > 0 and words.lower[occurrence.first - 1] in word_class("place preposition")


def _misspelt(cast: Cast, occurrence: Occurrence, word: str) -> Member | None:
    """The one person whose surname has a letter more or less: "Vegas said", a sentence after "Ana Vega said"."""
    if len(word) < 5 or occurrence.kind not in ("person", "unknown"):
        return None
    found = [m for m in cast.nearly_named(word) if m.kind == "person" and len(m.words) > 1 and _one_off(m.words[-1], word)]
    return found[0] if len(found) == 1 else None


def _one_off(one: str, other: str) -> bool:
    """Whether one word is the other with a letter more."""
    short, long = sorted((one, other), key=len)
    return len(long) - len(short) == 1 and any(long[:i] + long[i + 1 :] == short for i in range(1, len(long)))


def _agree(member: Member, occurrence: Occurrence) -> bool:
    return not occurrence.title or occurrence.gender == "u" or member.gender in ("u", occurrence.gender)


def _one_of(words: Words, group: list[Member], occurrence: Occurrence) -> Member | None:
    """The only bearer; of several, the one whom the title's gender leaves, or the one already introduced."""
    group = [m for m in group if _agree(m, occurrence)]
    if not group:
        return None
    if len(group) == 1:
        return group[0]
    gender = occurrence.gender if occurrence.title else "u"
    if gender == "u":
        gender = gender_of(pronoun_behind(words, occurrence.lead, occurrence.last))
    if gender != "u":
        fits = [m for m in group if m.gender in (gender, "u")]
        if len(fits) == 1:
            return fits[0]
    before = [m for m in group if m.occurrences[0].start < occurrence.start]
    if len(before) == 1:
        return before[0]
    near = [m for m in group if any(0 < occurrence.first - o.last < 60 for o in m.occurrences)]
    if len(near) == 1 and not any(
        0 < occurrence.first - o.last < 200 for m in group if m is not near[0] for o in m.occurrences
    ):
        return near[0]
    ranked = sorted(group, key=lambda m: -len(m.occurrences))
    return ranked[0] if len(ranked[0].occurrences) >= 3 * len(ranked[1].occurrences) else None


def _stands_alone(cast: Cast, occurrence: Occurrence, word: str) -> bool:
    if occurrence.kind == "place":
        return True
    if any(m.words[-1] == word for m in cast.named(word) if m.kind == "person"):
        return False  # a surname that several bear
    return occurrence.firm or occurrence.kind != "unknown"


def _note_posts(cast: Cast, member: Member, occurrence: Occurrence) -> None:
    """Give the member the posts told beside this name, and the gender that they tell."""
    if member.kind in ("place", "group"):
        return
    for post in posts_beside(cast.words, occurrence, member.kind in ("organisation", "government"), cast.starting):
        if post.text not in {held.text for held in member.posts}:
            member.posts.append(post)
        if member.gender == "u" and member.kind in ("person", "unknown"):
            member.gender = post.gender
