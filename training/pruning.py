"""A trained model -> a smaller one of the same width: fewer layers, heads and neurons; what stays is fitted to what went."""

from __future__ import annotations

from dataclasses import replace

import torch
from batches import Epoch
from lessons import Lesson
from network import assembled
from sizes import Sizes
from torch import Tensor, nn
from torch.nn import functional as F


@torch.no_grad()
def shares(guide: nn.ModuleDict, lessons: list[Lesson], device: str) -> list[dict[str, Tensor]]:
    """What each head and each neuron of the feed-forward parts does: its mean size times the length of what it writes.

    -> on the CPU, for each layer of ``guide``.
    """
    encoder = guide["encoder"].to(device)
    found = [{"heads": torch.zeros(block.heads), "feed": torch.zeros(block.up.out_features)} for block in encoder.blocks]
    epoch = Epoch(lessons, 1, 256, (24,), 8192, 1)
    for number in range(min(12, len(epoch))):
        batch = epoch[number].to(device)
        bias, x = encoder.begin(*batch.inputs, batch.mask)
        for block, total in zip(encoder.blocks, found, strict=True):
            a = block.attended(x, bias)
            written = block.out.weight.T.unflatten(0, (block.heads, block.head))
            wrote = torch.einsum("bnhd,hdw->bnhw", a.unflatten(-1, (block.heads, block.head)), written)
            total["heads"] += wrote[batch.where].norm(dim=-1).mean(0).cpu()
            y = block.norm1(x + block.out(a))
            up = F.gelu(block.up(y))
            total["feed"] += (up[batch.where].abs().mean(0) * block.down.weight.norm(dim=0)).cpu()
            x = block.norm2(y + block.down(up))
    return found


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


@torch.no_grad()
def refit(small: nn.ModuleDict, large: nn.ModuleDict, lessons: list[Lesson], device: str) -> None:
    """Let what is left of each layer write what the whole layer wrote, by least squares, one layer after the other.

    The two have the same layers; the small one has fewer heads and neurons in them.
    """
    small, large = small["encoder"].to(device).eval(), large["encoder"].to(device)
    epoch = Epoch(lessons, 2, 256, (24,), 4096, 1)
    seen = []
    for number in range(min(12, len(epoch))):
        batch = epoch[number].to(device)
        (bias, mine), (_, theirs) = (model.begin(*batch.inputs, batch.mask) for model in (small, large))
        seen.append([batch.where, bias, mine, theirs])
    for own, whole in zip(small.blocks, large.blocks, strict=True):
        wanted = [y + whole.out(whole.attended(y, bias)) - x for _, bias, x, y in seen]
        fit(own.out, [(own.attended(x, bias)[on], t[on]) for (on, bias, x, _), t in zip(seen, wanted, strict=True)])
        for one in seen:
            _, bias, x, y = one
            one[2] = own.norm1(x + own.out(own.attended(x, bias)))
            one[3] = whole.norm1(y + whole.out(whole.attended(y, bias)))
        wanted = [y + whole.down(F.gelu(whole.up(y))) - x for _, _, x, y in seen]
        fit(own.down, [(F.gelu(own.up(x))[on], t[on]) for (on, _, x, _), t in zip(seen, wanted, strict=True)])
        for one in seen:
            _, _, x, y = one
            one[2] = own.norm2(x + own.down(F.gelu(own.up(x))))
            one[3] = whole.norm2(y + whole.down(F.gelu(whole.up(y))))
        drift = torch.cat([((x - y)[on] ** 2).mean()[None] for on, _, x, y in seen]).mean()
        print(f"a layer refitted: hidden states are {float(drift):.4f} away in the mean square", flush=True)


def fit(linear: nn.Linear, pairs: list[tuple[Tensor, Tensor]]) -> None:
    """Least squares with a little ridge towards the weights there are."""
    old = torch.cat([linear.weight.T, linear.bias[None]]).double()
    left, right = torch.zeros(len(old), len(old), dtype=torch.float64), torch.zeros(*old.shape, dtype=torch.float64)
    left, right = left.to(old.device), right.to(old.device)
    for x, t in pairs:
        x = torch.cat([x, torch.ones_like(x[:, :1])], 1).double()
        left += x.T @ x
        right += x.T @ t.double()
    ridge = 1e-3 * left.diagonal().mean()
    found = torch.linalg.solve(left + ridge * torch.eye(len(left), device=left.device), right + ridge * old)
    linear.weight.copy_(found[:-1].T.float())
    linear.bias.copy_(found[-1].float())
