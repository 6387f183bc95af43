"""What was attached to a command, a form or a message, fetched from Discord."""

import asyncio

import discord

from bot.discord.messages.requests import UNREACHED
from bot.presentation.visible import visible
from corpus.errors import ArticleError
from corpus.readers.archive import check_file_size

_TIMEOUT = 30.0  # seconds: a file of the largest size comes in so much over half a megabit a second


async def fetch(attachment: discord.Attachment) -> bytes:
    """The bytes of an attached article.

    Raises ArticleError where it is no article by its name, too large, whatever it says of itself, or cannot be had.
    """
    name = visible(" ".join(attachment.filename.split()))
    check_file_size(name, attachment.size)
    try:
        async with asyncio.timeout(_TIMEOUT):
            data = await attachment.read()
    except TimeoutError:
        raise ArticleError(name, "took too long to download from Discord; try again") from None
    except (discord.NotFound, discord.Forbidden):
        raise ArticleError(name, "is no longer on Discord; attach it again") from None
    except UNREACHED:
        raise ArticleError(name, "could not be fetched from Discord; try again") from None
    check_file_size(name, len(data))
    return data
