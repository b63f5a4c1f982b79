"""Pages become articles: the right paragraphs with their kinds, once each; any bytes give an article or a refusal."""

import json
import time
from collections.abc import Callable

import pytest
from growth import assert_grows_with
from hypothesis import given, settings, strategies as st

from sayso.articles.building import MOST_ATTRIBUTES, build_article
from sayso.articles.markup import blocks_of, most_attributes, parse
from sayso.record import Article, Page, Refusal

HEADLINE = "Mirwen closes its old bridge until the river falls"
LEAD = "Engineers found two cracks on Sunday night, and the council met before dawn."
BODY = [
    "The council of Mirwen has closed the old bridge over the Tarn to all traffic after engineers found cracks in two arches.",
    "“Nobody will cross until I have seen the piers with my own eyes,” the mayor, Orla Venn, told reporters on Monday morning.",
    "The bridge carries about four thousand vehicles a day, and buses now take the road through Lower Sedge.",
    "Shopkeepers on the east bank said that they feared for the weekend market, which draws visitors from the whole valley.",
    "A spokesman for the ministry said that it would pay for a temporary crossing if the repairs took longer than a month.",
    "The river rose by two metres last week, the highest level since measurements began there, according to the water board.",
]
MENU = "".join(f'<li><a href="/{name}">{name.title()}</a></li>' for name in ("news", "sport", "valley", "weather", "letters"))
TEASER = (
    '<div class="teaser"><a href="/x"><h3>Ferry strike enters its third day</h3></a>'
    '<p>Crews will vote again. <a href="/x">More</a></p></div>'
)


def page(body: str, head: str = "", attributes: str = 'lang="en"') -> str:
    return (
        f"<!doctype html><html {attributes}><head><title>{HEADLINE} | The Mirwen Post</title>{head}</head><body>"
        f'<header><nav><ul>{MENU}</ul></nav></header><main><article class="story"><h1>{HEADLINE}</h1>{body}</article>'
        f'<aside class="related"><h2>Most read</h2>{TEASER * 3}</aside></main>'
        f"<footer><ul>{MENU}</ul><p>© The Mirwen Post. All rights reserved.</p></footer>"
        '<div class="cookie-banner"><p>We and our partners use cookies to improve what you see here.</p></div>'
        f"</body></html>"
    )


def paragraphs(words: list[str]) -> str:
    return '<div class="article-body">' + "".join(f"<p>{text}</p>" for text in words) + "</div>"


def build(html: str | bytes, **facts: object) -> Article | Refusal:
    content = html.encode() if isinstance(html, str) else html
    return build_article(Page("a.html", content, **facts))  # type: ignore[arg-type]


def parts(article: Article | Refusal) -> list[tuple[str, str]]:
    assert isinstance(article, Article), article
    return [(part.kind, article.text[part.start : part.end]) for part in article.paragraphs]


def bodies(article: Article | Refusal) -> list[str]:
    return [words for kind, words in parts(article) if kind == "body"]


def test_the_body_without_menu_teasers_and_notices() -> None:
    article = build(page(paragraphs(BODY)))
    assert parts(article) == [("headline", HEADLINE), *(("body", words) for words in BODY)]
    assert isinstance(article, Article)
    assert (article.headline, article.language, article.outlet) == (HEADLINE, "en", None)


@pytest.mark.parametrize(
    "apart",
    [
        "<blockquote><p>{words}</p><cite>{name}</cite></blockquote>",
        "<blockquote><p>{words}</p><footer>{name}</footer></blockquote>",
        "<blockquote><p>{words}</p><p><strong>{name}</strong></p></blockquote>",
        "<figure><blockquote><p>{words}</p></blockquote><figcaption>{name}</figcaption></figure>",
        "<figure><figcaption>{name}</figcaption><blockquote><p>{words}</p></blockquote></figure>",
        "<figure class=pull><div><blockquote>{words}</blockquote></div><figcaption><cite>{name}</cite></figcaption></figure>",
        "<figure class=wp-block-pullquote><blockquote><p>{words}</p><cite>{name}</cite></blockquote></figure>",
    ],
)
def test_the_name_under_words_set_apart_stays_with_them(apart: str) -> None:
    words, name = "I have crossed this bridge every day for forty years, and now I walk.", "Tor Vik, a nurse in Mirwen"
    html = page(paragraphs([*BODY[:3], apart.format(words=words, name=name), *BODY[3:]]))
    assert bodies(build(html)) == [*BODY[:3], words, name, *BODY[3:]]


