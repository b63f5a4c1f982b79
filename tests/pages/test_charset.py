"""Bytes become text by what they declare, and pictures do not."""

import gzip
import time
from encodings.aliases import aliases

import pytest
from hypothesis import given, strategies as st
from webencodings.labels import LABELS

from sayso.articles import build_article
from sayso.pages.charset import decode, decode_prose, gunzip, is_binary
from sayso.record import Page, Refusal


@pytest.mark.parametrize(
    ("content", "declared", "wanted"),
    [
        (b"plain", None, "plain"),
        ("“Élysée”".encode("cp1252"), "iso-8859-1", "“Élysée”"),  # browsers take ISO 8859-1 for cp1252
        ("naïve".encode(), "iso-8859-1", "naïve"),  # what is valid UTF-8 is UTF-8, whatever it declares
        ("rain".encode("utf-16"), None, "rain"),  # a mark
        ("rain and more of it".encode("utf-16-le"), None, "rain and more of it"),  # no mark, but every second byte is NUL
        ("Київ".encode("cp1251"), "windows-1251", "Київ"),
        (b'<meta charset="windows-1251">' + "Київ".encode("cp1251"), None, '<meta charset="windows-1251">Київ'),  # in the page
        (b'<meta charset="no-such-one">rain', None, '<meta charset="no-such-one">rain'),  # unknown name
        ("東京".encode("iso2022_jp"), "iso-2022-jp", "東京"),  # ASCII bytes all of them
        ("é".encode() * 50 + b"\xc3", None, "é" * 50 + "\ufffd"),  # UTF-8 cut in the middle of a letter
        (b"a\x00b", None, "a\x00b"),  # one NUL is no picture
    ],
)
def test_decode(content: bytes, declared: str | None, wanted: str | None) -> None:
    assert decode(content, declared) == wanted


@pytest.mark.parametrize(
    ("words", "codec", "label"),
    [
        ("«Київ»", "cp1251", "X-CP1251"),
        ("Київ", "koi8_u", "koi8-ru"),
        ("Élysée…", "cp1252", ' "ISO88591" '),
        ("Élysée…", "cp1252", "ansi_x3.4-1968"),
        ("Łódź", "iso8859_2", "l2"),
        ("שלום לכם", "iso8859_8", "iso-8859-8-i"),  # its letters in the order of reading, as all of them are now
        ("朱镕基，㐀", "gb18030", "gb2312"),  # a letter that GB 2312 does not have
        ("①高い", "cp932", "shift_jis"),
        ("①高い", "cp932", "x-sjis"),
        ("똠방각하", "cp949", "ks_c_5601-1989"),
        ("嘅啲", "big5hkscs", "big5"),
        ("สวัสดี…", "cp874", "tis-620"),
        ("Élysée…", "cp1252", "x-user-defined"),
        ("Élysée…", "mac_roman", "macintosh"),
        ("東京", "utf-16-be", "utf-16be"),
    ],
)
def test_a_label_means_what_it_means_on_the_web(words: str, codec: str, label: str) -> None:
    assert decode(words.encode(codec), label) == words


@pytest.mark.parametrize("name", ["idna", "punycode", "unicode_escape", "raw_unicode_escape", "utf-7", "rot13", "hex", "mbcs"])
def test_what_python_alone_calls_a_charset_is_no_label(name: str) -> None:
    html = f"<html><head><meta charset={name}></head><body><p>“Élysée” +AGE- \\u0041</p>"
    for content in (html.encode(), html.encode("cp1252")):
        assert decode(content, name) == decode(content.replace(name.encode(), b"no-such-one")).replace("no-such-one", name)  # type: ignore[union-attr]


def test_a_page_that_says_in_ascii_that_it_is_utf_16_is_not() -> None:
    html = '<meta charset="utf-16"><p>' + "café " * 30
    for faults in (1, 2):
        assert decode(html.encode() + b"\xff" * faults) == html + "\ufffd" * faults


