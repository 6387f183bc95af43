"""Building a server's index anew, going back, and how all stands: `/corpus reindex`, `roll_back` and `status`."""

from datetime import datetime

from discord import app_commands

from bot.commands import Commands, StaleButtonError
from bot.conversation import Interaction, SlashConversation, TurnConversation, attend
from bot.jobs import Jobs
from bot.moderating import consult, employ, own, reply_to_moderator
from bot.outcomes import ROLL_BACK, STOP, report_reply, status_reply
from bot.progress import CANCEL
from bot.reply import Button, Reply, plain_reply
from bot.shelf import when
from bot.work import Worker
from index.collections import Collections, Progress, of_guild

ROLL = "roll"  # the name of the button that confirms


def add_reindexing(commands: Commands, group: app_commands.Group, worker: Worker, jobs: Jobs) -> None:
    """The commands, and the buttons that roll back and cancel."""

    @group.command(name="reindex", description="Check every file of the index, and build what is missing")
    async def reindex(interaction: Interaction) -> None:
        def reindexed(desk: Collections, collection: str, progress: Progress) -> Reply:
            report = desk.reindex(collection, str(interaction.user.id), progress)
            return report_reply("Reindexed", report, desk.status(collection).can_roll_back)

        conversation = SlashConversation(interaction, private=True)
        await attend(conversation, employ(conversation, interaction, worker, jobs, "Reindexing", reindexed))

    @group.command(name="roll_back", description="Take the last change of the articles back")
    async def roll_back(interaction: Interaction) -> None:
        await reply_to_moderator(SlashConversation(interaction, private=True), interaction, worker, _confirm)

    async def pressed(interaction: Interaction, _: str) -> None:
        await reply_to_moderator(TurnConversation(interaction, private=True), interaction, worker, _confirm)

    async def roll(interaction: Interaction, held: str) -> None:
        def rolled(desk: Collections, collection: str, _: Progress) -> Reply:
            if desk.status(collection).built != held:
                raise StaleButtonError
            report = desk.roll_back(collection, str(interaction.user.id))
            return report_reply("Rolled back", report, can_roll_back=False)

        conversation = TurnConversation(interaction, private=True)
        await attend(conversation, employ(conversation, interaction, worker, jobs, "Rolling back", rolled))

    @group.command(name="status", description="How this server's articles and their index are")
    async def status(interaction: Interaction) -> None:
        conversation = SlashConversation(interaction, private=True)
        await attend(conversation, _status(conversation, interaction, worker, jobs))

    async def cancel(interaction: Interaction, held: str) -> None:
        conversation = TurnConversation(interaction, private=True)

        async def cancelled() -> None:
            _cancel(interaction, worker, jobs, held)
            await conversation.think()  # the job's own message tells what became of it

        await attend(conversation, cancelled())

    async def stop(interaction: Interaction, held: str) -> None:
        conversation = TurnConversation(interaction, private=True)

        async def stopped() -> None:
            _cancel(interaction, worker, jobs, held)
            await _status(conversation, interaction, worker, jobs)

        await attend(conversation, stopped())

    for name, press in ((ROLL_BACK, pressed), (ROLL, roll), (CANCEL, cancel), (STOP, stop)):
        commands.on_press(name, press)


def _confirm(desk: Collections, collection: str) -> Reply:
    """The button holds which state is meant, so that it does not take back what somebody else did since."""
    status = desk.status(collection)
    if not status.can_roll_back or not status.built:
        return plain_reply("There is nothing to go back to.")
    since = when(datetime.fromisoformat(status.built))
    text = f"Take back the last change, published {since}? The articles and answers will be what they were before it."
    return Reply((text,), (Button("Roll back", f"{ROLL}:{status.built}"),))


async def _status(conversation: SlashConversation, interaction: Interaction, worker: Worker, jobs: Jobs) -> None:
    own(interaction, worker)
    await conversation.think()
    status = await consult(interaction, worker, lambda desk, collection: desk.status(collection))
    await conversation.say(status_reply(status, jobs))


def _cancel(interaction: Interaction, worker: Worker, jobs: Jobs, held: str) -> None:
    """For whoever began the job, a moderator still or not, and for every moderator of its server."""
    job = jobs.find(held, of_guild(interaction.guild_id or 0))
    if job.by != str(interaction.user.id):
        own(interaction, worker)
    job.stop(str(interaction.user.id))
