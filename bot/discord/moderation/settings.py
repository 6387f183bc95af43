"""What moderators settle for their server: `/settings`."""

import logging
from collections.abc import Mapping
from functools import partial
from typing import Literal, TypeAlias

import discord
from discord import app_commands

from bot.discord.commands.tree import Commands, server_group
from bot.discord.messages.conversation import Interaction, SlashConversation, attend_privately
from bot.discord.messages.reply import Field, Form, plain_reply
from bot.discord.moderation import policy_changes as policies
from bot.discord.moderation.policy_changes import ANEW, Change, Mode, SettlingError, Sure, Who
from bot.discord.runtime.permissions import managed, moderated, settling
from bot.discord.runtime.worker import Worker
from corpus.library.library import LibraryError
from corpus.library.owners import of_guild
from corpus.library.policy import Policy
from index.service.collections import Collections

_log = logging.getLogger(__name__)

ERASE, NAME = "erase", "name"  # the form and its field
_LONGEST = 100  # characters of a server's name, which is the most that Discord allows
UNREADABLE = (
    "What was settled cannot be read, so I do nothing here for anybody. "
    "The next change with `/settings` begins anew: **off in every channel** until you say otherwise."
)
ERASED = (
    "Everything of this server was erased for good: its articles, its settings and the record of changes. "
    "Nothing is settled any more: **everybody may ask, in every channel**, also where it was private or off."
)


class Talking(app_commands.Transformer):
    """A channel that people can write in; threads are as their channels."""

    @property
    def type(self) -> discord.AppCommandOptionType:
        return discord.AppCommandOptionType.channel

    @property
    def channel_types(self) -> list[discord.ChannelType]:
        kinds = discord.ChannelType
        return [kinds.text, kinds.news, kinds.voice, kinds.stage_voice, kinds.forum]

    async def transform(
        self, _: Interaction, value: app_commands.AppCommandChannel, /
    ) -> app_commands.AppCommandChannel:
        return value


Channel: TypeAlias = app_commands.Transform[app_commands.AppCommandChannel, Talking]


def add_settings(tree: Commands, worker: Worker) -> None:
    """`/settings`, and its form."""
    group = server_group("settings", "For moderators: who may ask, where answers are seen, how sure they are")
    _add_looking(group, worker)
    _add_changing(group, worker)
    _add_erasing(tree, group, worker)
    tree.add_command(group)


def _add_looking(group: app_commands.Group, worker: Worker) -> None:
    @group.command(name="show", description="What is settled for this server")
    async def show(interaction: Interaction) -> None:
        await attend_privately(interaction, lambda conversation: _show(conversation, worker))

    @group.command(name="audit", description="The last changes: who, when, what")
    async def audit(interaction: Interaction) -> None:
        await attend_privately(interaction, lambda conversation: _audit(conversation, worker))


def _add_changing(group: app_commands.Group, worker: Worker) -> None:
    @group.command(name="askers", description="Who may ask: everybody, or members with certain roles")
    @app_commands.describe(who="Add or remove a role, or let everybody ask", role="Which role")
    async def askers(interaction: Interaction, who: Who, role: discord.Role | None = None) -> None:
        await _change(interaction, worker, partial(policies.askers, who=who, role=role))

    @group.command(name="moderators", description="Which roles may moderate, besides who may manage the server")
    @app_commands.describe(who="Add or remove a role", role="Which role")
    async def moderators(interaction: Interaction, who: Literal["add", "remove"], role: discord.Role) -> None:
        await _change(interaction, worker, partial(policies.moderators, who=who, role=role), managing=True)

    @group.command(name="channel", description="How answers are seen in a channel and its threads")
    @app_commands.describe(channel="Which channel", mode="For all to see, for who asks alone, or not at all")
    async def channel(
        interaction: Interaction, channel: Channel, mode: Literal["public", "private", "off", "as elsewhere"]
    ) -> None:
        await _change(interaction, worker, partial(policies.channel, place=channel, mode=mode))

    @group.command(name="elsewhere", description="How answers are seen in all other channels")
    @app_commands.describe(mode="For all to see, for who asks alone, or not at all")
    async def elsewhere(interaction: Interaction, mode: Mode) -> None:
        await _change(interaction, worker, partial(policies.elsewhere, mode=mode))

    @group.command(name="strictness", description="How sure an answer must be")
    @app_commands.describe(how="Strict answers least and errs least; open answers most")
    async def strictness(interaction: Interaction, how: Sure) -> None:
        await _change(interaction, worker, partial(policies.strictness, how=how))

    @group.command(name="shared", description="Whether the articles that all servers share are searched too")
    @app_commands.describe(on="True: searched too; False: answers come from this server's own articles alone")
    async def shared(interaction: Interaction, on: bool) -> None:
        await _change(interaction, worker, partial(policies.shared, on=on))


