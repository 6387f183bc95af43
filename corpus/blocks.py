"""The blocks of an article as the search for a speaker sees them: words, sentences, and phrases that may name one."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import NamedTuple

from corpus.attribution import Attribution, Line, sentence_subject
from corpus.mentions import Phrase, phrases, surname
from corpus.phrases import Word, is_quote


class Place(NamedTuple):
    """A quote: the number of its block, and of the word that stands for it."""

    block: int
    at: int


class Candidate(NamedTuple):
    """The words from `first` to `end` of a block, which may say who speaks."""

    block: int
    first: int
    end: int


@dataclass(frozen=True, slots=True)
class Block:
    """A block's line, its phrases, and running counts over its words. Made once, so that time stays linear."""

    line: Line
    phrases: Sequence[Phrase]
    firsts: Sequence[int]
    """The first word of each phrase."""
    surnames: Sequence[str | None]
    subjects: Sequence[Attribution | None]
    """Whom each sentence is about."""
    only_quotes: bool
    commas: Sequence[int]
    quotes: Sequence[int]

    @classmethod
    def of(cls, words: Sequence[Word]) -> "Block":
        line, found = Line.of(words), phrases(words)
        return cls(
            line=line,
            phrases=found,
            firsts=[phrase.first for phrase in found],
            surnames=[surname(words[phrase.first : phrase.end]) for phrase in found],
            subjects=[sentence_subject(words, *ends) for ends in pairwise([0, *line.ends, len(words)])],
            only_quotes=all(map(is_quote, words)),
            commas=_counts(word.text == "," for word in words),
            quotes=_counts(map(is_quote, words)),
        )

    @property
    def words(self) -> Sequence[Word]:
        return self.line.words

    def between(self, first: int, end: int) -> range:
        """The numbers of the phrases that begin in a range of words."""
        return range(bisect_left(self.firsts, first), bisect_left(self.firsts, end))

    def covering(self, first: int, end: int) -> int | None:
        """The number of the last phrase that shares a word with a range of words."""
        number = bisect_left(self.firsts, end) - 1
        return number if number >= 0 and self.phrases[number].end > first else None

    def sentence(self, at: int) -> int:
        """The number of the sentence that holds a word."""
        return bisect_right(self.line.ends, at)

    def subject(self, at: int) -> Attribution | None:
        return self.subjects[self.sentence(at)]


def _counts(flags: Iterable[bool]) -> list[int]:
    return list(accumulate(map(int, flags), initial=0))
