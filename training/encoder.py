"""A window's word pieces -> hidden states, and what the heads say of each piece: cues, names, which name a pronoun means.

An encoder is MPNet-base or MiniLM-L6, to start from (`pretrained.py`), or a smaller one cut out of what was trained.
"""

from __future__ import annotations

import math

import torch
from sizes import CUE_TAGS, NAME_TAGS, POINT, Sizes
from torch import Tensor, nn
from torch.nn import functional as F

BUCKETS, FAR = 32, 128  # MPNet's relative places


class Block(nn.Module):
    """One post-norm transformer layer, as in BERT."""

    def __init__(self, width: int, heads: int, head: int, feed: int, dropout: float, epsilon: float = 1e-12) -> None:
        super().__init__()
        self.heads, self.head = heads, head
        self.query, self.key, self.value = (nn.Linear(width, heads * head) for _ in range(3))
        self.out = nn.Linear(heads * head, width)
        self.norm1 = nn.LayerNorm(width, eps=epsilon)
        self.up, self.down = nn.Linear(width, feed), nn.Linear(feed, width)
        self.norm2 = nn.LayerNorm(width, eps=epsilon)
        self.drop = nn.Dropout(dropout)

    def forward(self, x: Tensor, mask: Tensor | None) -> Tensor:
        x = self.norm1(x + self.drop(self.out(self.attended(x, mask))))
        return self.norm2(x + self.drop(self.down(F.gelu(self.up(x)))))

    def attended(self, x: Tensor, mask: Tensor | None) -> Tensor:
        """What the heads read, side by side."""
        b, n, _ = x.shape
        split = lambda t: t.view(b, n, self.heads, self.head).transpose(1, 2)  # noqa: E731
        q, k, v = split(self.query(x)), split(self.key(x)), split(self.value(x))
        if torch.onnx.is_in_onnx_export():
            scores = q @ k.transpose(2, 3) / math.sqrt(self.head)
            a = torch.softmax(scores if mask is None else scores + mask, -1) @ v
        else:
            mask = None if mask is None else mask.to(q.dtype)
            a = F.scaled_dot_product_attention(q, k, v, attn_mask=mask)  # dropout here costs half the step on a CPU
        return a.transpose(1, 2).reshape(b, n, self.heads * self.head)


class Encoder(nn.Module):
    """ids, shapes, quoted and mask (batch x pieces) -> hidden; logits of cues, inner cues and names; vectors of names."""

    def __init__(self, sizes: Sizes, dropout: float = 0.1) -> None:
        super().__init__()
        self.sizes, width = sizes, sizes.width
        self.words = nn.Embedding(sizes.vocabulary, width)
        self.places = nn.Embedding(sizes.places, width)
        self.kinds = nn.Parameter(torch.zeros(width))
        self.shapes = nn.Embedding(5, width)
        self.quoted = nn.Embedding(2, width)
        nn.init.zeros_(self.shapes.weight)
        nn.init.zeros_(self.quoted.weight)
        self.norm = nn.LayerNorm(width, eps=sizes.epsilon)
        self.drop = nn.Dropout(dropout)
        self.blocks = nn.ModuleList(
            Block(width, heads, sizes.head, feed, dropout, sizes.epsilon)
            for heads, feed in map(sizes.layer, range(sizes.layers))
        )
        if sizes.relative:
            self.near = nn.Embedding(BUCKETS, self.blocks[0].heads)
        self.cue, self.inner = nn.Linear(width, CUE_TAGS), nn.Linear(width, CUE_TAGS)
        self.name = nn.Linear(width, NAME_TAGS)
        self.mention_point, self.name_point = nn.Linear(width, POINT), nn.Linear(width, POINT)

    def forward(self, ids: Tensor, shapes: Tensor, quoted: Tensor, mask: Tensor | None) -> tuple[Tensor, ...]:
        x = self.hidden(ids, shapes, quoted, mask)
        return x, *self.heads(self.drop(x))

    def heads(self, h: Tensor) -> tuple[Tensor, ...]:
        """Last hidden states -> logits of cues, inner cues and names; vectors of mentions and names."""
        return self.cue(h), self.inner(h), self.name(h), self.mention_point(h), self.name_point(h)

    def hidden(self, ids: Tensor, shapes: Tensor, quoted: Tensor, mask: Tensor | None) -> Tensor:
        return self.layers(ids, shapes, quoted, mask)[-1]

    def layers(self, ids: Tensor, shapes: Tensor, quoted: Tensor, mask: Tensor | None) -> list[Tensor]:
        """What each layer writes."""
        bias, x = self.begin(ids, shapes, quoted, mask)
        written = []
        for block in self.blocks:
            x = block(x, bias)
            written.append(x)
        return written

    def begin(self, ids: Tensor, shapes: Tensor, quoted: Tensor, mask: Tensor | None) -> tuple[Tensor | None, Tensor]:
        """-> what is added to the scores of attention, and the first layer's input."""
        bias = None if mask is None else (1.0 - mask[:, None, None, :].to(self.kinds.dtype)) * -1e4
        places = torch.arange(ids.shape[1], device=ids.device)
        if self.sizes.relative:
            near = self.near(buckets(places)).permute(2, 0, 1)[None]
            bias = near if bias is None else near + bias
            ids = mpnet_ids(ids)
            places = places + 2
        x = self.words(ids) + self.places(places) + self.kinds + self.shapes(shapes) + self.quoted(quoted)
        return bias, self.drop(self.norm(x))


def buckets(places: Tensor) -> Tensor:
    """MPNet's buckets of how far one place is from another: each near distance has one, far ones share."""
    n = places[:, None] - places[None, :]  # query minus key
    half = BUCKETS // 2
    found = (n < 0).long() * half
    n = n.abs()
    exact = half // 2
    far = exact + (torch.log(n.clamp(min=1).float() / exact) / math.log(FAR / exact) * (half - exact)).long()
    return found + torch.where(n < exact, n, far.clamp(max=half - 1))


def mpnet_ids(ids: Tensor) -> Tensor:
    """BERT's ids -> MPNet's: the same words four places on; its own marks for a window's start, breaks and what is hidden."""
    own = ids + 4
    for theirs, mine in ((100, 3), (101, 0), (102, 2), (103, 30526)):
        own = torch.where(ids == theirs, mine, own)
    return own
