"""Words that a hyphen parts at the end of a line: joined where they are written without it."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise

from spellchecker import SpellChecker

_BEFORE = re.compile(r"[^\W\d_]+(?=[-\u2010]\Z)")
_AFTER = re.compile(r"[^\W\d_]+")
_JOINING = re.compile(r"[^\s\u2010–—/-][\u2010–—/-]+\Z")  # “1914–”, but not “he said —”
_WORD = re.compile(r"[^\W\d_]+(?:[-\u2010][^\W\d_]+)*(?![\w-])")


class Hyphens:
    """What becomes of a hyphen at the end of a line, by the other words of a file and those of English."""

    def __init__(self, lines: Sequence[str]) -> None:
        self._words = Counter(word for pair in pairwise(["", *lines]) for word in _words(*pair))
        parted = [pair for before, after in pairwise(lines) if (pair := _parted(before, after))]
        known = Counter(self._is_one_word(*pair) for pair in parted)
        self._parts_words = known[True] > known[False]

    def joint(self, before: str, after: str) -> tuple[int, str]:
        """How many characters of a line are left off where the next one follows, and what stands between them."""
        parted = _parted(before, after)
        if parted:
            one_word = self._is_one_word(*parted)
            return int(self._parts_words if one_word is None else one_word), ""
        is_joined = _JOINING.search(before) or _is_unspaced(before[-1:], after[:1])
        return 0, "" if is_joined else " "

    def _is_one_word(self, first: str, second: str) -> bool | None:
        """Whether a word is written without the hyphen; None where it is as in the other words of the file.

        “com-puter” is: “puter” is no word. “well-known” is not: “wellknown” is none. “re-election” may be either.
        """
        whole, compound = (first + second).lower(), f"{first}-{second}".lower()
        if len(first) == 1 or second[0].isupper() or self._words[compound] > self._words[whole]:
            return False
        if self._words[whole] > self._words[compound]:
            return True
        whole_is, parts_are = self._is_word(whole), self._is_word(first) and self._is_word(second)
        return None if whole_is is parts_are else whole_is

    def _is_word(self, word: str) -> bool:
        return word.lower() in self._words or word.lower() in english()


def _parted(before: str, after: str) -> tuple[str, str] | None:
    """The parts of the word that a hyphen parts between two lines, if there is one."""
    first, second = _BEFORE.search(before), _AFTER.match(after)
    return (first[0], second[0]) if first and second else None


def _is_unspaced(*chars: str) -> bool:
    """Whether characters are of Chinese or Japanese, which have no blanks between words."""
    return all("\u2e80" <= char <= "\u9fff" for char in chars)


def _words(before: str, line: str) -> Iterator[str]:
    """The words of a line that follows another, and those of which words with hyphens are made, in small letters; not
    those that may be parts of words."""
    part = _AFTER.match(line) if _BEFORE.search(before) else None
    for word in _WORD.finditer(line, part.end() if part else 0):
        whole = word[0].lower().replace("\u2010", "-")
        yield whole
        if "-" in whole:
            yield from whole.split("-")


@cache
def english() -> SpellChecker:
    """The words of English."""
    return SpellChecker(language="en")
