"""A model's bytes -> a session that runs it: onnxruntime, on one core, and told to keep what it does to itself."""

from __future__ import annotations

import os
from functools import cache
from types import ModuleType
from typing import Any

# From 1.29 on onnxruntime reports its use to its maker: it writes a number for the device and a queue of events under the home
# folder, and after some 16 s sends them over the network. Only this, in the environment before the import, keeps it from both:
# its `disable_telemetry_events()` comes too late. What the environment said before is not asked: Sayso works offline.
SILENT = {"ORT_DISABLE_TELEMETRY": "1"}


@cache
def _runtime() -> ModuleType:
    os.environ.update(SILENT)
    import onnxruntime  # here, since it costs 0.1 s that a page in another language need not pay

    module: ModuleType = onnxruntime
    return module


def session(model: bytes) -> Any:
    """A session of the model, an ONNX graph. Its ``run`` takes one core, and lets Python run in the other threads."""
    runtime = _runtime()
    options = runtime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    options.enable_mem_pattern = False  # a plan of memory for each length of a window costs more than it saves
    # The kernel of that fusion takes 6.9 ns an element where the two it replaces take 1.8: a quarter of the encoder's time.
    return runtime.InferenceSession(model, sess_options=options, disabled_optimizers=["SkipLayerNormFusion"])
