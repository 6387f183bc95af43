"""Several files in one: an uncompressed zip, read where it lies."""

import io
import struct
import zipfile
from collections.abc import Mapping
from mmap import mmap

Buffer = bytes | mmap
"""A file: read, or mapped into memory."""

ALIGNED = 64  # bytes: numbers of any size begin where the machine reads them at once
_HEADER = 30  # bytes before a member's name
_PADDING = 0xD935  # the extra field by which other zips are aligned too


def pack(members: Mapping[str, bytes]) -> bytes:
    """A zip of members by name (in ASCII), each aligned; the same members give the same bytes."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, data in members.items():
            info = zipfile.ZipInfo(name)
            missing = -(file.tell() + _HEADER + len(name) + 4) % ALIGNED
            info.extra = struct.pack("<HH", _PADDING, missing) + bytes(missing)
            archive.writestr(info, data)
    return file.getvalue()


def unpack(data: Buffer) -> dict[str, memoryview]:
    """The members by name, none copied. Raises what `zipfile` raises, ValueError or struct.error for what is no such
    zip."""
    with zipfile.ZipFile(io.BytesIO(data) if isinstance(data, bytes) else data) as archive:  # type: ignore[arg-type]
        return {info.filename: _member(data, info) for info in archive.infolist()}


def _member(data: Buffer, info: zipfile.ZipInfo) -> memoryview:
    name, extra = struct.unpack_from("<HH", data, info.header_offset + _HEADER - 4)
    start = info.header_offset + _HEADER + name + extra
    if info.compress_type != zipfile.ZIP_STORED or start + info.file_size > len(data):
        raise ValueError(f"{info.filename} is compressed or cut short")
    return memoryview(data)[start : start + info.file_size]
