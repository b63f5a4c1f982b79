"""Proper names of an article -> its cast: which names are one and the same member's, and what the article says of each."""

from __future__ import annotations

from collections.abc import Sequence

from sayso.languages import word_class
from sayso.languages.lexicon import word_lists
from sayso.parties.cast import Cast, Member, fold, name_words
from sayso.parties.occurrences import Occurrence
from sayso.parties.posts import posts_beside
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
    for occurrence in short:
        _place_short(cast, occurrence)
    for member in cast.members:
        member.occurrences.sort(key=lambda o: o.start)
    for occurrence in occurrences:
        found = cast.member_of(occurrence)
        if found is not None:
            _note_posts(cast, found, occurrence)
    for member in cast.members:
        if member.kind == "unknown":
            _settle(words, member)
    return cast


def _settle(words: Words, member: Member) -> None:
    """A name of unknown kind is a person's where the article uses its last word alone, or says what office she holds; it is a
    place's where it follows "in" and "at" as often as not."""
    bare = [o for o in member.occurrences if not (o.first and words.lower[o.first - 1] in ("the", "a", "an"))]
    surnames = [o for o in bare if len(member.words) > 1 and name_words(o.text) == member.words[-1:]]
    member.thing = len(bare) * 2 < len(member.occurrences)
    told = bool(member.posts) and word_lists().common.isdisjoint(member.words)
    if (surnames or told) and len(bare) * 2 > len(member.occurrences):
        member.kind = "person"
    elif 2 * sum(_after_place_word(words, o) for o in member.occurrences) >= len(member.occurrences):
        member.kind = "place"


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


def _heads_state(words: Words, occurrence: Occurrence) -> bool:
    return occurrence.lead < occurrence.first and words.lower[occurrence.first - 1] in word_class("heads a state")


def _place_full(cast: Cast, occurrence: Occurrence) -> None:
    parts = name_words(occurrence.text)
    for member in cast.named(parts[-1])[-_MANY:]:
        if parts in member.variants or (member.kind in ("person", "unknown") and _same_person(parts, member.words, occurrence)):
            if member.kind == "unknown" and occurrence.kind != "unknown":
                member.kind = occurrence.kind
            member.variants.add(parts)
            cast.give(occurrence, member)
            return
        bodies = member.kind in ("organisation", "government") and occurrence.kind == "organisation"
        if bodies and parts == member.words[-len(parts) :]:
            cast.give(occurrence, member)  # "the Security Council" of "the United Nations Security Council"
            return
    cast.give(occurrence, cast.add(occurrence.text, _kind(occurrence), parts))


def _kind(occurrence: Occurrence) -> PartyKind:
    if occurrence.kind not in ("organisation", "place"):
        return occurrence.kind
    lists = word_lists()
    key = tuple(fold(w) for w in occurrence.text.split())
    if lists.metonyms.get(key) == "government" or lists.organisation.get(key[-1]) == "government":
        return "government"
    return "government" if lists.organisation.get(key[0]) == "government" and "of" in key else occurrence.kind


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
    placed = occurrence.kind == "place" and _after_place_word(cast.words, occurrence)
    if (occurrence.kind in ("person", "unknown", "place") or occurrence.text.isupper()) and not placed:
        surnamed = [m for m in people if m.words[-1] == word and m.kind == "person"] or [
            m for m in people if m.words[-1] == word
        ]
        given = [m for m in people if m.words[0] == word and (m.kind == "person" or word in word_lists().given)]
        before = cast.words.lower[occurrence.first - 1] if occurrence.first else ""
        by_given = not occurrence.title or before in word_class("before a given name")
        for group in (surnamed, given if by_given else []):
            if group:
                return _one_of(group, occurrence)
    bodies = [m for m in cast.named(word)[:_MANY] if m.kind in ("organisation", "government") and len(m.words) > 1]
    lists = word_lists()
    if word in lists.organisation:
        heads = [m for m in bodies if m.words[-1] == word or m.words[0] == word]
        return heads[0] if len(heads) == 1 else None
    if (word,) in lists.places or (word,) in lists.demonyms or word in lists.common:
        return None
    firsts = [m for m in bodies if m.words[0] == word and len(m.words) == 2 and m.words[1] in ("palace",)]
    return firsts[0] if len(firsts) == 1 else None


def _after_place_word(words: Words, occurrence: Occurrence) -> bool:
    return occurrence.first > 0 and words.lower[occurrence.first - 1] in word_class("place preposition")


def _misspelt(cast: Cast, occurrence: Occurrence, word: str) -> Member | None:
    """The one person whose surname has a letter more or less: "Vegas said", a sentence after "Ana Vega said"."""
    if len(word) < 5 or occurrence.kind not in ("person", "unknown"):
        return None
    found = [
        m for m in cast.nearly_named(word) if m.kind == "person" and len(m.words) > 1 and abs(len(m.words[-1]) - len(word)) == 1
    ]
    return found[0] if len(found) == 1 else None


def _agree(member: Member, occurrence: Occurrence) -> bool:
    return not occurrence.title or occurrence.gender == "u" or member.gender in ("u", occurrence.gender)


def _one_of(group: list[Member], occurrence: Occurrence) -> Member | None:
    """The only bearer; of several, the one whom the title's gender leaves, or the one already introduced."""
    group = [m for m in group if _agree(m, occurrence)]
    if not group:
        return None
    if len(group) == 1:
        return group[0]
    if occurrence.title and occurrence.gender != "u":
        fits = [m for m in group if m.gender in (occurrence.gender, "u")]
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
