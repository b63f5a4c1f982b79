"""Word pieces and windows: every piece is reported by exactly one window, no window is too long, code points are kept."""

from __future__ import annotations

import pytest
from hypothesis import given, settings, strategies as st

from sayso.attribution.encoding import (
    CAPITAL,
    DIGIT,
    LOWER,
    MARK,
    UPPER,
    encode,
    pack,
    quotation_state,
    rows,
    shape_of,
)
from sayso.attribution.model import model_folder
from sayso.attribution.word_pieces import Tokenizer


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    return Tokenizer(model_folder("en").joinpath("tokenizer.json").read_text(encoding="utf8"))


@pytest.mark.parametrize(
    ("word", "shape"),
    [
        ("said", LOWER),
        ("Said", CAPITAL),
        ("NATO", UPPER),
        ("I", CAPITAL),  # one capital is a capitalised word, not an acronym
        ("G7", DIGIT),
        ("“", MARK),
        ("--", MARK),
    ],
)
def test_shape(word: str, shape: int) -> None:
    assert shape_of(word) == shape


@pytest.mark.parametrize(
    ("paragraph", "state"),
    [
        ('a "b" c', "0011100"),  # both marks count as inside
        ("a “b” c", "0011100"),
        ("“a", "11"),  # never closed: to the end
        ("a” b", "0000"),  # never opened: the mark closes nothing
        ("it's", "0000"),  # an apostrophe is no mark
        ("«a» b", "11100"),
    ],
)
def test_quotation_state(paragraph: str, state: str) -> None:
    assert "".join(map(str, quotation_state(paragraph))) == state


@settings(deadline=None, max_examples=60)
@given(
    st.lists(st.text('aé “”".,x', min_size=0, max_size=400), max_size=12),
    st.integers(24, 384),
    st.integers(0, 64),
    st.integers(24, 384),
)
def test_every_piece_is_owned_once(tokenizer: Tokenizer, bodies: list[str], limit: int, context: int, first: int) -> None:
    text, paragraphs = "", []
    for body in bodies:
        paragraphs.append((len(text), len(text) + len(body)))
        text += body + "\n"
    pieces = encode(tokenizer, text, paragraphs)
    context = min(context, limit // 2)
    owned: list[int] = []
    for window in pack(pieces, limit, context, first):
        inputs, where = rows(pieces, window)
        assert len(window) == len(where) == inputs.shape[1] <= limit
        owned += [p for p in where.tolist() if p >= window.own]
    assert owned == list(range(len(pieces.ids)))
    assert all(0 <= a < b <= len(text) for a, b in zip(pieces.starts, pieces.ends, strict=True))


def test_code_points_not_bytes(tokenizer: Tokenizer) -> None:
    text = "Ćosić 🎺 said"
    pieces = encode(tokenizer, text, [(0, len(text))])
    assert text[pieces.starts[-1] : pieces.ends[-1]] == "said"
