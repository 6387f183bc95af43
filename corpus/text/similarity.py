"""How similar two texts are, estimated from a MinHash signature of each.

Broder, On the resemblance and containment of documents, 1997: of two sets, the share of equal least hashes estimates
their Jaccard index. The sets are shingles, runs of five words.
"""

from collections.abc import Sequence
from hashlib import blake2b

import numpy as np
import numpy.typing as npt

from corpus.text.folding import folded_words

_RUN = 5  # words that are compared together
_HASHES = 128
_BYTES = 4 * _HASHES
_CHUNK = 4096  # runs that are hashed at once: 4 MiB
LIKE = 0.5
"""From here on two texts are alike. Of 200 invented articles of 500 words: with one word in 50 changed .80 to
.98, with a paragraph of 60 words more .90 to .98, with a third replaced .55 to .79, with half .38 to .61, others 0."""
_NEARLY = 0.99  # at most, where a word differs
_chance = np.random.default_rng(20171129)  # any seed, but always the same: signatures are stored
_FACTORS = _chance.integers(0, 1 << 63, _HASHES, dtype=np.uint64) * np.uint64(2) + np.uint64(1)
_TERMS = _chance.integers(0, 1 << 63, _HASHES, dtype=np.uint64)
_PLACES = _chance.integers(0, 1 << 63, _RUN, dtype=np.uint64) * np.uint64(2) + np.uint64(1)


def signature(text: str) -> bytes:
    """128 least hashes (uint32, little-endian) of a text's runs of five words, then 16 bytes that only a text of the
    same words has. What folding forgives does not matter."""
    words = folded_words(text)
    exact = blake2b(" ".join(words).encode("utf-8", "surrogatepass"), digest_size=16).digest()
    runs = _runs(words)
    least = np.full(_HASHES, 0xFFFFFFFF, dtype=np.uint32)
    for start in range(0, len(runs), _CHUNK):
        hashed = (runs[start : start + _CHUNK, None] * _FACTORS + _TERMS) >> np.uint64(32)
        np.minimum(least, hashed.min(axis=0).astype(np.uint32), out=least)
    return least.astype("<u4").tobytes() + exact


def likenesses(one: bytes, others: Sequence[bytes]) -> list[float]:
    """About how much of a text and of each other one is in both, counted in runs of five words: 0 to 1, and 1 only
    where all words are the same. All are signatures."""
    if not others:
        return []
    least = np.frombuffer(b"".join(other[:_BYTES] for other in others), "<u4").reshape(len(others), _HASHES)
    same = np.mean(least == np.frombuffer(one[:_BYTES], "<u4"), axis=1)
    shares = np.minimum(_NEARLY, 2 * same / (1 + same))  # of both texts together, as a share of each
    exact = one[_BYTES:]
    return [1.0 if other[_BYTES:] == exact else float(share) for other, share in zip(others, shares, strict=True)]


def _runs(words: list[str]) -> npt.NDArray[np.uint64]:
    """A hash for each run; of a text that is shorter than one, for the whole."""
    known = {
        word: int.from_bytes(blake2b(word.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little")
        for word in set(words)
    }
    hashes = np.array([known[word] for word in words], dtype=np.uint64)
    length = min(_RUN, len(words))
    count = len(words) - length + 1 if words else 0
    runs = np.zeros(count, dtype=np.uint64)
    for place in range(length):
        runs += hashes[place : place + count] * _PLACES[place]
    return runs ^ (runs >> np.uint64(29))
