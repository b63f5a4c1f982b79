"""A statement, or a text in which one was missed -> the forms that set it right: its voices, words, cue, act; in or out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from sayso.corrections import set_in_words
from sayso.door import Parameter, Store
from sayso.record import SAID_KINDS, Reading, Statement, Voice
from sayso.statements import ACTS
from sayso.store import Correction, Shown, Version, short_key
from sayso.web.paths import article_path, statement_path
from sayso.web.setting_right.form_pages import Row, Setting
from sayso.web.setting_right.forms import Field, FieldError, Filled, Form, reason_field

STEPS = 3  # fields for the steps of a relay, or one more than it has
_RELAY = "relay-1"  # the field of its first step
SUGGESTED = 100  # names of the article
NOBODY = "none"  # what the door takes for nobody, and for no cue
_WHO = "Words of the article, a name that a party goes by, or both: she = Ana Dovrel. Who is no party yet: Marit Vell (person)."


@dataclass(frozen=True, slots=True)
class Found:
    """The statement of a place, as the store shows it; ``moved`` where it is another that has some of these words."""

    shown: Shown
    statement: Statement
    path: str
    moved: bool

    @property
    def key(self) -> str:
        """The statement's key: "412.2/s3"."""
        return short_key(self.shown.key.article, self.shown.version.number, self.statement.id)


# What stands there.


def _fields(version: Version, held: Statement | None) -> tuple[Field, ...]:
    """The fields of a statement, with what it has; of one that was missed."""
    names = _names(version)
    relay = [_voiced(version, voice) for voice in held.relay] if held else []
    steps = [*relay, *[""] * max(1, STEPS - len(relay))]
    words = " … ".join(" ".join(span.text.split()) for span in held.content) if held else ""
    cue = " ".join(held.cue.text.split()) if held and held.cue else ""
    speaker, addressee = (_voiced(version, one) for one in ((held.speaker, held.addressee) if held else (None, None)))
    hint, nobody = "As they stand in the article; … between pieces.", "Empty: nobody who is named."
    where = "Where they begin, as the table of places has it: only if they stand there more than once."
    return (
        Field("words", "Words", words, hint, "text", required=True),
        Field("at", "Place of the words (may be left out)", hint=where),
        Field("speaker", "Speaker", speaker, f"{_WHO} {nobody}", suggested=names),
        Field("cue", "Cue", cue, "The words that say that it was said; empty: none."),
        *(_step(place, value, names) for place, value in enumerate(steps, 1)),
        Field("addressee", "Said to", addressee, nobody, suggested=names),
        Field("act", "Act", held.act if held else "", "What the cue does.", choices=_choices(ACTS, held)),
        Field("said", "Said", held.said if held else "", choices=_choices(SAID_KINDS, held)),
        reason_field(),
    )


def _step(place: int, value: str, names: tuple[str, ...]) -> Field:
    hint = "On whose word the article has it, nearest to the speaker first; empty: the article’s own." if place == 1 else ""
    label = "On the word of" if place == 1 else f"… as told by (step {place})"
    return Field(f"relay-{place}", label, value, hint, suggested=names)


def _choices(values: Sequence[str], held: Statement | None) -> tuple[tuple[str, str], ...]:
    rest = tuple((value, value) for value in values)
    return rest if held else (("", "as its words have it"), *rest)


def _voiced(version: Version, voice: Voice | None) -> str:
    """A voice as the door takes it: «she = Ana Dovrel», a name, or words of the article."""
    if voice is None:
        return ""
    name = version.name_of(voice) or ""
    words = " ".join(voice.mention.text.split()) if voice.mention else ""
    return f"{words} = {name}" if words and name and words.lower() != name.lower() else name or words


def _names(version: Version) -> tuple[str, ...]:
    reading: Reading = version.reading
    named = (version.names.get(one.id) or one.name for one in reading.parties if one.named)
    return tuple(dict.fromkeys(named))[:SUGGESTED]


# A statement.


def _set(store: Store, found: Found) -> Form | None:
    if found.shown.taken_back:
        return None
    fields = _fields(found.shown.version, found.statement)
    told, title = "Set right what is wrong in it; what is left as it is stays so.", "Set this statement right"
    return Form("set", f"{found.path}/set", found.path, _words(found), title, told, "Save", fields, _facts(found))


def _facts(found: Found) -> tuple[tuple[str, str], ...]:
    return (("the statement", _words(found)), ("that it counts", "no" if found.shown.taken_back else "yes"))


def _words(found: Found) -> str:
    return " … ".join(" ".join(span.text.split()) for span in found.statement.content)


def _make_set(store: Store, found: Found, filled: Filled, dry: bool) -> Correction:
    wanted = _wanted(filled)
    if not wanted:
        raise ValueError("nothing is set otherwise: change what is wrong")

    def make(wanted: dict[str, Any], dry: bool) -> Correction:
        return store.correct.set(found.key, filled.reason, **wanted, dry=dry)

    return _tried(make, wanted, dry)


def _tried(make: Callable[[dict[str, Any], bool], Correction], wanted: dict[str, Any], dry: bool) -> Correction:
    """A correction; what is wrong with one field alone is told of that."""
    try:
        return make(wanted, dry)
    except ValueError as error:
        if wrong := {_RELAY if name == "relay" else name: words for name in wanted if (words := _amiss(make, wanted, name))}:
            raise FieldError(**wrong) from error
        raise


def _amiss(make: Callable[[dict[str, Any], bool], Correction], wanted: dict[str, Any], name: str) -> str:
    """What is wrong with one field alone; "" where nothing is."""
    if name == "at":
        return ""
    kept = {"at": wanted["at"]} if name == "words" and "at" in wanted else {}
    try:
        make({name: wanted[name], **kept}, True)
    except ValueError as error:
        return str(error)
    return ""


