"""all-MiniLM-L6-v2, as published -> the encoder of sentences that accounts are compared by: int8 ONNX, and its pieces.

    python training/export_meaning.py --minilm DIR --texts TEXTS.jsonl.gz ... --out src/sayso/languages/en/model

Of the word table the pieces that stand in TEXTS (one JSON object a line, with "text") are kept, and single letters; any other
piece stands for the kept one that is nearest to it. ``--every`` reads each n-th text only.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import tempfile
from collections.abc import Iterable
from pathlib import Path

import numpy as np
import onnx
import torch
from encoder import Encoder
from pretrained import load_pretrained
from sizes import MINILM
from tokenizers import Tokenizer
from torch import Tensor, nn

from sayso.attribution.encoding import CLS, SEP
from sayso.attribution.runtime import SILENT

PAD, UNKNOWN = 0, 100


class Sentence(nn.Module):
    """ids (batch x pieces) -> the last layer's hidden states."""

    def __init__(self, encoder: Encoder) -> None:
        super().__init__()
        self.encoder = encoder

    def forward(self, ids: Tensor) -> Tensor:
        x = self.encoder.words(ids) + self.encoder.places(torch.arange(ids.shape[1])) + self.encoder.kinds
        x = self.encoder.norm(x)
        for block in self.encoder.blocks:
            x = block(x, None)
        return x


def pieces_of(tokenizer: Tokenizer, files: Iterable[Path], every: int) -> list[int]:
    """The ids of pieces that are kept, in order."""
    kept = {PAD, UNKNOWN, CLS, SEP}
    kept |= {at for piece, at in tokenizer.get_vocab().items() if len(piece.removeprefix("##")) == 1 and piece.isascii()}
    for file in files:
        with gzip.open(file, "rt", encoding="utf8") as lines:
            for number, line in enumerate(lines):
                if number % every == 0:
                    kept |= set(tokenizer.encode(json.loads(line)["text"], add_special_tokens=False).ids)
    return sorted(kept)


def nearest(table: np.ndarray, kept: list[int]) -> np.ndarray:
    """For each piece the row of the kept table that stands for it."""
    unit = table / np.linalg.norm(table, axis=1, keepdims=True)
    rows = (unit @ unit[kept].T).argmax(1)
    rows[kept] = np.arange(len(kept))
    return rows.astype(np.uint16)


def main() -> None:
    os.environ.update(SILENT)  # before onnxruntime is imported, which would report its use over the network otherwise
    from onnxruntime.quantization import QuantType, quantize_dynamic
    from onnxruntime.transformers.fusion_options import FusionOptions
    from onnxruntime.transformers.optimizer import optimize_model

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minilm", type=Path, required=True)
    parser.add_argument("--texts", type=Path, nargs="+", required=True)
    parser.add_argument("--every", type=int, default=1)
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    tokenizer = Tokenizer.from_file(str(args.minilm / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    encoder = Encoder(MINILM, 0.0)
    load_pretrained(encoder, args.minilm)
    kept = pieces_of(tokenizer, args.texts, args.every)
    rows = nearest(encoder.words.weight.detach().numpy(), kept)
    encoder.words = nn.Embedding.from_pretrained(encoder.words.weight.detach()[kept].clone())
    print(len(kept), "pieces are kept")
    with tempfile.TemporaryDirectory() as scratch:
        raw = str(Path(scratch) / "raw.onnx")
        torch.onnx.export(
            Sentence(encoder).eval(),
            (torch.ones(2, 48, dtype=torch.long),),
            raw,
            input_names=["ids"],
            output_names=["hidden"],
            dynamic_axes={"ids": {0: "batch", 1: "pieces"}, "hidden": {0: "batch", 1: "pieces"}},
            opset_version=17,
            dynamo=False,
        )
        options = FusionOptions("bert")
        options.enable_embed_layer_norm = False
        options.enable_skip_layer_norm = options.enable_bias_skip_layer_norm = False  # as ``export.py`` says
        options.enable_gelu_approximation = True
        model = optimize_model(raw, "bert", num_heads=12, hidden_size=MINILM.width, optimization_options=options, opt_level=0)
        fused = model.get_nodes_by_op_type("Attention")
        assert len(fused) == MINILM.layers, "the optimizer has missed a layer's attention"
        model.save_model_to_file(raw)
        quantize_dynamic(
            raw,
            str(args.out / "meaning.onnx"),
            weight_type=QuantType.QInt8,
            per_channel=True,
            reduce_range=True,
            op_types_to_quantize=["MatMul", "Attention", "Gather"],
            extra_options={"DefaultTensorType": onnx.TensorProto.FLOAT},
        )
    np.savez_compressed(args.out / "meaning_pieces.npz", rows=rows)
    print((args.out / "meaning.onnx").stat().st_size / 1e6, "MB")


if __name__ == "__main__":
    main()
