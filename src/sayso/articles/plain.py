"""A text -> whether it is a page's HTML or a dump of a page, and else its Article: the blocks between empty lines."""

from __future__ import annotations

import re
from collections.abc import Sequence

from sayso.articles.composition import Facts, clean, compose
from sayso.articles.dumps import MACHINE, TITLE_TAIL, Line, is_stopped, lines_of, words_in
from sayso.articles.tongues import language_of
from sayso.record import Article, Page, ParagraphKind, Refusal

MARKDOWN_TYPES = ("text/markdown", "text/x-markdown")
MARKDOWN_ENDINGS = (".md", ".markdown", ".mdown", ".mkd")
_LOOK_FOR_MARKS = 50_000  # characters in which the marks are looked for
_HEADING = re.compile(r"^#{1,3} {1,3}\S", re.M)
_LINK = re.compile(r"!?\[[^\]\n]{0,500}\]\((?:https?:/|/|#)[^)\s]{1,2000}(?: \"[^\"\n]{0,500}\")?\)")
_LOOK = 200_000  # characters
FEW_LINES, TAGGED = 20, 0.1  # lines of a text, and the share of them with tags, above which tags make it HTML
_TAG = re.compile(
    r"</?(?:html|head|body|div|p|a|span|script|style|article|section|main|h[1-6]|li|ul|td|meta|link|br|img)\b[^<>]*>", re.I
)
SHORTEST_TITLE, LONGEST_TITLE = 20, 200  # characters
TITLE_WITHIN = 60  # lines
_GLUED_MENU = re.compile(r"(?:[A-ZÀ-Þ][a-zß-ÿ]{2,14}){4}")
_START = re.compile(r"\s*(?:<[a-z!?/])", re.I)


def is_markup(text: str) -> bool:
    """Whether a text is HTML: it starts with a tag, or has three of HTML's tags in its first 50,000 characters, and not all of
    them in a few of many lines, as where one value of a dump has tags in it.

    >>> is_markup("<p>Rain."), is_markup("Rain < sun > snow"), is_markup("Rain\\n" * 30 + "<p>Rain<br>and<br>sun</p>")
    (True, False, False)
    """
    if _START.match(text):
        return True
    look = text[:50_000]
    if len(_TAG.findall(look)) < 3:
        return False
    lines = [line for line in look.splitlines() if line.strip()]
    return len(lines) < FEW_LINES or sum(bool(_TAG.search(line)) for line in lines) > TAGGED * len(lines)


def is_markdown(text: str, page: Page) -> bool:
    """Whether a text is Markdown: by its name or type, or because a heading's mark and a link's stand in it.

    >>> is_markdown("# Rain\\n\\nIt [rained](https://a.example/).", Page("-", b"")), is_markdown("# 1 Rain", Page("-", b""))
    (True, False)
    """
    if page.media_type in MARKDOWN_TYPES or page.input.lower().removesuffix(".gz").endswith(MARKDOWN_ENDINGS):
        return True
    look = text[:_LOOK_FOR_MARKS]
    return _HEADING.search(look) is not None and _LINK.search(look) is not None


def is_dump(text: str) -> bool:
    """Whether a text is a page with its tags taken out, rather than prose: machine lines or menus stand between its sentences.

    >>> is_dump("https://port.example/a-b-c\\nRain\\n2031-03-14T09:20+0100\\nMenu\\nIt rained in Port Sel, the mayor said.")
    True
    >>> is_dump("Rain in Port Sel\\n\\nIt rained all day, the mayor said. Nobody minded.")
    False
    """
    lines = lines_of(text[:_LOOK])
    if len(lines) < 3:
        return False
    machine = sum(line.form in MACHINE or line.form == "mark" for line in lines)
    interface = sum(line.form == "interface" for line in lines)
    sentences = sum(line.form == "sentence" for line in lines)
    strong = sum(line.form in ("time", "selector", "type", "code") for line in lines)
    if strong >= 2 or ((machine >= 3 or (strong and machine + interface >= 2)) and machine + interface >= 0.08 * len(lines)):
        return True
    if interface >= 3 and interface + machine >= 0.05 * len(lines) and sentences >= 1:
        return True
    return _has_menu(lines) or _repeats_its_title(lines) or _is_glued(lines)


