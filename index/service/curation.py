"""The articles of a collection: listed, compared, corrected, removed, restored, rolled back, exported."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from corpus.library.export import zipped
from corpus.library.library import Library
from corpus.library.models import Add, Change, Entry, Remove, Restore, Revision
from corpus.quotes.diff import QuoteChanges, compare_quotes
from corpus.quotes.direct import find_quotes
from corpus.text.document import as_row
from index.engine.build import Progress
from index.engine.segment import GenerationError
from index.service.admission import Admission, find_entry, find_revision
from index.service.details import corrected
from index.service.errors import ArticleUnknownError, EmptyCorpusError
from index.service.report import Report
from index.service.writer import Task, Writer

COMPARED = 20
"""Versions that are read for their quotes while somebody waits: .2 s for one of 2,000 words, 6 s and more for 1 MB."""


class LibraryCuration:
    """The `Curation` of a library. Of an article's history only the last COMPARED versions are compared."""

    def __init__(self, library: Library, admission: Admission, writer: Writer) -> None:
        self._library = library
        self._admission = admission
        self._writer = writer

    def entries(self, collection: str, removed: bool = False) -> tuple[Entry, ...]:
        return self._library.articles.entries(collection, removed)

    def revision(self, collection: str, article: int, number: int | None = None) -> Revision:
        chosen = number if number is not None else self._entry(collection, article).revision
        return find_revision(self._library, collection, article, chosen)

    def history(self, collection: str, article: int) -> tuple[tuple[Revision, QuoteChanges | None], ...]:
        self._entry(collection, article)
        revisions = self._library.articles.revisions(collection, article)
        first = max(0, len(revisions) - 1 - COMPARED)
        quoted = [(revision.document, find_quotes(revision.document)) for revision in revisions[first:]]
        changes = [None] * (first + 1) + [compare_quotes(*old, *new) for old, new in pairwise(quoted)]
        return tuple(zip(reversed(revisions), reversed(changes), strict=True))

    def remove(self, collection: str, article: int, by: str) -> Entry:
        entry = self._entry(collection, article, removed=False)
        if entry.origin == "folder":
            raise ArticleUnknownError(
                f"“{entry.title}” comes from the articles folder: take {entry.name} out of it, and reindex"
            )
        self._writer.run(Task(collection, "remove", by, f"removed “{entry.title}”", (), lambda: (Remove(article),)))
        return self._entry(collection, article)

    def restore(
        self, collection: str, article: int, number: int | None, by: str, progress: Progress | None = None
    ) -> Entry:
        revision, entry = self.revision(collection, article, number), self._entry(collection, article)
        if entry.revision == revision.number and not entry.removed_at:
            return entry

        def changes() -> Sequence[Change]:
            self._admission.check(collection, article, revision.document, is_kept=True)
            return (Restore(article, revision.number),)

        what = f"restored “{revision.document.title}”, version {revision.number}"
        self._admission.check(collection, article, revision.document, is_kept=True)
        self._writer.run(Task(collection, "restore", by, what, [revision.document], changes), progress)
        return self._entry(collection, article)

    def edit(
        self, collection: str, article: int, details: Mapping[str, str], by: str, progress: Progress | None = None
    ) -> Entry:
        entry = self._entry(collection, article, removed=False)
        if entry.origin == "folder":
            raise ArticleUnknownError(
                f"“{entry.title}” comes from the articles folder: change what {entry.name} says of itself, and reindex"
            )
        old = self.revision(collection, article, entry.revision)
        new = corrected(old.document, details)
        if as_row(new) == as_row(old.document):
            return entry

        def changes() -> Sequence[Change]:
            if self._entry(collection, article, removed=False).revision != old.number:
                raise ArticleUnknownError(f"article {article} was changed meanwhile; look at it again")
            return (Add(new, old.origin, article),)

        what = f"corrected the details of “{new.title}”"
        self._writer.run(Task(collection, "edit", by, what, [new], changes), progress)
        return self._entry(collection, article)

    def undoable(self, collection: str) -> str | None:
        return self._library.articles.undoable(collection)

    def roll_back(self, collection: str, by: str) -> Report:
        if self.undoable(collection) is None:
            raise GenerationError("there is nothing to roll back")
        notes: list[str] = []

        def undo() -> None:
            what = self._library.articles.undo(collection, by)
            notes.append(f"Undone: {what}" if what else "Nothing was left to roll back")

        report = self._writer.job(collection, "rollback", by, lambda: self._writer.change(collection, undo))
        return replace(report, notes=(*notes, *report.notes))

    def export(self, collection: str, article: int | None = None) -> tuple[str, bytes]:
        if article is not None:
            self._entry(collection, article)
            return f"article-{article}.zip", zipped(self._library.articles.revisions(collection, article))
        current = self._library.articles.current(collection)
        if not current:
            raise EmptyCorpusError("there are no articles here to export")
        return f"{collection.replace(':', '-')}.zip", zipped(current)

    def _entry(self, collection: str, article: int, removed: bool | None = None) -> Entry:
        return find_entry(self._library, collection, article, removed)
