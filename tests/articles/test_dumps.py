"""Dumps and plain text: what is a dump, lines by form, broken sentences, each passage once, facts."""

import pytest
from hypothesis import given, settings, strategies as st

from sayso.articles.datelines import written_time
from sayso.articles.dumps.blocks import join
from sayso.articles.dumps.body import is_ending, is_promotion
from sayso.articles.dumps.building import read_dump
from sayso.articles.dumps.bylines import authors
from sayso.articles.dumps.facts import datelines, images, iso
from sayso.articles.dumps.headline import as_far_as, without_outlet
from sayso.articles.dumps.lines import form_of, interface_words, lines_of, plain, schema_types, sentences_of
from sayso.articles.dumps.repair import once, restored
from sayso.articles.plain import is_dump, is_markup, read_plain
from sayso.languages import entries
from sayso.record import Article, Page, Refusal

PAGE = Page("test", b"")

DUMP = """https://wire.example/20310314/ferry-strike-stops-boats-in-port-sel-for-a-week-22901.html
Ferry Strike Stops Boats in Port Sel for a Week
Ferry Strike Stops Boats in Port Sel for a Week
The crews of all nine ferries walked off at dawn on Friday, and the harbour master... 14.03.2031, Sel Wire
2031-03-14T08:11+0000
2031-03-14T10:48+0000
harbour
/html/head/meta[@name='og:title']/@content
https://img.wire.example/2290418831_0:110:3000:1798_1920x0_80.jpg
The union said the crews had waited two years for an answer, and that they would not wait a third one while the company \
counted its profits.The company told another story."We made an offer on Monday and heard nothing," its director, Oda Brum, \
said.Passengers slept on benches and shared their bread with the night watch, a porter recalled.Talks Resume MondayBoth sides \
are to meet in Sel Hall on Monday, the mayor announced.
Sel Wire
desk@wire.example
+99705550144
en_EN
https://img.wire.example/2290418831_250:0:2750:1875_1920x0_80.jpg
Ferry Strike Stops Boats in Port Sel for a Week
Subscribe
The crews of all nine ferries walked off at dawn on Friday, and the harbour master sent the passengers home.
The union said the crews had waited two years for an answer, and that they would not wait a third one while
the company
counted its profits.
The company told another story.
"We made an offer on Monday and heard nothing," its director,
Oda Brum
, said
.
Talks Resume Monday
Both sides are to meet in
Sel Hall
on Monday, the mayor announced.
Read more
"""


@pytest.mark.parametrize(
    ("line", "form"),
    [
        ("https://wire.example/a", "address"),
        ("https://img.wire.example/1_0:1:2.jpg", "image"),  # a crop in the name
        ("2031-03-14T08:11+0000", "time"),  # no colon in the offset, no seconds
        ("/html/head/meta[@name='og:title']/@content", "selector"),
        ("desk@wire.example", "email"),
        ("+99705550144", "number"),  # digits alone: a phone number or any other
        ("+99 (705) 550-144", "phone"),
        ("2031", "number"),
        ("en_EN", "locale"),
        (".", "mark"),
        ("NewsArticle", "type"),
        ("window.dataLayer = window.dataLayer || [];", "code"),
        ("READ MORE »", "interface"),
        ("14 March 2031, 09:02", "date"),
        ("Talks Resume Monday", "phrase"),
        ("The mayor said she would stay.", "sentence"),
        ("「雨が降るでしょう」と市長は述べた。", "sentence"),  # no spaces: two characters count as a word
    ],
)
def test_forms(line, form):
    assert form_of(line) == form


@pytest.mark.parametrize(
    ("lines", "want"),
    [
        ("it said in a readout\n.", ["it said in a readout."]),  # a stop alone after a link
        ("The palace issued a statement\nfollowing the call.", ["The palace issued a statement following the call."]),
        # a name between, then a mark
        ("and later that day she told\nThe Post\n: it rains.", ["and later that day she told The Post: it rains."]),
        ("Sel\n's mayor left early.", ["Sel's mayor left early."]),  # a possessive after a link
        ("Talks Resume Monday\nBoth sides agreed to come.", ["Talks Resume Monday", "Both sides agreed to come."]),  # a heading
        ("The boats stayed in.\nThe crews went home.", ["The boats stayed in.", "The crews went home."]),  # two paragraphs
        ("Menu\nhome of news", ["Menu", "home of news"]),  # a button does not start a sentence
        ('"We stay,"\nshe said.', ['"We stay," she said.']),  # the words of a quotation were a link
    ],
)
def test_broken_sentences(lines, want):
    assert [block.text for block in join(lines_of(lines))] == want


