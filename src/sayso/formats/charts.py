"""Counts -> a chart: bars and lines of text at the width of a terminal, or SVG."""

from __future__ import annotations

import re
import textwrap
import warnings
from collections.abc import Iterator, Mapping, Sequence
from html import escape
from io import StringIO
from typing import TYPE_CHECKING, Any, Literal

from sayso.controls import printable
from sayso.formats.counts import (
    PERIODS,
    Asked,
    Count,
    Field,
    TooManyError,
    apart,
    count_label,
    count_title,
    counted,
    filled,
    gaps,
    none_told,
)
from sayso.formats.rows import Line, cells, fit, painted, painter, plain
from sayso.formats.unsaid import left_out
from sayso.store import Openness

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

Chart = Literal["bar", "line"]
_EIGHTHS = " ▏▎▍▌▋▊▉"
MOST_BARS = 200  # of a picture, two metres high
_HEIGHT = 10  # rows of a line of text


def write_bars(
    counts: Sequence[Count],
    total: int,
    question: Asked,
    by: Field,
    width: int = 80,
    colour: bool = False,
    rest: int = 0,
    unsaid: int = 0,
    left_open: Mapping[Openness, int] | None = None,
) -> Iterator[str]:
    """A row a value: its name, how many, and a bar; days between without any are named in one row.

    ``rest`` values more are not shown; ``unsaid`` statements more would answer, but were not said. What has no value stands
    below, outside the scale; ``left_open`` tells why. Rows are at most ``width`` cells wide.
    """
    yield from heading(total, question, by, width, colour, unsaid)
    counts, none = apart(counts)
    yield from _bars(counts, by, width, colour, rest)
    for _, number in none:
        yield "\n" if counts else ""
        yield from _none_rows(list(none_told(number, total, by, left_open)), width, colour)


def _none_rows(told: Sequence[tuple[str, str]], width: int, colour: bool) -> Iterator[str]:
    """«Left open: 12 of 40», and below it why."""
    (what, number), *reasons = told
    head = Line(((f"{what[:1].upper()}{what[1:]}: {number}", ""),))
    size = max((len(number) for _, number in reasons), default=0)
    rows = (Line(((why, "dim"),), lead=f"  {number:>{size}}  ", indent=size + 4) for why, number in reasons)
    yield from painted((head, *rows), width, colour)


