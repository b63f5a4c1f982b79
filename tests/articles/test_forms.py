"""Markdown, RTF, DOCX and PDF become articles; what is no text is refused by its name, with what to do."""

from __future__ import annotations

import builtins
import re
import time

import pytest
from papers import docx, packed, paragraph, pdf

from sayso.articles import build_article
from sayso.articles.rtf import paragraphs_of
from sayso.record import Article, Given, Page, Refusal

COUNCIL = "The harbour council will close the quay, Mayor Ana Dovrel said on Tuesday."
UNION = "The dockers’ union said it had warned of the damage “three years ago”."


def read(content: str | bytes, name: str = "a", **more: object) -> Article:
    article = build_article(Page(name, content.encode() if isinstance(content, str) else content, **more))  # type: ignore[arg-type]
    assert isinstance(article, Article), article
    return article


def refused(content: bytes) -> Refusal:
    refusal = build_article(Page("a", content))
    assert isinstance(refusal, Refusal)
    return refusal


def parts(article: Article) -> list[tuple[str, str]]:
    return [(one.kind, article.text[one.start : one.end]) for one in article.paragraphs]


# Markdown


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        (f"# Quay closes\n\n{COUNCIL}", [("headline", "Quay closes"), ("body", COUNCIL)]),
        (f"Quay closes\n===\n\n{COUNCIL}", [("headline", "Quay closes"), ("body", COUNCIL)]),
        (f"## Quay closes\n\n{COUNCIL}", [("headline", "Quay closes"), ("body", COUNCIL)]),  # the highest there is
        (f"# Quay\n\n{COUNCIL}\n\n## The union\n\n{UNION}", ["headline", "body", "heading", "body"]),
        (
            "# Q\n\nThe **mayor** said [it](http://a.example/x) _rained_ `twice` on\nTuesday.",
            "The mayor said it rained twice on Tuesday.",
        ),
        ("# Q\n\n> “It rained,” she said.\n\nSo it did.", ["headline", "body", "body"]),
        ("# Q\n\n- The first point is this.\n- The second is that.", ["headline", "body", "body"]),
        (f"# Q\n\n[Home](/) [World](/w) [Sport](/s)\n\n{COUNCIL}", ["headline", "body"]),  # a menu
        (f"# Q\n\n![The quay](q.jpg)\n\n{COUNCIL}", ["headline", "body"]),
        (f"# Q\n\n* * *\n\n{COUNCIL}\n\n```\ncode = 1\n```\n", ["headline", "body"]),
        (f"# Q\n\n{COUNCIL} It cost 5 * 3 \\* 2 and a_b_c.", f"{COUNCIL} It cost 5 * 3 * 2 and a_b_c."),
        (f"# Q\n\n<div>\n\n{COUNCIL}\n\n</div>", ["headline", "body"]),
        (f"# Q\n\n<p class='a'>It &amp; <b>they</b> rained.</p>\n<!-- no. -->\n\n{COUNCIL}", ["headline", "body", "body"]),
        ("# Q\n\n<p>It &amp; <b>they</b> rained.</p>", "It & they rained."),
        (f"# Q\n\n<script>\nvar a = 'It rained.';\n</script>\n\n{COUNCIL}", ["headline", "body"]),
    ],
)
def test_markdown_without_its_marks(written: str, shown: object) -> None:
    found = parts(read(written, "story.md"))
    if isinstance(shown, str):
        assert found[-1] == ("body", shown)
    elif shown and isinstance(shown[0], str):  # type: ignore[index]
        assert [kind for kind, _ in found] == shown
    else:
        assert found == shown


@pytest.mark.parametrize(
    ("written", "facts"),
    [
        (f"# Quay\n\n*By Mara Venn, 14 March 2031*\n\n{COUNCIL}", ("Quay", ("Mara Venn",), "2031-03-14", None)),
        (f"# Quay\n\nMarch 14, 2031\n\n{COUNCIL}", ("Quay", (), "2031-03-14", None)),
        (f"# Quay\n\nBy Mara Venn and Bo Reed\n\n{COUNCIL}", ("Quay", ("Mara Venn", "Bo Reed"), None, None)),
        (
            f'---\ntitle: "Quay"\nauthor: Mara Venn\ndate: 2031-03-14\nurl: https://c.example/1\n---\n\n{COUNCIL}',
            ("Quay", ("Mara Venn",), "2031-03-14", "https://c.example/1"),
        ),
        (
            "Title: Quay\n\nURL Source: https://c.example/1\n\nPublished Time: 2031-03-14T09:20:00Z\n\nMarkdown Content:\n"
            f"# Quay\n\n{COUNCIL}",
            ("Quay", (), "2031-03-14T09:20:00+00:00", "https://c.example/1"),
        ),
    ],
)
def test_what_stands_above_markdown(written: str, facts: tuple[object, ...]) -> None:
    article = read(written, "story.md")
    assert (article.headline, article.authors, article.published, article.url) == facts
    assert parts(article) == [("headline", "Quay"), ("body", COUNCIL)]


