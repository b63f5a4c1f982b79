"""A form that sets something right: what it was drawn with, and what was sent -> what somebody changed, or what is in the way.

A form carries what stood there when it was drawn. Where that has changed meanwhile, by another person or another reading of the
text, it is drawn again and says so; fields that nobody touched then have what stands there by now.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

from sayso.controls import printable
from sayso.web.writing import Sent

WAS = "was"  # the field with what the form was drawn with
REASON = "reason"
LONGEST = 100_000  # characters of a field
SHOWN = 200  # characters of what a form was drawn with, in its field of that


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a form. ``value`` is what stands there, ``typed`` what somebody put in its place, ``wrong`` why not.

    ``choices`` are pairs of a value and its words, one of which it has; ``suggested`` are values that one may choose.
    """

    name: str
    label: str
    value: str = ""
    hint: str = ""
    kind: Literal["line", "text", "choice"] = "line"
    choices: tuple[tuple[str, str], ...] = ()
    suggested: tuple[str, ...] = ()
    required: bool = False
    typed: str | None = None
    wrong: str = ""

    @property
    def shown(self) -> str:
        """What the field has on the page."""
        return self.value if self.typed is None else self.typed


@dataclass(frozen=True, slots=True)
class Form:
    """A form. ``path`` is where it is sent, ``back`` the page of what it is of, ``facts`` what else stands there."""

    name: str
    path: str
    back: str
    of: str
    title: str
    told: str
    button: str
    fields: tuple[Field, ...]
    facts: tuple[tuple[str, str], ...] = ()

    @property
    def was(self) -> str:
        """What it is drawn with, to be sent back; in ASCII, so that it comes back as it is."""
        return json.dumps(_drawn(self))


@dataclass(frozen=True, slots=True)
class Filled:
    """What was typed: ``typed`` in all fields, ``changed`` in those that were touched."""

    typed: Mapping[str, str]
    changed: Mapping[str, str]

    @property
    def reason(self) -> str:
        """Why."""
        return self.typed[REASON]


class FieldError(ValueError):
    """What is wrong with what was typed, by the names of the fields."""

    def __init__(self, **wrong: str) -> None:
        """In words, for each field."""
        super().__init__("; ".join(wrong.values()))
        self.wrong = wrong


class NotTakenError(ValueError):
    """Why what was typed is not taken, with the form as it is to be drawn again."""

    def __init__(self, form: Form, words: str, status: int = 400) -> None:
        """The status is that of the answer: 409 where something has changed meanwhile."""
        super().__init__(words)
        self.form, self.status = form, status


def reason_field(value: str = "") -> Field:
    """The field for the reason of a correction."""
    return Field(REASON, "Why", value, "Kept with the correction, for those who come after.", required=True)


def retyped(form: Form, sent: Sent) -> Form:
    """The form with what was typed in the fields that were touched."""
    was = _was(sent.text(WAS))
    typed = {field.name: sent.text(field.name) for field in form.fields}
    touched = {name for name, words in typed.items() if plain(words) != was.get(name, "")}
    fields = (replace(one, typed=typed[one.name] if one.name in touched else None) for one in form.fields)
    return replace(form, fields=tuple(fields))


def filled(form: Form, sent: Sent) -> tuple[Form, Filled]:
    """The form with what was typed, and what that was. Raises NotTakenError for what cannot be taken as it is."""
    form = retyped(form, sent)
    if news := news_of(form, sent):
        raise NotTakenError(form, f"{news}. Look it over, and send it again if it still holds", 409)
    form = replace(form, fields=tuple(replace(one, wrong=_wrong(one)) for one in form.fields))
    if wrong := "; ".join(one.wrong for one in form.fields if one.wrong):
        raise NotTakenError(form, wrong)
    shown = {one.name: one.shown for one in form.fields}
    return form, Filled(shown, {one.name: one.shown for one in form.fields if one.typed is not None})


def news_of(form: Form, sent: Sent) -> str:
    """What has changed since the form was drawn, in words; "" where nothing has."""
    was = _was(sent.text(WAS))
    labels = {**{one.name: one.label for one in form.fields}, **{f"= {name}": name for name, _ in form.facts}}
    told = []
    for name, now in _drawn(form).items():
        before = was.get(name)
        if name != REASON and before != now:
            told.append(f"{labels[name]} is {_quoted(now)}{'' if before is None else f', and was {_quoted(before)}'}")
    return f"meanwhile this has changed: {'; '.join(told)}" if told else ""


def blamed(form: Form, error: FieldError) -> Form:
    """The form with what is wrong beside its fields."""
    return replace(form, fields=tuple(replace(one, wrong=error.wrong.get(one.name, "")) for one in form.fields))


def plain(words: str) -> str:
    """Words as a form remembers them, without the white space that browsers change; of long ones the beginning, and a hash.

    >>> plain("two\\r\\n lines "), len(plain("word " * 1_000))
    ('two lines', 134)
    """
    held = " ".join(printable(words).split())
    return held if len(held) <= SHOWN else f"{held[: SHOWN // 2]}… {hashlib.sha256(held.encode()).hexdigest()[:32]}"


def _wrong(field: Field) -> str:
    if field.required and not field.shown:
        needed = "a correction needs a reason: say why, for those who come after"
        return needed if field.name == REASON else "this is to be filled in"
    if len(field.typed or "") > LONGEST:
        return f"these are {len(field.shown):,} characters, and a field has up to {LONGEST:,}"
    known = [value for value, _ in field.choices]
    if known and field.shown not in known:
        return f"there is no {field.shown[:40]!r} to choose"
    return ""


def _drawn(form: Form) -> dict[str, str]:
    return {**{one.name: plain(one.value) for one in form.fields}, **{f"= {name}": plain(value) for name, value in form.facts}}


def _was(given: str) -> dict[str, str]:
    try:
        held = json.loads(given)
    except (ValueError, RecursionError):
        return {}
    return {str(name): value for name, value in held.items() if isinstance(value, str)} if isinstance(held, dict) else {}


def _quoted(words: str) -> str:
    words = re.sub(r"… [0-9a-f]{32}$", "…", words[: 2 * SHOWN])
    return f"“{words}”" if words else "empty"
