"""A page of the site -> what tests ask of any: tags nest, ids are unique, headings go down by steps, no style inside."""

from __future__ import annotations

import re
from html.parser import HTMLParser

VOID = frozenset({"meta", "br", "link", "img", "input"})


class Markup(HTMLParser):
    """A page, checked as it is read. ``links`` are where its links lead, ``data`` what stands in its script elements."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.headings: list[int] = []
        self.labelled: set[str] = set()
        self.fields: list[str] = []
        self.data = self.words = ""
        self.feed(page)
        self.close()
        assert not self.open
        assert len(self.ids) == len(set(self.ids)), "an id stands twice"
        assert self.headings[:1] == [1], "the first heading is the page's"
        assert self.headings.count(1) == 1
        assert all(two - one < 2 for one, two in zip(self.headings, self.headings[1:], strict=False)), self.headings
        assert set(self.fields) <= self.labelled, "a field has no label"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag not in VOID:
            self.open.append(tag)
        assert not any(name.startswith("on") or name == "style" for name in values), (tag, values)
        assert tag not in ("style", "iframe", "img", "object")
        if tag == "script":
            assert values == {"type": "application/ld+json"}
        if "id" in values:
            self.ids.append(values["id"])
        if "href" in values:
            self.links.append(values["href"])
            if re.match(r"https?:", values["href"]):
                assert "noreferrer" in values.get("rel", ""), values
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))
        if tag == "label":
            self.labelled.add(values["for"])
        if tag in ("input", "select", "textarea"):
            self.fields.append(values["id"])

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, words: str) -> None:
        if self.open and self.open[-1] == "script":
            self.data += words
        elif self.open:
            self.words += words
