"""Words that a question misspells, taken for words of the collection."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from sys import intern

from rapidfuzz import process
from rapidfuzz.distance import OSA
from spellchecker import SpellChecker

from index.question import ASKING, MAX_QUESTION, Query, parse
from index.words import folded, stems

# Chosen on 1,000 tuning questions with a typo each, and on 3,000 without: see docs/quality.md.
DISTANCE = 1  # letters left out, put in or replaced, or two swapped
SHORTEST = 4  # letters of a word that is mended; in so short a one, or into one, only letters swapped or doubled
CLEAR = 2  # times as often as any other word as near, or else it is not plain which one was meant
MOST = 8  # strange words; a question with more of them is in another language

_WORD = re.compile(r"\b[^\W\d_]+\b(?!['’]t\b)")  # the half of “couldn’t” is no word
_DOUBLED = re.compile(r"(.)\1+")


@dataclass(frozen=True, slots=True)
class Spellings:
    """The words of some texts, small and without accents."""

    written: Mapping[str, tuple[tuple[str, int], ...]]
    """Each word's spellings, the one that was met first before others, with how often each is written."""
    stems: frozenset[str]
    by_length: Mapping[int, tuple[str, ...]]

    @classmethod
    def of(cls, texts: Iterable[str]) -> "Spellings":
        """The words of texts."""
        written: defaultdict[str, list[tuple[str, int]]] = defaultdict(list)
        for spelling, count in Counter(word for text in texts for word in _WORD.findall(text)).items():
            for word in folded(spelling):
                written[intern(word)].append((intern(spelling), count))
        by_length: defaultdict[int, list[str]] = defaultdict(list)
        for word in written:
            by_length[len(word)].append(word)
        return cls(
            {word: tuple(spellings) for word, spellings in written.items()},
            frozenset(map(intern, stems(" ".join(written)))),
            {length: tuple(words) for length, words in by_length.items()},
        )


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words of a collection, and those that questions ask with; small and without accents."""

    parts: tuple[Spellings, ...]

    @classmethod
    def of(cls, documents: Iterable[Spellings]) -> "Vocabulary":
        """The vocabulary of documents."""
        return cls((*documents, _asking()))

    def holds(self, word: str) -> bool:
        """Whether a word stands there, in any of its forms."""
        wanted = stems(word)
        return any(not part.stems.isdisjoint(wanted) for part in self.parts)

    def near(self, word: str) -> list[str]:
        """The words at most DISTANCE from one."""
        lengths = range(len(word) - DISTANCE, len(word) + DISTANCE + 1)
        alike = dict.fromkeys(
            each for part in self.parts for length in lengths for each in part.by_length.get(length, ())
        )
        found = process.extract(word, list(alike), scorer=OSA.distance, score_cutoff=DISTANCE, limit=None)
        return [each for each, _, _ in found]

    def spellings(self, word: str) -> Counter[str]:
        """How often a word is written how, the spelling that was met first before others."""
        found: Counter[str] = Counter()
        for part in self.parts:
            for spelling, count in part.written.get(word, ()):
                found[spelling] += count
        return found

    def is_name(self, word: str) -> bool:
        """Whether a word is ever written with a capital."""
        return any(spelling[0].isupper() for spelling in self.spellings(word))


@cache
def _asking() -> Spellings:
    return Spellings.of([ASKING])


def respelled(query: Query, vocabulary: Vocabulary) -> Query:
    """The query with the words that it misspells spelled as the collection does."""
    words = list(dict.fromkeys(_WORD.findall(query.text)))
    caps = query.text.isupper()
    strange = [word for word in words if (caps or word[1:].islower()) and _is_strange(word, vocabulary)]
    if not strange or len(strange) > MOST:
        return query
    names = set() if caps else {word for word in words[1:] if word[0].isupper()}
    meant = {word: _meant(word, vocabulary, word in names) for word in strange}
    if not any(meant.values()):
        return query
    mended = parse(_WORD.sub(lambda found: meant.get(found[0]) or found[0], query.text)[:MAX_QUESTION])
    return replace(mended, typed=query.typed, understood=mended.text)


def _is_strange(word: str, vocabulary: Vocabulary) -> bool:
    return len(word) >= SHORTEST and not vocabulary.holds(word) and not _english().known([word])


def _meant(word: str, vocabulary: Vocabulary, name: bool) -> str | None:
    """The word that a strange one is taken for, as the collection writes it; None where that is not plain."""
    small = "".join(folded(word))

    def likeness(other: str) -> tuple[bool, bool]:
        return _same_letters(other, small), other[:1] == small[:1]

    near = {
        other: vocabulary.spellings(other) for other in vocabulary.near(small) if not name or vocabulary.is_name(other)
    }
    if not near:
        return None
    best = max(near, key=lambda other: (likeness(other), near[other].total(), other))
    if min(len(small), len(best)) <= SHORTEST and not _same_letters(best, small):
        return None
    rivals = (other for other in near if likeness(other) == likeness(best) and stems(other) != stems(best))
    if any(near[rival].total() * CLEAR > near[best].total() for rival in rivals):
        return None
    return near[best].most_common(1)[0][0]


def _same_letters(one: str, other: str) -> bool:
    """Whether words differ by letters that are swapped or doubled alone."""
    return sorted(one) == sorted(other) or _DOUBLED.sub(r"\1", one) == _DOUBLED.sub(r"\1", other)


@cache
def _english() -> SpellChecker:
    return SpellChecker(language="en")
