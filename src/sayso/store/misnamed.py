"""A question that found nothing -> its names that nobody and nothing in the store goes by, and what may have been meant."""

from __future__ import annotations

import difflib
import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from sayso.questions import folded
from sayso.store.chronicle import EventsQuestion, LedgerQuestion, alternatives
from sayso.store.contract import Engine
from sayso.store.values import Known, Question

Kind = Literal["party", "outlet", "address"]
NEAR = 5  # addresses to name where there is none like the one asked for
_SHORTER = 5  # parts that may be left off an address's end before all that is left is its site
_LOOKED_AT = 2000  # of the addresses that begin alike; more would be slow to compare: 0.2 s
# The fields of each question that name parties.
_PARTIES = {
    Question: ("speaker", "addressee", "relay", "about"),
    EventsQuestion: ("parties",),
    LedgerQuestion: ("who", "to_whom"),
}


@dataclass(frozen=True, slots=True)
class Stranger:
    """A name of a question that leads to nobody: the question's field, the name, and the names that may be meant.

    >>> Stranger("speaker", "Torvn", "party", ("Ilya Torvan",)).words("sayso party")
    'no party goes by that name; is it Ilya Torvan?'
    >>> Stranger("outlet", "Poast", "outlet").words("sayso find --count outlet")
    'no outlet goes by that name (sayso find --count outlet lists them)'
    """

    field: str
    name: str
    kind: Kind
    near: tuple[str, ...] = ()

    def words(self, lists: str) -> str:
        """What to say of it; ``lists`` is what lists all names of its kind, for where none is near."""
        return f"{self.told}{f'; {meant(self.near)}' if self.near else f' ({lists} lists them)'}"

    @property
    def told(self) -> str:
        """That there is no such thing."""
        if self.kind == "address":
            return "no article has that address"
        if self.kind == "party" and self.name.startswith("#"):
            return "no party has that number"
        return f"no {self.kind} goes by that name"


def strangers(engine: Engine, question: Question | EventsQuestion | LedgerQuestion) -> Iterator[Stranger]:
    """The names of a question that nobody goes by: parties in the order of its fields, then outlet and address."""
    for field in _PARTIES[type(question)]:
        for name in alternatives(getattr(question, field)):
            if one := unknown_party(engine, name, field):
                yield one
    for outlet in alternatives(question.outlet):
        if one := _unknown_outlet(engine, outlet):
            yield one
    for url in alternatives(question.url) if isinstance(question, Question) else ():
        if not _has_address(engine, url):
            yield Stranger("url", url, "address", tuple(near_addresses(engine, url.removesuffix("*"))[:3]))


def unknown_party(engine: Engine, name: str, field: str = "party") -> Stranger | None:
    """The name, or the number ("#12"), where no party goes by it."""
    if name.startswith("#"):
        return None if engine.parties(name, limit=1) else Stranger(field, name, "party")
    near = engine.parties(name, limit=3)
    if any(goes_by(party, name) for party in near):
        return None
    return Stranger(field, name, "party", tuple([party.name for party in near] or engine.alike(name)))


def _unknown_outlet(engine: Engine, name: str) -> Stranger | None:
    known = engine.outlets()
    wanted = folded(name)
    if wanted in map(folded, known):
        return None
    near = [one for one in known if wanted in folded(one)][:3] or difflib.get_close_matches(name, known, n=3)
    return Stranger("outlet", name, "outlet", tuple(near))


def meant(near: Sequence[str]) -> str:
    """Ask whether one of some names is meant, if there are any."""
    return f"is it {' or '.join(near)}?" if near else ""


def goes_by(party: Known, name: str) -> bool:
    """Whether a name is one of the party's, as the store compares names, with or without "the" before it."""
    return _plain(name) in map(_plain, (party.name, *party.names))


def _plain(name: str) -> str:
    return folded(name).removeprefix("the ")


def near_addresses(engine: Engine, address: str) -> list[str]:
    """The addresses in the store most like this one: its longer or shorter form, or those of its site."""
    found: list[str] = []
    for prefix in _beginnings(address):
        found += itertools.islice((name for name in engine.addresses(prefix) if name not in found), _LOOKED_AT - len(found))
        if len(found) >= NEAR:
            break
    return difflib.get_close_matches(address, found, n=NEAR, cutoff=0.4)


def _has_address(engine: Engine, url: str) -> bool:
    if url.endswith("*"):
        return next(iter(engine.addresses(url.removesuffix("*"))), None) is not None
    return engine.key(url) is not None


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