def _add_erasing(tree: Commands, group: app_commands.Group, worker: Worker) -> None:
    @group.command(name="erase", description="Erase this server's articles and settings for good")
    async def erase(interaction: Interaction) -> None:
        await attend_privately(interaction, _ask_for_name)

    async def submit(interaction: Interaction, _: str, values: Mapping[str, str]) -> None:
        await attend_privately(interaction, lambda conversation: _erase(conversation, worker, values.get(NAME, "")))

    tree.on_submit(ERASE, submit)


# What they do ---------------------------------------------------------------------------------------------------------


async def _show(conversation: SlashConversation, worker: Worker) -> None:
    guild = settling(conversation.interaction, worker.service)
    policy = _settled(worker.service, guild)
    await conversation.say(plain_reply(policies.overview(policy, worker.strictness) if policy else UNREADABLE))


async def _audit(conversation: SlashConversation, worker: Worker) -> None:
    guild = moderated(conversation.interaction, worker.service)
    await conversation.think()
    lines = await worker.run_short(worker.service.audit, of_guild(guild))
    await conversation.say(plain_reply(policies.audit(lines)))


async def _change(interaction: Interaction, worker: Worker, change: Change, managing: bool = False) -> None:
    await attend_privately(interaction, lambda conversation: _settle(conversation, worker, change, managing))


async def _settle(conversation: SlashConversation, worker: Worker, change: Change, managing: bool) -> None:
    interaction = conversation.interaction
    guild = managed(interaction) if managing else settling(interaction, worker.service)
    await conversation.think()

    def settle(service: Collections) -> Policy:
        """In the one thread: no change is lost to another one at the same time."""
        before = _settled(service, guild)
        policy, what = change(before or ANEW)
        if policy != before:
            service.settle(guild, policy, str(interaction.user.id), what if before else f"{what}; settled anew")
        return policy

    policy = await worker.run_short(settle, worker.service)
    await conversation.say(plain_reply(f"Settled:\n{policies.overview(policy, worker.strictness)}"))


def _settled(desk: Collections, guild: int) -> Policy | None:
    """None where it cannot be read."""
    try:
        return desk.policy(guild)
    except LibraryError:
        return None


async def _ask_for_name(conversation: SlashConversation) -> None:
    managed(conversation.interaction)
    told = "To erase its articles and settings for good, type its name"
    field = Field(NAME, "The server's name", description=told, most=_LONGEST)
    await conversation.open(Form("Erase everything of this server?", f"{ERASE}:", (field,)))


async def _erase(conversation: SlashConversation, worker: Worker, typed: str) -> None:
    interaction = conversation.interaction
    guild = managed(interaction)
    name = interaction.guild.name if interaction.guild else ""
    if not name or typed.split() != name.split():
        raise SettlingError("that is not this server's name, so nothing was erased")
    await conversation.think()
    await worker.run_short(worker.service.erase, of_guild(guild))
    _log.info("Everything of server %s was erased, as who manages it asked", guild)
    await conversation.say(plain_reply(ERASED))
