"""The words of a text as they count in a quote: what folding forgives is forgiven, and some ways of writing a number.

A quote needs more than the words that BM25 counts: numbers whole, currencies, and “we’re” apart from “were”.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from corpus.text.folding import fold
from corpus.text.span import Span

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
    r"|(?P<gap>\. ?\. ?\.)"
    r"|(?P<sign>[$€£¥%&])"
    rf"|(?P<number>(?:(?<!\S)-)?\d+(?:[.,]\d+)*{_LETTER}*)"
    rf"|(?P<percent>(?<!{_LETTER})per[\s-]+cent(?!'?{_LETTER}))"
    rf"|(?P<abbreviation>(?<!{_LETTER})(?:[^\W\d_]\.){{2,}})"
    rf"|(?P<word>(?:\[{_LETTER}\])?{_LETTER}+(?:'{_LETTER}+)*)"  # “[w]e”: another letter case, openly
)
_GROUPED = re.compile(r"-?\d{1,3}(?:,\d{3})+(?!\d)")
_SIGNS = {"%": "percent", "&": "and"}
# With the apostrophe they are other words than without.
_CONTRACTIONS = frozenset("we're we'll we'd i'll i'd he'll she'll she'd".split())


def tokens(text: str, within: Span | None = None) -> tuple[Token, ...]:
    """The words of a text, or of a part of it, with an ellipsis for each that it has.

    >>> [token.key for token in tokens("Café: “can't” … 1,000 U.S. long-range [sic] 5%")]
    ['cafe', 'cant', '…', '1000', 'us', 'long', 'range', '5', 'percent']
    """
    within = within or Span(0, len(text))
    folded = fold(within.of(text))
    return tuple(
        Token(key, Span(within.start + span.start, within.start + span.end))
        for key, start, end in _keys(folded.text)
        for span in [folded.span(start, end)]
    )


def _keys(plain: str) -> Iterator[tuple[str, int, int]]:
    for found in _TOKEN.finditer(plain):
        start, end = found.span()
        key = _key(found)
        if key == "cannot":
            yield "can", start, start + 3
            key, start = "not", start + 3
        if key:
            yield key, start, end


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
            return text.replace(",", "") if _GROUPED.match(text) else text
        case "percent":
            return "percent"
        case "abbreviation":
            return text.replace(".", "")
    word = text.replace("[", "").replace("]", "")
    return word if word in _CONTRACTIONS else word.replace("'", "")
