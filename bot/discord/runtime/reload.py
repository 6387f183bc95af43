"""The articles folder, read anew while the bot runs: the operator's long work, in the queue of the moderators'."""

import asyncio
import logging

from bot.discord.runtime.jobs import Jobs
from bot.discord.runtime.worker import ClosingError
from bot.presentation.report import report_lines
from corpus.errors import PullquoteError
from corpus.library.owners import OPERATOR, SHARED
from index.engine.build import Progress
from index.service.protocols import Indexing
from index.service.report import Report

_log = logging.getLogger(__name__)


async def reload(asked: asyncio.Event, jobs: Jobs, indexing: Indexing) -> None:
    """Do it whenever it is asked for, until Pullquote is stopped, and log what became of it.

    What is asked for while a job waits is done by that job; while one runs, by one more after it.
    """
    loop = asyncio.get_running_loop()

    def read(progress: Progress) -> Report:
        loop.call_soon_threadsafe(asked.clear)  # who asks from here on may mean what is not read now
        return indexing.reindex(SHARED, OPERATOR, progress)

    while await asked.wait():
        _log.info("The articles folder is to be read anew")
        try:
            with jobs.queued(SHARED, "Reading the articles folder", OPERATOR) as job:
                report = await jobs.run(job, read)
        except ClosingError:
            return
        except PullquoteError as error:
            _log.error("The articles folder was not taken over: %s", error)
        except Exception:
            _log.exception("The articles folder was not taken over")
        else:
            for line in report_lines(report):
                _log.info("%s", line)
