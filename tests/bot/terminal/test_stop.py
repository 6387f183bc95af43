"""A real process of `pullquote run` that is told to stop."""

import asyncio
import signal
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.support.discord_server import TOKEN, DiscordServer, discord_server

QUESTION = "When will the ferry leave?"
# The bot as it is started, but for where Discord is, and for an encoder that takes no time to load.
BOT = """
import atexit, sys, time
import discord, yarl
import bot.terminal.session
from bot.terminal.app import main
from tests.support.fake_encoder import FakeEncoder

url = sys.argv.pop(1)
discord.http.Route.BASE = f"http://{url}/api/v10"
discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(f"ws://{url}/gw")
bot.terminal.session.find_encoder = lambda _: FakeEncoder()
atexit.register(time.sleep, 60)  # taking the interpreter down lasts
main()
"""


@pytest.fixture
async def server(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[DiscordServer]:
    """The loopback Discord."""
    async with discord_server(monkeypatch.setattr) as server:
        yield server


@pytest.mark.usefixtures("ferry")
async def test_sigterm_ends_the_bot_within_ten_seconds(
    server: DiscordServer, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It waits for no thread and no teardown; the exit code is 0, and all that was logged is written."""
    monkeypatch.setenv("PULLQUOTE_TOKEN", TOKEN)
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    command = (sys.executable, "-c", BOT, server.url.removeprefix("http://"), "run")
    with (folder / "log").open("wb") as log:
        process = await asyncio.create_subprocess_exec(*command, stdout=log, stderr=log)
    try:
        await server.until(lambda: server.identified or process.returncode is not None, 60)
        (answer,) = await server.seen(await server.ask("ask", question=QUESTION))
        process.send_signal(signal.SIGTERM)
        code = await asyncio.wait_for(process.wait(), 10)
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    assert (code, bool(answer.content)) == (0, True)
    assert "Stopping: what was accepted is answered" in (folder / "log").read_text(encoding="utf-8")
    assert not (folder / "data" / "connected").exists()
