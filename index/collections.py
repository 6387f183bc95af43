"""All collections of a data folder: what the faces call."""

import contextlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus.changes import QuoteChanges
from corpus.document import Document
from corpus.errors import PullquoteError
from corpus.policy import Policy
from corpus.revisions import AuditLine, Draft, Entry, Job, Revision
from index.encoder import Encoder
from index.search import READ
from index.view import View

SHARED = "shared"
"""The collection that is fed from the operator's articles folder."""

Progress = Callable[[int, int], None]
"""Told how many bytes of articles are read and embedded, and how many there are. May raise to stop the work."""


def of_guild(guild: int) -> str:
    """The name of a guild's own collection."""
    return f"guild:{guild}"


class QuotaError(PullquoteError):
    """A collection may not grow further."""


class DraftError(PullquoteError):
    """A draft that is no longer there, or somebody else's."""


class ArticleUnknownError(PullquoteError):
    """No article of the collection has that number, or it cannot be changed so."""


@dataclass(frozen=True, slots=True)
class Quota:
    """What a guild's collection may hold."""

    documents: int = 500
    bytes: int = 20_000_000
    passages: int = 20_000


@dataclass(frozen=True, slots=True)
class Report:
    """What a piece of work did to a collection."""

    indexed: int
    """Documents that are new or changed."""
    unchanged: int
    removed: int
    skipped: tuple[str, ...]
    """A sentence for each article that was left out for a good reason: the same text stands there twice."""
    failed: tuple[str, ...]
    """A sentence for each article that could not be read."""
    passages: int
    embedded: int
    """Passages that had to be embedded."""
    seconds: float
    notes: tuple[str, ...] = ()
    """What else the person should know: a damaged index set aside, for one."""


@dataclass(frozen=True, slots=True)
class Likeness:
    """An article that is there already, and is the same or nearly the same as another."""

    entry: Entry
    collection: str
    share: float
    """Of the words in common, 0 to 1; 1 where not a word differs."""


@dataclass(frozen=True, slots=True)
class Preview:
    """What a moderator is shown before an article is kept."""

    draft: Draft
    quotes: int
    speakers: tuple[str, ...]
    """Names, the most quoted first."""
    passages: int
    sample: str
    """The article's first quote with a speaker, whole, or its first sentence: a slice of its text."""
    likenesses: tuple[Likeness, ...]
    """Of the collections that the guild sees, the likest first."""
    revises: Entry | None
    """The article that this seems to be a newer version of: likeness or the same address or name."""
    changes: QuoteChanges | None
    """Between that article and this one."""


@dataclass(frozen=True, slots=True)
class Status:
    """How a collection is."""

    collection: str
    documents: int
    removed: int
    bytes: int
    passages: int
    quotes: int
    quota: Quota | None
    """None for the shared collection."""
    built: str | None
    """When the live generation was published, ISO, UTC."""
    running: Job | None
    last: Job | None
    fault: str | None
    """A sentence where the index is not what the library says."""
    can_roll_back: bool


