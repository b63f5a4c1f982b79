"""Whatever stands in a file of any form, it gives pages or refusals with a reason, and an article or a refusal for each."""

from __future__ import annotations

import gzip
import io
import re
from collections.abc import Iterator

import pytest
from archives import answer, record
from hypothesis import HealthCheck, given, settings, strategies as st
from papers import docx, packed, paragraph, pdf

from sayso.articles import build_article
from sayso.options import PageOptions
from sayso.pages.inputs import read_pages
from sayso.record import Page, Refusal

LETTER = (
    b"From: A <a@b.example>\r\nSubject: =?utf-8?q?Rain?=\r\nMIME-Version: 1.0\r\n"
    b"Content-Type: multipart/alternative; boundary=x\r\n\r\n--x\r\nContent-Type: text/plain; charset=utf-8\r\n"
    b"Content-Transfer-Encoding: quoted-printable\r\n\r\nIt =E2=80=9Crained=E2=80=9D.\r\n--x\r\nContent-Type: text/html\r\n"
    b"Content-Transfer-Encoding: base64\r\n\r\nPHA+SXQgcmFpbmVkLg==\r\n--x--\r\n"
)
FILES = {
    "a.eml": LETTER,
    "a.eml.gz": gzip.compress(LETTER, mtime=0),
    "a.mbox": b"From a@b Fri Mar 14 06:00:00 2031\n" + LETTER.replace(b"\r\n", b"\n") * 2,
    "a.rtf": rb"{\rtf1\ansi{\fonttbl{\f0\fcharset238 A;}}\f0 It \u8220?rained\u8221?\'b3.\par{\*\x y}{\b Twice}.}",
    "a.md": b"---\ntitle: Rain\n---\n# Rain\n\n*By Ana Dovrel*\n\nIt **rained** [twice](https://a.example/).\n\n|a|b|\n|-|-|\n",
    "a.json": b'{"title": "Rain", "date": "2031-03-14", "authors": ["Ana Dovrel"], "text": "It rained all day long."}',
    "a.har": b'{"log": {"version": "1.2", "entries": [{"request": {"url": "http://a.example/"}, "response": {"status": 200, '
    b'"content": {"mimeType": "text/html", "text": "<p>It rained."}}}]}}',
    "a.arc": b"filedesc://a.arc 0.0.0.0 20310314090000 text/plain 6\n1 0 x\n\n"
    b"http://a.example/ 1.2.3.4 20310314090000 text/html %d\n%s\n" % (len(answer()), answer()),
    "a.wacz": packed({"archive/a.warc": record(answer())}),
    "a.docx": docx(paragraph("Rain", "Titel1") + paragraph("It rained.")),
    "a.pdf": pdf([(72, 700, 20, "Rain"), (72, 660, 11, "It rained."), (72, 646, 11, "Twice.")]),
    "a.html": b"<!-- saved from url=(0019)https://a.example/1 --><link rel=canonical "
    b"href='https://web.archive.org/web/20310314100000/https://a.example/1'><p>It rained.",
}


@pytest.mark.parametrize("name", FILES)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    breaks=st.lists(
        st.tuples(
            st.integers(0, 5_000),
            st.integers(0, 40),
            st.one_of(st.binary(max_size=6), st.sampled_from([b"{", b"--x", b"\n\n"])),
        ),
        max_size=4,
    )
)
def test_a_file_broken_anywhere_gives_pages_or_refusals(
    name: str, breaks: list[tuple[int, int, bytes]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    content = FILES[name]
    for at, size, words in breaks:
        place = at % (len(content) + 1)
        content = content[:place] + words + content[place + size :]
    path = tmp_path_factory.mktemp("form") / name
    path.write_bytes(content)
    results = list(read_pages([str(path)], PageOptions(max_bytes=1_000_000)))
    assert results
    for result in sound(results):
        assert result.input.startswith(str(path))


def sound(results: list[Page | Refusal]) -> Iterator[Page | Refusal]:
    for page in results:
        result = page if isinstance(page, Refusal) else build_article(page)
        if isinstance(result, Refusal):
            assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", result.reason) and result.detail
            assert result.reason != "unreadable"  # a file that can be opened
        yield page


@settings(max_examples=150, deadline=None)
@given(content=st.binary(max_size=300), start=st.sampled_from([b"", *(file[:40] for file in FILES.values())]))
def test_any_bytes_on_standard_input_give_pages_or_refusals(content: bytes, start: bytes) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(start + content)))
        assert list(sound(list(read_pages(["-"]))))
