"""The articles of a collection: listed, compared, corrected, removed, restored, rolled back, exported and imported."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from corpus.library.exchange import read_export, zipped
from corpus.library.library import Library
from corpus.library.models import Add, Change, Entry, Import, Remove, Restore, Revision, WholeArticle
from corpus.library.owners import SHARED
from corpus.quotes.diff import QuoteChanges, compare_quotes
from corpus.quotes.direct import find_quotes
from corpus.readers.archive import ARCHIVE_BYTES
from corpus.text.document import as_row
from index.engine.build import Progress
from index.engine.segment import GenerationError
from index.service.adding.admission import Admission, find_entry, find_revision
from index.service.adding.details import corrected
from index.service.errors import ArticleUnknownError, EmptyCorpusError
from index.service.report import Report
from index.service.writer import Task, Writer

COMPARED = 20
"""Versions that are read for their quotes while somebody waits: .2 s for one of 2,000 words, 6 s and more for 1 MB."""

MOST_SHARED = 2_000_000_000
"""Bytes of what the operator imports, unpacked; of a server's own, what an archive of articles may have."""


class Curation:
    """The articles of a collection, and what is done with them. An article's number counts within its collection."""

    def __init__(self, library: Library, admission: Admission, writer: Writer) -> None:
        self._library = library
        self._admission = admission
        self._writer = writer

    def entries(self, collection: str, removed: bool = False) -> tuple[Entry, ...]:
        """The articles by title; with `removed` those that were removed instead."""
        return self._library.articles.entries(collection, removed)

    def revision(self, collection: str, article: int, number: int | None = None) -> Revision:
        """A revision, without a number the one that answers, or the last one. Raises ArticleUnknownError."""
        chosen = number if number is not None else self._entry(collection, article).revision
        return find_revision(self._library, collection, article, chosen)

    def history(self, collection: str, article: int) -> tuple[tuple[Revision, QuoteChanges | None], ...]:
        """The revisions, the newest first, each with what changed since the one before; None for the first, and for
        old ones of many. Raises ArticleUnknownError."""
        self._entry(collection, article)
        revisions = self._library.articles.revisions(collection, article)
        first = max(0, len(revisions) - 1 - COMPARED)
        quoted = [(revision.document, find_quotes(revision.document)) for revision in revisions[first:]]
        changes = [None] * (first + 1) + [compare_quotes(*old, *new) for old, new in pairwise(quoted)]
        return tuple(zip(reversed(revisions), reversed(changes), strict=True))

    def remove(self, collection: str, article: int, by: str) -> Entry:
        """Take an article away. Raises ArticleUnknownError, also where the articles folder feeds it."""
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
        """Have an article answer again, by an earlier revision if a number is given. Raises ArticleUnknownError,
        QuotaError, DuplicateError."""
        entry = self._entry(collection, article)
        revision = self.revision(collection, article, entry.revision if number is None else number)
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
        """Correct an article's details by their names, as `corrected` does: its next revision, with the same text.
        Raises ArticleUnknownError, also where the articles folder feeds it, and ArticleError for a bad date or
        address."""
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
        """What `roll_back` would undo, in the words of the audit; None where there is nothing."""
        return self._library.articles.undoable(collection)

    def roll_back(self, collection: str, by: str) -> Report:
        """Have the collection be what it was before the last change that was kept. Raises GenerationError where there
        is none."""
        if self.undoable(collection) is None:
            raise GenerationError("there is nothing to roll back")
        notes: list[str] = []

        def undo() -> None:
            what = self._library.articles.undo(collection, by)
            notes.append(f"Undone: {what}" if what else "Nothing was left to roll back")

        report = self._writer.job(collection, "rollback", by, lambda: self._writer.change(collection, undo))
        return replace(report, notes=(*notes, *report.notes))

    def export(self, collection: str, article: int | None = None) -> tuple[str, bytes]:
        """A name and a zip of the articles, removed ones too, with all their revisions and what was fetched of them; of
        one article alone where its number is given. Raises ArticleUnknownError, or EmptyCorpusError where there are
        none."""
        if article is not None:
            self._entry(collection, article)
        whole = self._library.articles.whole(collection, article)
        if not whole:
            raise EmptyCorpusError("there are no articles here to export")
        name = collection.replace(":", "-") if article is None else f"article-{article}"
        return f"{name}.zip", zipped(whole)

    def import_articles(
        self, collection: str, name: str, data: bytes, by: str, progress: Progress | None = None
    ) -> tuple[int, Report]:
        """Take in the articles of an export, each under a number of its own, but for those whose text is here already;
        how many, and in the report a sentence for each other one. Raises ArticleError where the file is no export or
        damaged, QuotaError; then, and where `progress` raises, nothing has changed."""
        most = MOST_SHARED if collection == SHARED else ARCHIVE_BYTES
        given = [imported(whole) for whole in read_export(name, data, most)]
        new, _ = self._new(collection, given)
        documents = [whole.last.document for whole in new if whole.current]
        kept: list[WholeArticle] = []
        skipped: list[str] = []

        def changes() -> Sequence[Change]:
            kept[:], skipped[:] = self._new(collection, given)
            room = self._admission.room(collection)
            for whole in kept:
                for revision in whole.revisions:
                    if revision.number == whole.current:
                        room.take(None, revision.document)
                    else:
                        room.keep(revision.document)
            return [Import(whole) for whole in kept]

        what = lambda: f"imported {len(kept):,} {'article' if len(kept) == 1 else 'articles'}"  # noqa: E731
        report = self._writer.run(Task(collection, "import", by, what, documents, changes), progress)
        return len(kept), replace(report, skipped=tuple(skipped))

    def _new(self, collection: str, given: Sequence[WholeArticle]) -> tuple[list[WholeArticle], list[str]]:
        """Those whose text no article here has, and a sentence for each other one."""
        entries = (*self._library.articles.entries(collection, removed=True), *self.entries(collection))
        known = {entry.document: f"“{entry.title}” is here already, as article {entry.article}" for entry in entries}
        new, skipped = list[WholeArticle](), list[str]()
        for whole in given:
            document = whole.last.document
            if document.id in known:
                skipped.append(known[document.id])
            else:
                new.append(whole)
                known[document.id] = f"“{document.title}” stands there twice"
        return new, skipped

    def _entry(self, collection: str, article: int, removed: bool | None = None) -> Entry:
        return find_entry(self._library, collection, article, removed)


def imported(whole: WholeArticle) -> WholeArticle:
    """An article of another library as it is kept here, where no folder feeds it."""
    revisions = (replace(each, origin="file") if each.origin == "folder" else each for each in whole.revisions)
    return replace(whole, revisions=tuple(revisions))
