"""A file that somebody attached, fetched from Discord."""

import asyncio
import re
from collections.abc import Mapping

import aiohttp
import discord
from discord import app_commands

from bot.discord.commands.tree import Commands
from bot.discord.messages.conversation import Interaction, SlashConversation, attend_privately
from bot.discord.messages.escape import clipped
from bot.discord.messages.limits import FIELD
from bot.discord.messages.reply import Field, Form, Reply
from bot.discord.moderation.moderation import Moderation
from bot.discord.moderation.preview import preview_reply
from bot.presentation.visible import visible
from bot.presentation.wording import sentence
from corpus.errors import ArticleError, PullquoteError
from corpus.readers.files import MAX_BYTES, check_name, too_large
from index.service.collections import Collections
from index.service.preview import said_of

TEXT = "text"  # the name of the form
_TITLE = 300  # characters
_WHY = 300  # characters of what went wrong
_NAME = 80  # characters of a name made of a title
_HINT = f"Up to {FIELD:,} characters, a blank line between paragraphs; a longer one comes as a file"
_FORM = Form(
    "Add an article",
    f"{TEXT}:",
    (Field("title", "Title", most=_TITLE), Field("text", "Text", description=_HINT, long=True)),
)


def add_adding(commands: Commands, group: app_commands.Group, moderation: Moderation) -> None:
    """The command and its form."""

    @group.command(name="add", description="Add an article: a file, or without one a text to paste")
    @app_commands.describe(file="A .txt or .md file; without it, a form opens for a title and a text")
    async def add(interaction: Interaction, file: discord.Attachment | None = None) -> None:
        if file is None:
            await attend_privately(interaction, lambda conversation: _open(conversation, moderation))
        else:
            await attend_privately(interaction, lambda conversation: _file(conversation, moderation, file))

    async def text(interaction: Interaction, _: str, written: Mapping[str, str]) -> None:
        await attend_privately(interaction, lambda conversation: _text(conversation, moderation, written))

    commands.on_submit(TEXT, text)


async def _file(conversation: SlashConversation, moderation: Moderation, file: discord.Attachment) -> None:
    moderation.own(conversation.interaction)  # before anything is fetched
    await conversation.think()
    data = await fetch(file)

    def drafted(desk: Collections, collection: str) -> Reply:
        return preview_reply(desk.draft(collection, file.filename, data, str(conversation.interaction.user.id)))

    await conversation.say(await moderation.read(conversation.interaction, drafted))


async def _open(conversation: SlashConversation, moderation: Moderation) -> None:
    moderation.own(conversation.interaction)
    await conversation.open(_FORM)


async def _text(conversation: SlashConversation, moderation: Moderation, written: Mapping[str, str]) -> None:
    """What somebody wrote is handed back where it cannot be added."""
    title, data = written.get("title", ""), written.get("text", "").encode("utf-8", "surrogatepass")
    by = str(conversation.interaction.user.id)

    def drafted(desk: Collections, collection: str) -> Reply:
        draft = desk.draft(collection, file_name(title), data, by, "text").draft
        said = {**said_of(draft.document), "title": title}
        return preview_reply(desk.correct(collection, draft.id, by, **said))

    await conversation.think()
    try:
        reply = await moderation.read(conversation.interaction, drafted)
    except PullquoteError as error:
        await conversation.hand(f"{clipped(sentence(str(error)), _WHY)}\nYour text:", "text.txt", data)
    else:
        await conversation.say(reply)


def file_name(title: str) -> str:
    """What a text that came without a file is known by.

    >>> file_name("The quay: closed?")
    'the-quay-closed.txt'
    """
    return (re.sub(r"\W+", "-", title.casefold()).strip("-")[:_NAME] or "text") + ".txt"


_WITHIN = 30.0  # seconds: a file of the largest size comes in so much over half a megabit a second


async def fetch(attachment: discord.Attachment) -> bytes:
    """Its bytes. Raises ArticleError where it is too large, whatever it says of itself, or cannot be had."""
    name = visible(" ".join(attachment.filename.split()))
    check_name(name)
    if attachment.size > MAX_BYTES:
        raise too_large(name, attachment.size)
    try:
        async with asyncio.timeout(_WITHIN):
            return await _read(name, attachment.url)
    except TimeoutError:
        raise ArticleError(name, "took too long to come from Discord; try again") from None
    except aiohttp.ClientError as error:
        raise ArticleError(name, f"could not be fetched from Discord ({error}); try again") from None


async def _read(name: str, url: str) -> bytes:
    data = bytearray()
    async with aiohttp.ClientSession() as session, session.get(url, allow_redirects=False) as response:
        if response.status in (403, 404):
            raise ArticleError(name, "is no longer at Discord; attach it again")
        if response.status != 200:
            raise ArticleError(name, f"could not be fetched from Discord (it answered {response.status}); try again")
        async for part in response.content.iter_any():
            data += part
            if len(data) > MAX_BYTES:
                raise too_large(name, len(data))
    return bytes(data)
