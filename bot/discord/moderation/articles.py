"""The articles of a server: the list of them, suggestions while a title is typed, exports and imports."""

import asyncio
from collections.abc import Sequence

import discord
from discord.app_commands import Choice

from bot.discord.messages.conversation import Interaction, private_conversation
from bot.discord.messages.escape import clipped
from bot.discord.messages.limits import CHOICE, CHOICES, MESSAGE
from bot.discord.messages.mentions import TITLE, when, who
from bot.discord.messages.reply import Reply, joined, packed, paged, plain_reply
from bot.discord.moderation.adding.attachments import fetch
from bot.discord.moderation.request import Request, RequestRunner
from bot.discord.moderation.status import report_reply
from bot.presentation.article_lookup import comparable, entries_of, entry_in
from bot.presentation.visible import label, visible
from bot.presentation.wording import counted, file_size
from corpus.errors import ArticleError, PullquoteError
from corpus.library.models import Entry
from corpus.readers.archive import is_archive
from index.engine.build import Progress
from index.service.protocols import Service

LIST = "articles"  # the name of the buttons
NOTHING = "There are no articles here yet: `/corpus add` adds the first."
NOTHING_REMOVED = "No article has been removed."
_PUBLISHER = 80  # characters
_FRAME = 200  # characters kept for what stands around a page


# The list -------------------------------------------------------------------------------------------------------------


def list_articles(request: Request, service: Service, removed: bool, page: int) -> Reply:
    """A page of the articles that answer, or of those that were removed."""
    return list_page(service.curation.entries(request.collection, removed), page, removed)


def list_page(entries: Sequence[Entry], page: int, removed: bool) -> Reply:
    """A page of the list, the nearest there is."""
    if not entries:
        return plain_reply(NOTHING_REMOVED if removed else NOTHING)
    pages = packed(map(_entry_lines, entries), MESSAGE - _FRAME, gap="\n")
    heading = f"**{counted(len(entries), 'article')}**{' removed' if removed else ''}"
    state = "removed" if removed else "current"
    return paged(heading, pages, page, lambda number: f"{LIST}:{state}:{number}")


def _entry_lines(entry: Entry) -> str:
    about = (
        f"**{clipped(entry.title, TITLE)}**",
        clipped(entry.publisher, _PUBLISHER) if entry.publisher else "",
        entry.published or "",
    )
    history = (
        f"number {entry.article}",
        counted(entry.revisions, "version"),
        f"{who(entry.by)}, {when(entry.at)}",
        f"removed by {who(entry.removed_by)}, {when(entry.removed_at)}"
        if entry.removed_by and entry.removed_at
        else "",
    )
    return joined([f"- {joined(about, ' · ')}", f"-# {joined(history, ' · ')}"])


# Suggestions ----------------------------------------------------------------------------------------------------------


async def suggest_articles(
    runner: RequestRunner, interaction: Interaction, typed: str, removed: bool = True
) -> list[Choice[str]]:
    """Articles of the server whose title has what is typed, first those that begin with it, each sent as its number;
    none for whoever does not moderate the server."""
    try:
        collection = runner.request(interaction).collection
        # Not in the thread of short work, where it would wait.
        entries = await asyncio.to_thread(entries_of, runner.worker.service.curation, collection, removed)
    except PullquoteError:
        return []
    words = comparable(typed)
    matching = [entry for entry in entries if words in comparable(entry.title) or words == str(entry.article)]
    matching.sort(key=lambda entry: not comparable(entry.title).startswith(words))
    return [Choice(name=_choice_name(entry), value=str(entry.article)) for entry in matching[:CHOICES]]


def _choice_name(entry: Entry) -> str:
    number = f" · number {entry.article}"
    return label(entry.title, CHOICE - len(number)) + number


# Export and import ----------------------------------------------------------------------------------------------------


async def export_articles(runner: RequestRunner, interaction: Interaction, article: str | None) -> None:
    """Send a zip of the articles, or of one with all its versions; say so where it is more than Discord takes."""
    async with private_conversation(interaction) as conversation:
        await conversation.think()
        name, data = await runner.run(_export, interaction, article)
        size, limit = file_size(len(data)), interaction.filesize_limit
        if len(data) <= limit:
            text = f"The articles with all their versions: {size}. `/corpus import` adds them elsewhere."
            await conversation.say(Reply((text,), file=(name, data)))
        else:
            advice = (
                "Whoever runs Pullquote can export it in the terminal" if article else "Export the articles one by one"
            )
            text = f"The zip has {size}, and Discord accepts at most {file_size(limit)}. {advice}."
            await conversation.say(plain_reply(text))


def _export(request: Request, service: Service, article: str | None) -> tuple[str, bytes]:
    number = entry_in(service.curation, request.collection, article).article if article else None
    return service.curation.export(request.collection, number)


async def import_export(runner: RequestRunner, interaction: Interaction, file: discord.Attachment) -> None:
    """Take in the articles of an export, while a message shows the progress."""
    async with private_conversation(interaction) as conversation:
        runner.request(interaction)  # before anything is fetched
        if not is_archive(file.filename):
            raise ArticleError(
                visible(file.filename), "is no export, which is a zip file; `/corpus add` takes articles"
            )
        await conversation.think()
        data = await fetch(file)
        await runner.say_with_progress(conversation, "Importing articles", _import, visible(file.filename), data)


def _import(request: Request, service: Service, progress: Progress, name: str, data: bytes) -> Reply:
    count, report = service.curation.import_articles(request.collection, name, data, request.by, progress)
    can_roll_back = count > 0 and service.indexing.status(request.collection).can_roll_back
    return report_reply(f"Imported {counted(count, 'article')}", report, can_roll_back)
