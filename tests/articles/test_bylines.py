"""Names out of bylines: people, not their jobs, accounts or addresses; where on a page a byline is found."""

import pytest

from sayso.articles.building import build_article
from sayso.articles.byline_places import names_on_page
from sayso.articles.bylines import is_opened, is_organisation, is_written_as_name, names_in_node, split_names
from sayso.articles.markup import blocks_of, parse
from sayso.languages import entries
from sayso.record import Article, Page


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("By Ada Stone", ["Ada Stone"]),
        ("Ada Stone and Bo Reed", ["Ada Stone", "Bo Reed"]),
        ("Ada Stone, Bo Reed and Cy Lund", ["Ada Stone", "Bo Reed", "Cy Lund"]),
        ("By Ada Stone, Bo Reed, and Cy Lund", ["Ada Stone", "Bo Reed", "Cy Lund"]),
        ("BY ADA STONE AND BO REED", ["ADA STONE", "BO REED"]),
        ("By Ada Stone in Mirwen and Bo Reed in Port Sel", ["Ada Stone", "Bo Reed"]),  # where they wrote
        ("By Ada Stone with Bo Reed", ["Ada Stone", "Bo Reed"]),
        ("By Ada Stone, with AFP", ["Ada Stone"]),  # an agency that helped
        ("By Ada Stone and AFP", ["Ada Stone", "AFP"]),  # an agency that wrote
        ("Reuters", ["Reuters"]),
        ("By The Associated Press", ["The Associated Press"]),
        ("Mirwen Post Staff", ["Mirwen Post Staff"]),
        ("Ada Stone, Political Editor", ["Ada Stone"]),  # a job
        ("By ADA STONE, AP Auto Writer", ["ADA STONE"]),
        ("Ada Stone Staff Writer", ["Ada Stone"]),  # a job in the next element
        ("Ada StoneStaff", ["Ada Stone"]),  # glued to it
        ("Ada StoneSenior Autos Reporter", ["Ada Stone"]),
        ("Ada Stone Head Winemaker", ["Ada Stone"]),
        ("Ada Stone, Shipping Expert", ["Ada Stone"]),
        ("content: Ada Stone", []),  # who made the page
        ("by Ada Stone ● May 4, 2031 ● 6 min read", ["Ada Stone"]),
        ("Daily Mirwen Reporter", ["Daily Mirwen Reporter"]),  # no person's job, but a desk
        ("Ada Stone (ast)", ["Ada Stone"]),  # initials
        ("Ada Stone / Journalist", ["Ada Stone"]),  # a job behind a stroke
        ("Ada Stone | Mirwen Advance Media for Mirwen.example", ["Ada Stone"]),  # an outlet behind a stroke
        ("Written by Ada Stone, MS, RD on May 4, 2031", ["Ada Stone"]),  # letters behind a name, and the day
        ("By Ada Stone, Bo Reed on Monday, May 4th, 2031 at 11:08 a.m.", ["Ada Stone", "Bo Reed"]),
        ("May 4, 2031 | by Ada Stone", ["Ada Stone"]),  # the day first
        ("By April Jones", ["April Jones"]),  # no month
        ("France 24", ["France 24"]),  # no day
        ("By Ada Stone, photos by Bo Reed", ["Ada Stone"]),  # a photographer
        ("Ada Stone (text) and Bo Reed (photos)", ["Ada Stone"]),
        ("Text: Ada Stone | Fotos: Bo Reed", ["Ada Stone"]),
        ("Fotos: Bo Reed / Text: Ada Stone", ["Ada Stone"]),
        ("Reporting by Ada Stone; Editing by Cy Lund", ["Ada Stone"]),
        ("Ada Stone, additional reporting by Bo Reed", ["Ada Stone"]),
        ("Von Ada Stone und Bo Reed", ["Ada Stone", "Bo Reed"]),
        ("Von Ada Stone, Mirwen, am 4. Mai 2031", ["Ada Stone"]),  # a place is no author
        (
            "Ada Stone, Brelun",
            ["Ada Stone"],
        ),  # one word behind a name is taken for its place, though it may be an artist's name
        ("Por Ada Stone y Bo Reed", ["Ada Stone", "Bo Reed"]),
        ("Par Ada Stone et Bo Reed avec AFP", ["Ada Stone", "Bo Reed"]),
        ("Publié par Ada Stone le 4 mai 2031", ["Ada Stone"]),
        ("di Ada Stone e Bo Reed", ["Ada Stone", "Bo Reed"]),
        ("Door Ada Stone en Bo Reed", ["Ada Stone", "Bo Reed"]),
        ("Ada Stone en Mirwen", ["Ada Stone"]),  # Spanish: in Mirwen
        ("Av Ada Stone og Bo Reed", ["Ada Stone", "Bo Reed"]),
        ("Oleh: Ada Stone dan Bo Reed", ["Ada Stone", "Bo Reed"]),
        ("Автор: Ада Стоун", ["Ада Стоун"]),
        ("Von Lund", ["Von Lund"]),  # a surname
        ("María E Stone", ["María E Stone"]),  # an initial, not "and"
        ("Ada de la Stone", ["Ada de la Stone"]),
        ("https://pages.example/mirwenpost", []),  # an address
        ("Ada Stone @adastone", ["Ada Stone"]),  # a handle
        ("@adastone", []),
        ("admin", []),  # a stand-in
        ("By Ada Stone for The Mirwen Post", ["Ada Stone"]),
        ("홍가상,김허구", ["홍가상", "김허구"]),
        ("홍가상 기자", ["홍가상"]),  # a reporter
        ("", []),
        (None, []),
    ],
)
def test_split_names(words: str | None, wanted: list[str]) -> None:
    assert split_names(words) == wanted