@pytest.mark.parametrize(
    "under",
    [
        "<footer><a href='/p/1'>Tor Vik, nurse</a></footer>",  # an embedded post's address
        "<footer>Tor Vik on Chirper, 4 March 2031</footer>",
        "<figure><img src=a.jpg><figcaption>Tor Vik, nurse</figcaption></figure>",
        "<p><b>Read More, Harbour Row</b></p>",
    ],
)
def test_what_else_stands_under_words_set_apart_is_no_name(under: str) -> None:
    apart = f"<blockquote><p>{BODY[3]}</p>{under}</blockquote>"
    assert bodies(build(page(paragraphs([*BODY[:3], apart, *BODY[4:]])))) == BODY


@pytest.mark.parametrize(
    "figure",
    [
        "<figure><img src=a.jpg><blockquote><p>{words}</p></blockquote>{name}</figure>",
        "<figure class=embed><blockquote><p>{words}</p></blockquote>{name}</figure>",
        "<figure><blockquote class=twitter-tweet><p>{words}</p></blockquote>{name}</figure>",
        "<figure><blockquote><p>{words}</p></blockquote><figure>{name}</figure></figure>",
        "<figure><blockquote><p>{words}</p></blockquote><blockquote>Rain.</blockquote>{name}</figure>",
        "<figure><blockquote><p>{words}</p></blockquote>{name}{name}</figure>",
        "<figure><blockquote><p>{words}</p></blockquote>{name}And so he does.</figure>",
        "<figure><p>And so he does.</p><blockquote><p>{words}</p></blockquote>{name}</figure>",
        "<figure><div class=embed><blockquote><p>{words}</p></blockquote></div>{name}</figure>",
        "<figure><amp-img></amp-img><blockquote><p>{words}</p></blockquote>{name}</figure>",
        "<figure><figcaption>Tor Vik, a nurse<blockquote><p>{words}</p></blockquote></figcaption></figure>",
    ],
)
def test_other_figures_show_something(figure: str) -> None:
    words = "I have crossed this bridge every day for forty years, and now I walk."
    html = page(
        paragraphs([*BODY[:3], figure.format(words=words, name="<figcaption>Tor Vik, a nurse</figcaption>"), *BODY[3:]])
    )
    assert "Tor Vik, a nurse" not in bodies(build(html))


@pytest.mark.parametrize(
    "between",
    [
        '<div class="ad-slot"><script>show("ad")</script><p>Advertisement</p></div>',  # a body is not cut at one
        '<div class="newsletter-box"><p>Sign up for our newsletter</p><button>Sign up</button></div>',
        TEASER,  # a neighbour's teaser amid the text
        "<figure><img src=a.jpg><figcaption>The old bridge on Monday. Photo: Ada Stone</figcaption></figure>",
    ],
)
def test_what_stands_between_paragraphs_does_not_cut_the_body(between: str) -> None:
    html = page(
        paragraphs(BODY[:3]).removesuffix("</div>") + between + paragraphs(BODY[3:]).removeprefix('<div class="article-body">')
    )
    assert bodies(build(html)) == BODY


def test_headings_stand_between_paragraphs() -> None:
    inner = (
        "".join(f"<p>{text}</p>" for text in BODY[:3])
        + "<h2>Fears for the market</h2>"
        + "".join(f"<p>{t}</p>" for t in BODY[3:])
    )
    article = build(page(f'<div class="article-body">{inner}</div>'))
    assert ("heading", "Fears for the market") in parts(article)
    assert parts(article).index(("heading", "Fears for the market")) == 4


def test_a_standfirst_that_the_body_lacks() -> None:
    article = build(page(f'<p class="standfirst">{LEAD}</p>' + paragraphs(BODY)))
    words = [words for kind, words in parts(article) if kind in ("standfirst", "body")]
    assert words == [LEAD, *BODY]


def test_a_description_that_repeats_the_body_is_no_standfirst() -> None:
    article = build(page(paragraphs(BODY), head=f'<meta name="description" content="{BODY[0]}">'))
    assert [kind for kind, _ in parts(article)].count("standfirst") == 0
    assert bodies(article) == BODY


def test_a_sentence_cut_by_a_card_is_one_paragraph() -> None:
    first, rest = BODY[2].split(", and buses", 1)
    cut = f'<p>{first},<div class="hover-card"><a href="/p">Buses: all stories</a></div>and buses{rest}</p>'
    html = page(
        '<div class="article-body">'
        + "".join(f"<p>{t}</p>" for t in BODY[:2])
        + cut
        + "".join(f"<p>{t}</p>" for t in BODY[3:])
        + "</div>"
    )
    assert BODY[2] in bodies(build(html))


