"""A small library in memory, the real article in it, and a client that is logged in to the loopback Discord."""

import asyncio
import io
import sys
import warnings
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest

with warnings.catch_warnings():
    warnings.simplefilter("ignore", DeprecationWarning)  # discord.py's voice wants audioop, which Python is giving up
    import discord  # noqa: F401

from bot.discord.client import PullquoteClient
from bot.discord.runtime.jobs import Jobs
from bot.discord.runtime.worker import Worker
from bot.terminal.app import main
from corpus.library.owners import SHARED
from corpus.quotes.excerpt import Excerpt
from corpus.readers.files import parse_article
from corpus.speakers.speaker import Speaker
from corpus.text.document import Document
from corpus.text.span import Span
from index.service.protocols import Service
from tests.support.discord_server import TOKEN, DiscordServer, discord_server
from tests.support.fake_service import FakeCollections, FakeView, excerpt_of, speech_of

ROOT = Path(__file__).parents[2]
OPENAPI = ROOT.parent / "shared" / "data" / "discord-openapi.json"


Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def mattis(article: Document) -> Excerpt:
    """Direct speech with a known speaker."""
    words = "“These are the most severe sanctions yet laid on North Korea,” Mattis said Tuesday."
    start = article.text.index("Mattis said")
    speaker = Speaker("Mattis", "Secretary of Defense", Span(start, start + len("Mattis")), "named")
    return excerpt_of(article, words, kind="direct", speaker=speaker)


QUAY = """\
---
title: "The quay [closed](https://x.example) @everyone"
published: 2019-05-03
---
“The quay will close in May,” said Ada Holm, the harbour master.

“We asked the board twice,” Holm said. “Nobody wrote back.”

“It will not close at all,” said Ben Ray. “Ask anybody.”
"""


@pytest.fixture(scope="session")
def quay() -> Document:
    """An invented article, whose title and publisher mean no good."""
    return replace(parse_article("quay.txt", QUAY.encode()), publisher="Harbour \u202eNews")


@pytest.fixture
def holm(quay: Document) -> tuple[Excerpt, ...]:
    """What Ada Holm says there."""
    words = ("“The quay will close in May,”", "“We asked the board twice,”", "“Nobody wrote back.”")
    return tuple(speech_of(quay, each, "Ada Holm", "harbour master") for each in words)


@pytest.fixture
def ray(quay: Document) -> tuple[Excerpt, ...]:
    """What Ben Ray says there."""
    return tuple(speech_of(quay, each, "Ben Ray") for each in ("“It will not close at all,”", "“Ask anybody.”"))


@pytest.fixture
def view(article: Document) -> FakeView:
    """The shared collection that the client serves."""
    return FakeView(article)


@pytest.fixture
def collections(view: FakeView) -> FakeCollections:
    """All collections that the client serves."""
    return FakeCollections(view)


@pytest.fixture
async def server(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[DiscordServer]:
    """The loopback Discord; after each test, what was sent is held against the promises."""
    async with discord_server(monkeypatch.setattr) as server:
        yield server
        check_promises(server)


def check_promises(server: DiscordServer) -> None:
    """Every request body that makes or edits a message pings nobody."""
    for request in server.bodies():
        body = request.body or {}
        message = body.get("data", body)
        assert message["allowed_mentions"]["parse"] == [], request
        assert not any(message["allowed_mentions"].get(kind) for kind in ("users", "roles", "replied_user")), request


@pytest.fixture
async def client(server: DiscordServer, collections: FakeCollections, tmp_path: Path) -> AsyncIterator[PullquoteClient]:
    """Logged in and ready."""
    async with logged_in(server, collections, tmp_path) as client:
        yield client


@asynccontextmanager
async def logged_in(
    server: DiscordServer, collections: FakeCollections, data: Path, waiting: int = 8
) -> AsyncIterator[PullquoteClient]:
    """A client for as long as the block lasts."""
    async with serving(server, collections.service, data, waiting) as client:
        try:
            yield client
        finally:
            collections.fakes[SHARED].gate.set()


@asynccontextmanager
async def serving(
    server: DiscordServer, service: Service, data: Path, waiting: int = 8
) -> AsyncIterator[PullquoteClient]:
    """The same with a service of one's own."""
    worker = Worker(service, waiting)
    client = PullquoteClient(worker, Jobs(worker), data)
    session = asyncio.create_task(client.start(TOKEN))
    try:
        await server.until(lambda: session.done() or (client.is_ready() and _knows_its_guilds(client)))
        yield client
    finally:
        await worker.close(2.0)
        await client.close()
        await session


def _knows_its_guilds(client: PullquoteClient) -> bool:
    return not any(guild.unavailable for guild in client.guilds)


@pytest.fixture
def run(folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs a command of the terminal in the `folder` of the tests, `typed` on its standard input: exit code, standard
    output, standard error."""

    def command(*arguments: str, typed: str = "") -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["pullquote", *arguments])
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(typed.encode())))
        monkeypatch.setattr("bot.terminal.app._end", sys.exit)  # which would end the tests too
        with pytest.raises(SystemExit) as ended:
            main()
        out, err = capsys.readouterr()
        code = ended.value.code
        return (code if isinstance(code, int) else 0 if code is None else 1), out, err

    assert folder.exists()
    return command
