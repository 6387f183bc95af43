"""Text as it is compared: the one answer to whether two characters, two words or two texts are the same.

Folded text has small letters without accents, one apostrophe, one quotation mark, one hyphen, one blank, no ligatures
or other compatibility forms, and nothing that cannot be seen. Every character is folded by itself, whatever stands
beside it: the folded text of a slice is a slice of the folded text, folding takes linear time, and folding twice
changes nothing.
"""

import re
import unicodedata
from dataclasses import dataclass

from corpus.text.span import Span

# What is typed or printed for an apostrophe, a quotation mark or a hyphen. Compatibility decomposition would make
# letters or blanks of some.
_TYPED_APOSTROPHES = "ʼʹʻʽˈ′´`‛＇"
_MARKS = {"'": "‘’‚‹›" + _TYPED_APOSTROPHES, '"': "“”„‟«»〝〞〟", "-": "‐‑‒–—―⁃−﹘﹣－"}
_MARK_OF = {char: mark for mark, chars in _MARKS.items() for char in chars}
_UNSEEN = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0") | {chr(code) for code in range(0xFE00, 0xFE10)}
_WORD = re.compile(r"\w+")
_REMEMBERED = 10_000  # characters; the articles of one language have a few hundred


class _Folds(dict[int, str]):
    """The folded form by code point, worked out when a character is first met."""

    def __missing__(self, code: int) -> str:
        folded = _fold_char(chr(code))
        if len(self) < _REMEMBERED:
            self[code] = folded
        return folded


_FOLDS = _Folds()
_CURLY = str.maketrans(dict.fromkeys(_TYPED_APOSTROPHES, "’"))


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded text, and where each of its characters comes from."""

    text: str
    offsets: range | list[int]
    """For each character of `text`, the place in the original of the one it comes from, ascending; then the length of
    the original."""

    def span(self, start: int, end: int) -> Span:
        """The original of `text[start:end]`, with the accents and unseen characters that follow its last character.

        A character of which only a part lies in the slice, as one letter of a ligature, is in the span whole.
        """
        first = self.offsets[start]
        return Span(first, max(self.offsets[end - 1] + 1, self.offsets[end])) if start < end else Span(first, first)


def fold(text: str) -> Folded:
    """The folded text with the map back; where only the text is needed, `fold_text` is quicker."""
    if text.isascii():
        return Folded(fold_text(text), range(len(text) + 1))
    pieces = [_FOLDS[ord(char)] for char in text]
    offsets = [place for place, piece in enumerate(pieces) for _ in piece]
    return Folded("".join(pieces), [*offsets, len(text)])


def fold_text(text: str) -> str:
    """The folded text.

    >>> fold_text("“Café” by O’Neill – the ﬁrst")
    '"cafe" by o\\'neill - the first'
    """
    return text.translate(_FOLDS)


def folded_words(text: str) -> list[str]:
    """The folded words: runs of letters, digits and underscores, parted at every mark.

    >>> folded_words("Übungen’s long-range")
    ['ubungen', 's', 'long', 'range']
    """
    return _WORD.findall(fold_text(text))


def readable(text: str) -> str:
    """The text as an encoder or a person reads it, which folds to the same but for its blanks.

    Compatibility forms and odd apostrophes become plain ones, what cannot be seen is left out, and white space is one
    blank; letter case, accents, quotation marks and dashes stay.

    >>> readable("Ｗｈａｔ did O`Neill  say")
    'What did O’Neill say'
    """
    visible = "".join(char for char in text.translate(_CURLY) if not _is_unseen(char))
    return " ".join(unicodedata.normalize("NFKC", visible).split())


def _fold_char(char: str) -> str:
    folded, before = char, ""
    while folded != before:  # the folded form of a form may fold again: “𝐁” is “B”, and that is “b”
        before, folded = folded, "".join(map(_folded_once, folded))
    return folded


def _folded_once(char: str) -> str:
    if char.isspace():
        return " "
    if unicodedata.combining(char):
        return ""
    apart = unicodedata.normalize("NFKD", _MARK_OF.get(char, char).casefold())
    return "".join(part for part in apart if not unicodedata.combining(part) and not _is_unseen(part))


def _is_unseen(char: str) -> bool:
    return unicodedata.category(char) == "Cf" or char in _UNSEEN
