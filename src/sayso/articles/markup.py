"""Text of an HTML page -> its tree -> its blocks: the runs of words that a reader sees as paragraphs, in page order."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice

from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from sayso.articles.composition import clean

_SILENT = frozenset(
    [
        "script",
        "style",
        "noscript",
        "template",
        "svg",
        "math",
        "iframe",
        "object",
        "embed",
        "canvas",
        "audio",
        "video",
        "map",
        "head",
        "title",
        "link",
        "meta",
        "button",
        "select",
        "option",
        "optgroup",
        "textarea",
        "input",
        "datalist",
        "dialog",
    ]
)
_INLINE = frozenset(
    [
        "a",
        "abbr",
        "acronym",
        "b",
        "bdi",
        "bdo",
        "big",
        "cite",
        "code",
        "data",
        "del",
        "dfn",
        "em",
        "font",
        "i",
        "ins",
        "kbd",
        "label",
        "mark",
        "q",
        "rp",
        "rt",
        "ruby",
        "s",
        "samp",
        "small",
        "span",
        "strike",
        "strong",
        "sub",
        "sup",
        "time",
        "tt",
        "u",
        "var",
        "wbr",
        "nobr",
        "strong-",
    ]
)
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_SHOWN = frozenset(
    ("img", "picture", "video", "audio", "iframe", "object", "embed", "canvas", "svg", "table", "amp-img", "amp-video")
)
MOST_BLOCKS = 5_000  # of a page: each knows all that is around it, which may be two thousand elements
_EMBEDDED = re.compile(r"embed|tweet|twitter|instagram|tiktok|facebook|reddit|bluesky|mastodon|threads", re.I)
_HIDDEN = re.compile(r"display\s{0,3}:\s{0,3}none|visibility\s{0,3}:\s{0,3}hidden", re.I)


@dataclass(slots=True)
class Block:
    """A run of words between two block-level borders. ``linked`` is the length of its words that stand in links."""

    element: HtmlElement
    tag: str
    words: str
    linked: int
    strong: int
    depth: int
    hidden: bool
    context: tuple[HtmlElement, ...] = field(repr=False)


class _Attributes:
    """The most attributes of one tag among the tags that libxml2 finds, counted as it reads, without a tree."""

    def __init__(self) -> None:
        self.most = 0

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        self.most = max(self.most, len(attributes))

    def close(self) -> None:
        """Called at the end, as lxml asks for it."""


def most_attributes(text: str) -> int:
    """How many attributes the tag has that has most of them, in 1 ms per 100 kB.

    To be asked before ``parse``: there libxml2 walks over all that a tag has for each one more, so that 88,000 of them, in
    0.8 MB, took 95 s. Its own reading is the only sure count: what is a tag, a quoted ">" or a script is for it to say.
    """
    counted = _Attributes()
    parser = HTMLParser(target=counted, encoding="utf-8", huge_tree=True)  # type: ignore[arg-type]  # stubs want all methods
    with contextlib.suppress(etree.LxmlError):  # no tag at all
        etree.fromstring(_encoded(text), parser)
    return counted.most


def parse(text: str) -> HtmlElement | None:
    """The tree of a page's text, or None where there is nothing in it. Depth beyond 2,048 elements is cut off by libxml2."""
    parser = HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    try:
        tree = document_fromstring(_encoded(text), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError, AssertionError):
        return None
    _unframe_quotations(tree)
    return tree


def _encoded(text: str) -> bytes:
    return text.replace("\x00", "").encode("utf-8", "replace")


