"""Building a server's index anew, going back, and how all stands: `/corpus reindex`, `roll_back` and `status`."""

from discord import app_commands

from bot.discord.commands.tree import Commands, StaleButtonError
from bot.discord.messages.conversation import Interaction, SlashConversation, attend_privately
from bot.discord.messages.escape import clipped
from bot.discord.messages.reply import Button, Reply, plain_reply
from bot.discord.moderation.moderation import Moderation
from bot.discord.moderation.status import ROLL_BACK, STOP, report_reply, status_reply
from bot.discord.runtime.job_progress import CANCEL
from corpus.library.owners import of_guild
from index.engine.build import Progress
from index.service.collections import Collections

ROLL = "roll"  # the name of the button that confirms
_CHANGE = 300  # characters of what is taken back


def add_reindexing(commands: Commands, group: app_commands.Group, moderation: Moderation) -> None:
    """The commands, and the buttons that roll back and cancel."""
    _add_reindex(group, moderation)
    _add_roll_back(commands, group, moderation)
    _add_status(commands, group, moderation)


def _add_reindex(group: app_commands.Group, moderation: Moderation) -> None:
    @group.command(name="reindex", description="Check every file of the index, and build what is missing")
    async def reindex(interaction: Interaction) -> None:
        def reindexed(desk: Collections, collection: str, progress: Progress) -> Reply:
            report = desk.reindex(collection, str(interaction.user.id), progress)
            return report_reply("Reindexed", report, desk.status(collection).can_roll_back)

        await moderation.employ(interaction, "Reindexing", reindexed)


def _add_roll_back(commands: Commands, group: app_commands.Group, moderation: Moderation) -> None:
    @group.command(name="roll_back", description="Take the last change of the articles back")
    async def roll_back(interaction: Interaction) -> None:
        await moderation.reply(interaction, _confirm)

    async def pressed(interaction: Interaction, _: str) -> None:
        await moderation.reply(interaction, _confirm)

    async def roll(interaction: Interaction, held: str) -> None:
        def rolled(desk: Collections, collection: str, _: Progress) -> Reply:
            if _last(desk, collection) != held:
                raise StaleButtonError
            report = desk.roll_back(collection, str(interaction.user.id))
            return report_reply("Rolled back", report, can_roll_back=False)

        await moderation.employ(interaction, "Rolling back", rolled)

    commands.on_press(ROLL_BACK, pressed)
    commands.on_press(ROLL, roll)


def _confirm(desk: Collections, collection: str) -> Reply:
    """The button holds which work came last, so that it does not take back what somebody else did since."""
    undone = desk.library.articles.undoable(collection)
    if undone is None:
        return plain_reply("There is nothing to go back to.")
    text = f"Take back the last change, which {clipped(undone, _CHANGE)}?"
    rest = "The articles and the answers will be what they were before it; no version is lost."
    return Reply((f"{text} {rest}",), (Button("Roll back", f"{ROLL}:{_last(desk, collection)}"),))


def _last(desk: Collections, collection: str) -> str:
    last = desk.status(collection).last
    return str(last.id if last else 0)


def _add_status(commands: Commands, group: app_commands.Group, moderation: Moderation) -> None:
    @group.command(name="status", description="How this server's articles and their index are")
    async def status(interaction: Interaction) -> None:
        await attend_privately(interaction, lambda conversation: _status(conversation, moderation))

    async def cancel(interaction: Interaction, held: str) -> None:
        async def cancelled(conversation: SlashConversation) -> None:
            _cancel(interaction, moderation, held)
            await conversation.think()  # the job's own message tells what became of it

        await attend_privately(interaction, cancelled)

    async def stop(interaction: Interaction, held: str) -> None:
        async def stopped(conversation: SlashConversation) -> None:
            _cancel(interaction, moderation, held)
            await _status(conversation, moderation)

        await attend_privately(interaction, stopped)

    commands.on_press(CANCEL, cancel)
    commands.on_press(STOP, stop)


async def _status(conversation: SlashConversation, moderation: Moderation) -> None:
    await conversation.think()
    status = await moderation.consult(conversation.interaction, lambda desk, collection: desk.status(collection))
    await conversation.say(status_reply(status, moderation.jobs))


def _cancel(interaction: Interaction, moderation: Moderation, held: str) -> None:
    """For whoever began the job, a moderator still or not, and for every moderator of its server."""
    job = moderation.jobs.find(held, of_guild(interaction.guild_id or 0))
    if job.by != str(interaction.user.id):
        moderation.own(interaction)
    job.stop(str(interaction.user.id))
