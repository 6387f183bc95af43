"""Write the graphs that ONNX Runtime computes: index/trained/encoder.onnx and reader.onnx. Prints their sha256.

A graph has no weights: those of the encoder's package and of reader.safetensors are given to it when it is loaded. The
reader's matrices are integers, and so is what they are multiplied with: each token's numbers are divided by their
largest and rounded to eight bits. Of the encoder they are floats: with integers, which are half as fast again, S@1 by
cosines alone is .545 in place of .551, .548 where those of attention stay floats (2,060 passages, 7,844 questions).
"""

import sys
from collections.abc import Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

sys.path.insert(0, str(Path(__file__).parents[1]))  # also when run as a file

from index.encoding import onnx_encoder
from index.encoding.compression import MIDDLE
from index.encoding.inference import LAYER, quantised, transposed
from index.encoding.model_files import find_model
from index.retrieval import reader
from index.trained import FOLDER

CONTRIB = "com.microsoft"  # ONNX Runtime's own operators
VERSIONS = (helper.make_opsetid("", 18), helper.make_opsetid(CONTRIB, 1))
HEADS, DIMENSION = 12, 384
EPSILON = 1e-12  # of layer normalisation
HIGHEST = 127  # of what is multiplied
CONSTANTS: dict[str, NDArray[Any]] = {
    "highest": np.array(HIGHEST, np.float32),
    "step": np.array(1 / HIGHEST, np.float32),
    "one": np.array(1, np.float32),
    "zero": np.array(HIGHEST + 1, np.uint8),
    "nothing": np.array(1e-9, np.float32),
    "last axis": np.array([-1], np.int64),
    "first": np.array(0, np.int64),
    "thirds": np.array([DIMENSION] * 3, np.int64),
}


class Graph:
    """Operators, one after the other, over weights that are given later."""

    def __init__(self, weights: Mapping[str, NDArray[Any]]) -> None:
        self._weights = weights
        self._nodes: list[onnx.NodeProto] = []

    def add(self, operator: str, *inputs: str, to: str | Sequence[str] = "", **options: Any) -> str:
        """Add an operator; gives the name of its first output."""
        outputs = [to or f"{operator}-{len(self._nodes)}"] if isinstance(to, str) else list(to)
        self._nodes.append(helper.make_node(operator, inputs, outputs, **options))
        return outputs[0]

    def layer(self, name: str, states: str, lengths: str, to: str = "") -> str:
        """Add a layer of a BERT, as Devlin et al., 2018, describe it."""
        third = [f"{name}{part}" for part in ("query", "key", "value")]
        self.add("Split", self._product(name, "qkv", states), "thirds", to=third, axis=-1)
        attended = self.add("MultiHeadAttention", *third, f"{name}qkv.bias", lengths, domain=CONTRIB, num_heads=HEADS)
        states = self._normal(name, "n1", states, self._product(name, "o", attended), "o")
        inner = self.add("BiasGelu", self._product(name, "f1", states), f"{name}f1.bias", domain=CONTRIB)
        return self._normal(name, "n2", states, self._product(name, "f2", inner), "f2", to)

    def _normal(self, layer: str, name: str, states: str, change: str, bias: str, to: str = "") -> str:
        # Not SkipLayerNormalization, which does the three at once: it takes twice as long.
        states = self.add("Add", states, self.add("Add", change, f"{layer}{bias}.bias"))
        weights = (f"{layer}{name}.weight", f"{layer}{name}.bias")
        return self.add("LayerNormalization", states, *weights, to=to, epsilon=EPSILON)

    def _product(self, layer: str, name: str, rows: str) -> str:
        """Rows times a matrix. Where that is of integers, each row is quantised by itself."""
        weight = f"{layer}{name}.weight"
        if f"{weight}.scale" not in self._weights:
            return self.add("MatMul", rows, weight)
        largest = self.add("ReduceMax", self.add("Abs", rows), "last axis", keepdims=1)
        largest = self.add("Max", largest, "nothing")
        numbers = self.add("Mul", rows, self.add("Div", "highest", largest))
        numbers = self.add("QuantizeLinear", numbers, "one", "zero")
        product = self.add("MatMulIntegerToFloat", numbers, weight, "one", f"{weight}.scale", "zero", domain=CONTRIB)
        return self.add("Mul", product, self.add("Mul", largest, "step"))

    def model(self, inputs: Sequence[onnx.ValueInfoProto], outputs: Sequence[onnx.ValueInfoProto]) -> bytes:
        """The bytes of the graph's file."""
        used = {name for node in self._nodes for name in node.input}
        constants = [numpy_helper.from_array(array, name) for name, array in CONSTANTS.items() if name in used]
        tensors = [_external(name, array) for name, array in self._weights.items()]
        graph = helper.make_graph(self._nodes, "bert", inputs, outputs, [*constants, *tensors])
        data: bytes = helper.make_model(graph, opset_imports=VERSIONS, ir_version=8).SerializeToString()
        return data


