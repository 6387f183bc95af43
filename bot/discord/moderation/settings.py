"""`/settings`: who may ask in a server, where answers are seen, and how sure they are."""

import logging
from collections.abc import Callable
from functools import partial
from typing import Literal, TypeAlias, TypeVarTuple

import discord
from discord import app_commands

from bot.discord.commands.tree import Commands, for_moderators, text_fields
from bot.discord.messages.conversation import Interaction, private_conversation
from bot.discord.messages.limits import SERVER
from bot.discord.messages.reply import Field, Form, plain_reply
from bot.discord.moderation import policy_changes as changes
from bot.discord.moderation.policy_changes import CLOSED, Mode, PolicyChange, PolicyError, StrictnessName, Who
from bot.discord.runtime.permissions import managed, moderated, settling
from bot.discord.runtime.worker import Worker
from corpus.library.database import LibraryError
from corpus.library.owners import of_guild
from corpus.library.policy import Policy
from index.service.protocols import Service

ERASE, NAME = "erase", "name"  # the form and its field
UNREADABLE = (
    "The settings of this server cannot be read, so Pullquote answers nobody here. "
    "The next change with `/settings` starts anew: **off in every channel** until you say otherwise."
)
SAVED = "Saved. The settings are now:\n"
ERASED = (
    "Everything of this server was erased for good: its articles, its settings and the record of changes. "
    "The settings are those of a new server: **everybody may ask, in every channel**, "
    "also where answers were private or off."
)
_MODES = "For everybody to see, only for whoever asks, or not at all"

Ts = TypeVarTuple("Ts")

_log = logging.getLogger(__name__)


class TextChannel(app_commands.Transformer):
    """A channel that people can write in; threads follow their channels."""

    type = discord.AppCommandOptionType.channel

    @property
    def channel_types(self) -> list[discord.ChannelType]:
        kinds = discord.ChannelType
        return [kinds.text, kinds.news, kinds.voice, kinds.stage_voice, kinds.forum]

    async def transform(
        self, _: Interaction, value: app_commands.AppCommandChannel, /
    ) -> app_commands.AppCommandChannel:
        return value


Channel: TypeAlias = app_commands.Transform[app_commands.AppCommandChannel, TextChannel]


def add_settings(commands: Commands, worker: Worker) -> None:
    """Add the commands, and the form that confirms that everything is to be erased."""
    commands.add_command(SettingsCommands(worker))
    commands.on_submit(ERASE, "", partial(erase, worker))


