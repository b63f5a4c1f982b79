"""How sure a share is: Wilson's 95% interval, which holds for few cases and for shares near 0 and 1."""

from __future__ import annotations

import math


def wilson(right: int, of: int) -> tuple[float, float]:
    """The low and the high end of the interval of ``right`` in ``of``.

    >>> wilson(9, 10)  # doctest: +ELLIPSIS
    (0.595..., 0.982...)
    """
    share, z = right / of, 1.96
    middle = (share + z * z / (2 * of)) / (1 + z * z / of)
    half = z * math.sqrt(share * (1 - share) / of + z * z / (4 * of * of)) / (1 + z * z / of)
    return middle - half, middle + half
