"""Which of a page's blocks are its article: live blogs, comments, odd markup, long pages; and how the trees tell."""

import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from growth import assert_grows_with
from hypothesis import given, settings, strategies as st

from sayso.articles import body
from sayso.articles.block_features import PageWords, feature_names, rows_of
from sayso.articles.block_places import Places
from sayso.articles.building import build_article
from sayso.articles.markup import blocks_of, closing_buttons, parse
from sayso.articles.trees import margins
from sayso.record import Article, Page, Refusal

sys.path.append(str(Path(__file__).parents[2] / "training"))
import train_body
from tree_tables import table_of

HEADLINE = "Mirwen shuts its river market for the winter"
BODY = [
    "The river market will stay shut until April, the town's clerk said on Monday, after two stalls slid into the water.",
    "Traders were told on Sunday night. “Nobody asked us what we would live on,” said Oda Lenz, who sells fish there.",
    "The council said that it would pay for a week of lost trade, and that the wall along the river had to be mended first.",
    "An engineer whom the traders' guild had hired called the wall sound, and asked the council to show its own report.",
    "The guild's chair, Jori Halm, accused the clerk of wanting the ground for flats, which the clerk denied on Tuesday.",
]
REMARKS = [
    "I have bought my bread at that market for forty years, and I never saw a stall move so much as an inch in all that time.",
    "My sister's husband worked on the wall, and he says that the mortar was bad from the first day and that all knew it.",
    "Let them come and live here for one winter before they tell us what is good for the town, and then we can talk about it.",
    "They said the same of the old mill, and look at it now: a car park with a sign that tells you what a fine mill it was.",
    "Whoever wrote that letter has not stood on the quay in the rain at five in the morning, and that is all I have to say.",
    "The flats will be for people from the capital who come for two weekends in summer, as they were at the harbour last year.",
]


def page(inner: str, head: str = "") -> str:
    title = f"<title>{HEADLINE}</title><meta property='og:title' content='{HEADLINE}'>"
    return f"<!DOCTYPE html><html lang=en><head>{title}{head}</head><body>{inner}</body></html>"


def read(html: str) -> Article | Refusal:
    return build_article(Page("a.html", html.encode()))


def bodies(html: str) -> list[str]:
    article = read(html)
    assert isinstance(article, Article), article
    return [article.text[part.start : part.end] for part in article.paragraphs if part.kind == "body"]


def paragraphs(texts: list[str]) -> str:
    return "".join(f"<p>{text}</p>" for text in texts)


@pytest.mark.parametrize(
    ("text", "closed"),
    [
        ("<button><div>Menu</button><p>Rain.", "<button><div>Menu</div></button><p>Rain."),
        ("<button><div><ul><li></button>", "<button><div><ul><li></li></ul></div></button>"),
        ("<BUTTON class='a'><Div></BUTTON>", "<BUTTON class='a'><Div></div></BUTTON>"),
        ("<button><div><button><p></button>", "<button><div><button><p></p></button>"),  # the second one ended the first
        ("<button><div>Menu</div></button>", "<button><div>Menu</div></button>"),
        ("<button><img><br><svg/></button>", "<button><img><br><svg/></button>"),  # what has no end tag
        ("<button><i></b></i></button>", "<button><i></b></i></button>"),
        ("<button><div>Menu", "<button><div>Menu"),  # never ended: browsers keep it open too
        ("<div></button><p>", "<div></button><p>"),
        ("<button-row><div></button-row>", "<button-row><div></button-row>"),
    ],
)
def test_what_a_button_left_open_ends_with_it(text: str, closed: str) -> None:
    assert closing_buttons(text) == closed


def test_a_button_that_leaves_elements_open_does_not_swallow_the_page() -> None:
    header = "<header><button class=menu><div class=inner>\n<div>\n</button><nav><a href=/>Home</a></nav></header>"
    assert bodies(page(f"{header}<main><article><h1>{HEADLINE}</h1>{paragraphs(BODY)}</article></main>")) == BODY


def test_text_that_stands_in_noscript_alone_is_read() -> None:
    empty = f"<header><h1>{HEADLINE}</h1></header><div id=app></div>"
    assert bodies(page(f"{empty}<noscript><div class=post-body>{paragraphs(BODY)}</div></noscript>")) == BODY


