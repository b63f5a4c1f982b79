"""A draft's score -> the statement's: the chance that its cue, speaker and content are right, as far as it was measured.

The encoder's score is fitted on outermost attributions of political news. Held against texts of other kinds it holds for
outermost statements (``python benchmarks/reliability.py``: ``docs/quality.md`` has the table); for one within another's content
it is too sure, since both have to be right.
"""

from __future__ import annotations

import math

# On the log odds of a statement within another: a constant and a factor (`benchmarks/reliability.py --fit`, 18 documents).
WITHIN = (0.023, 0.401)


def chance(score: float, inner: bool) -> float:
    """The chance that a statement is right, of a draft's ``score``; ``inner`` tells that it stands within another one.

    >>> chance(0.9, inner=False), chance(0.9, inner=True), chance(0.3, inner=True)
    (0.9, 0.7118, 0.4215)
    """
    if not inner:
        return score
    kept = min(max(score, 1e-3), 1 - 1e-3)
    constant, factor = WITHIN
    return round(1 / (1 + math.exp(-constant - factor * math.log(kept / (1 - kept)))), 4)
