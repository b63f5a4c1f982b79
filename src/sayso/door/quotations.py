"""A saying that was traced, quotations that were checked -> sequences that print, draw themselves, and become data frames."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html import escape
from typing import TYPE_CHECKING

from sayso.comparing import Asked, Check, Checked, Saying, Verdict, Witness
from sayso.record import Article
from sayso.results import WIDTH, Listed, frame

if TYPE_CHECKING:
    import pandas


class Traced(Listed[Witness]):
    """The texts that carry a saying, by time, the first one first; none where it was not found.

    ``saying`` has it all, with the same speaker's other sayings of these words (``saying.again``).
    """

    def __init__(self, saying: Saying, asked: Asked) -> None:
        """Hold a saying and what was asked."""
        super().__init__(saying.witnesses)
        self.saying, self.asked = saying, asked

    def rows(self) -> Iterator[Mapping[str, object]]:
        """The columns of ``sayso trace --format csv``, a row a text, those of ``saying.again`` last."""
        from sayso.formats import trace_cells

        return iter(trace_cells(self.saying))

    def to_pandas(self) -> pandas.DataFrame:
        """A data frame of the columns of ``sayso trace --format csv``."""
        from sayso.formats import TRACE_COLUMNS

        return frame(self.rows(), TRACE_COLUMNS)

    def __repr__(self) -> str:
        from sayso.formats import write_trace

        return "".join(write_trace(self.saying, self.asked, WIDTH)).rstrip("\n")

    def _repr_html_(self) -> str:
        from sayso.formats import write_trace_html

        return _framed("".join(write_trace_html(self.saying, self.asked)))


class Quotations(Listed[Checked]):
    """The quotations of a text in their order, each with its verdict; none where it quotes nothing.

    ``check`` has it all; ``article`` is the text that was checked, None where one quotation was.
    """

    def __init__(self, check: Check, article: Article | None = None) -> None:
        """Hold a check, and the text."""
        super().__init__(check.quotations)
        self.check, self.article = check, article

    def of(self, verdict: Verdict) -> tuple[Checked, ...]:
        """The quotations of a verdict: "verbatim", "altered", "other-speaker", "not-found"."""
        return tuple(one for one in self if one.verdict == verdict)

    def rows(self) -> Iterator[Mapping[str, object]]:
        """The columns of ``sayso check --format csv``, a row a quotation."""
        from sayso.formats import check_cells

        return iter(check_cells(self.check))

    def to_pandas(self) -> pandas.DataFrame:
        """A data frame of the columns of ``sayso check --format csv``."""
        from sayso.formats import CHECK_COLUMNS

        return frame(self.rows(), CHECK_COLUMNS)

    def __repr__(self) -> str:
        from sayso.formats import write_checks

        return "".join(write_checks([self.check], WIDTH)).rstrip("\n")

    def _repr_html_(self) -> str:
        from sayso.formats import CheckedText, write_checks_html

        return _framed("".join(write_checks_html([CheckedText(self.check, self.article)])))


def _framed(page: str) -> str:
    """A page in a frame of its own: what an article says stays in it."""
    return f'<iframe srcdoc="{escape(page)}" style="width:100%;height:36em;border:1px solid #ccc" sandbox></iframe>'
