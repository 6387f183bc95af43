"""Attached files, fetched from a server that stands for Discord's."""

import asyncio
from typing import Any
from unittest.mock import Mock

import discord
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.discord.moderation import add
from corpus.errors import ArticleError


async def whole(_: web.Request) -> web.Response:
    return web.Response(body=b"Words.")


async def elsewhere(_: web.Request) -> web.Response:
    raise web.HTTPFound("/whole")


async def slow(_: web.Request) -> web.Response:
    await asyncio.sleep(5)
    return web.Response()


async def cut(request: web.Request) -> web.StreamResponse:
    response = web.StreamResponse(headers={"Content-Length": "100"})
    await response.prepare(request)
    await response.write(b"Words.")
    assert request.transport
    request.transport.close()
    return response


async def endless(request: web.Request) -> web.StreamResponse:
    response = web.StreamResponse()
    await response.prepare(request)
    while True:
        await response.write(b"Words. " * 1_000)


async def fetched(path: str) -> bytes:
    """The bytes that are fetched from a path of the server."""
    app = web.Application()
    app.add_routes([web.get(f"/{handler.__name__}", handler) for handler in (whole, elsewhere, slow, cut, endless)])
    async with TestServer(app) as server:
        url = str(server.make_url(path))
        payload: Any = {"id": 1, "filename": "quay.txt", "size": 6, "url": url, "proxy_url": url}
        return await add.fetch(discord.Attachment(data=payload, state=Mock()))


async def test_a_file_comes_as_it_is() -> None:
    """A fetched file has the bytes that the server sent."""
    assert await fetched("/whole") == b"Words."


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/elsewhere", "it answered 302"),
        ("/slow", "took too long"),
        ("/endless", "is too large"),
        ("/cut", "could not be fetched"),
        ("/nowhere", "no longer on Discord"),
    ],
)
async def test_what_does_not_come_is_said(monkeypatch: pytest.MonkeyPatch, path: str, words: str) -> None:
    """A redirect, a stalled, endless or cut download and a missing file each raise an error in words."""
    monkeypatch.setattr(add, "_TIMEOUT", 0.5)
    monkeypatch.setattr(add, "MAX_BYTES", 50_000)
    with pytest.raises(ArticleError, match=words):
        await fetched(path)
