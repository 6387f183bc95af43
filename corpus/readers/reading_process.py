"""Files that nobody has vouched for, read in a process of their own, with limits on what it may take and do."""

import logging
import os
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from pathlib import PurePath
from typing import IO, Any, Self, cast

from corpus.errors import ArticleError
from corpus.readers.archive import Packed
from corpus.readers.files import parse_article, printable_name
from corpus.readers.forms import check_size, form_of
from corpus.readers.reading_child import receive, send
from corpus.text.document import Document, of_row

SECONDS = 30.0
"""The most that one waits for a file."""
TICK = 0.1  # seconds between two looks whether it is still wanted

_BEGIN = "import sys; sys.path[:] = sys.argv[1:]; from corpus.readers.reading_child import main; main()"
_ENDED = "takes too long or too much memory to read; split it, or save it as plain text"
_FAILED = "is damaged, or written in a way that is not understood; save it anew, or as plain text"
_logger = logging.getLogger(__name__)


class ReadingProcess:
    """Reads files, in a process that is started for the first that needs one and ends with the `with` block.

    Each method raises ArticleError where a file cannot be read; the next file can be read all the same. `waiting` is
    called before each file and several times a second while it is read; what it raises ends the process and is raised.
    For one thread.
    """

    def __init__(self, waiting: Callable[[], None] | None = None) -> None:
        self._waiting = waiting or (lambda: None)
        self._process: subprocess.Popen[bytes] | None = None
        self._thread = ThreadPoolExecutor(1, "reading")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._end()
        self._thread.shutdown()

    def read(self, name: str, data: bytes, charset: str | None = None) -> Document:
        """The document in the bytes of a file, as `parse_article` reads it."""
        self._waiting()
        shown = printable_name(name)
        check_size(shown, len(data))
        if len(data) <= form_of(shown).quick:
            return parse_article(name, data, charset)
        answer, _ = self._ask({"work": "read", "name": name, "charset": charset}, data)
        return of_row(answer["document"])

    def unpack(self, name: str, data: bytes) -> tuple[Packed, ...]:
        """The files of an archive, as `archive.unpack` gives them."""
        answer, unpacked = self._ask({"work": "unpack", "name": name}, data)
        files, start = [], 0
        for shown, size, reason in answer["files"]:
            refusal = ArticleError(shown, reason) if reason else None
            files.append(Packed(shown, unpacked[start : start + size], refusal))
            start += size
        return tuple(files)

    def _ask(self, asked: dict[str, Any], data: bytes) -> tuple[dict[str, Any], bytes]:
        try:
            answer, more = self._answer(asked, data)
        except BaseException:
            self._end()
            raise
        if "refused" in answer:
            raise ArticleError(*answer["refused"])
        if "failed" in answer:
            _logger.warning("A file (%s) could not be read: %s", PurePath(asked["name"]).suffix, answer["failed"])
            raise ArticleError(printable_name(asked["name"]), _FAILED)
        return answer, more

    def _answer(self, asked: dict[str, Any], data: bytes) -> tuple[dict[str, Any], bytes]:
        process = self._process = self._process or _started()
        talk = self._thread.submit(_talk, process, asked, data)
        until = time.monotonic() + SECONDS
        while not wait([talk], TICK).done:
            self._waiting()
            if time.monotonic() > until:
                process.kill()  # which ends the talk
        try:
            return talk.result()
        except (EOFError, OSError) as error:  # it ended by itself, or had to be ended
            raise ArticleError(printable_name(asked["name"]), _ENDED) from error

    def _end(self) -> None:
        process, self._process = self._process, None
        if process:
            process.kill()
            self._thread.submit(process.communicate).result()  # after the talk, which uses its pipes


def _started() -> "subprocess.Popen[bytes]":
    """A process of this Python with these modules, and with none of the secrets that the environment may hold."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PULLQUOTE_")}
    environment["OPENBLAS_NUM_THREADS"] = "1"  # of numpy, whose threads map 40 MB each of what the process may take
    return subprocess.Popen(  # noqa: S603 - it is ourselves
        [sys.executable, "-I", "-S", "-c", _BEGIN, *sys.path],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=environment,
    )


def _talk(process: "subprocess.Popen[bytes]", asked: dict[str, Any], data: bytes) -> tuple[dict[str, Any], bytes]:
    send(cast(IO[bytes], process.stdin), asked, data)
    return receive(cast(IO[bytes], process.stdout))
