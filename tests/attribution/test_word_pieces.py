"""The word pieces are those of the package ``tokenizers``, with which the encoder was trained, place by place."""

from __future__ import annotations

import json
import unicodedata
from typing import Any

import pytest
from growth import assert_grows_with
from hypothesis import given, settings, strategies as st

from sayso.attribution.model import model_folder
from sayso.attribution.word_pieces import Piece, Tokenizer

DESCRIBED = model_folder("en").joinpath("tokenizer.json").read_text(encoding="utf8")
OURS = Tokenizer(DESCRIBED)
WORDS = {number: word for word, number in OURS.vocabulary.items()}


def pieces(text: str) -> list[tuple[str, str]]:
    """Each piece with the words of the text that it stands for."""
    return [(WORDS[number], text[start:end]) for number, start, end in OURS.pieces(text)]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Torvan said", [("tor", "Tor"), ("##van", "van"), ("said", "said")]),
        ("don't", [("don", "don"), ("'", "'"), ("t", "t")]),
        ("“No,” he said.", [("“", "“"), ("no", "No"), (",", ","), ("”", "”"), ("he", "he"), ("said", "said"), (".", ".")]),
        ("£300m €5", [("£3", "£3"), ("##00", "00"), ("##m", "m"), ("€", "€"), ("##5", "5")]),  # signs of money are no marks
        ("Café Élan", [("cafe", "Café"), ("el", "Él"), ("##an", "an")]),
        ("cafe\u0301", [("cafe", "cafe")]),  # an accent of its own is lost, and no piece's
        ("a_b+c", [("a", "a"), ("_", "_"), ("b", "b"), ("+", "+"), ("c", "c")]),
        ("re\u00adport", [("report", "re\u00adport")]),  # a soft hyphen
        ("a\u00a0b\u2003c", [("a", "a"), ("b", "b"), ("c", "c")]),
        ("東京 said", [("東", "東"), ("京", "京"), ("said", "said")]),
        ("İstanbul", [("istanbul", "İstanbul")]),
        ("no\x00w", [("now", "no\x00w")]),
        ("\U0001f600 ok", [("[UNK]", "\U0001f600"), ("ok", "ok")]),
        ("a" * 101, [("[UNK]", "a" * 101)]),
        ("see [MASK]s", [("see", "see"), ("[MASK]", "[MASK]"), ("s", "s")]),
        ("", []),
        (" \n ", []),
    ],
)
def test_pieces(text: str, wanted: list[tuple[str, str]]) -> None:
    assert pieces(text) == wanted


@pytest.fixture(scope="module")
def theirs() -> Any:
    package = pytest.importorskip("tokenizers")
    tokenizer = package.Tokenizer.from_str(DESCRIBED)
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


def as_theirs(theirs: Any, text: str) -> list[Piece]:
    encoding = theirs.encode(text, add_special_tokens=False)
    return [(number, *offsets) for number, offsets in zip(encoding.ids, encoding.offsets, strict=True)]


def is_settled(character: str) -> bool:
    """Whether all Unicode tables since 3.2 have it, alike: those of the package, of this Python and of any later one."""
    return unicodedata.category(character) == unicodedata.ucd_3_2_0.category(character) not in ("Cn", "Cs")


SETTLED = st.characters(codec="utf8").filter(is_settled)
ODD = "aAbBéÉİß ’“”\"'.,-–—_[]MASKCLSUNK\n\t\r\x00\x85\u00a0\u00ad\u200b\u0301\u2028東ﬁ①½£€𝒜Ωя"
LIKELY = st.sampled_from([*ODD, "[SEP]", "ing"])


@settings(max_examples=300)
@given(st.lists(LIKELY | SETTLED, max_size=40).map("".join))
def test_any_text_is_cut_as_it_was_in_training(theirs: Any, text: str) -> None:
    assert list(OURS.pieces(text)) == as_theirs(theirs, text)


def test_every_settled_character_is_cut_as_it_was_in_training(theirs: Any) -> None:
    characters = [c for c in map(chr, (*range(0xD800), *range(0xE000, 0x20000))) if is_settled(c)]
    assert len(characters) > 50_000
    for begin in range(0, len(characters), 1000):
        some = characters[begin : begin + 1000]
        text = " ".join(f"a{c}b" for c in some)
        if list(OURS.pieces(text)) != as_theirs(theirs, text):
            for c in some:
                assert list(OURS.pieces(f"a{c}b")) == as_theirs(theirs, f"a{c}b"), f"U+{ord(c):04X}"


def test_every_word_of_the_vocabulary_is_cut_as_it_was_in_training(theirs: Any) -> None:
    text = " ".join(OURS.vocabulary) + " " + " ".join(word.title() + "s" for word in OURS.vocabulary)
    assert list(OURS.pieces(text)) == as_theirs(theirs, text)


@pytest.mark.parametrize("change", [("pre_tokenizer", "Whitespace"), ("model", "BPE")])
def test_a_tokenizer_of_another_kind_is_refused(change: tuple[str, str]) -> None:
    part, kind = change
    facts = json.loads(DESCRIBED)
    facts[part]["type"] = kind
    with pytest.raises(ValueError, match="not that of an uncased BERT"):
        Tokenizer(json.dumps(facts))


@pytest.mark.parametrize("piece", ["a", "a ", "“", "é", "東", "[MASK]", "a\u00ad", "https://x.example/"])
def test_time_grows_with_the_text(piece: str) -> None:
    assert_grows_with(lambda size: list(OURS.pieces(piece * (size // len(piece)))), 50_000)
