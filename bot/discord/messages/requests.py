"""Requests to Discord, made again where they fail for a moment."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

import aiohttp
import discord

T = TypeVar("T")

PAUSES = (0.5, 1.0, 2.0)  # seconds between tries
UNREACHED = (discord.HTTPException, aiohttp.ClientError, OSError)
"""What a request to Discord fails with."""
_ACKNOWLEDGED = 40060

_log = logging.getLogger(__name__)


async def persist(request: Callable[[], Awaitable[T]]) -> T:
    """What a request to Discord gives; it is made again after a 503 or a break, which discord.py does not do."""
    for pause in PAUSES:
        try:
            return await request()
        except UNREACHED as error:
            if isinstance(error, discord.HTTPException) and error.status != 503:
                raise
            _log.debug("A request to Discord is made again: %s", error)
        await asyncio.sleep(pause)
    return await request()


@contextmanager
def accepting_retries() -> Iterator[None]:
    """Discord may do as asked and fail to say so; when discord.py then asks again, it is told that this was done."""
    try:
        yield
    except discord.HTTPException as error:
        if error.code != _ACKNOWLEDGED:
            raise
