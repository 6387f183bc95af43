"""Words that a question misspells, taken for words of the collection."""

import re
from functools import cache

from spellchecker import SpellChecker

from corpus.text.folding import folded_words
from index.engine.bm25 import stems
from index.engine.vocabulary import LETTERS, Vocabulary

SHORTEST = 4  # letters of a word that is mended; in so short a one, or into one, only letters swapped or doubled
CLEAR = 2  # times as often as any other word as near, or else it is not plain which one was meant
MOST = 8  # strange words; a question with more of them is in another language
_DOUBLED = re.compile(r"(.)\1+")


def respelled(text: str, vocabulary: Vocabulary) -> str:
    """A question's text with the words that it misspells spelled as the collection does."""
    words = list(dict.fromkeys(LETTERS.findall(text)))
    caps = text.isupper()
    names = set() if caps else {word for word in words[1:] if word[0].isupper()}
    strange = [word for word in words if (caps or word[1:].islower()) and _is_strange(word, vocabulary, word in names)]
    if len(strange) > MOST:
        return text
    corrections = {word: _correction(word, vocabulary, word in names) for word in strange}
    return LETTERS.sub(lambda match: corrections.get(match[0]) or match[0], text)


def _is_strange(word: str, vocabulary: Vocabulary, name: bool) -> bool:
    return len(word) >= SHORTEST and not vocabulary.holds(word) and (name or not _is_english(word))


def _correction(word: str, vocabulary: Vocabulary, name: bool) -> str | None:
    """The word that a strange one is taken for, as the collection writes it; None where that is not plain."""
    small = "".join(folded_words(word))

    def likeness(other: str) -> tuple[bool, bool]:
        return _same_letters(other, small), other[:1] == small[:1]

    near = {
        other: vocabulary.spellings(other) for other in vocabulary.near(small) if not name or vocabulary.is_name(other)
    }
    if not near:
        return None
    best = max(near, key=lambda other: (likeness(other), near[other].total(), other))
    if (min(len(small), len(best)) <= SHORTEST or _is_english(word)) and not _same_letters(best, small):
        return None  # “Wolf” may be “Wolff”, but no other word
    rivals = (other for other in near if likeness(other) == likeness(best) and stems(other) != stems(best))
    if any(near[rival].total() * CLEAR > near[best].total() for rival in rivals):
        return None
    return near[best].most_common(1)[0][0]


def _same_letters(one: str, other: str) -> bool:
    """Whether words differ by letters that are swapped or doubled alone."""
    return sorted(one) == sorted(other) or _DOUBLED.sub(r"\1", one) == _DOUBLED.sub(r"\1", other)


def _is_english(word: str) -> bool:
    return bool(_english().known([word]))


@cache
def _english() -> SpellChecker:
    return SpellChecker(language="en")
