"""From articles to the segments of an index."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial

from corpus.quotes.direct import Quote, find_quotes
from corpus.quotes.passages import Passage, split_passages
from corpus.text.document import Document
from index.encoding.embedding import Embedding, Pieces
from index.encoding.encoder import Encoder
from index.engine.backend import Index, KnownEmbeddings
from index.engine.generation import Generation
from index.engine.segment import Segment, text_of

GROUP = 128  # passages embedded at once, at least: enough for batches of like lengths, and all that a kill loses

Progress = Callable[[int, int], None]
"""Told how many bytes of articles are read and embedded, and how many there are. May raise to stop the work."""
Text = tuple[str, Pieces]


@dataclass(frozen=True, slots=True)
class Built:
    """The segments of documents, in their order."""

    segments: tuple[Segment, ...]
    embedded: int
    """Passages that had to be embedded."""

    @property
    def passages(self) -> int:
        """How many there are."""
        return sum(len(segment.passages) for segment in self.segments)


def build_segments(
    documents: Iterable[Document],
    index: Index,
    encoder: Encoder,
    progress: Progress | None = None,
    thorough: bool = False,
) -> Built:
    """The segments of documents: those that are stored, and the others made and stored, in groups. `thorough` reads the
    stored ones anew. Only passages that no stored segment has are embedded.

    What `progress` raises stops it; then the groups that are done are stored, and the next time they need not be made.
    """
    documents = tuple(documents)
    sizes = {document.id: len(document.text.encode()) for document in documents}
    total = sum(sizes.values())
    segments = {each.id: segment for each in documents if (segment := index.stored(each, thorough))}
    done = sum(sizes[each] for each in segments)
    embedded = 0

    def tell(size: int = 0, texts: int = 1, embedded: int = 0) -> None:
        if progress:
            progress(done + size * embedded // texts, total)

    tell()
    for group in _groups([each for each in documents if each.id not in segments], index):
        size = sum(sizes[each.document.id] for each in group)
        new = list(dict.fromkeys(text for each in group for text in each.new))
        made = dict(zip(new, encoder.embed(new, partial(tell, size, len(new) + 1)), strict=True))
        for each in group:
            segments[each.document.id] = index.keep(each.segment(made, encoder.fingerprint))
        done, embedded = done + size, embedded + len(new)
        tell()
    return Built(tuple(segments[each.id] for each in documents), embedded)


def build(documents: Iterable[Document], embed: Callable[[list[Text]], list[Embedding]]) -> Generation:
    """The generation of documents, in memory alone."""
    pending = [_PendingSegment.of(document, ()) for document in documents]
    return Generation.of(each.segment(dict(zip(each.texts, embed(each.texts), strict=True)), "") for each in pending)


@dataclass(frozen=True, slots=True)
class _PendingSegment:
    """A document whose segment is to be made."""

    document: Document
    quotes: tuple[Quote, ...]
    passages: tuple[Passage, ...]
    texts: list[Text]
    """Of the passages."""
    known: Mapping[Text, Embedding]

    @classmethod
    def of(cls, document: Document, known_embeddings: Iterable[KnownEmbeddings]) -> "_PendingSegment":
        quotes = find_quotes(document)
        passages = split_passages(document, quotes)
        texts = list(map(text_of, passages))
        return cls(document, quotes, passages, texts, _given(texts, known_embeddings))

    @property
    def new(self) -> list[Text]:
        """What has to be embedded."""
        return [text for text in self.texts if text not in self.known]

    def segment(self, made: Mapping[Text, Embedding], encoder: str) -> Segment:
        """The segment, with what was made of the new texts."""
        embeddings = [self.known[text] if text in self.known else made[text] for text in self.texts]
        return Segment.of(self.document, self.quotes, self.passages, embeddings, encoder)


def _given(texts: Iterable[Text], known_embeddings: Iterable[KnownEmbeddings]) -> dict[Text, Embedding]:
    """What the known_embeddings have of texts."""
    wanted, given = set(texts), dict[Text, Embedding]()
    for embeddings in known_embeddings:
        given |= {text: found for text in wanted if (found := embeddings.embedding(*text))}
        wanted -= given.keys()
        if not wanted:
            break
    return given


def _groups(documents: Iterable[Document], index: Index) -> Iterator[list[_PendingSegment]]:
    """Documents together that have GROUP passages to embed, or just more."""
    group: list[_PendingSegment] = []
    for document in documents:
        group.append(_PendingSegment.of(document, index.known_embeddings(document)))
        if sum(len(each.new) for each in group) >= GROUP:
            yield group
            group = []
    if group:
        yield group
