"""Which encoder the settings mean."""

from typing import Literal

from index.encoding.encoder import Encoder
from index.encoding.model_files import find_model
from index.encoding.onnx_encoder import OnnxEncoder
from index.encoding.sentence_encoder import SentenceEncoder

Runtime = Literal["onnx", "torch"]


def find_encoder(setting: str | None = None, runtime: Runtime = "onnx", threads: int | None = None) -> Encoder:
    """The encoder of a model, its files checked but not loaded: a folder, a name on the hub, or None, the packaged one.

    The packaged one runs where `runtime` says, any other in torch. Raises EncoderError.
    """
    model = find_model(setting)
    return OnnxEncoder(model, threads) if setting is None and runtime == "onnx" else SentenceEncoder(model, threads)
