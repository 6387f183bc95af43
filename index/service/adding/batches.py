"""Several articles at once: what each of them is beside those that are there and beside one another."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple, TypeAlias

from corpus.library.library import Library
from corpus.library.models import Add, Draft, Entry, Likeness
from corpus.text.document import Document
from corpus.text.similarity import LIKE, likenesses, signature
from corpus.web.page import Page
from index.service.adding.admission import Room
from index.service.errors import QuotaError

Kind: TypeAlias = Literal["new", "version", "duplicate", "refused"]
ADDED: tuple[Kind, ...] = ("new", "version")
"""The kinds of those that can be added."""


@dataclass(frozen=True, slots=True)
class IncomingFile:
    """A file, or a page of the web, that is read when its turn comes."""

    name: str
    size: int
    """Bytes."""
    read: Callable[[], bytes | Page]
    """Its bytes, or the page that was fetched. Raises ArticleError where they cannot be had."""

    @classmethod
    def of(cls, name: str, data: bytes) -> "IncomingFile":
        """A file whose bytes are there already."""
        return cls(name, len(data), lambda: data)


class Resemblance(NamedTuple):
    """Another article that has many of the same words."""

    title: str
    share: float
    """Of the words in common, 0 to 1; 1 where not a word differs."""
    collection: str | None = None
    """Where it is; None for one that came with it."""


@dataclass(frozen=True, slots=True)
class BatchFile:
    """One of several files."""

    draft: Draft
    kind: Kind
    """A new article, a newer version of `entry`, the same text as another article or file, or none to be added."""
    entry: Entry | None = None
    reason: str = ""
    """Why it is not added, in a sentence."""
    resemblances: tuple[Resemblance, ...] = ()
    """Besides what it is a version of."""
    is_added: bool = False
    """Whether it is an article now, which is `entry`."""

    @property
    def name(self) -> str:
        """Of the file, or the address of the page."""
        document = self.draft.document
        return document.url if document.url and self.draft.origin == "web" else document.name

    @property
    def change(self) -> Add:
        """What adds it."""
        article = self.entry.article if self.entry else None
        return Add(self.draft.document, self.draft.origin, article, self.draft.source)


@dataclass(frozen=True, slots=True)
class Batch:
    """Files that came together, in their order."""

    id: str
    files: tuple[BatchFile, ...]

    def of_kind(self, *kinds: Kind) -> tuple[BatchFile, ...]:
        """Those of some kinds."""
        return tuple(file for file in self.files if file.kind in kinds)


class _Sorting:
    """What the files of a batch are, found one after another: an earlier one is there for those after it."""

    def __init__(self, drafts: Sequence[Draft], library: Library, collections: Sequence[str], room: Room) -> None:
        self.own = drafts[0].collection
        self._signatures = [signature(draft.document.text) for draft in drafts]
        self._alike = library.articles.alike(self._signatures, collections)
        self._entries = library.articles.entries(self.own)
        self._texts = {entry.document: entry for entry in self._entries}
        self._addresses: dict[str | None, Entry] = {entry.url: entry for entry in self._entries if entry.url}
        self._room = room
        self._earlier: list[tuple[bytes, Document]] = []
        self._revised: set[int] = set()

    def file(self, number: int, draft: Draft) -> BatchFile:
        document = draft.document
        if not document.paragraphs and not document.captions:
            return BatchFile(draft, "refused", reason="; ".join(document.doubts))
        twin = self._twin(document)
        if twin:
            return BatchFile(draft, "duplicate", reason=f"the same text is already here, as {twin}")
        revises = self._revises(document, self._alike[number])
        try:
            self._room.take(revises.article if revises else None, document)
        except QuotaError as error:
            return BatchFile(draft, "refused", reason=str(error))
        resemblances = tuple(self._resemblances(number, revises))
        self._earlier.append((self._signatures[number], document))
        if revises:
            self._revised.add(revises.article)
        return BatchFile(draft, "version" if revises else "new", revises, resemblances=resemblances)

    def _twin(self, document: Document) -> str | None:
        """What has the same text."""
        entry = self._texts.get(document.id)
        if entry:
            return f"“{entry.title}” (article {entry.article})"
        names = (other.name for _, other in self._earlier if other.id == document.id)
        return next((f"{name}, which comes with it" for name in names), None)

    def _revises(self, document: Document, alike: Sequence[Likeness]) -> Entry | None:
        """The article that it is a newer version of: its words or its address are the same. A name alone tells nothing
        of many files, and no article gets two versions at once."""
        likest = next((like.entry for like in alike if like.collection == self.own), None)
        entry = self._addresses.get(document.url) or likest
        return None if entry is None or entry.origin == "folder" or entry.article in self._revised else entry

    def _resemblances(self, number: int, revises: Entry | None) -> Iterator[Resemblance]:
        for like in self._alike[number]:
            if revises is None or (like.collection, like.entry.article) != (self.own, revises.article):
                yield Resemblance(like.entry.title, like.share, like.collection)
        shares = likenesses(self._signatures[number], [signed for signed, _ in self._earlier])
        for share, (_, document) in zip(shares, self._earlier, strict=True):
            if share >= LIKE:
                yield Resemblance(document.title, share)


def sort_files(
    drafts: Sequence[Draft], library: Library, collections: Sequence[str], room: Room
) -> tuple[BatchFile, ...]:
    """What the files of a batch are, for who sees these collections; each takes its room."""
    sorting = _Sorting(drafts, library, collections, room)
    return tuple(sorting.file(number, draft) for number, draft in enumerate(drafts))
