"""What may be set right of a thing -> its forms: on a page of their own, looked at before they are saved, and saved.

A form is sent twice as a rule: to look at what would change, and to save it. Both go the same way, so that what was looked at
is what is saved, and nothing is saved over what has changed meanwhile.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sayso.door import Parameter, Store
from sayso.formats import in_words
from sayso.store import Correction
from sayso.web.described import takes
from sayso.web.pages import BY_PAGES, page, site_of, trouble
from sayso.web.setting_right.forms import REASON, WAS, FieldError, Filled, Form, NotTakenError, blamed, filled, news_of, retyped
from sayso.web.setting_right.undoing import undo_form
from sayso.web.writing import Sent, alone, see, writes

NO_MORE = "this does not go with what stands there (any more)"
STEP = "step"  # the field that says what to do: "save", or anything else to look
Row = tuple[str, str, str]  # what changes, what it is now, what it would be


@dataclass(frozen=True, slots=True)
class Setting:
    """A way to set something of a thing right. ``told`` is the sentence that the lists of pages have of it.

    ``form`` draws it as the thing stands, or is None where it does not go with it. ``make`` makes the correction of what was
    typed, or, where it is ``dry``, says what it would be; ``look`` says what would change by it; ``leads`` where to look then.
    """

    name: str
    told: str
    form: Callable[[Store, Any], Form | None]
    make: Callable[[Store, Any, Filled, bool], Correction]
    look: Callable[[Store, Any, Filled, Correction], Sequence[Row]]
    leads: Callable[[Store, Any, Correction], str]
    asks: tuple[Parameter, ...]


# What the door says for those at a command line -> what those before a page can do.
_OF_PAGES = (
    ("with --at", "by their place"),
    ("with --cue", "as the cue"),
    *BY_PAGES,
)


def setting_of(request: Request, thing: Any = None, settings: Sequence[Setting] = ()) -> dict[str, Any]:
    """What a page shows to who may write: the ``forms`` that go with a thing, and in ``done`` the correction just made."""
    site = site_of(request)
    if not site.visit(request).may_write:
        return {"forms": [], "done": None}
    return {"forms": [form for one in settings if (form := one.form(site.store, thing))], "done": _done(request)}


def _done(request: Request) -> dict[str, Any] | None:
    """The correction of the number in the address, with the form that takes it back."""
    given = request.query_params.get("done", "")
    made = site_of(request).store.party.corrections() if given.isascii() and given.isdecimal() else []
    for one in made:
        if str(one.number) == given:
            form = undo_form(one, request.url.path)
            return {"made": one, "words": in_words(one), "form": form}
    return None


def form_routes(path: str, find: Callable[[Request], Any], settings: Sequence[Setting]) -> tuple[Route, ...]:
    """The routes of the forms of what ``find`` finds: each behind the path, by its name."""
    return tuple(route for one in settings for route in _routes(f"{path}/{one.name}", find, one))


def _routes(path: str, find: Callable[[Request], Any], setting: Setting) -> tuple[Route, Route]:
    def drawn(request: Request) -> Response:
        if refused := site_of(request).visit(request).refused:
            return trouble(request, 403, refused)
        thing = find(request)
        return thing if isinstance(thing, Response) else _page(request, _form(request, setting, thing))

    def sent(request: Request, sent: Sent) -> Response:
        with alone(site_of(request)):  # what is found there is what is written over
            thing = find(request)
            return thing if isinstance(thing, Response) else _taken(request, setting, thing, sent)

    def again(request: Request, sent: Sent, wrong: str, status: int) -> Response:
        thing = find(request)
        if isinstance(thing, Response):
            return thing
        form = retyped(_form(request, setting, thing), sent)
        return _page(request, form, wrong=". ".join(filter(None, (wrong, news_of(form, sent)))), status=status)

    drawn.__doc__ = f"{setting.told} (with --write)."
    sent.__doc__ = f"{setting.told}: looked at, or saved."
    asks = (*setting.asks, *ASKS)
    return Route(path, drawn, methods=["GET"]), Route(path, takes(*asks)(writes(again)(sent)), methods=["POST"])


ASKS = (
    Parameter(REASON, "Why; kept with the correction."),
    Parameter(WAS, "What the form was drawn with, as the page has it."),
    Parameter(STEP, "save, or look: what would change is shown.", ("look", "save")),
)


def _form(request: Request, setting: Setting, thing: Any) -> Form:
    form = setting.form(site_of(request).store, thing)
    if form is None:
        raise LookupError(f"{NO_MORE}: see its page")
    return form


def _taken(request: Request, setting: Setting, thing: Any, sent: Sent) -> Response:
    store = site_of(request).store
    form = setting.form(store, thing)
    if form is None:  # it was, when the form was drawn
        return trouble(request, 409, f"{NO_MORE}: nothing is changed. Look at its page anew.")
    try:
        form, typed = filled(form, sent)
        if sent.text(STEP) == "save":
            made = setting.make(store, thing, typed, False)
            return see(setting.leads(store, thing, made), done=made.number)
        rows = setting.look(store, thing, typed, setting.make(store, thing, typed, True))
    except NotTakenError as error:
        return _page(request, error.form, wrong=str(error), status=error.status)
    except FieldError as error:
        return _page(request, blamed(form, error), wrong=str(error), status=400)
    return _page(request, form, rows=rows)


def _page(request: Request, form: Form, rows: Sequence[Row] | None = None, wrong: str = "", status: int = 200) -> Response:
    for said, shown in _OF_PAGES:
        wrong = wrong.replace(said, shown)
        form = replace(form, fields=tuple(replace(one, wrong=one.wrong.replace(said, shown)) for one in form.fields))
    form = replace(form, fields=tuple(replace(one, wrong=site_of(request).store.told(one.wrong)) for one in form.fields))
    return page(request, "set_right", status, title=f"{form.title}: {form.of}", form=form, rows=rows, wrong=wrong)
