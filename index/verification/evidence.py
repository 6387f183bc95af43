"""What may be shown of words that a claim was found in, and whether they are the claimed speaker's."""

from collections.abc import Iterable, Sequence

from rapidfuzz import fuzz

from corpus.english.language import is_english
from corpus.quotes.direct import SPEECH, Quote
from corpus.quotes.excerpt import Excerpt
from corpus.quotes.passages import whole_sentences
from corpus.speakers.name_match import names_match
from corpus.speakers.speaker import Speaker
from corpus.text.document import Document
from corpus.text.folding import fold_text
from corpus.text.span import Span
from index.answers.excerpts import only_speaker, speech_kind
from index.engine.generation import Generation
from index.people.people import Person, is_one_called
from index.verification.alignment import Alignment
from index.verification.inner_quotes import as_quoted, quoted_inside

MISSPELLED = (
    85  # of 100, as rapidfuzz has it: “Jonas Mettis” is 92 like “Jonas Mattis”, “Anton Keller” 78 like “Anna Keller”
)


def aligned_excerpt(generation: Generation, alignment: Alignment) -> Excerpt:
    """The whole quotes that the words stand in, or else the whole sentences; none of them cut."""
    document, spans = alignment.place.document, alignment.spans
    span = Span(spans[0].start, spans[-1].end)
    quotes = [quote for quote in generation.quotes[document.id] if quote.span.overlaps(span)]
    if alignment.place.quotes and all(quote.kind in SPEECH and not quote.unsaid for quote in quotes):
        named = [quote for quote in quotes if quote.speaker]  # the second half of a sentence needs no name
        span = Span(quotes[0].span.start, quotes[-1].span.end)
        speech = Excerpt(document, span, speech_kind(quotes), only_speaker(named))
        return as_quoted(speech, quoted_inside(quotes, spans))
    first, last = (_sentence(generation, document, position) for position in (span.start, span.end - 1))
    sentences = Span(first.start, last.end)
    if document.paragraph_at(span.start) is None:
        return Excerpt(document, sentences, "caption")
    if _mostly(spans, quotes):
        return as_quoted(Excerpt(document, sentences, "mixed", only_speaker(quotes)), quoted_inside(quotes, spans))
    reported = [quote for quote in generation.reported[document.id] if quote.span.overlaps(span)]
    if _mostly(spans, reported):
        return Excerpt(document, sentences, "reported", only_speaker(reported))
    return Excerpt(document, sentences, "narration")


def is_unsaid(generation: Generation, alignment: Alignment) -> bool:
    """Whether the article tells that nobody said the words: they were denied, invented or only imagined."""
    spans = alignment.spans
    quotes = [quote for quote in generation.quotes[alignment.place.document.id] if quote.span.contains(spans[0])]
    inner = quoted_inside(quotes, spans)
    return any(quote.unsaid for quote in (*quotes, inner) if quote and quote.span.contains(spans[-1]))


def is_by(excerpt: Excerpt, claimed: str | None, people: Sequence[Person]) -> bool | None:
    """Whether the article gives an excerpt to the claimed speaker; None where none is claimed, or it does not tell.

    It does not tell where it has only a surname that may be the claimed speaker's or somebody else's, nor whose a name
    is that is written nearly like the speaker's.
    """
    if claimed and excerpt.via:
        return _is_quoted(excerpt, excerpt.via, claimed)
    if not claimed or (excerpt.speaker is None and excerpt.kind in (*SPEECH, "mixed")):
        return None
    if excerpt.speaker is None:
        return False if is_english(excerpt.document) else None
    if names_match(claimed, excerpt.speaker, excerpt.document.text) or any(
        is_one_called(person, claimed)
        for person in people
        if any(quote.document == excerpt.document and quote.span.overlaps(excerpt.span) for quote, _ in person.said)
    ):
        return True
    unclear = names_match(claimed, excerpt.speaker) or _is_misspelled(claimed, excerpt.speaker, people)
    return None if unclear else False


def _is_misspelled(claimed: str, speaker: Speaker, people: Sequence[Person]) -> bool:
    """Whether a name is nobody's, and is nearly the speaker's or the surname of his or hers."""
    name = speaker.name if " " in claimed.strip() else speaker.name.split()[-1]
    alike = fuzz.ratio(claimed, name, processor=fold_text) >= MISSPELLED
    return alike and not any(is_one_called(person, claimed, strictly=False) for person in people)


def _is_quoted(excerpt: Excerpt, via: Speaker, claimed: str) -> bool | None:
    """Whether the claimed speaker is the one who is quoted in an excerpt; not the one who quotes."""
    speaker, text = excerpt.speaker, excerpt.document.text
    if speaker and names_match(claimed, speaker, text):
        return True
    known = speaker is not None and speaker.how == "named" and not names_match(claimed, speaker)
    return False if known or names_match(claimed, via, text) else None


def _mostly(spans: Sequence[Span], quotes: Iterable[Quote]) -> bool:
    """Whether at least half of the characters are quoted."""
    quoted = sum(
        max(0, min(span.end, quote.span.end) - max(span.start, quote.span.start)) for quote in quotes for span in spans
    )
    return 2 * quoted >= sum(map(len, spans))


def _sentence(generation: Generation, document: Document, position: int) -> Span:
    """The sentence that holds the character at a position; no quote in it is cut."""
    blocks = (*document.paragraphs, *document.captions)
    block = next(block for block in blocks if block.start <= position < block.end)
    inside = [quote.span for quote in generation.quotes[document.id] if block.contains(quote.span)]
    return next(sentence for sentence in whole_sentences(document.text, block, inside) if position < sentence.end)
