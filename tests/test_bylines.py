"""Names out of bylines: people, not their jobs, accounts or addresses."""

import pytest

from sayso.bylines import names_in_node, names_on_page, split_names
from sayso.markup import parse


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("By Ada Stone", ["Ada Stone"]),
        ("Ada Stone and Bo Reed", ["Ada Stone", "Bo Reed"]),
        ("Ada Stone, Bo Reed and Cy Lund", ["Ada Stone", "Bo Reed", "Cy Lund"]),
        ("Von Ada Stone und Bo Reed", ["Ada Stone", "Bo Reed"]),
        ("Ada Stone, Political Editor", ["Ada Stone"]),  # a job
        ("Ada Stone (ast)", ["Ada Stone"]),  # initials
        ("Ada Stone / Journalist", ["Ada Stone", "Journalist"]),  # known to fail: a job behind a stroke
        ("https://pages.example/mirwenpost", []),  # an address
        ("@adastone", []),  # a handle
        ("admin", []),  # a stand-in
        ("By Ada Stone for The Mirwen Post", ["Ada Stone"]),
        ("배윤경,이상현", ["배윤경", "이상현"]),
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
        ([{"@type": "Person", "name": "Ada Stone"}, {"@type": "Person", "name": "Bo Reed"}], (["Ada Stone", "Bo Reed"], False)),
        ({"@type": "Person", "name": ["Ada Stone", "Bo Reed"]}, (["Ada Stone", "Bo Reed"], False)),
        ({"@type": "Person", "givenName": "Ada", "familyName": "Stone"}, (["Ada Stone"], False)),
        ({"@type": "Organization", "name": "mirwenpost.example"}, (["mirwenpost.example"], True)),
        ([{"@type": "Organization", "name": "Wire"}, {"@type": "Person", "name": "Ada Stone"}], (["Ada Stone"], False)),
        ({"@type": "Person", "name": "Ada &amp; Bo"}, (["Ada", "Bo"], False)),
        (7, ([], False)),
        (None, ([], False)),
    ],
)
def test_names_in_node(value: object, wanted: tuple[list[str], bool]) -> None:
    assert names_in_node(value) == wanted


@pytest.mark.parametrize(
    ("html", "wanted"),
    [
        ('<h1>Rain</h1><a rel="author" href="/a">Ada Stone</a>', ["Ada Stone"]),
        ('<h1>Rain</h1><p class="article-byline">By <span class="author-name">Ada Stone</span>, Mirwen</p>', ["Ada Stone"]),
        ('<h1>Rain</h1><ul class="metaAuthorList"><li>Ada Stone</li></ul>', ["Ada Stone"]),  # words run together
        ("<h1>Rain</h1><p>By Ada Stone</p>", ["Ada Stone"]),
        ('<p class="author">Menu Person</p><h1>Rain</h1><p>It rained.</p>', []),  # above the headline: another article's
        ('<h1>Rain</h1><p class="authors">all our authors</p>', []),  # no name
    ],
)
def test_names_on_page(html: str, wanted: list[str]) -> None:
    tree = parse(html)
    assert tree is not None
    assert names_on_page(tree, next(tree.iter("h1"))) == wanted
