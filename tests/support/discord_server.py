"""A Discord on the loopback, for discord.py as it is: its HTTP and its gateway, as far as Pullquote uses them.

It keeps what a person would see (`posts`) and every request as it came (`requests`), and can be told to fail.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any

import discord
import discord.gateway
import discord.webhook.async_
import yarl
from aiohttp import web

from bot.discord import client
from tests.support.discord_http import TOKEN as TOKEN
from tests.support.discord_http import WITHIN as WITHIN
from tests.support.discord_http import Asked as Asked
from tests.support.discord_http import Loopback
from tests.support.discord_http import Request as Request
from tests.support.discord_values import (
    APPLICATION,
    DM,
    HERE,
    MEMBER,
    Chosen,
    Guild,
    Json,
    Modal,
    Place,
    Post,
    Upload,
    command_json,
    guild_json,
    member_json,
    message_json,
    option_json,
    place_json,
    resolved_json,
    user_json,
)

Option = str | int | Chosen | Upload


class DiscordServer(Loopback):
    """What people do there. Without a word about it, somebody without a role does it in the first guild's channel."""

    async def ask(
        self,
        command: str,
        /,
        guild: bool = True,
        permissions: int = 0,
        user: int = MEMBER,
        at: Place | None = None,
        roles: tuple[int, ...] | None = None,
        **options: Option,
    ) -> Asked:
        """A person uses a slash command, `"corpus list"` for a subcommand. `guild=False` is short for `at=DM`."""
        asked = self._asked(at or (HERE if guild else DM), user, permissions, roles)
        return await self._interact(asked, 2, self._data(asked, command, options))

    async def suggested(
        self,
        command: str,
        focused: str,
        typed: str,
        /,
        permissions: int = 0,
        user: int = MEMBER,
        at: Place = HERE,
        roles: tuple[int, ...] | None = None,
        **options: Option,
    ) -> list[Json]:
        """What is suggested to a person who types the option `focused` of a command, and has given the others."""
        asked = self._asked(at, user, permissions, roles)
        await self._interact(asked, 4, self._data(asked, command, {**options, focused: typed}, focused))
        await self.until(lambda: asked.choices is not None)
        return asked.choices or []

    async def choose(
        self,
        menu: str,
        content: str,
        forwards: str | None = None,
        at: Place = HERE,
        user: int = MEMBER,
        permissions: int = 0,
        roles: tuple[int, ...] | None = None,
        author: int = MEMBER + 1,
        uploads: Sequence[Upload] = (),
    ) -> Asked:
        """A person chooses from the menu of somebody's message, which comes along with its files."""
        number = self._snowflake()
        message = message_json(Post(number, at.channel, content), author=user_json(author))
        files = {str(self._snowflake()): each for each in uploads}
        self.uploads |= files
        message["attachments"] = [self._attachment(key, each) for key, each in files.items()]
        if at.guild is not None:
            message["guild_id"] = str(at.guild)
        if forwards is not None:
            message["message_snapshots"] = [{"message": message_json(Post(number, at.channel, forwards))}]
        data = {"id": "1", "name": menu, "type": 3, "target_id": str(number)}
        data |= {"resolved": {"messages": {str(number): message}}}
        return await self._interact(self._asked(at, user, permissions, roles), 2, data)

    async def press(
        self,
        post: Post,
        button: str,
        user: int = MEMBER,
        permissions: int = 0,
        at: Place | None = None,
        roles: tuple[int, ...] | None = None,
        chosen: Sequence[str] | None = None,
    ) -> Asked:
        """A person presses the button with this label or this custom_id, be it there or not, where the post stands.

        With `chosen` it is a select instead.
        """
        custom_id = next((each["custom_id"] for each in post.buttons if each.get("label") == button), button)
        asked = self._asked(at or self._place(post.channel), user, permissions, roles)
        asked.pressed = post
        kind: Json = {"component_type": 2} if chosen is None else {"component_type": 3, "values": [*chosen]}
        return await self._interact(asked, 3, {"custom_id": custom_id} | kind)

    async def submit(
        self, asked: Asked, custom_id: str | None = None, uploads: Sequence[Upload] = (), /, **values: str
    ) -> Asked:
        """A person sends the modal that an interaction opened, or a forged one; fields keep what they held.

        What is uploaded is of the modal's one field for files.
        """
        modal = asked.modal or Modal("", "", ())
        held = {each.custom_id: each.value for each in modal.inputs if not each.takes_files} | values
        fields: list[Json] = [{"type": 4, "id": 1, "custom_id": name, "value": value} for name, value in held.items()]
        files = {str(self._snowflake()): each for each in uploads}
        self.uploads |= files
        fields += [
            {"type": 19, "id": 1, "custom_id": each.custom_id, "values": list(files)}
            for each in modal.inputs
            if each.takes_files
        ]
        again = self._asked(asked.place, asked.user, asked.permissions, asked.roles)
        again.pressed = asked.pressed
        data: Json = {"custom_id": custom_id or modal.custom_id}
        data["components"] = [{"type": 18, "id": 2, "component": each} for each in fields]
        if files:
            attachments = {number: self._attachment(number, each) for number, each in files.items()}
            data["resolved"] = {"attachments": attachments}
        return await self._interact(again, 5, data)

    async def write(
        self,
        content: str,
        guild: bool = False,
        mentions: bool = False,
        user: int = MEMBER,
        at: Place | None = None,
        roles: tuple[int, ...] | None = None,
        replies_to: int | None = None,
    ) -> int:
        """A person writes a message; in a guild its text is only visible to a bot that it mentions, as a reply does."""
        place, number = at or (HERE if guild else DM), self._snowflake()
        message = message_json(Post(number, place.channel, content), author=user_json(user))
        if place.guild:
            message |= {"guild_id": str(place.guild), "member": member_json(self._roles(place, user, roles))}
            message |= {"mentions": [user_json(APPLICATION)]} if mentions else {"content": ""}
        if replies_to is not None:
            message |= {
                "type": 19,
                "message_reference": {"type": 0, "message_id": str(replies_to), "channel_id": str(place.channel)},
            }
        await self.dispatch("MESSAGE_CREATE", message)
        return number

    async def join(self, guild: Guild) -> None:
        """The bot is added to a guild, or one that was unavailable is back."""
        self.guilds[guild.id] = guild
        await self.dispatch("GUILD_CREATE", guild_json(guild))

    async def leave(self, guild: int, unavailable: bool = False) -> None:
        """The bot is removed from a guild, or Discord cannot reach it for a while."""
        self.guilds.pop(guild)
        await self.dispatch("GUILD_DELETE", {"id": str(guild)} | ({"unavailable": True} if unavailable else {}))

    async def seen(self, asked: Asked, count: int = 1) -> list[Post]:
        """The posts of an interaction, when there are so many."""
        await self.until(lambda: len(asked.seen) >= count)
        return asked.seen

    async def opened(self, asked: Asked) -> Modal:
        """The modal that an interaction opens."""
        await self.until(lambda: asked.modal)
        assert asked.modal
        return asked.modal

    async def replies(self, message: int, count: int = 1) -> list[Post]:
        """The bot's posts since a message, when there are so many."""
        await self.until(lambda: len([post for post in self.posts if post.id > message]) >= count)
        return [post for post in self.posts if post.id > message]

    # Interactions -----------------------------------------------------------------------------------------------------

    def _asked(self, place: Place, user: int, permissions: int = 0, roles: tuple[int, ...] | None = None) -> Asked:
        number = self._snowflake()
        asked = Asked(number, f"aW50ZXJhY3Rpb24{number}", user, place, permissions, roles)
        self.asked[asked.token] = asked
        return asked

    def _data(self, asked: Asked, command: str, options: Mapping[str, Option], focused: str = "") -> Json:
        """The data of a slash command, its files put onto the CDN."""
        files = {name: each for name, each in options.items() if isinstance(each, Upload)}
        numbers = {name: str(self._snowflake()) for name in files}
        self.uploads |= {numbers[name]: each for name, each in files.items()}
        given = [
            option_json(name, value) | ({"focused": True} if name == focused else {})
            for name, value in options.items()
            if not isinstance(value, Upload)
        ]
        given += [{"name": name, "type": 11, "value": number} for name, number in numbers.items()]
        guild = self.guilds.get(asked.place.guild or 0)
        resolved = resolved_json(guild, (each for each in options.values() if isinstance(each, Chosen)))
        if files:
            resolved["attachments"] = {
                number: self._attachment(number, files[name]) for name, number in numbers.items()
            }
        data = command_json(command, given)
        return data | {"resolved": resolved} if resolved else data

    def _attachment(self, number: str, upload: Upload) -> Json:
        url = f"{self.url}/cdn/{number}/file"
        size = len(upload.data) if upload.told is None else upload.told
        told = {"id": number, "filename": upload.name, "size": size, "url": url, "proxy_url": url}
        return told | ({"content_type": upload.content_type} if upload.content_type else {})

    async def _interact(self, asked: Asked, kind: int, data: Json) -> Asked:
        common = {
            "id": str(asked.id),
            "application_id": str(APPLICATION),
            "type": kind,
            "token": asked.token,
            "version": 1,
            "attachment_size_limit": 10_485_760,
            "locale": "en-US",
            "entitlements": [],
            "data": data,
        }
        asked.data = data
        roles = self._roles(asked.place, asked.user, asked.roles)
        guild = self.guilds.get(asked.place.guild or 0)
        payload = common | place_json(asked.place, asked.user, guild, asked.permissions, roles)
        if asked.pressed:
            payload["message"] = message_json(asked.pressed, self.url)
        await self.dispatch("INTERACTION_CREATE", payload)
        return asked

    def _roles(self, place: Place, user: int, roles: tuple[int, ...] | None) -> tuple[int, ...]:
        guild = self.guilds.get(place.guild or 0)
        return roles if roles is not None else guild.members.get(user, ()) if guild else ()

    def _place(self, channel: int) -> Place:
        if channel == DM.channel:
            return DM
        found = (guild for guild in self.guilds.values() if channel in guild.channels)
        guild = next(found, None)
        return replace(HERE, guild=guild.id, channel=channel, parent=guild.channels[channel].parent) if guild else HERE


class _Hasty:
    """asyncio for discord.py's requests, whose pauses before another try are a hundredth as long."""

    def __getattr__(self, name: str) -> Any:
        return getattr(asyncio, name)

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds / 100)


@asynccontextmanager
async def discord_server(patch: Callable[[object, str, object], None]) -> AsyncIterator[DiscordServer]:
    """The server, running, and discord.py pointed at it with `patch` (monkeypatch's setattr), with shorter pauses."""
    server = DiscordServer()
    runner = web.AppRunner(server.application(), access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    host, port = runner.addresses[0][:2]
    server.url = f"http://{host}:{port}"
    patch(discord.http.Route, "BASE", f"{server.url}/api/v10")
    patch(discord.gateway.DiscordWebSocket, "DEFAULT_GATEWAY", yarl.URL(f"ws://{host}:{port}/gw"))
    for requests in (discord.http, discord.webhook.async_):
        patch(requests, "asyncio", _Hasty())
    patch(client, "GUILDS_WITHIN", 0.02)
    try:
        yield server
    finally:
        await server.drop()
        await runner.cleanup()
