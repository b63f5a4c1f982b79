"""What came of pages that were added -> words for people."""

from __future__ import annotations

from collections.abc import Iterator

from sayso.adding import Tally

READD = "--readd reads them"  # on the command line


def tally_told(tally: Tally, readd: str = READD) -> Iterator[tuple[int, str]]:
    """How many, and of what, without what there was none of; ``readd`` says how what was removed is read again.

    >>> list(tally_told(Tally(articles=1, statements=7)))
    [(1, 'article'), (7, 'statements')]
    """
    removed = f"removed earlier, not read again ({readd})"
    for count, one, many in (
        (tally.articles, "article", "articles"),
        (tally.versions, "new version", "new versions"),
        (tally.statements, "statement", "statements"),
        (tally.same, "page that it had", "pages that it had"),
        (tally.removed, removed, removed),
    ):
        if count:
            yield count, one if count == 1 else many
    if refused := tally.refusals.total():
        why = ", ".join(f"{count:,} {reason}" for reason, count in tally.refusals.most_common())
        yield refused, f"not read: {why}"
