"""What was trained, beside this file: arrays as safetensors, trees as JSON. Each is checked before it is used."""

from pathlib import Path
from typing import Any

from numpy.typing import NDArray
from safetensors.numpy import load

import corpus.trained
from corpus.trained import read_checked

FOLDER = Path(__file__).parent


def load_arrays(name: str, digest: str) -> dict[str, NDArray[Any]]:
    """The arrays of a safetensors file."""
    return dict(load(read_checked(FOLDER / name, digest)))


def load_object(name: str, digest: str) -> dict[str, Any]:
    """The object of a JSON file."""
    return corpus.trained.load_object(FOLDER / name, digest)
