"""What can be quoted: `/sources`."""

from collections.abc import Awaitable, Mapping
from dataclasses import replace
from itertools import chain

import discord
from discord import app_commands

from bot.discord.commands.scoped_reply import converse
from bot.discord.messages.conversation import Interaction, SlashConversation
from bot.discord.messages.escape import clipped
from bot.discord.messages.limits import MESSAGE, SERVER
from bot.discord.messages.reply import Reply, joined, packed, plain_reply
from bot.discord.runtime.worker import Scope, Worker
from bot.presentation.wording import counted, day
from corpus.library.owners import SHARED
from corpus.text.document import Document

_TITLE, _PUBLISHER = 200, 100  # characters
_HEADER = 200  # characters kept for what stands around the list
_LAST_PAGE = 100_000

NOTHING = "There are no articles yet. Whoever runs Pullquote can add some, and so can a server's moderators."
Documents = tuple[Document, ...]


def add_sources(tree: app_commands.CommandTree[discord.Client], worker: Worker) -> None:
    """`/sources`."""

    @tree.command(name="sources", description="List the articles that can be quoted")
    @app_commands.describe(page="Which page of the list")
    async def sources(interaction: Interaction, page: app_commands.Range[int, 1, _LAST_PAGE] = 1) -> None:
        async def listed(scope: Scope) -> Reply:
            def documents(name: str) -> Awaitable[Documents]:
                return worker.work(replace(scope, collections=(name,)), lambda view: view.documents)

            headed = {_heading(interaction.client, scope, name): await documents(name) for name in scope.collections}
            return sources_page(headed, page)

        await converse(SlashConversation(interaction, private=True), worker, listed)


def _heading(client: discord.Client, scope: Scope, collection: str) -> str:
    guild = client.get_guild(scope.guild or 0)
    if collection == SHARED or guild is None:
        return "Shared by all servers"
    return f"From {clipped(guild.name, SERVER)}"


def sources_page(listing: Mapping[str, Documents], page: int) -> Reply:
    """A page of the list of each collection's documents, by its heading; the last one where there are not so many."""
    count = sum(map(len, listing.values()))
    if not count:
        return plain_reply(NOTHING)
    lines = chain(*(_lines(heading, documents, len(listing)) for heading, documents in listing.items()))
    pages = packed(lines, MESSAGE - _HEADER, "\n")
    number = min(page, len(pages))
    heading = f"**{counted(count, 'article')}** can be quoted"
    if len(pages) == 1:
        return plain_reply(f"{heading}:\n{pages[0]}")
    more = f"\n-# `/sources page:{number + 1}` shows the next page." if number < len(pages) else ""
    return plain_reply(f"{heading}, page {number} of {len(pages)}:\n{pages[number - 1]}{more}")


def _lines(heading: str, documents: Documents, collections: int) -> list[str]:
    """The heading only where there are several, and together with the first article."""
    lines = [_line(document) for document in documents]
    if lines and collections > 1:
        lines[0] = f"**{heading}**: {counted(len(lines), 'article')}\n{lines[0]}"
    return lines


def _line(document: Document) -> str:
    parts = [
        f"**{clipped(document.title, _TITLE)}**",
        clipped(document.publisher, _PUBLISHER) if document.publisher else "",
        day(document.published) if document.published else "",
    ]
    return f"- {joined(parts, ' · ')}"
