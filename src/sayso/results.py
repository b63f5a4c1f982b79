"""A store's answers -> what a Python session shows and works with: sequences that print, draw themselves in a notebook, and
become data frames in one call.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from html import escape
from typing import TYPE_CHECKING, Any, Generic, TypeVar, overload

from sayso.evidence import told_once
from sayso.record import Reading
from sayso.store import Correction, Countable, Counted, Fault, Hit, Hits, Known, Openness, Question, Stranger, Unheard, Version

if TYPE_CHECKING:
    import pandas

    from sayso.comparing import Comparison, History

T = TypeVar("T")
WIDTH = 88  # cells of what a session prints
SHOWN = 30  # values of a count that are drawn
ROWS, HTML_ROWS = 20, 60  # of a table of two fields
ANY = 'said="any"'  # what shows that which was not said


Rest = Callable[[], Iterable[T]]  # asks the store for all answers of which a page is at hand


class Listed(Sequence[T], Generic[T]):
    """A sequence of answers; slices are plain lists.

    Where nobody said how many there are to be, it holds the first page of them, and its frame has all: ``every`` asks for them.
    """

    def __init__(self, items: Iterable[T], every: Rest[T] | None = None) -> None:
        """Hold the answers; ``every`` gives all of them, where these may be the first page."""
        self._items = tuple(items)
        self._every = every

    def __len__(self) -> int:
        return len(self._items)

    @overload
    def __getitem__(self, at: int) -> T: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[T]: ...
    def __getitem__(self, at: int | slice) -> T | Sequence[T]:
        return self._items[at]

    def __eq__(self, other: object) -> bool:
        return self._items == other._items if isinstance(other, Listed) else NotImplemented

    def __hash__(self) -> int:
        return hash(self._items)

    def every(self) -> Iterable[T]:
        """All answers: these, or where they are the first page, as the store has them at this moment, as a stream."""
        return self._items if self._every is None else self._every()

    def rows(self) -> Iterator[Mapping[str, object]]:
        """One row an answer, all of them, as the data frame has it."""
        raise NotImplementedError

    def to_pandas(self) -> pandas.DataFrame:
        """The answers as a data frame. Raises ModuleNotFoundError, with what to install, where there is no pandas."""
        return frame(self.rows())


class Found(Listed[Hit]):
    """The statements that answer a question: a page of ``total`` (at least as many, unless ``exact``).

    ``unsaid`` more would answer, but were not said. Where there are none, ``searched`` is the number of articles of its outlet,
    address and days, ``strangers`` are the question's names that nobody in the store goes by, and ``unheard`` is what may be
    wrong with its words.
    """

    def __init__(
        self,
        hits: Hits,
        question: Question,
        every: Rest[Hit] | None = None,
        strangers: Iterable[Stranger] = (),
        unheard: Iterable[Unheard] = (),
    ) -> None:
        """Hold a page of hits and what they answer."""
        super().__init__(hits.hits, every)
        self.total, self.exact, self.searched, self.question = hits.total, hits.exact, hits.searched, question
        self.unsaid, self.strangers, self.unheard = hits.unsaid, tuple(strangers), tuple(unheard)

    def rows(self) -> Iterator[Mapping[str, object]]:
        """The columns of ``sayso find --format csv``, with ``published`` a time and ``relay`` a list."""
        from sayso.formats import cells_of

        return ({**cells_of(hit), "relay": list(hit.relay)} for hit in self.every())

    def to_pandas(self) -> pandas.DataFrame:
        """A data frame of the columns of ``sayso find --format csv``; ``published`` is a time in UTC."""
        from sayso.formats import HIT_COLUMNS

        return _timed(frame(self.rows(), HIT_COLUMNS))

    def __repr__(self) -> str:
        from sayso.formats import hit_lines, painted

        said = "".join("".join(painted(hit_lines(hit, WIDTH, False), WIDTH, False)) + "\n" for hit in self)
        return f"{said}{self._counted()}"

    def _repr_html_(self) -> str:
        return html_table(("Speaker", "Act", "Statement", "Outlet", "Published"), map(_hit_row, self), caption=self._counted())

    def _counted(self) -> str:
        from sayso.formats import left_out

        beside = [left_out(self.unsaid, ANY, self.exact), *told(self.strangers, self.unheard)]
        return "; ".join(filter(None, [self._place(), *beside]))

    def _place(self) -> str:
        from sayso.formats import nothing_found

        if not self.total:
            return nothing_found(self.searched)
        least = "" if self.exact else "at least "
        statements = f"{self.total:,} statement{'' if self.total == 1 else 's'}"
        return f"{least}{statements}" if len(self) == self.total else f"{len(self):,} of {least}{statements}"


class Counts(Listed[tuple[str | None, int]]):
    """How many statements answer, by a field: pairs of its value and a number. ``unsaid`` more would, but were not said.

    ``total`` is how many answer in all, each once. Of those whose value is None because their speaker is left open, ``open``
    tells why: "nobody" is written there, "own" is I, we or you, another "pronoun", a "description".
    """

    def __init__(
        self,
        counts: Iterable[tuple[str | None, int]],
        by: Countable,
        question: Question,
        unsaid: int = 0,
        found: Counted | None = None,
        strangers: Iterable[Stranger] = (),
        unheard: Iterable[Unheard] = (),
    ) -> None:
        """Hold the counts and what was counted."""
        super().__init__(counts)
        self.by, self.question, self.unsaid = by, question, unsaid
        self.strangers, self.unheard = tuple(strangers), tuple(unheard)
        self.total = found.total if found else sum(number for _, number in self)
        self.open: Mapping[Openness, int] = found.open if found else {}

    def rows(self) -> Iterator[Mapping[str, object]]:
        """The field under its name, and ``statements``."""
        return ({self.by: value, "statements": number} for value, number in self)

    def to_pandas(self) -> pandas.DataFrame:
        """A data frame of two columns: the field under its name, and ``statements``."""
        return frame(self.rows(), (self.by, "statements"))

    def __repr__(self) -> str:
        from sayso.formats import write_bars

        shown = list(shown_of(self, self.by))
        bars = "".join(write_bars(shown, self.total, self.question, self.by, WIDTH, left_open=self.open)).rstrip("\n")
        return "\n".join(filter(None, [bars, more_of(self, self.by), *self._beside()]))

    def _beside(self) -> list[str | None]:
        from sayso.formats import left_out

        return [left_out(self.unsaid, ANY), *told(self.strangers, self.unheard)]

    def _repr_html_(self) -> str:
        from sayso.formats import apart, count_label, count_title, none_told

        named, none = apart(list(self))
        most = max((number for _, number in named), default=1)
        bar = '<div style="background:#6ea8fe;height:.8em;width:{:.1f}em"></div>'
        shown = shown_of(named, self.by)
        rows = [(escape(count_label(value, self.by)), f"{number:,}", bar.format(20 * number / most)) for value, number in shown]
        for _, number in none:  # outside the scale: no bar
            lines = none_told(number, self.total, self.by, self.open)
            rows += [(f"<i>{escape(what)}</i>", number_of, "") for what, number_of in lines]
        caption = "; ".join(filter(None, [count_title(self.question, self.by), more_of(self, self.by), *self._beside()]))
        return html_table((self.by.capitalize(), "Statements", ""), rows, caption=caption)


class Crossed(Listed[tuple[str | None, str | None, int]]):
    """How many statements answer, by two fields: a value of each, and a number. ``total`` answer in all, each once."""

    def __init__(
        self,
        found: Counted,
        by: Sequence[Countable],
        question: Question,
        unsaid: int = 0,
        strangers: Iterable[Stranger] = (),
        unheard: Iterable[Unheard] = (),
    ) -> None:
        """Hold the counts and what was counted."""
        super().__init__((values[0], values[1], number) for values, number in found.rows)
        self.by, self.question, self.total, self.unsaid = tuple(by), question, found.total, unsaid
        self.strangers, self.unheard = tuple(strangers), tuple(unheard)

    def rows(self) -> Iterator[Mapping[str, object]]:
        """The two fields under their names, and ``statements``."""
        return (dict(zip((*self.by, "statements"), row, strict=True)) for row in self)

    def to_pandas(self) -> pandas.DataFrame:
        """A data frame of three columns, a row for each two values; its ``pivot_table`` makes a table of them."""
        return frame(self.rows(), (*self.by, "statements"))

    def __repr__(self) -> str:
        from sayso.formats import left_out, write_crossings

        rows = [((one, other), number) for one, other, number in self]
        table = "".join(write_crossings(rows, self.total, self.question, self.by, WIDTH, most=ROWS)).rstrip("\n")
        return "\n".join(filter(None, [table, left_out(self.unsaid, ANY), *told(self.strangers, self.unheard)]))

    def _repr_html_(self) -> str:
        from sayso.formats import count_label, count_title, left_out

        rows = (
            (*(escape(count_label(value, by)) for value, by in zip((one, other), self.by, strict=True)), f"{number:,}")
            for one, other, number in itertools.islice(self, HTML_ROWS)
        )
        more = f"the first {HTML_ROWS} of {len(self):,}" if len(self) > HTML_ROWS else None
        beside = [more, left_out(self.unsaid, ANY), *told(self.strangers, self.unheard)]
        caption = "; ".join(filter(None, [count_title(self.question, self.by), *beside]))
        return html_table((*(name.capitalize() for name in self.by), "Statements"), rows, caption=caption)


class Parties(Listed[Known]):
    """Parties across articles; ``more`` is whether there are others that are not on this page."""

    def __init__(self, parties: Iterable[Known], every: Rest[Known] | None = None, more: bool = False) -> None:
        """Hold a page of parties."""
        super().__init__(parties, every)
        self.more = more

    def rows(self) -> Iterator[Mapping[str, object]]:
        """The fields of ``Known``; ``roles`` as words."""
        return (
            {**asdict(party), "names": list(party.names), "roles": [role for role, *_ in party.roles]} for party in self.every()
        )

    def to_pandas(self) -> pandas.DataFrame:
        """A data frame of a row a party."""
        return frame(self.rows(), tuple(Known.__dataclass_fields__))

    def __repr__(self) -> str:
        from sayso.formats import write_parties

        listed = "".join(write_parties(list(self), WIDTH)).rstrip("\n")
        return "\n".join(filter(None, [listed, self._counted()]))

    def _counted(self) -> str:
        return f"the first {len(self):,}; limit=0 is all of them" if self.more else ""

    def _repr_html_(self) -> str:
        rows = (
            (f"#{p.id}", escape(p.name), p.kind, f"{p.statements:,}", f"{p.articles:,}", f"{p.first or ''} – {p.last or ''}")
            for p in self
        )
        return html_table(("", "Name", "Kind", "Statements", "Articles", "Days"), rows, self._counted())


class Corrections(Listed[Correction]):
    """What people set right, in the order it was made."""

    def rows(self) -> Iterator[Mapping[str, object]]:
        """The fields of ``Correction``."""
        return (asdict(correction) for correction in self)

    def __repr__(self) -> str:
        from sayso.formats import write_corrections

        return "".join(write_corrections(list(self), WIDTH)).rstrip("\n")


class Faults(Listed[Fault]):
    """What ``verify`` found wrong: nothing, where it is empty."""

    def rows(self) -> Iterator[Mapping[str, object]]:
        """``where`` and ``detail``."""
        return (asdict(fault) for fault in self)

    def __repr__(self) -> str:
        return "\n".join(f"{fault.where}: {fault.detail}" for fault in self) or "all holds"


class Followed:
    """The versions of one address and what changed between them; ``history`` has it all."""

    def __init__(self, history: History) -> None:
        """Hold a history."""
        self.history = history

    def __repr__(self) -> str:
        from sayso.formats import write_history_text

        return "".join(write_history_text(self.history, WIDTH)).rstrip("\n")

    def _repr_html_(self) -> str:
        from sayso.formats import write_history_html

        return _framed("".join(write_history_html(self.history)))


class Compared:
    """Accounts side by side; ``comparison`` has them all, as ``sayso compare`` prints them."""

    def __init__(self, comparison: Comparison) -> None:
        """Hold a comparison."""
        self.comparison = comparison

    def rows(self) -> Iterator[Mapping[str, object]]:
        """A row a claim, by the columns of ``sayso compare --format csv``."""
        from sayso.formats import comparison_cells

        return comparison_cells(self.comparison)

    def to_pandas(self) -> pandas.DataFrame:
        """A data frame of a row a claim; those of one ``row`` tell the same matter."""
        from sayso.formats import COMPARISON_COLUMNS

        return frame(self.rows(), COMPARISON_COLUMNS)

    def __repr__(self) -> str:
        from sayso.formats import write_comparison

        return "".join(write_comparison(self.comparison, WIDTH)).rstrip("\n")

    def _repr_html_(self) -> str:
        from sayso.formats import write_comparison_html

        return _framed("".join(write_comparison_html(self.comparison)))


def _framed(page: str) -> str:
    """A page of its own within a notebook's."""
    return f'<iframe srcdoc="{escape(page)}" style="width:100%;height:36em;border:1px solid #ccc" sandbox></iframe>'


