"""The process that reads what nobody has vouched for: `reading_process` starts it, and asks it for one file at a time.

It may neither open a file nor a socket while it reads, and is ended where it takes too long or too much memory.
"""

import codecs
import encodings
import json
import os
import pkgutil
import signal
import struct
import time
import traceback
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib.util import find_spec
from typing import IO, Any

from corpus.errors import ArticleError
from corpus.readers.archive import ARCHIVE_BYTES, unpack
from corpus.readers.files import parse_article
from corpus.readers.forms import form_of
from corpus.text.document import as_row

CPU_SECONDS = 18
"""The most that a file takes of a processor."""
MEMORY = 1 << 30
"""Bytes; the most that the process takes, with the quarter of them that its libraries map."""
_MOST = ARCHIVE_BYTES  # of a part of a message
_SIZES = struct.Struct("!QQ")


def send(stream: IO[bytes], header: object, data: bytes = b"") -> None:
    """Send a message: a header, as JSON has it, and bytes."""
    head = json.dumps(header).encode()
    stream.writelines((_SIZES.pack(len(head), len(data)), head, data))
    stream.flush()


def receive(stream: IO[bytes]) -> tuple[Any, bytes]:
    """The next message. Raises EOFError where there is none any more, or it is no message as `send` sends it."""
    head, data = _SIZES.unpack(_exactly(stream, _SIZES.size))
    try:
        return json.loads(_exactly(stream, head)), _exactly(stream, data)
    except ValueError as error:
        raise EOFError from error


def _exactly(stream: IO[bytes], size: int) -> bytes:
    data = stream.read(size) if size <= _MOST else b""
    if len(data) < size:
        raise EOFError
    return data


def main() -> None:
    """Do what is asked for, until nobody asks any more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever asks decides what it ends
    with os.fdopen(0, "rb", closefd=False) as asked, os.fdopen(os.dup(1), "wb") as answered:
        os.dup2(2, 1)  # a library that prints something says it to nobody
        prepare_imports()
        with suppress(EOFError):
            while True:
                send(answered, *_answer(*receive(asked)))


def _answer(asked: dict[str, Any], data: bytes) -> tuple[dict[str, Any], bytes]:
    try:
        if asked["work"] == "unpack":
            return _unpack(asked["name"], data)
        form_of(asked["name"]).load()
        with _limits():
            document = parse_article(asked["name"], data, asked["charset"])
        return {"document": {**as_row(document), "doubts": document.doubts}}, b""
    except ArticleError as error:
        return {"refused": [error.name, error.reason]}, b""
    except MemoryError:
        os._exit(1)
    except Exception as error:  # a library's, that did not expect such a file
        frames = traceback.extract_tb(error.__traceback__)
        frame = [frame for frame in frames if not frame.filename.startswith("<frozen")][-1]
        return {"failed": f"{type(error).__name__} in {frame.filename}, line {frame.lineno}"}, b""


def _unpack(name: str, data: bytes) -> tuple[dict[str, Any], bytes]:
    with _limits():
        files = unpack(name, data)
    rows = [[file.name, len(file.data), file.refusal and file.refusal.reason] for file in files]
    return {"files": rows}, b"".join(file.data for file in files)


# Limits ---------------------------------------------------------------------------------------------------------------


@contextmanager
def _limits() -> Iterator[None]:
    """Have no file opened, and the process ended that takes too much."""
    try:
        import resource
    except ImportError:  # Windows has no such limits
        yield
        return
    limits = {
        resource.RLIMIT_NOFILE: 0,  # which sockets are too
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_CPU: int(time.process_time()) + CPU_SECONDS,
        resource.RLIMIT_AS: MEMORY,
    }
    before = {limit: resource.getrlimit(limit) for limit in limits}
    try:
        for limit, most in limits.items():
            with suppress(ValueError, OSError):  # macOS does not know all of them
                resource.setrlimit(limit, (most, before[limit][1]))
        yield
    finally:
        for limit, both in before.items():
            with suppress(ValueError, OSError):
                resource.setrlimit(limit, both)


def prepare_imports() -> None:
    """Load all encodings and what reads dates, and know what modules there are: Python opens files and folders for that
    when it comes to it."""
    for module in pkgutil.iter_modules(encodings.__path__):
        with suppress(LookupError, ImportError):
            codecs.lookup(module.name)
    time.strptime("1", "%d")
    find_spec("no_such_module")  # which is looked for everywhere
