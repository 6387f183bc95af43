"""How far a job is, in a message that is edited until it ends."""

import asyncio
import logging
from collections.abc import Callable, Sequence
from contextlib import suppress

import discord

from bot.discord.messages.conversation import SlashConversation
from bot.discord.messages.escape import clipped
from bot.discord.messages.limits import EDIT_EVERY, SERVER
from bot.discord.messages.reply import Button, Reply, joined
from bot.discord.messages.requests import UNREACHED
from bot.discord.runtime.jobs import Job, JobProgress, Jobs
from bot.presentation.wording import counted, duration, file_size, sentence
from corpus.errors import PullquoteError
from index.engine.build import Progress

CANCEL = "cancel"  # the name of the button
EDITABLE_FOR = 14 * 60.0  # seconds: Discord lets a message be edited for fifteen minutes
_BAR = 20  # characters
_REASON = 1_000  # characters of what went wrong

_log = logging.getLogger(__name__)


async def run_with_progress(
    conversation: SlashConversation,
    jobs: Jobs,
    job: Job,
    work: Callable[[Progress], Reply],
    after_failure: Sequence[Button] = (),
) -> Reply:
    """The reply to a job that is run in its place, while a message shows how far it is.

    An error is a reply too, with buttons of its own, since it takes the place of the progress.
    """
    ended = asyncio.Event()
    showing = asyncio.create_task(_show_progress(conversation, jobs, job, ended))
    try:
        try:
            return await jobs.run(job, work)
        finally:
            # Not cancelled: an edit under way could then arrive after the result.
            ended.set()
            await showing
    except PullquoteError as error:
        reason = clipped(sentence(str(error)), _REASON)
        return Reply((f"**{job.heading}** did not finish.\n{reason}",), tuple(after_failure))
    except Exception:
        with suppress(*UNREACHED):
            await conversation.amend(f"**{job.heading}** failed.", after_failure)
        raise


async def _show_progress(conversation: SlashConversation, jobs: Jobs, job: Job, ended: asyncio.Event) -> None:
    """Edit the message until the job has ended, as seldom as Discord likes it.

    A message that is gone does not stop the work.
    """
    now = asyncio.get_running_loop().time
    last_edit, last_text = now() + EDITABLE_FOR, ""
    while not ended.is_set():
        progress, is_last = jobs.progress(job), now() > last_edit
        text = progress_text(job.heading, progress, is_last)
        if text != last_text:
            cancel = () if is_last or progress.stopping else (Button("Cancel", f"{CANCEL}:{job.id}"),)
            try:
                await conversation.amend(text, cancel)
            except UNREACHED as error:
                _log.warning("The progress can no longer be shown: %s", error)
                return
            last_text = text
        if is_last:
            return
        with suppress(TimeoutError):
            await asyncio.wait_for(ended.wait(), EDIT_EVERY)


def progress_text(heading: str, progress: JobProgress, is_last: bool = False) -> str:
    """How far a job is, as its message shows it; with `is_last` in the last words that Discord lets it have."""
    if is_last:
        return (
            f"**{heading}** is still running, but this message can no longer be updated. "
            "You get a direct message when it ends, if you accept them from here; `/corpus status` shows the result."
        )
    if progress.stopping:
        return f"**{heading}** is being stopped."
    if progress.ahead:
        return f"**{heading}** is waiting for {counted(progress.ahead, 'job')} ahead of it."
    meanwhile = "-# Until it is done, questions are answered as before."
    return f"**{heading}**\n{bar(progress) if progress.total else 'Getting ready …'}\n{meanwhile}"


def end_notice(heading: str, guild: discord.Guild | None) -> str:
    """That a job has ended whose message can no longer be updated."""
    where = f" in **{clipped(guild.name, SERVER)}**" if guild else ""
    return f"**{heading}**{where} has ended. `/corpus status` there shows the result."


def bar(progress: JobProgress) -> str:
    """
    >>> bar(JobProgress(0, 1_500_000, 2_000_000, 30.0))
    '`███████████████░░░░░` 75 % · 1.5 MB of 2.0 MB · about 10 s left'
    """
    filled = progress.percent * _BAR // 100
    return f"`{'█' * filled}{'░' * (_BAR - filled)}` {amount(progress)}"


def amount(progress: JobProgress) -> str:
    """What is done of a job whose size is known, and how long the rest takes."""
    size = f"{file_size(progress.done)} of {file_size(progress.total)}"
    return joined((f"{progress.percent} %", size, time_left(progress)), " · ")


def time_left(progress: JobProgress) -> str:
    """“about 10 s left”; empty where that cannot be told, or nothing is left."""
    return f"about {duration(progress.left)} left" if progress.left else ""
