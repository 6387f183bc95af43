"""A Discord on the loopback, for discord.py as it is: its HTTP and its gateway, as far as Pullquote uses them.

It keeps what a person would see (`posts`) and every request as it came (`requests`), and can be told to fail.
"""

import asyncio
import itertools
import json
import re
import time
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import discord
import discord.gateway
import yarl
from aiohttp import WSCloseCode, web

Json: TypeAlias = dict[str, Any]

TOKEN = "MTAwMDAwMDAwMDAwMDAwMDAwMQ.Gabcde.loopback-token-of-thirty-eight-chars-x"  # noqa: S105 - opens nothing
APPLICATION = 1000000000000000001
GUILD = 2000000000000000001
CHANNEL = 3000000000000000001
DIRECT = 3000000000000000002
MEMBER = 4000000000000000001

EPHEMERAL = 1 << 6
SUPPRESS_EMBEDS = 1 << 2
MANAGE_GUILD = 1 << 5
WITHIN = 10.0  # seconds for anything to happen

_CALLBACK = re.compile(r"/interactions/(\d+)/([^/]+)/callback$")


@dataclass(frozen=True, slots=True)
class Request:
    """A request as it came, without its secrets."""

    method: str
    path: str
    body: Json | None
    at: float
    status: int


@dataclass(slots=True)
class Post:
    """A message as a person sees it."""

    id: int
    channel: int
    content: str
    private: bool = False
    loading: bool = False
    """Discord shows “is thinking…”."""
    deleted: bool = False
    nonce: str | None = None
    replies_to: int | None = None
    buttons: list[Json] = field(default_factory=list)
    asked_by: int | None = None
    """Whose interaction it answers."""
    versions: list[str] = field(default_factory=list)
    """Every content it had, the present one last."""


@dataclass(slots=True)
class Asked:
    """An interaction that was sent to the bot."""

    id: int
    token: str
    channel: int
    user: int
    acknowledged: bool = False
    private: bool = False
    original: Post | None = None
    posts: list[Post] = field(default_factory=list)
    choices: list[Json] | None = None
    """What was suggested."""
    pressed: Post | None = None
    """The message whose button it is."""

    @property
    def seen(self) -> list[Post]:
        """What the person sees of it."""
        return [post for post in self.posts if not post.deleted and not post.loading]


@dataclass(slots=True)
class Fault:
    """An answer in place of the right one."""

    path: str
    status: int
    body: Json
    headers: Mapping[str, str]
    times: int
    too_late: bool
    """The request was carried out before it failed."""


