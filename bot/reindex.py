"""Reading the articles anew: `/reindex`, for those who may manage the server."""

import asyncio
import logging
from collections.abc import Iterable
from contextlib import suppress

import discord
from discord import app_commands

from bot.conversation import Interaction, SlashConversation, attend
from bot.escape import clipped
from bot.limits import EDIT_EVERY, MESSAGE, length
from bot.reply import Reply, plain_reply
from bot.wording import counted
from bot.work import Worker
from corpus.errors import PullquoteError
from index.collection import Report

_SENTENCE = 300  # characters of what went wrong with one article
_MORE = 100  # characters kept for saying how many more there are

_log = logging.getLogger(__name__)


class NotAllowedError(PullquoteError):
    """The person may not do this here."""


def add_reindex(tree: app_commands.CommandTree[discord.Client], worker: Worker) -> None:
    """`/reindex`."""

    @tree.command(name="reindex", description="Read the articles anew (for those who may manage the server)")
    @app_commands.allowed_installs(guilds=True, users=False)
    @app_commands.allowed_contexts(guilds=True, dms=False, private_channels=False)
    @app_commands.default_permissions(manage_guild=True)
    async def reindex(interaction: Interaction) -> None:
        conversation = SlashConversation(interaction, private=True)
        await attend(conversation, _reindex(conversation, interaction, worker))


async def _reindex(conversation: SlashConversation, interaction: Interaction, worker: Worker) -> None:
    check_allowed(interaction)
    with worker.reindexing():
        await conversation.think()
        progress = Progress()
        ended = asyncio.Event()
        telling = asyncio.create_task(_tell(conversation, progress, ended))
        try:
            report = await worker.reindex(progress.note)
        finally:
            # Not cancelled: an edit under way could then arrive after the result.
            ended.set()
            await telling
        _log.info("Reindexed for a moderator: %s", report)
        await conversation.say(report_reply(report))


def check_allowed(interaction: Interaction) -> None:
    """Raises NotAllowedError. Discord's own check can be overridden by any server, so it is only a hint."""
    rights = interaction.permissions
    if interaction.guild_id is None or not (rights.manage_guild or rights.administrator):
        raise NotAllowedError("Only who may manage this server can reindex, and only from within it.")


class Progress:
    """How far a reindex is; noted in its thread, read in the event loop."""

    def __init__(self) -> None:
        self._now = (0, 0)

    def note(self, done: int, total: int) -> None:
        self._now = (done, total)

    def __str__(self) -> str:
        done, total = self._now
        meanwhile = "Questions are answered from the old index meanwhile."
        return (
            f"Reindexing: {done:,} of {counted(total, 'passage')} done. {meanwhile}"
            if total
            else f"Reindexing. {meanwhile}"
        )


async def _tell(conversation: SlashConversation, progress: Progress, ended: asyncio.Event) -> None:
    """Show the progress, as seldom as Discord likes it; a message that is gone does not stop the work."""
    told = ""
    while not ended.is_set():
        now = str(progress)
        if now != told:
            try:
                await conversation.amend(now)
            except discord.HTTPException as error:
                _log.warning("The progress can no longer be shown: %s", error)
                return
            told = now
        with suppress(TimeoutError):
            await asyncio.wait_for(ended.wait(), EDIT_EVERY)


def report_reply(report: Report) -> Reply:
    """What an indexing did, in plain words."""
    summary = (
        f"**Reindexed** in {report.seconds:.1f} s: {counted(report.indexed, 'article')} new or changed, "
        f"{report.unchanged:,} unchanged, {report.removed:,} removed; {counted(report.passages, 'passage')} to search."
    )
    failed = [f"- {clipped(sentence, _SENTENCE)}" for sentence in report.failed]
    notes = [f"- {clipped(sentence, _SENTENCE)}" for sentence in report.notes]
    lines = [summary]
    lines += [f"{counted(len(failed), 'article')} could not be read:", *failed] if failed else []
    lines += ["Please note:", *notes] if notes else []
    return plain_reply(_fitting(lines))


def _fitting(lines: Iterable[str]) -> str:
    kept, left_out = "", 0
    for line in lines:
        if not left_out and length(kept) + length(line) < MESSAGE - _MORE:
            kept += line + "\n"
        else:
            left_out += 1
    return kept.rstrip() + (f"\n-# {counted(left_out, 'more line')} in the log." if left_out else "")
