"""What changed between versions -> the same in people's words: names, labels, counts, what left set into what came.

The text and the page show this alike; JSON has the facts as they are.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sayso.comparing import Change, Changes, Difference, History, Piece, Step
from sayso.evidence import told_once
from sayso.formats.accounts import party_names, voice_name, voice_words
from sayso.formats.agreement import verb
from sayso.formats.facts import bare_input, day
from sayso.record import Span, Statement, Voice, input_name
from sayso.store import Version

Pair = tuple[str | None, str | None]  # what it was, what it is
Names = dict[str, str]  # of parties, by their ids

# What happened to a statement, as a label: "Reworded, another act".
LABELS = {
    "reworded": "reworded",
    "speaker": "another speaker",
    "act": "another act",
    "cue": "another cue",
    "addressee": "another addressee",
    "said": "whether it was said",
    "account": "on another’s word",
    "manner": "quoted otherwise",
    "added": "added",
    "dropped": "dropped",
    "split": "split off",
    "merged": "merged",
}
# The same in a count: "2 given another act".
_COUNTED = {
    "speaker": "given another speaker",
    "act": "given another act",
    "cue": "with another cue",
    "said": "told otherwise as to whether it was said",
    "addressee": "with another addressee",
    "split": "split off from another",
    "merged": "merged into another",
}
# The same as one sign, for a margin.
SIGNS = {"added": "+", "split": "+", "dropped": "-", "merged": "-", "changed": "~"}
_OPENING = "([{“‘«\"'"  # behind these stands no blank
NOBODY, OWN = "someone not named", "nobody but the article"


# One change


@dataclass(frozen=True, slots=True)
class View:
    """A change as people see it: each fact as it was and as it is, the same twice where it did not change."""

    fate: str
    label: str
    statement: Statement
    speaker: Pair
    act: Pair
    cue: Pair
    addressee: Pair
    relay: Pair
    manner: Pair  # (None, None) where it did not change: then the words show it
    said: Pair  # (None, None) where it was said, and is
    words: tuple[Piece, ...]


def names_in(changes: Changes) -> tuple[Names, Names]:
    """What the parties go by before and after: asked for once, not for each change."""
    return party_names(changes.before.parties), party_names(changes.after.parties)


def view_of(change: Change, named: tuple[Names, Names]) -> View:
    """A change with its names and labels. A statement on one side only is shown as it stands there."""
    later = change.fate in ("added", "split", "changed")
    statement = (change.after if later else change.before) or change.before
    assert statement is not None  # a change has one side at least
    names = named[later]
    found = {difference.kind: difference for difference in change.differences}
    steps = told_once(statement.relay, lambda voice: voice_name(voice, names))
    relay = ", as told by ".join(_voice(voice, names) for voice in steps) or None
    act, cue = found.get("act"), found.get("act") or found.get("cue")
    quoted = (change.before.cue, change.after.cue) if cue and change.before and change.after else (statement.cue,) * 2
    speaker = _sides(found.get("speaker"), _voice(statement.speaker, names) if statement.speaker else None, NOBODY)
    return View(
        fate=change.fate,
        label=_label(change),
        statement=statement,
        speaker=speaker,
        act=_agreeing(_sides(act, statement.act), speaker),
        cue=(_quote(quoted[0]), _quote(quoted[1])),
        addressee=_sides(found.get("addressee"), _voice(statement.addressee, names) if statement.addressee else None),
        relay=_sides(found.get("account"), relay, OWN if "account" in found else None),
        manner=_sides(found.get("manner"), None),
        said=_sides(found.get("said"), statement.said if statement.said != "said" else None),
        words=change.words if "reworded" in found else (),
    )


def _sides(difference: Difference | None, plainly: str | None, nobody: str | None = None) -> Pair:
    was, now = (difference.before, difference.after) if difference else (plainly, plainly)
    return was or nobody, now or nobody


def _agreeing(act: Pair, who: Pair) -> Pair:
    """An act before and after as the verbs behind who does it; what did not change stays one verb, behind the later one."""
    names = [name and name.split(" (“")[0] for name in (who[1] if act[0] == act[1] else who[0], who[1])]
    was, now = (verb(done, name) if done else None for done, name in zip(act, names, strict=True))
    return was, now


def _quote(span: Span | None) -> str | None:
    return f"“{span.text}”" if span else None


def _voice(voice: Voice, names: Names) -> str:
    words = voice_words(voice, names)
    return voice_name(voice, names) + (f" (“{words}”)" if words else "")


def _label(change: Change) -> str:
    label = ", ".join(LABELS[kind] for kind in change.kinds)
    host = change.before if change.fate == "split" else change.after if change.fate == "merged" else None
    if host:
        label += f" {'from' if change.fate == 'split' else 'into'}: {_short(content(host))}"
    return label[:1].upper() + label[1:]


def _short(words: str, most: int = 60) -> str:
    return words if len(words) <= most else words[:most].rsplit(" ", 1)[0] + " …"


# Words


def content(statement: Statement) -> str:
    """The words of all its pieces, for eyes."""
    return " … ".join(span.text for span in statement.content)


def weave(words: Sequence[Piece]) -> Iterator[tuple[str, str]]:
    """Pieces to be shown one after the other: how ("same", "removed", "added", "gap"), words, with blanks where eyes need them.

    >>> pieces = [Piece("same", "He said ", 0), Piece("removed", "no", 8), Piece("added", "yes", 8), Piece("same", ".", 11)]
    >>> [text for _, text in weave(pieces)]
    ['He said ', 'no', ' ', 'yes', '.']
    """
    last, tail, left = None, " ", False
    for piece in words:
        if piece.how != "removed":
            if last is not None and piece.start is not None and piece.start != last:
                yield "gap", " … "
                tail, left = " ", False
            last = piece.start + len(piece.text) if piece.start is not None else None
        joins = tail.isspace() or tail in _OPENING or piece.text[:1].isspace()
        if (piece.how == "removed" and not joins) or (left and not joins and piece.text[:1].isalnum()):
            yield "same", " "
        yield piece.how, piece.text
        tail, left = piece.text[-1:], piece.how == "removed"


# Steps and versions


def heading(step: Step) -> str:
    """«From version 1 to version 2»"""
    return f"From version {step.before.number} to version {step.after.number}"


def summary(changes: Changes) -> str:
    """One line: «The headline changed. Of the statements 1 reworded, 2 given another act, 6 added; 46 unchanged.»"""
    if changes.nothing:
        return f"No statement changed; {changes.unchanged} are the same." if changes.unchanged else "No statement changed."
    facts = [name.lower() for name, _ in headlines(changes)]
    opening = f"The {' and the '.join(facts)} changed. " if facts else ""
    tally = ", ".join(f"{number} {_COUNTED.get(kind, LABELS[kind])}" for kind, number in changes.tally().items())
    return f"{opening}Statements: {tally or 'none changed'}; {changes.unchanged} unchanged."


def headlines(changes: Changes) -> list[tuple[str, tuple[Piece, ...]]]:
    """Headline and standfirst where they changed, by name: the later words with the earlier ones set into them."""
    named = (("Headline", changes.headline), ("Standfirst", changes.standfirst))
    return [(name, words) for name, words in named if words is not None]


def apart(number: int) -> str:
    """That so many statements differ between the readings alone."""
    one = number == 1
    return f"{number} statement{' is' if one else 's are'} read differently where the article’s words are the same"


def editions(history: History, folders: bool = True) -> list[str]:
    """A line a version, in the order of time; one whose text stood there before says so.

    Inputs stand with their ``folders`` or without.
    """
    return [_edition(version, back_to(history, place), folders) for place, version in enumerate(history.versions)]


def back_to(history: History, place: int) -> int | None:
    """The number of the first version with the text of the one at ``place``, noise apart; None where that is itself."""
    version = history.versions[place]
    for other in history.versions[:place]:
        if other.reading.article.text_sha256 == version.reading.article.text_sha256 or (
            version.fingerprint and other.fingerprint == version.fingerprint
        ):
            return other.number
    return None


def _edition(version: Version, back: int | None, folders: bool) -> str:
    """«Version 3, seen 15 March 2031, 09:20, back to the text of version 1, 60 statements»."""
    reading = version.reading
    facts = [f"seen {day(version.captured)}" if version.captured else ""]
    name = input_name(reading.input) if folders else bare_input(input_name(reading.input))
    facts.append(name if reading.input != version.address else "")
    if not version.captured:
        time = reading.article.updated or reading.article.published
        facts.append(f"dated {day(time)}" if time else "")
    facts.append(f"back to the text of version {back}" if back else "")
    count = len(reading.statements)
    facts.append(f"{count or 'no'} statement{'' if count == 1 else 's'}")
    return f"Version {version.number}: {', '.join(fact for fact in facts if fact)}"