@pytest.mark.parametrize(
    ("value", "wanted"),
    [
        ("Ada Stone and Bo Reed", (["Ada Stone", "Bo Reed"], False)),
        (["Ada Stone", "Bo Reed"], (["Ada Stone", "Bo Reed"], False)),
        ([{"@type": "Person", "name": "Ada Stone"}, {"@type": "Person", "name": "Bo Reed"}], (["Ada Stone", "Bo Reed"], False)),
        ({"@type": "Person", "name": ["Ada Stone", "Bo Reed"]}, (["Ada Stone", "Bo Reed"], False)),
        ({"@type": "Person", "givenName": "Ada", "familyName": "Stone"}, (["Ada Stone"], False)),
        ({"@type": "Organization", "name": "mirwenpost.example"}, (["mirwenpost.example"], True)),
        # a wire service beside a person wrote too; the publisher did not
        ([{"@type": "Organization", "name": "Wire"}, {"@type": "Person", "name": "Ada Stone"}], (["Ada Stone", "Wire"], False)),
        ([{"@type": "Person", "name": "Ada Stone"}, {"@type": "Organization", "name": "Mirwen Post"}], (["Ada Stone"], False)),
        ({"@type": "Person", "name": "Ada &amp; Bo"}, (["Ada", "Bo"], False)),
        (7, ([], False)),
        (None, ([], False)),
    ],
)
def test_names_in_node(value: object, wanted: tuple[list[str], bool]) -> None:
    assert names_in_node(value, "The Mirwen Post Ltd") == wanted


@pytest.mark.parametrize(
    ("html", "wanted"),
    [
        ('<h1>Rain</h1><a rel="author" href="/a">Ada Stone</a>', ["Ada Stone"]),
        ('<h1>Rain</h1><p><a rel="author">Ada Stone</a> and <a rel="author">Bo Reed</a></p>', ["Ada Stone", "Bo Reed"]),
        # teasers' authors are no part of the byline
        (
            '<h1>Rain</h1><div><p><a rel="author">Ada Stone</a></p></div>'
            '<ul><li><div><a rel="author">Bo Reed</a></div></li></ul>',
            ["Ada Stone"],
        ),
        ('<h1>Rain</h1><span itemprop="author">Ada Stone</span>', ["Ada Stone"]),  # an item of nothing
        ('<h1>Rain</h1><p class="article-byline">By <span class="author-name">Ada Stone</span>, Mirwen</p>', ["Ada Stone"]),
        ('<h1>Rain</h1><ul class="metaAuthorList"><li>Ada Stone</li></ul>', ["Ada Stone"]),  # words run together
        (
            '<h1>Rain</h1><ul class="authors"><li><a>Ada Stone</a></li><li><a>Bo Reed</a></li></ul>',
            ["Ada Stone", "Bo Reed"],
        ),
        ('<h1>Rain</h1><div class="byline"><b>Ada Stone</b><i>Mirwen Wire</i></div>', ["Ada Stone"]),  # two things
        ("<h1>Rain</h1><p>By Ada Stone</p>", ["Ada Stone"]),
        ("<h1>Rain</h1><p>von <a>Ada Stone</a></p>", ["Ada Stone"]),  # the name is a link
        ("<h1>Rain</h1><p>4 May 2031 | by Ada Stone</p>", ["Ada Stone"]),
        ("<h1>Rain</h1><p>By</p><p>Ada Stone</p>", ["Ada Stone"]),
        ("<h1>Rain</h1><p>By noon all was wet</p>", []),  # no byline
        ("<h1>Rain</h1><p>By Ada Stone ⋅ Review Editor ⋅ Updated May 4, 2031</p>", ["Ada Stone"]),
        ("<h1>Rain</h1><p>by Ada · May 4, 2031 at 3:00 am</p>", ["Ada"]),  # one word, and the day
        ("<p>Published May 4, 2031 by Ada Stone</p><h1>Rain</h1>", ["Ada Stone"]),  # above the headline, with the day
        ("<p>By Ada Stone</p><h1>Rain</h1>", []),  # without: another article's
        ("<h1>Rain</h1><p>Thomas Brel</p><p>4 May 2031</p>", ["Thomas Brel"]),  # beside the day
        ("<h1>Rain</h1><p>Thomas Brel</p><p>Political Editor</p>", ["Thomas Brel"]),  # beside what he is
        ("<h1>Rain</h1><p>AI Tools</p><p>4 May 2031</p>", []),  # a topic beside the day
        ("<h1>Rain</h1><p>By</p><p>The Courier Team</p><p>|</p><p>4 May 2031</p>", ["The Courier Team"]),  # a desk
        (f"<h1>Rain</h1>{'<p>It rained.</p>' * 20}<p>Posted by Ada Stone on 4 May 2031</p>", ["Ada Stone"]),  # below the text
        (f"<h1>Rain</h1>{'<p>It rained.</p>' * 20}<p>Posted by Ada Stone</p><p>Posted by Bo Reed</p>", []),  # readers
        ("<h1>Rain</h1><p>Posted by Vortex</p>", []),  # one word alone may be anybody
        ('<p class="author">Menu Person</p><h1>Rain</h1><p>It rained.</p>', []),  # above the headline: another article's
        ('<h1>Rain</h1><p class="authors">all our authors</p>', []),  # no name
        ('<h1>Rain</h1><p class="authors"><a>Read More</a></p>', []),  # a button
        ('<h1>Rain</h1><figcaption>Rain. <i class="author">Bo Reed</i></figcaption>', []),  # a photographer
        ('<h1>Rain</h1><div class="comments"><b class="author">Bo Reed</b></div>', []),  # a reader
    ],
)
def test_names_on_page(html: str, wanted: list[str]) -> None:
    tree = parse(html)
    assert tree is not None
    assert names_on_page(tree, next(tree.iter("h1")), blocks_of(tree)) == wanted


