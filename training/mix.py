"""Two checkpoints of one shape -> one whose weights lie between theirs: what was learnt last, without losing what was known.

    python training/mix.py BEFORE AFTER --share 0.7 --out mixed.pt

``--share`` is that of the one after. Parts that only it has, such as a new head, are taken whole. After Wortsman and others,
Robust fine-tuning of zero-shot models (2022).
"""

from __future__ import annotations

import argparse
from typing import Any

import torch


def mixed(before: Any, after: Any, share: float) -> Any:
    """The weights between two, by name; where one is larger, its further rows are its own."""
    if isinstance(after, dict):
        return {key: mixed(before[key], value, share) if key in before else value for key, value in after.items()}
    if not torch.is_tensor(after) or not after.is_floating_point():
        return after
    found = after.float().clone()
    shared = tuple(slice(0, size) for size in before.shape)
    found[shared] = before.float() * (1 - share) + found[shared] * share
    return found.to(after.dtype)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("before")
    parser.add_argument("after")
    parser.add_argument("--share", type=float, default=0.7)
    parser.add_argument("--out", required=True)
    args = parser.parse_args()
    before, after = (torch.load(path, map_location="cpu", weights_only=False) for path in (args.before, args.after))
    torch.save(mixed(before, after, args.share), args.out)


if __name__ == "__main__":
    main()
