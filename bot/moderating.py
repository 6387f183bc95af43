"""What moderators do to their own server's collection: allowed or refused, short or long."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from bot.access import moderated
from bot.conversation import Interaction, SlashConversation, attend
from bot.jobs import Jobs
from bot.progress import run_job
from bot.reply import Button, Reply
from bot.work import Worker
from index.collections import Collections, Progress, of_guild

T = TypeVar("T")


def own(interaction: Interaction, worker: Worker) -> str:
    """The collection of the server that an interaction comes from. Raises NotAllowedError for all but moderators."""
    return of_guild(moderated(interaction, worker.desk))


async def consult(interaction: Interaction, worker: Worker, work: Callable[[Collections, str], T]) -> T:
    """What short work on their collection gives a moderator. Raises NotAllowedError."""
    collection = own(interaction, worker)
    return await worker.tend(lambda desk: work(desk, collection))


async def reply_to_moderator(
    conversation: SlashConversation, interaction: Interaction, worker: Worker, work: Callable[[Collections, str], Reply]
) -> None:
    """The same as a reply, or what went wrong."""

    async def reply() -> None:
        own(interaction, worker)
        await conversation.think()
        await conversation.say(await consult(interaction, worker, work))

    await attend(conversation, reply())


async def employ(
    conversation: SlashConversation,
    interaction: Interaction,
    worker: Worker,
    jobs: Jobs,
    what: str,
    work: Callable[[Collections, str, Progress], Reply],
    number: str | None = None,
    after_failure: Sequence[Button] = (),
) -> None:
    """Long work on their collection, whose progress is shown until it ends; once at a time where it has a number.

    Raises NotAllowedError, JobError.
    """
    collection = own(interaction, worker)
    with jobs.queued(collection, what, str(interaction.user.id), number) as job:
        await conversation.think()

        def begun(progress: Progress) -> Reply:
            return work(worker.desk, collection, progress)

        await conversation.say(await run_job(conversation, jobs, job, begun, after_failure))
