"""Articles on their way into a collection: read, shown, corrected, and added or thrown away."""

import contextlib
from collections.abc import Sequence
from datetime import UTC, datetime
from secrets import token_hex

from corpus.library.library import Library
from corpus.library.models import Add, Change, Draft, Entry, Origin, Source
from corpus.library.owners import SHARED, guild_of
from corpus.readers.files import parse_article
from corpus.text.document import Document
from corpus.web.page import Page
from index.engine.build import Progress
from index.service.admission import Admission, find_entry, find_revision
from index.service.errors import DraftError
from index.service.pages import address_of, again, read_page, source_of
from index.service.preview import Preview, corrected, preview_of
from index.service.report import Report
from index.service.writer import Task, Writer


class LibraryAdditions:
    """The `Additions` of a library."""

    def __init__(self, library: Library, admission: Admission, writer: Writer) -> None:
        self._library = library
        self._admission = admission
        self._writer = writer

    def draft(self, collection: str, name: str, data: bytes, by: str, origin: Origin = "file") -> Preview:
        return self._drafted(collection, parse_article(name, data), by, origin)

    def draft_page(self, collection: str, page: Page, by: str) -> Preview:
        return self._drafted(collection, read_page(page), by, "web", source_of(page))

    def refresh(self, collection: str, article: int, page: Page, by: str) -> Preview | None:
        entry = find_entry(self._library, collection, article, removed=False)
        address_of(entry)
        old = find_revision(self._library, collection, article, entry.revision).document
        new = again(read_page(page), old)
        return self._drafted(collection, new, by, "web", source_of(page)) if new.id != old.id else None

    def _drafted(
        self, collection: str, document: Document, by: str, origin: Origin, source: Source | None = None
    ) -> Preview:
        draft = Draft(token_hex(8), collection, by, datetime.now(UTC), document, origin, source)
        preview = self._preview(draft)
        self._admission.check_room(collection, preview.revises.article if preview.revises else None, draft.document)
        self._keep(draft)
        return preview

    def find_draft(self, collection: str, draft: str, by: str) -> Draft:
        kept = self._library.drafts.get(draft)
        if kept is None or kept.collection != collection or kept.by != by:
            raise DraftError(
                "this draft no longer exists: it was added, discarded or is older than a day; add the article again"
            )
        return kept

    def preview(self, collection: str, draft: str, by: str) -> Preview:
        return self._preview(self.find_draft(collection, draft, by))

    def correct(
        self, collection: str, draft: str, by: str, title: str, publisher: str, published: str, url: str
    ) -> Preview:
        new = corrected(self.find_draft(collection, draft, by), title, publisher, published, url)
        self._keep(new)
        return self._preview(new)

    def drop(self, collection: str, draft: str, by: str) -> None:
        with contextlib.suppress(DraftError):
            self.find_draft(collection, draft, by)
            self._drop(draft)

    def add(
        self, collection: str, draft: str, by: str, article: int | None = None, progress: Progress | None = None
    ) -> tuple[Entry, Report]:
        kept = self.find_draft(collection, draft, by)
        document = kept.document

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

    def _preview(self, draft: Draft) -> Preview:
        """Duplicates are looked for in the collections that its guild sees."""
        guild, own = guild_of(draft.collection), draft.collection
        seen = (own, SHARED) if guild and self._library.guilds.policy(guild).shared else (own,)
        return preview_of(draft, self._library, seen)

    def _keep(self, draft: Draft) -> None:
        with self._writer.writing():
            self._library.drafts.keep(draft)

    def _drop(self, draft: str) -> None:
        with self._writer.writing():
            self._library.drafts.drop(draft)
