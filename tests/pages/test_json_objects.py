"""JSON in the shapes that it is met in: lines, objects, arrays, answers of services, HAR; with the facts beside the text."""

from __future__ import annotations

import base64
import gzip
import io
import json
from pathlib import Path

import pytest

from sayso.articles import build_article
from sayso.options import PageOptions
from sayso.pages.inputs import read_pages
from sayso.pages.json_objects import page_in
from sayso.record import Article, Page, Refusal

COUNCIL = "The harbour council will close the quay, Mayor Ana Dovrel said on Tuesday."
HTML = "<html><body><p>Rain</p></body></html>"


def read(value: object, folder: Path, name: str = "a.json", **options: object) -> list[Page | Refusal]:
    (folder / name).write_text(value if isinstance(value, str) else json.dumps(value, indent=2), encoding="utf8")
    return list(read_pages([str(folder / name)], PageOptions(**options)))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("beside", "facts"),
    [
        ({"title": "Quay", "date": "2031-03-14"}, ("Quay", "2031-03-14", None, (), None)),
        ({"headline": "Quay", "published": "2031-03-14T09:20:00Z"}, ("Quay", "2031-03-14T09:20:00+00:00", None, (), None)),
        ({"headline": "Quay", "title": "Quay | Courier"}, ("Quay", None, None, (), None)),
        ({"authors": ["Mara Venn", "Bo Reed"], "outlet": "Courier"}, (None, None, None, ("Mara Venn", "Bo Reed"), "Courier")),
        ({"author": "By Mara Venn, Bo Reed"}, (None, None, None, ("Mara Venn", "Bo Reed"), None)),
        (
            {  # schema.org
                "@type": "NewsArticle",
                "datePublished": "2031-03-14T09:20:00+01:00",
                "dateModified": "2031-03-15",
                "author": [{"@type": "Person", "name": "Mara Venn"}],
                "publisher": {"@type": "Organization", "name": "Courier"},
            },
            (None, "2031-03-14T09:20:00+01:00", "2031-03-15", ("Mara Venn",), "Courier"),
        ),
        (
            {"publish_date": 1931152800, "source_domain": "courier.example"},
            (None, "2031-03-13T07:20:00+00:00", None, (), "courier.example"),
        ),
        ({"date_publish": "March 14, 2031", "title": None, "authors": []}, (None, "2031-03-14", None, (), None)),
        ({"title": 7, "date": {"a": 1}, "authors": [None, 3, {}], "outlet": []}, ("7", None, None, (), None)),
        ({"date": "soon"}, (None, None, None, (), None)),
    ],
)
def test_the_facts_beside_a_text(beside: dict[str, object], facts: tuple[object, ...], tmp_path: Path) -> None:
    for name, value in (("a.json", {"text": COUNCIL, **beside}), ("a.jsonl", json.dumps({"text": COUNCIL, **beside}))):
        (page,) = read(value, tmp_path, name)
        assert isinstance(page, Page)
        article = build_article(page)
        assert isinstance(article, Article) and article.text.endswith(COUNCIL)
        assert (article.headline, article.published, article.updated, article.authors, article.outlet) == facts


@pytest.mark.parametrize(
    ("beside", "captured"),
    [
        ({"crawled_at": "2031-03-14T11:00:00+01:00"}, "2031-03-14T10:00:00+00:00"),
        ({"date_download": "2031-03-14 10:00:00"}, "2031-03-14T10:00:00+00:00"),
        ({"fetched": 1931248800}, "2031-03-14T10:00:00+00:00"),
        ({"fetched": 1931248800000}, "2031-03-14T10:00:00+00:00"),
        ({"fetched": True, "crawled": "yes", "retrieved": 1e300}, None),
    ],
)
def test_the_time_of_capture_by_the_names_it_has(beside: dict[str, object], captured: str | None) -> None:
    page = page_in({"text": COUNCIL, **beside}, "a", PageOptions())
    assert page and page.captured == captured


def test_capture_and_language_stand_beside_it_too(tmp_path: Path) -> None:
    (page,) = read(
        {"url": "https://c.example/1", "text": COUNCIL, "captured": "2031-03-14T10:00:00Z", "language": "English"}, tmp_path
    )
    assert isinstance(page, Page) and (page.url, page.captured) == ("https://c.example/1", "2031-03-14T10:00:00Z")
    assert page.given and page.given.language == "English"


@pytest.mark.parametrize(
    ("record", "words", "media_type"),
    [
        ({"html": HTML, "text": "Rain"}, HTML, "text/html"),
        ({"articleBody": "Rain"}, "Rain", "text/plain"),
        ({"maintext": "Rain"}, "Rain", "text/plain"),
        ({"markdown": "# Rain"}, "# Rain", "text/markdown"),
        ({"body": HTML}, HTML, None),  # it may be either
        ({"content": "Rain"}, "Rain", None),
        ({"schema:text": "Rain"}, "Rain", "text/plain"),
    ],
)
def test_the_text_by_the_names_it_has(record: dict[str, object], words: str, media_type: str | None) -> None:
    page = page_in(record, "a", PageOptions())
    assert page and (page.content.decode(), page.media_type) == (words, media_type)


