"""A page's tree and blocks -> the names in the byline that a reader sees, below the headline or under the text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from lxml.html import HtmlElement

from sayso.articles.bylines import is_opened, is_opener, is_person, is_written_as_name, split_names
from sayso.articles.composition import clean
from sayso.articles.markup import Block, is_heading

FARTHEST = 400  # elements below the headline
MOST_CLASSED = 20
LONGEST_LINE = 150
BLOCKS_BELOW = 14  # below the headline: share buttons and a standfirst stand between it and the byline
LAST_LINES = 4  # an appeal for money and tags may stand below the signature
PASSAGE = 160  # characters; after two passages of this length the text has begun
_CAPITAL = re.compile(r"(?<=[a-z])([A-Z])")
_CLASSES = re.compile(
    r"(?:^|[\s_-])(?:by-?lines?|authors?|autor(?:en|es)?|auteurs?|writers?|penulis|journalists?|reporters?)(?:$|[\s_-])", re.I
)
_NAMED_IN_CLASS = re.compile(r"author-?_?-?name|byline-?_?-?name|name|(?:^|\s)fn(?:$|\s)", re.I)
_BESIDE = re.compile(r"caption|credit|photo|comment|related|teaser|foot", re.I)
_BESIDE_TAGS = frozenset(("figure", "figcaption", "aside", "nav", "footer", "form"))
_RIGHT = re.compile(r"text-align\s{0,3}:\s{0,3}(?:right|end)")
_DESK = re.compile(r"(?:-|\s)(?:Redaktion|Staff|Newsroom|Desk|Editors|Redacción|Redazione)$")
_SIGNED = re.compile(r"author|sign|byline|autor|right", re.I)


def names_on_page(tree: HtmlElement, headline: HtmlElement | None, blocks: Sequence[Block] = ()) -> list[str]:
    """The names in the byline: what the page marks as its author, a line below the headline that starts with "By", or what
    is classed as a byline there. Photographers, comments and other articles' authors are left out.
    """
    return _marked(tree) or _led(blocks, headline) or _classed(tree, headline)


def _marked(tree: HtmlElement) -> list[str]:
    """The names marked by rel=author or itemprop=author, where one or a few stand together."""
    found = tree.xpath("//a[contains(concat(' ', @rel, ' '), ' author ')] | //*[@itemprop='author']")
    if not 0 < len(found) <= 6:
        return []
    first = found[0]
    near = {first.getparent(), first.getparent().getparent() if first.getparent() is not None else None} - {None}
    together = [element for element in found if element is first or near & set(_up(element, 2))]
    if len(found) > 3 and len(together) < len(found):
        return []
    return _names(" | ".join(_words(element) for element in together))


def _led(blocks: Sequence[Block], headline: HtmlElement | None) -> list[str]:
    """The names of the first line below the headline that starts with "By", where all in it are written as names."""
    if headline is None:
        return []
    at = next((n for n, block in enumerate(blocks) if block.element is headline or headline in block.context), None)
    if at is None:
        return []
    passages = 0
    below = blocks[at + 1 : at + 1 + BLOCKS_BELOW]
    for number, block in enumerate(below):
        passages += len(block.words) >= PASSAGE
        if passages > 1:
            break
        words = block.words
        if is_opener(words) and number + 1 < len(below):
            words = f"{words.rstrip(' :')} {below[number + 1].words}"
        if len(words) <= LONGEST_LINE and any(is_opened(part) for part in re.split(r"\s*[|•·/]\s*", words)):
            names = split_names(words)
            if names and not _is_beside(block.element) and all(map(is_person, names)):
                return names
    return []


def _classed(tree: HtmlElement, headline: HtmlElement | None) -> list[str]:
    """The names in the first element below the headline that is classed as a byline and has any: all that it names."""
    since = 0 if headline is None else -1
    seen = 0
    for element in tree.iter():
        since = since + 1 if since >= 0 else 0 if element is headline else -1
        if since <= 0 or not isinstance(element.tag, str):
            continue
        if seen > MOST_CLASSED or since > FARTHEST:
            break
        if _CLASSES.search(_CAPITAL.sub(r"-\1", element.get("class") or "")) and not _is_beside(element):
            seen += 1
            if names := _names_inside(element):
                return names
    return []


def _names_inside(element: HtmlElement) -> list[str]:
    """The names in parts of a byline that are classed as names, else in its links, else in all of it."""
    inside = [part for part in element.iter("a", "span", "p", "div", "li") if part is not element]
    named = [part for part in inside if _NAMED_IN_CLASS.search(part.get("class") or "")]
    for parts in (named, [part for part in inside if part.tag == "a"]):
        words = [text for text in map(_words, parts[:8]) if 2 < len(text) <= LONGEST_LINE]
        names = [name for text in words for name in _names(text)]
        if names:
            return list(dict.fromkeys(names))
    whole = _joined(clean(str(text)) for text in element.itertext())
    return _names(whole) if 2 < len(whole) <= LONGEST_LINE else []


def _joined(texts: Iterable[str]) -> str:
    """An element's texts as one byline: those that may be names of their own are kept apart ("Ada Stone | Mirwen Wire")."""
    line = ""
    for text in filter(None, texts):
        apart = " | " if line and _names(line.rsplit(" | ", 1)[-1]) and _names(text) else " "
        line = f"{line}{apart}{text}" if line else text
    return line


def signed_by(blocks: Sequence[Block], kept: Sequence[int]) -> list[str]:
    """The names with which a text is signed: alone in one of its last lines or its first, and set apart from it.

    ``kept`` are the numbers of the blocks that are the body.
    """
    if not kept:
        return []
    for number in (*kept[: -LAST_LINES - 1 : -1], kept[-1] + 1, kept[0], kept[0] - 1):
        if 0 <= number < len(blocks) and _is_set_apart(blocks[number]):
            names = split_names(blocks[number].words)
            if names and (all(map(is_person, names)) or (len(names) == 1 and _DESK.search(names[0]))):
                return names
    return []


def _is_set_apart(block: Block) -> bool:
    """A short line without a stop that is bold, in italics, or on the right."""
    if not 3 < len(block.words) <= 60 or block.words[-1] in ".!?:" or block.linked:
        return False
    if is_heading(block) or block.tag == "li":
        return False
    element = block.element
    italic = sum(len(_words(part)) for part in element.iter("em", "i")) >= 0.9 * len(block.words)
    aligned = _RIGHT.search(element.get("style") or "") or _SIGNED.search(element.get("class") or "")
    return block.strong >= 0.9 * len(block.words) or italic or bool(aligned)


def _names(words: str) -> list[str]:
    return [name for name in split_names(words) if is_written_as_name(name)]


def _is_beside(element: HtmlElement) -> bool:
    """Whether an element stands in a picture's caption, a comment, or a box about another article."""
    return any(up.tag in _BESIDE_TAGS or _BESIDE.search(up.get("class") or "") for up in (element, *_up(element, 4)))


def _up(element: HtmlElement, steps: int) -> Iterator[HtmlElement]:
    for _, up in zip(range(steps), element.iterancestors(), strict=False):
        yield up


def _words(element: HtmlElement) -> str:
    return clean(" ".join(map(str, element.itertext())))