def shown_of(counts: Sequence[tuple[str | None, int]], by: str) -> Sequence[tuple[str | None, int]]:
    """The counts that are drawn: the first SHOWN, and what has no value; of days, months and years, in their order, all."""
    from sayso.formats import PERIODS, apart

    named, none = apart(counts)
    return counts if by in PERIODS else [*named[:SHOWN], *none]


def more_of(counts: Sequence[tuple[str | None, int]], by: str) -> str | None:
    """How many counts are not drawn, and where they are."""
    more = len(counts) - len(shown_of(counts, by))
    return f"and {more:,} more; to_pandas() has all {len(counts):,}" if more else None


def told(strangers: Iterable[Stranger], unheard: Iterable[Unheard] = ()) -> list[str]:
    """A sentence for each name of a question that nobody goes by, and for what may be wrong with its words.

    >>> told([Stranger("speaker", "Torvn", "party", ("Ilya Torvan",))])
    ["speaker='Torvn': no party goes by that name; is it Ilya Torvan?"]
    >>> told((), [Unheard("filter", ("Torvan",), "speaker")])
    ["speaker:Torvan is looked for as words: is speaker='Torvan' meant?"]
    """
    lists = {"party": "store.party.list()", "outlet": 'store.count(by="outlet")', "address": "store.readings()"}
    names = [f"{one.field}={one.name!r}: {one.words(lists[one.kind])}" for one in strangers]
    return names + [_of_words(one) for one in unheard]