@pytest.mark.parametrize(
    ("value", "inputs"),
    [
        ({"text": "Rain"}, [""]),
        ([{"text": "Rain"}, {"text": "Sun"}], [":1", ":2"]),
        ({"status": "ok", "articles": [{"content": "Rain"}, {"content": "Sun"}]}, [":1", ":2"]),
        ('{"text": "Rain"}\n{"text": "Sun"}\n', [":1", ":2"]),  # lines under the name of one object
    ],
)
def test_objects_arrays_and_answers_of_services(value: object, inputs: list[str], tmp_path: Path) -> None:
    pages = read(value, tmp_path)
    assert [page.input for page in pages] == [f"{tmp_path}/a.json{at}" for at in inputs]
    assert all(isinstance(page, Page) and page.content in (b"Rain", b"Sun") for page in pages)


def test_a_pretty_printed_object_on_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    written = json.dumps({"title": "Quay", "text": COUNCIL}, indent=2).encode()
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(written)))
    (page,) = read_pages(["-"])
    assert isinstance(page, Page) and page.content == COUNCIL.encode() and page.given and page.given.headline == "Quay"


@pytest.mark.parametrize(
    ("value", "reasons"),
    [
        ({"a": 1}, ["bad-json"]),
        ([1, {"text": "Rain"}], ["bad-json", ""]),
        ("[" * 100_000, ["bad-json"]),
        ('{"a":' * 100_000, ["bad-json"]),
        ("{broken", ["bad-json"]),
        ({"text": "x" * 300}, ["too-big"]),
        ([{"text": "Rain"}] * 100, ["too-big"]),  # of which all must be read at once
    ],
)
def test_json_that_gives_no_page_is_refused(value: object, reasons: list[str], tmp_path: Path) -> None:
    found = read(value, tmp_path, max_bytes=200 if "x" * 300 in str(value) or len(str(value)) < 2000 else 250)
    if reasons == ["bad-json"] or reasons == ["bad-json", ""]:
        found = read(value, tmp_path)
    assert [one.reason if isinstance(one, Refusal) else "" for one in found] == reasons


def test_a_bomb_of_json_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.json.gz").write_bytes(gzip.compress(b"[" + b" " * 100_000))
    (refusal,) = read_pages([str(tmp_path / "a.json.gz")], PageOptions(max_bytes=1000))
    assert isinstance(refusal, Refusal) and refusal.reason == "too-big" and "JSON lines" in refusal.detail


def entry(
    url: str, text: str = HTML, page: str | None = "p1", status: int = 200, media: str = "text/html", **content: str
) -> object:
    response = {"status": status, "content": {"mimeType": f"{media}; charset=utf-8", "text": text, **content}}
    found = {"startedDateTime": "2031-03-14T10:00:00.123Z", "request": {"url": url}, "response": response}
    return found | ({"pageref": page} if page else {})


def har(*entries: object) -> object:
    return {"log": {"version": "1.2", "creator": {"name": "x"}, "entries": list(entries)}}


@pytest.mark.parametrize("name", ["a.har", "no-ending"])
def test_the_pages_of_a_har(name: str, tmp_path: Path) -> None:
    pages = read(
        har(
            entry("https://c.example/moved", "", status=301),
            entry("https://c.example/1"),
            entry("https://ads.example/frame"),  # within the first page
            entry("https://c.example/style.css", "a{}", media="text/css"),
            entry("https://c.example/2", base64.b64encode(HTML.encode()).decode(), page="p2", encoding="base64"),
            entry("https://c.example/3", page=None),
            {"request": None},
            7,
        ),
        tmp_path,
        name,
    )
    assert [(page.url, page.input.rpartition(":")[2]) for page in pages if isinstance(page, Page)] == [
        ("https://c.example/1", "2"),
        ("https://c.example/2", "5"),
        ("https://c.example/3", "6"),
    ]
    assert all(isinstance(page, Page) and page.content == HTML.encode() for page in pages)
    assert {page.captured for page in pages if isinstance(page, Page)} == {"2031-03-14T10:00:00+00:00"}


def test_a_har_without_contents_says_so(tmp_path: Path) -> None:
    (refusal,) = read(har({"request": {"url": "https://c.example/1"}, "response": {"status": 200}}), tmp_path, "a.har")
    assert isinstance(refusal, Refusal) and refusal.reason == "empty" and "contents" in refusal.detail
    (broken,) = read(har(entry("https://c.example/1", "abc", encoding="base64")), tmp_path, "a.har")
    assert isinstance(broken, Refusal) and broken.reason == "encoding"


def test_of_prose_each_line_is_a_text_as_it_stands(tmp_path: Path) -> None:
    (page,) = read(json.dumps({"title": "Quay", "text": f" {COUNCIL}\n\n"}), tmp_path, "a.jsonl", prose=True)
    assert isinstance(page, Page)
    article = build_article(page)
    assert isinstance(article, Article) and (article.text, article.headline) == (f" {COUNCIL}\n\n", "Quay")
