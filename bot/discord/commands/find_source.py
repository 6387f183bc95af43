"""What a message speaks of: “Find source” in its menu."""

from collections.abc import Sequence
from dataclasses import replace

import discord

from bot.discord.commands.cite import share_button
from bot.discord.commands.scoped_reply import reply_with
from bot.discord.commands.tree import Commands
from bot.discord.messages.conversation import Interaction, SlashConversation
from bot.discord.messages.reply import Reply, excerpts_reply, plain_reply
from bot.discord.runtime.worker import Worker
from corpus.errors import PullquoteError
from corpus.quotes.excerpt import Excerpt
from index.service.protocols import View

NO_SOURCE = "Nothing in the articles is close to this message."
CLOSEST = "-# Closest in the articles:"


class NoTextError(PullquoteError):
    """A message without words."""


def add_source(tree: Commands, worker: Worker) -> None:
    """“Find source”."""

    @tree.context_menu(name="Find source")
    async def find_source(interaction: Interaction, message: discord.Message) -> None:
        def reply(view: View) -> Reply:
            return source_reply(view.find_source(words_of(message)))

        await reply_with(SlashConversation(interaction, private=True), worker, reply)


def words_of(message: discord.Message) -> str:
    """The words of a message, or of those that it forwards. Raises NoTextError where there are none."""
    forwarded = "\n\n".join(snapshot.content for snapshot in message.message_snapshots)
    words = message.content.strip() or forwarded.strip()
    if not words:
        raise NoTextError("this message has no text to look up")
    return words


def source_reply(passages: Sequence[Excerpt]) -> Reply:
    """The passages, which are near the message and need not bear it out."""
    if not passages:
        return plain_reply(NO_SOURCE)
    return replace(excerpts_reply(passages, CLOSEST), buttons=share_button(passages))
