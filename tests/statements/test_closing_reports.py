"""A report at a sentence's end that the encoder passed over: the sentence before it is its content."""

import pytest
from second_hand import told


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (
            'They had "a frank conversation" of an hour, Lena Varkin, the spokeswoman, told reporters in Barrow on Friday.',
            ['Lena Varkin, the spokeswoman | told | They had "a frank conversation" of an hour | - | -'],
        ),
        (
            "The bridge will be closed for two years, the harbour council said.",
            ["the harbour council | said | The bridge will be closed for two years | - | -"],
        ),
        (
            "BARROW, May 3 — The bridge has been shut since dawn, according to two dockers.",
            ["two dockers | according to | The bridge has been shut since dawn | - | -"],
        ),
        ("At first, on Friday, she said.", []),  # no clause
        ("This camera, placed at the pass, shows the dome and the valley.", []),  # what is shown, not who shows it
        ("The council met, and the mayor said.", []),  # no report behind a comma
        # what the encoder has is left as it is
        (
            "[s Vale] [c says] [q it rained on all roads], according to the clock.",
            ["Vale | says | it rained on all roads | - | -"],
        ),
    ],
)
def test_what_ends_a_sentence(words: str, expected: list[str]) -> None:
    assert told(words) == expected