def test_a_hidden_copy_of_the_body_is_read_once() -> None:
    heap = f'<div style="display:none">{" ".join(BODY)}</div>'
    assert bodies(build(page(paragraphs(BODY) + heap))) == BODY
    assert bodies(build(page(heap * 2 + paragraphs(BODY)))) == BODY


def test_the_same_bytes_give_the_same_article() -> None:
    assert build(page(paragraphs(BODY))) == build(page(paragraphs(BODY)))


@pytest.mark.parametrize("text", ["One.\r\n\r\nTwo.\n", "\ufeffOne", "  indented\n\ttabs ", "a\x00b", "אחת 😀\nשתיים"])
def test_prose_is_kept_character_for_character(text: str) -> None:
    article = build(text, prose=True)
    assert isinstance(article, Article) and article.text == text
    assert [words for _, words in parts(article)] == [line for line in text.replace("\r", "").split("\n") if line.strip()]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty"),
        (b" \r\n\x00", "empty"),
        (b"\x89PNG\r\n\x1a\n123", "binary"),
        (b"<html><body></body></html>", "no-article"),
        (f"<html><body><ul>{MENU * 5}</ul></body></html>".encode(), "no-article"),
        (b"<div>" * 400_000, "too-big"),
        (b"<b>" * 200_000, "no-article"),
    ],
)
def test_refusals(content: bytes, reason: str) -> None:
    refusal = build(content)
    assert isinstance(refusal, Refusal)
    assert (refusal.input, refusal.reason) == ("a.html", reason) and "a.html" in refusal.detail


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("he", "ראש העיר אמרה ביום שני כי הגשר הישן ייסגר לתנועה עד שמפלס הנהר יירד, לאחר שמהנדסים מצאו סדקים בשתי קשתות 😀."),
        (
            "fr",
            "La maire a déclaré lundi que le vieux pont resterait fermé jusqu’à la décrue, après la découverte de fissures.",
        ),
        ("ja", "市長は月曜日、技術者が二つのアーチに亀裂を見つけたことを受け、川の水位が下がるまで古い橋を閉鎖すると述べた。"),
    ],
)
def test_other_languages_are_articles_too(language: str, text: str) -> None:
    words = [f"{number}. {text}" for number in range(1, 7)]
    article = build(page(paragraphs(words), attributes=f'lang="{language}"'))
    assert isinstance(article, Article) and article.language == language
    assert bodies(article) == words


def test_a_page_that_declares_another_language_than_its_own() -> None:
    article = build(page(paragraphs(BODY), attributes='lang="de-DE"'))
    assert isinstance(article, Article) and article.language == "en"


def test_a_long_article_is_whole() -> None:
    words = [f"In year {number}, {text[0].lower()}{text[1:]}" for number in range(420) for text in BODY]
    assert sum(text.count(" ") for text in words) > 50_000
    assert len(bodies(build(page(paragraphs(words))))) > 0.98 * len(words)


def test_deep_nesting_keeps_its_text() -> None:
    html = page("<div>" * 300 + paragraphs(BODY) + "</div>" * 300)
    assert bodies(build(html)) == BODY


def test_lone_surrogates_and_nuls_can_be_written() -> None:
    html = page(paragraphs([BODY[0] + " \ud83d \x00.", *BODY[1:]])).encode("utf-8", "surrogatepass")
    article = build(html, charset="utf-8")
    assert isinstance(article, Article)
    json.dumps(article.text, ensure_ascii=False).encode()
    assert "\x00" not in article.text


CHUNKS = st.sampled_from(
    [
        *(b"<p>", b"</p>", b"<div class='ad'>", b"</div>", b"<h1>", b"<!--", b"-->", b"<script>", b"</script>", b"<br>", b"'>"),
        *(b"&amp;", b"\xff", b"\x00", b"<a href='", b"<meta name='author' content='", "Ünïcode “quoted” words. ".encode()),
        b"The mayor of the town said that the bridge would stay closed. ",
        b'<script type=\'application/ld+json\'>{"@type": "NewsArticle", "author": [[{}]]}</script>',
    ]
)


