"""«It» behind an account is whoever's account it is, and no land that was told of in it."""

import pytest
from resolved import resolved


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # the readout, though Vale spoke since
        ("[The Barrow Council report] says Leo Marr spoke. [Leo Marr] left early, and [it] gave no reason.", "Barrow Council"),
        # not in another paragraph, nor two sentences on
        ("[The Barrow Council report] says so.\n\n[Leo Marr] left. [It] gave no reason.", None),
        ("[The Barrow Council report] says so. [Leo Marr] left. It rained. [It] gave no reason.", None),
        # what was published right before
        ("The Barrow Council published an account. In [it] Leo Marr spoke.", "Barrow Council"),
        ("The Barrow Council published an account. It rained. In [it] Leo Marr spoke.", None),
    ],
)
def test_it(text: str, expected: str | None) -> None:
    assert resolved(text)[0][-1] == expected
