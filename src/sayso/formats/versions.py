"""What changed between versions -> rows for people, an object of the schema ``sayso.changes/1``, or one self-contained page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from sayso import __version__
from sayso.comparing import Change, Changes, Difference, History, Piece as Words, Step
from sayso.controls import printable
from sayso.evidence import check_evidence
from sayso.formats.accounts import party_names, voice_name, voice_words
from sayso.formats.facts import day, head
from sayso.formats.json import dumps, statement_to_json
from sayso.formats.rows import Line, Piece, painter, plain, rows
from sayso.record import Reading, Span, Statement, Voice
from sayso.store import Version

if TYPE_CHECKING:
    from jinja2 import Template

SCHEMA = "sayso.changes/1"

# What happened to a statement, as a label: "Reworded, another act".
LABELS = {
    "reworded": "reworded",
    "speaker": "another speaker",
    "act": "another act",
    "cue": "another cue",
    "addressee": "another addressee",
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
    "addressee": "with another addressee",
    "split": "split off from another",
    "merged": "merged into another",
}
_SIGNS = {"added": "+", "split": "+", "dropped": "-", "merged": "-", "changed": "~"}
_MARKS = {"removed": ("[-", "-]"), "added": ("{+", "+}")}
_OPENING = "([{“‘«\"'"


# For people


def write_history_text(history: History, width: int = 80, colour: bool = False, same_words: bool = False) -> Iterator[str]:
    """The steps as rows at most ``width`` cells wide; words that left stand as [-so-], words that came as {+so+}.

    ``same_words`` lists the differences too that are the reader's, not the article's. Control characters of the page never
    reach the terminal.
    """
    paint = painter() if colour else plain
    for line in _lines(history, same_words):
        yield "".join(paint(row).rstrip() + "\n" for row in rows(line, width, colour))


def _lines(history: History, same_words: bool) -> Iterator[Line]:
    latest = head(history.versions[-1].reading)
    yield Line(((latest.headline, "headline"),), rule="=")
    if history.address != latest.headline:
        yield Line(((history.address, "dim"),))
    for edition in _editions(history):
        yield Line(((edition, "dim"),), indent=2)
    if not history.steps:
        yield from (Line(), Line((("There is one version: nothing to compare it with yet.", ""),)))
    for step in history.steps:
        yield from (Line(), Line(((_heading(step), "heading"),), rule="-"))
        yield from _step(step, same_words)


def _step(step: Step, same_words: bool) -> Iterator[Line]:
    changes = step.changes
    yield Line(((summary(changes), ""),))
    for name, words in (("Headline", changes.headline), ("Standfirst", changes.standfirst)):
        if words is not None:
            yield from (Line(), Line(((name, "act"),), lead="  ~  "), Line(tuple(_woven(words)), lead=" " * 5, indent=5))
    for change in changes.changes:
        yield Line()
        yield from _change(change, changes)
    if changes.same_words:
        ask = "" if same_words else " (--all lists them)"
        yield from (Line(), Line(((_apart(len(changes.same_words)) + ask, "dim"),)))
        for change in changes.same_words if same_words else ():
            yield Line()
            yield from _change(change, changes)


def _change(change: Change, changes: Changes) -> Iterator[Line]:
    view = view_of(change, changes)
    yield Line(((view.label, "act"),), lead=f"  {_SIGNS[change.fate]}  ", indent=7)
    style = {"dropped": "removed", "merged": "removed", "added": "added", "split": "added"}.get(change.fate, "")
    pieces = [*_pair(view.speaker, "speaker"), (" ", ""), *_pair(view.act, "act")]
    if any(view.cue):
        pieces += [(" (", "dim"), *_pair(view.cue, "dim"), (")", "dim")]
    if any(view.addressee):
        pieces += [(" to ", "dim"), *_pair(view.addressee, "speaker")]
    yield Line(tuple(pieces), lead=" " * 5, indent=7)
    if any(view.relay):
        yield Line((("on the word of ", "dim"), *_pair(view.relay, "speaker")), lead=" " * 5, indent=7)
    if any(view.manner):
        yield Line((("quoted: ", "dim"), *_pair(view.manner, "")), lead=" " * 5, indent=7)
    words = list(_woven(view.words)) if view.words else [(_content(view.statement), style)]
    yield Line(tuple(words), lead=" " * 5, indent=5)


def _pair(sides: Pair, style: str) -> list[Piece]:
    """What it was and is, marked where they differ; what it is otherwise."""
    was, now = sides
    if was == now:
        return [(now or "", style)]
    found = [(f"{_MARKS[how][0]}{words}{_MARKS[how][1]}", how) for how, words in (("removed", was), ("added", now)) if words]
    return [found[0], *[piece for more in found[1:] for piece in ((" ", ""), more)]]


def _woven(words: Sequence[Words]) -> Iterator[Piece]:
    for how, text in weave(words):
        opening, closing = _MARKS.get(how, ("", ""))
        yield f"{opening}{text}{closing}", how if how in _MARKS else "dim" if how == "gap" else ""


def weave(words: Sequence[Words]) -> Iterator[tuple[str, str]]:
    """Pieces to be shown one after the other: how ("same", "removed", "added", "gap"), words, with blanks where eyes need them.

    >>> pieces = [Words("same", "He said ", 0), Words("removed", "no", 8), Words("added", "yes", 8), Words("same", ".", 11)]
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


