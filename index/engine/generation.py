"""One built index of a collection, or of several: segments, searched as one."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, chain

import numpy as np
from numpy.typing import NDArray

from corpus.quotes.direct import Quote
from corpus.quotes.passages import Passage
from corpus.text.document import Document
from index.encoding.compression import Matrix
from index.engine.bm25 import BM25
from index.engine.segment import Segment, Sentence
from index.engine.token_vectors import JoinedTokenVectors
from index.engine.vectors import scores_of
from index.engine.vocabulary import Vocabulary


@dataclass(frozen=True, eq=False)
class Generation:
    """Documents with their quotes and passages, and what finds them, numbered through all segments.

    Nothing large is copied from the segments, and what is worked out of a document is worked out once a segment.
    """

    segments: tuple[Segment, ...]
    passage_bm25: BM25
    sentence_bm25: BM25

    @classmethod
    def of(cls, segments: Iterable[Segment]) -> "Generation":
        """The generation of segments, which are of different documents."""
        segments = tuple(segments)
        return cls(
            segments,
            BM25.of([segment.passage_postings for segment in segments]),
            BM25.of([segment.sentence_postings for segment in segments]),
        )

    @classmethod
    def joined(cls, generations: "Iterable[Generation]") -> "Generation":
        """What several hold; a document that more than one of them holds is in it once, from the first."""
        disjoint: list[Generation] = []
        seen: set[str] = set()
        for generation in generations:
            new = [segment for segment in generation.segments if segment.document.id not in seen]
            disjoint.append(generation if len(new) == len(generation.segments) else cls.of(new))
            seen.update(segment.document.id for segment in new)
        return cls(
            tuple(chain.from_iterable(generation.segments for generation in disjoint)),
            BM25.joined([generation.passage_bm25 for generation in disjoint]),
            BM25.joined([generation.sentence_bm25 for generation in disjoint]),
        )

    # Documents --------------------------------------------------------------------------------------------------------

    @cached_property
    def documents(self) -> tuple[Document, ...]:
        """The documents, in the order of the segments."""
        return tuple(segment.document for segment in self.segments)

    @cached_property
    def quotes(self) -> Mapping[str, tuple[Quote, ...]]:
        """The quotes of each document, by its id, in the order of the text."""
        return {segment.document.id: segment.quotes for segment in self.segments}

    @cached_property
    def reported(self) -> Mapping[str, tuple[Quote, ...]]:
        """What each document reports of somebody's words without marks, by its id, in the order of the text."""
        return {segment.document.id: segment.reported for segment in self.segments}

    # Passages and sentences -------------------------------------------------------------------------------------------

    @cached_property
    def passages(self) -> tuple[Passage, ...]:
        """The passages of each segment in turn."""
        return tuple(chain.from_iterable(segment.passages for segment in self.segments))

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """The sentences of each passage in turn."""
        firsts = accumulate((len(segment.passages) for segment in self.segments), initial=0)
        numbered = zip(self.segments, firsts, strict=False)
        return tuple(
            Sentence(first + sentence.passage, sentence.span)
            for segment, first in numbered
            for sentence in segment.sentences
        )

    @cached_property
    def passage_of_sentence(self) -> NDArray[np.int64]:
        """The number of each sentence's passage, shape (sentences,)."""
        return np.array([sentence.passage for sentence in self.sentences], np.int64)

    @cached_property
    def segment_of_passage(self) -> NDArray[np.int64]:
        """The number of each passage's segment, shape (passages,)."""
        return np.repeat(np.arange(len(self.segments)), [len(segment.passages) for segment in self.segments])

    def sentences_of(self, passage: int) -> range:
        """The numbers of a passage's sentences."""
        return range(*np.searchsorted(self.passage_of_sentence, [passage, passage + 1]).tolist())

    def sentence_text(self, number: int) -> str:
        """The words of a sentence."""
        sentence = self.sentences[number]
        return sentence.span.of(self.passages[sentence.passage].document.text)

    @cached_property
    def sentence_starts(self) -> tuple[tuple[Segment, int], ...]:
        """Each segment with the number of its first sentence."""
        firsts = accumulate((len(segment.sentences) for segment in self.segments), initial=0)
        return tuple(zip(self.segments, firsts, strict=False))

    @cached_property
    def segment_starts(self) -> Mapping[str, tuple[Segment, int]]:
        """The same by the id of the document."""
        return {segment.document.id: (segment, first) for segment, first in self.sentence_starts}

    @cached_property
    def quotes_by_sentence(self) -> Mapping[int, tuple[Quote, ...]]:
        """The quotes in each sentence, by its number; sentences without one are left out."""
        return self._by_sentence(lambda segment: segment.quotes_by_sentence)

    @cached_property
    def reported_by_sentence(self) -> Mapping[int, tuple[Quote, ...]]:
        """The reported statements in each sentence, by its number; sentences without one are left out."""
        return self._by_sentence(lambda segment: segment.reported_by_sentence)

    def _by_sentence(self, of: Callable[[Segment], Mapping[int, tuple[Quote, ...]]]) -> dict[int, tuple[Quote, ...]]:
        return {
            first + number: quotes for segment, first in self.sentence_starts for number, quotes in of(segment).items()
        }

    # What finds them --------------------------------------------------------------------------------------------------

    def cosines(self, vector: Matrix) -> tuple[Matrix, Matrix]:
        """The cosines of a unit vector of shape (dimension,) with every passage, and with every sentence, −1 to 1."""
        scores = scores_of([segment.embeddings.vectors for segment in self.segments], vector)
        counts = [len(segment.passages) for segment in self.segments]
        none = np.zeros(0, np.float32)
        return (
            np.concatenate([none, *(rows[:count] for rows, count in zip(scores, counts, strict=True))]),
            np.concatenate([none, *(rows[count:] for rows, count in zip(scores, counts, strict=True))]),
        )

    @cached_property
    def tokens(self) -> JoinedTokenVectors:
        """The token vectors of the passages."""
        return JoinedTokenVectors([segment.embeddings.tokens for segment in self.segments])

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """The words of the passages, as they are written."""
        return Vocabulary.of(segment.spellings for segment in self.segments)
