"""Several articles at once: files are read as one batch, shown in one message, and added with one button."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from functools import partial

import discord

from bot.discord.messages.conversation import Interaction, SlashConversation
from bot.discord.messages.escape import clipped
from bot.discord.messages.limits import MESSAGE
from bot.discord.messages.reply import Button, Reply, joined
from bot.discord.moderation.adding.attachments import fetch
from bot.discord.moderation.adding.preview import draft_article
from bot.discord.moderation.request import Request, RequestRunner
from bot.discord.moderation.status import fit_lines, itemized_problems
from bot.presentation.attribution import Insert
from bot.presentation.batches import added_counts, batch_counts, remarks, what_became_of_it, what_it_is
from bot.presentation.visible import length, visible
from bot.presentation.wording import counted
from corpus.errors import ArticleError
from corpus.library.models import Origin
from corpus.readers.archive import is_archive
from index.engine.build import Progress
from index.service.adding.batches import ADDED, Batch, BatchFile, IncomingFile
from index.service.protocols import Service

ADD_ALL, ADD_NEW, DROP, BACK = "addall", "addnew", "dropall", "batch"  # the names of buttons
_NAME, _INSERT = 80, 160  # characters of a file's name, and of what else is not our own wording
_ORDER = ("refused", "duplicate", "version", "new")  # what somebody has to look at stands first


async def add_files(
    runner: RequestRunner,
    conversation: SlashConversation,
    attachments: Sequence[discord.Attachment],
    origin: Origin = "file",
    details: Mapping[str, str] | None = None,
) -> None:
    """Preview what was attached: an article, which may have these details, or several while they are read."""
    await conversation.think()
    first, *others = attachments
    if others or is_archive(first.filename):
        files = await asyncio.gather(*map(_incoming, attachments))
        await runner.say_with_progress(conversation, "Reading files", draft_batch, files, origin)
    else:
        article = (conversation.interaction, first.filename, await fetch(first), origin, details)
        await conversation.say(await runner.run(draft_article, *article, reads=True))


async def _incoming(attachment: discord.Attachment) -> IncomingFile:
    try:
        return IncomingFile.of(attachment.filename, await fetch(attachment))
    except ArticleError as error:
        return IncomingFile(attachment.filename, 0, partial(_refuse, error))


def _refuse(error: ArticleError) -> bytes:
    raise error


def draft_batch(
    request: Request, service: Service, progress: Progress, files: Sequence[IncomingFile], origin: Origin = "file"
) -> Reply:
    """Read files, and preview them."""
    batch = service.additions.draft_many(request.collection, files, request.by, origin, progress)
    if not batch.of_kind(*ADDED):
        service.additions.drop(request.collection, batch.id, request.by)
    return batch_reply(batch)


def show_batch(request: Request, service: Service, batch: str) -> Reply:
    """The preview of a batch. Raises DraftError."""
    return batch_reply(service.additions.batch(request.collection, batch, request.by))


async def add_batch(runner: RequestRunner, only_new: bool, interaction: Interaction, batch: str) -> None:
    """Add a batch while its message shows the progress; where that fails, a button leads back to the preview."""
    back = Button("Back to the preview", f"{BACK}:{batch}")
    await runner.reply_with_progress("Adding articles", _add, interaction, batch, only_new, after_failure=(back,))


def _add(request: Request, service: Service, progress: Progress, number: str, only_new: bool) -> Reply:
    kinds = ("new",) if only_new else ADDED
    batch, report = service.additions.add_many(request.collection, number, request.by, kinds, progress)
    answering = " `/ask` answers from what was added now." if any(file.is_added for file in batch.files) else ""
    heading = joined([f"**{added_counts(batch.files)}.**{answering}", *itemized_problems(report)])
    return _listed(heading, batch.files, what_became_of_it)


# In words -------------------------------------------------------------------------------------------------------------


def batch_reply(batch: Batch) -> Reply:
    """What the files of a batch are, in one message, with the buttons that decide."""
    new, newer = len(batch.of_kind("new")), len(batch.of_kind("version"))
    some = f"Only the new {'one' if new == 1 else f'ones ({new:,})'}"
    buttons = (
        Button(f"Add all ({new + newer:,})", f"{ADD_ALL}:{batch.id}"),
        *((Button(some, f"{ADD_NEW}:{batch.id}"),) if new and newer else ()),
        Button("Cancel", f"{DROP}:{batch.id}"),
    )
    heading = f"**{batch_counts(batch)}.** {'Nothing is added yet.' if new + newer else 'Nothing can be added.'}"
    return _listed(heading, batch.files, what_it_is, buttons if new + newer else ())


Describe = Callable[[BatchFile, Insert], str]


def _listed(heading: str, files: Sequence[BatchFile], describe: Describe, buttons: tuple[Button, ...] = ()) -> Reply:
    """A line for each file, what has to be looked at first; where they are too long for a message, all of them in a
    file beside it."""
    ordered = sorted(files, key=lambda file: (_ORDER.index(file.kind), not any(remarks(file))))
    lines = [_line(file, describe, partial(clipped, room=_NAME), partial(clipped, room=_INSERT)) for file in ordered]
    whole = joined([heading, *lines])
    if length(whole) <= MESSAGE:
        return Reply((whole,), buttons)
    listing = "\n".join(_line(file, describe, visible, visible) for file in files)
    more = f"-# What each of the {counted(len(files), 'file')} is stands in articles.txt."
    shortened = fit_lines([heading, more, *lines])
    return Reply((shortened,), buttons, ("articles.txt", listing.encode("utf-8", "surrogatepass")))


def _line(file: BatchFile, describe: Describe, name: Insert, insert: Insert) -> str:
    noted = (f"  ⚠ {remark}" for remark in remarks(file, insert))
    return joined([f"- {name(file.name)}: {describe(file, insert)}", *noted])
