"""Readings -> one self-contained page: each article with its statements marked, a card for each, no script, nothing loaded.

A page of several begins with a list of them, so all are read before its first words are written; what is laid out waits in a
file without a name, in the system's folder for such, which is gone with the program.
"""

from __future__ import annotations

import itertools
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from typing import IO

from sayso import __version__
from sayso.controls import in_markup, one_line
from sayso.formats.facts import day, head
from sayso.formats.sections import section_of, template
from sayso.record import Reading, Refusal, input_name

IN_MEMORY = 8 * 1024 * 1024  # bytes of what is laid out, beyond which it waits in a file
PIECE, TOGETHER = 8_192, 20  # characters of what waits, and how many pieces of a page are handed out at once
LONGEST_TITLE = 90  # characters

Entry = dict[str, object]  # a line of the list: where it leads, and its words


def write_html(
    results: Iterable[Reading | Refusal], asked: str | None = None, notes: Sequence[str] = ()
) -> Iterator[str]:
    """One page for all results, in pieces. Raises EvidenceError where a span does not hold its words.

    ``asked`` is the id of a statement, an event or an undertaking at which the page opens; ``notes`` stand at its head.
    """
    with tempfile.SpooledTemporaryFile(IN_MEMORY, "w+", encoding="utf-8", newline="") as waiting:
        entries = [_lay_out(one, f"a{number}", waiting, asked, notes) for number, one in enumerate(results, 1)]
        waiting.seek(0)
        heading, title = _titles(entries)
        listed = entries if len(entries) > 1 else []
        page = template("readings.html.j2").stream(
            title=title, heading=heading, listed=listed, sections=_pieces(waiting), version=__version__
        )
        page.enable_buffering(TOGETHER)
        yield from (in_markup(piece) for piece in page)


def _lay_out(
    result: Reading | Refusal, key: str, waiting: IO[str], asked: str | None, notes: Sequence[str]
) -> Entry:
    """Write one result's part of the page to the file; its entry in the list."""
    laid = template("reading.html.j2")
    if isinstance(result, Refusal):
        name = input_name(result.input)
        waiting.write(in_markup(laid.render(section={"key": key, "refusal": result, "name": name})))
        return {"key": key, "headline": f"Not read: {name}", "facts": [result.reason], "read": False}
    section = {**section_of(result, key), "refusal": None, "asked": asked, "notes": notes}
    waiting.write(in_markup(laid.render(section=section)))
    article, statements = result.article, len(result.statements)
    counted = f"{statements:,} statement{'' if statements == 1 else 's'}"
    facts = [fact for fact in (article.outlet, day(article.published) if article.published else None, counted) if fact]
    return {"key": key, "headline": head(result).headline, "facts": facts, "read": True}


def _pieces(waiting: IO[str]) -> Iterator[str]:
    from markupsafe import Markup

    return (Markup(piece) for piece in iter(lambda: waiting.read(PIECE), ""))  # escaped, as it was laid out


def _titles(entries: list[Entry]) -> tuple[str, str]:
    """The heading of the list, and the page's title: "2 articles", "2 articles: Torvan tells Dauvent …; Who is winning …"."""
    read = [one for one in entries if one["read"]]
    if len(entries) == 1:
        return "", f"{_short(one_line(str(entries[0]['headline'])), LONGEST_TITLE)} · who said what"
    heading = f"{len(read) or 'No':,} article{'' if len(read) == 1 else 's'}" if read else "No articles"
    if left := len(entries) - len(read):
        heading += f", {left:,} not read"
    names = "; ".join(one_line(str(one["headline"])) for one in itertools.islice(read, 5))
    return heading, f"{heading}: {_short(names, LONGEST_TITLE)}" if names else heading


def _short(words: str, most: int) -> str:
    return words if len(words) <= most else f"{words[: most - 1].rpartition(' ')[0] or words[: most - 1]} …"
