"""A folder of articles, read whole."""

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path, PurePosixPath

from corpus.errors import ArticleError
from corpus.readers.files import find_articles, printable_name, read_bytes
from corpus.readers.forms import FILE_BYTES, SUFFIXES
from corpus.readers.reading_process import ReadingProcess
from corpus.text.document import Document


@dataclass(frozen=True, slots=True)
class Reading:
    """What a folder of articles gave. A document is called by its path below the folder."""

    documents: tuple[Document, ...]
    skipped: tuple[str, ...]
    """A sentence for each article whose text stands there twice."""
    failed: tuple[str, ...]
    """A sentence for each that cannot be read, and why."""
    unread: frozenset[str] = frozenset()
    """What these are called, and folders that cannot be looked into."""
    doubts: tuple[str, ...] = ()
    """A sentence for each thing that could not be read of an article."""

    def is_unread(self, name: str) -> bool:
        """Whether nothing is known of an article, least of all that it is gone."""
        return not self.unread.isdisjoint((name, *map(str, PurePosixPath(name).parents)))


def corpus_hash(folder: Path) -> str:
    """A sha256 over the names and bytes of the articles in a folder: whether an index is still theirs."""
    digests = []
    for path in find_articles(folder):
        try:
            size = path.stat().st_size
            digest = sha256(path.read_bytes()).hexdigest() if size <= FILE_BYTES else f"{size} bytes"
        except OSError:
            digest = "unreadable"
        digests.append((path.relative_to(folder).as_posix(), digest))
    return sha256(json.dumps(digests).encode()).hexdigest()


def read_articles(folder: Path, waiting: Callable[[], None] | None = None) -> Reading:
    """Read all articles of a folder; one that cannot be read, or stands there twice, does not keep out the others.

    `waiting` is called while they are read; what it raises stops it.
    """
    documents: dict[str, Document] = {}
    skipped: list[str] = []
    failed: dict[str, str] = {}

    def closed(error: OSError) -> None:
        name = printable_name(Path(error.filename).relative_to(folder).as_posix())
        failed[name] = f"{error.filename}: this folder cannot be looked into ({error.strerror})"

    with ReadingProcess(waiting) as process:
        for path in find_articles(folder, closed):
            name = printable_name(path.relative_to(folder).as_posix())
            try:
                document = replace(process.read(path.name, read_bytes(path)), name=name)
            except ArticleError as error:
                failed[name] = str(error)
                continue
            twin = documents.setdefault(document.id, document)
            if twin is not document:
                skipped.append(f"{document.name}: has the same text as {twin.name}, which is indexed")
    doubts = tuple(f"{document.name}: {doubt}" for document in documents.values() for doubt in document.doubts)
    return Reading(tuple(documents.values()), tuple(skipped), tuple(failed.values()), frozenset(failed), doubts)


def nothing_read(folder: Path, reading: Reading) -> str:
    """Why nothing was read, and what to do."""
    if not folder.is_dir():
        return f"there is no articles folder {folder}; set PULLQUOTE_ARTICLES to the folder of your articles"
    reasons = "".join(f"\n  {failure}" for failure in reading.failed)
    return f"there is no article to read in {folder}; put articles there ({', '.join(SUFFIXES)}){reasons}"
