"""What in a text stands for something else, or is none of it: entities, misread marks, control characters."""

import re
from html import unescape

from corpus.errors import ArticleError

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")  # a terminal would obey some of them
_STRAY = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")  # which end neither a line nor a page
_FEW, _SHARE = 3, 0.005  # of them, and of the characters; with more it is no text
_SEQUENCE = re.compile(r"(?:\x1b\[|\x9b)[0-?]{0,40}[ -/]{0,4}[@-~]|\x1b\][^\x07\x1b\n]{0,400}(?:\x07|\x1b\\)")
# What UTF-8 marks become where they were read as Windows-1252 once; nothing else is written so.
_MISREAD = re.compile(r"â€[œ\x9d˜™“”¦¢]|â€(?![\w¡-¿])|Â\xa0|(?<![^\W\d_])Â[«»£§°]")
_ENTITY = re.compile(r"&(?:#\d{2,6}|#[xX][0-9a-fA-F]{2,5}|[A-Za-z]\w{1,23});")
_MARKUP = frozenset("<>&`*_[]\\")  # what would become markup if it stood there itself


def cleaned(name: str, text: str) -> str:
    """A text of a file called `name` with the characters that entities (`&ldquo;`) and misread marks (`â€œ`) stand for,
    and without what a terminal would obey. Raises ArticleError where so much of that is in it that it is no text."""
    text = _ENTITY.sub(_meant, _MISREAD.sub(lambda match: reread(match[0]), text))
    text = _SEQUENCE.sub("", text)
    stray = _STRAY.findall(text)
    if "\x00" in stray or len(stray) > max(_FEW, _SHARE * len(text)):
        first = "\x00" if "\x00" in stray else stray[0]
        line = text.count("\n", 0, text.index(first)) + 1
        raise ArticleError(name, f"is binary, not text: character U+{ord(first):04X} in line {line}")
    return without_controls(text)


def without_controls(text: str) -> str:
    """The text with a blank in the place of each character that a terminal might obey, and without the sequences that
    set its colours."""
    return _CONTROL.sub(" ", _SEQUENCE.sub("", text))


def reread(text: str) -> str:
    """What text stands for that is UTF-8 read as Windows-1252; the text itself where it is not."""
    try:
        return text.encode("cp1252").decode()
    except UnicodeError:
        return "”" if text.startswith("â€") else text  # the last byte of a closing mark is often lost


def _meant(entity: re.Match[str]) -> str:
    """The one character that an entity stands for; the entity itself where it would be markup, or cannot be seen."""
    char = unescape(entity[0])
    visible = len(char) == 1 and (char.isprintable() or char in "\xa0\xad")
    return char if visible and char not in _MARKUP else entity[0]