def _external(name: str, array: NDArray[Any]) -> onnx.TensorProto:
    """A weight's name, type and shape."""
    kind = helper.np_dtype_to_tensor_dtype(array.dtype)
    tensor = TensorProto(name=name, data_type=kind, dims=array.shape, data_location=TensorProto.EXTERNAL)
    tensor.external_data.add(key="location", value="weights")
    return tensor


def encoder_graph() -> bytes:
    """From tokens' numbers to the states of the middle and the last layer."""
    graph = Graph(transposed(onnx_encoder.bert_weights(find_model(None).folder)))
    embedded = ("ids", "", "words", "places", "", "n0.weight", "n0.bias", "mask")
    graph.add("EmbedLayerNormalization", *embedded, to=("states", "lengths"), domain=CONTRIB, epsilon=EPSILON)
    states = "states"
    for number in range(onnx_encoder.LAYERS):
        to = {MIDDLE - 1: "middle", onnx_encoder.LAYERS - 1: "last"}.get(number, "")
        states = graph.layer(f"{LAYER}{number}.", states, "lengths", to)
    tokens, floats = ("texts", "tokens"), TensorProto.FLOAT
    return graph.model(
        [helper.make_tensor_value_info(name, TensorProto.INT32, tokens) for name in ("ids", "mask")],
        [helper.make_tensor_value_info(name, floats, (*tokens, DIMENSION)) for name in ("last", "middle")],
    )


def reader_graph() -> bytes:
    """From stored states, what is seen of the tokens and which part they are of, to numbers of tokens and of pairs."""
    weights = reader.reader_weights()
    graph = Graph(quantised(weights))
    states = graph.add("Add", graph.add("MatMul", "states", "middle"), graph.add("Gather", "part", "parts"))
    states = graph.add("Add", states, graph.add("MatMul", "overlap", "seen"))
    for number in range(len({name for name in weights if name.endswith("qkv.weight")})):
        states = graph.layer(f"{LAYER}{number}.", states, "lengths")
    graph.add("Add", graph.add("MatMul", states, "tokens.weight"), "tokens.bias", to="tokens")
    beginning = graph.add("Gather", states, "first", axis=1)
    graph.add("Add", graph.add("MatMul", beginning, "whole.weight"), "whole.bias", to="whole")
    rows, width = ("pairs", "tokens"), weights["middle"].shape[0]
    info = helper.make_tensor_value_info
    return graph.model(
        [
            info("states", TensorProto.FLOAT, (*rows, width)),
            info("overlap", TensorProto.FLOAT, (*rows, 3)),
            info("parts", TensorProto.INT64, rows),
            info("lengths", TensorProto.INT32, rows[:1]),
        ],
        [info("tokens", TensorProto.FLOAT, (*rows, 3)), info("whole", TensorProto.FLOAT, ("pairs", 1))],
    )


if __name__ == "__main__":
    for file, data in ((onnx_encoder.FILE, encoder_graph()), (reader.GRAPH, reader_graph())):
        (FOLDER / file).write_bytes(data)
        print(file, len(data), sha256(data).hexdigest())
