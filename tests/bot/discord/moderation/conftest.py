"""A moderator's Discord, with collections that are really kept, and an encoder without a model."""

import asyncio
import shutil
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from bot.discord.client import PullquoteClient
from corpus.library.models import Entry
from corpus.library.owners import of_guild
from tests.bot.conftest import serving
from tests.support.discord_http import Asked
from tests.support.discord_server import DiscordServer
from tests.support.discord_values import GUILD, HERE, MANAGE_GUILD, MEMBER, Place, Post, Upload
from tests.support.kept_service import KeptService
from tests.support.once import made_once

OWN = of_guild(GUILD)
FERRY = """\
---
title: No ferry in winter
publisher: The Tidewater Post
published: 2024-10-02
url: https://tidewater.example/ferry
---
The ferry to Skarholm will not sail in winter.

“We cannot send a crew into a storm for three passengers,” said Ada Holm, the harbour master.

“Nobody asked us,” said Ben Ray, who runs the only shop. “In winter we live on what the ferry brings.”
"""
CORRECTED = FERRY.replace("three", "thirteen") + "\n“Nobody will be cut off,” said Cora Lind, the mayor.\n"
OTHER = "“The library will open on Sundays,” said Dan Moe, who keeps its books and knows all of its readers by name.\n"


ARTICLES = {"ferry": FERRY, "sunday": OTHER}


def holding(*names: str) -> pytest.MarkDecorator:
    """Have a test begin with these of the ARTICLES in the server's collection, added one after another."""
    return pytest.mark.parametrize("kept", [names], indirect=True, ids=["+".join(names)])


@pytest.fixture
def kept(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> Iterator[KeptService]:
    """The service of a data folder that is written to, empty at first but for what a test is `holding`."""
    put_data(tmp_path, tmp_path_factory, *getattr(request, "param", ()))
    kept = opened(tmp_path)
    with kept.operations.writing():
        kept.operations.load()
        yield kept
        kept.operations.close()


def put_data(folder: Path, factory: pytest.TempPathFactory, *names: str) -> None:
    """Put a data folder there in which the server's collection holds these of the ARTICLES.

    It is copied from one made once, since a library takes long to be made, and an article to be read.
    """

    def make(stock: Path) -> None:
        kept = KeptService(stock)
        with kept.operations.writing():
            kept.operations.load()
            for name in names:
                draft = kept.additions.draft(OWN, f"{name}.txt", ARTICLES[name].encode(), str(MEMBER)).draft
                kept.additions.add(OWN, draft.id, str(MEMBER))
            kept.operations.close()

    shutil.copytree(made_once(factory, "-".join(("stock", *names)), make) / "data", folder / "data")


def opened(folder: Path, **options: Any) -> KeptService:
    (folder / "articles").mkdir(exist_ok=True)
    return KeptService(folder, **options)


@pytest.fixture
async def moderator(server: DiscordServer, kept: KeptService, tmp_path: Path) -> AsyncIterator["Moderator"]:
    """Somebody who may manage the server, while the bot serves."""
    async with serving(server, kept.service, tmp_path) as client:
        yield Moderator(server, client)
        kept.gate.set()


@dataclass(slots=True)
class Moderator:
    """What a moderator does and sees."""

    server: DiscordServer
    client: PullquoteClient
    user: int = MEMBER
    permissions: int = MANAGE_GUILD
    at: Place = HERE

    async def uses(self, command: str, **options: str | int | Upload) -> Post:
        """A command, and its reply."""
        asked = await self.begins(command, **options)
        (post,) = await self.server.seen(asked)
        return post

    async def begins(self, command: str, **options: str | int | Upload) -> Asked:
        """A command, whose reply is not waited for."""
        return await self.server.ask(
            f"corpus {command}",
            permissions=self.permissions,
            user=self.user,
            at=self.at,
            **options,  # type: ignore[arg-type]
        )

    async def presses(self, post: Post, button: str, sees: str = "") -> Asked:
        """A button, until its message, or an answer beside it, has these words."""
        before = len(post.versions)
        asked = await self.server.press(post, button, user=self.user, permissions=self.permissions, at=self.at)
        await self.server.until(
            lambda: any(sees in text for text in (*post.versions[before:], *(post.content for post in asked.seen)))
        )
        return asked

    async def adds(self, text: str = FERRY, name: str = "ferry.txt") -> Post:
        """An article, as another one than all there are."""
        post = await self.uses("add", file=Upload(name, text.encode()))
        labels = [button["label"] for button in post.buttons]
        await self.presses(post, "Add" if "Add" in labels else "Add as another article", "Added")
        return post


def entries(kept: KeptService) -> list[tuple[int, str, int]]:
    """Number, title and version of what the server's collection holds."""
    articles: tuple[Entry, ...] = kept.curation.entries(OWN)
    return sorted((entry.article, entry.title, entry.revision) for entry in articles)


async def running(kept: KeptService, moderator: Moderator) -> Asked:
    """A reindex that goes on until the gate is opened."""
    kept.gate.clear()
    asked = await moderator.begins("reindex")
    await moderator.server.until(lambda: asked.seen and "25 %" in asked.seen[0].content)
    await asyncio.sleep(0)
    return asked