@pytest.mark.parametrize(
    ("text", "name", "media_type", "known"),
    [
        (f"# Quay\n\n{COUNCIL} [More](https://a.example/).", "-", None, True),  # by its marks
        (f"# Quay\n\n{COUNCIL}", "-", "text/markdown", True),
        (f"# Quay\n\n{COUNCIL}", "a.MD.gz", None, True),
        (f"# Quay\n\n{COUNCIL}", "-", None, False),  # a number sign may begin a line of anything
    ],
)
def test_markdown_is_known_by_name_type_or_marks(text: str, name: str, media_type: str | None, known: bool) -> None:
    assert (read(text, name, media_type=media_type).headline == "Quay") is known


# RTF


@pytest.mark.parametrize(
    ("codes", "shown"),
    [
        (rb"{\rtf1\ansi One.\par Two.}", ["One.", "Two."]),
        (rb"{\rtf1\ansi {\b One}{\i  two}.}", ["One two."]),
        (rb"{\rtf1\ansi \u8220?No\u8221?, she said.}", ["“No”, she said."]),
        (rb"{\rtf1\ansi\uc0 \u8220 No\u8221 , she said.}", ["“No”, she said."]),
        (rb"{\rtf1\ansi \u-10179?\u-8704?.}", ["😀."]),
        (rb"{\rtf1\ansi\ansicpg1252 caf\'e9 \ldblquote a\rdblquote\emdash\~b.}", ["café “a”—\u00a0b."]),
        (rb"{\rtf1\ansi\ansicpg1251 \'cc\'fd\'f0.}", ["Мэр."]),
        (rb"{\rtf1\ansi{\fonttbl{\f0\fcharset0 A;}{\f1\fcharset238 B;}}\f1 \'b3\f0 \'e9.}", ["łé."]),
        (rb"{\rtf1\ansi{\fonttbl{\f0\fcharset128 A;}}\f0 \'93\'fa\'96\'7b.}", ["日本."]),  # two bytes a character
        (rb"{\rtf1{\field{\*\fldinst{HYPERLINK \"http://a.example\"}}{\fldrslt It}} rained.}", ["It rained."]),
        (rb"{\rtf1 Kept{\footnote a note}{\*\annotation b}{\header c}{\v hidden}{\deleted gone}.}", ["Kept."]),
        (rb"{\rtf1{\info{\title T}{\author A}}{\pict\bin4 }}{{ 0a}{\*\unknown x}Kept.}", ["Kept."]),
        (b"{\\rtf1 One\\\nTwo\\line three\\line\\line four}", ["One", "Two\nthree", "four"]),
        (rb"{\rtf1\trowd a\cell b\cell\row c}", ["a", "b", "c"]),
        (rb"{\rtf1 open {\b never closed", ["open never closed"]),
        (rb"{\rtf1 one} after the end", ["one"]),
        (rb"{\rtf1 \{a\} \\ b\_c}", ["{a} \\ b\u2011c"]),
    ],
)
def test_rtf_without_its_codes(codes: bytes, shown: list[str]) -> None:
    assert paragraphs_of(codes) == shown


def test_an_rtf_is_an_article() -> None:
    codes = rb"{\rtf1\ansi Quay closes\par " + COUNCIL.encode() + rb"\par The union\par It \u8220?warned\u8221?, it said.}"
    article = read(codes)
    assert (
        article.headline == "Quay closes" and article.text == f"Quay closes\n\n{COUNCIL}\n\nThe union\n\nIt “warned”, it said."
    )


# DOCX


