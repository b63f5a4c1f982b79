"""A page's blocks, and which of them are kept for the body -> these and the headings that stand right above them."""

from __future__ import annotations

from collections.abc import Sequence

from sayso.articles.markup import Block, is_heading

# How likely a heading above what is kept must be the body's itself. In five folds over sites (docs/decisions/facts.md) .1 gives
# .948 of the outlets' headings, .2 .896; without this room .783; with nought bodies lose precision on the benchmark's pages.
LEAST_SCORE = 0.1


def with_headings(blocks: Sequence[Block], scores: Sequence[float], kept: Sequence[bool]) -> list[bool]:
    """For each block whether it is kept: as it was told, or as a heading right above one that is, inside its parent.

    A live blog's posts have such headings, each unlike the rest of the page. ``scores`` tell how likely each is the body's.

    >>> from sayso.articles.markup import blocks_of, parse
    >>> blocks = blocks_of(parse("<main><h2>Rain</h2><p>It rained.</p></main><div><h2>Menu</h2></div><p>All day.</p>"))
    >>> with_headings(blocks, [0.4, 0.9, 0.4, 0.9], [False, True, False, True])
    [True, True, False, True]
    """
    found = list(kept)
    for number in range(len(blocks) - 2, -1, -1):
        if found[number + 1] and not found[number] and scores[number] >= LEAST_SCORE:
            found[number] = is_heading(blocks[number]) and _stands_above(blocks[number], blocks[number + 1])
    return found


def _stands_above(heading: Block, block: Block) -> bool:
    return len(heading.context) > 1 and heading.context[-2] in block.context
