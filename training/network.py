"""The trained part: an encoder with heads for cues, names and antecedents, and a linker around each cue.

An encoder is MPNet-base or MiniLM-L6, to start from, or a smaller one cut out of what was trained.
"""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn import functional as F

LEFT, RIGHT = 64, 80  # word pieces before and after a cue's first; 99.7 % of speakers and contents begin, 97.7 % end within
POINT = 64  # width of the vectors that pair a mention with a name
CUE_TAGS, CONTENT_TAGS = 3, 3  # O, B, I
NAME_TAGS = 9  # O, then B and I of person, organisation, place, other
BUCKETS, FAR = 32, 128  # MPNet's relative places


@dataclass(frozen=True)
class Sizes:
    """Of an encoder and its linker. Layers may differ in ``heads`` (of ``head`` neurons each) and ``feed``."""

    width: int = 384
    layers: int = 6
    heads: int | tuple[int, ...] = 12
    head: int = 32
    feed: int | tuple[int, ...] = 1536
    relative: bool = False
    vocabulary: int = 30522
    places: int = 512
    epsilon: float = 1e-12
    link_width: int = 128
    link_layers: int = 1
    link_heads: int = 4
    link_feed: int = 512

    def layer(self, number: int) -> tuple[int, int]:
        """Heads and neurons of the feed-forward part of one layer."""
        heads, feed = (value if isinstance(value, int) else value[number] for value in (self.heads, self.feed))
        return heads, feed


MINILM = Sizes()
MPNET = Sizes(
    width=768,
    layers=12,
    head=64,
    feed=3072,
    relative=True,
    vocabulary=30527,
    places=514,
    epsilon=1e-5,
    link_width=256,
    link_layers=2,
)


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

    def load(self, path: Path) -> None:
        """Start from a folder's ``model.safetensors``: all-MiniLM-L6-v2 (BERT's names) or all-mpnet-base-v2, of these sizes."""
        from safetensors.torch import load_file

        self.load_weights(load_file(path / "model.safetensors"))

    def load_weights(self, w: dict[str, Tensor]) -> None:
        relative = self.sizes.relative
        attention = "attention.attn." if relative else "attention.self."
        parts = {
            "query": attention + ("q" if relative else "query"),
            "key": attention + ("k" if relative else "key"),
            "value": attention + ("v" if relative else "value"),
            "out": "attention.attn.o" if relative else "attention.output.dense",
            "norm1": "attention.LayerNorm" if relative else "attention.output.LayerNorm",
            "up": "intermediate.dense",
            "down": "output.dense",
            "norm2": "output.LayerNorm",
        }
        own = {
            "words.weight": "embeddings.word_embeddings.weight",
            "places.weight": "embeddings.position_embeddings.weight",
            "norm.weight": "embeddings.LayerNorm.weight",
            "norm.bias": "embeddings.LayerNorm.bias",
        }
        for i in range(len(self.blocks)):
            for mine, theirs in parts.items():
                own |= {f"blocks.{i}.{mine}.{leaf}": f"encoder.layer.{i}.{theirs}.{leaf}" for leaf in ("weight", "bias")}
        state = {mine: w[theirs].float() for mine, theirs in own.items()}
        if relative:
            state["near.weight"] = w["encoder.relative_attention_bias.weight"].float()
        else:
            state["kinds"] = w["embeddings.token_type_embeddings.weight"][0].float()
        missing = self.load_state_dict(state, strict=False)
        assert not missing.unexpected_keys


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
        self.ends = nn.Linear(own, 2)
        self.none = nn.Linear(own, 2)
        self.content = nn.Linear(own + width, CONTENT_TAGS)

    def forward(self, hidden: Tensor, cue: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
        """``hidden`` is cues x columns x width; ``cue`` and ``mask`` flag the columns that are the cue, and that exist."""
        share = F.linear(hidden, self.content.weight[:, self.sizes.link_width :], self.content.bias)
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
        return torch.cat([none[:, None], ends], 1), F.linear(x, self.content.weight[:, : self.sizes.link_width]) + share


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


def cut(
    guide: nn.ModuleDict, sizes: Sizes, layers: list[int], shares: list[dict[str, Tensor]], dropout: float
) -> nn.ModuleDict:
    """A smaller model out of a larger one of the same width: some layers, and in each the heads and neurons that do most.

    ``shares`` holds, for each layer of the guide, what each head and each neuron of its feed-forward part does.
    """
    modules, guide = assembled(replace(sizes, layers=len(layers)), dropout), guide.cpu()
    state = {k: v for k, v in guide.state_dict().items() if not k.startswith("encoder.blocks.")}
    fitting = modules.state_dict()
    state = {k: v for k, v in state.items() if k in fitting and fitting[k].shape == v.shape}
    for mine, theirs in enumerate(layers):
        block = guide["encoder"].blocks[theirs].state_dict()
        head = guide["encoder"].sizes.head
        many, wide = sizes.layer(mine)
        heads = shares[theirs]["heads"].topk(many).indices.sort().values
        rows = (heads[:, None] * head + torch.arange(head)[None]).flatten()
        feed = shares[theirs]["feed"].topk(wide).indices.sort().values
        for part in ("query", "key", "value"):
            block[f"{part}.weight"], block[f"{part}.bias"] = block[f"{part}.weight"][rows], block[f"{part}.bias"][rows]
        block["out.weight"] = block["out.weight"][:, rows]
        block["up.weight"], block["up.bias"] = block["up.weight"][feed], block["up.bias"][feed]
        block["down.weight"] = block["down.weight"][:, feed]
        state |= {f"encoder.blocks.{mine}.{k}": v for k, v in block.items()}
    for i, whole in enumerate(guide["linker"].blocks):
        feed = (whole.up.weight.norm(dim=1) * whole.down.weight.norm(dim=0)).topk(sizes.link_feed).indices.sort().values
        name = f"linker.blocks.{i}."
        state |= {name + "up.weight": whole.up.weight[feed], name + "up.bias": whole.up.bias[feed]}
        state |= {name + "down.weight": whole.down.weight[:, feed]}
    missing = modules.load_state_dict({k: v for k, v in state.items() if k in fitting}, strict=False)
    assert not missing.missing_keys, missing
    return modules