@pytest.mark.parametrize(
    "inner",
    [
        f"<article><h1>{HEADLINE}</h1>{paragraphs(BODY)}</article><noscript><p>{REMARKS[0]}</p></noscript>",
        f"<article><h1>{HEADLINE}</h1>{paragraphs(BODY)}</article><noscript>{paragraphs(REMARKS)}</noscript>",
    ],
)
def test_noscript_beside_a_text_is_not_read(inner: str) -> None:
    assert bodies(page(inner)) == BODY


def test_a_live_blog_has_its_posts() -> None:
    post = (
        "<div class='live-post component'><div class=live-post__body>{hour}:{minute}<h3 class=live-post__title>{title}</h3>"
        "<div class=articleBodyText><p>{words}</p></div></div></div>"
    )
    words = [f"{text} So it stood at {20 - number // 6} o'clock." for number, text in enumerate((BODY[2:] + REMARKS) * 3)]
    posts = "".join(
        post.format(hour=20 - number // 6, minute=59 - 7 * (number % 6), title=f"Wall watched, part {number}", words=text)
        for number, text in enumerate(words)
    )
    summary = f"<div class=articleBodyText>{paragraphs(BODY[:2])}</div><section class=related><h2>Related</h2></section>"
    found = bodies(page(f"<main><h1>Live: {HEADLINE}</h1>{summary}<div class=liveblog>{posts}</div></main>"))
    assert set(BODY[:2]) <= set(found)
    assert sum(text in found for text in words) > 0.9 * len(words)


def test_readers_comments_that_are_longer_than_the_article_are_not_read() -> None:
    comment = (
        "<li class='comment even depth-1'><div class=comment-body><div class=comment-author><cite>Reader {number}</cite></div>"
        "<div class=comment-meta><a href=#c{number}>4 March 2031 at 10:2{number}</a></div>"
        "<p>{words}</p><p>{more}</p></div></li>"
    )
    comments = "".join(
        comment.format(number=number, words=words, more=REMARKS[number - 1]) for number, words in enumerate(REMARKS)
    )
    article = f"<article class=post><h1>{HEADLINE}</h1><div class=entry-content>{paragraphs(BODY)}</div></article>"
    html = page(f"{article}<div id=comments><h2>12 comments</h2><ol class=commentlist>{comments * 2}</ol></div>")
    assert bodies(html) == BODY


def test_an_article_of_more_than_five_thousand_paragraphs_is_whole() -> None:
    words = [f"At step {number} the clerk read the roll once more, and ward {number % 90} was told." for number in range(6_500)]
    assert bodies(page(f"<article><h1>{HEADLINE}</h1>{paragraphs(words)}</article>")) == words


def test_a_page_too_deep_for_all_its_passages_says_so() -> None:
    refusal = read("<div>" * 2_000 + "<p>Rain.</p>" * 20_000)
    assert isinstance(refusal, Refusal) and refusal.reason == "too-big" and "deep" in refusal.detail


PLACED = parse(
    "<body class=has-comments><nav class=menu><a>Home</a></nav><main><article><h1>Rain</h1><p>One.</p><div class=related>"
    "<p>Two.</p><ul><li>Three.</li><li>Four.</li></ul></div><p>Five.</p></article></main><footer><p>Six.</p></footer></body>"
)


def test_where_blocks_stand_is_as_a_walk_up_the_tree_tells() -> None:
    assert PLACED is not None
    blocks = blocks_of(PLACED)
    places = Places(blocks)
    ones = places.inside(np.ones((len(blocks), 1)))[:, 0]
    for number, element in enumerate(places.elements):
        held = [at for at, block in enumerate(blocks) if element in block.context]
        assert (places.first[number], places.last[number], ones[number]) == (held[0], held[-1], len(held))
    path = places.path(int(places.own[3]))
    elements = [places.elements[number] for number in path]
    assert elements == list(blocks[3].context)
    assert places.shared(path).tolist() == [sum(element in block.context for element in elements) for block in blocks]
    kinds = places.kinds()
    assert kinds[4] == kinds[5] and kinds[2] == kinds[6] and len({*kinds.tolist()}) == len(blocks) - 2  # items, paragraphs


def test_names_are_counted_from_the_nearest_element_and_the_whole_page_has_none() -> None:
    assert PLACED is not None
    blocks = blocks_of(PLACED)
    names = feature_names()
    numbers = rows_of(blocks, PageWords())
    rows = {block.words: dict(zip(names, row, strict=True)) for block, row in zip(blocks, numbers, strict=True)}
    assert (rows["Two."]["near_related"], rows["Three."]["near_related"], rows["One."]["near_related"]) == (1, 2, 9)
    assert (rows["Home"]["near_beside"], rows["Home"]["in_nav"], rows["One."]["in_nav"]) == (0, 1, 0)
    assert all(row["near_comments"] == 9 for row in rows.values())
    assert (rows["Six."]["in_footer"], rows["One."]["after_headline"], rows["Home"]["after_headline"]) == (1, 1, 0)


PIECES = st.sampled_from(
    [
        *("<p>", "</p>", "<div class=comments>", "</div>", "<article>", "</article>", "<h1>", "<li>", "<nav>"),
        *("<a href=/>", "</a>", "“", "7", "Rain, rain. ", "雨が降った。"),
        "The clerk of the town said that the market would stay shut until the spring. ",
    ]
)


@settings(max_examples=60, deadline=None)
@given(st.lists(PIECES, max_size=60).map("".join), st.sampled_from(["", "Rain, rain", "雨"]))
def test_any_page_has_a_row_of_numbers_a_block(text: str, told: str) -> None:
    tree = parse(text)
    blocks = blocks_of(tree) if tree is not None else []
    rows = rows_of(blocks, PageWords(told, told, told))
    assert rows.shape == (len(blocks), len(feature_names())) and np.isfinite(rows).all()
    assert len(body.block_scores(rows)) == len(blocks)


GROWING: list[Callable[[int], str]] = [
    lambda size: "<div><p>It rained on the town for the whole of the day.</p>" * (size // 20),  # ever deeper
    lambda size: "".join(f"<div class=c{number}><p>It rained in the town.</p></div>" for number in range(size // 4)),
    lambda size: f"<p>{'Rain and wind. ' * size}</p>" * 2,
    lambda size: f"<h1>{HEADLINE}</h1>" * size,
    lambda size: "<button><div>" * size + "</button>" * size,
    lambda size: f"<button>{'<i>' * 99}{'</b>' * size}</button>",
    lambda size: f"<noscript>{'<p>It rained on the town for the whole of the day and the night.</p>' * (size // 4)}</noscript>",
]


@pytest.mark.parametrize("shape", GROWING, ids=range(len(GROWING)))
def test_a_page_twice_as_large_takes_twice_as_long(shape: Callable[[int], str]) -> None:
    assert_grows_with(lambda size: read(page(paragraphs(BODY) + shape(size))), 6_000)


class Trees:
    """What is asked of a fitted model: its trees, as lightgbm dumps them."""

    def __init__(self, trees: list[dict]) -> None:
        self.trees = trees

    def dump_model(self) -> dict:
        return {"tree_info": [{"tree_structure": tree} for tree in self.trees]}


NUMBERS = st.floats(-2, 2, width=32)
LEAVES = st.floats(-1, 1, width=32).map(lambda value: {"leaf_value": value})
NODES = st.recursive(
    LEAVES,
    lambda inner: st.fixed_dictionaries(
        {
            "split_feature": st.integers(0, 3),
            "threshold": st.floats(-2, 2),
            "decision_type": st.just("<="),
            "left_child": inner,
            "right_child": inner,
        }
    ),
    max_leaves=15,
)


def walked(tree: dict, row: np.ndarray) -> float:
    while "leaf_value" not in tree:
        tree = tree["left_child" if row[tree["split_feature"]] <= tree["threshold"] else "right_child"]
    return float(tree["leaf_value"])


@settings(max_examples=60, deadline=None)
@given(st.lists(NODES, min_size=1, max_size=5), st.lists(st.lists(NUMBERS, min_size=4, max_size=4), min_size=1))
def test_trees_come_back_from_their_file_and_say_what_a_walk_down_them_says(trees: list[dict], rows: list[list[float]]) -> None:
    columns = np.array(rows, dtype=np.float32)
    stored = table_of(Trees(trees), train_body.SETTINGS["num_leaves"])
    wanted = [sum(walked(tree, row) for tree in trees) for row in columns]
    assert margins(columns, stored) == pytest.approx(wanted, abs=1e-5)
