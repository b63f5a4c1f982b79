"""When a page says that its article was published and changed: datelines, addresses, data; what is not said stays None."""

import pytest

from sayso.articles.composition import Facts
from sayso.articles.datelines import day_in_address, written, written_day, written_time
from sayso.articles.facts import facts_of
from sayso.articles.markup import blocks_of, parse

PASSAGE = (
    "The harbour council of Port Sel will close its eastern quay for two years, Mayor Ana Dovrel said on Tuesday, after "
    "engineers found cracks in eleven of its forty pillars."
)


def read(body: str, head: str = "", url: str | None = None, lang: str = "en") -> Facts:
    tree = parse(f"<!doctype html><html lang={lang}><head><title>Quay to close</title>{head}</head><body>{body}</body></html>")
    assert tree is not None
    return facts_of(tree, url, blocks_of(tree))[0]


def linked(published: str, updated: str = "") -> str:
    changed = f', "dateModified": "{updated}"' if updated else ""
    data = f'{{"@type": "NewsArticle", "headline": "Quay to close", "datePublished": "{published}"{changed}}}'
    return f'<script type="application/ld+json">{data}</script>'


@pytest.mark.parametrize(
    ("shown", "published", "updated"),
    [
        ("<div class=x>October 22, 2030, 4:19 PM</div>", "2030-10-22T16:19", None),
        ("<p>Published October 22, 2030 at 8:31am</p>", "2030-10-22T08:31", None),
        ("<p>By Mara Venn | October 22, 2030</p>", "2030-10-22", None),
        ("<span>10/22/2030 11:00 AM PT</span>", "2030-10-22T11:00-07:00", None),  # summer time
        ("<span>12/22/2030 11:00 AM PT</span>", "2030-12-22T11:00-08:00", None),
        ("<span>03/04/2031 11:00 AM ET</span>", "2031-03-04T11:00-05:00", None),  # an American zone: the month first
        ("<span>03/04/2031</span>", None, None),
        # the one day that a page shows is its day, though it is called a change's; a label may stand in a block of its own
        ("<div><span>Updated: Oct 22, 2030, 11:05 IST</span></div>", "2030-10-22T11:05+05:30", "2030-10-22T11:05+05:30"),
        ("<div>Last updated:</div><div>Oct 22, 2030</div>", "2030-10-22", "2030-10-22"),
        ("<div>22 | 10 | 2030</div>", "2030-10-22", None),
        ("<p>Oct 21, 2030 - Updated Oct 22, 2030</p>", "2030-10-21", "2030-10-22"),
        ("<p>Mara Venn<span>21.10.2030</span><span>Updated: 22.10.2030</span></p>", "2030-10-21", "2030-10-22"),  # glued
        ("<div>This story is from October 22, 2030</div>", "2030-10-22", None),
        (f"<p>PORT SEL, (22.10.2030). {PASSAGE}</p>", "2030-10-22", None),
        (f"<p>On 22.10.2030 the storm came. {PASSAGE}</p>", None, None),  # what the text tells of is no dateline
        ("<p>Founded on 28 January 1975</p>", None, None),  # nor is a day from before there were pages
        ("<aside>October 22, 2030</aside>", None, None),
        ('<div class="related">October 22, 2030</div>', None, None),
    ],
)
def test_a_dateline_below_the_headline_is_read(shown: str, published: str | None, updated: str | None) -> None:
    facts = read(f"<h1>Quay to close</h1>{shown}<p>{PASSAGE}</p><p>{PASSAGE}</p>")
    assert (facts.published, facts.updated) == (published, updated)


def test_a_dateline_may_stand_above_the_headline_and_a_teasers_may_not() -> None:
    assert read(f"<p>22 October 2030</p><h1>Quay to close</h1><p>{PASSAGE}</p>").published == "2030-10-22"
    changed = read(f"<p>22 October 2030</p><h1>Quay to close</h1><p>Updated 24 October 2030</p><p>{PASSAGE}</p>")
    assert (changed.published, changed.updated) == ("2030-10-22", "2030-10-24")
    teasers = "".join(f"<li>Snow closes the pass, {day} October 2030</li>" for day in range(1, 20))
    assert read(f"<h1>Quay to close</h1><p>{PASSAGE}</p><p>{PASSAGE}</p><ul>{teasers}</ul>").published is None


@pytest.mark.parametrize(
    "name",
    [
        "published-date",
        "publish-date",
        "w-published-date",
        "published",
        "citation_publication_date",
        "video:upload_date",
        "picture:uploaded",
    ],
)
def test_names_of_meta_elements_that_no_list_has(name: str) -> None:
    assert read("<h1>Quay to close</h1>", f'<meta name="{name}" content="2030-10-22">').published == "2030-10-22"


def test_of_meta_elements_of_weak_names_the_earliest_day_is_the_publications() -> None:
    head = '<meta name="published-time" content="2031-03-09T08:45:32Z"><meta name="published-date" content="2030-10-22">'
    assert read("<h1>Quay to close</h1>", head).published == "2030-10-22"