# One change, ready to be shown


Pair = tuple[str | None, str | None]  # what it was, what it is


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
    words: tuple[Words, ...]


def view_of(change: Change, changes: Changes) -> View:
    """A change with its names and labels. A statement on one side only is shown as it stands there."""
    later = change.fate in ("added", "split", "changed")
    statement = (change.after if later else change.before) or change.before
    assert statement is not None  # a change has one side at least
    names = party_names((changes.after if later else changes.before).parties)
    found = {difference.kind: difference for difference in change.differences}
    relay = ", as told by ".join(_voice(voice, names) for voice in statement.relay) or None
    act, cue = found.get("act"), found.get("act") or found.get("cue")
    quoted = (change.before.cue, change.after.cue) if cue and change.before and change.after else (statement.cue,) * 2
    return View(
        fate=change.fate,
        label=_label(change),
        statement=statement,
        speaker=_sides(found.get("speaker"), _voice(statement.speaker, names) if statement.speaker else None, NOBODY),
        act=_sides(act, statement.act),
        cue=(_quote(quoted[0]), _quote(quoted[1])),
        addressee=_sides(found.get("addressee"), _voice(statement.addressee, names) if statement.addressee else None),
        relay=_sides(found.get("account"), relay, OWN if "account" in found else None),
        manner=_sides(found.get("manner"), None),
        words=change.words if "reworded" in found else (),
    )


NOBODY, OWN = "someone not named", "nobody but the article"


def _sides(difference: Difference | None, plainly: str | None, nobody: str | None = None) -> Pair:
    was, now = (difference.before, difference.after) if difference else (plainly, plainly)
    return was or nobody, now or nobody


def _quote(span: Span | None) -> str | None:
    return f"“{span.text}”" if span else None


def _voice(voice: Voice, names: dict[str, str]) -> str:
    words = voice_words(voice, names)
    return voice_name(voice, names) + (f" (“{words}”)" if words else "")


def _label(change: Change) -> str:
    label = ", ".join(LABELS[kind] for kind in change.kinds)
    host = change.before if change.fate == "split" else change.after if change.fate == "merged" else None
    if host:
        label += f" {'from' if change.fate == 'split' else 'into'}: {_short(_content(host))}"
    return label[:1].upper() + label[1:]


def _content(statement: Statement) -> str:
    return " … ".join(span.text for span in statement.content)


def _short(words: str, most: int = 60) -> str:
    return words if len(words) <= most else words[:most].rsplit(" ", 1)[0] + " …"


def _heading(step: Step) -> str:
    return f"From version {step.before.number} to version {step.after.number}"


def _editions(history: History) -> list[str]:
    """A line a version, in the order of time; one whose text stood there before says so."""
    return [_edition(version, back_to(history, place)) for place, version in enumerate(history.versions)]


def back_to(history: History, place: int) -> int | None:
    """The number of the first version with the text of the one at ``place``, noise apart; None where that is itself."""
    version = history.versions[place]
    for other in history.versions[:place]:
        if other.reading.article.text_sha256 == version.reading.article.text_sha256 or (
            version.fingerprint and other.fingerprint == version.fingerprint
        ):
            return other.number
    return None


def _edition(version: Version, back: int | None) -> str:
    """«Version 3, seen 15 March 2031, 09:20, back to the text of version 1, 60 statements»."""
    reading = version.reading
    facts = [f"seen {day(version.captured)}" if version.captured else ""]
    facts.append(reading.input if reading.input != version.address else "")
    if not version.captured:
        time = reading.article.updated or reading.article.published
        facts.append(f"dated {day(time)}" if time else "")
    facts.append(f"back to the text of version {back}" if back else "")
    count = len(reading.statements)
    facts.append(f"{count or 'no'} statement{'' if count == 1 else 's'}")
    return f"Version {version.number}: {', '.join(fact for fact in facts if fact)}"


