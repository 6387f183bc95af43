"""Which encoder the settings mean."""

from typing import Literal

from index.encoding.encoder import Encoder
from index.encoding.inference import GraphRuntime
from index.encoding.model_files import find_model
from index.encoding.onnx_encoder import OnnxEncoder
from index.encoding.sentence_encoder import SentenceEncoder

Runtime = GraphRuntime | Literal["torch"]


def find_encoder(setting: str | None = None, runtime: Runtime = "onnx", threads: int | None = None) -> Encoder:
    """The encoder of a model, its files checked but not loaded: a folder, a name on the hub, or None, the packaged one.

    The packaged one runs where `runtime` says, any other in torch. Raises EncoderError.
    """
    model = find_model(setting)
    if setting is not None or runtime == "torch":
        return SentenceEncoder(model, threads)
    return OnnxEncoder(model, threads, runtime)
