"""``/watch/add``, and the forms below a watch: a question is saved, what was shown is new no more, it is watched no longer."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sayso.door import Parameter
from sayso.formats import command_of
from sayso.store import Look, Mark, StoreError, Watch
from sayso.web.described import takes
from sayso.web.fields import values_in
from sayso.web.filters import FILTERS, WORDS, filters_of
from sayso.web.pages import page, site_of
from sayso.web.paths import watch_path
from sayso.web.writing import Sent, see, writes

NAME = Parameter("name", "The name of the watch: letters, digits, - and _.", label="Name")
MARK = Parameter("mark", "What was shown, as the page has it.")
LARGEST = 40_000  # characters of a mark that a form carries: of more, a terminal shows all
_ASKED = (WORDS, *FILTERS)


@takes(*_ASKED)
def adding(request: Request) -> Response:
    """A form by which a question is saved under a name, to be told what is new; without --write how a terminal does it."""
    return _drawn(request, _sent_in(request))


def _again(request: Request, sent: Sent, wrong: str, status: int) -> Response:
    return _drawn(request, {one.name: sent.texts(one.name) for one in (NAME, *_ASKED)}, wrong, status)


@takes(NAME, *_ASKED)
@writes(_again)
def added(request: Request, sent: Sent) -> Response:
    """A question is saved under a name."""
    words, asked = _asked({one.name: sent.texts(one.name) for one in _ASKED})
    if not sent.text("name"):
        raise ValueError("a watch needs a name: letters, digits, - and _")
    watch = site_of(request).store.watch.add(sent.text("name"), words, **asked)
    return see(watch_path(watch.name))


@takes(MARK)
@writes()
def seen(request: Request, sent: Sent) -> Response:
    """What a page showed of a watch is new no more."""
    engine, watch = site_of(request).store.engine, _watch(request)
    engine.see(_mark(sent.text("mark"), watch))
    return see(watch_path(watch.name))


@takes()
@writes()
def removed(request: Request, sent: Sent) -> Response:
    """A question is watched no longer."""
    site_of(request).store.watch.remove(_watch(request).name)
    return see("/watch")


def mark_of(look: Look) -> str | None:
    """What a form carries of a look; None where nothing is new, and of more than fits in."""
    if not (look.shown or look.withdrawn):
        return None
    told = json.dumps(asdict(look.mark), separators=(",", ":"))
    return told if len(told) <= LARGEST else None


def _mark(given: str, watch: Watch) -> Mark:
    """Raises ValueError for what no page carries, and where the name is another watch's by now."""
    try:
        held: dict[str, Any] = json.loads(given)
        told, withdrawn = (tuple(map(_number, held[name])) for name in ("told", "withdrawn"))
        standings = tuple((str(key), str(standing)) for key, standing in held["standings"])
        one, two, three, four = map(_number, held["reached"] or (0, 0, 0, 0))
        reached = (one, two, three, four) if held["reached"] else None
        meaning = _number(held["meaning"])
        mark = Mark(_number(held["watch"]), str(held["looked"])[:40], told, withdrawn, standings, reached, meaning)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise ValueError("the form does not say what was shown: look at the page anew") from error
    if mark.watch != watch.number:
        raise ValueError("another question is watched under this name by now: look at the page anew")
    return mark


def _number(given: object) -> int:
    if type(given) is not int or not 0 <= given < 2**40:
        raise ValueError(f"{given!r:.20} is no number of a row")
    return given


def _watch(request: Request) -> Watch:
    found = site_of(request).store.watch.list().get(request.path_params["name"].strip())
    if found is None:
        raise StoreError("nothing is watched under this name (any more): see /watch")
    return found


def _sent_in(request: Request) -> dict[str, list[str]]:
    return {one.name: values_in(request, one.name) for one in _ASKED}


def _asked(given: dict[str, list[str]]) -> tuple[str | None, dict[str, Any]]:
    """The words and the filters, as the door takes them."""
    return next(iter(given[WORDS.name]), None), filters_of(lambda name: given[name])


def _drawn(request: Request, given: dict[str, list[str]], wrong: str = "", status: int = 200) -> Response:
    asked = [(one, value) for one in _ASKED for value in given[one.name]]
    name = next(iter(given.get("name", [])), "")
    words, filters = _asked(given)
    question = site_of(request).store.find(words, limit=1, **filters).question
    shown: dict[str, Any] = {"asked": asked, "typed": name, "wrong": wrong, "command": command_of(Watch("", question, ""))}
    return page(request, "watch_add", status, title="Watch a question", **shown)


ROUTES = (
    Route("/watch/add", adding),
    Route("/watch/add", added, methods=["POST"]),
    Route("/watch/{name}/seen", seen, methods=["POST"]),
    Route("/watch/{name}/remove", removed, methods=["POST"]),
)
