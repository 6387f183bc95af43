"""Whether the bot is alive, for whoever runs it: a file it touches while it is connected, and the look at its age."""

import asyncio
import time
from collections.abc import Callable
from pathlib import Path

from bot.settings import load_settings
from corpus.errors import PullquoteError

BEAT = 15.0  # seconds
STALE = 60.0  # seconds; Discord's own heartbeat is every 41, and a resumed connection takes a few more


class UnhealthyError(PullquoteError):
    """The bot is not connected."""


def check() -> None:
    """Return if the bot that writes to the data folder is connected. Raises UnhealthyError."""
    path = _file(load_settings().data)
    try:
        age = time.time() - path.stat().st_mtime
    except FileNotFoundError:
        raise UnhealthyError("the bot is not running, or has not connected yet") from None
    except OSError as error:
        raise UnhealthyError(f"{path} cannot be looked at ({error.strerror})") from None
    if age > STALE:
        raise UnhealthyError(f"the bot was last connected {age:.0f} seconds ago")


async def beat(connected: Callable[[], bool], data: Path) -> None:
    """Touch the file for as long as `connected`, until cancelled."""
    path = _file(data)
    try:
        while True:
            if connected():
                path.touch()
            await asyncio.sleep(BEAT)
    finally:
        path.unlink(missing_ok=True)


def _file(data: Path) -> Path:
    return data / "connected"
