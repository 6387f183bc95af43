"""The words of a collection as they are spelled in it, and the words that questions ask with."""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cache, cached_property
from sys import intern
from typing import NamedTuple

from rapidfuzz import process
from rapidfuzz.distance import OSA

from corpus.text.folding import folded_words
from index.engine.bm25 import stems

QUESTION_WORDS = (
    "a about all also am an and any anything are as at be been being but by can could did do does done else for from "
    "give had happen happened has have he her him his how i if in into is it its many me much my of on or our "
    "please quote s said say saying says she should so some something t tell tells that the their them there "
    "these they this those to told us was we were what when where which who whom whose why will with would you your "
    "hes shes whos whats thats theyre didnt doesnt isnt wasnt"
)
"""Words that ask, or hold a question together. An article need not hold them to answer."""

# Chosen on 1,000 tuning questions with a typo each, and on 3,000 without: see docs/quality.md.
DISTANCE = 1  # letters left out, put in or replaced, or two swapped

LETTERS = re.compile(r"\b[^\W\d_]+\b(?!['’]t\b)")  # the half of “couldn’t” is no word


class _Written(NamedTuple):
    """How the words of some texts are spelled."""

    counts: Mapping[str, int]
    """How often each spelling is written."""
    variants: Mapping[str, tuple[str, ...]]
    """The spellings of words that are not only written as they are, the one that was met first before others."""
    by_length: Mapping[int, tuple[str, ...]]
    """The words."""


@dataclass(frozen=True)
class Spellings:
    """The words of some texts, small and without accents, with their spellings.

    These are found when a misspelt word first asks for them: of 10,000 passages that takes longer than all else that
    the terminal does for an answer.
    """

    texts: Callable[[], Iterable[str]]
    stems: Set[str]

    @classmethod
    def of(cls, texts: Sequence[str]) -> "Spellings":
        """The words of texts, as they are spelled there."""
        return cls(lambda: texts, frozenset(stems(" ".join(texts))))

    @cached_property
    def _written(self) -> _Written:
        found = Counter(word for text in self.texts() for word in LETTERS.findall(text))
        counts = {intern(spelling): count for spelling, count in found.items()}
        spellings: defaultdict[str, list[str]] = defaultdict(list)
        for spelling in counts:
            for word in folded_words(spelling):
                spellings[intern(word)].append(spelling)
        by_length: defaultdict[int, list[str]] = defaultdict(list)
        for word in spellings:
            by_length[len(word)].append(word)
        return _Written(
            counts,
            {word: tuple(several) for word, several in spellings.items() if several != [word]},
            {length: tuple(words) for length, words in by_length.items()},
        )

    def written(self, word: str) -> Iterator[tuple[str, int]]:
        """A word's spellings, with how often each is written."""
        counts, variants, _ = self._written
        for spelling in variants.get(word, (word,)):
            if spelling in counts:
                yield spelling, counts[spelling]

    def of_length(self, length: int) -> Sequence[str]:
        """The words of so many letters."""
        return self._written.by_length.get(length, ())


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words of a collection, and those that questions ask with, small and without accents."""

    documents: tuple[Spellings, ...]

    @classmethod
    def of(cls, documents: Iterable[Spellings]) -> "Vocabulary":
        """The vocabulary of documents."""
        return cls((*documents, _question_spellings()))

    def holds(self, word: str) -> bool:
        """Whether a word stands there, in any of its forms."""
        forms = stems(word)
        return any(not spellings.stems.isdisjoint(forms) for spellings in self.documents)

    def near(self, word: str) -> list[str]:
        """The words whose edit distance from one is at most DISTANCE (optimal string alignment)."""
        lengths = range(len(word) - DISTANCE, len(word) + DISTANCE + 1)
        candidates = dict.fromkeys(
            candidate for spellings in self.documents for length in lengths for candidate in spellings.of_length(length)
        )
        matches = process.extract(word, list(candidates), scorer=OSA.distance, score_cutoff=DISTANCE, limit=None)
        return [candidate for candidate, _, _ in matches]

    def spellings(self, word: str) -> Counter[str]:
        """How often a word is written how, the spelling that was met first before others."""
        counts: Counter[str] = Counter()
        for spellings in self.documents:
            for spelling, count in spellings.written(word):
                counts[spelling] += count
        return counts

    def is_name(self, word: str) -> bool:
        """Whether a word is ever written with a capital."""
        return any(spelling[0].isupper() for spelling in self.spellings(word))


@cache
def _question_spellings() -> Spellings:
    return Spellings.of([QUESTION_WORDS])
