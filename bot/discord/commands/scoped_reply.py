"""From an interaction to its reply: what may be searched there, a place among the waiting, the work, the messages."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import TypeVarTuple

import discord

from bot.discord.commands.tree import Reaction
from bot.discord.messages.conversation import Interaction, SlashConversation, telling_errors
from bot.discord.messages.reply import Reply, noted
from bot.discord.runtime.permissions import NotAllowedError, scope_of
from bot.discord.runtime.worker import Scope, Worker
from corpus.library.policy import Openness
from index.service.protocols import View

Ts = TypeVarTuple("Ts")
"""What a button carries."""

PRIVATE_HERE = "Answers are private in this channel. Please use the command yourself."


async def reply_with(conversation: SlashConversation, worker: Worker, work: Callable[[View], Reply]) -> None:
    """Have a reply worked out from what may be searched here, away from the event loop, and send it."""
    await converse(conversation, worker, lambda scope: worker.work(scope, work))


def reply_in_public(worker: Worker, work: Callable[[View, *Ts], Reply]) -> Reaction:
    """What a button does that shows everyone a reply, worked out from what the button carries."""

    async def press(interaction: Interaction, *carried: *Ts) -> None:
        await reply_with(SlashConversation(interaction, private=False), worker, lambda view: work(view, *carried))

    return press


async def converse(conversation: SlashConversation, worker: Worker, made: Callable[[Scope], Awaitable[Reply]]) -> None:
    """Find out what may be searched here, show that a reply is being worked out, make it, and send it; or say what goes
    wrong."""
    interaction = conversation.interaction
    async with telling_errors(conversation):
        with worker.place(interaction.user.id, interaction.guild_id):
            async with telling_errors(conversation):  # within the place: nobody leaves before it is told
                if interaction.guild_id is None:  # Discord may have to be asked, which takes too long to be done before
                    await conversation.think()
                scope = worker.noted(await scope_of(interaction, worker))
                _keep_private(conversation, scope)
                await conversation.think()
                await conversation.say(fitting(await made(scope), scope, conversation.private))


def _keep_private(conversation: SlashConversation, scope: Scope) -> None:
    if scope.openness is Openness.PRIVATE and not conversation.private:
        if conversation.interaction.type is discord.InteractionType.component:
            raise NotAllowedError(PRIVATE_HERE)  # it would change or make a message that is public
        conversation.private = True


def fitting(reply: Reply, scope: Scope, private: bool) -> Reply:
    """With the buttons that may be there, and what the person should know of the scope."""
    shares = private and scope.openness is Openness.PUBLIC
    buttons = tuple(button for button in reply.buttons if shares or not button.shares)
    allowed = replace(reply, buttons=buttons)
    return noted(allowed, scope.note) if scope.note else allowed
