"""The blocks of an article as the search for a speaker sees them: words, sentences, and phrases that may name one."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import NamedTuple

from corpus.english.lexicon import ADDRESSING, BE, DETERMINERS, HELPERS, PRONOUNS, SAYING, STOPS, WORDS
from corpus.english.noun_phrases import (
    Word,
    is_name,
    is_person_noun,
    is_plural,
    is_possessive,
    is_quote,
    is_someone,
    name_after,
    phrase_after,
    phrase_before,
)
from corpus.speakers.rules import Attribution, Line, sentence_subject

_OTHERS = frozenset(("you", "another", "others", "some", "many", "one", "everyone", "everybody", "those"))
_OWN = frozenset(("his", "her", "their"))


class Phrase(NamedTuple):
    """The words from `first` to `end` of a block name or describe somebody."""

    first: int
    end: int


def stem(word: Word) -> str:
    """A word in small letters, without what is drawn together with it: “he’s”, “Clinton’s”."""
    return word.low.split("’")[0].split("'")[0] or word.low


def phrases(words: Sequence[Word]) -> list[Phrase]:
    """The phrases of a block that may be a speaker, in order, none overlapping another."""
    found: list[Phrase] = []
    at = 0
    while at < len(words):
        end = _phrase(words, at)
        if end > at:
            found.append(Phrase(at, end))
        at = max(end, at + 1)
    return found


def _phrase(words: Sequence[Word], at: int) -> int:
    """Where the phrase that begins at a word ends; `at` where none does."""
    word = words[at]
    if is_quote(word) or not word.text[0].isalnum():
        return at
    plain = stem(word)
    if plain in PRONOUNS or plain == "you":
        return at + 1
    end = phrase_after(words, at, len(words))
    if end == at:
        return _small(words, at)
    telling = any(is_name(each) or is_person_noun(each) or is_plural(each) for each in words[at:end])
    if telling or word.low in DETERMINERS:
        return end
    return at


def _small(words: Sequence[Word], at: int) -> int:
    """“The report”, “the two”, “others”, and names that are words like any other: “From said”."""
    word, after = words[at], words[at + 1] if at + 1 < len(words) else None
    if word.low in DETERMINERS and after and after.text.isalpha() and after.low not in STOPS:
        return at + 2
    if word.low in _OWN or word.low in _OTHERS:
        return at + 1
    spoken = (after and after.text in SAYING) or (at and words[at - 1].text in SAYING and is_quote(words[at - 2]))
    return at + 1 if word.text[0].isupper() and spoken else at


def is_addressed(words: Sequence[Word], phrase: Phrase) -> bool:
    """Whether somebody is spoken to: “told Lund”, “Lund was told”."""
    at = phrase.end
    while at < len(words) and words[at].low in HELPERS:
        at += 1
    hears = (
        at + 1 < len(words) and words[at].low in BE and words[at + 1].low in ("told", "asked", "informed", "reminded")
    )
    return hears or (phrase.first > 0 and words[phrase.first - 1].text in ADDRESSING)


def surname(words: Sequence[Word]) -> str | None:
    """The last name in a phrase, in small letters."""
    return next((stem(word) for word in reversed(words) if is_name(word)), None)


def told(words: Sequence[Word], phrase: Phrase) -> Phrase:
    """The words that tell who it is: the name after “their manager, ”, the owner in “Lund’s words”,
    the name before “, a teacher” or “who”.
    """
    first, end = phrase
    if words[first].low == "who" and first:
        last = first - 1 if words[first - 1].text == "," else first
        return Phrase(begun, last) if (begun := phrase_before(words, last, 0)) < last else phrase
    owner = next((at for at in range(first, end - 1) if is_possessive(words[at]) and is_name(words[at])), None)
    if owner is not None and stem(words[end - 1]) in WORDS:
        return Phrase(first, owner + 1)
    name = name_after(words, end, len(words))
    before = phrase_before(words, first - 1, 0) if first > 1 and words[first - 1].text == "," else first
    apposed = words[first].low in DETERMINERS or is_person_noun(words[first])
    if before < first - 1 and apposed and is_name(words[first - 2]):
        return Phrase(before, first - 1)
    if name == end or is_name(words[end - 1]) or not is_someone(words[first:end]):
        return phrase
    return Phrase(end + 1, name)


class Place(NamedTuple):
    """A quote: the number of its block, and of the word that stands for it."""

    block: int
    at: int


class Candidate(NamedTuple):
    """The words from `first` to `end` of a block, which may say who speaks."""

    block: int
    first: int
    end: int

    def overlaps(self, other: "Candidate") -> bool:
        """Whether two candidates share a word."""
        return self.block == other.block and self.first < other.end and self.end > other.first


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
