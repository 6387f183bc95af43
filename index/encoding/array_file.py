"""Arrays as views of a file in the format of safetensors, which may be mapped into memory.

The library's own reader copies every array: 14 MB for 61 short articles. What nobody needs of a mapped file stays on
the disk.
"""

import json
from collections.abc import Mapping
from math import prod
from mmap import ACCESS_READ, mmap
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

Buffer = bytes | mmap
"""A file: read, or mapped into memory."""
Array = NDArray[Any]

_TYPES = {"F32": np.float32, "I64": np.int64, "I32": np.int32, "I8": np.int8, "U8": np.uint8}
_LENGTH = 8  # bytes at the beginning, that say how long the header is
_DROP = 4  # MADV_DONTNEED, which Python names where the system has it


def map_file(path: Path) -> mmap:
    """A file, mapped into memory. Raises OSError."""
    with path.open("rb") as file:
        return mmap(file.fileno(), 0, access=ACCESS_READ)


def drop_pages(data: Buffer) -> None:
    """Give the memory of a mapped file back; what is read of it again comes from the disk."""
    if isinstance(data, mmap) and hasattr(data, "madvise"):  # Windows has no such advice
        data.madvise(_DROP)


def unpack(data: Buffer) -> dict[str, Array]:
    """The arrays by name, none of them copied.

    Raises ValueError, KeyError or TypeError where the data are no such file, or one that is cut short.
    """
    start = _LENGTH + int.from_bytes(data[:_LENGTH], "little")
    header = json.loads(data[_LENGTH:start])
    return {name: _view(data, start, entry) for name, entry in header.items() if name != "__metadata__"}


def _view(data: Buffer, start: int, entry: Mapping[str, Any]) -> Array:
    shape, first = entry["shape"], start + entry["data_offsets"][0]
    return np.frombuffer(data, _TYPES[entry["dtype"]], prod(shape), first).reshape(shape)
