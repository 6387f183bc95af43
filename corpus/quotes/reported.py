"""What articles report of somebody's words without quoting them: “Mattis said the sanctions were severe.”"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from corpus.english.language import is_english
from corpus.english.noun_phrases import Word
from corpus.quotes.direct import Quote
from corpus.quotes.reporting_rules import find_statements
from corpus.speakers.blocks import Block, read_blocks
from corpus.speakers.coreference import Coreference
from corpus.speakers.names import Mention, office
from corpus.speakers.resolver import find_speakers
from corpus.speakers.speaker import Speaker, together
from corpus.text.document import Document
from corpus.text.span import Span


def find_reported(document: Document, quotes: Sequence[Quote]) -> tuple[Quote, ...]:
    """The reported statements of a document in order, of kind `reported`: each with its source and without marks.

    A span is what is reported, without the words that say who says it. None overlaps another, or one of `quotes`.
    Statements whose source is not known are left out, captions too.
    """
    if not is_english(document):
        return ()
    text, paragraphs, quoted = document.text, document.paragraphs, _by_paragraph(document, quotes)
    blocks = read_blocks(text, paragraphs, quoted)
    sources = [dict(_sources(block)) for block in blocks]
    # Who says a statement is found as for a quote in its place.
    speakers = find_speakers(text, paragraphs, [sorted([*a, *b]) for a, b in zip(quoted, sources, strict=True)])
    coreference = Coreference(blocks)
    return tuple(
        Quote(document, span, "reported", _completed(coreference, said.speaker, text))
        for by_statement in sources
        for span, source in by_statement.items()
        if (said := speakers.get(span)) and said.speaker and said.mention and said.mention.overlaps(source)
    )


def _by_paragraph(document: Document, quotes: Sequence[Quote]) -> list[list[Span]]:
    """The spans of the quotes in each paragraph."""
    spans: list[list[Span]] = [[] for _ in document.paragraphs]
    for quote in quotes:
        if number := document.paragraph_at(quote.span.start):
            spans[number - 1].append(quote.span)
    return spans


def _sources(block: Block) -> Iterator[tuple[Span, Span]]:
    """Each statement with the words that name its source."""
    for first, end, source in find_statements(block):
        yield _span(block.words[first:end]), _span(block.words[source.first : source.end])


def _span(words: Sequence[Word]) -> Span:
    return Span(words[0].start, words[-1].end)


def _completed(coreference: Coreference, speaker: Speaker, text: str) -> Speaker:
    """A speaker as the whole article names and describes him or her, also inside quotes."""
    if speaker.members:
        return together([_completed(coreference, member, text) for member in speaker.members])
    if speaker.how == "title":
        return speaker
    mention = Mention(speaker.mention, speaker.mention.of(text), speaker.name, speaker.role)
    mention = coreference.completed(mention)
    return replace(speaker, name=mention.name or speaker.name, role=office(mention.role))