@pytest.mark.parametrize(
    ("text", "want"),
    [
        ("It rained.She left.", ["It rained.", "She left."]),
        ('"It rains."She left.', ['"It rains."', "She left."]),  # the mark closes
        ('She left."It rains," he said.', ["She left.", '"It rains," he said.']),  # the mark opens
        ("The U.S. fleet. It left.", ["The U.S. fleet. It left."]),  # stops with a space
    ],
)
def test_glued_paragraphs(text, want):
    assert sentences_of(text) == want


def test_a_dump_becomes_one_clean_article():
    article = read_dump(DUMP, PAGE)
    assert isinstance(article, Article)
    parts = [(p.kind, article.text[p.start : p.end]) for p in article.paragraphs]
    assert parts[0] == ("headline", "Ferry Strike Stops Boats in Port Sel for a Week")
    assert [words for kind, words in parts if kind == "heading"] == ["Talks Resume Monday"]
    body = [words for kind, words in parts if kind == "body"]
    assert body[0].startswith("The crews of all nine ferries walked off")
    assert body[1].endswith("while the company counted its profits.")
    assert body[3] == '"We made an offer on Monday and heard nothing," its director, Oda Brum, said.'
    assert body[4].startswith("Passengers slept on benches")  # only the flattened copy has it
    assert body[5] == "Both sides are to meet in Sel Hall on Monday, the mayor announced."
    for gone in ("og:title", "desk@", "Subscribe", "Read more", "en_EN", "1920x0"):
        assert gone not in article.text
    assert article.text.count("counted its profits") == 1
    assert article.standfirst == body[0]
    assert article.published == "2031-03-14T08:11+00:00"
    assert article.updated == "2031-03-14T10:48+00:00"
    assert (article.outlet, article.section, article.language) == ("Sel Wire", "harbour", "en")
    assert len(article.images) == 1  # two crops of one picture


POEM = "\n".join(["The boat went out", "The boat came in", "And no one asked", "Where it had been", "", "O bell"] * 3)
PASTED = """Ferries stay in port

PORT SEL - The crews walked off at dawn, the union said. "We will be back on Monday," said Oda Brum, its leader.

The company denied that an offer had been made.

Published on 14 March 2031"""


@pytest.mark.parametrize(
    ("text", "want"),
    [
        (DUMP, True),
        (POEM, False),
        (PASTED, False),
        ("The crews walked off. " * 200, False),
        ("", False),
        ("\n".join(["Home", "World", "Money", "Sport", "Arts", "Food", "Maps", "Log in"]) + "\n" + "One word more. " * 9, True),
        (
            "\n".join(f"Port {n}" for n in range(90)) + "\n12\n13\nwww.sel.example/a\n" + f"{'One word more and ' * 6}.\n" * 2,
            True,
        ),  # a long menu
    ],
)
def test_what_is_a_dump(text, want):
    assert is_dump(text) is want


@pytest.mark.parametrize(
    ("text", "want"),
    [
        ("14:27 GMT 14.03.2031 (Updated: 15:23 GMT 14.03.2031) Subscribe", "2031-03-14T14:27+00:00"),
        ("Published Fri, Mar 14 2031 2:23 PM EDT", "2031-03-14T14:23-04:00"),
        ("14.03.2031, 11.08 Uhr", "2031-03-14T11:08"),  # no zone named: none given
        ("2031年3月14日 14:05", "2031-03-14T14:05"),
        ("03/04/2031 10:00", None),  # April or March
        ("31.02.2031 10:00", None),  # no such day
        ("March 14, 2031", None),  # a day without a clock
    ],
)
def test_written_times(text, want):
    assert written_time(text) == want


