"""Requests to Discord that fail for a moment."""

from unittest.mock import Mock

import aiohttp
import discord
import pytest

from bot.discord.messages.requests import PAUSES, persist

OUT = discord.DiscordServerError(Mock(status=503), "no healthy upstream")


@pytest.fixture(autouse=True)
def _no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.discord.messages.requests.PAUSES", (0.0,) * len(PAUSES))


async def tried(*failures: Exception) -> tuple[int, object]:
    """How often a request is made that fails so at first, and what comes of it."""
    left, made = list(failures), 0

    async def request() -> str:
        nonlocal made
        made += 1
        if left:
            raise left.pop(0)
        return "sent"

    try:
        return made, await persist(request)
    except Exception as error:
        return made, error
    finally:
        assert made


@pytest.mark.parametrize("failure", [OUT, aiohttp.ServerDisconnectedError(), ConnectionResetError(), TimeoutError()])
async def test_what_fails_for_a_moment_is_tried_again(failure: Exception) -> None:
    """A request is made again after a 503 or a break of the connection, a few times."""
    assert (await tried(failure, failure))[1] == "sent"
    assert (await tried(*[failure] * 9))[1] is failure


async def test_what_discord_refuses_is_not_tried_again() -> None:
    """A refusal stays one."""
    refused = discord.NotFound(Mock(status=404), "Unknown Message")
    assert (await tried(refused))[1] is refused
