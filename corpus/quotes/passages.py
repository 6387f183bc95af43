"""From a document to its quotes and its passages, the units that are embedded."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from corpus.quotes.direct import Quote, find_quotes
from corpus.text.document import Document
from corpus.text.sentences import split_sentences
from corpus.text.span import Span, beginning_in

# Characters. The packaged encoder reads 256 word pieces, which are about 1,200 characters of English; a paragraph of
# more is divided between its sentences.
MAX_PASSAGE = 1_200
RECENT = 4  # texts that are remembered: an article is previewed, corrected, counted and indexed within minutes

# One or several links of Markdown, with list marks and signs between them.
_LINKS = re.compile(r"[\W\d_]*(?:!?\[[^\[\]]*\]\([^()\s]*\)[\W_]*)+")


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph or a caption, or a part of a long one; it never cuts a quote or a sentence."""

    document: Document
    span: Span
    sentences: tuple[Span, ...]
    """What may be shown of it: its sentences, joined where a quote runs over several. They cover all of its text."""

    @property
    def text(self) -> str:
        return self.span.of(self.document.text)


def split_passages(document: Document, quotes: Iterable[Quote]) -> tuple[Passage, ...]:
    """The passages of a document in the order of its text. What is only links is none, unless there is nothing else."""
    quoted = sorted(quote.span for quote in quotes)
    passages: list[Passage] = []
    blocks = sorted((*document.paragraphs, *document.captions))
    for block in [block for block in blocks if not _LINKS.fullmatch(document.text, block.start, block.end)] or blocks:
        sentences = whole_sentences(document.text, block, quoted[beginning_in(block, quoted)])
        passages += (Passage(document, Span(run[0].start, run[-1].end), run) for run in _runs(sentences))
    return tuple(passages)


def whole_sentences(text: str, block: Span, quotes: Iterable[Span]) -> tuple[Span, ...]:
    """The sentences of a block, joined so that none of `quotes` (in order) is cut."""
    joined: list[Span] = []
    rest = iter(quotes)
    quote = next(rest, None)
    for sentence in split_sentences(text, block):
        while quote and quote.end <= sentence.start:
            quote = next(rest, None)
        cut = quote is not None and joined and quote.start < joined[-1].end and quote.end > sentence.start
        start = joined.pop().start if cut else sentence.start
        joined.append(Span(start, sentence.end))
    return tuple(joined)


def _runs(sentences: tuple[Span, ...]) -> Iterator[tuple[Span, ...]]:
    """The sentences in runs of at most MAX_PASSAGE characters; a single longer one stands alone."""
    run: list[Span] = []
    for sentence in sentences:
        if run and sentence.end - run[0].start > MAX_PASSAGE:
            yield tuple(run)
            run = []
        run.append(sentence)
    if run:
        yield tuple(run)


@dataclass(frozen=True, slots=True)
class Analysis:
    """The quotes and passages of a document, in the order of its text."""

    document: Document
    quotes: tuple[Quote, ...]
    passages: tuple[Passage, ...]


def analyse(document: Document) -> Analysis:
    """The quotes and passages of a document; of a text that was analysed just now they are not found again."""
    known = _remembered(document)
    if known.document is document:
        return known
    if (known.document.paragraphs, known.document.captions) != (document.paragraphs, document.captions):
        return _found_in(document)  # the same text, read as another form
    quotes = tuple(replace(quote, document=document) for quote in known.quotes)
    return Analysis(document, quotes, tuple(replace(passage, document=document) for passage in known.passages))


def _found_in(document: Document) -> Analysis:
    quotes = find_quotes(document)
    return Analysis(document, quotes, split_passages(document, quotes))


@lru_cache(maxsize=RECENT)
def _remembered(document: Document) -> Analysis:
    """By the text's hash: a document whose title is corrected has the same quotes."""
    return _found_in(document)
