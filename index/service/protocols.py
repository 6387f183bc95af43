"""What the faces call: the value that holds it all, and protocols of what tests put something else in the place of."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from corpus.library.models import AuditLine
from corpus.library.policy import Policy, Strictness
from corpus.quotes.excerpt import Excerpt
from corpus.text.document import Document
from index.answers.answer import Response
from index.answers.recall import Recalled
from index.engine.build import Progress
from index.people.people import Person
from index.people.sayings import Saying
from index.service.adding.additions import Additions
from index.service.curation import Curation
from index.service.operations import Operations
from index.service.report import Report, Status
from index.verification.claims import Claim
from index.verification.verify import Verdict


class View(Protocol):
    """What one or several collections hold, searched together. Thread-safe.

    Each call answers from the generations that are live when it begins, whole. It blocks for tens of milliseconds, and
    longer where a collection has to be loaded. What answers raises EmptyCorpusError where nothing is indexed.
    """

    @property
    def documents(self) -> tuple[Document, ...]:
        """The documents that can be quoted, in the order of their titles."""

    @property
    def people(self) -> tuple[Person, ...]:
        """Everybody who is quoted, the most quoted first."""

    def answer(
        self, question: str, strictness: Strictness = Strictness.BALANCED, last: Response | None = None
    ) -> Response:
        """Search and decide. `last` is what a follow-up goes on from. Raises QuestionError where nothing is asked, or
        a follow-up has nothing to go on from."""

    def verify(self, claim: Claim) -> Verdict:
        """Compare a claimed quote with the articles. Raises ClaimError where it is too long."""

    def sayings(self, person: str, topic: str | None = None) -> tuple[Saying, ...]:
        """What the person with that id says: all of it by date and place, or what is about a topic, best first.

        Empty where nothing is about it. Raises PersonError where nobody has that id (any more), QuestionError where
        the topic holds no word.
        """

    def find_source(self, text: str) -> tuple[Excerpt, ...]:
        """What a message speaks of, nearest first, three at most; nothing where nothing is near.

        Raises ClaimError where it is too long.
        """

    def recall(self, citation: str) -> Recalled:
        """The words of a citation's id, also of a revision that was superseded or removed since it answered.

        Raises CitationError where no words of these collections have it, LibraryError where what was kept is damaged.
        """


class Views(Protocol):
    """The views of all collections."""

    def view(self, collections: Sequence[str]) -> View:
        """What these collections hold, searched together. Each is loaded when it is first asked."""

    def close_idle(self) -> None:
        """Give back the memory of guilds' collections that nobody asked for a while."""


class Indexing(Protocol):
    """How a collection and its index are, and bringing the index up to date."""

    def reindex(self, collection: str, by: str, progress: Progress | None = None) -> Report:
        """Bring the index of a collection up to date: of the shared one, read the articles folder first. Every file of
        the index is checked anew. What `progress` raises stops it; then the old index goes on answering."""

    def status(self, collection: str) -> Status:
        """How a collection is."""


class Policies(Protocol):
    """What moderators settle for their guild, and who changed what."""

    def policy(self, guild: int) -> Policy:
        """What a guild's moderators have settled; quick enough for an event loop. Raises LibraryError where that cannot
        be read: then nobody but who may manage the server may do anything."""

    def settle(self, guild: int, policy: Policy, by: str, what: str) -> None:
        """Change it; `what` is the audit line."""

    def audit(self, collection: str, most: int = 20) -> tuple[AuditLine, ...]:
        """Who changed what, settings and articles alike, the newest first."""


class Guilds(Protocol):
    """The guilds that the bot is in, and those that it has left."""

    def chosen(self, person: int) -> int | None:
        """The guild whose collection that person's direct messages are answered from, besides the shared one."""

    def choose(self, person: int, guild: int | None) -> None:
        """Remember it; None forgets it."""

    def present(self, guilds: Sequence[int]) -> None:
        """Note which guilds the bot is in: those that it has left are erased when their time of grace is over, which
        begins now; of those that are back it ends."""

    def erase(self, collection: str) -> None:
        """Erase everything of a guild, for good. Raises LockedError while there is work on it."""

    def erase_due(self) -> tuple[str, ...]:
        """Erase the guilds whose time of grace is over; a sentence for each."""


@dataclass(frozen=True, slots=True)
class Service:
    """All that the faces call. Thread-safe: one process writes, which holds `operations.writing`; others read.

    All of it blocks, some of it for minutes, but for `policies.policy`.
    """

    views: Views
    additions: Additions
    curation: Curation
    indexing: Indexing
    policies: Policies
    guilds: Guilds
    operations: Operations
