"""Questions: `/ask`, direct messages and mentions."""

import re
from dataclasses import replace

import discord
from discord import app_commands

from bot.conversation import Conversation, Interaction, MessageConversation, SlashConversation, attend
from bot.help import SHORT_HELP
from bot.limits import QUESTION
from bot.reply import SHOWN, plain_reply, to_reply
from bot.share import share_button
from bot.work import Asker, Worker


def add_ask(tree: app_commands.CommandTree[discord.Client], worker: Worker) -> None:
    """`/ask`."""

    @tree.command(name="ask", description="Ask the articles; the answer is their own words, with the source")
    @app_commands.describe(question="What do you want to know?", only_me="Show the answer to you alone")
    async def ask(
        interaction: Interaction, question: app_commands.Range[str, 1, QUESTION], only_me: bool = False
    ) -> None:
        conversation = SlashConversation(interaction, private=only_me)
        asker = Asker(interaction.user.id, interaction.channel_id, only_me)
        await attend(conversation, _answer(conversation, worker, asker, question, echo=True))


async def answer_message(message: discord.Message, me: discord.abc.User, worker: Worker) -> None:
    """Answer a message that is meant for Pullquote; leave any other alone."""
    question = question_in(message, me)
    if question is None:
        return
    conversation = MessageConversation(message)
    asker = Asker(message.author.id, message.channel.id)
    talk = _answer(conversation, worker, asker, question) if question else _explain(conversation)
    await attend(conversation, talk)


def question_in(message: discord.Message, me: discord.abc.User) -> str | None:
    """The question to `me` in a message, empty where nothing is asked; None where it is not meant for `me`.

    A reply to Pullquote pings it too, but only who writes its name is asking.
    """
    if message.author.bot or message.type not in (discord.MessageType.default, discord.MessageType.reply):
        return None
    if message.guild is None:
        return message.content.strip()
    mention = re.compile(rf"<@!?{me.id}>")
    return mention.sub(" ", message.content).strip() if mention.search(message.content) else None


async def _answer(conversation: Conversation, worker: Worker, asker: Asker, question: str, echo: bool = False) -> None:
    with worker.place(asker.person):
        await conversation.think()
        answer = await worker.answer(question, asker)
        buttons = share_button(answer.excerpts[:SHOWN]) if asker.private else ()
        await conversation.say(replace(to_reply(answer, echo), buttons=buttons))


async def _explain(conversation: Conversation) -> None:
    await conversation.say(plain_reply(SHORT_HELP))
