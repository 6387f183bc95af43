"""Questions: `/ask`, direct messages and mentions."""

import re
from dataclasses import replace

import discord
from discord import app_commands

from bot.discord.commands.cite import nearest_button, share_button
from bot.discord.commands.help import SHORT_HELP
from bot.discord.commands.scoped_reply import converse, fitting
from bot.discord.messages.conversation import (
    Interaction,
    MessageConversation,
    SlashConversation,
    private_conversation,
    telling_errors,
)
from bot.discord.messages.limits import QUESTION
from bot.discord.messages.reply import NEAREST, SHOWN, Reply, plain_reply, to_reply
from bot.discord.runtime.permissions import NotAllowedError, scope_in_private, scope_of_mention
from bot.discord.runtime.worker import Asker, Scope, Worker
from bot.presentation.small_talk import is_small_talk
from corpus.library.policy import Openness
from index.answers.answer import Answer, Response

NEAR = 0.1  # of confidence: of 15 foreign questions 1 reaches it, of 25 refused ones that are answered nearby 24 do
USE_ASK = "Answers are private in this channel: please use `/ask`."


def add_ask(tree: app_commands.CommandTree[discord.Client], worker: Worker) -> None:
    """`/ask`."""

    @tree.command(name="ask", description="Get an answer in the articles' own words, with its source")
    @app_commands.describe(question="What do you want to know?", only_me="Show the answer only to you")
    async def ask(
        interaction: Interaction, question: app_commands.Range[str, 1, QUESTION], only_me: bool = False
    ) -> None:
        if is_small_talk(question):
            async with private_conversation(interaction) as conversation:
                await conversation.say(plain_reply(SHORT_HELP))
            return
        conversation = SlashConversation(interaction, private=only_me)

        async def answer(scope: Scope) -> Reply:
            asker = Asker(interaction.user.id, interaction.channel_id, conversation.private)
            return answer_reply(await worker.answer(question, asker, scope), echo=True)

        await converse(conversation, worker, answer)


def answer_reply(answer: Response, echo: bool = False) -> Reply:
    """An answer with the button that shares it, or a refusal with one for the nearest passages, if any are near."""
    if isinstance(answer, Answer):
        buttons = share_button(answer.excerpts[:SHOWN])
    else:
        buttons = nearest_button(answer.excerpts[:NEAREST]) if answer.confidence >= NEAR else ()
    return replace(to_reply(answer, echo), buttons=buttons)


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
    async with telling_errors(conversation):
        await _answer(conversation, message, question, scope, worker)


def question_in(message: discord.Message, me: discord.abc.User) -> str | None:
    """The question to `me` in a message, empty where nothing is asked; None where it is not meant for `me`.

    A reply to `me` is, with or without the name: Discord tells its words where it pings. It may have none, but a file.
    """
    if message.author.bot or message.type not in (discord.MessageType.default, discord.MessageType.reply):
        return None
    if message.guild is None:
        return message.content.strip()
    mention = re.compile(rf"<@!?{me.id}>")
    if mention.search(message.content):
        return mention.sub(" ", message.content).strip()
    return (message.content.strip() or None) if any(person.id == me.id for person in message.mentions) else None


async def _answer(
    conversation: MessageConversation, message: discord.Message, question: str, scope: Scope, worker: Worker
) -> None:
    if not question or is_small_talk(question):
        await conversation.say(plain_reply(SHORT_HELP))
    elif scope.openness is Openness.PRIVATE:
        await conversation.say(plain_reply(USE_ASK))
    else:
        noted = worker.noted(scope)
        with worker.place(message.author.id, message.guild.id if message.guild else None):
            async with telling_errors(conversation):  # within the place: nobody leaves before it is told
                await conversation.think()
                answer = await worker.answer(question, Asker(message.author.id, message.channel.id), noted)
                await conversation.say(fitting(answer_reply(answer), noted, private=False))
