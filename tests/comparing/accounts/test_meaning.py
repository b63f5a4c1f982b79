"""What words mean in their sentences: vectors of pieces, how alike claims are by them, and what happens without them."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest

from sayso.attribution import sentence_states
from sayso.comparing.accounts import Claim, compare_readings
from sayso.comparing.accounts.meaning import Meaning, alike, meaning_of, together
from sayso.reading import read_page
from sayso.record import Article, Page, Paragraph, Reading, Span

TEXT = (
    "The lorries carry diesel oil to the hospitals.\n\n"
    "Salaries have not been paid since March.\n\n"
    "The trucks bring fuel for the clinics.\n\n"
    "Nobody has received wages for months."
)


def reading_of(text: str) -> Reading:
    reading = read_page(Page("a.txt", text.encode(), prose=True))
    assert isinstance(reading, Reading)
    return reading


def meanings(text: str) -> list[Meaning]:
    reading = reading_of(text)
    claims = [Claim("a", (Span(one.start, one.end, text[one.start : one.end]),)) for one in reading.article.paragraphs]
    whole = meaning_of(reading, claims)
    assert whole is not None
    return [whole.within(claim.start, claim.spans[0].end) for claim in claims]


def test_pieces_stand_where_their_letters_are() -> None:
    found = sentence_states("Adler's envoy flew to Mirel.")
    words = ["Adler's envoy flew to Mirel."[start:end] for start, end in zip(found.starts, found.ends, strict=True)]
    assert "".join(words) == "Adler'senvoyflewtoMirel."
    assert found.hidden.shape == (len(words), 384)


def test_a_sentence_of_any_length_has_a_vector_for_each_piece() -> None:
    assert not len(sentence_states("").hidden)
    found = sentence_states("guns and grain " * 300)
    assert len(found.hidden) == len(found.starts) == 900
    assert np.isfinite(found.hidden).all()


def test_a_language_without_weights_has_none() -> None:
    with pytest.raises(FileNotFoundError):
        sentence_states("Es wird regnen.", "de")


def test_what_tells_the_same_in_other_words_is_nearest() -> None:
    each = meanings(TEXT)
    found = alike(each[:2], each[2:])
    for name, likeness in found.items():
        assert likeness.argmax(axis=1).tolist() == [0, 1], name
        assert likeness.argmax(axis=0).tolist() == [0, 1], name


def test_a_claim_is_as_alike_to_itself_as_can_be_and_sides_change_places() -> None:
    each = meanings(TEXT)
    found, turned = alike(each, each), alike(each[2:], each[:2])
    assert all(np.allclose(np.diag(likeness), 1.0, atol=1e-3) for likeness in found.values())
    back = alike(each[:2], each[2:])
    assert np.allclose(turned["here"], back["there"].T, atol=1e-5)
    assert np.allclose(turned["whole"], back["whole"].T, atol=1e-5)


def test_what_is_not_known_of_one_is_known_of_none() -> None:
    each = meanings(TEXT)
    assert all(np.isnan(likeness).all() for likeness in alike([*each, None], each).values())
    assert together([each[0], None]) is None
    both = together(each[:2])
    assert both is not None and len(both.counts) == len(each[0].counts) + len(each[1].counts)


@pytest.mark.parametrize("language", [None, "de"])
def test_without_an_encoder_words_alone_bring_claims_together(language: str | None) -> None:
    text = "Die Brücke wird im Mai eröffnet. Der Hafen bleibt bis Juni geschlossen."
    readings = [
        Reading(name, Article("a", text, (Paragraph(0, len(text), "body"),), outlet=name, language=language)) for name in "ab"
    ]
    assert [row.relation for row in compare_readings(readings).rows] == ["same", "same"]


def test_only_sentences_with_claims_are_read() -> None:
    reading = reading_of(TEXT)
    first = reading.article.paragraphs[0]
    found = meaning_of(reading, [Claim("a", (Span(first.start, first.end, TEXT[first.start : first.end]),))])
    assert found is not None and found.ends.max() <= first.end
    assert meaning_of(reading, []) is None


def test_no_other_command_loads_it() -> None:
    told = subprocess.run(
        [
            sys.executable,
            "-c",
            "import sayso; from sayso.reading import read_page; from sayso.record import Page;"
            "read_page(Page('a.txt', b'She said it will rain.', prose=True));"
            "from sayso.attribution import sentence_states as s; import sys;"
            "print(sys.modules['sayso.attribution.second_encoder']._loaded.cache_info().currsize)",
        ],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert told.strip() == "0"
