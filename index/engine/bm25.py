"""Lexical search: BM25 over stemmed words, stop words kept."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from sys import intern

import numpy as np
from numpy.typing import NDArray

from index.engine.stemming import stems

# Found by a search over the values in common use, on the training questions: see docs/quality.md.
K1, B = 0.9, 0.4


@dataclass(frozen=True, slots=True)
class Postings:
    """Which of some texts hold each stemmed word, and how often."""

    numbers: Mapping[str, int]
    """Of the words, from 0."""
    table: NDArray[np.int32]
    """A row (word, text, how often) for each word of each text, in the order of the words, shape (rows, 3)."""
    lengths: NDArray[np.int64]
    """In words, of each text; 1 of a text without any, which holds the empty word."""

    @classmethod
    def of(cls, texts: Sequence[str], numbers: dict[str, int]) -> "Postings":
        """The postings of texts; words without a number are given the next ones in `numbers`."""
        rows = [
            (numbers.setdefault(word, len(numbers)), text, often)
            for text, words in enumerate(Counter(stems(each) or [""]) for each in texts)
            for word, often in words.items()
        ]
        return cls.read(numbers, np.array(sorted(rows), np.int32).reshape(len(rows), 3), len(texts))

    @classmethod
    def read(cls, numbers: Mapping[str, int], table: NDArray[np.int32], texts: int) -> "Postings":
        """Those of that many texts. Raises ValueError where the table is of other words or texts."""
        lengths = np.bincount(table[:, 1], weights=table[:, 2], minlength=texts).astype(np.int64)
        if len(lengths) != texts or table[:, 0].max(initial=-1) >= len(numbers):
            raise ValueError("the words of the index do not fit its texts")
        return cls(numbers, table, lengths)


def numbered(words: Iterable[str]) -> dict[str, int]:
    """Words with their numbers; each word is in memory once, however many documents hold it."""
    return {intern(word): number for number, word in enumerate(words)}


class BM25:
    """BM25 scores of the texts of many documents, a text's number being its place among all of them."""

    def __init__(self, blocks: "Sequence[_Block]") -> None:
        self._blocks = tuple(blocks)
        self._count = sum(len(block.lengths) for block in blocks)
        average = sum(int(block.lengths.sum()) for block in blocks) / max(1, self._count)
        self._norms = [
            (K1 * (1 - B + B * block.lengths / average)).astype(np.float32) if average else np.zeros(0, np.float32)
            for block in blocks
        ]

    @classmethod
    def of(cls, postings: Sequence[Postings]) -> "BM25":
        """Of documents by their postings, in order."""
        return cls([_Block.of(postings)])

    @classmethod
    def joined(cls, words: "Sequence[BM25]") -> "BM25":
        """Of the documents of several, in order, as if they were one; nothing large is copied."""
        return cls([block for each in words for block in each._blocks])

    def scores(self, words: Iterable[str]) -> NDArray[np.float32]:
        """The BM25 score, from 0 up, of every text for stemmed words."""
        found = [np.zeros(len(block.lengths), np.float32) for block in self._blocks]
        for word, times in Counter(words).items():
            places = [block.places(word) for block in self._blocks]
            rarity = np.float32(times * self._rarity(sum(map(len, places))))
            for scores, block, norms, place in zip(found, self._blocks, self._norms, places, strict=True):
                texts, often = block.texts[place], block.often[place]
                scores[texts] += rarity * often / (often + norms[texts])
        return np.concatenate(found) if found else np.zeros(0, np.float32)

    def weight(self, word: str) -> float:
        """The rarity of a stemmed word (BM25's IDF, above 0); highest where no text holds it."""
        return self._rarity(sum(len(block.places(word)) for block in self._blocks))

    def _rarity(self, frequency: int) -> float:
        return float(np.log(1 + (self._count - frequency + 0.5) / (frequency + 0.5)))


@dataclass(frozen=True, slots=True)
class _Block:
    """The postings of documents in a row. Each document keeps its own numbering of words, so that nothing has to be
    sorted or counted anew when one is added."""

    words: tuple[tuple[Mapping[str, int], int], ...]
    """Of each document the numbers of its words, and the place of the first of them in `starts`."""
    starts: NDArray[np.int64]
    """The first row of each word of each document; its rows end where the next word's begin."""
    texts: NDArray[np.int32]
    often: NDArray[np.float32]
    lengths: NDArray[np.int64]

    @classmethod
    def of(cls, postings: Sequence[Postings]) -> "_Block":
        words = accumulate((len(each.numbers) for each in postings), initial=0)
        texts = accumulate((len(each.lengths) for each in postings), initial=0)
        counts = [np.bincount(each.table[:, 0], minlength=len(each.numbers)) for each in postings]
        tables = [each.table + np.array([0, first, 0], np.int32) for each, first in zip(postings, texts, strict=False)]
        table = np.concatenate([*tables, np.zeros((0, 3), np.int32)])
        return cls(
            words=tuple((each.numbers, first) for each, first in zip(postings, words, strict=False)),
            starts=np.concatenate([[0], *counts]).cumsum(),
            texts=np.ascontiguousarray(table[:, 1]),
            often=table[:, 2].astype(np.float32),
            lengths=np.concatenate([*(each.lengths for each in postings), np.zeros(0, np.int64)]),
        )

    def places(self, word: str) -> NDArray[np.int64]:
        """The rows of a word."""
        found = np.array([first + numbers[word] for numbers, first in self.words if word in numbers], np.int64)
        firsts, counts = self.starts[found], self.starts[found + 1] - self.starts[found]
        before = counts.cumsum() - counts
        return np.repeat(firsts - before, counts) + np.arange(counts.sum())
