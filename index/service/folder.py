"""The operator's articles folder, which feeds the shared collection."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

from corpus.errors import ArticleError
from corpus.library.models import Add, Change, Remove, Restore, Revision
from corpus.readers.files import MAX_BYTES, find_articles, read_article
from corpus.text.document import Document, as_row


@dataclass(frozen=True, slots=True)
class Reading:
    """What a folder of articles gave. A document is called by its path below the folder."""

    documents: tuple[Document, ...]
    skipped: tuple[str, ...]
    """A sentence for each article whose text stands there twice."""
    failed: tuple[str, ...]
    """A sentence for each that cannot be read, and why."""
    unread: frozenset[str] = frozenset()
    """What these are called: nothing is known of them, least of all that they are gone."""


def corpus_hash(folder: Path) -> str:
    """A sha256 over the names and bytes of the articles in a folder: whether an index is still theirs."""
    digests = []
    for path in find_articles(folder):
        try:
            size = path.stat().st_size
            digest = sha256(path.read_bytes()).hexdigest() if size <= MAX_BYTES else f"{size} bytes"
        except OSError:
            digest = "unreadable"
        digests.append((path.relative_to(folder).as_posix(), digest))
    return sha256(json.dumps(digests).encode()).hexdigest()


def read_articles(folder: Path) -> Reading:
    """Read all articles of a folder; one that cannot be read, or stands there twice, does not keep out the others."""
    documents: dict[str, Document] = {}
    skipped: list[str] = []
    failed: dict[str, str] = {}

    def closed(error: OSError) -> None:
        failed[error.filename] = f"{error.filename}: this folder cannot be looked into ({error.strerror})"

    for path in find_articles(folder, closed):
        try:
            document = read_article(path)
        except ArticleError as error:
            failed[_below(folder, path, error.name)] = str(error)
            continue
        document = replace(document, name=_below(folder, path, document.name))
        twin = documents.setdefault(document.id, document)
        if twin is not document:
            skipped.append(f"{document.name}: has the same text as {twin.name}, which is indexed")
    return Reading(tuple(documents.values()), tuple(skipped), tuple(failed.values()), frozenset(failed))


def nothing_read(folder: Path, reading: Reading) -> str:
    """Why nothing was read, and what to do."""
    if not folder.is_dir():
        return f"there is no articles folder {folder}; set PULLQUOTE_ARTICLES to the folder of your articles"
    reasons = "".join(f"\n  {each}" for each in reading.failed)
    return f"there is no article to read in {folder}; put .txt or .md files there{reasons}"


def _below(folder: Path, path: Path, name: str) -> str:
    """The path below the folder, ending in the name as it can be shown."""
    parents = path.relative_to(folder).parent.parts
    shown = ("".join(char if char.isprintable() else "\ufffd" for char in part) for part in parents)
    return "/".join((*shown, name))


def folder_changes(reading: Reading, current: Sequence[Revision], removed: Sequence[Revision]) -> tuple[Change, ...]:
    """What makes the collection be what the folder holds; nothing where it is that already.

    An article is known again by its name, or by its text where only the name is another. Of `removed` articles the last
    revision is given. What did not come from the folder is left alone.
    """
    fed = {each.document.name: each for each in current if each.origin == "folder"}
    names = {document.name for document in reading.documents} | reading.unread
    moved = {each.document.id: each for name, each in fed.items() if name not in names}
    gone = {each.document.name: each for each in removed if each.origin == "folder"}
    changes = list(_additions(reading.documents, fed, moved, gone))
    continued = {change.article for change in changes if isinstance(change, Add)}
    vanished = (each.article for name, each in fed.items() if name not in names)
    return (*(Remove(article) for article in vanished if article not in continued), *changes)


def _additions(
    read: Sequence[Document], fed: dict[str, Revision], moved: dict[str, Revision], gone: dict[str, Revision]
) -> Iterator[Change]:
    for document in read:
        before = fed.get(document.name) or moved.get(document.id)
        last = gone.get(document.name)
        if before and as_row(before.document) == as_row(document):
            continue
        if before is None and last and as_row(last.document) == as_row(document):
            yield Restore(last.article, last.number)
        else:
            known = before or last
            yield Add(document, "folder", known.article if known else None)
