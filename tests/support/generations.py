"""Generations in memory alone."""

from collections.abc import Callable, Iterable

from corpus.quotes.passages import analyse
from corpus.text.document import Document
from index.encoding.embedding import Embedding
from index.engine.generation import Generation
from index.engine.passage_embeddings import EmbeddingInput, inputs_of
from index.engine.segment import Segment


def build(documents: Iterable[Document], embed: Callable[[list[EmbeddingInput]], list[Embedding]]) -> Generation:
    """The generation of documents."""
    return Generation.of(
        Segment.of(analysis, embed(inputs_of(analysis.passages)), "") for analysis in map(analyse, documents)
    )
