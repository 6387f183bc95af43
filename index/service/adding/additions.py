"""Articles on their way into a collection: read, shown, corrected, and added or thrown away."""

import contextlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from secrets import token_hex

from corpus.errors import ArticleError
from corpus.library.library import Library
from corpus.library.models import Add, Change, Draft, Entry, Origin, Source
from corpus.library.owners import SHARED, guild_of
from corpus.readers.archive import Packed, is_archive
from corpus.readers.files import printable_name
from corpus.readers.reading_process import ReadingProcess
from corpus.text.document import Document, text_id
from corpus.web.page import Page
from index.engine.build import Progress
from index.service.adding.admission import Admission, find_entry, find_revision
from index.service.adding.batches import ADDED, Batch, BatchFile, IncomingFile, Kind, sort_files
from index.service.adding.details import corrected
from index.service.adding.pages import address_of, again, read_page, source_of
from index.service.adding.preview import Preview, preview_of
from index.service.errors import DraftError
from index.service.report import Report
from index.service.writer import Task, Writer

GONE = "this draft no longer exists: it was added, discarded or is older than a day; add the article again"


class Additions:
    """Articles on their way into a collection: each is a draft until somebody adds it."""

    def __init__(self, library: Library, admission: Admission, writer: Writer) -> None:
        self._library = library
        self._admission = admission
        self._writer = writer

    def draft(self, collection: str, name: str, data: bytes, by: str, origin: Origin = "file") -> Preview:
        """Read an article that may be added. Raises ArticleError, QuotaError."""
        with ReadingProcess() as process:
            document = process.read(name, data)
        return self._drafted(collection, document, by, origin)

    def draft_page(self, collection: str, page: Page, by: str) -> Preview:
        """Read a page that was fetched, as an article that may be added. Raises FetchError, QuotaError."""
        with ReadingProcess() as process:
            document = read_page(page, process)
        return self._drafted(collection, document, by, "web", source_of(page))

    def refresh(self, collection: str, article: int, page: Page, by: str) -> Preview | None:
        """Read what was fetched again of an article, as its next version; None where its text is as it was.

        Raises ArticleUnknownError, also where the article did not come from the web; FetchError, QuotaError.
        """
        entry = find_entry(self._library, collection, article, removed=False)
        address_of(entry)
        old = find_revision(self._library, collection, article, entry.revision).document
        with ReadingProcess() as process:
            new = again(read_page(page, process), old)
        return self._drafted(collection, new, by, "web", source_of(page)) if new.id != old.id else None

    def _drafted(
        self, collection: str, document: Document, by: str, origin: Origin, source: Source | None = None
    ) -> Preview:
        draft = Draft(token_hex(8), collection, by, datetime.now(UTC), document, origin, source)
        preview = self._preview(draft)
        self._admission.room(collection).take(preview.revises.article if preview.revises else None, document)
        self._keep(draft)
        return preview

    def find_draft(self, collection: str, draft: str, by: str) -> Draft:
        """A draft; quick. Raises DraftError where it is gone, or of another collection or of another person."""
        (found, *_) = self.find_drafts(collection, draft, by)
        if found.id != draft:  # it is a batch, of which nothing is added or corrected by itself
            raise DraftError(GONE)
        return found

    def find_drafts(self, collection: str, key: str, by: str) -> Sequence[Draft]:
        """The draft with an id, or those of the batch. Raises DraftError as `find_draft` does."""
        drafts = self._library.drafts.find(key)
        if not drafts or any((draft.collection, draft.by) != (collection, by) for draft in drafts):
            raise DraftError(GONE)
        return drafts

    def preview(self, collection: str, draft: str, by: str) -> Preview:
        """What a moderator is shown of a draft. Raises DraftError as `find_draft` does."""
        return self._preview(self.find_draft(collection, draft, by))

    def correct(
        self, collection: str, draft: str, by: str, details: Mapping[str, str], is_unseen: bool = False
    ) -> Preview:
        """Correct the article's details by their names, as `corrected` does. Its doubts go, since a person has looked
        at it, unless it `is_unseen`. Raises DraftError, or ArticleError for a bad date or address."""
        old = self.find_draft(collection, draft, by)
        doubts = old.document.doubts if is_unseen else ()
        new = replace(old, document=replace(corrected(old.document, details), doubts=doubts))
        self._keep(new)
        return self._preview(new)

    def drop(self, collection: str, draft: str, by: str) -> None:
        """Throw a draft or a batch of them away; nothing where it is gone already."""
        with contextlib.suppress(DraftError):
            self.find_drafts(collection, draft, by)
            self._drop(draft)

    def add(
        self, collection: str, draft: str, by: str, article: int | None = None, progress: Progress | None = None
    ) -> tuple[Entry, Report]:
        """Keep a draft: as a new article, or as the next revision of one. Raises DraftError, QuotaError,
        DuplicateError, ArticleUnknownError; then, and where `progress` raises, nothing has changed."""
        kept = self.find_draft(collection, draft, by)
        document = kept.document
        if article is not None:
            find_entry(self._library, collection, article)

        def changes() -> Sequence[Change]:
            self.find_draft(collection, draft, by)  # the button may have been pressed twice
            self._admission.check(collection, article, document)
            return (Add(document, kept.origin, article, kept.source),)

        what = f"added “{document.title}”" if article is None else f"added a newer version, “{document.title}”"
        self._admission.check(collection, article, document)
        report = self._writer.run(Task(collection, "add", by, what, [document], changes), progress)
        self._drop(draft)
        entries = self._library.articles.entries(collection)
        return next(entry for entry in entries if entry.document == document.id), report

    # Several at once --------------------------------------------------------------------------------------------------

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
        batch, now = token_hex(8), datetime.now(UTC)
        drafts: list[Draft] = []
        read, done, total = 0, 0, sum(file.size for file in files)

        def waiting() -> None:
            if progress:
                progress(done, total)  # often, so that it can be stopped

        with ReadingProcess(waiting) as process:
            for file in files:
                waiting()
                parts = _parts(file, process)
                for number, part in enumerate(parts):
                    done = read + file.size * number // len(parts)
                    document, source = _read(file.name, part, process)
                    at = now + timedelta(microseconds=len(drafts))  # which keeps their order
                    whence: Origin = "web" if source else origin
                    drafts.append(Draft(token_hex(8), collection, by, at, document, whence, source, batch))
                read = done = read + file.size
        if progress:
            progress(total, total)
        sorted_files = self._sorted(drafts, counts_passages=False)
        with self._writer.writing():
            self._library.drafts.keep(*drafts)
        return Batch(batch, sorted_files)

    def batch(self, collection: str, batch: str, by: str) -> Batch:
        """What the files of a batch are as things stand. Raises DraftError as `find_draft` does."""
        drafts = self.find_drafts(collection, batch, by)
        if drafts[0].batch != batch:
            raise DraftError(GONE)
        return Batch(batch, self._sorted(drafts, counts_passages=False))

    def add_many(
        self,
        collection: str,
        batch: str,
        by: str,
        kinds: Sequence[Kind] = ADDED,
        progress: Progress | None = None,
    ) -> tuple[Batch, Report]:
        """Keep the drafts of a batch that are of these kinds, as one change: the new ones as articles, newer versions
        as the next revisions. Gives what became of each file: one that meanwhile is a duplicate, or over the quota, is
        left out with its reason. Raises DraftError as `find_draft` does; then, and where `progress` raises, nothing has
        changed."""
        wanted = {file.draft.id: file.draft.document for file in self.batch(collection, batch, by).of_kind(*kinds)}
        files: list[BatchFile] = []

        def changes() -> Sequence[Change]:
            files[:] = self._sorted(self.find_drafts(collection, batch, by), counts_passages=True)
            files[:] = (replace(file, is_added=file.kind in kinds and file.draft.id in wanted) for file in files)
            return [file.change for file in files if file.is_added]

        what = partial(_added, files)
        report = self._writer.run(Task(collection, "add", by, what, list(wanted.values()), changes), progress)
        self._drop(batch)
        entries = {entry.document: entry for entry in self._library.articles.entries(collection)}
        with_entries = (
            replace(file, entry=entries[file.draft.document.id]) if file.is_added else file for file in files
        )
        return Batch(batch, tuple(with_entries)), report

    def _sorted(self, drafts: Sequence[Draft], counts_passages: bool) -> tuple[BatchFile, ...]:
        if not drafts:
            return ()
        collection = drafts[0].collection
        room = self._admission.room(collection, counts_passages)
        return sort_files(drafts, self._library, self._seen(collection), room)

    # Both -------------------------------------------------------------------------------------------------------------

    def _preview(self, draft: Draft) -> Preview:
        return preview_of(draft, self._library, self._seen(draft.collection))

    def _seen(self, collection: str) -> tuple[str, ...]:
        """Those that its guild sees, in which duplicates are looked for."""
        guild = guild_of(collection)
        return (collection, SHARED) if guild and self._library.guilds.policy(guild).shared else (collection,)

    def _keep(self, draft: Draft) -> None:
        with self._writer.writing():
            self._library.drafts.keep(draft)

    def _drop(self, draft: str) -> None:
        with self._writer.writing():
            self._library.drafts.drop(draft)


