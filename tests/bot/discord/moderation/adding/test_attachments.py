"""Attached files, as discord.py reads them."""

import asyncio
from typing import Any
from unittest.mock import AsyncMock, Mock

import aiohttp
import discord
import pytest

from bot.discord.moderation.adding import attachments
from corpus.errors import ArticleError
from corpus.readers.forms import FORMS


async def fetched(get_from_cdn: AsyncMock) -> bytes:
    """The bytes of an attachment that discord.py reads so."""
    payload: Any = {"id": 1, "filename": "quay.txt", "size": 6, "url": "https://cdn.example/quay", "proxy_url": ""}
    state = Mock(http=Mock(get_from_cdn=get_from_cdn))
    return await attachments.fetch(discord.Attachment(data=payload, state=state))


@pytest.mark.parametrize(
    ("outcome", "words"),
    [
        (aiohttp.ClientPayloadError("cut"), "could not be fetched"),
        (ConnectionResetError("cut"), "could not be fetched"),
        (TimeoutError(), "took too long"),
        ([b"Words. " * 10_000], "is too large"),
    ],
)
async def test_what_does_not_come_is_said(monkeypatch: pytest.MonkeyPatch, outcome: object, words: str) -> None:
    """A file that is cut or stalls, and one larger than Discord says, each raise an error in words."""
    monkeypatch.setitem(FORMS, ".txt", FORMS[".txt"]._replace(most=50_000))
    with pytest.raises(ArticleError, match=words):
        await fetched(AsyncMock(side_effect=outcome))


async def test_a_file_that_stalls_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """A download that does not end raises an error in words."""
    monkeypatch.setattr(attachments, "_TIMEOUT", 0.05)

    async def stall(_: str) -> None:
        await asyncio.sleep(5)

    with pytest.raises(ArticleError, match="took too long"):
        await fetched(AsyncMock(side_effect=stall))
