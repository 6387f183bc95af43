"""A message, or what is attached to it, on its way into a collection: “Add to corpus” in its menu."""

from collections.abc import Sequence
from pathlib import PurePath

import discord
from discord import app_commands

from bot.discord.commands.find_source import words_of
from bot.discord.commands.tree import Commands
from bot.discord.messages.conversation import Interaction, private_conversation
from bot.discord.messages.reply import Reply
from bot.discord.moderation.adding.attachments import fetch
from bot.discord.moderation.adding.batch import add_files
from bot.discord.moderation.adding.preview import preview_reply
from bot.discord.moderation.request import Request, RequestRunner
from corpus.errors import ArticleError
from corpus.readers.archive import is_archive
from corpus.readers.files import printable_name
from corpus.readers.forms import SUFFIXES
from index.service.protocols import Service

MENU = "Add to corpus"


def add_message_menu(commands: Commands, runner: RequestRunner) -> None:
    """Add the entry to the menu of messages, for whoever manages a server unless its settings offer it to others."""

    @commands.context_menu(name=MENU)
    @app_commands.default_permissions(manage_guild=True)
    @app_commands.allowed_contexts(guilds=True, dms=False, private_channels=False)
    @app_commands.allowed_installs(guilds=True, users=False)
    async def add_to_corpus(interaction: Interaction, message: discord.Message) -> None:
        await add_message(runner, interaction, message)


async def add_message(runner: RequestRunner, interaction: Interaction, message: discord.Message) -> None:
    """Preview the files of a message that can be read, or else its words."""
    async with private_conversation(interaction) as conversation:
        runner.request(interaction)  # before anything is fetched
        if message.author == interaction.client.user:
            raise ArticleError("This message", "is Pullquote’s own, and would be quoted as if it were a source")
        await conversation.think()
        files = _files(message)
        if len(files) > 1 or any(is_archive(file.filename) for file in files):
            await add_files(runner, conversation, files, "message")
            return
        details = _details(message)
        if files:
            name, data = files[0].filename, await fetch(files[0])
            details = {"url": details["url"]}
        else:
            name, data = f"message-{message.id}.md", words_of(message).encode("utf-8", "surrogatepass")
        await conversation.say(await runner.read(_draft, interaction, name, data, details))


def _files(message: discord.Message) -> Sequence[discord.Attachment]:
    """What is attached to a message, or to one that it forwards, and may be an article or an archive by its name."""
    forwarded = (file for snapshot in message.message_snapshots for file in snapshot.attachments)
    attached = (*message.attachments, *forwarded)
    return [
        file for file in attached if PurePath(file.filename).suffix.lower() in SUFFIXES or is_archive(file.filename)
    ]


def _details(message: discord.Message) -> dict[str, str]:
    """What is known of a message. Who wrote one that was forwarded, Discord does not tell."""
    name = printable_name(" ".join(message.author.display_name.split()))
    is_forwarded = not message.content.strip()
    return {
        "title": f"Message {'forwarded ' if is_forwarded else ''}by {name}, {message.created_at:%H:%M} UTC",
        "authors": "" if is_forwarded else f"{name};",  # a name may have a comma
        "published": message.created_at.date().isoformat(),
        "url": message.jump_url,
    }


def _draft(request: Request, service: Service, name: str, data: bytes, details: dict[str, str]) -> Reply:
    """A file keeps what it says of itself."""
    draft = service.additions.draft(request.collection, name, data, request.by, "message").draft
    document = draft.document
    missing = {field: value for field, value in details.items() if field == "title" or not getattr(document, field)}
    return preview_reply(service.additions.correct(request.collection, draft.id, request.by, missing))
