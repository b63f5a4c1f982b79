"""One cue's surroundings -> its speaker and its contents: a small transformer, and a loss over whole rows of tags."""

from __future__ import annotations

import torch
from encoder import Block
from sizes import CONTENT_TAGS, LEFT, RIGHT, SAID_KINDS, Sizes
from torch import Tensor, nn
from torch.nn import functional as F


class Linker(nn.Module):
    """One cue's surroundings (hidden states, which of them are the cue) -> its speaker's ends and its contents' tags.

    Row 0 of ``starts`` and ``ends`` is "no speaker"; the others are the pieces.
    """

    def __init__(self, sizes: Sizes, dropout: float = 0.1) -> None:
        super().__init__()
        self.sizes, width, own = sizes, sizes.width, sizes.link_width
        self.narrow = nn.Linear(width, own)
        self.of_cue = nn.Linear(width, own)
        self.is_cue = nn.Embedding(2, own)
        self.places = nn.Embedding(LEFT + RIGHT, own)
        self.norm = nn.LayerNorm(own)
        self.drop = nn.Dropout(dropout)
        self.blocks = nn.ModuleList(
            Block(own, sizes.link_heads, own // sizes.link_heads, sizes.link_feed, 0.0) for _ in range(sizes.link_layers)
        )
        self.ends = nn.Linear(own, 4)
        self.none = nn.Linear(own, 4)
        self.said = nn.Linear(own, SAID_KINDS)
        self.content = nn.Linear(own + width, CONTENT_TAGS)

    def forward(self, hidden: Tensor, cue: Tensor, mask: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """``hidden`` is cues x columns x width; ``cue`` and ``mask`` flag the columns that are the cue, and that exist."""
        share = F.linear(hidden, self.content.weight[:, self.sizes.link_width :], self.content.bias)
        at_cue = (self.of_cue(hidden) * shares_of(cue)[:, :, None]).sum(1)
        return self.around(self.narrow(hidden), at_cue, cue, mask, share)

    def around(self, narrow: Tensor, at_cue: Tensor, cue: Tensor, mask: Tensor, share: Tensor) -> tuple[Tensor, ...]:
        """The linker after its projections, which are the same for every cue (see `training/export.py`)."""
        x = narrow + at_cue[:, None] + self.is_cue(cue) + self.places.weight[None, : narrow.shape[1]]
        x = self.drop(self.norm(x))
        bias = (1.0 - mask[:, None, None, :].to(narrow.dtype)) * -1e4
        for block in self.blocks:
            x = block(x, bias)
        pooled = (x * shares_of(cue)[:, :, None]).sum(1)
        none, said = self.none(pooled), self.said(pooled)
        ends = self.ends(x) + (1.0 - mask[:, :, None].to(narrow.dtype)) * -1e4
        return torch.cat([none[:, None], ends], 1), F.linear(x, self.content.weight[:, : self.sizes.link_width]) + share, said


def shares_of(cue: Tensor) -> Tensor:
    """Each piece's share in the mean over its cue's pieces: 0 outside."""
    return cue.float() / cue.sum(1, keepdim=True).clamp(min=1).float()


class Crf(nn.Module):
    """Linear-chain loss over O, B, I tags; I may follow B and I only."""

    def __init__(self, tags: int = CONTENT_TAGS) -> None:
        super().__init__()
        self.moves = nn.Parameter(torch.zeros(tags, tags))
        self.opening = nn.Parameter(torch.zeros(tags))
        forbidden = torch.zeros(tags, tags)
        forbidden[0, 2] = -1e4
        self.register_buffer("forbidden", forbidden)

    def loss(self, logits: Tensor, tags: Tensor, mask: Tensor) -> Tensor:
        """Mean negative log likelihood a sequence. ``mask`` holds 1 for pieces that count; the rest are stepped over.

        All paths are summed by halves: each step is a matrix of moves, and neighbouring matrices are multiplied until one is
        left, which takes 8 rounds where stepping along takes 175.
        """
        moves = self.moves + self.forbidden
        on = mask[:, 1:, None, None].bool()
        still = torch.full_like(moves, -1e4).fill_diagonal_(0.0)
        steps = torch.where(on, moves + logits[:, 1:, None, :], still)
        while steps.shape[1] > 1:
            if steps.shape[1] % 2:
                steps = torch.cat([steps, still.expand(len(steps), 1, *still.shape)], 1)
            steps = torch.logsumexp(steps[:, 0::2, :, :, None] + steps[:, 1::2, None, :, :], 3)
        begun = logits[:, 0] + self.opening
        whole = torch.logsumexp(begun[:, :, None] + steps[:, 0], (1, 2))
        taken = moves[tags[:, :-1], tags[:, 1:]] + logits[:, 1:].gather(2, tags[:, 1:, None])[:, :, 0]
        gold = begun.gather(1, tags[:, :1])[:, 0] + (taken * mask[:, 1:]).sum(1)
        return (whole - gold).mean()
