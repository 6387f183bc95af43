"""What can be quoted: `/sources`."""

import discord
from discord import app_commands

from bot.conversation import Interaction, SlashConversation, attend
from bot.escape import clipped
from bot.limits import MESSAGE
from bot.reply import Reply, packed, plain_reply
from bot.wording import counted, day
from bot.work import Worker
from corpus.document import Document

_TITLE, _PUBLISHER = 200, 100  # characters
_HEADER = 200  # characters kept for what stands around the list
_LAST_PAGE = 100_000


def add_sources(tree: app_commands.CommandTree[discord.Client], worker: Worker) -> None:
    """`/sources`."""

    @tree.command(name="sources", description="The articles that can be quoted")
    @app_commands.describe(page="Which page of the list, where there are several")
    async def sources(interaction: Interaction, page: app_commands.Range[int, 1, _LAST_PAGE] = 1) -> None:
        conversation = SlashConversation(interaction, private=True)
        await attend(conversation, conversation.say(sources_page(worker.library.documents, page)))


def sources_page(documents: tuple[Document, ...], page: int) -> Reply:
    """A page of the list; the last one where there are not so many."""
    if not documents:
        return plain_reply("There are no articles yet. Whoever runs Pullquote adds them; then `/reindex` reads them.")
    pages = packed((_line(document) for document in documents), MESSAGE - _HEADER, gap="\n")
    number = min(page, len(pages))
    heading = f"**{counted(len(documents), 'article')}** can be quoted"
    if len(pages) == 1:
        return plain_reply(f"{heading}:\n{pages[0]}")
    more = f"\n-# `/sources page:{number + 1}` shows the next page." if number < len(pages) else ""
    return plain_reply(f"{heading}, page {number} of {len(pages)}:\n{pages[number - 1]}{more}")


def _line(document: Document) -> str:
    parts = [
        f"**{clipped(document.title, _TITLE)}**",
        clipped(document.publisher, _PUBLISHER) if document.publisher else "",
        day(document.published) if document.published else "",
    ]
    return "- " + " · ".join(part for part in parts if part)
