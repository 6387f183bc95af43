"""One built index of a collection, or of several: parts, searched as one."""

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
from index.engine.bm25 import Words
from index.engine.segment import GenerationError as GenerationError
from index.engine.segment import OutdatedError as OutdatedError
from index.engine.segment import Part
from index.engine.segment import Sentence as Sentence
from index.engine.token_vectors import AllTokens
from index.engine.vocabulary import Vocabulary


@dataclass(frozen=True, eq=False)
class Generation:
    """Documents with their quotes and passages, and what finds them, numbered through all parts.

    Nothing large is copied from the parts, and what is worked out of a document is worked out once a part.
    """

    parts: tuple[Part, ...]
    passage_words: Words
    sentence_words: Words

    @classmethod
    def of(cls, parts: Iterable[Part]) -> "Generation":
        """One of parts of different documents."""
        parts = tuple(parts)
        return cls(
            parts, Words.of([part.passage_words for part in parts]), Words.of([part.sentence_words for part in parts])
        )

    @classmethod
    def joined(cls, generations: "Iterable[Generation]") -> "Generation":
        """What several hold; a document that more than one of them holds is in it once, from the first."""
        apart: list[Generation] = []
        seen: set[str] = set()
        for each in generations:
            new = [part for part in each.parts if part.document.id not in seen]
            apart.append(each if len(new) == len(each.parts) else cls.of(new))
            seen.update(part.document.id for part in new)
        return cls(
            tuple(chain.from_iterable(each.parts for each in apart)),
            Words.joined([each.passage_words for each in apart]),
            Words.joined([each.sentence_words for each in apart]),
        )

    # Documents --------------------------------------------------------------------------------------------------------

    @cached_property
    def documents(self) -> tuple[Document, ...]:
        """In the order of the parts."""
        return tuple(part.document for part in self.parts)

    @cached_property
    def quotes(self) -> Mapping[str, tuple[Quote, ...]]:
        """By the document's id, in the order of the text."""
        return {part.document.id: part.quotes for part in self.parts}

    @cached_property
    def reported(self) -> Mapping[str, tuple[Quote, ...]]:
        """What is reported of somebody's words without marks; by the document's id, in the order of the text."""
        return {part.document.id: part.reported for part in self.parts}

    # Passages and sentences -------------------------------------------------------------------------------------------

    @cached_property
    def passages(self) -> tuple[Passage, ...]:
        """Those of each part in turn."""
        return tuple(chain.from_iterable(part.passages for part in self.parts))

    @cached_property
    def sentences(self) -> "Sentences":
        """Those of each passage in turn."""
        return Sentences(self.parts)

    @cached_property
    def homes(self) -> NDArray[np.int64]:
        """The passage of each sentence."""
        firsts = accumulate((len(part.passages) for part in self.parts), initial=0)
        homes = [part.homes + first for part, first in zip(self.parts, firsts, strict=False)]
        return np.concatenate([*homes, np.zeros(0, np.int64)])

    def sentences_of(self, passage: int) -> range:
        """The numbers of a passage's sentences."""
        return range(*np.searchsorted(self.homes, [passage, passage + 1]).tolist())

    def sentence_text(self, number: int) -> str:
        """The words of a sentence."""
        sentence = self.sentences[number]
        return sentence.span.of(self.passages[sentence.passage].document.text)

    @cached_property
    def placed(self) -> tuple[tuple[Part, int], ...]:
        """Each part with the number of its first sentence."""
        return tuple(zip(self.parts, self.sentences.firsts, strict=False))

    @cached_property
    def quotes_in(self) -> Mapping[int, tuple[Quote, ...]]:
        """Sentence number → the quotes in it; sentences without one are left out."""
        return self._by_sentence(lambda part: part.quotes_in)

    @cached_property
    def reported_in(self) -> Mapping[int, tuple[Quote, ...]]:
        """Sentence number → the reported statements in it; sentences without one are left out."""
        return self._by_sentence(lambda part: part.reported_in)

    def _by_sentence(self, of: Callable[[Part], Mapping[int, tuple[Quote, ...]]]) -> dict[int, tuple[Quote, ...]]:
        return {first + number: quotes for part, first in self.placed for number, quotes in of(part).items()}

    # What finds them --------------------------------------------------------------------------------------------------

    def cosines(self, vector: Matrix) -> tuple[Matrix, Matrix]:
        """Of a vector of shape (dimension,) with every passage, and with every sentence; −1 to 1."""
        scores = [part.embedded.vectors.scores(vector) for part in self.parts]
        counts = [len(part.passages) for part in self.parts]
        none = np.zeros(0, np.float32)
        return (
            np.concatenate([none, *(each[:count] for each, count in zip(scores, counts, strict=True))]),
            np.concatenate([none, *(each[count:] for each, count in zip(scores, counts, strict=True))]),
        )

    @cached_property
    def tokens(self) -> AllTokens:
        """The tokens of the passages."""
        return AllTokens([part.embedded.tokens for part in self.parts])

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """The words of the passages, as they are written."""
        return Vocabulary.of(part.spellings for part in self.parts)


class Sentences:
    """The sentences of parts in a row, their passages numbered through; each is made when it is asked for."""

    def __init__(self, parts: Sequence[Part]) -> None:
        self._parts = parts
        self._passages = list(accumulate((len(part.passages) for part in parts), initial=0))
        self.firsts = list(accumulate((len(part.sentences) for part in parts), initial=0))
        """The number of each part's first sentence."""

    def __len__(self) -> int:
        return self.firsts[-1]

    def __getitem__(self, number: int) -> Sentence:
        if not 0 <= number < len(self):
            raise IndexError(number)
        place = bisect_right(self.firsts, number) - 1
        found = self._parts[place].sentences[number - self.firsts[place]]
        return Sentence(self._passages[place] + found.passage, found.span)

    def __iter__(self) -> Iterator[Sentence]:
        return map(self.__getitem__, range(len(self)))
