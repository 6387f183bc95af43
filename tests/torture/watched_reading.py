"""Reading in a process of its own, with an eye on what that takes."""

import os
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from corpus.errors import ArticleError
from corpus.readers import reading_process
from corpus.readers.archive import Packed
from corpus.readers.reading_process import ReadingProcess
from corpus.text.document import Document

SECONDS, BYTES = 20.0, 1 << 30
"""The most that a file may take of a processor, and of memory."""
_REASONS = {reading_process._ENDED: "refused as too much", reading_process._FAILED: "refused as not understood"}


@dataclass(slots=True)
class Watch:
    """What became of the files, and the most that one took."""

    seconds: float = 0.0
    """Of a processor."""
    bytes: int = 0
    """Of memory."""
    outcomes: Counter[str] = field(default_factory=Counter)

    @property
    def figures(self) -> dict[str, float | str]:
        """All of it."""
        most = {"seconds of a processor at most": round(self.seconds, 1), "MB at most": round(self.bytes / 1e6)}
        return {**self.outcomes, **most}

    @property
    def broken(self) -> tuple[str, ...]:
        """A sentence where one took too much."""
        if self.seconds <= SECONDS and self.bytes <= BYTES:
            return ()
        return (f"a file took {self.seconds:.1f} s and {self.bytes:,} bytes",)


class WatchedReading(ReadingProcess):
    """A `ReadingProcess` that notes what became of each file, and what it took."""

    def __init__(self, waiting: Callable[[], None] | None = None, watch: Watch | None = None) -> None:
        def look() -> None:
            if waiting:
                waiting()
            self._look()

        super().__init__(look)
        self.watch = watch or Watch()
        self._begun = 0.0

    def read(self, name: str, data: bytes, charset: str | None = None) -> Document:
        self._begun = usage(self._process.pid)[0] if self._process else 0.0
        try:
            document = super().read(name, data, charset)
        except ArticleError as error:
            self.watch.outcomes[_REASONS.get(error.reason, "refused")] += 1
            raise
        finally:
            self._look()
        self.watch.outcomes["read"] += 1
        return document

    def unpack(self, name: str, data: bytes) -> tuple[Packed, ...]:
        self._begun = usage(self._process.pid)[0] if self._process else 0.0
        try:
            return super().unpack(name, data)
        finally:
            self._look()

    def _look(self) -> None:
        if self._process:
            seconds, size = usage(self._process.pid)
            self.watch.seconds = max(self.watch.seconds, seconds - self._begun)
            self.watch.bytes = max(self.watch.bytes, size)


def usage(process: int) -> tuple[float, int]:
    """The seconds of a processor that a process took, and the most bytes of memory; nothing where that is not told."""
    try:
        ticks = sum(map(int, Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[11:13]))
        status = Path(f"/proc/{process}/status").read_text()
    except OSError:
        return 0.0, 0
    peaks = (int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM"))
    return ticks / os.sysconf("SC_CLK_TCK"), 1024 * next(peaks, 0)  # a zombie has none
