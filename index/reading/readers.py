"""Which reader the settings mean."""

from index.encoding.model_files import find_model
from index.reading.cross_encoder import CrossEncoderReader
from index.reading.onnx_reader import OnnxReader, checked_graph
from index.reading.reader import Reader

DEFAULT, NONE = "default", "none"


def find_reader(setting: str = DEFAULT, threads: int | None = None) -> Reader | None:
    """The reader of a setting, its files checked but not loaded: DEFAULT is the packaged one, NONE none, anything else
    a folder or a name on the hub, which computes on so many threads; the packaged one takes one for each question.

    Raises EncoderError where that model cannot be used, TrainedError where the packaged one is damaged.
    """
    if setting == NONE:
        return None
    if setting != DEFAULT:
        return CrossEncoderReader(find_model(setting), threads)
    checked_graph()
    return OnnxReader()