@for_moderators
class SettingsCommands(
    app_commands.Group,
    name="settings",
    description="For moderators: who may ask, who sees the answers, how sure they must be",
):
    """The commands. Who may use one is checked when it is used."""

    def __init__(self, worker: Worker) -> None:
        super().__init__()
        self._worker = worker

    @app_commands.command(name="show", description="Show the settings of this server")
    async def show(self, interaction: Interaction) -> None:
        async with private_conversation(interaction) as conversation:
            policy = readable_policy(self._worker.service, settling(interaction, self._worker.service.policies))
            text = changes.overview(policy, self._worker.strictness) if policy else UNREADABLE
            await conversation.say(plain_reply(text))

    @app_commands.command(name="audit", description="Show the last changes: who made them, when, and what they were")
    async def audit(self, interaction: Interaction) -> None:
        async with private_conversation(interaction) as conversation:
            guild = moderated(interaction, self._worker.service.policies)
            await conversation.think()
            lines = await self._worker.run_short(self._worker.service.policies.audit, of_guild(guild))
            await conversation.say(plain_reply(changes.audit(lines)))

    @app_commands.command(name="askers", description="Set who may ask: everybody, or members with certain roles")
    @app_commands.describe(who="Add or remove a role, or let everybody ask", role="Which role")
    async def askers(self, interaction: Interaction, who: Who, role: discord.Role | None = None) -> None:
        await change_settings(self._worker, interaction, False, changes.askers, who, role)

    @app_commands.command(name="moderators", description="Set which roles may moderate, besides who manages the server")
    @app_commands.describe(who="Add or remove a role", role="Which role")
    async def moderators(self, interaction: Interaction, who: Literal["add", "remove"], role: discord.Role) -> None:
        await change_settings(self._worker, interaction, True, changes.moderators, who, role)

    @app_commands.command(name="channel", description="Set how answers are seen in a channel and its threads")
    @app_commands.describe(channel="Which channel", mode=_MODES)
    async def channel(
        self, interaction: Interaction, channel: Channel, mode: Literal["public", "private", "off", "as elsewhere"]
    ) -> None:
        await change_settings(self._worker, interaction, False, changes.channel, channel, mode)

    @app_commands.command(name="elsewhere", description="Set how answers are seen in all other channels")
    @app_commands.describe(mode=_MODES)
    async def elsewhere(self, interaction: Interaction, mode: Mode) -> None:
        await change_settings(self._worker, interaction, False, changes.elsewhere, mode)

    @app_commands.command(name="strictness", description="Set how sure an answer must be")
    @app_commands.describe(how="Strict makes the fewest mistakes; open answers the most questions")
    async def strictness(self, interaction: Interaction, how: StrictnessName) -> None:
        await change_settings(self._worker, interaction, False, changes.strictness, how)

    @app_commands.command(name="shared", description="Set whether the articles that all servers share are searched too")
    @app_commands.describe(on="True: searched too; False: answers come only from this server's own articles")
    async def shared(self, interaction: Interaction, on: bool) -> None:
        await change_settings(self._worker, interaction, False, changes.shared, on)

    @app_commands.command(name="erase", description="Erase this server's articles and settings for good")
    async def erase(self, interaction: Interaction) -> None:
        async with private_conversation(interaction) as conversation:
            managed(interaction)
            description = "To erase its articles and settings for good, type the server's name"
            field = Field(NAME, "The server's name", description=description, most=SERVER)
            await conversation.open(Form("Erase everything of this server?", f"{ERASE}:", (field,)))


async def change_settings(
    worker: Worker,
    interaction: Interaction,
    managers_only: bool,
    change: Callable[[Policy, *Ts], PolicyChange],
    *typed: *Ts,
) -> None:
    """Change a setting, and answer with all of them."""
    async with private_conversation(interaction) as conversation:
        guild = managed(interaction) if managers_only else settling(interaction, worker.service.policies)
        await conversation.think()
        person = str(interaction.user.id)
        policy = await worker.run_short(change_policy, worker.service, guild, person, change, typed)
        await conversation.say(plain_reply(SAVED + changes.overview(policy, worker.strictness)))


def change_policy(
    service: Service, guild: int, by: str, change: Callable[[Policy, *Ts], PolicyChange], typed: tuple[*Ts]
) -> Policy:
    """The policy of a guild after a change. To be run in the one thread of short tasks: then no change is lost to
    another one that is made at the same time."""
    before = readable_policy(service, guild)
    policy, sentence = change(before or CLOSED, *typed)
    if policy != before:
        service.policies.settle(guild, policy, by, sentence if before else f"{sentence}; all other settings start anew")
    return policy


def readable_policy(service: Service, guild: int) -> Policy | None:
    """The policy of a guild; None where it cannot be read."""
    try:
        return service.policies.policy(guild)
    except LibraryError:
        return None


async def erase(worker: Worker, interaction: Interaction) -> None:
    """Erase everything of the server whose name was typed."""
    async with private_conversation(interaction) as conversation:
        guild = managed(interaction)
        name = interaction.guild.name if interaction.guild else ""
        if not name or text_fields(interaction).get(NAME, "").split() != name.split():
            raise PolicyError("that is not this server's name, so nothing was erased")
        await conversation.think()
        await worker.run_short(worker.service.guilds.erase, of_guild(guild))
        _log.info("Everything of server %s was erased, as who manages it asked", guild)
        await conversation.say(plain_reply(ERASED))
