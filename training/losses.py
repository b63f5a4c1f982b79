"""What a model says of a batch -> how far that is from the gold, from kept answers, and from a model that reads along."""

from __future__ import annotations

from dataclasses import replace

import torch
from batches import Batch
from lessons import STEP, UNKNOWN
from linker import Crf
from torch import Tensor, nn
from torch.nn import functional as F

Link = tuple[Tensor, Tensor, Tensor]  # around each cue: ends of its speaker, tags of its contents
TOLD_WEIGHTS = {"cue": 1.5, "inner": 1.5, "name": 0.5}  # of what a teacher says of a piece
SAID = ("cue", "inner", "name", "mention_point", "name_point")  # what the encoder's heads say of a piece


def gold_losses(out: dict[str, Tensor], batch: Batch) -> dict[str, Tensor]:
    """Against what people marked: cues, names and which of them a pronoun means."""
    losses = {}
    if (batch.cues >= 0).any():
        losses["cue"] = F.cross_entropy(out["cue"].flatten(0, 1), batch.cues.flatten(), label_smoothing=0.02)
    if (batch.inner >= 0).any():
        weight = torch.tensor([1.0, 2.0, 2.0], device=batch.inner.device)
        losses["inner"] = 0.5 * F.cross_entropy(
            out["inner"].flatten(0, 1), batch.inner.flatten(), weight=weight, label_smoothing=0.02
        )
    if (batch.names >= 0).any():
        losses["name"] = 0.5 * F.cross_entropy(out["name"].flatten(0, 1), batch.names.flatten())
    pointed = []
    for row, mentions, names, allowed in batch.points:
        scores = out["mention_point"][row, mentions] @ out["name_point"][row, names].T / 8.0
        allowed = allowed.to(scores.device)
        pointed.append(torch.logsumexp(scores, 1) - torch.logsumexp(scores.masked_fill(~allowed, -1e4), 1))
    if pointed:
        losses["point"] = 0.3 * torch.cat(pointed).mean()
    return losses


def linked(modules: nn.ModuleDict, hidden: Tensor, batch: Batch) -> Link:
    """What the linker says around each cue of a batch: ends of speakers, tags of contents."""
    states = hidden[batch.row[:, None], batch.index]
    ends, content, said = modules["linker"](states, batch.flags.long(), batch.columns.to(hidden.dtype))
    return ends.float(), content.float(), said.float()


def guided_losses(
    guide: nn.ModuleDict,
    layers: list[Tensor],
    out: dict[str, Tensor],
    link: Link | None,
    batch: Batch,
    everywhere: Tensor,
    hidden: float,
    said: float,
) -> dict[str, Tensor]:
    """Against a model with the same layers that reads the same batch: all that it writes, layer by layer, and says.

    Kept answers come from windows cut elsewhere: a model's own hidden states differ from them by .009 in the mean square,
    more than a model cut out of it differs from it.
    The guide looks at all columns around a cue, also where the model that learns looks at some of them.
    """
    on = batch.where
    with torch.no_grad():
        theirs = guide["encoder"].layers(*batch.inputs, batch.mask)
        told = dict(zip(SAID, guide["encoder"].heads(theirs[-1]), strict=True))
        wanted = linked(guide, theirs[-1], replace(batch, columns=everywhere)) if link else None
    losses = told_losses({k: v[on] for k, v in out.items()}, {k: v[on].float().softmax(-1) for k, v in told.items()})
    losses.pop("told inner")  # the guide never saw what is marked at every level
    for key in ("mention_point", "name_point"):
        losses[key] = 0.1 * F.mse_loss(out[key][on], told[key][on])
    if link and wanted:
        exist = batch.columns.bool()
        their_ends = torch.cat([wanted[0][:, :1], wanted[0][:, 1:].masked_fill(~exist[:, :, None], -1e4)], 1)
        losses |= around_losses(link[0], their_ends.softmax(1), link[1][exist], wanted[1][exist].softmax(-1))
    losses = {key: said * value for key, value in losses.items()}
    return losses | {"layers": hidden * sum(F.mse_loss(x[on], y[on]) for x, y in zip(layers, theirs, strict=True))}


def told_losses(out: dict[str, Tensor], wanted: dict[str, Tensor]) -> dict[str, Tensor]:
    """Against what a teacher says of each piece."""
    return {"told " + key: weight * away(out[key], wanted[key]) for key, weight in TOLD_WEIGHTS.items()}


def around_losses(ends: Tensor, their_ends: Tensor, tags: Tensor, their_tags: Tensor) -> dict[str, Tensor]:
    """Against what a teacher says around each cue: where a speaker starts and ends, two distributions over the same columns."""
    of_ends = away(ends[:, :, :2].transpose(1, 2), their_ends[:, :, :2].transpose(1, 2))
    return {"ends": 0.5 * of_ends, "tags": 6.0 * away(tags, their_tags)}


def away(logits: Tensor, wanted: Tensor) -> Tensor:
    """The mean Kullback-Leibler divergence from a teacher's distribution."""
    return (torch.xlogy(wanted, wanted) - wanted * torch.log_softmax(logits.float(), -1)).sum(-1).mean()


def spread(answers: Tensor, axis: int = -1) -> Tensor:
    """Answers, as `lessons.kept` keeps them -> distributions."""
    wanted = torch.exp(-answers.float() / STEP)
    return wanted / wanted.sum(axis, keepdim=True)


def link_losses(crf: Crf, link: Link, batch: Batch, gold: float) -> dict[str, Tensor]:
    """Against gold and answers around each cue."""
    ends, content, said = link
    losses, hard = {}, batch.hard
    if hard.any():
        speaker = sum(F.cross_entropy(ends[hard][:, :, i], batch.ends[hard, i]) for i in range(2))
        if (known := batch.said >= 0).any():
            losses["said"] = gold * 0.5 * F.cross_entropy(said[known], batch.said[known], label_smoothing=0.02)
        if (known := batch.ends[:, 2] >= 0).any():
            losses["addressee"] = gold * 0.5 * sum(F.cross_entropy(ends[known][:, :, i], batch.ends[known, i]) for i in (2, 3))
        crf = crf.loss(content[hard], batch.tags[hard], batch.columns[hard].float())
        losses |= {"speaker": gold * 0.5 * speaker, "content": gold * 0.15 * crf}
    if batch.their_ends is not None:
        known = batch.their_tags[:, :, 0] < UNKNOWN
        some = known.any(1)
        if some.any():
            their_ends = spread(batch.their_ends[some], 1)
            losses |= around_losses(ends[some], their_ends, content[known], spread(batch.their_tags[known]))
    return losses
