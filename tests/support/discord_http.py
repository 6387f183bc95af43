"""The machinery of the loopback Discord: its HTTP, its gateway and its CDN, and what it remembers."""

import asyncio
import itertools
import json
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from aiohttp import WSCloseCode, web

from bot.discord.messages.conversation import TOLD_PRIVATELY
from tests.support.discord_values import (
    APPLICATION,
    DIRECT,
    DIRECT_KIND,
    EPHEMERAL,
    GUILD,
    HERE,
    MEMBER,
    Guild,
    Json,
    Modal,
    Place,
    Post,
    RefusedError,
    Upload,
    checked_buttons,
    checked_choices,
    checked_content,
    checked_files,
    checked_modal,
    first_guild,
    guild_json,
    member_json,
    message_json,
    user_json,
)

TOKEN = "MTAwMDAwMDAwMDAwMDAwMDAwMQ.Gabcde.loopback-token-of-thirty-eight-chars-x"  # noqa: S105 - opens nothing
WITHIN = 30.0  # seconds for anything to happen; a busy machine takes ten to load a parser

_BODY: web.RequestKey[Any] = web.RequestKey("body")
_FILES: web.RequestKey[Mapping[str, bytes]] = web.RequestKey("files")


@dataclass(frozen=True, slots=True)
class Request:
    """A request as it came, without its secrets."""

    method: str
    path: str
    body: Json | None
    at: float
    status: int
    files: Mapping[str, bytes] = field(default_factory=dict)


@dataclass(slots=True)
class Asked:
    """An interaction that was sent to the bot."""

    id: int
    token: str
    user: int
    place: Place = HERE
    permissions: int = 0
    roles: tuple[int, ...] | None = None
    acknowledged: bool = False
    private: bool = False
    original: Post | None = None
    posts: list[Post] = field(default_factory=list)
    choices: list[Json] | None = None
    """What was suggested."""
    modal: Modal | None = None
    """What was opened to be filled in."""
    pressed: Post | None = None
    """The message whose button it is."""
    data: Json = field(default_factory=dict)
    """What the person sent."""

    @property
    def seen(self) -> list[Post]:
        """What the person sees of it, but for what only stands in the place of a private message."""
        return [post for post in self.posts if not post.deleted and not post.loading and post.content != TOLD_PRIVATELY]


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


