"""Bytes become text by what they declare, and pictures do not."""

import gzip

import pytest
from hypothesis import given, strategies as st

from sayso.pages.charset import decode, decode_prose, gunzip, is_binary


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


@given(st.binary(max_size=300), st.sampled_from([None, "utf-8", "shift_jis", "hex", "utf-16", ""]))
def test_any_bytes_give_text_or_none(content: bytes, declared: str | None) -> None:
    assert decode(content, declared) is None or isinstance(decode(content, declared), str)
