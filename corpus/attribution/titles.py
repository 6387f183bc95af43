"""Words in quotation marks that are no speech: titles of works, slogans, writing on signs, so-called things."""

from collections.abc import Sequence

from corpus.attribution.blocks import Block
from corpus.english.lexicon import ARTICLES, BE, HELPERS, PRONOUNS, SPEECH_VERBS
from corpus.english.noun_phrases import Word, is_possessive, is_quote
from corpus.english.quotation_marks import MARKS
from corpus.english.works import BEARING, MAKING, MARKING, NAMING, SIGNS, SINGING, WORKS

_VERBS = BE | HELPERS | PRONOUNS
_NEAR = 8  # words between a sign and what it reads
_OWNED = 5  # words before a comma, among which one says whose the work is
_SHORT = 3  # letters of words that a title may have small


def find_titles(text: str, block: Block) -> frozenset[int]:
    """The positions of the quotes that are titles, names or what a thing reads, and nobody's words."""
    titles: set[int] = set()
    for at in (at for at, word in enumerate(block.words) if is_quote(word)):
        inside = text[block.words[at].start : block.words[at].end].strip(MARKS + " ,.")
        joined = at - 2 in titles and block.words[at - 1].low in ("and", "or", ",")  # “Blue Rain” and “Go Home”
        if joined or inside.lower() == "so-called" or _is_title(block, at, inside):
            titles.add(at)
    return frozenset(titles)


def _is_title(block: Block, at: int, inside: str) -> bool:
    """Whether the words around a quote call it a title or a name; `inside` is what stands between its marks."""
    words, (first, last) = block.words, block.between_quotes(at)
    before = words[at - 1].low if at > first else ""
    two_before = words[at - 2] if at - 1 > first else words[at]
    named = before == "called" and two_before.low in BE
    noun = two_before.text.islower() and two_before.low not in _VERBS
    marked = before in MARKING and (noun or two_before.text == ",")
    is_called = (named or marked) and all(word.low != "by" for word in words[at:last])
    known_as = before == "as" and two_before.low == "known"
    if before in SINGING | NAMING or is_called or known_as or _is_on_sign(words, first, at):
        return True
    if not inside[:1].isupper():
        return False
    if before in WORKS or _is_followed_by_work(words[at + 1 : last]):
        return True
    if before == "," and at - 3 >= first and words[at - 2].low in WORKS:
        owned = any(map(is_possessive, words[max(first, at - _OWNED) : at - 2]))
        return owned and not block.cues_in(first, at)  # her new book, “Blue Rain,” sold
    return before in MAKING and _is_capitalised(inside)


def _is_on_sign(words: Sequence[Word], first: int, at: int) -> bool:
    """Whether a thing bears the words: “a sign “No dogs””, “the T-shirt of Lund read: “No dogs””."""
    end = at - 1 if at > first and words[at - 1].text in ":," else at
    noun = at - 2 if at - 1 > first and words[at - 1].low in ("of", "with") else at - 1
    if end == at and noun >= first and words[noun].low in SIGNS:
        return True
    if end == first or words[end - 1].low not in BEARING or words[end - 2].low == "by":
        return False
    return any(word.low in SIGNS for word in words[max(first, end - _NEAR) : end - 1])


def _is_followed_by_work(after: Sequence[Word]) -> bool:
    """““Blue Rain,” a song by …”"""
    work = next((at for at, word in enumerate(after[:4]) if word.low in WORKS), None)
    is_told = work is not None and any(word.text in SPEECH_VERBS for word in after[work + 1 : work + 2])
    return work is not None and after[0].low in ARTICLES and not is_told  # not: “…,” the book said


def _is_capitalised(inside: str) -> bool:
    """Whether all the longer words of several begin with a capital."""
    words = [word for word in inside.split() if word[0].isalpha()]
    return len(words) > 1 and all(word[0].isupper() or len(word) <= _SHORT for word in words)