class RefusedError(Exception):
    """Discord's own refusal of a request."""

    def __init__(self, status: int, code: int, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.body = {"code": code, "message": message}


class DiscordServer:
    """One application, one guild, one channel, one person."""

    def __init__(self) -> None:
        self.requests: list[Request] = []
        self.posts: list[Post] = []
        self.asked: dict[str, Asked] = {}
        self.commands: list[Json] = []
        self.identified = 0
        self.resumed = 0
        self.typing: list[int] = []
        self.url = ""
        self.close_code_at_identify: int | None = None
        self._faults: list[Fault] = []
        self._sockets: list[web.WebSocketResponse] = []
        self._backlog: list[Json] = []
        self._numbers = itertools.count(1)

    # What tests say --------------------------------------------------------------------------------------------------

    async def ask(
        self, name: str, guild: bool = True, permissions: int = 0, user: int = MEMBER, **options: str | int
    ) -> Asked:
        """A person uses a slash command."""
        data = {"id": "1", "name": name, "type": 1, "options": _options(options)}
        return await self._interact(2, data, guild, user, permissions)

    async def suggested(self, name: str, focused: str, **options: str) -> list[Json]:
        """What is suggested to a person who types the option `focused` of a command, and has typed the others."""
        given = [option | ({"focused": True} if option["name"] == focused else {}) for option in _options(options)]
        asked = await self._interact(4, {"id": "1", "name": name, "type": 1, "options": given})
        await self.until(lambda: asked.choices is not None)
        return asked.choices or []

    async def choose(self, menu: str, content: str, forwards: str | None = None) -> Asked:
        """A person chooses from the menu of somebody's message, which comes along."""
        number = self._snowflake()
        message = self._message(Post(number, CHANNEL, content), _user(MEMBER + 1))
        if forwards is not None:
            message["message_snapshots"] = [{"message": self._message(Post(number, CHANNEL, forwards))}]
        data = {"id": "1", "name": menu, "type": 3, "target_id": str(number)}
        return await self._interact(2, data | {"resolved": {"messages": {str(number): message}}})

    async def press(self, post: Post, button: str, user: int = MEMBER) -> Asked:
        """A person presses the button with this label or this custom_id, be it there or not."""
        custom_id = next((each["custom_id"] for each in post.buttons if each["label"] == button), button)
        return await self._interact(3, {"custom_id": custom_id, "component_type": 2}, user=user, pressed=post)

    async def _interact(
        self,
        kind: int,
        data: Json,
        guild: bool = True,
        user: int = MEMBER,
        permissions: int = 0,
        pressed: Post | None = None,
    ) -> Asked:
        number = self._snowflake()
        asked = Asked(number, f"aW50ZXJhY3Rpb24{number}", CHANNEL if guild else DIRECT, user, pressed=pressed)
        self.asked[asked.token] = asked
        payload = self._interaction(asked, kind, data, guild, permissions)
        await self.dispatch("INTERACTION_CREATE", payload | ({"message": self._message(pressed)} if pressed else {}))
        return asked

    async def write(self, content: str, guild: bool = False, mentions: bool = False, user: int = MEMBER) -> int:
        """A person writes a message; in a guild its text is only visible to a bot that it mentions."""
        number = self._snowflake()
        message = self._message(Post(number, CHANNEL if guild else DIRECT, content), _user(user))
        if guild:
            message |= {"guild_id": str(GUILD), "member": _member()}
            message |= {"mentions": [_user(APPLICATION)]} if mentions else {"content": ""}
        await self.dispatch("MESSAGE_CREATE", message)
        return number

    def fail(
        self,
        path: str,
        status: int,
        body: Json | None = None,
        headers: Mapping[str, str] | None = None,
        times: int = 1,
        too_late: bool = False,
    ) -> None:
        """Answer the next requests whose path has `path` in it in another way."""
        self._faults.append(
            Fault(path, status, body or {"code": 0, "message": "told to"}, headers or {}, times, too_late)
        )

    def limit(self, path: str, times: int = 1, seconds: float = 0.05) -> None:
        """Answer the next requests with 429, as Discord's own proxies do."""
        body = {"retry_after": seconds, "global": False, "message": "You are being rate limited."}
        self.fail(path, 429, body, {"Via": "1.1 google"}, times)

    async def drop(self) -> None:
        """Cut the gateway."""
        for socket in self._sockets:
            await socket.close(code=WSCloseCode.GOING_AWAY)

    async def until(self, condition: Callable[[], object], within: float = WITHIN) -> None:
        """Wait for something to become true."""
        deadline = time.monotonic() + within
        while not condition():
            assert time.monotonic() < deadline, f"nothing came of it; the requests: {self.requests[-5:]}"
            await asyncio.sleep(0.005)

    async def seen(self, asked: Asked, count: int = 1) -> list[Post]:
        """The posts of an interaction, when there are so many."""
        await self.until(lambda: len(asked.seen) >= count)
        return asked.seen

    async def replies(self, message: int, count: int = 1) -> list[Post]:
        """The bot's posts since a message, when there are so many."""
        await self.until(lambda: len([post for post in self.posts if post.id > message]) >= count)
        return [post for post in self.posts if post.id > message]

    def bodies(self) -> list[Request]:
        """The requests that make or edit a message."""
        made = ("/messages", "/webhooks/", "/callback")
        found = [r for r in self.requests if r.body and r.method != "GET" and any(part in r.path for part in made)]
        return [r for r in found if r.body and r.body.get("type") not in (5, 6, 8)]  # deferrals and suggestions

    # The gateway -----------------------------------------------------------------------------------------------------

    async def dispatch(self, event: str, data: Json) -> None:
        """Send an event, now or when the bot resumes."""
        frame = {"op": 0, "t": event, "d": data, "s": len(self._backlog) + 1}
        self._backlog.append(frame)
        for socket in self._sockets:
            if not socket.closed:
                await socket.send_json(frame)

    async def repeat(self, number: int) -> None:
        """Tell of an interaction or a message once more."""
        frame = next(frame for frame in self._backlog if frame["d"].get("id") == str(number))
        await self.dispatch(frame["t"], frame["d"])

    async def _gateway(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        await socket.send_json({"op": 10, "d": {"heartbeat_interval": 45_000}, "s": None, "t": None})
        async for frame in socket:
            message = json.loads(frame.data)
            if message["op"] == 1:
                await socket.send_json({"op": 11, "d": None, "s": None, "t": None})
            elif message["op"] == 2:
                await self._identify(socket, message["d"])
            elif message["op"] == 6:
                await self._resume(socket, message["d"])
        self._sockets = [other for other in self._sockets if other is not socket]
        return socket

    async def _identify(self, socket: web.WebSocketResponse, data: Json) -> None:
        if data["token"] != TOKEN or self.close_code_at_identify:
            await socket.close(code=self.close_code_at_identify or 4004)
            return
        self.identified += 1
        self._sockets.append(socket)
        ready = {
            "v": 10,
            "user": _user(APPLICATION),
            "guilds": [{"id": str(GUILD), "unavailable": True}],
            "session_id": "loopback",
            "resume_gateway_url": self.url.replace("http", "ws") + "/gw",
            "application": {"id": str(APPLICATION), "flags": 0},
        }
        await self.dispatch("READY", ready)
        await self.dispatch("GUILD_CREATE", _guild())

    async def _resume(self, socket: web.WebSocketResponse, data: Json) -> None:
        self.resumed += 1
        for frame in self._backlog[data["seq"] :]:
            await socket.send_json(frame)
        self._sockets.append(socket)
        await self.dispatch("RESUMED", {})

    # HTTP ------------------------------------------------------------------------------------------------------------

    def application(self) -> web.Application:
        """The aiohttp application."""
        app = web.Application(middlewares=[self._middleware])
        api, hook = "/api/v10", "/api/v10/webhooks/{app}/{token}"
        app.add_routes(
            [
                web.get("/gw", self._gateway),
                web.get(f"{api}/users/@me", self._me),
                web.get(f"{api}/oauth2/applications/@me", self._my_application),
                web.put(f"{api}/applications/{{app}}/commands", self._put_commands),
                web.post(f"{api}/interactions/{{id}}/{{token}}/callback", self._callback),
                web.post(hook, self._follow_up),
                web.patch(f"{hook}/messages/@original", self._edit_original),
                web.delete(f"{hook}/messages/@original", self._delete_original),
                web.post(f"{api}/channels/{{channel}}/messages", self._create_message),
                web.post(f"{api}/channels/{{channel}}/typing", self._typing),
            ]
        )
        return app

    @web.middleware
    async def _middleware(self, request: web.Request, handler: Callable[[web.Request], Any]) -> web.StreamResponse:
        if request.path == "/gw":
            return await handler(request)  # type: ignore[no-any-return]
        body = json.loads(await request.text() or "null")
        fault = next((fault for fault in self._faults if fault.times and fault.path in request.path), None)
        if fault:
            fault.times -= 1
            if fault.too_late:
                await self._answered(request, handler)
            response = _json(fault.body, fault.status, fault.headers)
        else:
            response = await self._answered(request, handler)
        self.requests.append(Request(request.method, request.path, body, time.monotonic(), response.status))
        return response

    async def _answered(self, request: web.Request, handler: Callable[[web.Request], Any]) -> web.Response:
        open_to_all = "/interactions/" in request.path or "/webhooks/" in request.path
        if not open_to_all and request.headers.get("Authorization") != f"Bot {TOKEN}":
            return _json({"code": 0, "message": "401: Unauthorized"}, 401)
        try:
            return await handler(request)  # type: ignore[no-any-return]
        except RefusedError as refused:
            return _json(refused.body, refused.status)

    async def _me(self, _: web.Request) -> web.Response:
        return _json(_user(APPLICATION))

    async def _my_application(self, _: web.Request) -> web.Response:
        return _json(
            {
                "id": str(APPLICATION),
                "name": "Pullquote",
                "description": "",
                "icon": None,
                "bot_public": True,
                "bot_require_code_grant": False,
                "verify_key": "0" * 64,
                "owner": _user(MEMBER),
                "flags": 0,
            }
        )

    async def _put_commands(self, request: web.Request) -> web.Response:
        self.commands = await request.json()
        known = {
            "application_id": str(APPLICATION),
            "version": "1",
            "description": "",
            "default_member_permissions": None,
        }
        return _json([known | command | {"id": str(self._snowflake())} for command in self.commands])

    async def _callback(self, request: web.Request) -> web.Response:
        asked = self.asked.get(request.match_info["token"])
        if asked is None:
            raise RefusedError(404, 10062, "Unknown interaction")
        if asked.acknowledged:
            raise RefusedError(400, 40060, "Interaction has already been acknowledged.")
        body = await request.json()
        data = body.get("data", {})
        asked.acknowledged = True
        asked.private = bool(data.get("flags", 0) & EPHEMERAL)
        asked.choices = data.get("choices")
        if body["type"] == 8:
            return web.Response(status=204)
        if body["type"] == 6:  # nothing to be seen yet: what is edited later is the message of the button
            asked.original = asked.pressed
            return _json({"interaction": {"id": str(asked.id), "type": 3}})
        asked.original = self._post(asked.channel, data, asked.private, body["type"] == 5, asked_by=asked.user)
        asked.posts.append(asked.original)
        return _json(
            {
                "interaction": {"id": str(asked.id), "type": 2, "response_message_id": str(asked.original.id)},
                "resource": {"type": body["type"], "message": self._message(asked.original)},
            }
        )

    async def _follow_up(self, request: web.Request) -> web.Response:
        asked, body = self._acknowledged(request), await request.json()
        original = asked.original
        if original and original.loading and not original.deleted:  # the first follow-up ends the thinking
            return _json(self._message(_edited(original, body)))
        post = self._post(asked.channel, body, bool(body.get("flags", 0) & EPHEMERAL), asked_by=asked.user)
        asked.posts.append(post)
        return _json(self._message(post))

    async def _edit_original(self, request: web.Request) -> web.Response:
        return _json(self._message(_edited(self._original(request), await request.json())))

    async def _delete_original(self, request: web.Request) -> web.Response:
        self._original(request).deleted = True
        return web.Response(status=204)

    async def _create_message(self, request: web.Request) -> web.Response:
        body, channel = await request.json(), int(request.match_info["channel"])
        nonce = body.get("nonce") if body.get("enforce_nonce") else None
        known = next((post for post in self.posts if nonce and post.nonce == nonce), None)
        return _json(self._message(known or self._post(channel, body, nonce=nonce)))

    async def _typing(self, request: web.Request) -> web.Response:
        self.typing.append(int(request.match_info["channel"]))
        return web.Response(status=204)

    def _acknowledged(self, request: web.Request) -> Asked:
        asked = self.asked.get(request.match_info["token"])
        if asked is None or not asked.acknowledged:
            raise RefusedError(404, 10015, "Unknown Webhook")
        return asked

    def _original(self, request: web.Request) -> Post:
        original = self._acknowledged(request).original
        if original is None or original.deleted:
            raise RefusedError(404, 10008, "Unknown Message")
        return original

    def _post(
        self,
        channel: int,
        data: Json,
        private: bool = False,
        loading: bool = False,
        nonce: str | None = None,
        asked_by: int | None = None,
    ) -> Post:
        content = _checked(data.get("content") or "") if not loading else ""
        reference = data.get("message_reference") or {}
        post = Post(self._snowflake(), channel, content, private, loading, nonce=nonce, versions=[content])
        post.replies_to = int(reference["message_id"]) if reference else None
        post.buttons, post.asked_by = _buttons(data), asked_by
        self.posts.append(post)
        return post

    # What Discord's values look like ---------------------------------------------------------------------------------

    def _snowflake(self) -> int:
        return ((int(time.time() * 1000) - 1_420_070_400_000) << 22) + next(self._numbers)

    def _message(self, post: Post, author: Json | None = None) -> Json:
        asked_by = {"id": "1", "type": 2, "user": _user(post.asked_by or 0), "authorizing_integration_owners": {}}
        return ({"interaction_metadata": asked_by} if post.asked_by else {}) | {
            "id": str(post.id),
            "channel_id": str(post.channel),
            "type": 0,
            "content": post.content,
            "author": author or _user(APPLICATION),
            "timestamp": "2024-01-01T00:00:00+00:00",
            "edited_timestamp": None,
            "tts": False,
            "pinned": False,
            "mention_everyone": False,
            "mentions": [],
            "mention_roles": [],
            "attachments": [],
            "embeds": [],
            "components": [{"type": 1, "components": post.buttons}] if post.buttons else [],
            "flags": EPHEMERAL if post.private else 0,
        }

    def _interaction(self, asked: Asked, kind: int, data: Json, guild: bool, permissions: int) -> Json:
        user = asked.user
        payload: Json = {
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
        if not guild:
            channel = {"id": str(DIRECT), "type": 1, "recipients": [_user(user)]}
            return payload | {"user": _user(user), "channel": channel, "context": 1}
        member = _member() | {"user": _user(user), "permissions": str(permissions)}
        channel = {"id": str(CHANNEL), "type": 0, "name": "general", "position": 0}
        return payload | {"guild_id": str(GUILD), "channel": channel, "member": member, "context": 0}


def _edited(post: Post, data: Json) -> Post:
    post.content = _checked(data["content"])
    post.loading = False
    post.buttons = _buttons(data) if "components" in data else post.buttons
    post.versions.append(post.content)
    return post


def _options(given: Mapping[str, object]) -> list[Json]:
    kinds: dict[type, int] = {str: 3, int: 4, bool: 5}
    return [{"name": name, "type": kinds[type(value)], "value": value} for name, value in given.items()]


def _buttons(data: Json) -> list[Json]:
    """The buttons of a message, held against what Discord demands of them."""
    buttons = [button for row in data.get("components", []) for button in row["components"]]
    custom_ids = [button["custom_id"] for button in buttons]
    if len(set(custom_ids)) != len(custom_ids):
        raise RefusedError(400, 50035, "Component custom id cannot be duplicated")
    if any(not 1 <= len(each.encode("utf-16-le")) // 2 <= 100 for each in custom_ids):
        raise RefusedError(400, 50035, "Must be between 1 and 100 in length.")
    return buttons


def _checked(content: str) -> str:
    if not content.strip():
        raise RefusedError(400, 50006, "Cannot send an empty message")
    if len(content) > 2000:
        raise RefusedError(400, 50035, "Must be 2000 or fewer in length.")
    return content


def _json(data: object, status: int = 200, headers: Mapping[str, str] | None = None) -> web.Response:
    # discord.py compares the whole of the content type, so there must be no charset.
    body = json.dumps(data).encode()
    return web.Response(body=body, status=status, headers={"Content-Type": "application/json", **(headers or {})})


def _user(number: int) -> Json:
    bot = number == APPLICATION
    name = "pullquote" if bot else f"person{number % 1000}"
    return {"id": str(number), "username": name, "discriminator": "0", "avatar": None, "bot": bot}


def _member() -> Json:
    return {"roles": [], "flags": 0, "joined_at": "2024-01-01T00:00:00+00:00", "deaf": False, "mute": False}


def _guild() -> Json:
    return {
        "id": str(GUILD),
        "name": "Readers",
        "owner_id": str(MEMBER),
        "roles": [{"id": str(GUILD), "name": "@everyone"}],
        "channels": [{"id": str(CHANNEL), "type": 0, "name": "general", "position": 0}],
        "members": [_member() | {"user": _user(APPLICATION)}],
        "member_count": 2,
    }


@asynccontextmanager
async def discord_server(patch: Callable[[object, str, object], None]) -> AsyncIterator[DiscordServer]:
    """The server, running, and discord.py pointed at it with `patch` (monkeypatch's setattr)."""
    server = DiscordServer()
    runner = web.AppRunner(server.application(), access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    host, port = runner.addresses[0][:2]
    server.url = f"http://{host}:{port}"
    patch(discord.http.Route, "BASE", f"{server.url}/api/v10")
    patch(discord.gateway.DiscordWebSocket, "DEFAULT_GATEWAY", yarl.URL(f"ws://{host}:{port}/gw"))
    try:
        yield server
    finally:
        await server.drop()
        await runner.cleanup()
