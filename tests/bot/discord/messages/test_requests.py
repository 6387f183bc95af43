"""Requests to Discord that fail for a moment."""

from unittest.mock import AsyncMock, Mock

import aiohttp
import discord
import pytest

from bot.discord.messages.requests import PAUSES, persist

OUT = discord.DiscordServerError(Mock(status=503), "no healthy upstream")


@pytest.fixture(autouse=True)
def _no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.discord.messages.requests.PAUSES", (0.0,) * len(PAUSES))


@pytest.mark.parametrize("failure", [OUT, aiohttp.ServerDisconnectedError(), ConnectionResetError(), TimeoutError()])
async def test_what_fails_for_a_moment_is_tried_again(failure: Exception) -> None:
    """A request is made again after a 503 or a break of the connection, a few times."""
    assert await persist(AsyncMock(side_effect=[failure, failure, "sent"])) == "sent"
    with pytest.raises(type(failure)):
        await persist(AsyncMock(side_effect=failure))


async def test_what_discord_refuses_is_not_tried_again() -> None:
    """A refusal stays one."""
    request = AsyncMock(side_effect=discord.NotFound(Mock(status=404), "Unknown Message"))
    with pytest.raises(discord.NotFound):
        await persist(request)
    request.assert_awaited_once()
