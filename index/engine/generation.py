"""One built index of a collection, or of several: segments, searched as one."""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
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
    def sentences(self) -> "Sentences":
        """The sentences of each passage in turn."""
        return Sentences(self.segments)

    @cached_property
    def passage_of_sentence(self) -> NDArray[np.int64]:
        """The number of each sentence's passage, shape (sentences,)."""
        firsts = accumulate((len(segment.passages) for segment in self.segments), initial=0)
        numbered = zip(self.segments, firsts, strict=False)
        passages = [segment.passage_of_sentence + first for segment, first in numbered]
        return np.concatenate([*passages, np.zeros(0, np.int64)])

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
        return tuple(zip(self.segments, self.sentences.firsts, strict=False))

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
        scores = [segment.embeddings.vectors.scores(vector) for segment in self.segments]
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


class Sentences:
    """The sentences of segments in a row, their passages numbered through; each is made when it is asked for."""

    def __init__(self, segments: Sequence[Segment]) -> None:
        self._segments = segments
        self._passages = list(accumulate((len(segment.passages) for segment in segments), initial=0))
        self.firsts = list(accumulate((len(segment.sentences) for segment in segments), initial=0))
        """The number of each segment's first sentence."""

    def __len__(self) -> int:
        return self.firsts[-1]

    def __getitem__(self, number: int) -> Sentence:
        if not 0 <= number < len(self):
            raise IndexError(number)
        place = bisect_right(self.firsts, number) - 1
        sentence = self._segments[place].sentences[number - self.firsts[place]]
        return Sentence(self._passages[place] + sentence.passage, sentence.span)

    def __iter__(self) -> Iterator[Sentence]:
        return map(self.__getitem__, range(len(self)))
