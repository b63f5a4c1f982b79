"""Which of a page's headlines is its article's, and which others it has."""

import pytest

from sayso.articles.building import build_article
from sayso.articles.facts import facts_of
from sayso.articles.headlines import undressed
from sayso.articles.markup import blocks_of, parse
from sayso.record import Article, Page


def titles(head: str, body: str) -> tuple[str, ...]:
    tree = parse(f"<!doctype html><html lang=en><head>{head}</head><body>{body}</body></html>")
    assert tree is not None
    return facts_of(tree, "https://courier.example/quay", blocks_of(tree))[0].titles


def data(headline: str, kind: str = "NewsArticle") -> str:
    return f'<script type="application/ld+json">{{"@type": "{kind}", "headline": "{headline}"}}</script>'


def shared(title: str) -> str:
    return f'<meta property="og:title" content="{title}">'


@pytest.mark.parametrize(
    ("head", "body", "wanted"),
    [
        # what a reader sees goes before what is written for search and for sharing
        (
            "<title>Quay in Port Sel: all you need to know</title>" + shared("Port Sel and its quay: a guide"),
            "<h1>Port Sel closes its quay</h1>",
            ("Port Sel closes its quay", "Quay in Port Sel: all you need to know", "Port Sel and its quay: a guide"),
        ),
        # a logo is no headline, whether it is an h1, or the only one
        (
            "<title>Port Sel closes its quay - Valdrin Courier</title>",
            "<h1><a href='/'>Valdrin Courier</a></h1><h1>Port Sel closes its quay</h1>",
            ("Port Sel closes its quay",),
        ),
        (
            "<title>Port Sel closes its quay • Ada Stone</title>",
            "<h1>Ada Stone</h1><h2>Port Sel closes its quay</h2>",
            ("Port Sel closes its quay",),
        ),
        # nor is a box's heading that shares no words with what the page says of itself
        (
            "<title>Port Sel closes its quay</title>",
            "<h1>A message from our founder</h1><p>Port Sel closes its quay</p>",
            ("Port Sel closes its quay",),
        ),
        # a newsroom's own data where nothing else agrees with the h1; a plug-in's data copy the title for search
        (
            "<title>Port Sel closes its quay</title>" + data("Port Sel closes its quay"),
            "<h1>Quay closed +++ Dovrel: money will be found</h1>",
            ("Port Sel closes its quay",),
        ),
        (
            "<title>Port Sel closes its quay</title>" + data("Port Sel closes its quay", "BlogPosting"),
            "<h1>Why Port Sel closes its old quay</h1>",
            ("Why Port Sel closes its old quay", "Port Sel closes its quay"),
        ),
        # a kicker glued before, a day behind
        (data("Port Sel closes its quay"), "<h1>World : Port Sel closes its quay</h1>", ("Port Sel closes its quay",)),
        (
            shared("Port Sel closes its quay"),
            "<h1>Port Sel closes its quay Posted on 14 March 2031</h1>",
            ("Port Sel closes its quay",),
        ),
        (
            shared("Port Sel closes its quay"),
            "<h1>14 March 2031 Port Sel closes its quay</h1>",
            ("Port Sel closes its quay",),
        ),
        # an h1 that is the last step of the path to the page, while the page shows, and is shared by, another headline
        (
            "<title>Quay in Port Sel closed</title>"
            + shared("Port Sel closes its quay for two years")
            + data("Quay in Port Sel closed"),
            "<ol class=breadcrumb><li>World<li><h1>Quay in Port Sel closed</h1></ol>"
            "<article><h2>Port Sel closes its quay for two years</h2></article>",
            ("Port Sel closes its quay for two years", "Quay in Port Sel closed"),
        ),
        (
            "<title>Quay in Port Sel closed</title>" + shared("Port Sel closes its quay for two years"),
            "<article><h1>Quay in Port Sel closed</h1></article><aside><h3>Port Sel closes its quay for two years</h3></aside>",
            ("Quay in Port Sel closed", "Port Sel closes its quay for two years"),
        ),
        (shared("30 Years of &lt;br&gt; Tags"), "<h1>30 Years of &lt;br&gt; Tags</h1>", ("30 Years of <br> Tags",)),
        ("", "", ()),
    ],
)
def test_which_headline_is_the_articles(head: str, body: str, wanted: tuple[str, ...]) -> None:
    found = titles(head, body)
    assert found[:1] == wanted[:1]
    assert set(wanted) <= set(found)


def test_all_headlines_are_kept_each_wording_once() -> None:
    head = "<title>QUAY TO CLOSE | Courier</title>" + shared("Quay to close") + data("Port Sel's quay to close")
    page = f"<html lang=en><head>{head}</head><body><article><h1>Quay to close</h1>{PASSAGES}</article></body></html>"
    article = build_article(Page("quay.html", page.encode(), url="https://courier.example/quay"))
    assert isinstance(article, Article)
    assert article.titles == ("Quay to close", "Port Sel's quay to close")
    assert article.headline == article.titles[0]


PASSAGES = "".join(
    f"<p>It rained over Mirwen for the {day} day, and the mayor of the town said that the river would not rise any more, "
    "since the upper lake was still half empty and the sluices stood open.</p>"
    for day in ("first", "second", "third", "fourth", "fifth")
)


@pytest.mark.parametrize(
    ("title", "outlets", "others", "wanted"),
    [
        ("Rain falls | The Mirwen Post", ["Mirwen Post"], [], "Rain falls"),
        ("Rain falls | Weather", ["Mirwen Post"], [], "Rain falls | Weather"),
        ("Rain falls again - Weather - Post", [], ["Rain falls again"], "Rain falls again"),
        ("Rain falls", ["Rain"], [], "Rain falls"),
    ],
)
def test_the_outlets_name_is_no_part_of_a_title(title: str, outlets: list[str], others: list[str], wanted: str) -> None:
    assert undressed(title, outlets, others) == wanted