@settings(max_examples=60, deadline=None)
@given(st.one_of(st.binary(max_size=200), st.lists(CHUNKS, max_size=40).map(b"".join)), st.booleans())
def test_any_bytes_give_an_article_or_a_refusal(content: bytes, prose: bool) -> None:
    article = build_article(Page("x", content, prose=prose))
    if isinstance(article, Refusal):
        assert article.reason and article.detail
        return
    article.text.encode()
    at = 0
    for paragraph in article.paragraphs:
        assert at <= paragraph.start < paragraph.end <= len(article.text)
        assert article.text[paragraph.start : paragraph.end].strip()
        at = paragraph.end


ODD_PAGES = [
    b"<p class='" + b"x" * 500_000 + b"'>Rain.</p>",  # a huge attribute
    b"<div>" * 100_000 + b"Rain." + b"</div>" * 100_000,  # deeper than any page
    b"<h1>Rain</h1><p class='author'>" + b"By " * 100_000,  # a byline without an end
    b"<h1>Rain</h1><p class='author'>" + b"(photos) and " * 20_000,
    b"<h1>Rain</h1>" + b"<b rel='author' class='author byline'>" * 3_000 + b"Ada Stone",
    b"<figure>" + b"<p>Rain.</p>" * 20_000 + b"<blockquote>Rain.</blockquote>" * 20_000,
    b"<figure><p>Rain.</p><blockquote><p>Rain.</p>" * 20_000,
    b"<figure>" + b"<figcaption>Ada Stone</figcaption>" * 15_000 + b"<div>" * 1_500 + b"<blockquote>Rain.</blockquote>",
    b"<script type='application/ld+json'>" + b"[" * 200_000 + b"</script><p>Rain.",  # deeper than JSON may be
    b'<script type="application/ld+json">{"@type":"NewsArticle","author":"' + b"a, " * 200_000 + b'"}</script><p>Rain.',
    b'<script type="application/ld+json">{"@type":"NewsArticle","author":' + b"[" * 900 + b"]" * 900 + b"}</script><p>Rain.",
    b'<script type="application/ld+json">{"@type":"NewsArticle","image":' + b"[" * 900 + b"]" * 900 + b"}</script><p>Rain.",
    b'<script type="application/ld+json">{"@type":"NewsArticle","author":[[{"name":["By"]}]],"publisher":[[7]]}</script><p>A',
    b"<meta name='twitter:label1' content='By'><meta name='twitter:data1' content='\xed\xa0\xbd'><p>Rain.",  # half a pair
    b"2031-03-14T09:20+0100\n2031-03-14T09:20+0100\n" + b"The mayor of Sel said so no\n" * 4_000,  # a title said many times
    b"2031-03-14T09:20+0100\n2031-03-14T09:20+0100\n" + b"&amp;#0;&#xD800;&#99999999; " * 10_000,
]


@pytest.mark.parametrize("content", ODD_PAGES, ids=range(len(ODD_PAGES)))
def test_odd_pages_end_soon(content: bytes) -> None:
    started = time.process_time()
    found = build_article(Page(input="odd.html", content=content))
    assert isinstance(found, Article | Refusal)
    assert time.process_time() - started < 10
    if isinstance(found, Article):
        assert found.text == found.text.encode("utf8").decode("utf8")


ATTRIBUTES = [f"a{number}" for number in range(MOST_ATTRIBUTES + 1)]


@pytest.mark.parametrize(
    "tag",
    [
        "<p " + " ".join(f"{name}=x" for name in ATTRIBUTES) + ">",
        "<p " + " ".join(ATTRIBUTES) + ">",  # without values
        "<p\n" + "\n".join(f'{name} = ">"' for name in ATTRIBUTES) + ">",  # with what would end it, were it not quoted
        "<p " + "".join(f"{name}='</p><p>'" for name in ATTRIBUTES) + ">",  # nothing between them
        "<p/" + "/".join(ATTRIBUTES) + "/>",
        "<p " + " ".join(f"xmlns:{name}=x" for name in ATTRIBUTES) + ">",
        "<P " + " ".join(f"{name}:b{name}" for name in ATTRIBUTES) + ">",
        "<p x=<p " + " ".join(ATTRIBUTES) + ">",
        '<!-- <p title=" --><p ' + " ".join(ATTRIBUTES) + ">",
        "<script>let a = '<p title=\"';</script><p " + " ".join(ATTRIBUTES) + ">",
        "<p a='1' a=\"2\" title='" + "\n".join(BODY) + "' " + "\f".join(ATTRIBUTES) + ">",
    ],
)
def test_a_tag_of_more_attributes_than_any_has_is_refused(tag: str) -> None:
    refusal = build(page(paragraphs([*BODY, tag])))
    assert isinstance(refusal, Refusal) and refusal.reason == "too-big"
    assert "500 attributes" in refusal.detail and "a.html" in refusal.detail


