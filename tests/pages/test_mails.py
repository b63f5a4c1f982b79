"""E-mails, mailboxes and pages saved as one file: decoded, with what their heads say, in the memory of one page."""

from __future__ import annotations

import gzip
import time
from email.message import EmailMessage
from pathlib import Path

import pytest

from sayso.articles import build_article
from sayso.options import PageOptions
from sayso.pages.inputs import read_pages
from sayso.pages.kinds import is_mail, is_mailbox
from sayso.record import Article, Page, Refusal

COUNCIL = "The harbour council will close the quay, Mayor Ana Dovrel said. “We cannot ask dockers to work there.”"
HTML = f"<html><body><h1>Quay closes</h1>{''.join(f'<p>{COUNCIL} {n}.</p>' for n in range(4))}</body></html>"
HEAD = b"From: Press Office <press@portsel.example>\r\nSubject: Quay\r\nMIME-Version: 1.0\r\n"


def letter(html: str | None = HTML, plain: str | None = COUNCIL, encoding: str = "quoted-printable", **fields: str) -> bytes:
    message = EmailMessage()
    head = {"From": "Press Office <press@portsel.example>", "Subject": "Quay closes “for good”", "To": "desk@courier.example"}
    for name, value in (head | {"Date": "Fri, 14 Mar 2031 06:00:00 +0100"} | fields).items():
        message[name.replace("_", "-")] = value
    if plain is not None:
        message.set_content(plain, cte=encoding)
    if html is not None:
        (message.add_alternative if plain is not None else message.set_content)(html, subtype="html", cte=encoding)
    return message.as_bytes()


def read(content: bytes, folder: Path, name: str = "a.eml", **options: int) -> list[Page | Refusal]:
    (folder / name).write_bytes(content)
    return list(read_pages([str(folder / name)], PageOptions(**options)))  # type: ignore[arg-type]


@pytest.mark.parametrize("encoding", ["quoted-printable", "base64", "8bit"])
@pytest.mark.parametrize("name", ["a.eml", "no-ending", "a.eml.gz"])
def test_a_letter_is_its_words_with_what_its_head_says(encoding: str, name: str, tmp_path: Path) -> None:
    content = letter(encoding=encoding)
    (page,) = read(gzip.compress(content) if name.endswith("gz") else content, tmp_path, name)
    assert isinstance(page, Page) and page.content.decode(page.charset or "").strip() == HTML and page.media_type == "text/html"
    assert page.other is not None and page.other.content.decode().strip() == COUNCIL
    article = build_article(page)
    assert isinstance(article, Article)
    assert (article.headline, article.outlet) == ("Quay closes “for good”", "Press Office")
    assert article.published == "2031-03-14T06:00:00+01:00" and article.url is None


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (letter(html=None), COUNCIL),
        (HEAD + b"\r\nIt rained.", "It rained."),  # no type: plain text
        (HEAD + b"Content-Type: text/plain; charset=windows-1251\r\n\r\n\xcc\xfd\xf0.", "Мэр."),
        (
            HEAD + b"Content-Type: text/plain; format=flowed\r\n\r\nIt \r\nrained. \r\nTwice.\r\n\r\nEnd.\r\n",
            "It rained. Twice.\n\nEnd.",
        ),
        (
            HEAD + b"Content-Type: text/plain\r\nContent-Transfer-Encoding: base64\r\n\r\nSXQgcmFp\r\nbmVkLg",
            "It rained.",
        ),  # cut
        (
            HEAD + b'Content-Type: multipart/mixed; boundary="a b"\r\n\r\nfor old programs\r\n'
            b"--a b\r\n\r\nIt rained.\r\n--a b--\r\nmore",
            "It rained.",
        ),
        (
            HEAD + b"Content-Type: multipart/mixed; boundary=a\r\n\r\n"
            b"--a\r\nContent-Disposition: attachment\r\nContent-Type: text/html\r\n\r\n<p>No\r\n"
            b"--a\r\nContent-Type: multipart/alternative; boundary=b\r\n\r\n--b\r\n\r\nIt rained.\r\n--b--\r\n--a--\r\n",
            "It rained.",
        ),
        (
            HEAD + b"Content-Type: multipart/mixed; boundary=a\r\n\r\n--a\r\n\r\nIt rained, and no end.",
            "It rained, and no end.",
        ),
    ],
)
def test_the_words_of_a_letter(content: bytes, text: str, tmp_path: Path) -> None:
    (page,) = read(content, tmp_path)
    assert isinstance(page, Page)
    assert page.content.decode(page.charset or "utf8").replace("\r\n", "\n").strip() == text


