"""Files that are made to stop whoever reads them, read as a server of Discord does: the event loop never waits."""

import asyncio
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage
from unittest.mock import patch

from bot.discord.runtime.worker import Worker
from corpus.errors import PullquoteError
from corpus.readers.archive import is_archive
from corpus.web.page import Page
from index.service.adding.batches import IncomingFile
from index.service.protocols import Service
from tests.support.kept_service import KeptService
from tests.torture.bomb_files import BOMBS
from tests.torture.outcome import Outcome, told
from tests.torture.watched_reading import Watch, WatchedReading
from tests.torture.workshop import HERE, MODERATOR, ground

HOLDS = "each bomb is read or refused with its reason, in 20 s and 1 GiB, and the event loop is never 250 ms late"
LATE = 0.25  # seconds
READ = "it is read"
_EVERY = 0.01  # seconds


@dataclass(frozen=True, slots=True)
class Ending:
    """How reading a bomb ended."""

    told: str
    """What a moderator is told."""
    seconds: float
    """Of a processor, in all."""
    late: float
    """Seconds that the event loop was late."""

    def wrong(self) -> Iterator[str]:
        """A sentence for each thing that must not be."""
        if self.late > LATE:
            yield f"the event loop was {1000 * self.late:.0f} ms late"
        if not self.told.strip() or "Error" in self.told:
            yield f"it ended with “{self.told}”"


def bombs(count: int, folder: Path) -> Outcome:
    """So many of the bombs, of all forms, one after another."""
    kept, watch, chosen = ground(folder), Watch(), list(BOMBS)[:: max(1, len(BOMBS) // count)][:count]
    with patch("index.service.adding.additions.ReadingProcess", partial(WatchedReading, watch=watch)):
        endings = asyncio.run(_read_all(kept, chosen))
    broken = [sentence for name, one in zip(chosen, endings, strict=True) for sentence in told(name, one.wrong())]
    late, seconds = max(one.late for one in endings), max(one.seconds for one in endings)
    more = {"seconds at most with the preview": round(seconds, 1), "ms late at most": round(1000 * late)}
    return Outcome(HOLDS, len(chosen), {**watch.figures, **more}, (*broken, *watch.broken))


async def _read_all(kept: KeptService, names: Sequence[str]) -> list[Ending]:
    worker = Worker(kept.service, 1)
    try:
        return [await _read(worker, f"bomb{suffix}", make()) for suffix, make in map(BOMBS.__getitem__, names)]
    finally:
        await worker.close(1)


async def _read(worker: Worker, name: str, data: bytes) -> Ending:
    before, ended = _processor_seconds(), asyncio.Event()
    watching = asyncio.create_task(_lateness(ended))
    end = await worker.run_reading(_add, worker.service, name, data)
    ended.set()
    return Ending(end, _processor_seconds() - before, await watching)


async def _lateness(ended: asyncio.Event) -> float:
    """The most seconds that the event loop was late until it ended, as far as this process was at work meanwhile: on a
    busy machine it waits for others too."""
    late = 0.0
    while not ended.is_set():
        due, worked = time.monotonic() + _EVERY, time.process_time()
        await asyncio.sleep(_EVERY)
        late = max(late, min(time.monotonic() - due, time.process_time() - worked))
    return late


def _processor_seconds() -> float:
    """Those that the processes which ended took, and this one."""
    children = getrusage(RUSAGE_CHILDREN)
    return children.ru_utime + children.ru_stime + time.process_time()


def _add(service: Service, name: str, data: bytes) -> str:
    """Show a file to a moderator as what it is, and throw it away: what is said of it."""
    try:
        if is_archive(name):
            batch = service.additions.draft_many(HERE, [IncomingFile.of(name, data)], MODERATOR)
            service.additions.drop(HERE, batch.id, MODERATOR)
            return next((file.reason for file in batch.files if file.kind == "refused"), READ)
        if name.endswith(".html"):
            page = Page("https://example.org/bomb.html", name, "text/html", None, data)
            preview = service.additions.draft_page(HERE, page, MODERATOR)
        else:
            preview = service.additions.draft(HERE, name, data, MODERATOR)
        service.additions.drop(HERE, preview.draft.id, MODERATOR)
    except PullquoteError as error:
        return str(error)
    except Exception as error:
        return f"{type(error).__name__}: {error}"
    return READ