def _wanted(filled: Filled) -> dict[str, Any]:
    """What is to be set, as the door takes it: what was changed."""
    changed, typed = filled.changed, filled.typed
    wanted: dict[str, Any] = {}
    if "words" in changed or typed["at"]:
        wanted["words"] = typed["words"]
    wanted |= {name: changed[name] or NOBODY for name in ("speaker", "cue", "addressee") if name in changed}
    if any(name.startswith("relay-") for name in changed):
        wanted["relay"] = [typed[name] for name in typed if name.startswith("relay-") and typed[name]]
    wanted |= {name: changed[name] for name in ("act", "said") if changed.get(name)}
    if typed["at"]:
        wanted["at"] = _place(typed["at"])
    return wanted


def _place(given: str) -> int:
    if not (given.isascii() and given.isdecimal() and len(given) < 10):
        raise FieldError(at=f"a place is a whole number, not {given[:40]!r}")
    return int(given)


def _look_set(store: Store, found: Found, filled: Filled, made: Correction) -> list[Row]:
    version = found.shown.version
    return _rows(store, version, found.statement, made)


def _rows(store: Store, version: Version, held: Statement | None, made: Correction) -> list[Row]:
    """What a correction sets, beside what stands there."""
    now = {field.name: field.value for field in _fields(version, held)}
    steps = (words for name, words in now.items() if name.startswith("relay-") and words)
    now |= {"content": now["words"], "relay": ", as told by ".join(steps)}
    labels = {"content": "Words", "relay": "On the word of", "addressee": "Said to"}
    return [
        (labels.get(name, name.capitalize()), now[name], words.removeprefix("words ").removeprefix(f"{name} "))
        for name, words in set_in_words(store.engine, version, made)
    ]


def _leads(store: Store, found: Found, made: Correction) -> str:
    return found.path


def _remove(store: Store, found: Found) -> Form | None:
    if found.shown.taken_back:
        return None
    told = "It is no statement: it is left out of every answer, and can be put back."
    path, fields = f"{found.path}/remove", (reason_field(),)
    return Form("remove", path, found.path, _words(found), "It is no statement", told, "Take it out", fields, _facts(found))


def _make_remove(store: Store, found: Found, filled: Filled, dry: bool) -> Correction:
    return store.correct.remove(found.key, filled.reason, dry=dry)


def _restore(store: Store, found: Found) -> Form | None:
    if not found.shown.taken_back:
        return None
    told = "It was taken out, and is one after all."
    path, fields, title = f"{found.path}/restore", (reason_field(),), "It is a statement after all"
    return Form("restore", path, found.path, _words(found), title, told, "Put it back", fields, _facts(found))


def _make_restore(store: Store, found: Found, filled: Filled, dry: bool) -> Correction:
    return store.correct.restore(found.key, filled.reason, dry=dry)


def _look_out(store: Store, found: Found, filled: Filled, made: Correction) -> list[Row]:
    counts = ("counts", "is left out") if made.kind == "not-said" else ("is left out", "counts")
    return [("In every answer it", *counts)]


# One that was missed.


def _add(store: Store, shown: Shown) -> Form:
    here = article_path(shown.key.article, shown.version.number)
    told = "Words in which somebody is reported to say something, and that were not found."
    headline = shown.version.reading.article.headline or shown.key.address
    fields, title = _fields(shown.version, None), "Add a statement that was missed"
    return Form("add", f"{here}/add", here, headline, title, told, "Add it", fields)


def _make_add(store: Store, shown: Shown, filled: Filled, dry: bool) -> Correction:
    wanted = {name: value for name, value in _wanted(filled).items() if value != NOBODY}
    address = f"{shown.key.article}.{shown.version.number}"

    def make(wanted: dict[str, Any], dry: bool) -> Correction:
        rest = {name: value for name, value in wanted.items() if name != "words"}
        words = wanted.get("words", filled.typed["words"])
        return store.correct.add(address, words, filled.reason, **rest, version=shown.version.number, dry=dry)

    return _tried(make, wanted, dry)


def _look_add(store: Store, shown: Shown, filled: Filled, made: Correction) -> list[Row]:
    return _rows(store, shown.version, None, made)


def _leads_to_it(store: Store, shown: Shown, made: Correction) -> str:
    """The statement that was added."""
    number = shown.version.number
    held = store.show(f"{shown.key.article}.{number}/c{made.number}").shown
    if held.hit is None:
        return article_path(shown.key.article, number)
    return statement_path(shown.key.article, number, held.hit.statement)


_TOLD = (
    Parameter("words", "The words, as they stand in the article."),
    Parameter("at", "Where they begin, in code points."),
    Parameter("speaker", "Who says it."),
    Parameter("cue", "The words that say that it was said."),
    *(Parameter(f"relay-{place}", f"On whose word, step {place}.") for place in range(1, STEPS + 1)),
    Parameter("addressee", "To whom."),
    Parameter("act", "What the cue does."),
    Parameter("said", "Whether it was said."),
)
OF_STATEMENTS = (
    Setting(
        "set",
        "A form that sets a statement right: its words, voices, cue and act",
        _set, _make_set, _look_set, _leads, _TOLD,
    ),
    Setting(
        "remove",
        "A form that takes out what is no statement",
        _remove, _make_remove, _look_out, _leads, (),
    ),
    Setting(
        "restore",
        "A form that puts a statement back that was taken out",
        _restore, _make_restore, _look_out, _leads, (),
    ),
)
OF_TEXTS = (
    Setting(
        "add",
        "A form that adds a statement that was missed in an article",
        _add, _make_add, _look_add, _leads_to_it, _TOLD,
    ),
)