@pytest.mark.parametrize(
    ("field", "shown"),
    [
        ("Fwd: RE: Quay", "Quay"),
        ("=?utf-8?q?Quay_closes_=E2=80=9Cfor_good=E2=80=9D?=", "Quay closes “for good”"),
        ("=?klingon?q?Quay?=", "=?klingon?q?Quay?="),
        ("Quay\r\n closes", "Quay closes"),
    ],
)
def test_the_subject_is_the_headline(field: str, shown: str, tmp_path: Path) -> None:
    (page,) = read(f"Subject: {field}\r\nMIME-Version: 1.0\r\n\r\nIt rained.".encode(), tmp_path)
    assert isinstance(page, Page) and page.given and page.given.headline == shown


SAVED = (
    b"From: <Saved by Blink>\r\nSnapshot-Content-Location: https://courier.example/quay\r\nSubject: Quay\r\n"
    b"Date: Fri, 14 Mar 2031 12:00:00 -0000\r\nMIME-Version: 1.0\r\n"
    b'Content-Type: multipart/related;\r\n\ttype="text/html";\r\n\tboundary="--b--"\r\n\r\n\r\n'
    b"----b--\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: quoted-printable\r\nContent-Location: https://courier.example/quay\r\n\r\n"
    b"<p>=E2=80=9CYes,=E2=80=9D he sa=\r\nid.</p>\r\n"
    b"----b--\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\nAAAA\r\n"
    b"----b--\r\nContent-Type: text/html\r\nContent-Location: cid:frame\r\n\r\n<p>An advertisement.</p>\r\n----b----\r\n"
)


@pytest.mark.parametrize("name", ["a.mhtml", "a.mht", "no-ending"])
def test_a_page_saved_as_one_file(name: str, tmp_path: Path) -> None:
    (page,) = read(SAVED, tmp_path, name)
    assert isinstance(page, Page) and page.content.decode().strip() == "<p>“Yes,” he said.</p>"
    assert (page.url, page.captured, page.given) == ("https://courier.example/quay", "2031-03-14T12:00:00+00:00", None)


def test_a_page_saved_by_another_browser_has_its_address_at_its_part(tmp_path: Path) -> None:
    (page,) = read(SAVED.replace(b"Snapshot-Content-Location: https://courier.example/quay\r\n", b""), tmp_path)
    assert isinstance(page, Page) and page.url == "https://courier.example/quay"


def test_a_saved_page_of_an_archive_goes_by_its_own_address(tmp_path: Path) -> None:
    archived = SAVED.replace(
        b"https://courier.example/quay", b"https://web.archive.org/web/20290102030405/https://courier.example/quay"
    )
    (page,) = read(archived, tmp_path)
    assert isinstance(page, Page) and (page.url, page.captured) == ("https://courier.example/quay", "2029-01-02T03:04:05+00:00")


