"""A small library in memory, the real article in it, and a client that is logged in to the loopback Discord."""

import asyncio
import io
import sys
import warnings
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from threading import Event

import pytest

with warnings.catch_warnings():
    warnings.simplefilter("ignore", DeprecationWarning)  # discord.py's voice wants audioop, which Python is giving up
    import discord  # noqa: F401

from bot.discord.client import PullquoteClient
from bot.discord.runtime.jobs import Jobs
from bot.discord.runtime.worker import Worker
from bot.terminal.app import main
from corpus.errors import PullquoteError
from corpus.library.models import AuditLine
from corpus.library.owners import SHARED, of_guild
from corpus.library.policy import Policy, Strictness
from corpus.quotes.citation import cite
from corpus.quotes.direct import Quote
from corpus.quotes.excerpt import Excerpt
from corpus.readers.files import parse_article, read_article
from corpus.speakers.speaker import Speaker
from corpus.text.document import Document
from corpus.text.span import Span
from index.answers.answer import Answer
from index.answers.recall import CitationError, Recalled
from index.people.people import Person
from index.people.sayings import Saying
from index.service.collections import Collections
from index.service.view import View
from index.verification.claims import Claim
from index.verification.verify import Finding, Verdict
from tests.support.discord_server import TOKEN, DiscordServer, discord_server

ROOT = Path(__file__).parents[2]
OPENAPI = ROOT.parent / "shared" / "data" / "discord-openapi.json"


Run = Callable[..., tuple[int, str, str]]


def excerpt_of(document: Document, words: str, **more: object) -> Excerpt:
    """The excerpt of a document that has exactly these words."""
    start = document.text.index(words)
    return Excerpt(document, Span(start, start + len(words)), more.pop("kind", "narration"), **more)  # type: ignore[arg-type]


def speech_of(document: Document, words: str, name: str, role: str | None = None) -> Excerpt:
    """Direct speech in a document, of somebody whom it names."""
    start = document.text.index(name)
    speaker = Speaker(name, role, Span(start, start + len(name)), "named")
    return excerpt_of(document, words, kind="direct", speaker=speaker)


def person_of(name: str, *excerpts: Excerpt, number: int = 1) -> Person:
    """Somebody who says these."""
    quotes = tuple(Quote(each.document, each.span, "direct", each.speaker, 0.9) for each in excerpts)
    return Person(
        f"{number:010x}", name, excerpts[0].speaker.role if excerpts and excerpts[0].speaker else None, quotes
    )


class FakeLibrary(View):
    """Answers as it is told, and can be held up."""

    documents: tuple[Document, ...] = ()
    people: tuple[Person, ...] = ()

    def __init__(self, *documents: Document) -> None:
        self.documents = documents
        self.desk = FakeDesk(self)
        self.answers: dict[str, Answer | Exception] = {}
        self.asked: list[str] = []
        self.strictness: Strictness | None = None
        self.lasts: list[str | None] = []
        """The question that each could go on from."""
        self.said: dict[str, tuple[Saying, ...]] = {}
        """By a person's id, whatever the topic; about “nothing” nobody says anything."""
        self.topics: list[str | None] = []
        self.cited: dict[str, Recalled] = {}
        self.verdicts: dict[str, Verdict] = {}
        """By the claimed words."""
        self.claims: list[Claim] = []
        self.sources: dict[str, tuple[Excerpt, ...]] = {}
        self.gate = Event()
        """Answers wait for it."""
        self.gate.set()

    def answer(self, question: str, strictness: Strictness = Strictness.BALANCED, last: Answer | None = None) -> Answer:
        self.asked.append(question)
        self.strictness = strictness
        self.lasts.append(last.question if last else None)
        assert self.gate.wait(20)
        answer = self.answers.get(question, Answer(question, (), 0.1))
        if isinstance(answer, Exception):
            raise answer
        return answer

    def tell(self, *people: tuple[str, tuple[Excerpt, ...]]) -> None:
        """Have these people say this, and every one of it be cited."""
        self.people = tuple(person_of(name, *said, number=n) for n, (name, said) in enumerate(people, start=1))
        self.said = {who.id: tuple(map(Saying, said)) for who, (_, said) in zip(self.people, people, strict=True)}
        self.cited |= {cite(each).id: Recalled(each, state="current") for _, said in people for each in said}

    def sayings(self, person: str, topic: str | None = None) -> tuple[Saying, ...]:
        self.topics.append(topic)
        assert self.gate.wait(20)
        return () if topic == "nothing" else self.said[person]

    def recall(self, citation: str) -> Recalled:
        if citation not in self.cited:
            raise CitationError(f"no citation has the id {citation}")
        return self.cited[citation]

    def verify(self, claim: Claim) -> Verdict:
        self.claims.append(claim)
        return replace(self.verdicts.get(claim.words, Verdict(claim, Finding.NOT_FOUND)), claim=claim)

    def find_source(self, text: str) -> tuple[Excerpt, ...]:
        return self.sources.get(text, ())


