"""From articles to the segments of an index."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial

from corpus.quotes.passages import Analysis, analyse
from corpus.text.document import Document
from index.encoding.embedding import Embedding
from index.encoding.encoder import Encoder
from index.engine.generation import Generation
from index.engine.local_index import LocalIndex
from index.engine.passage_embeddings import EmbeddingInput, PassageEmbeddings, embedding_input
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
    documents: Iterable[Document],
    index: LocalIndex,
    encoder: Encoder,
    progress: Progress | None = None,
    thorough: bool = False,
) -> Built:
    """The segments of documents: those that are stored, and the others made and stored, in groups.

    `thorough` reads the stored ones anew. Only passages that no stored segment has are embedded. What `progress` raises
    stops the work; the groups that are done by then are stored, and need not be made the next time.
    """
    documents = tuple(documents)
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
        size = sum(sizes[pending.analysis.document.id] for pending in group)
        inputs = list(dict.fromkeys(text for pending in group for text in pending.new))
        new = dict(zip(inputs, encoder.embed(inputs, partial(tell, size, len(inputs) + 1)), strict=True))
        for pending in group:
            segments[pending.analysis.document.id] = index.keep(pending.segment(new, encoder.fingerprint))
        done, embedded = done + size, embedded + len(inputs)
        tell()
    return Built(tuple(segments[document.id] for document in documents), embedded)


def build(documents: Iterable[Document], embed: Callable[[list[EmbeddingInput]], list[Embedding]]) -> Generation:
    """The generation of documents, in memory alone."""
    pending = [_PendingSegment.of(document, ()) for document in documents]
    return Generation.of(one.segment(dict(zip(one.inputs, embed(one.inputs), strict=True)), "") for one in pending)


@dataclass(frozen=True, slots=True)
class _PendingSegment:
    """A document whose segment is to be made."""

    analysis: Analysis
    inputs: list[EmbeddingInput]
    """Of the passages, in order."""
    known: Mapping[EmbeddingInput, Embedding]

    @classmethod
    def of(cls, document: Document, known: Iterable[PassageEmbeddings]) -> "_PendingSegment":
        analysis = analyse(document)
        inputs = list(map(embedding_input, analysis.passages))
        return cls(analysis, inputs, _take(inputs, known))

    @property
    def new(self) -> list[EmbeddingInput]:
        """What has to be embedded."""
        return [text for text in self.inputs if text not in self.known]

    def segment(self, new: Mapping[EmbeddingInput, Embedding], encoder: str) -> Segment:
        """The segment, with the embeddings that were made of the new inputs."""
        embeddings = [self.known[text] if text in self.known else new[text] for text in self.inputs]
        return Segment.of(self.analysis, embeddings, encoder)


def _take(inputs: Iterable[EmbeddingInput], known: Iterable[PassageEmbeddings]) -> dict[EmbeddingInput, Embedding]:
    """The embeddings of inputs that are known."""
    missing, taken = set(inputs), dict[EmbeddingInput, Embedding]()
    for embeddings in known:
        taken |= {text: embedding for text in missing if (embedding := embeddings.embedding(*text))}
        missing -= taken.keys()
        if not missing:
            break
    return taken


def _groups(
    documents: Iterable[Document], index: LocalIndex, tell: Callable[[], None]
) -> Iterator[list[_PendingSegment]]:
    """Documents together that have GROUP passages to embed, or just more; `tell` is called after each document."""
    group: list[_PendingSegment] = []
    for document in documents:
        group.append(_PendingSegment.of(document, index.known_embeddings(document)))
        tell()
        if sum(len(pending.new) for pending in group) >= GROUP:
            yield group
            group = []
    if group:
        yield group
