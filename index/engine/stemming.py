"""The words of a text as BM25 counts them: folded and stemmed."""

import re
import unicodedata

import Stemmer

_WORD = re.compile(r"\w+")


def folded(text: str) -> list[str]:
    """The words of a text, small, without accents: `Übungen’s` → `["ubungen", "s"]`."""
    plain = text.casefold()
    if not plain.isascii():
        plain = "".join(char for char in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(char))
    return _WORD.findall(plain)


def stems(text: str) -> list[str]:
    """The same words, stemmed: `Übungen’s` → `["ubung", "s"]`."""
    words: list[str] = Stemmer.Stemmer("english").stemWords(folded(text))
    return words
