"""Write the graph that ONNX Runtime computes of the encoder: index/trained/encoder.onnx. Prints its sha256.

It has no weights: those of the encoder's package are given to it when it is loaded. They are floats: with integers,
which are half as fast again, S@1 by cosines alone is .545 in place of .551, .548 where those of attention stay floats
(2,060 passages, 7,844 questions).
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
from index.encoding.array_file import map_file
from index.encoding.inference import LAYER
from index.encoding.model_files import WEIGHTS, find_model
from index.trained import FOLDER

CONTRIB = "com.microsoft"  # ONNX Runtime's own operators
VERSIONS = (helper.make_opsetid("", 18), helper.make_opsetid(CONTRIB, 1))
HEADS, DIMENSION = 12, 384
EPSILON = 1e-12  # of layer normalisation
THIRDS = "thirds"


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
        self.add("Split", self._product(name, "qkv", states), THIRDS, to=third, axis=-1)
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
        return self.add("MatMul", rows, f"{layer}{name}.weight")

    def model(self, inputs: Sequence[onnx.ValueInfoProto], outputs: Sequence[onnx.ValueInfoProto]) -> bytes:
        """The bytes of the graph's file."""
        thirds = numpy_helper.from_array(np.array([DIMENSION] * 3, np.int64), THIRDS)
        tensors = [_external(name, array) for name, array in self._weights.items()]
        graph = helper.make_graph(self._nodes, "bert", inputs, outputs, [thirds, *tensors])
        data: bytes = helper.make_model(graph, opset_imports=VERSIONS, ir_version=8).SerializeToString()
        return data


def _external(name: str, array: NDArray[Any]) -> onnx.TensorProto:
    """A weight's name, type and shape."""
    kind = helper.np_dtype_to_tensor_dtype(array.dtype)
    tensor = TensorProto(name=name, data_type=kind, dims=array.shape, data_location=TensorProto.EXTERNAL)
    tensor.external_data.add(key="location", value="weights")
    return tensor


def encoder_graph() -> bytes:
    """From the rows of words and places, added, to the states of the last layer."""
    _, _, weights = onnx_encoder.bert_weights(map_file(find_model(None).folder / WEIGHTS))
    graph = Graph(weights)
    states = graph.add("LayerNormalization", "embedded", "n0.weight", "n0.bias", epsilon=EPSILON)
    for number in range(onnx_encoder.LAYERS):
        to = "last" if number == onnx_encoder.LAYERS - 1 else ""
        states = graph.layer(f"{LAYER}{number}.", states, "lengths", to)
    tokens, floats = ("texts", "tokens"), TensorProto.FLOAT
    return graph.model(
        [
            helper.make_tensor_value_info("embedded", floats, (*tokens, DIMENSION)),
            helper.make_tensor_value_info("lengths", TensorProto.INT32, ("texts",)),
        ],
        [helper.make_tensor_value_info("last", floats, (*tokens, DIMENSION))],
    )


if __name__ == "__main__":
    made = encoder_graph()
    (FOLDER / onnx_encoder.FILE).write_bytes(made)
    print(len(made), sha256(made).hexdigest())
