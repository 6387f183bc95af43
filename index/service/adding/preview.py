"""What a moderator is shown of an article before it is kept."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

from corpus.library.library import Library
from corpus.library.models import Draft, Entry, Likeness
from corpus.quotes.diff import QuoteChanges, compare_quotes
from corpus.quotes.direct import Quote
from corpus.quotes.excerpt import Excerpt
from corpus.quotes.passages import analyse
from corpus.text.document import Document
from corpus.text.similarity import signature
from index.service.adding.admission import find_revision


@dataclass(frozen=True, slots=True)
class Preview:
    """What a moderator is shown before an article is kept."""

    draft: Draft
    quotes: int
    speakers: tuple[str, ...]
    """Names, the most quoted first."""
    passages: int
    sample: Excerpt
    """The first quote whose speaker is known, else the first quote, else the first passage."""
    likenesses: tuple[Likeness, ...]
    """Of the collections that the guild sees, the likest first."""
    revises: Entry | None
    """The article that this seems to be a newer version of: its words, its address or its name are the same."""
    changes: QuoteChanges | None
    """Between that article and this one."""


def preview_of(draft: Draft, library: Library, collections: Sequence[str]) -> Preview:
    """The preview of a draft for who sees these collections."""
    document = draft.document
    analysis = analyse(document)
    quotes = analysis.quotes
    speakers = Counter(quote.speaker.name for quote in quotes if quote.speaker)
    (likenesses,) = library.articles.alike([signature(document.text)], collections)
    revises = _revised(draft, library, likenesses)
    return Preview(
        draft=draft,
        quotes=len(quotes),
        speakers=tuple(name for name, _ in speakers.most_common()),
        passages=len(analysis.passages),
        sample=_sample(document, quotes),
        likenesses=likenesses,
        revises=revises,
        changes=_changes(draft, revises, library, quotes) if revises else None,
    )


def _revised(draft: Draft, library: Library, likenesses: Sequence[Likeness]) -> Entry | None:
    own = [likeness.entry for likeness in likenesses if likeness.collection == draft.collection]
    entries = (*own, *library.articles.entries(draft.collection))
    document = draft.document
    same_address = (entry for entry in entries if document.url and entry.url == document.url)
    same_name = (entry for entry in entries if entry.name == document.name and draft.origin != "web")
    return next(chain(same_address, own, same_name), None)


def _changes(draft: Draft, revises: Entry, library: Library, quotes: tuple[Quote, ...]) -> QuoteChanges:
    old = find_revision(library, draft.collection, revises.article, revises.revision).document
    return compare_quotes(old, analyse(old).quotes, draft.document, quotes)


def _sample(document: Document, quotes: Sequence[Quote]) -> Excerpt:
    named = next((quote for quote in quotes if quote.speaker), None) or next(iter(quotes), None)
    if named:
        return Excerpt(document, named.span, named.kind, named.speaker)
    block = next(iter((*document.paragraphs, *document.captions)))
    return Excerpt(document, block, "narration" if document.paragraphs else "caption")
