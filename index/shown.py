"""What may be shown of words that a claim was found in, and whether they are the claimed speaker's."""

from collections.abc import Iterable, Sequence

from corpus.document import Document
from corpus.excerpt import Excerpt
from corpus.passages import whole_sentences
from corpus.quotes import Quote
from corpus.span import Span
from corpus.speakers import Speaker, names_match
from index.generation import Generation
from index.matching import Match
from index.people import Person


def show_match(generation: Generation, found: Match) -> Excerpt:
    """The whole quotes that the words stand in, or else the whole sentences; none of them cut."""
    document, spans = found.stretch.document, found.spans
    span = Span(spans[0].start, spans[-1].end)
    quotes = [quote for quote in generation.quotes[document.id] if quote.span.overlaps(span)]
    if found.stretch.quotes and all(quote.kind == "direct" for quote in quotes):
        named = [quote for quote in quotes if quote.speaker]  # the second half of a sentence needs no name
        return Excerpt(document, Span(quotes[0].span.start, quotes[-1].span.end), "direct", _speaker(named))
    sentences = _sentences(generation, document, span)
    if document.paragraph_at(span.start) is None:
        return Excerpt(document, sentences, "caption")
    if _mostly(spans, quotes):
        return Excerpt(document, sentences, "mixed", _speaker(quotes))
    reported = [quote for quote in generation.reported[document.id] if quote.span.overlaps(span)]
    if _mostly(spans, reported):
        return Excerpt(document, sentences, "reported", _speaker(reported))
    return Excerpt(document, sentences, "narration")


def is_by(excerpt: Excerpt, claimed: str | None, people: Iterable[Person]) -> bool | None:
    """Whether the article gives an excerpt to the claimed speaker; None where none is claimed, or it does not tell."""
    if not claimed or (excerpt.speaker is None and excerpt.kind in ("direct", "mixed")):
        return None
    if excerpt.speaker is None:
        return False
    if names_match(claimed, excerpt.speaker):
        return True
    speaking = (person.quotes for person in people if any(_is_of(quote, excerpt) for quote in person.quotes))
    return any(quote.speaker and names_match(claimed, quote.speaker) for quotes in speaking for quote in quotes)


def _is_of(quote: Quote, excerpt: Excerpt) -> bool:
    return quote.document == excerpt.document and quote.span.overlaps(excerpt.span)


def _mostly(spans: Sequence[Span], quotes: Iterable[Quote]) -> bool:
    """Whether at least half of the characters are quoted."""
    quoted = sum(
        max(0, min(span.end, quote.span.end) - max(span.start, quote.span.start)) for quote in quotes for span in spans
    )
    return 2 * quoted >= sum(map(len, spans))


def _speaker(quotes: Sequence[Quote]) -> Speaker | None:
    """Who says all of them, as the least sure of them tells it."""
    one = len({quote.speaker and quote.speaker.name for quote in quotes}) == 1
    return min(quotes, key=lambda quote: quote.confidence).speaker if one else None


def _sentences(generation: Generation, document: Document, span: Span) -> Span:
    """The sentences that a span touches, whole."""
    first, last = (_sentence(generation, document, place) for place in (span.start, span.end - 1))
    return Span(first.start, last.end)


def _sentence(generation: Generation, document: Document, place: int) -> Span:
    blocks = (*document.paragraphs, *document.captions)
    block = next(block for block in blocks if block.start <= place < block.end)
    inside = [quote.span for quote in generation.quotes[document.id] if block.contains(quote.span)]
    return next(each for each in whole_sentences(document.text, block, inside) if place < each.end)
