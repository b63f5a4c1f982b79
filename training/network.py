"""The trained part, whole: an encoder with its heads, a linker around each cue and its CRF, made, kept and taken up again."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import torch
from encoder import Encoder
from linker import Crf, Linker
from sizes import Sizes
from torch import nn


def assembled(sizes: Sizes, dropout: float = 0.0) -> nn.ModuleDict:
    """Encoder, linker and CRF under one roof."""
    return nn.ModuleDict({"encoder": Encoder(sizes, dropout), "linker": Linker(sizes, dropout), "crf": Crf()})


def save(modules: nn.ModuleDict, path: Path) -> None:
    """A checkpoint: the sizes and the weights, these in 16 bits."""
    state = {name: value.half() if value.is_floating_point() else value for name, value in modules.state_dict().items()}
    torch.save({"sizes": asdict(modules["encoder"].sizes), "weights": state}, path)


def restored(path: Path) -> nn.ModuleDict:
    """The modules of a checkpoint."""
    kept = torch.load(path, map_location="cpu")
    modules = assembled(Sizes(**kept["sizes"]))
    modules.load_state_dict({name: value.float() for name, value in kept["weights"].items()})
    return modules.eval()