def test_small_facts():
    assert datelines(["14:27 GMT 14.03.2031 (Updated: 15:23 GMT 14.03.2031)"])[1] == "2031-03-14T15:23+00:00"
    assert datelines(["Published Fri, Mar 14 2031", "2:23 PM EDT"])[0] == "2031-03-14T14:23-04:00"
    assert iso("2031-99-14T08:11+0000") is None
    assert images(lines_of("https://a.example/logo.png\nhttps://a.example/boat.jpg?w=1\nhttps://a.example/boat.jpg?w=2")) == (
        "https://a.example/boat.jpg?w=1",
    )


@pytest.mark.parametrize(
    ("near", "want"),
    [
        ("14 March\nBy Ana Brel and Tom Oske", ("Ana Brel", "Tom Oske")),
        ("By the sea it rained", ()),
        ("Von\nAna Brel\n19.10.2031", ("Ana Brel",)),
        ("Column by:\nAna Brel\nand\nTom Oske\nIt rained all day.", ("Ana Brel", "Tom Oske")),
        ("Author of the article:\nAna van der Brel\nPublished", ("Ana van der Brel",)),
        ("By\nAna Brel For Sel Wire\nPublished:", ("Ana Brel",)),
        ("The bridge was built\nby\nAna Brel\nin a year, the mayor said.", ()),  # a sentence broken at its link
        ("By\nsubscribing you accept our terms", ()),
        ("Thomas Brel\nFriday 14 March 2031 08:49 GMT", ("Thomas Brel",)),  # beside a date, and with a known given name
        ("World News\nFriday 14 March 2031 08:49 GMT", ()),  # nobody's name
        ("Friday 14 March 2031 08:49 GMT\nThomas Brel\nRead Also\nSubscribe", ("Thomas Brel",)),
        ("Thomas Brel\nAnna Oske\nFriday 14 March 2031 08:49 GMT", ("Thomas Brel", "Anna Oske")),
        ("Thomas Brel\nSubscribe", ()),  # nothing says that he wrote it
        # a name that no list knows, above the body, beside its day in any language
        ("Sel\nOrvad Brelun\n30. Juni 2031,\n15:59 Uhr\nIt rained all day, the mayor said.", ("Orvad Brelun",)),
        ("Sel\nОрвад Брелюн\nТом Оск\n8 января, 17:46\nIt rained all day, the mayor said.", ("Орвад Брелюн", "Том Оск")),
        ("Sel\n2031/1/21 20:50\n大渡 美咲\nIt rained all day, the mayor said.", ("大渡 美咲",)),
        ("Sel\nOrvad Brelun\n·\nSel News\n·\nPosted: Aug 08, 2031\nIt rained all day, the mayor said.", ("Orvad Brelun",)),
        ("Sel\nOrvad Brelun\n30. Juni 2031\n" + "Menü\n" * 12 + "It rained all day, the mayor said.", ()),  # not above the body
        ("Sel\nOrvad Brelun\nMehr\nIt rained all day, the mayor said.", ()),  # no day
        ("Sel\nWetter: Mirwen\n30. Juni 2031\nIt rained all day, the mayor said.", ()),
        (
            "It rained in Sel.\nIt rained in Brel.\nIt rained in Oske.\nOrvad Brelun\n30. Juni 2031\nIt rained on and on.",
            (),
        ),
        ("By\nAna Brel\n, News Reporter\n11:48, Thu, Jul 18, 2031", ("Ana Brel",)),
        ("Kolumne von Ana Brel\n-\n28.04.2031 um 08:52 Uhr", ("Ana Brel",)),
        ("Kolumne von Ana Brel - 28.04.2031 um 08:52 Uhr", ("Ana Brel",)),
        ("Thomas von Brel Oske\n28.04.2031", ("Thomas von Brel Oske",)),
        ("Kolumne von Ana Brel\nMehr", ()),
        ("배윤경 기자\nbykj@a.example\n이상현 기자\n댓글", ("배윤경", "이상현")),
        ("법정에 선 기자\n전체 기자", ()),  # "the reporter in court", "all reporters"
        ("Foto von Ada Stone - 28.04.2031\nBy Ana Brel", ("Ana Brel",)),
        ("Rücktritt von Orvad Brelun\n28.04.2031", ()),
        ("Side by Side Living\n28.04.2031", ()),
        ("Films inspired\nby\n“Star Wars”\nMore", ()),
        ("Sel win\nThomas Brel\n3-1\nIt rained all day, the mayor said.", ()),
        ("Sel\nOrvad Brelun\n1.5 million homes lost power\nIt rained all day, the mayor said.", ()),
        ("Sel\nClimate Change\n28.04.2031\nIt rained all day, the mayor said.", ()),
    ],
)
def test_bylines(near, want):
    assert authors([], lines_of(near)) == want