def _parts(file: IncomingFile, process: ReadingProcess) -> Sequence[Packed | Page]:
    """What a file or an address gives: itself, or what is in an archive; with a refusal where it cannot be had."""
    try:
        read = file.read()
        if isinstance(read, Page):
            return (read,)
        return process.unpack(file.name, read) if is_archive(file.name) else (Packed(file.name, read),)
    except ArticleError as error:
        return (Packed(file.name, refusal=error),)


def _read(name: str, part: Packed | Page, process: ReadingProcess) -> tuple[Document, Source | None]:
    """The document in a file or on a page that came as `name`, with what is kept of the page; a document without
    paragraphs, whose doubts say why, where there is none to be had."""
    try:
        if isinstance(part, Page):
            return read_page(part, process), source_of(part)
        name = part.name
        if part.refusal:
            raise part.refusal
        return process.read(name, part.data), None
    except ArticleError as error:
        name = printable_name(name)
        return Document(text_id(""), "", name, name, doubts=(error.reason,)), None


def _added(files: Sequence[BatchFile]) -> str:
    """The audit line."""
    added = [file for file in files if file.is_added]
    if len(added) == 1:
        return f"added “{added[0].draft.document.title}”"
    newer = sum(file.kind == "version" for file in added)
    return f"added {len(added):,} articles" + (f", {newer:,} of them newer versions" if newer else "")