def _unframe_quotations(tree: HtmlElement) -> None:
    """A figure that holds one block quotation and no picture is that quotation, and its caption tells who said it.

    HTML's standard has it so, 4.4.13 "The figcaption element" and 4.4.4 "The blockquote element". Embedded posts are written in
    the same way, but name themselves; and where there are words beside the two, the caption may be of all of it.
    """
    seen = set[HtmlElement]()
    for quotation in list(tree.iter("blockquote")):
        figure = next(quotation.iterancestors("figure"), None)
        if figure is None or figure in seen:
            continue
        seen.add(figure)
        captions: list[HtmlElement] = []
        for element in figure.iter():
            if element.tag in _SHOWN or (element.tag in ("figure", "blockquote") and element not in (figure, quotation)):
                break
            if _EMBEDDED.search(element.get("class") or ""):
                break
            if element.tag == "figcaption":
                captions.append(element)
        else:
            if len(captions) > 1 or set(captions).intersection(quotation.iterancestors()):
                continue
            if _letters_in(figure) == sum(map(_letters_in, [quotation, *captions])):
                figure.tag = "div"
                for caption in captions:
                    caption.tag = "p"
                    quotation.append(caption)


def _letters_in(element: HtmlElement) -> int:
    return sum(len(words) for text in element.itertext() for words in text.split())


def blocks_of(tree: HtmlElement) -> list[Block]:
    """The first MOST_BLOCKS blocks of a tree in page order; scripts, forms' controls and pictures' code left out.

    >>> tree = parse("<h1>Rain</h1><p>It <b>rained</b>.<p>All day.")
    >>> [(block.tag, block.words) for block in blocks_of(tree)]
    [('h1', 'Rain'), ('p', 'It rained.'), ('p', 'All day.')]
    """
    return list(islice((block for block in _Walk().blocks(tree) if block.words), MOST_BLOCKS))


class _Walk:
    """One pass over a tree, without recursion: a page may be nested two thousand deep."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.linked = 0
        self.strong = 0
        self.breaks = 0
        self.links = 0
        self.strongs = 0
        self.path: list[HtmlElement] = []
        self.hidden: list[HtmlElement] = []

    def blocks(self, tree: HtmlElement) -> Iterator[Block]:
        walk = etree.iterwalk(tree, events=("start", "end"))
        for event, element in walk:
            tag = element.tag
            if event == "start":
                if tag in _SILENT:
                    walk.skip_subtree()
                    continue
                yield from self._enter(element, tag)
            else:
                if tag not in _SILENT:
                    yield from self._leave(element, tag)
                elif tag in ("video", "audio", "iframe", "select", "textarea"):
                    yield from self._flush()
                self._say(element.tail)

    def _enter(self, element: HtmlElement, tag: str) -> Iterator[Block]:
        if tag == "br":
            self.breaks += 1
            if self.breaks > 1:
                yield from self._flush()
            else:
                self.pieces.append("\n")
            return
        if tag in _INLINE:
            self.links += tag == "a"
            self.strongs += tag in ("b", "strong")
        else:
            yield from self._flush()
            self.path.append(element)
            if element.get("hidden") is not None or _HIDDEN.search(element.get("style") or ""):
                self.hidden.append(element)
        self._say(element.text)

    def _leave(self, element: HtmlElement, tag: str) -> Iterator[Block]:
        if tag == "br":
            return
        if tag in _INLINE:
            self.links -= tag == "a"
            self.strongs -= tag in ("b", "strong")
            return
        yield from self._flush()
        self.path.pop()
        if self.hidden and self.hidden[-1] is element:
            self.hidden.pop()

    def _say(self, words: str | None) -> None:
        if not words:
            return
        self.pieces.append(words)
        length = len(words.strip())
        if length:
            self.breaks = 0
            self.linked += length if self.links > 0 else 0
            self.strong += length if self.strongs > 0 else 0

    def _flush(self) -> Iterator[Block]:
        words = clean("".join(self.pieces)) if self.pieces else ""
        if words and self.path:
            element = self.path[-1]
            yield Block(
                element, str(element.tag), words, self.linked, self.strong, len(self.path), bool(self.hidden), tuple(self.path)
            )
        self.pieces.clear()
        self.linked = self.strong = self.breaks = 0


def is_heading(block: Block) -> bool:
    """Whether a block stands in one of HTML's headings."""
    return block.tag in _HEADINGS
