"""The command that runs the bot."""

import asyncio

from rich.console import Console

from bot.client import checked_token, serve
from bot.logs import set_up_logging
from bot.opening import make_ready, open_collection
from bot.settings import load_settings


def run() -> None:
    """Be on Discord until SIGTERM or SIGINT, as the one process that writes to the data folder."""
    settings = load_settings()
    checked_token(settings)
    collection = open_collection(settings)
    with collection.writing():
        make_ready(collection, Console(stderr=True))
        collection.answer("What is this about?")  # loads the encoder before the first person waits for it
        set_up_logging(settings)
        asyncio.run(serve(collection, settings))