def test_a_word_document_as_a_reader_sees_it() -> None:
    pytest.importorskip("docx")
    run = '<w:r><w:t xml:space="preserve">{}</w:t></w:r>'
    changed = (
        run.format("He said ")
        + f'<w:ins w:id="1">{run.format("“yes”")}</w:ins><w:del w:id="2"><w:r><w:delText>“no”</w:delText></w:r></w:del>'
        + f'<w:moveFrom w:id="3">{run.format("away")}</w:moveFrom>'
        + f'<w:hyperlink r:id="none">{run.format(" and left")}</w:hyperlink>'
        + "<w:r><w:rPr><w:vanish/></w:rPr><w:t>hidden</w:t></w:r><w:r><w:br/><w:t>early.</w:t></w:r>"
    )
    box = (
        '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:txbx><w:txbxContent>{0}</w:txbxContent></wps:txbx>'
        "</w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox><w:txbxContent>{0}</w:txbxContent></v:textbox></w:pict>"
        "</mc:Fallback></mc:AlternateContent></w:r>"
    ).format(paragraph("A box says this."))
    body = (
        paragraph("For the press")
        + paragraph("Quay closes", "Titel1")
        + paragraph("The cracks in it", "H1")
        + paragraph(changed)
    )
    body += f"<w:sdt><w:sdtContent>{paragraph(UNION)}</w:sdtContent></w:sdt>"
    body += f"<w:tbl><w:tr><w:tc>{paragraph('It cost 41 million.')}</w:tc></w:tr></w:tbl>" + paragraph(box)
    assert parts(read(docx(body))) == [
        ("headline", "Quay closes"),
        ("heading", "For the press"),
        ("heading", "The cracks in it"),
        ("body", "He said “yes” and left early."),
        ("body", UNION),
        ("body", "It cost 41 million."),
        ("body", "A box says this."),
    ]


def test_the_pictures_of_a_word_document_are_not_unpacked() -> None:
    pytest.importorskip("docx")
    content = docx(paragraph(COUNCIL), word__media__a_dot_png=b"\0" * 200_000_000)
    start = time.process_time()
    assert read(content).text == COUNCIL
    assert time.process_time() - start < 1


ENTITIES = '<!DOCTYPE x [<!ENTITY a "Lol "><!ENTITY b "&a;&a;"><!ENTITY f SYSTEM "file:///etc/passwd">]>'


def test_a_word_document_reads_no_other_file() -> None:
    pytest.importorskip("docx")
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    inner = paragraph(f"&f;{COUNCIL}")
    refusal = refused(docx(f'<?xml version="1.0"?>{ENTITIES}<w:document {space}><w:body>{inner}</w:body></w:document>'))
    assert refusal.reason == "bad-document"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (docx("<w:sdt>" * 100_000), "bad-document"),  # nested without end
        (docx(paragraph(COUNCIL)).replace(b"Types", b"Tepys"), "bad-document"),
        (docx(paragraph(COUNCIL))[:-90], "bad-document"),
        (docx(paragraph(COUNCIL), word__more_dot_xml=b" " * 70_000_000), "too-big"),
        (docx(""), "empty"),
        (pdf([]), "empty"),  # a scan
        (b"%PDF-1.7\n" + bytes(range(256)) * 20, "bad-document"),
        (b"{\\rtf1 }", "empty"),
    ],
)
def test_documents_that_cannot_be_read_are_refused(content: bytes, reason: str) -> None:
    pytest.importorskip("docx")
    pytest.importorskip("pypdfium2")
    refusal = refused(content)
    assert refusal.reason == reason, refusal


# PDF


def test_the_lines_of_a_pdf_become_paragraphs() -> None:
    pytest.importorskip("pypdfium2")
    first = [
        (72, 800, 9, "Port Sel Harbour Council - Press office"),
        (72, 770, 20, "Quay closes for"),
        (72, 748, 20, "two years"),
        (72, 700, 11, "The harbour council of Port Sel will close its eastern quay for two years,"),
        (72, 686, 11, "Mayor Ana Dovrel said on Tuesday, after engineers found cracks in elev-"),
        (72, 672, 11, "en of its forty pillars, which are well-"),
        (72, 658, 11, "known in the town."),
        (72, 636, 11, "A second paragraph stands apart, and is well-known."),
        (90, 622, 11, "A third is indented only, and its first line goes on to the right margin,"),
        (72, 608, 11, "as the mayor told all the reporters who had come to the old town"),
        (300, 30, 9, "1"),
    ]
    second = [
        (72, 800, 9, "Port Sel Harbour Council - Press office"),
        (72, 770, 11, "hall, where it rained."),
        (300, 30, 9, "2"),
    ]
    third = [
        (72, 800, 9, "Port Sel Harbour Council - Press office"),
        (72, 770, 11, "The end was a short line."),
        (300, 30, 9, "3"),
    ]
    assert parts(read(pdf(first, second, third))) == [
        ("headline", "Quay closes for two years"),
        (
            "body",
            "The harbour council of Port Sel will close its eastern quay for two years, Mayor Ana Dovrel said on Tuesday, "
            "after engineers found cracks in eleven of its forty pillars, which are well-known in the town.",
        ),
        ("body", "A second paragraph stands apart, and is well-known."),
        (
            "body",
            "A third is indented only, and its first line goes on to the right margin, as the mayor told all the reporters who "
            "had come to the old town hall, where it rained.",
        ),
        ("body", "The end was a short line."),
    ]


