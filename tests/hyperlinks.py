"""A page -> its links with their words, and the fields of its forms."""

from __future__ import annotations

from html.parser import HTMLParser


class Links(HTMLParser):
    """The links of a page with their words, and what its form sends."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.links: list[tuple[str, str, str]] = []  # address, rel, words
        self.fields: list[tuple[str, str]] = []
        self._open: tuple[str, str] | None = None
        self._words = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        held = {name: value or "" for name, value in attributes}
        if tag in ("a", "link") and "href" in held:
            self._open, self._words = (held["href"], held.get("rel", "")), ""
            if tag == "link":
                self.links.append((*self._open, ""))
        if tag in ("input", "select") and "name" in held:
            self.fields.append((held["name"], held.get("value", "")))

    def handle_data(self, data: str) -> None:
        self._words += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "a" and self._open:
            self.links.append((*self._open, " ".join(self._words.split())))
            self._open = None
