"""Quotes inside a quote: “The mayor told me ‘we will never sell’,” said Ann Stone."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

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
    """What the speaker quotes of others; a speech is read as an article of its own."""
    start, end = quote.span.start, quote.span.end
    marked = quote.kind != "turn"
    start += marked and quote.text[0] in MARKS
    end -= marked and quote.text[-1] in MARKS and end - start > 1
    text = quote.document.text[start:end]
    if not quoted_spans(text, [Span(0, len(text))])[0]:
        return
    for inner in find_quotes(Document(text_id(text), text, "speech", "speech", paragraphs=(Span(0, len(text)),))):
        speaker = inner.speaker
        if speaker is None and _ONESELF.search(text[: inner.span.start].rstrip(" ,:")):
            continue
        known = speaker and replace(speaker, mention=_moved(speaker.mention, start))
        yield InnerQuote(_moved(inner.span, start), known, inner.unsaid)


def _moved(span: Span, by: int) -> Span:
    return Span(span.start + by, span.end + by)
