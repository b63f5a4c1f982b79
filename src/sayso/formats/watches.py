"""Watched questions, and what is new under each -> rows for people, an object of ``sayso.watch/1``, JSON lines."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from itertools import repeat
from typing import Any

from sayso import __version__
from sayso.formats.events import event_lines, known_event_to_json
from sayso.formats.hits import hit_lines, hit_to_json
from sayso.formats.json import dumps
from sayso.formats.ledger import known_undertaking_to_json, undertaking_lines
from sayso.formats.rows import Line, painted
from sayso.store import Look, Watch, alternatives

SCHEMA = "sayso.watch/1"
ASKED_BY = {"statements": "find", "events": "events", "undertakings": "ledger"}  # the commands
_ONE = {"statements": "statement", "events": "event", "undertakings": "undertaking"}
_FLAGS = {"since": "--from", "until": "--to", "parties": "--party", "languages": "--language"}
_NOT_ASKED = ("words", "order", "limit", "offset", "today")


def command_of(watch: Watch) -> str:
    """The question of a watch as it is asked at the command line, behind "sayso".

    >>> from sayso.store import Question
    >>> command_of(Watch("w", Question("line of contact", speaker=("Ana Dovrel", "#12"), since="2031-03-01"), ""))
    "find line of contact --speaker 'Ana Dovrel' --speaker '#12' --from 2031-03-01"
    """
    question = watch.question
    usual = asdict(type(question)())
    words = shlex.split(_quoted(question)) if getattr(question, "words", None) else []
    parts = [ASKED_BY[watch.asks], *words]
    for name, value in asdict(question).items():
        if name not in _NOT_ASKED and value != usual[name]:
            parts += _flag(name, value)
    return shlex.join(parts)


def _quoted(question: Any) -> str:
    """The words so that each goes its own way: blanks within marks do not part them."""
    words: str = question.words
    return shlex.quote(words) if any(mark in words for mark in "\"'“”«»\\") else words


def _flag(name: str, value: Any) -> list[str]:
    flag = _FLAGS.get(name, f"--{name.replace('_', '-')}")
    if value is True:
        return [flag]
    if name == "said":
        return [flag, "any" if value is None else ",".join(value)]
    if name == "languages":
        return [flag, ",".join(value)]
    values = alternatives(value) if isinstance(value, (str, tuple)) else (f"{value:g}",)
    return [part for one in values for part in (flag, one)]


# JSON


def watches_to_json(watches: Iterable[tuple[Watch, int]]) -> dict[str, Any]:
    """One object with the keys of ``schema/watch-1.schema.json``: watches, each with how many are new under it."""
    return _whole([{**_head(watch), "new": new} for watch, new in watches])


def looks_to_json(looks: Iterable[Look]) -> dict[str, Any]:
    """The same with what is new under each."""
    return _whole([_look(look) for look in looks])


def write_looks_jsonl(looks: Iterable[Look]) -> Iterator[str]:
    """What is new, one a line, under the name of its watch: {"watch": …, "hit": …}, or "withdrawn", "event", "undertaking"."""
    for look in looks:
        listed = _look(look)
        for name, many in (("hit", "hits"), ("withdrawn", "withdrawn"), ("event", "events"), ("undertaking", "undertakings")):
            yield from (dumps({"watch": look.watch.name, name: one}) + "\n" for one in listed.get(many, ()))


def _whole(watches: list[dict[str, Any]]) -> dict[str, Any]:
    return {"schema": SCHEMA, "made_by": {"sayso": __version__}, "watches": watches}


def _head(watch: Watch) -> dict[str, Any]:
    return {
        "name": watch.name,
        "asks": watch.asks,
        "question": asdict(watch.question),
        "command": command_of(watch),
        "made": watch.made,
        "looked": watch.looked,
    }


def _look(look: Look) -> dict[str, Any]:
    found: dict[str, Any] = {**_head(look.watch), "new": look.total}
    if look.watch.asks == "statements":
        hits, withdrawn = ([hit_to_json(hit) for hit in some] for some in (look.hits, look.withdrawn))
        return {**found, "gone": look.gone, "hits": hits, "withdrawn": withdrawn}
    happened = [known_event_to_json(one) for one in look.events] + [known_undertaking_to_json(one) for one in look.undertakings]
    beside = [{**one, "before": before} for one, before in zip(happened, look.before, strict=True)]
    return {**found, look.watch.asks: beside}


# What people see


def write_watches(watches: Sequence[tuple[Watch, int]], width: int = 80, colour: bool = False) -> Iterator[str]:
    """Each watch: its name, how many are new, what it asks, and when it was last looked at."""
    for watch, new in watches:
        count = _counted(new, watch) if new else "nothing new"
        lines = (
            Line(((watch.name, "headline"), (f": {count}", "unsaid" if new else "dim"))),
            Line(((command_of(watch), ""),), lead="  ", indent=4),
            Line(((since_when(watch), "dim"),), lead="  "),
        )
        yield "".join(painted(lines, width, colour))


def since_when(watch: Watch) -> str:
    """Since when what came in is new.

    >>> from sayso.store import Question
    >>> since_when(Watch("w", Question(), "2031-03-14T10:00:00+00:00"))
    'since it was made, 2031-03-14 10:00 UTC'
    """
    word = "since it was last looked at" if watch.looked else "since it was made"
    return f"{word}, {(watch.looked or watch.made)[:16].replace('T', ' ')} UTC"


def _counted(number: int, watch: Watch) -> str:
    what = f"new {_ONE[watch.asks]}{'' if number == 1 else 's'}"
    return f"{number:,} {what}" if watch.asks == "statements" else f"{number:,} new or changed {what.removeprefix('new ')}"


def write_looks(
    looks: Iterable[Look], width: int = 80, colour: bool = False, quiet: bool = False, rest: str = "--limit all"
) -> Iterator[str]:
    """What is new under each watch, as rows; ``quiet``: nothing of those under which nothing is.

    ``rest`` is what shows all where a page is shown.
    """
    for look in looks:
        if look.total or look.gone or not quiet:
            yield "".join(painted(_lines(look, width, colour, rest), width, colour))


def _lines(look: Look, width: int, colour: bool, rest: str) -> Iterator[Line]:
    watch = look.watch
    told = _counted(look.total, watch) if look.total else "nothing new"
    yield Line(((watch.name, "headline"), (f": {told} ", ""), (since_when(watch), "dim")), indent=2)
    yield Line()
    for hit in look.hits:
        yield from (*hit_lines(hit, width, colour), Line())
    undertaken = map(undertaking_lines, look.undertakings, repeat(width))
    happened = [*map(event_lines, look.events, repeat(width)), *undertaken]
    for lines, before in zip(happened, look.before, strict=True):
        yield from lines
        if before:
            yield Line(((f"told before as {before}", "unsaid"),), lead=" " * (12 if width >= 60 else 2))
        yield Line()
    if look.shown < look.total:
        yield Line(((f"{look.shown:,} of {look.total:,}; the others stay new: {rest} shows them", "dim"),))
        yield Line()
    if look.gone:
        yield Line(((f"{_gone(look.gone)} no more: the article was changed, read anew, or set right", "unsaid"),), indent=2)
        yield Line()
    for hit in look.withdrawn:
        yield from (*hit_lines(hit, width, colour), Line())


def _gone(number: int) -> str:
    return "1 statement that was there answers" if number == 1 else f"{number:,} statements that were there answer"
