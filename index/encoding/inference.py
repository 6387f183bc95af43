"""Layers of a BERT (Devlin et al., 2018) in ONNX Runtime: the one file that knows it.

A graph, made by benchmarks/graphs.py, has no weights; they are given to it when it is loaded, the matrices of its
layers as integers. A token's vector is quantised by itself: it does not depend on what stands beside it in a batch.
"""

import os
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

Arrays = Mapping[str, NDArray[Any]]
Run = Callable[[Sequence[str], Arrays], Sequence[NDArray[Any]]]
"""From the names of outputs, and the inputs by name, to the outputs. Thread-safe."""

LAYER = "layers."
"""What the names of layers' weights begin with."""
HIGHEST = 63  # of a weight: seven bits, which no processor's sum of two products overflows


def quantised(weights: Arrays) -> dict[str, NDArray[Any]]:
    """Weights as a graph takes them: each matrix of a layer transposed and in integers, beside it what one is worth."""
    arrays: dict[str, NDArray[Any]] = {}
    for name, weight in weights.items():
        if name.startswith(LAYER) and weight.ndim == 2:
            scale = np.abs(weight).max(axis=1) / HIGHEST
            arrays[name] = np.ascontiguousarray(np.round(weight / scale[:, None]).astype(np.int8).T)
            arrays[f"{name}.scale"] = scale
        else:
            arrays[name] = np.ascontiguousarray(weight)
    return arrays


def load_graph(graph: bytes, weights: Arrays, threads: int | None = None) -> Run:
    """A graph with its weights, ready to run."""
    import onnxruntime  # not before it is needed

    options = onnxruntime.SessionOptions()
    options.log_severity_level = 3  # errors
    options.intra_op_num_threads = threads or os.cpu_count() or 1
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")  # threads that wait leave the cores alone
    values = [onnxruntime.OrtValue.ortvalue_from_numpy(array) for array in weights.values()]
    options.add_external_initializers(list(weights), values)
    run: Run = onnxruntime.InferenceSession(graph, options, providers=["CPUExecutionProvider"]).run
    return run
