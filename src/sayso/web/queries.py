"""The query of an address -> the same with a filter added, taken away, or in place of another; numbers in it, checked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from starlette.requests import Request

from sayso.days import first_day
from sayso.door import DAY, MOST_VALUES, Parameter
from sayso.web.described import MOST_PAGES


@dataclass(frozen=True, slots=True)
class Query:
    """The pairs of a query, in order, without empty ones.

    >>> asked = Query((("q", "guns"), ("page", "3")))
    >>> asked.with_one("speaker", "Ilya Torvan").at("/find")
    '/find?q=guns&speaker=Ilya+Torvan'
    """

    pairs: tuple[tuple[str, str], ...] = ()

    def has(self, name: str, value: str) -> bool:
        """Whether a filter has this value."""
        return (name, value) in self.pairs

    def with_one(self, name: str, value: str) -> Query:
        """One value more, from the first page on."""
        pairs = self.without("page").pairs
        return Query(pairs if (name, value) in pairs else (*pairs, (name, value)))

    def without(self, *names: str) -> Query:
        """No value of these."""
        return Query(tuple(pair for pair in self.pairs if pair[0] not in names))

    def without_one(self, name: str, value: str) -> Query:
        """This value not, from the first page on."""
        return Query(tuple(pair for pair in self.pairs if pair[0] != "page" and pair != (name, value)))

    def set(self, name: str, value: object) -> Query:
        """This value alone, from the first page on."""
        return self.without(name).with_one(name, str(value))

    def paged(self, number: int) -> Query:
        """Another page of the same."""
        held = self.without("page")
        return held if number == 1 else Query((*held.pairs, ("page", str(number))))

    def at(self, path: str) -> str:
        """The address of a path with this query."""
        return f"{path}?{urlencode(self.pairs)}" if self.pairs else path


def query_of(request: Request) -> Query:
    """The query of a request."""
    return Query(tuple((name, value.strip()) for name, value in request.query_params.multi_items() if value.strip()))


def number_in(request: Request, name: str, default: int, most: int = MOST_PAGES) -> int:
    """A whole number from 1 on. Raises ValueError for what is none."""
    given = request.query_params.get(name, "").strip()
    if not given:
        return default
    if not re.fullmatch(r"[0-9]{1,9}", given) or not 1 <= int(given) <= most:
        raise ValueError(f"{name} is a number from 1 to {most:,}, not {given[:40]!r}")
    return int(given)


def check_asked(request: Request, asks: Iterable[Parameter] = (), *more: str) -> None:
    """Raise ValueError for a name in the query that nothing here goes by, and for one value too many or that nothing has.

    ``more`` are other spellings of names.
    """
    known = tuple(asks)
    _check_names(request, [*(one.name for one in known), *more])
    for one in known:
        if len(given_at_all := request.query_params.getlist(one.name)) > MOST_VALUES:
            raise ValueError(f"{one.name} has {len(given_at_all):,} values: up to {MOST_VALUES} can be asked for at once")
        if one.several:
            continue
        given = {value.strip() for value in given_at_all if value.strip()}
        if len(given) > 1:
            raise ValueError(f"{one.name} stands there twice: it has one value")
        if one.form == DAY:
            for value in given:
                first_day(value)
        if one.values and (strange := given - set(one.values)):
            if len(one.values) == 1:
                raise ValueError(f"{one.name} is {one.values[0]}, or is left out")
            raise ValueError(f"no {one.name} is called {strange.pop()[:40]!r}; there are {', '.join(one.values)}")


def _check_names(request: Request, there: Sequence[str]) -> None:
    if unknown := sorted(set(request.query_params) - set(there)):
        names = f"there are {', '.join(there)}" if there else "this address takes no more than its path"
        raise ValueError(f"nothing here is called {', '.join(one[:40] for one in unknown[:5])}: {names}")
