"""Several articles at once, in words: what each of them is, what is to be known of it, and what became of it."""

from collections.abc import Iterator, Sequence

from bot.presentation.attribution import Insert
from bot.presentation.wording import counted, likeness_words, sentence
from corpus.english.language import is_english
from corpus.library.owners import SHARED
from index.service.adding.batches import ADDED, Batch, BatchFile

NOT_ENGLISH = "does not seem to be English; who says its quotes is not understood"


def what_it_is(file: BatchFile, insert: Insert = str) -> str:
    """What a file is before it is added: “new”, “new version of “The quay” (article 3)”, “refused: is empty”. `insert`
    writes what is not our own wording."""
    if file.kind == "version" and file.entry:
        return f"new version of “{insert(file.entry.title)}” (article {file.entry.article})"
    return f"{file.kind}: {insert(file.reason)}" if file.reason else file.kind


def what_became_of_it(file: BatchFile, insert: Insert = str) -> str:
    """What a file came to when its batch was added."""
    if file.is_added and file.entry:
        version = f", version {file.entry.revision}" if file.entry.revision > 1 else ""
        return f"added as article {file.entry.article}{version}"
    return "left out" if file.kind in ADDED else what_it_is(file, insert)


def remarks(file: BatchFile, insert: Insert = str) -> Iterator[str]:
    """What is to be known of a file that can be added, in sentences."""
    if file.kind not in ADDED:
        return
    yield from (insert(sentence(doubt)) for doubt in file.draft.document.doubts)
    if not is_english(file.draft.document):
        yield sentence(NOT_ENGLISH)
    for like in file.resemblances:
        where = ", which comes with it" if like.collection is None else ""
        shared = ", in the collection that all servers share" if like.collection == SHARED else ""
        yield f"{likeness_words(like.share)} “{insert(like.title)}”{where or shared}"


def batch_counts(batch: Batch) -> str:
    """How many files are what: “200 files: 190 new, 7 newer versions, 2 duplicates, 1 refused; 3 of them doubtful”."""
    doubtful = sum(any(remarks(file)) for file in batch.files)
    counts = _counts(
        (len(batch.of_kind("new")), "new"),
        (len(batch.of_kind("version")), "to be newer versions"),
        (len(batch.of_kind("duplicate")), "here already"),
        (len(batch.of_kind("refused")), "refused"),
    )
    return f"{counted(len(batch.files), 'file')}: {counts}{f'; {doubtful:,} doubtful' if doubtful else ''}"


def added_counts(files: Sequence[BatchFile]) -> str:
    """How many files became what: “200 files: 197 added, 2 here already, 1 refused”."""
    left = [file.kind for file in files if not file.is_added]
    return f"{counted(len(files), 'file')}: " + _counts(
        (len(files) - len(left), "added"),
        (sum(kind in ADDED for kind in left), "left out"),
        (left.count("duplicate"), "here already"),
        (left.count("refused"), "refused"),
    )


def _counts(*counts: tuple[int, str]) -> str:
    return ", ".join(f"{count:,} {what}" for count, what in counts if count) or "nothing"
