"""Questions: `/ask`, direct messages and mentions."""

import re
from dataclasses import replace

import discord
from discord import app_commands

from bot.discord.commands.cite import share_button
from bot.discord.commands.help import SHORT_HELP
from bot.discord.commands.scoped_reply import converse, fitting
from bot.discord.messages.conversation import Interaction, MessageConversation, SlashConversation, telling_errors
from bot.discord.messages.limits import QUESTION
from bot.discord.messages.reply import SHOWN, Reply, plain_reply, to_reply
from bot.discord.runtime.permissions import NotAllowedError, scope_in_private, scope_of_mention
from bot.discord.runtime.worker import Asker, Scope, Worker
from corpus.library.policy import Openness
from index.answers.answer import Answer

USE_ASK = "Answers are private in this channel: please use `/ask`."


def add_ask(tree: app_commands.CommandTree[discord.Client], worker: Worker) -> None:
    """`/ask`."""

    @tree.command(name="ask", description="Get an answer in the articles' own words, with its source")
    @app_commands.describe(question="What do you want to know?", only_me="Show the answer only to you")
    async def ask(
        interaction: Interaction, question: app_commands.Range[str, 1, QUESTION], only_me: bool = False
    ) -> None:
        conversation = SlashConversation(interaction, private=only_me)

        async def answer(scope: Scope) -> Reply:
            asker = Asker(interaction.user.id, interaction.channel_id, conversation.private)
            answer = await worker.answer(question, asker, scope)
            excerpts = answer.excerpts[:SHOWN] if isinstance(answer, Answer) else ()
            return replace(to_reply(answer, echo=True), buttons=share_button(excerpts))

        async with telling_errors(conversation):
            await converse(conversation, worker, answer)


async def answer_message(
    client: discord.Client, message: discord.Message, me: discord.abc.User, worker: Worker
) -> None:
    """Answer a message that is meant for Pullquote; leave any other alone."""
    question = question_in(message, me)
    if question is None:
        return
    conversation = MessageConversation(message)
    if isinstance(message.channel, discord.DMChannel):
        async with telling_errors(conversation):
            scope = await scope_in_private(client, message.author.id, worker)
            await _answer(conversation, message, question, scope, worker)
        return
    try:
        scope = scope_of_mention(message, worker)
    except NotAllowedError:  # which cannot be told to one person alone; `/ask` does
        return
    if scope.openness is not Openness.OFF:
        async with telling_errors(conversation):
            await _answer(conversation, message, question, scope, worker)


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


async def _answer(
    conversation: MessageConversation, message: discord.Message, question: str, scope: Scope, worker: Worker
) -> None:
    if scope.openness is Openness.PRIVATE:
        await conversation.say(plain_reply(USE_ASK))
    elif not question:
        await conversation.say(plain_reply(SHORT_HELP))
    else:
        with worker.place(message.author.id):
            await conversation.think()
            answer = await worker.answer(question, Asker(message.author.id, message.channel.id), scope)
            await conversation.say(fitting(to_reply(answer), scope, private=False))
