"""What moderators do with a collection: adding, looking, taking away, reindexing."""

import contextlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from secrets import token_hex

from corpus.errors import PullquoteError
from corpus.library.models import Add, AuditLine, Change, Draft, Entry, Origin, Remove, Restore, Revision
from corpus.library.owners import SHARED, guild_of
from corpus.quotes.diff import QuoteChanges, compare_quotes
from corpus.quotes.direct import find_quotes
from corpus.quotes.passages import split_passages
from corpus.readers.files import parse_article
from corpus.text.document import Document
from index.encoding.encoder import Encoder
from index.engine.build import Progress
from index.engine.segment import GenerationError
from index.service.export import zipped
from index.service.folder import corpus_hash, folder_changes, nothing_read, read_articles
from index.service.preview import Preview, corrected, look_at
from index.service.quota import Quota, check_quota
from index.service.registry import Opened
from index.service.report import Report, Status
from index.service.view import EmptyCorpusError

COMPARED = 20
"""Versions that are read for their quotes while somebody waits: .2 s for one of 2,000 words, 6 s and more for 1 MB."""


class DraftError(PullquoteError):
    """A draft that is no longer there, or somebody else's."""


class DuplicateError(PullquoteError):
    """The same text is in the collection already."""


class ArticleUnknownError(PullquoteError):
    """No article of the collection has that number, or it cannot be changed so."""


