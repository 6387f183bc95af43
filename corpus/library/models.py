"""What the library keeps of an article: its revisions, who added them and when, and what is to be done with them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, TypeAlias

from corpus.text.document import Document

Origin: TypeAlias = Literal["folder", "file", "text", "web", "message"]
"""Where a revision came from: the operator's folder of articles, a file that was sent, a text that was pasted, the
web."""


@dataclass(frozen=True, slots=True)
class Source:
    """What was fetched from the web, and became a text."""

    media_type: str
    charset: str | None
    """The encoding that the site named."""
    data: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Revision:
    """One version of an article; never changed."""

    article: int
    """The article's number, unique in its collection and never used again."""
    number: int
    """Of the revision, from 1."""
    document: Document
    origin: Origin
    by: str
    """Who added it: a Discord user's id in digits, or `operator`."""
    at: datetime
    """When, UTC."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An article of a collection, without its text."""

    article: int
    name: str
    """Of the file, for display; in the articles folder the path below it, by which the article is known again."""
    title: str
    publisher: str | None
    published: str | None
    """ISO date."""
    url: str | None
    document: str
    """The id of the revision that answers, or of the last one where the article was taken away."""
    revision: int
    """The number of that revision."""
    revisions: int
    bytes: int
    """Of the text of that revision, in UTF-8."""
    origin: Origin
    by: str
    at: datetime
    removed_by: str | None = None
    removed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Likeness:
    """An article whose text is the same or nearly the same as another."""

    entry: Entry
    collection: str
    share: float
    """Of the words in common, 0 to 1; 1 where not a word differs."""


@dataclass(frozen=True, slots=True)
class WholeArticle:
    """An article with all that the library keeps of it."""

    number: int
    revisions: tuple[Revision, ...]
    """The oldest first."""
    sources: Mapping[int, Source]
    """What was fetched, by the number of the revision that was made of it."""
    current: int | None
    """The number of the revision that answers; None where the article was taken away."""
    removed_by: str | None = None
    removed_at: datetime | None = None

    @property
    def last(self) -> Revision:
        """The revision that answers, or the last one."""
        return next((each for each in self.revisions if each.number == self.current), self.revisions[-1])


@dataclass(frozen=True, slots=True)
class Add:
    """A document to be kept: as a new article, or as the next revision of one. It answers from now on."""

    document: Document
    origin: Origin
    article: int | None = None
    source: Source | None = None


@dataclass(frozen=True, slots=True)
class Remove:
    """An article that no longer answers; all of its revisions are kept."""

    article: int


@dataclass(frozen=True, slots=True)
class Restore:
    """An article that answers again, or by an earlier revision."""

    article: int
    revision: int


@dataclass(frozen=True, slots=True)
class Import:
    """An article of another library, that gets a number of its own here; all else of it stays as it was."""

    whole: WholeArticle
    article: None = None


Change: TypeAlias = Add | Remove | Restore | Import
State: TypeAlias = Literal["current", "superseded", "removed"]


@dataclass(frozen=True, slots=True)
class Kept:
    """A revision found by its document's id."""

    collection: str
    revision: Revision
    state: State
    """Superseded where another revision of its article answers, removed where none does."""


@dataclass(frozen=True, slots=True)
class AuditLine:
    """Who changed what, and when."""

    at: datetime
    by: str
    what: str
    """A sentence in plain words, of one line."""


@dataclass(frozen=True, slots=True)
class Job:
    """A piece of work on a collection that may be interrupted."""

    id: int
    collection: str
    kind: str
    """`reindex`, `add`, …"""
    by: str
    begun: datetime
    ended: datetime | None
    outcome: str | None
    """A sentence; None while it runs, or where it was killed."""


@dataclass(frozen=True, slots=True)
class Draft:
    """An article that was read but is not yet of a collection: what a moderator is shown to confirm."""

    id: str
    """Sixteen hexadecimal digits, at random."""
    collection: str
    by: str
    at: datetime
    document: Document
    """Of a file among several that could not be read: without paragraphs, and its doubts say why."""
    origin: Origin
    source: Source | None = None
    batch: str | None = None
    """Shared by those that came together; sixteen hexadecimal digits, at random."""
