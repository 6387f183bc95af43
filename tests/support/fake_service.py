"""A service in memory: it answers as it is told, and remembers what it was asked."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from threading import Event
from typing import Any

from corpus.errors import PullquoteError
from corpus.library.models import AuditLine
from corpus.library.owners import SHARED, of_guild
from corpus.library.policy import Policy, Strictness
from corpus.quotes.citation import cite
from corpus.quotes.direct import Quote
from corpus.quotes.excerpt import Excerpt
from corpus.speakers.speaker import Speaker
from corpus.text.document import Document
from corpus.text.span import Span
from index.answers.answer import Refusal, Response
from index.answers.recall import CitationError, Recalled
from index.people.namesakes import Said
from index.people.people import Person
from index.people.sayings import Saying
from index.service.protocols import Service, View
from index.verification.claims import Claim
from index.verification.verify import Finding, Verdict

NOT_FAKED: Any = object()
"""The part of a service that nothing here may use."""


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
    said = tuple(
        Said(Quote(each.document, each.span, "direct", each.speaker), each.speaker) for each in excerpts if each.speaker
    )
    roles = tuple(speaker.role for _, speaker in said[:1] if speaker.role)
    return Person(f"{number:010x}", name, roles, said, count=len(excerpts))


class FakeView:
    """Answers as it is told, and can be held up."""

    def __init__(self, *documents: Document) -> None:
        self.documents = documents
        self.people: tuple[Person, ...] = ()
        self.answers: dict[str, Response | Exception] = {}
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

    def answer(
        self, question: str, strictness: Strictness = Strictness.BALANCED, last: Response | None = None
    ) -> Response:
        self.asked.append(question)
        self.strictness = strictness
        self.lasts.append(last.question if last else None)
        assert self.gate.wait(20)
        answer = self.answers.get(question, Refusal(question, (), 0.1))
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


class FakeCollections:
    """The views, policies and guilds of a service: the shared collection has a fake view; that of a guild where there
    is one, asked before it."""

    def __init__(self, shared: FakeView) -> None:
        self.fakes: dict[str, FakeView] = {SHARED: shared}
        self.viewed: list[tuple[str, ...]] = []
        self.policies: dict[int, Policy | PullquoteError] = {}
        self.settled: list[tuple[int, str, str]] = []
        """Where, by whom, and what."""
        self.chose: dict[int, int] = {}
        self.erased: list[str] = []
        self.guilds: list[list[int]] = []
        """Those that it was told of, each time."""
        operations: Any = self  # of these only the daily backup
        self.service = Service(
            views=self,
            additions=NOT_FAKED,
            curation=NOT_FAKED,
            indexing=NOT_FAKED,
            policies=self,
            guilds=self,
            operations=operations,
        )

    def view(self, collections: Sequence[str]) -> View:
        self.viewed.append(tuple(collections))
        return next((self.fakes[name] for name in collections if name in self.fakes), FakeView())

    def close_idle(self) -> None:
        """Nothing here takes memory."""

    def back_up_daily(self) -> tuple[str, ...]:
        """Nothing here is kept."""
        return ()

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

    def erase_due(self) -> tuple[str, ...]:
        return ()
