"""The command that runs the bot."""

import asyncio

from rich.console import Console

from bot.opening import make_ready, tell, writing
from bot.settings import load_settings
from index.collections import SHARED
from index.view import EmptyCorpusError


def run() -> None:
    """Be on Discord until SIGTERM or SIGINT, as the one process that writes to the data folder."""
    settings = load_settings()
    with writing(settings) as collections:
        from bot.client import checked_token, serve  # discord.py takes longer to load than a second bot may to notice
        from bot.logs import set_up_logging

        checked_token(settings)
        beside = Console(stderr=True)
        try:
            make_ready(collections, (SHARED,), beside)
            # Loads the encoder before the first person waits for it.
            collections.view((SHARED,)).answer("What is this about?")
        except EmptyCorpusError as error:  # moderators may add articles of their own
            tell(beside, f"{error}; the bot runs without shared articles")
        set_up_logging(settings)
        asyncio.run(serve(collections, settings))
