"""What ships -> a checkpoint to train on from: the weights taken back out of the two int8 graphs.

    python training/restore.py src/sayso/languages/en/model --out model.pt

Checkpoints are not kept in the repository; what rounding took from the weights, some steps of training give back.
"""

from __future__ import annotations

import argparse
import json
import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import onnx
import torch
from network import assembled, save
from onnx import numpy_helper
from sizes import LEFT, MINILM, RIGHT, Sizes
from torch import Tensor

HEADS = ("mention_point", "name_point", "cue", "inner", "name", "narrow", "of_cue", "ends", "none", "out", "up", "down")


class Graph:
    """One exported graph: its weights by the place that they are used in."""

    def __init__(self, path: Path) -> None:
        model = onnx.load(str(path))
        self.held = {i.name: numpy_helper.to_array(i) for i in model.graph.initializer}
        self.products = {n.output[0]: n.input[1] for n in model.graph.node if n.op_type == "MatMulInteger"}
        self.heads = [
            next(a.i for a in n.attribute if a.name == "num_heads") for n in model.graph.node if n.op_type == "QAttention"
        ]

    def weight(self, name: str) -> Tensor:
        """A quantised weight as numbers again."""
        name = name.removesuffix("_quantized")
        whole = self.held[name + "_quantized"].astype(np.float32) - self.held[name + "_zero_point"].astype(np.float32)
        return torch.tensor(whole * self.held[name + "_scale"])

    def embedding(self, name: str) -> Tensor:
        return self.weight(name) if name + "_quantized" in self.held else torch.tensor(self.held[name])

    def plain(self, part: str) -> dict[str, Tensor]:
        """Weights that were left as they are: biases and norms."""
        quantised = ("_quantized", "_scale", "_zero_point")
        return {
            k: torch.tensor(v)
            for k, v in self.held.items()
            if k.startswith(part) and not k.endswith(quantised) and v.dtype == np.float32
        }

    def blocks(self, part: str) -> dict[str, Tensor]:
        """Each layer's attention, whose three projections stand in one matrix."""
        found = {}
        for i in range(len(self.heads)):
            weight, bias = self.weight(f"Attention_{i}_qkv_weight").T, torch.tensor(self.held[f"Attention_{i}_qkv_bias"])
            for own, w, b in zip(("query", "key", "value"), weight.chunk(3), bias.chunk(3), strict=True):
                found |= {f"{part}.blocks.{i}.{own}.weight": w.contiguous(), f"{part}.blocks.{i}.{own}.bias": b.clone()}
        return found

    def linear(self, part: str) -> dict[str, Tensor]:
        """The other matrices, named by where their product goes; one without a name is the share of a content's tags."""
        found = {}
        for output, name in self.products.items():
            block = re.search(r"blocks\.(\d+)/(\w+)/", output)
            own = f"blocks.{block[1]}.{block[2]}" if block else next((h for h in HEADS if f"/{h}/" in output), "share")
            home = "linker" if own in ("narrow", "of_cue") else part
            found[f"{home}.{own}.weight"] = self.weight(name).T.contiguous()
        return found


def restored(folder: Path) -> torch.nn.ModuleDict:
    """The modules of an exported model."""
    encoder, linker = Graph(folder / "encoder.onnx"), Graph(folder / "linker.onnx")
    state = encoder.plain("encoder.") | encoder.plain("linker.") | linker.plain("linker.")
    state |= encoder.blocks("encoder") | encoder.linear("encoder") | linker.blocks("linker") | linker.linear("linker")
    state |= {f"encoder.{e}.weight": encoder.embedding(f"encoder.{e}.weight") for e in ("words", "places", "shapes", "quoted")}
    state["linker.is_cue.weight"] = linker.embedding("linker.is_cue.weight")
    state["linker.content.weight"] = torch.cat([state.pop("linker.share.weight"), state.pop("encoder.share.weight")], 1)
    settings = json.loads((folder / "settings.json").read_text(encoding="utf8"))
    seen = next(torch.tensor(v[0]) for k, v in linker.held.items() if "Slice" in k)
    places = torch.zeros(LEFT + RIGHT, seen.shape[1])  # columns that what ships does not look at start from nothing
    places[LEFT - settings["left"] : LEFT + settings["right"]] = seen
    state["linker.places.weight"] = places
    modules = assembled(sizes(encoder, linker, state))
    for name, value in modules.state_dict().items():  # heads that a model of before had not, or had fewer rows of
        if (
            name.startswith(("linker.ends", "linker.none", "linker.said"))
            and (old := state.get(name)) is not None
            and len(old) < len(value)
        ):
            state[name] = torch.cat([old, value[len(old) :]])
        elif name.startswith("linker.said") and name not in state:
            state[name] = value
    forbidden = modules["crf"].forbidden
    moves = torch.where(forbidden < 0, 0.0, torch.tensor(settings["moves"]))
    modules.load_state_dict(
        state | {"crf.forbidden": forbidden, "crf.moves": moves, "crf.opening": torch.tensor(settings["opening"])}
    )
    return modules.eval()


def sizes(encoder: Graph, linker: Graph, state: dict[str, Tensor]) -> Sizes:
    return replace(
        MINILM,
        layers=len(encoder.heads),
        heads=tuple(encoder.heads),
        head=len(state["encoder.blocks.0.query.bias"]) // encoder.heads[0],
        feed=tuple(len(state[f"encoder.blocks.{i}.up.bias"]) for i in range(len(encoder.heads))),
        link_layers=len(linker.heads),
        link_feed=len(state["linker.blocks.0.up.bias"]),
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", help="the folder of the graphs")
    parser.add_argument("--out", required=True)
    args = parser.parse_args()
    save(restored(Path(args.model)), Path(args.out))


if __name__ == "__main__":
    main()
