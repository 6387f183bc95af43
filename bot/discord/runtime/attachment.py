"""A file that somebody attached, fetched from Discord."""

import asyncio

import aiohttp
import discord

from bot.presentation.visible import visible
from corpus.errors import ArticleError
from corpus.readers.files import MAX_BYTES, check_name, too_large

_TIMEOUT = 30.0  # seconds: a file of the largest size comes in so much over half a megabit a second


async def fetch(attachment: discord.Attachment) -> bytes:
    """The bytes of an attached article.

    Raises ArticleError where it is no article by its name, too large, whatever it says of itself, or cannot be had.
    """
    name = visible(" ".join(attachment.filename.split()))
    check_name(name)
    if attachment.size > MAX_BYTES:
        raise too_large(name, attachment.size)
    try:
        async with asyncio.timeout(_TIMEOUT):
            return await _download(name, attachment.url)
    except TimeoutError:
        raise ArticleError(name, "took too long to download from Discord; try again") from None
    except aiohttp.ClientError as error:
        raise ArticleError(name, f"could not be fetched from Discord ({error}); try again") from None


async def _download(name: str, url: str) -> bytes:
    data = bytearray()
    async with aiohttp.ClientSession() as session, session.get(url, allow_redirects=False) as response:
        if response.status in (403, 404):
            raise ArticleError(name, "is no longer on Discord; attach it again")
        if response.status != 200:
            raise ArticleError(name, f"could not be fetched from Discord (it answered {response.status}); try again")
        async for chunk in response.content.iter_any():
            data += chunk
            if len(data) > MAX_BYTES:
                raise too_large(name, len(data))
    return bytes(data)