class Loopback:
    """One application; the guilds that it is in; what was posted and asked."""

    def __init__(self) -> None:
        self.guilds: dict[int, Guild] = {GUILD: first_guild()}
        self.requests: list[Request] = []
        self.posts: list[Post] = []
        self.asked: dict[str, Asked] = {}
        self.commands: list[Json] = []
        self.uploads: dict[str, Upload] = {}
        self.identified = 0
        self.resumed = 0
        self.typing: list[int] = []
        self.url = ""
        self.close_code_at_identify: int | None = None
        self.delay = 0.0
        """Seconds that each request takes."""
        self.under_way: list[int] = [0]
        """How many requests were under way after each that began or ended."""
        self._faults: list[Fault] = []
        self._sockets: list[web.WebSocketResponse] = []
        self._backlog: list[Json] = []
        self._numbers = itertools.count(1)
        self._changed = asyncio.Event()

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

    async def until(self, condition: Callable[[], object], within: float = WITHIN) -> None:
        """Wait for something to become true."""
        deadline = time.monotonic() + within
        while not condition():
            last = [(request.method, request.path, request.status) for request in self.requests[-5:]]
            assert time.monotonic() < deadline, f"nothing came of it; the last requests: {last}"
            self._changed.clear()
            with suppress(TimeoutError):  # for what becomes true elsewhere
                await asyncio.wait_for(self._changed.wait(), 0.005)

    def bodies(self) -> list[Request]:
        """The requests that make or edit a message."""
        made = ("/messages", "/webhooks/", "/callback")
        found = [r for r in self.requests if r.body and r.method != "GET" and any(part in r.path for part in made)]
        # But for deferrals, suggestions and modals.
        return [r for r in found if r.body and r.body.get("type") not in (5, 6, 8, 9)]

    # The gateway -----------------------------------------------------------------------------------------------------

    async def drop(self) -> None:
        """Cut the gateway."""
        for socket in self._sockets:
            await socket.close(code=WSCloseCode.GOING_AWAY)

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
            "user": user_json(APPLICATION),
            "guilds": [{"id": str(guild), "unavailable": True} for guild in self.guilds],
            "session_id": "loopback",
            "resume_gateway_url": self.url.replace("http", "ws") + "/gw",
            "application": {"id": str(APPLICATION), "flags": 0},
        }
        await self.dispatch("READY", ready)
        for guild in self.guilds.values():
            await self.dispatch("GUILD_CREATE", guild_json(guild))

    async def _resume(self, socket: web.WebSocketResponse, data: Json) -> None:
        self.resumed += 1
        for frame in self._backlog[data["seq"] :]:
            await socket.send_json(frame)
        self._sockets.append(socket)
        await self.dispatch("RESUMED", {})

    # HTTP ------------------------------------------------------------------------------------------------------------

    def application(self) -> web.Application:
        """The aiohttp application."""
        app = web.Application(middlewares=[self._middleware], client_max_size=1 << 28)
        api, hook = "/api/v10", "/api/v10/webhooks/{app}/{token}"
        app.add_routes(
            [
                web.get("/gw", self._gateway),
                web.get("/cdn/{id}/{name}", self._give_out),
                web.get(f"{api}/users/@me", self._me),
                web.post(f"{api}/users/@me/channels", self._direct_channel),
                web.get(f"{api}/oauth2/applications/@me", self._my_application),
                web.get(f"{api}/guilds/{{guild}}", self._get_guild),
                web.get(f"{api}/guilds/{{guild}}/members/{{user}}", self._get_member),
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
        if not request.path.startswith("/api"):
            return await handler(request)  # type: ignore[no-any-return]
        request[_BODY], request[_FILES] = await _read(request)
        self.under_way.append(self.under_way[-1] + 1)
        await asyncio.sleep(self.delay)
        self.under_way.append(self.under_way[-1] - 1)
        fault = next((fault for fault in self._faults if fault.times and fault.path in request.path), None)
        if fault:
            fault.times -= 1
            if fault.too_late:
                await self._answered(request, handler)
            response = _json(fault.body, fault.status, fault.headers)
        else:
            response = await self._answered(request, handler)
        seen = Request(request.method, request.path, request[_BODY], time.monotonic(), response.status, request[_FILES])
        self.requests.append(seen)
        self._changed.set()
        return response

    async def _answered(self, request: web.Request, handler: Callable[[web.Request], Any]) -> web.Response:
        open_to_all = "/interactions/" in request.path or "/webhooks/" in request.path
        if not open_to_all and request.headers.get("Authorization") != f"Bot {TOKEN}":
            return _json({"code": 0, "message": "401: Unauthorized"}, 401)
        try:
            return await handler(request)  # type: ignore[no-any-return]
        except RefusedError as refused:
            return _json(refused.body, refused.status)

    async def _give_out(self, request: web.Request) -> web.Response:
        upload = self.uploads.get(request.match_info["id"])
        if upload is None or upload.status != 200:
            return web.Response(status=upload.status if upload else 404)
        return web.Response(body=upload.data)

    async def _me(self, _: web.Request) -> web.Response:
        return _json(user_json(APPLICATION))

    async def _direct_channel(self, request: web.Request) -> web.Response:
        recipient = user_json(int(_body(request)["recipient_id"]))
        return _json({"id": str(DIRECT), "type": DIRECT_KIND, "recipients": [recipient]})

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
                "owner": user_json(MEMBER),
                "flags": 0,
            }
        )

    async def _get_guild(self, request: web.Request) -> web.Response:
        return _json(guild_json(self._guild(request)))

    async def _get_member(self, request: web.Request) -> web.Response:
        guild, user = self._guild(request), int(request.match_info["user"])
        if user not in guild.members:
            raise RefusedError(404, 10007, "Unknown Member")
        return _json(member_json(guild.members[user]) | guild.more.get(user, {}) | {"user": user_json(user)})

    def _guild(self, request: web.Request) -> Guild:
        guild = self.guilds.get(int(request.match_info["guild"]))
        if guild is None:
            raise RefusedError(404, 10004, "Unknown Guild")
        return guild

    async def _put_commands(self, request: web.Request) -> web.Response:
        self.commands = _body(request)
        known = {
            "application_id": str(APPLICATION),
            "version": "1",
            "description": "",
            "default_member_permissions": None,
        }
        return _json([known | command | {"id": str(self._snowflake())} for command in self.commands])

    # Interactions and messages ----------------------------------------------------------------------------------------

    async def _callback(self, request: web.Request) -> web.Response:
        asked = self.asked.get(request.match_info["token"])
        if asked is None:
            raise RefusedError(404, 10062, "Unknown interaction")
        if asked.acknowledged:
            raise RefusedError(400, 40060, "Interaction has already been acknowledged.")
        body = _body(request)
        shown = self._called_back(asked, body["type"], body.get("data", {}), request[_FILES])
        asked.acknowledged = True
        resource: Json = {"type": body["type"]}
        if shown:
            resource["message"] = message_json(shown, self.url)
        return _json({"interaction": {"id": str(asked.id), "type": 2}, "resource": resource})

    def _called_back(self, asked: Asked, kind: int, data: Json, files: Mapping[str, bytes]) -> Post | None:
        """What there is to be seen of the first response."""
        if kind == 8:
            asked.choices = checked_choices(data["choices"])
        elif kind == 9:
            asked.modal = checked_modal(data)
        elif kind in (6, 7):  # of a button's message, which is edited now or later
            asked.original = asked.pressed
            return _edited(asked.pressed, data, files) if kind == 7 and asked.pressed else None
        else:
            asked.private = bool(data.get("flags", 0) & EPHEMERAL)
            asked.original = self._post(asked.place.channel, data, files, asked.private, kind == 5, by=asked.user)
            asked.posts.append(asked.original)
            return asked.original
        return None

    async def _follow_up(self, request: web.Request) -> web.Response:
        asked, body = self._acknowledged(request), _body(request)
        original = asked.original
        if original and original.loading and original.deleted:
            raise RefusedError(404, 10008, "Unknown Message")
        if original and original.loading:  # the first follow-up ends the thinking
            return _json(message_json(_edited(original, body, request[_FILES]), self.url))
        private = bool(body.get("flags", 0) & EPHEMERAL)
        post = self._post(asked.place.channel, body, request[_FILES], private, by=asked.user)
        asked.posts.append(post)
        return _json(message_json(post, self.url))

    async def _edit_original(self, request: web.Request) -> web.Response:
        return _json(message_json(_edited(self._original(request), _body(request), request[_FILES]), self.url))

    async def _delete_original(self, request: web.Request) -> web.Response:
        self._original(request).deleted = True
        return web.Response(status=204)

    async def _create_message(self, request: web.Request) -> web.Response:
        body, channel = _body(request), int(request.match_info["channel"])
        nonce = body.get("nonce") if body.get("enforce_nonce") else None
        known = next((post for post in self.posts if nonce and post.nonce == nonce), None)
        return _json(message_json(known or self._post(channel, body, request[_FILES], nonce=nonce), self.url))

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
        files: Mapping[str, bytes],
        private: bool = False,
        loading: bool = False,
        nonce: str | None = None,
        by: int | None = None,
    ) -> Post:
        content = "" if loading else _shown(data, files)
        reference = data.get("message_reference") or {}
        post = Post(self._snowflake(), channel, content, private, loading, nonce=nonce, versions=[content])
        post.replies_to = int(reference["message_id"]) if reference else None
        post.buttons, post.files, post.asked_by = checked_buttons(data), dict(files), by
        self.posts.append(post)
        return post

    def _snowflake(self) -> int:
        return ((int(time.time() * 1000) - 1_420_070_400_000) << 22) + next(self._numbers)


async def _read(request: web.Request) -> tuple[object, dict[str, bytes]]:
    """The body as JSON, and the files beside it."""
    if not request.content_type.startswith("multipart/"):
        return json.loads(await request.text() or "null"), {}
    form = await request.post()
    held = {each.filename: each.file.read() for each in form.values() if isinstance(each, web.FileField)}
    checked_files(held)
    return json.loads(str(form["payload_json"])), held


def _body(request: web.Request) -> Any:
    return request[_BODY]


def _edited(post: Post, data: Json, files: Mapping[str, bytes]) -> Post:
    if "content" in data:
        post.content = _shown(data, files)
        post.versions.append(post.content)
    post.loading = False
    post.buttons = checked_buttons(data) if "components" in data else post.buttons
    post.files = dict(files) if files or "attachments" in data else post.files
    return post


def _shown(data: Json, files: Mapping[str, bytes]) -> str:
    content = data.get("content") or ""
    return checked_content(content) if content or not files else ""


def _json(data: object, status: int = 200, headers: Mapping[str, str] | None = None) -> web.Response:
    # discord.py compares the whole of the content type, so there must be no charset.
    body = json.dumps(data).encode()
    return web.Response(body=body, status=status, headers={"Content-Type": "application/json", **(headers or {})})
