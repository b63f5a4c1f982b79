"""Trees of lightgbm -> the arrays by which ``sayso.articles.trees`` asks them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import lightgbm


def at_most(number: float) -> np.float32:
    """The largest float32 that is no larger: the rows are float32, so that as many of them are above it."""
    near = np.float32(number)
    return near if near <= number else np.nextafter(near, np.float32(-np.inf))


def table_of(model: lightgbm.Booster, leaves: int) -> dict[str, np.ndarray]:
    """The trees, a column a tree and a row a node, as ``trees.margins`` takes them; a node that a tree lacks takes nothing.

    ``leaves`` is the most that a tree has.
    """
    trees = model.dump_model()["tree_info"]
    nodes = leaves - 1
    feature = np.zeros((nodes, len(trees)), dtype=np.int16)
    threshold = np.full((nodes, len(trees)), np.inf, dtype=np.float32)
    mask = np.full((nodes, len(trees)), 0xFFFF, dtype=np.uint16)
    value = np.zeros((len(trees), leaves), dtype=np.float32)
    for number, tree in enumerate(trees):
        seen, left_to_right = 0, 0

        def walk(node: dict, number: int = number) -> int:
            """The bits of the leaves under a node."""
            nonlocal seen, left_to_right
            if "leaf_value" in node:
                value[number, left_to_right] = node["leaf_value"]
                left_to_right += 1
                return 1 << (left_to_right - 1)
            own, seen = seen, seen + 1
            assert node["decision_type"] == "<="
            left = walk(node["left_child"])
            feature[own, number], threshold[own, number] = node["split_feature"], at_most(node["threshold"])
            mask[own, number] = 0xFFFF & ~left
            return left | walk(node["right_child"])

        walk(tree["tree_structure"])
    return {"feature": feature, "threshold": threshold, "mask": mask, "value": value}
