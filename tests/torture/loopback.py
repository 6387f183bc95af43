"""The bot on the loopback Discord, with a service over real files, and what people can use there."""

import asyncio
import itertools
import logging
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
    """A message that nobody remembers, to press buttons under."""
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
class Stage:
    """Discord, the bot on it, and what it answers from."""

    server: DiscordServer
    client: PullquoteClient
    kept: KeptService
    watched: WatchedViews
    failing: FailingPolicies
    errors: list[str]
    """What was logged as an error."""

    @property
    def presses(self) -> tuple[str, ...]:
        """The names of all buttons."""
        return tuple(self.client._commands._presses)

    @property
    def submits(self) -> tuple[str, ...]:
        """The names of all forms."""
        return tuple(self.client._commands._submits)

    async def said(self, asked: Asked) -> list[str]:
        """What there is to read, in the message of a pressed button too, when all has come of an interaction."""
        post = asked.pressed
        try:
            await self.server.until(lambda: asked.seen or asked.modal or (post and post.versions))
        except AssertionError:
            return [_SILENCE]
        await asyncio.wait_for(self.client._worker._idle.wait(), 20)
        return [*(each.content for each in asked.seen), *(post.versions if post else ())]

    def commands(self) -> dict[str, Json]:
        """Every command as Discord was told of it, and every subcommand, by its whole name."""
        return dict(pair for each in self.server.commands for pair in leaves(each))


def played(folder: Path, guilds: Sequence[Guild], play: Callable[[Stage], Awaitable[T]]) -> T:
    """What comes of a play with the bot in these guilds."""

    async def play_it() -> T:
        async with _stage(folder, guilds) as stage:
            return await play(stage)

    return asyncio.run(play_it())


@asynccontextmanager
async def _stage(folder: Path, guilds: Sequence[Guild]) -> AsyncIterator[Stage]:
    (folder / "articles").mkdir(parents=True, exist_ok=True)
    kept = KeptService(folder, read=0)
    kept.views = watched = WatchedViews(kept.views)
    kept.policies = failing = FailingPolicies(kept.policies)
    with pytest.MonkeyPatch.context() as patch, errors_logged() as errors, kept.operations.writing():
        kept.operations.load()
        async with discord_server(patch.setattr) as server:
            server.guilds = {guild.id: guild for guild in guilds}
            async with serving(server, kept.service, folder, _WAITING) as client:
                yield Stage(server, client, kept, watched, failing, errors)
                kept.gate.set()
        kept.operations.close()


def failed(said: Sequence[str]) -> bool:
    """Whether somebody was told nothing, or that the bot is at fault."""
    return any(words in each for words in (_SILENCE, "Sorry, something went wrong") for each in said)


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
    under = [each for each in command.get("options", []) if each["type"] in (1, 2)]
    if not under:
        yield name, command
    for each in under:
        yield from leaves(each, name)


def suggesting(commands: dict[str, Json]) -> Iterator[tuple[str, str]]:
    """The options for which something is suggested while they are typed, each after its command."""
    for name, command in commands.items():
        yield from ((name, each["name"]) for each in command.get("options", []) if each.get("autocomplete"))


def is_menu(command: dict[str, Any]) -> bool:
    """Whether it is chosen from a message's menu."""
    return command.get("type") == 3
