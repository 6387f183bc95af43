"""The command that runs the bot."""

import asyncio

from rich.console import Console

from bot.discord.client import checked_token, serve
from bot.discord.runtime.logs import set_up_logging
from bot.settings import load_settings
from bot.terminal.session import make_ready, tell, writing
from corpus.library.owners import SHARED
from index.service.errors import EmptyCorpusError


def run() -> None:
    """Be on Discord until SIGTERM or SIGINT, as the one process that writes to the data folder."""
    settings = load_settings()
    checked_token(settings)
    beside = Console(stderr=True)
    with writing(settings) as service:
        try:
            make_ready(service, (), beside)  # all: after an update their indexes may be of another format
            service.views.view((SHARED,)).answer("What do the articles say?")  # loads the encoder before anybody waits
        except EmptyCorpusError as error:  # moderators may add articles of their own
            tell(beside, f"{error}; the bot runs without shared articles")
        set_up_logging(settings)
        asyncio.run(serve(service, settings))
