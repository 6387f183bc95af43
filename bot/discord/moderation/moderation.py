"""What moderators do to their own server's collection: allowed or refused, short or long."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from bot.discord.messages.conversation import Interaction, SlashConversation, attend_privately
from bot.discord.messages.reply import Button, Reply
from bot.discord.runtime.job_progress import end_notice, run_job
from bot.discord.runtime.jobs import Jobs
from bot.discord.runtime.permissions import moderated
from bot.discord.runtime.worker import Worker
from corpus.library.owners import of_guild
from index.engine.build import Progress
from index.service.collections import Collections

T = TypeVar("T")

Short = Callable[[Collections, str], T]
"""Work on the collection of that name."""
Long = Callable[[Collections, str, Progress], Reply]
"""The same, with progress to be told."""


@dataclass(frozen=True, slots=True)
class Moderation:
    """Every way in asks anew who it is, and takes the collection from where the interaction was made."""

    worker: Worker
    jobs: Jobs

    def own(self, interaction: Interaction) -> str:
        """The collection of the server that an interaction comes from. Raises NotAllowedError but for moderators."""
        return of_guild(moderated(interaction, self.worker.service))

    async def consult(self, interaction: Interaction, work: Short[T]) -> T:
        """What short work gives. Raises NotAllowedError."""
        collection = self.own(interaction)
        return await self.worker.run_short(work, self.worker.service, collection)

    async def read(self, interaction: Interaction, work: Short[T]) -> T:
        """The same of an article that has to be read, in a thread of its own: a long one takes many seconds."""
        collection = self.own(interaction)
        return await self.worker.run_reading(work, self.worker.service, collection)

    async def reply(self, interaction: Interaction, work: Short[Reply], reads: bool = False) -> None:
        """Answer with what short work gives, or with what went wrong; a pressed button's message is changed.

        With `reads` it reads a whole article.
        """

        async def reply(conversation: SlashConversation) -> None:
            await conversation.think()
            worked = self.read if reads else self.consult
            await conversation.say(await worked(interaction, work))

        await attend_privately(interaction, reply)

    async def employ(
        self,
        interaction: Interaction,
        what: str,
        work: Long,
        after_failure: Sequence[Button] = (),
    ) -> None:
        """Answer with the progress of long work until it ends. What one message asks for is done once, however often
        its button is pressed."""
        number = str(interaction.message.id) if interaction.message else None

        async def reply(conversation: SlashConversation) -> None:
            collection, by = self.own(interaction), str(interaction.user.id)
            with self.jobs.queued(collection, what, by, number) as job:
                await conversation.think()

                def begun(progress: Progress) -> Reply:
                    # Asked anew, since the right may have been taken away while it waited.
                    return work(self.worker.service, self.own(interaction), progress)

                ended = await run_job(conversation, self.jobs, job, begun, after_failure)
                await conversation.report(ended, end_notice(what, interaction.guild))

        await attend_privately(interaction, reply)
