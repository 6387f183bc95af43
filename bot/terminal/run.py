"""The command that runs the bot."""

import asyncio
from contextlib import suppress

from rich.console import Console

from bot.discord.client import checked_token, serve
from bot.discord.runtime.logs import set_up_logging
from bot.settings import load_settings
from bot.terminal.session import behind, load, writing
from corpus.library.owners import SHARED
from index.service.errors import EmptyCorpusError


def run() -> None:
    """Be on Discord until SIGTERM or SIGINT, as the one process that writes to the data folder."""
    settings = load_settings()
    checked_token(settings)
    with writing(settings) as service:
        load(service, Console(stderr=True))
        with suppress(EmptyCorpusError):  # they are about to be indexed, or moderators add articles of their own
            service.views.view((SHARED,)).answer("What do the articles say?")  # loads the encoder before anybody waits
        set_up_logging(settings)
        asyncio.run(serve(service, settings, behind(service)))