def summary(changes: Changes) -> str:
    """One line: «The headline changed. Of the statements 1 reworded, 2 given another act, 6 added; 46 unchanged.»"""
    if changes.nothing:
        return f"No statement changed; {changes.unchanged} are the same." if changes.unchanged else "No statement changed."
    facts = [name for name, words in (("headline", changes.headline), ("standfirst", changes.standfirst)) if words is not None]
    opening = f"The {' and the '.join(facts)} changed. " if facts else ""
    tally = ", ".join(f"{number} {_COUNTED.get(kind, LABELS[kind])}" for kind, number in changes.tally().items())
    return f"{opening}Statements: {tally or 'none changed'}; {changes.unchanged} unchanged."


def _apart(number: int) -> str:
    one = number == 1
    return f"{number} statement{' is' if one else 's are'} read differently where the article’s words are the same"


# As JSON


def write_history_json(history: History) -> Iterator[str]:
    """One indented object and a newline."""
    yield dumps(history_to_json(history), indent=1) + "\n"


def history_to_json(history: History) -> dict[str, Any]:
    """The object of ``schema/changes-1.schema.json``. Offsets are code points into the text of the version they are of."""
    return {
        "schema": SCHEMA,
        "made_by": {"sayso": __version__},
        "address": history.address,
        "versions": [_version(version, back_to(history, place)) for place, version in enumerate(history.versions)],
        "steps": [_step_to_json(step) for step in history.steps],
    }


def _version(version: Version, back: int | None) -> dict[str, Any]:
    reading: Reading = check_evidence(version.reading)
    article = reading.article
    return {
        "number": version.number,
        "captured": version.captured,
        "back_to": back,
        "input": reading.input,
        "model": reading.model,
        "url": article.url,
        "outlet": article.outlet,
        "headline": article.headline,
        "standfirst": article.standfirst,
        "published": article.published,
        "updated": article.updated,
        "text_sha256": article.text_sha256,
        "statements": len(reading.statements),
        "parties": [{"id": p.id, "name": p.name, "kind": p.kind, "role": p.role} for p in reading.parties],
    }


def _step_to_json(step: Step) -> dict[str, Any]:
    changes = step.changes
    return {
        "from": step.before.number,
        "to": step.after.number,
        "headline": _words(changes.headline),
        "standfirst": _words(changes.standfirst),
        "counts": changes.tally(),
        "unchanged": changes.unchanged,
        "changes": [_change_to_json(change) for change in changes.changes],
        "same_words": [_change_to_json(change) for change in changes.same_words],
    }


def _change_to_json(change: Change) -> dict[str, Any]:
    return {
        "fate": change.fate,
        "kinds": list(change.kinds),
        "before": statement_to_json(change.before) if change.before else None,
        "after": statement_to_json(change.after) if change.after else None,
        "differences": [
            {
                "kind": found.kind,
                "before": found.before,
                "after": found.after,
                "removed": [_span(span) for span in found.removed],
                "added": [_span(span) for span in found.added],
            }
            for found in change.differences
        ],
        "words": _words(change.words) or [],
    }


def _span(span: Span) -> dict[str, Any]:
    return {"start": span.start, "end": span.end, "text": span.text}


def _words(words: Sequence[Words] | None) -> list[dict[str, Any]] | None:
    return None if words is None else [{"how": piece.how, "text": piece.text, "start": piece.start} for piece in words]


# As a page


def write_history_html(history: History) -> Iterator[str]:
    """One page, nothing loaded, no script."""
    page = _template().render(history=_page(history), version=__version__)
    yield printable(page)


@cache
def _template() -> Template:
    # Jinja takes 60 ms to import, which other formats need not pay.
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("sayso.formats"), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    return environment.get_template("versions.html.j2")


def _page(history: History) -> Mapping[str, Any]:
    latest = history.versions[-1].reading
    return {
        "head": head(latest),
        "address": history.address,
        "language": latest.article.language,
        "versions": _editions(history),
        "steps": [
            {
                "heading": _heading(step),
                "summary": summary(step.changes),
                "facts": [
                    (name, list(weave(words)))
                    for name, words in (("Headline", step.changes.headline), ("Standfirst", step.changes.standfirst))
                    if words is not None
                ],
                "changes": [_card(change, step.changes) for change in step.changes.changes],
                "apart": _apart(len(step.changes.same_words)),
                "same_words": [_card(change, step.changes) for change in step.changes.same_words],
            }
            for step in history.steps
        ],
    }


def _card(change: Change, changes: Changes) -> Mapping[str, Any]:
    view = view_of(change, changes)
    words = list(weave(view.words)) if view.words else [("same", _content(view.statement))]
    return {"view": view, "words": words, "sign": {"+": "+", "-": "−", "~": "~"}[_SIGNS[change.fate]]}
