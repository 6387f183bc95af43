"""How far a job is, in a message that is edited until it ends."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from typing import Protocol

import aiohttp
import discord

from bot.discord.messages.escape import clipped
from bot.discord.messages.limits import EDIT_EVERY
from bot.discord.messages.reply import Button, Reply
from bot.discord.runtime.jobs import Job, Jobs, Standing
from bot.presentation.wording import counted, file_size, sentence
from corpus.errors import PullquoteError
from index.engine.build import Progress

CANCEL = "cancel"  # the name of the button
TOLD_FOR = 14 * 60.0  # seconds: Discord lets a message be edited for fifteen minutes
_BAR = 20  # characters
_SERVER = 100  # characters of a server's name
_WHY = 1_000  # characters of what went wrong
_GUESS_AFTER = 3.0  # seconds; before, the time left jumps about

_log = logging.getLogger(__name__)


class Telling(Protocol):
    """A message that can be changed."""

    async def amend(self, text: str, buttons: Sequence[Button] = ()) -> None: ...


async def run_job(
    telling: Telling, jobs: Jobs, job: Job, work: Callable[[Progress], Reply], after_failure: Sequence[Button] = ()
) -> Reply:
    """Have a job done in its place while its message tells how far it is. What went wrong with it is a reply too, with
    buttons of its own, since it stands where the progress stood."""
    try:
        async with _told(telling, jobs, job):
            return await jobs.run(job, work)
    except PullquoteError as error:
        return Reply((_failure(job.what, str(error)),), tuple(after_failure))
    except Exception:
        with suppress(discord.HTTPException):
            await telling.amend(f"**{job.what}** failed.", after_failure)
        raise


@asynccontextmanager
async def _told(telling: Telling, jobs: Jobs, job: Job) -> AsyncIterator[None]:
    ended = asyncio.Event()
    told = asyncio.create_task(_tell(telling, jobs, job, ended))
    try:
        yield
    finally:
        # Not cancelled: an edit under way could then arrive after the result.
        ended.set()
        await told


async def _tell(telling: Telling, jobs: Jobs, job: Job, ended: asyncio.Event) -> None:
    """As seldom as Discord likes it; a message that is gone does not stop the work."""
    told = ""
    last = asyncio.get_running_loop().time() + TOLD_FOR
    while not ended.is_set():
        late = asyncio.get_running_loop().time() > last
        standing = jobs.standing(job)
        now = progress_text(job.what, standing, late)
        if now != told:
            try:
                await telling.amend(now, () if late or standing.stopped else (Button("Cancel", f"{CANCEL}:{job.id}"),))
            except (discord.HTTPException, aiohttp.ClientError, OSError) as error:
                _log.warning("The progress can no longer be shown: %s", error)
                return
            told = now
        if late:
            return
        with suppress(TimeoutError):
            await asyncio.wait_for(ended.wait(), EDIT_EVERY)


def _failure(what: str, why: str) -> str:
    return f"**{what}** came to nothing.\n{clipped(sentence(why), _WHY)}"


def progress_text(what: str, standing: Standing, last: bool = False) -> str:
    """How far a job is, in the words of its message; with `last` in the last ones that Discord lets it have."""
    if last:
        told = "A direct message tells when it ends, if you take any here; `/corpus status` tells how"
        return f"**{what}** goes on, but this message cannot be changed any longer. {told}."
    if standing.stopped:
        return f"**{what}** is being stopped."
    if standing.ahead:
        return f"**{what}** waits for {counted(standing.ahead, 'job')} before it."
    meanwhile = "-# Questions are answered from the old index meanwhile."
    return f"**{what}**\n{bar(standing) if standing.total else 'Getting ready …'}\n{meanwhile}"


def end_notice(what: str, guild: discord.Guild | None) -> str:
    """That a job has ended whose message cannot be changed any longer."""
    where = f" in **{clipped(guild.name, _SERVER)}**" if guild else ""
    return f"**{what}**{where} has ended; `/corpus status` there tells how."


def bar(standing: Standing) -> str:
    """
    >>> bar(Standing(0, 1_500_000, 2_000_000, 30.0))
    '`███████████████░░░░░` 75 % · 1.5 MB of 2.0 MB · about 10 s left'
    """
    share = min(1.0, standing.done / standing.total)
    filled = int(share * _BAR)
    left = standing.seconds * (1 - share) / share if share and standing.seconds >= _GUESS_AFTER else None
    parts = (
        f"`{'█' * filled}{'░' * (_BAR - filled)}` {int(share * 100)} %",
        f"{file_size(standing.done)} of {file_size(standing.total)}",
        f"about {duration(left)} left" if left is not None and share < 1 else "",
    )
    return " · ".join(part for part in parts if part)


def duration(seconds: float) -> str:
    """
    >>> duration(9.6), duration(200)
    ('10 s', '3 min')
    """
    return f"{max(1, round(seconds))} s" if seconds < 90 else f"{round(seconds / 60)} min"
