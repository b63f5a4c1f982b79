"""A page that was read as an article -> the refusal of it where it is none: its kind as the reason, and what to do."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from sayso.articles.composition import Facts
from sayso.articles.walls import wall_of
from sayso.record import Article, Page, Refusal

if TYPE_CHECKING:
    from sayso.articles.body import Body
    from sayso.articles.markup import Block
    from sayso.articles.page_kinds import Signs

_AS_TEXT = "If it is an article all the same, save its text to a file and give that."
SAYS = {
    "list-page": "is a list of other pages, as a home, a section's or an author's page is. Give the addresses of its articles, "
    f"or the site's feed or sitemap. {_AS_TEXT}",
    "shop-page": f"offers goods, and is no article. {_AS_TEXT}",
    "service-page": f"presents an offer, a service or a body, and is no article. {_AS_TEXT}",
    "manual-page": f"is a manual or a work of reference, and no article. {_AS_TEXT}",
    "bot-check": "asks whether a person is there, in the article's place. Open it in a browser and save the page; "
    "of a site with many pages, ask with a longer --delay.",
    "not-found-page": "says that there is no such page. Look whether the address is right, or for a capture in a web archive.",
    "consent-page": "asks for consent to cookies, in the article's place. Open it in a browser, answer it, and save the page.",
    "login-page": "asks to log in or to subscribe, in the article's place. Save the page from a browser that is logged in.",
    "needs-scripts": "has its text only where its scripts run. Open it in a browser and save the page.",
    "robots-txt": "is a robots.txt: what a site asks of crawlers. Give the addresses of its pages.",
}
_ROBOTS = re.compile(r"^[ \t]{0,20}(?:user-agent|disallow|allow|crawl-delay|sitemap)[ \t]{0,20}:", re.I | re.M)
_REMARK = re.compile(r"^[ \t]{0,20}#.*$", re.M)
LOOK = 50_000  # characters of a text that are looked at
SHORTEST_LINE = 6  # words of a page's lines that a wall may say


def other_than_article(page: Page, signs: Signs, blocks: Sequence[Block], facts: Facts, body: Body) -> Refusal | None:
    """The refusal of an HTML page that is no article; None where it is one, or where no kind of page has its signs.

    A page that comes as an article (a letter's HTML, which often is a list of others; a headline and a day from a record of
    JSON) is one, unless it is a wall.
    """
    from sayso.articles.markup import is_heading  # here: a text needs neither lxml nor numpy
    from sayso.articles.page_kinds import LEAST_ODDS, kind_of_page

    passages = [words for _, words in body.parts]
    headings = [block.words for block in blocks if is_heading(block)]
    shown = [block.words for block in blocks if block.linked * 2 < len(block.words) and not is_heading(block)]
    wall = wall_of(
        signs.title, headings, [*passages, *_lines(shown, passages)] if passages else shown, facts.published is not None
    )
    if wall is not None:
        return refusal(page, wall)
    known = page.given is not None and (page.given.first or (page.given.headline and page.given.published))
    if known or not passages:
        return None
    kind, odds = kind_of_page(signs, blocks, facts, body)
    return refusal(page, kind) if odds > LEAST_ODDS else None


def _lines(shown: Sequence[str], passages: Sequence[str]) -> list[str]:
    """What a page with a body shows beside it that is too short for a passage, as "Ray ID: 8a1b2c" is."""
    own = frozenset(passages)
    return [words for words in shown if words not in own and len(words.split()) < SHORTEST_LINE]


def none_in_text(page: Page, text: str, article: Article) -> Refusal | None:
    """The refusal of a text that is a robots.txt, or of a text or a dump that says what a wall says; None for any other."""
    lines = [line for line in _REMARK.sub("", text[:LOOK]).splitlines() if line.strip()]
    rules = len(_ROBOTS.findall(text[:LOOK]))
    if rules > 1 and rules * 5 >= len(lines) * 4:
        return refusal(page, "robots-txt")
    said = [(part.kind, article.text[part.start : part.end]) for part in article.paragraphs]
    headings = [words for kind, words in said if kind in ("headline", "heading")]
    passages = [words for kind, words in said if kind not in ("headline", "heading")]
    wall = wall_of(article.headline or "", headings, passages, article.published is not None)
    return refusal(page, wall) if wall is not None else None


def refusal(page: Page, kind: str) -> Refusal:
    """The refusal of a page by its kind, one of SAYS."""
    return Refusal(page.input, kind, f"{page.input} {SAYS[kind]}")
