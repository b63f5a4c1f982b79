"""A sentence -> what a second encoder, of whole sentences, makes of each of its word pieces where it stands."""

from __future__ import annotations

import io
import threading
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt

from sayso.attribution.encoding import CLS, SEP, Ints
from sayso.attribution.model import model_folder
from sayso.attribution.runtime import session
from sayso.attribution.word_pieces import Tokenizer
from sayso.languages import base

Floats = npt.NDArray[np.float32]

WIDTH = 384  # numbers a piece
_LONGEST = 254  # pieces that are read together: all-MiniLM-L6-v2 was trained on as many
_LOADING = threading.Lock()


@dataclass(frozen=True, slots=True, eq=False)
class States:
    """Of a sentence's word pieces, in order: ``starts`` and ``ends`` in code points of it, and ``hidden``, a row a piece."""

    starts: Ints
    ends: Ints
    hidden: Floats


def sentence_states(sentence: str, language: str = "en") -> States:
    """The pieces of a sentence, each with its vector in it. Raises FileNotFoundError where a language has no such encoder.

    The weights are all-MiniLM-L6-v2's (``training/export_meaning.py``). They are loaded at the first call, in 0.1 s.

    >>> sentence_states("It will rain.").hidden.shape
    (4, 384)
    """
    with _LOADING:
        tokenizer, encoder, rows = _loaded(base(language) or "none")
    found = np.array(list(tokenizer.pieces(sentence)), np.int64).reshape(-1, 3)
    hidden = [np.zeros((0, WIDTH), np.float32)]
    for at in range(0, len(found), _LONGEST):
        ids = np.array([CLS, *found[at : at + _LONGEST, 0], SEP])
        hidden.append(encoder.run(None, {"ids": rows[ids].astype(np.int64)[None]})[0][0, 1:-1])
    return States(found[:, 1], found[:, 2], np.concatenate(hidden))


@cache
def _loaded(language: str) -> tuple[Tokenizer, Any, npt.NDArray[np.uint16]]:
    """The tokenizer, the session, and of each of the tokenizer's pieces the row of the encoder's table that stands for it."""
    folder = model_folder(language)
    tokenizer = Tokenizer(folder.joinpath("tokenizer.json").read_text(encoding="utf8"))
    with np.load(io.BytesIO(folder.joinpath("meaning_pieces.npz").read_bytes()), allow_pickle=False) as arrays:
        rows = arrays["rows"]
    return tokenizer, session(folder.joinpath("meaning.onnx").read_bytes()), rows
