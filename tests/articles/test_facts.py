"""Facts of a page: the most specific statement wins, and what is not said stays None."""

import json

import pytest

from sayso.articles.composition import Facts
from sayso.articles.facts import facts_of
from sayso.articles.markup import blocks_of, parse


def read(head: str = "", body: str = "", attributes: str = "", url: str | None = None) -> Facts:
    tree = parse(f"<!doctype html><html {attributes}><head>{head}</head><body>{body}</body></html>")
    assert tree is not None
    return facts_of(tree, url, blocks_of(tree))[0]


def linked(*nodes: object) -> str:
    return f'<script type="application/ld+json">{json.dumps(nodes[0] if len(nodes) == 1 else nodes)}</script>'


def meta(**contents: str) -> str:
    return "".join(f'<meta property="{name.replace("__", ":")}" content="{words}">' for name, words in contents.items())


NEWS = {
    "@type": "NewsArticle",
    "headline": "Bridge closed in Mirwen",
    "datePublished": "2026-11-24T07:05:00+02:00",
    "dateModified": "2026-11-24T09:00:00+02:00",
    "author": {"@type": "Person", "name": "Ada Stone"},
    "publisher": {"@type": "Organization", "name": "The Mirwen Post"},
    "description": "The council met before dawn.",
    "articleSection": "Valley",
    "inLanguage": "en-GB",
    "image": {"@type": "ImageObject", "url": "/bridge.jpg"},
    "mainEntityOfPage": {"@id": "https://mirwenpost.example/bridge"},
}


def test_everything_from_one_node() -> None:
    assert read(linked(NEWS)) == Facts(
        url="https://mirwenpost.example/bridge",
        outlet="The Mirwen Post",
        headline="Bridge closed in Mirwen",
        standfirst="The council met before dawn.",
        authors=("Ada Stone",),
        published="2026-11-24T07:05:00+02:00",
        updated="2026-11-24T09:00:00+02:00",
        section="Valley",
        language="en",
        images=("https://mirwenpost.example/bridge.jpg",),
        titles=("Bridge closed in Mirwen",),
    )


def test_a_page_that_says_nothing() -> None:
    assert read(body="<p>Rain</p>") == Facts()


@pytest.mark.parametrize(
    "script",
    [
        linked({"@graph": [{"@type": "WebSite", "name": "Post"}, NEWS]}),
        linked([{"@type": "BreadcrumbList"}, NEWS]),
        linked({**NEWS, "@type": ["NewsArticle", "ReportageNewsArticle"]}),
        linked({**NEWS, "@type": "http://schema.org/NewsArticle"}),
        linked({"@type": "WebPage", "mainEntity": NEWS}),
        linked(NEWS, {"@type": "BlogPosting", "headline": "Bridge closed in Mirwen", "author": "someone-else"}),
        linked({**NEWS, "author": {"@id": "#ada"}}, {"@type": "Person", "@id": "#ada", "name": "Ada Stone"}),
        linked(NEWS).replace("}}<", "},}<").replace('"Bridge', '\n"Bridge'),  # trailing comma
        linked(NEWS).replace("closed in", "closed\n in"),  # a line end inside a string
        linked(NEWS).replace(">{", "><!--{").replace("}<", "}--><"),
        '<script type="application/ld+json">{broken</script>' + linked(NEWS),
    ],
)
def test_forms_of_linked_data(script: str) -> None:
    facts = read(script)
    assert (facts.headline, facts.authors) == ("Bridge closed in Mirwen", ("Ada Stone",))
    assert facts.published == "2026-11-24T07:05:00+02:00"


def test_a_teaser_beside_the_article_gives_no_facts() -> None:
    teaser = {**NEWS, "headline": "Ferry strike enters its third day", "author": "Bo Reed"}
    facts = read("<title>Bridge closed in Mirwen</title>" + linked(teaser, NEWS))
    assert facts.headline == "Bridge closed in Mirwen" and facts.authors == ("Ada Stone",)


def test_microdata() -> None:
    facts = read(
        body='<div itemscope itemtype="https://schema.org/NewsArticle"><h1 itemprop="headline">Bridge closed</h1>'
        '<span itemprop="author" itemscope itemtype="https://schema.org/Person"><b itemprop="name">Ada Stone</b></span>'
        '<time itemprop="datePublished" datetime="2026-11-24T07:05:00+02:00">today</time></div>'
    )
    assert (facts.headline, facts.authors, facts.published) == ("Bridge closed", ("Ada Stone",), "2026-11-24T07:05:00+02:00")


@pytest.mark.parametrize(
    ("head", "body", "wanted"),
    [
        (
            meta(og__title="Bridge closed | The Mirwen Post", og__site_name="The Mirwen Post"),
            "",
            "Bridge closed",
        ),  # the outlet's name
        (meta(og__title="Bridge closed - Valley | Post"), "<h1>Bridge closed</h1>", "Bridge closed"),  # whatever follows the h1
        (
            meta(og__title="Bridge closed – and nobody knows why"),
            "<h1>Bridge is shut</h1>",
            "Bridge closed – and nobody knows why",
        ),
        (
            "<title>Bridge closed - mirwenpost</title><link rel=canonical href='https://www.mirwenpost.example/1'>",
            "",
            "Bridge closed",
        ),
        (linked({**NEWS, "headline": "Ada &amp; Bo&#8217;s <em>bridge</em>"}), "", "Ada & Bo’s bridge"),  # entities inside JSON
        ("", "<h1>Bridge <span>closed</span></h1>", "Bridge closed"),
    ],
)
def test_headline(head: str, body: str, wanted: str) -> None:
    assert read(head, body).headline == wanted


