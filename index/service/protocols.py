"""What the faces call: narrow protocols, and the value that holds one of each.

Whoever answers from something else, as the tests do, implements these. Nothing heavy is imported here.
"""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from corpus.library.policy import Policy, Strictness
from corpus.web.page import Page

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from corpus.library.models import AuditLine, Draft, Entry, Origin, Revision
    from corpus.quotes.diff import QuoteChanges
    from corpus.quotes.excerpt import Excerpt
    from corpus.text.document import Document
    from index.answers.answer import Response
    from index.answers.recall import Recalled
    from index.engine.build import Progress
    from index.people.people import Person
    from index.people.sayings import Saying
    from index.service.adding.batches import Batch, IncomingFile, Kind
    from index.service.adding.preview import Preview
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


class Additions(Protocol):
    """Articles on their way into a collection: each is a draft until somebody adds it."""

    def draft(self, collection: str, name: str, data: bytes, by: str, origin: Origin = "file") -> Preview:
        """Read an article that may be added. Raises ArticleError, QuotaError."""

    def draft_page(self, collection: str, page: Page, by: str) -> Preview:
        """Read a page that was fetched, as an article that may be added. Raises FetchError, QuotaError."""

    def refresh(self, collection: str, article: int, page: Page, by: str) -> Preview | None:
        """Read what was fetched again of an article, as its next version; None where its text is as it was.

        Raises ArticleUnknownError, also where the article did not come from the web; FetchError, QuotaError.
        """

    def find_draft(self, collection: str, draft: str, by: str) -> Draft:
        """A draft as it is; quick. Raises DraftError where it is gone, of another collection or of another person."""

    def preview(self, collection: str, draft: str, by: str) -> Preview:
        """What a moderator is shown of a draft. Raises DraftError as `find_draft` does."""

    def correct(self, collection: str, draft: str, by: str, details: Mapping[str, str]) -> Preview:
        """Correct the article's details by their names, as `corrected` does. Raises DraftError, or ArticleError for a
        bad date or address."""

    def drop(self, collection: str, draft: str, by: str) -> None:
        """Throw a draft away; nothing where it is gone already."""

    def add(
        self, collection: str, draft: str, by: str, article: int | None = None, progress: Progress | None = None
    ) -> tuple[Entry, Report]:
        """Keep a draft: as a new article, or as the next revision of one. Raises DraftError, QuotaError,
        DuplicateError, ArticleUnknownError; then, and where `progress` raises, nothing has changed."""

    def draft_many(
        self,
        collection: str,
        files: Sequence[IncomingFile],
        by: str,
        origin: Origin = "file",
        progress: Progress | None = None,
    ) -> Batch:
        """Read several articles that may be added together. `progress` is told the bytes of the files that are read;
        what it raises stops the reading, and then none is kept."""

    def batch(self, collection: str, batch: str, by: str) -> Batch:
        """What the files of a batch are as things stand. Raises DraftError as `find_draft` does."""

    def drop_batch(self, collection: str, batch: str, by: str) -> None:
        """Throw the drafts of a batch away; nothing where they are gone already."""

    def add_many(
        self,
        collection: str,
        batch: str,
        by: str,
        kinds: Sequence[Kind] = ("new", "version"),
        progress: Progress | None = None,
    ) -> tuple[Batch, Report]:
        """Keep the drafts of a batch that are of these kinds, as one change: the new ones as articles, newer versions
        as the next revisions. Gives what became of each file: one that meanwhile is a duplicate, or over the quota, is
        left out with its reason. Raises DraftError as `find_draft` does; then, and where `progress` raises, nothing has
        changed."""


class Curation(Protocol):
    """The articles of a collection, and what is done with them. An article's number counts within its collection."""

    def entries(self, collection: str, removed: bool = False) -> tuple[Entry, ...]:
        """The articles by title; with `removed` those that were removed instead."""

    def revision(self, collection: str, article: int, number: int | None = None) -> Revision:
        """A revision, without a number the one that answers, or the last one. Raises ArticleUnknownError."""

    def history(self, collection: str, article: int) -> tuple[tuple[Revision, QuoteChanges | None], ...]:
        """The revisions, the newest first, each with what changed since the one before; None for the first, and for
        old ones of many. Raises ArticleUnknownError."""

    def remove(self, collection: str, article: int, by: str) -> Entry:
        """Take an article away. Raises ArticleUnknownError, also where the articles folder feeds it."""

    def restore(
        self, collection: str, article: int, number: int | None, by: str, progress: Progress | None = None
    ) -> Entry:
        """Have an article answer again, by an earlier revision if a number is given. Raises ArticleUnknownError,
        QuotaError, DuplicateError."""

    def edit(
        self, collection: str, article: int, details: Mapping[str, str], by: str, progress: Progress | None = None
    ) -> Entry:
        """Correct an article's details by their names, as `corrected` does: its next revision, with the same text.
        Raises ArticleUnknownError, also where the articles folder feeds it, and ArticleError for a bad date or
        address."""

    def undoable(self, collection: str) -> str | None:
        """What `roll_back` would undo, in the words of the audit; None where there is nothing."""

    def roll_back(self, collection: str, by: str) -> Report:
        """Have the collection be what it was before the last change that was kept. Raises GenerationError where there
        is none."""

    def export(self, collection: str, article: int | None = None) -> tuple[str, bytes]:
        """A name and a zip of the articles, removed ones too, with all their revisions and what was fetched of them; of
        one article alone where its number is given. Raises ArticleUnknownError, or EmptyCorpusError where there are
        none."""

    def import_articles(
        self, collection: str, name: str, data: bytes, by: str, progress: Progress | None = None
    ) -> tuple[int, Report]:
        """Take in the articles of an export, each under a number of its own, but for those whose text is here already;
        how many, and in the report a sentence for each other one. Raises ArticleError where the file is no export or
        damaged, QuotaError; then, and where `progress` raises, nothing has changed."""


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


class Operations(Protocol):
    """The data folder as a whole: who writes to it, what is in memory of it, and whether it is sound."""

    def writing(self) -> AbstractContextManager[None]:
        """Be the one process that writes to the data folder. Raises LockedError where another is."""

    def load(self) -> tuple[str, ...]:
        """Make the shared collection ready to answer; a sentence for each thing that was wrong.

        Who holds `writing` also makes the library ready, and makes up for what was interrupted.
        """

    def names(self) -> tuple[str, ...]:
        """All collections, the shared one first."""

    def backup(self, path: Path) -> dict[str, Any]:
        """A copy of the library, checked; what it holds, in figures. Raises LibraryError where a file is there."""

    def back_up_daily(self) -> tuple[str, ...]:
        """Back the library up beside it, if that was not tried today; a sentence where it fails."""

    def verify_data(self, progress: Progress | None = None) -> tuple[str, ...]:
        """Check every file, row and checksum: a sentence for each fault, none where all is sound. `progress` is told
        the bytes that are done, of how many; what it raises stops it."""

    def close(self) -> None:
        """Give back all memory."""


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
