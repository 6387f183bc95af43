"""The loopback Discord itself: what discord.py makes of it, and what it refuses."""

import asyncio
import io
from collections.abc import AsyncIterator

import discord
import pytest
from discord import app_commands

from tests.support.discord_server import TOKEN, DiscordServer
from tests.support.discord_values import (
    BESIDE,
    DM,
    EDITOR,
    FOREIGN,
    FOREIGN_GUILD,
    GROUP_DM,
    GUILD,
    IN_THREAD,
    MANAGE_GUILD,
    MEMBER,
    OTHER_CHANNEL,
    OTHER_GUILD,
    THERE,
    Upload,
    a_channel,
    a_role,
    other_guild,
)

Interaction = discord.Interaction[discord.Client]


class Probe(discord.Client):
    """A client whose commands note what reaches them."""

    def __init__(self) -> None:
        super().__init__(intents=discord.Intents(guilds=True, guild_messages=True), guild_ready_timeout=0.05)
        self.tree = app_commands.CommandTree(self)
        self.met: list[Interaction] = []
        self.held: list[object] = []
        self.events: list[str] = []
        self._add()

    def _add(self) -> None:
        desk = app_commands.Group(name="desk", description="desk")
        deep = app_commands.Group(name="deep", description="deep", parent=desk)

        @deep.command(name="give", description="give")
        async def give(interaction: Interaction, channel: discord.TextChannel, role: discord.Role) -> None:
            self.held += [channel, role]
            await self._done(interaction)

        @desk.command(name="take", description="take")
        async def take(interaction: Interaction, file: discord.Attachment) -> None:
            self.held.append(file)
            await interaction.response.defer()
            try:
                data = await file.read()
            except discord.HTTPException as error:
                await interaction.edit_original_response(content=f"failed: {error.status}")
            else:
                sent = discord.File(io.BytesIO(data), "back.txt")
                await interaction.edit_original_response(content="back", attachments=[sent])

        @desk.command(name="fill", description="fill")
        async def fill(interaction: Interaction, title: str) -> None:
            modal = discord.ui.Modal(title=title, custom_id="form:1")
            field: discord.ui.TextInput[discord.ui.Modal] = discord.ui.TextInput(custom_id="name", default="Ada")
            modal.add_item(discord.ui.Label(text="Name", component=field))
            modal.stop()
            try:
                await interaction.response.send_modal(modal)
            except discord.HTTPException as error:
                self.held.append(error.text)

        @fill.autocomplete("title")
        async def titles(interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
            self.met.append(interaction)
            return [app_commands.Choice(name=typed + "!", value=typed)]

        @self.tree.command(name="hello", description="hello")
        async def hello(interaction: Interaction) -> None:
            await self._done(interaction)

        self.tree.add_command(desk)

    async def _done(self, interaction: Interaction) -> None:
        self.met.append(interaction)
        await interaction.response.send_message("done")

    async def on_interaction(self, interaction: Interaction) -> None:
        if interaction.type is discord.InteractionType.modal_submit:
            self.held.append(interaction.data)
            await interaction.response.edit_message(content="edited")

    async def on_guild_join(self, guild: discord.Guild) -> None:
        self.events.append(f"join {guild.name}")

    async def on_guild_remove(self, guild: discord.Guild) -> None:
        self.events.append(f"remove {guild.name}")

    async def on_guild_unavailable(self, guild: discord.Guild) -> None:
        self.events.append(f"unavailable {guild.name}")


@pytest.fixture
async def probe(server: DiscordServer) -> AsyncIterator[Probe]:
    """The client, logged in."""
    probe = Probe()
    session = asyncio.create_task(probe.start(TOKEN))
    await server.until(probe.is_ready)
    yield probe
    await probe.close()
    await session
    server.requests.clear()  # which the promises of Pullquote's own messages are not about


async def test_it_tells_where_an_interaction_was_made_and_by_whom(server: DiscordServer, probe: Probe) -> None:
    """The guild, the thread's channel, the roles, and whose installation lets it."""
    for place in (BESIDE, IN_THREAD, DM, GROUP_DM, FOREIGN):
        await server.seen(await server.ask("hello", at=place, permissions=MANAGE_GUILD, roles=(EDITOR,)))
    beside, thread, direct, group, foreign = probe.met
    assert (beside.channel_id, beside.is_guild_integration()) == (OTHER_CHANNEL, True)
    assert isinstance(beside.user, discord.Member)
    assert beside.permissions.manage_guild
    assert beside.user.get_role(EDITOR)
    assert isinstance(thread.channel, discord.Thread)
    assert thread.channel.parent_id == thread.channel.parent.id if thread.channel.parent else None
    assert (direct.guild_id, direct.context.dm_channel) == (None, True)
    assert (group.context.private_channel, group.is_user_integration()) == (True, True)
    assert (foreign.guild_id, foreign.is_guild_integration(), foreign.is_user_integration()) == (
        FOREIGN_GUILD,
        False,
        True,
    )
    assert probe.get_guild(FOREIGN_GUILD) is None


async def test_subcommands_take_channels_roles_and_files(server: DiscordServer, probe: Probe) -> None:
    """Files come from its CDN, which may fail or lie, and go back with a message."""
    await server.seen(await server.ask("desk deep give", channel=a_channel(OTHER_CHANNEL), role=a_role(EDITOR)))
    channel, role = probe.held
    assert isinstance(channel, discord.TextChannel)
    assert isinstance(role, discord.Role)
    assert (channel.id, role.id) == (OTHER_CHANNEL, EDITOR)
    upload = Upload("../a.txt", b"words", told=3)
    (post,) = await server.seen(await server.ask("desk take", file=upload))
    assert post.files == {"back.txt": b"words"}
    file = probe.held[-1]
    assert isinstance(file, discord.Attachment)
    assert (file.filename, file.size) == ("../a.txt", 3)
    (post,) = await server.seen(await server.ask("desk take", file=Upload("a.txt", b"", status=404)))
    assert post.content == "failed: 404"


async def test_modals_are_opened_filled_in_and_held_against_their_limits(server: DiscordServer, probe: Probe) -> None:
    """What is not typed keeps what the field held."""
    asked = await server.ask("desk fill", title="A form")
    modal = await server.opened(asked)
    assert (modal.custom_id, modal.title, modal.inputs[0].label, modal.inputs[0].value) == (
        "form:1",
        "A form",
        "Name",
        "Ada",
    )
    await server.submit(asked)
    await server.submit(asked, "forged", name="Ben")
    await server.until(lambda: len(probe.held) == 2)
    assert [(held["custom_id"], held["components"][0]["component"]["value"]) for held in probe.held] == [  # type: ignore[index]
        ("form:1", "Ada"),
        ("forged", "Ben"),
    ]
    await server.ask("desk fill", title="x" * 46)
    await server.until(lambda: len(probe.held) == 3)
    assert "title" in str(probe.held[-1])


async def test_options_of_subcommands_are_suggested(server: DiscordServer, probe: Probe) -> None:
    """To a given person in a given guild."""
    await server.join(other_guild())
    assert await server.suggested("desk fill", "title", "x", at=THERE) == [{"name": "x!", "value": "x"}]
    assert probe.met[0].guild_id == OTHER_GUILD


async def test_guilds_are_joined_left_and_cut_off(server: DiscordServer, probe: Probe) -> None:
    """A member of none is not found."""
    await server.join(other_guild())
    await server.until(lambda: probe.events)
    guild = probe.get_guild(OTHER_GUILD)
    assert guild
    assert (await guild.fetch_member(MEMBER)).id == MEMBER
    with pytest.raises(discord.NotFound) as raised:
        await guild.fetch_member(7)
    assert raised.value.code == 10007
    await server.leave(GUILD, unavailable=True)
    await server.leave(OTHER_GUILD)
    await server.until(lambda: len(probe.events) == 3)
    assert probe.events == ["join Rowers", "unavailable Readers", "remove Rowers"]
