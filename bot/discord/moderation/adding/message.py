"""A message, or what is attached to it, on its way into a collection: “Add to corpus” in its menu."""

from collections.abc import Sequence
from pathlib import PurePath

import discord
from discord import app_commands

from bot.discord.commands.find_source import words_of
from bot.discord.commands.tree import Commands
from bot.discord.messages.conversation import Interaction, private_conversation
from bot.discord.moderation.adding.batch import add_files
from bot.discord.moderation.adding.preview import draft_article
from bot.discord.moderation.request import RequestRunner
from corpus.errors import ArticleError
from corpus.readers.archive import is_archive
from corpus.readers.files import printable_name
from corpus.readers.forms import SUFFIXES

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
        if files := _files(message):
            await add_files(runner, conversation, files, "message", {"url": message.jump_url})
        else:
            name, data = f"message-{message.id}.md", words_of(message).encode("utf-8", "surrogatepass")
            details = _details(message)
            reply = await runner.run(draft_article, interaction, name, data, "message", details, reads=True)
            await conversation.say(reply)


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