@pytest.mark.parametrize("label", ["iso-2022-kr", "hz-gb-2312", "iso-2022-cn-ext"])
def test_what_no_browser_reads_is_refused(label: str) -> None:
    shifted = {"iso-2022-kr": "안녕".encode("iso2022_kr"), "hz-gb-2312": "北京".encode("hz")}.get(label, b"\x1b$)A\x0e1&")
    html = f'<meta charset="{label}"><p>'.encode()
    assert decode(html + shifted) is None and decode(shifted, label) is None and decode(html + b"\xff\xa1") is None
    assert decode(html + "café".encode()) == f'<meta charset="{label}"><p>café'  # it is UTF-8, whatever it says
    refusal = build_article(Page("a.html", html + shifted))
    assert isinstance(refusal, Refusal) and refusal.reason == "binary" and "encoding" in refusal.detail


@pytest.mark.parametrize("content", [b"\x89PNG\r\n\x1a\n", b"%PDF-1.7 text", bytes(range(32)) * 9, b"PK\x03\x04word"])
def test_binary(content: bytes) -> None:
    assert is_binary(content)
    assert decode(content) is None


def test_without_any_declaration_it_is_guessed() -> None:
    words = "Der Bürgermeister erklärte, dass die Brücke über den Fluss für längere Zeit gesperrt würde. " * 5
    assert "Bürgermeister" in (decode(words.encode("cp1252")) or "")


def test_prose_keeps_mark_and_line_ends() -> None:
    assert decode_prose("\ufeffa\r\nb".encode()) == "\ufeffa\r\nb"


def test_lone_surrogates_come_through_one_for_one() -> None:
    assert decode("a\ud800b".encode("utf-8", "surrogatepass")) == "a\ud800b"


def test_gunzip() -> None:
    whole = gzip.compress(b"rain" * 100)
    assert gunzip(whole + gzip.compress(b"!"), 1000) == b"rain" * 100 + b"!"  # two members
    assert gunzip(whole + b"\0\0", 1000) == b"rain" * 100  # padding
    with pytest.raises(ValueError, match="missing"):
        gunzip(whole[:-12], 1000)
    with pytest.raises(ValueError, match="decompressing"):
        gunzip(b"\x1f\x8bnonsense", 1000)
    with pytest.raises(OverflowError):
        gunzip(whole, 399)
    big = bytes(range(256)) * 9_000
    assert gunzip(gzip.compress(big) + gzip.compress(b"") * 9 + gzip.compress(big), 2 * len(big)) == big + big


def test_twice_as_many_members_with_nothing_in_them_take_twice_as_long() -> None:
    def seconds(members: int) -> float:
        content = gzip.compress(b"") * members
        start = time.process_time()
        assert gunzip(content, 100) == b""
        return time.process_time() - start

    assert min(seconds(160_000), seconds(160_000)) < 3 * min(seconds(80_000), seconds(80_000)) + 0.2


NAMES = st.sampled_from(sorted({*LABELS, *aliases, *aliases.values(), "idna", "punycode", "undefined", ""})) | st.text(
    max_size=9
)


@given(st.binary(max_size=300), st.none() | NAMES, NAMES, st.sampled_from(["", "<meta charset='{}'>", '<?xml encoding="{}"?>']))
def test_any_bytes_by_any_name_give_text_or_none(content: bytes, declared: str | None, inside: str, place: str) -> None:
    content = place.format(inside).encode("utf-8", "replace") + content
    assert decode(content, declared) is None or isinstance(decode(content, declared), str)


@pytest.mark.parametrize("name", sorted({*LABELS, *aliases.values(), "idna", "punycode", "undefined"}))
def test_no_name_of_a_charset_is_a_bug(name: str) -> None:
    result = build_article(Page("a.html", b"\xff<html><meta charset=%s><p>It rained." % name.encode(), charset=name))
    assert not isinstance(result, Refusal) or result.reason in ("no-article", "binary")
