"""The features of a quote: for each a name, and a function to its number."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from corpus.english.lexicon import DETERMINERS
from corpus.english.noun_phrases import Word, is_name, is_quote
from corpus.english.quotation_marks import MARKS, is_closed
from corpus.speakers.candidates import Block, Place
from corpus.speakers.feature_context import FeatureContext, word_kind
from corpus.speakers.rules import stands_alone
from corpus.speakers.turns import is_open, rule_number
from corpus.text.span import Span

_SIGNS = ",.?!:;—–-…"


@dataclass(frozen=True, slots=True)
class _Quote:
    """A quote in its article."""

    context: FeatureContext
    block: Block
    words: Sequence[Word]
    """Of the block."""
    place: Place
    at: int
    """The word that stands for it."""
    spoken: str
    """What is said, without the marks around it."""
    begin: int
    """The first word of its sentence."""
    end: int
    """After the last word of its sentence."""
    before: int | None
    """The quote before it in its block."""

    @classmethod
    def of(cls, context: FeatureContext, place: Place) -> "_Quote":
        block, at = context.blocks[place.block], place.at
        words = block.words
        spoken = context.text[words[at].start : words[at].end].strip(MARKS + " ")
        before = next((i for i in range(at - 1, -1, -1) if is_quote(words[i])), None) if block.quotes[at] else None
        return cls(context, block, words, place, at, spoken, block.line.begin(at), block.line.end(at), before)

    def share(self, distance: int) -> float:
        """How often the word at a distance tells of speech, 0–1."""
        return self.context.speech_share(self.words, self.at + distance)


def _is_open_before(quote: _Quote) -> bool:
    """Whether the quote before, in this block or at the end of the one above, has no closing mark."""
    if quote.before is not None:
        return is_open(quote.context.text, quote.words[quote.before])
    above = quote.context.blocks[quote.place.block - 1].words if quote.place.block else ()
    return bool(above) and is_open(quote.context.text, above[-1])


def _capital_share(quote: _Quote) -> float:
    written = [word for word in quote.spoken.split() if word[0].isalpha()]
    return sum(word[0].isupper() for word in written) / max(1, len(written))


def _is_closed(quote: _Quote) -> bool:
    return is_closed(quote.context.text, Span(quote.words[quote.at].start, quote.words[quote.at].end))


QUOTE_FEATURES: Mapping[str, Callable[[_Quote], float]] = {
    "words of quote": lambda quote: len(quote.spoken.split()),
    "sign": lambda quote: _SIGNS.find(quote.spoken[-1:]) if quote.spoken else -1,
    "small letter": lambda quote: quote.spoken.lstrip("[(…. ")[:1].islower(),
    "alone": lambda quote: stands_alone(quote.words, quote.at),
    "first in block": lambda quote: quote.at == 0,
    "last in block": lambda quote: quote.at == len(quote.words) - 1,
    "block of quotes": lambda quote: quote.block.only_quotes,
    "quotes before": lambda quote: quote.block.quotes[quote.at],
    "quotes in block": lambda quote: quote.block.quotes[-1],
    "closed": _is_closed,
    "words since quote": lambda quote: -1 if quote.before is None else quote.at - quote.before - 1,
    "open before": _is_open_before,
    "kind before": lambda quote: word_kind(quote.words, quote.at - 1),
    "kind after": lambda quote: word_kind(quote.words, quote.at + 1),
    "kind after that": lambda quote: word_kind(quote.words, quote.at + 2),
    "telling before": lambda quote: quote.share(-1),
    "telling after": lambda quote: quote.share(1),
    "rule": lambda quote: rule_number(quote.context.outcomes[quote.place]),
    "words of sentence": lambda quote: quote.end - quote.begin,
    "capitals": _capital_share,
    "determiner before": lambda quote: quote.at > quote.begin and quote.words[quote.at - 1].low in DETERMINERS,
    "name after": lambda quote: quote.at + 1 < quote.end and is_name(quote.words[quote.at + 1]),
    "telling two before": lambda quote: quote.share(-2),
    "characters": lambda quote: quote.words[quote.at].end - quote.words[quote.at].start,
}


def quote_row(context: FeatureContext, place: Place) -> list[float]:
    """The numbers of QUOTE_FEATURES for a quote."""
    quote = _Quote.of(context, place)
    return [feature(quote) for feature in QUOTE_FEATURES.values()]
