"""The trained modules as they are read with: what is exported, and what a checkpoint is measured through."""

from __future__ import annotations

import copy

from encoder import Encoder
from linker import Linker
from sizes import LEFT
from torch import Tensor, nn


class Reader(nn.Module):
    """The encoder as it is read with: no mask, since a window is read alone; the linker's projections computed once a piece.

    What the linker takes of a piece is linear in its hidden state, so it is the same for every cue around it: the narrowed
    state, the state as part of a cue, and its share of the content's logits.
    """

    def __init__(self, encoder: Encoder, linker: Linker) -> None:
        super().__init__()
        self.encoder, self.linker = encoder, linker

    def forward(self, ids: Tensor, shapes: Tensor, quoted: Tensor) -> tuple[Tensor, ...]:
        hidden, *heads = self.encoder(ids, shapes, quoted, None)  # a window is read alone: nothing is padded
        share = hidden @ self.linker.content.weight[:, self.linker.sizes.link_width :].T + self.linker.content.bias
        return self.linker.narrow(hidden), self.linker.of_cue(hidden), share, *heads


class Surroundings(nn.Module):
    """The linker on projections: of each column, and of the cue as a whole; which columns are the cue, and which exist.

    It tells ends of speakers and tags of contents. Addressees and moods are learnt beside these, and not asked: rules tell them
    as well (``docs/decisions/nesting.md``), and their columns would cost a twentieth of the time.
    """

    def __init__(self, linker: Linker, left: int, right: int) -> None:
        super().__init__()
        self.linker = copy.deepcopy(linker)
        self.linker.places.weight = nn.Parameter(linker.places.weight[LEFT - left : LEFT + right])
        for part in (self.linker.ends, self.linker.none):
            part.weight, part.bias = nn.Parameter(part.weight[:2]), nn.Parameter(part.bias[:2])

    def forward(self, narrow: Tensor, at_cue: Tensor, share: Tensor, cue: Tensor, mask: Tensor) -> tuple[Tensor, ...]:
        ends, content, _ = self.linker.around(narrow, at_cue, cue, mask, share)
        return ends, content