def test_the_persons_of_linked_data_are_the_authors():
    lines = ["NewsArticle", "Person", "Ana Brel", "https://a.example/ana", "Person", "Tom Oske"]
    later = ["Menu"] * 9 + ["Person", "The Mayor Himself"]  # of whom the article tells
    assert authors(lines_of("\n".join(lines + later)), lines_of("By Oda Brum")) == ("Ana Brel", "Tom Oske")
    assert authors(lines_of("Person\nhttps://a.example/ana\nPerson\nin charge"), []) == ()
    assert authors(lines_of("Person\nProducer\nPerson\nAna Brel (abr)"), []) == ("Ana Brel",)


@pytest.mark.parametrize("marks", ["* * * * * * * *", "★ ★ ★ ★ ★ ☆ ☆ ☆ ☆ ☆", "-" * 3000])
def test_a_line_of_marks_is_read_over(marks):
    long = "It rained all day in the port of Sel and the river rose by two metres, " * 6 + "the mayor said."
    text = f"Home\nRain over the port of Sel\n{marks}\n{long}\nThe river fell on Tuesday, and nobody was hurt."
    reading = read_dump(text, Page("d", b""))
    assert isinstance(reading, Article) and "the mayor said." in reading.text and marks not in reading.text


def test_a_label_of_the_menu_is_nobody_beside_a_day():
    near = "Rain in Sel\nOrvad Brelun\n30. Juni 2031\nIt rained all day, the mayor said."
    lines = lines_of("Home\nOrvad Brelun\n" + near)
    assert authors(lines[2:], lines[2:]) == ("Orvad Brelun",)
    assert authors(lines, lines[2:]) == ()


@pytest.mark.parametrize(
    ("title", "url", "elsewhere", "want"),
    [
        ("Rain in Sel | Port Post", "https://www.portpost.example/rain", "", "Rain in Sel"),  # the host's name
        ("Rain in Sel - Port Post", None, "menu about port post login", "Rain in Sel"),  # it stands on the page
        ("Rain in Sel - Port Post", None, "menu login", "Rain in Sel - Port Post"),  # who says that it is an outlet?
        ("Rain and snow: Sel – under water", None, "menu", "Rain and snow: Sel – under water"),
        ("Rain in Sel", "https://www.portpost.example/rain", "rain in sel", "Rain in Sel"),
    ],
)
def test_a_titles_outlet_is_cut_off(title, url, elsewhere, want):
    assert without_outlet(title, url, elsewhere) == want


BODY = "\n".join(
    f"The mayor of Port Sel said on day {n} that the ferries would sail again by the end of the week." for n in range(4)
)


def test_a_headline_in_two_lines_is_written_as_in_the_title():
    menu = "Harbour\nFerries\nWeather\nSport\nLetters\nNotices\nCrossword\nTides"
    told = f"Strike in Sel: Two go - and nobody comes | Sel Wire\n{menu}\nStrike in Sel\nTwo go - and nobody comes\n{BODY}"
    article = read_dump(told, PAGE)
    assert isinstance(article, Article) and article.headline == "Strike in Sel: Two go - and nobody comes"


def test_a_standfirst_need_not_end_in_a_stop():
    below = "Nine crews walk off, a hundred boats lie idle and nobody knows for how long"
    article = read_dump(f"Ferries stop in Port Sel\nMenu\nFerries stop in Port Sel\n{below}\nBy\nAna Brel\n{BODY}", PAGE)
    assert isinstance(article, Article)
    assert (article.headline, article.standfirst, article.authors) == ("Ferries stop in Port Sel", below, ("Ana Brel",))


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("rain in sel", "Rain, in Sel"),
        ("rain in sel and wind", "Rain, in Sel; and wind"),
        ("rain in sel and wind and the end of it", "Rain, in Sel; and wind!"),  # more words than the text has: all of it
        ("", "Rain"),
    ],
)
def test_a_title_is_cut_behind_its_words(words, wanted):
    assert as_far_as("Rain, in Sel; and wind!", words) == wanted


