"""A zip file of articles, unpacked in memory: what its files are called is shown, and never a path on a disk."""

import lzma
import struct
import zlib
from contextlib import suppress
from io import BytesIO
from pathlib import PurePath
from typing import NamedTuple
from zipfile import BadZipFile, ZipFile, ZipInfo

from corpus.errors import ArticleError
from corpus.readers.files import printable_name
from corpus.readers.forms import check_size

SUFFIX = ".zip"
ARCHIVE_BYTES = 100_000_000
"""The most of an archive, and of what is unpacked of it."""
MOST_FILES = 1_000
_RATIO = 100  # a text is packed to a third of its size, a page of HTML to a tenth
_SMALL = 1_000_000  # bytes, for which the ratio does not matter
_UTF_8 = 0x800
ENCRYPTED = 0x1
"""The flag of a file that is locked with a password."""
DAMAGE = (BadZipFile, EOFError, NotImplementedError, OSError, ValueError, lzma.LZMAError, struct.error, zlib.error)
"""What reading a damaged zip file raises."""


class Packed(NamedTuple):
    """A file of an archive."""

    name: str
    """With the folders that it is in, as `2024/storm.md`: to be shown, and to tell its form."""
    data: bytes = b""
    """Nothing where it is refused."""
    refusal: ArticleError | None = None
    """Why it is not read."""


def is_archive(name: str) -> bool:
    """Whether a file of that name is an archive, by its ending."""
    return PurePath(name).suffix.lower() == SUFFIX


def check_file_size(name: str, size: int) -> None:
    """Whether a file of that name, an archive or an article, may have so many bytes. Raises ArticleError."""
    if not is_archive(name):
        check_size(name, size)
    elif size > ARCHIVE_BYTES:
        raise ArticleError(name, f"is too large: {size:,} bytes, and {ARCHIVE_BYTES:,} are the most; split it")


def unpack(name: str, data: bytes) -> tuple[Packed, ...]:
    """The files of the archive called `name`, in its order; hidden ones, and what a Mac adds, are left out.

    A file that cannot be read is there with its refusal. Raises ArticleError where nothing is unpacked: of what is no
    archive, holds no file, or holds too much.
    """
    name = printable_name(name)
    check_file_size(name, len(data))
    try:
        with ZipFile(BytesIO(data)) as archive:
            files = {info: shown for info in archive.infolist() if (shown := _shown_name(info))}
            refusals = {info: _refusal(info, shown) for info, shown in files.items()}
            _check(name, [info for info, refusal in refusals.items() if not refusal], len(files))
            return tuple(_unpacked(archive, info, shown, refusals[info]) for info, shown in files.items())
    except DAMAGE as error:
        raise ArticleError(name, "is no zip file that can be opened; it may be damaged or cut short") from error


def _shown_name(info: ZipInfo) -> str | None:
    """What a file of an archive is called; None where it is hidden, or a folder. Macs write UTF-8 and do not say so."""
    name = info.filename
    if name.endswith("/"):
        return None
    if not info.flag_bits & _UTF_8:
        with suppress(UnicodeError):
            name = name.encode("cp437").decode()
    parts = [part for part in name.replace("\\", "/").split("/") if part not in ("", ".", "..")]
    hidden = not parts or any(part.startswith(".") or part == "__MACOSX" for part in parts)
    return None if hidden else printable_name("/".join(parts))


def _refusal(info: ZipInfo, shown: str) -> ArticleError | None:
    """Why a file is not unpacked, as far as the list of files tells."""
    if is_archive(shown):
        return ArticleError(shown, "is a zip file within a zip file; unpack it and add it by itself")
    if info.flag_bits & ENCRYPTED:
        return ArticleError(shown, "is locked with a password; pack it without one")
    try:
        check_size(shown, info.file_size)
    except ArticleError as error:
        return error
    return None


def _check(name: str, unpacked: list[ZipInfo], count: int) -> None:
    """Whether an archive of `count` files may be unpacked. Raises ArticleError.

    No more of a file is unpacked than the list of files says.
    """
    if not count:
        raise ArticleError(name, "is empty: there is no file in it")
    if count > MOST_FILES:
        raise ArticleError(name, f"holds too many files: {count:,}, and {MOST_FILES:,} are the most; split it")
    size, packed = sum(info.file_size for info in unpacked), sum(info.compress_size for info in unpacked)
    if size > ARCHIVE_BYTES:
        most = f"{ARCHIVE_BYTES:,} are the most"
        raise ArticleError(name, f"is too large: {size:,} bytes when it is unpacked, and {most}; split it")
    if size > max(_SMALL, _RATIO * packed):
        raise ArticleError(name, f"is no archive of articles: unpacked, it is more than {_RATIO} times as large")


def _unpacked(archive: ZipFile, info: ZipInfo, shown: str, refusal: ArticleError | None) -> Packed:
    if refusal:
        return Packed(shown, refusal=refusal)
    try:
        return Packed(shown, archive.read(info))
    except DAMAGE:
        return Packed(shown, refusal=ArticleError(shown, "is damaged in the zip file, and cannot be unpacked"))
