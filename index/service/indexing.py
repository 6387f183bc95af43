"""How a collection and its index are, and bringing the index up to date."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path

from corpus.library.library import Library
from corpus.library.models import Add, Change, Remove, Restore, Revision
from corpus.library.owners import SHARED
from corpus.readers.folder import Reading, corpus_hash, nothing_read, read_articles
from corpus.text.document import Document, as_row
from index.engine.build import Progress
from index.service.adding.admission import find_revision
from index.service.errors import EmptyCorpusError
from index.service.registry import Registry
from index.service.report import Quota, Report, Status
from index.service.writer import Task, Writer


class LibraryIndexing:
    """The `Indexing` of a library, whose shared collection is fed from a folder of articles."""

    def __init__(
        self, articles: Path, library: Library, registry: Registry, writer: Writer, quota: Quota, grace: timedelta
    ) -> None:
        self._articles = articles
        self._library = library
        self._registry = registry
        self._writer = writer
        self._quota = quota
        self._grace = grace

    def reindex(self, collection: str, by: str, progress: Progress | None = None) -> Report:
        if collection == SHARED:
            return self._reindex_shared(by, progress)
        documents = [revision.document for revision in self._library.articles.current(collection)]
        return self._writer.run(Task(collection, "reindex", by, "", documents, tuple, thorough=True), progress)

    def _reindex_shared(self, by: str, progress: Progress | None) -> Report:
        corpus = corpus_hash(self._articles)  # before the reading: what changes meanwhile makes the index stale
        reading = read_articles(self._articles, partial(progress, 0, 0) if progress else None)
        current = self._library.articles.current(SHARED)
        documents = [*reading.documents, *(revision.document for revision in current if revision.origin != "folder")]
        if not documents:
            raise EmptyCorpusError(nothing_read(self._articles, reading))
        what, changes = "read the articles folder", partial(self._folder_changes, reading)
        task = Task(SHARED, "reindex", by, what, documents, changes, {"corpus": corpus}, thorough=True)
        report = self._writer.run(task, progress)
        notes = (*report.notes, *reading.doubts)
        return replace(report, skipped=reading.skipped, failed=reading.failed, notes=notes)

    def _folder_changes(self, reading: Reading) -> Sequence[Change]:
        names = {document.name for document in reading.documents}
        removed = [entry for entry in self._library.articles.entries(SHARED, removed=True) if entry.name in names]
        last = [find_revision(self._library, SHARED, entry.article, entry.revision) for entry in removed]
        return folder_changes(reading, self._library.articles.current(SHARED), last)

    def status(self, collection: str) -> Status:
        indexed = self._registry.collection(collection)
        live = indexed.live()
        entries, jobs = self._library.articles.entries(collection), self._library.jobs.last(collection)
        left = self._library.guilds.left_at(collection)
        return Status(
            collection=collection,
            documents=len(entries),
            removed=len(self._library.articles.entries(collection, removed=True)),
            bytes=sum(entry.bytes for entry in entries),
            passages=len(live.passages) if live else 0,
            quotes=sum(map(len, live.quotes.values())) if live else 0,
            quota=None if collection == SHARED else self._quota,
            built=indexed.index.facts().get("published"),
            running=next((job for job in jobs if job.ended is None), None),
            last=next((job for job in jobs if job.ended), None),
            fault=indexed.fault or (self._staleness() if collection == SHARED else None),
            can_roll_back=self._library.articles.undoable(collection) is not None,
            leaves=(left + self._grace).isoformat(timespec="seconds") if left else None,
        )

    def _staleness(self) -> str | None:
        """A sentence where the articles folder is no longer what was indexed."""
        indexed = self._registry.collection(SHARED).index.facts().get("corpus")
        if indexed == corpus_hash(self._articles):
            return None
        return f"the articles folder {'has changed since it was' if indexed else 'is not'} indexed"


# The articles folder --------------------------------------------------------------------------------------------------


def folder_changes(reading: Reading, current: Sequence[Revision], removed: Sequence[Revision]) -> tuple[Change, ...]:
    """What makes the shared collection be what the articles folder holds; nothing where it is that already.

    An article is known again by its name, or by its text where only the name is another. Of `removed` articles the last
    revision is given. What did not come from the folder is left alone.
    """
    answering = {revision.document.name: revision for revision in current if revision.origin == "folder"}
    names = {document.name for document in reading.documents}
    vanished = [revision for name, revision in answering.items() if name not in names and not reading.is_unread(name)]
    renamed = {revision.document.id: revision for revision in vanished}
    last = {revision.document.name: revision for revision in removed if revision.origin == "folder"}
    changes = list(_folder_additions(reading.documents, answering, renamed, last))
    continued = {change.article for change in changes if isinstance(change, Add)}
    removals = (Remove(revision.article) for revision in vanished if revision.article not in continued)
    return (*removals, *changes)


def _folder_additions(
    documents: Sequence[Document],
    answering: Mapping[str, Revision],
    renamed: Mapping[str, Revision],
    removed: Mapping[str, Revision],
) -> Iterator[Change]:
    for document in documents:
        before = answering.get(document.name) or renamed.get(document.id)
        last = removed.get(document.name)
        if before and as_row(before.document) == as_row(document):
            continue
        if before is None and last and as_row(last.document) == as_row(document):
            yield Restore(last.article, last.number)
        else:
            known = before or last
            yield Add(document, "folder", known.article if known else None)