@pytest.mark.parametrize(
    ("title", "around"),
    [
        ("Ferries stop in Port Sel | Sel Wire", "Ferries stop in Port Sel"),  # the outlet's name behind it
        ("Ferries stop in Port Sel - Sel Wire", "Ferries stop in Port Sel14.03.2031Ana Brel"),  # glued to what stood beside it
        ("index, follow, max-image-preview:large", "Ferries stop in Port Sel"),  # what is for machines is no headline
    ],
)
def test_the_headline_among_a_dumps_lines(title, around):
    dump = f"{title}\nhttps://wire.example/ferries-stop-in-port-sel\nHome\nNews\n{around}\n{BODY}"
    article = read_dump(dump, PAGE)
    assert isinstance(article, Article)
    assert article.headline == "Ferries stop in Port Sel"


def test_entities_are_undone():
    article = read_dump(f"Brel &amp; Co stop in Port Sel\nMenu\nHome\nBrel &amp; Co stop in Port Sel\n{BODY}", PAGE)
    assert isinstance(article, Article)
    assert article.headline == "Brel & Co stop in Port Sel"


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            f"Ferries stop in Port Sel | Sel Wire\nFerries stop in Port Sel\n{'It rained all day long. ' * 9}",
            True,
        ),  # said twice
        (f"HomeNewsSportWeather TravelFoodMoneyOpinion\nFerries stop\n{'It rained all day long. ' * 9}", True),  # a glued menu
        ("Ferries stop in Port Sel\n\nThe crews walked off.\n\nNobody minded the rain, she said.", False),
        ("It rained over Port Sel.\nIt rained over Port Sel.\nIt rained over Port Sel.", False),  # sentences said again
    ],
)
def test_a_dump_without_machine_lines(text, wanted):
    assert is_dump(text) is wanted


def test_each_passage_once_and_lost_ones_back():
    parts = [("body", "one two three four five six seven eight nine ten"), ("body", "an end of it all for the day")]
    assert once([*parts, parts[0]]) == parts
    copy = f"{parts[0][1]}.A lost passage of more than six words.{parts[1][1].capitalize()}."
    assert [words for _, words in restored(parts, [copy])][1] == "A lost passage of more than six words."


@pytest.mark.parametrize("row", [row[0] for row in entries("en", "interface")])
def test_every_interface_word_is_found(row):
    assert plain(row) in interface_words() and form_of(row.title()) in ("interface", "type")


def test_every_phrase_of_the_lists_is_found():
    assert all(is_promotion(f"Now {row[0]} now") for row in entries("en", "promotions"))
    assert all(is_ending(row[0].title()) for row in entries("en", "endings"))
    assert {form_of(name) for name in schema_types()} <= {"type", "address", "locale", "interface"}


def test_plain_text():
    article = read_plain("A ferry stays\n\nThe crews walked off at\ndawn, she said.\n\nMonday\n\nIt sails again.", PAGE)
    assert isinstance(article, Article)
    assert [(p.kind, article.text[p.start : p.end]) for p in article.paragraphs] == [
        ("headline", "A ferry stays"),
        ("body", "The crews walked off at dawn, she said."),
        ("heading", "Monday"),
        ("body", "It sails again."),
    ]
    assert isinstance(read_plain(" \n\t\x00", PAGE), Refusal)


LINES = st.sampled_from([*DUMP.split("\n"), "", "\x00", "\ud800", '"', "。", "»", "a." * 50, "0" * 500, "-->", "function(){};"])


@settings(max_examples=150, deadline=None)
@given(st.one_of(st.text(), st.lists(LINES, max_size=40).map("\n".join), st.lists(LINES, max_size=40).map("".join)))
def test_any_text_gives_an_article_or_a_refusal(text):
    is_dump(text)
    for read in (read_dump, read_plain):
        got = read(text, PAGE)
        assert got == read(text, PAGE)
        if isinstance(got, Article):
            assert all(0 <= p.start < p.end <= len(got.text) for p in got.paragraphs)
        else:
            assert got.reason in ("no-article", "empty")


