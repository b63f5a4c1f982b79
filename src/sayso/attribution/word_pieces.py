"""Text -> the word pieces of an uncased BERT vocabulary, each with its code points: what the encoder was trained on."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator
from functools import cached_property, lru_cache

Piece = tuple[int, int, int]  # its number in the vocabulary, and where it starts and ends

# All but these come apart as they are: controls and formats go, Chinese is cut into characters, accents and capitals are lost.
_NORMALIZER = {"type": "BertNormalizer", "clean_text": True, "handle_chinese_chars": True, "lowercase": True}
_CHUNK = re.compile("[^\t\n\r \u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+")  # between spaces
_NOTHING = ("Cc", "Cf", "Co")
_CHINESE = re.compile(
    "[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0002a6df\U0002a700-\U0002b73f\U0002b740-\U0002b81f"
    "\U0002b920-\U0002ceaf\U0002f800-\U0002fa1f]"
)
_KEPT = 32  # code points of a chunk that is worth keeping: longer ones are addresses and floods


class Tokenizer:
    """Cuts text into word pieces as the BERT tokenizer of Devlin et al. (2019) does, from the JSON that describes one.

    Between spaces, a text is cut at its marks; each word then into the longest pieces of the vocabulary that it holds from the
    left, those within a word written with "##"; a word that does not come out, or of more than 100 characters, is "[UNK]".
    The package ``tokenizers`` cuts the same pieces, but around some hundred characters that Unicode has got since 2015. It
    brings 43 MB, a client of a model hub among them, and takes 0.17 s of CPU for 400,000 characters, where this takes 0.15,
    and 0.06 once the words are known.

    Raises ValueError where the JSON describes another kind.

    >>> from importlib.resources import files
    >>> tokenizer = Tokenizer(files("sayso.languages.en").joinpath("model/tokenizer.json").read_text(encoding="utf8"))
    >>> words = {number: word for word, number in tokenizer.vocabulary.items()}
    >>> [(words[number], start, end) for number, start, end in tokenizer.pieces("“No,” said Torvan")]
    [('“', 0, 1), ('no', 1, 3), (',', 3, 4), ('”', 4, 5), ('said', 6, 10), ('tor', 11, 14), ('##van', 14, 17)]
    """

    def __init__(self, described: str) -> None:
        facts = json.loads(described)
        model = facts["model"]
        normalizer = {name: facts["normalizer"].get(name) for name in _NORMALIZER}
        if (model["type"], facts["pre_tokenizer"]["type"], normalizer) != ("WordPiece", "BertPreTokenizer", _NORMALIZER):
            raise ValueError("This tokenizer is not that of an uncased BERT, and would be read as another than it is.")
        self.vocabulary: dict[str, int] = model["vocab"]
        self._unknown = self.vocabulary[model["unk_token"]]
        self._longest_word: int = model["max_input_chars_per_word"]
        self._special = re.compile("|".join(re.escape(one["content"]) for one in facts["added_tokens"]) or "(?!)")
        self._chunk = lru_cache(maxsize=16_384)(self._cut)  # words come again: most of a text is then only looked up

    @cached_property
    def _within(self) -> dict[str, int]:
        """The pieces that stand within a word, without their "##"."""
        return {word[2:]: number for word, number in self.vocabulary.items() if word.startswith("##")}

    @cached_property
    def _longest_piece(self) -> int:
        return max(map(len, self.vocabulary))

    def pieces(self, text: str) -> Iterator[Piece]:
        """The pieces of a text, from left to right."""
        at = 0
        for special in self._special.finditer(text):  # a text that speaks of "[MASK]"
            yield from self._plain(text, at, special.start())
            yield self.vocabulary[special[0]], *special.span()
            at = special.end()
        yield from self._plain(text, at, len(text))

    def _plain(self, text: str, start: int, end: int) -> Iterator[Piece]:
        for found in _CHUNK.finditer(text, start, end):
            chunk, at = found[0], found.start()
            for number, begins, ends in self._chunk(chunk) if len(chunk) <= _KEPT else self._cut(chunk):
                yield number, at + begins, at + ends

    def _cut(self, chunk: str) -> tuple[Piece, ...]:
        """The pieces of what stands between two spaces."""
        pieces: list[Piece] = []
        word: list[tuple[str, int]] = []  # characters as the vocabulary has them, each with the place of its own
        for character, at in _normalized(chunk):
            if not _parts(character):
                word.append((character, at))
                continue
            self._cut_word(word, pieces)
            word = []
            if character != " ":
                self._cut_word([(character, at)], pieces)
        self._cut_word(word, pieces)
        return tuple(pieces)

    def _cut_word(self, word: list[tuple[str, int]], pieces: list[Piece]) -> None:
        letters, at, table = "".join(character for character, _ in word), 0, self.vocabulary
        found: list[Piece] = []
        while at < len(letters) <= self._longest_word:
            for end in range(min(len(letters), at + self._longest_piece), at, -1):
                number = table.get(letters[at:end])
                if number is not None:
                    break
            else:
                break
            found.append((number, word[at][1], word[end - 1][1] + 1))
            at, table = end, self._within
        if word:
            pieces += found if at == len(letters) else [(self._unknown, word[0][1], word[-1][1] + 1)]


def _normalized(chunk: str) -> Iterator[tuple[str, int]]:
    """The characters of a chunk as the vocabulary writes them, each with its place; a space on both sides of a Chinese one."""
    if chunk.isascii():
        yield from ((character, at) for at, character in enumerate(chunk.lower()) if character.isprintable())
        return
    for at, character in enumerate(chunk):
        if character == "\ufffd" or unicodedata.category(character) in _NOTHING:
            continue
        chinese = _CHINESE.match(character)
        if chinese:
            yield " ", at
        for part in unicodedata.normalize("NFD", character):
            if unicodedata.category(part) != "Mn":
                yield from ((small, at) for small in part.lower())
        if chinese:
            yield " ", at


@lru_cache(maxsize=4096)
def _parts(character: str) -> bool:
    """Whether a word ends before and after it: marks do, and in ASCII all that is no letter and no digit."""
    return not character.isalnum() if character.isascii() else unicodedata.category(character)[0] == "P"