def test_a_change_that_only_machines_are_told_of_is_no_publication() -> None:
    facts = read(f"<h1>Quay to close</h1><p>{PASSAGE}</p>", '<meta property="og:updated_time" content="2030-10-22T09:00:00Z">')
    assert (facts.published, facts.updated) == (None, "2030-10-22T09:00:00+00:00")


def test_a_day_with_dashes_is_read_as_little_as_one_with_slashes() -> None:
    assert read("<h1>Quay to close</h1>", '<meta name="published" content="03-04-2031">').published is None
    assert read("<h1>Quay to close</h1>", '<meta name="published" content="24-04-2031">').published == "2031-04-24"
    assert read("<h1>Quay to close</h1>", '<meta name="published" content="03-04-2031">', lang="fr").published == "2031-04-03"


@pytest.mark.parametrize("name", ["publisher", "published_by", "date_modified", "expires"])
def test_names_that_tell_no_publication(name: str) -> None:
    assert read("<h1>Quay to close</h1>", f'<meta name="{name}" content="2030-10-22">').published is None


@pytest.mark.parametrize(
    ("url", "day"),
    [
        ("https://post.example/2030/10/22/quay", "2030-10-22"),
        ("https://post.example/2030/oct/22/quay", "2030-10-22"),
        ("https://post.example/blog/2030-10-22-quay", "2030-10-22"),
        ("https://post.example/quay-20301022.html", "2030-10-22"),
        ("https://post.example/meldungen/22-10-2030", "2030-10-22"),
        ("https://post.example/2030/10/quay", None),  # a month is no day
        ("https://post.example/quay-203010221", None),  # a number
        ("https://post.example/quay?day=2030-10-22", None),  # what was asked for
        ("https://20301022.example/quay", None),
        (None, None),
    ],
)
def test_the_day_in_the_address(url: str | None, day: str | None) -> None:
    assert day_in_address(url) == day
    assert read(f"<h1>Quay to close</h1><p>{PASSAGE}</p>", url=url).published == day


def test_what_a_page_shows_goes_before_its_address() -> None:
    facts = read("<h1>Quay to close</h1><p>23 October 2030</p>", url="https://post.example/2030/10/22/quay")
    assert facts.published == "2030-10-23"


@pytest.mark.parametrize(
    ("data", "shown", "published"),
    [
        # the same moment on the clock of the place, with its offset or whole hours away
        ("2030-10-23T03:28:35Z", "Oct. 22, 2030, 10:28 p.m. EST", "2030-10-22T22:28:35-05:00"),
        ("2030-10-23T03:28:35Z", "Oct 22, 2030 22:28", "2030-10-22T22:28:35-05:00"),
        ("2030-10-23T03:28:35Z", "Oct 22, 2030 22:29", "2030-10-23T03:28:35+00:00"),  # another minute: another time
        # the day shown, as the midnight that a machine wrote in UTC
        ("2030-10-21T22:00:00Z", "22. Oktober 2030", "2030-10-22T00:00:00+02:00"),
        ("2030-10-21T22:20:00Z", "22. Oktober 2030", "2030-10-21T22:20:00+00:00"),  # no midnight anywhere
        # one machine alone tells a later day: the site was moved
        ("2031-06-24", "August 25, 2030", "2030-08-25"),
        ("2030-10-22", "October 22, 2030, 4:19 PM", "2030-10-22T16:19"),  # the day of the one, the clock of the other
        ("2030-10-22T09:00:00+02:00", "October 25, 2030", "2030-10-22T09:00:00+02:00"),  # an earlier one stays
    ],
)
def test_data_and_what_a_reader_sees(data: str, shown: str, published: str) -> None:
    assert read(f"<h1>Quay to close</h1><p>{shown}</p><p>{PASSAGE}</p>", linked(data)).published == published


def test_the_day_of_the_change_is_not_taken_for_the_publication() -> None:
    facts = read("<h1>Quay to close</h1><p>October 25, 2030</p>", linked("2030-10-27T09:00:00Z", "2030-10-25T09:00:00Z"))
    assert facts.published == "2030-10-27T09:00:00+00:00"


def test_a_clock_belongs_to_its_own_day() -> None:
    assert written("Oct 22, 2031, updated Oct 24, 2031 at 9:15 am") == ("2031-10-22", 0, 12)


@pytest.mark.parametrize(
    ("words", "day_first", "day"),
    [
        ("03-04-2031", None, None),
        ("03-04-2031", True, "2031-04-03"),
        ("24/03/2031", None, "2031-03-24"),
        ("am 3. 4. 2031", None, "2031-04-03"),
        ("31.02.2031", None, None),
        ("over 40 people 2031, 3 May 2031", None, "2031-05-03"),
    ],
)
def test_numeric_days(words: str, day_first: bool | None, day: str | None) -> None:
    assert written_day(words, day_first) == day


def test_clocks_are_put_forward_in_america_from_march_to_november() -> None:
    days = ("March 9, 2031", "March 8, 2031", "November 1, 2031", "November 2, 2031")
    assert [(written_time(f"{day} 10:00 ET") or "")[-6:] for day in days] == ["-04:00", "-05:00", "-04:00", "-05:00"]
