"""A party -> the forms that set right who it is: one with another, not of a name, shown under another name."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from sayso.door import Parameter, Store
from sayso.store import Correction, Known, goes_by
from sayso.web.paths import party_path
from sayso.web.setting_right.form_pages import Row, Setting
from sayso.web.setting_right.forms import Field, FieldError, Filled, Form, reason_field

MOST = 50  # names to choose from, and parties that are looked at for a name


def _form(known: Known, name: str, title: str, told: str, button: str, *fields: Field) -> Form:
    """A form of a party, with what is watched of it."""
    path = party_path(known.id)
    facts = (("the name that it is shown under", known.name), ("the names that it goes by", ", ".join(sorted(known.names))))
    return Form(name, f"{path}/{name}", path, known.name, title, told, button, (*fields, reason_field()), facts)


def _merge(store: Store, known: Known) -> Form:
    hint = "The name of the party that it is one with, or its number (#12); both are then shown under that name."
    field = Field("into", "One with", hint=hint, required=True)
    return _form(known, "merge", "One with another", "Two parties are one.", "Make them one", field)


def _split(store: Store, known: Known) -> Form | None:
    names = [name for name in known.names if name != known.name][:MOST]
    if not names:
        return None
    hint = "It becomes a party of its own, or what it was before it was made one with this."
    field = Field("name", "Not a name of this party", hint=hint, choices=_chosen(names), required=True)
    return _form(known, "split", "Not one of its names", "A name is another’s.", "Split it off", field)


def _chosen(values: Sequence[str]) -> tuple[tuple[str, str], ...]:
    return (("", "choose one"), *((value, value) for value in values))


def _rename(store: Store, known: Known) -> Form:
    others = tuple(name for name in known.names if name != known.name)
    hint = "How it is shown everywhere; what articles call it stays."
    field = Field("name", "Name", known.name, hint, required=True, suggested=others)
    return _form(known, "rename", "Another name", "It is shown under another name.", "Rename", field)


def _make_merge(store: Store, known: Known, filled: Filled, dry: bool) -> Correction:
    return _of_field("into", lambda: store.party.merge(f"#{known.id}", filled.typed["into"], filled.reason, dry=dry))


def _make_split(store: Store, known: Known, filled: Filled, dry: bool) -> Correction:
    return _of_field("name", lambda: store.party.split(f"#{known.id}", filled.typed["name"], filled.reason, dry=dry))


def _make_rename(store: Store, known: Known, filled: Filled, dry: bool) -> Correction:
    if filled.typed["name"] == known.name:
        raise FieldError(name=f"it is shown as {known.name!r} already")
    return _of_field("name", lambda: store.party.rename(f"#{known.id}", filled.typed["name"], filled.reason, dry=dry))


def _of_field(name: str, make: Callable[[], Correction]) -> Correction:
    """A correction that hangs on one field: what is wrong is wrong with that."""
    try:
        return make()
    except ValueError as error:
        raise FieldError(**{name: str(error)}) from error


def _look_merge(store: Store, known: Known, filled: Filled, made: Correction) -> list[Row]:
    other = store.party.show(filled.typed["into"])
    return [
        ("Shown as", known.name, other.name),
        ("Kind", known.kind, other.kind),
        ("Names", _listed(known.names), _listed(dict.fromkeys((*other.names, *known.names)))),
        ("Statements", f"{known.statements:,}", f"{known.statements:,} and {other.statements:,} of {other.name}"),
    ]


def _look_split(store: Store, known: Known, filled: Filled, made: Correction) -> list[Row]:
    rest = [name for name in known.names if name != filled.typed["name"]]
    return [("Names", _listed(known.names), _listed(rest)), ("A party of its own", "", filled.typed["name"])]


def _look_rename(store: Store, known: Known, filled: Filled, made: Correction) -> list[Row]:
    name = filled.typed["name"]
    rows = [("Shown as", known.name, name)]
    others = [one for one in store.engine.parties(name, MOST) if goes_by(one, name) and one.id != known.id]
    if others:
        rows.append(("Others of that name", "", "; ".join(f"#{one.id} {one.name} ({one.kind})" for one in others)))
    return rows


def _listed(names: Iterable[str]) -> str:
    held = list(names)
    more = f" and {len(held) - MOST:,} more" if len(held) > MOST else ""
    return ", ".join(held[:MOST]) + more


def _leads(store: Store, known: Known, made: Correction) -> str:
    """The party as it goes by now: merged into another, that."""
    found = store.engine.parties(f"#{known.id}")
    return party_path(found[0].id if found else known.id)


_INTO = Parameter("into", "The party that it is one with, by a name or its number (#12).")
_NAME = Parameter("name", "The name.")
OF_PARTIES = (
    Setting(
        "merge",
        "A form by which a party is made one with another",
        _merge, _make_merge, _look_merge, _leads, (_INTO,),
    ),
    Setting(
        "split",
        "A form by which a name is made another party's",
        _split, _make_split, _look_split, _leads, (_NAME,),
    ),
    Setting(
        "rename",
        "A form by which a party is shown under another name",
        _rename, _make_rename, _look_rename, _leads, (_NAME,),
    ),
)