def _of_words(one: Unheard) -> str:
    field = {"from": "since", "to": "until", "language": "languages"}.get(one.field, one.field)
    return one.told() + (f": is {field}={' '.join(one.words)!r} meant?" if one.kind == "filter" else "")


def to_pandas(read: Reading | Version) -> pandas.DataFrame:
    """The statements of a reading, or those of a kept version that answer, as a data frame, a row each.

    Its columns are those of ``sayso export --format csv``, ``published`` a time in UTC and ``relay`` a list of names (None
    where one is open). A reading that is not kept has no key, no version and no time of capture. Raises ModuleNotFoundError,
    with what to install, where there is no pandas.
    """
    from sayso.formats import STATEMENT_COLUMNS, statement_rows

    version = read if isinstance(read, Version) else Version(read.article.url or read.input, 0, None, read, "")
    names = {party.id: party.name for party in version.reading.parties} | dict(version.names)
    by_id = {statement.id: statement for statement in version.reading.statements}

    def rows() -> Iterator[Mapping[str, object]]:
        for row in statement_rows(version):
            relay = [names.get(voice.party or "") for voice in by_id[str(row["statement"])].relay]
            unkept = {} if version is read else {"key": None, "version": None}
            yield {**row, "relay": relay, **unkept}

    return _timed(frame(rows(), STATEMENT_COLUMNS))