TOLD = """The council of Port Sel will close its eastern quay for two years, Mayor Ana Dovrel said on Tuesday after a storm.
“We cannot ask dockers to work on a quay that may fall,” Dovrel told reporters at the town hall. “The money will be found.”
The dockers’ union said it had warned of the damage three years ago, and that nobody had looked under the water since then.
A spokeswoman for the ministry denied that it had known of the report before March, and added that an inquiry would begin."""
MENU = "Skip to content\nHome\nWorld\nBusiness\nSport\nOpinion\nSubscribe\nLog in"
FOOT = "\n".join(["Most read", "About us", "Privacy", "Contact", "Jobs", "Terms", "Press", "Help", "Shop", "Events"] * 3)
TITLE = "Port Sel closes its eastern quay for two years"


@pytest.mark.parametrize(
    ("before", "near", "published", "updated"),
    [
        ("", "Published: Oct. 22, 2030", "2030-10-22", None),  # a day without a clock
        ("", "2030-10-22", "2030-10-22", None),
        ("", "22.10.2030", "2030-10-22", None),
        ("", "Oct 22, 2030\n4:19 PM EST", "2030-10-22T16:19-05:00", None),  # its clock in the next line
        ("", "Updated: Oct 22, 2030", "2030-10-22", "2030-10-22"),  # all that is told
        ("", "Oct 21, 2030\nUpdated:\nOct 22, 2030", "2030-10-21", "2030-10-22"),
        # a day and the time of a change, as machines tell them
        ("https://courier.example/quay\n2030-10-22\n2030-10-24T11:00:00+00:00", "", "2030-10-22", "2030-10-24T11:00:00+00:00"),
        ("https://courier.example/quay\n2030-10-22\n2030-10-22T11:00+00:00", "", "2030-10-22T11:00+00:00", None),
        ("https://courier.example/2030/10/22/quay", "", "2030-10-22", None),  # the address
        ('{"headline": "Quay", "publication_date": "2030-10-22 09:00:00"}', "", "2030-10-22T09:00", None),  # data
        ("", "03/04/2030", None, None),  # the third of April, or March the fourth
        ("en_GB", "03/04/2030", "2030-04-03", None),
        ("", "", None, None),
    ],
)
def test_when_a_dump_was_published(before: str, near: str, published: str | None, updated: str | None) -> None:
    text = "\n".join(part for part in (before, TITLE, MENU, TITLE, "By Mara Venn", near, TOLD, "Share\nMost read") if part)
    article = read_dump(text, PAGE)
    assert isinstance(article, Article)
    assert (article.published, article.updated) == (published, updated)


@pytest.mark.parametrize(
    ("line", "form"),
    [
        ("/world/quay-closed?page=2", "address"),  # a link within the site
        ("../quay.html", "address"),
        ("news/quay.php#top", "address"),
        ("javascript:void(0)", "address"),
        ("mailto:desk@courier.example", "address"),
        ("/images/quay.jpg?h=1", "image"),
        ("data:image/svg+xml,%3Csvg%20viewBox='0 0 1 1'%3E", "image"),
        ("/ Mara Venn", "phrase"),
        ("and/or", "phrase"),
        ("News: quay closed", "phrase"),
    ],
)
def test_what_attributes_leave_in_a_dump_is_no_words(line: str, form: str) -> None:
    assert form_of(line) == form


def test_a_link_within_the_site_parts_no_sentence() -> None:
    parted = (
        "In May it had voted to keep\n/world/quay\nthe eastern quay open until autumn\n../autumn.html\n, and to pay for it."
    )
    first, rest = TOLD.split("\n", 1)
    article = read_lines(TITLE, MENU, TITLE, first, parted, rest, "Share", FOOT)
    assert "In May it had voted to keep the eastern quay open until autumn, and to pay for it." in article.text


def read_lines(*parts: str) -> Article:
    article = read_dump("\n".join(parts), PAGE)
    assert isinstance(article, Article)
    return article


