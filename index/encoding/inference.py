"""Layers of a BERT (Devlin et al., 2018) in ONNX Runtime or OpenVINO: the one file that knows them.

A graph, made by benchmarks/graphs.py, has no weights; they are given to it when it is loaded.
"""

import os
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

Arrays = Mapping[str, NDArray[Any]]
Run = Callable[[Sequence[str], Arrays], Sequence[NDArray[Any]]]
"""From the names of outputs, and the inputs by name, to the outputs. Thread-safe."""
GraphRuntime = Literal["onnx", "openvino"]

LAYER = "layers."
"""What the names of layers' weights begin with."""
HIGHEST = 63  # of a weight as an integer: seven bits, so that the sum of two products fits on every processor


def transposed(weights: Arrays) -> dict[str, NDArray[Any]]:
    """Weights as a graph takes them: the matrices of layers transposed."""
    return {
        name: np.ascontiguousarray(weight.T if _is_matrix_of_layer(name, weight) else weight)
        for name, weight in weights.items()
    }


def quantised(weights: Arrays) -> dict[str, NDArray[Any]]:
    """The same, these matrices in integers, and beside each what one is worth in each of its columns."""
    arrays = transposed(weights)
    for name, weight in list(arrays.items()):
        if _is_matrix_of_layer(name, weight):
            scale = arrays[f"{name}.scale"] = np.abs(weight).max(axis=0) / HIGHEST
            arrays[name] = np.round(weight / scale).astype(np.int8)
    return arrays


def _is_matrix_of_layer(name: str, weight: NDArray[Any]) -> bool:
    return name.startswith(LAYER) and weight.ndim == 2


def load_graph(graph: bytes, weights: Arrays, threads: int | None = None) -> Run:
    """A graph with its weights, ready to run."""
    import onnxruntime  # not before it is needed

    options = onnxruntime.SessionOptions()
    options.log_severity_level = 3  # errors
    options.intra_op_num_threads = threads or os.cpu_count() or 1
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")  # threads that wait leave the cores alone
    values = [onnxruntime.OrtValue.ortvalue_from_numpy(array) for array in weights.values()]
    options.add_external_initializers(list(weights), values)
    # Its SkipLayerNormalization takes twice as long as the two additions and the normalisation that it stands for.
    fused = {"SkipLayerNormFusion"}
    session = onnxruntime.InferenceSession(graph, options, ["CPUExecutionProvider"], disabled_optimizers=fused)
    run: Run = session.run
    return run


def load_in_openvino(graph: bytes, weights: Arrays, threads: int | None = None) -> Run:
    """The same in OpenVINO, with bfloat16 where the processor has it. Raises ImportError where it is not installed."""
    import onnx
    import openvino

    model = onnx.load_model_from_string(graph)
    for tensor in model.graph.initializer:
        if tensor.name in weights:
            tensor.CopyFrom(onnx.numpy_helper.from_array(weights[tensor.name], tensor.name))
    core = openvino.Core()
    options = {"INFERENCE_NUM_THREADS": threads or os.cpu_count() or 1}
    compiled = core.compile_model(core.read_model(model.SerializeToString()), "CPU", options)

    def run(outputs: Sequence[str], inputs: Arrays) -> Sequence[NDArray[Any]]:
        results = compiled.create_infer_request().infer(inputs)
        return [results[name] for name in outputs]

    return run


LOADERS: dict[GraphRuntime, Callable[[bytes, Arrays, int | None], Run]] = {
    "onnx": load_graph,
    "openvino": load_in_openvino,
}
