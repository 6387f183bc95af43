"""Graphs in ONNX Runtime or OpenVINO: the one file that knows them.

That of the encoder, made by benchmarks/graphs.py, has no weights; they are given to it when it is loaded.
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


def transposed(weights: Arrays) -> dict[str, NDArray[Any]]:
    """Weights as a graph takes them: the matrices of layers transposed."""
    return {
        name: np.ascontiguousarray(weight.T if name.startswith(LAYER) and weight.ndim == 2 else weight)
        for name, weight in weights.items()
    }


def load_graph(graph: bytes | str, weights: Arrays, threads: int | None = None) -> Run:
    """A graph, or the path of its file, with its weights, ready to run."""
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
