"""Lexical search: BM25 over stemmed words, stop words kept.

Robertson and Zaragoza, The Probabilistic Relevance Framework: BM25 and Beyond, 2009, with Lucene's inverse document
frequency, which is never negative.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import accumulate
from sys import intern
from threading import get_ident

import numpy as np
import Stemmer
from numpy.typing import NDArray

from corpus.text.folding import folded_words

# How soon more of a word counts no more, and how much the length of a text counts: found by a search over the values in
# common use, on the training questions; see docs/quality.md.
K1, B = 0.9, 0.4
REMEMBERED = 1_000  # terms whose documents are known; most questions have the same few words


@dataclass(frozen=True, slots=True)
class Postings:
    """Which texts of one document hold each term, a stemmed word, and how often."""

    terms: Mapping[str, int]
    """The number of each term, from 0."""
    table: NDArray[np.int32]
    """A row (term, text, frequency) for each term of each text, in the order of the terms, shape (rows, 3)."""
    lengths: NDArray[np.int64]
    """Each text's length in terms; 1 of a text without any, which holds the empty term."""

    @classmethod
    def of(cls, texts: Sequence[str], terms: dict[str, int]) -> "Postings":
        """The postings of texts; terms without a number are given the next ones in `terms`."""
        rows = [
            (terms.setdefault(term, len(terms)), number, frequency)
            for number, frequencies in enumerate(Counter(stems(text) or [""]) for text in texts)
            for term, frequency in frequencies.items()
        ]
        return cls.read(terms, np.array(sorted(rows), np.int32).reshape(len(rows), 3), len(texts))

    @classmethod
    def read(cls, terms: Mapping[str, int], table: NDArray[np.int32], texts: int) -> "Postings":
        """The postings of so many texts, from their table."""
        return cls(terms, table, np.bincount(table[:, 1], weights=table[:, 2], minlength=texts).astype(np.int64))


def stems(text: str) -> list[str]:
    """The words of a text as BM25 counts them, folded and stemmed: `Übungen’s` → `["ubung", "s"]`."""
    stemmed: list[str] = _stemmer(get_ident()).stemWords(folded_words(text))
    return stemmed


@lru_cache(maxsize=100)
def _stemmer(_thread: int) -> Stemmer.Stemmer:
    """The stemmer of a thread, which no other may use; to make one takes longer than a sentence does."""
    return Stemmer.Stemmer("english")


def numbered(terms: Iterable[str]) -> dict[str, int]:
    """Terms with their numbers; each term is in memory once, however many documents hold it."""
    return {intern(term): number for number, term in enumerate(terms)}


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
        """The scores of the texts of documents, by their postings in order."""
        return cls([_Block.of(postings)])

    @classmethod
    def joined(cls, several: "Sequence[BM25]") -> "BM25":
        """The documents of several, in order, as if they were one; nothing large is copied."""
        return cls([block for one in several for block in one._blocks])

    def scores(self, terms: Iterable[str]) -> NDArray[np.float32]:
        """The BM25 score, from 0 up, of every text for terms; one that is there twice counts twice."""
        totals = [np.zeros(len(block.lengths), np.float32) for block in self._blocks]
        for term, times in Counter(terms).items():
            places = [block.rows(term) for block in self._blocks]
            weight = np.float32(times * self._idf(sum(map(len, places))))
            for scores, block, norms, rows in zip(totals, self._blocks, self._norms, places, strict=True):
                texts, frequencies = block.texts[rows], block.frequencies[rows]
                scores[texts] += weight * frequencies / (frequencies + norms[texts])
        return np.concatenate(totals) if totals else np.zeros(0, np.float32)

    def coverage(self, terms: Iterable[str]) -> NDArray[np.float32]:
        """Of every document the sum of the weights of the terms that it holds, each counted once."""
        totals = [np.zeros(len(block.documents), np.float32) for block in self._blocks]
        for term in dict.fromkeys(terms):  # in their order: in another the sums have other last digits
            weight = self.weight(term)
            for covered, block in zip(totals, self._blocks, strict=True):
                covered[[term in held for held, _ in block.documents]] += weight
        return np.concatenate(totals) if totals else np.zeros(0, np.float32)

    def weight(self, term: str) -> float:
        """The inverse document frequency of a term, above 0; highest where no text holds it."""
        return self._idf(sum(block.frequency(term) for block in self._blocks))

    def _idf(self, frequency: int) -> float:
        return float(np.log(1 + (self._count - frequency + 0.5) / (frequency + 0.5)))


@dataclass(frozen=True, slots=True)
class _Block:
    """The postings of documents in a row. Each document keeps its own numbers of terms, so that nothing has to be
    sorted or counted anew when one is added."""

    documents: tuple[tuple[Mapping[str, int], int], ...]
    """Of each document the numbers of its terms, and the place of the first of them in `starts`."""
    starts: NDArray[np.int64]
    """The first row of each term of each document; its rows end where the next term's begin."""
    texts: NDArray[np.int32]
    frequencies: NDArray[np.float32]
    lengths: NDArray[np.int64]
    holders: dict[str, NDArray[np.int64]] = field(default_factory=dict)
    """The numbers that documents have for a term, as places in `starts`, of terms that were asked for."""

    @classmethod
    def of(cls, postings: Sequence[Postings]) -> "_Block":
        terms = accumulate((len(document.terms) for document in postings), initial=0)
        texts = accumulate((len(document.lengths) for document in postings), initial=0)
        counts = [np.bincount(document.table[:, 0], minlength=len(document.terms)) for document in postings]
        tables = [
            document.table + np.array([0, first, 0], np.int32) for document, first in zip(postings, texts, strict=False)
        ]
        table = np.concatenate([*tables, np.zeros((0, 3), np.int32)])
        return cls(
            documents=tuple((document.terms, first) for document, first in zip(postings, terms, strict=False)),
            starts=np.concatenate([[0], *counts]).cumsum(),
            texts=np.ascontiguousarray(table[:, 1]),
            frequencies=table[:, 2].astype(np.float32),
            lengths=np.concatenate([*(document.lengths for document in postings), np.zeros(0, np.int64)]),
        )

    def rows(self, term: str) -> NDArray[np.int64]:
        """The rows of a term."""
        holders = self._holders(term)
        firsts, counts = self.starts[holders], self.starts[holders + 1] - self.starts[holders]
        before = counts.cumsum() - counts
        return np.repeat(firsts - before, counts) + np.arange(counts.sum())

    def frequency(self, term: str) -> int:
        """How many texts hold a term."""
        holders = self._holders(term)
        return int((self.starts[holders + 1] - self.starts[holders]).sum())

    def _holders(self, term: str) -> NDArray[np.int64]:
        known = self.holders.get(term)
        if known is None:
            if len(self.holders) >= REMEMBERED:
                self.holders.clear()
            known = np.array([first + terms[term] for terms, first in self.documents if term in terms], np.int64)
            self.holders[term] = known
        return known
