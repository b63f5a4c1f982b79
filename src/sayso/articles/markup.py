"""Text of an HTML page -> its tree -> its blocks: the runs of words that a reader sees as paragraphs, in page order."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

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
_VOID = frozenset(("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"))
_BUTTON = re.compile(r"<(/?)button(?![\w:-])", re.I)
_TAG = re.compile(r"<(/?)([a-z][^\s/>]{0,30})[^<>]*?(/?)>", re.I)
DEEPEST_BUTTON = 100  # elements within each other in a button: no end tag is looked for beyond
_BORDERS = frozenset(("video", "audio", "iframe", "select", "textarea"))
_STRONG = frozenset(("b", "strong"))
MOST_AROUND = 10_000_000  # elements around all blocks, 8 bytes each: of half a million blocks, or of 5,000 of the deepest
LEAST_WORDS = 60  # of passages outside links: with fewer, a page has its text elsewhere
SHORTEST_PASSAGE = 11  # blanks
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
        tree = document_fromstring(_encoded(closing_buttons(text)), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError, AssertionError):
        return None
    _unframe_quotations(tree)
    return tree


def closing_buttons(text: str) -> str:
    """A page's text in which all that a button left open ends where the button does, as HTML has it and libxml2 does not.

    (HTML, 13.2.6.4.7: "button" is one of the end tags at which what is open is closed.) Else the rest of the page stands in it.

    >>> closing_buttons("<button><div>Menu<div></button><p>Rain.")
    '<button><div>Menu<div></div></div></button><p>Rain.'
    """
    pieces, at, begun = list[str](), 0, -1
    for tag in _BUTTON.finditer(text):
        if not tag[1]:
            begun = tag.end()
        elif begun >= 0:
            pieces += [text[at : tag.start()], *(f"</{name}>" for name in _left_open(text[begun : tag.start()]))]
            at, begun = tag.start(), -1
    return "".join([*pieces, text[at:]]) if pieces else text


def _left_open(words: str) -> list[str]:
    """The names of the elements that a piece of a page opens and does not close, the innermost first."""
    names: list[str] = []
    for tag in _TAG.finditer(words):
        name = tag[2].lower()
        if not tag[1] and not tag[3] and name not in _VOID:
            names.append(name)
        elif tag[1] and name in names[-DEEPEST_BUTTON:]:
            while names.pop() != name:
                pass
    return names[::-1]


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
    """The blocks of a tree in page order; scripts, forms' controls and pictures' code left out.

    What stands in noscript counts where hardly anything stands beside it. A tree is cut off behind the block that passes
    MOST_AROUND; ``are_cut`` tells so.

    >>> tree = parse("<h1>Rain</h1><p>It <b>rained</b>.<p>All day.")
    >>> [(block.tag, block.words) for block in blocks_of(tree)]
    [('h1', 'Rain'), ('p', 'It rained.'), ('p', 'All day.')]
    """
    blocks = _Walk(_SILENT).blocks(tree)
    if _running_words(blocks) < LEAST_WORDS and next(tree.iter("noscript"), None) is not None:
        shown = _Walk(_SILENT - {"noscript"}).blocks(tree)
        if _running_words(shown) >= LEAST_WORDS:
            return shown
    return blocks


def are_cut(blocks: Sequence[Block]) -> bool:
    """Whether blocks are not all of their tree."""
    return sum(len(block.context) for block in blocks) > MOST_AROUND


def _running_words(blocks: Iterable[Block]) -> int:
    passages = (block.words for block in blocks if block.linked * 2 < len(block.words))
    return sum(words.count(" ") + 1 for words in passages if words.count(" ") >= SHORTEST_PASSAGE)


class _Walk:
    """One pass over a tree, without recursion: a page may be nested two thousand deep."""

    def __init__(self, silent: frozenset[str]) -> None:
        self.silent = silent
        self.found: list[Block] = []
        self.around = 0
        self.pieces: list[str] = []
        self.linked = 0
        self.strong = 0
        self.breaks = 0
        self.links = 0
        self.strongs = 0
        self.path: list[HtmlElement] = []
        self.hidden: list[HtmlElement] = []

    def blocks(self, tree: HtmlElement) -> list[Block]:
        walk = etree.iterwalk(tree, events=("start", "end"))
        silent = self.silent
        for event, element in walk:
            tag = element.tag
            if event == "start":
                if tag in silent:
                    walk.skip_subtree()
                else:
                    self._enter(element, tag)
                continue
            if tag not in silent:
                self._leave(element, tag)
            elif tag in _BORDERS:
                self._flush()
            if words := element.tail:
                self._say(words)
            if self.around > MOST_AROUND:
                break
        return self.found

    def _enter(self, element: HtmlElement, tag: str) -> None:
        if tag in _INLINE:
            if tag == "a":
                self.links += 1
            elif tag in _STRONG:
                self.strongs += 1
        elif tag == "br":
            self.breaks += 1
            if self.breaks > 1:
                self._flush()
            else:
                self.pieces.append("\n")
            return
        else:
            if self.pieces:
                self._flush()
            self.path.append(element)
            if element.get("hidden") is not None or ((style := element.get("style")) and _HIDDEN.search(style)):
                self.hidden.append(element)
        if words := element.text:
            self._say(words)

    def _leave(self, element: HtmlElement, tag: str) -> None:
        if tag in _INLINE:
            if tag == "a":
                self.links -= 1
            elif tag in _STRONG:
                self.strongs -= 1
        elif tag != "br":
            if self.pieces:
                self._flush()
            self.path.pop()
            if self.hidden and self.hidden[-1] is element:
                self.hidden.pop()

    def _say(self, words: str) -> None:
        self.pieces.append(words)
        length = len(words.strip())
        if length:
            self.breaks = 0
            if self.links > 0:
                self.linked += length
            if self.strongs > 0:
                self.strong += length

    def _flush(self) -> None:
        words = clean("".join(self.pieces))
        if words and self.path:
            element, path = self.path[-1], tuple(self.path)
            self.around += len(path)
            self.found.append(
                Block(element, str(element.tag), words, self.linked, self.strong, len(path), bool(self.hidden), path)
            )
        self.pieces.clear()
        self.linked = self.strong = self.breaks = 0


def is_heading(block: Block) -> bool:
    """Whether a block stands in one of HTML's headings."""
    return block.tag in _HEADINGS
