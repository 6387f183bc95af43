"""The file of a segment: arrays, and values as JSON, in safetensors.

The library's own reader copies every array: 14 MB for 61 short articles. Here arrays are views of the file, which may
be mapped into memory, so that what no question needs stays on the disk.
"""

import json
from collections.abc import Mapping
from math import prod
from mmap import mmap
from typing import Any

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import save

Buffer = bytes | mmap
"""A file: read, or mapped into memory."""
Array = NDArray[Any]

_TYPES = {"F32": np.float32, "I32": np.int32, "I8": np.int8, "U8": np.uint8}
_LENGTH = 8  # bytes at the beginning, that say how long the header is


def pack(arrays: Mapping[str, Array], values: Mapping[str, object]) -> bytes:
    """A file of arrays and of values that JSON can hold; the same ones give the same bytes."""
    texts = {name: np.frombuffer(_json(value), np.uint8) for name, value in values.items()}
    return save({name: np.ascontiguousarray(array) for name, array in {**arrays, **texts}.items()})


def unpack(data: Buffer) -> dict[str, Array]:
    """The arrays by name, none of them copied.

    Raises ValueError, KeyError or TypeError where the data are no such file, or one that is cut short.
    """
    start = _LENGTH + int.from_bytes(data[:_LENGTH], "little")
    return {name: _view(data, start, entry) for name, entry in json.loads(data[_LENGTH:start]).items()}


def value(array: Array) -> Any:
    """What was packed as a value. Raises ValueError where it is no JSON."""
    return json.loads(array.tobytes())


def _view(data: Buffer, start: int, entry: Mapping[str, Any]) -> Array:
    shape, first = entry["shape"], start + entry["data_offsets"][0]
    return np.frombuffer(data, _TYPES[entry["dtype"]], prod(shape), first).reshape(shape)


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()
