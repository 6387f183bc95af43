"""The words of a text as they count in a quote: marks, dashes, case and accents are forgiven, other words are not."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from corpus.text.span import Span
from index.query.cleaning import APOSTROPHES

GAP = "…"
"""The key of an ellipsis, which stands for words left out."""


@dataclass(frozen=True, slots=True)
class Token:
    """A word, and where it stands."""

    key: str
    """Two words with the same key are the same word."""
    span: Span


_LETTER = r"[^\W_]"
_TOKEN = re.compile(
    r"(?P<sic>\[\s*sic[.!]?\s*\])"
    r"|(?P<gap>…|\.\s?\.\s?\.)"
    r"|(?P<sign>[$€£¥%&])"
    rf"|(?P<number>(?:(?<!\S)[-−])?\d+(?:[.,]\d+)*{_LETTER}*)"
    rf"|(?P<abbreviation>(?<!{_LETTER})(?:[^\W\d_]\.){{2,}})"
    rf"|(?P<word>(?:\[{_LETTER}\])?{_LETTER}+(?:['’]{_LETTER}+)*)"  # “[w]e”: another letter case, openly
)
_GROUPED = re.compile(r"-?\d{1,3}(?:,\d{3})+(?!\d)")
_SIGNS = {"%": "percent", "&": "and"}
# With the apostrophe they are other words than without.
_CONTRACTIONS = frozenset("we're we'll we'd i'll i'd he'll she'll she'd".split())
_CANNOT = "cannot"


def tokens(text: str, within: Span | None = None) -> tuple[Token, ...]:
    """The words of a text, or of a part of it, with an ellipsis for each that it has.

    >>> [token.key for token in tokens("Café: “can't” … 1,000 U.S. long-range [sic] 5%")]
    ['cafe', 'cant', '…', '1000', 'us', 'long', 'range', '5', 'percent']
    """
    within = within or Span(0, len(text))
    plain, places = _folded(within.of(text))
    return tuple(
        Token(key, Span(within.start + places[start], within.start + max(places[start] + 1, places[end])))
        for key, start, end in _keys(plain)
    )


def _keys(plain: str) -> Iterator[tuple[str, int, int]]:
    per: tuple[int, int] | None = None
    for found in _TOKEN.finditer(plain):
        start, end = found.span()
        key = _key(found)
        if per and key != "cent":
            yield "per", *per
        if key == "per":  # “per cent” is one word, as “percent” is
            per = found.span()
            continue
        if per and key == "cent":
            key, start = "percent", per[0]
        per = None
        if key == _CANNOT:
            yield "can", start, start + 3
            key, start = "not", start + 3
        if key:
            yield key, start, end
    if per:
        yield "per", *per


def _key(found: re.Match[str]) -> str:
    text = found[0]
    match found.lastgroup:
        case "sic":
            return ""
        case "gap":
            return GAP
        case "sign":
            return _SIGNS.get(text, text)
        case "number":
            plain = text.replace("−", "-")
            return plain.replace(",", "") if _GROUPED.match(plain) else plain
        case "abbreviation":
            return text.replace(".", "")
    word = text.replace("[", "").replace("]", "").replace("’", "'")
    return word if word in _CONTRACTIONS else word.replace("'", "")


def _folded(text: str) -> tuple[str, list[int] | range]:
    """Small letters without accents, and where each came from; the end's place stands after the last."""
    if text.isascii():
        return text.lower(), range(len(text) + 1)
    plain: list[str] = []
    places: list[int] = []
    for place, char in enumerate(text):
        small = _fold(char)
        plain.append(small)
        places += [place] * len(small)
    return "".join(plain), [*places, len(text)]


@lru_cache(maxsize=10_000)
def _fold(char: str) -> str:
    apart = unicodedata.normalize("NFKD", char.translate(APOSTROPHES).casefold())
    return "".join(each for each in apart if not unicodedata.combining(each) and unicodedata.category(each) != "Cf")