@pytest.mark.parametrize(
    ("head", "body", "wanted"),
    [
        (meta(article__published_time="2026-11-24T07:05:00Z"), "", "2026-11-24T07:05:00+00:00"),
        ('<meta name="DC.date.issued" content="2026-11-24">', "", "2026-11-24"),
        # a day and, elsewhere, the clock
        (
            linked({**NEWS, "datePublished": "2026-11-24"}) + meta(article__published_time="2026-11-24T07:05:00Z"),
            "",
            "2026-11-24T07:05:00+00:00",
        ),
        # a local clock without its offset, or passed off as UTC
        (
            linked({**NEWS, "datePublished": "2026-11-24T07:05:00"}) + meta(pubdate="2026-11-24T07:05:00+02:00"),
            "",
            "2026-11-24T07:05:00+02:00",
        ),
        (meta(article__published_time="2026-11-24T07:05:00Z", date="2026-11-24T07:05+02:00"), "", "2026-11-24T07:05:00+02:00"),
        ("", '<time datetime="2026-11-24T07:05:00+02:00">24 Nov</time>', "2026-11-24T07:05:00+02:00"),
        ("", '<span class="pub-date">24.11.2026, 07:05</span>', "2026-11-24T07:05:00"),
        ("", '<div class="publish-date">Published 7:05 AM EST Nov 24, 2026</div>', "2026-11-24T07:05:00-05:00"),  # within words
        ("", '<span class="date">Publié le 24 novembre 2026 à 07h05</span>', "2026-11-24T07:05:00"),  # another language's month
        ("", '<span class="date">Вторник, 24 ноября 2026</span>', "2026-11-24"),
        (meta(article__published_time="yesterday"), "", None),
    ],
)
def test_published(head: str, body: str, wanted: str | None) -> None:
    assert read(head, body).published == wanted


@pytest.mark.parametrize(
    ("language", "wanted"),
    [
        *((code, None) for code in ("en", "en-US", "", "es-US", "fr-CA", "tl-PH", "ja", "zh-Hans")),
        *((code, "2031-04-03") for code in ("en-GB", "en_AU", "fr", "fr-FR", "de-AT", "pt-BR")),
    ],
)
def test_a_day_in_slashes_is_read_where_its_order_is_known(language: str, wanted: str | None) -> None:
    for body in ('<span class="date">03/04/2031</span>', '<time datetime="03/04/2031">a day</time>'):
        assert read("", body, attributes=f'lang="{language}"').published == wanted, body
    assert read(meta(pubdate="03/04/2031"), attributes=f'lang="{language}"').published == wanted


@pytest.mark.parametrize(
    ("updated", "wanted"),
    [
        ("2026-11-24T06:00:00+01:00", "2026-11-24T06:00:00+01:00"),  # the same moment
        ("2026-11-24T07:00:00+02:00", "2026-11-24T07:00:00+02:00"),  # later by the clock, the same moment again
        ("2026-11-24T06:59:00+02:00", None),  # before it appeared
        ("2026-11-24T01:00:00", "2026-11-24T01:00:00"),  # no offset: it cannot be told
    ],
)
def test_no_change_lies_before_the_first_appearance(updated: str, wanted: str | None) -> None:
    assert read(linked({**NEWS, "datePublished": "2026-11-24T05:00:00Z", "dateModified": updated})).updated == wanted


@pytest.mark.parametrize(
    ("head", "body", "wanted"),
    [
        ('<meta name="author" content="Ada Stone">', "", ("Ada Stone",)),
        (
            meta(article__author="https://pages.example/ada") + '<meta name="dc.creator" content="Ada Stone">',
            "",
            ("Ada Stone",),
        ),
        # the outlet is no author where a person is named
        (
            linked({**NEWS, "author": {"@type": "Organization", "name": "The Mirwen Post"}}),
            "<h1>Bridge</h1><p>By Ada Stone</p>",
            ("Ada Stone",),
        ),
        (linked({**NEWS, "author": {"@type": "Organization", "name": "The Mirwen Post"}}), "", ("The Mirwen Post",)),
        ('<meta name="author" content="admin">', "", ()),
    ],
)
def test_authors(head: str, body: str, wanted: tuple[str, ...]) -> None:
    assert read(head, body).authors == wanted


@pytest.mark.parametrize(
    ("attributes", "head", "wanted"),
    [
        ('lang="de-AT"', "", "de"),
        ('xml:lang="fr"', "", "fr"),
        ("", meta(og__locale="en_GB"), "en"),
        ('lang=""', linked({**NEWS, "inLanguage": {"@type": "Language", "name": "en"}}), "en"),
        ("", "", None),
    ],
)
def test_language(attributes: str, head: str, wanted: str | None) -> None:
    assert read(head, attributes=attributes).language == wanted


def test_the_address_given_is_kept() -> None:
    facts = read('<link rel="canonical" href="https://mirwenpost.example/other">', url="https://mirwenpost.example/bridge")
    assert facts.url == "https://mirwenpost.example/bridge" and facts.outlet == "mirwenpost.example"


@pytest.mark.parametrize(
    "node", [None, 7, [], {}, {"@type": None}, {"@type": "NewsArticle", "headline": {}, "author": [[[]]], "image": [7, {}]}]
)
def test_odd_linked_data_says_nothing(node: object) -> None:
    assert read(linked(node)) == Facts()
