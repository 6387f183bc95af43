"""Pages of the web, fetched while somebody waits in the terminal."""

import asyncio

from rich.console import Console
from rich.text import Text

from bot.presentation.visible import visible
from corpus.web.page import Page


def is_address(argument: str) -> bool:
    """Whether an argument is an address on the web, and no file."""
    return argument.lower().startswith(("http://", "https://"))


def fetch_page(url: str) -> Page:
    """The page at an address. Raises FetchError."""
    from corpus.web.fetch import fetch  # a third of a second that a file does not need

    return asyncio.run(fetch(url))


def fetch_page_visibly(url: str) -> Page:
    """The page at an address, which the terminal names while it waits. Raises FetchError."""
    with Console(stderr=True).status(Text(f"Fetching {visible(url)} …")):
        return fetch_page(url)
