"""Lines of a table, as its CSV has them -> an Excel workbook: text stays text, numbers are numbers, in constant memory.

Nothing in it runs: a cell that begins with "=" is the words, an address is no link. By XlsxWriter.
"""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from sayso.formats.answers import utf8
from sayso.formats.csv import Row

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

MOST_ROWS = 1_048_576  # of a sheet, with its header, and UTF-16 units of a cell: what Excel opens
MOST_UNITS = 32_767
_WIDE = ("content", "what", "words", "headline", "quoted", "excerpt", "claim")  # columns of sentences, 60 characters wide
_WIDTHS = (10, 24, 60)
_NO_DAY = datetime(1980, 1, 1)  # when it was made, as its ZIP has it: the same rows make the same bytes


class CellError(ValueError):
    """A cell that no spreadsheet holds whole."""


class Sheets:
    """Rows on their way into a workbook; where a sheet is full, they go on in the next one, under the same header."""

    def __init__(self, book: Workbook, title: str) -> None:
        """Write into this workbook, into sheets of this title."""
        self._book, self._title = book, title
        self._header: tuple[object, ...] = ()
        self._bold, self._plain = book.add_format({"bold": True}), book.add_format()
        self._sheet: Worksheet | None = None
        self._row = self._sheets = 0
        self._name = title

    def write(self, line: str) -> int:
        """Add a row: a line of CSV that knows its cells; the first is the header. Raises CellError for a cell too long."""
        assert isinstance(line, Row), "only rows of a table go into a workbook"
        if self._sheet is None or self._row == MOST_ROWS:
            self._header = self._header or line.cells
            self._begin()
            if line.cells is self._header:
                return len(line)
        self._cells(line.cells)
        return len(line)

    def writelines(self, lines: Iterable[str]) -> None:
        """Add rows, one after the other."""
        for line in lines:
            self.write(line)

    def isatty(self) -> bool:
        """Whether a person sees it being written: nobody does."""
        return False

    def _begin(self) -> None:
        self._sheets += 1
        self._name = f"{self._title} {self._sheets}" if self._sheets > 1 else self._title
        self._sheet = self._book.add_worksheet(self._name)
        for column, name in enumerate(map(str, self._header)):
            wide = 2 if name in _WIDE else 1 if name in ("key", "address", "url", "speaker", "relay", "who", "parties") else 0
            self._sheet.set_column(column, column, _WIDTHS[wide])
        self._sheet.freeze_panes(1, 0)
        self._row = 0
        self._cells(self._header)

    def _cells(self, cells: Iterable[object]) -> None:
        assert self._sheet is not None
        for column, cell in enumerate(cells):
            if isinstance(cell, (int, float)):
                self._sheet.write_number(self._row, column, cell)
            elif cell is not None and cell != "":
                self._words(column, _writable(str(cell)))
        self._row += 1

    def _words(self, column: int, words: str) -> None:
        assert self._sheet is not None
        units = len(words.encode("utf-16-le")) // 2
        if units > MOST_UNITS:
            where = f"row {self._row + 1} of {self._name} has {units:,} characters in {self._header[column]}"
            raise CellError(f"{where}, and a cell of a spreadsheet holds {MOST_UNITS:,}: csv and jsonl hold it whole")
        if words.startswith("<r>") and words.endswith("</r>"):  # which XlsxWriter would take for its own marks
            self._sheet.write_rich_string(self._row, column, words[0], self._plain, words[1:])
        else:
            self._sheet.write_string(self._row, column, words, None if self._row else self._bold)


def _writable(words: str) -> str:
    """The words without what XML has no place for: two code points that are no characters, and half surrogates."""
    return utf8(words).replace("\ufffe", "\ufffd").replace("\uffff", "\ufffd")


@contextlib.contextmanager
def sheets(path: Path, title: str = "sayso") -> Iterator[Sheets]:
    """A workbook that is written to ``path`` at the end, unless something went wrong. Raises OSError, and CellError.

    Rows wait in a folder of their own among the machine's temporary ones, which goes at the end, however it ends.
    """
    from xlsxwriter import Workbook
    from xlsxwriter.exceptions import FileCreateError

    with tempfile.TemporaryDirectory(prefix="sayso-", ignore_cleanup_errors=True) as waiting:
        book = Workbook(str(path), {"constant_memory": True, "tmpdir": waiting, "strings_to_urls": False})
        book.set_properties({"created": _NO_DAY})
        try:
            yield Sheets(book, title)
            book.close()
        except FileCreateError as error:
            raise (error.__context__ if isinstance(error.__context__, OSError) else OSError(str(error))) from error
        finally:
            for sheet in book.worksheets():
                sheet.row_data_fh.close()  # the rows that wait, where something went wrong


def write_xlsx(lines: Iterable[str], path: Path, title: str) -> None:
    """Write the lines of a table, header first, as a workbook of this one table. Raises as ``sheets``."""
    with sheets(path, title) as out:
        out.writelines(lines)
