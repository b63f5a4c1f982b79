"""A checkpoint -> the model that the package ships: two int8 ONNX graphs, a tokenizer and a settings file.

python training/export.py CHECKPOINT --minilm DIR --out src/sayso/languages/en/model [--float]
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import tempfile
from pathlib import Path

import onnx
import torch
from network import restored
from reader import Reader, Surroundings
from sizes import CONTENT_TAGS, LEFT, RIGHT
from torch import Tensor, nn

from sayso.attribution.runtime import SILENT

# What a missing column's score is lowered by: e^-50 is nothing. The default, -10000, leaves denormal numbers, with which the
# linker takes a fifth longer.
MASKED = -50.0


def export(module: nn.Module, inputs: tuple[Tensor, ...], path: Path, names: list[str], outputs: list[str]) -> None:
    axes = {name: {0: "batch"} if name == "at_cue" else {0: "batch", 1: "pieces"} for name in names + outputs}
    torch.onnx.export(
        module, inputs, str(path), input_names=names, output_names=outputs, dynamic_axes=axes, opset_version=17, dynamo=False
    )


def main() -> None:
    os.environ.update(SILENT)  # before onnxruntime is imported, which would report its use over the network otherwise
    from onnxruntime.quantization import QuantType, quantize_dynamic
    from onnxruntime.transformers.fusion_options import FusionOptions
    from onnxruntime.transformers.optimizer import optimize_model

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("checkpoint")
    parser.add_argument("--minilm", required=True)
    parser.add_argument("--out", required=True)
    parser.add_argument("--float", action="store_true", help="leave the weights in 32 bits, to measure what quantising costs")
    parser.add_argument("--reduce-range", action="store_true")
    parser.add_argument("--left", type=int, default=LEFT, help="word pieces before a cue that reading looks at")
    parser.add_argument("--right", type=int, default=RIGHT, help="and from its first one on")
    args = parser.parse_args()
    modules = restored(args.checkpoint)
    encoder, linker, crf = modules["encoder"], modules["linker"], modules["crf"]
    out = Path(args.out)
    out.mkdir(parents=True, exist_ok=True)
    ids = torch.ones(2, 48, dtype=torch.long)
    columns = args.left + args.right
    sizes = encoder.sizes
    states, flags = torch.randn(3, columns, sizes.link_width), torch.zeros(3, columns, dtype=torch.long)
    flags[:, args.left] = 1
    with tempfile.TemporaryDirectory() as scratch:
        raw = Path(scratch)
        export(
            Reader(encoder, linker),
            (ids, ids * 0, ids * 0),
            raw / "encoder.onnx",
            ["ids", "shapes", "quoted"],
            ["narrow", "of_cue", "share", "cue", "inner", "name", "mention_point", "name_point"],
        )
        export(
            Surroundings(linker, args.left, args.right),
            (states, states[:, 0], states[:, :, :CONTENT_TAGS], flags, torch.ones(3, columns)),
            raw / "linker.onnx",
            ["narrow", "at_cue", "share", "cue", "mask"],
            ["ends", "content"],
        )
        for name, part, width in (("encoder", encoder, sizes.width), ("linker", linker, sizes.link_width)):
            options = FusionOptions("bert")
            options.enable_embed_layer_norm = False
            options.enable_skip_layer_norm = options.enable_bias_skip_layer_norm = (
                False  # its kernel takes 6.9 ns an element, Add and LayerNormalization 1.8
            )
            options.enable_gelu_approximation = True
            options.use_raw_attention_mask(True)  # a linker's columns may be missing on the left too: a length does not say so
            model = optimize_model(
                str(raw / f"{name}.onnx"), "bert", num_heads=1, hidden_size=width, optimization_options=options, opt_level=0
            )
            print(name, model.get_fused_operator_statistics())
            fused = model.get_nodes_by_op_type("Attention")
            assert len(fused) == len(part.blocks), "the optimizer has missed a layer's attention"
            for node, block in zip(
                fused, part.blocks, strict=True
            ):  # layers differ in heads, which the optimizer doesn't know of
                next(a for a in node.attribute if a.name == "num_heads").i = block.heads
                node.attribute.append(onnx.helper.make_attribute("mask_filter_value", MASKED))
            model.save_model_to_file(str(raw / f"{name}-fused.onnx"))
            target = out / f"{name}.onnx"
            if args.float:
                onnx.save(onnx.load(str(raw / f"{name}-fused.onnx")), str(target))
            else:
                quantize_dynamic(
                    str(raw / f"{name}-fused.onnx"),
                    str(target),
                    weight_type=QuantType.QInt8,
                    per_channel=True,
                    reduce_range=args.reduce_range,
                    op_types_to_quantize=["MatMul", "Attention", "Gather"],
                    extra_options={"DefaultTensorType": onnx.TensorProto.FLOAT},
                )
            print(name, target.stat().st_size / 1e6, "MB")
    shutil.copy(Path(args.minilm) / "tokenizer.json", out / "tokenizer.json")
    settings = {
        "left": args.left,
        "right": args.right,
        "moves": (crf.moves + crf.forbidden).tolist(),
        "opening": crf.opening.tolist(),
    }
    path = out / "settings.json"
    kept = json.loads(path.read_text(encoding="utf8")) if path.exists() else {}
    path.write_text(json.dumps({**kept, **settings}, indent=1) + "\n", encoding="utf8")


if __name__ == "__main__":
    main()
