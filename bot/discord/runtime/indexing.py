"""The operator's indexing while the bot answers: at the start what is not up to date, later when SIGHUP asks for it."""

import asyncio
import logging
from collections.abc import Sequence

from bot.discord.messages.reply import joined
from bot.discord.runtime.job_progress import amount, time_left
from bot.discord.runtime.jobs import Job, JobProgress, Jobs
from bot.discord.runtime.worker import ClosingError, Worker
from bot.presentation.report import report_lines
from corpus.errors import PullquoteError
from corpus.library.owners import OPERATOR, SHARED
from index.engine.build import Progress
from index.service.report import Report

LOG_EVERY = 5.0  # seconds

_log = logging.getLogger(__name__)


async def keep_indexed(behind: Sequence[str], reload: asyncio.Event, jobs: Jobs, worker: Worker) -> None:
    """Bring collections up to date that are behind, then read the articles folder anew whenever it is asked for, until
    Pullquote is stopped.

    What is asked for while a job waits is done by that job; while one runs, by one more after it.
    """
    try:
        for name in behind:
            await _index(name, reload, jobs, worker, is_told=True)
        while await reload.wait():
            _log.info("The articles folder is to be read anew")
            await _index(SHARED, reload, jobs, worker)
    except ClosingError:
        return


async def _index(name: str, reload: asyncio.Event, jobs: Jobs, worker: Worker, is_told: bool = False) -> None:
    """Index a collection, and log what becomes of it; whoever asks meanwhile is told how far it is, if `is_told`."""
    loop = asyncio.get_running_loop()

    def read(progress: Progress) -> Report:
        loop.call_soon_threadsafe(reload.clear)  # who asks from here on may mean what is not read now
        return worker.service.indexing.reindex(name, OPERATOR, progress)

    what = "The articles folder" if name == SHARED else f"The index of {name}"
    try:
        with jobs.queued(name, f"Indexing {name}", OPERATOR) as job:
            telling = asyncio.create_task(_tell(job, jobs, worker if is_told else None))
            try:
                report = await jobs.run(job, read)
            finally:
                telling.cancel()
                worker.notice = ""
    except ClosingError:
        raise
    except PullquoteError as error:
        _log.error("%s was not taken over: %s", what, error)
    except Exception:
        _log.exception("%s was not taken over", what)
    else:
        for line in report_lines(report):
            _log.info("%s", line)


async def _tell(job: Job, jobs: Jobs, worker: Worker | None) -> None:
    """Say how far a job is, until cancelled: to the log, and to whoever asks the worker."""
    while True:
        progress = jobs.progress(job)
        if worker:
            worker.notice = notice(progress)
        if progress.total:
            _log.info("%s: %s", job.heading, amount(progress))
        await asyncio.sleep(LOG_EVERY)


def notice(progress: JobProgress) -> str:
    """
    >>> notice(JobProgress(0, 1_500_000, 2_000_000, 30.0))
    'Articles are still being indexed, 75 % so far, about 10 s left. Until then some are not found.'
    """
    share = f"{progress.percent} % so far" if progress.total else ""
    state = joined(("Articles are still being indexed", share, time_left(progress)), ", ")
    return f"{state}. Until then some are not found."