def test_todays_day_in_the_menu_below_the_pages_title_is_not_the_articles() -> None:
    menu = f"Thursday, November 9th 2031\n{MENU}\n{FOOT}"
    article = read_lines(TITLE, menu, "Harbour news", "By Mara Venn", "November 8, 2031", TOLD, "Share\nMost read")
    assert article.published == "2031-11-08"


def test_above_the_text_the_nearest_day_counts_with_its_own_label() -> None:
    shown = "PUBLISHED:\nNovember 8, 2031 at 5:49 p.m.\n| UPDATED:\nNovember 9, 2031 at 6:17 p.m."
    article = read_lines(TITLE, MENU, FOOT, "Harbour news", shown, TOLD, "Share\nMost read")
    assert (article.published, article.updated) == ("2031-11-08T17:49", "2031-11-09T18:17")


def test_a_day_that_is_said_to_be_the_publications_counts_wherever_it_stands() -> None:
    days = "Snow closes the pass\n3 May 2031\nFerries wait\n4 May 2031"
    assert read_lines(TITLE, MENU, TITLE, TOLD, FOOT, "Publish date", "22 October 2030", days).published == "2030-10-22"
    assert read_lines(TITLE, MENU, TITLE, TOLD, FOOT, "22 October 2030", days).published is None


def test_a_day_above_the_headline_counts_and_a_teasers_does_not() -> None:
    teasers = "\n".join(f"Snow closes pass number {day}\n{day} October 2030" for day in range(1, 12))
    dated = read_dump(f"{TITLE}\n{MENU}\n22 October 2030\n{TITLE}\n{TOLD}\n{teasers}", PAGE)
    silent = read_dump(f"{TITLE}\n{MENU}\n{TITLE}\n{TOLD}\n{teasers}", PAGE)
    assert isinstance(dated, Article) and dated.published == "2030-10-22"
    assert isinstance(silent, Article) and silent.published is None


def test_data_in_a_line_is_no_passage() -> None:
    pairs = ", ".join(f'"dimension{n}" : "Word{n} and harbour{n}, quay.  Word{n} went on and on."' for n in range(60))
    article = read_dump(f"{TITLE}\n{{ {pairs} }}\n{MENU}\n{TITLE}\n{TOLD}", PAGE)
    assert isinstance(article, Article)
    assert "harbour7" not in article.text and article.text.count("\n\n") == 4


def test_tags_in_one_value_make_no_html_of_a_dump() -> None:
    passages = "".join(f"<p>{line}</p>" for line in TOLD.splitlines())
    text = f"https://courier.example/quay\n{TITLE}\n{passages}\nNewsArticle\n{MENU}\n{TITLE}\n" + "\n".join(
        f"Label {n}" for n in range(20)
    )
    assert not is_markup(text)
    article = read_dump(text, PAGE)
    assert isinstance(article, Article)
    assert "<p>" not in article.text and [line for line in TOLD.splitlines() if line not in article.text] == []


def test_attributes_between_the_lines_do_not_part_sentences() -> None:
    text = (
        f"{TITLE}\n{MENU}\n{TITLE}\nhttps://courier.example/dovrel\nThe harbour council will close its\n"
        f"Read more about the quay\nhttps://courier.example/quay\nRead more about the quay\n"
        f"A crane at dusk\nhttps://courier.example/crane.jpg\n{TOLD}"
    )
    article = read_dump(text, PAGE)
    assert isinstance(article, Article)
    assert "A crane at dusk" not in article.text
    assert article.text.count("Read more about the quay") <= 1


def test_an_article_of_items_between_short_lines_goes_on() -> None:
    items = "\n".join(
        f"{n}. Quay number {n}\nLength\n{n}00 m\nOwner\nTown\nPrice\n{n} million\nYear\nState\nRating\n"
        f"Quay number {n} was built after the great storm, and its harbour master says that it will stand for {n}0 years yet.\n"
        "Boats from the islands tie up here in winter, when the outer mole is closed, and the town pays for the lamps."
        for n in range(1, 16)
    )
    article = read_dump(f"{TITLE}\n{MENU}\n{TITLE}\n{TOLD}\n{items}\nRelated articles\n{FOOT}", PAGE)
    assert isinstance(article, Article)
    assert sum(f"it will stand for {n}0 years" in article.text for n in range(1, 16)) >= 12
    assert "Privacy" not in article.text