def _timed(table: pandas.DataFrame) -> pandas.DataFrame:
    """The frame with ``published`` as a time in UTC."""
    table["published"] = _pandas().to_datetime(table["published"], format="ISO8601", utc=True, errors="coerce")
    return table


def frame(rows: Iterable[Mapping[str, object]], columns: Sequence[str] | None = None) -> pandas.DataFrame:
    """Rows as a data frame, with its columns even where there are no rows; each row goes as soon as its cells are taken."""
    pandas = _pandas()
    if columns is None:
        return pandas.DataFrame(list(rows))
    cells: dict[str, list[object]] = {column: [] for column in columns}
    for row in rows:
        for column, held in cells.items():
            held.append(row[column])
    return pandas.DataFrame(cells, columns=list(columns))


def _pandas() -> Any:
    try:
        import pandas
    except ModuleNotFoundError as error:
        raise ModuleNotFoundError("Data frames need pandas: pip install pandas", name=error.name) from error
    return pandas


def _hit_row(hit: Hit) -> tuple[str, ...]:
    from sayso.formats import beside_act, beside_doubt, day_of, marked_content

    styles = {"found": "<mark>{}</mark>", "dim": '<span style="opacity:.6">{}</span>'}
    said = "".join(styles.get(style, "{}").format(escape(words)) for words, style in marked_content(hit, True))
    mention = hit.statement.speaker.mention if hit.statement.speaker else None
    relay = f"<br><small>on the word of {escape(', '.join(told_once(hit.relay, str)))}</small>" if hit.relay else ""
    outlet = escape(hit.outlet or hit.address)
    if hit.address.lower().startswith(("https://", "http://")):
        outlet = f'<a href="{escape(hit.address)}" title="{escape(hit.headline or "")}">{outlet}</a>'
    speaker = escape(hit.speaker or (mention.text if mention else "not named"))
    day = f'<span style="white-space:nowrap">{escape(day_of(hit))}</span>'
    act = hit.statement.act + beside_act(hit.statement) + beside_doubt(hit.statement)
    return speaker + relay, escape(act), said, outlet, day


def html_table(head: Iterable[str], rows: Iterable[Iterable[str]], caption: str = "") -> str:
    """An HTML table of cells that are HTML already."""
    heading = "".join(f"<th>{escape(name)}</th>" for name in head)
    body = "".join("<tr>" + "".join(f'<td style="text-align:left">{cell}</td>' for cell in row) + "</tr>" for row in rows)
    top = f"<caption>{escape(caption)}</caption>" if caption else ""
    return f"<table>{top}<thead><tr>{heading}</tr></thead><tbody>{body}</tbody></table>"
