"""What was trained, beside this file: arrays as safetensors, trees as JSON. Each is checked before it is used."""

import json
from hashlib import sha256
from pathlib import Path
from typing import Any

from numpy.typing import NDArray
from safetensors.numpy import load

from corpus.errors import PullquoteError

FOLDER = Path(__file__).parent


class TrainedError(PullquoteError):
    """A trained file that is missing or altered."""


def load_arrays(name: str, digest: str) -> dict[str, NDArray[Any]]:
    """The arrays of a safetensors file."""
    return dict(load(_checked(name, digest)))


def load_object(name: str, digest: str) -> dict[str, Any]:
    """The object of a JSON file."""
    return dict(json.loads(_checked(name, digest)))


def _checked(name: str, digest: str) -> bytes:
    try:
        data = (FOLDER / name).read_bytes()
    except OSError as error:
        raise TrainedError(f"{name}, which Pullquote comes with, cannot be read ({error.strerror})") from error
    if sha256(data).hexdigest() != digest:
        raise TrainedError(f"{name} is not the file that Pullquote came with; install Pullquote again")
    return data
