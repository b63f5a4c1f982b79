"""What the commands that ask a store share: which store, which statements; their arguments -> a Question."""

from __future__ import annotations

import argparse
import os
import shlex
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, get_args

from sayso.cli.terminal import UsageError, add_min_score, languages, say
from sayso.cli.usage import no_such
from sayso.days import first_day, last_day
from sayso.pages import bare_address
from sayso.questions import parse_words
from sayso.record import SAID_KINDS, Manner, Said
from sayso.statements import ACTS
from sayso.store import Engine, Question, Stranger, Unheard, operators, strangers, unheard, unknown_party

DEFAULT_STORE = "sayso.db"


def add_store(parser: argparse.ArgumentParser) -> None:
    """Add ``--store``: ``arguments.store`` is always an address, a path or ``postgresql://…``."""
    parser.add_argument(
        "--store",
        metavar="ADDRESS",
        type=words_of("store"),
        default=os.environ.get("SAYSO_STORE") or DEFAULT_STORE,
        help=f"a file, or postgresql://… (default: SAYSO_STORE, or {DEFAULT_STORE})",
    )


def open_store(address: str) -> Engine:
    """The store that is there, to ask it: a file that nobody may write to can be asked too. Raises StoreError."""
    from sayso.store import open_engine

    return open_engine(address, create=False, read_only=None)


def add_filters(parser: argparse.ArgumentParser) -> None:
    """Add the words to find and the filters that narrow them; ``question_of`` turns them into a question."""
    parser.add_argument(
        "words",
        nargs="*",
        metavar="WORDS",
        help="words of the statements: all of them, '\"a phrase\"', prefix*",
    )
    group = parser.add_argument_group("filters, each narrowing the others")
    add = group.add_argument
    several: dict[str, Any] = {"action": "append"}  # given again: either will do
    name: dict[str, Any] = {"metavar": "NAME", "type": words_of("name"), **several}
    add("--speaker", **name, help="who says it: any name that the party goes by; given again, as most of these: either")
    add("--addressee", **name, help="to whom it is said")
    add("--relay", **name, help="on whose word the article has it")
    add("--about", **name, help="a party that the words mention")
    add("--outlet", **name, help="who published the article")
    add("--act", metavar="ACT", type=one_of("act", ACTS), **several, help="what the cue does: states, denies, promises …")
    add("--manner", choices=get_args(Manner), **several, help="how much of it stands in quotation marks")
    add(
        "--said",
        metavar="KIND",
        type=_said,
        help=f"whether it was said: {', '.join(SAID_KINDS)}, several with a comma between, or any",
    )
    add_days(add, "published on this day (2031-03-14, 2031-03, 2031) or later", "published on this day or earlier")
    add(
        "--url",
        metavar="ADDRESS",
        type=words_of("address"),
        **several,
        help="the article's address, or its beginning with a * at the end",
    )
    add("--language", metavar="CODES", type=languages, help="articles in these languages: en, or en,fr")
    add_min_score(add)
    add("--all-versions", action="store_true", help="older versions of each article too")


def alternatives_of(given: Sequence[Any] | None) -> Any:
    """What a flag that may be given again asks for: nothing, one, or any of several."""
    found = tuple(dict.fromkeys(given or ()))
    return found if len(found) > 1 else found[0] if found else None


def add_days(add: Callable[..., object], since: str, until: str) -> None:
    """Add ``--from`` and ``--to``, by a group's or a parser's ``add_argument``, with their helps."""
    add("--from", dest="since", metavar="DAY", type=day_of(first_day), help=since)
    add("--to", dest="until", metavar="DAY", type=day_of(last_day), help=until)


def check_days(arguments: argparse.Namespace) -> None:
    """Raise UsageError where the days end before they begin."""
    if arguments.since and arguments.until and arguments.until < arguments.since:
        raise UsageError(f"--from {arguments.since} --to {arguments.until} holds no day: --from comes first")


def question_of(arguments: argparse.Namespace, said: tuple[Said, ...] | None = ("said",)) -> Question:
    """The question that ``add_filters``' arguments ask; order, limit and offset stay as they are by default.

    ``said`` are the kinds that answer where ``--said`` does not tell; None for any.

    Raises UsageError where nothing could ever answer: words that hold no letter or digit, days that end before they begin.

    >>> parser = argparse.ArgumentParser()
    >>> add_filters(parser)
    >>> question_of(parser.parse_args(["border", "posts", "--speaker", "Dovrel", "--to", "2031-02"]))
    Question(words='border posts', speaker='Dovrel', addressee=None, relay=None, outlet=None, act=None, manner=None, \
since=None, until='2031-02-28', about=None, url=None, all_versions=False, said=('said',), languages=(), min_score=0.0, \
order='best', limit=20, offset=0)
    """
    words = " ".join(arguments.words).strip()
    if arguments.words and not parse_words(words):
        raise UsageError(f"there is no word to find in {words!r}: words have letters or digits")
    check_days(arguments)
    return Question(
        words=words or None,
        **{name: alternatives_of(getattr(arguments, name)) for name in _SEVERAL},
        since=arguments.since,
        until=arguments.until,
        url=alternatives_of([bare_address(url) for url in arguments.url or ()]),
        all_versions=arguments.all_versions,
        said=arguments.said.kinds if arguments.said else said,
        languages=arguments.language or (),
        min_score=arguments.min_score,
    )


