"""A correction -> the form by which it no longer counts, as its list and the page that it was made on have it."""

from __future__ import annotations

from sayso.formats import in_words
from sayso.store import Correction
from sayso.web.setting_right.forms import Form, reason_field


def undo_form(one: Correction, back: str = "/corrections") -> Form | None:
    """The form; None of one that no longer counts. ``back`` is the page that it stands on."""
    if one.state == "undone":
        return None
    told = "It no longer counts; it stays in the list, with what took it back."
    facts = (("the correction", in_words(one)),)
    path, title = f"/corrections/{one.number}/undo", f"Take correction {one.number} back"
    return Form(f"undo-{one.number}", path, back, in_words(one), title, told, "Take it back", (reason_field(),), facts)
