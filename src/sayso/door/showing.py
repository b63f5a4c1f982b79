"""What a store keeps at a key -> what a session prints and draws; what goes with a removal -> the same."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from html import escape
from typing import Any

from sayso.record import Statement
from sayso.results import WIDTH, Listed
from sayso.store import Leaving, Loss, Shown, Version


class Showing:
    """A statement in its article, or an article; ``shown`` has it all. ``context`` are paragraphs around it, None for all."""

    def __init__(self, shown: Shown, context: int | None = 1) -> None:
        """Hold what is kept, and how much of it is printed."""
        self.shown, self.context = shown, context

    @property
    def statement(self) -> Statement | None:
        """The statement; None of an article, and where it is there no more."""
        return self.shown.hit.statement if self.shown.hit else None

    @property
    def version(self) -> Version:
        """The version in which it stands, with its reading."""
        return self.shown.version

    def to_json(self) -> dict[str, Any]:
        """The object of ``sayso show --format json``."""
        from json import loads

        from sayso.formats import write_shown_json

        held: dict[str, Any] = loads("".join(write_shown_json(self.shown, self.context)))
        return held

    def to_html(self) -> str:
        """The article's page, opened at the statement."""
        from sayso.formats import write_shown_html

        return "".join(write_shown_html(self.shown))

    def __repr__(self) -> str:
        from sayso.formats import write_shown

        return "".join(write_shown(self.shown, self.context, WIDTH)).rstrip("\n")

    def _repr_html_(self) -> str:
        page = escape(self.to_html())
        return f'<iframe srcdoc="{page}" style="width:100%;height:36em;border:1px solid #ccc" sandbox></iframe>'


class Losses(Listed[Leaving]):
    """The articles that a removal takes out; ``loss`` has what goes with them."""

    def __init__(self, loss: Loss) -> None:
        """Hold what goes."""
        super().__init__(loss.articles)
        self.loss = loss

    def rows(self) -> Iterator[Mapping[str, object]]:
        """A row an article: the fields of ``Leaving``."""
        return (asdict(one) for one in self)

    def __repr__(self) -> str:
        from sayso.formats import write_loss

        return "".join(write_loss(self.loss, WIDTH)).rstrip("\n")