class Collections:
    """Thread-safe. One process writes, which holds `writing`; others read. Blocks: never call it in an event loop,
    but for `policy`."""

    def __init__(
        self,
        articles: Path,
        data: Path,
        encoder: Encoder,
        read: int = READ,
        quota: Quota = Quota(),  # noqa: B008
        idle: float = 900.0,  # seconds
        grace: float = 30 * 86_400.0,  # seconds
    ) -> None:
        raise NotImplementedError

    def writing(self) -> contextlib.AbstractContextManager[None]:
        """Be the one process that writes to the data folder. Raises LockedError where another is."""
        raise NotImplementedError

    def load(self) -> tuple[str, ...]:
        """Make the library and the shared collection ready to answer; a sentence for each thing that was wrong."""
        raise NotImplementedError

    def view(self, collections: Sequence[str]) -> View:
        """What these collections hold, searched together. Each is loaded when it is first asked."""
        raise NotImplementedError

    # Adding -----------------------------------------------------------------------------------------------------------

    def draft(self, collection: str, name: str, data: bytes, by: str, origin: str = "file") -> Preview:
        """Read an article that may be added. Raises ArticleError, QuotaError."""
        raise NotImplementedError

    def preview(self, collection: str, draft: str, by: str) -> Preview:
        """The same again. Raises DraftError where it is gone, of another collection or of another person."""
        raise NotImplementedError

    def correct(
        self, collection: str, draft: str, by: str, title: str, publisher: str, published: str, url: str
    ) -> Preview:
        """Correct what is said of the article, empty for nothing. Raises DraftError, or ArticleError for a bad date or
        address."""
        raise NotImplementedError

    def drop(self, collection: str, draft: str, by: str) -> None:
        """Throw a draft away; nothing where it is gone already."""
        raise NotImplementedError

    def add(
        self, collection: str, draft: str, by: str, article: int | None = None, progress: Progress | None = None
    ) -> tuple[Entry, Report]:
        """Keep a draft: as a new article, or as the next revision of one. Raises DraftError, QuotaError,
        ArticleUnknownError; then, and where `progress` raises, nothing has changed."""
        raise NotImplementedError

    # Tending ----------------------------------------------------------------------------------------------------------

    def entries(self, collection: str, removed: bool = False) -> tuple[Entry, ...]:
        """The articles by title; with `removed` those that were taken away instead."""
        raise NotImplementedError

    def revision(self, collection: str, article: int, number: int | None = None) -> Revision:
        """A revision, without a number the one that answers, or the last one. Raises ArticleUnknownError."""
        raise NotImplementedError

    def history(self, collection: str, article: int) -> tuple[tuple[Revision, QuoteChanges | None], ...]:
        """The revisions, the newest first, each with what changed since the one before. Raises ArticleUnknownError."""
        raise NotImplementedError

    def remove(self, collection: str, article: int, by: str) -> Entry:
        """Take an article away. Raises ArticleUnknownError, also where the articles folder feeds it."""
        raise NotImplementedError

    def restore(
        self, collection: str, article: int, number: int | None, by: str, progress: Progress | None = None
    ) -> Entry:
        """Have an article answer again, by an earlier revision if a number is given. Raises ArticleUnknownError,
        QuotaError."""
        raise NotImplementedError

    def export(self, collection: str, article: int | None = None) -> tuple[str, bytes]:
        """A name and a zip of the articles as they were read, with a manifest; of one article all its revisions."""
        raise NotImplementedError

    def reindex(self, collection: str, by: str, progress: Progress | None = None) -> Report:
        """Bring the index of a collection up to date: of the shared one, read the articles folder first. Every file of
        the index is checked anew. What `progress` raises stops it; then the old index goes on answering."""
        raise NotImplementedError

    def roll_back(self, collection: str, by: str) -> Report:
        """Have the collection be what it was before the last change that was published. Raises GenerationError where
        there is none."""
        raise NotImplementedError

    def status(self, collection: str) -> Status:
        """How a collection is."""
        raise NotImplementedError

    def audit(self, collection: str, most: int = 20) -> tuple[AuditLine, ...]:
        """Who changed what, the newest first."""
        raise NotImplementedError

    # Guilds -----------------------------------------------------------------------------------------------------------

    def policy(self, guild: int) -> Policy:
        """What a guild's moderators have settled; quick. Raises LibraryError where that cannot be read: then nobody
        but who may manage the server may do anything."""
        raise NotImplementedError

    def settle(self, guild: int, policy: Policy, by: str, what: str) -> None:
        """Change it; `what` is the audit line."""
        raise NotImplementedError

    def chosen(self, person: int) -> int | None:
        """The guild whose collection that person's direct messages are answered from, besides the shared one."""
        raise NotImplementedError

    def choose(self, person: int, guild: int | None) -> None:
        """Remember it."""
        raise NotImplementedError

    def present(self, guilds: Sequence[int]) -> None:
        """Told the guilds that the bot is in: those that it has left are erased when their time of grace is over, which
        begins now; of those that are back it ends."""
        raise NotImplementedError

    def sweep(self) -> tuple[str, ...]:
        """Give back the memory of collections not asked for a while, erase what is due; a sentence for each erased."""
        raise NotImplementedError

    def erase(self, collection: str, by: str) -> None:
        """Erase everything of a guild, for good."""
        raise NotImplementedError

    def close(self) -> None:
        """Give back all memory."""
        raise NotImplementedError

    # Operators --------------------------------------------------------------------------------------------------------

    def names(self) -> tuple[str, ...]:
        """All collections, the shared one first."""
        raise NotImplementedError

    def backup(self, path: Path) -> dict[str, Any]:
        """A copy of the library, checked; what it holds, in figures. Raises LibraryError where a file is there."""
        raise NotImplementedError

    def verify_data(self, progress: Progress | None = None) -> tuple[str, ...]:
        """Every file, row and checksum looked at: a sentence for each fault, none where all is sound."""
        raise NotImplementedError


def restore_backup(path: Path, data: Path) -> tuple[str, ...]:
    """Put a backup in the place of the library, which is kept beside it; a sentence for what was done. To be called by
    the one process that writes. Raises LibraryError where the backup is damaged: then nothing has changed."""
    raise NotImplementedError


def documents_of(revisions: Sequence[Revision]) -> tuple[Document, ...]:
    """Their documents."""
    return tuple(revision.document for revision in revisions)
