"""What is found in a document: its quotes and its passages, found once however often they are asked for."""

from dataclasses import dataclass, replace
from functools import lru_cache

from corpus.quotes.direct import Quote, find_quotes
from corpus.quotes.passages import Passage, split_passages
from corpus.text.document import Document

RECENT = 4  # texts that are remembered: an article is previewed, corrected, counted and indexed within minutes


@dataclass(frozen=True, slots=True)
class Analysis:
    """Each in the order of the text."""

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
