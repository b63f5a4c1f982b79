"""What the commands that ask a store share: which store, which statements; their arguments -> a Question."""

from __future__ import annotations

import argparse
import difflib
import itertools
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import get_args

from sayso.cli.terminal import UsageError, languages, say
from sayso.corrections import goes_by, meant
from sayso.days import first_day, last_day
from sayso.pages import bare_address
from sayso.questions import folded, parse_words
from sayso.record import SAID_KINDS, Manner, Said
from sayso.statements import ACTS
from sayso.store import Engine, Question

DEFAULT_STORE = "sayso.db"
NEAR = 5  # addresses to name where there is none like the one asked for
_SHORTER = 5  # parts that may be left off an address's end before all that is left is its site
_LOOKED_AT = 2000  # of the addresses that begin alike; more would be slow to compare: 0.2 s


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
    add("--speaker", metavar="NAME", type=words_of("name"), help="who says it: any name that the party goes by")
    add("--addressee", metavar="NAME", type=words_of("name"), help="to whom it is said")
    add("--relay", metavar="NAME", type=words_of("name"), help="on whose word the article has it")
    add("--about", metavar="NAME", type=words_of("name"), help="a party that the words mention")
    add("--outlet", metavar="NAME", type=words_of("name"), help="who published the article")
    add("--act", metavar="ACT", type=one_of("act", ACTS), help="what the cue does: states, denies, promises …")
    add("--manner", choices=get_args(Manner), help="how much of it stands in quotation marks")
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
        help="the article's address, or its beginning with a * at the end",
    )
    add("--language", metavar="CODES", type=languages, help="articles in these languages: en, or en,fr")
    add("--all-versions", action="store_true", help="older versions of each article too")


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
since=None, until='2031-02-28', about=None, url=None, all_versions=False, said=('said',), languages=(), order='best', \
limit=20, offset=0)
    """
    words = " ".join(arguments.words).strip()
    if arguments.words and not parse_words(words):
        raise UsageError(f"there is no word to find in {words!r}: words have letters or digits")
    check_days(arguments)
    return Question(
        words=words or None,
        speaker=arguments.speaker,
        addressee=arguments.addressee,
        relay=arguments.relay,
        outlet=arguments.outlet,
        act=arguments.act,
        manner=arguments.manner,
        since=arguments.since,
        until=arguments.until,
        about=arguments.about,
        url=arguments.url and bare_address(arguments.url),
        all_versions=arguments.all_versions,
        said=arguments.said.kinds if arguments.said else said,
        languages=arguments.language or (),
    )


def asks_all(question: Question) -> bool:
    """Whether the question narrows nothing: every statement answers it."""
    return question in (Question(said=None), Question(all_versions=True, said=None))


# What is not there, and what may have been meant


def name_strangers(engine: Engine, question: Question) -> None:
    """Say of which names nothing could be found, since nobody and nothing goes by them, and what may have been meant."""
    parties = [(f"--{flag}", getattr(question, flag)) for flag in ("speaker", "addressee", "relay", "about")]
    name_unknown(engine, [(flag, name) for flag, name in parties if name], question.outlet)
    if question.url and not _has_address(engine, question.url):
        near = near_addresses(engine, question.url.removesuffix("*"))[:3]
        say(f"sayso: --url {question.url}: no article has that address{_meant(near, 'sayso find --format csv')}")


def name_unknown(engine: Engine, parties: Iterable[tuple[str, str]], outlet: str | None) -> None:
    """The same of parties, each with the flag that names it, and of an outlet."""
    for flag, name in parties:
        near = engine.parties(name, limit=3)
        if not name.startswith("#") and not any(goes_by(party, name) for party in near):
            likely = [party.name for party in near] or engine.alike(name)
            say(f"sayso: {flag} {name}: no party goes by that name{_meant(likely, 'sayso party')}")
    known = engine.outlets() if outlet else []
    if outlet and folded(outlet) not in map(folded, known):
        near_outlets = _near_outlets(outlet, known)
        say(f"sayso: --outlet {outlet}: no outlet goes by that name{_meant(near_outlets, 'sayso find --count outlet')}")


def _has_address(engine: Engine, url: str) -> bool:
    if url.endswith("*"):
        return next(iter(engine.addresses(url.removesuffix("*"))), None) is not None
    return engine.key(url) is not None


def _near_outlets(name: str, known: list[str]) -> list[str]:
    """Outlets whose name holds the words, else those that are spelled much like it."""
    wanted = folded(name)
    return [one for one in known if wanted in folded(one)][:3] or difflib.get_close_matches(name, known, n=3)


def _meant(near: Sequence[str], lists: str) -> str:
    return f"; {meant(near)}" if near else f" ({lists} lists them)"


def near_addresses(engine: Engine, address: str) -> list[str]:
    """The addresses in the store most like this one: its longer or shorter form, or those of its site."""
    found: list[str] = []
    for prefix in _beginnings(address):
        found += itertools.islice((name for name in engine.addresses(prefix) if name not in found), _LOOKED_AT - len(found))
        if len(found) >= NEAR:
            break
    return difflib.get_close_matches(address, found, n=NEAR, cutoff=0.4)


def _beginnings(address: str) -> Iterator[str]:
    """How addresses like this one may begin: with all of it, then without its query, its last parts, its http, its www."""
    whole = address.strip().rstrip("/")
    yield whole
    scheme, mark, rest = whole.partition("://")
    rest = rest.split("#")[0].split("?")[0] if mark else whole
    host, _, path = rest.partition("/") if mark else ("", "", rest)
    bare = host.removeprefix("www.")
    hosts = [f"{kind}://{name}" for kind in (scheme, "https", "http") for name in (host, bare, f"www.{bare}")] if mark else [""]
    parts = path.split("/") if path else []
    for length in (*range(len(parts), max(0, len(parts) - _SHORTER), -1), 0):
        for name in dict.fromkeys(hosts):
            yield "/".join([name, *parts[:length]]) if name else "/".join(parts[:length])


def words_of(what: str) -> Callable[[str], str]:
    """An argument's type: words that are not empty; ``what`` names them in a message."""

    def words(given: str) -> str:
        if not given.strip():
            raise argparse.ArgumentTypeError(f"an empty {what}")
        return given.strip()

    return words


def one_of(what: str, known: Sequence[str]) -> Callable[[str], str]:
    """An argument's type: one of those that are known; a slip of the pen is answered with what was likely meant.

    >>> one_of("status", ("held", "cancelled"))("canceled")
    Traceback (most recent call last):
    argparse.ArgumentTypeError: there is no status 'canceled'; there is cancelled
    """

    def one(given: str) -> str:
        word = given.strip().lower()
        if word in known:
            return word
        near = difflib.get_close_matches(word, known, n=3) or known
        listed = f"there {'is' if len(near) == 1 else 'are'} {', '.join(near)}"
        raise argparse.ArgumentTypeError(f"there is no {what} {given!r}; {listed}")

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
            near = difflib.get_close_matches(word, SAID_KINDS, n=3) or [*SAID_KINDS, "any"]
            listed = f"there {'is' if len(near) == 1 else 'are'} {', '.join(near)}"
            raise argparse.ArgumentTypeError(f"there is no kind {word!r}; {listed}")
    return _Kinds(tuple(kind for kind in SAID_KINDS if kind in words))


def day_of(meant: Callable[[str], str]) -> Callable[[str], str]:
    """An argument's type: a day, a month or a year, as the day that ``meant`` makes of it."""

    def day(given: str) -> str:
        try:
            return meant(given)
        except ValueError as error:
            raise argparse.ArgumentTypeError(str(error)) from error

    return day
