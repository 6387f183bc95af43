"""Lexical search: BM25 over stemmed words, stop words kept."""

import io
import json
import re
import unicodedata
from collections.abc import Iterable, Sequence

import bm25s
import numpy as np
import Stemmer
from numpy.typing import NDArray

# Found by a search over the values in common use, on the training questions: see docs/quality.md.
K1, B = 0.9, 0.4

_WORD = re.compile(r"\w+")
_ARRAYS = ("data", "indices", "indptr")


def folded(text: str) -> list[str]:
    """The words of a text, small, without accents: `Übungen’s` → `["ubungen", "s"]`."""
    plain = text.casefold()
    if not plain.isascii():
        plain = "".join(char for char in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(char))
    return _WORD.findall(plain)


def stems(text: str) -> list[str]:
    """The same words, stemmed: `Übungen’s` → `["ubung", "s"]`."""
    words: list[str] = Stemmer.Stemmer("english").stemWords(folded(text))
    return words


class Words:
    """BM25 scores of texts, a text's number being its place in the sequence it was made of."""

    def __init__(self, bm25: "bm25s.BM25") -> None:
        self._bm25 = bm25
        self._count = int(bm25.scores["num_docs"])
        self._frequency = np.diff(bm25.scores["indptr"])  # of each word: the texts that hold it

    @classmethod
    def of(cls, texts: Sequence[str]) -> "Words":
        """The scores of texts; each should hold a word."""
        bm25 = bm25s.BM25(k1=K1, b=B)
        bm25.index([stems(text) or [""] for text in texts], show_progress=False)
        return cls(bm25)

    def scores(self, words: Iterable[str]) -> NDArray[np.float32]:
        """The BM25 score, from 0 up, of every text for stemmed words."""
        known = [word for word in words if word in self._bm25.vocab_dict]
        if not known:
            return np.zeros(self._count, np.float32)
        scores: NDArray[np.float32] = self._bm25.get_scores(known)
        return scores

    def weight(self, word: str) -> float:
        """The rarity of a stemmed word (BM25's IDF, above 0); highest where no text holds it."""
        number = self._bm25.vocab_dict.get(word)
        frequency = 0 if number is None else int(self._frequency[number])
        return float(np.log(1 + (self._count - frequency + 0.5) / (frequency + 0.5)))

    def to_bytes(self) -> bytes:
        """NumPy's own format, without pickle; the vocabulary is a JSON text in it."""
        vocabulary = np.frombuffer(json.dumps(self._bm25.vocab_dict).encode(), dtype=np.uint8)
        arrays = {name: self._bm25.scores[name] for name in _ARRAYS}
        file = io.BytesIO()
        np.savez(file, count=np.int64(self._count), vocabulary=vocabulary, **arrays)
        return file.getvalue()

    @classmethod
    def from_bytes(cls, data: bytes) -> "Words":
        """The scores that `to_bytes` wrote."""
        with np.load(io.BytesIO(data), allow_pickle=False) as stored:
            bm25 = bm25s.BM25(k1=K1, b=B)
            bm25.nonoccurrence_array = None  # what BM25.load sets for this variant of the score
            bm25.vocab_dict = json.loads(stored["vocabulary"].tobytes())
            bm25.scores = {name: stored[name] for name in _ARRAYS} | {"num_docs": int(stored["count"])}
        return cls(bm25)
