"""Quotes inside a quote: “The mayor told me ‘we will never sell’,” said Ann Stone."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from corpus.english.quotation_marks import MARKS, quoted_spans
from corpus.quotes.direct import Quote, find_quotes
from corpus.quotes.excerpt import Excerpt
from corpus.speakers.speaker import Speaker
from corpus.text.document import Document, text_id
from corpus.text.span import Span

_ONESELF = re.compile(
    r"\b(?:I|we) (?:(?:have|had|also|always|once|then|just) )?"
    r"(?:said|told|wrote|replied|asked|answered|thought|shouted)\b[^.!?]{0,40}$"
)
_FAR = 80  # characters before a quote, in which its speaker says that he says it


@dataclass(frozen=True, slots=True)
class InnerQuote:
    """Words that a speaker quotes, and whose they are."""

    span: Span
    speaker: Speaker | None
    unsaid: bool


def quoted_inside(quotes: Iterable[Quote], spans: Sequence[Span]) -> InnerQuote | None:
    """The quote inside one of `quotes` that all the spans lie in."""
    inner = (quote for outer in quotes if outer.span.contains(spans[0]) for quote in _inner_quotes(outer))
    return next((quote for quote in inner if all(quote.span.contains(span) for span in spans)), None)


def as_quoted(excerpt: Excerpt, inner: InnerQuote | None) -> Excerpt:
    """The excerpt of a speaker as that of whoever is quoted in it."""
    if inner is None or inner.unsaid or excerpt.speaker is None:
        return excerpt
    return replace(excerpt, speaker=inner.speaker, via=excerpt.speaker)


def _inner_quotes(quote: Quote) -> Iterator[InnerQuote]:
    """What the speaker quotes of others, in order."""
    start, end = quote.span.start, quote.span.end
    marked = quote.kind != "turn"
    start += marked and quote.text[0] in MARKS
    end -= marked and quote.text[-1] in MARKS and end - start > 1
    for inner in _quotes_in(quote.document.text[start:end]):
        known = inner.speaker and replace(inner.speaker, mention=_moved(inner.speaker.mention, start))
        yield InnerQuote(_moved(inner.span, start), known, inner.unsaid)


@lru_cache(maxsize=256)  # a claim with many gaps asks for each of them
def _quotes_in(speech: str) -> tuple[InnerQuote, ...]:
    """The quotes of a speech, which is read as an article of its own; not what the speaker says again of himself."""
    whole = Span(0, len(speech))
    if not quoted_spans(speech, [whole])[0]:
        return ()
    quotes = find_quotes(Document(text_id(speech), speech, "speech", "speech", paragraphs=(whole,)))
    return tuple(
        InnerQuote(quote.span, quote.speaker, quote.unsaid)
        for quote in quotes
        if quote.speaker or not _ONESELF.search(speech, max(0, quote.span.start - _FAR), quote.span.start)
    )


def _moved(span: Span, by: int) -> Span:
    return Span(span.start + by, span.end + by)