PASSAGES = "".join(
    f"<p>It rained over Mirwen for the {day} day, and the mayor of the town said that the river would not rise any more, "
    "since the upper lake was still half empty and the sluices stood open.</p>"
    for day in ("first", "second", "third", "fourth", "fifth")
)


@pytest.mark.parametrize(
    ("before", "after", "wanted"),
    [
        ("", '<p style="text-align:right"><strong>Ada Stone</strong></p>', ("Ada Stone",)),
        ("", "<p><em>Ada Stone and Bo Reed</em></p>", ("Ada Stone", "Bo Reed")),
        ("<p><strong>ADA STONE</strong></p>", "", ("ADA STONE",)),
        ("", "<p><em>MP-Redaktion</em></p>", ("MP-Redaktion",)),  # a desk's signature
        ("", "<p>Ada Stone</p>", ()),  # not set apart: a line like others
        ("", "<p><strong>Read More</strong></p>", ()),
        ("", "<p><strong>Mirwen Post</strong></p>", ()),
    ],
)
def test_a_signature_names_the_author_where_nothing_else_does(before: str, after: str, wanted: tuple[str, ...]) -> None:
    html = f"<html><body><article><h1>Rain over Mirwen</h1>{before}{PASSAGES}{after}</article></body></html>"
    article = build_article(Page(input="rain.html", content=html.encode()))
    assert isinstance(article, Article)
    assert article.authors == wanted


@pytest.mark.parametrize("opener", [row[0] for row in entries("en", "byline_openers")])
def test_every_opener_opens(opener: str) -> None:
    assert is_opened(f"{opener.capitalize()}: Ada Stone")
    assert split_names(f"{opener.upper()}: Ada Stone") == ["Ada Stone"]


@pytest.mark.parametrize("job", [row[0] for row in entries("en", "byline_jobs")])
def test_every_job_stands_beside_a_name(job: str) -> None:
    assert split_names(f"Ada Stone, {job.title()}") == ["Ada Stone"]


@pytest.mark.parametrize("word", [row[0] for row in entries("en", "byline_stops")])
def test_no_button_is_a_name(word: str) -> None:
    assert not is_written_as_name(f"{word.title()} Stone")


@pytest.mark.parametrize("word", [row[0] for row in entries("en", "byline_outlets")])
def test_every_outlet_word_tells_an_outlet(word: str) -> None:
    assert is_organisation(f"Mirwen {word.title()}")


@pytest.mark.parametrize("month", [name for row in entries("en", "foreign_months") for name in row[1:]])
def test_every_month_ends_a_byline(month: str) -> None:
    assert split_names(f"Ada Stone, 4 {month} 2031") == ["Ada Stone"]