def _bars(counts: Sequence[Count], by: Field, width: int, colour: bool, rest: int) -> Iterator[str]:
    if not counts:
        return
    paint = painter() if colour else plain
    names = [fit(count_label(value, by), max(8, width * 2 // 5)) for value, _ in counts]
    wide = max(map(cells, names))
    most = max(number for _, number in counts)
    figures = len(f"{most:,}")
    room = max(1, width - wide - figures - 4)
    for name, ((_, number), gap) in zip(names, gaps(counts, by), strict=True):
        lead = name + " " * (wide - cells(name))
        yield paint([(lead, ""), (f"  {number:>{figures},}  ", ""), (_bar(number, most, room), "bar")]).rstrip() + "\n"
        if gap:
            without = f"  {by}s without any" if gap > 1 else f"  {by} without any"
            yield paint([(" " * wide + f"  {'·':>{figures}}  ", "dim"), (f"{gap:,}{without[1:]}", "dim")]) + "\n"
    if rest:
        yield paint([(f"and {rest:,} more; --limit all shows them", "dim")]) + "\n"


def write_line(
    counts: Sequence[Count],
    total: int,
    question: Asked,
    by: Field,
    width: int = 80,
    colour: bool = False,
    unsaid: int = 0,
) -> Iterator[str]:
    """A line of braille dots over the days, months or years, those without any at 0. Raises TooManyError."""
    points = filled(counts, by, question.since, question.until)
    yield from heading(total, question, by, width, colour, unsaid)
    if not points:
        yield "none of them has a date\n" if counts else ""
        return
    paint = painter() if colour else plain
    most = max(1, *(number for _, number in points))
    margin = len(f"{most:,}")
    columns = max(4, width - margin - 2)
    for row, dots in enumerate(_braille([number for _, number in points], most, columns, _HEIGHT)):
        scale = f"{most:,}" if row == 0 else "0" if row == _HEIGHT - 1 else ""
        yield paint([(f"{scale:>{margin}} ", "dim"), ("┤" if scale else "│", "dim"), (dots, "bar")]).rstrip() + "\n"
    first, last = points[0][0], points[-1][0]
    between = columns - len(first) - len(last)
    axis = first + " " * between + last if between > 0 and first != last else first
    yield paint([(" " * (margin + 2) + axis, "dim")]) + "\n"
    peak = max(points, key=lambda point: point[1])
    words = f"Most: {peak[1]:,} {'on' if by == 'day' else 'in'} {peak[0]}"
    yield from painted([Line(((words, ""),))], width, colour)


def heading(total: int, question: Asked, by: Field | Sequence[Field], width: int, colour: bool, unsaid: int) -> Iterator[str]:
    """What was counted, and how many there are in all."""
    note = Line(((in_all(total, question, unsaid), "dim"),))
    yield from painted((Line(((count_title(question, by), "headline"),)), note, Line()), width, colour)


def in_all(total: int, question: Asked, unsaid: int = 0) -> str:
    """How many were counted, and how many statements were not.

    >>> from sayso.store import Question
    >>> in_all(3, Question(), 1)
    '3 statements in all; 1 more was not said: --said any shows it'
    """
    return "; ".join(filter(None, [f"{total:,} {counted(question, total)} in all", left_out(unsaid)]))


def _bar(number: int, most: int, room: int) -> str:
    eighths = max(1, round(number * room * 8 / most)) if number else 0
    return "█" * (eighths // 8) + _EIGHTHS[eighths % 8].strip()


def _braille(values: Sequence[int], most: int, columns: int, height: int) -> Iterator[str]:
    """Rows of braille, each character two dots wide and four high, from the top; neighbours are joined."""
    across, up = columns * 2 - 1, height * 4 - 1
    grid = [[0] * columns for _ in range(height)]
    places = [(index * across // max(1, len(values) - 1), value * up // most) for index, value in enumerate(values)]
    for (x0, y0), (x1, y1) in zip(places, [*places[1:], places[-1]], strict=True):
        steps = max(abs(x1 - x0), abs(y1 - y0), 1)
        for step in range(steps + 1):
            x, y = x0 + (x1 - x0) * step // steps, up - (y0 + (y1 - y0) * step // steps)
            grid[y // 4][x // 2] |= _DOTS[y % 4][x % 2]
    for row in grid:
        yield "".join(chr(0x2800 + dots) if dots else " " for dots in row).rstrip()


_DOTS = ((1, 8), (2, 16), (4, 32), (64, 128))  # Unicode's order of the dots: rows from the top, left and right


# SVG

_INK, _FILL, _GRID = "#1a1a1a", "#2b5c8a", "#d9d9d9"
_FONT = "DejaVu Sans"  # matplotlib brings it; Verdana is as wide
_INKED = ("text.color", "axes.labelcolor", "xtick.color", "ytick.color", "axes.edgecolor")
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # a picture that holds one opens nowhere
_SETTINGS: dict[Any, Any] = {
    "svg.hashsalt": "sayso",  # the same names for the same parts, every time
    "svg.fonttype": "none",  # text stays text: it can be read aloud, searched, and shown in scripts that the font lacks
    "font.family": _FONT,
    "font.size": 11,
    "text.parse_math": False,  # "$5 and $6" is money
    **dict.fromkeys(_INKED, _INK),
}


def svg(
    counts: Sequence[Count],
    total: int,
    question: Asked,
    by: Field,
    chart: Chart = "bar",
    rest: int = 0,
    unsaid: int = 0,
    left_open: Mapping[Openness, int] | None = None,
) -> str:
    """The chart as SVG: the same bytes for the same counts; its title says the question, its description every number.

    Dark on white, text as text; what has no value is no bar, but words below. Raises TooManyError, ImportError where
    matplotlib is not there.
    """
    from matplotlib import rc_context
    from matplotlib.figure import Figure
    from matplotlib.layout_engine import ConstrainedLayoutEngine

    counts, none = apart(counts)
    names = [fit(count_label(value, by), 40) for value, _ in counts]
    numbers = [number for _, number in counts]
    if by in PERIODS:
        points = filled(counts, by, question.since, question.until)
        names, numbers = [period for period, _ in points], [number for _, number in points]
    elif len(names) > MOST_BARS:
        raise TooManyError(f"{len(names):,} bars")
    heading = printable(count_title(question, by))
    out = StringIO()
    with rc_context(_SETTINGS), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of letters that the fonts here lack: the viewer's fonts will do
        figure = Figure(facecolor="white", layout=ConstrainedLayoutEngine(w_pad=0.12, h_pad=0.12))
        axes = figure.add_subplot()
        if by in PERIODS:
            _over_time(figure, axes, names, numbers, chart)
        else:
            _by_value(figure, axes, names, numbers)
        note = in_all(total, question, unsaid) + (f"; {rest:,} more values are not shown" if rest else "")
        note += "".join(f"; {_in_words(list(none_told(number, total, by, left_open)))}" for _, number in none)
        _entitle(figure, axes, heading, note)
        figure.savefig(out, format="svg", metadata={"Date": None, "Creator": None, "Title": heading})
    listed = ", ".join(f"{name} {number:,}" for name, number in zip(names, numbers, strict=True) if number)
    return _described(out.getvalue(), f"{note}. {listed}.")


def _in_words(told: Sequence[tuple[str, str]]) -> str:
    """«left open: 12 of 40 (7 I, we or you; 5 nobody is written there)»"""
    (what, number), *reasons = told
    why = "; ".join(f"{count} {words}" for words, count in reasons)
    return f"{what}: {number}{f' ({why})' if why else ''}"


def _over_time(figure: Figure, axes: Axes, names: Sequence[str], numbers: Sequence[int], chart: Chart) -> None:
    from matplotlib.ticker import MaxNLocator

    places = list(range(len(names)))
    figure.set_size_inches(9, 4.5)
    if chart == "line":
        axes.plot(places, numbers, color=_FILL, linewidth=2, marker="o" if len(names) <= 62 else None, markersize=4)
    else:
        axes.bar(places, numbers, color=_FILL, width=0.8)
    step = max(1, -(-len(names) // 8))
    axes.set_xticks(places[::step], names[::step])
    axes.set_ylim(0, max(1, *numbers, 1) * 1.08)
    axes.yaxis.set_major_locator(MaxNLocator(integer=True))
    axes.grid(axis="y", color=_GRID)


def _by_value(figure: Figure, axes: Axes, names: Sequence[str], numbers: Sequence[int]) -> None:
    places = list(range(len(names)))
    figure.set_size_inches(9, 1.4 + 0.34 * max(1, len(names)))
    bars = axes.barh(places, numbers, color=_FILL, height=0.72)
    axes.bar_label(bars, labels=[f"{number:,}" for number in numbers], padding=4, color=_INK)
    axes.set_yticks(places, names)
    axes.invert_yaxis()
    axes.set_xlim(0, max(1, *numbers, 1) * 1.12)
    axes.set_xticks([])
    axes.spines["bottom"].set_visible(False)


def _entitle(figure: Figure, axes: Axes, heading: str, note: str) -> None:
    axes.set_axisbelow(True)
    axes.spines[["top", "right"]].set_visible(False)
    axes.tick_params(length=0)
    figure.suptitle("\n".join(textwrap.wrap(heading, 80)), x=0.01, ha="left", fontsize=13, fontweight="bold")
    figure.supxlabel("\n".join(textwrap.wrap(note, 110)), x=0.01, ha="left", fontsize=10)


def _described(drawn: str, description: str) -> str:
    """The picture with its description, so that it is one picture with words to those who hear it."""
    drawn = drawn[drawn.index("<svg") :].replace("<svg ", '<svg role="img" aria-labelledby="title desc" ', 1)
    drawn = drawn.replace("<title>", '<title id="title">', 1)
    drawn = drawn.replace(f"'{_FONT}'", f"'{_FONT}', Verdana, sans-serif")
    words = escape(printable(description), quote=False)
    drawn = drawn.replace("</title>", f'</title>\n <desc id="desc">{words}</desc>', 1)
    return _NO_XML.sub("\ufffd", drawn)
