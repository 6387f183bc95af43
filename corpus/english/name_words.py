"""Names that are words like any other: Theresa May, Will Lund and Jan Moe."""

from collections.abc import Collection, Iterator, Sequence

from corpus.english.first_names import FIRST_NAMES
from corpus.english.lexicon import (
    BE,
    BEFORE_DATES,
    NAMES_LIKE_WORDS,
    PLAIN_VERBS,
    SAYING,
    SPEECH_VERBS,
    SUFFIXES,
    TITLES,
)
from corpus.english.noun_phrases import Word, ends_sentence, in_name, is_person_noun, is_quote

_LONGEST = 4  # words of a name


def with_names(blocks: Sequence[Sequence[Word]]) -> list[list[Word]]:
    """The words of an article; `low` of those that stand as names keeps the capital, so that no word list has it."""
    known = {word.low for words in blocks for at, word in _capitalised(words) if _is_in_full_name(words, at)}
    return [list(_marked(words, known)) for words in blocks]


def _capitalised(words: Sequence[Word]) -> Iterator[tuple[int, Word]]:
    return ((at, word) for at, word in enumerate(words) if word.low in NAMES_LIKE_WORDS and word.text[0].isupper())


def _marked(words: Sequence[Word], known: Collection[str]) -> Iterator[Word]:
    for at, word in enumerate(words):
        like = word.low in NAMES_LIKE_WORDS and word.text[0].isupper()
        named = like and word.low in known and (_is_in_full_name(words, at) or _is_alone(words, at))
        yield word._replace(low=word.text) if named or (like and _speaks(words, at)) else word


def _speaks(words: Sequence[Word], at: int) -> bool:
    """“…,” May said."""
    told = words[at + 1 : at + 2]
    return at > 0 and is_quote(words[at - 1]) and bool(told) and told[0].text in SAYING and _is_told(told[0])


def _is_in_full_name(words: Sequence[Word], at: int) -> bool:
    """Whether a name is beside the word: “Theresa May”, “Mrs. May”, “said Will Lund”, but not “in May Lund said”."""
    before, after = _beside(words, at)
    if before and _is_like_name(before) and not _begins(words, at):
        titled = before.low in FIRST_NAMES or before.low.rstrip(".") in TITLES or is_person_noun(before)
        return not _goes_on(after) and (titled or _is_told(after))
    if not after or not _is_like_name(after) or (before and before.low in BEFORE_DATES):
        return False
    if _begins(words, at):  # “Will Lund win?”
        end = next((i for i in range(at + 1, min(at + _LONGEST, len(words))) if not _is_like_name(words[i])), at)
        return words[at].low != "an" and _is_told(words[end])
    return before is None or not before.text[0].isupper()


def _is_like_name(word: Word) -> bool:
    return in_name(word) or (word.low in NAMES_LIKE_WORDS and word.text[0].isupper())


def _is_alone(words: Sequence[Word], at: int) -> bool:
    """Whether the word alone is somebody whom the article names in full: “May said”, “with May”, but not “in May”."""
    before, after = _beside(words, at)
    if _goes_on(after) or (after and after.text[0].isdigit()) or (before and before.low in BEFORE_DATES):
        return False
    return _is_told(after) if _begins(words, at) else True


def _beside(words: Sequence[Word], at: int) -> tuple[Word | None, Word | None]:
    return words[at - 1] if at else None, words[at + 1] if at + 1 < len(words) else None


def _begins(words: Sequence[Word], at: int) -> bool:
    """Whether a sentence begins with the word."""
    return at == 0 or ends_sentence(words, at - 1)


def _goes_on(after: Word | None) -> bool:
    """Whether a heading goes on: “What Lund May Say”."""
    return after is not None and after.text[0].isupper() and after.low.rstrip(".") not in SUFFIXES


def _is_told(after: Word | None) -> bool:
    """Whether a verb follows that a subject has: “said”, “was”."""
    if after is None or is_quote(after):
        return False
    return after.low in BE or (after.text in SPEECH_VERBS and after.text not in PLAIN_VERBS)
