"""Which server's articles direct messages are answered from: `/server`."""

import asyncio
from collections.abc import Sequence

import discord
from discord import app_commands
from discord.app_commands import Choice

from bot.discord.commands.tree import Commands
from bot.discord.messages.conversation import Interaction, private_conversation
from bot.discord.messages.escape import clipped
from bot.discord.messages.limits import CHOICE, CHOICES, SERVER
from bot.discord.messages.reply import Reply, plain_reply
from bot.discord.runtime.members import UntoldError
from bot.discord.runtime.permissions import NotAllowedError, policy_for, scope_in_private
from bot.discord.runtime.worker import Scope, Worker
from bot.presentation.visible import label
from corpus.library.owners import SHARED
from corpus.text.folding import fold_text

NONE = "none"
ONLY_HERE = "This works in direct messages with Pullquote. In a server, that server's articles are searched."
UNKNOWN = "There is no server of that name in which you may ask. Please choose one of the suggestions."
LOOKED_AT = 10  # servers that Discord is asked about for one list of suggestions: it allows 50 requests a second in all


def add_server(tree: Commands, worker: Worker) -> None:
    """`/server`."""

    @tree.command(name="server", description="Choose the server whose articles are searched in direct messages")
    @app_commands.allowed_contexts(guilds=False, dms=True, private_channels=False)
    @app_commands.describe(name="A server where you may ask, or none; leave it out to see what is searched now")
    async def server(interaction: Interaction, name: app_commands.Range[str, 1, SERVER] | None = None) -> None:
        async with private_conversation(interaction) as conversation:
            if not _in_private(interaction):
                raise NotAllowedError(ONLY_HERE)
            await conversation.think()
            client, person = interaction.client, interaction.user.id
            if name is not None:
                guild = None if fold_text(name).strip() == NONE else await _meant(interaction, worker, name)
                await worker.run_short(worker.service.guilds.choose, person, guild)
            await conversation.say(searched(client, await scope_in_private(client, person, worker)))

    @server.autocomplete("name")
    async def suggest(interaction: Interaction, typed: str) -> list[Choice[str]]:
        if not _in_private(interaction):
            return []
        guilds = await _open_to(interaction, worker, _named(interaction.client.guilds, typed)[:LOOKED_AT])
        none = [Choice(name="None: only the shared articles", value=NONE)]
        return [*none, *(Choice(name=label(guild.name, CHOICE), value=str(guild.id)) for guild in guilds)][:CHOICES]


def _in_private(interaction: Interaction) -> bool:
    return interaction.guild_id is None and interaction.context.dm_channel


async def _meant(interaction: Interaction, worker: Worker, name: str) -> int:
    """The guild whose id or name somebody gave. It is not told whether there is one where the person may not ask."""
    named = [guild for guild in interaction.client.guilds if name.strip() in (str(guild.id), guild.name)]
    guilds = await _open_to(interaction, worker, named[:LOOKED_AT])
    if len(guilds) != 1:
        raise NotAllowedError(UNKNOWN)
    return guilds[0].id


def _named(guilds: Sequence[discord.Guild], typed: str) -> list[discord.Guild]:
    """Those whose names hold what was typed, first those that begin with it."""
    part = fold_text(typed).strip()
    named = [(fold_text(guild.name), guild) for guild in guilds]
    matches = [(not name.startswith(part), name, guild.id, guild) for name, guild in named if part in name]
    return [guild for *_, guild in sorted(matches)]


async def _open_to(interaction: Interaction, worker: Worker, guilds: Sequence[discord.Guild]) -> list[discord.Guild]:
    """Those of the guilds where somebody may ask, as far as Discord tells."""

    async def may_ask(guild: discord.Guild) -> bool:
        try:
            await policy_for(interaction.client, guild.id, interaction.user.id, worker)
        except (NotAllowedError, UntoldError):
            return False
        return True

    allowed = await asyncio.gather(*map(may_ask, guilds))
    return [guild for guild, may in zip(guilds, allowed, strict=True) if may]


def searched(client: discord.Client, scope: Scope) -> Reply:
    """What direct messages are answered from."""
    guild = client.get_guild(scope.guild or 0)
    if guild is None:
        return plain_reply(scope.note or "Your direct messages are answered from the shared articles only.")
    beside = " and from the shared ones" if SHARED in scope.collections else " only"
    return plain_reply(
        f"Your direct messages are answered from the articles of **{clipped(guild.name, SERVER)}**{beside}."
    )