class Tended(Opened):
    """The collections, and what is done with their articles."""

    def __init__(self, articles: Path, data: Path, encoder: Encoder, read: int, quota: Quota, grace: timedelta) -> None:
        super().__init__(data, encoder, read)
        self.articles = articles
        self._quota = quota
        self._grace = grace

    # Adding -----------------------------------------------------------------------------------------------------------

    def draft(self, collection: str, name: str, data: bytes, by: str, origin: Origin = "file") -> Preview:
        """Read an article that may be added. Raises ArticleError, QuotaError."""
        draft = Draft(token_hex(8), collection, by, datetime.now(UTC), parse_article(name, data), origin)
        preview = look_at(draft, self.library, self._seen_with(collection))
        replaced = preview.revises.article if preview.revises else None
        self._check_quota(collection, self._others(collection, replaced), draft.document, preview.passages)
        with self.written():
            self.library.drafts.keep(draft)
        return preview

    def preview(self, collection: str, draft: str, by: str) -> Preview:
        """The same again. Raises DraftError where it is gone, of another collection or of another person."""
        return look_at(self.drafted(collection, draft, by), self.library, self._seen_with(collection))

    def correct(
        self, collection: str, draft: str, by: str, title: str, publisher: str, published: str, url: str
    ) -> Preview:
        """Correct what is said of the article, empty for nothing. Raises DraftError, or ArticleError for a bad date or
        address."""
        new = corrected(self.drafted(collection, draft, by), title, publisher, published, url)
        with self.written():
            self.library.drafts.keep(new)
        return look_at(new, self.library, self._seen_with(collection))

    def drop(self, collection: str, draft: str, by: str) -> None:
        """Throw a draft away; nothing where it is gone already."""
        with contextlib.suppress(DraftError):
            self.drafted(collection, draft, by)
            with self.written():
                self.library.drafts.drop(draft)

    def add(
        self, collection: str, draft: str, by: str, article: int | None = None, progress: Progress | None = None
    ) -> tuple[Entry, Report]:
        """Keep a draft: as a new article, or as the next revision of one. Raises DraftError, QuotaError,
        DuplicateError, ArticleUnknownError; then, and where `progress` raises, nothing has changed."""
        kept = self.drafted(collection, draft, by)
        document, passages = kept.document, _passages(kept.document)

        def change() -> tuple[Change, ...]:
            self.drafted(collection, draft, by)  # the button may have been pressed twice
            self._check_new(collection, article, document, passages)
            return (Add(document, kept.origin, article),)

        what = f"added “{document.title}”" if article is None else f"added a newer version, “{document.title}”"
        self._check_new(collection, article, document, passages)
        report = self.work(collection, "add", by, [document], change, what, progress)
        with self.written():
            self.library.drafts.drop(draft)
        entry = next(each for each in self.library.articles.entries(collection) if each.document == document.id)
        return entry, report

    # Tending ----------------------------------------------------------------------------------------------------------

    def entries(self, collection: str, removed: bool = False) -> tuple[Entry, ...]:
        """The articles by title; with `removed` those that were taken away instead."""
        return self.library.articles.entries(collection, removed)

    def revision(self, collection: str, article: int, number: int | None = None) -> Revision:
        """A revision, without a number the one that answers, or the last one. Raises ArticleUnknownError."""
        wanted = number if number is not None else self._entry(collection, article).revision
        for revision in self.library.articles.revisions(collection, article):
            if revision.number == wanted:
                return revision
        raise ArticleUnknownError(f"article {article} has no version {wanted}")

    def history(self, collection: str, article: int) -> tuple[tuple[Revision, QuoteChanges | None], ...]:
        """The revisions, the newest first, each with what changed since the one before; of many only the last COMPARED.
        Raises ArticleUnknownError."""
        self._entry(collection, article)
        revisions = self.library.articles.revisions(collection, article)
        first = max(0, len(revisions) - 1 - COMPARED)
        read = [(each.document, find_quotes(each.document)) for each in revisions[first:]]
        changes = [None] * (first + 1) + [compare_quotes(*old, *new) for old, new in pairwise(read)]
        return tuple(zip(reversed(revisions), reversed(changes), strict=True))

    def remove(self, collection: str, article: int, by: str) -> Entry:
        """Take an article away. Raises ArticleUnknownError, also where the articles folder feeds it."""
        entry = self._entry(collection, article, removed=False)
        if entry.origin == "folder":
            raise ArticleUnknownError(
                f"“{entry.title}” comes from the articles folder: take {entry.name} out of it, and reindex"
            )
        self.work(collection, "remove", by, (), lambda: (Remove(article),), f"removed “{entry.title}”", None)
        return self._entry(collection, article)

    def restore(
        self, collection: str, article: int, number: int | None, by: str, progress: Progress | None = None
    ) -> Entry:
        """Have an article answer again, by an earlier revision if a number is given. Raises ArticleUnknownError,
        QuotaError, DuplicateError."""
        revision, entry = self.revision(collection, article, number), self._entry(collection, article)
        if entry.revision == revision.number and not entry.removed_at:
            return entry
        passages = _passages(revision.document)

        def change() -> tuple[Change, ...]:
            self._check_new(collection, article, revision.document, passages, is_kept=True)
            return (Restore(article, revision.number),)

        what = f"restored “{revision.document.title}”, version {revision.number}"
        self._check_new(collection, article, revision.document, passages, is_kept=True)
        self.work(collection, "restore", by, [revision.document], change, what, progress)
        return self._entry(collection, article)

    def export(self, collection: str, article: int | None = None) -> tuple[str, bytes]:
        """A name and a zip of the articles as they were read, with a manifest; of one article all its revisions. Raises
        ArticleUnknownError, or EmptyCorpusError where there are none."""
        if article is not None:
            self._entry(collection, article)
            return f"article-{article}.zip", zipped(self.library.articles.revisions(collection, article))
        current = self.library.articles.current(collection)
        if not current:
            raise EmptyCorpusError("there are no articles here to export")
        return f"{collection.replace(':', '-')}.zip", zipped(current)

    def reindex(self, collection: str, by: str, progress: Progress | None = None) -> Report:
        """Bring the index of a collection up to date: of the shared one, read the articles folder first. Every file of
        the index is checked anew. What `progress` raises stops it; then the old index goes on answering."""
        if collection != SHARED:
            documents = [revision.document for revision in self.library.articles.current(collection)]
            return self.work(collection, "reindex", by, documents, lambda: (), "", progress, thorough=True)
        corpus = corpus_hash(self.articles)  # before the reading: what changes meanwhile makes the index stale
        reading = read_articles(self.articles)
        added = [each.document for each in self.library.articles.current(SHARED) if each.origin != "folder"]
        if not reading.documents and not added:
            raise EmptyCorpusError(nothing_read(self.articles, reading))

        def change() -> tuple[Change, ...]:
            names = {document.name for document in reading.documents}
            gone = [entry for entry in self.library.articles.entries(SHARED, removed=True) if entry.name in names]
            last = [self.revision(SHARED, entry.article, entry.revision) for entry in gone]
            return folder_changes(reading, self.library.articles.current(SHARED), last)

        report = self.work(
            SHARED,
            "reindex",
            by,
            [*reading.documents, *added],
            change,
            "read the articles folder",
            progress,
            facts={"corpus": corpus},
            thorough=True,
        )
        return replace(report, skipped=reading.skipped, failed=reading.failed)

    def roll_back(self, collection: str, by: str) -> Report:
        """Have the collection be what it was before the last change that was kept. Raises GenerationError where there
        is none."""
        if self.library.articles.undoable(collection) is None:
            raise GenerationError("there is nothing to roll back")
        undone: list[str] = []

        def keep() -> None:
            what = self.library.articles.undo(collection, by)
            undone.append(f"Undone: {what}" if what else "Nothing was left to roll back")

        report = self.job(collection, "rollback", by, lambda: self.changed(collection, keep))
        return replace(report, notes=(*undone, *report.notes))

    def status(self, collection: str) -> Status:
        """How a collection is."""
        live = self.collection(collection).live()
        entries, jobs = self.library.articles.entries(collection), self.library.jobs.last(collection)
        left = self.library.guilds.left_at(collection)
        return Status(
            collection=collection,
            documents=len(entries),
            removed=len(self.library.articles.entries(collection, removed=True)),
            bytes=sum(entry.bytes for entry in entries),
            passages=len(live.passages) if live else 0,
            quotes=sum(map(len, live.quotes.values())) if live else 0,
            quota=None if collection == SHARED else self._quota,
            built=self.collection(collection).index.facts().get("published"),
            running=next((job for job in jobs if job.ended is None), None),
            last=next((job for job in jobs if job.ended), None),
            fault=self._fault(collection),
            can_roll_back=self.library.articles.undoable(collection) is not None,
            leaves=(left + self._grace).isoformat(timespec="seconds") if left else None,
        )

    def audit(self, collection: str, most: int = 20) -> tuple[AuditLine, ...]:
        """Who changed what, the newest first."""
        return self.library.audit.last(collection, most)

    # What must hold ---------------------------------------------------------------------------------------------------

    def drafted(self, collection: str, draft: str, by: str) -> Draft:
        """A draft as it is; quick. Raises DraftError where it is gone, of another collection or of another person."""
        found = self.library.drafts.get(draft)
        if found is None or found.collection != collection or found.by != by:
            raise DraftError(
                "this draft is gone: it was used, thrown away or is older than a day; add the article again"
            )
        return found

    def _entry(self, collection: str, article: int, removed: bool | None = None) -> Entry:
        """The article, among those that answer or those that were taken away; by default either."""
        for gone in (False, True) if removed is None else (removed,):
            for entry in self.library.articles.entries(collection, gone):
                if entry.article == article:
                    return entry
        raise ArticleUnknownError(f"there is no article {article} here")

    def _others(self, collection: str, article: int | None) -> list[Entry]:
        return [entry for entry in self.library.articles.entries(collection) if entry.article != article]

    def _check_new(
        self, collection: str, article: int | None, document: Document, passages: int, is_kept: bool = False
    ) -> None:
        """Raises DuplicateError where another article has the text, QuotaError where there is no room for it."""
        if article is not None:
            self._entry(collection, article)
        others = self._others(collection, article)
        for entry in others:
            if entry.document == document.id:
                raise DuplicateError(f"the same text is here already, as “{entry.title}” (article {entry.article})")
        self._check_quota(collection, others, document, passages, is_kept)

    def _check_quota(
        self, collection: str, others: Sequence[Entry], document: Document, passages: int, is_kept: bool = False
    ) -> None:
        if collection == SHARED:
            return
        live, texts = self.collection(collection).live(), {entry.document for entry in others}
        beside = sum(passage.document.id in texts for passage in live.passages) if live else 0
        size = len(document.text.encode())
        kept = self.library.articles.size(collection) + (0 if is_kept else size)
        check_quota(self._quota, others, size, beside + passages, kept)

    def _seen_with(self, collection: str) -> tuple[str, ...]:
        """The collections in which duplicates are looked for: those that its guild sees."""
        guild = guild_of(collection)
        return (collection, SHARED) if guild and self.library.guilds.policy(guild).shared else (collection,)

    def _fault(self, collection: str) -> str | None:
        fault = self.collection(collection).fault
        if fault is None and collection == SHARED:
            indexed = self.collection(SHARED).index.facts().get("corpus")
            if indexed != corpus_hash(self.articles):
                return f"the articles folder {'has changed since it was' if indexed else 'is not'} indexed"
        return fault


def _passages(document: Document) -> int:
    return len(split_passages(document, find_quotes(document)))
