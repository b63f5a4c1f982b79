"""The trained part: a MiniLM encoder with heads for cues, names and antecedents, and a linker around each cue."""

from __future__ import annotations

import math
import re

import torch
from torch import Tensor, nn
from torch.nn import functional as F

WIDTH, LAYERS, HEADS, FEED = 384, 6, 12, 1536
LINK_WIDTH, LINK_LAYERS, LINK_HEADS, LINK_FEED = 128, 2, 4, 512
LEFT, RIGHT = 64, 112  # word pieces before and after a cue's first; 99.7 % of speakers and contents begin, 98.8 % end within
POINT = 64  # width of the vectors that pair a mention with a name
CUE_TAGS, CONTENT_TAGS = 3, 3  # O, B, I
PARTS = ("encoder", "linker")
NAME_TAGS = 9  # O, then B and I of person, organisation, place, other


class Block(nn.Module):
    """One post-norm transformer layer, as in BERT."""

    def __init__(self, width: int, heads: int, feed: int, dropout: float) -> None:
        super().__init__()
        self.heads = heads
        self.query, self.key, self.value = (nn.Linear(width, width) for _ in range(3))
        self.out = nn.Linear(width, width)
        self.norm1 = nn.LayerNorm(width, eps=1e-12)
        self.up, self.down = nn.Linear(width, feed), nn.Linear(feed, width)
        self.norm2 = nn.LayerNorm(width, eps=1e-12)
        self.drop = nn.Dropout(dropout)

    def forward(self, x: Tensor, mask: Tensor | None) -> Tensor:
        b, n, d = x.shape
        split = lambda t: t.view(b, n, self.heads, d // self.heads).transpose(1, 2)  # noqa: E731
        q, k, v = split(self.query(x)), split(self.key(x)), split(self.value(x))
        if torch.onnx.is_in_onnx_export():
            scores = q @ k.transpose(2, 3) / math.sqrt(d // self.heads)
            a = torch.softmax(scores if mask is None else scores + mask, -1) @ v
        else:
            a = F.scaled_dot_product_attention(q, k, v, attn_mask=mask)  # dropout here costs half the step on a CPU
        x = self.norm1(x + self.drop(self.out(a.transpose(1, 2).reshape(b, n, d))))
        return self.norm2(x + self.drop(self.down(F.gelu(self.up(x)))))


class Encoder(nn.Module):
    """ids, shapes, quoted and mask (batch x pieces) -> hidden; logits of cues, inner cues and names; vectors of names."""

    def __init__(self, dropout: float = 0.1, layers: int = LAYERS, feed: int = FEED) -> None:
        super().__init__()
        self.words = nn.Embedding(30522, WIDTH)
        self.places = nn.Embedding(512, WIDTH)
        self.kinds = nn.Parameter(torch.zeros(WIDTH))
        self.shapes = nn.Embedding(5, WIDTH)
        self.quoted = nn.Embedding(2, WIDTH)
        nn.init.zeros_(self.shapes.weight)
        nn.init.zeros_(self.quoted.weight)
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.drop = nn.Dropout(dropout)
        self.blocks = nn.ModuleList(Block(WIDTH, HEADS, feed, dropout) for _ in range(layers))
        self.cue, self.inner = nn.Linear(WIDTH, CUE_TAGS), nn.Linear(WIDTH, CUE_TAGS)
        self.name = nn.Linear(WIDTH, NAME_TAGS)
        self.mention_point, self.name_point = nn.Linear(WIDTH, POINT), nn.Linear(WIDTH, POINT)

    def forward(self, ids: Tensor, shapes: Tensor, quoted: Tensor, mask: Tensor | None) -> tuple[Tensor, ...]:
        bias = None if mask is None else (1.0 - mask[:, None, None, :].to(self.kinds.dtype)) * -1e4
        places = torch.arange(ids.shape[1], device=ids.device)
        x = self.words(ids) + self.places(places) + self.kinds + self.shapes(shapes) + self.quoted(quoted)
        x = self.drop(self.norm(x))
        for block in self.blocks:
            x = block(x, bias)
        h = self.drop(x)
        return x, self.cue(h), self.inner(h), self.name(h), self.mention_point(h), self.name_point(h)

    def load_minilm(self, path: str) -> None:
        """Start from the weights of all-MiniLM-L6-v2 (safetensors, BERT's names)."""
        from safetensors.torch import load_file

        w = load_file(path)
        own = {
            "words.weight": "embeddings.word_embeddings.weight",
            "places.weight": "embeddings.position_embeddings.weight",
            "norm.weight": "embeddings.LayerNorm.weight",
            "norm.bias": "embeddings.LayerNorm.bias",
        }
        parts = {
            "query": "attention.self.query",
            "key": "attention.self.key",
            "value": "attention.self.value",
            "out": "attention.output.dense",
            "norm1": "attention.output.LayerNorm",
            "up": "intermediate.dense",
            "down": "output.dense",
            "norm2": "output.LayerNorm",
        }
        for i in range(len(self.blocks)):
            for mine, theirs in parts.items():
                for leaf in ("weight", "bias"):
                    own[f"blocks.{i}.{mine}.{leaf}"] = f"encoder.layer.{i}.{theirs}.{leaf}"
        state = {mine: w[theirs] for mine, theirs in own.items()}
        state["kinds"] = w["embeddings.token_type_embeddings.weight"][0]
        missing = self.load_state_dict(state, strict=False)
        assert not missing.unexpected_keys


class Linker(nn.Module):
    """One cue's surroundings (hidden states, which of them are the cue) -> its speaker's ends and its contents' tags.

    Row 0 of ``starts`` and ``ends`` is "no speaker"; the others are the pieces.
    """

    def __init__(self, dropout: float = 0.1, layers: int = LINK_LAYERS, feed: int = LINK_FEED) -> None:
        super().__init__()
        self.narrow = nn.Linear(WIDTH, LINK_WIDTH)
        self.of_cue = nn.Linear(WIDTH, LINK_WIDTH)
        self.is_cue = nn.Embedding(2, LINK_WIDTH)
        self.places = nn.Embedding(LEFT + RIGHT, LINK_WIDTH)
        self.norm = nn.LayerNorm(LINK_WIDTH)
        self.drop = nn.Dropout(dropout)
        self.blocks = nn.ModuleList(Block(LINK_WIDTH, LINK_HEADS, feed, 0.0) for _ in range(layers))
        self.ends = nn.Linear(LINK_WIDTH, 2)
        self.none = nn.Linear(LINK_WIDTH, 2)
        self.content = nn.Linear(LINK_WIDTH + WIDTH, CONTENT_TAGS)

    def forward(self, hidden: Tensor, cue: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
        share = F.linear(hidden, self.content.weight[:, LINK_WIDTH:], self.content.bias)
        at_cue = (self.of_cue(hidden) * shares_of(cue)[:, :, None]).sum(1)
        return self.around(self.narrow(hidden), at_cue, cue, mask, share)

    def around(self, narrow: Tensor, at_cue: Tensor, cue: Tensor, mask: Tensor, share: Tensor) -> tuple[Tensor, Tensor]:
        """The linker after its projections, which are the same for every cue (see `training/export.py`)."""
        x = narrow + at_cue[:, None] + self.is_cue(cue) + self.places.weight[None, : narrow.shape[1]]
        x = self.drop(self.norm(x))
        bias = (1.0 - mask[:, None, None, :].to(narrow.dtype)) * -1e4
        for block in self.blocks:
            x = block(x, bias)
        none = self.none((x * shares_of(cue)[:, :, None]).sum(1))
        ends = self.ends(x) + (1.0 - mask[:, :, None].to(narrow.dtype)) * -1e4
        return torch.cat([none[:, None], ends], 1), F.linear(x, self.content.weight[:, :LINK_WIDTH]) + share


def shares_of(cue: Tensor) -> Tensor:
    """Each piece's share in the mean over its cue's pieces: 0 outside."""
    return cue.float() / cue.sum(1, keepdim=True).clamp(min=1).float()


class Crf(nn.Module):
    """Linear-chain loss over O, B, I tags, vectorised over sequences; I may follow B and I only."""

    def __init__(self, tags: int = CONTENT_TAGS) -> None:
        super().__init__()
        self.moves = nn.Parameter(torch.zeros(tags, tags))
        self.opening = nn.Parameter(torch.zeros(tags))
        forbidden = torch.zeros(tags, tags)
        forbidden[0, 2] = -1e4
        self.register_buffer("forbidden", forbidden)
        first = torch.zeros(tags)
        self.register_buffer("first", first)

    def loss(self, logits: Tensor, tags: Tensor, mask: Tensor) -> Tensor:
        """Mean negative log likelihood a sequence. ``mask`` holds 1 for pieces that count; the rest are stepped over."""
        moves = self.moves + self.forbidden
        alpha = logits[:, 0] + self.opening
        gold = alpha.gather(1, tags[:, :1])[:, 0]
        before = tags[:, 0]
        for t in range(1, logits.shape[1]):
            on = mask[:, t].bool()
            step = torch.logsumexp(alpha[:, :, None] + moves[None], 1) + logits[:, t]
            alpha = torch.where(on[:, None], step, alpha)
            move = moves[before, tags[:, t]] + logits[:, t].gather(1, tags[:, t : t + 1])[:, 0]
            gold = gold + torch.where(on, move, torch.zeros_like(move))
            before = torch.where(on, tags[:, t], before)
        return (torch.logsumexp(alpha, 1) - gold).mean()


def assembled(dropout: float = 0.0, **sizes: int) -> nn.ModuleDict:
    """Encoder, linker and CRF under one roof; ``sizes`` are layers, feed, link_layers and link_feed."""
    link = {name.removeprefix("link_"): value for name, value in sizes.items() if name.startswith("link_")}
    rest = {name: value for name, value in sizes.items() if not name.startswith("link_")}
    return nn.ModuleDict({"encoder": Encoder(dropout, **rest), "linker": Linker(dropout, **link), "crf": Crf()})


def restored(path: str) -> nn.ModuleDict:
    """The modules of a checkpoint, of the sizes that its weights have."""
    state = torch.load(path)
    layers = [1 + max(int(m[1]) for key in state if (m := re.match(rf"{part}\.blocks\.(\d+)\.", key))) for part in PARTS]
    feeds = [len(state[f"{part}.blocks.0.up.bias"]) for part in PARTS]
    modules = assembled(layers=layers[0], feed=feeds[0], link_layers=layers[1], link_feed=feeds[1])
    modules.load_state_dict(state)
    return modules.eval()