def _repeats_its_title(lines: Sequence[Line]) -> bool:
    """A first line that is a title, and a later one that begins with all of it, or with it but for the outlet's name."""
    first = next((line.text for line in lines[:3] if words_in(line.text) >= 3), "")
    if not SHORTEST_TITLE <= len(first) <= LONGEST_TITLE or is_stopped(first):
        return False
    title = max(TITLE_TAIL.split(first)[0].strip(), first[:SHORTEST_TITLE], key=len)
    return any(line.text.startswith(title) for line in lines[1:TITLE_WITHIN] if line.text is not first)


def _is_glued(lines: Sequence[Line]) -> bool:
    """Menus whose words run into each other: "HomeNewsSportWeather"."""
    return sum(len(_GLUED_MENU.findall(line.text[:2000])) for line in lines[:200]) >= 2


def _has_menu(lines: Sequence[Line]) -> bool:
    """Eight labels or more in a row, beside passages of twenty words; a poem has no such passages."""
    row = longest = 0
    for line in lines:
        label = line.form in ("phrase", "interface", "date") and words_in(line.text) <= 4 and line.text[-1] not in ".,;:!?—–-"
        row = row + 1 if label else 0
        longest = max(longest, row)
    return longest >= 8 and sum(line.form == "sentence" and words_in(line.text) >= 20 for line in lines) >= 2


def read_plain(text: str, page: Page) -> Article | Refusal:
    """An ordinary text file: a short first line is its headline, blocks between empty lines its paragraphs."""
    blocks = _plain_blocks(text)
    if not blocks:
        return Refusal(page.input, "empty", "No words stand in this text.")
    parts = parted([("body", block) for block in blocks])
    headline = parts[0][1] if parts[0][0] == "headline" else None
    language = language_of(" ".join(words for _, words in parts[:60]), None)
    return compose(parts, facts=Facts(url=page.url, headline=headline, language=language))


def parted(blocks: Sequence[tuple[ParagraphKind, str]]) -> list[tuple[ParagraphKind, str]]:
    """The blocks of a text with what each is: a short first one is the headline, others that stop nowhere are headings.

    >>> parted([("body", "Rain in Port Sel"), ("body", "It rained."), ("body", "The town"), ("body", "It is wet.")])
    [('headline', 'Rain in Port Sel'), ('body', 'It rained.'), ('heading', 'The town'), ('body', 'It is wet.')]
    """
    parts: list[tuple[ParagraphKind, str]] = []
    for index, (kind, block) in enumerate(blocks):
        short = words_in(block) <= 20 and not is_stopped(block) and block[-1] not in ',;:"”’»'
        more = index + 1 < len(blocks)
        if index == 0 and (short or kind == "heading") and more:
            parts.append(("headline", block))
        else:
            parts.append(("heading" if (short and more and index) or kind == "heading" else "body", block))
    return parts


def _plain_blocks(text: str) -> list[str]:
    """Paragraphs of a text: its blocks where empty lines part them and lines are wrapped, else its lines."""
    chunks = [[words for words in map(clean, chunk.splitlines()) if words] for chunk in re.split(r"\n[ \t\r]*\n", text)]
    chunks = [chunk for chunk in chunks if chunk]
    return [block for chunk in chunks for block in (_unwrapped(chunk) if len(chunk) > 1 else chunk)]


def _unwrapped(lines: Sequence[str]) -> list[str]:
    """Hard-wrapped lines as one paragraph; lines that are paragraphs of their own, as they are."""
    whole = sum(is_stopped(line) for line in lines)
    longest = max(map(len, lines))
    if longest <= 120 and whole * 2 <= len(lines) + 1:
        return [" ".join(lines)]
    return list(lines)
