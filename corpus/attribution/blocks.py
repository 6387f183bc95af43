"""The blocks of an article as the search for a speaker sees them: words, sentences, and phrases that may name one."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from typing import NamedTuple

from corpus.english.lexicon import (
    ADDRESSING,
    ARTICLES,
    BE,
    DETERMINERS,
    HELPERS,
    PLAIN_VERBS,
    PRONOUNS,
    SAYING,
    SPEECH_VERBS,
    STOPS,
    WORDS,
)
from corpus.english.name_words import with_names
from corpus.english.noun_phrases import (
    Word,
    ends_sentence,
    is_name,
    is_person_noun,
    is_plural,
    is_possessive,
    is_quote,
    is_someone,
    name_after,
    phrase_after,
    phrase_before,
    words_around,
)
from corpus.text.span import Span

_LONG, _HEADING, _CAPITALS = 4, 4, 0.8  # letters of a word, such words of a heading, and the share with a capital
_REACH = 60  # words; no attribution is farther from its quote, and time stays linear
_ALONE = frozenset("his her their you another others some many one everyone everybody those".split())


class Phrase(NamedTuple):
    """The words from `first` to `end` of a block name or describe somebody."""

    first: int
    end: int


def stem(word: Word) -> str:
    """A word in small letters, without what is drawn together with it: “he’s”, “Clinton’s”."""
    return word.low.split("’")[0].split("'")[0] or word.low


def _phrase_end(words: Sequence[Word], at: int) -> int:
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
    can_speak = any(is_name(part) or is_person_noun(part) or is_plural(part) for part in words[at:end])
    return end if can_speak or word.low in DETERMINERS else at


def _small(words: Sequence[Word], at: int) -> int:
    """“The report”, “the two”, “others”, and names that are words like any other: “From said”."""
    word, after = words[at], words[at + 1] if at + 1 < len(words) else None
    if word.low in DETERMINERS and after and after.text.isalpha() and after.low not in STOPS:
        return at + 2
    if word.low in _ALONE:
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


def naming_phrase(words: Sequence[Word], phrase: Phrase) -> Phrase:
    """The words that tell who it is: the name after “their manager, ”, the owner in “Lund’s words”,
    the name before “, a teacher” or “who”.
    """
    first, end = phrase
    if words[first].low in ("who", "which") and first:
        last = first - 1 if words[first - 1].text == "," else first
        return Phrase(begun, last) if (begun := phrase_before(words, last, 0)) < last else phrase
    owner = next((at for at in range(first, end - 1) if is_possessive(words[at]) and is_name(words[at])), None)
    if owner is not None and stem(words[end - 1]) in WORDS:
        return Phrase(first, owner + 1)
    name = name_after(words, end, len(words))
    before = phrase_before(words, first - 1, 0) if first > 1 and words[first - 1].text == "," else first
    is_subject = end < len(words) and (words[end].text in SPEECH_VERBS or words[end].low in HELPERS)
    apposed = not is_subject and (words[first].low in DETERMINERS or is_person_noun(words[first]))
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


@dataclass(frozen=True)
class Block:
    """The words of a block, and what is read of them. Each is worked out once, so that time stays linear."""

    words: Sequence[Word]

    @cached_property
    def ends(self) -> Sequence[int]:
        """Positions after the last word of each sentence."""
        return [at + 1 for at in range(len(self.words)) if ends_sentence(self.words, at)]

    @cached_property
    def cues(self) -> Sequence[int]:
        """Positions of verbs of speech and of “according”."""
        return [at for at, word in enumerate(self.words) if word.low == "according" or _can_speak(self.words, at)]

    @cached_property
    def phrases(self) -> Sequence[Phrase]:
        """Those that may be a speaker, in order, none overlapping another."""
        phrases: list[Phrase] = []
        at = 0
        while at < len(self.words):
            end = _phrase_end(self.words, at)
            if end > at:
                phrases.append(Phrase(at, end))
            at = max(end, at + 1)
        return phrases

    @cached_property
    def surnames(self) -> Sequence[str | None]:
        """The last name in each phrase, in small letters."""
        inside = (self.words[first:end] for first, end in self.phrases)
        return [next((stem(word) for word in reversed(words) if is_name(word)), None) for words in inside]

    @cached_property
    def only_quotes(self) -> bool:
        return all(map(is_quote, self.words))

    @cached_property
    def is_heading(self) -> bool:
        """Whether nearly all words have a capital, which then makes no names: “Lund Says Harbour Stays Open”."""
        words = [word.text for word in self.words if len(word.text) >= _LONG]
        capitals = sum(word[0].isupper() for word in words)
        speech = self.words and (self.words[-1].text == ":" or any(map(is_quote, self.words)))
        return not speech and len(words) >= _HEADING and capitals > _CAPITALS * len(words)

    @cached_property
    def commas(self) -> Sequence[int]:
        """How many stand before each word; then how many there are."""
        return _counts(word.text == "," for word in self.words)

    @cached_property
    def quotes(self) -> Sequence[int]:
        """How many stand before each word; then how many there are."""
        return _counts(map(is_quote, self.words))

    def begin(self, at: int) -> int:
        """Where the sentence of the word at `at` begins, as far as it is looked at."""
        number = self.sentence(at)
        return max(at - _REACH, self.ends[number - 1] if number else 0)

    def end(self, at: int) -> int:
        """After the last word of the sentence of the word at `at`, as far as it is looked at."""
        number = self.sentence(at)
        return min(at + _REACH, self.ends[number] if number < len(self.ends) else len(self.words))

    def between_quotes(self, at: int) -> tuple[int, int]:
        """The words of a quote's sentence from the quote before it to the one after it."""
        begin, end = self.begin(at), self.end(at)
        first = next((i + 1 for i in range(at - 1, begin - 1, -1) if is_quote(self.words[i])), begin)
        return first, next((i for i in range(at + 1, end) if is_quote(self.words[i])), end)

    def sentence(self, at: int) -> int:
        """The number of the sentence that holds a word."""
        return bisect_right(self.ends, at)

    def cues_in(self, first: int, end: int) -> Sequence[int]:
        """The cues in a range of words."""
        return self.cues[bisect_left(self.cues, first) : bisect_left(self.cues, end)]

    def phrases_in(self, first: int, end: int) -> slice:
        """The numbers of the phrases that begin in a range of words."""
        return slice(bisect_left(self.phrases, (first,)), bisect_left(self.phrases, (end,)))

    def phrase_over(self, first: int, end: int) -> int | None:
        """The number of the last phrase that shares a word with a range of words."""
        number = bisect_left(self.phrases, (end,)) - 1
        return number if number >= 0 and self.phrases[number].end > first else None


def read_blocks(text: str, blocks: Sequence[Span], quotes: Sequence[Sequence[Span]]) -> list[Block]:
    """The blocks of an article, with the spans of the quotes in each."""
    words = [words_around(text, block, inside) for block, inside in zip(blocks, quotes, strict=True)]
    return [Block(inside) for inside in with_names(words)]


def _counts(flags: Iterable[bool]) -> list[int]:
    return list(accumulate(map(int, flags), initial=0))


def _can_speak(words: Sequence[Word], at: int) -> bool:
    """Whether a word is a verb of speech, and not a noun that looks like one: “his claim”, “a report on”."""
    word, before = words[at], words[max(0, at - 1)]
    if word.text not in SPEECH_VERBS or word.text.endswith("ing"):
        return word.text in SPEECH_VERBS
    if before.low in ARTICLES or is_possessive(before) or before.low in ("of", "for", "with", "by", "in", "on"):
        return False
    plural = is_plural(before) or before.low in ("they", "we", "i", "who", "people", "and", "to", ",", ")")
    return word.text not in PLAIN_VERBS or plural or before.low in HELPERS
