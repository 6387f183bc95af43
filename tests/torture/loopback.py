"""The bot on the loopback Discord, with a service over real files, and what people can use there."""

import asyncio
import itertools
import logging
import re
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import pytest

from bot.discord.client import PullquoteClient
from corpus.library.database import LibraryError
from corpus.library.models import AuditLine
from corpus.library.policy import Policy
from index.service.protocols import Policies, View, Views
from tests.bot.conftest import serving
from tests.support.discord_server import Asked, DiscordServer, discord_server
from tests.support.discord_values import Guild, Json, Post
from tests.support.kept_service import KeptService

_SILENCE = "Nothing came of it."
_WAITING = 1_000  # questions: what is too many is tried elsewhere

T = TypeVar("T")

_NUMBERS = itertools.count(1)


def old_post(channel: int, private: bool = False, asked_by: int | None = None) -> Post:
    """A message that the bot does not remember, to press buttons under."""
    return Post(next(_NUMBERS), channel, "old", private=private, asked_by=asked_by)


class WatchedViews:
    """`Views` that note what was searched."""

    def __init__(self, views: Views) -> None:
        self.viewed: list[tuple[str, ...]] = []
        self._views = views

    def view(self, collections: Sequence[str]) -> View:
        self.viewed.append(tuple(collections))
        return self._views.view(collections)

    def close_idle(self) -> None:
        self._views.close_idle()


class FailingPolicies:
    """`Policies` of which those of some guilds cannot be read."""

    def __init__(self, policies: Policies) -> None:
        self.unreadable: set[int] = set()
        self._policies = policies

    def policy(self, guild: int) -> Policy:
        if guild in self.unreadable:
            raise LibraryError("damaged")
        return self._policies.policy(guild)

    def settle(self, guild: int, policy: Policy, by: str, what: str) -> None:
        self._policies.settle(guild, policy, by, what)

    def audit(self, collection: str, most: int = 20) -> tuple[AuditLine, ...]:
        return self._policies.audit(collection, most)


@dataclass(frozen=True, slots=True)
class Loopback:
    """The loopback Discord, the bot on it, and the service that it answers from."""

    server: DiscordServer
    client: PullquoteClient
    kept: KeptService
    watched: WatchedViews
    failing: FailingPolicies
    errors: list[str]
    """What was logged as an error."""

    @property
    def presses(self) -> dict[str, re.Pattern[str]]:
        """The names of all buttons, with the pattern of what each carries."""
        return {name: pattern for name, (pattern, _) in self.client.tree._presses.items()}

    @property
    def submits(self) -> dict[str, re.Pattern[str]]:
        """The names of all forms, with the pattern of what each carries."""
        return {name: pattern for name, (pattern, _) in self.client.tree._submits.items()}

    async def texts_of(self, asked: Asked) -> list[str]:
        """All texts that an interaction led to, those in the message of a pressed button too."""
        post = asked.pressed
        try:
            await self.server.until(lambda: asked.seen or asked.modal or (post and post.versions))
        except AssertionError:
            return [_SILENCE]
        await asyncio.wait_for(self.client._worker._idle.wait(), 20)
        return [*(reply.content for reply in asked.seen), *(post.versions if post else ())]

    def commands(self) -> dict[str, Json]:
        """Every command as Discord was told of it, and every subcommand, by its whole name."""
        return dict(pair for command in self.server.commands for pair in leaves(command))


def run_on_loopback(folder: Path, guilds: Sequence[Guild], scenario: Callable[[Loopback], Awaitable[T]]) -> T:
    """What a scenario gives that is run while the bot is in these guilds."""

    async def run() -> T:
        async with _started(folder, guilds) as loopback:
            return await scenario(loopback)

    return asyncio.run(run())


@asynccontextmanager
async def _started(folder: Path, guilds: Sequence[Guild]) -> AsyncIterator[Loopback]:
    (folder / "articles").mkdir(parents=True, exist_ok=True)
    kept = KeptService(folder)
    kept.views = watched = WatchedViews(kept.views)
    kept.policies = failing = FailingPolicies(kept.policies)
    with pytest.MonkeyPatch.context() as patch, errors_logged() as errors, kept.operations.writing():
        kept.operations.load()
        async with discord_server(patch.setattr) as server:
            server.guilds = {guild.id: guild for guild in guilds}
            async with serving(server, kept.service, folder, _WAITING) as client:
                yield Loopback(server, client, kept, watched, failing, errors)
                kept.gate.set()
        kept.operations.close()


def failed(texts: Sequence[str]) -> bool:
    """Whether somebody was told nothing, or that the bot is at fault."""
    return any(words in text for words in (_SILENCE, "Sorry, something went wrong") for text in texts)


@contextmanager
def errors_logged() -> Iterator[list[str]]:
    """What is logged as an error meanwhile, each in a line or two."""
    lines: list[str] = []

    class Handler(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            lines.append(f"{record.name}: {record.getMessage()} {record.exc_info and record.exc_info[1]!r}")

    handler = Handler(logging.ERROR)
    logging.getLogger().addHandler(handler)
    try:
        yield lines
    finally:
        logging.getLogger().removeHandler(handler)


def library_of(folder: Path) -> sqlite3.Connection:
    """The library's file, to be looked at beside the process that writes."""
    return sqlite3.connect(f"file:{folder / 'data' / 'library.sqlite'}?mode=ro", uri=True)


def version_of(library: sqlite3.Connection) -> int:
    """Another number whenever something was written since."""
    return int(library.execute("PRAGMA data_version").fetchone()[0])


# What can be used -----------------------------------------------------------------------------------------------------


def leaves(command: Json, before: str = "") -> Iterator[tuple[str, Json]]:
    """A command, or its subcommands, with their whole names."""
    name = f"{before} {command['name']}".strip()
    subcommands = [option for option in command.get("options", []) if option["type"] in (1, 2)]
    if not subcommands:
        yield name, command
    for subcommand in subcommands:
        yield from leaves(subcommand, name)


def suggesting(commands: dict[str, Json]) -> Iterator[tuple[str, str]]:
    """The options for which something is suggested while they are typed, each after its command."""
    for name, command in commands.items():
        yield from ((name, option["name"]) for option in command.get("options", []) if option.get("autocomplete"))


def is_menu(command: dict[str, Any]) -> bool:
    """Whether it is chosen from a message's menu."""
    return command.get("type") == 3
