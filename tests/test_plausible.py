"""The generator that the store is measured with: the same for a seed, true in every span, and shaped like news."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "benchmarks"))
import plausible
import plausible_pages

from sayso.articles.building import build_article
from sayso.copies import bands
from sayso.evidence import check_evidence
from sayso.record import Article, Page

COUNT = 400


@pytest.fixture(scope="module")
def made() -> list[plausible.Made]:
    return list(plausible.articles(COUNT))


def test_a_seed_gives_the_same_articles(made: list[plausible.Made]) -> None:
    again = list(plausible.articles(50))
    first = {one.page_sha256: one for one in made}
    assert all(first.get(one.page_sha256) == one for one in again), "the first of many are those of a few"
    assert next(plausible.articles(1, seed=2)) != made[0]


def test_every_span_holds_its_words(made: list[plausible.Made]) -> None:
    for one in made:
        check_evidence(one.reading)


def test_articles_are_as_long_as_news(made: list[plausible.Made]) -> None:
    words = sum(len(one.reading.article.text.split()) for one in made) / len(made)
    statements = sum(len(one.reading.statements) for one in made) / len(made)
    assert 380 < words < 500 and 13 < statements < 17, (words, statements)


def test_statements_are_of_all_kinds(made: list[plausible.Made]) -> None:
    said = [statement for one in made for statement in one.reading.statements]
    manners = Counter(statement.manner for statement in said)
    assert all(manners[manner] > len(said) / 20 for manner in ("direct", "mixed", "indirect")), manners
    for name, share in (("relay", 0.1), ("addressee", 0.05), ("within", 0.1)):
        assert sum(bool(getattr(statement, name)) for statement in said) > share * len(said), f"hardly any {name}"
    assert any(len(statement.content) > 1 for statement in said) and any(statement.speaker is None for statement in said)


def test_names_are_few_and_frequent_or_many_and_rare(made: list[plausible.Made]) -> None:
    named = Counter(party.name for one in made for party in one.reading.parties)
    assert named.most_common(1)[0][1] > len(made) / 20, "somebody is in the news every day"
    assert sum(count == 1 for count in named.values()) > len(named) / 2, "most are there once"


def test_addresses_come_again_with_another_text(made: list[plausible.Made]) -> None:
    texts: dict[str, set[str]] = {}
    for one in made:
        texts.setdefault(one.reading.article.url or "", set()).add(one.reading.article.text)
    assert len(texts) == COUNT
    assert 0 < sum(len(held) > 1 for held in texts.values()) < COUNT / 10


def test_wire_copies_share_a_band(made: list[plausible.Made]) -> None:
    met: dict[int, set[str]] = {}
    for one in made:
        for band in bands(one.reading.article):
            met.setdefault(band, set()).add(one.reading.article.outlet or "")
    assert max(map(len, met.values())) >= 2, "no two outlets carry one story"


def test_captures_are_in_the_order_of_their_days(made: list[plausible.Made]) -> None:
    days = [one.captured[:10] for one in made]
    assert days == sorted(days) and days[0] == plausible.FIRST_DAY.date().isoformat()
    assert 3 <= len(set(days)) <= 6, "a hundred a day"


def test_a_page_is_read_as_the_article_it_was_made_from(made: list[plausible.Made]) -> None:
    article = made[0].reading.article
    found = build_article(Page("page.html", plausible_pages.page(article)))
    assert isinstance(found, Article)
    assert (found.url, found.headline, found.outlet, found.published) == (
        article.url, article.headline, article.outlet, article.published,
    )  # fmt: skip
    body = [article.text[p.start : p.end] for p in article.paragraphs if p.kind == "body"]
    # A standfirst that says the same as the description may stand at the head of the body, as on pages that repeat it.
    assert [found.text[p.start : p.end] for p in found.paragraphs if p.kind == "body"][-len(body) :] == body


@pytest.mark.parametrize("name", ["pages.warc", "pages.warc.gz"])
def test_an_archive_holds_every_page(name: str, tmp_path: Path, made: list[plausible.Made]) -> None:
    from fastwarc.warc import ArchiveIterator, WarcRecordType

    path = tmp_path / name
    size = plausible_pages.write_warc(path, made[:6], beside=1)
    assert path.stat().st_size == size or name.endswith(".gz")
    with path.open("rb") as stream:
        found = [
            (record.headers["WARC-Target-URI"], record.http_content_type)
            for record in ArchiveIterator(stream, record_types=WarcRecordType.response)
        ]
    assert [url for url, media in found if media == "text/html"] == [one.reading.article.url for one in made[:6]]
    assert len(found) == 12, "each article with a picture beside it"
