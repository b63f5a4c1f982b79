"""Which headings go with what is kept for the body below them."""

import pytest

from sayso.articles.headings import with_headings
from sayso.articles.markup import blocks_of, parse

LEFT_OUT, UNLIKELY, KEPT = 0.3, 0.05, 0.9


@pytest.mark.parametrize(
    ("page", "scores", "kept"),
    [
        ("<main><h2>14:20</h2><p>It rained.</p></main>", (LEFT_OUT, KEPT), (True, True)),
        (
            "<main><h2>14 March</h2><h3>14:20</h3><p>It rained.</p></main>",
            (LEFT_OUT, LEFT_OUT, KEPT),
            (True, True, True),
        ),  # both
        ("<main><h2>14:20</h2><div><p>It rained.</p></div></main>", (LEFT_OUT, KEPT), (True, True)),  # around what is below
        ("<main><h2>More news</h2><p>It rained.</p></main>", (UNLIKELY, KEPT), (False, True)),
        ("<main><p>Share</p><p>It rained.</p></main>", (LEFT_OUT, KEPT), (False, True)),  # no heading
        ("<nav><h2>Menu</h2></nav><main><p>It rained.</p></main>", (LEFT_OUT, KEPT), (False, True)),  # of another box
        (
            "<main><h2>Read more</h2><p>Snow closes the pass</p><p>It rained.</p></main>",
            (LEFT_OUT, LEFT_OUT, KEPT),
            (False, False, True),
        ),
        ("<main><p>It rained.</p><h2>Read more</h2></main>", (KEPT, LEFT_OUT), (True, False)),
        ("<main></main>", (), ()),
    ],
)
def test_a_heading_right_above_what_is_kept_is_kept(page: str, scores: tuple[float, ...], kept: tuple[bool, ...]) -> None:
    tree = parse(f"<html><body>{page}</body></html>")
    assert tree is not None
    blocks = blocks_of(tree)
    assert len(blocks) == len(scores)
    assert with_headings(blocks, scores, [score > 0.5 for score in scores]) == list(kept)