# What is not read


@pytest.mark.parametrize(
    ("content", "named"),
    [
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 99, "a picture (PNG)"),
        (b"\xff\xd8\xff\xe0" + b"\0" * 99, "a picture (JPEG)"),
        (packed({"a.html": "<p>Rain"}), "a ZIP archive"),
        (b"PK\x03\x04" + b"\0" * 26 + b"mimetypeapplication/epub+zip", "a book (EPUB)"),
        (packed({"xl/workbook.xml": "x"}), "an Excel workbook (XLSX)"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 99, "Word, Excel or Outlook before 2007"),
        (b"\x7fELF" + b"\0" * 99, "a program"),
        (b"Rar!\x1a\x07" + b"\0" * 99, "a RAR archive"),
        (bytes(range(32)) * 40, "no text"),
    ],
)
def test_what_is_not_read_is_refused_by_its_name(content: bytes, named: str) -> None:
    refusal = refused(content)
    assert refusal.reason == "binary" and named in refusal.detail and re.search(r"not read[.] [A-Z].+[.?]$", refusal.detail)


@pytest.mark.parametrize("content", [pdf([(72, 700, 11, COUNCIL)]), docx(paragraph(COUNCIL))], ids=["pdf", "docx"])
def test_without_the_extra_a_document_is_refused_with_what_to_install(content: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def missing(name: str, *rest: object) -> object:
        if name.partition(".")[0] in ("pypdfium2", "docx"):
            raise ModuleNotFoundError(name)
        return real(name, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(builtins, "__import__", missing)
    refusal = refused(content)
    assert refusal.reason == "needs-documents" and "pip install pypdfium2 python-docx" in refusal.detail


# What stands beside


def test_what_an_input_gives_beside_a_text_goes_before_what_is_guessed() -> None:
    given = Given("Quay closes", "14 March 2031", None, ("By Mara Venn and Bo Reed",), "The Courier", "en-GB", first=True)
    article = read(f"Cracks found\n\n{COUNCIL}", media_type="text/plain", given=given)
    assert parts(article) == [("headline", "Quay closes"), ("heading", "Cracks found"), ("body", COUNCIL)]
    facts = (article.headline, article.published, article.authors, article.outlet, article.language)
    assert facts == ("Quay closes", "2031-03-14", ("Mara Venn", "Bo Reed"), "The Courier", "en")


def test_a_headline_that_stands_in_the_text_is_not_there_twice() -> None:
    article = read(f"QUAY CLOSES\n\n{COUNCIL}", media_type="text/plain", given=Given("Quay closes", first=True))
    assert parts(article) == [("headline", "Quay closes"), ("body", COUNCIL)]


def test_prose_stays_as_it_stands_with_facts_beside_it() -> None:
    article = read(f" {COUNCIL} \n", prose=True, given=Given("Quay closes", "2031-03-14", first=True))
    assert (article.text, article.headline, article.published) == (f" {COUNCIL} \n", "Quay closes", "2031-03-14")


def test_beside_a_page_what_is_given_fills_gaps() -> None:
    html = f"<html><head><meta property=og:title content='The page says'></head><body><h1>The page says</h1><p>{COUNCIL * 4}"
    article = read(html, media_type="text/html", given=Given("The data set says", "2031-03-14"))
    assert (article.headline, article.published) == ("The page says", "2031-03-14")


def test_the_other_form_is_read_where_one_has_no_article() -> None:
    page = Page("a.eml", b"<html><body><img src=a.png></body></html>", other=Page("a.eml", COUNCIL.encode()))
    article = build_article(page)
    assert isinstance(article, Article) and article.text == COUNCIL
