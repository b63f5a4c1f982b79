"""The edited articles of ``tests/edits.txt`` -> how well statements find each other at each threshold of likeness.

    python benchmarks/likeness.py

prints the F1 of the pairs, on the half to choose by and on the half to check on, with one threshold moved at a time from what
``sayso.comparing.versions.pairing`` has. The choice is made on the first column alone.
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from edits import edited, score

from sayso.comparing.versions import pairing

SWEPT: dict[str, tuple[float, ...]] = {
    "ENOUGH": (0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.65, 0.7, 0.8),
    "ENOUGH_WITH_EVIDENCE": (0.2, 0.25, 0.3, 0.32, 0.34, 0.35, 0.36, 0.38, 0.4, 0.45, 0.5),
    "OPENING": (0.0, 0.05, 0.1, 0.15, 0.2, 0.3, 0.5),
    "SPEAKER": (0.0, 0.05, 0.1, 0.2),
    "NEIGHBOUR": (0.0, 0.03, 0.06, 0.12, 0.2),
    "CUE": (0.0, 0.04, 0.08, 0.16, 0.3),
    "_SMALL_WEIGHT": (0.05, 0.1, 0.15, 0.25, 0.4),
}


def main() -> None:
    """Print a line a threshold and value."""
    halves = edited()
    for name, values in SWEPT.items():
        held = getattr(pairing, name)
        for value in values:
            setattr(pairing, name, value)
            columns = (f"{found.f1:.3f} ({found.right}, {found.wrong}, {found.missed})" for found in map(score, halves))
            print(f"{name:<21} {value:<5}{'<' if value == held else ' '}  {'   '.join(columns)}")
        setattr(pairing, name, held)


if __name__ == "__main__":
    main()