class FakeDesk(Collections):
    """The shared collection is a fake library; that of a guild where there is one, searched before it."""

    def __init__(self, shared: FakeLibrary) -> None:
        self.libraries: dict[str, FakeLibrary] = {SHARED: shared}
        self.viewed: list[tuple[str, ...]] = []
        self.policies: dict[int, Policy | PullquoteError] = {}
        self.settled: list[tuple[int, str, str]] = []
        """Where, by whom, and what."""
        self.chose: dict[int, int] = {}
        self.erased: list[str] = []
        self.guilds: list[list[int]] = []
        """Those that it was told of, each time."""

    def view(self, collections: Sequence[str]) -> View:
        self.viewed.append(tuple(collections))
        return next((self.libraries[name] for name in collections if name in self.libraries), FakeLibrary())

    def policy(self, guild: int) -> Policy:
        policy = self.policies.get(guild, Policy())
        if isinstance(policy, PullquoteError):
            raise policy
        return policy

    def settle(self, guild: int, policy: Policy, by: str, what: str) -> None:
        self.policies[guild] = policy
        self.settled.append((guild, by, what))

    def audit(self, collection: str, most: int = 20) -> tuple[AuditLine, ...]:
        at = datetime(2024, 1, 1, tzinfo=UTC)
        lines = [AuditLine(at, by, what) for guild, by, what in self.settled if of_guild(guild) == collection]
        return tuple(reversed(lines[-most:]))

    def chosen(self, person: int) -> int | None:
        return self.chose.get(person)

    def choose(self, person: int, guild: int | None) -> None:
        self.chose.pop(person, None)
        if guild is not None:
            self.chose[person] = guild

    def erase(self, collection: str) -> None:
        self.erased.append(collection)

    def present(self, guilds: Sequence[int]) -> None:
        self.guilds.append(sorted(guilds))

    def sweep(self) -> tuple[str, ...]:
        return ()


@pytest.fixture(scope="session")
def article() -> Document:
    """The article that ships."""
    return read_article(ROOT / "corpus" / "articles" / "north-korea-missile.txt")


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
def library(article: Document) -> FakeLibrary:
    """The shared collection that the client serves."""
    return FakeLibrary(article)


@pytest.fixture
def desk(library: FakeLibrary) -> FakeDesk:
    """All collections that the client serves."""
    return library.desk


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
async def client(server: DiscordServer, library: FakeLibrary, tmp_path: Path) -> AsyncIterator[PullquoteClient]:
    """Logged in and ready."""
    async with logged_in(server, library, tmp_path) as client:
        yield client


@asynccontextmanager
async def logged_in(
    server: DiscordServer, library: FakeLibrary, data: Path, waiting: int = 8
) -> AsyncIterator[PullquoteClient]:
    """A client for as long as the block lasts."""
    async with serving(server, library.desk, data, waiting) as client:
        try:
            yield client
        finally:
            library.gate.set()


@asynccontextmanager
async def serving(
    server: DiscordServer, desk: Collections, data: Path, waiting: int = 8
) -> AsyncIterator[PullquoteClient]:
    """The same with collections of one's own."""
    worker = Worker(desk, waiting)
    client = PullquoteClient(worker, Jobs(worker), data, guild_ready_timeout=0.05)
    session = asyncio.create_task(client.start(TOKEN))
    try:
        await server.until(lambda: session.done() or client.is_ready())
        yield client
    finally:
        await worker.close(2.0)
        await client.close()
        await session


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
