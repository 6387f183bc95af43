"""The words of a text as they count in a quote: what folding forgives is forgiven, and ways of writing the same.

A quote needs more than the words that BM25 counts: numbers whole, currencies, and “we’re” apart from “were”.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from corpus.text.folding import Folded
from corpus.text.span import Span
from index.verification.markup import fold_plain

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
    r"|(?P<number>(?:(?<!\S)-)?(?:\d{1,3}(?: \d{3})+(?!\d)|\d+(?:[.,:]\d+)*))"
    rf"|(?P<percent>(?<!{_LETTER})per[\s-]+cent(?!'?{_LETTER}))"
    r"|(?P<abbreviation>(?<![^\W\d_])(?:(?:[^\W\d_]\.){2,}|[ap]\.m\b))"
    rf"|(?P<word>(?:\[{_LETTER}\])?{_LETTER}+(?:'{_LETTER}+)*)"  # “[w]e”: another letter case, openly
)
_GROUPED = re.compile(r"-?\d{1,3}(?:[, ]\d{3})+(?!\d)")
_TIME = re.compile(r"(\d{1,2}):(\d\d)")
_SIGNS = {"%": "percent", "&": "and"}
_UNITS = {"bn": "billion", "mn": "million", "mln": "million", "tn": "trillion", "trn": "trillion"}
_UNITS |= {"pc": "percent", "pct": "percent"}
_CLINGING = {"m": "million", "k": "thousand"}  # “5 m” with a blank may be long, “$5m” is not
# With the apostrophe they are other words than without.
_CONTRACTIONS = frozenset("we're we'll we'd i'll i'd he'll she'll she'd".split())


def tokens(text: str, start: int = 0) -> tuple[Token, ...]:
    """The words of a text, which begins at `start` of its document, with an ellipsis for each that it has.

    >>> [token.key for token in tokens("Café: “can't” … 1,000 U.S. long-range [sic] $5m")]
    ['cafe', 'cant', '…', '1000', 'us', 'long', 'range', '$', '5', 'million']
    """
    folded = fold_plain(text)
    return tuple(
        Token(key, Span(start + span.start, start + span.end))
        for key, first, last in _keys(folded)
        for span in [folded.span(first, last)]
    )


def _keys(folded: Folded) -> Iterator[tuple[str, int, int]]:
    number = -1  # where the last number ends
    for match in _TOKEN.finditer(folded.text):
        start, end = match.span()
        key = _unit(match[0], start - number) if 0 <= start - number <= 1 else None
        key = _key(match) if key is None else key
        if match.lastgroup == "number":
            number = end
        if key == "cannot":
            yield "can", start, start + 3
            key, start = "not", start + 3
        if key:
            yield key, start, end


def _unit(text: str, blanks: int) -> str | None:
    """What stands behind a number: “bn” is “billion”."""
    return _UNITS.get(text) or (None if blanks else _CLINGING.get(text))


def _key(match: re.Match[str]) -> str:
    text = match[0]
    match match.lastgroup:
        case "sic":
            return ""
        case "gap":
            return GAP
        case "sign":
            return _SIGNS.get(text, text)
        case "number":
            time = _TIME.fullmatch(text)
            return re.sub(r"[, ]", "", text) if _GROUPED.match(text) else ".".join(time.groups()) if time else text
        case "percent":
            return "percent"
        case "abbreviation":
            return text.replace(".", "")
    word = text.replace("[", "").replace("]", "")
    return word if word in _CONTRACTIONS else word.replace("'", "")
