"""What a moderator asks of their own server's collection: allowed or refused, done at once or when its turn comes."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar, TypeVarTuple

from bot.discord.messages.conversation import Interaction, SlashConversation, private_conversation
from bot.discord.messages.reply import Button, Reply
from bot.discord.moderation.adding.forms import RefusedForms
from bot.discord.runtime.job_progress import end_notice, run_with_progress
from bot.discord.runtime.jobs import Jobs
from bot.discord.runtime.permissions import moderated
from bot.discord.runtime.worker import Worker
from corpus.library.owners import of_guild
from index.engine.build import Progress
from index.service.protocols import Service

T = TypeVar("T")
Ts = TypeVarTuple("Ts")
"""What was typed: a command's options, what a button carries, or a form's fields."""


@dataclass(frozen=True, slots=True)
class Request:
    """Who asks, and of which collection. Made of an interaction only after it was checked that they may."""

    collection: str
    """Of the server that the interaction comes from."""
    by: str
    """The moderator's id, as the library notes it."""


@dataclass(frozen=True, slots=True)
class RequestRunner:
    """Runs what moderators ask for. Each time it is checked anew whether they still moderate the server."""

    worker: Worker
    jobs: Jobs
    refused: RefusedForms = field(default_factory=RefusedForms)

    def request(self, interaction: Interaction) -> Request:
        """Raises NotAllowedError for everybody but the moderators of the server that an interaction comes from."""
        guild = moderated(interaction, self.worker.service.policies)
        return Request(of_guild(guild), str(interaction.user.id))

    async def run(
        self, work: Callable[[Request, Service, *Ts], T], interaction: Interaction, *typed: *Ts, reads: bool = False
    ) -> T:
        """What work gives that is short, or that `reads` a whole article. Raises NotAllowedError."""
        run = self.worker.run_reading if reads else self.worker.run_short
        return await run(work, self.request(interaction), self.worker.service, *typed)

    async def reply(
        self, work: Callable[[Request, Service, *Ts], Reply], interaction: Interaction, *typed: *Ts, reads: bool = False
    ) -> None:
        """Answer with what work gives, or with what went wrong; a pressed button's message is changed."""
        async with private_conversation(interaction) as conversation:
            await conversation.think()
            await conversation.say(await self.run(work, interaction, *typed, reads=reads))

    async def reply_with_progress(
        self,
        heading: str,
        work: Callable[[Request, Service, Progress, *Ts], Reply],
        interaction: Interaction,
        *typed: *Ts,
        after_failure: Sequence[Button] = (),
    ) -> None:
        """Answer with the progress of long work until it ends.

        What one message asks for is done once, however often its button is pressed.
        """
        async with private_conversation(interaction) as conversation:
            await self.say_with_progress(conversation, heading, work, *typed, after_failure=after_failure)

    async def say_with_progress(
        self,
        conversation: SlashConversation,
        heading: str,
        work: Callable[[Request, Service, Progress, *Ts], Reply],
        *typed: *Ts,
        after_failure: Sequence[Button] = (),
    ) -> None:
        """Say the progress of long work in a conversation that has begun, until the work ends."""
        interaction = conversation.interaction
        number = str(interaction.message.id) if interaction.message else None
        request = self.request(interaction)
        with self.jobs.queued(request.collection, heading, request.by, number) as job:
            await conversation.think()

            def begin(progress: Progress) -> Reply:
                # Checked anew, since the right may have been taken away while the job waited.
                return work(self.request(interaction), self.worker.service, progress, *typed)

            reply = await run_with_progress(conversation, self.jobs, job, begin, after_failure)
            await conversation.report(reply, end_notice(heading, interaction.guild))
