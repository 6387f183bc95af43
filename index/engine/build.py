"""From articles to the segments of an index."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial

from corpus.quotes.passages import Analysis, analyse
from corpus.text.document import Document
from index.encoding.embedding import Embedding
from index.encoding.encoder import Encoder
from index.engine.local_index import LocalIndex
from index.engine.passage_embeddings import EmbeddingInput, inputs_of
from index.engine.segment import Segment

GROUP = 128  # passages embedded at once, at least: enough for batches of like lengths, and all that a kill loses

Progress = Callable[[int, int], None]
"""Told how many bytes of articles are read and embedded, and how many there are, 0 where that is not known yet.
May raise to stop the work."""


@dataclass(frozen=True, slots=True)
class Built:
    """The segments of documents, in their order."""

    segments: tuple[Segment, ...]
    embedded: int
    """How many passages had to be embedded."""


def build_segments(
    documents: Sequence[Document],
    index: LocalIndex,
    encoder: Encoder,
    progress: Progress | None = None,
    thorough: bool = False,
) -> Built:
    """The segments of documents: those that are stored, and the others made and stored, in groups.

    `thorough` reads the stored ones anew. Only passages that no stored segment has are embedded. What `progress` raises
    stops the work; the groups that are done by then are stored, and need not be made the next time.
    """
    sizes = {document.id: len(document.text.encode()) for document in documents}
    total = sum(sizes.values())
    stored = ((document, index.stored(document, thorough)) for document in documents)
    segments = {document.id: segment for document, segment in stored if segment}
    done = sum(sizes[id_] for id_ in segments)
    embedded = 0

    def tell(size: int = 0, texts: int = 1, embedded: int = 0) -> None:
        if progress:
            progress(done + size * embedded // texts, total)

    tell()
    for group in _groups([document for document in documents if document.id not in segments], index, tell):
        size = sum(sizes[analysis.document.id] for analysis in group.analyses)
        new = list(group.new)
        made = encoder.embed(new, partial(tell, size, len(new) + 1))
        embeddings = group.known | dict(zip(new, made, strict=True))
        for analysis in group.analyses:
            of_passages = [embeddings[text] for text in inputs_of(analysis.passages)]
            segments[analysis.document.id] = index.keep(Segment.of(analysis, of_passages, encoder.fingerprint))
        done, embedded = done + size, embedded + len(new)
        tell()
    return Built(tuple(segments[document.id] for document in documents), embedded)


@dataclass(frozen=True, slots=True)
class _Group:
    """Documents whose passages are embedded at once."""

    analyses: list[Analysis] = field(default_factory=list)
    known: dict[EmbeddingInput, Embedding] = field(default_factory=dict)
    new: dict[EmbeddingInput, None] = field(default_factory=dict)
    """What has to be embedded, each passage once, in the order of the documents."""


def _groups(documents: Iterable[Document], index: LocalIndex, tell: Callable[[], None]) -> Iterator[_Group]:
    """Documents together that have GROUP passages to embed, or just more; `tell` is called after each document."""
    group = _Group()
    for document in documents:
        analysis = analyse(document)
        inputs = dict.fromkeys(inputs_of(analysis.passages))
        group.analyses.append(analysis)
        group.known.update(_known(inputs.keys() - group.known.keys(), document, index))
        group.new.update(dict.fromkeys(text for text in inputs if text not in group.known))
        tell()
        if len(group.new) >= GROUP:
            yield group
            group = _Group()
    if group.analyses:
        yield group


def _known(missing: set[EmbeddingInput], document: Document, index: LocalIndex) -> dict[EmbeddingInput, Embedding]:
    """The embeddings of a document's passages that the index has."""
    known = dict[EmbeddingInput, Embedding]()
    for embeddings in index.known_embeddings(document) if missing else ():
        known |= {text: embedding for text in missing - known.keys() if (embedding := embeddings.embedding(*text))}
        if len(known) == len(missing):
            break
    return known