def test_a_mailbox_gives_its_letters_one_by_one(tmp_path: Path) -> None:
    line = b"From press@portsel.example Fri Mar 14 06:00:00 2031\n"
    quoted = letter(html=None, plain="First.\n\nFrom here on it rained.", encoding="8bit").replace(
        b"\nFrom here", b"\n>From here"
    )
    box = line + letter() + b"\n\n" + line + quoted + b"\n\n" + line + letter(html=None, plain="Last.")
    pages = read(box, tmp_path, "inbox.mbox")
    assert [page.input for page in pages] == [f"{tmp_path}/inbox.mbox:{number}" for number in (1, 2, 3)]
    assert [len(page.content) > 500 for page in pages if isinstance(page, Page)] == [True, False, False]
    assert isinstance(pages[1], Page) and b"\nFrom here on" in pages[1].content


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (HEAD + b"Content-Type: multipart/encrypted; boundary=a\r\n\r\n--a\r\n\r\nx", "locked"),
        (HEAD + b"Content-Type: application/pkcs7-mime\r\n\r\nx", "locked"),
        (HEAD + b"Content-Type: multipart/mixed; boundary=a\r\n\r\n--a\r\nContent-Type: image/png\r\n\r\nx\r\n--a--", "empty"),
        (HEAD + b"Content-Type: multipart/mixed\r\n\r\nx", "empty"),
        (HEAD + b"Content-Type: text/plain\r\n\r\n" + b"x" * 2000, "too-big"),
        (HEAD + b"Content-Type: text/plain\r\nContent-Transfer-Encoding: base64\r\n\r\n" + b"QUFB" * 2000, "too-big"),
        (gzip.compress(HEAD + b"\r\nIt rained." + bytes(range(32, 127)) * 9)[:-20], "bad-gzip"),
    ],
)
def test_letters_that_cannot_be_read_are_refused(content: bytes, reason: str, tmp_path: Path) -> None:
    (refusal,) = read(content, tmp_path, "a.eml", max_bytes=1000)
    assert isinstance(refusal, Refusal) and refusal.reason == reason


@pytest.mark.parametrize(
    ("head", "named", "known"),
    [
        (HEAD, False, True),
        (b"Message-ID: <a@b>\nFrom: a@b.example\n\n", False, True),
        (b"From: Ana\nSubject: Rain\n\nIt rained.", False, False),  # a letter as people print it
        (b"From: Ana\nSubject: Rain\n\nIt rained.", True, True),
        (b"<html>", True, False),
        (b"Port Sel: It rained.\nSubject: to change.\n", True, False),
        (b"", True, False),
    ],
)
def test_what_begins_as_a_message(head: bytes, named: bool, known: bool) -> None:
    assert is_mail(head, named) is known


def test_what_begins_as_a_mailbox() -> None:
    assert is_mailbox(b"From a@b.example Fri Mar 14 06:00:00 2031\nFrom: a@b.example\nSubject: x\n\n")
    assert not is_mailbox(b"From Port Sel comes news of 2031.\nIt rained.\n")


NESTED = b"".join(b"--b%d\r\nContent-Type: multipart/mixed; boundary=b%d\r\n\r\n" % (n, n + 1) for n in range(20_000))


@pytest.mark.parametrize(
    "content",
    [
        HEAD + b"Content-Type: multipart/mixed; boundary=b0\r\n\r\n" + NESTED,  # parts in parts
        HEAD + b"Content-Type: multipart/mixed; boundary=b\r\n\r\n" + b"--b\r\nContent-Type: text/plain\r\n\r\nx\r\n" * 100_000,
        HEAD + b'Content-Type: multipart/mixed; boundary=""\r\n\r\n' + b"--\r\n" * 500_000,
        HEAD + b"Content-Type: multipart/mixed" + b'; a="' * 100_000 + b"\r\n\r\nx",
        HEAD + b"X-A: b\r\n" * 500_000 + b"\r\nx",
        HEAD + b" folded\r\n" * 500_000 + b"\r\nx",
        HEAD + b"Subject: " + b"=?utf-8?q?=20?= " * 50_000 + b"\r\n\r\nx",
        HEAD + b"Date: " + b"(" * 100_000 + b"\r\n\r\nx",
        HEAD + b"Content-Transfer-Encoding: quoted-printable\r\n\r\n" + b"=\n" * 2_000_000,
        HEAD + b"Content-Transfer-Encoding: base64\r\n\r\n" + b"=" * 4_000_000,
    ],
    ids=range(10),
)
def test_floods_take_no_longer_than_their_bytes(content: bytes, tmp_path: Path) -> None:
    start = time.process_time()
    assert len(read(content, tmp_path)) == 1
    assert time.process_time() - start < 5