@pytest.mark.parametrize(
    "beside",
    [
        "<p " + " ".join(ATTRIBUTES[1:]) + ">",  # as many as a tag may have
        "<!-- <p " + " ".join(ATTRIBUTES) + "> -->",
        "<script>'<p " + " ".join(ATTRIBUTES) + ">'</script>",
        "<p title='<p " + " ".join(ATTRIBUTES) + ">'>",
        "<p " + "a=x " * 2_000 + ">",  # one, many times
    ],
)
def test_what_only_looks_like_many_attributes_is_read(beside: str) -> None:
    assert bodies(build(page(paragraphs([*BODY, beside])))) == BODY


MARKUP = st.sampled_from(
    [
        *(
            "<p ",
            "<html ",
            "<a/",
            "a=b ",
            "c='",
            'd="',
            "e",
            " f",
            "\n",
            "\f",
            "/",
            "=",
            "'",
            '"',
            ">",
            "</p>",
            "<!--",
            "-->",
            "<!",
        ),
        *(
            "<script>",
            "</script ",
            "<title>",
            "</title>",
            "<![CDATA[",
            "]]>",
            "<?",
            "xmlns:g=h ",
            "&quot;",
            "<plaintext>",
            "i\0j",
        ),
    ]
)


@settings(max_examples=300, deadline=None)
@given(st.lists(MARKUP, max_size=40).map("".join))
def test_attributes_are_counted_as_the_tree_will_have_them(text: str) -> None:
    tree = parse(text)
    assert (
        most_attributes(text) == max((len(element.attrib) for element in tree.iter()), default=0) if tree is not None else True
    )


def json_ld(words: str) -> str:
    return f'<script type="application/ld+json">{words}</script>'


ITEM = '<div itemscope itemtype="http://schema.org/NewsArticle">'
SHARED = '{{"@type": "NewsArticle", "author": [{}]}}, {{"@type": "Person", "@id": "a", {}}}'

# What once grew with the square of its size, or with the product of two of its parts.
GROWING: list[Callable[[int], str]] = [
    lambda size: "<p " + " ".join(f"a{number}=x" for number in range(size)) + ">",
    lambda size: "<p " + " ".join(f"a{number}=x" for number in range(size)),  # never closed
    lambda size: f"<p {' '.join(f'a{number}' for number in range(MOST_ATTRIBUTES))}>Rain.</p>" * (size // 200),
    lambda size: ITEM + '<i itemprop="author">' * (size // 64) + "<br>" * (size // 4),
    lambda size: ITEM + '<a itemprop="author"><i>' * (size // 64) + "Rain. " * (size // 2),
    lambda size: json_ld(
        f"[{SHARED}]".format(", ".join(['{"@id": "a"}'] * (size // 8)), ", ".join(map('"k{}": 1'.format, range(size // 8))))
    ),
    lambda size: (
        "<meta property=og:title content='Rain on Mirwen'>" * (size // 6)
        + f"<meta property=og:title content='{'Rain in Mirwe ' * (size // 2)}'>"
        + "".join(json_ld(f'{{"@type": "NewsArticle", "headline": "Snow on {number}"}}') for number in range(size // 12))
    ),
]


@pytest.mark.parametrize("shape", GROWING, ids=range(len(GROWING)))
def test_a_page_twice_as_large_takes_twice_as_long(shape: Callable[[int], str]) -> None:
    assert_grows_with(lambda size: build_article(Page("a.html", page(paragraphs(BODY), shape(size)).encode())), 24_000)


def test_the_passages_of_a_page_two_thousand_deep_do_not_fill_the_memory() -> None:
    tree = parse("<div>" * 2_000 + "<p>Rain.</p>" * 20_000)
    assert tree is not None
    known = sum(len(block.context) for block in blocks_of(tree))
    assert 5_000_000 < known <= 5_000 * 2_048, f"{known:,} elements around them, 8 bytes each"


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_a_damaged_page_gives_an_article_or_a_refusal(data: st.DataObject) -> None:
    content = page(f"<p>By Ada Stone</p>{paragraphs(BODY)}").encode()
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(content)))
        end = data.draw(st.integers(start, min(len(content), start + 200)))
        put = data.draw(st.one_of(st.binary(max_size=20), CHUNKS, st.just(content[start:end] * 3)))
        content = content[:start] + put + content[end:]
    found = build_article(Page(input="damaged.html", content=content))
    assert isinstance(found, Article | Refusal)