_SEVERAL = ("speaker", "addressee", "relay", "about", "outlet", "act", "manner")


def asks_all(question: Question) -> bool:
    """Whether the question narrows nothing: every statement answers it."""
    return question in (Question(said=None), Question(all_versions=True, said=None))


# What is not there, and what may have been meant


def name_strangers(engine: Engine, question: Question) -> None:
    """Say of which names nothing could be found, since nobody and nothing goes by them, and what may have been meant."""
    for one in strangers(engine, question):
        _say_of(one, f"--{one.field}")


def name_some(engine: Engine, question: Question) -> None:
    """The same where something was found: of a flag that was given again, one name may be nobody's. And of words, operators."""
    given: dict[str, Any] = {name: value for name in (*_SEVERAL, "url") if isinstance(value := getattr(question, name), tuple)}
    if given:
        name_strangers(engine, Question(**given))
    if found := operators(question):
        say(f"sayso: {Unheard('operator', found).told()}")


def name_unheard(engine: Engine, question: Question) -> None:
    """Say what may be wrong with words that found nothing."""
    for one in unheard(engine, question):
        meant_by = f": is --{one.field} {shlex.quote(' '.join(one.words))} meant?" if one.kind == "filter" else ""
        say(f"sayso: {one.told()}{meant_by}")


def name_unknown(engine: Engine, parties: Iterable[tuple[str, str]], outlets: str | tuple[str, ...] | None) -> None:
    """The same of parties, each with the flag that names it, and of outlets."""
    for flag, name in parties:
        if one := unknown_party(engine, name):
            _say_of(one, flag)
    for one in strangers(engine, Question(outlet=outlets)):
        _say_of(one, "--outlet")


_LISTS = {"party": "sayso party", "outlet": "sayso find --count outlet", "address": "sayso find --format csv"}


def _say_of(one: Stranger, flag: str) -> None:
    say(f"sayso: {flag} {one.name}: {one.words(_LISTS[one.kind])}")


def words_of(what: str) -> Callable[[str], str]:
    """An argument's type: words that are not empty; ``what`` names them in a message."""

    def words(given: str) -> str:
        if not given.strip():
            raise argparse.ArgumentTypeError(f"an empty {what}")
        return given.strip()

    return words


def one_of(what: str, known: Sequence[str]) -> Callable[[str], str]:
    """An argument's type: one of those that are known; a slip of the pen is answered with what was likely meant.

    >>> one_of("status", ("held", "moved", "denied", "cancelled"))("canceled")
    Traceback (most recent call last):
    argparse.ArgumentTypeError: there is no status 'canceled'; there is cancelled
    """

    def one(given: str) -> str:
        word = given.strip().lower()
        if word in known:
            return word
        if "," in word and all(piece.strip() in known for piece in word.split(",")):
            raise argparse.ArgumentTypeError(f"write one {what} at a time, not {given!r}")
        raise argparse.ArgumentTypeError(no_such(what, given, known))

    one.known = tuple(known)  # type: ignore[attr-defined]  # what a shell may offer
    return one


@dataclass(frozen=True, slots=True)
class _Kinds:
    """What ``--said`` asks for; None for any."""

    kinds: tuple[Said, ...] | None


def _said(given: str) -> _Kinds:
    """One of ``SAID_KINDS``, several, or any of them."""
    words = [word.strip().lower() for word in given.split(",") if word.strip()]
    if words == ["any"]:
        return _Kinds(None)
    for word in words or [given]:
        if word not in SAID_KINDS:
            raise argparse.ArgumentTypeError(no_such("kind", word, (*SAID_KINDS, "any")))
    return _Kinds(tuple(kind for kind in SAID_KINDS if kind in words))


def day_of(meant: Callable[[str], str]) -> Callable[[str], str]:
    """An argument's type: a day, a month or a year, as the day that ``meant`` makes of it."""

    def day(given: str) -> str:
        try:
            return meant(given)
        except ValueError as error:
            raise argparse.ArgumentTypeError(str(error)) from error

    return day
