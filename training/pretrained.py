"""all-MiniLM-L6-v2 or all-mpnet-base-v2, as published -> the words, places and layers of an encoder to start from."""

from __future__ import annotations

from pathlib import Path

from encoder import Encoder
from safetensors.torch import load_file


def load_pretrained(encoder: Encoder, folder: Path) -> None:
    """Take the weights of a folder's ``model.safetensors``, of the encoder's sizes. Heads stay as they are."""
    w = load_file(folder / "model.safetensors")
    relative = encoder.sizes.relative
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
    for i in range(len(encoder.blocks)):
        for mine, theirs in parts.items():
            own |= {f"blocks.{i}.{mine}.{leaf}": f"encoder.layer.{i}.{theirs}.{leaf}" for leaf in ("weight", "bias")}
    state = {mine: w[theirs].float() for mine, theirs in own.items()}
    if relative:
        state["near.weight"] = w["encoder.relative_attention_bias.weight"].float()
    else:
        state["kinds"] = w["embeddings.token_type_embeddings.weight"][0].float()
    missing = encoder.load_state_dict(state, strict=False)
    assert not missing.unexpected_keys
