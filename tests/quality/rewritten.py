"""Quotes of articles written in other ways, as articles of their own, and claims of them with the verdicts they get."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from corpus.quotes.direct import Quote
from index.verification.claims import Claim
from index.verification.verify import Finding
from tests.quality.claims import Case, name_of, words_of

SAME = (
    ("5:30 p.m.", "5.30pm"),
    ("10 a.m.", "10am"),
    ("£1.2bn", "£1.2 billion"),
    ("$5 million", "$5m"),
    ("20 000", "20,000"),
    ("1,500", "1500"),
    ("5 percent", "5%"),
    ("12 per cent", "12pc"),
    ("2019–20", "2019-20"),
)
OTHER = (("5:30 p.m.", "5:30 a.m."), ("£1.2bn", "£12bn"), ("$5 million", "$5bn"), ("20 000", "2,000"), ("1,500", "1.5"))
_INNER = re.compile(r"[‘“\"]|(?<!\w)'")  # a quote inside the quote
_LINK = "[{}](https://example.org/{}_(1))"


class Rewritten(NamedTuple):
    """A paragraph of an article, and what is claimed of it."""

    text: str
    cases: tuple[Case, ...]


def rewritten(quotes: Sequence[Quote]) -> Iterator[Rewritten]:
    """A paragraph for each way to write a quote that has a name, of every other quote."""
    named = [quote for quote in quotes if name_of(quote)[0].isupper() and not _INNER.search(" ".join(words_of(quote)))]
    named = named[::2]
    for number, (quote, other) in enumerate(pairwise([*named, named[0]])):
        yield _marked_up(quote, number)
        yield _numbered(quote, number)
        if name_of(quote) != name_of(other):
            yield _quoted_by(quote, name_of(other))


def _quoted_by(quote: Quote, other: str) -> Rewritten:
    words = " ".join(words_of(quote)).rstrip(".!?")
    cases = (
        Case("inner speaker", Claim(words, name_of(quote)), Finding.EXACT),
        Case("inner speaker swapped", Claim(words, other), Finding.WRONG_SPEAKER),
    )
    return Rewritten(f"“{name_of(quote)} told me ‘{words}’,” said {other}.", cases)


def _marked_up(quote: Quote, number: int) -> Rewritten:
    """The second word is a link, has a footnote, is emphasised, or has a soft hyphen; apostrophes are entities."""
    words = list(words_of(quote))
    word = words[1]
    signs = (_LINK.format(word, number), f"{word}[{number % 90}]", f"**{word}**", f"{word[:1]}\u00ad{word[1:]}")
    words[1] = signs[number % len(signs)]
    text = " ".join(words).replace("’", "&rsquo;" if number % 2 else "&#8217;")
    case = Case("markup", Claim(" ".join(words_of(quote)), name_of(quote)), Finding.EXACT)
    return Rewritten(f"“{text},” said {name_of(quote)}.", (case,))


def _numbered(quote: Quote, number: int) -> Rewritten:
    """With a number after the fourth word."""
    real, claimed = (OTHER if number % 3 == 0 else SAME)[number % len(OTHER if number % 3 == 0 else SAME)]
    start, end = words_of(quote)[:4], words_of(quote)[4:]
    kind, finding = ("another number", Finding.ALTERED) if number % 3 == 0 else ("number", Finding.EXACT)
    case = Case(kind, Claim(" ".join([*start, claimed, *end]), name_of(quote)), finding)
    return Rewritten(f"“{' '.join([*start, real, *end])},” said {name_of(quote)}.", (case,))
